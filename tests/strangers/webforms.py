"""An ASP.NET WebForms extranet of about 2010: one form a page, postbacks, view state."""

import re
import secrets
import threading
from calendar import monthrange
from collections import namedtuple
from http.cookies import SimpleCookie
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import unquote_to_bytes

from .stage import Account, Effect, Shown

Pairs = list[tuple[bytes, bytes]]
_Reply = tuple[int, str, list[tuple[str, str]]]
_Field = namedtuple("_Field", "section caption name kind")
_M, _DATE = "ctl00$Main$", ("ddlJour", "ddlMois", "ddlAnnee")
_MONTHS = (
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
)
_SHEET = tuple(
    _Field(section, *line.split("|"))
    for section, lines in (
        (
            "Identité",
            "N° de famille|lblNumero|span;Civilité|rblCiv|radio;Nom|txtNom|text;"
            "Prénom|txtPrenom|text;Date de naissance|ddlJour|date;"
            "Situation familiale|ddlSitu|select;"
            "Profession|txtProfession|text",
        ),
        (
            "Coordonnées",
            "Adresse|txtAdresse|area;Code postal|txtCP|text;Ville|txtVille|text;"
            "Pays|txtPays|disabled;Téléphone domicile|txtTelDom|text;"
            "Téléphone portable|txtTelPort|text;E-mail|txtEmail|text",
        ),
        (
            "Autres renseignements",
            "Quotient familial|txtQF|text;Droit à l'image|chkImage|check;"
            "Lettre d'information par e-mail|chkLettre|check;Remarques|txtRemarques|area",
        ),
    )
    for line in lines.split(";")
)
_EDITABLE = tuple(f for f in _SHEET if f.kind not in ("span", "disabled"))
_LISTS = {
    "rblCiv": ("Monsieur", "Madame"),
    "ddlJour": tuple(map(str, range(1, 32))),
    "ddlMois": _MONTHS,
    "ddlAnnee": tuple(map(str, range(1930, 2013))),
    "ddlSitu": ("Non renseignée", "Célibataire", "Marié(e) / pacsé(e)", "Veuf(ve)"),
    "ddlSite": ("École de musique du Vieux-Port", "Conservatoire - L'Étang & la Lande"),
}
_CODES = {
    name: {label: label if label.isdigit() else str(n) for n, label in enumerate(labels, 1)}
    for name, labels in _LISTS.items()
}
_LABELS = {name: {code: label for label, code in codes.items()} for name, codes in _CODES.items()}
_PHONE = r"(\+?[0-9][0-9 .]{8,18})?"
_PATTERNS = {
    "txtNom": ".+",
    "txtPrenom": ".+",
    "txtCP": "[0-9]{5}",
    "txtTelDom": _PHONE,
    "txtTelPort": _PHONE,
    "txtEmail": r"[^@\s]+@[^@\s]+\.[a-z]+",
    "ddlJour": "",
}
_SIZES = {"txtCP": 5, "txtTelDom": 20, "txtTelPort": 20, "txtAdresse": 5000, "txtRemarques": 5000}
_FAMILIES = (
    (
        "F-00417",
        "Madame",
        "Le Goff",
        "Gaëlle",
        "7 mars 1979",
        "Marié(e) / pacsé(e)",
        'Infirmière "de nuit" & cadre',
        "3 bis, rue de l'Église\nRésidence « Les Ajoncs »\nBât. B",
        "56999",
        "Saint-Guénolé-d'en-Haut",
        "FRANCE",
        "01 99 00 14 20",
        "06 39 98 21 07",
        "gaelle.legoff@example.org",
        "QF < 700 €",
        "oui",
        "non",
        "Soja & lait : non.\nÀ 17 h < 18 h.",
    ),
    (
        "F-01203",
        "Monsieur",
        "O'Brien-N'Diaye",
        "Jérôme",
        "31 décembre 1968",
        "Célibataire",
        "",
        "Lieu-dit « Kéroüan »",
        "56998",
        "L'Île-aux-Œillets",
        "FRANCE",
        "",
        "06 39 98 77 45",
        "jerome+musique@mail.example.org",
        "1 250",
        "non",
        "oui",
        "",
    ),
)
_MENU = {
    "Accueil": "Accueil",
    "Famille": "Famille",
    "Eleves": "Élèves",
    "Facturation": "Facturation",
    "Accessibilite": "Accessibilité",
    "MotDePasse": "Mot de passe",
    "Deconnexion": "Déconnexion",
}
_PLAIN = {
    "accueil": "<p>Bonjour {},</p><p>Les inscriptions à l'orchestre junior sont ouvertes.</p>"
    "<p>L'audition de trompette est en attente de salle.</p>",
    "eleves": "<ul><li>Maël - Trompette, cycle I</li><li>Chloé - Éveil musical</li></ul>",
}
_PUBLIC = ("motdepasseperdu", "aide")
_MASTER = {"__EVENTTARGET", "__EVENTARGUMENT", "ctl00$txtRecherche", "ctl00$hdnDelai"}
_SAVED = "La fiche d'identité est mise à jour. Un accusé de réception vous a été envoyé par e-mail."
_NO_SITE = "Veuillez sélectionner votre site."
_STALE = "Cette page n'est plus à jour : vos modifications n'ont pas été enregistrées."
_SCRIPT = """<script type="text/javascript">
var theForm = document.forms['aspnetForm'];
function __doPostBack(eventTarget, eventArgument) { theForm.__EVENTTARGET.value = eventTarget;
    theForm.__EVENTARGUMENT.value = eventArgument; theForm.submit(); }
function fermer(b) { b.parentNode.style.display = 'none'; }
setTimeout("document.getElementById('divExpire').style.display = 'block'", 1080000);
</script>"""
_SEARCH = """<input name="ctl00$txtRecherche" type="text" id="ctl00_txtRecherche" />
<input type="submit" name="ctl00$btnRechercher" value="Rechercher" id="ctl00_btnRechercher" />"""
_SELECTED, _CHECKED = ("", ' selected="selected"'), ("", ' checked="checked"')
_OK = '<input type="button" value="OK" onclick="fermer(this)" />'
_MODAL = (
    """<div id="divExpire" class="modale" style="display:none"><p>Votre session va expirer</p>
<input type="hidden" name="ctl00$hdnDelai" id="ctl00_hdnDelai" value="1080" />"""
    + _OK
    + "</div>"
)


class _Session:
    """What the server keeps behind ASP.NET_SessionId; `states` tells the page of a view state."""

    def __init__(self) -> None:
        self.key, self.states = secrets.token_hex(12), dict[str, str]()
        self.user = self.ticket = self.token = self.flash = ""


def _html(text: str, latin: bool = True) -> str:
    """Encode as .NET 2.0 does: Latin-1 letters too in text, not in attributes."""
    text = text.replace("&", "&amp;").replace('"', "&quot;").replace("<", "&lt;")
    return "".join(f"&#{ord(c)};" if latin and "\xa0" <= c <= "\xff" else c for c in text)


def _chosen(f: _Field, value: str) -> list[tuple[str, str]]:
    return list(zip(_DATE, value.split(), strict=True)) if f.kind == "date" else [(f.name, value)]


def _select(name: str, chosen: str, more: str, first: str = "") -> str:
    options = "".join(
        f'<option{_SELECTED[label == chosen]} value="{code}">{_html(label)}</option>\n'
        for label, code in _CODES[name].items()
    )
    return f'<select name="{_M}{name}" id="ctl00_Main_{name}"{more}>\n{first}{options}</select>'


def _line(f: _Field, value: str, waits: bool, wrong: bool) -> str:
    ref = f"ctl00_Main_{f.name}"
    css = ' class="modifie" title="Modification en attente de validation"' if waits else ""
    ident = f' name="{_M}{f.name}" id="{ref}"'
    star = '<span class="oblig">*</span>' if _PATTERNS.get(f.name) == ".+" else ""
    caption = f'<span class="libelle">{_html(f.caption)} {star}&nbsp;:</span> '
    if f.section == "Coordonnées" and f.kind == "text":
        caption = f'<label for="{ref}">{_html(f.caption)} {star}&nbsp;:</label> '
    if f.kind == "span":
        control = f'<span id="{ref}">{_html(value)}</span>'
    elif f.kind == "radio":
        control = (
            f'<table id="{ref}"{css}><tr>'
            + "".join(
                f'<td><input id="{ref}_{code}" type="radio" name="{_M}{f.name}" value="{code}"'
                f'{_CHECKED[o == value]} /><label for="{ref}_{code}">{_html(o)}</label></td>'
                for o, code in _CODES[f.name].items()
            )
            + "</tr></table>"
        )
    elif f.name in _LISTS:
        control = " ".join(_select(name, label, css) for name, label in _chosen(f, value))
    elif f.kind == "area":
        control = f'<textarea{ident} rows="3" cols="40"{css}>\n{_html(value)}</textarea>'
    elif f.kind == "check":
        caption = f"<span{css}>"
        control = (
            f'<input type="checkbox"{ident}{_CHECKED[value == "oui"]} />'
            f'<label for="{ref}">{_html(f.caption)}</label></span>'
        )
    else:
        off = ' disabled="disabled"' if f.kind == "disabled" else ""
        size = f' maxlength="{_SIZES.get(f.name, 80)}"{off}{css} />'
        control = f'<input type="text" value="{_html(value, latin=False)}"{ident}{size}'
    if f.name in _PATTERNS:
        style = "color:Red;" if wrong else "color:Red;display:none;"
        control += f"""<span class="erreur" style="{style}">{f.caption} non valide.</span>"""
    return f'<div class="ligne">{caption}{control}</div>\n'


def _posted(f: _Field, form: dict[str, str]) -> str:
    if f.name in _LISTS:
        return " ".join(
            _LABELS[name][form[_M + name]] for name in (_DATE if f.kind == "date" else (f.name,))
        )
    if f.kind == "check":
        return "oui" if _M + f.name in form else "non"
    return form.get(_M + f.name, "").replace("\r\n", "\n").strip()[: _SIZES.get(f.name, 80)]


def _right(f: _Field, value: str) -> bool:
    if f.kind == "date":
        day, month, year = value.split(" ")
        return int(day) <= monthrange(int(year), _MONTHS.index(month) + 1)[1]
    return f.name not in _PATTERNS or bool(re.fullmatch(_PATTERNS[f.name], value, re.IGNORECASE))


def _moved(path: str, *cookies: str) -> _Reply:
    return 302, "Moved", [("Location", "/Extranet/" + path), *(("Set-Cookie", c) for c in cookies)]


def _yellow(why: str, status: int = 500) -> _Reply:
    return (
        status,
        (
            "<html><body bgcolor='white'><h1>Erreur du serveur dans l'application "
            f"'/Extranet'.</h1><h2><i>{_html(why)}</i></h2></body></html>"
        ),
        [],
    )


class _Handler(BaseHTTPRequestHandler):
    """The wire side of a site."""

    site: "Site"
    protocol_version, server_version, sys_version = "HTTP/1.1", "Microsoft-IIS/7.5", ""

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        halves = (part.replace(b"+", b" ").partition(b"=") for part in body.split(b"&") if part)
        pairs = [(unquote_to_bytes(k), unquote_to_bytes(v)) for k, _, v in halves]
        cookies = {k: m.value for k, m in SimpleCookie(self.headers.get("Cookie", "")).items()}
        status, text, headers = self.site.serve(self.path, cookies, self.command == "POST", pairs)
        self.send_response(status)
        for name, value in [
            ("Content-Type", "text/html; charset=utf-8"),
            ("Connection", "close"),
            ("Content-Length", str(len(text.encode()))),
            *headers,
        ]:
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(text.encode())

    do_GET = do_POST

    def log_message(self, format: str, *args: object) -> None:
        pass


class Site:
    """A postback extranet. A field that waits shows the NEW value, marked, until the staff decides.

    A text missing from a post is emptied, a missing box unticked; other absences are errors (500).
    A check box reads « oui » or « non »; a date « 7 mars 1979 », as its three lists show it.
    """

    def __init__(self) -> None:
        self.accounts: tuple[Account, ...] = (
            Account(_LISTS["ddlSite"][0], "LEGOFF29", "Tr4mont@ne"),
            Account(_LISTS["ddlSite"][1], "obrien.04", "p&s=Mot+2é %"),
        )
        self.ledger: list[Effect] = []
        self.posts: list[Pairs] = []
        self._records = {
            a.identifier: {f.caption: v for f, v in zip(_SHEET, values, strict=True)}
            for a, values in zip(self.accounts, _FAMILIES, strict=True)
        }
        self._asked: dict[str, dict[str, str]] = {a.identifier: {} for a in self.accounts}
        self._hidden: dict[str, tuple[str, str]] = {}
        self._sessions: dict[str, _Session] = {}
        self._lock = threading.RLock()

    def start(self) -> str:
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), type("H", (_Handler,), {"site": self}))
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()
        return f"http://127.0.0.1:{self._server.server_port}/Extranet/Connexion.aspx?t=usager"

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def famille(self, identifier: str) -> list[Shown]:
        """What a fresh Famille page shows, waiting values included."""
        now = self._records[identifier] | self._asked[identifier]
        return [Shown(f.caption, now[f.caption], f.section, f in _EDITABLE) for f in _SHEET]

    def waiting(self, identifier: str) -> dict[str, str]:
        return dict(self._asked[identifier])

    def browser_post(self, identifier: str, changes: dict[str, str]) -> Pairs:
        """What pressing Modifier sends from the Famille page last displayed, once edited."""
        now = self._records[identifier] | self._asked[identifier] | changes
        state, token = self._hidden.get(identifier, ("", ""))
        pairs = [
            ("__EVENTTARGET", ""),
            ("__EVENTARGUMENT", ""),
            ("__VIEWSTATE", state),
            ("ctl00$txtRecherche", ""),
        ]
        for f in _EDITABLE:
            value = now[f.caption]
            if f.name in _LISTS:
                pairs += [(_M + name, _CODES[name][label]) for name, label in _chosen(f, value)]
            elif f.kind == "check":
                pairs += [(_M + f.name, "on")] if value == "oui" else []
            else:
                text = re.sub("\r\n|\r|\n", "\r\n", value[: _SIZES.get(f.name, 80)])
                pairs.append((_M + f.name, text))
        pairs += [
            (_M + "btnModifier", "Modifier"),
            ("ctl00$hdnDelai", "1080"),
            ("__EVENTVALIDATION", token),
        ]
        return [(name.encode(), value.encode()) for name, value in pairs]

    def validate(self, identifier: str) -> None:
        self._records[identifier] |= self._asked[identifier]
        self._asked[identifier] = {}

    def refuse(self, identifier: str) -> None:
        self._asked[identifier] = {}

    def edit(self, identifier: str, caption: str, value: str) -> None:
        """The staff writes a value itself, over whatever waited there."""
        self._records[identifier][caption] = value
        self._asked[identifier].pop(caption, None)

    def end_sessions(self) -> None:
        self._sessions.clear()

    def serve(self, path: str, cookies: dict[str, str], posted: bool, pairs: Pairs) -> _Reply:
        folder, _, name = path.partition("?")[0].lower().rpartition("/")
        page, form = name.removesuffix(".aspx"), dict[str, str]()
        if folder != "/extranet":
            return _yellow("Ressource introuvable.", 404) if name else _moved("Connexion.aspx")
        for key, value in ((k.decode(), v.decode("utf-8", "replace")) for k, v in pairs):
            form[key] = f"{form[key]},{value}" if key in form else value
        with self._lock:
            if posted and page == "famille" and "$Menu$" not in form.get("__EVENTTARGET", ""):
                self.posts.append(pairs)
            old = self._sessions.get(cookies.get("ASP.NET_SessionId", ""))
            session = old or _Session()
            self._sessions[session.key] = session
            live = bool(session.ticket) and cookies.get(".EXTRANETAUTH") == session.ticket
            if page in _PUBLIC:
                reply = self._page(session, page, '<a href="Connexion.aspx?t=usager">Retour</a>')
            elif not live and (page != "connexion" or (posted and not old)):
                session.flash = "Votre session a expiré. Reconnectez-vous." if cookies else ""
                reply = self._sign_in_page(session)
            elif posted and session.states.get(form.get("__VIEWSTATE", "")) != page:
                reply = _yellow("Échec de la validation MAC viewstate.")
            elif any(re.search(r"<[a-zA-Z!/?]|&#", value) for value in form.values()):
                reply = _yellow("Valeur Request.Form potentiellement dangereuse détectée.")
            elif page == "connexion":
                reply = self._sign_in(session, form)
            else:
                reply = self._inside(session, page, form, posted)
            crumb = ("Set-Cookie", f"ASP.NET_SessionId={session.key}; path=/; HttpOnly")
            return reply[0], reply[1], reply[2] + ([] if old else [crumb])

    def _sign_in(self, session: _Session, form: dict[str, str]) -> _Reply:
        code, who, word = (form.get(_M + n, "") for n in ("ddlSite", "txtLogin", "txtMotDePasse"))
        site = _LABELS["ddlSite"].get(code, "")
        if _M + "btnConnexion" in form:
            if Account(site, who.strip(), word) in self.accounts:
                session.user, session.ticket = who.strip(), secrets.token_hex(48).upper()
                crumb = f".EXTRANETAUTH={session.ticket}; path=/Extranet/; HttpOnly"
                return _moved("Accueil.aspx", crumb)
            session.flash = "Identifiant ou mot de passe incorrect." if site else _NO_SITE
        return self._sign_in_page(session, site, who)

    def _sign_in_page(self, session: _Session, site: str = "", typed: str = "") -> _Reply:
        later = rf""" onchange="javascript:setTimeout('__doPostBack(\'{_M}ddlSite\',\'\')', 0)" """
        sites = _select("ddlSite", site, later, '<option value="0">- Choisissez -</option>')
        return self._page(
            session,
            "connexion",
            f"""<h2>Connexion</h2>
<div class="ligne"><span class="libelle">Site</span> {sites}</div><p>{_html(site)}</p>
<div class="ligne"><span class="libelle">Identifiant</span> <input type="text"
 value="{_html(typed, latin=False)}" name="{_M}txtLogin" id="ctl00_Main_txtLogin" /></div>
<div class="ligne"><span class="libelle">Mot de passe</span>
<input type="password" name="{_M}txtMotDePasse" id="ctl00_Main_txtMotDePasse" />
<span class="erreur" style="color:Red;display:none;">Le mot de passe est obligatoire.</span></div>
<input type="submit" name="{_M}btnConnexion" value="Se connecter" id="ctl00_Main_btnConnexion" />
<p><a href="MotDePassePerdu.aspx">Mot de passe perdu</a> |
<a href="Aide.aspx">Aide - Accessibilité</a></p>""",
        )

    def _inside(self, session: _Session, page: str, form: dict[str, str], posted: bool) -> _Reply:
        target = form.get("__EVENTTARGET", "").removeprefix("ctl00$Menu$lnk")
        if posted and not form.keys() >= _MASTER:
            return _yellow("La référence d'objet n'est pas définie.")
        if target == "Deconnexion":
            del self._sessions[session.key]
            gone = ".EXTRANETAUTH=; expires=Tue, 12-Oct-1999 00:00:00 GMT; path=/Extranet/"
            return _moved("Connexion.aspx?t=usager", gone)
        if target in _MENU or "ctl00$btnRechercher" in form:
            return _moved(f"{target or 'Recherche'}.aspx")
        if page == "famille":
            return self._modify(session, form) if posted else self._famille(session, {}, [])
        name = _html(" ".join(self._records[session.user][f.caption] for f in _SHEET[1:4]))
        return self._page(session, page, _PLAIN.get(page, "<p>En construction.</p>").format(name))

    def _modify(self, session: _Session, form: dict[str, str]) -> _Reply:
        lists = (name for name in _LISTS if name != "ddlSite")
        if _M + "txtPays" in form or any(form.get(_M + n) not in _LABELS[n] for n in lists):
            return _yellow("Argument de publication (postback) ou de rappel non valide.")
        wanted = {f.caption: _posted(f, form) for f in _EDITABLE}
        if form.get("__EVENTVALIDATION") != session.token:
            session.flash = _STALE
            return self._famille(session, {}, [])
        wrong = [f for f in _EDITABLE if not _right(f, wanted[f.caption])]
        if wrong or _M + "btnModifier" not in form:
            return self._famille(session, wanted, wrong)
        record, asked = self._records[session.user], self._asked[session.user]
        changes = {c: v for c, v in wanted.items() if v != (record | asked)[c]}
        self.ledger.append(Effect(session.user, changes))
        self._asked[session.user] = {c: v for c, v in wanted.items() if v != record[c]}
        session.flash, session.token = _SAVED, "-"
        return _moved("Famille.aspx")

    def _famille(self, session: _Session, typed: dict[str, str], bad: list[_Field]) -> _Reply:
        asked = self._asked[session.user]
        values = self._records[session.user] | asked | typed
        boxes = "".join(
            f"<fieldset><legend>{box}</legend>\n"
            + "".join(
                _line(f, values[f.caption], f.caption in asked, f in bad)
                for f in _SHEET
                if f.section == box
            )
            + "</fieldset>\n"
            for box in dict.fromkeys(s for s, *_ in _SHEET)
        )
        return self._page(
            session,
            "famille",
            f"""<h2>Fiche du responsable</h2>
<p>Les champs marqués d'un * sont obligatoires.</p>
<div id="ctl00_Main_vsFamille" class="erreur" style="color:Red;{"" if bad else "display:none;"}">
Votre fiche n'a pas été enregistrée : vérifiez les champs signalés.</div>
{boxes}<input type="submit" name="ctl00$Main$btnModifier" value="Modifier" class="bouton" />
<div id="ctl00_Main_pnlAttente" class="attente" style="{"" if asked else "display:none"}">La fiche
du responsable est en attente de validation par le personnel administratif.</div>""",
        )

    def _page(self, session: _Session, page: str, body: str) -> _Reply:
        state, token = "/wEPDwUK" + secrets.token_hex(160), "/wEWAg" + secrets.token_hex(30)
        session.states[state], head, foot = page, "", ""
        if page == "famille":
            session.token, self._hidden[session.user] = token, (state, token)
        if page != "connexion" and page not in _PUBLIC:
            links = "".join(
                f"""<li><a id="ctl00_Menu_lnk{key}" href="javascript:__doPostBack("""
                f"""'ctl00$Menu$lnk{key}','')">{label}</a></li>\n"""
                for key, label in _MENU.items()
            )
            head, foot = f'<div id="entete">{_SEARCH}</div><ul id="menu">{links}</ul>', _MODAL
        news = f'<div id="lblMessage" class="message">{_html(session.flash)} {_OK}</div>'
        news, session.flash = news if session.flash else "", ""
        html = f"""\ufeff<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN">
<html xmlns="http://www.w3.org/1999/xhtml"><head><title>Portail pour les usagers</title>
<style type="text/css">.modifie {{ background: #ffc; }} .ligne {{ margin: 3px; }}</style>
</head><body><form name="aspnetForm" method="post" action="{page}.aspx" id="aspnetForm">
<div><input type="hidden" name="__EVENTTARGET" id="__EVENTTARGET" value="" />
<input type="hidden" name="__EVENTARGUMENT" id="__EVENTARGUMENT" value="" />
<input type="hidden" name="__VIEWSTATE" id="__VIEWSTATE" value="{state}" /></div>
{_SCRIPT}<h1>Extranet des familles</h1>{head}{news}{body}{foot}
<div><input type="hidden" name="__EVENTVALIDATION" id="__EVENTVALIDATION" value="{token}" /></div>
</form></body></html>"""
        return 200, html.replace("\n", "\r\n"), []
