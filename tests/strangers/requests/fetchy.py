"""An extranet of about 2018: pages from the server, forms sent by fetch and XMLHttpRequest.

But for sign-in and Accessibilité no form has an address: a script sends it to a literal one,
which answers in JSON, with status 200 even where it refuses (401 where the session is over). Each
course has « Oui » and « Non ».
"""

import html
import json
import re
import secrets
import threading
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, urlsplit

from tests.strangers.requests.stage import Box, Enrolled, Import, Mailed, Tab
from tests.strangers.stage import Account

Rows = tuple[tuple[str, ...], ...]
SITES = {"1": "Conservatoire de Port-Œillet", "2": "Maison des arts de L'Étang-d'Août"}
MENU = {"/accueil": "Accueil", "/famille": "Famille", "/eleves": "Élèves"}
MENU |= {"/facturation": "Facturation", "/accessibilite": "Accessibilité"}
MENU |= {"/mot-de-passe": "Mot de passe", "/deconnexion": "Déconnexion"}
TABS = {"identite": "Identité", "cours": "Cours", "historique": "Historique"}
TABS |= {"repertoire": "Répertoire", "reinscription": "Réinscription"}
LISTS = {
    "cours": ("Cours", "Cycle", "Professeur", "Horaire"),
    "historique": ("Année", "Département", "Classe", "Cycle", "Enseignant"),
    "repertoire": ("Répertoire", "Date", "Morceau", "Durée", "Commentaire"),
    "factures": ("Facture", "Date", "Montant", "Reste dû"),
    "reglements": ("Date", "Mode de règlement", "Montant"),
}
NAMES = {
    "cs": "Certificat de scolarité",
    "as": "Assurance « responsabilité civile »",
    "qf": "Quotient familial (CAF ou avis d'impôt)",
    "rib": "RIB",
}
RULES = "Douze caractères au moins, dont une minuscule, un chiffre et l'un des signes ! ? * - _"
WAITING = "Réinscription en attente de validation"


@dataclass(frozen=True)
class Course:
    id: int
    name: str
    cycle: str
    teacher: str
    elsewhere: str = ""
    """Where it is not re-enrolled in here: the words that stand in place of the radios."""


@dataclass
class Sheet:
    values: dict[str, str]
    """By caption."""
    asked: dict[str, str] = field(default_factory=dict)


@dataclass
class Student:
    id: int
    label: str
    identite: Sheet
    courses: dict[str, tuple[Course, ...]]
    """By cursus."""
    lists: dict[str, Rows] = field(default_factory=dict)
    yes: set[int] = field(default_factory=set)
    note: str = ""
    waiting: bool = False
    documents: list[tuple[Import, str]] = field(default_factory=list)

    def offered(self) -> list[Course]:
        return [course for courses in self.courses.values() for course in courses]


@dataclass
class Family:
    account: Account
    email: str
    sheet: Sheet
    students: tuple[Student, ...]
    lists: dict[str, Rows] = field(default_factory=dict)
    password: str = ""


@dataclass
class Session:
    family: Family | None = None
    flash: str = ""
    contrast: bool = False
    key: str = field(default_factory=lambda: secrets.token_urlsafe(24))


@dataclass(frozen=True)
class Asked:
    path: str
    post: bool = False
    form: dict[str, str] = field(default_factory=dict)
    files: dict[str, tuple[str, bytes]] = field(default_factory=dict)


@dataclass(frozen=True)
class Reply:
    body: str = ""
    location: str = ""
    kind: str = "text/html; charset=utf-8"
    status: int = 200


class Refused(Exception):
    """Told in JSON with « ok » false; nothing has changed."""


class Elsewhere(Exception):
    """The way leads to another page, which says why."""

    def __init__(self, location: str, flash: str = "") -> None:
        super().__init__(flash)
        self.location = location


class Lost(Exception):
    """The effect is there, and the line goes dead."""


# --- invented data ---------------------------------------------------------------------------


def families() -> tuple[Family, ...]:
    theory = Course(5, "Formation musicale", "C1-4", "Mme Ana Íñiguez")
    cello = Course(11, "Violoncelle", "C1-4", "M. Élie Ker'Anna")
    baroque = Course(12, "Violoncelle baroque", "Hors cursus", "M. Élie Ker'Anna")
    camp = Course(13, "Stage de printemps", "", "", "Inscription à part, en mars")
    dance = Course(21, "Danse contemporaine", "Éveil 2", "Mme Zoé L'Hénoret")
    theatre = Course(22, "Art dramatique", "Initiation", "")
    adults = Course(31, "Chœur d'adultes <Ouvert>", "", "M. Gaël D'Orval & Mme Roux")
    past = (("2016/2017", "Cordes", "Violoncelle", "C1-3", "M. Élie Ker'Anna"),)
    today = (("Violoncelle", "C1-4", "M. Élie Ker'Anna", "lundi 17 h 30"),)
    first = Family(
        Account(SITES["1"], "USG-00417", "La mineur & co"),
        "mael.daout@example.org",
        Sheet({"Nom": "D'Août", "Prénom": "Maël", "Rue": "2 quai de l'Île", "Portable": ""}),
        (
            Student(
                417,
                "Lœïza D'Août",
                Sheet({"Nom": "D'Août", "Prénom": "Lœïza", "Né(e) le": "12/03/2008"}),
                {"Cursus Musique": (cello, theory), "Hors cursus": (baroque, camp)},
                {"cours": today, "historique": past},
            ),
            Student(
                418,
                "Léandre D'Août",
                Sheet({"Nom": "D'Août", "Prénom": "Léandre", "Né(e) le": "30/11/2012"}),
                {"Cursus Danse": (dance,), "Cursus Théâtre": (theatre,)},
                {"repertoire": (("Portes ouvertes", "26/05/2018", "Ronde", "05:00", ""),)},
            ),
        ),
        {
            "factures": (("2018-33", "01/02/2018", "142,00 €", "0,00 €"),),
            "reglements": (("15/02/2018", "Prélèvement", "142,00 €"),),
        },
    )
    second = Family(
        Account(SITES["2"], "USG-00092", "fête<nuit>2018"),
        "oe.hemon@example.org",
        Sheet({"Nom": "Hémon", "Prénom": "Œdipe", "Rue": "", "Portable": "06 39 98 00 92"}),
        (
            Student(
                92,
                "Léandre D'Août",  # a namesake in another family
                Sheet({"Nom": "D'Août", "Prénom": "Léandre", "Né(e) le": "01/01/1999"}),
                {"Hors cursus": (adults, theory)},
            ),
        ),
    )
    return first, second


# --- markup ----------------------------------------------------------------------------------


h = html.escape
STYLE = """body{font-family:Verdana,sans-serif;margin:1em 4em}nav a,.onglets a{margin-right:1em}
.ici{font-weight:bold}#message:not(:empty){padding:1em;border:2px solid}.bon{color:#060}
.mauvais{color:#a00}.voile{display:none;position:fixed;top:0;left:0;width:100%;height:100%;
background:rgba(0,0,0,.5)}.boite{background:#fff;width:26em;margin:6em auto;padding:2em}
th,td{padding:.4em 1em;text-align:left}.modifie{background:#ff9}.contraste{font-size:150%}
#fichier{position:absolute;opacity:0}.bouton{border:1px solid;padding:.3em}"""
SCRIPT = """function dire(r) {
  var zone = document.getElementById('message');
  zone.className = r.ok ? 'bon' : 'mauvais';
  zone.textContent = r.message;
  window.scrollTo(0, 0);
}
function panne() { dire({ok: false, message: 'Le serveur ne répond pas. Réessayez plus tard.'}); }
"""


def page(s: Session, title: str, body: str, script: str = "", here: str = "") -> Reply:
    flash, s.flash = s.flash, ""
    links = "".join(
        f'<a href="{address}"{" class=ici" * (address == here)}>{word}</a>\n'
        for address, word in MENU.items()
    )
    nav = f"<nav>\n{links}</nav>" if s.family else ""
    return Reply(f"""<!doctype html>
<html lang="fr"><head><meta charset="utf-8"><title>{h(title)}</title><style>{STYLE}</style></head>
<body{' class="contraste"' * s.contrast}><header>Portail des familles</header>
{nav}
<main><h1>{h(title)}</h1>
<div id="message" role="status"{' class="mauvais"' * bool(flash)}>{h(flash)}</div>
{body}</main>
<script>\n{SCRIPT}{script}</script></body></html>""")


def sent(form: str, address: str, then: str) -> str:
    """The script that sends a form: `then` is what happens to the answer, called r."""
    return f"""document.getElementById('{form}').addEventListener('submit', function (e) {{
  var formulaire = this;
  e.preventDefault();
  fetch('{address}', {{method: 'POST', body: new FormData(formulaire), credentials: 'same-origin'}})
    .then(function (reponse) {{ return reponse.json(); }})
    .then(function (r) {{ {then} }})
    .catch(panne);
}});"""


def secret(s: Session) -> str:
    return f'<input type="hidden" name="jeton" value="{s.key}">'


def line(caption: str, name: str, kind: str = "text", more: str = "") -> str:
    control = f'<input type="{kind}" name="{name}" id="{name}"{more}>'
    return f'<p><label for="{name}">{caption}</label><br>{control}</p>\n'


def select(name: str, first: str, choices: Iterable[tuple[str, str, bool]], more: str = "") -> str:
    listed = "".join(
        f'<option value="{h(value)}"{" selected" * on}>{h(text)}</option>\n'
        for value, text, on in choices
    )
    listed = f'<option value="">{first}</option>\n{listed}'
    return f'<select name="{name}" id="{name}"{more}>\n{listed}</select>'


def table(kind: str, lists: dict[str, Rows]) -> str:
    head = "".join(f"<th>{column}</th>" for column in LISTS[kind])
    rows = "".join(
        "<tr>" + "".join(f"<td>{h(cell)}</td>" for cell in row) + "</tr>\n"
        for row in lists.get(kind, ())
    )
    rows = rows or f'<tr><td colspan="{len(LISTS[kind])}">(liste vide)</td></tr>'
    return f"<table><thead><tr>{head}</tr></thead>\n<tbody>{rows}</tbody></table>\n"


def sheet(s: Session, of: Sheet, whose: str) -> str:
    lines = "".join(
        line(
            caption + " (modifié)" * (caption in of.asked),
            f"champ{place}",
            more=f' value="{h(of.asked.get(caption, value))}"'
            + ' class="modifie"' * (caption in of.asked),
        )
        for place, (caption, value) in enumerate(of.values.items())
    )
    wait = f"La fiche {whose} est en attente de validation par le personnel administratif."
    told = f" <span>{wait}</span>" if of.asked else ""
    button = '<button type="submit">Modifier</button>'
    return f'<form id="fiche" method="post">{secret(s)}\n{lines}<p>{button}{told}</p></form>\n'


def radios(student: Student, course: Course) -> str:
    if course.elsewhere:
        return course.elsewhere
    yes, name = course.id in student.yes, f"cours[{course.id}]"
    return "\n".join(
        f'<label><input type="radio" name="{name}" value="{value}"{" checked" * on}> {word}</label>'
        for value, word, on in (("1", "Oui", yes), ("0", "Non", not yes))
    )


def re_enrolment(s: Session, student: Student) -> str:
    rows = ""
    for cursus, courses in student.courses.items():
        rows += f'<tr><th colspan="4">{h(cursus)}</th></tr>\n'
        for c in courses:
            cells = f"<td>{h(c.name)}</td><td>{c.cycle}</td><td>{h(c.teacher)}</td>"
            rows += f"<tr>{cells}<td>{radios(student, c)}</td></tr>\n"
    kept = "".join(
        f"<li>{h(document.name)} <small>(déposé le {day})</small></li>\n"
        for document, day in student.documents
    )
    names = select("piece", "Choisissez le nom du document", [(*n, False) for n in NAMES.items()])
    limits = "La taille limite d'un document est de 2 Mo. Formats acceptés : JPEG, JPG, PNG, PDF."
    area = '<textarea name="texte" id="texte" rows="5" cols="60" maxlength="500">'
    return f"""<form id="reinscription" method="post">{secret(s)}
<table><thead><tr><th>Cours</th><th>Cycle</th><th>Professeur</th><th>Se réinscrit</th></tr></thead>
<tbody>\n{rows}</tbody></table>
<h3>Documents déposés</h3>
<ul id="deposes">\n{kept}</ul>
<p><button type="button" onclick="fenetre('block')">Importer</button> {limits}</p>
<p><label for="texte">Demandes complémentaires (500 caractères au plus)</label><br>
{area}{h(student.note)}</textarea></p>
<p id="attente">{WAITING if student.waiting else ""}</p>
<p><button type="button" onclick="valider()">Valider</button>
<button type="button" onclick="location.href='/famille'">Retour</button></p></form>
<div class="voile" id="fenetre"><div class="boite" role="dialog" aria-label="Importer un document">
<form id="depot" method="post" enctype="multipart/form-data">{secret(s)}
<p><label class="bouton" for="fichier">Parcourir</label> <span id="choisi">aucun fichier</span>
<input type="file" name="fichier" id="fichier" onchange="choisi(this)"></p>
<p><label for="piece">Nom du document</label><br>{names}</p>
<p><button type="button" onclick="importer()">Importer</button>
<button type="button" onclick="fenetre('none')">Fermer</button></p></form></div></div>"""


def re_enrolment_script(student: Student) -> str:
    return f"""function fenetre(etat) {{
  document.getElementById('fenetre').style.display = etat;
}}
function choisi(champ) {{
  var nom = champ.files.length ? champ.files[0].name : 'aucun fichier';
  document.getElementById('choisi').textContent = nom;
}}
function importer() {{
  var depot = document.getElementById('depot'), requete = new XMLHttpRequest();
  requete.open('POST', '/ajax/documents/{student.id}');
  requete.onerror = function () {{ alert('Le serveur ne répond pas. Réessayez plus tard.'); }};
  requete.onload = function () {{
    var r = JSON.parse(requete.responseText);
    alert(r.message);
    if (!r.ok) {{ return; }}
    var ligne = document.createElement('li'), petit = document.createElement('small');
    ligne.textContent = depot.piece.options[depot.piece.selectedIndex].text + ' ';
    petit.textContent = '(déposé le ' + new Date().toLocaleDateString('fr-FR') + ')';
    ligne.appendChild(petit);
    document.getElementById('deposes').appendChild(ligne);
    depot.reset();
    choisi(depot.fichier);
    fenetre('none');
  }};
  requete.send(new FormData(depot));
}}
function valider() {{
  var donnees = new FormData(document.getElementById('reinscription'));
  fetch('/ajax/reinscription/{student.id}', {{
    method: 'POST', body: donnees, credentials: 'same-origin'
  }}).then(function (reponse) {{ return reponse.json(); }}).then(function (r) {{
    dire(r);
    if (r.ok) {{ document.getElementById('attente').textContent = '{WAITING}'; }}
  }}).catch(panne);
}}"""


# --- the site --------------------------------------------------------------------------------


class Site:
    def __init__(self) -> None:
        self._families = families()
        for family in self._families:
            family.password = family.account.password
        self.accounts = tuple(family.account for family in self._families)
        self.enrolled: list[Enrolled] = []
        self.imports: list[tuple[str, str, Import]] = []
        self.mailed: list[Mailed] = []
        self._sessions: dict[str, Session] = {}
        self._open, self._losing, self._lock = True, set[str](), threading.RLock()

    def start(self) -> str:
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), handler(self))
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)
        self._thread.start()
        return f"http://127.0.0.1:{self._server.server_address[1]}/"

    def stop(self) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def labels(self, identifier: str) -> list[str]:
        return [student.label for student in self._family(identifier).students]

    def activate(self, on: bool) -> None:
        self._open = on

    def tab(self, identifier: str, label: str) -> Tab:
        student = self._labelled(identifier, label)
        boxes = [Box(c.name, c.id in student.yes, not c.elsewhere) for c in student.offered()]
        kept = tuple(document for document, _ in student.documents)
        return Tab(tuple(boxes), tuple(NAMES.values()), kept, True, student.note, student.waiting)

    def validate(self, identifier: str, label: str) -> None:
        self._labelled(identifier, label).waiting = False

    def password(self, identifier: str) -> str:
        return self._family(identifier).password

    def email(self, identifier: str) -> str:
        return self._family(identifier).email

    def good_password(self) -> str:
        return "mi-bémol-1732"

    def bad_password(self) -> str:
        return "mi-bemol-12"

    def end_sessions(self) -> None:
        with self._lock:
            self._sessions.clear()

    def lose_next_answer(self, screen: str) -> None:
        self._losing.add(screen)

    def _family(self, identifier: str) -> Family:
        return next(f for f in self._families if f.account.identifier == identifier)

    def _labelled(self, identifier: str, label: str) -> Student:
        return next(s for s in self._family(identifier).students if s.label == label)

    def handle(self, asked: Asked, sid: str) -> tuple[str, Reply]:
        """The session's id now, and the answer.

        Raises:
            Lost: this answer was to be lost.
        """
        with self._lock:
            if sid not in self._sessions:
                sid = secrets.token_hex(16)
            s = self._sessions.setdefault(sid, Session())
            if asked.path.startswith("/ajax/"):
                return sid, self._answer(s, asked)
            try:
                reply = self._anyone(s, asked) or self._show(s, asked.path)
            except Elsewhere as elsewhere:
                s.flash, reply = str(elsewhere), Reply(location=elsewhere.location, status=303)
            if asked.path in ("/deconnexion", "/connexion") and reply.status == 303:
                del self._sessions[sid]
                sid = secrets.token_hex(16)
                self._sessions[sid] = Session(s.family, s.flash, s.contrast)
            return sid, reply

    def _answer(self, s: Session, a: Asked) -> Reply:
        status = 200
        try:
            told: dict[str, object] = {"ok": True, "message": self._act(s, a)}
        except Refused as refused:
            told = {"ok": False, "message": str(refused)}
            status = 200 if s.family or "perdu" in a.path else 401
        return Reply(json.dumps(told), kind="application/json", status=status)

    def _anyone(self, s: Session, a: Asked) -> Reply | None:
        """The pages that ask for no session: sign-in, the lost password, the help."""
        back = "" if s.family else '<p><a href="/">Retour</a></p>\n'
        if a.path == "/connexion" and a.post:
            given = (SITES.get(a.form.get("site", "")), a.form.get("identifiant", "").strip())
            for f in self._families:
                known = (f.account.site, f.account.identifier)
                if given == known and a.form.get("passe") == f.password:
                    s.family = f
                    raise Elsewhere("/accueil")
            raise Elsewhere("/", "Identifiant ou mot de passe incorrect.")
        if a.path in ("/", "/connexion"):
            sites = select("site", "Choisissez votre site", [(*x, False) for x in SITES.items()])
            fields = line("Identifiant", "identifiant") + line("Mot de passe", "passe", "password")
            body = f"""<h2>Connexion</h2><form method="post" action="/connexion">
<p><label for="site">Site</label><br>{sites}</p>
{fields}<p><input type="submit" value="Se connecter"></p></form>
<p><a href="/mot-de-passe-perdu">Mot de passe perdu</a></p>
<p><a href="/accessibilite">Aide - Accessibilité</a></p>"""
            return page(s, "Portail pour les usagers", body)
        if a.path == "/mot-de-passe-perdu":
            fields = line("Identifiant", "identifiant") + line("E-mail", "email", "email")
            body = f"""<form id="perdu" method="post" novalidate>{secret(s)}
{fields}<p><button type="submit">Valider</button></p></form>
{back}<p><a href="/accessibilite">Aide - Accessibilité</a></p>"""
            then = "alert(r.message); dire(r); if (r.ok) { formulaire.reset(); }"
            script = sent("perdu", "/ajax/mot-de-passe-perdu", then)
            return page(s, "Mot de passe perdu", body, script)
        if a.path == "/accessibilite":
            s.contrast ^= a.post
            word = "Quitter" if s.contrast else "Activer"
            body = f"""<p>L'extranet respecte les recommandations du WCAG.</p>
<form method="post" action="/accessibilite"><button>{word} le mode Accessibilité</button></form>"""
            return page(s, "Accessibilité", body + back, here=a.path)
        return None

    def _show(self, s: Session, path: str) -> Reply:
        family = s.family
        if family is None:
            raise Elsewhere("/", "Votre session est terminée. Veuillez vous reconnecter.")
        reread = "alert(r.message); if (r.ok) { location.reload(); }"
        if path == "/accueil":
            return page(s, "Accueil", "<p>Bienvenue sur votre espace.</p>", here=path)
        if path == "/famille":
            script = sent("fiche", "/ajax/famille", reread)
            return page(s, "Famille", sheet(s, family.sheet, "du responsable"), script, path)
        if path == "/eleves":
            return page(s, "Élèves", self._choice(family, None), here=path)
        if path == "/facturation":
            body = f"<h2>Factures</h2>{table('factures', family.lists)}"
            body += f"<h2>Règlements</h2>{table('reglements', family.lists)}"
            return page(s, "Facturation cotisations", body, here=path)
        if path == "/mot-de-passe":
            fields = line("Mot de passe actuel", "actuel", "password")
            fields += line("Nouveau mot de passe", "nouveau", "password")
            fields += line("Confirmez le nouveau mot de passe", "encore", "password")
            body = f"""<p>{RULES}.</p><form id="passe" method="post">{secret(s)}
{fields}<p><button type="submit">Valider</button></p></form>"""
            then = "dire(r); if (r.ok) { formulaire.reset(); }"
            return page(s, "Mot de passe", body, sent("passe", "/ajax/mot-de-passe", then), path)
        if path == "/deconnexion":
            s.family = None
            raise Elsewhere("/")
        found = re.fullmatch(r"/dossier/(\d+)/(\w+)", path)
        student = found and self._own(family, found[1])
        if not found or not student:
            raise Elsewhere("/accueil", "Cette page n'existe pas.")
        tabs = {tab: word for tab, word in TABS.items() if self._open or tab != "reinscription"}
        if found[2] not in tabs:
            raise Elsewhere(f"/dossier/{student.id}/identite", "Cet onglet n'est pas ouvert.")
        links = "".join(
            f'<a href="/dossier/{student.id}/{tab}"{" class=ici" * (tab == found[2])}>{word}</a>\n'
            for tab, word in tabs.items()
        )
        top = f'{self._choice(family, student)}<h2>{h(student.label)}</h2>\n<p class="onglets">\n'
        if found[2] == "identite":
            body, script = sheet(s, student.identite, "de l'élève"), f"/ajax/identite/{student.id}"
            script = sent("fiche", script, reread)
        elif found[2] == "reinscription":
            body, script = re_enrolment(s, student), re_enrolment_script(student)
        else:
            body, script = table(found[2], student.lists), ""
        return page(s, "Élèves", f"{top}{links}</p>\n{body}", script, "/eleves")

    def _choice(self, family: Family, chosen: Student | None) -> str:
        listed = [(f"/dossier/{x.id}/identite", x.label, x is chosen) for x in family.students]
        go = ' onchange="if (this.value) location.href = this.value"'
        box = select("eleve", "Choisissez un élève", listed, go)
        return f'<p><label for="eleve">Élève</label> {box}</p>\n'

    def _own(self, family: Family, number: str) -> Student | None:
        return next((x for x in family.students if str(x.id) == number), None)

    def _act(self, s: Session, a: Asked) -> str:
        """What a form does; returns the message.

        Raises:
            Refused: with the words for the person.
        """
        if a.path == "/ajax/mot-de-passe-perdu":
            self._check(s, a)
            return self._send_password(a)
        if s.family is None:
            raise Refused("Votre session est terminée. Reconnectez-vous puis recommencez.")
        self._check(s, a)
        if a.path == "/ajax/famille":
            return self._modify(s.family.sheet, a)
        if a.path == "/ajax/mot-de-passe":
            return self._change_password(s.family, a)
        found = re.fullmatch(r"/ajax/(identite|documents|reinscription)/(\d+)", a.path)
        student = found and self._own(s.family, found[2])
        if not found or not student:
            raise Refused("Cet élève n'est pas connu. Choisissez-le dans la liste.")
        if found[1] == "identite":
            return self._modify(student.identite, a)
        if not self._open:
            raise Refused("Les réinscriptions sont closes. Adressez-vous au secrétariat.")
        who = s.family.account.identifier
        act = self._import if found[1] == "documents" else self._enrol
        return act(who, student, a)

    def _check(self, s: Session, a: Asked) -> None:
        if not a.post or a.form.get("jeton") != s.key:
            raise Refused("Le formulaire n'est plus valable. Rechargez la page.")

    def _modify(self, of: Sheet, a: Asked) -> str:
        for place, (caption, value) in enumerate(of.values.items()):
            new = a.form.get(f"champ{place}", value)
            if new != of.asked.get(caption, value):
                of.asked[caption] = new
        return "La fiche d'identité est mise à jour. Un accusé de réception vous est envoyé."

    def _import(self, who: str, student: Student, a: Asked) -> str:
        file_name, body = a.files.get("fichier", ("", b""))
        name = NAMES.get(a.form.get("piece", ""))
        if not file_name:
            raise Refused("Cliquez sur Parcourir pour choisir un fichier.")
        if name is None:
            raise Refused("Choisissez le nom du document dans la liste.")
        if not file_name.lower().endswith((".jpeg", ".jpg", ".png", ".pdf")):
            raise Refused("Seuls les formats JPEG, JPG, PNG et PDF sont acceptés.")
        if not 0 < len(body) <= 2_000_000:
            raise Refused("Le fichier est vide, ou plus lourd que 2 Mo : réduisez-le.")
        document = Import(name, file_name, body)
        student.documents.append((document, time.strftime("%d/%m/%Y")))
        self.imports.append((who, student.label, document))
        return self._said("import", f"Document déposé : {name}.")

    def _enrol(self, who: str, student: Student, a: Asked) -> str:
        note = a.form.get("texte", "").replace("\r\n", "\n").strip()
        if len(note) > 500:
            raise Refused("Les demandes complémentaires tiennent en 500 caractères au plus.")
        wanted = [c for c in student.offered() if a.form.get(f"cours[{c.id}]") == "1"]
        wanted = [c for c in wanted if not c.elsewhere]
        student.yes, student.note, student.waiting = {c.id for c in wanted}, note, True
        kept = tuple(document for document, _ in student.documents)
        names = tuple(c.name for c in wanted)
        self.enrolled.append(Enrolled(who, student.label, names, note, kept))
        taken = "Votre demande de réinscription a bien été prise en compte."
        return self._said("valider", f"{taken} Elle sera confirmée par courriel.")

    def _change_password(self, family: Family, a: Asked) -> str:
        old, new = a.form.get("actuel", ""), a.form.get("nouveau", "")
        if old != family.password:
            raise Refused("Le mot de passe actuel n'est pas le bon.")
        if new != a.form.get("encore"):
            raise Refused("Les deux saisies du nouveau mot de passe diffèrent.")
        if not re.fullmatch(r"(?=.*[a-z])(?=.*\d)(?=.*[!?*_-]).{12,}", new):
            raise Refused(f"Ce mot de passe est trop simple. {RULES}.")
        if new == old:
            raise Refused("Le nouveau mot de passe doit être différent de l'actuel.")
        family.password = new
        return self._said("mot_de_passe", "Le mot de passe a été changé.")

    def _send_password(self, a: Asked) -> str:
        who, email = a.form.get("identifiant", "").strip(), a.form.get("email", "").strip()
        if not who or not email:
            raise Refused("Vérifiez les renseignements saisis : un champ est vide.")
        for f in self._families:
            if f.account.identifier == who and f.email == email.lower():
                f.password = f"{secrets.token_hex(6)}-a7"
                self.mailed.append(Mailed(who, f.email, f.password))
                return "Votre nouveau mot de passe a été envoyé par mail."
        raise Refused("Vérifiez les renseignements saisis : ils ne correspondent à aucun usager.")

    def _said(self, screen: str, message: str) -> str:
        if screen in self._losing:
            self._losing.remove(screen)
            raise Lost
        return message


# --- HTTP ------------------------------------------------------------------------------------


def parts(body: bytes, boundary: bytes) -> Iterable[tuple[str, str | None, bytes]]:
    """Name, file name (None for a plain field) and value of each part of a multipart body."""
    for part in body.split(b"--" + boundary)[1:-1]:
        head, _, value = part.partition(b"\r\n\r\n")
        told = dict(re.findall(r'\b(name|filename)="([^"]*)"', head.decode(errors="replace")))
        if "name" in told:
            yield told["name"], told.get("filename"), value.removesuffix(b"\r\n")


def asked(post: bool, address: str, kind: str, body: bytes) -> Asked:
    path, boundary = urlsplit(address).path, re.search(r'boundary="?([^";,]+)', kind)
    if not boundary:
        return Asked(path, post, dict(parse_qsl(body.decode(errors="replace"))))
    form: dict[str, str] = {}
    files: dict[str, tuple[str, bytes]] = {}
    for name, file_name, value in parts(body, boundary[1].encode()):
        if file_name is None:
            form[name] = value.decode(errors="replace")
        else:
            files[name] = re.split(r"[\\/]", file_name.replace("%22", '"'))[-1], value
    return Asked(path, post, form, files)


def handler(site: Site) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        server_version, sys_version = "nginx", ""

        def do_GET(self) -> None:
            self._serve(asked(False, self.path, "", b""))

        def do_POST(self) -> None:
            if self.headers.get("Content-Length") is None:
                self.send_error(411)
                return
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            self._serve(asked(True, self.path, self.headers.get("Content-Type", ""), body))

        def _serve(self, question: Asked) -> None:
            if "." in question.path:  # /favicon.ico: it must not take a message away
                self.send_error(404)
                return
            cookie = SimpleCookie(self.headers.get("Cookie", "")).get("portail")
            try:
                sid, reply = site.handle(question, cookie.value if cookie else "")
            except Lost:
                self.close_connection = True
                return
            body = reply.body.encode()
            self.send_response(reply.status)
            self.send_header("Content-Type", reply.kind)
            self.send_header("Content-Length", str(len(body)))
            self.send_header("Set-Cookie", f"portail={sid}; Path=/; HttpOnly; SameSite=Lax")
            if reply.location:
                self.send_header("Location", reply.location)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            pass

    return Handler
