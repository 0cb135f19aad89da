"""École de musique du Pays d'Iroise: PHP with jQuery UI and DataTables (2014), UTF-8 with a mark.

Labels float after their inputs or are only placeholders, the tabs of a student are panels of one
page by #anchors, lists have pages, group rows, totals and hidden rows of detail, days are written
in letters, icons have no words but a title, and messages are dialogs of the page that follows.
"""

import re
import secrets
from collections.abc import Iterator
from datetime import date
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

ROOT = "/iroise/extranet/"
SITES = ("Lanildut", "Le Conquet", "Plougonvelin")
IDENTITY, CONTACT, MORE = "Identité", "Coordonnées", "Informations complémentaires"
DAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
MONTHS = ("janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre",
          "octobre", "novembre", "décembre")  # fmt: skip
MENU = {
    "accueil": "accueil",
    "famille": "famille",
    "eleves": "élèves",
    "facturation": "facturation",
    "accessibilite": "accessibilité",
    "mot_de_passe": "mot de passe",
    "deconnexion": "déconnexion",
}
ICONS = {"accueil": "home", "famille": "person", "eleves": "contact", "facturation": "cart"}
LIMITS = (
    "Attention : la taille limite d'un document est de 2 Mo. "
    "Les formats acceptés sont JPEG, JPG, PNG, PDF."
)
RULE = "Votre mot de passe doit contenir de 8 à 20 caractères, dont une majuscule et un chiffre."
UPDATED = (
    "La fiche d'identité est mise à jour. Un accusé de réception électronique vous a été envoyé."
)
PER_PAGE = 10
SCRIPT = """
$(function () {
  $('#tabs').tabs();
  $('.dialog').dialog({modal: true});
  $('.cache').dialog({autoOpen: false, modal: true, width: 600});
  $('.datepicker').datepicker({dateFormat: 'dd/mm/yy'});
  $('a[href^="#eval"], a[href="#dialogue-import"]').click(function () {
    $($(this).attr('href')).dialog('open');
    return false;
  });
});
"""


def in_letters(day: date) -> str:
    return f"{DAYS[day.weekday()]} {day.day} {MONTHS[day.month - 1]} {day.year}"


def euros(cents: int) -> str:
    sign = "−" if cents < 0 else ""
    told = f"{abs(cents) / 100:,.2f}".replace(",", " ").replace(".", ",")
    return f"{sign}{told} €"


WORDS = Words(
    day=in_letters,
    money=euros,
    cours=("Cours", "Niveau", "Enseignant(e)", "Jour et heure"),
    fiche=("Cours", "Niveau", "Enseignant(e)", "Jour et heure", "Remarque"),
    evaluations="Évaluations",
    evaluation=("Date", "Période", "Résultat"),
    absences="Absences",
    absence=("Date", "Motif", "Excusée"),
    invoice=("Réf.", "Date", "Objet", "Montant"),
    payment=("Date", "Moyen de paiement", "Montant"),
    invoices="Factures",
    payments="Règlements",
    opens_absences=False,
)


def households() -> list[Family]:
    def sheet(number: str, names: tuple[str, str], phone: str, mail: str, agrees: str) -> Sheet:
        return Sheet([
            Champ("N° de dossier", number, IDENTITY, "fixed"),
            Champ("Civilité", "M.", IDENTITY, "radio", ("Mme", "M.")),
            Champ("Nom", names[0], IDENTITY),
            Champ("Prénom", names[1], IDENTITY),
            Champ("Adresse", "3, venelle du Goémon", CONTACT),
            Champ("Complément", "", CONTACT),
            Champ("CP", "29217", CONTACT),
            Champ("Ville", "Le Conquet", CONTACT),
            Champ("Pays", "France", CONTACT, "choice", ("France", "Belgique", "Suisse")),
            Champ("Tél. fixe", "", CONTACT),
            Champ("Tél. portable", phone, CONTACT),
            Champ("Courriel", mail, CONTACT, "mail"),
            Champ("Quotient familial", "842", MORE, "fixed"),
            Champ("Commentaires", "Allergie : pollen.\nÀ rappeler le soir.", MORE, "long"),
            Champ("Je souhaite recevoir la lettre d'information", agrees, MORE, "check"),
        ])  # fmt: skip

    def student(number: int, first: str, born: str, cours: int, past: int, heard: int) -> Student:
        seed = number % 13
        offers = [
            Offer(11, "Cursus instrumental, 1er cycle", group="Cursus"),
            Offer(12, "Cursus jazz", tickable=False, group="Cursus"),
            Offer(21, "Violon", ticked=True, group="Disciplines"),
            Offer(22, "Solfège", group="Disciplines"),
            Offer(23, "Bagad, pupitre bombarde", group="Disciplines"),
        ]
        own = Sheet([
            Champ("Nom", "PRIGENT"),
            Champ("Prénom", first),
            Champ("Date de naissance", born, kind="date"),
            Champ("Sexe", "F", kind="radio", options=("F", "M")),
            Champ("Niveau scolaire", "CM2", kind="choice", options=("", "CM1", "CM2", "6e", "5e")),
            Champ("Portable de l'élève", ""),
            Champ("Instrument à la maison", (YES, NO)[seed % 2], kind="check"),
        ])  # fmt: skip
        return Student(number, f"{first} PRIGENT", own, courses(WORDS, seed, cours),
                       history(WORDS, seed, past), events(WORDS, seed, heard), offers)  # fmt: skip

    three = [
        student(71, "Solène", "09/09/2012", 4, 23, 11),
        student(72, "Ewen", "01/02/2015", 1, 0, 1),
        student(73, "Nolwenn", "30/11/2017", 0, 2, 0),
    ]
    twelve = [student(100 + at, f"Enfant{at}", f"{at + 1:02}/05/2014", at % 3, at % 4, at % 2)
              for at in range(10)]  # fmt: skip
    twelve += [student(110, "Anne", "11/05/2014", 1, 1, 1),
               student(111, "Anne", "12/06/2016", 2, 0, 0)]  # fmt: skip
    made = []
    for site, who, names, phone, agrees, kids, many, owed in (
        (SITES[1], "f1003", ("PRIGENT", "Yves-Marie"), "06 39 98 21 43", YES, three, 62, 123450),
        (SITES[0], "f1001", ("PRIGENT", "Anaëlle"), "07 39 98 65 87", NO,
         [student(81, "Loïg", "15/08/2013", 2, 3, 2)], 5, 0),
        (SITES[2], "f1012", ("PRIGENT", "Hervé"), "06 39 98 09 21", NO, twelve, 12, -4550),
        (SITES[1], "f1000", ("PRIGENT", "Œdipe"), "06 39 98 09 31", NO, [], 0, 0),
    ):  # fmt: skip
        mail = f"{who}@example.org"
        account = Account(site, who, f"Goemon{many}z")
        own = sheet(f"{who[1:]}/{many}", names, phone, mail, agrees)
        balance = f"Solde au 28/11/2026 : {euros(owed)}" if owed else None
        made.append(Family(account, account.password, mail, own, kids,
                           bills(WORDS, int(who[2:]), many), balance))  # fmt: skip
    return made


def money(cell: str) -> str:
    return escape(cell).replace(" ", "&nbsp;") if "€" in cell else escape(cell)


class Site(Estate):
    home = f"{ROOT}index.php?module=connexion"
    by_cookie = "PHPSESSID"
    names = ("Justificatif de domicile", "Attestation de quotient familial", "Photo d'identité")

    def __init__(self) -> None:
        super().__init__(households())
        self._tokens: dict[str, str] = {}

    def session_of(self, query: dict[str, str], cookie: str) -> str:
        return cookie

    def good_password(self) -> str:
        return "Bigorneau29"

    def bad_password(self) -> str:
        return "bigorneau"

    def browser_post(self, identifier: str, changes: dict[str, str]) -> Pairs:
        sheet = self.family(identifier).sheet
        pairs = [("_jeton", self._tokens[identifier])]
        for at, champ in enumerate(sheet.champs):
            value = changes.get(champ.caption, sheet.now(champ))
            name = f"fiche[{at}]"
            if champ.kind == "check":
                pairs += [(name, "0")] + [(name, "1")] * (value == YES)
            elif champ.options:
                pairs.append((name, str(champ.options.index(value))))
            elif champ.kind != "fixed" or champ.caption == "Quotient familial":
                pairs.append((name, value.replace("\n", "\r\n")))
        pairs.append(("modifier", "1"))
        return [(name.encode(), value.encode()) for name, value in pairs]

    def answer(self, asked: Asked) -> Answer:
        session = asked.session
        if asked.path == f"{ROOT}duplicata.php":
            return self._duplicata(asked) if session.family else self._expired(session)
        if asked.path != f"{ROOT}index.php":
            return Answer("<h1>Not Found</h1>", status=404)
        module = asked.query.get("module", "connexion")
        before = {"connexion": self._connexion, "perdu": self._perdu, "aide": self._help}
        after = {
            "accueil": self._accueil,
            "famille": self._famille,
            "eleves": self._eleves,
            "suivi": self._suivi,
            "import": self._import,
            "facturation": self._facturation,
            "accessibilite": self._help,
            "mot_de_passe": self._mot_de_passe,
        }
        if module in before:
            return before[module](asked)
        if module == "deconnexion":
            self.sessions.pop(session.number, None)
            return Answer(to="index.php?module=connexion")
        if module not in after:
            return Answer("<h1>Not Found</h1>", status=404)
        if session.family is None:
            return self._expired(session)
        return after[module](asked)

    @staticmethod
    def _expired(session: Session) -> Answer:
        session.kept["error"] = "Votre session a expiré, veuillez vous identifier à nouveau."
        return Answer(to="index.php?module=connexion")

    # What every page is made of.

    @staticmethod
    def _to(module: str, **more: object) -> str:
        return f"index.php?{urlencode({'module': module, **more})}"

    def _link(self, module: str, **more: object) -> str:
        return escape(self._to(module, **more))

    def _token(self, session: Session) -> str:
        kept = session.kept.setdefault("token", secrets.token_hex(20))
        return f'<input type="hidden" name="_jeton" value="{kept}">'

    def _page(self, session: Session, title: str, body: str) -> Answer:
        menu = "".join(
            f'<li><a href="{self._link(module)}"><span class="ui-icon ui-icon-'
            f'{ICONS.get(module, "gear")}"></span> {word}</a></li>'
            for module, word in MENU.items()
        )
        menu = f'<ul id="menu" class="ui-menu">{menu}</ul>' if session.family else ""
        message, error = session.pop("message"), session.pop("error")
        dialog = (
            f'<div id="message" class="dialog" title="Information"><p>{escape(message)}</p>'
            '<button type="button" class="fermer">OK</button></div>'
            if message
            else ""
        )
        wrong = (
            '<div class="ui-state-error ui-corner-all"><p><span class="ui-icon ui-icon-alert">'
            f"</span> {escape(error)}</p></div>"
            if error
            else ""
        )
        large = ' class="grand"' if session.kept.get("large") else ""
        return Answer(
            '\ufeff<!doctype html>\n<html lang="fr"><head><meta charset="utf-8">\n'
            f"<title>{escape(title)} | École de musique du Pays d'Iroise</title>\n"
            '<link rel="stylesheet" href="css/jquery-ui.min.css">\n'
            '<script src="js/jquery.min.js"></script><script src="js/jquery-ui.min.js"></script>\n'
            f"<script>{SCRIPT}</script></head>\n"
            f"<body{large}><header><p>École de musique du Pays d'Iroise</p>{menu}</header>\n"
            f'{dialog}{wrong}<section id="contenu"><h1>{escape(title)}</h1>\n{body}</section>\n'
            "<footer>Propulsé par iMuse – Aide au 02&nbsp;99&nbsp;00&nbsp;00&nbsp;01</footer>"
            "</body></html>\n"
        )

    def _field(self, at: int, champ: Champ, sheet: Sheet, prefix: str) -> str:
        """The label comes after its input and floats above it; a radio's are beside."""
        value, name, key = sheet.now(champ), f"fiche[{at}]", f"{prefix}{at}"
        caption = escape(champ.caption)
        mark = (
            '<span class="ui-icon ui-icon-notice" title="Champ modifié"></span>'
            if champ.caption in sheet.asked
            else ""
        )
        label = f'<label for="{key}">{caption}</label>'
        if champ.kind == "fixed" and champ.caption != "Quotient familial":
            return f'<p class="champ"><span class="lib">{caption}</span> {escape(value)}</p>'
        if champ.kind == "radio":
            inner = "".join(
                f'<input type="radio" name="{name}" id="{key}-{n}" value="{n}"'
                f'{" checked" if one == value else ""}><label for="{key}-{n}">{escape(one)}</label>'
                for n, one in enumerate(champ.options)
            )
            named = f'<span class="lib">{caption}</span>'
            return f'<div class="champ buttonset">{named}{inner}{mark}</div>'
        if champ.kind == "choice":
            inner = "".join(
                f'<option value="{n}"{" selected" if one == value else ""}>{escape(one)}</option>'
                for n, one in enumerate(champ.options)
            )
            control = f'<select name="{name}" id="{key}">{inner}</select>'
        elif champ.kind == "long":
            control = f'<textarea name="{name}" id="{key}" rows="4">\n{escape(value)}</textarea>'
        elif champ.kind == "check":
            ticked = " checked" if value == YES else ""
            control = (
                f'<input type="hidden" name="{name}" value="0">'
                f'<input type="checkbox" name="{name}" id="{key}" value="1"{ticked}>'
            )
        else:
            more = {"date": ' class="datepicker" placeholder="jj/mm/aaaa"', "fixed": " readonly"}
            kind = "email" if champ.kind == "mail" else "text"
            control = (
                f'<input type="{kind}" name="{name}" id="{key}" value="{escape(value)}"'
                f"{more.get(champ.kind, '')}>"
            )
        star = '<span class="oblig" title="obligatoire">*</span>' if champ.caption == "Nom" else ""
        aid = '<span class="aide">ex. : 06 00 00 00 00</span>' if "ortable" in champ.caption else ""
        return f'<div class="champ">{control}{label}{star}{mark}{aid}</div>'

    def _form(self, session: Session, sheet: Sheet, to: str, whose: str, prefix: str) -> str:
        parts, section = "", ""
        for at, champ in enumerate(sheet.champs):
            if champ.section != section:
                parts += "</div>" if section else ""
                section = champ.section
                parts += f'<h3 class="ui-widget-header">{escape(section)}</h3><div class="bloc">'
            parts += self._field(at, champ, sheet, prefix) + "\n"
        parts += "</div>" if section else ""
        waits = (
            f'<span class="attente ui-state-highlight">Fiche {whose} en attente de validation'
            "</span>"
            if sheet.asked
            else ""
        )
        return (
            f'<form method="post" action="{escape(to)}" accept-charset="utf-8">'
            f"{self._token(session)}\n{parts}"
            '<p class="boutons"><button type="submit" name="modifier" value="1">'
            '<span class="ui-icon ui-icon-disk"></span> Modifier</button>'
            f'<button type="reset">Annuler</button> {waits}</p></form>\n'
        )

    def _take(self, asked: Asked, family: Family, sheet: Sheet) -> None:
        session, typed = asked.session, {}
        if asked.get("_jeton") != session.kept.get("token"):
            session.kept["error"] = "Le formulaire a expiré, veuillez recommencer."
            return
        for at, champ in enumerate(sheet.champs):
            value = asked.get(f"fiche[{at}]").replace("\r\n", "\n")
            if champ.kind == "check":
                typed[champ.caption] = YES if value == "1" else NO
            elif champ.options:
                typed[champ.caption] = champ.options[int(value)]
            elif champ.kind != "fixed":
                typed[champ.caption] = value
            if champ.kind == "date" and not re.fullmatch(r"\d\d/\d\d/\d{4}", value):
                session.kept["error"] = f"{champ.caption} : veuillez saisir une date (jj/mm/aaaa)."
                return
            if champ.kind == "mail" and "@" not in value:
                session.kept["error"] = f"{champ.caption} : adresse invalide."
                return
        self.ledger.append(Effect(family.account.identifier, sheet.take(typed)))
        session.kept["message"] = UPDATED

    # Its pages.

    def _connexion(self, asked: Asked) -> Answer:
        session = asked.session
        if asked.posted:
            for one in self.families:
                number = str(SITES.index(one.account.site or ""))
                key = (number, one.account.identifier, one.password)
                if key == (asked.get("site"), asked.get("login").strip(), asked.get("pass")):
                    session.family = one
                    return Answer(to=self._to("accueil"))
            session.kept["error"] = "Identifiant ou mot de passe incorrect."
            return Answer(to=self._to("connexion"))
        options = "".join(
            f'<option value="{at}">{escape(one)}</option>' for at, one in enumerate(SITES)
        )
        body = (
            "<p>•• Logiciel iMuse •• Portail pour les usagers</p>"
            f'<form method="post" action="{self._link("connexion")}" class="connexion">'
            f'<p><select name="site"><option value="">Site</option>{options}</select></p>\n'
            '<p><input type="text" name="login" placeholder="Identifiant"></p>\n'
            '<p><input type="password" name="pass" placeholder="Mot de passe"></p>\n'
            '<button type="submit"><span class="ui-button-text">Se connecter</span></button></form>'
            f'<p><a href="{self._link("perdu")}">Mot de passe perdu</a> | '
            f'<a href="{self._link("aide")}">Aide - Accessibilité</a></p>'
        )
        return self._page(session, "Connexion", body)

    def _perdu(self, asked: Asked) -> Answer:
        session = asked.session
        if asked.posted:
            who, mail = asked.get("login").strip(), asked.get("mail").strip()
            if who and mail and self.send_password(who, mail):
                session.kept["message"] = "Le mot de passe a été envoyé par mail."
                return Answer(to=self._to("connexion"))
            session.kept["error"] = "Veuillez vérifier les renseignements saisis."
            return Answer(to=self._to("perdu"))
        body = (
            f'<form method="post" action="{self._link("perdu")}">'
            '<p><input type="text" name="login" placeholder="Identifiant"></p>'
            '<p><input type="email" name="mail" placeholder="E-mail"></p>'
            '<button type="submit">Valider</button></form>'
            f'<p><a href="{self._link("connexion")}">Retour</a> | '
            f'<a href="{self._link("aide")}">Aide - Accessibilité</a></p>'
        )
        return self._page(session, "Mot de passe perdu", body)

    def _help(self, asked: Asked) -> Answer:
        session = asked.session
        if "mode" in asked.query:
            session.kept["large"] = asked.query["mode"].replace("0", "")
        on = session.kept.get("large")
        module = "accessibilite" if session.family else "aide"
        body = (
            "<p>L'extranet du logiciel iMuse respecte les recommandations du WCAG.</p>"
            f'<p><a href="{self._link(module, mode=0 if on else 1)}">'
            f"{'Désactiver' if on else 'Activer'} le mode Accessibilité</a></p>"
        )
        return self._page(session, "Accessibilité", body)

    def _own(self, asked: Asked) -> Family:
        if asked.session.family is None:
            raise AssertionError("only behind the check of answer()")
        return asked.session.family

    def _accueil(self, asked: Asked) -> Answer:
        own = self._own(asked).sheet
        who = f"{own.champ('Prénom').value} {own.champ('Nom').value}"
        body = (
            f"<p>Bonjour <strong>{escape(who)}</strong>, bienvenue sur votre espace.</p>"
            "<h2>Actualités</h2><p>Portes ouvertes le samedi 12 juin 2027.</p>"
        )
        return self._page(asked.session, "Accueil", body)

    def _famille(self, asked: Asked) -> Answer:
        family, session = self._own(asked), asked.session
        if asked.posted:
            self.posts.append(asked.pairs)
            self._take(asked, family, family.sheet)
            return Answer(to=self._to("famille"))
        form = self._form(session, family.sheet, self._to("famille"), "du responsable", "f")
        self._tokens[family.account.identifier] = session.kept["token"]
        return self._page(session, "Responsable de la famille", form)

    def _eleves(self, asked: Asked) -> Answer:
        family, session = self._own(asked), asked.session
        if not family.students:
            return self._page(session, "Élèves", "<p>Aucun élève dans votre famille.</p>")
        number = asked.query.get("eleve", "")
        student = next((one for one in family.students if str(one.number) == number), None)
        options = "".join(
            f'<option value="{one.number}"{" selected" if one is student else ""}>'
            f"{escape(one.label)}</option>"
            for one in family.students
        )
        choice = (
            '<form method="get" action="index.php" class="choix">'
            '<input type="hidden" name="module" value="eleves">'
            '<select name="eleve" onchange="this.form.submit()">'
            f'<option value="">Choisir un élève…</option>{options}</select>'
            '<noscript><button type="submit">OK</button></noscript></form>\n'
        )
        if student is None:
            return self._page(session, "Élèves", choice)
        if asked.posted:
            to = self._to("eleves", eleve=student.number)
            if "modifier" in asked.fields:
                self._take(asked, family, student.sheet)
                return Answer(to=f"{to}#identite")
            if self.open and asked.get("_jeton") == session.kept.get("token"):
                self.enrol(family, student, asked.fields.get("cours[]", []), asked.get("demande"))
                session.kept["message"] = (
                    "Votre demande de réinscription a bien été prise en compte ; "
                    "elle sera confirmée par courriel."
                )
            return Answer(to=f"{to}#reinscription")
        return self._page(session, "Élèves", choice + self._dossier(asked, student))

    def _dossier(self, asked: Asked, student: Student) -> str:
        session = asked.session
        to = self._to("eleves", eleve=student.number)
        panels = {
            ("identite", "Identité"): self._form(session, student.sheet, to, "de l'élève", "e"),
            ("cours", "Cours"): self._courses(student),
            ("historique", "Historique"): self._history(asked, student),
            ("repertoire", "Répertoire"): self._events(student),
        }
        if self.open:
            panels["reinscription", "Réinscription"] = self._enrolment(session, student)
        strip = "".join(f'<li><a href="#{key}">{word}</a></li>' for key, word in panels)
        body = "".join(f'<div id="{key}">\n{panel}</div>\n' for (key, _), panel in panels.items())
        return f'<h2>{escape(student.label)}</h2><div id="tabs"><ul>{strip}</ul>\n{body}</div>'

    @staticmethod
    def _table(
        columns: tuple[str, ...], rows: Iterator[str] | list[str], foot: str = "", icon: bool = True
    ) -> str:
        head = "".join(f"<th>{escape(one)}</th>" for one in columns)
        head += "<th></th>" if icon else ""
        foot = f"<tfoot>{foot}</tfoot>" if foot else ""
        return (
            f'<table class="dataTable display"><thead><tr>{head}</tr></thead>{foot}'
            f"<tbody>{''.join(rows)}</tbody></table>\n"
        )

    @staticmethod
    def _cells(line: tuple[str, ...]) -> str:
        return "".join(f"<td>{money(cell)}</td>" for cell in line)

    @staticmethod
    def _icon(to: str, title: str) -> str:
        inner = '<span class="ui-icon ui-icon-zoomin"></span>'
        return f'<td><a href="{escape(to)}" title="{escape(title)}">{inner}</a></td>'

    def _courses(self, student: Student) -> str:
        if not student.cours.lines:
            return "<p>Aucun cours pour l'année en cours.</p>"
        rows = [
            f'<tr data-id="{at}">{self._cells(line)}'
            + self._icon(self._to("suivi", eleve=student.number, cours=at), "Ouvrir la fiche")
            + "</tr>\n"
            for at, line in enumerate(student.cours.lines)
        ]
        return self._table(student.cours.columns, rows)

    def _pager(self, asked: Asked, key: str, many: int, anchor: str) -> tuple[str, int]:
        last = max(1, -(-many // PER_PAGE))
        now = min(max(1, int(asked.query.get(key, "1"))), last)
        first = (now - 1) * PER_PAGE

        def link(to: int, word: str) -> str:
            if to == now or not 1 <= to <= last:
                return f'<a class="paginate_button disabled">{word}</a> '
            at = escape(f"index.php?{urlencode({**asked.query, key: to})}#{anchor}")
            return f'<a class="paginate_button" href="{at}">{word}</a> '

        numbers = "".join(link(to, str(to)) for to in range(1, last + 1))
        upto = min(first + PER_PAGE, many)
        words = (
            f'<div class="dataTables_info">Affichage de {first + 1} à {upto} sur {many} éléments'
            f'</div><div class="dataTables_paginate">{link(now - 1, "Précédent")}'
            f"<span>{numbers}</span>{link(now + 1, 'Suivant')}</div>"
        )
        return words, first

    def _history(self, asked: Asked, student: Student) -> str:
        """Lines under a row for each year."""
        grid = student.historique
        if not grid.lines:
            return "<p>Aucun historique.</p>"
        words, first = self._pager(asked, "page_h", len(grid.lines), "historique")
        rows, year = [], ""
        for at, line in enumerate(grid.lines[first : first + PER_PAGE], start=first):
            if line[0] != year:
                year = line[0]
                rows.append(f'<tr class="group"><td colspan="6">Année {escape(year)}</td></tr>\n')
            to = self._to("suivi", eleve=student.number, annee=at)
            rows.append(f"<tr>{self._cells(line)}{self._icon(to, 'Consulter')}</tr>\n")
        return self._table(grid.columns, rows) + words

    def _events(self, student: Student) -> str:
        """Each line is followed by a row with its detail, that a double click unfolds."""
        grid = student.repertoire
        if not grid.lines:
            return "<p>Aucun événement musical.</p>"
        rows = []
        for at, line in enumerate(grid.lines):
            opens = grid.opens[at]
            fields = opens.fields if isinstance(opens, Fiche) else ()
            rows.append(
                f'<tr class="ligne" ondblclick="$(\'#detail-{at}\').toggle()">'
                f"{self._cells(line)}</tr>\n"
                f'<tr class="detail" id="detail-{at}" style="display:none"><td colspan="5">'
                f"{self._values(fields)}</td></tr>\n"
            )
        return self._table(grid.columns, rows, icon=False)

    @staticmethod
    def _values(fields: tuple[Seen, ...]) -> str:
        return (
            "<dl>"
            + "".join(
                f"<dt>{escape(one.caption)}</dt><dd>{escape(one.value)}</dd>" for one in fields
            )
            + "</dl>"
        )

    def _suivi(self, asked: Asked) -> Answer:
        """A sheet of Cours or of Historique, with its assessments and its absences in panels."""
        family, session = self._own(asked), asked.session
        number = asked.query.get("eleve", "")
        student = next((one for one in family.students if str(one.number) == number), None)
        if student is None:
            return Answer(to=self._to("eleves"))
        past = "annee" in asked.query
        grid = student.historique if past else student.cours
        at = int(asked.query["annee" if past else "cours"])
        fiche = grid.opens[at]
        if not isinstance(fiche, Fiche):
            return Answer(to=self._to("eleves"))
        (marks, first), (absent, second) = fiche.lists.items()
        dialogs, rows = "", []
        for line, cells in enumerate(first.lines):
            detail = first.opens[line]
            fields = detail.fields if isinstance(detail, Fiche) else ()
            rows.append(f"<tr>{self._cells(cells)}{self._icon(f'#eval-{line}', 'Détail')}</tr>")
            dialogs += (
                f'<div id="eval-{line}" class="cache" title="Évaluation">{self._values(fields)}'
                "</div>\n"
            )
        assessed = self._table(first.columns, rows) if rows else "<p>Aucune évaluation saisie.</p>"
        away = [f"<tr>{self._cells(cells)}</tr>" for cells in second.lines]
        missed = (
            self._table(second.columns, away, icon=False)
            if away
            else ("<p>Aucune absence enregistrée.</p>")
        )
        arrows = ""
        last = len(grid.lines) - 1
        for to, word in ((0, "première"), (at - 1, "précédente"), (at + 1, "suivante"),
                         (last, "dernière")):  # fmt: skip
            if past and 0 <= to <= last and to != at:
                link = self._link("suivi", eleve=student.number, annee=to)
                arrows += f'<a href="{link}" title="Fiche {word}"><img src="i.png" alt=""></a> '
        body = (
            f'<div id="tabs"><ul><li><a href="#fiche">Cours</a></li><li><a href="#notes">{marks}'
            f'</a></li><li><a href="#absences">{absent}</a></li></ul>\n'
            f'<div id="fiche">{self._values(fiche.fields)}</div>\n'
            f'<div id="notes">{assessed}</div>\n<div id="absences">{missed}</div></div>\n'
            f"{dialogs}<p>{arrows}</p>"
            f'<p><a href="{self._link("eleves", eleve=student.number)}">Retour au dossier</a></p>'
        )
        return self._page(session, "Suivi du cours", body)

    def _enrolment(self, session: Session, student: Student) -> str:
        parts, group = "", ""
        for offer in student.offers:
            if offer.group != group:
                parts += "</ul>" if group else ""
                group = offer.group
                parts += f"<h4>{group}</h4><ul>"
            ticked = " checked" if offer.ticked else ""
            parts += (
                f'<li><label><input type="checkbox" name="cours[]" value="{offer.number}"{ticked}>'
                f" {escape(offer.name)}</label></li>"
                if offer.tickable
                else f"<li>{escape(offer.name)} <em>(inscriptions closes)</em></li>"
            )
        parts += "</ul>"
        files = "".join(
            f"<li>{escape(one.name)} : {escape(one.file_name)}</li>" for one in student.documents
        )
        listed = f'<ul class="pieces">{files}</ul>' if files else "<p>Aucun document importé.</p>"
        waits = (
            '<p class="ui-state-highlight">Réinscription en attente de validation</p>'
            if student.waiting
            else ""
        )
        names = "".join(
            f'<option value="{at}">{escape(one)}</option>' for at, one in enumerate(self.names)
        )
        to = self._link("eleves", eleve=student.number)
        return (
            f'<form method="post" action="{to}">{self._token(session)}'
            "<p>Cochez les cases des cursus ou des disciplines auxquels l'élève se réinscrit.</p>"
            f"{parts}<h4>Documents importés</h4>{listed}"
            f'<p>{LIMITS}</p><p><a href="#dialogue-import" class="ui-button">Importer</a></p>'
            '<p><textarea name="demande" rows="5" placeholder="Demandes complémentaires">\n'
            f"{escape(student.note)}</textarea></p>{waits}"
            '<p><button type="submit">Valider</button> '
            f'<a href="{self._link("famille")}" class="ui-button">Retour</a></p></form>\n'
            '<div id="dialogue-import" class="cache" title="Importer un document">'
            '<form method="post" enctype="multipart/form-data" '
            f'action="{self._link("import", eleve=student.number)}">{self._token(session)}'
            '<p><input type="file" name="piece" id="piece"><label for="piece">Fichier</label></p>'
            f'<p><select name="nom"><option value="">Nom du document</option>{names}</select></p>'
            '<p><button type="submit">Importer</button></p></form></div>\n'
        )

    def _import(self, asked: Asked) -> Answer:
        family, session = self._own(asked), asked.session
        number = asked.query.get("eleve", "")
        student = next((one for one in family.students if str(one.number) == number), None)
        if student is None or not self.open:
            return Answer(to=self._to("eleves"))
        name, content = asked.files.get("piece", ("", b""))
        chosen = asked.get("nom")
        if not content:
            session.kept["error"] = "Veuillez choisir un fichier."
        elif name.rpartition(".")[2].lower() not in FORMATS or len(content) > LIMIT:
            session.kept["error"] = f"Document refusé. {LIMITS}"
        elif chosen not in map(str, range(len(self.names))):
            session.kept["error"] = "Veuillez choisir le nom du document."
        else:
            self.keep(family, student, self.names[int(chosen)], (name, content))
            session.kept["message"] = "Le document a été importé."
        return Answer(to=f"{self._to('eleves', eleve=student.number)}#reinscription")

    def _facturation(self, asked: Asked) -> Answer:
        family = self._own(asked)
        (bill, invoices), (paid, payments) = family.bills.items()
        balance = f'<p class="solde">{money(family.balance)}</p>' if family.balance else ""
        body = (
            f'{balance}<div id="tabs"><ul><li><a href="#factures">{bill}</a></li>'
            f'<li><a href="#reglements">{paid}</a></li></ul>\n'
            f'<div id="factures">{self._bills(asked, invoices, "page_f", "factures")}</div>\n'
            f'<div id="reglements">{self._bills(asked, payments, "page_r", "reglements")}</div>'
            "</div>"
        )
        return self._page(asked.session, "Facturation cotisations", body)

    def _bills(self, asked: Asked, grid: Grid, key: str, anchor: str) -> str:
        if not grid.lines:
            return "<p>Aucune ligne.</p>"
        words, first = self._pager(asked, key, len(grid.lines), anchor)
        rows = []
        for at, line in enumerate(grid.lines[first : first + PER_PAGE], start=first):
            icon = (
                f'<td><a href="duplicata.php?f={at}" target="_blank" title="Duplicata">'
                '<img src="img/pdf.png" alt="PDF"></a></td>'
                if grid.opens
                else ""
            )
            rows.append(f"<tr>{self._cells(line)}{icon}</tr>\n")
        foot = f'<tr><th colspan="{len(grid.columns) - 1}">Total</th><th>{self._sum(grid)}</th>'
        foot += "<th></th></tr>" if grid.opens else "</tr>"
        return self._table(grid.columns, rows, foot, icon=bool(grid.opens)) + words

    @staticmethod
    def _sum(grid: Grid) -> str:
        cents = sum(
            int(re.sub(r"\D", "", line[-1])) * (-1 if line[-1][0] == "−" else 1)
            for line in grid.lines
        )
        return money(euros(cents))

    def _duplicata(self, asked: Asked) -> Answer:
        at, grid = asked.query.get("f", ""), self._own(asked).bills["Factures"]
        if at.isdigit() and int(at) < len(grid.opens):
            content = grid.opens[int(at)]
            if isinstance(content, bytes):
                return Answer(content, kind="application/pdf")
        return Answer("<h1>Not Found</h1>", status=404)

    def _mot_de_passe(self, asked: Asked) -> Answer:
        family, session = self._own(asked), asked.session
        if asked.posted:
            old, new, again = asked.get("actuel"), asked.get("nouveau"), asked.get("confirmation")
            if old != family.password:
                session.kept["error"] = "Votre mot de passe actuel est incorrect."
            elif new != again:
                session.kept["error"] = "La confirmation ne correspond pas."
            elif not re.fullmatch(r"(?=.*\d)(?=.*[A-Z]).{8,20}", new):
                session.kept["error"] = RULE
            else:
                family.password = new
                self.lose("mot_de_passe")
                session.kept["message"] = "Votre mot de passe a bien été modifié."
            return Answer(to=self._to("mot_de_passe"))
        inputs = "".join(
            f'<p><input type="password" name="{name}" placeholder="{words}"></p>'
            for name, words in (
                ("actuel", "Mot de passe actuel"),
                ("nouveau", "Nouveau mot de passe"),
                ("confirmation", "Confirmez le nouveau mot de passe"),
            )
        )
        body = (
            f'<p class="aide">{RULE}</p><form method="post" '
            f'action="{self._link("mot_de_passe")}">{inputs}'
            '<button type="submit">Enregistrer</button></form>'
        )
        return self._page(session, "Mot de passe", body)
