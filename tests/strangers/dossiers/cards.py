"""A server-rendered extranet of about 2019: Symfony and Twig, Bootstrap 4, UTF-8, HTML5.

Students are links of a navbar dropdown and cards, the four tabs of a student are panels of one
page, lists are tables or grids of divs, lines open by `data-href`, stretched links and modals.
"""

import re
import secrets
import threading
from dataclasses import dataclass, field
from datetime import date, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlencode, urlsplit

from jinja2 import DictLoader, Environment
from markupsafe import Markup, escape

from tests.strangers.dossiers.stage import Eleve, Facturation, Fiche, Grid, Seen
from tests.strangers.stage import Account

ROOT = "/extranet"
SITES = ("Port-Évrel", "Saint-Œdern (antenne)")

# What the database holds -------------------------------------------------------------------------


Pairs = tuple[tuple[str, str], ...]
Champ = tuple[str, ...]  # kind (text, date, area, select…), name, caption, value


@dataclass
class Line:
    number: int
    cells: tuple[str, ...]
    fields: Pairs = ()
    lists: "dict[str, Table]" = field(default_factory=dict)
    pdf: bytes | None = None

    def opens(self) -> Fiche | bytes | None:
        if not self.fields:
            return self.pdf
        lists = {words: table.grid() for words, table in self.lists.items()}
        return Fiche(tuple(Seen(caption, fold(value)) for caption, value in self.fields), lists)


@dataclass
class Table:
    columns: tuple[str, ...]
    lines: list[Line]
    sentence: bool = False  # when empty, a sentence stands there without any headings

    def grid(self) -> Grid:
        if self.sentence and not self.lines:
            return Grid(())
        cells = tuple(tuple(fold(cell) for cell in line.cells) for line in self.lines)
        return Grid(self.columns, cells, tuple(line.opens() for line in self.lines))


@dataclass
class Student:
    number: int
    name: str
    born: str
    identite: list[Champ]
    cours: Table
    historique: Table
    repertoire: Table


@dataclass
class Family:
    account: Account
    contact: list[Champ]
    students: list[Student]
    factures: Table
    reglements: Table


@dataclass
class Session:
    csrf: str
    family: Family | None = None
    error: str = ""
    target: str = ""
    flash: str = ""


def fold(text: str) -> str:
    return " ".join(text.split())


def pick(choices: str, rank: int) -> str:
    words = choices.split("|")
    return words[rank % len(words)]


def champs(text: str) -> list[Champ]:
    parts = iter(text.split("|"))
    return list(zip(parts, parts, parts, parts, strict=True))


def short(day: date) -> str:
    return f"{day:%d/%m/%Y}"


def long(day: date) -> str:
    return f"{day.day} {pick(MOIS, day.month - 1)} {day.year}"


def euros(cents: int) -> str:
    grouped = f"{abs(cents) / 100:,.2f}".replace(",", "\u202f").replace(".", ",")
    return f"{'-' if cents < 0 else ''}{grouped}\u00a0€"


MOIS = "janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre"
JOURS = "lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche"
TEACHERS = "Mme Gwenaëlle L'Hénoret|M. Théo Œillet|Mme Inès d'Argœuves|M. Börje Le Dû||Mme É. Ty"
COMMENTS = (
    "|Beau travail : l'écoute progresse & le son s'ouvre."
    "|Très bon premier trimestre. L'élève travaille régulièrement, mais doit encore veiller à la "
    "tenue de l'archet, au poids du bras droit et à la justesse (tempo < 60).\n"
    "Objectif pour Pâques : jouer le mouvement lent en entier, par cœur, devant la classe, sans "
    "s'arrêter ; prévoir le métronome, un crayon et la partie d'accompagnement."
    "|À revoir avec l'enseignant|Un cœur gros comme ça ! Œuvre choisie par l'élève."
)
CLASSES = "|CP|CE1|CE2|CM1|CM2|6e|5e|4e & au-delà"
# Each list: « column in the list/caption on the sheet:values in turn ».
COURS = """Discipline/Discipline:Piano|Violon & alto|Chœur d'enfants|Atelier « Œuvres d'Île »|Éveil
/Département:Claviers|Cordes & archets|Voix|Pratiques collectives|Éveil
/Cycle:Cycle I|Cycle II|Hors cycle||Cycle III <amateur>
Professeur/Professeur:{teacher}
/Contact:accueil@example.org||
Jour/Jour:mardi|mercredi||samedi
Horaire/Horaire:17h30 – 18h15||9h00 – 10h30
Salle/Salle:Salle 12|Studio « Nadia »||Auditorium & foyer
/Premier cours:{long}
/Dernier cours:1 juillet 2027||30 juin 2027
Statut/:Inscrit|Inscrit|Liste d'attente|Arrêt & abandon
/Observations:{comment}"""
EVALUATIONS = """Date/:{short}
/Date de l'évaluation:{long}
Type/Type:Contrôle continu|Examen de fin de cycle|Audition
Intitulé/Intitulé:Lecture à vue|Études n° 4 & 5||L'œuvre imposée
/Coefficient:1|2|3
Note/Note obtenue:15/20||12,5/20|Abs.
Mention/Mention:Bien||Très bien à l'unanimité
/Jury:{teacher}
/Appréciation:{comment}"""
ABSENCES = """Date/:{short}
Jour/:{day}
/Date:{long}
/Début:17 h 30
/Fin:18 h 15|
Motif/Motif:Maladie||Sortie <CM2>|Raison familiale
/Pièce fournie:Certificat médical|Non renseigné|
Justifiée/Absence justifiée:Oui|Non
/Commentaire de l'enseignant:{comment}
/Saisie le:{short} à 18:47"""
HISTORIQUE = """Année/Année scolaire:{year}
Département/Département:Claviers|Culture musicale & érudition|Cordes|Voix|Bois
Classe/Classe:Piano|Formation musicale|Violon|Chœur d'enfants|Hautbois d'amour
Cycle/Cycle:Cycle I|Cycle II|Hors cycle||Cycle III <amateur>
Enseignant/Enseignant:{teacher}
/Durée hebdomadaire:30 min|1 h|
/Date de l'examen:{long}|
Résultat/Résultat:Admis|Maintien||Médaille d'argent
/Appréciation générale:{comment}"""
EPREUVES = """Épreuve/:Déchiffrage|Mémoire & écoute
Note/:11,50/20||14/20
Appréciation/:{comment}"""
REPERTOIRE = """Répertoire/Répertoire:Audition|Concert de l'Épiphanie|Fête d'Œlven & bal
Date/:{short}
/Date:{long}
/Lieu:Théâtre de l'Ormœau|
Morceau/Morceau:Gavotte « l'Étourdie »|Suite en si <mineur>|Noël d'Île & d'ailleurs
/Compositeur:Anonyme (XVIIIᵉ s.)|J. Kerœdan||É. Vauquelœur
/Instrument ou voix:Piano|Violon & alto
Durée/Durée:4 min 30||1 h 05
Commentaire/Commentaire:{comment}"""


def build(spec: str, seed: int, count: int, day: date, step: int, sentence: bool = False) -> Table:
    rows = [re.split("[/:]", row, maxsplit=2) for row in spec.split("\n")]
    table = Table(tuple(column for column, _, _ in rows if column), [], sentence)
    for at in range(seed, seed + count):
        fill = {"short": short(day), "long": long(day), "day": pick(JOURS, day.weekday())}
        fill |= {"teacher": pick(TEACHERS, at), "comment": pick(COMMENTS, at)}
        fill["year"] = f"{day.year - 1}-{day.year}"
        said = [(col, caption, pick(words, at).format(**fill)) for col, caption, words in rows]
        # Cells go through Twig's u.truncate(60, '…').
        cells = [re.sub(r"(?s)^(.{60}).+", r"\1…", text) for column, _, text in said if column]
        fields = tuple((caption, text) for _, caption, text in said if caption)
        table.lines.append(Line(7003 + seed * 9 + at, tuple(cells), fields))
        day += timedelta(step)
    return table


def student(row: str) -> Student:
    ident, first, last, born, *counts = row.split("|")
    number, day = int(ident), short(date.fromisoformat(born))
    seed = number % 97
    sex = "" if seed % 11 == 3 else pick("Féminin|Masculin", seed)
    identite = champs(
        f"plain|numero|N° d'élève|E{number:06d}|text|nom|Nom|{last}|text|prenom|Prénom|{first}"
        f"|radio|sexe|Sexe|{sex}|date|naissance|Date de naissance|{day}"
        f"|text|lieu|Lieu de naissance|{pick('Île-aux-Œillets|', seed)}"
        f'|text|adresse|Adresse|{seed} bis, rue de l\'Écluse "haute" & basse'
        f"|text|ville|Ville|Port-Évrel <bourg>|text|portable|Portable|06 39 98 {seed:02d} 07"
        f"|text|courriel|E-mail|{f'eleve{number}@example.org' if seed % 3 else ''}"
        f"|select|classe|Classe|{pick(CLASSES, seed)}"
        f"|readonly|tarif|Tarif|Tranche {seed % 5} – {euros(104250 + seed * 1100)}"
        f"|check|image|Droit à l'image accordé|{pick('oui|non', seed)}"
        f"|area|infos|Informations utiles|{pick(COMMENTS, seed)}"
        f"|plain|maj|Dernière mise à jour|{long(date(2026, 9, 1 + seed % 20))}"
    )
    many = [int(count) for count in counts]
    cours = build(COURS, seed, many[0], date(2026, 9, 9), 1, sentence=True)
    for line in cours.lines:
        at = line.number
        tests = build(EVALUATIONS, at, at % 4, date(2026, 11, 4), 35, sentence=True)
        missed = build(ABSENCES, at, (at + 1) % 3, date(2026, 9, 23), 13, sentence=True)
        line.lists = {"Évaluations": tests, "Absences": missed}
    past = build(HISTORIQUE, seed, many[1], date(2026, 6, 20), -170)
    for line in past.lines:
        line.lists["Évaluations"] = build(EPREUVES, line.number, line.number % 3, date.min, 1)
    events = build(REPERTOIRE, seed, many[2], date(2026, 7, 1), -67)
    return Student(number, f"{first} {last}", day, identite, cours, past, events)


def pdf(number: str, rows: list[str]) -> bytes:
    """A one-page duplicate, as a small PDF library writes it."""
    text = ["BT /F1 16 Tf 56 800 Td (Conservatoire de Port-Évrel) Tj /F1 7 Tf 0 -20 Td 8 TL"]
    for row in (f"Document n° {number}", "DUPLICATA", *rows):
        safe = re.sub(r"([\\()])", r"\\\1", row.replace("\u202f", " "))
        text.append(f"({safe}) Tj T*")
    stream = "\n".join([*text, "ET"]).encode("cp1252", "replace")
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
        b" /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%b\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    out, places = b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n", b""
    for rank, body in enumerate(objects, 1):
        places += b"%010d 00000 n \n" % len(out)
        out += b"%d 0 obj\n%b\nendobj\n" % (rank, body)
    tail = b"trailer\n<< /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % len(out)
    return out + b"xref\n0 6\n0000000000 65535 f \n" + places + tail


def billing(base: int, names: list[str], bills: int, payments: int) -> tuple[Table, Table]:
    columns = ("N°", "Date", "Type", "Libellé", "Élève", "Montant TTC", "Reste dû", "État")
    factures = Table(columns, [], sentence=True)
    for rank in range(bills):
        day, number = date(2026, 9, 9) - timedelta(29 * rank), base + bills - rank
        credit = rank % 9 == 4
        cents = -(4500 + 310 * rank) if credit else 12345 + (rank * 7919) % 190000
        code = f"{'AV' if credit else 'FA'}-{day.year}-{number:05d}"
        who = "" if rank % 7 == 3 else names[rank % len(names)]
        words = pick("Cotisation 1er trimestre|Location d'instrument & housse||Stage d'été", rank)
        state = "Imputé" if credit else ("À régler" if rank < 3 else "Réglée")
        state = "En cours d'édition" if rank == 0 and bills > 9 else state
        due = "" if state in ("Imputé", "Réglée") else euros(cents)
        rows = [f"{n + 1:02d}  {words or 'Divers'} - {who or 'famille'}" for n in range(20 + rank)]
        body = pdf(code, [short(day), *rows, f"Total TTC : {euros(cents)}"])
        kind = "Avoir" if credit else "Facture"
        cells = (code, short(day), kind, words, who, euros(cents), due, state)
        factures.lines.append(Line(number, cells, pdf=None if "édition" in state else body))
    reglements = Table(("Date", "Mode", "Référence", "Facture(s)", "Montant"), [])
    for rank in range(payments):
        way = pick("Prélèvement|Chèque|Carte bancaire|Chèques-vacances & culture", rank)
        bill = factures.lines[min(bills - 1, 3 + rank)].cells[0] if rank % 5 != 2 else ""
        day, ref = date(2026, 8, 31) - timedelta(58 * rank), f"RG{base + rank:06d}" * (rank % 3 > 0)
        paid = (short(day), way, ref, bill, euros(9900 + rank * 7777))
        reglements.lines.append(Line(0, paid))
    return factures, reglements


# A family: its site, identifier, password, name, invoices, payments; under it, its students:
# number, first name, name, birth date, courses, lines of history, musical events.
FIXTURES = """
Port-Évrel|F19-00148|Kerzu!148|Quéméneur-Faÿ|0|0
Saint-Œdern (antenne)|F19-00207|l'été&207|D'Août <b>|3|2
  1312|Lœïza|D'Août <b>|2014-02-28|3|6|4
Port-Évrel|F19-00315|Bémol#315|Tréhœt|64|17
  1420|Élouan|Tréhœt|2019-12-01|0|0|0
  1421|Anne-Œdile|Tréhœt & Ségur|2009-05-17|4|23|7
  1427|P'tit Jean|O'Tréhœt|2016-10-09|1|1|0
Port-Évrel|F19-00412|Ajoncs=412|Foyer « Les Ajoncs »|21|6
  1500|Naïg|Roudœil|2010-01-03|0|4|2
  1503|Aël|Le Guen-d'Arz|2011-02-05|1|0|0
  1506|Corentin|Ø'Brien & fils|2012-03-07|2|11|5
  1509|Manon|Le Goff|2013-04-09|3|2|1
  1512|Ewen|Bœuf|2014-05-11|1|10|0
  1515|Fañch|Roudœil|2015-06-13|0|0|3
  1518|Goulven|Le Guen-d'Arz|2016-07-15|2|1|0
  1521|Manon|Le Goff|2010-08-17|1|3|2
  1524|Iwan|Bœuf|2011-09-19|3|0|1
  1527|Jaouen|Roudœil|2012-10-21|1|5|0
  1530|Katell|Ø'Brien & fils|2013-11-23|2|0|0
  1533|Éléonore-Ysœult|Le Guen-d'Arz|2014-12-25|1|7|4
"""


def families() -> list[Family]:
    made = []
    for rank, block in enumerate(re.split(r"\n(?=\S)", FIXTURES.rstrip())[1:]):
        head, *rows = block.split("\n")
        site, login, password, name, bills, payments = head.split("|")
        contact = champs(
            f"text|nom|Nom|{name}|text|adresse|Adresse|{rank + 4}, quai de l'Œuvre"
            f"|text|telephone|Téléphone|01 99 00 41 {rank:02d}"
            f"|text|courriel|E-mail|famille{rank}@example.org"
        )
        students = [student(row.strip()) for row in rows]
        names = [one.name for one in students]
        lists = billing(300 * rank + 40, names, int(bills), int(payments))
        made.append(Family(Account(site, login, password), contact, students, *lists))
    return made


# Templates ---------------------------------------------------------------------------------------

TEMPLATES = {
    "base": """<!DOCTYPE html>
<html lang="fr">
<head>
  <meta charset="UTF-8">
  <meta name="viewport" content="width=device-width, initial-scale=1, shrink-to-fit=no">
  <title>Extranet usagers</title>
  <link rel="stylesheet" href="/build/app.5c1e8d.css">
</head>
<body>
<a class="sr-only sr-only-focusable" href="#contenu">Aller au contenu</a>
{% if family %}
<nav class="navbar navbar-expand-md navbar-dark bg-primary mb-4">
  <a class="navbar-brand" href="{{ root }}/accueil"><img src="/build/images/logo.svg" width="30"
     alt="Conservatoire de Port-Évrel"></a>
  <button class="navbar-toggler" type="button" data-toggle="collapse" data-target="#menu"
     aria-label="Afficher le menu"><span class="navbar-toggler-icon"></span></button>
  <div class="collapse navbar-collapse" id="menu">
    <ul class="navbar-nav mr-auto">
      <li class="nav-item"><a class="nav-link" href="{{ root }}/accueil">Accueil</a></li>
      <li class="nav-item"><a class="nav-link" href="{{ root }}/famille">Famille</a></li>
      <li class="nav-item dropdown"><a class="nav-link dropdown-toggle" href="#" id="menuEleves"
        role="button" data-toggle="dropdown" aria-haspopup="true" aria-expanded="false">Élèves</a>
        <div class="dropdown-menu" aria-labelledby="menuEleves">
        {% for s in family.students %}
          <a class="dropdown-item" href="{{ root }}/eleves/{{ s.number }}">{{ s.name }}</a>
        {% endfor %}
          <div class="dropdown-divider"></div>
          <a class="dropdown-item" href="{{ root }}/eleves"><i class="fas fa-th-large"></i> Vue
            d'ensemble</a></div></li>
      <li class="nav-item"><a class="nav-link" href="{{ root }}/facturation">Facturation</a></li>
    </ul><ul class="navbar-nav">
      <li class="nav-item"><a class="nav-link" href="{{ root }}/aide">Accessibilité</a></li>
      <li class="nav-item dropdown"><a class="nav-link dropdown-toggle" href="#" id="menuCompte"
        role="button" data-toggle="dropdown" aria-haspopup="true" aria-expanded="false"><i
        class="fas fa-user"></i> {{ family.contact[0][3] }}</a>
        <div class="dropdown-menu dropdown-menu-right" aria-labelledby="menuCompte">
          <a class="dropdown-item" href="{{ root }}/mot-de-passe">Mot de passe</a>
          <div class="dropdown-divider"></div>
          <a class="dropdown-item" href="{{ root }}/deconnexion">Déconnexion</a></div></li>
    </ul>
  </div></nav>
{% endif %}
<main class="container" id="contenu" role="main">
{% if flash %}
<div class="alert alert-success fade show" role="alert">{{ flash }} <button type="button"
  class="close" data-dismiss="alert" aria-label="Fermer">&times;</button></div>
{% endif %}
{% block body %}{% endblock %}</main>
<footer class="text-muted small">&copy; 2019 Conservatoire de Port-Évrel</footer>
<script src="/build/app.77b0f2.js"></script></body></html>
""",
    "macros": """
{% macro crumbs(s, back, words) %}
<nav aria-label="Fil d'Ariane"><ol class="breadcrumb">
  <li class="breadcrumb-item"><a href="{{ root }}/eleves">Élèves</a></li>
  {% if back %}<li class="breadcrumb-item"><a href="{{ back }}">{{ s.name }}</a></li>{% endif %}
  <li class="breadcrumb-item active" aria-current="page">{{ words }}</li></ol></nav>
{% endmacro %}
{% macro cell(text) %}
{% if text in badges %}<span class="badge badge-{{ badges[text] }}">{{ text }}</span>
{%- elif text == "Non renseigné" %}<em class="text-muted">{{ text }}</em>
{%- elif "@" in text %}<a href="mailto:{{ text }}">{{ text }}</a>
{%- else %}{{ text|nl2br }}{% endif %}
{% endmacro %}
{% macro dl(fields) %}
<dl class="row">{% for caption, text in fields %}
  <dt class="col-sm-4">{{ caption }}</dt>
  <dd class="col-sm-8">{{ cell(text) }}</dd>{% endfor %}
</dl>
{% endmacro %}
{% macro table(list, lines, empty, kind="", path="", sort="") %}
{% if list.sentence and not list.lines %}
<div class="alert alert-info mb-0" role="alert">{{ empty }}</div>
{% else %}
<div class="table-responsive"><table class="table table-hover table-sm">
  <thead class="thead-light"><tr>{% for column in list.columns %}
    <th scope="col">{% if sort and column == "Date" %}<a class="sortable" title="Date"
      href="{{ sort }}">{{ column }}</a>{% else %}{{ column }}{% endif %}</th>{% endfor %}
  {% if kind == "pdf" %}<th scope="col"><span class="sr-only">Actions</span></th>{% endif %}
  </tr></thead><tbody>
  {% for line in lines %}
    <tr{% if kind == "href" %} class="cliquable" data-href="{{ path }}/{{ line.number }}"
      {%- elif kind == "modal" %} role="button" data-toggle="modal"
        data-target="#evaluation-{{ line.number }}"{% endif %}>{% for text in line.cells %}
      <td data-label="{{ list.columns[loop.index0] }}"
        {%- if "€" in text %} class="text-right"{% endif %}>{{ cell(text) }}</td>{% endfor %}
    {% if kind == "pdf" %}
      <td class="text-right">{% if line.pdf %}<a href="{{ path }}/{{ line.number }}/duplicata"
        class="btn btn-sm btn-outline-primary" target="_blank" rel="noopener"
        title="Duplicata (PDF)" aria-label="Télécharger le duplicata {{ line.cells[0] }}"><i
        class="far fa-file-pdf" aria-hidden="true"></i></a>{% endif %}</td>
    {% endif %}</tr>
  {% else %}
    <tr><td colspan="{{ list.columns|length }}" class="text-center text-muted">{{ empty }}</td></tr>
  {% endfor %}
  </tbody></table></div>
{% endif %}
{% endmacro %}
{% macro step(p, to, words) %}
{% set open = to != p.page and 1 <= to <= p.pages %}
<li class="page-item{{ " active" if to == p.page else "" if open else " disabled" }}">
{%- if open %}<a class="page-link" href="{{ p.href(to) }}">{{ words }}</a>
{%- else %}<span class="page-link">{{ words }}</span>{% endif %}</li>
{% endmacro %}
{% macro pager(p) %}
{% if p.lines %}<p class="small text-muted">Affichage de {{ p.first }} à {{ p.last }} sur
  {{ p.total }}</p>{% endif %}
{% if p.pages > 1 %}
<nav><ul class="pagination justify-content-center">{{ step(p, p.page - 1, "«\u00a0Précédent") }}
{% for n in range(1, p.pages + 1) %}{{ step(p, n, n) }}{% endfor %}
{{ step(p, p.page + 1, "Suivant\u00a0»") }}</ul></nav>
{% endif %}
{% endmacro %}
{% macro form(prefix, champs, session) %}
<form name="{{ prefix }}" method="post">
{% for kind, key, caption, value in champs %}
{% set id = prefix ~ "_" ~ key %}{% set name = prefix ~ "[" ~ key ~ "]" %}
{% set attrs = ('id="' ~ id ~ '" name="' ~ name ~ '"')|safe %}
{% set tag = "fieldset" if kind == "radio" else "div" %}
<{{ tag }} class="form-group row">
  {% if kind == "radio" %}<legend class="col-form-label col-sm-3">{{ caption }}</legend>
  {% elif kind == "plain" %}<div class="col-sm-3 col-form-label">{{ caption }}</div>
  {% elif kind == "check" %}<div class="col-sm-3"></div>
  {% else %}<label class="col-form-label col-sm-3" for="{{ id }}">{{ caption }}</label>{% endif %}
  <div class="col-sm-9">
  {% if kind == "radio" %}{% for words in ["Féminin", "Masculin"] %}
    <div class="form-check"><input type="radio" id="{{ id }}_{{ loop.index0 }}" name="{{ name }}"
      class="form-check-input" value="{{ words[0] }}"{% if words == value %} checked{% endif %}>
      <label class="form-check-label" for="{{ id }}_{{ loop.index0 }}">{{ words }}</label></div>
  {% endfor %}{% elif kind == "check" %}
    <div class="form-check"><input type="checkbox" {{ attrs }} class="form-check-input" value="1"
      {%- if value == "oui" %} checked="checked"{% endif %}>
      <label class="form-check-label" for="{{ id }}">{{ caption }}</label></div>
  {% elif kind == "plain" %}<p class="form-control-plaintext mb-0">{{ value }}</p>
  {% elif kind == "select" %}
    <select {{ attrs }} class="form-control custom-select">{% for words in classes %}
      <option value="{{ loop.index0 or "" }}"{% if words == value %} selected="selected"
        {%- endif %}>{{ words }}</option>{% endfor %}</select>
  {% elif kind == "area" %}
    <textarea {{ attrs }} rows="4" class="form-control">{{ value }}</textarea>
  {% elif kind == "readonly" %}
    <input type="text" {{ attrs }} class="form-control-plaintext" readonly value="{{ value }}">
  {% else %}
    <input type="text" {{ attrs }} class="form-control {{ "js-datepicker" if kind == "date" }}"
      {%- if value %} value="{{ value }}"{% endif %}>
    {% if kind == "date" %}<small class="form-text">Format jj/mm/aaaa</small>{% endif %}
  {% endif %}</div></{{ tag }}>
{% endfor %}
<button type="submit" class="btn btn-primary">Modifier</button>
<input type="hidden" id="{{ prefix }}__token" name="_token" value="{{ session.csrf }}"></form>
{% endmacro %}
""",
    "connexion": """<div class="row justify-content-center"><div class="col-md-6 card mt-5">
<form method="post" action="{{ root }}/connexion"><h1 class="h3 mb-3">Connexion</h1>
{% if error %}<div class="alert alert-danger">{{ error }}</div>{% endif %}
<div class="form-group"><label for="site">Site</label>
  <select name="_site" id="site" class="form-control"><option value=""></option>
  {% for words in sites %}<option value="{{ loop.index }}">{{ words }}</option>{% endfor %}
  </select></div>
<div class="form-group"><label for="username">Identifiant</label><input type="text"
  value="" name="_username" id="username" class="form-control" required autofocus></div>
<div class="form-group"><label for="password">Mot de passe</label>
  <input type="password" name="_password" id="password" class="form-control" required></div>
<input type="hidden" name="_token" value="{{ session.csrf }}">
<button class="btn btn-lg btn-primary" type="submit">Se connecter</button></form>
<p class="mt-3"><a href="{{ root }}/mot-de-passe-perdu">Mot de passe perdu</a> &middot;
<a href="{{ root }}/aide">Aide - Accessibilité</a></p></div></div>""",
    "aide": """<h1 class="h3">Accessibilité</h1><p>Ce site suit les WCAG du W3C.</p>""",
    "mot-de-passe-perdu": """<h1 class="h3">Mot de passe perdu</h1>
<p>Adressez-vous au secrétariat.</p><a href="{{ root }}/connexion">Retour</a>""",
    "accueil": """<div class="jumbotron"><h1 class="display-4">Bienvenue</h1>
<p class="lead">Rentrée des cours le 9 septembre 2026.</p></div>""",
    "famille": """<h1 class="h3">Responsable</h1>
{{ m.form("responsable", family.contact, session) }}""",
    "mot-de-passe": """<h1 class="h3">Mot de passe</h1><form method="post" name="motdepasse">
<div class="form-group"><label for="mdp">Nouveau mot de passe</label><input type="password"
id="mdp" name="motdepasse[plain]" class="form-control"></div><input type="hidden"
name="_token" value="{{ session.csrf }}"><button type="submit" class="btn btn-primary">Valider
</button></form>""",
    "erreur": """<h1 class="h3">Erreur {{ status }}</h1><p class="lead">{{ words }}</p>""",
    "eleves": """<h1 class="h3">Élèves</h1>
<div class="row">
{% for s in family.students %}
<div class="col-sm-6 col-lg-4 mb-4"><div class="card h-100"><div class="card-body">
  <h5 class="card-title">{{ s.name }}</h5>
  <p class="card-text text-muted">Naissance&nbsp;: {{ s.born }}</p>
  <a href="{{ root }}/eleves/{{ s.number }}" class="btn btn-sm btn-primary stretched-link">Ouvrir le
    dossier</a></div></div></div>
{% else %}
<div class="col"><div class="alert alert-warning" role="alert">Aucun élève n'est rattaché à votre
  famille. Merci de contacter le secrétariat.</div></div>
{% endfor %}
</div>""",
    "facturation": """<h1 class="h3">Facturation <small class="text-muted">cotisations</small></h1>
<section class="mb-5"><h2 class="h4">Factures</h2>
{{ m.table(family.factures, p.lines, "Aucune facture disponible.", "pdf", here, sort) }}
{{ m.pager(p) }}</section>
<section><h2 class="h4">Règlements</h2>
{{ m.table(family.reglements, family.reglements.lines, "Aucun règlement enregistré") }}
</section>""",
    "dossier": """{{ m.crumbs(s, "", s.name) }}<h1 class="h3">{{ s.name }}</h1>
<ul class="nav nav-tabs mb-3" role="tablist">
{% for words in ["Identité", "Cours", "Historique", "Répertoire"] %}
  {% set key = words.lower().replace("é", "e") %}
  <li class="nav-item"><a class="nav-link {{ "active" if loop.first }}" data-toggle="tab"
    href="#{{ key }}" id="{{ key }}-tab" role="tab" aria-controls="{{ key }}">{{ words }}</a></li>
{% endfor %}
</ul><div class="tab-content">
<div class="tab-pane fade show active" id="identite" role="tabpanel" aria-labelledby="identite-tab">
{{ m.form("eleve", s.identite, session) }}
</div>
<div class="tab-pane fade" id="cours" role="tabpanel" aria-labelledby="cours-tab">
{% for line in s.cours.lines %}
{% if loop.first %}
<div class="row entete d-none d-md-flex">{% for column in s.cours.columns %}
  <div class="col-md-2">{{ column }}</div>{% endfor %}</div>
{% endif %}
<div class="row ligne" data-href="{{ here }}/cours/{{ line.number }}" role="link" tabindex="0">
{% for text in line.cells %}
  <div class="col-md-2"><span class="d-md-none font-weight-bold">
    {{- s.cours.columns[loop.index0] }}&nbsp;: </span>{{ m.cell(text) }}</div>
{% endfor %}</div>
{% else %}
<p class="lead text-muted">Aucun cours pour l'année 2026-2027.</p>
{% endfor %}
</div>
<div class="tab-pane fade" id="historique" role="tabpanel" aria-labelledby="historique-tab">
{{ m.table(s.historique, p.lines, "Aucun élément à afficher", "href", here ~ "/historique") }}
{{ m.pager(p) }}
</div>
<div class="tab-pane fade" id="repertoire" role="tabpanel" aria-labelledby="repertoire-tab">
<div class="row entete">{% for column in s.repertoire.columns %}
  <div class="col">{{ column }}</div>{% endfor %}<div class="col-auto"></div></div>
{% for line in s.repertoire.lines %}
<div class="row ligne position-relative">{% for text in line.cells %}
  <div class="col">{{ text }}</div>{% endfor %}
  <div class="col-auto"><a href="{{ here }}/repertoire/{{ line.number }}"
    class="stretched-link small">Voir la fiche</a></div></div>
{% else %}
<div class="row"><div class="col text-muted">Aucun événement musical</div></div>
{% endfor %}
</div></div>""",
    "cours": """{{ m.crumbs(s, back ~ "#cours", line.cells[0]) }}
<h1 class="h3">{{ line.cells[0] }} <small class="text-muted">2026-2027</small></h1>
<div class="accordion" id="suivi">
{% set tests = line.lists["Évaluations"] %}{% set missed = line.lists["Absences"] %}
{% for key, words in [("fiche", "Cours"), ("notes", "Évaluations"), ("absences", "Absences")] %}
<div class="card"><div class="card-header" id="entete-{{ key }}"><h2 class="mb-0"><button
  type="button" class="btn btn-link{% if not loop.first %} collapsed{% endif %}"
  data-toggle="collapse" data-target="#{{ key }}"
  aria-expanded="{{ "true" if loop.first else "false" }}">{{ words }}</button></h2></div>
  <div id="{{ key }}" class="collapse{% if loop.first %} show{% endif %}"
    aria-labelledby="entete-{{ key }}"><div class="card-body">
  {% if loop.first %}{{ m.dl(line.fields) }}
  {% elif key == "notes" %}
    {{ m.table(tests, tests.lines, "Aucune évaluation saisie à ce jour.", "modal") }}
  {% else %}{{ m.table(missed, missed.lines, "Aucune absence.", "href", back ~ "/absences") }}
  {% endif %}
  </div></div></div>
{% endfor %}</div>
<a class="btn btn-outline-secondary mt-3" href="{{ back }}#cours">Retour au dossier</a>
{% for test in tests.lines %}
<div class="modal fade" id="evaluation-{{ test.number }}" tabindex="-1" role="dialog"
  aria-hidden="true"><div class="modal-dialog modal-lg" role="document"><div class="modal-content">
  <div class="modal-header"><h5 class="modal-title">Évaluation du {{ test.cells[0] }}</h5>
    <button type="button" class="close" data-dismiss="modal" aria-label="Fermer"><span
      aria-hidden="true">&times;</span></button></div>
  <div class="modal-body">{{ m.dl(test.fields) }}</div>
  <div class="modal-footer"><button type="button" class="btn btn-secondary"
    data-dismiss="modal">Fermer</button></div></div></div></div>
{% endfor %}""",
    "absences": """{{ m.crumbs(s, back ~ "#cours", "Absence") }}
<div class="card"><h1 class="card-header h5">Absence du {{ line.cells[0] }}</h1>
<div class="card-body">{{ m.dl(line.fields) }}</div></div>""",
    # The « show » template of make:crud, with four arrows below.
    "historique": """{{ m.crumbs(s, back ~ "#historique", line.cells[0]) }}
<h1 class="h3">Fiche de suivi</h1><table class="table table-bordered"><tbody>
{% for caption, text in line.fields %}
  <tr><th scope="row" class="w-25">{{ caption }}</th><td>{{ m.cell(text) }}</td></tr>
{% endfor %}
</tbody></table>
<h2 class="h5">Évaluations</h2>{% set tests = line.lists["Évaluations"] %}
{{ m.table(tests, tests.lines, "Aucune évaluation") }}
<nav aria-label="Fiches"><ul class="pagination justify-content-center">
{% for words, icon, to in arrows %}
<li class="page-item{% if not to %} disabled{% endif %}"><a class="page-link" title="{{ words }}"
  href="{{ back ~ "/historique/" ~ to.number if to else "#" }}"><i class="fas fa-{{ icon }}"
  aria-hidden="true"></i><span class="sr-only">{{ words }}</span></a></li>
{% endfor %}
</ul></nav>""",
    "repertoire": """{{ m.crumbs(s, back ~ "#repertoire", "Répertoire") }}
<div class="card"><div class="card-header">Événement musical</div>
<ul class="list-group list-group-flush">
{% for caption, text in line.fields %}
  <li class="list-group-item d-flex justify-content-between"><strong class="mr-4">{{ caption }}
    </strong> <span class="text-right">{{ m.cell(text) }}</span></li>
{% endfor %}
</ul></div>""",
}
BADGES = {"Réglée": "success", "À régler": "danger", "Imputé": "info", "Inscrit": "success"}
BADGES |= {"En cours d'édition": "light", "Liste d'attente": "warning", "Arrêt & abandon": "dark"}
BADGES |= {"Oui": "success", "Non": "danger"}
# What the bundles keep of Bootstrap 4: the rules that hide and show, and their toggles.
CSS = """body{margin:0;font-family:-apple-system,"Segoe UI",Roboto,sans-serif;line-height:1.5}
.row{display:flex;flex-wrap:wrap}.col{flex:1 0 0}.entete{font-weight:700;border-bottom:2px solid}
.ligne,.cliquable,[data-toggle=modal]{cursor:pointer}.position-relative{position:relative}
.sr-only{position:absolute;width:1px;height:1px;overflow:hidden;clip:rect(0,0,0,0)}
.fade:not(.show){opacity:0}.collapse:not(.show){display:none}
.tab-content>.tab-pane{display:none}.tab-content>.active{display:block}
.dropdown-menu{display:none}.dropdown-menu.show{display:block}
.modal{position:fixed;top:0;left:0;display:none;background:#fff}.modal.show{display:block}
.stretched-link::after{position:absolute;top:0;right:0;bottom:0;left:0;content:""}
.d-none{display:none!important}
@media (min-width:768px){.d-md-none{display:none!important}.d-md-flex{display:flex!important}
.col-md-2{flex:0 0 16.66%}.navbar-expand-md .navbar-collapse{display:flex!important}}
@media (max-width:767.98px){td[data-label]::before{content:attr(data-label) " : "}}
"""
JS = """function pick(selector) { return document.querySelector(selector); }
function tab(link) {
  document.querySelectorAll('.nav-tabs .nav-link, .tab-pane').forEach(function (one) {
    one.classList.remove('active', 'show');
  });
  link.classList.add('active');
  pick(link.getAttribute('href')).classList.add('active', 'show');
}
document.addEventListener('click', function (event) {
  var from = event.target.closest('[data-toggle], [data-dismiss], [data-href], a');
  var kind = from && from.dataset.toggle;
  if (kind) { event.preventDefault(); }
  if (kind === 'tab') { tab(from); }
  else if (kind === 'dropdown') { from.nextElementSibling.classList.toggle('show'); }
  else if (kind) { pick(from.dataset.target).classList.toggle('show'); }
  else if (from && from.dataset.dismiss) {
    from.closest('.' + from.dataset.dismiss).classList.remove('show');
  } else if (from && from.dataset.href) { window.location.href = from.dataset.href; }
});
var wanted = location.hash && pick('.nav-tabs a[href="' + location.hash + '"]');
if (wanted) { tab(wanted); }
"""
LOGO = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M1 1h7v7z"/></svg>'
ASSETS = {
    "/build/app.5c1e8d.css": ("text/css", CSS),
    "/build/app.77b0f2.js": ("text/javascript", JS),
}
ASSETS["/build/images/logo.svg"] = ("image/svg+xml", LOGO)


def nl2br(text: str) -> Markup:
    return Markup("<br />\n").join(escape(part) for part in text.split("\n"))


WRAP = '{%% extends "base" %%}{%% import "macros" as m %%}{%% block body %%}%s{%% endblock %%}'
PARTS = {name: TEMPLATES[name] for name in ("base", "macros")}
LOADER = DictLoader({name: WRAP % text for name, text in TEMPLATES.items()} | PARTS)
TWIG = Environment(loader=LOADER, autoescape=True, trim_blocks=True, lstrip_blocks=True)
TWIG.filters["nl2br"] = nl2br
TWIG.globals.update(root=ROOT, sites=SITES, badges=BADGES, classes=CLASSES.split("|"))


# The controllers ---------------------------------------------------------------------------------


class Page:
    """A slice of a list, as KnpPaginator gives it to its template."""

    def __init__(self, lines: list[Line], size: int, query: dict[str, str], tail: str = "") -> None:
        asked = query.get("page", "")
        self.page = int(asked) if re.fullmatch(r"[1-9]\d{0,3}", asked) else 1
        self.total, self.pages = len(lines), -(-len(lines) // size)
        self.first, self.last = (self.page - 1) * size + 1, min(self.page * size, len(lines))
        self.lines = lines[self.first - 1 : self.last]
        self.query, self.tail = query, tail

    def href(self, page: int) -> str:
        return f"?{urlencode({**self.query, 'page': page})}{self.tail}"


@dataclass
class Reply:
    body: bytes
    headers: dict[str, str]
    status: int = 200


def render(name: str, session: Session, status: int = 200, **values: object) -> Reply:
    flash, session.flash = session.flash, ""
    values["family"] = None if name == "connexion" else session.family
    text = TWIG.get_template(name).render(session=session, flash=flash, status=status, **values)
    # Jinja escapes these two in its own way, Twig in PHP's.
    body = text.replace("&#39;", "&#039;").replace("&#34;", "&quot;").encode()
    return Reply(body, {"Content-Type": "text/html; charset=UTF-8"}, status)


def redirect(to: str) -> Reply:
    body = f"""<!DOCTYPE html>
<html><head><meta charset="UTF-8" /><meta http-equiv="refresh" content="0;url='{escape(to)}'" />
</head><body>Redirecting to <a href="{escape(to)}">{escape(to)}</a>.</body></html>"""
    return Reply(body.encode(), {"Content-Type": "text/html; charset=UTF-8", "Location": to}, 302)


def cookie(key: str) -> str:
    return f"PHPSESSID={key}; path=/; HttpOnly; SameSite=lax"


class Site:
    def __init__(self) -> None:
        self._families = families()
        self._sessions: dict[str, Session] = {}
        self._server: ThreadingHTTPServer | None = None
        self.accounts: tuple[Account, ...] = tuple(one.account for one in self._families)

    def start(self) -> str:
        class Handler(_Handler):
            site = self

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()
        return f"http://127.0.0.1:{self._server.server_address[1]}{ROOT}/connexion"

    def stop(self) -> None:
        if self._server:
            self._server.shutdown()
            self._server.server_close()
            self._server = None

    def end_sessions(self) -> None:
        self._sessions.clear()

    def _family(self, identifier: str) -> Family:
        return next(one for one in self._families if one.account.identifier == identifier)

    def eleves(self, identifier: str) -> list[Eleve]:
        made = []
        for one in self._family(identifier).students:
            identite = tuple(Seen(caption, fold(value)) for _, _, caption, value in one.identite)
            lists = one.cours.grid(), one.historique.grid(), one.repertoire.grid()
            made.append(Eleve(fold(one.name), identite, *lists))
        return made

    def facturation(self, identifier: str) -> Facturation:
        family = self._family(identifier)
        lists = {"Factures": family.factures, "Règlements": family.reglements}
        return Facturation({words: table.grid() for words, table in lists.items()})

    def session(self, sent: str) -> tuple[str, Session]:
        found = re.search(r"PHPSESSID=([\w-]+)", sent)
        key = found[1] if found and found[1] in self._sessions else secrets.token_hex(16)
        return key, self._sessions.setdefault(key, Session(secrets.token_urlsafe(32)))

    def sign_in(self, form: dict[str, str], session: Session) -> Reply:
        given = (form.get("_site"), form.get("_username"), form.get("_password"))
        for family in self._families:
            known = family.account
            site = str(SITES.index(known.site or "") + 1)
            if (site, known.identifier, known.password) == given:
                key = secrets.token_hex(16)
                self._sessions[key] = Session(secrets.token_urlsafe(32), family)
                reply = redirect(session.target or f"{ROOT}/accueil")
                reply.headers["Set-Cookie"] = cookie(key)
                return reply
        session.error = "Identifiants invalides."
        return redirect(f"{ROOT}/connexion")

    def handle(self, path: str, query: dict[str, str], key: str, session: Session) -> Reply:
        here, family = path.removeprefix(f"{ROOT}/"), session.family
        if here == "deconnexion":
            self._sessions.pop(key, None)
            return redirect(f"{ROOT}/connexion")
        if here == "connexion":
            error, session.error = session.error, ""
            return render(here, session, error=error)
        if here in ("aide", "mot-de-passe-perdu"):
            return render(here, session)
        if not family:
            session.target = f"{path}?{urlencode(query)}" if query else path
            return redirect(f"{ROOT}/connexion")
        if here in ("accueil", "famille", "eleves", "mot-de-passe"):
            return render(here, session)
        if here == "facturation":
            up = query.get("direction") == "asc"
            p = Page(family.factures.lines[:: -1 if up else 1], 20, query)
            sort = f"?sort=f.date&direction={'desc' if up else 'asc'}&page=1"
            return render(here, session, p=p, sort=sort, here=path)
        if found := re.fullmatch(r"facturation/(\d+)/duplicata", here):
            return self.duplicate(int(found[1]), session, family)
        if found := re.fullmatch(r"eleves/(\d+)(?:/(\w+)/(\d+))?", here):
            for s in family.students:
                if s.number == int(found[1]) and found[2]:
                    return self.fiche(s, found[2], int(found[3]), session)
                if s.number == int(found[1]):
                    p = Page(s.historique.lines, 10, query, "#historique")
                    return render("dossier", session, s=s, p=p, here=path)
            return render("erreur", session, 403, words="Accès refusé.")
        return render("erreur", session, 404, words="Page introuvable.")

    def submit(self, path: str, form: dict[str, str], session: Session) -> Reply:
        """A form is taken and waits for the staff: nothing that can be read changes."""
        if form.get("_token") != session.csrf:
            session.error = "Jeton CSRF invalide." if path == f"{ROOT}/connexion" else ""
        elif path == f"{ROOT}/connexion":
            return self.sign_in(form, session)
        elif session.family:
            session.flash = "Fiche mise à jour, en attente de validation."
        return redirect(path if session.family else f"{ROOT}/connexion")

    def fiche(self, s: Student, kind: str, number: int, session: Session) -> Reply:
        past = s.historique.lines
        lists = {"cours": s.cours.lines, "historique": past, "repertoire": s.repertoire.lines}
        lists["absences"] = [one for c in s.cours.lines for one in c.lists["Absences"].lines]
        for line in lists.get(kind, []):
            if line.number == number:
                at, end = (past.index(line), len(past) - 1) if kind == "historique" else (0, 0)
                arrows = [
                    ("Première", "fast-backward", past[0] if at else None),
                    ("Précédente", "step-backward", past[at - 1] if at else None),
                    ("Suivante", "step-forward", past[at + 1] if at < end else None),
                    ("Dernière", "fast-forward", past[-1] if at < end else None),
                ]
                back = f"{ROOT}/eleves/{s.number}"
                return render(kind, session, s=s, line=line, back=back, arrows=arrows)
        return render("erreur", session, 404, words="Page introuvable.")

    def duplicate(self, number: int, session: Session, family: Family) -> Reply:
        """A voter looks whose invoice it is."""
        for line in family.factures.lines:
            if line.number == number and line.pdf:
                name = f'inline; filename="{line.cells[0]}.pdf"'
                kind = {"Content-Type": "application/pdf", "Content-Disposition": name}
                return Reply(line.pdf, kind)
        return render("erreur", session, 403, words="Accès refusé.")


class _Handler(BaseHTTPRequestHandler):
    site: Site
    protocol_version = "HTTP/1.1"
    server_version = "nginx"
    sys_version = ""
    wbufsize = -1
    timeout = 20

    def log_message(self, format: str, *args: object) -> None:
        pass

    def do_GET(self) -> None:
        url = urlsplit(self.path)
        if url.path in ASSETS:
            kind, text = ASSETS[url.path]
            return self.send(Reply(text.encode(), {"Content-Type": kind}))
        key, session = self.site.session(self.headers.get("Cookie", ""))
        query = {name: every[-1] for name, every in parse_qs(url.query, True).items()}
        return self.send(self.site.handle(url.path, query, key, session), key)

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
        form = {name: every[-1] for name, every in parse_qs(body, True).items()}
        key, session = self.site.session(self.headers.get("Cookie", ""))
        self.send(self.site.submit(urlsplit(self.path).path, form, session), key)

    def send(self, reply: Reply, key: str = "") -> None:
        if key not in self.headers.get("Cookie", ""):
            reply.headers.setdefault("Set-Cookie", cookie(key))
        if key:
            reply.headers["Cache-Control"] = "max-age=0, must-revalidate, private"
        if reply.headers.get("Location") == f"{ROOT}/connexion":
            # The firewall answers with absolute addresses.
            reply.headers["Location"] = f"http://{self.headers['Host']}{ROOT}/connexion"
        self.send_response(reply.status)
        for name, value in reply.headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(reply.body)))
        self.end_headers()
        self.wfile.write(reply.body)
