"""An extranet of about 2015: CakePHP 2 with Bootstrap 3 and a little jQuery.

Pages come from the server, except the lines of Historique (XMLHttpRequest and JSON), the sheet of
an assessment (getJSON) and that of a musical event (a fragment loaded into a modal).
"""

import hashlib
import html
import itertools
import json
import re
import secrets
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import partial
from http.cookies import SimpleCookie
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import NamedTuple
from urllib.parse import parse_qsl, urlsplit

from tests.strangers.dossiers.stage import Eleve, Facturation, Fiche, Grid, Seen
from tests.strangers.stage import Account

Words = tuple[str, ...]
Answer = tuple[int, bytes, dict[str, str]]
Crumbs = Iterable[tuple[str, str]]
COURS: Words = ("Discipline", "Cycle", "Enseignant", "Jour", "Horaire", "Salle", "État")
EVALUATIONS: Words = ("Date", "Type", "Intitulé", "Note")
ABSENCES: Words = ("Date", "Horaire", "Motif", "Justifiée")
EVALUATION: Words = (*EVALUATIONS, "Coefficient", "Appréciation", "Jury")
ABSENCE: Words = (*ABSENCES, "Justificatif reçu le", "Commentaire")
HISTORIQUE: Words = ("Année", "Département", "Classe", "Cycle", "Enseignant")
NOTES: Words = ("Date", "Épreuve", "Note")
REPERTOIRE: Words = ("Répertoire", "Date", "Morceau", "Durée", "Commentaire")
FACTURES: Words = ("N°", "Date", "Libellé", "Échéance", "Montant", "Solde", "État")
REGLEMENTS: Words = ("Date", "Mode", "Référence", "Facture", "Montant")
TABS = {"view": "Identité", "cours": "Cours", "historique": "Historique"}
TABS["repertoire"] = "Répertoire"
PER_PAGE = 20
LABELS = {"Réglée": "success", "Avoir": "info", "À régler": "warning", "Impayée": "danger"}


@dataclass(eq=False)
class Row:  # a line of a list and the sheet that it opens
    id: int
    cells: Words
    sheet: dict[str, str] = field(default_factory=dict)
    lists: dict[str, tuple[Words, list["Row"]]] = field(default_factory=dict)
    year: int = 0


class Field(NamedTuple):
    kind: str
    name: str
    caption: str
    value: str = ""
    options: Words = ()


class Student(NamedTuple):
    id: int
    name: str
    born: str
    identite: list[Field]
    cours: list[Row]
    historique: list[Row]
    repertoire: list[Row]


class Family(NamedTuple):
    account: Account
    name: str
    students: list[Student]
    factures: list[Row]
    reglements: list[Row]


@dataclass
class Session:
    token: str = field(default_factory=lambda: secrets.token_hex(20))
    family: Family | None = None
    flash: str = ""


class Request(NamedTuple):
    session: Session
    family: Family
    method: str
    path: str
    query: dict[str, str]
    ajax: bool


# --- invented data ---------------------------------------------------------------------------

CLASSES = (
    ("Violon", "Cordes", "Mme Ségolène Lœwenbruck", "Mercredi", "14:00 - 14:45", "Salle Debussy"),
    ("Formation musicale", "Culture", "M. Yann L'Hénoret", "Samedi", "09:30 - 10:45", "12"),
    ("Chœur d'enfants", "Voix", "", "Mardi", "17:15 - 18:15", "Auditorium & studio"),
    ("Éveil « Musique & mouvement »", "Éveil", "Mme Ana Íñiguez-Le Goff", "Lundi", "17:00", ""),
    ("Trompette", "Cuivres", "M. Élie Ker'Anna", "", "", ""),
    ("Musique de chambre (groupe < 6)", "Cordes", "M. D'Orval & Mme Roux", "Jeudi", "19:30", "3"),
    ("Percussions", "Batterie & co", "M. Noé Quéméneur", "Jeudi", "19:00 - 19:30", "B<3>"),
)
CYCLES = ("Cycle 1 - 2e année", "Cycle 1 - 3e année", "", "Cycle 2 - 1re année", "Hors cursus")
REMARKS = (
    "Travail régulier, belle sonorité. L'archet gagne en souplesse ; attention à la justesse dans "
    "les passages rapides & à la tenue de la main gauche.\r\nÀ poursuivre pendant l'été !",
    "",
    "Très bon trimestre.",
    "Élève discrète mais appliquée.\n\nPenser à apporter le métronome (tempo < 80 au début).",
)
PIECES = (
    ("Concert de Noël", "Gavotte en sol", "J.-S. Bach", "03:20", "Église Saint-Œmile"),
    ("Fête de la musique", "L'Été indien & autres airs", "Arr. Y. L'Hénoret", "04:05", ""),
    ("Audition de classe", "Étude n° 3 <lent>", "", "", "Auditorium"),
    ("Examen de fin de cycle", "Concerto en la mineur (1er mvt)", "A. Vivaldi", "07:45", "12"),
)
MARKS = ("15,5", "", "12", "18,25", "Acquis < 80 %")
LEVELS = ("", "CP", "CE1", "CE2", "CM1", "CM2", "Collège", "Lycée")
FIRSTS = ("Ana", "Gaël", "Léa", "Noé", "Zoé", "Œdipe", "Léa", "Élie", "Ysé", "Ewen", "Inès", "Tom")
SIGN_IN = (Field("text", "username", "Identifiant"), Field("password", "password", "Mot de passe"))
_ids = itertools.count(117, 7)


def _course(k: int) -> Row:
    name, department, teacher, day, time, room = CLASSES[k % len(CLASSES)]
    marks, missed, teachers = [], [], ("M. L'Hénoret", "", "Mme Lœwenbruck & un tiers")
    for n in range(k, k + (4, 0, 13)[k % 3]):
        date = f"{n * 5 % 27 + 1:02d}/{('10/2015', '12/2015', '01/2016', '03/2016')[n % 4]}"
        title = ("Lecture à vue", "Gamme d'ut & arpèges", "Déchiffrage", "")[n % 4]
        shown: Words = (date, ("Contrôle continu", "Examen")[n % 2], title, MARKS[n % 5])
        more: Words = (("1", "2", "")[n % 3], REMARKS[n % 4], teachers[n % 3])
        marks.append(Row(next(_ids), shown, dict(zip(EVALUATION, shown + more, strict=True))))
    for n in range(k, k + (2, 5, 0)[k % 3]):
        why, excused = ("Maladie", "", "Sortie & retard de car")[n % 3], ("Oui", "Non", "")[n % 3]
        shown = (f"{n * 3 % 28 + 1:02d}/{n % 3 + 1:02d}/2016", time, why, excused)
        more = ("04/03/2016" if excused == "Oui" else "", ("Prévenu l'après-midi.", "")[n % 2])
        missed.append(Row(next(_ids), shown, dict(zip(ABSENCE, shown + more, strict=True))))
    state = ("Inscrit", "Inscrit", "Liste d'attente", "Radié")[k % 4]
    shown = (name, CYCLES[k % 5], teacher, day, time, room, state)
    sheet = {"Discipline": name, "Département": department} | dict(zip(COURS, shown, strict=True))
    sheet |= {"Durée": "45 min" if time else "", "Inscrit depuis le": "07/09/2015"}
    sheet |= {"Lieu": ("Site du Prieuré", "Antenne")[k % 2], "Observations": REMARKS[(k + 1) % 4]}
    lists = {"Évaluations": (EVALUATIONS, marks), "Absence": (ABSENCES, missed)}
    return Row(next(_ids), shown, sheet, lists)


def _past(k: int, n: int) -> Row:
    year, (name, department, teacher, *_) = 2014 - n // 3, CLASSES[(k + n) % len(CLASSES)]
    shown = (f"{year}-{year + 1}", department, name, CYCLES[(k + n) % 5], teacher)
    sheet = dict(zip(HISTORIQUE, shown, strict=True))
    sheet |= {"Examen": ("Examen départemental", "")[n % 2], "Résultat": ("Admis", "")[n // 2 % 2]}
    sheet["Appréciation générale"] = REMARKS[(n + k) % 4]
    tests = ("Instrument", "14"), ("Théorie & oreille", ""), ("Instrument", "16,5")
    notes = [Row(0, (f"1{n % 9}/05/{year + 1}", *test)) for test in tests[: (n + k) % 4]]
    return Row(next(_ids), shown, sheet, {"Évaluations": (NOTES, notes)})


def _event(k: int, n: int) -> Row:
    title, piece, composer, length, place = PIECES[(k + n) % len(PIECES)]
    date, remark = f"{n * 5 % 28 + 1:02d}/{n % 6 + 1:02d}/{2016 - n // 2}", REMARKS[(k + n) % 4]
    sheet = {"Répertoire": title, "Date": date, "Lieu": place, "Morceau": piece}
    sheet |= {"Compositeur": composer, "Durée": length, "Commentaire": remark}
    sheet["Partenaires"] = ("Orchestre junior", "", "Éloïse & Gaël (piano à 4 mains)")[n % 3]
    if len(remark) > 90:  # Text::truncate() with exact=false
        remark = remark[:90].rsplit(" ", 1)[0] + "..."
    return Row(next(_ids), (title, date, piece, length, remark), sheet)


def _student(name: str, born: str, girl: bool, k: int, sizes: tuple[int, int, int]) -> Student:
    ident, (first, _, last) = next(_ids), name.partition(" ")
    sex = "" if k == 8 else "Féminin" if girl else "Masculin"
    identite = [
        Field("static", "", "N° d'élève", f"2013{ident:05d}"),
        Field("text", "nom", "Nom", last),
        Field("text", "prenom", "Prénom", first),
        Field("text", "date_naissance", "Date de naissance", born),
        Field("radio", "sexe", "Sexe", sex, ("Féminin", "Masculin")),
        Field("text", "ecole", "Établissement scolaire", ("École de l'Étang", "")[k % 2]),
        Field("select", "niveau_id", "Niveau scolaire", LEVELS[k % len(LEVELS)], LEVELS),
        Field("text", "portable", "Portable", f"06 39 98 41 {k:02d}" if k % 3 else ""),
        Field("text", "email", "E-mail", f"eleve{ident}@example.org" if k % 2 else ""),
        Field("area", "note", "Remarques", ("", "Allergie aux noix.\nAppareil & lunettes")[k % 2]),
        Field("check", "photo", "J'autorise les photos & vidéos", "oui" if k % 3 else "non"),
        Field("static", "", "Inscription", ("Validée le 02/07/2015", "")[k % 2]),
    ]
    cours = [_course(k + n) for n in range(sizes[0])]
    past, events = [_past(k, n) for n in range(sizes[1])], [_event(k, n) for n in range(sizes[2])]
    return Student(ident, name, f"né{'e' * girl} le {born}", identite, cours, past, events)


def _euros(cents: int) -> str:
    """number_format($x, 2, ',', ' ') and a no-break space before the sign."""
    return f"{cents / 100:,.2f}\u00a0€".replace(",", " ").replace(".", ",")


def _bill(n: int) -> Row:
    year, month = 2015 - n // 8, (3, 2, 1, 12, 11, 11, 10, 9)[n % 8]
    civil, credit = year + (month < 9), n % 7 == 3
    cents = 128450 if n % 16 == 4 else n * 3711 % 45000 + 1550
    what = ("Cotisation annuelle", "Location : violon 1/2 & archet", "", "Stage (âge < 12 ans)")
    shown = (
        f"{'A' if credit else 'F'}{year}-{900 - n * 11:04d}",
        f"{27 - n % 20:02d}/{month:02d}/{civil}",
        "Avoir – cours annulés" if credit else what[n % 4],
        "" if credit else f"28/{month % 12 + 1:02d}/{civil + month // 12}",
        _euros(-cents // 10 if credit else cents),
        _euros(cents if n < 2 else 0),
        "Avoir" if credit else ("À régler", "Impayée")[n] if n < 2 else "Réglée",
    )
    return Row(next(_ids), shown, year=year)


def _pdf(bill: Row) -> bytes:
    """What FPDF would make: a line of text and many ruled lines."""
    words = " - ".join((f"Duplicata {bill.id}", *map(fold, bill.cells))).encode("cp1252", "replace")
    text = b"BT /F1 11 Tf 40 780 Td (%b) Tj ET\n" % re.sub(rb"([()\\])", rb"\\\1", words)
    text += b"".join(
        b"40 %d m 550 %d l S\n" % (y % 700, y % 700) for y in range(bill.id * 13 % 1700 + 20)
    )
    objects = (
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources"
        b" << /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica"
        b" /Encoding /WinAnsiEncoding >> >> >> >>",
        b"<< /Length %d >>\nstream\n%b\nendstream" % (len(text), text),
    )
    out, table = b"%PDF-1.4\n", b"xref\n0 5\n0000000000 65535 f \n"
    for number, body in enumerate(objects, 1):
        table += b"%010d 00000 n \n" % len(out)
        out += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    table += b"trailer\n<< /Size 5 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % len(out)
    return out + table


def _family(n: int, account: Account, name: str) -> Family:
    bills, paid, students = [_bill(i) for i in range((0, 3, 64, 24)[n])], [], []
    for i, bill in enumerate(bills[2:][: (0, 0, 27, 9)[n]]):
        mode = ("Chèque", "Prélèvement", "Espèces", "Chèques-vacances & coupons")[i % 4]
        ref = ("n° 0045871", "", "", "Comité d'entreprise")[i % 4]
        shown = (bill.cells[1], mode, ref, bill.cells[0], bill.cells[4])
        paid.append(Row(next(_ids), shown, year=bill.year))
    if n == 1:
        students.append(_student("Titouan Le Bihan", "09/11/2009", False, 1, (1, 0, 0)))
    elif n == 2:
        students.append(_student("Lœïza D'Août <b>", "12/03/2000", True, 0, (4, 23, 6)))
        students.append(_student("Élouan D'Août", "30/08/2009", False, 3, (2, 2, 1)))
        students.append(_student("Anne-Cœur D'Août & Roux", "01/01/2012", True, 5, (0, 0, 0)))
    for i, first in enumerate(FIRSTS if n == 3 else ()):
        born, sizes = f"{i + 10}/0{i % 9 + 1}/{2012 - i}", ((i + 1) % 3, i % 4, i % 3)
        students.append(_student(f"{first} Plœmeur", born, i % 2 == 0, i + 2, sizes))
    return Family(account, name, students, bills, paid)


# --- views -----------------------------------------------------------------------------------


def fold(text: str) -> str:
    return " ".join(text.split())


def h(text: str) -> str:
    return html.escape(text).replace("&#x27;", "&#039;").replace("\u00a0", "&nbsp;")


def label(state: str) -> str:
    return f'<span class="label label-{LABELS.get(state, "default")}">{h(state)}</span>'


def definitions(sheet: dict[str, str]) -> str:
    """As « cake bake » writes them: each value is followed by a no-break space."""
    rows = ""
    for caption, value in sheet.items():
        shown = re.sub(r"(\r?\n)", r"<br />\1", h(value))
        shown = label(value) if value and caption in ("État", "Justifiée") else shown
        rows += f"  <dt>{h(caption)}</dt>\n  <dd>\n    {shown}\n    &nbsp;\n  </dd>\n"
    return f'<dl class="dl-horizontal">\n{rows}</dl>'


def panel(title: str, body: str) -> str:
    return f"""<div class="panel panel-default">
  <div class="panel-heading"><h3 class="panel-title">{title}</h3></div>
  <div class="panel-body">\n{body}\n  </div>\n</div>\n"""


def cell(column: str, value: str, key: bool) -> str:
    css, shown = "", label(value) if column == "État" else h(value)
    if column == "Justifiée" and value:
        icon = "ok text-success" if value == "Oui" else "remove text-danger"
        shown = f'<span class="glyphicon glyphicon-{icon}" title="{value}"></span>'
    elif column in ("Montant", "Solde"):
        css = ' class="text-right text-danger"' if "-" in value else ' class="text-right"'
    elif column in ("Salle", "Échéance"):
        css = ' class="hidden-xs"'
    elif column == "Date" and key:
        shown = f'<span style="display:none">{"".join(value.split("/")[::-1])}</span>{value}'
    return f"<td{css}>{shown}</td>"


def listing(columns: Words, rows: list[Row], empty: str, last: str = "", line: str = "") -> str:
    """The table, or a box that says that there is nothing; %d in `line`, `last`: the row's id."""
    if not rows:
        return f'<div class="alert alert-info" role="alert">{empty}</div>'
    head, body = "".join(f"<th>{c}</th>" for c in columns), ""
    head = re.sub("<th>(?=Salle|Échéance)", '<th class="hidden-xs">', head)
    head += '<th class="actions">&nbsp;</th>' if last else ""
    for row in rows:
        body += f"    <tr{line.replace('%d', str(row.id))}>"
        for place, column in enumerate(columns):
            body += cell(column, row.cells[place], columns is REPERTOIRE)
        body += f"{last.replace('%d', str(row.id))}</tr>\n"
    return TABLE % ("", head, body)


def pills(links: dict[str, str], active: str) -> str:
    items = ""
    for url, text in links.items():
        css = ' class="active"' if url == active else ""
        items += f'  <li role="presentation"{css}><a href="{url}">{text}</a></li>\n'
    return f'<ul class="nav nav-pills">\n{items}</ul>\n<hr />\n'


def control(model: str, f: Field) -> str:
    name, ident = f"data[{model}][{f.name}]", model + f.name.title().replace("_", "")
    common, target = f'name="{name}" class="form-control" id="{ident}"', f' for="{ident}"'
    if f.kind == "check":
        checked = ' checked="checked"' if f.value == "oui" else ""
        return f"""<div class="form-group"><div class="col-sm-offset-3 col-sm-6">
<div class="checkbox"><input type="hidden" name="{name}" id="{ident}_" value="0"/>
<label for="{ident}"><input type="checkbox" name="{name}" value="1" id="{ident}"{checked}/>
{h(f.caption)}</label></div></div></div>\n"""
    inner = f'<input {common} maxlength="80" type="{f.kind}" value="{h(f.value)}"/>'
    if f.kind == "static":
        inner, target = f'<p class="form-control-static">{h(f.value)}</p>', ""
    elif f.kind == "select":
        inner = f"<select {common}>\n"
        for n, o in enumerate(f.options):
            chosen = ' selected="selected"' if o == f.value else ""
            inner += f'<option value="{n or ""}"{chosen}>{h(o)}</option>\n'
        inner += "</select>"
    elif f.kind == "radio":
        inner, target = f'<input type="hidden" name="{name}" id="{ident}_" value=""/>', ""
        for o in f.options:
            checked = ' checked="checked"' if o == f.value else ""
            inner += f"""<label class="radio-inline" for="{ident}{o[0]}"><input type="radio"
 name="{name}" id="{ident}{o[0]}" value="{o[0]}"{checked} /> {o}</label>\n"""
    elif f.kind == "area":
        inner = f'<textarea {common} cols="30" rows="4">{h(f.value)}</textarea>'
    elif f.name == "date_naissance":
        inner = f"""<div class="input-group date">{inner}<span class="input-group-addon"><span
 class="glyphicon glyphicon-calendar"></span></span></div>
<span class="help-block">Format JJ/MM/AAAA</span>"""
    return f"""<div class="form-group"><label{target} class="col-sm-3 control-label">
{h(f.caption)}</label>\n<div class="col-sm-6">{inner}</div></div>\n"""


def signature(url: str, token: str) -> str:
    return hashlib.sha256(f"{url}{token}".encode()).hexdigest()[:40] + "%3A"


def form(model: str, url: str, token: str, fields: list[Field], button: str) -> str:
    """FormHelper with the Security component."""
    body = "".join(control(model, f) for f in fields)
    return f"""<form action="{url}" class="form-horizontal" id="{model}Form" method="post"
 accept-charset="utf-8"><div style="display:none;"><input type="hidden" name="_method"
 value="POST"/><input type="hidden" name="data[_Token][key]" value="{token}" id="Token1"/></div>
{body}<div class="form-group"><div class="col-sm-offset-3 col-sm-6"><button type="submit"
 class="btn btn-primary">{button}</button></div></div>
<div style="display:none;"><input type="hidden" name="data[_Token][fields]"
 value="{signature(url, token)}" id="TokenFields1"/></div></form>\n"""


TABLE = """<div class="table-responsive">
<table class="table table-striped table-hover"%s>
  <thead><tr>%s</tr></thead>
  <tbody>\n%s  </tbody>\n</table>\n</div>\n"""
BUTTON = """<td><a href="#" class="btn btn-default btn-xs %s" data-id="%%d" title="Détail"><span
 class="glyphicon glyphicon-search"></span></a></td>"""
PDF = """<td class="text-center"><a href="/factures/duplicata/%d" target="_blank"
 title="Duplicata (PDF)"><span class="glyphicon glyphicon-print"></span><span
 class="sr-only">Duplicata (nouvelle fenêtre)</span></a></td>"""
STUDENT = """<a href="/eleves/view/{}" class="list-group-item"><span
 class="glyphicon glyphicon-chevron-right pull-right"></span>{} <small
 class="text-muted">{}</small></a>\n"""
MODAL = """<div class="modal fade" id="fiche" tabindex="-1" role="dialog"><div
 class="modal-dialog"><div class="modal-content"><div class="modal-header"><button type="button"
 class="close" data-dismiss="modal"><span aria-hidden="true">&times;</span></button>
<h4 class="modal-title">Fiche</h4></div><div class="modal-body"></div></div></div></div>\n"""
SCRIPT_LIGNES = """$(function () {
    $('.clickable-row').on('dblclick', function () {
        window.location = $(this).data('href');
    });
});"""
SCRIPT_REPERTOIRE = """$(function () {
    $('a.btn-detail').on('click', function (e) {
        e.preventDefault();
        $("#fiche .modal-body").load('/repertoires/fiche/' + $(this).data('id'), function () {
            $('#fiche').modal('show');
        });
    });
});"""
SCRIPT_EVALUATIONS = """function texte(v) {
    return $('<div/>').text(v === null ? '' : v).html();
}
$(function () {
    $('a.btn-evaluation').on('click', function (e) {
        var id = $(this).data('id');
        e.preventDefault();
        $.getJSON('/evaluations/detail/' + id + '.json', function (r) {
            var ev = r.evaluation.Evaluation;
            var html = '<dl class="dl-horizontal"><dt>Date</dt><dd>' + texte(ev.date) + '</dd>'
                + '<dt>Type</dt><dd>' + texte(r.evaluation.TypeEvaluation.libelle) + '</dd>'
                + '<dt>Intitulé</dt><dd>' + texte(ev.intitule) + '</dd>'
                + '<dt>Note</dt><dd>' + texte(ev.note) + '</dd>'
                + '<dt>Coefficient</dt><dd>' + texte(ev.coefficient) + '</dd>'
                + '<dt>Appréciation</dt><dd>' + texte(ev.appreciation) + '</dd>'
                + '<dt>Jury</dt><dd>' + texte(ev.jury) + '</dd></dl>';
            $('#fiche .modal-body').html(html);
            $('#fiche').modal('show');
        });
    });
});"""
SCRIPT_HISTORIQUE = """(function () {
    var corps = document.getElementById('historiques').getElementsByTagName('tbody')[0];
    function cellule(tr, valeur) {
        var td = document.createElement('td');
        td.textContent = valeur === null ? '' : valeur;
        tr.appendChild(td);
        return td;
    }
    var xhr = new XMLHttpRequest();
    xhr.open('GET', '/historiques/eleve/%d.json', true);
    xhr.setRequestHeader('X-Requested-With', 'XMLHttpRequest');
    xhr.onreadystatechange = function () {
        if (xhr.readyState !== 4 || xhr.status !== 200) { return; }
        var fiches = JSON.parse(xhr.responseText).historiques, i, h, tr, lien;
        corps.innerHTML = '';
        for (i = 0; i < fiches.length; i++) {
            h = fiches[i];
            tr = corps.insertRow(-1);
            cellule(tr, h.Historique.annee);
            cellule(tr, h.Departement.libelle);
            cellule(tr, h.Classe.libelle);
            cellule(tr, h.Cycle.libelle);
            cellule(tr, h.Enseignant.nom_complet);
            lien = document.createElement('a');
            lien.href = '/historiques/view/' + h.Historique.id;
            lien.className = 'btn btn-default btn-xs';
            lien.title = 'Voir la fiche';
            lien.innerHTML = '<span class="glyphicon glyphicon-eye-open"></span>';
            cellule(tr, '').appendChild(lien);
        }
        if (!fiches.length) {
            cellule(corps.insertRow(-1), 'Aucune fiche pour les années antérieures.').colSpan = 6;
        }
    };
    xhr.send();
})();"""
SIGN_IN_LINKS = """<p><a href="/users/lost">Mot de passe perdu</a> |
<a href="/pages/accessibilite">Aide - Accessibilité</a></p>\n"""
LAYOUT = """<!DOCTYPE html>
<html lang="fr">
<head>
  <meta http-equiv="Content-Type" content="text/html; charset=utf-8" />
  <meta http-equiv="X-UA-Compatible" content="IE=edge">
  <title>{title} - Extranet iMuse</title>
  <link rel="stylesheet" href="//maxcdn.bootstrapcdn.com/bootstrap/3.3.6/css/bootstrap.min.css" />
</head>
<body>
{nav}<div class="container" id="content">\n{flash}{body}</div>
<footer class="container"><hr /><p class="text-muted small">Extranet iMuse &copy; 2016</p></footer>
<script src="//code.jquery.com/jquery-1.11.3.min.js"></script>
<script src="//maxcdn.bootstrapcdn.com/bootstrap/3.3.6/js/bootstrap.min.js"></script>
<script type="text/javascript">
//<![CDATA[
{js}
//]]>
</script>\n</body>\n</html>"""
NAV = """<nav class="navbar navbar-inverse navbar-static-top"><div class="container">
  <div class="navbar-header"><a class="navbar-brand" href="/"><span class="visible-xs">iMuse</span>
   <span class="hidden-xs">Extranet usagers</span></a></div>
  <ul class="nav navbar-nav">
    <li><a href="/"><span class="glyphicon glyphicon-home"></span> Accueil</a></li>
    <li><a href="/familles">Famille</a></li>
    <li><a href="/eleves">Élèves</a></li>
    <li><a href="/factures">Facturation</a></li>
  </ul>
  <ul class="nav navbar-nav navbar-right"><li class="dropdown"><a href="#" class="dropdown-toggle"
   data-toggle="dropdown"><span class="glyphicon glyphicon-user"></span> {name} <span
   class="caret"></span></a>
    <ul class="dropdown-menu">
      <li><a href="/pages/accessibilite">Accessibilité</a></li>
      <li><a href="/users/password">Mot de passe</a></li>
      <li role="separator" class="divider"></li>
      <li><a href="/users/logout">Déconnexion</a></li>
    </ul></li></ul>\n</div></nav>\n"""


def page(r: Session, title: str, body: str, crumbs: Crumbs = (), js: str = SCRIPT_LIGNES) -> Answer:
    nav, flash = "", f'<div class="alert alert-warning" id="flashMessage">{h(r.flash)}</div>\n'
    if r.family is not None and title != "Connexion":
        nav = NAV.format(name=h(r.family.name))
        trail = "".join(f'<li><a href="{url}">{h(text)}</a></li>' for url, text in crumbs)
        body = f"""<ol class="breadcrumb"><li><a href="/">Accueil</a></li>{trail}<li
 class="active">{h(title)}</li></ol>\n{body}"""
    flash, r.flash = flash if r.flash else "", ""
    return ok(LAYOUT.format(title=h(title), nav=nav, flash=flash, body=body, js=js))


def ok(text: str, kind: str = "text/html") -> Answer:
    return 200, text.encode(), {"Content-Type": f"{kind}; charset=UTF-8"}


def moved(session: Session, url: str, flash: str = "") -> Answer:
    session.flash = flash
    return 302, b"", {"Location": url}


def as_json(data: object) -> Answer:
    """json_encode() escapes slashes and all that is not ASCII."""
    return ok(json.dumps(data).replace("/", "\\/"), "application/json")


# --- controllers -----------------------------------------------------------------------------


def a_form(r: Request, title: str, fields: list[Field], above: str = "", of: Crumbs = ()) -> Answer:
    if r.method == "POST":
        return moved(r.session, r.path, "La fiche est mise à jour.")
    text = form("Eleve" if of else "User", r.path, r.session.token, fields, "Modifier")
    return page(r.session, title, above + panel(title, text), of)


def choice(r: Request) -> Answer:
    if not r.family.students:
        text = '<div class="alert alert-info">Aucun élève rattaché à votre dossier.</div>\n'
        return page(r.session, "Élèves", text)
    links = "".join(STUDENT.format(s.id, h(s.name), s.born) for s in r.family.students)
    return page(r.session, "Élèves", f'<div class="list-group">\n{links}</div>\n')


def crumbs_of(s: Student, *more: tuple[str, str]) -> list[tuple[str, str]]:
    return [("/eleves", "Élèves"), (f"/eleves/view/{s.id}", s.name), *more]


def student_tab(s: Student, action: str, r: Request) -> Answer:
    title, script = TABS[action], SCRIPT_LIGNES
    above = f"<h2>{h(s.name)} <small>{s.born}</small></h2>\n"
    above += pills({f"/eleves/{key}/{s.id}": tab for key, tab in TABS.items()}, r.path)
    if action == "view":
        return a_form(r, title, s.identite, above, crumbs_of(s))
    if action == "cours":
        line = ' class="clickable-row" data-href="/cours/view/%d"'
        body = listing(COURS, s.cours, "Aucun cours pour l'année 2015-2016.", "", line)
        body += '<p class="help-block">Double-cliquez sur un cours pour ouvrir sa fiche.</p>'
        body = panel("Cours de l'année 2015-2016", body)
    elif action == "historique":
        head = "".join(f"<th>{c}</th>" for c in (*HISTORIQUE, "&nbsp;"))
        body = '<tr><td colspan="6" class="text-muted">Chargement en cours...</td></tr>\n'
        body = panel("Années antérieures", TABLE % (' id="historiques"', head, body))
        script = SCRIPT_HISTORIQUE % s.id
    else:
        last = BUTTON % "btn-detail"
        body = listing(REPERTOIRE, s.repertoire, "Aucun événement musical.", last)
        body, script = panel("Répertoire", body) + MODAL, SCRIPT_REPERTOIRE
    return page(r.session, title, above + body, crumbs_of(s), script)


def past_lines(s: Student, r: Request) -> Answer:
    found = []
    for row in s.historique:
        year, department, name, cycle, teacher = (value or None for value in row.cells)
        fiche = {"id": str(row.id), "annee": year, "created": "2015-08-28 10:02:11"}
        line = {"Historique": fiche, "Departement": {"id": "4", "libelle": department}}
        line |= {"Classe": {"id": "31", "libelle": name}, "Cycle": {"libelle": cycle, "duree": "3"}}
        found.append(line | {"Enseignant": {"id": "57", "nom_complet": teacher}})
    return as_json({"historiques": found})


def past_sheet(s: Student, place: int, r: Request) -> Answer:
    row, last, arrows = s.historique[place], len(s.historique) - 1, ""
    goals = {"Première": 0, "Précédente": place - 1, "Suivante": place + 1, "Dernière": last}
    icons = ["fast-backward", "step-backward", "step-forward", "fast-forward"]
    for word, to in goals.items():
        image = f'<span class="glyphicon glyphicon-{icons.pop(0)}" title="{word}"></span>'
        if to == place or not 0 <= to <= last:
            arrows += f'<li class="disabled"><span>{image}</span></li>\n'
        else:
            arrows += f'<li><a href="/historiques/view/{s.historique[to].id}">{image}</a></li>\n'
    body = panel(f"Fiche {row.cells[0]}", definitions(row.sheet))
    body += panel("Évaluations", listing(*row.lists["Évaluations"], "Aucune évaluation."))
    body += f"""<nav><ul class="pagination">\n{arrows}</ul></nav>
<p class="text-muted">Fiche {place + 1} sur {last + 1}</p>\n"""
    crumbs = crumbs_of(s, (f"/eleves/historique/{s.id}", "Historique"))
    return page(r.session, row.cells[2], body, crumbs)


def course_tab(s: Student, row: Row, action: str, r: Request) -> Answer:
    marks, missed = row.lists["Évaluations"][1], row.lists["Absence"][1]
    links = {f"/cours/view/{row.id}": "Cours", f"/cours/evaluations/{row.id}": "Évaluations"}
    links[f"/cours/evaluations/{row.id}"] += f' <span class="badge">{len(marks)}</span>'
    links[f"/cours/absences/{row.id}"] = f'Absence <span class="badge">{len(missed)}</span>'
    above = f"<h2>{h(row.cells[0])} <small>{h(s.name)}</small></h2>\n" + pills(links, r.path)
    body, script = panel("Cours", definitions(row.sheet)), SCRIPT_LIGNES
    if action == "evaluations":
        last = BUTTON % "btn-evaluation"
        body = listing(EVALUATIONS, marks, "Aucune évaluation pour le moment.", last)
        body, script = panel("Évaluations", body) + MODAL, SCRIPT_EVALUATIONS
    elif action == "absences":
        line = ' class="clickable-row" data-href="/absences/view/%d"'
        body = panel("Absence", listing(ABSENCES, missed, "Aucune absence.", "", line))
    crumbs = crumbs_of(s, (f"/eleves/cours/{s.id}", "Cours"))
    return page(r.session, row.cells[0], above + body, crumbs, script)


def mark(row: Row, r: Request) -> Answer:
    keys = ("date", "type", "intitule", "note", "coefficient", "appreciation", "jury")
    found = {k: v or None for k, v in zip(keys, row.sheet.values(), strict=True)}
    kind, found["id"] = {"id": "2", "libelle": found.pop("type")}, str(row.id)
    return as_json({"evaluation": {"Evaluation": found, "TypeEvaluation": kind}})


def detail(s: Student, row: Row, title: str, r: Request) -> Answer:
    """RequestHandler takes the empty layout for what a script asks."""
    body = definitions(row.sheet)
    if r.ajax:
        return ok(f"<h4>{h(row.cells[0])}</h4>\n{body}")
    return page(r.session, title, panel(title, body), crumbs_of(s))


def billing(r: Request) -> Answer:
    """PaginatorHelper with named parameters; the payments are not paginated."""
    wanted, options = r.query.get("annee", ""), '<option value="">Toutes</option>\n'
    for y in sorted({bill.year for bill in r.family.factures}, reverse=True):
        chosen = ' selected="selected"' if str(y) == wanted else ""
        options += f'<option value="{y}"{chosen}>{y}-{y + 1}</option>\n'
    bills = [b for b in r.family.factures if wanted in ("", str(b.year))]
    paid = [b for b in r.family.reglements if wanted in ("", str(b.year))]
    last, now = max(1, -(-len(bills) // PER_PAGE)), int(r.path.partition("page:")[2] or 1)
    shown = bills[(now - 1) * PER_PAGE : now * PER_PAGE]
    text = listing(FACTURES, shown, "Aucune facture.", PDF)
    if last > 1:
        text += f"""<p class="text-muted">Page {now} sur {last}, {len(shown)} lignes affichées
 sur {len(bills)}.</p>\n<ul class="pagination pagination-sm">\n"""
        places = [(str(n), n) for n in range(1, last + 1)]
        for word, n in [("« Précédent", now - 1), *places, ("Suivant »", now + 1)]:
            css = "active" if n == now else "" if 1 <= n <= last else "disabled"
            tail = f"?annee={wanted}" if wanted else ""
            href = "" if css else f' href="/factures/index/page:{n}{tail}"'
            text += f'<li class="{css}"><a{href}>{word}</a></li>\n'
        text += "</ul>\n"
    body = f"""<h2>Facturation</h2>
<form action="/factures" class="form-inline well well-sm" method="get"><div class="form-group">
<label for="annee">Année</label> <select name="annee" id="annee" class="form-control input-sm"
 onchange="this.form.submit()">\n{options}</select></div></form>\n{panel("Factures", text)}"""
    body += panel("Règlements", listing(REGLEMENTS, paid, "Aucun règlement enregistré."))
    return page(r.session, "Facturation", body)


def truth(columns: Words, rows: list[Row]) -> Grid:
    """Without lines a sentence stands in place of the table, but in Historique."""
    if not rows:
        return Grid(columns if columns is HISTORIQUE else ())
    opens: list[Fiche | bytes | None] = []
    for row in rows:
        fields = tuple(Seen(caption, fold(value)) for caption, value in row.sheet.items())
        lists = {name: truth(*inner) for name, inner in row.lists.items()}
        paper = _pdf(row) if columns is FACTURES else None
        opens.append(Fiche(fields, lists) if fields else paper)
    return Grid(columns, tuple(tuple(map(fold, row.cells)) for row in rows), tuple(opens))


class Site:
    def __init__(self) -> None:
        centre, antenne = self._sites = ["Conservatoire du Val d'Oisance", "Antenne de Saint-Œmer"]
        self._families = (
            _family(0, Account(centre, "kermadec.o", "Sol&Fa-2015"), "Oriane Kermadec"),
            _family(1, Account(antenne, "lebihan42", "clé<de>fa"), "Loïc Le Bihan"),
            _family(2, Account(centre, "daout.m", "Ré majeur 7"), "Maëlle D'Août"),
            _family(3, Account(centre, "tribu12", "mot-de-passe"), "Éric & Zoé Plœmeur"),
        )
        self.accounts = tuple(family.account for family in self._families)
        self._sessions: dict[str, Session] = {}
        self._routes: dict[str, tuple[Family, Callable[[Request], Answer]]] = {}
        for f, s in [(family, s) for family in self._families for s in family.students]:
            shows: dict[str, Callable[[Request], Answer]] = {}
            shows |= {f"/eleves/{tab}/{s.id}": partial(student_tab, s, tab) for tab in TABS}
            shows[f"/historiques/eleve/{s.id}.json"] = partial(past_lines, s)
            for place, row in enumerate(s.historique):
                shows[f"/historiques/view/{row.id}"] = partial(past_sheet, s, place)
            for row in s.repertoire:
                shows[f"/repertoires/fiche/{row.id}"] = partial(detail, s, row, "Fiche")
            for row in s.cours:
                for tab in ("view", "evaluations", "absences"):
                    shows[f"/cours/{tab}/{row.id}"] = partial(course_tab, s, row, tab)
                for inner in row.lists["Évaluations"][1]:
                    shows[f"/evaluations/detail/{inner.id}.json"] = partial(mark, inner)
                for inner in row.lists["Absence"][1]:
                    shows[f"/absences/view/{inner.id}"] = partial(detail, s, inner, "Détail")
            self._routes |= {path: (f, show) for path, show in shows.items()}

    def start(self) -> str:
        site = self

        class Handler(BaseHTTPRequestHandler):
            server_version, sys_version = "Apache/2.2.22 (Debian)", ""

            def do_GET(self) -> None:
                size = int(self.headers.get("Content-Length") or 0)
                posted = dict(parse_qsl(self.rfile.read(size).decode(), keep_blank_values=True))
                cookie = SimpleCookie(self.headers.get("Cookie", "")).get("CAKEPHP")
                ajax = self.headers.get("X-Requested-With") == "XMLHttpRequest"
                sid = cookie.value if cookie else ""
                sid, answer = site.handle(self.command, self.path, posted, sid, ajax)
                status, body, headers = answer
                self.send_response(status)
                for name, value in (headers | {"Content-Length": str(len(body))}).items():
                    self.send_header(name, value)
                if sid:
                    self.send_header("Set-Cookie", f"CAKEPHP={sid}; path=/; HttpOnly")
                self.end_headers()
                self.wfile.write(body)

            do_POST = do_GET

            def log_message(self, format: str, *args: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)
        self._thread.start()
        return f"http://127.0.0.1:{self._server.server_address[1]}/users/login"

    def stop(self) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def end_sessions(self) -> None:
        self._sessions.clear()

    def eleves(self, identifier: str) -> list[Eleve]:
        students = next(f.students for f in self._families if f.account.identifier == identifier)
        found = []
        for s in students:
            identite = tuple(Seen(f.caption, fold(f.value)) for f in s.identite)
            cours, past = truth(COURS, s.cours), truth(HISTORIQUE, s.historique)
            events = truth(REPERTOIRE, s.repertoire)
            found.append(Eleve(fold(f"{s.name} {s.born}"), identite, cours, past, events))
        return found

    def facturation(self, identifier: str) -> Facturation:
        family = next(f for f in self._families if f.account.identifier == identifier)
        bills, paid = truth(FACTURES, family.factures), truth(REGLEMENTS, family.reglements)
        return Facturation({"Factures": bills, "Règlements": paid})

    def handle(
        self, method: str, target: str, posted: dict[str, str], sid: str, ajax: bool
    ) -> tuple[str, Answer]:
        """Dispatches; gives the session cookie to set (or none) and the answer."""
        url, fresh = urlsplit(target), ""
        if sid not in self._sessions:
            sid = fresh = secrets.token_hex(13)
        session = self._sessions.setdefault(sid, Session())
        proof = [posted.get(f"data[_Token][{n}]") for n in ("key", "fields")]
        if method == "POST" and proof != [session.token, signature(url.path, session.token)]:
            return fresh, (400, b"<h2>The request has been black-holed</h2>", {})
        if url.path == "/users/logout":
            del self._sessions[sid]
            return "deleted", moved(session, "/users/login")
        if url.path == "/users/login" and method == "POST":
            given = [posted.get(f"data[User][{n}]") for n in ("site_id", "username", "password")]
            for f in self._families:
                site = str(self._sites.index(str(f.account.site)) + 1)
                if given == [site, f.account.identifier, f.account.password]:
                    renewed = secrets.token_hex(13)
                    self._sessions[renewed] = Session(family=f)
                    return renewed, moved(session, "/")
            session.flash = "Identifiant ou mot de passe incorrect."
        if url.path == "/users/login":
            fields = [Field("select", "site_id", "Site", "", ("", *self._sites)), *SIGN_IN]
            text = form("User", "/users/login", session.token, fields, "Se connecter")
            text = "<h1>Portail pour les usagers</h1>\n" + panel("Connexion", text)
            return fresh, page(session, "Connexion", text + SIGN_IN_LINKS)
        if url.path in ("/pages/accessibilite", "/users/lost"):
            return fresh, page(session, "Aide", "<p>Écrivez à scolarite@example.org.</p>\n")
        if session.family is None and ajax:
            return fresh, (403, b"", {})
        if session.family is None:
            flash = "Vous devez vous identifier pour accéder à cette page."
            return fresh, moved(session, "/users/login", flash)
        query = dict(parse_qsl(url.query))
        return fresh, self._page(Request(session, session.family, method, url.path, query, ajax))

    def _page(self, r: Request) -> Answer:
        if r.path == "/":
            body = panel("Actualités", "<p>Audition de printemps le 26/03/2016 à 18 h.</p>")
            return page(r.session, "Espace famille", f"<h2>Bienvenue</h2>\n{body}")
        if r.path == "/familles":
            return a_form(r, "Famille", [Field("text", "nom", "Nom", r.family.name)])
        if r.path == "/users/password":
            return a_form(r, "Mot de passe", [Field("password", "new", "Nouveau mot de passe")])
        if r.path == "/eleves":
            return choice(r)
        if re.fullmatch(r"/factures(/index(/page:\d+)?)?", r.path):
            return billing(r)
        # Any family's number is served to whoever is signed in: nobody thought of it.
        for bill in (bill for f in self._families for bill in f.factures):
            if r.path == f"/factures/duplicata/{bill.id}":
                kind = {"Content-Type": "application/pdf", "Content-Disposition": "inline"}
                return 200, _pdf(bill), kind
        family, show = self._routes.get(r.path, (None, None))
        if show is None or family is not r.family:
            return moved(r.session, "/", "Page introuvable ou accès non autorisé.")
        return show(r)
