"""An old extranet as a Java faces application: ISO-8859-15, view states, jsessionid in URLs."""

import re
import secrets
import threading
from base64 import b64encode
from dataclasses import dataclass, field
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import groupby
from urllib.parse import unquote_to_bytes

from tests.strangers.stage import Account, Effect, Shown

SIGN_IN, INSIDE = "/imuse/connexion.faces", "/imuse/usager"
FAMILLE, GIF = f"{INSIDE}/famille.faces", "/imuse/images/deconnexion.gif"
CHARSET, VIEW_STATE = "iso8859-15", "javax.faces.ViewState"
SELECTED, CHECKED, TICKS = ' selected="selected"', ' checked="checked"', ("checkbox", "radio")
DOT = bytes.fromhex("47494638396101000100800000203060ffffff2c00000000010001000002024401003b")
SITES = (("0", "Choisir"), ("12", "Centre-ville"), ("17", "Presqu'île"), ("23", "Côte & Landes"))
MENU = {
    "accueil": "Accueil",
    "famille": "Famille",
    "eleves": "Élèves",
    "facturation": "Facturation",
    "acces": "Accessibilité",
    "motDePasse": "Mot de passe",
}
TEXTS = {
    "accueil": "Bonjour famille {}.</p>\n<p>Le concert d'hiver aura lieu le 19 décembre."
    " Les familles dont l'adresse a changé le signalent dans le menu Famille.",
    "eleves": "Élèves inscrits : Zoé (violon, 2C1), Noé (hautbois, 1C3).",
    "facturation": "Facture n° 2008-117 du 12/10/2008 : 84,00 € - réglée.",
}
SIDE = {"/imuse/oubli.faces": "Mot de passe perdu", "/imuse/aide.faces": "Aide - Accessibilité"}
WAITING = "La fiche du responsable est en attente de validation par le personnel administratif."
STYLE = ".titreBloc{background:#336;color:#fff} th{text-align:left} .oblig,.erreur{color:red}"
PAGE = """<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN"
 "http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">
<html xmlns="http://www.w3.org/1999/xhtml" xml:lang="fr" lang="fr"><head><title>iMuse - {0}</title>
<style type="text/css">{1}</style></head><body>
<table class="bandeau"><tr><td>Portail pour les usagers</td><td align="right">{2}</td></tr></table>
{3}<h1>{0}</h1>
{4}</body></html>"""
LINK = (
    "<a href=\"#\" onclick=\"document.forms['menu']['menu:cible'].value='{}';"
    "document.forms['menu'].submit();return false;\">{}</a>"
)
SHEET = """<input type="hidden" name="formFamille:idResponsable" value="{}" />
<table class="grille">{}</table>
<p><span class="oblig">*</span> champs obligatoires</p>
<table><tr><td><input type="submit" name="formFamille:modifier" value="Modifier" /></td>
<td>{}</td></tr></table><input type="hidden" name="formFamille:_idcl" value="" />
<p><sup>▲</sup> : champ modifié, en attente de validation</p>"""
LOGIN = """<table><tr><td><label for="formConnexion:site">Site</label></td>
<td><select id="formConnexion:site" name="formConnexion:site">{}</select></td></tr>
<tr><td><label for="formConnexion:identifiant">Identifiant</label></td>
<td><input type="text" id="formConnexion:identifiant" name="formConnexion:identifiant" value="{}" />
</td></tr><tr><td><label for="formConnexion:passe">Mot&nbsp;de&nbsp;passe</label></td>
<td><input type="password" id="formConnexion:passe" name="formConnexion:passe" /></td></tr></table>
<input type="submit" name="formConnexion:valider" value="Se connecter" />"""
DONE = ["La fiche d'identité est mise à jour.", "Un accusé de réception vous est envoyé par mail."]
RULES = {
    "naissance": r"(0[1-9]|[12]\d|3[01])/(0[1-9]|1[0-2])/(19|20)\d\d|",
    "codePostal": r"\d{5}",
    "quotient": r"\d+(,\d{1,2})?|",
    "Téléphones": r"(\d[ .]?){9}\d|",
    "remarques": "(?s).*",
    "mel": r"[^@\s]+@[^@\s]+\.[^@\s]+",
}
HIDDEN = (
    "formFamille:idResponsable",
    "formFamille:modifier",
    "formFamille:_idcl",
    "formFamille_SUBMIT",
    VIEW_STATE,
)
Pairs = list[tuple[bytes, bytes]]


@dataclass(frozen=True)
class _Field:
    """One value of the sheet, and the control that edits it."""

    section: str
    key: str
    caption: str
    kind: str = "text"
    options: tuple[tuple[str, str], ...] = ()
    required: bool = False
    title: str = ""
    nest: str = ""

    def label(self, code: str) -> str:
        return dict(self.options).get(code, code)

    def code(self, label: str) -> str:
        return {shown: code for code, shown in self.options}[label] if self.options else label

    def fault(self, value: str) -> str:
        rule = RULES.get(self.nest or self.key, ".{0,80}")
        good = value in ("", *dict(self.options)) if self.options else re.fullmatch(rule, value)
        good = bool(good) and bool(value.strip() or not self.required)
        return "" if good else f"{self.caption} : la valeur est absente ou incorrecte."

    def control(self, value: str) -> str:
        name, shown = f'name="formFamille:{self.key}"', escape(value)
        title = f' title="{escape(self.title)}"' if self.title else ""
        ident = f'id="formFamille:{self.key}" {name}{title}'
        radios = "".join(
            f'<td><label><input type="radio" {name} value="{code}"{CHECKED * (code == value)} />'
            f" {label}</label></td>\n"
            for code, label in self.options
        )
        return {
            "plain": f"<span>{shown}</span>",
            "checkbox": f'<input type="checkbox" {ident} value="true"{CHECKED if value else ""} />',
            "area": f'<textarea {ident} cols="40" rows="4">\n{shown}</textarea>',
            "select": f'<select {ident} size="1">{_options(self.options, value)}</select>',
            "radio": f"<table><tr>{radios}</tr></table>",
            "text": f'<input type="text" {ident} value="{shown}" maxlength="80" />',
        }[self.kind]


def _options(options: tuple[tuple[str, str], ...], value: str) -> str:
    return "".join(
        f'<option value="{code}"{SELECTED * (code == value)}>{escape(label)}</option>\n'
        for code, label in options
    )


ONE, TWO, THREE = "Identité", "Coordonnées", "Autorisations et renseignements"
FIELDS = (
    _Field(ONE, "civilite", "Civilité", "select", (("1", "M."), ("2", "Mme"), ("3", "Mlle")), True),
    _Field(ONE, "nom", "Nom", required=True, title="Nom d'usage du responsable"),
    _Field(ONE, "prenom", "Prénom", required=True),
    _Field(ONE, "naissance", "Date de naissance", title="jj/mm/aaaa"),
    _Field(ONE, "numero", "N° de famille", "plain"),
    _Field(ONE, "situation", "Situation", "select", (("", ""), ("S", "Seul(e)"), ("C", "Couple"))),
    _Field(ONE, "profession", "Profession", title="Profession et employeur"),
    _Field(ONE, "quotient", "Quotient familial"),
    *(_Field(TWO, f"adresse{line}", "Adresse", required=line == 1) for line in (1, 2, 3)),
    _Field(TWO, "codePostal", "Code postal", required=True),
    _Field(TWO, "ville", "Ville", required=True),
    _Field(TWO, "telDomicile", "Domicile", nest="Téléphones"),
    _Field(TWO, "telPortable", "Portable", title="10 chiffres", nest="Téléphones"),
    _Field(TWO, "mel", "E-mail", required=True, title="Pour l'accusé de réception"),
    _Field(THREE, "image", "Droit à l'image", "checkbox", (("true", "oui"), ("", "non"))),
    _Field(THREE, "lettre", "Lettre d'information", "radio", (("O", "Oui"), ("N", "Non"))),
    _Field(THREE, "remarques", "Remarques", "area"),
)
EDITABLE = [item for item in FIELDS if item.kind != "plain"]
BY_NAME = {
    item.caption + {"adresse2": " (2)", "adresse3": " (3)"}.get(item.key, ""): item
    for item in FIELDS
}


@dataclass
class _Family:
    account: Account
    record: dict[str, str]
    pending: dict[str, str] = field(default_factory=dict)
    view: str = ""

    def values(self) -> dict[str, str]:
        return {**self.record, **self.pending}


@dataclass
class _Session:
    key: str
    family: _Family | None = None
    views: list[str] = field(default_factory=list)
    famille: str = ""


HOUSEHOLDS = (
    (
        Account("Presqu'île", "legoff.a", "viole&Gambe7"),
        (
            "2",
            "Le Goff-D'Hervé",
            "Anne-Cécile",
            "03/11/1971",
            "F-00412",
            "C",
            'Luthière, atelier "Bois & Cœur"',
            "612,50",
            "4 bis, rue de l'Œuvre",
            "Résidence « Les Genêts », bât. <B>",
            "",
            "56990",
            "Saint-Aubin-des-Prés",
            "01 99 00 14 27",
            "06 39 98 41 07",
            "anne-cecile.legoff@example.org",
            "true",
            "N",
            'Pas de cours < 18 h & jamais le "jeudi".\nAcompte de 30 € versé à l\'inscription.',
        ),
    ),
    (
        Account("Centre-ville", "nunez.l", "clé d'ut é+1"),
        (
            "1",
            "Nuñez",
            "Loïc",
            "",
            "F-01077",
            "",
            "Maître-nageur",
            "",
            "Kerguélen",
            "Lieu-dit l'Étang",
            "Boîte n° 7",
            "56991",
            "Plœmel-sur-Mer",
            "",
            "06.39.98.52.63",
            "loic.nunez@example.org",
            "",
            "O",
            "",
        ),
    ),
)


class Site:
    """The vendor's portal: a waiting field shows the NEW value, a control left out reads « null ».

    In dictionaries the street lines are « Adresse », « Adresse (2) », « Adresse (3) »; a check box
    reads « oui » or « non ». After a refusal the page shows what was typed, `famille` does not.
    """

    def __init__(self) -> None:
        self.accounts: tuple[Account, ...] = tuple(account for account, _ in HOUSEHOLDS)
        self.ledger: list[Effect] = []
        self.posts: list[Pairs] = []
        self.families = {
            account.identifier: _Family(
                account, dict(zip((item.key for item in FIELDS), row, strict=True))
            )
            for account, row in HOUSEHOLDS
        }
        self.sessions: dict[str, _Session] = {}
        self.lock = threading.RLock()

    def start(self) -> str:
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), type("", (_Handler,), {"site": self}))
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()
        return f"http://127.0.0.1:{self._server.server_port}{SIGN_IN}"

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def famille(self, identifier: str) -> list[Shown]:
        values = self.families[identifier].values()
        return [
            Shown(item.caption, item.label(values[item.key]), item.section, item in EDITABLE)
            for item in FIELDS
        ]

    def waiting(self, identifier: str) -> dict[str, str]:
        pending = self.families[identifier].pending.copy()
        return {
            name: item.label(pending[item.key])
            for name, item in BY_NAME.items()
            if item.key in pending
        }

    def browser_post(self, identifier: str, changes: dict[str, str]) -> Pairs:
        """The pairs of a click on Modifier in the latest display."""
        family = self.families[identifier]
        values, view = family.values(), family.view
        values.update({BY_NAME[name].key: BY_NAME[name].code(x) for name, x in changes.items()})
        pairs = [(HIDDEN[0], values["numero"][2:])]
        for item in EDITABLE:
            text = re.sub("\r\n?|\n", "\r\n" if item.kind == "area" else "", values[item.key])
            if text or item.kind not in TICKS:
                pairs.append((f"formFamille:{item.key}", text))
        pairs += zip(HIDDEN[1:], ("Modifier", "", "1", view), strict=True)
        return [(name.encode(CHARSET), x.encode(CHARSET, "xmlcharrefreplace")) for name, x in pairs]

    def validate(self, identifier: str) -> None:
        with self.lock:
            family = self.families[identifier]
            family.record, family.pending = family.values(), {}

    def refuse(self, identifier: str) -> None:
        self.families[identifier].pending = {}

    def edit(self, identifier: str, caption: str, value: str) -> None:
        """The staff's value is in force, and replaces what waited; « ? » for what has no code."""
        with self.lock:
            family, item = self.families[identifier], BY_NAME[caption]
            family.record[item.key] = item.code(value).encode(CHARSET, "replace").decode(CHARSET)
            family.pending.pop(item.key, None)

    def end_sessions(self) -> None:
        self.sessions.clear()


class _Handler(BaseHTTPRequestHandler):
    """The servlet container: one instance a request, since it closes every connection."""

    protocol_version, server_version, sys_version = "HTTP/1.1", "Apache-Coyote/1.1", ""
    site: Site

    def do_GET(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).replace(b"+", b" ")
        path, _, rest = self.path.partition("?")[0].partition(";jsessionid=")
        sent = re.search(r"(?:^|;\s*)JSESSIONID=([^;]*)", self.headers.get("Cookie", ""))
        pairs = [
            (unquote_to_bytes(name), unquote_to_bytes(value))
            for name, _, value in (part.partition(b"=") for part in body.split(b"&") if part)
        ]
        with self.site.lock:
            known = self.site.sessions.get(sent[1] if sent else rest)
            self.session = known or _Session(secrets.token_hex(16).upper())
            self.site.sessions[self.session.key] = self.session
            self.suffix = "" if sent else f";jsessionid={self.session.key}"
            text = self._route(path, pairs) if path.endswith(".faces") else ""
        page = text.encode(CHARSET, "xmlcharrefreplace") or (DOT if path == GIF else b"")
        moved = text.startswith("/imuse/")
        self.send_response(302 if moved else 200 if page else 404)
        if not known and text:
            self.send_header("Set-Cookie", f"JSESSIONID={self.session.key}; Path=/imuse")
        if moved:
            self.send_header("Location", f"http://{self.headers.get('Host')}{text}")
        self.send_header("Content-Type", "text/html;charset=ISO-8859-15" if text else "image/gif")
        self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(page)

    do_POST = do_GET

    def log_message(self, format: str, *args: object) -> None: ...

    def _route(self, path: str, pairs: Pairs) -> str:
        """The page, or the address of the next one; nothing for an unknown address."""
        form: dict[str, str] = {}
        for name, value in pairs:
            form.setdefault(name.decode(CHARSET), value.decode(CHARSET).replace("\r\n", "\n"))
        post, family, target = self.command == "POST", self.session.family, path[14:-6]
        if post and path == FAMILLE:
            self.site.posts.append(pairs)
        if path in SIDE:
            return self._text(SIDE[path], "Voir le secrétariat.", "Retour")
        if path == SIGN_IN and not post:
            return self._sign_in([], {})
        lost = post and path != FAMILLE and form.get(VIEW_STATE) not in self.session.views
        if lost or (path != SIGN_IN and not family):
            self.session.family = None
            return self._text(
                "Votre session a expiré",
                "Vous êtes resté trop longtemps inactif.",
                "Retour à la connexion",
            )
        if path == SIGN_IN or not family:
            site, *asked = (
                form.get(f"formConnexion:{x}", "") for x in ("site", "identifiant", "passe")
            )
            found = self.site.families.get(asked[0])
            if not found or found.account != Account(dict(SITES).get(site), *asked):
                return self._sign_in(["Site, identifiant ou mot de passe incorrect."], form)
            self.session.family = found
            return f"{INSIDE}/accueil.faces{self.suffix}"
        if path == FAMILLE and post:
            return self._modify(family, form)
        if path == f"{INSIDE}/confirmation.faces" and "formConfirmation:ok" in form:
            return FAMILLE + self.suffix
        if path == f"{INSIDE}/deconnexion.faces" and "bandeau:deconnexion.x" in form:
            del self.site.sessions[self.session.key]
            return SIGN_IN
        values = family.values()
        target = form.get("menu:cible") or "accueil" if target == "menu" else target
        if target == "famille":
            return self._famille(family, values, [])
        text = TEXTS.get(target, "Page en construction.").format(escape(values["nom"]))
        return self._text(MENU[target], text) if target in MENU else ""

    def _modify(self, family: _Family, form: dict[str, str]) -> str:
        """Take a sheet: a stale or incomplete form is refused, a missing value is emptied."""
        view, self.session.famille = self.session.famille, ""
        asked = {
            item.key: form.get(f"formFamille:{item.key}", "" if item.kind in TICKS else "null")
            for item in EDITABLE
        }
        before, faults = family.values(), [item.fault(asked[item.key]) for item in EDITABLE]
        hidden = [before["numero"][2:], "Modifier", "", "1", view]
        if not view or [form.get(name) for name in HIDDEN] != hidden:
            return self._famille(family, before, ["Cette page n'est plus à jour. Recommencez."])
        if any(faults):
            return self._famille(family, {**before, **asked}, [x for x in faults if x])
        family.pending = {key: x for key, x in asked.items() if x != family.record[key]}
        self.site.ledger.append(
            Effect(
                family.account.identifier,
                {
                    name: item.label(asked[item.key])
                    for name, item in BY_NAME.items()
                    if asked.get(item.key, before[item.key]) != before[item.key]
                },
            )
        )
        button = '<input type="submit" name="formConfirmation:ok" value="OK" />'
        return self._page(
            "Confirmation",
            self._form("formConfirmation", f"{INSIDE}/confirmation.faces", button),
            DONE,
            menu=False,
        )

    def _form(self, name: str, action: str, inner: str) -> str:
        return (
            f'<form id="{name}" name="{name}" method="post" action="{action}{self.suffix}">\n'
            f'{inner}<input type="hidden" name="{name}_SUBMIT" value="1" /><input type="hidden"'
            f' name="{VIEW_STATE}" id="{VIEW_STATE}" value="\0" /></form>\n'
        )

    def _page(self, title: str, inner: str, told: list[str], menu: bool = True) -> str:
        view = "rO0ABXVyABNb" + b64encode(secrets.token_bytes(70)).decode()
        self.session.views = [*self.session.views[-19:], view]
        banner, links = "&nbsp;", ""
        if self.session.family:
            if title == "Famille":
                self.session.famille = self.session.family.view = view
            banner = self._form(
                "bandeau",
                f"{INSIDE}/deconnexion.faces",
                (
                    f'<input type="image" name="bandeau:deconnexion" src="{GIF}{self.suffix}"'
                    ' width="90" height="18" alt="Déconnexion" title="Déconnexion" />'
                ),
            )
            links = " |\n".join(LINK.format(*entry) for entry in MENU.items())
            links = self._form(
                "menu",
                f"{INSIDE}/menu.faces",
                (f'<div>{links}</div><input type="hidden" name="menu:cible" value="" />'),
            )
        kind = "info" if title == "Confirmation" else "erreur"
        told = [f'<li class="{kind}">{escape(line)}</li>\n' for line in told]
        inner = f'<ul id="messages">{"".join(told)}</ul>\n{inner}' if told else inner
        page = PAGE.format(title, STYLE, banner, links if menu else "", inner)
        return page.replace('"\0"', f'"{view}"')

    def _text(self, title: str, text: str, back: str = "") -> str:
        link = f'<p><a href="{SIGN_IN}{self.suffix}">{back}</a></p>\n' if back else ""
        return self._page(title, f"<p>{text}</p>\n{link}", [], not back)

    def _sign_in(self, errors: list[str], typed: dict[str, str]) -> str:
        self.session.family = None
        filled = LOGIN.format(
            _options(SITES, typed.get("formConnexion:site", "0")),
            escape(typed.get("formConnexion:identifiant", "")),
        )
        links = " - ".join(f'<a href="{path}{self.suffix}">{SIDE[path]}</a>' for path in SIDE)
        form = self._form("formConnexion", SIGN_IN, filled)
        return self._page("Connexion", f"{form}<p>{links}</p>\n", errors)

    def _famille(self, family: _Family, values: dict[str, str], errors: list[str]) -> str:
        def caption(items: list[_Field]) -> str:
            return (
                items[0].caption.replace("Code ", "Code&nbsp;")
                + ' <span class="oblig">*</span>' * items[0].required
                + "<sup>▲</sup>" * any(item.key in family.pending for item in items)
            )

        lines = ""
        for section, members in groupby(FIELDS, lambda item: item.section):
            cells: list[tuple[str, str]] = []
            for head, group in groupby(members, lambda item: item.nest or item.caption):
                items = list(group)
                boxes = [item.control(values[item.key]) for item in items]
                rows = "".join(
                    f"<tr><td>{caption([item])}</td>\n<td>{box}</td></tr>\n"
                    for item, box in zip(items, boxes, strict=True)
                )
                cells.append(
                    (head, f"<table>{rows}</table>")
                    if items[0].nest
                    else (caption(items), "<br />\n".join(boxes))
                )
            cells += [("&nbsp;", "&nbsp;")] * (-len(cells) % 4)
            lines += f'<tr><td colspan="4" class="titreBloc">{section}</td></tr>\n'
            for at in range(0, len(cells), 4):
                for tag, part in (("th", 0), ("td", 1)):
                    row = "".join(f"<{tag}>{cell[part]}</{tag}>\n" for cell in cells[at : at + 4])
                    lines += f"<tr>{row}</tr>\n"
        sheet = SHEET.format(family.record["numero"][2:], lines, WAITING if family.pending else "")
        return self._page("Famille", self._form("formFamille", FAMILLE, sheet), errors)
