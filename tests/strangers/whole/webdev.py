"""Conservatoire du Pays de Brocéane: pages made by a French window-maker's generator (2008).

One form a page, inputs named A1, A2…, links that call `_JSL(` and fill WD_BUTTON_CLICK_, messages
as pages of their own with « OK », lists whose headings are a table above the table of the lines,
capital captions two to a row of a table, windows-1252, the context's number in every address.
"""

import re
from html import escape
from urllib.parse import urlencode

from tests.strangers.dossiers.stage import Fiche, Grid, Seen
from tests.strangers.stage import Account, Effect
from tests.strangers.whole.estate import (
    FORMATS,
    LIMIT,
    NO,
    YES,
    Answer,
    Asked,
    Champ,
    Estate,
    Family,
    Offer,
    Pairs,
    Session,
    Sheet,
    Student,
    Words,
    bills,
    courses,
    events,
    history,
)

ROOT = "/BROCEANE_WEB/FR/"
SITES = ("Antenne de Guer", "Antenne de Plélan-le-Grand", "Siège - Brocéane")
IDENTITE, COORDONNEES, DIVERS = "Identité", "Coordonnées", "Divers"
INFORMED = "J'accepte de recevoir les informations par mél."
MENU = {
    "PAGE_Accueil": "Accueil",
    "PAGE_Famille": "Famille",
    "PAGE_Eleves": "Élèves",
    "PAGE_Facturation": "Facturation",
    "PAGE_Accessibilite": "Accessibilité",
    "PAGE_MotDePasse": "Mot de passe",
    "PAGE_Deconnexion": "Déconnexion",
}
TABS = ("Identité", "Cours", "Historique", "Répertoire", "Réinscription")
EXPECTED = (
    "Attention : la taille limite d'un document est de 2 Mo. "
    "Les formats acceptés sont : JPEG, JPG, PNG, PDF."
)
RULE = (
    "Le mot de passe doit comporter au moins 8 caractères, dont au moins une lettre et un chiffre."
)
UPDATED = (
    "La fiche d'identité est mise à jour. "
    "Un accusé de réception vous est envoyé par courrier électronique."
)
PER_PAGE = 10
WORDS = Words(
    day=lambda day: f"{day:%d/%m/%Y}",
    money=lambda cents: f"{cents / 100:,.2f}".replace(",", " ").replace(".", ",") + " €",
    cours=("Discipline", "Niveau", "Professeur", "Horaire"),
    fiche=("Discipline", "Niveau", "Professeur", "Horaire", "Observations"),
    evaluations="Évaluations",
    evaluation=("Date", "Période", "Note"),
    absences="Absence",
    absence=("Date", "Motif", "Justifiée"),
    invoice=("N° facture", "Date", "Libellé", "Montant TTC"),
    payment=("Date", "Mode de règlement", "Montant"),
    invoices="Factures",
    payments="Règlements",
)
SCRIPT = """
function _JSL(p,b,t,o,f){p.WD_BUTTON_CLICK_.value=b;p.WD_ACTION_.value=o;p.target=t;p.submit();}
function _PVU(u){window.open(u,'','width=720,height=520,scrollbars=yes,resizable=yes');}
"""


def households() -> list[Family]:
    def sheet(number: str, names: tuple[str, str], phone: str, mail: str, informed: str) -> Sheet:
        return Sheet([
            Champ("N° de dossier", number, IDENTITE, "fixed"),
            Champ("Civilité", "Madame", IDENTITE, "radio", ("Madame", "Monsieur")),
            Champ("Nom", names[0], IDENTITE),
            Champ("Prénom", names[1], IDENTITE),
            Champ("Né(e) le", "07/03/1979", IDENTITE, "date"),
            Champ("Sit. fam.", "Marié(e)", IDENTITE, "choice",
                  ("", "Célibataire", "Marié(e)", "Pacsé(e)", "Veuf(ve)")),
            Champ("Adresse", "12, rue de l'Étang & du Pré", COORDONNEES),
            Champ("Compl. d'adresse", "", COORDONNEES),
            Champ("Code postal", "56380", COORDONNEES),
            Champ("Ville", "Guer", COORDONNEES),
            Champ("Tél. domicile", "02 99 00 41 17", COORDONNEES),
            Champ("Tél. portable", phone, COORDONNEES),
            Champ("Mél.", mail, COORDONNEES, "mail"),
            Champ("Observations", "Portail vert.\nSonner deux fois.", DIVERS, "long"),
            Champ(INFORMED, informed, DIVERS, "check"),
        ])  # fmt: skip

    def student(number: int, first: str, born: str, cours: int, past: int, heard: int) -> Student:
        seed = number % 17
        offers = [
            Offer(1, "Cursus musique - cycle 1"),
            Offer(2, "Violon", ticked=seed % 2 == 0),
            Offer(3, "Formation musicale"),
            Offer(4, "Chœur d'enfants", tickable=False),
        ]
        own = Sheet([
            Champ("N° ÉLÈVE", f"E{number:05}", kind="fixed"),
            Champ("NOM", "LE GOFF", kind="text"),
            Champ("PRÉNOM", first),
            Champ("DATE DE NAISSANCE", born, kind="date"),
            Champ("SEXE", "Féminin", kind="choice", options=("Féminin", "Masculin")),
            Champ("ÉTAB. SCOLAIRE", ("", "Collège du Brocéliande")[seed % 2]),
            Champ("TÉL. PORTABLE", ""),
            Champ("DROIT À L'IMAGE", (YES, NO)[seed % 2], kind="check"),
        ])  # fmt: skip
        return Student(number, f"LE GOFF {first}", own, courses(WORDS, seed, cours),
                       history(WORDS, seed, past), events(WORDS, seed, heard), offers)  # fmt: skip

    three = [
        student(311, "Maëlle", "09/09/2012", 3, 23, 12),
        student(312, "Noé", "01/02/2015", 1, 0, 1),
        student(313, "Zoé", "30/11/2017", 0, 2, 0),
    ]
    twelve = [student(400 + at, f"Enfant{at}", f"{at + 1:02}/05/2014", at % 3, at % 4, at % 2)
              for at in range(10)]  # fmt: skip
    twelve += [student(410, "Anne", "11/05/2014", 1, 1, 1),
               student(411, "Anne", "12/06/2016", 2, 0, 0)]  # fmt: skip
    made = []
    for site, who, names, phone, informed, kids, many, owed in (
        (SITES[0], "LEGOFF56", ("LE GOFF", "Gwenaëlle"), "06 39 98 12 34", YES, three, 64, 12050),
        (SITES[1], "LEGOFF02", ("LE GOFF", "Cœlia"), "07 39 98 56 78", NO,
         [student(207, "Loïg", "15/08/2013", 2, 3, 2)], 4, 0),
        (SITES[2], "LEGOFF12", ("LE GOFF", "Yann"), "06 39 98 90 12", NO, twelve, 12, -4550),
        (SITES[0], "LEGOFF00", ("LE GOFF", "Île"), "06 39 98 90 13", NO, [], 0, 0),
    ):  # fmt: skip
        mail = f"{who.lower()}@example.org"
        balance = f"Solde à régler : {WORDS.money(owed)}" if owed else None
        account = Account(site, who, f"korrigan{many}x")
        own = sheet(f"D-{who[-2:]}{many:03}", names, phone, mail, informed)
        made.append(Family(account, account.password, mail, own, kids,
                           bills(WORDS, int(who[-2:]), many), balance))  # fmt: skip
    return made


def capitals(words: str) -> str:
    """As the generator's captions are: in capitals, with spaces that never break."""
    return escape(words.upper()).replace(" ", "&nbsp;")


class Site(Estate):
    charset = "windows-1252"
    home = f"{ROOT}PAGE_Connexion.awp"
    names = ("Justificatif de domicile", "Attestation d'assurance", "Certificat médical")

    def __init__(self) -> None:
        super().__init__(households())

    def session_of(self, query: dict[str, str], cookie: str) -> str:
        return query.get("AWPID", "")

    def good_password(self) -> str:
        return "ajonc2026"

    def bad_password(self) -> str:
        return "ajonc"

    def browser_post(self, identifier: str, changes: dict[str, str]) -> Pairs:
        sheet = self.family(identifier).sheet
        pairs: Pairs = [(b"WD_BUTTON_CLICK_", b"A90"), (b"WD_ACTION_", b"")]
        for at, champ in enumerate(sheet.champs, start=1):
            value = changes.get(champ.caption, sheet.now(champ))
            if champ.kind == "check":
                value = "1" if value == YES else ""
            elif champ.options:
                value = str(champ.options.index(value) + 1)
            if champ.kind != "fixed" and (champ.kind != "check" or value):
                told = value.replace("\n", "\r\n").encode(self.charset)
                pairs.append((f"A{at}".encode(), told))
        return pairs

    def answer(self, asked: Asked) -> Answer:
        name = re.fullmatch(rf"{ROOT}(\w+)\.awp", asked.path)
        before = {
            "PAGE_Connexion": self._connexion,
            "PAGE_Perdu": self._perdu,
            "PAGE_Aide": self._accessibilite,
        }
        after = {
            "PAGE_Accueil": self._accueil,
            "PAGE_Famille": self._famille,
            "PAGE_Eleves": self._eleves,
            "PAGE_FicheCours": self._fiche_cours,
            "PAGE_FicheHisto": self._fiche_histo,
            "PAGE_FicheRep": self._fiche_rep,
            "PAGE_Detail": self._detail,
            "PAGE_Import": self._import,
            "PAGE_Facturation": self._facturation,
            "PAGE_Duplicata": self._duplicata,
            "PAGE_Accessibilite": self._accessibilite,
            "PAGE_MotDePasse": self._mot_de_passe,
        }
        page = name[1] if name else ""
        if page in before:
            return before[page](asked)
        if page == "PAGE_Deconnexion":
            self.sessions.pop(asked.session.number, None)
            return Answer(to="PAGE_Connexion.awp")
        if page not in after:
            return Answer("Page inconnue", status=404)
        if asked.session.family is None:
            words = "Vous êtes resté trop longtemps inactif : le contexte de la page est fermé."
            return self._message(asked.session, words, "PAGE_Connexion")
        return after[page](asked)

    # What every page is made of.

    def _to(self, page: str, session: Session, **more: object) -> str:
        return f"{page}.awp?{urlencode({'AWPID': session.number, **more}, encoding=self.charset)}"

    def _page(self, session: Session, name: str, body: str, to: str = "", menu: bool = True) -> str:
        entries = "".join(
            f'<td align="center" bgcolor="#335577"><a href="{escape(self._to(page, session))}" '
            f'class="MENU"><font color="#FFFFFF">{capitals(word)}</font></a></td>'
            for page, word in MENU.items()
        )
        strip = f'<table width="100%" id="M1"><tr>{entries}</tr></table>' if menu else ""
        large = ' style="font-size:150%"' if session.kept.get("large") else ""
        kind = ' enctype="multipart/form-data"' if name == "PAGE_IMPORT" else ""
        return (
            '<!DOCTYPE HTML PUBLIC "-//W3C//DTD HTML 4.01 Transitional//EN">\n<html><head>'
            '<meta http-equiv="Content-Type" content="text/html; charset=windows-1252">'
            f'<title>{name}</title><script type="text/javascript">{SCRIPT}</script></head>\n'
            f'<body bgcolor="#FFFFFF"{large}><form name="{name}" method="post"{kind} '
            f'action="{escape(to or "#")}" target="_self">'
            '<div><input type="hidden" name="WD_BUTTON_CLICK_" value="">'
            '<input type="hidden" name="WD_ACTION_" value=""></div>\n'
            '<table width="100%" border="0" cellspacing="0"><tr><td><b>CONSERVATOIRE DU PAYS DE '
            f"BROC&Eacute;ANE</b></td></tr><tr><td>{strip}</td></tr>\n"
            f'<tr><td><table border="0" cellpadding="3"><tr><td>{body}</td></tr></table></td></tr>'
            "</table></form></body></html>\n"
        )

    def _button(self, form: str, alias: str, words: str) -> str:
        return (
            f"<a href=\"javascript:_JSL(document.{form},'{alias}','_self','','')\" "
            f'class="BTN" id="{alias}">{capitals(words)}</a>'
        )

    def _message(self, session: Session, words: str, back: str, **more: object) -> Answer:
        to = self._to(back, session, **more) if session.family else f"{back}.awp"
        body = (
            f'<table border="1" bgcolor="#EEEEEE"><tr><td align="center">{escape(words)}</td></tr>'
            f'<tr><td align="center"><a href="{escape(to)}">OK</a></td></tr></table>'
        )
        return Answer(self._page(session, "PAGE_MESSAGE", body, menu=False))

    def _control(self, at: int, champ: Champ, value: str) -> str:
        name = f"A{at}"
        if champ.kind == "fixed":
            return f"<i>{escape(value)}</i>"
        if champ.kind == "long":
            return f'<textarea name="{name}" rows="3" cols="40">\n{escape(value)}</textarea>'
        if champ.kind == "radio":
            return "".join(
                f'<input type="radio" name="{name}" value="{number}"'
                f"{' checked' if one == value else ''}>{escape(one)}&nbsp;&nbsp;"
                for number, one in enumerate(champ.options, start=1)
            )
        if champ.kind == "choice":
            options = "".join(
                f'<option value="{number}"{" selected" if one == value else ""}>'
                f"{escape(one) or '&nbsp;'}</option>"
                for number, one in enumerate(champ.options, start=1)
            )
            return f'<select name="{name}" size="1">{options}</select>'
        if champ.kind == "check":
            ticked = " checked" if value == YES else ""
            return f'<input type="checkbox" name="{name}" value="1"{ticked}>'
        size = ' size="10" maxlength="10"' if champ.kind == "date" else ' size="28"'
        return f'<input type="text" name="{name}" value="{escape(value)}"{size}>'

    def _fields(self, sheet: Sheet) -> str:
        """Two captions and two inputs a row; check boxes before their words, across the row."""
        rows: list[str] = []
        section, row = "", ""
        for at, champ in enumerate(sheet.champs, start=1):
            if champ.section != section:
                rows.append(row)
                row, section = "", champ.section
                rows.append(f'<td colspan="4" bgcolor="#CCDDEE"><b>{capitals(section)}</b></td>')
            mark = (
                '&nbsp;<img src="modif.gif" alt="modifié" width="9" height="9">'
                if champ.caption in sheet.asked
                else ""
            )
            control = self._control(at, champ, sheet.now(champ)) + mark
            if champ.kind == "check":
                rows.append(row)
                rows.append(f'<td colspan="4">{control}&nbsp;{capitals(champ.caption)}</td>')
                row = ""
                continue
            row += f'<td align="right">{capitals(champ.caption)}</td><td nowrap>{control}</td>'
            if row.count("<td nowrap>") == 2 or champ.kind == "long":
                rows.append(row)
                row = ""
        rows.append(row)
        return (
            '<table border="0" cellspacing="2">'
            + "".join(f"<tr>{one}</tr>\n" for one in rows if one)
            + "</table>"
        )

    def _typed(self, sheet: Sheet, asked: Asked) -> dict[str, str] | str:
        """What was typed, by caption; or why it is refused."""
        typed = {}
        for at, champ in enumerate(sheet.champs, start=1):
            name = f"A{at}"
            if champ.kind == "check":
                typed[champ.caption] = YES if asked.get(name) else NO
            elif champ.kind != "fixed" and name in asked.fields:
                value = asked.get(name).replace("\r\n", "\n")
                if champ.options:
                    value = champ.options[int(value) - 1]
                if champ.kind == "date" and not re.fullmatch(r"\d\d/\d\d/\d{4}", value):
                    return f"La date saisie dans la rubrique « {champ.caption} » est incorrecte."
                if champ.kind == "mail" and "@" not in value:
                    return f"L'adresse saisie dans la rubrique « {champ.caption} » est incorrecte."
                typed[champ.caption] = value
        return typed

    def _grid(self, grid: Grid, pages: str, openings: list[str], first: int) -> str:
        """Headings in a table of their own, above the table of the lines."""
        if not grid.lines:
            return "<table><tr><td><i>Aucun &eacute;l&eacute;ment.</i></td></tr></table>"
        head = "".join(
            f'<td width="150" bgcolor="#335577"><font color="#FFFFFF">{capitals(one)}</font></td>'
            for one in grid.columns
        )
        lines = ""
        for at, line in enumerate(grid.lines[first : first + PER_PAGE], start=first):
            opens = f" ondblclick=\"_PVU('{escape(openings[at])}')\"" if openings else ""
            cells = "".join(
                f'<td width="150">{escape(cell).replace(" €", "&nbsp;&euro;") or "&nbsp;"}</td>'
                for cell in line
            )
            lines += f"<tr{opens}>{cells}</tr>\n"
        return (
            f'<table cellspacing="1" border="0"><tr>{head}</tr></table>'
            '<div style="height:200px;overflow:auto">'
            f'<table cellspacing="1" border="0">{lines}</table></div>{pages}'
        )

    def _pages(self, asked: Asked, page: str, key: str, many: int) -> tuple[str, int]:
        last = max(1, -(-many // PER_PAGE))
        now = min(max(1, int(asked.query.get(key, "1"))), last)
        if last == 1:
            return "", 0
        kept = {k: v for k, v in asked.query.items() if k not in ("AWPID", key)}

        def link(to: int, word: str) -> str:
            if not 1 <= to <= last or to == now:
                return f"<font color='#999999'>{word}</font>&nbsp;"
            at = escape(self._to(page, asked.session, **kept, **{key: to}))
            return f'<a href="{at}">{word}</a>&nbsp;'

        words = link(1, "|&lt;") + link(now - 1, "Pr&eacute;c.")
        words += f"Page&nbsp;{now}&nbsp;/&nbsp;{last}&nbsp;"
        words += link(now + 1, "Suiv.") + link(last, "&gt;|")
        return f"<table><tr><td>{words}</td></tr></table>", (now - 1) * PER_PAGE

    # Its pages.

    def _connexion(self, asked: Asked) -> Answer:
        session = asked.session
        if asked.posted and asked.get("WD_BUTTON_CLICK_") == "A7":
            for one in self.families:
                number = str(SITES.index(one.account.site or "") + 1)
                key = (number, one.account.identifier, one.password)
                if key == (asked.get("A3"), asked.get("A4").strip(), asked.get("A5")):
                    session.family = one
                    return Answer(to=self._to("PAGE_Accueil", session))
            words = "Identifiant ou mot de passe incorrect. Veuillez recommencer."
            return self._message(session, words, "PAGE_Connexion")
        options = "".join(
            f'<option value="{at}">{escape(one)}</option>' for at, one in enumerate(SITES, start=1)
        )
        lost, told = self._to("PAGE_Perdu", session), self._to("PAGE_Aide", session)
        body = (
            "<table><tr><td>SITE</td><td>IDENTIFIANT</td><td>MOT&nbsp;DE&nbsp;PASSE</td></tr>\n"
            '<tr><td><select name="A3" size="1"><option value="0">&lt;choisir&gt;</option>'
            f'{options}</select></td><td><input type="text" name="A4" size="14"></td>'
            '<td><input type="password" name="A5" size="14"></td></tr></table>\n'
            f"{self._button('PAGE_CONNEXION', 'A7', 'Se connecter')}<br><br>"
            f'<a href="{escape(lost)}">{capitals("Mot de passe perdu")}</a><br>'
            f'<a href="{escape(told)}">{capitals("Aide - Accessibilité")}</a>'
        )
        to = self._to("PAGE_Connexion", session)
        return Answer(self._page(session, "PAGE_CONNEXION", body, to, menu=False))

    def _perdu(self, asked: Asked) -> Answer:
        session = asked.session
        if asked.posted:
            who, mail = asked.get("A3").strip(), asked.get("A4").strip()
            if not who or not mail:
                words = "Veuillez vérifier les renseignements saisis."
            elif self.send_password(who, mail):
                words = "Votre mot de passe vous a été envoyé par mail."
                return self._message(session, words, "PAGE_Connexion")
            else:
                words = "Aucun usager ne correspond. Veuillez vérifier les renseignements saisis."
            return self._message(session, words, "PAGE_Perdu")
        body = (
            f"<b>{capitals('Mot de passe perdu')}</b><table>"
            '<tr><td>IDENTIFIANT</td><td><input type="text" name="A3" value=""></td></tr>'
            '<tr><td>E-MAIL</td><td><input type="text" name="A4" value=""></td></tr></table>'
            f"{self._button('PAGE_PERDU', 'A8', 'Valider')}&nbsp;"
            f'<a href="PAGE_Connexion.awp">RETOUR</a>'
        )
        to = self._to("PAGE_Perdu", session)
        return Answer(self._page(session, "PAGE_PERDU", body, to, menu=False))

    def _accessibilite(self, asked: Asked) -> Answer:
        session = asked.session
        if asked.query.get("MODE"):
            session.kept["large"] = "1" if asked.query["MODE"] == "1" else ""
        large = session.kept.get("large")
        page = "PAGE_Accessibilite" if session.family else "PAGE_Aide"
        to = self._to(page, session, MODE=0 if large else 1)
        word = "Désactiver" if large else "Activer"
        body = (
            "L'extranet respecte les recommandations du WCAG (W3C).<br>"
            f'<a href="{escape(to)}">{capitals(word + " le mode accessibilité")}</a>'
        )
        return Answer(self._page(session, "PAGE_ACCESS", body, menu=session.family is not None))

    def _accueil(self, asked: Asked) -> Answer:
        family = self._own(asked)
        first, last = family.sheet.champ("Prénom").value, family.sheet.champ("Nom").value
        body = (
            f"Bonjour&nbsp;{escape(first)} {escape(last)},<br><br>"
            "Bienvenue sur votre espace famille. Les r&eacute;inscriptions sont ouvertes "
            "jusqu'au 30 juin."
        )
        return Answer(self._page(asked.session, "PAGE_ACCUEIL", body))

    def _own(self, asked: Asked) -> Family:
        if asked.session.family is None:
            raise AssertionError("only behind the check of answer()")
        return asked.session.family

    def _modifier(self, form: str, sheet: Sheet, whose: str) -> str:
        waiting = f"Fiche {whose} en attente de validation" if sheet.asked else ""
        return (
            f"<table width='100%'><tr><td>{self._button(form, 'A90', 'Modifier')}</td>"
            f"<td align='right'><font color='#CC0000'>{escape(waiting)}</font></td></tr></table>"
        )

    def _famille(self, asked: Asked) -> Answer:
        family, session = self._own(asked), asked.session
        if asked.posted and asked.get("WD_BUTTON_CLICK_") == "A90":
            self.posts.append(asked.pairs)
            typed = self._typed(family.sheet, asked)
            if isinstance(typed, str):
                return self._message(session, typed, "PAGE_Famille")
            self._applied(family, family.sheet, typed)
            return self._message(session, UPDATED, "PAGE_Famille")
        body = (
            f"<b>{capitals('Responsable de la famille')}</b>{self._fields(family.sheet)}"
            f"{self._modifier('PAGE_FAMILLE', family.sheet, 'du responsable')}"
        )
        to = self._to("PAGE_Famille", session)
        return Answer(self._page(session, "PAGE_FAMILLE", body, to))

    def _applied(self, family: Family, sheet: Sheet, typed: dict[str, str]) -> None:
        self.ledger.append(Effect(family.account.identifier, sheet.take(typed)))

    def _chosen(self, asked: Asked) -> Student | None:
        number = asked.session.kept.get("student")
        return next((o for o in self._own(asked).students if str(o.number) == number), None)

    def _eleves(self, asked: Asked) -> Answer:
        family, session = self._own(asked), asked.session
        pressed = asked.get("WD_BUTTON_CLICK_") if asked.posted else ""
        if pressed == "A40":
            session.kept["student"] = asked.get("A40")
            session.kept["tab"] = "1"
        if "ONGLET" in asked.query:
            session.kept["tab"] = asked.query["ONGLET"]
        student = self._chosen(asked)
        if student and pressed == "A90":
            typed = self._typed(student.sheet, asked)
            if isinstance(typed, str):
                return self._message(session, typed, "PAGE_Eleves")
            self._applied(family, student.sheet, typed)
            return self._message(session, UPDATED, "PAGE_Eleves")
        if student and self.open and pressed == "A95":
            ticked = [key[4:] for key in asked.fields if key.startswith("A60_")]
            self.enrol(family, student, ticked, asked.get("A70"))
            words = (
                "Votre demande de réinscription est prise en compte. "
                "Elle sera confirmée par courriel."
            )
            return self._message(session, words, "PAGE_Eleves")
        if not family.students:
            words = "Aucun &eacute;l&egrave;ve n'est rattach&eacute; &agrave; votre famille."
            return Answer(self._page(session, "PAGE_ELEVES", words))
        options = "".join(
            f'<option value="{one.number}"{" selected" if one is student else ""}>'
            f"{escape(one.label)}</option>"
            for one in family.students
        )
        change = "_JSL(document.PAGE_ELEVES,'A40','_self','','')"
        body = (
            f'<table><tr><td>{capitals("Élève")}</td><td><select name="A40" onchange="{change}">'
            f'<option value="0">-- S&eacute;lectionner --</option>{options}</select></td>'
            f"<td>{self._button('PAGE_ELEVES', 'A40', 'Afficher')}</td></tr></table>\n"
        )
        if student:
            body += self._dossier(asked, student)
        to = self._to("PAGE_Eleves", session)
        return Answer(self._page(session, "PAGE_ELEVES", body, to))

    def _dossier(self, asked: Asked, student: Student) -> str:
        session = asked.session
        tab = session.kept.get("tab", "1")
        strip = ""
        for at, word in enumerate(TABS, start=1):
            if word == "Réinscription" and not self.open:
                continue
            to = escape(self._to("PAGE_Eleves", session, ONGLET=at))
            colour = "#FFFFFF" if str(at) == tab else "#CCDDEE"
            strip += f'<td bgcolor="{colour}"><a href="{to}">{capitals(word)}</a></td>'
        top = f'<table border="1" cellspacing="0"><tr>{strip}</tr></table>\n'
        if tab == "5" and self.open:
            return top + self._reinscription(session, student)
        lists = {
            "2": (student.cours, "PAGE_FicheCours"),
            "3": (student.historique, "PAGE_FicheHisto"),
            "4": (student.repertoire, "PAGE_FicheRep"),
        }
        if tab in lists:
            grid, page = lists[tab]
            pages, first = self._pages(asked, "PAGE_Eleves", "PG", len(grid.lines))
            openings = [self._to(page, session, P1=at) for at in range(len(grid.lines))]
            return top + self._grid(grid, pages, openings, first)
        return (
            top + self._fields(student.sheet)
            + self._modifier("PAGE_ELEVES", student.sheet, "de l'élève")
        )  # fmt: skip

    def _reinscription(self, session: Session, student: Student) -> str:
        rows = "".join(
            "<tr><td>"
            + (
                f'<input type="checkbox" name="A60_{one.number}" value="1"'
                f"{' checked' if one.ticked else ''}>"
                if one.tickable
                else "&nbsp;"
            )
            + f"</td><td>{escape(one.name)}{'' if one.tickable else ' (complet)'}</td></tr>\n"
            for one in student.offers
        )
        files = "".join(
            f"<tr><td>{escape(one.name)}</td><td>{escape(one.file_name)}</td></tr>"
            for one in student.documents
        )
        popup = escape(self._to("PAGE_Import", session))
        waiting = "R&eacute;inscription en attente de validation" if student.waiting else ""
        back = escape(self._to("PAGE_Famille", session))
        listed = (
            f"<table border='1'><tr><td bgcolor='#335577'>DOCUMENT</td>"
            f"<td bgcolor='#335577'>FICHIER</td></tr>{files}</table>"
            if files
            else "<i>Aucun document d&eacute;pos&eacute;.</i>"
        )
        return (
            "Cochez les cases des cursus ou des disciplines auxquels l'&eacute;l&egrave;ve se "
            f"r&eacute;inscrit.<table>{rows}</table>"
            f"<a href=\"javascript:_PVU('{popup}')\">IMPORTER</a><br>{escape(EXPECTED)}<br>"
            f"<b>DOCUMENTS&nbsp;D&Eacute;POS&Eacute;S</b>{listed}"
            "<table><tr><td>DEMANDES&nbsp;COMPL&Eacute;MENTAIRES</td></tr><tr><td>"
            f'<textarea name="A70" rows="4" cols="50">\n{escape(student.note)}</textarea></td></tr>'
            f"<tr><td><font color='#CC0000'>{waiting}</font></td></tr></table>"
            f'{self._button("PAGE_ELEVES", "A95", "Valider")}&nbsp;<a href="{back}">RETOUR</a>'
        )

    def _import(self, asked: Asked) -> Answer:
        student, session = self._chosen(asked), asked.session
        if student is None or not self.open:
            return self._message(session, "Les réinscriptions sont closes.", "PAGE_Eleves")
        if asked.posted:
            name, content = asked.files.get("A1", ("", b""))
            chosen = asked.get("A2")
            if not name or not content:
                words = "Veuillez sélectionner un fichier."
            elif name.rpartition(".")[2].lower() not in FORMATS or "." not in name:
                words = "Format de fichier non accepté. " + EXPECTED
            elif len(content) > LIMIT:
                words = "Le fichier est trop volumineux. " + EXPECTED
            elif chosen not in map(str, range(1, len(self.names) + 1)):
                words = "Veuillez choisir le nom du document."
            else:
                self.keep(self._own(asked), student, self.names[int(chosen) - 1], (name, content))
                words = "Le document a été importé."
                closing = "window.opener.location.reload();window.close();"
                body = f'{words}<br><a href="javascript:{closing}">OK</a>'
                return Answer(self._page(session, "PAGE_MESSAGE", body, menu=False))
            return self._message(session, words, "PAGE_Import")
        options = "".join(
            f'<option value="{at}">{escape(one)}</option>'
            for at, one in enumerate(self.names, start=1)
        )
        body = (
            "<table><tr><td>FICHIER</td><td><input type='file' name='A1'></td></tr>"
            "<tr><td>NOM&nbsp;DU&nbsp;DOCUMENT</td><td><select name='A2'>"
            f"<option value='0'>&lt;choisir&gt;</option>{options}</select></td></tr></table>"
            f"{escape(EXPECTED)}<br>{self._button('PAGE_IMPORT', 'A9', 'Importer')}"
            "&nbsp;<a href='javascript:window.close()'>FERMER</a>"
        )
        to = self._to("PAGE_Import", session)
        return Answer(self._page(session, "PAGE_IMPORT", body, to, menu=False))

    def _values(self, fields: tuple[Seen, ...]) -> str:
        """Two captions and two values a row."""
        cells = [
            f'<td align="right" bgcolor="#EEEEEE">{capitals(one.caption)}</td>'
            f"<td>{escape(one.value) or '&nbsp;'}</td>"
            for one in fields
        ]
        rows = ["".join(cells[at : at + 2]) for at in range(0, len(cells), 2)]
        return '<table border="0">' + "".join(f"<tr>{one}</tr>\n" for one in rows) + "</table>"

    def _fiche(self, asked: Asked, fiche: Fiche, here: dict[str, object], arrows: str) -> Answer:
        session = asked.session
        title = "Fiche de suivi"
        body = f"<b>{capitals(title)}</b><br>"
        if fiche.lists:
            strip = "".join(
                f'<td bgcolor="#CCDDEE"><a href="#Z{at}">{capitals(word)}</a></td>'
                for at, word in enumerate(("Cours", *fiche.lists))
            )
            body += f'<table border="1"><tr>{strip}</tr></table><a name="Z0"></a>'
        body += self._values(fiche.fields)
        for at, (word, grid) in enumerate(fiche.lists.items(), start=1):
            openings = [
                self._to("PAGE_Detail", session, **here, P2=at, P3=line)
                for line in range(len(grid.lines))
            ]
            body += (
                f'<a name="Z{at}"></a><table><tr><td bgcolor="#CCDDEE"><b>{capitals(word)}</b>'
                f"</td></tr></table>{self._grid(grid, '', openings, 0)}"
            )
        body += f"{arrows}<br><a href='javascript:window.close()'>FERMER</a>"
        return Answer(self._page(session, "PAGE_FICHE", body, menu=False))

    def _line(self, asked: Asked, grid: Grid) -> tuple[int, Fiche] | None:
        at = asked.query.get("P1", "")
        if at.isdigit() and int(at) < len(grid.opens):
            opens = grid.opens[int(at)]
            if isinstance(opens, Fiche):
                return int(at), opens
        return None

    def _opened(self, asked: Asked, kind: str, arrows: bool = False) -> Answer:
        student = self._chosen(asked)
        found = self._line(asked, self._list(student, kind)) if student else None
        if student is None or found is None:
            return self._message(asked.session, "Fiche introuvable.", "PAGE_Eleves")
        at, fiche = found
        strip = ""
        if arrows:
            last = len(student.historique.lines) - 1
            for to, sign, words in (
                (0, "|&lt;", "première"), (at - 1, "&lt;", "précédente"),
                (at + 1, "&gt;", "suivante"), (last, "&gt;|", "dernière"),
            ):  # fmt: skip
                if 0 <= to <= last and to != at:
                    link = escape(self._to("PAGE_FicheHisto", asked.session, P1=to))
                    strip += f'<a href="{link}" title="Fiche {words}">{sign}</a>&nbsp;'
        return self._fiche(asked, fiche, {"K": kind, "P1": at}, strip)

    @staticmethod
    def _list(student: Student, kind: str) -> Grid:
        return {"C": student.cours, "H": student.historique, "R": student.repertoire}[kind]

    def _fiche_cours(self, asked: Asked) -> Answer:
        return self._opened(asked, "C")

    def _fiche_histo(self, asked: Asked) -> Answer:
        return self._opened(asked, "H", arrows=True)

    def _fiche_rep(self, asked: Asked) -> Answer:
        return self._opened(asked, "R")

    def _detail(self, asked: Asked) -> Answer:
        student, kind = self._chosen(asked), asked.query.get("K", "")
        if student and kind in ("C", "H", "R"):
            found = self._line(asked, self._list(student, kind))
            if found:
                grid = list(found[1].lists.values())[int(asked.query["P2"]) - 1]
                detail = grid.opens[int(asked.query["P3"])]
                if isinstance(detail, Fiche):
                    return self._fiche(asked, detail, {}, "")
        return self._message(asked.session, "Fiche introuvable.", "PAGE_Eleves")

    def _facturation(self, asked: Asked) -> Answer:
        family, session = self._own(asked), asked.session
        body = f"<b>{capitals('Facturation cotisations')}</b><br>"
        for at, (word, grid) in enumerate(family.bills.items(), start=1):
            pages, first = self._pages(asked, "PAGE_Facturation", f"PG{at}", len(grid.lines))
            openings = [
                self._to("PAGE_Duplicata", session, P1=line)
                for line, opens in enumerate(grid.opens)
                if opens
            ]
            body += (
                f'<table><tr><td bgcolor="#CCDDEE"><b>{capitals(word)}</b></td></tr></table>'
                f"{self._grid(grid, pages, openings, first)}<br>"
            )
        if family.balance:
            told = escape(family.balance).replace(" €", "&nbsp;&euro;")
            body += f"<table><tr><td><b>{told}</b></td></tr></table>"
        return Answer(self._page(session, "PAGE_FACTURATION", body))

    def _duplicata(self, asked: Asked) -> Answer:
        at, grid = asked.query.get("P1", ""), self._own(asked).bills["Factures"]
        if at.isdigit() and int(at) < len(grid.opens):
            content = grid.opens[int(at)]
            if isinstance(content, bytes):
                return Answer(content, kind="application/pdf")
        return self._message(asked.session, "Document introuvable.", "PAGE_Facturation")

    def _mot_de_passe(self, asked: Asked) -> Answer:
        family, session = self._own(asked), asked.session
        if asked.posted:
            old, new, again = asked.get("A1"), asked.get("A2"), asked.get("A3")
            if not old or not new or not again:
                words = "Veuillez vérifier les renseignements saisis."
            elif old != family.password:
                words = "L'ancien mot de passe est incorrect."
            elif new != again:
                words = "Les deux saisies du nouveau mot de passe sont différentes."
            elif len(new) < 8 or not re.search(r"\d", new) or not re.search("[a-zA-Z]", new):
                words = f"Le nouveau mot de passe est invalide. {RULE}"
            else:
                family.password = new
                self.lose("mot_de_passe")
                words = "Votre mot de passe a été modifié."
                return self._message(session, words, "PAGE_Accueil")
            return self._message(session, words, "PAGE_MotDePasse")
        rows = "".join(
            f'<tr><td align="right">{capitals(word)}</td>'
            f'<td><input type="password" name="A{at}" size="16"></td></tr>'
            for at, word in enumerate(
                ("Ancien mot de passe", "Nouveau mot de passe", "Confirmation"), start=1
            )
        )
        body = f"{escape(RULE)}<table>{rows}</table>{self._button('PAGE_MDP', 'A8', 'Valider')}"
        return Answer(self._page(session, "PAGE_MDP", body, self._to("PAGE_MotDePasse", session)))
