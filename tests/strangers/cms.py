"""An extranet rendered by a content-management portal of about 2020 (minified HTML5)."""

import html
import re
import secrets
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, quote, urlsplit

from tests.strangers.stage import Account, Effect, Shown

TEL, MAIL = r"0[1-9]( ?[0-9]{2}){4}", r"[^@\s]+@[^@\s]+\.[^@\s]+"
DAY = r"[12]\d{3}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])"
RULES = {"tel": TEL, "email": MAIL, "zip": "[0-9]{5}", "number": "[0-9]{1,5}", "date": DAY}
SITES = {"12": "Vannes – Conservatoire", "15": "Locminé & Grand-Champ", "21": "Pays d’Elven"}
ID, CO, INFO = "Identité", "Coordonnées", "Informations complémentaires"
FIELDS_TABLE = f"""{ID}|numero|N° de famille|plain|||
{ID}|identifiant|Identifiant|output|||
{ID}|civilite|Civilité|radio|*||mme=Madame;m=Monsieur;nc=Ne se prononce pas
{ID}|nom|Nom|float|*||
{ID}|prenom|Prénom|float|*|Prénom d’usage du responsable|
{ID}|naissance|Date de naissance|date|||
{CO}|adresse|Adresse|area|*|N°, rue, bâtiment, lieu-dit…|
{CO}|cp|Code postal|zip|*||
{CO}|ville|Ville|town|*|Commencez à saisir puis choisissez|
{CO}|tel|Téléphone du domicile|tel|||
{CO}|mobile|Téléphone portable|tel|||
{CO}|email|E-mail|email|*|L’accusé de réception y est envoyé|
{CO}|contact|Moyen de contact préféré|radio|*||1=Courriel;2=SMS;3=Courrier postal
{INFO}|profession|Profession|select|||=— Choisir —;Arts et culture;a1=Luthière, luthier;a2=Métiers \
de l’image & du son;Santé;s1=Infirmière, infirmier;s2=Autre (santé);Sans activité;x1=Retraité(e)
{INFO}|quotient|Quotient familial|number||Voir l’avis de la CAF|
{INFO}|image|Droit à l’image|check||Photos et films des concerts|=Non;1=Oui
{INFO}|remarques|Remarques|area|||"""
VALUES = (
    "F-00017|mlegoff56|mme|Le Goff-D'Hervé|Maëlle|1979-03-14|Résidence « L'Étang »\nBât. B & C\n"
    "12, rue du Puits|56500|Locminé|01 99 00 12 34|06 39 98 45 67|maelle.legoff@example.org|1|a1|"
    '845|1|Appeler après 18 h <sauf le mercredi> & "jamais" le dimanche.\n\nMerci !',
    "F-00023|tnguyen-dacosta|m|Nguyễn da Costa|Théo|1984-11-02|3 bis, impasse de l’Œillet|56000|"
    "Vannes||0639985511|theo+musique@example.org|3|s2|||Garde alternée : 1 < 2 ; l'autre &amp; …",
)
KINDS_TEXT = """plain: <span class=form-label>{cap}</span><p class=form-control-plaintext>{v}
output: {label}<output id=responsable_{key}>{v}</output>
radio: <fieldset role=radiogroup><legend>{cap}{star}</legend>{badge}{opts}{note}</fieldset>
float: <div class=form-floating><input {a} placeholder=" " value="{v}">{label}{badge}{note}</div>
date: {label}{badge}<input {a} type={kind} value="{v}">{note}
area: {label}{badge}<textarea {a} rows=4>{v}</textarea>{note}
zip: {label}{badge}<input {a} pattern={rule} value="{v}">{note}
town: {label}{badge}<input {a} list=villes value="{v}">{note}<datalist id=villes><option
 value=Elven><option value="Grand-Champ"><option value=Locminé><option value=Vannes></datalist>
tel: <table class=table><tr><th scope=row><span id=l_{key}>{cap}</span>{badge}<td><input {a}
 type=tel aria-labelledby=l_{key} pattern="{rule}" title="10 chiffres" value="{v}">{note}</table>
select: {label}{badge}<select {a}>{opts}</select>{note}
number: <span id=l_{key}>{cap}</span>{star}{badge}<input {a} type=number min=0 max=99999
 aria-labelledby=l_{key} value="{v}"> <span class=input-group-text>€</span>{note}
check: <input {i} {name} type=checkbox class="custom-control-input visually-hidden" value=1{ticked}>
{label}{badge}{note}"""
KINDS = dict(row.split(": ", 1) for row in re.split(r"\n(?=[a-z]+: )", KINDS_TEXT))
STAR = "<abbr title=obligatoire>*</abbr>"
SHEET = """<p class="text-muted small">Vos modifications restent en attente tant que le personnel \
administratif ne les a pas validées.<form name=responsable action=/famille/{number} method=post>
<input type=hidden name=_method value=PUT><input type=hidden name=responsable[annee] value=2021>
{fields}</section><button type=submit name=responsable[modifier] class="btn btn-primary">Modifier
</button>{waits}<input type=hidden name=responsable[_token] value="{token}"></form>"""
WAITS = """ <span class="text-warning">La fiche du responsable est en attente de validation par le \
personnel administratif.</span>"""
SIGN_IN = f"""<form action="/connexion?retour={{back}}" method=post><input type=hidden
 name=_csrf_token value="{{csrf}}"><label for=site>Site {STAR}</label><select id=site name=site
 required><option value="">Choisissez votre site{{sites}}</select><div class=form-floating><input
 id=username name=_username placeholder=" " required value="{{last}}"><label for=username>Votre \
identifiant {STAR}</label></div><div class=form-floating><input type=password id=password required
 name=_password placeholder=" "><label for=password>Mot de passe {STAR}</label></div><input
 type=checkbox id=rm name=_remember_me value=on> <label for=rm>Rester connecté</label><button
 class="btn btn-primary">Se connecter</button></form><p><a href=/mot-de-passe/oubli>Mot de passe \
perdu</a> · <a href=/accessibilite>Aide - Accessibilité</a>"""
NAV = """<p class=lead>Bonjour, famille {who} !<nav class=dropdown aria-label=Principal><button
 type=button class=dropdown-toggle aria-controls=espace aria-expanded=false>Mon espace</button>
<ul id=espace class=dropdown-menu>{items}<li><form method=post action=/deconnexion><input name=_csrf
 type=hidden value="{csrf}"><button class=btn>Se déconnecter</button></form></ul></nav>"""
ITEM = '<li><a href={0}><svg class=icon viewBox="0 0 16 16"><path d="M2 8l6-6v9z"/></svg>{1}</a>'
PAGE = """<!doctype html><html lang=fr><meta charset=utf-8><title>{title} | Extranet usagers</title>
<link rel=stylesheet href=/theme.css><script src=/app.js defer></script><body><a href=#contenu
 class=visually-hidden>Aller au contenu</a><header><form action=/recherche role=search><label for=q
 class=visually-hidden>Rechercher</label><input type=search id=q name=q placeholder="Mots clés">
<button>Rechercher</button></form><form action=/langue method=post><label for=langue
 class=visually-hidden>Langue</label><select id=langue name=langue><option value=fr>Français<option
 value=br>Brezhoneg</select><button>OK</button></form>{nav}</header><div id=js-alert
 class="alert alert-danger is-hidden">Une erreur est survenue, veuillez réessayer.</div>{alerts}
<main id=contenu><h1>{title}</h1>{main}</main><footer><h2>Lettre d’information</h2><form method=post
 action=/lettre><label for=lettre_email>E-mail</label> <input type=email id=lettre_email name=email
 required><button>Valider</button></form></footer>"""
ALERT = """<div class="alert alert-{0} alert-dismissible" role={2}>{1}<button type=button
 class=btn-close aria-label=Fermer></button></div>"""
PAGES_TABLE = """/accueil|Accueil|<h2>Actualités</h2><p>La rentrée de l’orchestre aura lieu samedi.\
<p>Les instruments sont à rendre avant l’été.<p>« Harpes &amp; bombardes » : l’entrée est libre.
/famille|Famille|
/eleves|Élèves|<p>Élèves de la famille :<ul><li>Nolwenn, 1C2<li>Awen, éveil musical</ul>
/facturation|Facturation|<table><tr><th>Facture<th>Montant<tr><td>1er trimestre<td>84,00 €</table>
/accessibilite|Accessibilité|<p>Ce portail suit les recommandations du WCAG.
/mot-de-passe|Mot de passe|<p>Cette rubrique est en construction.
/mot-de-passe/oubli|Mot de passe perdu|<p>Adressez-vous au secrétariat de votre site."""
PAGES = {k: (title, text) for k, title, text in (r.split("|") for r in PAGES_TABLE.split("\n"))}
DONE = {"/lettre": "Inscription enregistrée.", "/langue": "Seul le français est disponible."}
CSS = """.is-hidden,.dropdown-menu{display:none}.tip:hover::after{content:" "attr(data-tip)}
.visually-hidden{position:absolute;width:1px;height:1px;overflow:hidden;clip:rect(0 0 0 0)}small,
.form-group>label,.dropdown.open>ul,.dropdown:focus-within>ul{display:block}.alert{background:#def}
.bg-warning{background:#fc0}.btn-close::after{content:"×"}.form-floating{position:relative;padding:
1.5em 0 0}.form-floating>label{position:absolute;top:0;left:0}.visually-hidden+label::before{
content:"☐ "}.visually-hidden:checked+label::before{content:"☑ "}.icon{width:1em}"""
SCRIPT = """onclick=function(e){var t=e.target,p=t.parentNode;if(t.matches('.btn-close'))p.remove();
if(t.matches('.dropdown-toggle'))t.setAttribute('aria-expanded',p.classList.toggle('open'))}"""
ASSETS = {"/theme.css": CSS, "/app.js": SCRIPT}
Data = dict[str, str]
Reply = tuple[int, str, str]  # status, body, where to go


def esc(text: str) -> str:
    """Escape the way the template engine does."""
    return html.escape(text).replace("&#x27;", "&#039;")


def mini(template: str, *args: object, **values: object) -> str:
    """Fill in a template of which the line ends are dropped."""
    return template.replace("\n", "").format(*args, **values)


class Field:  # one line of the sheet, as the table above has it
    def __init__(self, row: str) -> None:
        self.section, self.key, self.caption, self.kind, need, self.tip, options = row.split("|")
        self.required, self.options = bool(need), [o.partition("=") for o in options.split(";")]
        self.labels = {code: label for code, equals, label in self.options if equals}
        self.codes = {label: code for code, label in self.labels.items()}

    def fault(self, value: str) -> str:
        if not value:  # refused or not
            return "Cette valeur ne doit pas être vide." if self.required else ""
        fits = re.fullmatch(RULES.get(self.kind, "(?s).*"), value) and value in (
            self.labels or [value]
        )
        return "" if fits else "Cette valeur n’est pas valide."

    def markup(self, value: str, old: str | None, error: str) -> str:
        """The field with its label, marker and notes; `old` is in force while `value` waits."""
        key, cap, kind, v, badge, opts = self.key, self.caption, self.kind, esc(value), "", ""
        req, i = " required" * self.required, f"id=responsable_{key}"
        name, rule, ticked = f"name=responsable[{key}]", RULES.get(kind, ""), " checked" * bool(v)
        star = f" {STAR}" * self.required
        star += f' <span class=tip data-tip="{esc(self.tip)}">?</span>' if self.tip else ""
        a = f'{i} {name} class="form-control{" is-invalid" * bool(error)}"{req}'
        note = f"<div class=invalid-feedback>{error}</div>" if error else ""
        if old is not None:
            badge, was = ' <span class="badge bg-warning">En attente</span>', old or "(vide)"
            was = "/".join(reversed(was.split("-"))) if kind == "date" else was
            was = esc(self.labels.get(old, was)).replace("\n", "<br>")
            note += f"<small>Valeur actuelle : {was}</small>"
        for n, (code, equals, text) in enumerate(self.options):
            item = '<option value="{0}"{2}>{1}' if equals else '<optgroup label="{0}">'
            if kind == "radio":
                item = f"<div class=form-check><input type=radio {i}_{n} {name} value={code}{req}"
                item += f"{' checked' * (v == code)}><label for={i[3:]}_{n}>{{1}}</label></div>"
            opts += item.format(esc(code), esc(text), " selected" * (code == value))
        label = f"<label for=responsable_{key}>{cap}{star}</label>"
        return mini(f"<div class=form-group>{KINDS.get(kind, KINDS['date'])}</div>", **locals())


FIELDS = tuple(Field(row) for row in FIELDS_TABLE.split("\n"))
EDITABLE = tuple(f for f in FIELDS if f.kind not in ("plain", "output"))


class Family:  # what the vendor's database holds
    def __init__(self, number: int, account: Account, row: str) -> None:
        self.number, self.account, self.token = number, account, ""
        self.stored: Data = dict(zip([f.key for f in FIELDS], row.split("|"), strict=True))
        self.wanted: Data = {}


class Session:  # one visitor's cookie, signed in or not
    def __init__(self, family: Family | None, flashes: list[tuple[str, str]]) -> None:
        self.family, self.flashes, self.last = family, flashes, ""
        self.csrf, self.token = secrets.token_urlsafe(24), ""


class Site:
    """The portal. A waiting field shows the NEW value, the old one is written under it.

    Captions leave out the required mark and the tip; the check box reads Oui or Non; dates
    are ISO; `browser_post` carries the token of the family's latest display of Famille.
    """

    def __init__(self) -> None:
        one = Family(17, Account(SITES["15"], "mlegoff56", "Bombarde&2021"), VALUES[0])
        two = Family(23, Account(SITES["12"], "tnguyen-dacosta", "sol fa+mi é"), VALUES[1])
        self.accounts: tuple[Account, ...] = (one.account, two.account)
        self.ledger: list[Effect] = []
        self.posts: list[list[tuple[bytes, bytes]]] = []
        self._lock, self._sessions = threading.RLock(), dict[str, Session]()
        self._families = {family.account.identifier: family for family in (one, two)}

    def start(self) -> str:
        site = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                site._serve(self, self.rfile.read(int(self.headers.get("Content-Length") or 0)))

            do_GET = do_POST

            def log_message(self, format: str, *args: object) -> None:
                """Stay quiet."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()
        return f"http://127.0.0.1:{self._server.server_address[1]}/connexion"

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def famille(self, identifier: str) -> list[Shown]:
        values = self._families[identifier].stored | self._families[identifier].wanted
        read = [(f, f.labels.get(values[f.key], values[f.key])) for f in FIELDS]
        return [Shown(f.caption, value, f.section, f in EDITABLE) for f, value in read]

    def waiting(self, identifier: str) -> Data:
        wanted = {f.caption for f in FIELDS if f.key in self._families[identifier].wanted}
        return {x.caption: x.value for x in self.famille(identifier) if x.caption in wanted}

    def browser_post(self, identifier: str, changes: Data) -> list[tuple[bytes, bytes]]:
        """What a browser sends: an unticked box is absent, the token stands after the button."""
        family = self._families[identifier]
        values, edited = family.stored | family.wanted, {f.caption: f for f in EDITABLE}
        for caption, value in changes.items():
            values[edited[caption].key] = edited[caption].codes.get(value, value)
        sent = [f.key for f in EDITABLE if f.kind != "check" or values[f.key]]
        pairs = [("_method", "PUT"), ("responsable[annee]", "2021")]
        pairs += [(f"responsable[{k}]", re.sub("\r?\n", "\r\n", values[k])) for k in sent]
        pairs += [("responsable[modifier]", ""), ("responsable[_token]", family.token)]
        return [(k.encode(), v.encode()) for k, v in pairs]

    def validate(self, identifier: str) -> None:
        with self._lock:
            self._families[identifier].stored |= self._families[identifier].wanted
            self._families[identifier].wanted = {}

    def refuse(self, identifier: str) -> None:
        self._families[identifier].wanted = {}

    def edit(self, identifier: str, caption: str, value: str) -> None:
        """The staff changes a field; what waited for that field is dropped."""
        f = next(f for f in FIELDS if f.caption == caption)
        self._families[identifier].stored[f.key] = f.codes.get(value, value)
        self._families[identifier].wanted.pop(f.key, None)

    def end_sessions(self) -> None:
        self._sessions.clear()

    def _serve(self, handler: BaseHTTPRequestHandler, body: bytes) -> None:
        """Find the session, answer, set the cookie."""
        found = re.search(r"PHPSESSID=(\w+)", handler.headers.get("Cookie", ""))
        sid, url, cookie = found[1] if found else "", urlsplit(handler.path), ""
        text, post = body.decode("latin-1"), handler.command == "POST"
        pairs = parse_qsl(text, keep_blank_values=True, encoding="latin-1")
        data = {k: v.replace("\r\n", "\n") for k, v in parse_qsl(f"{text}&{url.query}", True)}
        with self._lock:
            if post and url.path.startswith("/famille/"):
                self.posts.append([(k.encode("latin-1"), v.encode("latin-1")) for k, v in pairs])
            if sid not in self._sessions:
                sid = cookie = secrets.token_hex(16)
            session = self._sessions.setdefault(sid, Session(None, []))
            before = session.family
            status, text, where = self._answer(session, post, url.path, data)
            if session.family is not before:  # signed in or out: the cookie changes
                self._sessions.pop(sid, None)
                cookie = secrets.token_hex(16)
                self._sessions[cookie] = Session(session.family, session.flashes)
                cookie += "; Max-Age=2592000" * ("_remember_me" in data)
        kind = {"/theme.css": "css", "/app.js": "javascript"}.get(url.path, "html")
        headers = [("Content-Type", f"text/{kind}; charset=UTF-8"), ("Cache-Control", "private")]
        headers += [("Set-Cookie", f"PHPSESSID={cookie}; path=/; HttpOnly")] * bool(cookie)
        handler.send_response(status)
        for header in headers + [("Location", where)] * bool(where):
            handler.send_header(*header)
        handler.end_headers()
        handler.wfile.write((text or f"<!DOCTYPE html>Redirecting to {esc(where)}.").encode())

    def _answer(self, s: Session, post: bool, path: str, data: Data) -> Reply:
        if path in ASSETS:
            return 200, ASSETS[path], ""
        if path in ("/", "/connexion"):
            return self._sign_in(s, post, data)
        if path in DONE and post:
            if path == "/lettre":
                who = s.family.account.identifier if s.family else ""
                self.ledger.append(Effect(who, {"Lettre d’information": data.get("email", "")}))
            s.flashes.append(("info", DONE[path]))
            return 303, "", "/"
        if path == "/recherche":
            asked, pages = data.get("q", "").lower(), [(k, *v) for k, v in PAGES.items()]
            hits = [f"<li><a href={k}>{t}</a>" for k, t, x in pages if asked in (t + x).lower()]
            return self._page(s, "Recherche", f"<p>{len(hits)} résultat(s)<ul>{''.join(hits)}</ul>")
        if path in ("/accessibilite", "/mot-de-passe/oubli"):
            return self._page(s, *PAGES[path])
        if s.family is None:
            s.flashes.append(("warning", "Veuillez vous reconnecter"))
            back = "/famille" if path.startswith("/famille") else "/accueil" if post else path
            return 302, "", f"/connexion?retour={quote(back, safe='')}"
        if path == "/deconnexion" and post and data.get("_csrf") == s.csrf:
            s.family, s.flashes = None, [("info", "Vous êtes déconnecté.")]
            return 302, "", "/connexion"
        if path == "/famille" and not post:
            return self._sheet(s, s.family, s.family.stored | s.family.wanted, {})
        if path == f"/famille/{s.family.number}":
            return self._update(s, s.family, data) if post else (302, "", "/famille")
        if path in PAGES:
            return self._page(s, *PAGES[path])
        return self._page(s, "Page introuvable", "<p>La page demandée n’existe pas.", 404)

    def _sign_in(self, s: Session, post: bool, data: Data) -> Reply:
        """The sign-in page and its answer; a wrong password goes back with a flash."""
        back = "/" + data.get("retour", "").lstrip("/")
        if post:
            s.last = data.get("_username", "").strip()
            given = Account(SITES.get(data.get("site", "")), s.last, data.get("_password", ""))
            if given in self.accounts and data.get("_csrf_token") == s.csrf:
                s.family, s.flashes = self._families[s.last], []
                return 302, "", back if len(back) > 1 else "/accueil"
            s.flashes.append(("danger", "Identifiants invalides."))
            return 302, "", f"/connexion?retour={quote(back, safe='')}"
        sites = "".join(f"<option value={k}>{esc(v)}" for k, v in SITES.items())
        main = mini(SIGN_IN, back=quote(back, safe=""), csrf=s.csrf, sites=sites, last=esc(s.last))
        return (302, "", "/accueil") if s.family else self._page(s, "Connexion", main)

    def _update(self, s: Session, family: Family, data: Data) -> Reply:
        """Take the form whole: a missing control or an extra one is refused, even an empty one."""
        if data.pop("_method", "") != "PUT":
            return self._page(s, "Méthode non autorisée", "<p>Allow: GET, PUT", 405)
        got = [data.pop(f"responsable[{k}]", None) for k in ("annee", "modifier", "_token")]
        whole = all(f.kind == "check" or f"responsable[{f.key}]" in data for f in EDITABLE)
        new = {f.key: data.pop(f"responsable[{f.key}]", "").strip() for f in EDITABLE}
        errors = {f.key: fault for f in EDITABLE if (fault := f.fault(new[f.key]))}
        if data or not whole or got[:2] != ["2021", ""]:
            errors[""] = "Le formulaire est incomplet ou contient des champs supplémentaires."
        if not s.token or got[2] != s.token:
            errors[""] = "Le jeton CSRF est invalide. Veuillez renvoyer le formulaire."
        shown, s.token = family.stored | family.wanted, ""
        if errors:
            return self._sheet(s, family, shown | new, errors)
        family.wanted = {k: v for k, v in new.items() if v != family.stored[k]}
        changed = [f for f in EDITABLE if new[f.key] != shown[f.key]]
        changes = {f.caption: f.labels.get(new[f.key], new[f.key]) for f in changed}
        self.ledger.append(Effect(family.account.identifier, changes))
        done = "La fiche d’identité a été mise à jour. Un accusé de réception vous est envoyé."
        s.flashes += [("success", done)]
        return 303, "", "/famille"

    def _sheet(self, s: Session, family: Family, values: Data, errors: Data) -> Reply:
        """Famille, with a new token at every display."""
        s.token = family.token = secrets.token_urlsafe(32)
        s.flashes += [("danger", errors.get("", "Certains champs sont à revoir."))] * bool(errors)
        fields, section = "", ""
        for f in FIELDS:
            if f.section != section:
                fields += "</section>" * bool(section) + f"<section><h2>{f.section}</h2>"
            section, old = f.section, family.stored[f.key] if f.key in family.wanted else None
            fields += f.markup(values[f.key], old, errors.get(f.key, ""))
        main = mini(SHEET, fields=fields, waits=WAITS * bool(family.wanted), **vars(family))
        return self._page(s, "Famille", main, 422 if errors else 200)

    def _page(self, s: Session, title: str, main: str, status: int = 200) -> Reply:
        """The layout: search, language and newsletter forms around every page."""
        nav = alerts = ""
        if s.family:
            badge = {"/famille": " <span class=badge>1</span>"} if s.family.wanted else {}
            menu = {path: row[0] + badge.get(path, "") for path, row in list(PAGES.items())[:6]}
            items, who = "".join(mini(ITEM, *row) for row in menu.items()), s.family.stored["nom"]
            nav = mini(NAV, items=items, csrf=s.csrf, who=esc(who))
        for level, text in s.flashes:
            alerts += mini(ALERT, level, esc(text), "status" if level == "success" else "alert")
        s.flashes = []
        return status, mini(PAGE, title=title, nav=nav, alerts=alerts, main=main), ""
