"""An extranet of about 2015: plain PHP addresses dressed in Bootstrap 3, in UTF-8.

Tabs are links, courses are check boxes in a list group, documents go through a modal with a form
of its own, and every form carries a token that is made anew each time it is shown.
"""

import html
import re
import secrets
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

from tests.strangers.requests.stage import Box, Enrolled, Import, Mailed, Tab
from tests.strangers.stage import Account

Rows = tuple[tuple[str, ...], ...]
LIMIT = 2_000_000
SITES = ("Kervallon", "Antenne de Saint-Gildas")
MENU = {
    "accueil": "Accueil",
    "famille": "Famille",
    "eleves": "Élèves",
    "facturation": "Facturation",
    "accessibilite": "Accessibilité",
    "motdepasse": "Mot de passe",
    "deconnexion": "Déconnexion",
}
TABS = {"identite": "Identité", "cours": "Cours", "historique": "Historique"}
TABS |= {"repertoire": "Répertoire", "reinscription": "Réinscription"}
COURS = ("Discipline", "Cycle", "Enseignant", "Jour")
HISTORIQUE = ("Année", "Département", "Classe", "Cycle", "Enseignant")
REPERTOIRE = ("Répertoire", "Date", "Morceau", "Durée", "Commentaire")
FACTURES, REGLEMENTS = ("N°", "Date", "Libellé", "Montant"), ("Date", "Mode", "Montant")
NAMES = (
    "Attestation d'assurance",
    "Justificatif de domicile",
    "Avis d'imposition (quotient familial)",
    "Photo d'identité",
    "Autre document",
)
CAPTIONS = {"nom": "Nom", "prenom": "Prénom", "naissance": "Date de naissance"}
CAPTIONS |= {"adresse": "Adresse", "cp": "Code postal", "ville": "Ville"}
CAPTIONS |= {"tel": "Téléphone", "mail": "E-mail", "ecole": "Établissement scolaire"}
RULES = "Le mot de passe compte de 8 à 20 caractères, dont une majuscule et un chiffre."
MODIFIED = "La fiche d'identité est mise à jour. Un accusé de réception vous est envoyé par e-mail."


@dataclass(frozen=True)
class Course:
    id: int
    name: str
    small: str
    box: bool = True


@dataclass
class Sheet:
    values: dict[str, str]
    asked: dict[str, str] = field(default_factory=dict)


@dataclass
class Document:
    id: int
    kept: Import
    added: str


@dataclass
class Student:
    id: int
    label: str
    identite: Sheet
    courses: tuple[Course, ...]
    cours: Rows = ()
    historique: Rows = ()
    repertoire: Rows = ()
    ticked: set[int] = field(default_factory=set)
    note: str = ""
    waiting: bool = False
    documents: list[Document] = field(default_factory=list)


@dataclass
class Family:
    account: Account
    email: str
    sheet: Sheet
    students: tuple[Student, ...]
    factures: Rows = ()
    reglements: Rows = ()
    password: str = ""


@dataclass
class Session:
    family: Family | None = None
    flashes: list[tuple[str, str]] = field(default_factory=list)
    tokens: dict[str, str] = field(default_factory=dict)
    accessible: bool = False
    renew: bool = False

    def token(self, form: str) -> str:
        """The hidden field of a form that is being shown: what was shown before is void."""
        self.tokens[form] = secrets.token_hex(16)
        return f'<input type="hidden" name="_token" value="{self.tokens[form]}">'


@dataclass(frozen=True)
class Asked:
    post: bool
    path: str
    query: dict[str, list[str]]
    form: dict[str, list[str]]
    files: dict[str, tuple[str, bytes]]

    def one(self, name: str) -> str:
        return self.form.get(name, [""])[-1]


@dataclass(frozen=True)
class Reply:
    body: str = ""
    location: str = ""


class Refused(Exception):
    """Said in red on the page `back`; nothing has changed."""

    def __init__(self, message: str, back: str) -> None:
        super().__init__(message)
        self.back = back


class Lost(Exception):
    """The effect is there, and the line goes dead."""


# --- invented data ---------------------------------------------------------------------------


def families() -> tuple[Family, ...]:
    flute = Course(211, "Flûte traversière", "Cycle 2 – 1re année · Mme L'Hénoret · mercredi 14:00")
    theory = Course(214, "Formation musicale", "Cycle 2 – 1re année · M. Ker'Anna · samedi 9:30")
    cursus = Course(219, "Parcours Cycle 2", "Cursus complet, toutes disciplines comprises")
    junior = Course(223, "Orchestre junior", "Sur audition : s'adresser au secrétariat", box=False)
    choir = Course(230, "Chœur d'enfants", "Hors cursus · Mme Íñiguez & M. D'Orval · mardi 17:15")
    voice = Course(231, "Chœur d'enfants – soliste", "Hors cursus · Mme Íñiguez · jeudi 18:00")
    home = {"adresse": "7 venelle de l'Œuvre", "cp": "56999", "ville": "Kervallon"}
    first = Family(
        Account(SITES[0], "leguennec.s", "Clé de Fa 4"),
        "solenn.leguennec@example.org",
        Sheet({"nom": "Le Guénnec", "prenom": "Solenn", **home, "tel": "01 99 00 12 30"}),
        (
            Student(
                31,
                "LE GUÉNNEC Maël",
                Sheet({"nom": "Le Guénnec", "prenom": "Maël", "naissance": "03/02/2005"}),
                (cursus, flute, theory, junior),
                cours=((flute.name, "Cycle 2", "Mme L'Hénoret", "Mercredi"),),
                historique=(("2013-2014", "Bois", flute.name, "Cycle 1", "Mme L'Hénoret"),),
                repertoire=(("Noël", "19/12/2014", "Sicilienne", "03:40", ""),),
            ),
            Student(
                32,
                "LE GUÉNNEC Maëlle",
                Sheet({"nom": "Le Guénnec", "prenom": "Maëlle", "naissance": "21/09/2007"}),
                (choir, voice, theory),
                cours=((choir.name, "", "Mme Íñiguez", "Mardi"),),
            ),
        ),
        factures=(("F2015-0118", "12/10/2015", "Cotisation 1er trimestre", "86,50 €"),),
        reglements=(("14/11/2015", "Chèque", "86,50 €"),),
    )
    second = Family(
        Account(SITES[1], "famille-o", "Sol&Mi<2015>"),
        "y.ogor@example.org",
        Sheet({"nom": "O'Gor", "prenom": "Ysé", **home, "tel": "", "mail": ""}),
        (
            Student(
                47,
                "O'GOR Lœïza",
                Sheet({"nom": "O'Gor", "prenom": "Lœïza", "naissance": "", "ecole": ""}),
                (Course(240, "Éveil « Voix & corps »", "Grande section · M. Noé Roux"),),
            ),
            Student(48, "O'GOR Loïc", Sheet({"nom": "O'Gor", "prenom": "Loïc"}), ()),
        ),
    )
    return first, second


# --- markup ----------------------------------------------------------------------------------


h = html.escape
STYLE = """body{font:14px Arial,sans-serif;margin:0}.container{max-width:970px;margin:auto}
.nav{list-style:none;padding:0}.nav>li{display:inline-block;padding:8px 12px}
.active>a{font-weight:bold}.alert{padding:12px;margin:8px 0;border:1px solid}
.alert-success{background:#dff0d8}.alert-danger{background:#f2dede}.alert-info{background:#d9edf7}
.list-group-item{display:block;padding:10px;border:1px solid #ddd}small{color:#777;margin-left:8px}
.form-control{display:block;width:100%}.modal{display:none;position:fixed;inset:0;background:#0008}
.modal-dialog{background:#fff;width:420px;margin:60px auto;padding:20px}
.table td,.table th{padding:6px;border-bottom:1px solid #ddd}.accessible{font-size:22px}"""
SCRIPT = """function each(list, what) { Array.prototype.forEach.call(list, what); }
function show(id, how) { document.getElementById(id).style.display = how; }
each(document.querySelectorAll('[data-toggle=modal]'), function (b) {
  b.onclick = function () { show(b.getAttribute('data-target').substr(1), 'block'); };
});
each(document.querySelectorAll('[data-dismiss=modal]'), function (b) {
  b.onclick = function () { show(b.getAttribute('data-target').substr(1), 'none'); };
});
each(document.querySelectorAll('[data-dismiss=alert]'), function (b) {
  b.onclick = function () { b.parentNode.parentNode.removeChild(b.parentNode); };
});"""
# What is ticked and typed outlives the coming and going of an import.
DRAFT = """var page = document.getElementById('reinscription');
var boxes = page.querySelectorAll('input[type=checkbox]'), key = 'brouillon' + page.eleve.value;
var kept = JSON.parse(sessionStorage.getItem(key) || 'null');
sessionStorage.removeItem(key);
if (kept) {
  each(boxes, function (b) { b.checked = kept.cours.indexOf(b.value) >= 0; });
  page.demandes.value = kept.demandes;
}
each(document.querySelectorAll('form.document'), function (f) {
  f.addEventListener('submit', function () {
    var cours = [];
    each(boxes, function (b) { if (b.checked) { cours.push(b.value); } });
    sessionStorage.setItem(key, JSON.stringify({cours: cours, demandes: page.demandes.value}));
  });
});"""


def page(s: Session, title: str, body: str, here: str = "", script: str = "") -> Reply:
    nav, flashes, s.flashes = "", s.flashes, []
    if s.family:
        links = "".join(
            f'<li{" class=active" * (key == here)}><a href="/{key}.php">{word}</a></li>\n'
            for key, word in MENU.items()
        )
        nav = f'<nav class="navbar navbar-default"><ul class="nav navbar-nav">\n{links}</ul></nav>'
    told = "".join(
        f'<div class="alert alert-{kind}" role="alert">{h(words)} '
        '<button type="button" class="btn btn-default btn-xs" data-dismiss="alert">OK</button>'
        "</div>\n"
        for kind, words in flashes
    )
    return Reply(f"""<!DOCTYPE html>
<html lang="fr">
<head><meta charset="utf-8"><title>{h(title)} - Extranet usagers</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><style>{STYLE}</style></head>
<body{' class="accessible"' * s.accessible}><div class="container">
<div class="page-header"><h1>École de musique du Pays de Kervallon</h1></div>
{nav}
{told}{body}
</div><script>{SCRIPT}\n{script}</script></body></html>""")


def group(caption: str, control: str, marker: str = "") -> str:
    name = re.search(r'id="(\w+)"', control)
    return f"""<div class="form-group{" has-warning" * bool(marker)}">
<label class="control-label" for="{name[1] if name else ""}">{caption}</label>{marker}
{control}</div>\n"""


def entry(name: str, kind: str = "text", value: str = "") -> str:
    more = f'name="{name}" value="{h(value)}"'
    return f'<input type="{kind}" class="form-control" id="{name}" {more}>'


def options(choices: Iterable[tuple[str, str, bool]], first: str) -> str:
    chosen = "".join(
        f'<option value="{h(value)}"{" selected" * on}>{h(text)}</option>\n'
        for value, text, on in choices
    )
    return f'<option value="">{first}</option>\n{chosen}'


def table(columns: tuple[str, ...], rows: Iterable[tuple[str, ...]], empty: str) -> str:
    lines = "".join(
        "<tr>" + "".join(f"<td>{h(cell)}</td>" for cell in row) + "</tr>\n" for row in rows
    )
    if not lines:
        return f'<div class="alert alert-info">{empty}</div>\n'
    head = "".join(f"<th>{column}</th>" for column in columns)
    return f'<table class="table">\n<thead><tr>{head}</tr></thead>\n<tbody>{lines}</tbody></table>'


def button(word: str, more: str = "") -> str:
    return f'<button type="submit" class="btn btn-primary"{more}>{word}</button>\n'


def sheet_form(s: Session, sheet: Sheet, address: str, whose: str) -> str:
    fields = "".join(
        group(
            CAPTIONS[name],
            entry(name, value=sheet.asked.get(name, value)),
            ' <span class="label label-warning" title="Champ modifié">*</span>'
            if name in sheet.asked
            else "",
        )
        for name, value in sheet.values.items()
    )
    wait = f"La fiche {whose} est en attente de validation par le personnel administratif"
    told = f' <span class="text-warning pull-right">{wait}</span>' if sheet.asked else ""
    return f"""<form method="post" action="{h(address)}">{s.token(address)}
{fields}{button("Modifier")}{told}</form>"""


def re_enrolment(s: Session, student: Student) -> str:
    lines, own = "", f'<input type="hidden" name="eleve" value="{student.id}">'
    for c in student.courses:
        on = " checked" * (c.id in student.ticked)
        words = f"{h(c.name)} <small>{h(c.small)}</small>"
        lines += (
            f'<li class="list-group-item"><label><input type="checkbox" name="cours[]" '
            f'value="{c.id}"{on}> {words}</label></li>\n'
            if c.box
            else f'<li class="list-group-item disabled">{words}</li>\n'
        )
    lines = lines or '<li class="list-group-item disabled">Aucun cours cette année.</li>'
    wait = '<p class="help-block text-warning">Réinscription en attente de validation</p>\n'
    sure = """ onclick="return confirm('Envoyer la demande de réinscription ?')\""""
    note = '<textarea class="form-control" id="demandes" name="demandes" rows="4">'
    kept = "".join(
        f"<tr><td>{h(d.kept.name)}</td><td>{h(d.kept.file_name)}</td><td>{d.added}</td><td>"
        f'<form class="document" method="post" action="/document_supprimer.php">{own}'
        f'{s.token(f"supprimer{d.id}")}<input type="hidden" name="document" value="{d.id}">'
        '<button type="submit" class="btn btn-link" title="Supprimer"><span '
        'class="glyphicon glyphicon-trash" aria-hidden="true">🗑</span></button></form></td></tr>\n'
        for d in student.documents
    )
    head = "<th>Document</th><th>Fichier</th><th>Ajouté le</th><th></th>"
    listed = f'<table class="table"><thead><tr>{head}</tr></thead><tbody>{kept}</tbody></table>'
    chooser = options(((name, name, False) for name in NAMES), "Choisissez…")
    limits = "Taille limite d'un document : 2 Mo. Formats acceptés : JPEG, JPG, PNG, PDF."
    return f"""<form id="reinscription" method="post" action="/reinscription.php">{own}
{s.token(f"reinscription{student.id}")}
<h4>Cochez les cursus ou les disciplines de la réinscription</h4>
<ul class="list-group">\n{lines}</ul>
<p><button type="button" class="btn btn-default" data-toggle="modal" data-target="#import">Importer
</button> <span class="help-block">{limits}</span></p>
{group("Demandes complémentaires", f"{note}{h(student.note)}</textarea>" + wait * student.waiting)}
{button("Valider", sure)} <a class="btn btn-default" href="/famille.php">Retour</a>
</form>
<h4>Documents importés</h4>
{listed if kept else '<p class="text-muted">Aucun document.</p>'}
<div class="modal fade" id="import" role="dialog"><div class="modal-dialog">
<form class="document" method="post" action="/document_ajouter.php" enctype="multipart/form-data">
<h4 class="modal-title">Importer un document</h4>{own}{s.token(f"ajouter{student.id}")}
{group("Parcourir", '<input type="file" id="fichier" name="fichier">')}
{group("Nom du document", f'<select id="nom_document" name="nom_document">{chooser}</select>')}
<p class="help-block">{limits}</p>{button("Importer")}
<button type="button" class="btn btn-default" data-dismiss="modal" data-target="#import">Fermer
</button></form></div></div>"""


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
        self._open, self._losing, self._lock = True, set[str](), threading.Lock()

    def start(self) -> str:
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), handler(self))
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)
        self._thread.start()
        return f"http://127.0.0.1:{self._server.server_address[1]}/connexion.php"

    def stop(self) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def labels(self, identifier: str) -> list[str]:
        return [student.label for student in self._family(identifier).students]

    def activate(self, on: bool) -> None:
        self._open = on

    def tab(self, identifier: str, label: str) -> Tab:
        student = self._student_named(identifier, label)
        boxes = tuple(Box(c.name, c.id in student.ticked, c.box) for c in student.courses)
        kept = tuple(d.kept for d in student.documents)
        return Tab(boxes, NAMES, kept, True, student.note, student.waiting)

    def validate(self, identifier: str, label: str) -> None:
        self._student_named(identifier, label).waiting = False

    def password(self, identifier: str) -> str:
        return self._family(identifier).password

    def email(self, identifier: str) -> str:
        return self._family(identifier).email

    def good_password(self) -> str:
        return "Barcarolle 9"

    def bad_password(self) -> str:
        return "barcarolle"

    def end_sessions(self) -> None:
        with self._lock:
            self._sessions.clear()

    def lose_next_answer(self, screen: str) -> None:
        self._losing.add(screen)

    def _family(self, identifier: str) -> Family:
        return next(f for f in self._families if f.account.identifier == identifier)

    def _student_named(self, identifier: str, label: str) -> Student:
        return next(s for s in self._family(identifier).students if s.label == label)

    def handle(self, asked: Asked, sid: str) -> tuple[str, Reply]:
        """The session's id now, and the answer.

        Raises:
            Lost: this answer was to be lost.
        """
        with self._lock:
            if sid not in self._sessions:
                sid = secrets.token_hex(13)
            s = self._sessions.setdefault(sid, Session())
            try:
                reply = self._route(s, asked)
            except Refused as refused:
                s.flashes.append(("danger", str(refused)))
                reply = Reply(location=refused.back)
            if asked.path == "/deconnexion.php":
                del self._sessions[sid]
            elif s.renew:
                s.renew, renewed = False, secrets.token_hex(13)
                self._sessions[renewed] = self._sessions.pop(sid)
                sid = renewed
            return sid, reply

    def _route(self, s: Session, a: Asked) -> Reply:
        anyone = {"/connexion.php": self._sign_in, "/motdepasse_perdu.php": self._lost_password}
        anyone |= {"/accessibilite.php": self._accessibility}
        if show := anyone.get(a.path):
            return show(s, a)
        if s.family is None:
            raise Refused("Votre session a expiré. Veuillez vous identifier.", "/connexion.php")
        screens: dict[str, Callable[[Session, Asked, Family], Reply]] = {
            "/famille.php": self._sheet,
            "/eleves.php": self._students,
            "/reinscription.php": self._re_enrol,
            "/document_ajouter.php": self._import,
            "/document_supprimer.php": self._remove,
            "/facturation.php": self._billing,
            "/motdepasse.php": self._password,
        }
        if show_family := screens.get(a.path):
            return show_family(s, a, s.family)
        if a.path == "/deconnexion.php":
            return Reply(location="/connexion.php")
        if a.path != "/accueil.php":
            raise Refused("La page demandée n'existe pas.", "/accueil.php")
        news = "<h2>Bienvenue</h2><p>Les réinscriptions se font sur cet extranet.</p>"
        return page(s, "Accueil", news, "accueil")

    def _sign_in(self, s: Session, a: Asked) -> Reply:
        if a.post:
            self._check(s, a, "connexion", a.path)
            for f in self._families:
                given = (a.one("site"), a.one("login").strip(), a.one("pass"))
                if given == (f.account.site, f.account.identifier, f.password):
                    s.family, s.renew = f, True
                    return Reply(location="/accueil.php")
            raise Refused("Identifiant ou mot de passe incorrect.", a.path)
        sites = options(((site, site, False) for site in SITES), "Sélectionnez un site")
        choice = group(
            "Site", f'<select class="form-control" id="site" name="site">{sites}</select>'
        )
        fields = group("Identifiant", entry("login")) + group(
            "Mot de passe", entry("pass", "password")
        )
        body = f"""<h2>Portail pour les usagers</h2><h3>Connexion</h3>
<form method="post" action="/connexion.php">{s.token("connexion")}
{choice}{fields}{button("Se connecter")}</form>
<p><a href="/motdepasse_perdu.php">Mot de passe perdu</a></p>
<p><a href="/accessibilite.php">Aide - Accessibilité</a></p>"""
        return page(s, "Connexion", body)

    def _lost_password(self, s: Session, a: Asked) -> Reply:
        if a.post:
            self._check(s, a, "perdu", a.path)
            login, mail = a.one("login").strip(), a.one("mail").strip().lower()
            if not login or not mail:
                raise Refused("Veuillez vérifier les renseignements saisis.", a.path)
            for f in self._families:
                if (f.account.identifier, f.email) == (login, mail):
                    f.password = f"{secrets.token_hex(4)}K7"
                    self.mailed.append(Mailed(login, f.email, f.password))
                    s.flashes.append(("success", "Le mot de passe a été envoyé par mail."))
                    return Reply(location=a.path)
            raise Refused("Aucun usager ne correspond à cet identifiant et à cet e-mail.", a.path)
        fields = group("Identifiant", entry("login")) + group("E-mail", entry("mail"))
        said = "alert('Veuillez vérifier les renseignements saisis.'); return false;"
        complete = f' onsubmit="if (!this.login.value || !this.mail.value) {{ {said} }}"'
        return page(
            s,
            "Mot de passe perdu",
            f"""<h2>Mot de passe perdu</h2>
<form method="post" action="/motdepasse_perdu.php"{complete}>{s.token("perdu")}
{fields}{button("Valider")}</form><p><a href="/connexion.php">Retour</a></p>
<p><a href="/accessibilite.php">Aide - Accessibilité</a></p>""",
        )

    def _accessibility(self, s: Session, a: Asked) -> Reply:
        if a.post:
            self._check(s, a, "acces", a.path)
            s.accessible = not s.accessible
            return Reply(location=a.path)
        word = "Désactiver" if s.accessible else "Activer"
        back = "" if s.family else '<p><a href="/connexion.php">Retour</a></p>'
        body = f"""<h2>Accessibilité</h2><p>Cet extranet suit les recommandations du WCAG.</p>
<form method="post" action="/accessibilite.php">{s.token("acces")}
{button(f"{word} le mode Accessibilité")}</form>{back}"""
        return page(s, "Accessibilité", body, "accessibilite")

    def _sheet(self, s: Session, a: Asked, family: Family) -> Reply:
        if a.post:
            return self._modify(s, a, family.sheet, "/famille.php")
        form = sheet_form(s, family.sheet, "/famille.php", "du responsable")
        return page(s, "Famille", f"<h2>Responsable</h2>{form}", "famille")

    def _modify(self, s: Session, a: Asked, sheet: Sheet, address: str) -> Reply:
        self._check(s, a, address, address)
        for name, old in sheet.values.items():
            if name in a.form and a.one(name) != sheet.asked.get(name, old):
                sheet.asked[name] = a.one(name)
        s.flashes.append(("success", MODIFIED))
        return Reply(location=address)

    def _students(self, s: Session, a: Asked, family: Family) -> Reply:
        chosen = a.query.get("eleve", [""])[0]
        listed = [(str(x.id), x.label, str(x.id) == chosen) for x in family.students]
        chooser = options(listed, "Choisissez un élève")
        body = f"""<h2>Élèves</h2><form method="get" action="/eleves.php">
{
            group(
                "Élève",
                f'<select class="form-control" id="eleve" name="eleve" '
                f'onchange="this.form.submit()">{chooser}</select>',
            )
        }
<noscript>{button("Afficher")}</noscript></form>"""
        if not chosen:
            return page(s, "Élèves", body, "eleves")
        student = self._own(family, chosen)
        onglet = a.query.get("onglet", ["identite"])[0]
        tabs = {key: word for key, word in TABS.items() if key != "reinscription" or self._open}
        address = f"/eleves.php?eleve={student.id}&onglet="
        if onglet not in tabs:
            raise Refused("Cet onglet n'est pas disponible.", f"{address}identite")
        if a.post:
            return self._modify(s, a, student.identite, f"{address}identite")
        pills = "".join(
            f'<li role="presentation"{" class=active" * (key == onglet)}>'
            f'<a href="{h(address + key)}">{word}</a></li>\n'
            for key, word in tabs.items()
        )
        body += f'<h3>{h(student.label)}</h3>\n<ul class="nav nav-pills">\n{pills}</ul>\n'
        if onglet == "reinscription":
            return page(s, student.label, body + re_enrolment(s, student), "eleves", DRAFT)
        shown = {
            "cours": table(COURS, student.cours, "Aucun cours."),
            "historique": table(HISTORIQUE, student.historique, "Aucun historique."),
            "repertoire": table(REPERTOIRE, student.repertoire, "Aucun événement musical."),
        }
        form = sheet_form(s, student.identite, f"{address}identite", "de l'élève")
        return page(s, student.label, body + shown.get(onglet, form), "eleves")

    def _re_enrol(self, s: Session, a: Asked, family: Family) -> Reply:
        student, back = self._posted(s, a, family, "reinscription")
        offered = {c.id for c in student.courses if c.box}
        student.ticked = {int(v) for v in a.form.get("cours[]", []) if v.isdigit()} & offered
        student.note = a.one("demandes").replace("\r\n", "\n").strip()
        student.waiting = True
        captions = tuple(c.name for c in student.courses if c.id in student.ticked)
        kept = tuple(d.kept for d in student.documents)
        who = family.account.identifier
        self.enrolled.append(Enrolled(who, student.label, captions, student.note, kept))
        taken = "Votre demande de réinscription est prise en compte."
        return self._done(s, "valider", f"{taken} Elle sera confirmée par courriel.", back)

    def _import(self, s: Session, a: Asked, family: Family) -> Reply:
        student, back = self._posted(s, a, family, "ajouter")
        name, (file_name, body) = a.one("nom_document"), a.files.get("fichier", ("", b""))
        if not file_name or not body:
            raise Refused("Veuillez choisir un fichier (bouton Parcourir).", back)
        if file_name.rpartition(".")[2].lower() not in ("jpeg", "jpg", "png", "pdf"):
            raise Refused("Format refusé. Formats acceptés : JPEG, JPG, PNG, PDF.", back)
        if len(body) > LIMIT:
            raise Refused("Ce document dépasse la taille limite de 2 Mo.", back)
        if name not in NAMES:
            raise Refused("Veuillez choisir le nom du document.", back)
        kept = Import(name, file_name, body)
        self.imports.append((family.account.identifier, student.label, kept))
        added = time.strftime("%d/%m/%Y à %H:%M")
        student.documents.append(Document(1000 + len(self.imports), kept, added))
        return self._done(s, "import", f"Le document « {name} » est importé.", back)

    def _remove(self, s: Session, a: Asked, family: Family) -> Reply:
        student, back = self._posted(s, a, family, "supprimer", a.one("document"))
        student.documents = [d for d in student.documents if str(d.id) != a.one("document")]
        s.flashes.append(("success", "Le document est supprimé."))
        return Reply(location=back)

    def _billing(self, s: Session, a: Asked, family: Family) -> Reply:
        bills = table(FACTURES, family.factures, "Aucune facture.")
        paid = table(REGLEMENTS, family.reglements, "Aucun règlement.")
        body = f"<h2>Facturation cotisations</h2><h3>Factures</h3>{bills}<h3>Règlements</h3>{paid}"
        return page(s, "Facturation", body, "facturation")

    def _password(self, s: Session, a: Asked, family: Family) -> Reply:
        if a.post:
            self._check(s, a, "motdepasse", a.path)
            old, new = a.one("ancien"), a.one("nouveau")
            if old != family.password:
                raise Refused("L'ancien mot de passe est incorrect.", a.path)
            if new != a.one("confirmation"):
                raise Refused("La confirmation ne correspond pas au nouveau mot de passe.", a.path)
            if not re.fullmatch(r"(?=.*[A-ZÀ-Þ])(?=.*\d).{8,20}", new):
                raise Refused(f"Ce nouveau mot de passe est refusé. {RULES}", a.path)
            family.password = new
            return self._done(s, "mot_de_passe", "Votre mot de passe est modifié.", a.path)
        fields = group("Ancien mot de passe", entry("ancien", "password"))
        fields += group("Nouveau mot de passe", entry("nouveau", "password"))
        fields += group("Confirmation", entry("confirmation", "password"))
        body = f"""<h2>Mot de passe</h2><p class="help-block">{RULES}</p>
<form method="post" action="/motdepasse.php">{s.token("motdepasse")}
{fields}{button("Valider")}</form>"""
        return page(s, "Mot de passe", body, "motdepasse")

    def _check(self, s: Session, a: Asked, form: str, back: str) -> None:
        if not a.one("_token") or a.one("_token") != s.tokens.get(form):
            raise Refused("Le formulaire a expiré. Veuillez recommencer.", back)

    def _own(self, family: Family, number: str) -> Student:
        for student in family.students:
            if str(student.id) == number:
                return student
        raise Refused("Cet élève n'est pas de votre famille.", "/eleves.php")

    def _posted(
        self, s: Session, a: Asked, family: Family, form: str, number: str = ""
    ) -> tuple[Student, str]:
        student = self._own(family, a.one("eleve"))
        back = f"/eleves.php?eleve={student.id}&onglet=reinscription"
        if not a.post or not self._open:
            raise Refused("Les réinscriptions ne sont pas ouvertes.", "/eleves.php")
        self._check(s, a, form + (number or str(student.id)), back)
        return student, back

    def _done(self, s: Session, screen: str, message: str, back: str) -> Reply:
        s.flashes.append(("success", message))
        if screen in self._losing:
            self._losing.remove(screen)
            raise Lost
        return Reply(location=back)


# --- HTTP ------------------------------------------------------------------------------------


def read_form(kind: str, body: bytes) -> tuple[dict[str, list[str]], dict[str, tuple[str, bytes]]]:
    """What PHP makes of a body: $_POST and $_FILES."""
    boundary = re.search(r'^multipart/form-data;.*boundary="?([^";]+)', kind)
    if not boundary:
        return parse_qs(body.decode("utf-8", "replace"), keep_blank_values=True), {}
    form: dict[str, list[str]] = {}
    files: dict[str, tuple[str, bytes]] = {}
    for part in (b"\r\n" + body).split(b"\r\n--" + boundary[1].encode())[1:-1]:
        head, _, value = part.partition(b"\r\n\r\n")
        words = head.decode("utf-8", "replace")
        name = re.search(r'[; ]name="([^"]*)"', words)
        sent = re.search(r'[; ]filename="([^"]*)"', words)
        if name and sent:
            plain = sent[1].replace("%22", '"').replace("\\", "/").rpartition("/")[2]
            files[name[1]] = plain, value
        elif name:
            form.setdefault(name[1], []).append(value.decode("utf-8", "replace"))
    return form, files


def handler(site: Site) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        server_version, sys_version = "Apache/2.4.10 (Debian)", ""

        def do_GET(self) -> None:
            if self.command == "POST" and self.headers.get("Content-Length") is None:
                self.send_error(411)
                return
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            url, kind = urlsplit(self.path), self.headers.get("Content-Type", "")
            if not url.path.endswith(".php"):  # /favicon.ico: it must not void what is shown
                self.send_error(404)
                return
            form, files = read_form(kind, body)
            asked = Asked(self.command == "POST", url.path, parse_qs(url.query), form, files)
            cookie = SimpleCookie(self.headers.get("Cookie", "")).get("PHPSESSID")
            try:
                sid, reply = site.handle(asked, cookie.value if cookie else "")
            except Lost:
                self.close_connection = True
                return
            self.send_response(302 if reply.location else 200)
            if reply.location:
                self.send_header("Location", reply.location)
            self.send_header("Content-Type", "text/html; charset=UTF-8")
            self.send_header("Cache-Control", "no-store, no-cache, must-revalidate")
            self.send_header("Set-Cookie", f"PHPSESSID={sid}; path=/; HttpOnly")
            self.send_header("Content-Length", str(len(reply.body.encode())))
            self.end_headers()
            self.wfile.write(reply.body.encode())

        do_POST = do_GET

        def log_message(self, format: str, *args: object) -> None:
            pass

    return Handler
