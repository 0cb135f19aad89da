"""An extranet of about 2011: PHP 5, jQuery 1.7 and jQuery UI 1.8, XHTML 1.0, UTF-8.

The student's page is a shell: its tabs are filled by script, with fragments of HTML or, for the
courses, with rows that the page's script builds from JSON. Sheets are fragments too, shown in a
dialog after a double click bound by script. As in the browser, the addresses inside a fragment
are relative to the page that shows it, not to the fragment. A lost session answers any request,
fragments, JSON and PDF included, with the sign-in page and status 200.
"""

import json
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import NamedTuple
from urllib.parse import parse_qsl, urlsplit

from tests.strangers.dossiers.stage import Eleve, Facturation, Fiche, Grid, Seen
from tests.strangers.stage import Account

HTML = "text/html; charset=UTF-8"
PAR_PAGE = 20
SITES = {"1": "Lanvénec (siège)", "2": "Pont-ar-Groaz & Îles"}
T_COURS = ("Discipline", "Enseignant", "Jour", "Horaire", "Salle", "Lieu", "Niveau")
T_EVALUATIONS = ("Date", "Type", "Épreuve", "Note", "Appréciation")
T_ABSENCES = ("Date", "Motif", "Excusée", "Commentaire")
T_HISTORIQUE = ("Année", "Département", "Classe", "Cycle", "Enseignant")
T_EVALUATIONS_ANNEE = ("Date", "Épreuve", "Note", "Mention")
T_REPERTOIRE = ("Répertoire", "Date", "Morceau", "Durée", "Commentaire")
T_FACTURES = ("N°", "Type", "Date", "Libellé", "Échéance", "Montant", "Reste dû")
T_REGLEMENTS = ("Date", "Mode de règlement", "Référence", "Montant", "Facture")


@dataclass
class Ligne:
    """A row: what its data-* attributes hold, its cells, the sheet it opens and its lists."""

    cles: dict[str, str]
    cellules: Sequence[str]
    fiche: dict[str, str] = field(default_factory=dict)
    listes: "dict[str, Liste]" = field(default_factory=dict)

    def ouvre(self) -> Fiche | bytes | None:
        if not self.fiche:
            return _pdf(self) if "num" in self.cles else None
        lues = tuple(Seen(libelle, _lu(valeur)) for libelle, valeur in self.fiche.items())
        return Fiche(lues, {titre: liste.grid() for titre, liste in self.listes.items()})

    def html(self, motif: str) -> str:
        return "\n".join(motif % (_h(k), _br(v)) for k, v in self.fiche.items())

    def data(self) -> str:
        return "".join(f' data-{nom}="{_h(cle)}"' for nom, cle in self.cles.items())


@dataclass
class Liste:
    """A list; when it is empty, `vide` says so: in a row, or in a sentence instead of the table."""

    titres: Sequence[str]
    lignes: Sequence[Ligne]
    vide: str = ""

    def __post_init__(self) -> None:
        if not self.lignes and self.vide.startswith("<p>"):
            self.titres = ()

    def entete(self) -> str:
        return "".join(f"<th>{_h(titre)}</th>" for titre in self.titres)

    def grid(self) -> Grid:
        cellules = (tuple(map(_lu, ligne.cellules)) for ligne in self.lignes)
        opens = tuple(ligne.ouvre() for ligne in self.lignes)
        return Grid(tuple(self.titres), tuple(cellules), opens)

    def html(self, attributs: str = 'class="liste"', bouton: str = "") -> str:
        """As a table; `bouton` is the cell of a last column."""
        if not (self.lignes or self.entete()):
            return self.vide
        corps = self.vide if not self.lignes else ""
        for i, ligne in enumerate(self.lignes):
            cellules = "".join(f"<td>{_br(cellule)}</td>" for cellule in ligne.cellules)
            classe = ("pair", "impair")[i % 2]
            corps += f'<tr class="{classe}"{ligne.data()}>{cellules}{bouton}</tr>\n'
        entete = self.entete() + ("<th>&nbsp;</th>" if bouton else "")
        debut = f'<table {attributs} cellspacing="0">\n<thead>\n<tr>{entete}</tr>\n</thead>\n'
        return f"{debut}<tbody>\n{corps}</tbody>\n</table>"


class Champ(NamedTuple):
    """A field of the identity form; `choix` are the options of a select or of radio buttons."""

    sorte: str
    nom: str
    libelle: str
    valeur: str
    choix: tuple[str, ...] = ()


class Dossier(NamedTuple):
    id: str
    nom: str
    champs: list[Champ]
    cours: Liste
    historique: Liste
    repertoire: Liste


class Famille(NamedTuple):
    compte: Account
    dossiers: list[Dossier]
    factures: Liste
    reglements: Liste


# The school's data, made up by rank.

PROFS = ("Mme Ozanne-Quéré", "M. L'Hostis", "Mme Ruiz & M. Æbel", "", "M. N'Diaye", "Mme Ÿsatis")
CLASSES = ("Piano", "Chœur « Les Œillets »", "Violon", "Musique <duo & trio>", "Éveil", "Batterie")
DEPARTEMENTS = ("Claviers", "Voix & chœurs", "Cordes", "Ensembles", "Éveil", "Percussions")
NIVEAUX = ("1er cycle - 2e année", "IM1", "", "2e cycle - 1re année", "Hors cursus < 18 ans")
LONG = """De réels progrès ce trimestre : l'écoute s'affine & le son gagne en rondeur.
Attention au 4e doigt (main gauche), cf. exercices 3 < 5 du recueil.

Continue ainsi, l'été ne doit pas faire oublier le métronome !"""
TEXTES = ("Travail sérieux.", "", LONG, "Ensemble « correct », œuvre trop vite apprise.")
MORCEAUX = ("Gymnopédie n° 1", "Le Bœuf", "Prélude & fugue <extrait>", "L'Été", "Œillet rouge")
COMPOSITEURS = ("E. Satie", "", "J.-S. Bach", "A. Vivaldi", "Anonyme")
CONCERTS = ("Audition de Noël", "Fête de la musique", "Concert d'élèves & amis", "Scène ouverte")
SCOLARITES = ("", "CP", "CE2", "CM1", "6e", "4e", "Lycée", "Études supérieures")


def _date(jour: int, mois: int, annee: int) -> str:
    return f"{jour % 28 + 1:02}/{mois % 12 + 1:02}/{annee}"


def _evaluation(n: int, i: int, annee: int) -> Ligne:
    fiche = {
        "Date": _date(n + 3 * i, 10 + 2 * i, annee + (i > 0)),
        "Type d'évaluation": ("Contrôle continu", "Examen", "Audition")[(n + i) % 3],
        "Épreuve": ("Déchiffrage", "Œuvre imposée", "", "Dictée à 2 voix")[(n + i) % 4],
        "Programme": MORCEAUX[(n + i) % 5] if i % 2 else "",
        "Jury": ("Mme Ozanne-Quéré, M. L'Hostis", "", "Jury départemental")[(n + i) % 3],
        "Note": ("15,5/20", "Acquis", "", "18/20", "< 10")[(n + 2 * i) % 5],
        "Mention": ("Bien", "", "Très bien à l'unanimité", "Assez bien")[(n + i) % 4],
        "Appréciation": TEXTES[(n + i) % 4],
    }
    date, genre, epreuve, _, _, note, _, texte = fiche.values()
    return Ligne({"id": str(n * 10 + i)}, (date, genre, epreuve, note, texte), fiche)


def _absence(n: int, i: int, horaire: str) -> Ligne:
    fiche = {
        "Date de l'absence": _date(n + 7 * i, 9 + i, 2010 + (i > 2)),
        "Horaire": horaire if i % 2 == 0 else "",
        "Motif": ("Maladie", "", "Sortie scolaire", "Retard > 15 min")[(n + i) % 4],
        "Absence excusée": ("non", "oui", "oui")[(n + i) % 3],
        "Commentaire": ("", "Prévenu(e) par l'école", "Certificat & mot des parents")[i % 3],
        "Saisie par": PROFS[(n + i) % 6],
    }
    date, _, motif, excuse, mot, _ = fiche.values()
    return Ligne({"id": str(n * 10 + i)}, (date, motif, excuse.capitalize(), mot), fiche)


def _cours(n: int, rang: int) -> Ligne:
    ident, n = 7 * n + rang, n + rang
    debut, fin = f"{13 + n % 6}h{(n % 4) * 15:02}", f"{14 + n % 6}h{(n % 4) * 15:02}"
    jour = ("Lundi", "Mercredi", "Samedi (1 sem. sur 2)", "Jeudi", "Mardi")[n % 5]
    fiche = {
        "Discipline": CLASSES[n % 6],
        "Niveau": NIVEAUX[n % 5],
        "Enseignant": PROFS[n % 6],
        "Accompagnateur": PROFS[(n + 3) % 6] if rang % 2 else "",
        "Jour et heure": f"{jour}, {debut} à {fin}",
        "Salle": ("Salle Satie", "", "12 bis", "Auditorium", "L'Atelier")[(n + rang) % 5],
        "Lieu": SITES["12"[n % 2]],
        "Observations": TEXTES[(n + 1) % 4],
    }
    discipline, niveau, prof, _, _, salle, lieu, _ = fiche.values()
    cellules = (discipline, prof, jour, f"{debut} - {fin}", salle, lieu, niveau)
    evaluations = [_evaluation(ident, i, 2010) for i in range((6, 0, 1, 3)[n % 4])]
    absences = [_absence(ident, i, f"{debut} - {fin}") for i in range((2, 4, 0, 1, 0)[n % 5])]
    aucune = '<tr class="vide"><td colspan="4">Aucune absence</td></tr>\n'
    listes = {
        "Évaluations": Liste(T_EVALUATIONS, evaluations, "<p>Aucune évaluation saisie.</p>"),
        "Absence": Liste(T_ABSENCES, absences, aucune),
    }
    return Ligne({"id": str(8000 + ident)}, cellules, fiche, listes)


def _annee(base: int, rang: int) -> Ligne:
    n, annee = base + rang, 2009 - rang // 3
    fiche = {
        "Année": f"{annee}-{annee + 1}",
        "Département": DEPARTEMENTS[n % 6],
        "Classe": CLASSES[n % 6],
        "Cycle": ("1er cycle", "1er cycle", "", "2e cycle", "Éveil")[n % 5],
        "Enseignant": PROFS[n % 6],
        "Assiduité": ("Régulière", "2 absences < 1 mois", "")[(n + 1) % 3],
        "Résultat": ("Admis(e)", "", "Maintenu(e) dans l'année")[n % 3],
        "Appréciation générale": TEXTES[n % 4],
    }
    evaluations = (_evaluation(base + rang, i, annee).fiche for i in range((0, 2, 1)[n % 3]))
    lignes = [Ligne({}, [e[titre] for titre in T_EVALUATIONS_ANNEE]) for e in evaluations]
    liste = Liste(T_EVALUATIONS_ANNEE, lignes, "<p>Aucune évaluation.</p>")
    cles = {"annee": str(annee), "cours": str(300 + (base * 5 + rang * 11) % 97)}
    return Ligne(cles, list(fiche.values())[:5], fiche, {"Évaluations de l'année": liste})


def _concert(base: int, rang: int) -> Ligne:
    n, annee = base + rang, 2011 - rang // 4
    fiche = {
        "Répertoire": f"{CONCERTS[n % 4]} {annee}",
        "Date": _date(n * 5, n * 3, annee),
        "Lieu": ("Salle des fêtes", "Église N.-D. d'Août", "")[n % 3],
        "Morceau": MORCEAUX[n % 5],
        "Compositeur": COMPOSITEURS[n % 5],
        "Durée": ("3'20", "", "12 min", "1'05\"")[n % 4],
        "Rôle de l'élève": ("Soliste", "Accompagnement", "", "Chœur & claquettes")[n % 4],
        "Commentaire": TEXTES[(n + 2) % 4],
    }
    cellules = [fiche[titre] for titre in T_REPERTOIRE]
    if len(cellules[4]) > 60:
        cellules[4] = cellules[4][:57] + "..."
    url = f"ajax/fiche.repertoire.php?id={600 + base * 15 + rang}&mode=lecture"
    return Ligne({"fiche": url}, cellules, fiche)


def _dossier(n: int, prenom: str, nom: str, combien: tuple[int, int, int]) -> Dossier:
    ident, sexes = str(4100 + n * 9), ("Féminin", "Masculin")
    lieu = ("Île-aux-Œufs (56)", "", "L'Haÿ & Co")[n % 3]
    ecole = ("Collège J. d'Arc", "École « Les Œufs »", "")[n % 3]
    soin = ("", "Pollens & noix,\n  asthme < effort")[n % 2]
    champs = [
        Champ("lecture", "", "N° de dossier", f"E-0{ident}"),
        Champ("texte", "nom", "Nom", nom),
        Champ("texte", "prenom", "Prénom", prenom),
        Champ("radio", "sexe", "Sexe", (*sexes, "")[n % 3], sexes),
        Champ("date", "naissance", "Date de naissance", _date(n * 5, n * 7, 1996 + n % 8)),
        Champ("texte", "lieu", "Lieu de naissance", lieu),
        Champ("cache", "insee", "Code INSEE commune", f"56{100 + n}"),
        Champ("texte", "port", "Portable", f"06 39 98 {10 + n} {30 + n}" if n % 2 else ""),
        Champ("texte", "mail", "E-mail", f"eleve.{n}@example.org" if n % 3 else ""),
        Champ("liste", "niveau", "Niveau scolaire", SCOLARITES[n % 8], SCOLARITES),
        Champ("texte", "ecole", "Établissement", ecole),
        Champ("lecture", "", "Inscrit(e) depuis le", _date(n, 8, 2003 + n % 7)),
        Champ("lecture", "", "Instrument loué", ("", 'Violon 1/2 "Cœur" n° 17')[n % 2]),
        Champ("case", "image", "Droit à l'image", "oui" if n % 3 else "non"),
        Champ("case", "seul", "Autorisé(e) à quitter seul(e)", "non" if n % 8 > 1 else "oui"),
        Champ("zone", "soin", "Remarques médicales", soin),
    ]
    cours = Liste(T_COURS, [_cours(n * 3, i) for i in range(combien[0])])
    annees = [_annee(n, i) for i in range(combien[1])]
    historique = Liste(T_HISTORIQUE, annees, "<p>Pas d'historique pour cet élève.</p>")
    repertoire = Liste(T_REPERTOIRE, [_concert(n, i) for i in range(combien[2])])
    return Dossier(ident, f"{prenom} {nom}", champs, cours, historique, repertoire)


def _euros(centimes: int) -> str:
    entiers = f"{abs(centimes) // 100:,}".replace(",", " ")
    return f"{'-' if centimes < 0 else ''}{entiers},{abs(centimes) % 100:02} €"


def _comptes(base: int, nombre: int) -> tuple[Liste, Liste]:
    """Invoices and payments, newest first; every seventh invoice is a credit note."""
    factures: list[Ligne] = []
    reglements: list[Ligne] = []
    if nombre > 50:  # not issued yet: it has no number and nothing to open
        factures.append(Ligne({}, ("", "", "", "Cotisation (en préparation)", "", "318,00 €", "")))
    for i in range(nombre):
        annee, mois = 2011 - i // 12, 11 - i % 12
        date, montant = _date(base + i, mois - 1, annee), 8250 + (i * 7919) % 140000
        if i % 7 == 4:
            num = f"A{annee}-{base * 100 + i:04}"
            quoi = ("Annulation location <alto>", "Absence longue durée - prof. d'éveil")[i % 2]
            avoir = (num, "Avoir", date, quoi, "", _euros(-montant // 3), "")
            factures.append(Ligne({"type": "A", "num": num}, avoir))
            continue
        num = f"{annee}-{base * 100 + 900 - i:05}"
        quoi = ("Cotisation", "Location & cautions", "Stage « Chœurs d'été »", "")[i % 4]
        reste = montant if i == 0 else 2000 if i == 6 else 0
        facture = (
            num,
            "Facture",
            date,
            quoi,
            _date(27, mois, annee),
            _euros(montant),
            _euros(reste),
        )
        factures.append(Ligne({"type": "F", "num": num}, facture))
        if reste == 0:
            mode = ("Chèque", "Prélèvement", "Espèces", "Chèques-vacances & coupons")[i % 4]
            reference = f"n° {7000000 + i * 313}" if i % 4 == 0 else ""
            paye = (_date(25 + i % 3, mois, annee), mode, reference, _euros(montant), num)
            reglements.append(Ligne({"id": str(base * 1000 + i)}, paye))
    vide = "<p>Aucune facture n'a été émise.</p>"
    return Liste(T_FACTURES, factures, vide), Liste(T_REGLEMENTS, reglements)


DOUZE = "Aël Benoît Camille Camille Dorothée Élie Françoise-Anne Gaëtan Hélène Iœn Katell Zéphyr"


def _familles(comptes: Sequence[Account]) -> dict[str, Famille]:
    douze = [
        _dossier(5 + i, prenom, "Kervadec & L'Énor", (i % 4, i * 5 % 8, i * 3 % 7))
        for i, prenom in enumerate(DOUZE.split())
    ]
    dossiers: tuple[list[Dossier], ...] = (
        [],
        [_dossier(1, "Maïwenn", "Prigent-Bœuf", (3, 4, 2))],
        [
            _dossier(2, "Lœïza", "D'Août <b>", (5, 23, 14)),
            _dossier(3, "Ewen", "D'Août", (1, 0, 0)),
            _dossier(4, "Zoé", "O'Brien-D'Août", (0, 2, 1)),
        ],
        douze,
    )
    argent = (_comptes(i, nombre) for i, nombre in enumerate((0, 5, 66, 19)))
    trios = zip(comptes, dossiers, argent, strict=True)
    return {compte.identifier: Famille(compte, eleves, *deux) for compte, eleves, deux in trios}


def _lu(texte: str) -> str:
    """As a browser shows it."""
    return " ".join(texte.split())


def _pdf(facture: Ligne) -> bytes:
    """The duplicate, as FPDF would write it: one page, its text uncompressed."""
    lignes = ["Duplicata", *facture.cellules, *["Conditions de paiement"] * 40]
    lignes *= 1 + int(facture.cles["num"][-1]) * 2
    textes = (t.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)") for t in lignes)
    flux = "BT /F1 9 Tf 14 TL 40 800 Td\n" + "".join(f"({t}) Tj T*\n" for t in textes) + "ET"
    contenu = flux.encode("cp1252", "replace")
    objets = [
        b"<</Type /Catalog /Pages 2 0 R>>",
        b"<</Type /Pages /Kids [3 0 R] /Count 1 /MediaBox [0 0 595.28 841.89]>>",
        b"<</Type /Page /Parent 2 0 R /Contents 4 0 R /Resources <</Font <</F1 5 0 R>>>>>>",
        b"<</Length %d>>\nstream\n%s\nendstream" % (len(contenu), contenu),
        b"<</Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding>>",
    ]
    sortie, places = b"%PDF-1.4\n", b""
    for i, objet in enumerate(objets, 1):
        places += b"%010d 00000 n \n" % len(sortie)
        sortie += b"%d 0 obj\n%s\nendobj\n" % (i, objet)
    fin = b"trailer\n<</Size 6 /Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % len(sortie)
    return sortie + b"xref\n0 6\n0000000000 65535 f \n" + places + fin


# Templates: {{name}} is replaced.

GABARIT = """<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN"
    "http://www.w3.org/TR/xhtml1/DTD/xhtml1-strict.dtd">
<html xmlns="http://www.w3.org/1999/xhtml" xml:lang="fr" lang="fr">
<head>
<meta http-equiv="Content-Type" content="text/html; charset=utf-8" />
<title>iMuse - Extranet usagers - {{titre}}</title>
<link rel="stylesheet" type="text/css" href="css/ui-lightness/jquery-ui-1.8.16.custom.css" />
<link rel="stylesheet" type="text/css" href="css/extranet.css" media="screen" />
<script type="text/javascript" src="js/jquery-1.7.1.min.js"></script>
<script type="text/javascript" src="js/jquery-ui-1.8.16.custom.min.js"></script>
<script type="text/javascript" src="js/jquery.dataTables.min.js"></script>
<script type="text/javascript" src="js/extranet.js"></script>
</head>
<body>
<div id="page">
<div id="entete"><h1>École de musique du Pays de Lanvénec</h1></div>
{{menu}}
<div id="contenu">{{contenu}}</div>
<div id="pied">Secrétariat : 01 99 00 12 34 - musique@example.org | Logiciel iMuse</div>
</div>
<div id="dialogue" class="ui-helper-hidden"></div><div id="detail" class="ui-helper-hidden"></div>
</body>
</html>
"""

MENU = """<ul id="menu">
<li><a href="index.php?page=accueil">Accueil</a></li>
<li><a href="index.php?page=famille">Famille</a></li>
<li class="parent"><a href="#">Élèves</a>
<ul>
{{eleves}}
</ul></li>
<li><a href="index.php?page=facturation">Facturation</a></li>
<li><a href="index.php?page=accessibilite">Accessibilité</a></li>
<li><a href="index.php?page=motdepasse">Mot de passe</a></li>
<li class="dernier"><a href="deconnexion.php">Déconnexion</a></li>
</ul>"""

CONNEXION = """<h2>Connexion</h2>
{{message}}
<form id="connexion" action="connexion.php" method="post">
<fieldset><legend>Portail pour les usagers</legend>
<p><label for="site">Site</label> <select id="site" name="site">
{{sites}}
</select></p>
<p><label for="login">Identifiant</label>
<input type="text" id="login" name="login" value="{{login}}" maxlength="20" /></p>
<p><label for="passe">Mot de passe</label> <input type="password" id="passe" name="passe" /></p>
<p class="boutons"><input type="submit" class="bouton" value="Se connecter" /></p>
</fieldset></form>
<p><a href="index.php?page=oubli">Mot de passe perdu</a> |
<a href="index.php?page=accessibilite">Aide - Accessibilité</a></p>"""

ELEVE = """<h2>Dossier de {{nom}}</h2>
<div id="onglets">
<ul>
<li><a href="#tab-identite"><span>Identité</span></a></li>
<li><a href="#tab-cours"><span>Cours</span></a></li>
<li><a href="#tab-historique"><span>Historique</span></a></li>
<li><a href="ajax/eleve.repertoire.php?id={{id}}"><span>Répertoire</span></a></li>
</ul>
<div id="tab-identite"><p class="chargement">Chargement en cours...</p></div>
<div id="tab-cours" class="ui-tabs-hide">
<table id="liste-cours" class="liste" cellspacing="0" summary="Cours de l'élève">
<thead><tr>{{titres}}</tr></thead>
<tbody></tbody>
</table>
<p class="aide">Double-cliquez sur une ligne pour ouvrir la fiche du cours.</p>
</div>
<div id="tab-historique" class="ui-tabs-hide"></div>
</div>
<script type="text/javascript">
//<![CDATA[
var idEleve = {{id}};
var historiqueCharge = false;
$(function () {
    $("#onglets").tabs({ cache: true, show: function (event, ui) {
        if (ui.panel.id == "tab-historique" && !historiqueCharge) {
            $.get("ajax/eleve.historique.php", { id: idEleve }, function (html) {
                $("#tab-historique").html(html);
                historiqueCharge = true;
            });
        }
    } });
    $("#tab-identite").load("ajax/eleve.identite.php?id=" + idEleve);
    $.ajax({
        url: "ajax/eleve.cours.php", data: { id: idEleve }, dataType: "json",
        success: function (reponse) {
            var html = "";
            $.each(reponse.cours, function (i, c) {
                var classe = (i % 2 == 0 ? "pair" : "impair");
                html += '<tr class="' + classe + '" data-id="' + c.id + '">';
                html += "<td>" + c.discipline + "</td><td>" + (c.prof || "&nbsp;") + "</td>";
                html += "<td>" + c.jour + "</td>";
                html += "<td class='heure'>" + c.debut + " - " + c.fin + "</td>";
                html += "<td>" + (c.salle || "&nbsp;") + "</td><td>" + c.lieu + "</td>";
                html += "<td>" + (c.niveau || "&nbsp;") + "</td></tr>";
            });
            if (html == "") {
                html = '<tr class="vide"><td colspan="7">Aucun cours cette année</td></tr>';
            }
            $("#liste-cours tbody").html(html);
        }
    });
    $("#liste-cours tbody").on("dblclick", "tr", function () {
        var id = $(this).data("id");
        if (!id) { return; }
        ouvrirFiche("ajax/fiche.cours.php?id=" + id, "Suivi du cours");
    });
    $("#tab-historique").on("dblclick", "table.liste tbody tr", function () {
        ouvrirFiche("ajax/fiche.historique.php?eleve=" + idEleve + "&annee="
            + $(this).data("annee") + "&cours=" + $(this).data("cours"), "Historique");
    });
});
//]]>
</script>"""

IDENTITE = """<form id="form-identite" action="ajax/eleve.enregistrer.php" method="post">
<fieldset><legend>État civil et scolarité</legend>
<input type="hidden" name="id" value="{{id}}" />
{{champs}}
<p class="boutons"><input type="submit" class="bouton" value="Modifier" />
<span id="attente" class="ui-helper-hidden">En attente de validation</span></p>
</fieldset></form>
<script type="text/javascript">
$("#f_naissance").datepicker({ dateFormat: "dd/mm/yy", changeYear: true });
$("#form-identite").submit(function () {
    $.post($(this).attr("action"), $(this).serialize(), function (message) {
        alert(message);
        $("#attente").removeClass("ui-helper-hidden");
    });
    return false;
});
</script>"""

REPERTOIRE = """{{liste}}
<script type="text/javascript">
$("table.repertoire tbody").on("dblclick", "tr", function () {
    ouvrirFiche($(this).data("fiche"), "Répertoire");
});
$("table.repertoire img.loupe").click(function () { $(this).closest("tr").dblclick(); });
</script>"""

FICHE_COURS = """<div id="onglets-cours">
<ul>
<li><a href="#fc-cours">Cours</a></li><li><a href="#fc-evaluations">Évaluations</a></li>
<li><a href="ajax/cours.absences.php?id={{id}}">Absence</a></li>
</ul>
<div id="fc-cours"><dl class="fiche">
{{fiche}}
</dl></div>
<div id="fc-evaluations" class="ui-tabs-hide">{{evaluations}}</div>
</div>
<script type="text/javascript">
$("#onglets-cours").tabs();
$("#fc-evaluations table.liste tbody").on("dblclick", "tr", function () {
    $("#detail").load("ajax/detail.evaluation.php?id=" + $(this).data("id"))
        .dialog({ title: "Évaluation", width: 480, modal: true });
});
</script>"""

ABSENCES = """{{liste}}
<script type="text/javascript">
$("#liste-absences tbody").on("dblclick", "tr", function () {
    if ($(this).hasClass("vide")) { return; }
    $.get("ajax/detail.absence.php", { id: $(this).data("id") }, function (html) {
        $("#detail").html(html).dialog({ title: "Absence", width: 480, modal: true });
    });
});
</script>"""

FICHE_HISTORIQUE = """<table class="fiche">
{{rangs}}</table>
<h4>Évaluations de l'année</h4>
{{evaluations}}
<p class="fleches">{{fleches}}</p>
<script type="text/javascript">
$("#dialogue a.fleche").click(function () {
    $("#dialogue").load("ajax/fiche.historique.php?eleve={{id}}&annee=" + $(this).data("annee")
        + "&cours=" + $(this).data("cours"));
    return false;
});
</script>"""

FACTURATION = """<h2>Facturation cotisations</h2>
<h3>Factures et avoirs</h3>
<div id="factures"><p><img src="img/ajax-loader.gif" alt="" /> Chargement...</p></div>
<p class="aide">Double-cliquez sur une ligne pour afficher le duplicata (format PDF).</p>
<h3>Règlements</h3>
<table id="reglements" class="liste" cellspacing="0">
<thead><tr><th>Id</th>{{titres}}</tr></thead>
<tbody></tbody>
</table>
<script type="text/javascript">
//<![CDATA[
function pageFactures(p) { $("#factures").load("ajax/factures.php?p=" + p); }
$(document).ready(function () {
    pageFactures(1);
    $("#factures").on("dblclick", "tbody tr", function () {
        var tr = $(this);
        if (!tr.data("num")) { return false; }
        window.open("duplicata.php?type=" + tr.data("type") + "&num=" + tr.data("num"));
    });
    $("#reglements").dataTable({
        "sAjaxSource": "ajax/reglements.php",
        "bFilter": false, "bLengthChange": false, "aaSorting": [],
        "iDisplayLength": 25, "sPaginationType": "full_numbers",
        "aoColumns": [
            { "mDataProp": "id", "bVisible": false }, { "mDataProp": "date" },
            { "mDataProp": "mode" }, { "mDataProp": "ref", "sDefaultContent": "" },
            { "mDataProp": "montant", "sClass": "montant" }, { "mDataProp": "facture" }
        ],
        "oLanguage": { "sEmptyTable": "Aucun règlement", "sInfo": "_START_ à _END_ / _TOTAL_" }
    });
});
//]]>
</script>"""

PAGES = {
    "accueil": "<h2>Accueil</h2>\n<p>Bienvenue sur l'extranet de l'école.</p>",
    "famille": """<h2>Responsable de la famille</h2>
<form action="index.php?page=famille" method="post">
<p><label for="tel">Téléphone</label> <input id="tel" name="tel" value="01 99 00 45 67" /></p>
<p><input type="submit" class="bouton" value="Modifier" /></p></form>""",
    "accessibilite": "<h2>Accessibilité</h2>\n<p>Ce site suit les recommandations WCAG du W3C.</p>",
    "motdepasse": """<h2>Mot de passe</h2>
<form action="index.php?page=motdepasse" method="post">
<p><label for="mdp">Nouveau mot de passe</label> <input type="password" id="mdp" name="mdp" />
<input type="submit" value="Valider" /></p></form>""",
    "oubli": """<h2>Mot de passe perdu</h2>
<form action="index.php?page=oubli" method="post">
<p><label for="login">Identifiant</label> <input type="text" id="login" name="login" /></p>
<p><label for="mail">E-mail</label> <input type="text" id="mail" name="mail" /></p>
<p><input type="submit" value="Valider" /> <a href="index.php">Retour</a></p></form>""",
}
JS = """$.ajaxSetup({ cache: false });
function ouvrirFiche(url, titre) {
    $("#dialogue").empty().load(url).dialog({ title: titre, modal: true, width: 760 });
}
"""
CSS = """.ui-helper-hidden { display: none; }
.ui-tabs .ui-tabs-hide { display: none !important; }
#menu li ul { display: none; position: absolute; }
#menu li:hover ul { display: block; }
"""


def _rempli(gabarit: str, **valeurs: object) -> str:
    for nom, valeur in valeurs.items():
        gabarit = gabarit.replace("{{" + nom + "}}", str(valeur))
    return gabarit


def _h(texte: str) -> str:
    """As htmlspecialchars($texte, ENT_QUOTES)."""
    texte = texte.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return texte.replace('"', "&quot;").replace("'", "&#039;")


def _br(texte: str) -> str:
    """As nl2br(htmlspecialchars($texte)), with a no-break space to keep empty cells open."""
    return _h(texte).replace("\n", "<br />\n").replace(" €", "&nbsp;€") or "&nbsp;"


def _saisie(champ: Champ) -> str:
    """One line of the identity form."""
    sorte, nom, libelle, valeur, choix = champ
    attributs = f'id="f_{nom}" name="{nom}"'
    etiquette, classe = f'<label for="f_{nom}">{_h(libelle)}</label>', "ligne"
    if sorte in ("lecture", "radio"):
        etiquette = f'<span class="libelle">{_h(libelle)}</span>'
    if sorte == "lecture":
        entree = f'<span class="valeur">{_br(valeur)}</span>'
    elif sorte == "case":
        coche = ' checked="checked"' if valeur == "oui" else ""
        entree = f'<input type="checkbox" {attributs} value="1"{coche} />'
    elif sorte == "zone":
        entree = f'<textarea {attributs} rows="3" cols="40">{_h(valeur)}</textarea>'
    elif sorte == "liste":
        entree = f"<select {attributs}>\n"
        for i, un in enumerate(choix):
            choisi = ' selected="selected"' if un == valeur else ""
            entree += f'<option value="{i}"{choisi}>{_h(un)}</option>\n'
        entree += "</select>"
    elif sorte == "radio":
        entree = ""
        for i, un in enumerate(choix):
            choisi = ' checked="checked"' if un == valeur else ""
            entree += f'<input type="radio" id="f_{nom}{i}" name="{nom}" value="{i}"{choisi} />\n'
            entree += f'<label class="radio" for="f_{nom}{i}">{_h(un)}</label>\n'
    else:
        classe += " ui-helper-hidden" if sorte == "cache" else ""
        entree = f'<input type="text" class="{sorte}" {attributs} value="{_h(valeur)}" />'
    return f'<p class="{classe}">{etiquette} {entree}</p>\n'


def _fleches(lignes: Sequence[Ligne], rang: int) -> str:
    """The four arrows; those that lead nowhere are greyed pictures without a link."""
    liens = []
    cibles = {"Première": 0, "Précédente": rang - 1, "Suivante": rang + 1}
    for alt, cible in (cibles | {"Dernière": len(lignes) - 1}).items():
        image = alt.lower().replace("é", "e").replace("è", "e")
        if cible == rang or not 0 <= cible < len(lignes):
            liens.append(f'<img src="img/{image}_off.gif" alt="" />')
            continue
        bouton = f'<img src="img/{image}.gif" alt="{alt}" title="{alt}" />'
        liens.append(f'<a href="#" class="fleche"{lignes[cible].data()}>{bouton}</a>')
    liens.insert(2, f'<span class="position">{rang + 1} / {len(lignes)}</span>')
    return "\n".join(liens)


def _cours_json(dossier: Dossier) -> str:
    cours = []
    for ligne in dossier.cours.lignes:
        discipline, prof, jour, horaire, salle, lieu, niveau = map(_h, ligne.cellules)
        debut, fin = horaire.split(" - ")
        un = {"id": int(ligne.cles["id"]), "discipline": discipline, "prof": prof or None}
        un |= {"jour": jour, "debut": debut, "fin": fin, "duree": 60, "salle": salle}
        cours.append(un | {"lieu": lieu, "niveau": niveau or None, "archive": "N"})
    return _json({"nb": len(cours), "cours": cours})


def _reglements_json(reglements: Liste) -> str:
    lignes: list[dict[str, str | None]] = []  # without a reference, the data base has NULL
    for ligne in reglements.lignes:
        date, mode, ref, montant, facture = map(_h, ligne.cellules)
        lignes.append({"id": ligne.cles["id"], "date": date, "mode": mode, "ref": ref or None})
        lignes[-1] |= {"montant": montant, "facture": facture}
    return _json({"aaData": lignes})


def _json(donnees: object) -> str:
    """As PHP 5's json_encode: ASCII only, slashes escaped."""
    return json.dumps(donnees, separators=(",", ":")).replace("/", "\\/")


def _absence_html(absence: Ligne) -> str:
    """A form to read only, as left by the staff's own screen."""
    html = '<form action="#">\n<fieldset>\n'
    for i, (libelle, valeur) in enumerate(absence.fiche.items()):
        entree = f'id="a{i}" readonly="readonly" value="{_h(valeur)}"'
        if libelle == "Absence excusée":
            entree = f'type="checkbox" id="a{i}" disabled="disabled"'
            entree += ' checked="checked"' if valeur == "oui" else ""
        html += f'<p><label for="a{i}">{_h(libelle)}</label> <input {entree} /></p>\n'
    return html + "</fieldset>\n</form>"


def _historique_html(dossier: Dossier, rang: int) -> str:
    """Two captions a row, then the list, and the arrows under it."""
    ligne = dossier.historique.lignes[rang]
    cases = ligne.html("<th>%s</th><td>%s</td>\0").split("\0")
    return _rempli(
        FICHE_HISTORIQUE,
        id=dossier.id,
        rangs="".join(f"<tr>{cases[i]}{cases[i + 1]}</tr>" for i in range(0, 8, 2)),
        evaluations=ligne.listes["Évaluations de l'année"].html(),
        fleches=_fleches(dossier.historique.lignes, rang),
    )


def _factures_html(factures: Liste, page: int, pages: int) -> str:
    debut = (page - 1) * PAR_PAGE
    html = Liste(T_FACTURES, factures.lignes[debut : debut + PAR_PAGE], factures.vide).html()
    numeros = f'<p class="pages">Page {page} sur {pages} :'
    liens = [(str(p), p) for p in range(1, pages + 1)]
    for texte, p in [("‹", page - 1)] * (page > 1) + liens + [("›", page + 1)] * (page < pages):
        lien = f'<a href="#" onclick="pageFactures({p}); return false;">{texte}</a>'
        numeros += f" <strong>{texte}</strong>" if p == page else f" {lien}"
    return f"{html}\n{numeros}</p>" if pages > 1 else html


def _fragments(famille: Famille) -> dict[str, str]:
    """All that the folder ajax/ can answer to this family, by script and key."""
    pages = max(1, -(-len(famille.factures.lignes) // PAR_PAGE))
    tout = {"reglements ": _reglements_json(famille.reglements)}
    for p in range(1, pages + 1):
        tout[f"factures {p}"] = _factures_html(famille.factures, p, pages)
    loupe = '<td><img src="img/loupe.png" class="loupe" alt="Ouvrir la fiche" /></td>'
    for d in famille.dossiers:
        champs = "".join(map(_saisie, d.champs))
        tout[f"eleve.identite {d.id}"] = _rempli(IDENTITE, id=d.id, champs=champs)
        tout[f"eleve.enregistrer {d.id}"] = "La fiche d'identité est mise à jour."
        tout[f"eleve.cours {d.id}"] = _cours_json(d)
        tout[f"eleve.historique {d.id}"] = d.historique.html()
        repertoire = d.repertoire.html('class="liste repertoire"', loupe)
        tout[f"eleve.repertoire {d.id}"] = _rempli(REPERTOIRE, liste=repertoire)
        for cours in d.cours.lignes:
            ident, fiche = cours.cles["id"], cours.html("<dt>%s</dt>\n<dd>%s</dd>")
            evaluations, absences = cours.listes.values()
            panneau = _rempli(FICHE_COURS, id=ident, fiche=fiche, evaluations=evaluations.html())
            liste = absences.html('class="liste" id="liste-absences"')
            tout[f"fiche.cours {ident}"] = panneau
            tout[f"cours.absences {ident}"] = _rempli(ABSENCES, liste=liste)
            for ligne in evaluations.lignes:
                rangs = ligne.html('<tr><th scope="row">%s</th><td>%s</td></tr>')
                tout[f"detail.evaluation {ligne.cles['id']}"] = f"<table>\n{rangs}\n</table>"
            for ligne in absences.lignes:
                tout[f"detail.absence {ligne.cles['id']}"] = _absence_html(ligne)
        for rang, ligne in enumerate(d.historique.lignes):
            cle = f"fiche.historique {d.id} {ligne.cles['annee']} {ligne.cles['cours']}"
            tout[cle] = _historique_html(d, rang)
        for ligne in d.repertoire.lignes:
            motif = '<div class="champ"><span class="libelle">%s</span>\n<span>%s</span></div>'
            cle = ligne.cles["fiche"].removeprefix("ajax/").removesuffix("&mode=lecture")
            tout[cle.replace(".php?id=", " ")] = ligne.html(motif)
    return tout


class Reponse(NamedTuple):
    corps: bytes
    type: str = HTML
    statut: int = 200
    entetes: tuple[tuple[str, str], ...] = ()


class Site:
    accounts: tuple[Account, ...] = (
        Account(SITES["1"], "SANSELEVE", "Wp4t-zero"),
        Account(SITES["2"], "PRIGENT01", "bœuf&Cie1"),
        Account(SITES["1"], "DAOUT003", "l'été<2011>"),
        Account(SITES["2"], "KERVADEC12", "douze+12"),
    )

    def __init__(self) -> None:
        self._familles = _familles(self.accounts)
        self._fragments = {nom: _fragments(famille) for nom, famille in self._familles.items()}
        self._sessions: dict[str, str] = {}
        self._serveur: ThreadingHTTPServer | None = None

    def start(self) -> str:
        site = self

        class Apache(BaseHTTPRequestHandler):
            server_version, sys_version = "Apache/2.2.16 (Debian)", ""

            def log_message(self, format: str, *args: object) -> None: ...

            def _sert(self) -> None:
                cookies = SimpleCookie(self.headers.get("Cookie", ""))
                session = cookies["PHPSESSID"].value if "PHPSESSID" in cookies else ""
                url = urlsplit(self.path)
                demande = dict(parse_qsl(url.query, keep_blank_values=True))  # as $_REQUEST
                corps = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                demande |= dict(parse_qsl(corps.decode("utf-8", "replace"), keep_blank_values=True))
                reponse = site._repond(url.path, demande, session, self.command == "POST")
                self.send_response(reponse.statut)
                self.send_header("X-Powered-By", "PHP/5.3.3-7+squeeze3")
                if not session and not reponse.entetes:
                    self.send_header("Set-Cookie", f"PHPSESSID={secrets.token_hex(13)}; path=/")
                for nom, valeur in reponse.entetes:
                    self.send_header(nom, valeur)
                self.send_header("Content-Type", reponse.type)
                self.send_header("Content-Length", str(len(reponse.corps)))
                self.end_headers()
                self.wfile.write(reponse.corps)

            do_GET = do_POST = _sert

        self._serveur = ThreadingHTTPServer(("127.0.0.1", 0), Apache)
        self._serveur.daemon_threads = True
        Thread(target=self._serveur.serve_forever, args=(0.05,), daemon=True).start()
        return f"http://127.0.0.1:{self._serveur.server_address[1]}/extranet/index.php"

    def stop(self) -> None:
        if self._serveur is not None:
            self._serveur.shutdown()
            self._serveur.server_close()
            self._serveur = None

    def end_sessions(self) -> None:
        self._sessions.clear()

    def eleves(self, identifier: str) -> list[Eleve]:
        eleves = []
        for d in self._familles[identifier].dossiers:
            identite = (Seen(c.libelle, _lu(c.valeur)) for c in d.champs if c.sorte != "cache")
            listes = d.cours.grid(), d.historique.grid(), d.repertoire.grid()
            eleves.append(Eleve(d.nom, tuple(identite), *listes))
        return eleves

    def facturation(self, identifier: str) -> Facturation:
        _, _, factures, reglements = self._familles[identifier]
        grids = {"Factures et avoirs": factures.grid(), "Règlements": reglements.grid()}
        return Facturation(grids)

    def _repond(self, chemin: str, r: dict[str, str], session: str, post: bool) -> Reponse:
        script = chemin.removeprefix("/extranet/") or "index.php"
        if script == "js/extranet.js":
            return Reponse(JS.encode(), "application/javascript")
        if script == "css/extranet.css":
            return Reponse(CSS.encode(), "text/css")
        if not script.endswith(".php"):
            return Reponse(b"<h1>Not Found</h1>", "text/html; charset=iso-8859-1", 404)
        if script == "connexion.php" and post:
            return self._connecte(r)
        if script == "deconnexion.php":
            self._sessions.pop(session, None)
            return Reponse(b"", HTML, 302, (("Location", "index.php"),))
        famille = self._familles.get(self._sessions.get(session, ""))
        if famille is None:
            return self._public(r)
        if script == "index.php":
            return Reponse(self._page(famille, r, post).encode())
        if script == "duplicata.php":
            for f in famille.factures.lignes:
                if f.cles == {"type": r.get("type"), "num": r.get("num")}:
                    entete = (
                        "Content-Disposition",
                        f"inline; filename=duplicata_{f.cles['num']}.pdf",
                    )
                    return Reponse(_pdf(f), "application/pdf", 200, (entete,))
            return Reponse(b"<p>Document introuvable.</p>")
        nom = script.removeprefix("ajax/").removesuffix(".php")
        cle = r.get("id", r.get("p", "1" if nom == "factures" else ""))
        if nom == "fiche.historique":
            cle = " ".join(r.get(k, "") for k in ("eleve", "annee", "cours"))
        refus = '<div class="ui-state-error"><p>Accès non autorisé.</p></div>'
        fragment = self._fragments[famille.compte.identifier].get(f"{nom} {cle}", refus)
        return Reponse(fragment.encode(), "application/json" if nom == "eleve.cours" else HTML)

    def _connecte(self, r: dict[str, str]) -> Reponse:
        login, site = r.get("login", ""), SITES.get(r.get("site", ""))
        if Account(site, login, r.get("passe", "")) not in self.accounts:
            return self._public(r, "Identifiant ou mot de passe incorrect.")
        session = secrets.token_hex(13)
        self._sessions[session] = login
        cookie = ("Set-Cookie", f"PHPSESSID={session}; path=/")
        return Reponse(b"", HTML, 302, (("Location", "index.php?page=accueil"), cookie))

    def _public(self, r: dict[str, str], erreur: str = "") -> Reponse:
        """What is shown without a session: the sign-in page, and two pages that need none."""
        message = f'<div class="ui-state-error"><p>{erreur}</p></div>' if erreur else ""
        sites = "\n".join(f'<option value="{n}">{_h(s)}</option>' for n, s in SITES.items())
        contenu = _rempli(CONNEXION, message=message, sites=sites, login=_h(r.get("login", "")))
        if r.get("page") in ("oubli", "accessibilite"):
            contenu = PAGES[r["page"]]
        return Reponse(_rempli(GABARIT, titre="Connexion", menu="", contenu=contenu).encode())

    def _page(self, famille: Famille, r: dict[str, str], post: bool) -> str:
        page = r.get("page", "accueil")
        contenu = PAGES.get(page, PAGES["accueil"])
        if page == "eleve":
            contenu = "<p>Accès non autorisé.</p>"
            for d in famille.dossiers:
                if d.id == r.get("id"):
                    contenu = _rempli(ELEVE, id=d.id, titres=d.cours.entete(), nom=_h(d.nom))
        elif page == "facturation":
            contenu = _rempli(FACTURATION, titres=famille.reglements.entete())
        elif page == "accueil" and not famille.dossiers:
            contenu += "\n<p>Aucun élève n'est rattaché à votre compte.</p>"
        elif post:
            contenu = '<p class="message">Votre demande est enregistrée.</p>\n' + contenu
        eleves = "\n".join(
            f'<li><a href="index.php?page=eleve&amp;id={d.id}">{_h(d.nom)}</a></li>'
            for d in famille.dossiers
        )
        menu = _rempli(MENU, eleves=eleves or '<li class="vide"><em>Aucun élève</em></li>')
        return _rempli(GABARIT, titre=page.capitalize(), menu=menu, contenu=contenu)
