"""popups: a family extranet of about 2001, in the manner of classic ASP on IIS 5.

Windows-1252 bytes declared as iso-8859-1, HTML 3.2 tables within tables, no TH, FONT everywhere,
end tags left out, the student chosen in a SELECT that changes the location, sheets in pop-up
windows opened by a double click, messages by alert(). Captions end with a colon in pop-ups; the
truth leaves that colon out.
"""

import re
import secrets
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count
from threading import Thread
from urllib.parse import parse_qsl, urlsplit

from tests.strangers.dossiers.stage import Eleve, Facturation, Fiche, Grid, Seen
from tests.strangers.stage import Account

COOKIE = "ASPSESSIONIDGQQGGLXC"
SITES = ("Antenne de Kervilly (siège)", "Antenne de l'Île-aux-Œillets", "Antenne de Plou & Landes")
ACCOUNTS = (
    Account(SITES[0], "F00087", "clavecin"),
    Account(SITES[1], "F00112", "h@utb0is"),
    Account(SITES[0], "F00240", "pépin&<3"),
    Account(SITES[2], "F00391", "Tuba+Tuba"),
)
BILLS = "Factures et règlements"


def fold(text: str) -> str:
    return " ".join(text.split())


@dataclass(frozen=True)
class Row:
    no: str
    cells: tuple[str, ...]
    opens: "Sheet | bytes | None"


@dataclass(frozen=True)
class Liste:
    """`empty` is said instead of the table, or within it where the headings stay (`framed`)."""

    columns: tuple[str, ...]
    rows: list[Row]
    empty: str = ""
    framed: bool = True

    def grid(self) -> Grid:
        opens = [row.opens for row in self.rows]
        return Grid(
            self.columns if self.rows or self.framed else (),
            tuple(tuple(map(fold, row.cells)) for row in self.rows),
            tuple(one.fiche() if isinstance(one, Sheet) else one for one in opens),
        )


@dataclass(frozen=True)
class Sheet:
    fields: tuple[tuple[str, str], ...]
    lists: Mapping[str, Liste] = field(default_factory=dict)

    def fiche(self) -> Fiche:
        seen = tuple(Seen(caption, fold(value)) for caption, value in self.fields)
        return Fiche(seen, {name: liste.grid() for name, liste in self.lists.items()})


@dataclass(frozen=True)
class Champ:
    """One value of a form: "lu", "texte", "choix", "radio", "case" or "zone"."""

    caption: str
    value: str
    kind: str = "texte"
    choices: tuple[str, ...] = ()


@dataclass(frozen=True)
class Child:
    no: str
    label: str
    identite: Mapping[str, tuple[Champ, ...]]
    cours: Liste
    historique: Liste
    repertoire: Liste


@dataclass(frozen=True)
class Family:
    account: Account
    nom: str
    children: tuple[Child, ...]
    bills: Liste


# --- What the school has recorded -----------------------------------------------------------------

MATTERS = (
    "Piano/Claviers|Formation musicale/Culture & formation musicale|Violoncelle/Cordes|"
    "Chœur d'enfants/Voix|Trompette/Cuivres|Harpe celtique/Musiques traditionnelles|"
    "Éveil 5-6 ans/Éveil|Ensemble < 8 musiciens/Pratiques collectives|M.A.O./"
)
TEACHERS = (
    "Mme TRÉGOAT-BIHUIT Anaëlle|M. L'HŒRMITTE Côme|Mme Œlvinger|M. D'Arvoëc|"
    "Mme Bizouanec & M. Quéréval|"
)
DAYS = "Lundi|Mardi|Mercredi|Jeudi|Vendredi|Samedi"
ROOMS = "Salle 3|Auditorium||Salle « Nœud d'Or »|Studio B & C|1er étage"
CYCLES = "Cycle I - 1ère année|Cycle I - 4ème année|Cycle II||Hors cycle|Cycle III"
CLASSES = "Initiation|Débutants A|Moyens 2|Élémentaire||Classe d'orchestre"
RESULTS = "Admis(e)|Admis(e) – mention Bien||Ajourné(e)|Dispensé(e)"
REMARKS = (
    "|Bon trimestre.|"
    "Travail sérieux & régulier ; l'écoute est à approfondir… À revoir : mesures 12 < 24.|"
    "Très bonne année. L'élève a su s'approprier un répertoire exigeant, sans jamais perdre le "
    "plaisir de jouer. Il faudra cependant veiller à la tenue du poignet, à la régularité du "
    "travail quotidien (20 à 30 minutes suffisent) et au déchiffrage, qui reste fragile.\n"
    "Encouragements du jury – à l’unanimité – pour la pièce imposée d'un cœur “léger”.|"
    "À l'aise à l'oral.|Doit <impérativement> apporter son cahier|Œuvre au choix non présentée"
)
PIECES = (
    "Concert de Noël/Minuit, chrétiens & autres chants/Église Saint-Élouan|"
    "Audition de classe/L'Écho des grèves/Auditorium|Heure musicale//Médiathèque|"
    "Fête de la musique/La valse du bœuf <bis>/|"
    "Spectacle « Contes d'Ys »/Prélude n° 3/Salle de l'Étang"
)
DUES = (
    "Cotisation 1er trimestre - Piano & F.M.|Location d'instrument (violoncelle ½)|"
    "Cotisation 2ème trimestre|Stage d'été « Chœur & mouvement »|"
    "Droits d'inscription, œuvres et partitions|Cotisation 3ème trimestre <tarif hors commune>"
)
MODES = "Chèque|Prélèvement|Espèces|Chèques-vacances|"
REASONS = "Maladie||Sortie scolaire & transport|Retard < 1/4 h"
EXAMS = "Contrôle continu|Examen de fin d'année|Audition"
LEVELS = "|Maternelle|CP|CE1|CE2|CM1|CM2|Collège|Lycée|Étudiant"
# Number, name, first name, then how many courses, sheets of history and musical events.
CHILDREN = (
    "",
    "1053|L'HÉRIDEAU|Cœline|3|4|2",
    "1107|Lœïza|D'Août <b>|2|23|12/1108|D'AOÛT|Émile|0|0|0/1113|D'AOÛT-FÉVRIER|Anne & Cie|1|10|1",
    "1302|KERVOALEN|Abel|1|11|0/1303|KERVOALEN|Éloïse|2|3|4/1304|KERVOALEN|Jean-Noël|0|2|1/"
    "1305|KERVOALEN|Jeanne|1|0|2/1309|KERVOALEN|Jeanne|3|5|0/1310|KERVOALEN-L'ŒUF|Maël|2|20|3/"
    "1311|KERVOALEN-L'ŒUF|Noé|1|1|1/1315|O'KELLYN|Siobhán & Co|4|0|0/1316|O'KELLYN|Tiago|0|0|5/"
    "1317|O'KELLYN|Ulysse|1|6|1/1318|O'KELLYN|Yaëlle|2|2|2/1320|O'KELLYN|Zoé|1|10|11",
)


def pick(pool: str, number: int) -> str:
    words = pool.split("|")
    return words[number % len(words)]


def day(start: date, days: int) -> str:
    return (start + timedelta(days=days)).strftime("%d/%m/%Y")


def sheet(captions: str, *values: str, lists: Mapping[str, Liste] | None = None) -> Sheet:
    return Sheet(tuple(zip(captions.split("|"), values, strict=True)), lists or {})


def heads(words: str) -> tuple[str, ...]:
    return tuple(words.split("|"))


def evaluations(key: int, number: int, ids: Iterator[str]) -> Liste:
    rows = []
    captions = "Date|Nature de l'épreuve|Jury|Note|Coefficient|Œuvre jouée|Appréciation"
    for k in range(number):
        when, kind, remark = day(date(2025, 9, 20), 17 * k), pick(EXAMS, k), pick(REMARKS, key + k)
        mark = "" if k % 5 == 3 else f"{9 + (key + 3 * k) % 11},{5 * (k % 2)}/20"
        jury = "" if k % 3 else "M. D'Arvoëc, Mme Œlvinger"
        piece = pick(PIECES, k).split("/")[1]
        opens = sheet(captions, when, kind, jury, mark, str(1 + k % 2), piece, remark)
        short = remark[:38] + "..." * (len(remark) > 38)  # VBScript's Left(texte, 38) & "..."
        rows.append(Row(next(ids), (when, kind, mark, short), opens))
    return Liste(heads("Date|Épreuve|Note|Appréciation"), rows, "Aucune évaluation saisie")


def absences(key: int, number: int, hours: str, ids: Iterator[str]) -> Liste:
    rows = []
    captions = "Date de l'absence|Horaire|Motif|Justifiée|Signalée par|Commentaire"
    for k in range(number):
        when, reason = day(date(2025, 10, 1), 23 * k + key % 9), pick(REASONS, key + k)
        excused, by = "oui" if reason else "non", "" if k % 2 else "Le responsable, par téléphone"
        remark = pick(REMARKS, key + 2 * k + 1)
        opens = sheet(captions, when, hours, reason, excused, by, remark)
        rows.append(Row(next(ids), (when, reason, excused), opens))
    return Liste(heads("Date|Motif|Justifiée"), rows, "Aucune absence.", framed=False)


def courses(no: int, number: int, ids: Iterator[str]) -> Liste:
    rows = []
    captions = (
        "Année scolaire|Discipline|Département|Professeur|Cycle|Jour|Horaire|Salle|"
        "Instrument prêté|Observations"
    )
    for i in range(number):
        key = no + 4 * i
        matter, department = pick(MATTERS, key).split("/")
        teacher, weekday, room = pick(TEACHERS, key), pick(DAYS, key + i), pick(ROOMS, key)
        hours = f"{14 + key % 5}h{15 * (key % 4):02d} - {15 + key % 5}h{15 * (key % 4):02d}"
        lent = "" if i % 2 else f"Oui, n° d'inventaire K-0{key % 97}"
        values = (matter, department, teacher, pick(CYCLES, key), weekday, hours, room, lent)
        lists = {
            "Évaluations": evaluations(key, (0, 2, 5, 12)[(no + i) % 4], ids),
            "Absence": absences(key, (3, 0, 1)[(no + i) % 3], hours, ids),
        }
        opens = sheet(captions, "2025-2026", *values, pick(REMARKS, key + 3), lists=lists)
        cells = (matter, teacher, weekday, hours, room, "Horaire à confirmer" if i == 1 else "")
        rows.append(Row(next(ids), cells, opens))
    columns = heads("Discipline|Professeur|Jour|Horaire|Salle|Remarque")
    return Liste(columns, rows, "Aucun cours pour l'année en cours.", framed=False)


def history(no: int, number: int, ids: Iterator[str]) -> Liste:
    columns, rows = "Année|Département|Classe|Cycle|Enseignant|Résultat", []
    captions = columns + "|Discipline|Assiduité|Appréciation générale"
    for i in range(number):
        key, year = no + 3 * i, 2024 - i // 2
        matter, department = pick(MATTERS, key).split("/")
        group, cycle = pick(CLASSES, key), pick(CYCLES, key + 1)
        teacher, result = pick(TEACHERS, key + i), pick(RESULTS, key)
        cells = (f"{year}-{year + 1}", department, group, cycle, teacher, result)
        zeal = "" if i % 3 else "Très régulière"
        opens = sheet(captions, *cells, matter, zeal, pick(REMARKS, key + 1))
        rows.append(Row(next(ids), cells, opens))
    return Liste(heads(columns), rows, "- Aucune fiche d'historique -")


def repertoire(no: int, number: int, ids: Iterator[str]) -> Liste:
    columns, rows = "Répertoire|Date|Morceau|Durée|Commentaire", []
    for i in range(number):
        event, piece, place = pick(PIECES, no + i).split("/")
        length = "" if i % 4 == 2 else f"{2 + i % 7} min {10 * (i % 6):02d}"
        when = day(date(2025, 6, 21), -61 * i - no % 20)
        cells = (event, when, piece, length, pick(REMARKS, no + i))
        group = "" if i % 2 else "Orchestre junior & chœur"
        rows.append(Row(next(ids), cells, sheet(columns + "|Lieu|Ensemble", *cells, place, group)))
    return Liste(heads(columns), rows)


def identity(no: int, nom: str, prenom: str) -> dict[str, tuple[Champ, ...]]:
    sex = pick("Féminin|Masculin|", no)
    return {
        "État civil": (
            Champ("N° de dossier", f"{no:06d}", "lu"),
            Champ("Inscrit le", day(date(2019, 9, 2), no % 700), "lu"),
            Champ("Nom", nom),
            Champ("Prénom", prenom),
            Champ("Sexe", sex, "radio", ("Masculin", "Féminin")),
            Champ("Né(e) le", day(date(2009, 3, 4), 211 * (no % 17))),
            Champ("Lieu de naissance", "" if no % 2 else "Nœux-l'Étang"),
            Champ("Niveau scolaire", pick(LEVELS, no), "choix", heads(LEVELS)),
        ),
        "Coordonnées": (
            Champ("Adresse", f"{no % 90} bis, rue de l'Œuvre & du Four"),
            Champ("Code postal", "99120"),
            Champ("Ville", 'Kervilly "Bourg"' if no % 2 else "Saint-Élouan-sur-Œil"),
            Champ("Téléphone", f"01 99 00 {no % 89:02d} 17"),
            Champ("Portable", "" if no % 3 else f"06 39 98 {no % 97:02d} 40"),
            Champ("E-mail", "" if no % 4 == 1 else f"eleve{no}@example.org"),
        ),
        "Divers": (
            Champ("Droit à l'image", "oui" if no % 2 else "non", "case"),
            Champ("Instrument personnel", "non" if no % 3 else "oui", "case"),
            Champ("Quotient familial", "" if no % 5 else "Tranche C (> 900 & < 1 200)", "lu"),
            Champ("Remarques", pick(REMARKS, no), "zone"),
        ),
    }


def euros(cents: int) -> str:
    whole = f"{abs(cents) // 100:,}".replace(",", "\xa0")
    return f"{'-' if cents < 0 else ''}{whole},{abs(cents) % 100:02d} €"


def pdf(lines: list[str]) -> bytes:
    """A small PDF as a reporting component wrote it, on one long page."""
    quoted = (re.sub(r"([\\()])", r"\\\1", line) for line in lines)
    shown = "".join(f"({line}) Tj 0 -14 Td\n" for line in quoted)
    stream = f"BT /F1 10 Tf 50 {len(lines) * 14 + 40} Td\n{shown}ET".encode("cp1252")
    bodies = (
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [4 0 R] /Count 1 >>",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 %d] /Resources << /Font << /F1 3 0 R >>"
        b" >> /Contents 5 0 R >>" % (len(lines) * 14 + 80),
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
    )
    out, table = b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n", b"0000000000 65535 f \n"
    for i, body in enumerate(bodies, 1):
        table += b"%010d 00000 n \n" % len(out)
        out += b"%d 0 obj\n%s\nendobj\n" % (i, body)
    trailer = b"trailer\n<< /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % len(out)
    return out + b"xref\n0 6\n" + table + trailer


def billing(first: int, number: int, nom: str) -> Liste:
    """Newest first; invoices and credit notes have a duplicate, payments have none."""
    rows = []
    for i in range(number):
        seq = first + number - i
        cents = 124500 if seq % 11 == 4 else 2850 + seq * 1337 % 9000
        shown, on, label = euros(cents), day(date(2025, 11, 12), -19 * i), pick(DUES, seq)
        if seq % 7 == 3:
            cells = (f"A{seq:05d}", on, "Avoir", f"Avoir sur {label}", "", euros(-cents), "", "")
        elif seq % 2:
            due = day(date(2025, 12, 12), -19 * i)
            paid = shown if i > 3 else ""
            cells = (f"F{seq:05d}", on, "Facture", label, due, shown, paid, "")
        else:
            cells = (f"R{seq:05d}", on, "Règlement", "", "", "", shown, pick(MODES, seq // 2))
        text = [f"{cells[2]} n° {cells[0]}", f"Duplicata du {on}", f"Famille {nom}", label]
        rule = f"du règlement intérieur (pièce {cells[0]}) : paiement dû à réception."
        text += [f"{cells[5]} - Article {k + 1} {rule}" for k in range(12 + seq * 29 % 330)]
        opens = None if cells[0][0] == "R" else pdf(text)
        rows.append(Row(cells[0], cells, opens))
    columns = heads("N° pièce|Date|Nature|Libellé|Échéance|Montant|Réglé|Mode")
    return Liste(columns, rows, "Aucune pièce comptable à ce jour.", framed=False)


def families() -> Iterator[Family]:
    ids = (str(7000 + 3 * step) for step in count())

    def child(line: str) -> Child:
        number, nom, prenom, *sizes = line.split("|")
        no, (a, b, c) = int(number), map(int, sizes)
        lists = courses(no, a, ids), history(no, b, ids), repertoire(no, c, ids)
        return Child(number, f"{nom} {prenom}", identity(no, nom, prenom), *lists)

    names = ("PENNEGUÈS", "L'HÉRIDEAU", "D'AOÛT", "KERVOALEN O'KELLYN")
    for i, (account, nom, bills) in enumerate(zip(ACCOUNTS, names, (0, 5, 64, 25), strict=True)):
        lines = filter(None, CHILDREN[i].split("/"))
        yield Family(account, nom, tuple(map(child, lines)), billing(100 * i + 20, bills, nom))


# --- Pages ----------------------------------------------------------------------------------------

F1 = '<FONT FACE="Verdana,Arial,Helvetica" SIZE=1>'
F2 = '<FONT FACE="Verdana,Arial,Helvetica" SIZE=2>'
HEAD = '<META HTTP-EQUIV="Content-Type" CONTENT="text/html; charset=iso-8859-1">'
MENU = (
    "accueil/Accueil|famille/Famille|eleves/&Eacute;l&egrave;ves|facturation/Facturation|"
    "accessibilite/Accessibilit&eacute;|mot_de_passe/Mot de passe|deconnexion/D&eacute;connexion"
)
TABS = ("Identite", "Cours", "Historique", "Repertoire")
TAB_WORDS = ("Identit&eacute;", "Cours", "Historique", "R&eacute;pertoire")
ARROWS = "Première|Précédente|Suivante|Dernière"
PAGE = """<!DOCTYPE HTML PUBLIC "-//W3C//DTD HTML 3.2 Final//EN">
<HTML>
<HEAD>
<%=head%>
<TITLE>Extranet usagers - <%=title%></TITLE>
<SCRIPT LANGUAGE="JavaScript">
<!--
<%=script%>
//-->
</SCRIPT>
</HEAD>
<BODY BGCOLOR="#FFFFFF" TEXT="#000000" LINK="#003366" VLINK="#003366" TOPMARGIN=0 LEFTMARGIN=0>
<CENTER><TABLE WIDTH=770 BORDER=0 CELLSPACING=0 CELLPADDING=0>
<TR><TD BGCOLOR="#003366" HEIGHT=48><FONT FACE="Arial" SIZE=5 COLOR="#FFFFFF"><B>&nbsp;École de
musique du Pays d'Œil</B></FONT></TD></TR>
<TR><TD><%=menu%></TD></TR>
<TR><TD BGCOLOR="#336699"><FONT FACE="Arial" SIZE=3 COLOR="#FFFFFF"><B>&nbsp;<%=title%></B></FONT>
<TR><TD><BR>
<%=body%>
<BR></TD></TR>
<TR><TD ALIGN=center BGCOLOR="#CCCCCC"><FONT FACE="Arial" SIZE=1>Site optimisé pour Internet
Explorer 5 en 800 x 600</FONT></TD></TR></TABLE></CENTER>
</BODY></HTML>
"""
POPUP = """<HTML><HEAD><%=head%><TITLE><%=title%></TITLE>
<SCRIPT LANGUAGE="JavaScript">
<!--
<%=script%>
//-->
</SCRIPT></HEAD>
<BODY BGCOLOR="#F4F4EC" onLoad="self.focus()">
<TABLE WIDTH="100%" BGCOLOR="#336699" CELLPADDING=3><TR><TD><FONT FACE="Arial" SIZE=3
 COLOR="#FFFFFF"><B><%=title%></B></FONT></TD><TD ALIGN=right><A HREF="javascript:window.print()">
<IMG SRC="images/imprimer.gif" ALT="Imprimer" BORDER=0></A></TD></TR></TABLE>
<%=body%>
<P ALIGN=center><FONT FACE="Arial" SIZE=2>[ <A HREF="javascript:self.close()">Fermer la fenêtre</A>
]</FONT></P></BODY></HTML>
"""
LOGIN = """<FORM NAME="fConnex" METHOD=post ACTION="login.asp" onSubmit="return Verif(this)">
<TABLE BORDER=0 ALIGN=center BGCOLOR="#003366" CELLSPACING=1 CELLPADDING=0><TR><TD>
<TABLE BORDER=0 BGCOLOR="#EEEEEE" CELLPADDING=4 WIDTH=400>
<TR><TD ALIGN=right><FONT FACE="Arial" SIZE=2>Site</FONT>
<TD><SELECT NAME="site"><OPTION VALUE="">-- Votre site --<%=sites%></SELECT>
<TR><TD ALIGN=right><FONT FACE="Arial" SIZE=2>Identifiant</FONT>
<TD><INPUT TYPE=text NAME="identifiant" SIZE=20 MAXLENGTH=20>
<TR><TD ALIGN=right><FONT FACE="Arial" SIZE=2>Mot de passe</FONT>
<TD><INPUT TYPE=password NAME="mdp" SIZE=20 MAXLENGTH=20>
<TR><TD>&nbsp;<TD><INPUT TYPE=submit NAME="ok" VALUE="Se connecter">
</TABLE></TD></TR></TABLE></FORM>
<P ALIGN=center><FONT FACE="Arial" SIZE=2><A
HREF="javascript:alert('Contactez le secrétariat.')">Mot de passe perdu</A> |
<A HREF="accessibilite.asp">Aide - Accessibilité</A></FONT></P>"""
SECRET = """<FORM><FONT FACE="Arial" SIZE=2>
Ancien mot de passe <INPUT TYPE=password NAME="a"> Nouveau <INPUT TYPE=password NAME="b">
<INPUT TYPE=button VALUE="Valider" onClick="alert('Service suspendu.')"></FONT></FORM>"""
VERIF = """function Verif(f) {
  if (f.identifiant.value != "" && f.mdp.value != "") return true;
  alert("Veuillez vérifier les renseignements saisis."); return false;
}
"""
MAJ = "\nfunction Modif(f) {\n  if (confirm('Enregistrer les modifications ?')) f.submit();\n}\n"
CHOICE = """function ChoixEleve(liste) {
  var no = liste.options[liste.selectedIndex].value;
  if (no != "0") { window.location.href = "Eleve_Identite.asp?eleve=" + no; }
}
"""
COURS_JS = """
function FicheCours(n)
{
  var fen = window.open("pop_cours.asp?cours=" + n + "&onglet=1", "cours",
    "toolbar=no,location=no,menubar=no,scrollbars=yes,resizable=yes,width=620,height=460");
  fen.focus();
}
"""
HISTO_JS = """
var eleve = <%=no%>;
function FicheHisto(id) {
  window.open('pop_histo.asp?eleve=' + eleve + '&fiche=' + id, 'histo', 'width=560,height=420');
}
"""
REP_JS = """
function ouvre(page) {
  fen = window.open(page, "evt", "width=500,height=380,scrollbars=1");
  if (fen.opener == null) fen.opener = self;
}
"""
# One script for both tabs, as an #include file was.
DETAIL_JS = """function Detail(t, n)
{
  var url;
  if (t == 'E') url = "pop_eval.asp?no=" + n;
  else url = "pop_abs.asp?no=" + n;
  window.open(url, "detail", "width=480,height=340,scrollbars=yes");
}
"""
FACT_JS = """function Duplicata(piece) {
  window.open("duplicata.asp?piece=" + escape(piece), "pdf", "width=700,height=520,resizable=yes");
}
function AllerPage(n) { document.location = "facturation.asp?page=" + n; }
"""


def asp(template: str, **values: str) -> str:
    return re.sub(r"<%=(\w+)%>", lambda m: values[m[1]], template)


def h(text: str) -> str:
    """Raw bytes above ASCII."""
    for plain, coded in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ('"', "&quot;")):
        text = text.replace(plain, coded)
    return text.replace("\xa0", "&nbsp;")


def n(text: str) -> str:
    """Server.HTMLEncode on a byte code page: œ becomes &#156;, which browsers show as œ."""
    return "".join(c if ord(c) < 128 else f"&#{c.encode('cp1252')[0]};" for c in h(text))


def br(coded: str) -> str:
    return coded.replace("\n", "\r\n<BR>") or "&nbsp;"


def alert(text: str, then: str) -> str:
    return (
        f"<HTML><HEAD>{HEAD}</HEAD><BODY>\n<SCRIPT LANGUAGE=JavaScript>\n"
        f'alert("{text}");\n{then}\n</SCRIPT>\n</BODY></HTML>\n'
    )


def number_of(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 9 else 1


Event = Callable[[Row], str]
Link = Callable[[int], str]


def table(liste: Liste, page: int, size: int, on: Event, to: Link, style: str = "") -> str:
    """A list and its pager, in one of four ways.

    "" has bold heads, "cases" its events on cells, "gris" grey heads and no end tags, "pieces" a
    last column with a picture to press.
    """
    if not liste.rows and not liste.framed:
        return f"<CENTER>{F2}<I>{h(liste.empty)}</I></FONT></CENTER>"
    pages = max(1, -(-len(liste.rows) // size))
    page = min(max(page, 1), pages)
    end_cell, end_row = ("", "\n") if style == "gris" else ("</TD>", "</TR>\n")
    head = (
        '<TD BGCOLOR="#336699"><FONT FACE="Verdana" SIZE=1 COLOR="#FFFFFF"><B>{}</B></FONT></TD>\n'
    )
    head = f'<TD BGCOLOR="#C0C0C0" NOWRAP>{F1}{{}}</FONT>' if style == "gris" else head
    out = '<TABLE WIDTH="98%" ALIGN=center BORDER=0 CELLSPACING=0 CELLPADDING=1 BGCOLOR="#003366">'
    out += '<TR><TD>\n<TABLE WIDTH="100%" BORDER=0 CELLSPACING=1 CELLPADDING=3>\n<TR>'
    out += "".join(head.format(h(column)) for column in liste.columns)
    out += '<TD BGCOLOR="#336699">&nbsp;</TD>' * (style == "pieces") + end_row
    for i, row in enumerate(liste.rows[(page - 1) * size : page * size]):
        colour = "#FFFFFF" if i % 2 else "#E6ECF2"
        event = f' onDblClick="{on(row)}"'
        light = f" onMouseOver=\"this.bgColor='#FFFFCC'\" onMouseOut=\"this.bgColor='{colour}'\""
        of_row, of_cell = ("", event) if style == "cases" else (event + light, "")
        out += f'<TR BGCOLOR="{colour}"{of_row}>'
        for cell in row.cells:
            right = " ALIGN=right" * cell.endswith("€")
            out += f"<TD VALIGN=top{right}{of_cell}>{F1}{br(h(cell))}</FONT>{end_cell}"
        if style == "pieces":
            picture = '<IMG SRC="images/pdf.gif" ALT="Duplicata" BORDER=0>'
            link = f'<A HREF="javascript:{on(row)}">{picture}</A>' if row.opens else "&nbsp;"
            out += f"<TD>{link}</TD>"
        out += end_row
    if not liste.rows and liste.empty:
        out += f'<TR><TD BGCOLOR="#FFFFFF" ALIGN=center COLSPAN={len(liste.columns)}>{F1}<I>'
        out += f"{h(liste.empty)}</I></FONT></TD></TR>\n"
    out += "</TABLE></TD></TR></TABLE>\n"
    words = ("&lt;&lt; Page précédente", "Page suivante &gt;&gt;")
    back, ahead = (f'<A HREF="{to(page + i * 2 - 1)}">{word}</A>' for i, word in enumerate(words))
    back = back if page > 1 else f'<FONT COLOR="#999999">{words[0]}</FONT>'
    ahead = ahead if page < pages else f'<FONT COLOR="#999999">{words[1]}</FONT>'
    pager = (
        f'<TABLE WIDTH="98%" ALIGN=center BORDER=0><TR><TD WIDTH="33%">{F1}{back}</FONT></TD>'
        f"<TD ALIGN=center>{F1}Page {page} / {pages}</FONT></TD>"
        f'<TD WIDTH="33%" ALIGN=right>{F1}{ahead}</FONT></TD></TR></TABLE>\n'
    )
    return out + pager * bool(liste.rows)


def pairs(fields: tuple[tuple[str, str], ...], bold: bool) -> str:
    """Captions in neighbouring cells, two pairs a row, long texts on a row of their own."""
    out, place = '<TABLE WIDTH="100%" BORDER=0 CELLSPACING=2 CELLPADDING=3>\n', 0
    for caption, value in fields:
        wide = len(value) > 45 or caption.startswith(("Appr", "Comm", "Obs"))
        if wide and place:
            out += "<TD COLSPAN=2>&nbsp;</TD></TR>\n"
            place = 0
        name = f"<B>{n(caption)} :</B>" if bold else f"{n(caption)}&nbsp;:"
        shown = br(n(value)) if bold else f"<B>{br(n(value))}</B>"
        out += "" if place else "<TR>"
        out += f'<TD BGCOLOR="#D6DEE6" VALIGN=top>{F1}{name}</FONT></TD>'
        out += f"<TD{' COLSPAN=3' * wide}>{F1}{shown}</FONT></TD>\n"
        place = 0 if wide or place else 1
        out += "" if place else "</TR>\n"
    return out + "</TABLE>\n"


def control(champ: Champ, i: int) -> str:
    name, value = f'NAME="c{i:02d}"', champ.value
    if champ.kind == "lu":
        return f"{F1}<B>{br(n(value))}</B></FONT>"
    if champ.kind == "case":
        return f'<INPUT TYPE=checkbox {name} VALUE="1"{" CHECKED" * (value == "oui")}>'
    if champ.kind == "radio":
        return "".join(
            f'<INPUT TYPE=radio {name} VALUE="{one[0]}"{" CHECKED" * (one == value)}>'
            f"{F1}{h(one)}</FONT>&nbsp;&nbsp;"
            for one in champ.choices
        )
    if champ.kind == "choix":
        options = "".join(
            f'<OPTION VALUE="{k}"{" SELECTED" * (one == value)}>{h(one)}\n'
            for k, one in enumerate(champ.choices)
        )
        return f"<SELECT {name}>\n{options}</SELECT>"
    if champ.kind == "zone":
        return f"<TEXTAREA {name} ROWS=4 COLS=50 WRAP=virtual>{h(value)}</TEXTAREA>"
    return f'<INPUT TYPE="text" {name} SIZE=26 VALUE="{n(value)}">'


def sheet_form(action: str, hidden: str, sections: Mapping[str, tuple[Champ, ...]]) -> str:
    out = [f'<FORM NAME="fFiche" METHOD="POST" ACTION="{action}">{hidden}\n']
    out.append('<TABLE WIDTH="98%" ALIGN=center BORDER=0 CELLSPACING=1 CELLPADDING=2>\n')
    numbers = count(1)
    for section, champs in sections.items():
        title = f"{F2}<B>{h(section)}</B></FONT>"
        out.append(f'<TR><TD COLSPAN=4 BGCOLOR="#99B3CC">{title}</TD></TR>\n')
        for i, champ in enumerate(champs):
            caption = f"{F1}{h(champ.caption)}</FONT>"
            out.append("" if i % 2 else "<TR>")
            out.append(f'<TD BGCOLOR="#E6ECF2" ALIGN=right>{caption}</TD>')
            out.append(f"<TD>{control(champ, next(numbers))}</TD>\n")
            out.append("</TR>\n" if i % 2 or champ is champs[-1] else "")
    button = '<INPUT TYPE=button VALUE="Modifier" onClick="Modif(this.form)">'
    out.append(f"<TR><TD COLSPAN=4 ALIGN=center>{button}</TD></TR></TABLE></FORM>\n")
    return "".join(out)


@dataclass(frozen=True)
class Reply:
    body: bytes
    status: int = 200
    headers: tuple[tuple[str, str], ...] = (("Content-Type", "text/html"),)


def html(text: str, status: int = 200) -> Reply:
    return Reply(text.replace("\r\n", "\n").replace("\n", "\r\n").encode("cp1252"), status)


def redirect(to: str) -> Reply:
    text = f'<head><title>Object moved</title></head>\n<body>See <a HREF="{to}">here</a>.</body>'
    return Reply(text.encode("cp1252"), 302, (("Location", to), ("Content-Type", "text/html")))


def page(title: str, body: str, script: str = "", signed: bool = True) -> Reply:
    cells = ""
    for name, word in (one.split("/") for one in MENU.split("|") if signed):
        image = f'<IMG SRC="images/m_{name}.gif" ALT="{word}" BORDER=0>'
        status = "onMouseOver=\"window.status='iMuse'; return true\""
        cells += f'<TD><A HREF="{name}.asp" {status}>{image}</A></TD>\n'
    menu = f"<TABLE BORDER=0 CELLSPACING=0 CELLPADDING=0><TR>\n{cells}</TR></TABLE>"
    return html(asp(PAGE, head=HEAD, title=h(title), script=script, menu=menu * signed, body=body))


def popup(title: str, body: str, script: str = "") -> Reply:
    return html(asp(POPUP, head=HEAD, title=n(title), script=script, body=body))


def choice(family: Family, child: Child | None) -> str:
    if not family.children:
        text = f"Aucun enfant n'est inscrit sous l'identifiant {family.account.identifier}."
        return f"<CENTER>{F2}{text}<BR>Veuillez contacter le secrétariat.</FONT></CENTER>"
    options = '<OPTION VALUE="0">--- Choisir un élève ---\n'
    for one in family.children:
        options += f'<OPTION VALUE="{one.no}"{" SELECTED" * (one is child)}>{n(one.label)}\n'
    select = f'<SELECT NAME="eleve" onChange="ChoixEleve(this)">\n{options}</SELECT>'
    cells = f"<TD>{F2}<B>Élève</B></FONT></TD><TD>{select}</TD>"
    return f'<FORM NAME="fChoix"><TABLE ALIGN=center><TR>{cells}</TR></TABLE></FORM>\n'


def student(tab: str, child: Child, number: int, family: Family) -> Reply:
    images = ""
    for one, word in zip(TABS, TAB_WORDS, strict=True):
        image = f'<IMG SRC="images/{one}{"_sel" * (one == tab)}.gif" ALT="{word}" BORDER=0>'
        link = f'<A HREF="Eleve_{one}.asp?eleve={child.no}">{image}</A>'
        images += f"<TD>{image if one == tab else link}</TD>\n"
    if tab == "Identite":
        hidden = f'<INPUT TYPE=hidden NAME="eleve" VALUE="{child.no}">'
        body, script = sheet_form("eleve_maj.asp", hidden, child.identite), MAJ
    else:
        liste, call, script, style = {
            "Cours": (child.cours, "FicheCours({})", COURS_JS, ""),
            "Historique": (child.historique, "FicheHisto({})", asp(HISTO_JS, no=child.no), ""),
            "Repertoire": (child.repertoire, "ouvre('pop_rep.asp?evt={}')", REP_JS, "cases"),
        }[tab]
        to = f"Eleve_{tab}.asp?eleve={child.no}&page={{}}".format
        body = table(liste, number, 10, lambda row: call.format(row.no), to, style)
        hint = "Double-cliquez sur une ligne pour afficher sa fiche."
        body += f'<CENTER><FONT FACE="Arial" SIZE=1 COLOR="#666666">{hint}</FONT></CENTER>'
    body = (
        f"{choice(family, child)}<TABLE BORDER=0 CELLSPACING=0 CELLPADDING=0><TR>\n{images}</TR>"
        f'</TABLE>\n<TABLE WIDTH="100%" BORDER=1 CELLPADDING=6><TR><TD>\n{body}</TD></TR></TABLE>\n'
    )
    return page("Dossier de l'élève", body, CHOICE + script)


def course(no: str, sheet: Sheet, tab: int, number: int) -> Reply:
    words = ["Cours", *sheet.lists]
    link, cells = f"pop_cours.asp?cours={no}&onglet=", ""
    for i, word in enumerate(words, 1):
        shown = f"<B>{h(word)}</B>" if i == tab else f'<A HREF="{link}{i}">{h(word)}</A>'
        colour = "#FFFFFF" if i == tab else "#99B3CC"
        cells += f'<TD BGCOLOR="{colour}" WIDTH=110 ALIGN=center>{F2}{shown}</FONT>\n'
    body = pairs(sheet.fields, bold=False)
    if tab in (2, 3):
        liste, letter, to = (
            sheet.lists[words[tab - 1]],
            "CEA"[tab - 1],
            f"{link}{tab}&page={{}}".format,
        )
        body = table(liste, number, 10, lambda row: f"Detail('{letter}', {row.no})", to, "gris")
    return popup(
        "Suivi du cours",
        f"<BR><TABLE BORDER=0 CELLSPACING=1 CELLPADDING=3><TR>\n{cells}</TABLE>\n"
        f'<TABLE WIDTH="100%" BORDER=0 BGCOLOR="#FFFFFF"><TR><TD>\n{body}</TD></TR></TABLE>',
        DETAIL_JS,
    )


def past(no: str, sheet: Sheet, child: Child) -> Reply:
    nos = [row.no for row in child.historique.rows]
    at, end = (nos.index(no) if no in nos else 0), len(nos) - 1
    out = f"<CENTER>{F1}Fiche {at + 1} / {end + 1}</FONT><BR>\n"
    places = (0, at - 1, at + 1, end)
    for word, to in zip(heads(ARROWS), places, strict=True):
        live = 0 <= to <= end and to != at
        image = f'<IMG SRC="images/fl{"" if live else "_gris"}.gif" ALT="{word}" BORDER=0>\n'
        link = f"pop_histo.asp?eleve={child.no}&fiche={nos[to] if live else no}"
        out += f'<A HREF="{link}">{image}</A>' if live else image
    return popup("Fiche d'historique", pairs(sheet.fields, bold=True) + out + "</CENTER>")


def bill_event(row: Row) -> str:
    if row.opens is None:
        return "alert('Pas de duplicata pour un r&egrave;glement.')"
    return f"Duplicata('{row.no}')"


class Site:
    accounts: tuple[Account, ...] = ACCOUNTS

    def __init__(self) -> None:
        self._families = {family.account.identifier: family for family in families()}
        self._children = {c.no: c for f in self._families.values() for c in f.children}
        self._bills = {r.no: r for f in self._families.values() for r in f.bills.rows}
        self._sheets: dict[str, Sheet] = {}
        for child in self._children.values():
            for liste in (child.cours, child.historique, child.repertoire):
                self._keep(liste)
        self._sessions: dict[str, str] = {}
        self._server: ThreadingHTTPServer | None = None

    def _keep(self, liste: Liste) -> None:
        for row in liste.rows:
            if isinstance(row.opens, Sheet):
                self._sheets[row.no] = row.opens
                for inner in row.opens.lists.values():
                    self._keep(inner)

    def start(self) -> str:
        site = self

        class Handler(BaseHTTPRequestHandler):
            server_version = "Microsoft-IIS/5.0"
            sys_version = ""

            def do_GET(self) -> None:
                self._answer({})

            def do_POST(self) -> None:
                size = int(self.headers.get("Content-Length") or 0)
                text = self.rfile.read(size).decode("latin-1")
                self._answer(dict(parse_qsl(text, keep_blank_values=True, encoding="cp1252")))

            def _answer(self, form: dict[str, str]) -> None:
                parts = urlsplit(self.path)
                query = dict(parse_qsl(parts.query, encoding="cp1252"))
                found = re.search(COOKIE + r"=(\w+)", self.headers.get("Cookie") or "")
                sid = found[1] if found else ""
                fresh = sid not in site._sessions
                if fresh:
                    sid = "".join(secrets.choice("ABCDEFGHIJKLMNOP") for _ in range(24))
                    site._sessions[sid] = ""
                reply = site._reply(parts.path.lower(), query, form, sid)
                self.send_response(reply.status)
                for name, value in reply.headers:
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(reply.body)))
                if fresh:
                    self.send_header("Set-Cookie", f"{COOKIE}={sid}; path=/")
                self.send_header("Cache-control", "private")
                self.end_headers()
                self.wfile.write(reply.body)

            def log_message(self, format: str, *args: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()
        return f"http://127.0.0.1:{self._server.server_port}/extranet/default.asp"

    def stop(self) -> None:
        if self._server is not None:
            self._server.shutdown()
            self._server.server_close()
            self._server = None

    def end_sessions(self) -> None:
        self._sessions.clear()

    def eleves(self, identifier: str) -> list[Eleve]:
        out = []
        for child in self._families[identifier].children:
            champs = [champ for group in child.identite.values() for champ in group]
            seen = tuple(Seen(champ.caption, fold(champ.value)) for champ in champs)
            lists = (child.cours.grid(), child.historique.grid(), child.repertoire.grid())
            out.append(Eleve(fold(child.label), seen, *lists))
        return out

    def facturation(self, identifier: str) -> Facturation:
        return Facturation({BILLS: self._families[identifier].bills.grid()})

    def _reply(self, path: str, query: dict[str, str], form: dict[str, str], sid: str) -> Reply:
        name = path.removeprefix("/extranet/")
        family = self._families.get(self._sessions.get(sid, ""))
        if name.startswith("images/"):  # lost in a move of the server: browsers show the ALT
            return html("HTTP 404 - File not found", 404)
        if name in ("", "default.asp"):
            sites = "".join(f'\n<OPTION VALUE="{i}">{h(one)}' for i, one in enumerate(SITES, 1))
            wrong = 'alert("Identifiant ou mot de passe incorrect !");' if "err" in query else ""
            return page("Connexion", asp(LOGIN, sites=sites), VERIF + wrong, signed=False)
        if name == "login.asp":
            return self._login(form, sid)
        if name == "accessibilite.asp":
            text = f"<P>{F2}Le mode Accessibilité affiche les pages sans images.</FONT></P>"
            return page("Accessibilité", text, signed=family is not None)
        if family is None:
            return redirect("default.asp")
        if name == "deconnexion.asp":
            self._sessions.pop(sid, None)
            return redirect("default.asp")
        if name == "duplicata.asp":
            return self._duplicate(query)
        if name.startswith("pop_"):
            return self._popup(name, query)
        return self._signed(name, query, family)

    def _login(self, form: dict[str, str], sid: str) -> Reply:
        family = self._families.get(form.get("identifiant", ""))
        if family is None or form.get("mdp") != family.account.password:
            return redirect("default.asp?err=1")
        if form.get("site") != str(SITES.index(family.account.site or "") + 1):
            return redirect("default.asp?err=1")
        self._sessions[sid] = family.account.identifier
        return redirect("accueil.asp")

    def _duplicate(self, query: dict[str, str]) -> Reply:
        """Any signed-in family's number is served, as the sloppy page did."""
        row = self._bills.get(query.get("piece", ""))
        if row is None or not isinstance(row.opens, bytes):
            return html(alert("Pièce introuvable.", "self.close();"))
        if row.no.startswith("A"):
            headers = (("Content-Type", "application/pdf"), ("Pragma", "no-cache"))
        else:
            name = f"filename=Duplicata {row.no}.pdf"
            headers = (("Content-Type", "application/octet-stream"), ("Content-Disposition", name))
        return Reply(row.opens, 200, headers)

    def _signed(self, name: str, query: dict[str, str], family: Family) -> Reply:
        number = number_of(query.get("page", "1"))
        if name == "accueil.asp":
            text = f"{F2}<P>Bienvenue, famille <B>{n(family.nom)}</B>.<P>Choisissez une rubrique."
            return page("Accueil", text + "</FONT>")
        if name == "famille.asp":
            mail = f"{family.account.identifier.lower()}@example.org"
            champs = (Champ("Nom", family.nom), Champ("E-mail", mail))
            return page("Famille", sheet_form("famille_maj.asp", "", {"Responsable": champs}), MAJ)
        if name in ("famille_maj.asp", "eleve_maj.asp"):
            text = "La fiche d'identité est mise à jour. Un accusé de réception vous est envoyé."
            return html(alert(text, 'window.location="accueil.asp";'))
        if name == "mot_de_passe.asp":
            return page("Mot de passe", SECRET)
        if name == "eleves.asp":
            return page("Élèves", choice(family, None), CHOICE)
        if name == "facturation.asp":
            to = "javascript:AllerPage({})".format
            body = table(family.bills, number, 25, bill_event, to, "pieces")
            title = f"{F2}<B>&nbsp;{h(BILLS)}</B></FONT><BR><BR>\n"
            return page("Facturation cotisations", title + body, FACT_JS)
        tab = name.removeprefix("eleve_").removesuffix(".asp").title()
        if tab in TABS:
            child = self._children.get(query.get("eleve", ""))
            if child is None or child not in family.children:
                return html(alert("Élève inconnu.", 'window.location="eleves.asp";'))
            return student(tab, child, number, family)
        return html("<html><head><title>Error 404</title></head><body>File not found", 404)

    def _popup(self, name: str, query: dict[str, str]) -> Reply:
        """Pop-ups take any number there is, whoever asks."""
        no = next((query[key] for key in ("cours", "fiche", "evt", "no") if key in query), "")
        sheet, child = self._sheets.get(no), self._children.get(query.get("eleve", ""))
        if sheet is not None and name == "pop_cours.asp":
            tab, number = query.get("onglet", "1"), query.get("page", "1")
            return course(no, sheet, number_of(tab), number_of(number))
        if sheet is not None and name == "pop_histo.asp" and child is not None:
            return past(no, sheet, child)
        titles = {"pop_rep.asp": "Événement musical", "pop_eval.asp": "Détail de l'évaluation"}
        titles["pop_abs.asp"] = "Détail de l'absence"
        if sheet is None or name not in titles:
            return html(alert("Fiche introuvable.", "self.close();"))
        return popup(titles[name], pairs(sheet.fields, bold=True))
