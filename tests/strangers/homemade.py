"""A home-grown PHP extranet of about 2010: windows-1252, an iframe to sign in, tabs of one form."""

import re
import secrets
import threading
from dataclasses import dataclass, field
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import unquote_to_bytes, urlsplit

from tests.strangers.stage import Account, Effect, Shown

Pairs = list[tuple[bytes, bytes]]
# fmt: off
SITES = {"1": "Conservatoire de Kerlan", "2": "École de musique de Plouvern"}
MENU = {"accueil": "Accueil", "famille": "Famille", "eleves": "&Eacute;l&egrave;ves",
        "facturation": "Facturation", "accessibilite": "Accessibilit&eacute;",
        "mdp": "Mot de passe", "deconnexion": "D&eacute;connexion"}
STYLE = """<style type="text/css">
#menu, #onglets { list-style: none; padding: 0; overflow: hidden; background: #369; color: #fff }
#menu li, #onglets li { float: left; padding: 6px 14px; cursor: pointer }
li.actif { background: #147 } .note { color: #c60; font-size: 10px } .err { color: #c00 }
.onglet { display: none; background: #fff; padding: 10px } #o1 { display: block }
.popin { position: absolute; top: 99px; left: 300px; width: 300px; background: #ffd }
</style>"""
SCRIPT = """<script type="text/javascript">
function fermer() {
  var d = document.getElementsByTagName('div');
  for (var i = 0; i < d.length; i++) if (d[i].className == 'popin') d[i].style.display = 'none';
}
function voir(n) {
  for (var i = 1; i <= 3; i++)
    document.getElementById('o' + i).style.display = (i == n) ? 'block' : 'none';
}
</script>"""
VALIDER = """<script type="text/javascript">
function valider() {
  var f = document.connexion;
  if (f.identifiant.value == '' || f.mdp.value == '') alert('Veuillez remplir les deux champs.');
  else document.connexion.submit();
}
</script>"""
LANDING = """<h1>&Eacute;coles de musique du pays de Kerlan</h1>\n<p>Extranet des usagers</p>
<iframe src="connexion.php" name="cadre" width="420" height="330" frameborder="0">
Votre navigateur ne sait pas afficher les cadres.</iframe> <p>&copy; 2010</p>"""
SIGN_IN = """<h3>Connexion</h3>\n%s<form name="connexion" method="post" action="connexion.php">
<input type="hidden" name="op" value="connexion">\n<table>
<tr><td>Site</td><td><select name="site">%s</select></td></tr>
<tr><td>Identifiant</td><td><input type="text" name="identifiant" value="%s"></td></tr>
<tr><td>Mot de passe</td><td><input type="password" name="mdp"></td></tr>\n</table>
<a href="javascript:valider()"><span>Se connecter</span></a>\n</form>
<p><a href="perdu.php">Mot de passe perdu</a> |
<a href="aide.php" target="_blank">Aide - Accessibilit&eacute;</a></p>"""
NEWS = """<h2>Bienvenue, famille de %s</h2>\n<h3>Les nouvelles</h3>
<p>L'audition de No&euml;l aura lieu le samedi 11 d&eacute;cembre &agrave; 15 h, salle Bombarde.</p>
<p>Rappel du secr&eacute;tariat : vous pouvez corriger vous-m&ecirc;me votre fiche dans le menu
Famille ; toute modification est mise en attente de validation.</p>
<p>Le pr&ecirc;t d’instruments co&ucirc;te 45 € par trimestre.</p>"""
FICHE = """%s<h2>Responsable</h2>\n<ul id="onglets">\n%s</ul>
<form name="fiche" method="post" action="famille.php" enctype="multipart/form-data">
<input type="hidden" name="MAX_FILE_SIZE" value="2097152">
<input type="hidden" name="ref" value="%s">\n%s<input type="hidden" name="%s" value="1">
<p><button type="submit" name="op" value="maj">Modifier</button>
<button type="reset">R&eacute;tablir</button> %s</p>\n</form>"""
WAITING = """<em>La fiche du responsable est en attente de validation par le personnel
administratif.</em>"""
LACKING = "Formulaire incomplet : la fiche n'est pas enregistrée."
DONE = """La fiche d'identité est mise à jour.
Un accusé de réception vous est envoyé par courrier électronique."""

@dataclass(frozen=True)
class Champ:
    """One control of the sheet; `ligne` ones are written « Caption : control » with a <br>."""
    section: str
    caption: str
    name: str
    kind: str = "texte"
    ligne: bool = False
    after: str = ""
    choices: tuple[tuple[str, str], ...] = ()

ID, CO, DI = SECTIONS = ("Identité", "Coordonnées", "Divers")
CIVILITES = (("", ""), ("1", "M."), ("2", "Mme"), ("3", "Mlle"))
CONTACTS = (("C", "Courrier"), ("M", "E-mail"), ("T", "Téléphone"))
CHAMPS = (
    Champ(ID, "N° de famille", "numero", "lecture"),
    Champ(ID, "Civilité", "civ", "liste", choices=CIVILITES),
    Champ(ID, "Nom", "nom"), Champ(ID, "Prénom", "prenom"),
    Champ(ID, "Date de naissance", "naiss", after=" (jj/mm/aaaa)"),
    Champ(ID, "Profession", "profession"), Champ(CO, "Adresse", "adresse", "zone"),
    Champ(CO, "Code postal", "cp", ligne=True), Champ(CO, "Ville", "ville", ligne=True),
    Champ(CO, "Téléphone domicile", "tel[]"), Champ(CO, "Téléphone portable", "tel[]"),
    Champ(CO, "E-mail", "mail"), Champ(DI, "Quotient familial", "qf", ligne=True, after=" €"),
    Champ(DI, "Contact par", "contact", "radio", ligne=True, choices=CONTACTS),
    Champ(DI, "Photo", "photo", "fichier", ligne=True),
    Champ(DI, "Droit à l’image accordé", "image", "case", ligne=True),
    Champ(DI, "Abonné à la lettre d'information", "lettre", "case", ligne=True),
    Champ(DI, "Observations", "obs", "zone"),
)
LUS = tuple(c for c in CHAMPS if c.kind != "fichier")
ROWS = (
    ("F-00412", "Mme", "D’Hervé-Kerœuc", "Maëlle", "07/03/1974", 'Gérante de "Fil & Cie"',
     "12 bis, rue de l'Église\nRésidence « Les Œillets »", "56999", "Kerlan-sur-Mer",
     "01 99 00 12 34", "06 39 98 12 34", "maelle.dherve@example.org", "845,50", "E-mail", "oui",
     "non", "Niveau < 3e cycle & solfège à l'oral.\n\nNe pas appeler avant 18 h > merci !"),
    ("F-01077", "M.", "O'Brien", "Gaël", "", "Électricien <BT & HT>", "Lieu-dit « Ty Coz »",
     "56998", "Plouvern", "", "06 39 98 77 01", "gael.obrien@example.org", "", "Courrier", "non",
     "oui", ""),
)

@dataclass
class Famille:
    """A row of the table of families: what is in force, what waits, the last token displayed."""
    account: Account
    values: dict[str, str]
    pending: dict[str, str] = field(default_factory=dict)
    photo: str = ""
    token: str = "0" * 32

    def shown(self, caption: str) -> str:
        return self.pending.get(caption, self.values[caption])

def _raw(text: str) -> bytes:
    return text.encode("cp1252", "xmlcharrefreplace")

def _text(raw: bytes) -> str:
    return raw.decode("cp1252", "replace").replace("\r\n", "\n").replace("\r", "\n")

def _pairs(body: bytes, kind: str) -> tuple[Pairs, str | None]:
    """The pairs of a form in order, and the file name of its photo, None without a file part."""
    found = re.search(r'multipart/form-data.*boundary="?([^";]+)', kind)
    if found is None:
        split = [p.replace(b"+", b" ").partition(b"=") for p in body.split(b"&") if p]
        return [(unquote_to_bytes(n), unquote_to_bytes(v)) for n, _, v in split], None
    pairs, photo = [], None
    for part in (b"\r\n" + body).split(b"\r\n--" + _raw(found[1]))[1:]:
        head, gap, value = part.partition(b"\r\n\r\n")
        name, file = (re.search(rb"\b" + k + rb'="([^"]*)"', head) for k in (b"name", b"filename"))
        if gap and name:
            pairs.append((name[1], value))
            photo = _text(file[1]) if file and name[1] == b"photo" else photo
    return pairs, photo

def _page(body: str, head: str = "") -> str:
    return (
        '<!DOCTYPE HTML PUBLIC "-//W3C//DTD HTML 4.01 Transitional//EN">\n<html>\n<head>\n'
        '<meta http-equiv="Content-Type" content="text/html; charset=iso-8859-1">\n'
        f"<title>Extranet</title>\n{STYLE}\n{head}</head>\n<body>\n{body}\n</body>\n</html>\n"
    )

def _portal(current: str, body: str) -> str:
    items = "\n".join(
        f"<li{' class=actif' if page == current else ''} "
        f"onclick=\"location.href='{page}.php'\">{label}</li>"
        for page, label in MENU.items()
    )
    return _page(f'<ul id="menu">\n{items}\n</ul>\n{body}', SCRIPT)

def _control(c: Champ, row: Famille) -> str:
    """A control with what follows it: its hint, then the note when it waits."""
    if c.kind == "fichier":
        return f'<input type="file" name="photo"> {escape(row.photo)}'
    value = row.shown(c.caption)
    picks = [(code, label, label == value) for code, label in c.choices]
    if c.kind == "liste":
        options = (f'<option value="{v}"{" selected" * on}>{label}' for v, label, on in picks)
        html = f'<select name="{c.name}">{"".join(options)}</select>'
    elif c.kind == "radio":
        kind = f'<input type="radio" name="{c.name}"'
        html = " ".join(f'{kind} value="{v}"{" checked" * on}>{label}' for v, label, on in picks)
    elif c.kind == "case":
        on = " checked" * (value == "oui")
        html = f'<input type="checkbox" name="{c.name}" value="1"{on}> {c.caption}'
    elif c.kind == "zone":
        html = f'<textarea name="{c.name}" rows="4" cols="45">\n{escape(value)}</textarea>'
    else:
        locked = ' readonly="readonly"' * (c.kind == "lecture")
        html = f'<input type="text" name="{c.name}" value="{escape(value)}"{locked}>'
    html += c.after
    if c.caption in row.pending:
        old = escape(row.values[c.caption]).replace("\n", "<br>")
        html += f' <span class="note">modifi&eacute; (en vigueur : {old})</span>'
    return html

def _panel(section: str, row: Famille) -> str:
    html = ""
    for c in CHAMPS:
        if c.section == section and c.ligne:
            html += f"{'' if c.kind == 'case' else c.caption + ' : '}{_control(c, row)}<br>\n"
        elif c.section == section:
            html += f"<dl>\n<dt>{c.caption}</dt>\n<dd>{_control(c, row)}</dd>\n</dl>\n"
    return html.replace("</dl>\n<dl>\n", "")

def _check(new: dict[str, str], photo: str) -> str:
    """The first thing that the vendor's checks complain of, or nothing."""
    checks = (
        (new["Nom"], ".+", "Le nom est obligatoire."),
        (new["Date de naissance"], r"(\d\d/\d\d/\d{4})?", "La date doit être jj/mm/aaaa."),
        (new["Code postal"], r"(\d{5})?", "Le code postal doit comporter 5 chiffres."),
        (new["E-mail"], r"[^@\s]+@[^@\s]+", "L'adresse e-mail n'est pas valide."),
        (photo, r"(?i)(.+\.(jpe?g|png))?", "La photo doit être au format JPEG ou PNG."),
    )
    return next((text for v, pattern, text in checks if not re.fullmatch(pattern, v)), "")

# fmt: on
class Site:
    """The home-grown extranet.

    A field that waits shows the NEW value, with the value in force in a note after it. A staff edit
    of a waiting field changes the value in force and leaves the request. Check boxes are oui/non.
    The optional Photo shows nothing of the record: it is posted but is not in `famille`.
    """

    accounts: tuple[Account, ...] = (
        Account(SITES["1"], "DHERVE56", "Bombarde&été10"),
        Account(SITES["2"], "OBRIEN12", "biniou+koz 7"),
    )

    def __init__(self) -> None:
        self.ledger: list[Effect] = []
        self.posts: list[Pairs] = []
        self._families = {
            a.identifier: Famille(a, {c.caption: v for c, v in zip(LUS, row, strict=True)})
            for a, row in zip(self.accounts, ROWS, strict=True)
        }
        self._sessions: dict[str, Famille] = {}
        self.lock = threading.Lock()
        self._server: ThreadingHTTPServer | None = None

    def start(self) -> str:
        handler = type("Bound", (_Handler,), {"site": self})
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()
        return f"http://127.0.0.1:{self._server.server_port}/extranet/"

    def stop(self) -> None:
        if self._server is not None:
            self._server.shutdown()
            self._server.server_close()

    def famille(self, identifier: str) -> list[Shown]:
        row = self._families[identifier]
        return [Shown(c.caption, row.shown(c.caption), c.section, c.kind != "lecture") for c in LUS]

    def waiting(self, identifier: str) -> dict[str, str]:
        return dict(self._families[identifier].pending)

    def browser_post(self, identifier: str, changes: dict[str, str]) -> Pairs:
        """The anti-forgery name is the one of the last display of this family's sheet."""
        row = self._families[identifier]
        pairs = [(b"MAX_FILE_SIZE", b"2097152"), (b"ref", _raw(row.values["N° de famille"][2:]))]
        for c in CHAMPS:
            value = "" if c.kind == "fichier" else changes.get(c.caption, row.shown(c.caption))
            if c.kind == "case":
                value = "1" if value == "oui" else ""
            elif c.choices:
                value = {label: code for code, label in c.choices}.get(value, "")
            if value or c.kind not in ("case", "radio"):
                pairs.append((_raw(c.name), _raw(re.sub(r"\r?\n", "\r\n", value))))
        return [*pairs, (_raw(row.token), b"1"), (b"op", b"maj")]

    def validate(self, identifier: str) -> None:
        self._families[identifier].values.update(self._families[identifier].pending)
        self._families[identifier].pending = {}

    def refuse(self, identifier: str) -> None:
        self._families[identifier].pending = {}

    def edit(self, identifier: str, caption: str, value: str) -> None:
        row = self._families[identifier]
        row.values[caption] = value
        row.pending = {k: v for k, v in row.pending.items() if v != row.values[k]}

    def end_sessions(self) -> None:
        self._sessions.clear()

    def answer(self, page: str, pairs: Pairs, photo: str | None, sid: str) -> str:
        """Run one script; as PHP of the time, adopt any session id that the browser brings."""
        if page == "famille" and pairs:
            self.posts.append(pairs)
        if page == "connexion":
            return self._connexion(sid, {_text(n): _text(v) for n, v in pairs})
        if page in ("perdu", "aide"):
            return _page('<p>Voyez votre secr&eacute;tariat.</p><a href="connexion.php">Retour</a>')
        if page == "deconnexion":
            self._sessions.pop(sid, None)
        row = self._sessions.get(sid)
        if page not in MENU or row is None:
            return _page(LANDING)
        if page == "famille":
            return self._fiche(row, self._update(row, pairs, photo))
        if page == "accueil":
            return _portal(page, NEWS % escape(f"{row.values['Prénom']} {row.values['Nom']}"))
        return _portal(page, "<p>Cette page est en construction.</p>")

    def _connexion(self, sid: str, form: dict[str, str]) -> str:
        site, identifier = form.get("site", "0"), form.get("identifiant", "").strip()
        row = self._families.get(identifier)
        wanted = Account(SITES.get(site), identifier, form.get("mdp", ""))
        if form.get("op") == "connexion" and row is not None and row.account == wanted:
            self._sessions[sid] = row
            go = "<script type=\"text/javascript\">top.location.href='accueil.php'</script>"
            return f"<html><head>{go}</head></html>"
        wrong = "<p class=err>Identifiant ou mot de passe incorrect.</p>\n" if form else ""
        options = "".join(
            f'<option value="{code}"{" selected" * (code == site)}>{label}\n'
            for code, label in {"0": "-- Choisir --", **SITES}.items()
        )
        return _page(SIGN_IN % (wrong, options, escape(identifier)), VALIDER)

    def _update(self, row: Famille, pairs: Pairs, photo: str | None) -> str:
        """Take a Famille form, every control of it or none; returns the message."""
        form = {_text(n): _text(v).strip() for n, v in pairs}
        if form.get("op") != "maj":
            return ""
        if form.get(row.token) != "1":
            return "Cette page n'est plus valable, veuillez recommencer."
        number = row.values["N° de famille"]
        mine = {"ref": number[2:], "numero": number, "MAX_FILE_SIZE": "2097152"}
        if photo is None or any(form.get(k) != v for k, v in mine.items()):
            return LACKING
        phones = iter([_text(v).strip() for n, v in pairs if n == b"tel[]"])
        new: dict[str, str] = {}
        for c in LUS:
            missing = "" if c.kind == "case" else None
            value = next(phones, None) if c.name == "tel[]" else form.get(c.name, missing)
            value = dict(c.choices).get(value or "") if c.choices else value
            if value is None:
                return LACKING
            new[c.caption] = ("oui" if value else "non") if c.kind == "case" else value
        if error := _check(new, photo):
            return error
        changes = {k: v for k, v in new.items() if v != row.shown(k)}
        row.pending = {k: v for k, v in new.items() if v != row.values[k]}
        if photo:
            row.photo = changes["Photo"] = photo
        self.ledger.append(Effect(row.account.identifier, changes))
        return DONE

    def _fiche(self, row: Famille, message: str) -> str:
        row.token = secrets.token_hex(16)
        popin = f'<div class="popin"><p>{message}</p><a onclick="fermer()">OK</a></div>\n'
        tabs = panels = ""
        for n, title in enumerate(SECTIONS, 1):
            tabs += f'<li onclick="voir({n})">{title}</li>\n'
            panels += f'<div class="onglet" id="o{n}">\n{_panel(title, row)}</div>\n'
        head = (popin * bool(message), tabs, row.values["N° de famille"][2:])
        return _portal("famille", FICHE % (*head, panels, row.token, WAITING * bool(row.pending)))


class _Handler(BaseHTTPRequestHandler):
    """Apache and PHP of the time."""

    site: Site
    protocol_version = "HTTP/1.1"
    server_version, sys_version = "Apache/2.2.9 (Debian)", "PHP/5.2.6-1+lenny16"

    def _serve(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        pairs, photo = _pairs(body, self.headers.get("Content-Type", ""))
        known = re.search(r"\bPHPSESSID=([0-9a-z]{26})\b", self.headers.get("Cookie", ""))
        sid = known[1] if known else secrets.token_hex(13)
        found = re.fullmatch(r"/extranet/(?:(\w+)\.php)?", urlsplit(self.path).path)
        with self.site.lock:
            page = found and self.site.answer(found[1] or "index", pairs, photo, sid)
        raw = _raw(page or "Not Found")
        self.send_response(200 if found else 404)
        self.send_header("Content-Type", "text/html; charset=windows-1252")
        self.send_header("Content-Length", str(len(raw)))
        self.send_header("Cache-Control", "no-store, no-cache, must-revalidate")
        self.send_header("Connection", "close")
        if found and not known:
            self.send_header("Set-Cookie", f"PHPSESSID={sid}; path=/extranet")
        self.end_headers()
        self.wfile.write(raw)

    do_GET = do_POST = _serve

    def log_message(self, format: str, *args: object) -> None:
        """Quiet."""
