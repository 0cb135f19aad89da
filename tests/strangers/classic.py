"""A small vendor's extranet of about 2000: query-string pages, no style sheet, no charset."""

import html
import re
import secrets
import threading
import time
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from string import ascii_uppercase
from urllib.parse import unquote_to_bytes

from .stage import Account, Effect, Shown

Pairs = list[tuple[bytes, bytes]]
YES, NO, VERSION, DATE = "oui", "non", "2.31", ("jj", "mm", "aaaa")
SITES = ("Conservatoire de Kerlann (siège)", "Antenne de Saint-Avit", "Antenne de l'Île-aux-Bœufs")
SITUATIONS = "(non précisé)", "Célibataire", "Marié(e)", "Vie maritale", "Divorcé(e)", "Veuf, veuve"
BRACKETS = ("(inconnu)", "A - moins de 600 €", "B - de 600 à 1 100 €", "C - au-delà de 1 100 €")
POPUP = "window.open('default.asp?ecran=20','fiche','width=600')"
HOME = "default.asp?ecran=10"
WAITS = "La fiche du responsable est en attente de validation par le personnel administratif."


@dataclass(frozen=True)
class Champ:
    """One line of the sheet: its name in the form, caption, group, kind, layout and choices."""

    name: str
    caption: str
    section: str
    kind: str = "texte"
    layout: str = "points"
    options: tuple[str, ...] = ()


IDENTITE, COORD, DIVERS = GROUPS = ("Identité", "Coordonnées", "Renseignements divers")
CHAMPS = (
    Champ("", "N° de famille", IDENTITE, "fixe"),
    Champ("Civ", "Civilité", IDENTITE, "radio", "gras", ("M.", "Mme", "Mlle")),
    Champ("nom", "Nom", IDENTITE),
    Champ("NomJF", "Nom de jeune fille", IDENTITE),
    Champ("Prenom", "Prénom", IDENTITE),
    Champ("nais", "Date de naissance", IDENTITE, "date"),
    Champ("SitFam", "Situation de famille", IDENTITE, "liste", "points", SITUATIONS),
    Champ("Profession", "Profession", IDENTITE, layout="gras"),
    *(Champ(n, c, COORD) for n, c in (("Adr1", "Adresse"), ("Adr2", "Adresse (suite)"))),
    *(Champ(n, c, COORD) for n, c in (("CP", "Code postal"), ("Ville", "Ville"))),
    *(Champ(f"Tel{n[:3].title()}", f"Tél. {n}", COORD) for n in ("domicile", "portable")),
    Champ("mel", "E-mail", COORD),
    Champ("QF", "Quotient familial", DIVERS, "liste", "gras", BRACKETS),
    Champ("Image", "Droit à l'image", DIVERS, "case"),
    Champ("Rem", "Remarques", DIVERS, "zone", "gras"),
)
BY_CAPTION = {champ.caption: champ for champ in CHAMPS}
PEOPLE = {
    "LEGOFF12": ("004512", "Mme", "Le Goff d'Hervé", "Bœuf", "Anne-Gaëlle", "09/04/1964",
        "Marié(e)", 'Gérante « Chez "Gaël" & fils »', "12 bis, rue de l'Étang", "Bât. B <2e étage>",
        "56999", "Kerlann-sur-Œil", "01 99 00 12 34", "06 39 98 12 34", "anne.legoff@example.org",
        BRACKETS[2], YES, "Léa est allergique à l’arachide.\nAppeler d'abord le père (A & B < C)."),
    "NUNEZ7": ("000077", "M.", "Núñez", "", "François-Noël", "31/12/1958", "Divorcé(e)", "Luthier",
        "Lieu-dit « Les Chênes »", "", "35998", "Saint-Avit", "01 99 00 77 07", "06 39 98 55 01",
        "fn.nunez@example.org", BRACKETS[0], NO, ""),
}  # fmt: skip
PUPILS = {"LEGOFF12": "Léa (violon)\n<LI>Maël (cor d'harmonie)", "NUNEZ7": "Inès (hautbois)"}
SCRIPT = """<SCRIPT LANGUAGE="JavaScript"><!--
function verif(f) { if (f.nom.value == '') { alert('Le nom est obligatoire'); return; }
  f.action = 'default.asp?ecran=21'; f.submit(); }
//--></SCRIPT>
"""
ENTRIES = {"10": "Accueil", "20": "Famille", "30": "Élèves", "40": "Facturation"}
ENTRIES |= {"50": "Accessibilité", "60": "Mot de passe", "99": "Déconnexion"}
PUBLIC = {"3": "Mot de passe perdu", "4": "Aide - Accessibilité"}
MESSAGES = {"fin": "Vous êtes déconnecté(e).", "expire": "Votre session a expiré."}
NEWS = """<U>Les nouvelles</U><BR>
- Le concert d'hiver aura lieu le samedi 14 décembre : venez nombreux !<BR>
- Pensez à vérifier votre adresse dans l'écran Famille avant la rentrée.<BR>"""
BILLS = "<TR><TH>N°<TH>Libellé<TH>Montant\n<TR><TD>FA-1207<TD>1er trimestre<TD>142,50 €"


def _bytes(text: str) -> bytes:
    return text.encode("cp1252", "xmlcharrefreplace")


def _request(pairs: Pairs) -> dict[str, str]:
    """Names without regard to case; values given twice are joined by a comma."""
    got: dict[str, list[str]] = {}
    for name, value in pairs:
        text = "".join(bytes([b]).decode("cp1252", "ignore") or chr(b) for b in value)
        got.setdefault(name.decode("cp1252", "replace").lower(), []).append(text)
    return {name: ", ".join(texts) for name, texts in got.items()}


def _pairs(raw: bytes) -> Pairs:
    cut = [piece.replace(b"+", b" ").partition(b"=") for piece in raw.split(b"&") if piece]
    return [(unquote_to_bytes(name), unquote_to_bytes(value)) for name, _, value in cut]


def _seen(champ: Champ, value: str) -> str:
    """What the page shows of a stored value: a list without its value shows its first line."""
    return champ.options[0] if champ.kind == "liste" and value not in champ.options else value


def _posted(champ: Champ, form: dict[str, str]) -> str:
    raw = form.get(champ.name.lower(), "")
    if champ.kind == "date":
        parts = [form.get(part, "").strip() for part in DATE]
        return "/".join(part.zfill(2) for part in parts) if any(parts) else ""
    if champ.kind == "radio":
        return {str(i): label for i, label in enumerate(champ.options, 1)}.get(raw, "")
    if champ.kind == "case":
        return YES if raw else NO
    return raw.replace("\r\n", "\n")


def _fault(new: dict[str, str]) -> str:
    try:
        time.strptime(new["Date de naissance"] or "01/01/1900", "%d/%m/%Y")
    except ValueError:
        return "La date de naissance est incorrecte (jj/mm/aaaa)."
    if not new["Nom"].strip():
        return "Le nom est obligatoire."
    if not re.fullmatch(r"|.+@.+", new["E-mail"]):
        return "L'adresse e-mail est incorrecte."
    return "" if re.fullmatch(r"|\d{5}", new["Code postal"]) else "Le code postal est incorrect."


def _select(name: str, labels: tuple[str, ...], chosen: str) -> str:
    marks = {chosen: " SELECTED"}
    options = "".join(f"<OPTION{marks.get(label, '')}>{label}\n" for label in labels)
    return f"<SELECT NAME={name}>{options}</SELECT>"


def _line(champ: Champ, value: str, waits: bool) -> str:
    mark, name = "<FONT COLOR=red>¤</FONT> " if waits else "", champ.name
    safe, box, marks = html.escape(value).replace("&#x27;", "'"), "", {value: " CHECKED"}
    if champ.kind == "fixe":
        box = f"<B>{safe}</B>"
    elif champ.kind == "radio":
        for code, label in enumerate(champ.options, 1):
            box += f"<INPUT TYPE=radio NAME={name} VALUE={code}{marks.get(label, '')}>{label} "
    elif champ.kind == "date":
        parts = zip(DATE, (2, 2, 4), (safe or "//").split("/"), strict=True)
        box = "/".join(f'<INPUT NAME={n} SIZE={size} VALUE="{v}">' for n, size, v in parts)
    elif champ.kind == "liste":
        box = _select(name, champ.options, value)
    elif champ.kind == "case":
        box = f"<input type=checkbox name={name}{marks.get(YES, '')}>"
        return f"{box} {mark}<B>{champ.caption}</B>"
    elif champ.kind == "zone":
        box = f"<BR><TEXTAREA NAME={name} ROWS=3 COLS=34>\n{safe}</TEXTAREA>"
    else:
        box = f'<Input Type=text Name={name} Size={5 if name == "CP" else 25} Value="{safe}">'
    if champ.layout == "gras":
        return f"{mark}<B>{champ.caption}</B> {box}"
    return f"{mark}{champ.caption} {'.' * (23 - len(champ.caption))}: {box}"


def _page(title: str, body: str, head: str = "") -> str:
    return f"""<HTML>\n<HEAD><TITLE>EXTRANET usager - {title}</TITLE>\n{head}</HEAD>
<BODY BGCOLOR="#FFFFCC" TEXT=black LINK=navy>\n{body}\n</body>\n</HTML>\n"""


def _menu_page(title: str, body: str) -> str:
    """A page under the menu, which is there twice: a drop-down list and a row of links."""
    urls = {label: f"default.asp?ecran={ecran}" for ecran, label in ENTRIES.items()}
    links = {label: f'<A HREF="{url}">{label}</A>' for label, url in urls.items()}
    links["Famille"] = f'<a href="#" onclick="{POPUP}">Famille</a>'
    urls["Famille"] = f"javascript:void({POPUP})"
    picks = "".join(f'<option value="{url}">{label}\n' for label, url in urls.items())
    page = f"""<FORM><select name="menu" onchange="if (this.value) location.href=this.value">
<option value="">-- Menu --\n{picks}</select></FORM>
<CENTER>{" ".join(f"[{link}]" for link in links.values())}</CENTER><HR>
<FONT SIZE=+2><B>{title}</B></FONT><P>\n{body}\n<HR>
<FONT SIZE=-1>Extranet usager v{VERSION} - meilleur affichage en 800 x 600</FONT>"""
    return _page(title, page)


def _sign_in(message: str = "", identifier: str = "") -> str:
    links = [f'[<A HREF="default.asp?ecran={n}">{label}</A>]' for n, label in PUBLIC.items()]
    page = f"""<CENTER><FONT SIZE=+2><B>Connexion</B></FONT><P>\n<FONT COLOR=red>{message}</FONT>
<FORM METHOD=POST ACTION="default.asp?ecran=2">\n<PRE>
Site .........: {_select("site", SITES, SITES[0])}
Identifiant ..: <INPUT NAME=ident SIZE=20 VALUE="{html.escape(identifier)}">
Mot de passe .: <INPUT TYPE=password NAME=mdp SIZE=20>\n</PRE>
<INPUT TYPE=submit VALUE="Se connecter"></FORM>\n{" ".join(links)}</CENTER>"""
    return _page("Connexion", page)


class Site:
    """Served in windows-1252; a waiting field shows the OLD value until the staff validates.

    Requests add up field by field; a field posted with its value in force asks for nothing.
    The value of the check box is « oui » or « non »; a check box that is not sent is « non ».
    """

    def __init__(self) -> None:
        self.accounts: tuple[Account, ...] = (
            Account(SITES[0], "LEGOFF12", "soleil99"),
            Account(SITES[1], "NUNEZ7", "Flûte&bec"),
        )
        self.ledger: list[Effect] = []
        self.posts: list[Pairs] = []
        self._sheets = {w: dict(zip(BY_CAPTION, v, strict=True)) for w, v in PEOPLE.items()}
        self._waiting: dict[str, dict[str, str]] = {who: {} for who in PEOPLE}
        self._issued = dict.fromkeys(PEOPLE, "")
        self._lock = threading.Lock()
        self.end_sessions()

    def start(self) -> str:
        """Serve on a free port of 127.0.0.1; returns the sign-in address."""
        self.end_sessions()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()
        return f"http://127.0.0.1:{self._server.server_address[1]}/extranet/default.asp?ecran=1"

    def stop(self) -> None:
        """Stop serving."""
        self._server.shutdown()
        self._server.server_close()

    def famille(self, identifier: str) -> list[Shown]:
        """The lines of the sheet in the order of the page."""
        sheet = [(c, _seen(c, self._sheets[identifier][c.caption])) for c in CHAMPS]
        return [Shown(c.caption, value, c.section, c.kind != "fixe") for c, value in sheet]

    def waiting(self, identifier: str) -> dict[str, str]:
        """Requested values by caption."""
        return dict(self._waiting[identifier])

    def browser_post(self, identifier: str, changes: dict[str, str]) -> Pairs:
        """What the pop-up last shown to this family would send after these edits."""
        values = {s.caption: s.value for s in self.famille(identifier)}
        sent = [("num", values["N° de famille"]), ("version", VERSION)]
        sent.append(("transac", self._issued[identifier]))
        for champ in CHAMPS[1:]:
            value = changes.get(champ.caption, values[champ.caption])
            if champ.kind == "radio":
                sent += [(champ.name, str(champ.options.index(value) + 1))] if value else []
            elif champ.kind == "date":
                sent += zip(DATE, (value or "//").split("/"), strict=True)
            elif champ.kind == "case":
                sent += [(champ.name, "on")] if value == YES else []
            else:
                sent.append((champ.name, "\r\n".join(value.replace("\r", "").split("\n"))))
        return [(_bytes(name), _bytes(value)) for name, value in sent]

    def validate(self, identifier: str) -> None:
        """The staff accepts what waits."""
        self._sheets[identifier].update(self._waiting[identifier])
        self._waiting[identifier].clear()

    def refuse(self, identifier: str) -> None:
        """The staff turns it down."""
        self._waiting[identifier].clear()

    def edit(self, identifier: str, caption: str, value: str) -> None:
        """The staff changes a value in force, from a program that knows windows-1252 only."""
        kept = value.encode("cp1252", "replace").decode("cp1252")
        self._sheets[identifier][BY_CAPTION[caption].caption] = kept
        if self._waiting[identifier].get(caption) == kept:
            del self._waiting[identifier][caption]

    def end_sessions(self) -> None:
        """A restart: no session left, and the cookie has another name."""
        self._visits: dict[str, str] = {}
        self._transac: dict[str, str] = {}
        self._cookie = "ASPSESSIONID" + "".join(secrets.choice(ascii_uppercase) for _ in range(8))

    def answer(self, ecran: str, query: dict[str, str], cookies: str, body: Pairs) -> list[str]:
        """The page (or the address) that answers a request, and a cookie to set."""
        with self._lock:
            sent = dict(c.strip().partition("=")[::2] for c in cookies.split(";"))
            key, fresh = sent.get(self._cookie, ""), ""
            if key not in self._visits:
                key = "".join(secrets.choice(ascii_uppercase) for _ in range(24))
                self._visits[key], fresh = "", f"{self._cookie}={key}; path=/"
            if ecran == "21" and body:
                self.posts.append(body)
            return [self._screen(key, ecran, query.get("msg", ""), body), fresh]

    def _screen(self, key: str, ecran: str, msg: str, body: Pairs) -> str:
        form, user = _request(body), self._visits[key]
        if ecran == "1":
            return _sign_in(MESSAGES.get(msg, ""))
        if ecran == "2":
            given = Account(form.get("site"), form.get("ident", ""), form.get("mdp", ""))
            if given not in self.accounts:
                return _sign_in("Site, identifiant ou mot de passe incorrect !", given.identifier)
            self._visits[key] = given.identifier
            text = f'<B>Identification réussie</B><P>Patientez ou <A HREF="{HOME}">Cliquez ici</A>'
            refresh = f'<meta http-equiv=refresh content="2; url={HOME}">\n'
            return _page("Identification", f"<BR><CENTER>{text}</CENTER>", refresh)
        if title := PUBLIC.get(ecran):
            text = f"<CENTER><B>{title}</B><P>Merci de vous adresser au secrétariat.<P>"
            return _page(title, text + '<A HREF="default.asp?ecran=1">Retour</A></CENTER>')
        if not user or ecran == "99":
            self._visits[key] = ""
            return f"default.asp?ecran=1&msg={'fin' if ecran == '99' else 'expire'}"
        if ecran == "20":
            return self._sheet(key, user)
        if ecran == "21":
            said = self._modify(user, self._transac.pop(key, None), form)
            back = "<input type=button value=OK onclick=\"location.href='default.asp?ecran=20'\">"
            return _page("Fiche", f"<BR><BR><CENTER>{said}<BR><BR>\n{back}</CENTER>")
        name = " ".join(self._sheets[user][caption] for caption in ("Civilité", "Prénom", "Nom"))
        texts = {"30": f"<UL><LI>{PUPILS[user]}</UL>", "40": f"<TABLE BORDER=1>{BILLS}</TABLE>"}
        texts["10"] = f"Bonjour <B>{html.escape(name)}</B>, et bienvenue.<P>\n{NEWS}"
        text = texts.get(ecran, "<I>Page en construction...</I>")
        return _menu_page(ENTRIES.get(ecran, "Écran inconnu"), text)

    def _sheet(self, key: str, user: str) -> str:
        transac = self._transac[key] = self._issued[user] = f"{secrets.randbelow(10**8):08d}"
        sheet, waits = self._sheets[user], self._waiting[user]
        title = {g: f"<FONT COLOR=navy SIZE=+1><U>{g}</U></FONT>" for g in GROUPS}
        wait = f"\n<I>{WAITS}</I>" if waits else ""
        foot = "<P><FONT COLOR=red>¤</FONT> donnée modifiée, non encore validée" if waits else ""
        texts = dict.fromkeys(GROUPS, "")
        for c in CHAMPS:
            line = _line(c, _seen(c, sheet[c.caption]), c.caption in waits)
            texts[c.section] += line + ("\n" if c.section == IDENTITE else "<BR>\n")
        page = f"""<CENTER><FONT SIZE=+2><B>Fiche du responsable</B></FONT></CENTER>
<TABLE BORDER=0 CELLPADDING=4><FORM NAME=fiche METHOD=post>
<input type=hidden name=num value="{sheet["N° de famille"]}">
<INPUT TYPE=HIDDEN NAME=version VALUE={VERSION}>
<INPUT TYPE=HIDDEN NAME=transac VALUE={transac}>
<TR VALIGN=top><TD NOWRAP>{title[IDENTITE]}<PRE>\n{texts[IDENTITE]}</PRE>
<TD NOWRAP>{title[COORD]}<BR><BR>\n{texts[COORD]}<BR>\n{title[DIVERS]}<BR><BR>\n{texts[DIVERS]}
</TABLE>\n<INPUT TYPE=button VALUE="Modifier" onclick="verif(this.form)">{wait}
</FORM>\n<CENTER><A HREF="#" onclick="window.close()">Fermer</A></CENTER>\n{foot}"""
        return _page("Fiche", page, SCRIPT)

    def _modify(self, user: str, transac: str | None, form: dict[str, str]) -> str:
        sheet, waits = self._sheets[user], self._waiting[user]
        new = {c.caption: _posted(c, form) for c in CHAMPS[1:]}
        fault = _fault(new)
        if transac is None or form.get("transac") != transac:
            fault = "Cette page n'est plus valable, veuillez recommencer."
        elif (form.get("num"), form.get("version")) != (sheet["N° de famille"], VERSION):
            fault = "Erreur 800a0005 : appel de procédure ou argument incorrect."
        if fault:
            return f"<FONT COLOR=red>{fault}</FONT>"
        now = {c.caption: _seen(c, sheet[c.caption]) for c in CHAMPS[1:]}
        asked = {k: v for k, v in new.items() if v not in (now[k], waits.get(k))}
        waits.update(asked)
        self.ledger.append(Effect(user, asked))
        return "La fiche d'identité est mise à jour.<BR>Un accusé de réception vous est envoyé."


def _handler(site: Site) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        server_version, sys_version, error_content_type = "Microsoft-IIS/5.0", "", "text/html"

        def log_message(self, format: str, *args: object) -> None:
            """Nothing to say."""

        def do_GET(self) -> None:
            path, _, raw = self.path.partition("?")
            body = _pairs(self.rfile.read(int(self.headers.get("Content-Length") or 0)))
            if path.lower() not in ("/extranet/", "/extranet/default.asp"):
                self.send_error(404)
                return
            query = _request(_pairs(raw.encode()))
            ecran, cookies = query.get("ecran", "1"), "; ".join(self.headers.get_all("Cookie", []))
            page, cookie = site.answer(ecran, query, cookies, body)
            goto = "" if page.startswith("<") else page
            self.send_response(302 if goto else 200)
            for name, value in (("Location", goto), ("Set-Cookie", cookie)):
                if value:
                    self.send_header(name, value)
            self.send_header("Content-Type", "text/html")
            self.send_header("Cache-Control", "private")
            self.end_headers()
            self.wfile.write(_bytes("<H1>Object Moved</H1>" if goto else page))

        do_POST = do_GET

    return Handler
