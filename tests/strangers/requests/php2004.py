"""École du Val d'Ornelle: hand-written PHP of about 2004.

Frames, tables for layout, ISO-8859-15 told by the page alone, image buttons, alert() messages, the
session's id in every address, and a pop-up window that reloads the page under it.
"""

import re
import secrets
import threading
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, quote, urlencode, urlsplit

from tests.strangers.requests.stage import Box, Enrolled, Import, Mailed, Tab
from tests.strangers.stage import Account

CHARSET = "iso8859-15"
LIMIT = 2_000_000
FORMATS = ("jpeg", "jpg", "png", "pdf")
SITES = ("Argentelle", "Bourg-l'Évêque", "Moulins-sur-Ornelle")
NAMES = (
    "Attestation d'assurance",
    "Justificatif de domicile",
    "Avis d'imposition",
    "Certificat médical (danse)",
    "Photo d'identité de l'élève",
)
BUTTONS = {
    "connecter": "Se connecter",
    "modifier": "Modifier",
    "valider": "Valider",
    "importer": "Importer",
    "retour": "Retour",
    "voir": "Voir le dossier",
}
MENU = {
    "accueil": "Accueil",
    "famille": "Famille",
    "eleves": "Élèves",
    "facturation": "Facturation",
    "accessibilite": "Accessibilité",
    "motdepasse": "Mot de passe",
    "deconnexion": "Déconnexion",
}
TABS = {
    "identite": "Identité",
    "cours": "Cours",
    "historique": "Historique",
    "repertoire": "Répertoire",
    "reinscription": "Réinscription",
}
INPUTS = {
    "Nom": "nom",
    "Prénom": "prenom",
    "Adresse": "adresse",
    "Code postal": "cp",
    "Ville": "ville",
    "Téléphone": "tel",
    "E-mail": "mail",
    "Né(e) le": "ne_le",
}
HEADINGS = {
    "cours": ("Discipline", "Niveau", "Professeur"),
    "historique": ("Année", "Département", "Classe", "Cycle", "Enseignant"),
    "repertoire": ("Répertoire", "Date", "Morceau", "Durée", "Commentaire"),
}
ATTENTION = (
    "Attention : la taille limite d'un document est de 2 Mo. "
    "Les formats acceptés sont JPEG, JPG, PNG, PDF."
)
RULES = (
    "Le nouveau mot de passe doit comporter de 8 à 12 caractères, lettres sans accent et chiffres "
    "uniquement, avec au moins une lettre et au moins un chiffre, et être différent de l'ancien."
)
INCOMPLETE = "Veuillez vérifier les renseignements saisis."


@dataclass
class Course:
    number: int
    name: str
    level: str
    teacher: str
    offered: bool = True


@dataclass
class Student:
    number: int
    label: str
    sheet: dict[str, str]
    courses: list[Course]
    past: Sequence[Sequence[str]]
    asked: dict[str, str] = field(default_factory=dict)
    ticked: set[int] = field(default_factory=set)
    note: str = ""
    waiting: bool = False
    documents: list[Import] = field(default_factory=list)


@dataclass
class Family:
    account: Account
    password: str
    email: str
    sheet: dict[str, str]
    students: list[Student]
    asked: dict[str, str] = field(default_factory=dict)


@dataclass
class Session:
    number: str
    family: Family | None = None
    large: bool = False
    alert: str = ""


@dataclass
class Asked:
    """What PHP puts into $_REQUEST and $_FILES."""

    posted: bool
    fields: dict[str, list[str]]
    files: dict[str, tuple[str, bytes]]

    def get(self, name: str) -> str:
        return self.fields.get(name, [""])[-1]

    def clicked(self, button: str) -> bool:
        return self.posted and f"{button}.x" in self.fields


@dataclass
class Answer:
    body: str = ""
    to: str = ""
    kind: str = "text/html"


class AnswerLostError(Exception):
    """The line falls before the first byte."""


def families() -> list[Family]:
    def sheet(name: str, first: str, town: str, phone: str, mail: str) -> dict[str, str]:
        values = (name, first, "3 bis, rue de l'Échelle", "99120", town, phone, mail)
        return dict(zip(list(INPUTS)[:7], values, strict=True))

    def student(number: int, name: str, first: str, born: str, *courses: Course) -> Student:
        identity = {"Nom": name, "Prénom": first, "Né(e) le": born}
        past = [("2002-2003", "Musique", courses[0].name, "Cycle 1", "M. Jérôme Lebœuf")]
        return Student(number, f"{name} {first}", identity, list(courses), past)

    loeiza = student(
        118, "D'AOÛT", "Lœïza", "14/02/1993",
        Course(11, "Violoncelle", "Cycle 1 - 4e année", "Mme Åsa Kvist"),
        Course(12, "Formation musicale", "Cycle 1 - 4e année", "M. Hervé Le Dû"),
        Course(13, "Orchestre à cordes", "Tous niveaux", "M. Jérôme Lebœuf"),
        Course(14, "Cursus musique complet", "Cycle 2", ""),
        Course(15, "Éveil à l'harmonie", "Fin de parcours", "M. Hervé Le Dû", offered=False),
    )  # fmt: skip
    loic = student(
        119, "D'AOÛT", "Loïc", "30/09/1995",
        Course(11, "Violon", "Cycle 1 - 1re année", "Mme Åsa Kvist"),
        Course(16, "Formation musicale", "Cycle 1 - 1re année", "M. Hervé Le Dû"),
        Course(17, "Chœur d'enfants", "", "Mme N'Diaye"),
    )  # fmt: skip
    eloise = student(
        204, "N'GUESSAN-LÉVÊQUE", "Éloïse", "01/12/1990",
        Course(31, "Danse jazz", "Cycle 2 - 2e année", "Mme Inès Peña"),
        Course(32, "Danse contemporaine", "Cycle 2 - 1re année", "Mme Inès Peña"),
    )  # fmt: skip
    eloise.ticked = {31}
    first = Account(SITES[0], "DAOU0412", "orge12ble")
    second = Account(SITES[1], "NGUE0077", "saule34vent")
    mail = ("solene.daout@example.org", "lev@example.org")
    return [
        Family(first, first.password, mail[0],
               sheet("D'AOÛT", "Solène", SITES[0], "01 99 00 12 12", mail[0]), [loeiza, loic]),
        Family(second, second.password, mail[1],
               sheet("N'GUESSAN-LÉVÊQUE", "Koffi", SITES[1], "01 99 00 34 34", mail[1]), [eloise]),
    ]  # fmt: skip


def button(name: str, script: str = "") -> str:
    told = f' onclick="{script}"' if script else ""
    word = escape(BUTTONS[name])
    return (
        f'<input type="image" name="{name}" src="images/{name}.gif" alt="{word}"{told} border="0">'
    )


def alert(text: str) -> str:
    safe = text.replace("\\", "\\\\").replace("'", "\\'").replace("</", "<\\/")
    return f'<script language="JavaScript" type="text/javascript">alert(\'{safe}\');</script>\n'


def page(title: str, body: str, session: Session, message: str = "") -> Answer:
    size = "x-large" if session.large else "small"
    return Answer(
        '<!DOCTYPE HTML PUBLIC "-//W3C//DTD HTML 4.01 Transitional//EN">\n<html>\n<head>\n'
        '<meta http-equiv="Content-Type" content="text/html; charset=iso-8859-15">\n'
        f"<title>{escape(title)}</title>\n"
        f'<style type="text/css">td, th {{ font: {size} Verdana, Arial; }}</style>\n</head>\n'
        '<body bgcolor="#FFFFF0" text="#202040" link="#003399" vlink="#003399">\n'
        '<table border="0" cellpadding="4" width="100%"><tr><td>\n'
        f"{body}\n</td></tr></table>\n{alert(message) if message else ''}</body>\n</html>\n"
    )


def grid(headings: Sequence[str], rows: Sequence[Sequence[str]], empty: str) -> str:
    """Cells of `rows` are HTML already."""
    if not rows:
        return f"<p><i>{escape(empty)}</i></p>"
    head = "".join(f'<th bgcolor="#CCCC99">{escape(one)}</th>' for one in headings)
    body = "".join(
        "<tr>" + "".join(f"<td>{cell or '&nbsp;'}</td>" for cell in row) + "</tr>\n" for row in rows
    )
    return f'<table border="1" cellspacing="0" cellpadding="3"><tr>{head}</tr>\n{body}</table>'


def field_row(caption: str, control: str) -> str:
    return f'<tr><td align="right">{escape(caption)}&nbsp;:</td><td>{control}</td></tr>\n'


class Site:
    def __init__(self) -> None:
        self._families = families()
        self.accounts: tuple[Account, ...] = tuple(one.account for one in self._families)
        self.enrolled: list[Enrolled] = []
        self.imports: list[tuple[str, str, Import]] = []
        self.mailed: list[Mailed] = []
        self._sessions: dict[str, Session] = {}
        self._open = True
        self._losing: set[str] = set()
        self._lock = threading.Lock()

    def start(self) -> str:
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), handler(self))
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)
        self._thread.start()
        return f"http://127.0.0.1:{self._server.server_address[1]}/extranet/connexion.php"

    def stop(self) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def labels(self, identifier: str) -> list[str]:
        return [one.label for one in self._family(identifier).students]

    def activate(self, on: bool) -> None:
        self._open = on

    def tab(self, identifier: str, label: str) -> Tab:
        student = self._student(identifier, label)
        boxes = tuple(
            Box(one.name, one.number in student.ticked, one.offered) for one in student.courses
        )
        return Tab(boxes, NAMES, tuple(student.documents), True, student.note, student.waiting)

    def validate(self, identifier: str, label: str) -> None:
        self._student(identifier, label).waiting = False

    def password(self, identifier: str) -> str:
        return self._family(identifier).password

    def email(self, identifier: str) -> str:
        return self._family(identifier).email

    def good_password(self) -> str:
        return f"orne{secrets.token_hex(3)}7"

    def bad_password(self) -> str:
        return "court1"

    def end_sessions(self) -> None:
        with self._lock:
            self._sessions.clear()

    def lose_next_answer(self, screen: str) -> None:
        """« mot_de_passe » is the first that comes of its two screens: the menu's and the lost."""
        self._losing.add(screen)

    def _family(self, identifier: str) -> Family:
        return next(one for one in self._families if one.account.identifier == identifier)

    def _student(self, identifier: str, label: str) -> Student:
        return next(one for one in self._family(identifier).students if one.label == label)

    def _lose(self, screen: str) -> None:
        if screen in self._losing:
            self._losing.discard(screen)
            raise AnswerLostError

    # What follows is the PHP.

    def answer(self, script: str, asked: Asked) -> Answer | None:
        with self._lock:
            number = asked.get("PHPSESSID")
            if number not in self._sessions:
                number = secrets.token_hex(16)
                self._sessions[number] = Session(number)
            session = self._sessions[number]
            before = {
                "connexion": self._connexion,
                "perdu": self._perdu,
                "aide": self._accessibilite,
            }
            after = {
                "index": self._index,
                "bandeau": self._bandeau,
                "menu": self._menu,
                "accueil": self._accueil,
                "famille": self._famille,
                "eleves": self._eleves,
                "eleve": self._eleve,
                "reinscription": self._reinscription,
                "import": self._import,
                "facturation": self._facturation,
                "accessibilite": self._accessibilite,
                "motdepasse": self._motdepasse,
            }
            if script in before:
                return before[script](session, asked)
            if script == "deconnexion":
                del self._sessions[number]
                return Answer(to="connexion.php")
            if script not in after:
                return None
            if session.family is None:
                return self._expired(session)
            return after[script](session, asked)

    def _to(self, script: str, session: Session, **values: object) -> str:
        return f"{script}.php?{urlencode({'PHPSESSID': session.number, **values})}"

    def _link(self, script: str, session: Session, **values: object) -> str:
        return escape(self._to(script, session, **values))

    def _hidden(self, session: Session) -> str:
        return f'<input type="hidden" name="PHPSESSID" value="{session.number}">'

    def _expired(self, session: Session) -> Answer:
        leave = "if (!window.opener) top.location.href = 'connexion.php';"
        body = (
            "<p>Votre session a expiré, veuillez vous reconnecter.</p>"
            '<p><a href="connexion.php" target="_top">Connexion</a></p>'
            f'<script language="JavaScript" type="text/javascript">{leave}</script>'
        )
        return page("Session expirée", body, session)

    def _connexion(self, session: Session, asked: Asked) -> Answer:
        message = ""
        if asked.clicked("connecter"):
            key = (asked.get("site"), asked.get("identifiant").strip(), asked.get("mdp").strip())
            for one in self._families:
                if key == (one.account.site, one.account.identifier, one.password):
                    session.family = one
                    return Answer(to=self._to("index", session))
            message = "Identifiant ou mot de passe incorrect."
        sites = "".join(f"<option>{escape(one)}</option>" for one in SITES)
        body = (
            "<h2>École de musique et de danse du Val d'Ornelle</h2>\n<h3>Connexion</h3>\n"
            f'<form action="connexion.php" method="post" name="cnx">{self._hidden(session)}\n'
            '<table border="0">\n'
            + field_row("Site", f'<select name="site">{sites}</select>')
            + field_row("Identifiant", '<input type="text" name="identifiant" size="20">')
            + field_row("Mot de passe", '<input type="password" name="mdp" size="20">')
            + f"<tr><td></td><td>{button('connecter')}</td></tr></table></form>\n"
            f'<p><a href="{self._link("perdu", session)}">Mot de passe perdu</a><br>\n'
            f'<a href="{self._link("aide", session)}">Aide - Accessibilité</a></p>'
        )
        return page("Connexion", body, session, message)

    def _perdu(self, session: Session, asked: Asked) -> Answer:
        message = ""
        identifier, email = asked.get("identifiant").strip(), asked.get("email").strip()
        if asked.clicked("valider"):
            message = self._send_password(identifier, email)
        body = (
            "<h3>Mot de passe perdu</h3>\n"
            f'<form action="perdu.php" method="post">{self._hidden(session)}<table border="0">\n'
            + field_row(
                "Identifiant",
                f'<input type="text" name="identifiant" value="{escape(identifier)}">',
            )
            + field_row("E-mail", f'<input type="text" name="email" value="{escape(email)}">')
            + f"<tr><td></td><td>{button('valider')}</td></tr></table></form>\n"
            f'<p><a href="{self._link("connexion", session)}">Retour</a><br>\n'
            f'<a href="{self._link("aide", session)}">Aide - Accessibilité</a></p>'
        )
        return page("Mot de passe perdu", body, session, message)

    def _send_password(self, identifier: str, email: str) -> str:
        if not identifier or not email:
            return INCOMPLETE
        for one in self._families:
            if identifier == one.account.identifier and email.lower() == one.email.lower():
                one.password = f"vo{secrets.token_hex(4)}5"
                self.mailed.append(Mailed(identifier, one.email, one.password))
                self._lose("mot_de_passe")
                return "Votre mot de passe vous a été envoyé par mail."
        return f"Identifiant ou adresse inconnus. {INCOMPLETE}"

    def _accessibilite(self, session: Session, asked: Asked) -> Answer:
        if asked.get("mode"):
            session.large = asked.get("mode") == "1"
        script = "accessibilite" if session.family else "aide"
        word, mode = ("Désactiver", 0) if session.large else ("Activer", 1)
        back = "" if session.family else f'<a href="{self._link("connexion", session)}">Retour</a>'
        body = (
            "<h3>Aide - Accessibilité</h3><p>L'extranet suit les recommandations du WCAG.</p>"
            f'<p><a href="{self._link(script, session, mode=mode)}">{word} le mode Accessibilité'
            f"</a></p>{back}"
        )
        return page("Accessibilité", body, session)

    def _index(self, session: Session, asked: Asked) -> Answer:
        menu, home = self._link("menu", session), self._link("accueil", session)
        return Answer(
            '<!DOCTYPE HTML PUBLIC "-//W3C//DTD HTML 4.01 Frameset//EN">\n<html><head>\n'
            '<meta http-equiv="Content-Type" content="text/html; charset=iso-8859-15">\n'
            "<title>Extranet - École du Val d'Ornelle</title></head>\n"
            '<frameset rows="64,*" border="0" frameborder="0">\n'
            f'<frame src="{self._link("bandeau", session)}" name="bandeau" scrolling="no">\n'
            f'<frameset cols="170,*"><frame src="{menu}" name="menu">'
            f'<frame src="{home}" name="page"></frameset>\n'
            f'<noframes><body><a href="{menu}">Menu</a></body></noframes>\n</frameset></html>\n'
        )

    def _bandeau(self, session: Session, asked: Asked) -> Answer:
        return page("Bandeau", "<b>École de musique et de danse du Val d'Ornelle</b>", session)

    def _menu(self, session: Session, asked: Asked) -> Answer:
        rows = "".join(
            f'<tr><td bgcolor="#CCCC99"><a href="{self._link(script, session)}" '
            f'target="{"_top" if script == "deconnexion" else "page"}">{word}</a></td></tr>\n'
            for script, word in MENU.items()
        )
        return page("Menu", f'<table border="0" width="100%">\n{rows}</table>', session)

    def _accueil(self, session: Session, asked: Asked) -> Answer:
        family = self._signed_in(session)
        who = escape(f"{family.sheet['Prénom']} {family.sheet['Nom']}")
        return page("Accueil", f"<h3>Accueil</h3><p>Bienvenue, {who}.</p>", session)

    def _signed_in(self, session: Session) -> Family:
        if session.family is None:
            raise AssertionError("only after the check of answer()")
        return session.family

    def _famille(self, session: Session, asked: Asked) -> Answer:
        family = self._signed_in(session)
        title = "<h3>Responsable de la famille</h3>"
        return self._sheet(session, asked, family, title, "famille.php", "du responsable")

    def _sheet(
        self, session: Session, asked: Asked, of: Family | Student, top: str, to: str, whose: str
    ) -> Answer:
        message = ""
        if asked.clicked("modifier"):
            for caption, value in of.sheet.items():
                typed = asked.get(INPUTS[caption]) if INPUTS[caption] in asked.fields else value
                if typed != of.asked.get(caption, value):
                    of.asked[caption] = typed
            message = "La fiche d'identité est mise à jour. Un accusé de réception vous est envoyé."
        rows = "".join(
            field_row(
                caption,
                f'<input type="text" size="32" name="{INPUTS[caption]}" '
                f'value="{escape(of.asked.get(caption, value))}">'
                + (' <font color="#CC0000">*</font>' if caption in of.asked else ""),
            )
            for caption, value in of.sheet.items()
        )
        waiting = f"Fiche {whose} en attente de validation" if of.asked else "&nbsp;"
        body = (
            f'{top}\n<form action="{escape(to)}" method="post">{self._hidden(session)}\n'
            f'<table border="0">\n{rows}<tr><td>{button("modifier")}</td>'
            f'<td align="right"><font color="#CC0000">{waiting}</font></td></tr></table></form>'
        )
        return page("Fiche", body, session, message)

    def _eleves(self, session: Session, asked: Asked) -> Answer:
        return page("Élèves", self._choice(session, None), session)

    def _choice(self, session: Session, chosen: Student | None) -> str:
        options = "".join(
            f'<option value="{one.number}"{" selected" if one is chosen else ""}>'
            f"{escape(one.label)}</option>"
            for one in self._signed_in(session).students
        )
        return (
            f'<form action="eleve.php" method="get">{self._hidden(session)}<b>Élève :</b>\n'
            '<select name="eleve" onchange="if (this.value) this.form.submit();">'
            f'<option value="">Choisissez un élève...</option>{options}</select> {button("voir")}'
            "</form>\n"
        )

    def _chosen(self, session: Session, asked: Asked) -> Student | None:
        number = asked.get("eleve")
        students = self._signed_in(session).students
        return next((one for one in students if str(one.number) == number), None)

    def _eleve(self, session: Session, asked: Asked) -> Answer:
        student = self._chosen(session, asked)
        if student is None:
            return self._eleves(session, asked)
        tab = asked.get("onglet") or "identite"
        cells = "".join(
            f'<td bgcolor="{"#FFFFFF" if key == tab else "#CCCC99"}">'
            f'<a href="{self._link("eleve", session, eleve=student.number, onglet=key)}">{word}</a>'
            "</td>"
            for key, word in TABS.items()
            if key != "reinscription" or self._open
        )
        top = (
            f"{self._choice(session, student)}<h3>{escape(student.label)}</h3>\n"
            f'<table border="0" cellspacing="2" cellpadding="5"><tr>{cells}</tr></table>\n<br>'
        )
        if tab == "reinscription" and self._open:
            message, session.alert = session.alert, ""
            return page("Réinscription", top + self._enrolment(session, student), session, message)
        if tab in HEADINGS:
            courses = [(one.name, one.level, one.teacher) for one in student.courses]
            lists: dict[str, Sequence[Sequence[str]]] = {
                "cours": courses, "historique": student.past, "repertoire": []
            }  # fmt: skip
            safe = [[escape(cell) for cell in row] for row in lists[tab]]
            return page(TABS[tab], top + grid(HEADINGS[tab], safe, "Liste vide."), session)
        to = self._to("eleve", session, eleve=student.number, onglet="identite")
        return self._sheet(session, asked, student, top, to, "de l'élève")

    def _enrolment(self, session: Session, student: Student) -> str:
        def box(one: Course) -> str:
            if not one.offered:
                return "non proposé"
            tick = " checked" if one.number in student.ticked else ""
            return f'<input type="checkbox" name="cours[]" value="{one.number}"{tick}>'

        rows = [
            (*map(escape, (one.name, one.level, one.teacher)), f"<center>{box(one)}</center>")
            for one in student.courses
        ]
        headings = ("Discipline", "Niveau", "Professeur", "Se réinscrit")
        files = [(escape(one.file_name), escape(one.name)) for one in student.documents]
        popup = self._link("import", session, eleve=student.number)
        opening = f"window.open('{popup}','import','width=520,height=340,scrollbars=yes');"
        importer = button("importer", f"{opening}return false;")
        waiting = "Réinscription en attente de validation" if student.waiting else "&nbsp;"
        return (
            f'<form action="reinscription.php" method="post" name="reinsc">{self._hidden(session)}'
            f'<input type="hidden" name="eleve" value="{student.number}">\n'
            "<p>Cochez les cases des cursus ou des disciplines auxquels l'élève se réinscrit.</p>\n"
            f"{grid(headings, rows, 'Aucun cours.')}\n"
            f"<p>{importer}<br><font size='1'>{ATTENTION}</font></p>\n"
            "<p><b>Pièces déposées</b></p>\n"
            f"{grid(('Fichier', 'Document'), files, 'Aucune pièce déposée.')}\n"
            "<p>Demandes complémentaires&nbsp;:<br>\n"
            f'<textarea name="demande" rows="5" cols="60">\n{escape(student.note)}</textarea><br>\n'
            f'<font color="#CC0000"><b>{waiting}</b></font></p>\n'
            f'{button("valider")}&nbsp;&nbsp;<a href="{self._link("famille", session)}">'
            '<img src="images/retour.gif" alt="Retour" border="0"></a></form>'
        )

    def _reinscription(self, session: Session, asked: Asked) -> Answer:
        student = self._chosen(session, asked)
        if student is None:
            return self._eleves(session, asked)
        if not self._open:
            return page("Réinscription", "<p>Les réinscriptions sont closes.</p>", session)
        if asked.clicked("valider"):
            offered = {str(one.number): one for one in student.courses if one.offered}
            wanted = [offered[one] for one in asked.fields.get("cours[]", []) if one in offered]
            student.ticked = {one.number for one in wanted}
            student.note = asked.get("demande").replace("\r\n", "\n")
            student.waiting = True
            ticked = tuple(one.name for one in student.courses if one.number in student.ticked)
            who = self._signed_in(session).account.identifier
            self.enrolled.append(
                Enrolled(who, student.label, ticked, student.note, tuple(student.documents))
            )
            self._lose("valider")
            session.alert = (
                "Votre demande de réinscription est prise en compte. "
                "Elle vous sera confirmée par courriel."
            )
        # The pop-up reloads this page: it must never be the answer to a POST.
        return Answer(to=self._to("eleve", session, eleve=student.number, onglet="reinscription"))

    def _import(self, session: Session, asked: Asked) -> Answer:
        student = self._chosen(session, asked)
        if student is None or not self._open:
            return page("Importer", "<p>Les réinscriptions sont closes.</p>", session)
        refusal = ""
        if asked.posted:
            refusal = self._refusal(asked)
            if not refusal:
                return self._keep(session, student, asked)
        options = "".join(f'<option value="{at}">{n}</option>' for at, n in enumerate(NAMES))
        body = (
            f"<b>Importer un document</b><br><font size='1'>{ATTENTION}</font>\n"
            '<form action="import.php" method="post" enctype="multipart/form-data">'
            f'{self._hidden(session)}<input type="hidden" name="eleve" value="{student.number}">'
            f'<input type="hidden" name="MAX_FILE_SIZE" value="{LIMIT}">\n<table border="0">\n'
            + field_row("Fichier", '<input type="file" name="fichier" size="30">')
            + field_row(
                "Nom du document",
                '<select name="document"><option value="">Choisissez...</option>'
                f"{options}</select>",
            )
            + f"<tr><td></td><td>{button('importer')}</td></tr></table></form>\n"
            '<a href="javascript:window.close();">Fermer</a>'
        )
        return page("Importer", body, session, refusal)

    def _refusal(self, asked: Asked) -> str:
        name, body = asked.files.get("fichier", ("", b""))
        if not name:
            return "Veuillez choisir un fichier avec le bouton Parcourir."
        if not body:
            return "Le fichier choisi est vide."
        if name.rpartition(".")[2].lower() not in FORMATS or "." not in name:
            return "Format refusé. Les formats acceptés sont JPEG, JPG, PNG, PDF."
        if len(body) > LIMIT:
            return "Fichier trop volumineux. La taille limite d'un document est de 2 Mo."
        if asked.get("document") not in {str(at) for at in range(len(NAMES))}:
            return "Veuillez choisir le nom du document."
        return ""

    def _keep(self, session: Session, student: Student, asked: Asked) -> Answer:
        name, body = asked.files["fichier"]
        document = Import(NAMES[int(asked.get("document"))], re.split(r"[\\/]", name)[-1], body)
        student.documents.append(document)
        who = self._signed_in(session).account.identifier
        self.imports.append((who, student.label, document))
        self._lose("import")
        closing = (
            '<script language="JavaScript" type="text/javascript">\n'
            "if (window.opener) window.opener.location.reload();\nwindow.close();\n</script>"
        )
        done = alert(f"Le document « {document.name} » a été importé.")
        return page("Importer", done + closing, session)

    def _facturation(self, session: Session, asked: Asked) -> Answer:
        bills = [("2003-118", "15/10/2003", "142,50 €"), ("2004-031", "12/01/2004", "142,50 €")]
        paid = [("20/10/2003", "Chèque", "142,50 €")]
        body = (
            f"<h3>Factures</h3>{grid(('Numéro', 'Date', 'Montant'), bills, 'Aucune.')}"
            f"<h3>Règlements</h3>{grid(('Date', 'Mode', 'Montant'), paid, 'Aucun.')}"
        )
        return page("Facturation", body, session)

    def _motdepasse(self, session: Session, asked: Asked) -> Answer:
        family, message = self._signed_in(session), ""
        if asked.clicked("valider"):
            old, new = asked.get("ancien"), asked.get("nouveau")
            if not old or not new or not asked.get("confirme"):
                message = INCOMPLETE
            elif old != family.password:
                message = "L'ancien mot de passe est incorrect."
            elif new != asked.get("confirme"):
                message = "Les deux saisies du nouveau mot de passe sont différentes."
            elif not keeps_rules(new) or new == old:
                message = RULES
            else:
                family.password = new
                self._lose("mot_de_passe")
                message = "Votre mot de passe a été modifié."
        typing = '<input type="password" name="{}" size="16" maxlength="12">'
        body = (
            f"<h3>Mot de passe</h3><p>{RULES}</p>\n"
            f'<form action="motdepasse.php" method="post">{self._hidden(session)}'
            '<table border="0">\n'
            + field_row("Ancien mot de passe", typing.format("ancien"))
            + field_row("Nouveau mot de passe", typing.format("nouveau"))
            + field_row("Confirmez le nouveau mot de passe", typing.format("confirme"))
            + f"<tr><td></td><td>{button('valider')}</td></tr></table></form>"
        )
        return page("Mot de passe", body, session, message)


def keeps_rules(new: str) -> bool:
    alphabet = re.fullmatch(r"[A-Za-z0-9]{8,12}", new)
    return bool(alphabet and re.search("[A-Za-z]", new) and re.search("[0-9]", new))


def picture(word: str) -> str:
    """A drawn button: what the old site had as a GIF."""
    width = 24 + 9 * len(word)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="24">'
        '<rect width="100%" height="100%" rx="4" fill="#336"/><text x="50%" y="16" fill="#fff" '
        f'font-family="Verdana" font-size="13" text-anchor="middle">{escape(word)}</text></svg>'
    )


def parts(kind: str, body: bytes) -> tuple[list[tuple[str, str]], dict[str, tuple[str, bytes]]]:
    """The fields and the files of a posted form, of either encoding."""
    boundary = re.search(r'boundary="?([^";]+)', kind)
    if not boundary:
        pairs = parse_qsl(body.decode("latin-1"), keep_blank_values=True, encoding=CHARSET)
        return pairs, {}
    fields: list[tuple[str, str]] = []
    files: dict[str, tuple[str, bytes]] = {}
    for part in (b"\r\n" + body).split(b"\r\n--" + boundary[1].encode())[1:-1]:
        head, _, content = part.partition(b"\r\n\r\n")
        told = head.decode(CHARSET)
        name = re.search(r'; *name="([^"]*)"', told)
        file_name = re.search(r'; *filename="([^"]*)"', told)
        if name and file_name:
            files[name[1]] = (file_name[1], content)
        elif name:
            fields.append((name[1], content.decode(CHARSET)))
    return fields, files


def handler(site: Site) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._serve(b"")

        def do_POST(self) -> None:
            self._serve(self.rfile.read(int(self.headers.get("Content-Length", "0"))))

        def _serve(self, body: bytes) -> None:
            at = urlsplit(self.path)
            if drawn := re.fullmatch(r"/extranet/images/(\w+)\.gif", at.path):
                word = BUTTONS.get(drawn[1])
                answer = Answer(picture(word), kind="image/svg+xml") if word else None
            else:
                pairs = parse_qsl(at.query, keep_blank_values=True, encoding=CHARSET)
                posted, files = parts(self.headers.get("Content-Type", ""), body)
                fields: dict[str, list[str]] = {}
                for name, value in (*pairs, *posted):
                    fields.setdefault(name, []).append(value)
                script = re.fullmatch(r"/extranet/(\w+)\.php", at.path)
                asked = Asked(self.command == "POST", fields, files)
                try:
                    answer = site.answer(script[1], asked) if script else None
                except AnswerLostError:
                    self.close_connection = True
                    return
            self._send(answer)

        def _send(self, answer: Answer | None) -> None:
            if answer is None:
                self.send_error(404)
                return
            text = "utf-8" if answer.kind.startswith("image") else CHARSET
            content = answer.body.encode(text, "xmlcharrefreplace")
            self.send_response(302 if answer.to else 200)
            if answer.to:
                self.send_header("Location", quote(answer.to, safe="?&=./%"))
            self.send_header("Content-Type", answer.kind)
            self.send_header("Content-Length", str(len(content)))
            with suppress(ConnectionError):  # The window was closed meanwhile.
                self.end_headers()
                self.wfile.write(content)

        def log_message(self, format: str, *args: object) -> None:
            pass

    return Handler
