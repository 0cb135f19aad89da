"""Conservatoire de la Baie des Ormes: ASP.NET WebForms of about 2010.

One multipart form a page, UTF-8, a signed __VIEWSTATE that holds the student, the tab and the open
panel, __doPostBack links, and an __EVENTVALIDATION that turns down whatever was not on the page.
"""

import base64
import hashlib
import hmac
import json
import re
import secrets
import threading
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from html import escape
from http.cookies import SimpleCookie
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import cast
from urllib.parse import parse_qsl, quote, urlsplit

from tests.strangers.requests.stage import Box, Enrolled, Import, Mailed, Tab
from tests.strangers.stage import Account

LIMIT = 2_000_000
FORMATS = (".jpeg", ".jpg", ".png", ".pdf")
SITES = ("Kerzhoët", "L'Île-aux-Ormes", "Saint-Aubin-de-la-Baie")
MENU = (
    ("Accueil", "Accueil"),
    ("Famille", "Famille"),
    ("Eleves", "Élèves"),
    ("Facturation", "Facturation"),
    ("Accessibilite", "Accessibilité"),
    ("MotDePasse", "Mot de passe"),
)
TABS = ("Identité", "Cours", "Historique", "Répertoire", "Réinscription")
COLUMNS = {
    "Cours": ("Cours", "Enseignant"),
    "Historique": ("Année", "Département", "Classe", "Cycle", "Enseignant"),
    "Répertoire": ("Répertoire", "Date", "Morceau", "Durée", "Commentaire"),
}
NAMES = ("Justificatif de domicile", "Quotient familial", "RIB", "Attestation de scolarité")
DANCE = "Certificat médical d'aptitude à la danse"
ATTENTION = (
    "Attention : la taille limite d'un document est de 2 Mo. "
    "Les formats acceptés sont JPEG, JPG, PNG et PDF."
)
RULES = (
    "Le nouveau mot de passe doit compter 10 caractères au moins, dont une majuscule, une "
    "minuscule, un chiffre et un caractère spécial parmi ! ? * + - _ ; "
    "il ne peut pas être l'ancien."
)
NOTHING = "<p>Aucun document importé.</p>\n"
CLOSED = "Les réinscriptions ne sont pas ouvertes."
CONTENT = "ctl00$Contenu$"
STUDENT = f"{CONTENT}ddlEleve"
FILE = f"{CONTENT}fuDocument"
NAME = f"{CONTENT}ddlNom"
NOTE = f"{CONTENT}txtDemandes"
PASSWORD = f"{CONTENT}ChangePassword1$ChangePasswordContainerID$"

SCRIPT = """<script type="text/javascript">
//<![CDATA[
var theForm = document.forms['aspnetForm'];
function __doPostBack(eventTarget, eventArgument) {
    theForm.__EVENTTARGET.value = eventTarget;
    theForm.__EVENTARGUMENT.value = eventArgument;
    theForm.submit();
}
//]]>
</script>
"""


@dataclass
class Course:
    name: str
    teacher: str
    full: bool = False


@dataclass
class Student:
    number: int
    label: str
    card: dict[str, str]
    cursus: dict[str, list[Course]]
    names: tuple[str, ...]
    past: Sequence[Sequence[str]] = ()
    asked: dict[str, str] = field(default_factory=dict)
    ticked: set[str] = field(default_factory=set)
    """The names of their controls."""
    note: str = ""
    waiting: bool = False
    documents: list[Import] = field(default_factory=list)

    def boxes(self) -> Iterable[tuple[str, Course]]:
        """Each course, with the name of its control."""
        for at, courses in enumerate(self.cursus.values()):
            for under, course in enumerate(courses):
                yield f"{CONTENT}rptCursus$ctl{at:02}$rptCours$ctl{under:02}$chkCours", course


@dataclass
class Family:
    account: Account
    password: str
    email: str
    card: dict[str, str]
    students: list[Student]
    asked: dict[str, str] = field(default_factory=dict)


@dataclass
class Posted:
    """A request, as the page's code sees it."""

    post: bool = False
    fields: dict[str, str] = field(default_factory=dict)
    files: dict[str, tuple[str, bytes]] = field(default_factory=dict)
    cookies: dict[str, str] = field(default_factory=dict)
    state: dict[str, str] = field(default_factory=dict)

    def get(self, name: str) -> str:
        return self.fields.get(name, "")

    def raised(self, name: str) -> bool:
        """The control `name` of the content made this postback."""
        target = self.get("__EVENTTARGET")
        return target == CONTENT + name if target else CONTENT + name in self.fields


@dataclass
class Answer:
    body: str = ""
    to: str = ""
    status: int = 200
    cookies: list[str] = field(default_factory=list)


class AnswerLostError(Exception):
    """The line falls before the first byte."""


class EventValidationError(Exception):
    """« Argument de publication ou de rappel non valide. »"""


def families() -> list[Family]:
    def student(
        number: int, first: str, last: str, born: str, cursus: dict[str, list[Course]]
    ) -> Student:
        card = {"Nom": last, "Prénom": first, "Date de naissance": born}
        names = (*NAMES, DANCE) if "Danse" in cursus else NAMES
        past = [("2008-2009", "Vents", "Éveil", "Initiation", "Mme Françoise Le Floc'h")]
        return Student(number, f"{first} {last}", card, cursus, names, past)

    mael = student(
        7, "Maël", "O'BRIEN-LE GOËFF", "03/05/2000",
        {
            "Musique - cycle 1": [
                Course("Hautbois", "M. Yannick Quéré"),
                Course("Formation musicale", "Mme Françoise Le Floc'h"),
            ],
            "Pratiques collectives": [
                Course("Ensemble d'anches", "M. Yannick Quéré"),
                Course("Chœur d'enfants", "Mme Zoë Åkerlund", full=True),
            ],
        },
    )  # fmt: skip
    maelys = student(
        8, "Maëlys", "O'BRIEN-LE GOËFF", "21/11/2002",
        {
            "Danse": [Course("Danse classique", "Mme Inês Brandão"), Course("Éveil corporel", "")],
            "Musique - parcours libre": [Course("Flûte à bec & traverso", "M. Noël D'Hervé")],
        },
    )  # fmt: skip
    aicha = student(
        9, "Aïcha", "ÇELIK", "17/08/1998",
        {"Musique - cycle 2": [Course("Piano", "Mme Zoë Åkerlund"), Course("Jazz", "M. Éon")]},
    )  # fmt: skip
    maelys.ticked = {next(name for name, _ in maelys.boxes())}

    def family(
        site: str, identifier: str, password: str, who: tuple[str, str, str], *students: Student
    ) -> Family:
        name, first, email = who
        card = {"Nom": name, "Prénom": first, "Téléphone": "01 99 00 45 67", "E-mail": email}
        account = Account(site, identifier, password)
        return Family(account, password, email, card, list(students))

    return [
        family(SITES[1], "obrien.s", "Marée-haute7", ("O'BRIEN", "Siân", "sian@example.org"),
               mael, maelys),
        family(SITES[2], "celik.d", "Goéland_2010", ("ÇELIK", "Defne", "d.celik@mail.example"),
               aicha),
    ]  # fmt: skip


class WebForm:
    """Writes the controls of one page, and remembers them for __EVENTVALIDATION."""

    def __init__(self) -> None:
        self._known: dict[str, list[str] | None] = {}

    def text(self, name: str, value: str = "", kind: str = "text") -> str:
        self._known[name] = None
        told = f' value="{escape(value)}"' if value else ""
        return f'<input name="{name}" type="{kind}"{told} id="{html_id(name)}" />'

    def area(self, name: str, value: str) -> str:
        self._known[name] = None
        return (
            f'<textarea name="{name}" rows="5" cols="60" id="{html_id(name)}">\r\n'
            f"{escape(value)}</textarea>"
        )

    def box(self, name: str, label: str, ticked: bool) -> str:
        self._known[name] = None
        tick = ' checked="checked"' if ticked else ""
        return (
            f'<span class="case"><input id="{html_id(name)}" type="checkbox" name="{name}"{tick} />'
            f'<label for="{html_id(name)}">{escape(label)}</label></span>'
        )

    def drop(
        self, name: str, options: Sequence[tuple[str, str]], chosen: str = "", auto: bool = False
    ) -> str:
        self._known[name] = [value for value, _ in options]
        script = f"javascript:setTimeout('__doPostBack(\\'{name}\\',\\'\\')', 0)"
        told = f' onchange="{script}"' if auto else ""
        selected = ' selected="selected"'
        shown = "".join(
            f"\t<option{selected if value == chosen else ''} "
            f'value="{escape(value)}">{escape(word)}</option>\n'
            for value, word in options
        )
        return f'<select name="{name}"{told} id="{html_id(name)}">\n{shown}</select>'

    def submit(self, name: str, word: str) -> str:
        self._known[name] = None
        return f'<input type="submit" name="{name}" value="{word}" id="{html_id(name)}" />'

    def link(self, name: str, word: str) -> str:
        self._known[name] = None
        return (
            f'<a id="{html_id(name)}" href="javascript:__doPostBack(&#39;{name}&#39;,&#39;&#39;)">'
            f"{escape(word)}</a>"
        )

    def file(self, name: str) -> str:
        self._known[name] = None
        return f'<input type="file" name="{name}" id="{html_id(name)}" />'

    def validation(self) -> str:
        return json.dumps(self._known)


def check(validation: str, asked: Posted) -> None:
    """Turn down controls and choices that were not on the page."""
    known = cast("dict[str, list[str] | None]", json.loads(validation))
    target = asked.get("__EVENTTARGET")
    if target and target not in known:
        raise EventValidationError
    for name in (*asked.fields, *asked.files):
        if name.startswith("__"):
            continue
        if name not in known:
            raise EventValidationError
        choices = known[name]
        if choices is not None and asked.get(name) not in choices:
            raise EventValidationError


def html_id(name: str) -> str:
    return name.replace("$", "_")


def span(message: str, good: bool = False) -> str:
    """A message, and the button that puts it away."""
    if not message:
        return '<span id="ctl00_Contenu_lblMessage"></span>'
    away = "document.getElementById('message').style.display='none';"
    return (
        f'<div id="message"><span id="ctl00_Contenu_lblMessage" style="color:'
        f'{"Green" if good else "Red"};">{escape(message)}</span> '
        f'<input type="button" value="OK" onclick="{away}" /></div>'
    )


def validator(at: str, words: str, failed: bool) -> str:
    """A validator keeps its words in the page even while they are not shown."""
    shown = "" if failed else "display:none;"
    return f'<span id="ctl00_Contenu_{at}" style="color:Red;{shown}">{escape(words)}</span>'


def grid_view(at: str, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    if not rows:
        return f'<div><table id="{at}"><tr><td>Aucun enregistrement.</td></tr></table></div>'
    head = "".join(f'<th scope="col">{escape(one)}</th>' for one in columns)
    body = "".join(
        "<tr>" + "".join(f"<td>{escape(cell) or '&nbsp;'}</td>" for cell in row) + "</tr>\n"
        for row in rows
    )
    return (
        f'<div><table cellspacing="0" rules="all" border="1" id="{at}"><tr>{head}</tr>\n'
        f"{body}</table></div>"
    )


class Site:
    def __init__(self) -> None:
        self._families = families()
        self.accounts: tuple[Account, ...] = tuple(one.account for one in self._families)
        self.enrolled: list[Enrolled] = []
        self.imports: list[tuple[str, str, Import]] = []
        self.mailed: list[Mailed] = []
        self._tickets: dict[str, Family] = {}
        self._key = secrets.token_bytes(32)
        self._open = True
        self._losing: set[str] = set()
        self._lock = threading.Lock()

    def start(self) -> str:
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), handler(self))
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)
        self._thread.start()
        return f"http://127.0.0.1:{self._server.server_address[1]}/Extranet/Connexion.aspx"

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
            Box(course.name, name in student.ticked, not course.full)
            for name, course in student.boxes()
        )
        imported = tuple(student.documents)
        return Tab(boxes, student.names, imported, True, student.note, student.waiting)

    def validate(self, identifier: str, label: str) -> None:
        self._student(identifier, label).waiting = False

    def password(self, identifier: str) -> str:
        return self._family(identifier).password

    def email(self, identifier: str) -> str:
        return self._family(identifier).email

    def good_password(self) -> str:
        return f"Ormes-{secrets.token_hex(4)}7"

    def bad_password(self) -> str:
        return "sansmajuscule1"

    def end_sessions(self) -> None:
        with self._lock:
            self._tickets.clear()

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

    # What follows is the code behind the pages.

    def answer(self, page: str, asked: Posted) -> Answer:
        with self._lock:
            try:
                return self._answer(page.lower(), asked)
            except EventValidationError:
                words = "Argument de publication ou de rappel non valide."
                return Answer(f"<html><body><h1>Erreur serveur</h1>{words}</body></html>", "", 500)

    def _answer(self, page: str, asked: Posted) -> Answer:
        before = {
            "connexion": self._sign_in,
            "motdepasseperdu": self._lost_password,
            "aide": self._help,
        }
        after = {
            "accueil": self._home,
            "famille": self._family_card,
            "eleves": self._students,
            "facturation": self._bills,
            "accessibilite": self._help_inside,
            "motdepasse": self._new_password,
        }
        ticket = asked.cookies.get(".ASPXAUTH", "")
        if page in after and ticket not in self._tickets:
            return Answer(to=f"Connexion.aspx?ReturnUrl=%2fExtranet%2f{page}.aspx", status=302)
        if asked.post and (page in before or page in after):
            asked.state = cast("dict[str, str]", json.loads(self._opened(asked, page, "VIEWSTATE")))
            check(self._opened(asked, page, "EVENTVALIDATION"), asked)
        if page in before:
            return before[page](asked)
        if page not in after:
            return Answer("<html><body><h1>404</h1></body></html>", status=404)
        if asked.get("__EVENTTARGET") == "ctl00$lnkDeconnexion":
            del self._tickets[ticket]
            gone = ".ASPXAUTH=; expires=Tue, 12-Oct-1999 00:00:00 GMT; path=/; HttpOnly"
            return Answer(to="Connexion.aspx", status=302, cookies=[gone])
        return after[page](self._tickets[ticket], asked)

    def _sealed(self, text: str, page: str) -> str:
        seal = hmac.digest(self._key, page.encode() + text.encode(), hashlib.sha1)
        return base64.b64encode(seal + text.encode()).decode()

    def _opened(self, asked: Posted, page: str, name: str) -> str:
        try:
            raw = base64.b64decode(asked.get(f"__{name}"), validate=True)
        except ValueError:
            raise EventValidationError from None
        seal, text = raw[:20], raw[20:]
        good = hmac.digest(self._key, page.encode() + text, hashlib.sha1)
        if not hmac.compare_digest(seal, good):
            raise EventValidationError
        return text.decode()

    def _page(
        self, page: str, title: str, form: WebForm, body: str, asked: Posted, inside: bool = True
    ) -> Answer:
        menu = ""
        if inside:
            items = "".join(f'<li><a href="{to}.aspx">{word}</a></li>\n' for to, word in MENU)
            leave = form.link("ctl00$lnkDeconnexion", "Déconnexion")
            menu = f'<div id="menu"><ul>\n{items}<li>{leave}</li></ul></div>\n'
        size = "150%" if asked.cookies.get("Accessibilite") == "1" else "80%"
        state = self._sealed(json.dumps(asked.state), page.lower())
        validation = self._sealed(form.validation(), page.lower())
        return Answer(
            '<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" '
            '"http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">\n'
            '<html xmlns="http://www.w3.org/1999/xhtml" xml:lang="fr">\n'
            f'<head id="ctl00_Head1"><title>{escape(title)}</title>\n'
            f'<style type="text/css">body {{ font: {size} Arial; }} '
            "#menu li { display: inline; margin-right: 1em; }</style></head>\n"
            f'<body>\n<form name="aspnetForm" method="post" action="{page}.aspx" id="aspnetForm" '
            'enctype="multipart/form-data">\n<div>\n'
            + "".join(
                f'<input type="hidden" name="{name}" id="{name}" value="{value}" />\n'
                for name, value in (
                    ("__EVENTTARGET", ""),
                    ("__EVENTARGUMENT", ""),
                    ("__VIEWSTATE", state),
                    ("__EVENTVALIDATION", validation),
                )
            )
            + f"</div>\n{SCRIPT}<h1>Conservatoire de la Baie des Ormes</h1>\n{menu}"
            f'<div id="contenu">\n<h2>{escape(title)}</h2>\n{body}\n</div>\n</form>\n'
            "</body>\n</html>\n"
        )

    def _sign_in(self, asked: Posted) -> Answer:
        message = ""
        site, identifier, password = (
            f"{CONTENT}{name}" for name in ("ddlSite", "txtIdentifiant", "txtMotDePasse")
        )
        if asked.raised("btnConnexion"):
            for one in self._families:
                known = (one.account.site, one.account.identifier, one.password)
                if known == (
                    asked.get(site), asked.get(identifier).strip(), asked.get(password).strip()
                ):  # fmt: skip
                    ticket = secrets.token_hex(40).upper()
                    self._tickets[ticket] = one
                    given = [
                        f"ASP.NET_SessionId={secrets.token_hex(12)}; path=/; HttpOnly",
                        f".ASPXAUTH={ticket}; path=/; HttpOnly",
                    ]
                    return Answer(to="Accueil.aspx", status=302, cookies=given)
            message = "Votre tentative de connexion a échoué. Vérifiez vos identifiants."
        form = WebForm()
        sites = [(one, one) for one in SITES]
        body = (
            f'<p><label for="{html_id(site)}">Site</label> '
            f"{form.drop(site, sites, asked.get(site))}</p>\n"
            f'<p><label for="{html_id(identifier)}">Identifiant</label> '
            f"{form.text(identifier, asked.get(identifier))}</p>\n"
            f'<p><label for="{html_id(password)}">Mot de passe</label> '
            f"{form.text(password, kind='password')}</p>\n"
            f"<p>{form.submit(CONTENT + 'btnConnexion', 'Se connecter')}</p>{span(message)}\n"
            '<p><a href="MotDePassePerdu.aspx">Mot de passe perdu</a></p>\n'
            '<p><a href="Aide.aspx">Aide - Accessibilité</a></p>'
        )
        return self._page("Connexion", "Connexion", form, body, asked, inside=False)

    def _lost_password(self, asked: Posted) -> Answer:
        message, good = "", False
        identifier, email = f"{CONTENT}txtIdentifiant", f"{CONTENT}txtEmail"
        who, where = asked.get(identifier).strip(), asked.get(email).strip()
        if asked.raised("btnValider"):
            message = "Veuillez vérifier les renseignements saisis."
            one = next((one for one in self._families if one.account.identifier == who), None)
            if one and where and where.lower() == one.email.lower():
                one.password = f"Ble-{secrets.token_hex(5)}4"
                self.mailed.append(Mailed(who, one.email, one.password))
                self._lose("mot_de_passe")
                message, good = "Un nouveau mot de passe vous a été envoyé par mail.", True
        form = WebForm()
        body = (
            f'<p><label for="{html_id(identifier)}">Identifiant</label> '
            f'{form.text(identifier, who)}</p>\n<p><label for="{html_id(email)}">E-mail</label> '
            f"{form.text(email, where)}</p>\n"
            f"<p>{form.submit(CONTENT + 'btnValider', 'Valider')}</p>\n{span(message, good)}\n"
            '<p><a href="Connexion.aspx">Retour</a></p>\n'
            '<p><a href="Aide.aspx">Aide - Accessibilité</a></p>'
        )
        return self._page("MotDePassePerdu", "Mot de passe perdu", form, body, asked, inside=False)

    def _help(self, asked: Posted) -> Answer:
        return self._accessible("Aide", asked, inside=False)

    def _help_inside(self, family: Family, asked: Posted) -> Answer:
        return self._accessible("Accessibilite", asked, inside=True)

    def _accessible(self, page: str, asked: Posted, inside: bool) -> Answer:
        on = asked.cookies.get("Accessibilite") == "1"
        given = []
        if asked.raised("lnkMode"):
            on = not on
            asked.cookies["Accessibilite"] = "1" if on else "0"
            given = [f"Accessibilite={asked.cookies['Accessibilite']}; path=/"]
        form = WebForm()
        link = form.link(CONTENT + "lnkMode", f"{'Désactiver' if on else 'Activer'} le mode")
        back = "" if inside else '<p><a href="Connexion.aspx">Retour</a></p>'
        body = f"<p>Ce site suit les recommandations du WCAG.</p><p>{link}</p>{back}"
        answer = self._page(page, "Accessibilité", form, body, asked, inside)
        answer.cookies = given
        return answer

    def _home(self, family: Family, asked: Posted) -> Answer:
        who = escape(f"{family.card['Prénom']} {family.card['Nom']}")
        return self._page("Accueil", "Accueil", WebForm(), f"<p>Bonjour {who}.</p>", asked)

    def _family_card(self, family: Family, asked: Posted) -> Answer:
        form = WebForm()
        body = self._card(form, asked, family, "du responsable")
        return self._page("Famille", "Responsable de la famille", form, body, asked)

    def _card(
        self, form: WebForm, asked: Posted, of: Family | Student, whose: str, refused: str = ""
    ) -> str:
        done = asked.raised("btnModifier")
        rows = ""
        for at, (caption, value) in enumerate(of.card.items()):
            name = f"{CONTENT}rptFiche$ctl{at:02}$txtValeur"
            if done and name in asked.fields and asked.get(name) != of.asked.get(caption, value):
                of.asked[caption] = asked.get(name)
            mark = ' <span class="modifie">(modifié)</span>' if caption in of.asked else ""
            rows += (
                f'<p><label for="{html_id(name)}">{caption}</label> '
                f"{form.text(name, of.asked.get(caption, value))}{mark}</p>\n"
            )
        told = "La fiche d'identité est mise à jour, un accusé de réception vous est envoyé."
        waiting = f"Fiche {whose} en attente de validation" if of.asked else ""
        return (
            f"{span(told, good=True) if done else span(refused)}\n{rows}"
            f"<p>{form.submit(CONTENT + 'btnModifier', 'Modifier')} <span>{waiting}</span></p>"
        )

    def _students(self, family: Family, asked: Posted) -> Answer:
        student = self._chosen(family, asked)
        form = WebForm()
        options = [("0", "-- Sélectionnez un élève --")]
        options += [(str(one.number), one.label) for one in family.students]
        chosen = str(student.number) if student else "0"
        choice = form.drop(STUDENT, options, chosen, auto=True)
        body = f'<p><label for="{html_id(STUDENT)}">Élève :</label> {choice}</p>\n'
        if student is None:
            return self._page("Eleves", "Élèves", form, body, asked)
        for at, name in enumerate(TABS):
            if asked.raised(f"lnkOnglet{at}"):
                asked.state = {"eleve": chosen, "onglet": name}
        tab, message = asked.state["onglet"], ""
        if tab == "Réinscription" and not self._open:
            tab, message = "Identité", CLOSED
            asked.state = {"eleve": chosen, "onglet": tab}
        tabs = "".join(
            f"<li>{form.link(f'{CONTENT}lnkOnglet{at}', name)}</li>\n"
            for at, name in enumerate(TABS)
            if name != "Réinscription" or self._open
        )
        body += f'<h3>{escape(student.label)}</h3>\n<ul class="onglets">\n{tabs}</ul>\n'
        if tab == "Réinscription":
            if asked.raised("btnRetour"):
                return Answer(to="Famille.aspx", status=302)
            body += self._enrolment(form, family, student, asked)
        elif tab == "Identité":
            body += self._card(form, asked, student, "de l'élève", message)
        else:
            courses = [(course.name, course.teacher) for _, course in student.boxes()]
            lists: dict[str, Sequence[Sequence[str]]] = {
                "Cours": courses, "Historique": student.past, "Répertoire": ()
            }  # fmt: skip
            body += grid_view("ctl00_Contenu_gvListe", COLUMNS[tab], lists[tab])
        return self._page("Eleves", f"Élèves - {tab}", form, body, asked)

    def _chosen(self, family: Family, asked: Posted) -> Student | None:
        """The student of the list; another one than the page's begins at Identité, and only that.

        Whatever else was posted was about the student before.
        """
        number = asked.get(STUDENT) or "0"
        if number != asked.state.get("eleve", "0"):
            asked.state = {"eleve": number, "onglet": "Identité"}
            asked.fields, asked.files = {}, {}
        return next((one for one in family.students if str(one.number) == number), None)

    def _enrolment(self, form: WebForm, family: Family, student: Student, asked: Posted) -> str:
        boxes = [(name, course) for name, course in student.boxes() if not course.full]
        ticked, note, message, good = student.ticked, student.note, "", False
        if NOTE in asked.fields:  # A postback of this tab: what was not yet saved stays.
            ticked = {name for name, _ in boxes if name in asked.fields}
            note = asked.get(NOTE).replace("\r\n", "\n")
        if asked.raised("lnkImporter"):
            asked.state["panneau"] = "1"
        elif asked.raised("btnImporter") and asked.state.get("panneau"):
            message = self._refusal(asked)
            if not message:
                message, good = self._keep(family, student, asked), True
                del asked.state["panneau"]
        elif asked.raised("btnValider"):
            student.ticked, student.note, student.waiting = ticked, note, True
            captions = tuple(course.name for name, course in boxes if name in ticked)
            documents = tuple(student.documents)
            who = family.account.identifier
            self.enrolled.append(Enrolled(who, student.label, captions, note, documents))
            self._lose("valider")
            good = True
            message = (
                "Votre demande de réinscription a été prise en compte ; "
                "elle vous sera confirmée par courriel."
            )
        items = "".join(
            f"<li>{escape(one.name)} (fichier : {escape(one.file_name)})</li>\n"
            for one in student.documents
        )
        waiting = "Réinscription en attente de validation" if student.waiting else ""
        return (
            f"{span(message, good)}\n"
            "<p>Cochez les cases des disciplines auxquelles l'élève se réinscrit.</p>\n"
            f"{self._box_list(form, student, ticked)}"
            f"<p>{form.link(CONTENT + 'lnkImporter', 'Importer')} <em>{ATTENTION}</em></p>\n"
            f"{self._panel(form, student, asked)}"
            + (f'<ul id="ctl00_Contenu_blPieces">\n{items}</ul>\n' if items else NOTHING)
            + f'<p><label for="{html_id(NOTE)}">Demandes complémentaires</label><br />\n'
            f"{form.area(NOTE, note)}<br />\n"
            f'<span id="ctl00_Contenu_lblAttente" style="color:Red;">{waiting}</span></p>\n'
            f"<p>{form.submit(CONTENT + 'btnValider', 'Valider')} "
            f"{form.submit(CONTENT + 'btnRetour', 'Retour')}</p>"
        )

    def _box_list(self, form: WebForm, student: Student, ticked: set[str]) -> str:
        names = iter(student.boxes())
        written = ""
        for heading, courses in student.cursus.items():
            written += f"<h4>{escape(heading)}</h4>\n<div>\n"
            for course in courses:
                name, _ = next(names)
                teacher = f' <span class="prof">{escape(course.teacher)}</span>'
                if course.full:
                    shown = f'<span class="complet">{escape(course.name)}</span> <i>(complet)</i>'
                else:
                    shown = form.box(name, course.name, name in ticked)
                written += f"{shown}{teacher}<br />\n"
            written += "</div>\n"
        return written

    def _panel(self, form: WebForm, student: Student, asked: Posted) -> str:
        if not asked.state.get("panneau"):
            return ""
        options = [("", "Choisissez le nom du document"), *((one, one) for one in student.names)]
        return (
            '<div id="ctl00_Contenu_pnlImport" style="border:solid 1px gray;">\n'
            f'<p><label for="{html_id(FILE)}">Fichier</label> {form.file(FILE)}</p>\n'
            f'<p><label for="{html_id(NAME)}">Nom du document</label> '
            f"{form.drop(NAME, options, asked.get(NAME))}</p>\n"
            f"<p>{form.submit(CONTENT + 'btnImporter', 'Importer')}</p></div>\n"
        )

    def _refusal(self, asked: Posted) -> str:
        name, body = asked.files.get(FILE, ("", b""))
        if not name or not body:
            return "Sélectionnez un fichier, qui ne soit pas vide, avec le bouton Parcourir."
        if not name.lower().endswith(FORMATS):
            return "Ce format n'est pas accepté : seuls le sont JPEG, JPG, PNG et PDF."
        if len(body) > LIMIT:
            return "Ce document dépasse la taille limite de 2 Mo."
        if not asked.get(NAME):
            return "Choisissez le nom du document."
        return ""

    def _keep(self, family: Family, student: Student, asked: Posted) -> str:
        name, body = asked.files[FILE]
        document = Import(asked.get(NAME), re.split(r"[\\/]", name)[-1], body)
        student.documents.append(document)
        self.imports.append((family.account.identifier, student.label, document))
        asked.fields[NAME] = ""
        self._lose("import")
        return f"Le document {document.file_name} a été importé."

    def _bills(self, family: Family, asked: Posted) -> Answer:
        bills = [("F-2009-771", "05/10/2009", "96,00 €"), ("F-2010-012", "11/01/2010", "96,00 €")]
        body = (
            "<h3>Cotisations</h3>"
            + grid_view("ctl00_Contenu_gvFactures", ("Facture", "Date", "Montant"), bills)
            + "<h3>Règlements</h3>"
            + grid_view("ctl00_Contenu_gvReglements", ("Date", "Mode", "Montant"), ())
        )
        return self._page("Facturation", "Facturation", WebForm(), body, asked)

    def _new_password(self, family: Family, asked: Posted) -> Answer:
        names = ("CurrentPassword", "NewPassword", "ConfirmNewPassword")
        old, new, again = (asked.get(PASSWORD + name) for name in names)
        done = asked.raised("ChangePassword1$ChangePasswordContainerID$ChangePasswordPushButton")
        failed = {
            "ancien": done and not old,
            "nouveau": done and not new,
            "confirmation": done and not again,
            "identiques": done and bool(again) and new != again,
        }
        message = ""
        if done and not any(failed.values()):
            if old != family.password:
                message = "Mot de passe incorrect."
            elif not keeps_rules(new) or new == old:
                message = f"Nouveau mot de passe non valide. {RULES}"
            else:
                family.password = new
                self._lose("mot_de_passe")
                body = span("Votre mot de passe a été modifié.", good=True)
                return self._page("MotDePasse", "Mot de passe", WebForm(), body, asked)
        form = WebForm()
        captions = ("Mot de passe actuel", "Nouveau mot de passe", "Confirmation du mot de passe")
        words = (
            ("ancien", "Le mot de passe actuel est obligatoire."),
            ("nouveau", "Le nouveau mot de passe est obligatoire."),
            ("confirmation", "La confirmation est obligatoire."),
        )
        rows = "".join(
            f'<tr><td><label for="{html_id(PASSWORD + name)}">{caption}</label></td>'
            f"<td>{form.text(PASSWORD + name, kind='password')} "
            f"{validator(at, told, failed[at])}</td></tr>\n"
            for name, caption, (at, told) in zip(names, captions, words, strict=True)
        )
        different = "La confirmation n'est pas identique au nouveau mot de passe."
        body = (
            f"<p>{RULES}</p>\n<table>\n{rows}</table>\n"
            f"{validator('identiques', different, failed['identiques'])}\n{span(message)}\n"
            f"<p>{form.submit(PASSWORD + 'ChangePasswordPushButton', 'Valider')}</p>"
        )
        return self._page("MotDePasse", "Mot de passe", form, body, asked)


def keeps_rules(new: str) -> bool:
    kinds = ("[A-Z]", "[a-z]", "[0-9]", r"[!?*+\-_]")
    return len(new) >= 10 and all(re.search(kind, new) for kind in kinds)


def parts(kind: str, body: bytes) -> tuple[dict[str, str], dict[str, tuple[str, bytes]]]:
    """The fields and the files of a posted form, of either encoding."""
    boundary = re.search(r'boundary="?([^";]+)', kind)
    if not boundary:
        return dict(parse_qsl(body.decode("latin-1"), keep_blank_values=True)), {}
    fields: dict[str, str] = {}
    files: dict[str, tuple[str, bytes]] = {}
    for part in (b"\r\n" + body).split(b"\r\n--" + boundary[1].encode())[1:-1]:
        head, _, content = part.partition(b"\r\n\r\n")
        told = head.decode("utf-8", "replace")
        name = re.search(r'; *name="([^"]*)"', told)
        file_name = re.search(r'; *filename="([^"]*)"', told)
        if name and file_name:
            files[name[1]] = (file_name[1], content)
        elif name:
            fields[name[1]] = content.decode("utf-8", "replace")
    return fields, files


def handler(site: Site) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._serve(Posted())

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
            fields, files = parts(self.headers.get("Content-Type", ""), body)
            self._serve(Posted(True, fields, files))

        def _serve(self, asked: Posted) -> None:
            jar = SimpleCookie(self.headers.get("Cookie", ""))
            asked.cookies = {name: one.value for name, one in jar.items()}
            page = re.fullmatch(r"/extranet/(\w+)\.aspx", urlsplit(self.path).path, re.IGNORECASE)
            try:
                self._send(site.answer(page[1] if page else "", asked))
            except AnswerLostError:
                self.close_connection = True

        def _send(self, answer: Answer) -> None:
            content = answer.body.encode()
            self.send_response(answer.status)
            if answer.to:
                self.send_header("Location", "/Extranet/" + quote(answer.to, safe="?&=./%"))
            for cookie in answer.cookies:
                self.send_header("Set-Cookie", cookie)
            self.send_header("Cache-Control", "private")
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(content)))
            with suppress(ConnectionError):  # The window was closed meanwhile.
                self.end_headers()
                self.wfile.write(content)

        def log_message(self, format: str, *args: object) -> None:
            pass

    return Handler
