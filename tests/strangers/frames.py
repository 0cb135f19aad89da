"""An old extranet of frames, layout tables and a session id in every address (about 2002)."""

import re
import secrets
import threading
from dataclasses import dataclass, field
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, quote, unquote_to_bytes, urlsplit

from .stage import Account, Effect, Shown

SITES = ("École de musique de Kerlann", "Conservatoire du Pays d'Arzhel", "Atelier de danse")
LOGINS = (("legoff.m", "Genêt+56&mer"), ("F00217", "moulin 71"))
ACCOUNTS = tuple(Account(site, *login) for site, login in zip(SITES, LOGINS, strict=False))
# Group | column (+: beside the former) | caption | kind | size | hint | choices (code=label).
COLUMNS = """Identité|no_resp|N° de famille|fixed|9||
Identité|civ|Civilité|radio|0||1=M.,2=Mme,3=Mlle
Identité|nom|Nom|text|40|*|
Identité|+prenom|Prénom|text|40|*|
Identité|ddn|Date de naissance|text|10|(jj/mm/aaaa)|
Identité|+lien|Lien de parenté|select|0||P=Père,M=Mère,T=Tuteur légal,A=Autre
Coordonnées|adr|Adresse|area|3||
Coordonnées|cp|Code postal|text|5||
Coordonnées|+ville|Ville|text|40||
Coordonnées|tel1|Tél. domicile|text|20||
Coordonnées|+tel2|Tél. portable|text|20||
Coordonnées|mel|E-mail|text|60||
Renseignements administratifs|prof|Profession|text|50||
Renseignements administratifs|+qf|Quotient familial|text|8|€|
Renseignements administratifs|regl|Mode de règlement|select|0||Prélèvement,Chèque,Espèces & bons
Divers|dimg|Droit à l'image|check|0|j'autorise la publication de photographies|
Divers|+prog|Programme des concerts|radio|0||C=par courrier,E=par e-mail,N=non merci
Divers|obs|Observations|area|4||"""
# One family a line, in the order of the columns; ¶ is a new line.
ROWS = """K-00413|2|Le Goff-d'Hervé|Maëlle|09/02/1968|M|12 bis, rue de l'Étang¶Bât. "Les Ajoncs" & \
dépendances¶Lieu-dit <Kerlann>|56190|Noyal-Muzillac|01 99 00 12 34|06 39 98 45 67|\
maelle.legoff@example.org|Luthière "à façon" & accordeuse|712,50|Chèque|O|E|\
Appeler après 18 h.¶¶Aînée : cours < 1 heure & solfège à côté
A-00217|1|N'Guyen|Théo|31/12/1971|P|3, allée du Moulin à Vent|56230|Questembert||\
06 39 98 02 18|t.nguyen@example.org|Maître-nageur||Espèces & bons||N|"""
DONE = "La fiche d'identité est mise à jour.\nUn accusé de réception vous est envoyé par e-mail."
WAITS = "La fiche du responsable est en attente de validation par le personnel administratif."
SCRIPT = """<SCRIPT LANGUAGE="JavaScript">
<!--
var annule = 0;
function aide() { window.open('aide.php', 'aide', 'width=420,height=300,scrollbars=yes'); }
function verif(f) {
  if (annule) return true;
  if (f.nom.value == "") { alert("Le nom est obligatoire."); f.nom.focus(); return false; }
  if (f.prenom.value == "") { alert("Le pr\\351nom est obligatoire."); return false; }
  return true;
}
//--></SCRIPT>
"""
NEWS = """<P>Bonjour {who}, bienvenue sur votre extranet.
<HR><B>Les nouvelles</B><UL><LI>Le secr&eacute;tariat sera ferm&eacute; du 24 décembre au 2 janvier.
<LI>Concert du ch\u0153ur d\u2019enfants le 15 mars &agrave; 20 h 30, entr&eacute;e 5 €.
<LI>Famille &amp; amis : pensez à mettre à jour votre fiche.</UL>"""
PUPILS = "<UL><LI>Solène (violon)<LI>Aël (éveil musical)</UL>"
BILLS = """<TABLE BORDER=1><TR><TH>Date<TH>Libell&eacute;<TH>Montant
<TR><TD>01/10/2003<TD>Cotisation 1er trimestre<TD ALIGN=right>64,00</TABLE>"""
FRAMES = """<FRAMESET ROWS="64,*" BORDER=0 FRAMEBORDER=0>
<FRAME NAME=haut SRC=haut.php{sid} SCROLLING=no NORESIZE><FRAMESET COLS="150,*" BORDER=0>
<FRAME NAME=menu SRC=menu.php{sid} NORESIZE><FRAME NAME=main SRC=accueil.php{sid}>
</FRAMESET><NOFRAMES><BODY>Navigateur sans cadres.</BODY></NOFRAMES></FRAMESET></HTML>"""
LABELS = ("Accueil", "Famille", "Élèves", "Facturation", "Accessibilité", "Mot de passe")
FILES = ("accueil.php", "famille.php", "eleves.php", "factures.php", "acces.php", "passe.php")
MENU = dict(zip((*FILES, "deconnexion.php"), (*LABELS, "Déconnexion"), strict=True))
PLAIN = {"accueil.php": NEWS, "eleves.php": PUPILS, "factures.php": BILLS}
NO_CACHE = {"Expires": "Thu, 19 Nov 1981 08:52:00 GMT", "Cache-Control": "no-store, no-cache"}
DATE = r"(0[1-9]|[12][0-9]|3[01])/(0[1-9]|1[0-2])/(19|20)[0-9]{2}"
CHECKS = {"mel": r"[^@\s]+@[^@\s]+", "cp": r"[0-9]{5}", "ddn": DATE}
SVG = {"Content-Type": "image/svg+xml"}
DRAWN = """<svg xmlns="http://www.w3.org/2000/svg" width="104" height="24"><rect width="104"
 height="24" fill="#036"/><text x="6" y="17" font-size="13" fill="#fff">%s</text></svg>"""
Pairs = list[tuple[bytes, bytes]]
Answer = tuple[int, dict[str, str], str]


class Field:
    """A column of the table of families and the way it is drawn."""

    def __init__(self, line: str) -> None:
        self.section, name, self.caption, self.kind, size, self.hint, choices = line.split("|")
        self.name, self.beside, self.size = name.lstrip("+"), name[0] == "+", int(size)
        couples = [c.partition("=") for c in choices.split(",") if c]
        self.options = {code: label or code for code, _, label in couples}

    def visible(self, stored: str) -> str:
        """A stored value as a person reads it."""
        if self.kind == "check":
            return "oui" if stored else "non"
        if self.options:
            first = next(iter(self.options.values())) if self.kind == "select" else ""
            return self.options.get(stored, first)
        return stored.replace("\r\n", "\n")

    def stored(self, value: str) -> str:
        """The stored form of a value given as a person reads it."""
        if self.kind == "check":
            return "O" if value.lower() == "oui" else ""
        if self.options:
            return {label: code for code, label in self.options.items()}[value]
        lines = value.replace("\r\n", "\n").replace("\r", "\n").split("\n")
        return "\r\n".join(lines) if self.kind == "area" else "".join(lines)[: self.size]

    def control(self, value: str) -> str:
        """The control, as the form shows it."""
        if self.kind == "fixed":
            return f"<B>{escape(value)}</B>"
        tag, on, both = f"NAME={self.name}", " CHECKED", self.options.items()
        if self.kind == "radio":
            radios = (f"VALUE={c}{on * (c == value)}>{t}" for c, t in both)
            return "&nbsp;\n".join(f"<INPUT TYPE=radio {tag} {radio}" for radio in radios)
        if self.kind == "select":
            codes = {c: f" VALUE={c}" * (c != t) + " SELECTED" * (c == value) for c, t in both}
            lines = (f"<OPTION{codes[c]}>{escape(t)}\n" for c, t in both)
            return f"<SELECT {tag} SIZE=1>\n{''.join(lines)}</SELECT>"
        if self.kind == "check":
            return f"<INPUT TYPE=checkbox {tag} VALUE=O{on * bool(value)}>"
        if self.kind == "area":
            text = escape(value, quote=False)
            return f"<TEXTAREA {tag} ROWS={self.size} COLS=50 WRAP=virtual>\r\n{text}</TEXTAREA>"
        wide = f"SIZE={min(self.size, 25)} MAXLENGTH={self.size}"
        return f'<INPUT {tag} {wide} VALUE="{escape(value)}">'


FIELDS = [Field(line) for line in COLUMNS.split("\n")]
TAKEN, BY_CAPTION = FIELDS[1:], {f.caption: f for f in FIELDS}
NEEDED = {f.name for f in TAKEN if f.kind in ("text", "area")} | {"modifier_x", "modifier_y"}


@dataclass
class Family:
    """What is stored for one family: the sheet in force and what waits, by column."""

    account: Account
    row: dict[str, str]
    waits: dict[str, str] = field(default_factory=dict)
    shown: tuple[str, str] = ("", "")  # the session and the token of the last sheet shown


def page(body: str, script: str = "", said: str = "") -> str:
    """A page of the product; `said` is told in a box once it is there."""
    box = said.replace("'", "\\'").replace("\n", "\\n")
    box = "".join(c if c < "\x80" else f"\\x{ord(c):02x}" for c in box)
    box = f" ONLOAD=\"alert('{box}')\"" if box else ""
    if "<FRAMESET" not in body:
        body = f"<BODY BGCOLOR=#FFFFFF LINK=#003366 VLINK=#003366{box}>\n{body}\n</BODY></HTML>\n"
    return f"""<HTML><HEAD>
<META HTTP-EQUIV="Content-Type" CONTENT="text/html; charset=iso-8859-1"><TITLE>Extranet</TITLE>
{script}</HEAD>{body}"""


def image(text: str) -> str:
    """The attributes of a button whose text is drawn by the server."""
    return f'SRC="bouton.php?txt={quote(text, encoding="latin-1")}" ALT="{text}" BORDER=0'


def door(message: str = "", ident: str = "") -> str:
    """The sign-in page."""
    sites = "".join(f"<OPTION VALUE={n}>{s}\n" for n, s in enumerate(SITES, 1))
    body = f"""<CENTER><H3>Portail pour les usagers</H3><P><FONT COLOR=red><B>{message}</B></FONT>
<FORM METHOD=post ACTION=index.php TARGET=_top><INPUT TYPE=hidden NAME=t VALUE=usager>
<TABLE BORDER=0 CELLPADDING=3 BGCOLOR=#DDE6F0>
<TR><TD COLSPAN=2><B>Connexion</B><TR><TD ALIGN=right>Site&nbsp;:<TD><SELECT NAME=base>
<OPTION VALUE=0>-- Choisir --{sites}</SELECT>
<TR><TD ALIGN=right>Identifiant&nbsp;:<TD><INPUT NAME=ident SIZE=20 VALUE="{escape(ident)}">
<TR><TD ALIGN=right>Mot de passe&nbsp;:<TD><INPUT TYPE=password NAME=mdp SIZE=20>
<TR><TD>&nbsp<TD><INPUT TYPE=image NAME=ok {image("Se connecter")}>
</TABLE></FORM><A HREF=perdu.php>Mot de passe perdu</A> |
<A HREF="javascript:aide()">Aide - Accessibilit&eacute;</A></CENTER>"""
    return page(body, SCRIPT)


def sheet(fam: Family, sid: str, token: str, said: str = "") -> str:
    """Famille, as it is shown."""
    fam.shown, section, rows = (sid, token), "", ""
    for f in FIELDS:
        if f.section != section:
            section = f.section
            rows += f"<TR BGCOLOR=#DDE6F0><TD COLSPAN=4><B>{section}</B>"
        rows += "" if f.beside else "<TR VALIGN=top>"
        rows += f"\n<TD NOWRAP>{f.caption}&nbsp;:<TD{' COLSPAN=3' * (f.kind == 'area')}>"
        rows += f.control(fam.row[f.name])
        if f.hint:
            rows += f" <FONT SIZE=1{' COLOR=red' * (f.hint == '*')}>{f.hint}</FONT>"
        if f.name in fam.waits:
            rows += ' <IMG SRC=images/modif.gif ALT="Champ modifi&eacute;" WIDTH=9 HEIGHT=9>'
    body = f"""<H3>Fiche du responsable</H3><TABLE BORDER=0 CELLPADDING=1 BGCOLOR=#003366>
<FORM NAME=fiche METHOD=post ACTION=famille.php ONSUBMIT="return verif(this)">
<INPUT TYPE=hidden NAME=PHPSESSID VALUE={sid}><INPUT TYPE=hidden NAME=jeton VALUE={token}>
<INPUT TYPE=hidden NAME=no_resp VALUE="{escape(fam.row["no_resp"])}">
<TR><TD><TABLE BORDER=0 CELLPADDING=3 BGCOLOR=#F0F4F8>
{rows}<TR><TD COLSPAN=2 ALIGN=center NOWRAP><INPUT TYPE=image NAME=modifier {image("Modifier")}>
<INPUT TYPE=submit NAME=annuler VALUE="Annuler" ONCLICK="annule=1">
<A HREF="javascript:window.print()"><IMG {image("Imprimer")}></A>
<TD COLSPAN=2><FONT COLOR=red>{WAITS if fam.waits else "&nbsp;"}</FONT>
</TABLE></FORM></TABLE><FONT COLOR=red>*</FONT> zones obligatoires"""
    return page(body, SCRIPT, said)


def fault(f: Field, value: str) -> str:
    """What the vendor's control finds wrong in a value."""
    if f.hint == "*" and not value.strip():
        return f"<LI>{f.caption} : zone obligatoire."
    fits = value in f.options if f.options else re.fullmatch(CHECKS.get(f.name, "(?s:.*)"), value)
    return f"<LI>{f.caption} : valeur incorrecte." if value and not fits else ""


class Site:
    """The extranet. While a request waits, the field goes on showing the OLD value, with the mark.

    A waiting request is replaced by a newer one on the same field; a form that carries the old
    value leaves it. Captions are given without colon and star, a ticked box reads « oui », lines
    of a text area are parted by LF; `browser_post` presses Modifier by the keyboard (x=0, y=0).
    """

    def __init__(self) -> None:
        self.accounts: tuple[Account, ...] = ACCOUNTS
        self.ledger: list[Effect] = []
        self.posts: list[Pairs] = []
        rows = [line.replace("¶", "\r\n").split("|") for line in ROWS.split("\n")]
        self._families = {
            a.identifier: Family(a, {f.name: v for f, v in zip(FIELDS, row, strict=True)})
            for a, row in zip(ACCOUNTS, rows, strict=True)
        }
        self._sessions: dict[str, Family] = {}
        self._tokens: dict[str, str] = {}
        self._lock = threading.RLock()
        self._server: ThreadingHTTPServer | None = None

    def start(self) -> str:
        """Serve on a free port of 127.0.0.1; returns the sign-in address."""
        site = self

        class Handler(BaseHTTPRequestHandler):
            server_version, sys_version = "Apache/1.3.26 (Unix) PHP/4.1.2", ""

            def do_GET(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                pairs = [p.partition(b"=") for p in body.replace(b"+", b" ").split(b"&") if p]
                posted = [(unquote_to_bytes(n), unquote_to_bytes(v)) for n, _, v in pairs]
                here = f"http://{self.headers.get('Host', '')}/extranet/"
                with site._lock:
                    status, headers, text = site._answer(here, self.path, posted)
                page = text.encode("cp1252", "xmlcharrefreplace")
                self.send_response(status)
                for name, value in ({"Content-Type": "text/html"} | headers).items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(page)))
                self.end_headers()
                self.wfile.write(page)

            do_POST = do_GET

            def log_message(self, format: str, *args: object) -> None:
                """Keep quiet."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return f"http://127.0.0.1:{self._server.server_address[1]}/extranet/index.php"

    def stop(self) -> None:
        """Stop serving."""
        if self._server:
            self._server.shutdown()
            self._server.server_close()

    def famille(self, identifier: str) -> list[Shown]:
        """What a person reads on Famille now, in order."""
        row = self._families[identifier].row
        return [Shown(f.caption, f.visible(row[f.name]), f.section, f in TAKEN) for f in FIELDS]

    def waiting(self, identifier: str) -> dict[str, str]:
        """Requested values that wait for the staff, by visible caption."""
        waits = self._families[identifier].waits
        return {f.caption: f.visible(waits[f.name]) for f in TAKEN if f.name in waits}

    def browser_post(self, identifier: str, changes: dict[str, str]) -> Pairs:
        """The exact pairs a browser would send from Famille after these edits."""
        fam = self._families[identifier]
        row = fam.row | {BY_CAPTION[c].name: BY_CAPTION[c].stored(v) for c, v in changes.items()}
        sent = list(zip(("PHPSESSID", "jeton"), fam.shown, strict=True))
        for f in FIELDS:
            value = row[f.name] or (next(iter(f.options)) if f.kind == "select" else "")
            if value or f.kind not in ("radio", "check"):
                sent.append((f.name, value))
        sent += [("modifier.x", "0"), ("modifier.y", "0")]
        return [(n.encode(), v.encode("cp1252", "xmlcharrefreplace")) for n, v in sent]

    def validate(self, identifier: str) -> None:
        """The staff accepts what waits."""
        fam = self._families[identifier]
        fam.row, fam.waits = fam.row | fam.waits, {}

    def refuse(self, identifier: str) -> None:
        """The staff turns it down: the old values stay."""
        self._families[identifier].waits = {}

    def edit(self, identifier: str, caption: str, value: str) -> None:
        """The staff changes a field itself, at once in force; what waits goes on waiting."""
        self._families[identifier].row[BY_CAPTION[caption].name] = BY_CAPTION[caption].stored(value)

    def end_sessions(self) -> None:
        """Every signed-in session ends."""
        self._sessions.clear()

    def _answer(self, here: str, target: str, posted: Pairs) -> Answer:
        """Answer one request."""
        name = urlsplit(target).path.removeprefix("/extranet").lstrip("/") or "index.php"
        got = dict(parse_qsl(urlsplit(target).query, encoding="latin-1"))
        for key, value in posted:
            got[key.decode("latin-1").replace(".", "_")] = value.decode("cp1252", "replace")
        fam = self._sessions.get(sid := got.get("PHPSESSID", ""))
        if name in ("bouton.php", "images/modif.gif"):
            text = escape(got.get("txt", "*")).encode("ascii", "xmlcharrefreplace").decode()
            return 200, SVG, DRAWN % text
        if name in ("perdu.php", "aide.php"):
            return 200, {}, page("<P>Adressez-vous au secr&eacute;tariat de votre &eacute;cole.")
        if name == "index.php":
            return self._sign_in(here, got) if posted else (200, {}, door())
        if name not in MENU and name not in ("cadre.php", "haut.php", "menu.php"):
            return 404, {}, page("Page introuvable")
        if name == "famille.php" and posted:
            self.posts.append(posted)
        if fam is None:
            return 200, {}, door("Votre session a expir&eacute;." if sid else "")
        if name == "deconnexion.php":
            del self._sessions[sid]
            return 302, {"Location": here + "index.php"}, ""
        if name == "famille.php":
            return 200, NO_CACHE, self._famille(fam, sid, got if posted else None)
        return 200, NO_CACHE, page(self._plain(name, fam, "?PHPSESSID=" + sid))

    def _sign_in(self, here: str, got: dict[str, str]) -> Answer:
        """Check the form of the sign-in page; every control of it has to be there."""
        ident, whole = got.get("ident", ""), {"t", "ok_x", "ok_y"} <= got.keys()
        site = dict(enumerate(SITES, 1)).get(int("0" + re.sub(r"[^0-9]", "", got.get("base", ""))))
        if not whole or Account(site, ident, got.get("mdp", "")) not in ACCOUNTS:
            return 200, {}, door("Identifiant ou mot de passe incorrect", ident)
        sid = secrets.token_hex(16)
        self._sessions[sid] = self._families[ident]
        return 302, {"Location": f"{here}cadre.php?PHPSESSID={sid}"}, ""

    def _plain(self, name: str, fam: Family, sid: str) -> str:
        """The frames and the pages that only show."""
        who = f"{BY_CAPTION['Civilité'].visible(fam.row['civ'])} {escape(fam.row['nom'])}"
        if name == "cadre.php":
            return FRAMES.format(sid=sid)
        if name == "haut.php":
            cells = f"<TD><B>{fam.account.site}</B><TD ALIGN=right>{who}"
            return f"<TABLE WIDTH=100% BGCOLOR=#DDE6F0><TR>{cells}</TABLE>"
        if name == "menu.php":
            links = ""
            for to, t in MENU.items():
                goal = "_top" if to == "deconnexion.php" else "main"
                links += f"<TR><TD><A HREF={to}{sid} TARGET={goal}><IMG {image(t)}></A>\n"
            return f"<TABLE BORDER=0 CELLSPACING=2>\n{links}</TABLE>"
        return f"<H3>{MENU[name]}</H3>\n{PLAIN.get(name, 'En construction.').format(who=who)}"

    def _famille(self, fam: Family, sid: str, got: dict[str, str] | None) -> str:
        """Famille, asked for or posted; a choice that did not come is emptied."""
        said, expected = "", (self._tokens.get(sid), fam.row["no_resp"])
        if got and "annuler" not in got:
            cut = {f.name: f.size if f.kind == "text" else None for f in TAKEN}
            new = {name: got.get(name, "")[:size] for name, size in cut.items()}
            wrong = "".join(fault(f, new[f.name]) for f in TAKEN)
            if (got.get("jeton"), got.get("no_resp")) != expected or NEEDED - got.keys():
                wrong = "<LI>Ce formulaire n'est plus valable, veuillez l'afficher de nouveau."
            if wrong:
                return page(f"""<FONT COLOR=red><B>Erreur de saisie</B><UL>{wrong}</UL></FONT>Fiche
non modifi&eacute;e.<P><A HREF=famille.php?PHPSESSID={sid}>Retour &agrave; la fiche</A>""")
            asked = {n: v for n, v in new.items() if v not in (fam.row[n], fam.waits.get(n))}
            fam.waits, said = fam.waits | asked, DONE
            shown = {f.caption: f.visible(asked[f.name]) for f in TAKEN if f.name in asked}
            self.ledger.append(Effect(fam.account.identifier, shown))
        self._tokens[sid] = secrets.token_hex(16)
        return sheet(fam, sid, self._tokens[sid], said)
