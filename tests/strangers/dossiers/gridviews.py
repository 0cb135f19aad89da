"""A school extranet of about 2007: ASP.NET 2.0 WebForms, one big form a page, all by __doPostBack.

The chosen student is in the server's session, all the rest of a page's state is in __VIEWSTATE
(DataKeys, page and sort of each GridView, open sheets). Events that a page did not register are
refused by __EVENTVALIDATION. The truth gives captions without their colon.
"""

import base64
import hashlib
import hmac
import json
import re
import secrets
import threading
import unicodedata
import zlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from functools import partial
from http.cookies import SimpleCookie
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from tests.strangers.dossiers.stage import Eleve, Facturation, Fiche, Grid, Seen
from tests.strangers.stage import Account


def _ascii(caption: str) -> str:
    """The name that a developer gives to a control or a column with this caption."""
    plain = unicodedata.normalize("NFKD", caption).encode("ascii", "ignore").decode()
    return "".join(c for c in plain.title() if c.isalnum())


def _named(*texts: str) -> dict[str, str]:
    return {_ascii(text): text for text in texts}


APP = "/extranet/"
C = "ctl00$cphContenu$"  # what stands before every control of a content page
U = C + "ucFicheCours$"  # and before those of the user control that shows a course
MENU = _named("Accueil", "Famille", "Élèves", "Facturation", "Accessibilité", "Mot de passe")
SITES = ("Antenne de l'Île-aux-Rossignols", "Saint-Œrlan & environs", "Site central")
ONGLETS = _named("Identité", "Cours", "Historique", "Répertoire")
SOUS_ONGLETS = _named("Cours", "Évaluations", "Absence")
FLECHES = _named("Première fiche", "Fiche précédente", "Fiche suivante", "Dernière fiche")
PAYS = ("", "Française", "Espagnole", "Île Maurice", "Autre (U.E.)")
NIVEAUX = ("", "CE1", "CM2", "6ème", "4ème", "Terminale", "Adulte")
IDENTITE: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("État civil", "section", ()), ("Numéro d'élève", "label", ()), ("Nom", "text", ()),
    ("Prénom", "text", ()), ("Sexe", "radio", ("Féminin", "Masculin")),
    ("Date de naissance", "date", ()), ("Lieu de naissance", "text", ()),
    ("Nationalité", "select", PAYS), ("Coordonnées", "section", ()), ("Adresse", "text", ()),
    ("Code postal", "text", ()), ("Commune", "text", ()), ("Téléphone portable", "text", ()),
    ("Courriel", "text", ()), ("Scolarité et autorisations", "section", ()),
    ("Établissement fréquenté", "text", ()), ("Niveau scolaire", "select", NIVEAUX),
    ("Entré(e) à l'école le", "label", ()), ("Quotient familial", "label", ()),
    ("Autorisation de droit à l'image", "check", ()),
    ("Autorisé(e) à quitter seul(e) l'établissement", "check", ()), ("Remarques", "area", ()),
)  # fmt: skip
COURS = ("Discipline", "Cycle / année", "Professeur", "Jour", "Horaire", "Salle", "Inscription")
EVALUATIONS = ("Date", "Nature", "Note", "Appréciation")
ABSENCES = ("Date", "Nature", "Motif", "Justifiée")
HISTORIQUE = ("Année", "Département", "Classe", "Cycle", "Enseignant")
REPERTOIRE = ("Répertoire", "Date", "Morceau", "Durée", "Commentaire")
FACTURES = ("N°", "Date", "Objet", "Type", "Échéance", "Montant", "Reste dû")
REGLEMENTS = ("Date", "Mode", "Référence", "Montant", "Payeur")


# --- What the school keeps: all of it made up ------------------------------------------------

PROFS = ("M. Ternoël", "Mme d'Œillac", "Mlle Prigent-Lhuître", "M. Ça'Val", "Mme Élie & M. Noé", "")
DISCIPLINES = (
    ("Violoncelle", "Cordes"), ("Formation musicale", "Formation musicale & culture"),
    ("Chœur d'enfants", "Voix"), ("Éveil <4-6 ans>", "Éveil"), ("Hautbois", "Bois"),
    ("Musique de chambre & ensembles", "Pratiques collectives"), ("Orgue", "Claviers"),
    ("Atelier jazz", "Jazz & musiques actuelles"),
)  # fmt: skip
CYCLES = ("1er cycle / 1", "1er cycle / 4", "Cycle 2", "Éveil", "", "3e cycle < CFEM", "Initiation")
SALLES = ("Salle des Aulnes", "B 12", "", "Auditorium « l'Étoile »", "Rez-de-jardin")
AVIS = (
    "Très bon trimestre.",
    "Travail sérieux mais l'archet manque encore de souplesse ; reprendre les gammes & les "
    "arpèges, travailler au métronome (< 80). Œuvre au choix pour juin.",
    "",
    "A progressé. Continue !",
    " ".join(("Élève attentif(ve), volontaire & à l'écoute ; rythme < au niveau attendu.",) * 6),
)
OEUVRES = (
    ("Le Cygne", "C. Saint-Œrmel", "3'10"), ("Chanson d'hiver", "", ""),
    ("Suite n° 1, « Prélude » & <Menuet>", "J.-B. Bœckh-Å", "12 min"),
    ("Pièces en concert : L'Œil du vent, Été, Noël à l'aube", "Anonyme", "1 h 05"),
)  # fmt: skip
CONCERTS = ("Audition de Noël", "Fête de la musique", "Heure d'orgue", "Gala < 12 ans >", "L'Été")
_Line = tuple[tuple[str, ...], Fiche | bytes | None]  # cells, and what opens


def _pick(items: Sequence[str], n: int) -> str:
    return items[n % len(items)]


def _date(n: int, year: int) -> str:
    return f"{1 + n * 7 % 28:02}/{1 + n * 5 % 12:02}/{year}"


def _euros(cents: int) -> str:
    whole = f"{abs(cents) // 100:,}".replace(",", " ")
    return f"{'-' if cents < 0 else ''}{whole},{abs(cents) % 100:02} €"


def _fields(**values: str) -> tuple[Seen, ...]:
    return tuple(Seen(caption.replace("__", "'").replace("_", " "), values[caption])
                 for caption in values)  # fmt: skip


def _evaluation(n: int) -> _Line:
    date, note, avis = _date(n, 2007), _pick(("15,5/20", "12/20", "", "A", "< 10"), n), AVIS[n % 5]
    nature = _pick(("Contrôle continu", "Examen d'entrée", "Audition & écoute"), n)
    sheet = _fields(Date=date, Nature=nature, Épreuve=OEUVRES[n % 4][0], Coefficient=str(n % 3),
                    Note=note, Mention=_pick(("Bien", "", "Très bien à l'unanimité"), n),
                    Examinateur=_pick(PROFS, n + 2), Appréciation=avis)  # fmt: skip
    return (date, nature, note, avis if len(avis) < 40 else avis[:39] + "..."), Fiche(sheet)


def _absence(n: int) -> _Line:
    date, nature = _date(n + 3, 2006), _pick(("Absence", "Retard", "Départ anticipé"), n)
    motif = _pick(("Maladie", "", "Sortie scolaire & car en retard", "Non communiqué"), n)
    excused = _pick(("oui", "non"), n)
    sheet = _fields(Date=date, Nature=nature, Durée=_pick(("1 h", "", "15'"), n), Motif=motif,
                    Justifiée=excused, Prévenu_le=_pick(("", date), n),
                    Commentaire=_pick(AVIS, n + 1))  # fmt: skip
    return (date, nature, motif, excused), Fiche(sheet)


def _grid(columns: tuple[str, ...], lines: Sequence[_Line]) -> Grid:
    """A GridView without data has no header either."""
    cells = tuple(line for line, _ in lines)
    return Grid(columns if lines else (), cells, tuple(opened for _, opened in lines))


def _cours(n: int) -> _Line:
    name, dept = DISCIPLINES[n % 8]
    prof, salle, cycle_ = _pick(PROFS, n), _pick(SALLES, n), _pick(CYCLES, n)
    day = _pick(("Mercredi", "Lundi", "Samedi", "", "Jeudi"), n)
    hours = f"{9 + n % 9}h{n % 4 * 15:02} - {10 + n % 9}h{n % 4 * 15:02}" if day else "à définir"
    state = _pick(("Confirmée", "En attente", "Liste d'attente (n° 3)"), n)
    sheet = _fields(Discipline=name, Département=dept, Cycle_et_année=cycle_, Professeur=prof,
                    Jour=day, Horaire=hours, Salle=salle, Inscrit_le=_date(n, 2006), Statut=state,
                    Tarif=_euros(12050 + n % 2 * 98765),
                    Prêt_d__instrument=_pick(("", "3/4 n° 7"), n),
                    Observations=_pick(AVIS, n + 1))  # fmt: skip
    marks, absences = (3, 7, 0, 1)[n % 4], (2, 0, 6, 1)[n % 4]
    lists = {
        "Évaluations": _grid(EVALUATIONS, [_evaluation(n + i) for i in range(marks)]),
        "Absence": _grid(ABSENCES, [_absence(n + i) for i in range(absences)]),
    }
    return (name, cycle_, prof, day, hours, salle, state), Fiche(sheet, lists)


def _passe(n: int, i: int) -> _Line:
    year, (name, dept) = 2006 - i // 5, DISCIPLINES[(n + i) % 8]
    line = (f"{year - 1}-{year}", dept, f"{name} {chr(65 + i % 4)}", CYCLES[i % 7], PROFS[i % 6])
    listed = zip(HISTORIQUE, line, strict=True)
    more = _fields(Discipline=name, Moyenne=_pick(("14,25", "", "9"), n + i),
                   Date_de_l__examen=_pick((_date(i, year), ""), i),
                   Résultat=_pick(("Admis(e)", "Maintenu(e)", "", "Dispensé(e) d'épreuve"), i),
                   Appréciation_générale=_pick(AVIS, n + i))  # fmt: skip
    return line, Fiche(tuple(Seen(*pair) for pair in listed) + more)


def _concert(n: int, i: int) -> _Line:
    (piece, author, length), avis = OEUVRES[(n + i) % 4], _pick(AVIS, n + i)
    concert, date = _pick(CONCERTS, n + i), _date(n + i, 2007 - i // 4)
    sheet = _fields(Répertoire=concert, Date=date, Lieu=_pick(SALLES, i), Morceau=piece,
                    Compositeur=author, Durée=length, Formation=_pick(("Solo", "", "Duo"), i),
                    Commentaire=avis)  # fmt: skip
    return (concert, date, piece, length, avis), Fiche(sheet)


def _eleve(number: int, nom: str, prenom: str, cours: int, passe: int, concerts: int) -> Eleve:
    n = number % 97
    values = (
        str(number), nom, prenom, _pick(("Féminin", "Masculin"), n), _date(n, 1990 + n % 11),
        _pick(("L'Haÿ-d'Œrlan", "", "Rossignols-sur-Mer"), n), PAYS[n % 5],
        f"{n} bis, impasse de l'Étang & du « Bœuf »", "99120", "L'ÎLE-AUX-ROSSIGNOLS",
        _pick((f"06 39 98 {n:02} 41", ""), n), _pick(("", f"eleve{number}@example.org"), n),
        _pick(("Collège d'Œrlan", "École \"Les P'tits Loups\"", ""), n), NIVEAUX[n % 7],
        _date(n + 2, 2001), _pick((_euros(98700 + n), ""), n), _pick(("oui", "non"), n),
        _pick(("non", "oui", "non"), n), _pick(("Allergie : œufs & arachides. Lunettes", ""), n),
    )  # fmt: skip
    captions = [caption for caption, kind, _ in IDENTITE if kind != "section"]
    return Eleve(
        f"{nom} {prenom}",
        tuple(Seen(*pair) for pair in zip(captions, values, strict=True)),
        _grid(COURS, [_cours(n + i) for i in range(cours)]),
        _grid(HISTORIQUE, [_passe(n, i) for i in range(passe)]),
        _grid(REPERTOIRE, [_concert(n, i) for i in range(concerts)]),
    )


def _pdf(lines: Sequence[str], weight: int) -> bytes:
    """A one-page duplicate as a report tool of the time wrote it."""
    text = "".join(f"({line}) Tj 0 -18 Td\n" for line in lines)
    text = text.replace("€", "EUR").replace("\xa0", " ").replace("Œ", "OE").replace("œ", "oe")
    filler = "".join(f"0.9 g 60 {i % 700} 1 1 re f\n" for i in range(weight))
    stream = f"{filler}0 g BT /F1 12 Tf 60 780 Td\n{text}ET\n".encode("cp1252", "replace")
    font = b"/Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding"
    objects = (
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 /MediaBox [0 0 595 842] >>",
        b"<< /Type /Page /Parent 2 0 R /Contents 4 0 R /Resources << /Font << /F1 << %s >> >> >> >>"
        % font,
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
    )
    out, places = b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    trailer = b"trailer\n<< /Size 5 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % len(out)
    return out + b"xref\n0 5\n0000000000 65535 f \n" + table + trailer


def _facture(n: int, family: str) -> _Line:
    credit, year, due = n % 9 == 4, 2007 - n // 12, _date(n + 1, 2007 - n // 12)
    number = f"{'A' if credit else 'F'}{year}-{900 - n * 7:04}"
    cents = -(4550 + 100 * n) if credit else 11090 + 1575 * n + (150000 if n % 11 == 2 else 0)
    subjects = ("Droits d'inscription", "Cotisation 2e trimestre & location", "", "Stage < 3 jours")
    subject = "Remboursement d'œuvres" if credit else _pick(subjects, n)
    kind, rest = ("Avoir", "") if credit else ("Facture", _euros(cents if n < 2 else 0))
    line = (number, _date(n, year), subject, kind, "" if credit else due, _euros(cents), rest)
    return line, _pdf((f"DUPLICATA {kind} {number}", family, *line[1:6]), 40 + n * 83 % 1300)


def _reglement(n: int, family: str) -> _Line:
    mode = _pick(("Chèque", "Prélèvement", "Carte bancaire", "Espèces", "Chèques « Culture »"), n)
    reference = _pick((f"BPÉ {7000 + n}", "", f"n° {n} & {n + 1}"), n)
    amount = -4550 if n % 10 == 7 else 11090 + 1575 * n
    return (_date(n + 2, 2007 - n // 6), mode, reference, _euros(amount), family), None


@dataclass(frozen=True)
class _Family:
    account: Account
    name: str
    eleves: Mapping[str, Eleve]
    factures: Grid
    reglements: Grid


def _families() -> list[_Family]:
    twelve = "Anaëlle/Rosalie/Brieuc/Côme/Rosalie/Zoé-Lœtitia/Élouan/Gaël/Aloïs/Maëlys/T & T/Ÿann"
    specs: tuple[tuple[str, int, str, str, tuple[Eleve, ...], int, int], ...] = (
        ("USG-0071", 2, "Goélette-71", "Mme NOËL-LHÉRITIER Odette", (), 0, 0),
        ("USG-0112", 1, "Ocarina/112", "M. D'AOÛT <b> Cœlian",
         (_eleve(20411, "D'Août <b>", "Lœïza", 3, 23, 4),), 5, 2),
        ("USG-0345", 0, "tr&ize+3=16", "M. et Mme L'HÉVÉDER & FILS", (
            _eleve(20533, "L'HÉVÉDER", "Maïwenn", 2, 0, 0),
            _eleve(20534, "L'HÉVÉDER", "Jean-Noël", 0, 8, 12),
            _eleve(19877, "L'HÉVÉDER-BŒUF", "Ève", 8, 49, 1)), 64, 27),
        ("USG-1200", 0, "douzePupitres", "Mme KERŒUVEL Solenn", tuple(
            _eleve(21000 + 13 * i, "KERŒUVEL", first, i % 4, i * 5 % 11, i * 7 % 9)
            for i, first in enumerate(twelve.split("/"))), 12, 10),
    )  # fmt: skip
    return [
        _Family(Account(SITES[site], identifier, password), name,
                {eleve.identite[0].value: eleve for eleve in eleves},
                _grid(FACTURES, [_facture(i, name) for i in range(bills)]),
                _grid(REGLEMENTS, [_reglement(i, name) for i in range(paid)]))
        for identifier, site, password, name, eleves, bills, paid in specs
    ]  # fmt: skip


# --- Markup as the framework's controls wrote it ----------------------------------------------


def _h(text: str) -> str:
    """HttpUtility.HtmlEncode of .NET 2.0: Latin-1 letters become numbers, apostrophes stay.

    The French currency format has a no-break space between thousands.
    """
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    text = re.sub(r"(?<=\d) (?=\d{3},)", "\xa0", text.replace('"', "&quot;"))
    return "".join(f"&#{ord(c)};" if 160 <= ord(c) < 256 else c for c in text)


def _a(text: str) -> str:
    """HttpUtility.HtmlAttributeEncode."""
    return text.replace("&", "&amp;").replace('"', "&quot;").replace("<", "&lt;")


def _id(uid: str) -> str:
    return uid.replace("$", "_")


def _label(uid: str, text: str) -> str:
    return f'<span id="{_id(uid)}">{_h(text).replace(". Œ", ".<br />Œ")}</span>'


def _box(uid: str, text: str, kind: str = "text") -> str:
    value = f' value="{_a(text)}"' if text else ""
    return f'<input name="{uid}" type="{kind}"{value} maxlength="80" id="{_id(uid)}" />'


def _check(uid: str, ticked: bool, text: str = "", enabled: bool = True) -> str:
    on, off = ' checked="checked"' * ticked, ' disabled="disabled"' * (not enabled)
    box = f'<input id="{_id(uid)}" type="checkbox" name="{uid}"{on}{off} />'
    return f'{box}<label for="{_id(uid)}">{text}</label>' if enabled else f"<span{off}>{box}</span>"


def _options(pairs: Sequence[tuple[str, str]], chosen: str) -> str:
    on = ' selected="selected"'
    return "".join(
        f'\n\t<option{on if value == chosen else ""} value="{_a(value)}">{_h(text)}</option>'
        for value, text in pairs
    )


@dataclass
class _Bound:
    """What a GridView keeps in the view state: `keys` are the DataKeys of the rows on show."""

    page: int = 0
    sort: str = ""
    down: bool = False
    chosen: int = -1
    keys: list[int] = field(default_factory=list)


@dataclass
class _State:
    """A page's view state."""

    ddl: str = ""
    eleve: str = ""
    tab: str = "Identite"
    sub: str = "Cours"
    grids: dict[str, _Bound] = field(default_factory=dict)

    def grid(self, uid: str) -> _Bound:
        return self.grids.setdefault(uid, _Bound())

    def keep(self, uid: str) -> None:
        """Closes what stands under another list."""
        self.grids = {uid: self.grid(uid)}


class _View:
    """One rendering of a page, with the events that it registers."""

    def __init__(self, state: _State) -> None:
        self.state = state
        self.events: list[int] = []

    def allow(self, target: str, argument: str = "") -> None:
        self.events.append(zlib.crc32(f"{target}|{argument}".encode()))

    def post(self, target: str, argument: str = "") -> str:
        self.allow(target, argument)
        return f"__doPostBack('{target}','{argument}')"

    def button(self, uid: str, text: str, script: str = "") -> str:
        self.allow(uid)
        script = f' onclick="{script}"' if script else ""
        return f'<input type="submit" name="{uid}" value="{text}"{script} id="{_id(uid)}" />'

    def tabs(self, prefix: str, tabs: Mapping[str, str], current: str) -> str:
        cells = ""
        for uid, text in ((prefix + key, text) for key, text in tabs.items()):
            css = ' class="actif"' * (uid == prefix + current)
            cells += (
                f'<td><a id="{_id(uid)}"{css} href="javascript:{self.post(uid)}">{text}</a></td>'
            )
        return f'<table cellpadding="4" class="onglets">\n<tr>\n{cells}</tr></table>\n'

    def gridview(
        self, uid: str, grid: Grid, empty: str, size: int = 99, sort: bool = True, pdf: bool = False
    ) -> str:
        """An asp:GridView with AllowPaging; `pdf` is for an image asp:ButtonField."""
        bound = self.state.grid(uid)
        order = _order(grid, bound)
        bound.page = min(bound.page, max(0, (len(order) - 1) // size))
        bound.keys = order[bound.page * size :][:size]
        rows = '<tr class="entete">\n\t\t\t' + '<th scope="col">&nbsp;</th>' * pdf
        for text in grid.columns:
            if sort:
                script = self.post(uid, f"Sort${_ascii(text)}")
                rows += f'<th scope="col"><a href="javascript:{script}">{text}</a></th>'
            else:
                rows += f'<th scope="col">{text}</th>'
        for index, key in enumerate(bound.keys):
            css, script = ("sel" if key == bound.chosen else "l" + "a" * (index % 2)), ""
            if grid.opens[key] is not None:
                script = f""" onmouseover="this.className='survol'" onmouseout="this.className='{css}'" ondblclick="{self.post(uid, f"Select${index}")}" style="cursor:pointer;\""""  # noqa: E501
            rows += f'\n\t\t</tr><tr class="{css}"{script}>\n\t\t\t'
            if pdf:
                rows += f"""<td><input type="image" src="images/pdf.gif" alt="Duplicata" onclick="javascript:{self.post(uid, f"Duplicata${index}")};return false;" style="border-width:0px;" /></td>"""  # noqa: E501
            for column, cell in zip(grid.columns, grid.lines[key], strict=True):
                html = _h(cell).replace(". Œ", ".\n  Œ") or "&nbsp;"
                align = ' align="right"' * cell.endswith("€")
                if column == "Justifiée":  # an asp:CheckBoxField
                    html = _check(f"{uid}$ctl{index + 2:02}$ctl00", cell == "oui", enabled=False)
                    align = ' align="center"'
                rows += f"<td{align}>{html}</td>"
        if not grid.lines:
            rows = f'<tr class="vide">\n\t\t\t<td colspan="7">{empty}</td>'
        if len(order) > size:
            pages = self.pager(uid, bound.page, (len(order) - 1) // size + 1)
            rows += f'\n\t\t</tr><tr class="pager">\n\t\t\t<td colspan="{len(grid.columns) + pdf}"><table border="0">\n\t\t\t\t<tr>\n\t\t\t\t\t{pages}\n\t\t\t\t</tr>\n\t\t\t</table></td>'  # noqa: E501
        return f'<div>\n\t<table cellspacing="0" rules="all" border="1" id="{_id(uid)}" style="width:100%;border-collapse:collapse;">\n\t\t{rows}\n\t\t</tr>\n\t</table>\n</div>'  # noqa: E501

    def pager(self, uid: str, page: int, pages: int) -> str:
        """PagerSettings with PageButtonCount=3."""
        first, last = 1, min(pages, 3)
        if page + 1 > last:
            first = page // 3 * 3 + 1
            last = min(first + 2, pages)
            first = max(1, last - 2)
        shown = {number: str(number) for number in range(first, last + 1)}
        more = {number: "..." for number in (first - 1, last + 1) if 0 < number <= pages}
        return "".join(
            f"<td><span>{text}</span></td>"
            if number == page + 1
            else f'<td><a href="javascript:{self.post(uid, f"Page${number}")}">{text}</a></td>'
            for number, text in sorted({**shown, **more}.items())
        )


def _order(grid: Grid, bound: _Bound) -> list[int]:
    """The lines in the chosen order: as text, dates too."""
    order, names = list(range(len(grid.lines))), [_ascii(column) for column in grid.columns]
    if bound.sort in names:
        column = names.index(bound.sort)
        order.sort(key=lambda key: grid.lines[key][column], reverse=bound.down)
    return order


def _pairs(prefix: str, fields: Sequence[Seen]) -> str:
    """A sheet in a table by hand, two captions and two labels a row."""
    cells = [
        f'<td class="lib">{seen.caption}&nbsp;:</td>\n'
        f"<td>{_label(prefix + 'lbl' + _ascii(seen.caption), seen.value)}</td>"
        for seen in fields
    ]
    if len(cells) % 2:
        cells.append('<td colspan="2"></td>')
    rows = "\n".join(f"<tr>{a}\n{b}</tr>" for a, b in zip(cells[::2], cells[1::2], strict=True))
    return f'<table border="0" cellpadding="3" class="fiche">\n{rows}\n</table>'


def _formview(uid: str, fields: Sequence[Seen]) -> str:
    """An asp:FormView whose ItemTemplate is the one that the designer generates."""
    items = "\n".join(
        f"{seen.caption} :\n{_label(f'{uid}${_ascii(seen.caption)}Label', seen.value)}<br />"
        for seen in fields
    )
    return f'<table cellspacing="0" border="0" id="{_id(uid)}" style="border-collapse:collapse;">\n\t<tr>\n\t\t<td colspan="2">\n{items}\n</td>\n\t</tr>\n</table>'  # noqa: E501


def _detailsview(uid: str, header: str, fields: Sequence[Seen]) -> str:
    """An asp:DetailsView with HeaderText."""
    rows = f'<tr class="entete">\n\t\t\t<td colspan="2">{header}</td>\n\t\t</tr>'
    for seen in fields:
        value = _h(seen.value) or "&nbsp;"
        if seen.caption == "Justifiée":
            value = _check(f"{uid}$ctl01", seen.value == "oui", enabled=False)
        rows += f"<tr>\n\t\t\t<td>{seen.caption}</td><td>{value}</td>\n\t\t</tr>"
    return f'<br />\n<div>\n\t<table cellspacing="0" rules="all" border="1" id="{_id(uid)}" style="height:50px;width:450px;border-collapse:collapse;">\n\t\t{rows}\n\t</table>\n</div>'  # noqa: E501


def _control(kind: str, choices: Sequence[str], name: str, text: str) -> str:
    uid = f"{C}txt{name}"
    if kind == "label":
        return _label(f"{C}lbl{name}", text)
    if kind == "area":
        html = _h(text).replace(". ", ".\n")
        return f'<textarea name="{uid}" rows="3" cols="40" id="{_id(uid)}">{html}</textarea>'
    if kind == "select":
        uid, chosen = f"{C}ddl{name}", str(choices.index(text))
        pairs = [(str(i), choice) for i, choice in enumerate(choices)]
        return f'<select name="{uid}" id="{_id(uid)}">{_options(pairs, chosen)}\n\n</select>'
    if kind == "radio":
        uid, boxes = f"{C}rbl{name}", ""
        for i, choice in enumerate(choices):
            on = ' checked="checked"' * (choice == text)
            boxes += f'<td><input id="{_id(uid)}_{i}" type="radio" name="{uid}" value="{i}"{on} />'
            boxes += f'<label for="{_id(uid)}_{i}">{_h(choice)}</label></td>'
        return f'<table id="{_id(uid)}" border="0">\n\t<tr>\n\t\t{boxes}\n\t</tr>\n</table>'
    html = _box(uid, text)
    if kind == "date":
        html += ' <img src="images/calendrier.gif" alt="" /> <span class="aide">(jj/mm/aaaa)</span>'
    if kind == "date" or name in ("Nom", "Prenom"):  # an asp:RequiredFieldValidator
        html += f'<span id="{_id(C)}rfv{name}" style="color:Red;visibility:hidden;">'
        html += "Ce champ est obligatoire.</span>"
    return html


def _identite(view: _View, eleve: Eleve) -> str:
    out, values = "", iter(eleve.identite)
    for caption, kind, choices in IDENTITE:
        name = _ascii(caption)
        if kind == "section":  # an asp:Panel with GroupingText
            out += "</table>\n</fieldset></div>" if out else ""
            out += f'<div id="{_id(C)}pnl{name}">\n\t<fieldset>\n\t\t<legend>\n\t\t\t{caption}\n'
            out += '\t\t</legend>\n<table border="0" cellpadding="2">\n'
            continue
        head, text = f'<td class="lib">{caption} :</td>', next(values).value
        if kind == "check":
            head, control = "<td>&nbsp;</td>", _check(f"{C}chk{name}", text == "oui", caption)
        else:
            control = _control(kind, choices, name, text)
        out += f"<tr>{head}<td>{control}</td></tr>\n"
    button = view.button(C + "btnModifier", "Modifier", "return confirm('Enregistrer ?');")
    return f"{out}</table>\n</fieldset></div>\n{button}"


def _opened(view: _View, uid: str, grid: Grid) -> Fiche | None:
    """The sheet of the row that is chosen, if one is."""
    chosen = view.state.grid(uid).chosen
    opened = grid.opens[chosen] if chosen >= 0 else None
    return opened if isinstance(opened, Fiche) else None


def _fiche_cours(view: _View, fiche: Fiche) -> str:
    """The user control under the list of courses: its own tabs, lists and details."""
    sub, body = view.state.sub, _pairs(U, fiche.fields)
    if sub != "Cours":
        uid, grid = f"{U}gv{sub}", fiche.lists[SOUS_ONGLETS[sub]]
        empty = "Aucune évaluation saisie." if sub == "Evaluations" else "Aucune absence."
        body = view.gridview(uid, grid, empty, size=5, sort=False)
        if (opened := _opened(view, uid, grid)) and sub == "Evaluations":
            body += "\n<br />\n<b>Détail de l'évaluation</b>\n"
            body += _formview(U + "fvEvaluation", opened.fields)
        elif opened:
            body += _detailsview(U + "dvAbsence", "Détail", opened.fields)
    out = f'<div id="{_id(C)}pnlFicheCours" class="panneau">\n<h3>Suivi du cours</h3>\n'
    out += view.tabs(U + "lb", SOUS_ONGLETS, sub) + body
    return f"{out}\n<br />{view.button(C + 'btnRetour', 'Retour')}\n</div>"


def _fiche_historique(view: _View, grid: Grid, fields: Sequence[Seen]) -> str:
    """The arrows under the list, then the sheet."""
    bound = view.state.grid(C + "gvHistorique")
    order = _order(grid, bound)
    place, out = order.index(bound.chosen), '<div class="fleches">'
    for index, (name, alt) in enumerate(FLECHES.items()):
        uid, off = f"{C}ib{name}", ' disabled="disabled"'
        if place != (0 if index < 2 else len(order) - 1):
            view.allow(uid)
            off = ""
        out += f'<input type="image" name="{uid}" id="{_id(uid)}"{off} src="images/{name}.gif"'
        out += f' alt="{alt}" style="border-width:0px;" />\n'
    out += f'<span>Fiche {place + 1} / {len(order)}</span></div>\n<div id="{_id(C)}pnlHistorique">'
    return f"{out}\n{_pairs(C + 'hist_', fields)}\n</div>"


def _dossier(view: _View, eleve: Eleve) -> str:
    """The MultiView of a student."""
    tab, uid = view.state.tab, f"{C}gv{view.state.tab}"
    name = f"{eleve.identite[2].value} {eleve.identite[1].value}"
    out = f"<h2>Dossier de {_label(C + 'lblEleve', name)}</h2>\n"
    out += view.tabs(C + "lb", ONGLETS, tab)
    if tab == "Identite":
        return out + _identite(view, eleve)
    grid, empty, size = {
        "Cours": (eleve.cours, "Aucun cours pour l'année en cours.", 99),
        "Historique": (eleve.historique, "Pas d'historique.", 8),
        "Repertoire": (eleve.repertoire, "Aucun événement.", 5),
    }[tab]
    out += view.gridview(uid, grid, empty, size)
    if (opened := _opened(view, uid, grid)) and tab == "Cours":
        out += _fiche_cours(view, opened)
    elif opened and tab == "Historique":
        out += _fiche_historique(view, grid, opened.fields)
    elif opened:
        out += _detailsview(C + "dvRepertoire", "Événement musical", opened.fields)
    return out + '\n<p class="aide">Double-cliquez sur une ligne pour la consulter.</p>'


SCRIPT = """<script type="text/javascript">
<!--
var theForm = document.forms['aspnetForm'];
function __doPostBack(eventTarget, eventArgument) {
    if (!theForm.onsubmit || (theForm.onsubmit() != false)) {
        theForm.__EVENTTARGET.value = eventTarget;
        theForm.__EVENTARGUMENT.value = eventArgument;
        theForm.submit();
    }
}
// -->
</script>"""


def _menu(view: _View) -> str:
    """An asp:Menu, horizontal."""
    cells = '<td style="width:3px;"></td>'.join(
        f"""<td onmouseover="this.className='survol'" onmouseout="this.className=''" id="ctl00_mnuPrincipaln{i}"><table cellpadding="0" cellspacing="0" border="0" width="100%">
\t<tr>
\t\t<td style="white-space:nowrap;"><a class="mnu" href="javascript:{view.post("ctl00$mnuPrincipal", value)}" style="border-style:none;font-size:1em;">{text}</a></td>
\t</tr>
</table></td>"""  # noqa: E501
        for i, (value, text) in enumerate({**MENU, "Deconnexion": "Déconnexion"}.items())
    )
    return f"""<a href="#ctl00_mnuPrincipal_SkipLink"><img alt="Ignorer les liens de navigation" src="images/spacer.gif" width="0" height="0" style="border-width:0px;" /></a><table id="ctl00_mnuPrincipal" cellpadding="0" cellspacing="0" border="0">
\t<tr>
\t\t{cells}
\t</tr>
</table><a id="ctl00_mnuPrincipal_SkipLink"></a>"""  # noqa: E501


@dataclass
class _Reply:
    body: bytes
    status: int = 200
    kind: str = "text/html; charset=utf-8"
    headers: tuple[tuple[str, str], ...] = ()


def _moved(page: str) -> _Reply:
    body = f'<html><head><title>Object moved</title></head><body>\r\n<h2>Object moved to <a href="{APP}{page}">here</a>.</h2>\r\n</body></html>\r\n'  # noqa: E501
    return _Reply(body.encode(), 302, headers=(("Location", APP + page),))


class Site:
    """The extranet, served."""

    def __init__(self) -> None:
        self._families = {family.account.identifier: family for family in _families()}
        self.accounts: tuple[Account, ...] = tuple(f.account for f in self._families.values())
        self._sessions: dict[str, dict[str, str]] = {}
        self._key = secrets.token_bytes(20)
        self._server: ThreadingHTTPServer | None = None

    def start(self) -> str:
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Handler, self._answer))
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return f"http://127.0.0.1:{self._server.server_port}{APP}Connexion.aspx"

    def stop(self) -> None:
        if self._server:
            self._server.shutdown()
            self._server.server_close()
            self._server = None

    def end_sessions(self) -> None:
        self._sessions.clear()

    def eleves(self, identifier: str) -> list[Eleve]:
        return list(self._families[identifier].eleves.values())

    def facturation(self, identifier: str) -> Facturation:
        return Facturation(dict(_lists(self._families[identifier])))

    # The page's life cycle

    def _seal(self, mark: bytes, value: object, user: str) -> str:
        body = mark + json.dumps(value).encode()
        mac = hmac.digest(self._key, body + user.encode(), hashlib.sha1)
        return base64.b64encode(body + mac).decode()

    def _unseal(self, text: str, user: str) -> str:
        raw = base64.b64decode(text, validate=True)
        mac = hmac.digest(self._key, raw[:-20] + user.encode(), hashlib.sha1)
        if not hmac.compare_digest(mac, raw[-20:]):
            raise ValueError
        return raw[3:-20].decode()

    def _load(self, form: Mapping[str, str], user: str) -> _State:
        """Loads the view state and checks what the form says against __EVENTVALIDATION."""
        data = json.loads(self._unseal(form["__VIEWSTATE"], user))
        data["grids"] = {uid: _Bound(**bound) for uid, bound in data["grids"].items()}
        events = set(json.loads(self._unseal(form.get("__EVENTVALIDATION", ""), user)))
        asked = [(form.get("__EVENTTARGET", ""), form.get("__EVENTARGUMENT", ""))]
        asked += [(name, "") for name in form if "$btn" in name]
        asked += [(name[:-2], "") for name in form if name.endswith(".x")]
        asked += [(name, form[name]) for name in form if name == C + "ddlEleve"]
        for target, argument in asked:
            if target and zlib.crc32(f"{target}|{argument}".encode()) not in events:
                raise ValueError
        return _State(**data)

    def _answer(self, sid: str, path: str, posted: bool, form: Mapping[str, str]) -> _Reply:
        """The pages by name, as far as a session opens them."""
        parts = urlsplit(path)
        name = parts.path.lower().removeprefix(APP)
        form = form if posted and "__VIEWSTATE" in form else {}  # IsPostBack
        session = self._sessions.get(sid, {})
        pages = {f"{key.lower()}.aspx": key for key in MENU}
        if name not in ("", "/", "default.aspx", "connexion.aspx", *pages):
            return _Reply(b"<html><body><h1>La ressource est introuvable.</h1></body></html>", 404)
        try:
            if name == "connexion.aspx":
                return self._connexion(sid, form, parts.query)
            if "famille" not in session:
                return _moved("Connexion.aspx?expire=1" if posted else "Connexion.aspx")
            view = _View(self._load(form, sid) if form else _State())
            if form.get("__EVENTTARGET") != "ctl00$mnuPrincipal":
                return self._signed_in(view, sid, pages.get(name, "Accueil"), form)
            if form["__EVENTARGUMENT"] != "Deconnexion":
                return _moved(f"{form['__EVENTARGUMENT']}.aspx")
            self._sessions.pop(sid, None)
            return _moved("Connexion.aspx")
        except (ValueError, LookupError):
            text = "<h1>Erreur du serveur dans l'application '/extranet'.</h1><h2><i>Argument de publication (postback) ou de rappel non valide.</i></h2>"  # noqa: E501
            return _Reply(f"<html><body>{text}</body></html>".encode(), 500)

    def _signed_in(self, view: _View, sid: str, key: str, form: Mapping[str, str]) -> _Reply:
        session = self._sessions[sid]
        family = self._families[session["famille"]]
        if key == "Eleves":
            body = self._eleves(view, family, session, form)
        elif key == "Facturation":
            target, argument = form.get("__EVENTTARGET"), form.get("__EVENTARGUMENT", "")
            if target and _grid_event(view.state.grid(target), argument):
                return _duplicata(family.factures, view.state.grid(target).chosen)
            body = "<p>Double-cliquez sur une facture pour en éditer le duplicata.</p>\n"
            for uid, (title, grid) in zip(("Factures", "Reglements"), _lists(family), strict=True):
                empty = f"Aucune ligne dans « {title} »."
                body += f"<h3>{title}</h3>\n"
                body += view.gridview(f"{C}gv{uid}", grid, empty, 10, pdf=uid == "Factures") + "\n"
        else:
            body = _plain(view, key, family, C + "btnModifier" in form)
        return self._page(view, f"{key}.aspx", MENU[key], body, sid)

    def _page(self, view: _View, action: str, title: str, body: str, user: str) -> _Reply:
        """The master page."""
        top = f'<tr><td class="menu">\n{_menu(view)}\n</td></tr>\n' if user else ""
        state = self._seal(b"\xff\x01\x0f", asdict(view.state), user)
        hidden = "".join(
            f'<input type="hidden" name="{name}" id="{name}" value="{value}" />\n'
            for name, value in (
                ("__EVENTTARGET", ""), ("__EVENTARGUMENT", ""), ("__LASTFOCUS", ""),
                ("__VIEWSTATE", state), ("__SCROLLPOSITIONX", "0"), ("__SCROLLPOSITIONY", "0"),
            )
        )  # fmt: skip
        events = self._seal(b"\xff\x01\x16", view.events, user)
        html = f"""
<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">
<html xmlns="http://www.w3.org/1999/xhtml" >
<head><title>
\tExtranet usagers - {title}
</title><style type="text/css">.survol, .sel {{ background: #ffc; }}</style></head>
<body>
<form name="aspnetForm" method="post" action="{action}" id="aspnetForm">
<div>
{hidden}</div>

{SCRIPT}
<table width="100%" cellpadding="0" cellspacing="0" border="0">
<tr><td class="bandeau"><img src="images/logo.gif" alt="iMuse" /> Portail pour les usagers</td></tr>
{top}<tr><td class="contenu"><h1>{title}</h1>
{body}</td></tr>
<tr><td class="pied">&copy; 2007 - École de musique - 01 99 00 41 41</td></tr>
</table>
<div>

\t<input type="hidden" name="__EVENTVALIDATION" id="__EVENTVALIDATION" value="{events}" />
</div></form>
</body></html>
"""
        return _Reply(html.replace("\n", "\r\n").encode())

    def _connexion(self, sid: str, form: Mapping[str, str], query: str) -> _Reply:
        """An asp:Login with a template of its own."""
        message = "Votre session a expiré, veuillez vous reconnecter." if "expire" in query else ""
        given, site = form.get("Login1$UserName", ""), form.get("Login1$ddlSite", "0")
        sites = [("0", "-- Sélectionnez --"), *((str(i), s) for i, s in enumerate(SITES, 1))]
        if form:
            self._load(form, "")
        if "Login1$LoginButton" in form:
            family = self._families.get(given.strip())
            account = family.account if family else None
            told = (dict(sites).get(site), form.get("Login1$Password"))
            if account and (account.site, account.password) == told:
                self._sessions[sid] = {"famille": account.identifier}
                return _moved("Accueil.aspx")
            message = "Échec de la connexion : identifiant, mot de passe ou site incorrect."
        view = _View(_State())
        button = view.button("Login1$LoginButton", "Se connecter")
        body = f"""<table id="Login1" cellspacing="0" cellpadding="1" border="0">
<tr><td align="center" colspan="2">Connexion</td></tr>
<tr><td align="right"><label for="Login1_ddlSite">Site</label></td>
<td><select name="Login1$ddlSite" id="Login1_ddlSite">{_options(sites, site)}

</select></td></tr>
<tr><td align="right"><label for="Login1_UserName" id="Login1_UserNameLabel">Identifiant</label></td>
<td>{_box("Login1$UserName", given)}<span id="Login1_UserNameRequired" style="color:Red;visibility:hidden;">*</span></td></tr>
<tr><td align="right"><label for="Login1_Password" id="Login1_PasswordLabel">Mot de passe</label></td>
<td><input name="Login1$Password" type="password" id="Login1_Password" /></td></tr>
<tr><td align="center" colspan="2" style="color:Red;">{message}</td></tr>
<tr><td align="right" colspan="2">{button}</td></tr>
</table>
<a href="#">Mot de passe perdu</a> | <a href="#">Aide - Accessibilité</a>"""  # noqa: E501
        return self._page(view, "Connexion.aspx", "Connexion", body, "")

    def _eleves(
        self, view: _View, family: _Family, session: dict[str, str], form: Mapping[str, str]
    ) -> str:
        """Eleves.aspx: the choice, then the student's MultiView."""
        state = view.state
        if not family.eleves:
            return f"<p>{_label(C + 'lblAucun', 'Aucun élève n’est rattaché à votre famille.')}</p>"
        if not form:  # if (!IsPostBack)
            only = next(iter(family.eleves)) if len(family.eleves) == 1 else "0"
            state.ddl = state.eleve = session.get("eleve", only)
            session["eleve"] = state.eleve
        elif form.get(C + "ddlEleve", state.ddl) != state.ddl:  # SelectedIndexChanged
            session["eleve"] = form[C + "ddlEleve"]
            state.ddl = state.eleve = session["eleve"]
            state.tab, state.grids = "Identite", {}
        message = self._eleves_event(state, family, session, form) if form else ""
        choices = [(number, eleve.label) for number, eleve in family.eleves.items()]
        if len(choices) > 1:
            choices.insert(0, ("0", "-- Choisissez un élève --"))
        uid = C + "ddlEleve"
        for value, _ in choices:
            view.allow(uid, value)
        script = view.post(uid).replace("'", "\\'")
        out = f'<label for="{_id(uid)}">Élève :</label> <select name="{uid}" onchange="javascript:'
        out += f'setTimeout(\'{script}\', 0)" id="{_id(uid)}">{_options(choices, state.ddl)}\n\n'
        out += "</select>\n"
        if state.eleve in family.eleves:
            out += _dossier(view, family.eleves[state.eleve])
        return out + message

    def _eleves_event(
        self, state: _State, family: _Family, session: dict[str, str], form: Mapping[str, str]
    ) -> str:
        target, argument = form.get("__EVENTTARGET", ""), form.get("__EVENTARGUMENT", "")
        eleve = family.eleves.get(state.eleve)
        if C + "btnModifier" in form:
            script = '<!--\nalert("La fiche d\'identité est mise à jour.");// -->\n</script>'
            return f'<b>Fiche en attente de validation</b>\n<script type="text/javascript">{script}'
        if C + "btnRetour" in form:
            state.grids = {}
        for index, name in enumerate(FLECHES):
            if eleve and f"{C}ib{name}.x" in form:
                bound = state.grid(C + "gvHistorique")
                order = _order(eleve.historique, bound)
                place = order.index(bound.chosen)
                place = (0, place - 1, place + 1, len(order) - 1)[index]
                bound.chosen, bound.page = order[place], place // 8
        if target.startswith(U + "lb"):
            state.sub = target.removeprefix(U + "lb")
            state.keep(C + "gvCours")
        elif target.startswith(U + "gv"):
            _grid_event(state.grid(target), argument)
        elif target.startswith(C + "lb"):
            state.tab, state.grids = target.removeprefix(C + "lb"), {}
            state.eleve = session.get("eleve", "0")
        elif target.startswith(C + "gv"):
            state.sub = "Cours"
            state.keep(target)
            if not _grid_event(state.grid(target), argument):
                # A new page or order is read again: the data source's parameter is the session's.
                state.eleve = session.get("eleve", "0")
        return ""


def _lists(family: _Family) -> tuple[tuple[str, Grid], ...]:
    return ("Factures et avoirs", family.factures), ("Règlements", family.reglements)


def _duplicata(grid: Grid, chosen: int) -> _Reply:
    opened, number = grid.opens[chosen], grid.lines[chosen][0]
    assert isinstance(opened, bytes)
    disposition = ("Content-Disposition", f"inline; filename=Duplicata_{number}.pdf")
    return _Reply(opened, 200, "application/pdf", (disposition,))


def _grid_event(bound: _Bound, argument: str) -> bool:
    """A GridView's command: True where it chose a row."""
    command, value = argument.split("$", 1)
    if command == "Page":
        bound.page, bound.chosen = int(value) - 1, -1
    elif command == "Sort":
        bound.down = bound.sort == value and not bound.down
        bound.sort, bound.page, bound.chosen = value, 0, -1
    else:
        bound.chosen = bound.keys[int(value)]
        return True
    return False


def _plain(view: _View, key: str, family: _Family, saved: bool) -> str:
    """The pages that matter less."""
    identifier = family.account.identifier
    if key == "Accueil":
        name = _label(C + "lblNom", family.name)
        return f"<p>Bienvenue {name} ({identifier}).</p>\n<p>Réinscriptions : du 4 au 29 juin.</p>"
    if key == "Accessibilite":
        return "<p>L'extranet respecte les recommandations du WCAG. Taille : A A+ A++</p>"
    kind = "password" if key == "MotDePasse" else "text"
    pairs = {"Ancien mot de passe": "", "Nouveau mot de passe": ""}
    if key == "Famille":
        mail = f"{identifier.lower()}@example.org"
        pairs = {"Responsable": family.name, "Téléphone": "01 99 00 12 34", "E-mail": mail}
    rows = "\n".join(
        f"<tr><td>{name} :</td><td>{_box(C + 'txt' + _ascii(name), value, kind)}</td></tr>"
        for name, value in pairs.items()
    )
    note = '<span style="color:Red;">Demande transmise au secrétariat.</span>' * saved
    return f'<table border="0">\n{rows}</table>\n{view.button(C + "btnModifier", "Modifier")}{note}'


class _Handler(BaseHTTPRequestHandler):
    """IIS 6 in front of it."""

    protocol_version = "HTTP/1.1"
    timeout = 30
    wbufsize = -1

    def __init__(self, answer: Callable[..., _Reply], *args: Any) -> None:
        self._answer = answer
        super().__init__(*args)

    def version_string(self) -> str:
        return "Microsoft-IIS/6.0"

    def log_message(self, format: str, *args: object) -> None:
        """Says nothing."""

    def do_GET(self) -> None:
        raw = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
        form = {name: values[-1] for name, values in parse_qs(raw, keep_blank_values=True).items()}
        cookie = SimpleCookie(self.headers.get("Cookie", "")).get("ASP.NET_SessionId")
        sid = cookie.value if cookie and len(cookie.value) == 24 else ""
        fresh = sid or secrets.token_hex(12)
        reply = self._answer(fresh, self.path, self.command == "POST", form)
        self.send_response(reply.status)
        headers = [("X-Powered-By", "ASP.NET"), ("X-AspNet-Version", "2.0.50727"), *reply.headers]
        if not sid and ".aspx" in self.path:
            headers.append(("Set-Cookie", f"ASP.NET_SessionId={fresh}; path=/; HttpOnly"))
        headers += [("Cache-Control", "private"), ("Content-Type", reply.kind)]
        for name, value in (*headers, ("Content-Length", str(len(reply.body)))):
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(reply.body)

    do_POST = do_GET
