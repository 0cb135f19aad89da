"""A school extranet of about 1999: one Perl CGI behind frames, and not a line of JavaScript.

It imitates CGI.pm of those days: capital tags left open, iso-8859-1 declared with the odd byte of
Windows in the data (œ, ’), the session number in every address, `&` bare in the HREFs.
"""

import re
import secrets
import textwrap
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from html import escape
from html.entities import codepoint2name
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import parse_qsl, urlsplit

from tests.strangers.dossiers.stage import Eleve, Facturation, Fiche, Grid, Seen
from tests.strangers.stage import Account

SCRIPT = "extranet.pl"
YEAR, HISTORY_PAGE, BILLS_PAGE = "2025-2026", 10, 20
GIF = b"GIF89a\1\0\1\0\0\0\0,\0\0\0\0\1\0\1\0\0\2\0;"
SITES = {
    "1": "Conservatoire du Pays d'Ellé",
    "2": "École de musique de Saint-Évran",
    "3": "Annexe de Kerœuvre & Locmélar",
}
MENU = "accueil:Accueil|famille:Famille|eleves:Élèves|factures:Facturation|access:Accessibilité"
MENU += "|mdp:Mot de passe|fin:Déconnexion"
TABS = "ident:Identité|cours:Cours|histo:Historique|rep:Répertoire"
CLASSES = ("", "CP", "CE2", "CM1", "CM2", "6ème", "5ème", "4ème", "3ème", "Lycée", "Étudiant")

SAVED = """<P><FONT COLOR=#006600><B>La fiche d'identit&eacute; est mise &agrave; jour. Elle est
en attente de validation par le secr&eacute;tariat.</B></FONT>
"""
HELP = "<P>Ce site se lit sans images ni scripts, avec Netscape 3, Internet Explorer 3 ou Lynx.\n"
Row = tuple[tuple[str, ...], Fiche | bytes | None]

# ---- what the school's data base holds


@dataclass(frozen=True)
class Entry:
    """One line of the sheet Identité; kinds: lu, text, date, select, radio, check, area."""

    kind: str
    name: str
    caption: str
    value: str
    choices: tuple[str, ...] = ()


@dataclass(frozen=True)
class Pupil:
    number: int
    label: str
    entries: tuple[Entry, ...]
    courses: Grid
    history: Grid
    repertoire: Grid


@dataclass(frozen=True)
class Family:
    account: Account
    name: str
    pupils: tuple[Pupil, ...]
    bills: Grid
    balance: str


LESSONS = (
    ("Piano", "Claviers & accordéon", "Cycle 1 - 3ème année"),
    ("Formation musicale", "Culture musicale", "FM 1C4"),
    ("Chœur d'enfants", "Voix", ""),
    ("Bombarde", "Musique traditionnelle", "Cycle 2 - 1ère année"),
    ("Violon alto", "Cordes frottées", "Cycle 1 - 2ème année"),
    ("Éveil musical", "Culture musicale", "Éveil 2 <6 ans>"),
    ("Orchestre « Les Petits Vents »", "Ensembles", "Tous niveaux"),
    ("Hautbois", "Bois", "Cycle 3 amateur"),
)
TEACHERS = ("Mme L'HŒDEC", "M. TY-NEVEZ Ivo", "Mlle PRIGENT Œnone", "", "Mme LE GALL & M. RIOU")
TIMES = ("Lundi 17:30", "Mercredi 14:00\nVendredi 17:15", "", "Samedi 9:30 - 11:00", "Mardi 18:45")
ROOMS = ("Salle Érik-S.", "B12", "", "Auditorium", "Annexe <sous-sol>")
REMARKS = (
    "",
    "Bon trimestre, l'oreille s'affine ; continuer le travail des gammes à deux mains.",
    "Élève sérieux & appliqué.",
    "Le travail à la maison reste trop irrégulier : quinze minutes par jour, même sans professeur, "
    "vaudraient mieux qu'une heure la veille du cours. La sonorité est belle, mais les départs "
    "< mesure 12 > demandent de l'attention ; à revoir avec l’accompagnatrice & le chœur.",
    "Œuvre sue par  cœur.",
)
NATURES = ("Contrôle continu", "Examen de fin de cycle", "Audition notée", "Oral & écrit")
MARKS = ("15,5/20", "", "TB", "12/20", "Acquis", "<10")
REASONS = ("Maladie", "", "Voyage scolaire", "Grève d'autocar", "Raison familiale & décès")
PIECES = (
    ("Audition de Noël", "Prélude & petite fugue"),
    ("Fest-noz des élèves", "Gavotte du cœur"),
    ("Concert « D'une rive à l'autre »", "L'Été, 2ème mouvement"),
    ("Fête de la musique", ""),
    ("Scène ouverte <cordes>", "Sonatine n° 3"),
)


def fiche(captions: str, *values: str, lists: dict[str, Grid] | None = None) -> Fiche:
    return Fiche(tuple(map(Seen, captions.split("|"), values)), lists or {})


def listing(captions: str, rows: Sequence[Row]) -> Grid:
    lines, opens = tuple(row[0] for row in rows), tuple(row[1] for row in rows)
    return Grid(tuple(captions.split("|")), lines, opens)


def follow_up(seed: int, marks: int, missed: int, year: int) -> dict[str, Grid]:
    """The two lists under a course; an empty one shows no headings."""
    rows: list[Row] = []
    for i in range(marks):
        pick = seed + i * 3
        date, remark = f"{1 + pick * 5 % 28:02d}/{1 + i * 2:02d}/{year}", REMARKS[(pick + 2) % 5]
        nature, mark, jury = NATURES[pick % 4], MARKS[pick % 6], TEACHERS[(pick + 1) % 5]
        term, weight = f"Trimestre {1 + i % 3}", "" if pick % 2 else "2"
        captions = "Date|Nature|Période|Jury|Note|Coefficient|Appréciation"
        sheet = fiche(captions, date, nature, term, jury, mark, weight, remark)
        rows.append(((date, nature, mark, remark), sheet))
    evaluations = listing("Date|Nature|Note|Appréciation", rows) if rows else Grid(())
    rows = []
    for i in range(missed):
        pick = seed + i * 2
        date, hour = f"{2 + pick * 3 % 27:02d}/{2 + i:02d}/{year}", "17:30" if pick % 2 else ""
        reason, excused = REASONS[pick % 5], "oui" if pick % 3 else "non"
        teller = "la famille" if pick % 3 else TEACHERS[pick % 5]
        remark = "" if pick % 4 else "Prévenu la veille, cours rattrapé le 12 à 18:00."
        captions = "Date|Heure|Motif|Justifiée|Signalée par|Commentaire"
        sheet = fiche(captions, date, hour, reason, excused, teller, remark)
        rows.append(((date, hour, reason, excused), sheet))
    absences = listing("Date|Heure|Motif|Justifiée", rows) if rows else Grid(())
    return {"Évaluations": evaluations, "Absence": absences}


def course_list(seed: int, count: int) -> Grid:
    rows: list[Row] = []
    for i in range(count):
        pick = seed + i
        lesson, department, level = LESSONS[pick % 8]
        teacher, time, room = TEACHERS[pick % 5], TIMES[(pick + seed) % 5], ROOMS[(pick + i) % 5]
        since, flat = f"{4 + pick % 20:02d}/09/2025", time.replace("\n", " / ")
        captions = "Discipline|Département|Niveau|Professeur|Jour et heure|Salle|Inscrit le"
        captions += "|Instrument loué|Observations"
        rented = "" if pick % 3 else f"n° {310 + pick} (étui & archet)"
        values = (lesson, department, level, teacher, flat, room, since, rented, REMARKS[pick % 5])
        lists = follow_up(pick, (pick + i) % 4, (pick * 2 + i) % 3, 2026)
        sheet = fiche(captions, *values, lists=lists)
        rows.append(((lesson, level, teacher, time, room, since), sheet))
    columns = "Discipline|Niveau|Professeur|Jour et heure|Salle|Inscrit le"
    return listing(columns, rows) if rows else Grid(())


def history_list(seed: int, count: int) -> Grid:
    columns = "Année|Département|Classe|Cycle|Enseignant|Résultat"
    rows: list[Row] = []
    for i in range(count):
        pick, start = seed * 2 + i, 2024 - i // 2
        lesson, department, _ = LESSONS[pick % 8]
        cycle = ("Cycle 1", "Cycle 2", "", "Éveil", "Hors cursus")[pick % 5]
        result = ("Passage", "Maintien", "", "1C3 acquis")[pick % 4]
        year, teacher = f"{start}-{start + 1}", TEACHERS[(pick + 2) % 5]
        cells = (year, department, lesson, cycle, teacher, result)
        more = ("Très bien, à l'unanimité" if pick % 6 == 3 else "", REMARKS[(pick + 1) % 5])
        lists = follow_up(pick, pick % 3, i % 2, start + 1)
        captions = f"{columns}|Mention|Appréciation générale"
        rows.append((cells, fiche(captions, *cells, *more, lists=lists)))
    return listing(columns, rows)


def repertoire_list(seed: int, count: int) -> Grid:
    """Its comments are cut short in the list and whole on the sheet."""
    rows: list[Row] = []
    for i in range(count):
        pick = seed + i
        (event, piece), remark = PIECES[pick % 5], REMARKS[(pick + 1) % 5]
        date, length = f"{1 + pick * 7 % 28:02d}/{1 + pick % 12:02d}/{2025 - i // 3}", "4'30"
        length = "" if pick % 3 == 1 else length
        place = "" if pick % 2 else "Salle des fêtes de Saint-Évran"
        composer = "Traditionnel (arr. de l'école)" if pick % 2 else ""
        captions = "Répertoire|Date|Lieu|Morceau|Compositeur|Durée|Commentaire"
        sheet = fiche(captions, event, date, place, piece, composer, length, remark)
        short = remark if len(remark) < 50 else remark[:45].rstrip() + "..."
        rows.append(((event, date, piece, length, short), sheet))
    return listing("Répertoire|Date|Morceau|Durée|Commentaire", rows)


def pupil(seed: int, first: str, last: str, born: str, counts: tuple[int, int, int]) -> Pupil:
    number = 4103 + seed * 13
    entries = (
        Entry("lu", "", "N° d'élève", str(number)),
        Entry("text", "nom", "Nom", last),
        Entry("text", "prenom", "Prénom", first),
        Entry("radio", "sexe", "Sexe", ("Féminin", "Masculin")[seed % 2], ("Masculin", "Féminin")),
        Entry("date", "naiss", "Né(e) le", born),
        Entry("text", "lieu", "Lieu de naissance", "" if seed % 3 else "L'Île-aux-Mœuvres"),
        Entry("text", "tel", "Téléphone", f"06 39 98 {10 + seed:02d} {37 + seed:02d}"),
        Entry("text", "mel", "E-mail", "" if seed % 4 == 1 else f"eleve{number}@example.org"),
        Entry("text", "ecole", "Établissement scolaire", "Collège « Les Ajoncs » & annexe"),
        Entry("select", "classe", "Classe", CLASSES[seed * 5 % 11], CLASSES),
        Entry("check", "photo", "Droit à l'image", "oui" if seed % 3 else "non"),
        Entry("check", "seul", "Sortie sans accompagnateur", "non" if seed % 2 else "oui"),
        Entry("area", "rem", "Remarques", "" if seed % 2 else "Allergie :\nnoix & lait < 5 ml"),
        Entry("lu", "", "Première inscription", f"{5 + seed % 9:02d}/09/{2012 + seed % 9}"),
        Entry("lu", "", "Quotient familial", ""),
    )
    courses, history = course_list(seed, counts[0]), history_list(seed, counts[1])
    pieces = repertoire_list(seed, counts[2])
    return Pupil(number, f"{first} {last}", entries, courses, history, pieces)


def pdf(words: list[str], height: int) -> bytes:
    """One page of text under a grey picture, as PDF libraries of the time wrote it."""
    text = "q 64 0 0 60 60 740 cm /Im1 Do Q\nBT /F1 11 Tf 60 700 Td 14 TL\n"
    for line in words:
        text += "(" + re.sub(r"([\\()])", r"\\\1", line) + ") Tj T*\n"
    body = f"{text}ET\n".encode("cp1252")
    image = bytes((x * 3 + y * 5 + height) % 256 for y in range(height) for x in range(64))
    parts = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
        b"/Resources << /Font << /F1 5 0 R >> /XObject << /Im1 6 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%b\nendstream" % (len(body), body),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        b"<< /Type /XObject /Subtype /Image /Width 64 /Height %d /ColorSpace /DeviceGray "
        b"/BitsPerComponent 8 /Length %d >>\nstream\n%b\nendstream" % (height, len(image), image),
    ]
    out, places = b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n", b""
    for number, part in enumerate(parts, 1):
        places += b"%010d 00000 n \n" % len(out)
        out += b"%d 0 obj\n%b\nendobj\n" % (number, part)
    tail = b"trailer\n<< /Size 7 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % len(out)
    return out + b"xref\n0 7\n0000000000 65535 f \n" + places + tail


def bill_list(serial: int, since: int, pupils: tuple[Pupil, ...]) -> tuple[Grid, str]:
    """The account of a family, newest first, and what it owes."""
    rows: list[tuple[str, tuple[str, ...], bytes | None]] = []
    owed = 0

    def money(cents: int) -> str:
        return f"{cents / 100:,.2f}".replace(",", " ").replace(".", ",")

    def add(day: str, kind: str, label: str, cents: int, mode: str = "", who: str = "") -> None:
        nonlocal serial, owed
        year, month, dom = day.split("-")
        serial += 1
        paid = kind == "Règlement"
        owed += -cents if paid else cents
        piece = "" if paid else f"{kind[0]}{year}{serial:05d}"
        due = "" if kind != "Facture" else f"{dom}/{int(month) + 1:02d}/{year}"
        cells = (f"{dom}/{month}/{year}", kind, piece, label, who, due, money(cents), mode)
        # The papers of the first year went with the old server: no duplicate of those.
        kept = piece and int(year) > 2018
        words = ["DUPLICATA", f"{kind} {piece}", label, who, f"{money(cents)} EUR"]
        document = pdf(words, 12 + serial * 37 % 480) if kept else None
        rows.append((f"{day}-{serial:05d}", cells, document))

    modes = ("Chèque", "Prélèvement", "CESU & chèques-vacances", "Espèces", "")
    for year in range(since, 2026):
        add(f"{year}-01-08", "Facture", "Adhésion à l'association", 2500)
        add(f"{year}-01-22", "Règlement", "Adhésion", 2500, modes[year % 5])
        for term in range(3):
            fee, day = 11250 + 31990 * len(pupils) + year % 7 * 450, f"{year}-{2 + term * 3:02d}"
            add(f"{day}-05", "Facture", f"Cotisation, trimestre {term + 1}", fee)
            if term == 1:
                add(f"{day}-20", "Règlement", "Acompte", fee // 2, modes[(year + 1) % 5])
                add(f"{day}-27", "Règlement", "Solde <2/2>", fee - fee // 2, "Chèque")
            elif (year, term) != (2025, 2):
                add(f"{day}-24", "Règlement", "Merci !", fee, modes[(year + term) % 5])
        if year % 2:
            label = "Avoir : cours annulés (professeur d'orchestre & chœur en congé)"
            who = pupils[year % len(pupils)].label
            add(f"{year}-11-16", "Avoir", label, -4500 - year % 5 * 725, who=who)
    rows.sort(key=lambda row: row[0], reverse=True)
    columns = "Date|Type|N° pièce|Libellé|Élève|Échéance|Montant (EUR)|Mode de règlement"
    return listing(columns, [row[1:] for row in rows]), money(owed)


def school() -> tuple[Family, ...]:
    """Four families, with 0, 1, 3 and 12 students."""
    single = (pupil(1, "Maël", "Quéméner", "14/02/2011", (3, 7, 4)),)
    three = (
        pupil(2, "Lœïza", "D'Août <b>", "03/08/2008", (4, 23, 12)),
        pupil(3, "Éloi", "D'Août-Le Bœuf", "29/02/2016", (0, 0, 0)),
        pupil(4, "Zélie & Co", "D'Août", "", (1, 10, 1)),
    )
    # Two of them are Jeanne Kerbrat: only the number in the address tells them apart.
    names = "Jeanne,Corentin,Anaïg,Jeanne,Félix,Noëlle,Gwénolé,Ève,Tanguy,Zoé,Théo,Océane"
    twelve = tuple(
        pupil(5 + i, name, "Kerbrat", f"{1 + i * 2:02d}/{1 + i:02d}/{2006 + i}", counts)
        for i, name in enumerate(names.split(","))
        for counts in [((i + 2) % 4, (i * 3 + 5) % 13, (i + 1) % 3 * 2)]
    )
    lone = Account(SITES["2"], "FAM0417", "gavotte17")
    families = [Family(lone, "Mme Le Dœuff Aziliz", (), Grid(()), "0,00")]
    for account, name, pupils, since in (
        (Account(SITES["1"], "FAM0523", "plinn-23"), "M. Quéméner Hervé", single, 2025),
        (Account(SITES["3"], "FAM0688", "an'dro&88"), "Mme D'Août <b> Éliane", three, 2018),
        (Account(SITES["1"], "FAM0702", "Ridée=6tps"), "M. et Mme Kerbrat", twelve, 2024),
    ):
        bills, balance = bill_list(1000 * len(families), since, pupils)
        families.append(Family(account, name, pupils, bills, balance))
    return tuple(families)


# ---- what a person reads of it


def fold(text: str) -> str:
    return " ".join(text.split())


def told(sheet: Fiche | bytes | None) -> Fiche | bytes | None:
    if not isinstance(sheet, Fiche):
        return sheet
    fields = tuple(Seen(one.caption, fold(one.value)) for one in sheet.fields)
    return Fiche(fields, {heading: told_grid(grid) for heading, grid in sheet.lists.items()})


def told_grid(grid: Grid) -> Grid:
    lines = tuple(tuple(fold(cell) for cell in line) for line in grid.lines)
    return Grid(grid.columns, lines, tuple(told(sheet) for sheet in grid.opens))


# ---- the script's way of writing HTML


def ent(text: str) -> str:
    """The author's own words: typed with entities."""
    names = {code: f"&{name};" for code, name in codepoint2name.items() if code > 127}
    return escape(text, quote=False).translate(names)


def esc(text: str) -> str:
    """Words from the data base: CGI::escapeHTML, which leaves accents as bytes."""
    return escape(text, quote=False).replace('"', "&quot;")


def page(title: str, body: str, head: str = "") -> str:
    return f"""<!DOCTYPE HTML PUBLIC "-//W3C//DTD HTML 3.2//EN">
<!-- $Id: {SCRIPT},v 1.37 1999/11/08 14:02:11 imuse Exp $ -->
<HTML><HEAD><TITLE>{ent(title)}</TITLE>
<META HTTP-EQUIV="Content-Type" CONTENT="text/html; charset=iso-8859-1">
{head}</HEAD>
<BODY BGCOLOR="#FFFFFF" TEXT="#000000" LINK="#000099" VLINK="#000099">
<FONT FACE="Arial,Helvetica" SIZE=2>
{body}
</FONT></BODY></HTML>
"""


def frames(title: str, shape: str, **frames: str) -> str:
    inside = "\n".join(f'<FRAME SRC="{src}" NAME="{name}">' for name, src in frames.items())
    return f"""<HTML><HEAD><TITLE>{ent(title)}</TITLE></HEAD>
<FRAMESET {shape} BORDER=0 FRAMEBORDER=NO FRAMESPACING=0>
{inside}
<NOFRAMES><BODY>Votre navigateur ne g&egrave;re pas les cadres.</BODY></NOFRAMES>
</FRAMESET></HTML>
"""


def form(inside: str, button: str, method: str = "POST", **keys: object) -> str:
    hidden = "".join(f'<INPUT TYPE=HIDDEN NAME="{k}" VALUE="{v}">\n' for k, v in keys.items())
    return f"""<FORM METHOD="{method}" ACTION="{SCRIPT}">
{hidden}{inside}
<P><INPUT TYPE=SUBMIT VALUE="{button}"></FORM>"""


def table(
    grid: Grid,
    look: str,
    span: range | None = None,
    before: Callable[[int], str] | None = None,
    link: Callable[[int], str] | None = None,
    after: Callable[[int], str] | None = None,
    column: int = 0,
) -> str:
    """Lists with borders have true headings, those without only bold cells."""
    titles = [ent(title) for title in grid.columns]
    titles = ["&nbsp;"] * bool(before) + titles + ["&nbsp;"] * bool(after)
    if "BORDER=0" in look:
        head = "".join(f"<TD><FONT COLOR=#FFFFFF><B>{t}</B></FONT></TD>" for t in titles)
        out = f"<TABLE {look}>\n<TR BGCOLOR=#000066>{head}</TR>"
    else:
        out = f"<TABLE {look}>\n<TR BGCOLOR=#CCCCFF>" + "".join(f"<TH>{t}" for t in titles)
    for i in range(len(grid.lines)) if span is None else span:
        cells = [esc(cell).replace("\n", "<BR>") or "&nbsp;" for cell in grid.lines[i]]
        if link:
            cells[column] = f'<A HREF="{link(i)}">{cells[column]}</A>'
        cells = ([before(i)] if before else []) + cells + ([after(i)] if after else [])
        color = " BGCOLOR=#EEEEEE" if i % 2 else ""
        out += f"\n<TR{color}>" + "\n".join(f"<TD VALIGN=TOP>{cell}" for cell in cells)
    return out + "\n</TABLE>"


def as_lines(fields: Iterable[Seen]) -> str:
    return "\n".join(f"<B>{ent(one.caption)} :</B> {esc(one.value)}<BR>" for one in fields)


def as_terms(fields: Iterable[Seen]) -> str:
    terms = (f"<DT>{ent(one.caption)} :\n<DD>{esc(one.value) or '&nbsp;'}" for one in fields)
    return "<DL COMPACT>\n" + "\n".join(terms) + "\n</DL>"


def as_report(fields: Iterable[Seen]) -> str:
    """What a Perl `format` prints: captions in a column, long values over several lines."""
    out = []
    for one in fields:
        rows = textwrap.wrap(one.value, 58, break_long_words=False, break_on_hyphens=False)
        out.append(esc(f"{one.caption:<22} : " + f"\n{' ' * 25}".join(rows)))
    return "<PRE>\n" + "\n".join(out) + "\n</PRE>"


def control(entry: Entry) -> str:
    value, name = esc(entry.value), entry.name
    match entry.kind:
        case "lu":
            return f"<B>{value}</B>" if value else "&nbsp;"
        case "radio":
            marks = {choice: " CHECKED" * (choice == entry.value) for choice in entry.choices}
            return " ".join(
                f'<INPUT TYPE=RADIO NAME="{name}" VALUE="{choice[0]}"{mark}>{ent(choice)}'
                for choice, mark in marks.items()
            )
        case "select":
            marks = {choice: " SELECTED" * (choice == entry.value) for choice in entry.choices}
            options = (f"<OPTION VALUE={i}{mark}>" for i, mark in enumerate(marks.values()))
            words = "\n".join(o + ent(w) for o, w in zip(options, marks, strict=True))
            return f'<SELECT NAME="{name}">{words}\n</SELECT>'
        case "check":
            return f'<INPUT TYPE=CHECKBOX NAME="{name}"{" CHECKED" * (value == "oui")}>'
        case "area":
            return f'<TEXTAREA NAME="{name}" ROWS=3 COLS=40 WRAP=VIRTUAL>{value}</TEXTAREA>'
    size, hint = (10, " <I>(jj/mm/aaaa)</I>") if entry.kind == "date" else (30, "")
    return f'<INPUT TYPE="TEXT" NAME="{name}" VALUE="{value}" SIZE={size}>{hint}'


def entry_form(entries: Iterable[Entry], **keys: object) -> str:
    head = "<TR><TD ALIGN=RIGHT NOWRAP>"
    rows = "\n".join(f"{head}{ent(one.caption)} :<TD>{control(one)}" for one in entries)
    return form(f"<TABLE BORDER=0 CELLSPACING=2>\n{rows}\n</TABLE>", "Modifier", "POST", **keys)


def number(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else 0


class Site:
    def __init__(self) -> None:
        self.families = school()
        self.accounts = tuple(family.account for family in self.families)
        self.sessions: dict[str, Family] = {}

    def start(self) -> str:
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), handler(self))
        self.thread = Thread(target=self.server.serve_forever, args=(0.05,), daemon=True)
        self.thread.start()
        return f"http://127.0.0.1:{self.server.server_address[1]}/cgi-bin/{SCRIPT}"

    def stop(self) -> None:
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()

    def end_sessions(self) -> None:
        self.sessions.clear()

    def family(self, identifier: str) -> Family:
        return next(one for one in self.families if one.account.identifier == identifier)

    def eleves(self, identifier: str) -> list[Eleve]:
        told = []
        for one in self.family(identifier).pupils:
            identite = tuple(Seen(entry.caption, fold(entry.value)) for entry in one.entries)
            grids = [told_grid(grid) for grid in (one.courses, one.history, one.repertoire)]
            told.append(Eleve(one.label, identite, *grids))
        return told

    def facturation(self, identifier: str) -> Facturation:
        return Facturation({"Facturation cotisations": told_grid(self.family(identifier).bills)})

    # ---- the script, one method a screen; `ec` (écran) says which

    def answer(self, asked: dict[str, str]) -> str | bytes:
        screen, sid = asked.get("ec", ""), asked.get("sid", "")
        if screen == "connexion":
            return self.sign_in(asked)
        if screen == "perdu":
            inside = "Identifiant : <INPUT NAME=ident><BR>\nE-mail : <INPUT NAME=mel>"
            lost = form(inside, "Valider", ec="perdu_ok") + f'<A HREF="{SCRIPT}">Retour</A>'
            return page("Mot de passe perdu", f"<H2>Mot de passe perdu</H2>\n{lost}")
        if screen == "perdu_ok":
            return self.door("Le mot de passe vous a été envoyé par e-mail.")
        if screen == "aide":
            return page("Aide", f'<H2>Aide</H2>\n{HELP}<P><A HREF="{SCRIPT}">Retour</A>')
        family = self.sessions.get(sid)
        if family is None:
            return self.door("Votre session a expiré, veuillez vous identifier." if sid else "")
        if screen == "fin":
            self.sessions.pop(sid, None)
            return self.door("Vous êtes déconnecté.")
        if screen == "dup":
            return self.duplicate(asked.get("num", ""))
        if "mat" not in asked:
            return self.screen(sid, family, screen, number(asked.get("deb", "")))
        for one in family.pupils:
            if str(one.number) == asked["mat"]:
                return self.folder(sid, one, screen, asked)
        return page("Erreur", "<B>Erreur : </B>&eacute;l&egrave;ve inconnu.")

    def door(self, message: str = "") -> str:
        options = "\n".join(f"<OPTION VALUE={k}>{ent(name)}" for k, name in SITES.items())
        alert = f"<P><FONT COLOR=#CC0000><B>{ent(message)}</B></FONT>" if message else ""
        body = f"""<CENTER><IMG SRC="/images/logo.gif" ALT="" WIDTH=120 HEIGHT=60>
<H1>Logiciel iMuse</H1>
<H3>Portail pour les usagers</H3>{alert}
<FORM METHOD="POST" ACTION="{SCRIPT}" TARGET="_top">
<INPUT TYPE=HIDDEN NAME="ec" VALUE="connexion">
<TABLE BORDER=0 BGCOLOR=#EEEEEE CELLPADDING=4>
<TR><TD ALIGN=RIGHT>Site :<TD><SELECT NAME="site"><OPTION VALUE="">---
{options}
</SELECT>
<TR><TD ALIGN=RIGHT>Identifiant :<TD><INPUT TYPE=TEXT NAME="ident" SIZE=12 MAXLENGTH=12>
<TR><TD ALIGN=RIGHT>Mot de passe :<TD><INPUT TYPE=PASSWORD NAME="mdp" SIZE=12>
<TR><TD COLSPAN=2 ALIGN=CENTER><INPUT TYPE=SUBMIT VALUE="Se connecter">
</TABLE></FORM>
<A HREF="{SCRIPT}?ec=perdu" TARGET="_top">Mot de passe perdu</A> |
<A HREF="{SCRIPT}?ec=aide" TARGET="_top">Aide - Accessibilit&eacute;</A></CENTER>"""
        return page("iMuse - Connexion", body)

    def sign_in(self, asked: dict[str, str]) -> str:
        name, word = asked.get("ident", "").strip().upper(), asked.get("mdp", "")
        site = SITES.get(asked.get("site", ""))
        if not site:
            return self.door("Veuillez choisir votre site.")
        if Account(site, name, word) not in self.accounts:
            return self.door("Identifiant ou mot de passe incorrect.")
        sid = secrets.token_hex(8).upper()
        self.sessions[sid] = self.family(name)
        here = f"{SCRIPT}?sid={sid}"
        shown = {"bandeau": f"{here}&ec=bandeau", "principal": f"{here}&ec=accueil"}
        return frames("iMuse - Extranet", 'ROWS="74,*"', **shown)

    def screen(self, sid: str, family: Family, screen: str, offset: int) -> str:
        here = f"{SCRIPT}?sid={sid}"
        match screen:
            case "bandeau":
                return self.banner(here)
            case "eleves" if family.pupils:
                shown = {"liste": f"{here}&ec=liste", "dossier": f"{here}&ec=vide"}
                return frames("Élèves", 'COLS="190,*"', **shown)
            case "eleves":
                return page("Élèves", "Aucun &eacute;l&egrave;ve n'est inscrit dans votre famille.")
            case "liste":
                links = "\n".join(
                    '<IMG SRC="/images/puce.gif" ALT="*" WIDTH=8 HEIGHT=8> '
                    f'<A HREF="{here}&ec=ident&mat={one.number}">{esc(one.label)}</A><BR>'
                    for one in family.pupils
                )
                body = f"<B>Vos &eacute;l&egrave;ves</B><HR>\n{links}"
                return page("Liste", body, '<BASE TARGET="dossier">\n')
            case "vide":
                return page("Dossier", "&lt;-- Cliquez sur le nom d'un &eacute;l&egrave;ve.")
            case "factures":
                return self.bills(sid, family, offset)
            case "famille" | "famille_maj":
                entries = (
                    Entry("lu", "", "Identifiant", family.account.identifier),
                    Entry("text", "nom", "Responsable", family.name),
                    Entry("text", "rue", "Adresse", "7, venelle de l'Œillet"),
                    Entry("text", "tel", "Téléphone", "01 99 00 41 17"),
                )
                saved = SAVED if screen == "famille_maj" else ""
                sheet = entry_form(entries, sid=sid, ec="famille_maj")
                return page("Famille", f"<H2>Famille</H2>\n{saved}{sheet}")
            case "mdp":
                inside = "Nouveau mot de passe : <INPUT TYPE=PASSWORD NAME=nouveau>"
                return page("Mot de passe", form(inside, "Valider", sid=sid, ec="mdp"))
            case "access":
                return page("Accessibilité", f"<H2>Accessibilit&eacute;</H2>\n{HELP}")
        hello = f"<P>Bonjour {esc(family.name)}.\n<P>Reprise des cours le lundi 8 septembre."
        return page("Accueil", f"<H2>Bienvenue</H2>\n{hello} <I>Le secr&eacute;tariat.</I>")

    def banner(self, here: str) -> str:
        areas = ""
        for i, item in enumerate(MENU.split("|")):
            code, word = item.split(":")
            where = f'SHAPE=RECT COORDS="{i * 100},0,{i * 100 + 99},24" HREF="{here}&ec={code}"'
            top = " TARGET=_top" if code == "fin" else ""
            areas += f'<AREA {where} ALT="{ent(word)}"{top}>\n'
        body = f"""<IMG SRC="/images/titre.gif" ALT="iMuse" WIDTH=700 HEIGHT=40><BR>
<IMG SRC="/images/menu.gif" ALT="" USEMAP="#menu" WIDTH=700 HEIGHT=25 BORDER=0>
<MAP NAME="menu">
{areas}</MAP>"""
        return page("Bandeau", body, '<BASE TARGET="principal">\n')

    def bills(self, sid: str, family: Family, offset: int) -> str:
        grid, here, total = family.bills, f"{SCRIPT}?sid={sid}", len(family.bills.lines)
        body = "<H2>Facturation cotisations</H2>\n"
        if not total:
            return page("Facturation", body + "<P>(aucun document)")

        def duplicate(i: int) -> str:
            address = f"{here}&ec=dup&num={grid.lines[i][2]}"
            link = f'<A HREF="{address}" TARGET="_blank">Duplicata</A>'
            return link if grid.opens[i] else "&nbsp;"

        span = range(offset, min(offset + BILLS_PAGE, total))
        body += table(grid, "BORDER=1 CELLPADDING=3", span, after=duplicate)
        pager = f"\nLignes {offset + 1} &agrave; {span.stop} sur {total}"
        if span.stop < total:
            pager = form(pager, "Page suivante", sid=sid, ec="factures", deb=span.stop)
        elif offset:
            pager += f' - <A HREF="{here}&ec=factures">Retour au d&eacute;but</A>'
        owed = f"<P><B>Solde de votre compte : {family.balance} EUR</B>"
        return page("Facturation", f"{body}{pager}\n{owed}")

    def duplicate(self, piece: str) -> str | bytes:
        """Any session gets any invoice whose number it knows, as such scripts did."""
        for family in self.families:
            for line, document in zip(family.bills.lines, family.bills.opens, strict=True):
                if line[2] == piece and isinstance(document, bytes):
                    return document
        return page("Erreur", "<B>Erreur : </B>document introuvable.")

    def folder(self, sid: str, one: Pupil, screen: str, asked: dict[str, str]) -> str:
        here = f"{SCRIPT}?sid={sid}&mat={one.number}"
        top = f"<H2>{esc(one.label)}</H2>\n"
        for item in TABS.split("|"):
            code, word = item.split(":")
            link = f'<A HREF="{here}&ec={code}">{ent(word)}</A>'
            top += f"[ <B>{ent(word)}</B> ]\n" if code == screen else f"[ {link} ]\n"
        match screen:
            case "fiche":
                body = self.sheet(sid, one, here, asked)
            case "cours":
                body = f"<H3>Cours de l'ann&eacute;e {YEAR}</H3>\n" + self.courses(sid, one)
            case "histo":
                body = self.history(here, one, number(asked.get("deb", "")))
            case "rep":
                first = f"{here}&ec=fiche&o=rep&n={one.number}"
                grid, look = one.repertoire, "BORDER=2 WIDTH=100%"
                body = "<H3>R&eacute;pertoire</H3>\n"
                body += table(grid, look, link=lambda i: f"{first}{i:02d}")
                body += f"\n<P>{len(grid.lines)} &eacute;v&eacute;nement(s)"
            case _:
                body = SAVED if screen == "ident_maj" else ""
                body += entry_form(one.entries, sid=sid, ec="ident_maj", mat=one.number)
        return page(one.label, f"{top}<HR>\n{body}")

    def courses(self, sid: str, one: Pupil) -> str:
        if not one.courses.lines:
            return "<P>Pas de cours cette ann&eacute;e."
        look, radio = "BORDER=0 CELLSPACING=1 CELLPADDING=3", "<INPUT TYPE=RADIO NAME=n VALUE="
        listed = table(one.courses, look, before=lambda i: f"{radio}{one.number}{i:02d}>")
        return form(listed, "Consulter", sid=sid, ec="fiche", o="cours", mat=one.number)

    def history(self, here: str, one: Pupil, offset: int) -> str:
        total = len(one.history.lines)
        span = range(offset, min(offset + HISTORY_PAGE, total))
        first, look = f"{here}&ec=fiche&o=histo&n={one.number}", "BORDER=0 CELLPADDING=3"
        out = "<H3>Historique</H3>\n"
        out += table(one.history, look, span, link=lambda i: f"{first}{i:02d}", column=2)
        if not total:
            out = out.replace("</TABLE>", "<TR><TD COLSPAN=6><I>Aucune fiche</I>\n</TABLE>")
        if offset:
            out += f'\n<A HREF="{here}&ec=histo">&lt;&lt; D&eacute;but</A>&nbsp;'
        if span.stop < total:
            out += f'\n<A HREF="{here}&ec=histo&deb={span.stop}">Suite &gt;&gt;</A>'
        return out

    def sheet(self, sid: str, one: Pupil, here: str, asked: dict[str, str]) -> str:
        kind, base = asked.get("o", ""), one.number * 100
        grid = {"cours": one.courses, "histo": one.history}.get(kind, one.repertoire)
        index = number(asked.get("n", "")) - base
        if "n" not in asked:
            return "<B>Vous devez cocher une ligne de la liste.</B>"
        sheet = grid.opens[index] if index in range(len(grid.lines)) else None
        if not isinstance(sheet, Fiche):
            return "<B>Erreur : </B>fiche inconnue."
        this = f"{here}&ec=fiche&o={kind}&n={base + index}"
        for code, heading in (("ev", "Évaluations"), ("ab", "Absence")):
            if code in asked:
                details, at = sheet.lists[heading].opens, number(asked[code]) - 1
                detail = details[at] if at in range(len(details)) else None
                terms = as_terms(detail.fields) if isinstance(detail, Fiche) else "(inconnu)"
                back = f'<P><A HREF="{this}">Retour &agrave; la fiche</A>'
                return f"<H3>{ent(heading)} - d&eacute;tail</H3>\n{terms}{back}"
        back = f'<P><A HREF="{here}&ec={kind}">Retour &agrave; la liste</A>'
        if kind == "rep":
            return f"<H3>&Eacute;v&eacute;nement</H3>\n{as_terms(sheet.fields)}{back}"
        marks, missed = sheet.lists["Évaluations"], sheet.lists["Absence"]
        shown = table(marks, "BORDER=1", link=lambda i: f"{this}&ev={i + 1}")
        radio = "<INPUT TYPE=RADIO NAME=ab VALUE="
        chosen = table(
            missed, "BORDER=1", before=lambda i: f"{radio}{i + 1}{' CHECKED' * (not i)}>"
        )
        keys = {"sid": sid, "mat": one.number, "ec": "fiche", "o": kind, "n": base + index}
        chosen = form(chosen, "Consulter", "GET", **keys)
        return f"""<A HREF="#c">Cours</A> | <A HREF="#e">&Eacute;valuations</A> |
<A HREF="#a">Absence</A>
<H3><A NAME="c">Cours</A></H3>
{as_lines(sheet.fields) if kind == "cours" else as_report(sheet.fields)}
<HR>
<H3><A NAME="e">&Eacute;valuations</A></H3>
{shown if marks.lines else "(aucune)"}
<HR>
<H3><A NAME="a">Absence</A></H3>
{chosen if missed.lines else "(aucune)"}
<HR>
{self.arrows(here, index, len(grid.lines), base) if kind == "histo" else ""}{back}"""

    def arrows(self, here: str, index: int, total: int, base: int) -> str:
        words = ent("|< première*< précédente*suivante >*dernière >|")
        targets = (0, max(index - 1, 0), min(index + 1, total - 1), total - 1)
        return " - ".join(
            word if at == index else f'<A HREF="{here}&ec=fiche&o=histo&n={base + at}">{word}</A>'
            for word, at in zip(words.split("*"), targets, strict=True)
        )


def handler(site: Site) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        server_version = "Apache/1.3.9 (Unix)"
        sys_version = ""

        def do_GET(self) -> None:
            self.reply(urlsplit(self.path).query)

        def do_POST(self) -> None:
            length = number(self.headers.get("Content-Length", ""))
            self.reply(self.rfile.read(length).decode("latin-1"))

        def reply(self, query: str) -> None:
            path = urlsplit(self.path).path
            if path.startswith("/images/"):
                return self.say("image/gif", GIF)
            if path != f"/cgi-bin/{SCRIPT}":
                return self.say("text/html", b"<H1>Not Found</H1>", 404)
            asked = dict(parse_qsl(query, keep_blank_values=True, encoding="cp1252"))
            answer = site.answer(asked)
            if isinstance(answer, bytes):
                return self.say("application/pdf", answer)
            # Browsers read iso-8859-1 as Windows does, and the school's PCs write so.
            html = answer.encode("cp1252", "xmlcharrefreplace")
            return self.say("text/html; charset=ISO-8859-1", html)

        def say(self, kind: str, body: bytes, status: int = 200) -> None:
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Pragma", "no-cache")
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            pass

    return Handler
