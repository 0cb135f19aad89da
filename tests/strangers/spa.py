"""An extranet « refreshed » about 2015: one shell page whose menu loads fragments by script."""

import json
import re
import secrets
import threading
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import NamedTuple
from urllib.parse import unquote_to_bytes

from .stage import Account, Effect, Shown

Pairs = list[tuple[bytes, bytes]]
SITES = {"7": "Kerlann", "3": "Port-Avel", "12": "Saint-Brévin-l’Étang"}
EXPIRED = "Votre session a expiré, veuillez vous reconnecter."
DONE = "La fiche d’identité est mise à jour. Un accusé de réception vous est envoyé par e-mail."
A, B, C, D = "Identité", "Coordonnées", "Renseignements complémentaires", "Autorisations"


class Field(NamedTuple):
    """One line of the sheet; `linked` says whether its label has a `for`."""

    key: str
    caption: str
    section: str
    kind: str = "text"
    required: bool = False
    linked: bool = True
    extra: str = ""
    hint: str = ""
    choices: tuple[tuple[str, str], ...] = ()

    def label_of(self, raw: str) -> str:
        return dict(self.choices).get(raw, raw)

    def raw_of(self, shown: str) -> str:
        return {label: raw for raw, label in self.choices}.get(shown, shown)


FIELDS = (
    Field("numero", "N° de famille", A, "static", linked=False),
    Field("login", "Identifiant", A, extra="readonly"),
    Field("civ", "Civilité", A, "select", True, choices=(("2", "Madame"), ("1", "Monsieur"))),
    Field("nom", "Nom", A, "text", True, True, 'maxlength="60" placeholder="Nom d’usage"'),
    Field("prenom", "Prénom", A, "text", True, False, 'maxlength="40"'),
    Field("naissance", "Date de naissance", A, "date", extra='placeholder="aaaa-mm-jj"'),
    Field("adresse", "Adresse", B, "textarea", True, True, 'rows="3"', "Une donnée par ligne."),
    Field("cp", "Code postal", B, "text", True, False, 'maxlength="5"'),
    Field("ville", "Ville", B, "text", True, False, 'maxlength="60"'),
    Field("tel", "Téléphone domicile", B, "tel", extra='placeholder="01 99 00 00 00"'),
    Field("gsm", "Téléphone portable", B, "tel", False, False, 'placeholder="06 39 98 00 00"'),
    Field("mel", "E-mail", B, "email", True, hint="Reçoit l’accusé de réception."),
    Field("metier", "Profession", C, linked=False, extra='maxlength="80"'),
    Field("qf", "Quotient familial", C, extra='maxlength="6"', hint="Voir votre attestation."),
    Field("factures", "Factures", C, "radio", choices=(("M", "Par e-mail"), ("C", "Par courrier"))),
    Field("obs", "Observations", C, "textarea", False, False, 'placeholder="Vos remarques"'),
    Field("image", "Droit à l’image", D, "checkbox", choices=(("1", "Oui"), ("", "Non"))),
)  # fmt: skip
EDITABLE = FIELDS[2:]
NEEDED = {f"resp[{f.key}]" for f in FIELDS[2:-1]}  # all but the check box
BY_CAPTION = {f.caption: f for f in FIELDS}
CHECKS = {
    "email": (r"[^@\s]+@[^@\s]+\.[a-zA-Z]{2,}", "L’adresse e-mail n’est pas valide."),
    "tel": (r"\+?[0-9 .]{10,20}", "Le numéro de téléphone n’est pas valide."),
    "date": (r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])", "La date n’est pas valide."),
    "cp": (r"\d{5}", "Le code postal comporte 5 chiffres."),
}
FAMILIES = (
    (Account("Kerlann", "LEGOFF56", "Ria&15+mer"), (
        "F-00412", "LEGOFF56", "2", "Le Goff-D'Aubigné", "Maëlle", "1979-03-14",
        "Résidence « L'Étang »\nBât. <B> & porte 4\n12 bis, rue de l’Œuvre", "56990", "Kerlann",
        "01 99 00 12 34", "06 39 98 45 67", "m@example.org", 'Cheffe "bois & métaux"', "842", "M",
        "Joindre après 18 h.\nSi <urgent> : téléphoner à l'employeur &amp; au domicile.", "1")),
    (Account("Saint-Brévin-l’Étang", "NGUYEN02", "violoncelle7"), (
        "F-00967", "NGUYEN02", "1", "N'Guyên", "Loïc", "", '3, impasse "Ker Huon"', "44990",
        "Saint-Brévin-l’Étang", "", "06.39.98.70.01", "loic+musique@example.org",
        "Ingénieur R&D (temps < 80 %)", "", "C", "", "")),
)  # fmt: skip
PAGE = """<!DOCTYPE html>
<html lang="fr"><head><meta charset="utf-8"><meta name="csrf" content="{token}">
<title>{title} | Extranet usagers</title><link rel="stylesheet" href="/css/extranet.css"></head>
<body><header><h1>Extranet <small>Portail pour les usagers</small></h1></header>{body}
<footer><ul class="nav"><li><a href="mentions.php">Mentions légales</a></li>
<li><a href="mentions.php#contact">Contact</a></li><li>Extranet v3.2 &copy; 2015</li></ul></footer>
<script src="/js/app.js"></script></body></html>"""
RADIO = '<label class="radio"><input type="radio" name="site" value="{}"> {}</label>'
SIGN_IN = """{alert}<form class="form-horizontal" action="index.php"
 method="post"><h2>Connexion</h2><div class="form-group"><label class="control-label">Site</label>
<div class="col">{sites}</div></div><div class="form-group">
<label class="control-label" for="login">Identifiant</label>
<div class="col"><input type="text" id="login" name="login" placeholder="Identifiant"></div></div>
<div class="form-group"><label class="control-label" for="passe">Mot de passe</label>
<div class="col"><input type="password" id="passe" name="passe"></div></div>
<button type="submit" class="btn btn-primary">Se connecter</button></form>
<p><a href="oubli.php">Mot de passe perdu</a> <a href="aide.php">Aide - Accessibilité</a></p>"""
SHELL = """<nav class="navbar"><ul class="nav"><li><a href="accueil.php">Accueil</a></li>
<li><a href="#" data-url="ajax/famille.php">Famille</a></li>
<li><a href="#" onclick="charger('ajax/eleves.php'); return false;">Élèves</a></li>
<li><a href="#" data-url="ajax/factures.php">Facturation</a></li>
<li><a href="#" data-url="ajax/acces.php">Accessibilité</a></li><li class="dropdown">
<a href="#" class="dropdown-toggle">Mon compte <b class="caret"></b></a><ul class="dropdown-menu">
<li><a href="#" data-url="ajax/motdepasse.php"><i class="icone-cle"></i> Mot de passe</a></li>
<li><a href="deconnexion.php"><i class="icone-off"></i> Déconnexion</a></li></ul></li></ul></nav>
<div id="contenu" class="container"><h2>Bonjour {who}</h2><article><h3>Actualités de l’école</h3>
<p>Les auditions d’hiver auront lieu à l’auditorium du 4 au 8 décembre ; l’entrée est libre.</p>
<p>Le secrétariat ferme le 13 à 16 h. L’atelier « Musiques &amp; danses » cherche deux altos.</p>
</article></div><div id="fenetre" class="modal"><div class="modal-dialog"><p></p>
<button type="button" class="btn btn-default" onclick="fermer()">OK</button></div></div>"""
SHEET = """<h3>Fiche du responsable</h3>
<form id="formFamille" class="form-horizontal" action="ajax/famille_enreg.php" method="post"
 onsubmit="return false"><input type="hidden" name="csrf" value="{token}">
<input type="hidden" name="onglet" value="resp">
{groups}<p class="help-block"><span class="req">*</span> Champs obligatoires</p>
<div class="form-actions"><button type="button" class="btn btn-primary"
 onclick="enregistrer('formFamille')">Modifier</button> {waiting}</div></form>"""
WAITING = """<small class="text-warning">La fiche du responsable est en attente de validation
 par le personnel administratif.</small>"""
SIMPLE = {
    "oubli.php": "<h2>Mot de passe perdu</h2><p>Le secrétariat vous en renverra un.</p>",
    "aide.php": "<h2>Aide - Accessibilité</h2><p>Ce site se parcourt au clavier.</p>",
    "mentions.php": "<h2>Mentions légales, contact</h2><p>Secrétariat : 01 99 00 00 10.</p>",
    "ajax/eleves.php": "<h3>Élèves</h3><p>Aucun dossier n’est encore publié cette année.</p>",
    "ajax/factures.php": "<h3>Facturation</h3><p>Aucune facture pour l’année en cours.</p>",
    "ajax/acces.php": "<h3>Accessibilité</h3><p>Le mode Accessibilité est en refonte.</p>",
    "ajax/motdepasse.php": "<h3>Mot de passe</h3><p>Cette rubrique est en construction.</p>",
}
CSS = """body{font:14px/1.4 Arial,sans-serif;margin:0 20px}.nav>li{display:inline-block;margin:4px}
.dropdown-menu{display:none;position:absolute;background:#fff}.req,.erreur{color:#a94442}
.open .dropdown-menu,.help-block,.demande{display:block}.icone-attente:before{content:"\\270E"}
.modal{display:none;position:fixed;top:0;left:0;width:100%;height:100%;background:#ccc}"""
APP_JS = """function Lot(n) { this.n = n; } // fonctions communes de l'extranet, v3.2
function $(s) { return new Lot(typeof s === 'string' ? document.querySelectorAll(s) : [s]); }
$.ajax = function (methode, url, donnees, suite) {
  var x = new XMLHttpRequest(); x.open(methode, url, true);
  if (donnees) { x.setRequestHeader('Content-Type', 'application/x-www-form-urlencoded'); }
  x.onload = function () { // une page entière : la session est perdue
    if (/<html/i.test(x.responseText)) { location.href = 'index.php'; return; }
    suite(x.responseText);
  };
  x.send(donnees);
};
Lot.prototype.each = function (f) { Array.prototype.forEach.call(this.n, f); };
Lot.prototype.load = function (url) {
  var e = this.n[0]; $.ajax('GET', url, null, function (t) { e.innerHTML = t; });
};
Lot.prototype.serialize = function () {
  var r = [], enc = function (t) { return encodeURIComponent(t.replace(/\\r?\\n/g, '\\r\\n')); };
  new Lot(this.n[0].elements).each(function (e) {
    if (!e.name || (/checkbox|radio/.test(e.type) && !e.checked)) { return; }
    r.push(enc(e.name) + '=' + enc(e.value));
  });
  return r.join('&').replace(/%20/g, '+');
};
var page = null, modal = document.getElementById('fenetre'), recharger = false;
function charger(u) { page = u; $('#contenu').load(u); }
function fermer() { modal.style.display = 'none'; if (recharger) { charger(page); } }
function enregistrer(id) {
  var f = document.getElementById(id);
  $('.erreur').each(function (e) { e.parentNode.removeChild(e); });
  $.ajax('POST', f.getAttribute('action'), $(f).serialize(), function (t) {
    var r = JSON.parse(t), nom, e;
    for (nom in r.champs) {
      e = f.querySelector('[name="resp[' + nom + ']"]').parentNode;
      e.insertAdjacentHTML('beforeend', '<span class="erreur">' + r.champs[nom] + '</span>');
    }
    modal.querySelector('p').textContent = r.message; modal.style.display = 'block';
    recharger = r.ok;
  });
}
document.addEventListener('click', function (ev) {
  var a = ev.target, menu = document.querySelector('.dropdown');
  while (a && a.tagName !== 'A') { a = a.parentNode; }
  if (menu) { menu.className = 'dropdown' + (a && /toggle/.test(a.className) ? ' open' : ''); }
  if (a && a.getAttribute('href') === '#') { ev.preventDefault(); }
  if (a && a.getAttribute('data-url')) { charger(a.getAttribute('data-url')); }
});"""
FILES = {"/js/app.js": ("text/javascript", APP_JS), "/css/extranet.css": ("text/css", CSS)}


def _read(body: bytes) -> Pairs:
    parts = (part.partition(b"=") for part in body.replace(b"+", b" ").split(b"&") if part)
    return [(unquote_to_bytes(name), unquote_to_bytes(value)) for name, _, value in parts]


def _php(pairs: Pairs) -> dict[str, str]:
    text = {n.decode(errors="replace"): v.decode(errors="replace") for n, v in pairs}
    return {name: value.replace("\r\n", "\n").strip() for name, value in text.items()}


def _fault(f: Field, raw: str) -> str:
    if f.choices and raw not in dict(f.choices):
        return "Veuillez choisir une valeur."
    if not raw:
        return "Ce champ est obligatoire." if f.required else ""
    pattern, text = CHECKS.get(f.key, CHECKS.get(f.kind, ("(?s).*", "")))
    return "" if re.fullmatch(pattern, raw) else text


def _control(f: Field, raw: str) -> str:
    name = f'name="resp[{f.key}]"'
    look = f'{name} class="form-control" {f.extra}' + f' id="{f.key}"' * f.linked
    if f.kind == "static":
        return f'<p class="form-control-static">{escape(raw)}</p>'
    if f.kind == "textarea":
        return f"<textarea {look}>{escape(raw)}</textarea>"
    if f.kind == "select":
        rows = [f'<option value="{v}"{" selected" * (v == raw)}>{t}</option>' for v, t in f.choices]
        return f"<select {look}>{''.join(rows)}</select>"
    if f.choices:
        rows = [
            f'<label class="{f.kind}-inline"><input type="{f.kind}" {name} value="{v}"'
            f"{' checked' * (v == raw)}> {f.caption if f.kind == 'checkbox' else t}</label>"
            for v, t in f.choices if v
        ]  # fmt: skip
        return " ".join(rows)
    return f'<input type="{f.kind}" {look} value="{escape(raw)}">' + "&nbsp;€" * (f.key == "qf")


def _group(f: Field, raw: str, asked: str | None) -> str:
    """One line of the form; postcode and town share theirs."""
    mark = small = ""
    if asked is not None:
        asked = "/".join(reversed(asked.split("-"))) if f.kind == "date" else f.label_of(asked)
        mark = ' <i class="icone-attente" aria-label="Champ modifié, en attente de validation"></i>'
        small = f'<small class="demande">Valeur demandée : {escape(asked) or "(vide)"}</small>'
    small += f'<span class="help-block">{f.hint}</span>' * bool(f.hint)
    label = '<label class="control-label"' + f' for="{f.key}"' * f.linked + f">{f.caption}"
    label += ' <span class="req">*</span>' * f.required + f"</label>{mark}"
    if f.kind == "checkbox":
        label, small = "", mark + small
    start, end = '<div class="form-group">' * (f.key != "ville"), "</div>" * (f.key != "cp")
    return f'{start}{label}<div class="col">{_control(f, raw)}{small}</div>{end}\n'


class Site:
    """A 2015 extranet by fragments; a waiting field shows the OLD value, the asked one under it.

    Fields that come back as displayed leave an earlier request alone; dates are ISO, check boxes
    « Oui » or « Non », captions without their star; refused forms are in `posts` only.
    """

    def __init__(self) -> None:
        self.accounts: tuple[Account, ...] = tuple(account for account, _ in FAMILIES)
        keys = [f.key for f in FIELDS]
        self.data = {a.identifier: dict(zip(keys, v, strict=True)) for a, v in FAMILIES}
        self.asked: dict[str, dict[str, str]] = {a.identifier: {} for a in self.accounts}
        self.shown: dict[str, str] = {}  # identifier: token of the latest display
        self.sessions: dict[str, list[str]] = {}  # cookie: identifier, token
        self.ledger: list[Effect] = []
        self.posts: list[Pairs] = []
        self.lock = threading.Lock()

    def start(self) -> str:
        """Serve on a free port of 127.0.0.1; returns the sign-in address."""
        handler = type("Handler", (_Handler,), {"site": self})
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        threading.Thread(target=self.server.serve_forever, args=(0.05,), daemon=True).start()
        return f"http://127.0.0.1:{self.server.server_port}/extranet/index.php"

    def stop(self) -> None:
        """Stop serving."""
        self.server.shutdown()
        self.server.server_close()

    def famille(self, identifier: str) -> list[Shown]:
        """The sheet as displayed now: values in force, whatever waits."""
        data = self.data[identifier]
        return [Shown(f.caption, f.label_of(data[f.key]), f.section, f in EDITABLE) for f in FIELDS]

    def waiting(self, identifier: str) -> dict[str, str]:
        """Requested values by caption."""
        asked = self.asked[identifier]
        return {f.caption: f.label_of(asked[f.key]) for f in FIELDS if f.key in asked}

    def browser_post(self, identifier: str, changes: dict[str, str]) -> Pairs:
        """What app.js serialises, with the token of the family's latest display."""
        new = {BY_CAPTION[c].key: BY_CAPTION[c].raw_of(value) for c, value in changes.items()}
        data = {**self.data[identifier], **new}
        pairs = [("csrf", self.shown.get(identifier, "")), ("onglet", "resp")]
        for f in FIELDS:
            if f.kind != "static" and (f.kind != "checkbox" or data[f.key]):
                pairs.append((f"resp[{f.key}]", re.sub(r"\r?\n", "\r\n", data[f.key])))
        return [(name.encode(), value.encode()) for name, value in pairs]

    def validate(self, identifier: str) -> None:
        """The staff accepts what waits."""
        self.data[identifier] = {**self.data[identifier], **self.asked[identifier]}
        self.asked[identifier] = {}

    def refuse(self, identifier: str) -> None:
        """The staff turns it down."""
        self.asked[identifier] = {}

    def edit(self, identifier: str, caption: str, value: str) -> None:
        """The staff changes a field itself; a request on it goes on waiting."""
        self.data[identifier][BY_CAPTION[caption].key] = BY_CAPTION[caption].raw_of(value)

    def end_sessions(self) -> None:
        """Every session ends."""
        self.sessions.clear()

    def answer(self, page: str, pairs: Pairs | None, sid: str) -> tuple[str, dict[str, str]]:
        """One request, routed as the vendor's scripts would; pairs for a POST."""
        post, alert = _php(pairs or []), EXPIRED if sid else ""
        if page == "ajax/famille_enreg.php" and pairs:
            self.posts.append(pairs)
        if page in SIMPLE and not page.startswith("ajax/"):
            return PAGE.format(token="", title="Information", body=SIMPLE[page]), {}
        if page == "deconnexion.php":
            self.sessions.pop(sid, None)
            return "", {"Location": "index.php"}
        if page == "index.php":
            site, login = SITES.get(post.get("site", "")), post.get("login", "")
            if Account(site, login, post.get("passe", "")) in self.accounts:
                sid = secrets.token_hex(13)
                self.sessions[sid] = [login, ""]
                cookie = f"PHPSESSID={sid}; path=/; HttpOnly"
                return "", {"Location": "accueil.php", "Set-Cookie": cookie}
            alert = "Site, identifiant ou mot de passe incorrect." if pairs else ""
        if page == "index.php" or sid not in self.sessions:
            alert = alert and f'<div class="alert alert-danger">{alert}</div>'
            sites = " ".join(RADIO.format(*site) for site in SITES.items())
            text = SIGN_IN.format(alert=alert, sites=sites)
            return PAGE.format(token="", title="Connexion", body=text), {}
        login = self.sessions[sid][0]
        if page == "ajax/famille_enreg.php":
            answer = self._save(self.sessions[sid], post)
            return json.dumps(answer, separators=(",", ":")).replace("/", "\\/"), {}
        if page not in ("accueil.php", "ajax/famille.php"):
            return SIMPLE.get(page, ""), {}
        data, asked = self.data[login], self.asked[login]
        token = self.sessions[sid][1] = secrets.token_hex()
        if page == "accueil.php":
            who = escape(f"{BY_CAPTION['Civilité'].label_of(data['civ'])} {data['nom']}")
            return PAGE.format(token=token, title="Accueil", body=SHELL.format(who=who)), {}
        self.shown[login], groups = token, ""
        for f in FIELDS:
            if f"{f.section}</h" not in groups:
                groups += f"<h{3 + (f.section != D)}>{f.section}</h{3 + (f.section != D)}>\n"
            groups += _group(f, data[f.key], asked.get(f.key))
        return SHEET.format(token=token, groups=groups, waiting=WAITING if asked else ""), {}

    def _save(self, session: list[str], post: dict[str, str]) -> dict[str, object]:
        login, token = session
        sent = [post.get(name) for name in ("csrf", "onglet", "resp[login]")]
        if not token or sent != [token, "resp", login] or not post.keys() >= NEEDED:
            return {"ok": False, "message": "Fiche expirée ou incomplète.", "champs": []}
        values = {f: post.get(f"resp[{f.key}]", "") for f in EDITABLE}
        if faults := {f.key: text for f, raw in values.items() if (text := _fault(f, raw))}:
            return {"ok": False, "message": "Veuillez vérifier votre saisie.", "champs": faults}
        data, asked = self.data[login], self.asked[login]
        new = {f: v for f, v in values.items() if v not in (data[f.key], asked.get(f.key))}
        asked.update({f.key: raw for f, raw in new.items()})
        self.ledger.append(Effect(login, {f.caption: f.label_of(raw) for f, raw in new.items()}))
        session[1] = ""
        return {"ok": True, "message": DONE}


class _Handler(BaseHTTPRequestHandler):
    site: Site

    def do_GET(self) -> None:
        found = re.search(r"PHPSESSID=(\w+)", self.headers.get("Cookie", ""))
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        page = self.path.partition("?")[0].removeprefix("/extranet/")
        pairs = _read(body) if self.command == "POST" else None
        with self.site.lock:
            text, headers = self.site.answer(page, pairs, found[1] if found else "")
        kind, text = FILES.get(page, ("text/html", text))
        self.send_response(302 if "Location" in headers else 200 if text else 404)
        headers |= {"Content-Type": f"{kind}; charset=UTF-8", "Cache-Control": "no-store"}
        for name, value in {**headers, "Content-Length": str(len(text.encode()))}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(text.encode())

    do_POST = do_GET

    def log_message(self, format: str, *args: object) -> None: ...
