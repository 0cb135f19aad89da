"""An extranet of about 2006: Struts 1.2 and JSP on Tomcat 5.5, displaytag lists in a Tiles layout.

As in many such sites, the student chosen with « Afficher » is kept in the HTTP session (session is
Struts' own default scope), so the addresses of the dossier's tabs do not name the student.
"""

import html
import itertools
import re
import secrets
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from html.entities import codepoint2name
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, urlencode, urlsplit

from tests.strangers.dossiers.stage import Eleve, Facturation, Fiche, Grid, Seen
from tests.strangers.stage import Account

CONTEXTE = "/extranet"
CHARSET = "iso-8859-15"
SITES = {"01": "Conservatoire de Port-Lannec", "02": "École de musique de l'Île-aux-Œillets"}
PAR_PAGE = 15
TOKEN = "org.apache.struts.taglib.html.TOKEN"

COURS = ("Matière", "Enseignant", "Jour", "Horaire", "Salle", "Durée", "Situation")
HISTORIQUE = ("Année", "Département", "Classe", "Cycle", "Enseignant", "Résultat")
REPERTOIRE = ("Répertoire", "Date", "Morceau", "Durée", "Commentaire")
EVALUATIONS = ("Date", "Épreuve", "Note", "Mention")
ABSENCES = ("Date", "Séance", "Motif", "Justifiée")
FACTURES = ("Date", "N° de pièce", "Nature", "Libellé", "Échéance", "Montant", "Solde")
REGLEMENTS = ("Date", "Mode de règlement", "Référence", "Imputé sur", "Montant", "Cumul")

_MENU = """accueil Accueil,famille Famille,eleves Élèves,facturation Facturation,\
accessibilite Accessibilité,motDePasse Mot de passe,deconnexion Déconnexion"""
MENU = [tuple(entree.split(" ", 1)) for entree in _MENU.split(",")]
DOSSIER = {"identite.do": "Identité", "cours.do": "Cours", "historique.do": "Historique"}
DOSSIER["repertoire.do"] = "Répertoire"
NIVEAUX = ("", "Maternelle", "École élémentaire", "Collège", "Lycée", "Adulte")
# the words that turn from line to line; « ¶ » is a new line
PROFS = """M. Yannig LE DREZEN-QUÉRÉ;Mme Solenn D'HERVÉVILLE;Mme Cécile ŒUVRARD-TANGUY;;\
M. Aimé N'KERLEAU & Mme Jo PLISSONNEAU"""
MATIERES = """Piano;Formation musicale 1C3;Chœur d'enfants;Violoncelle;\
Orchestre « Les P'tits Archets »;Éveil musical;Musique de chambre (< 5 élèves);Trompette;Analyse"""
MORCEAUX = """Menuet en sol;L'Éléphant & la souris;Sonatine op. 36 n° 1 – 2e mouvement;\
Cœur d'artichaut;Danse <rapide>"""
MOTS = """;Bon travail, l'écoute progresse.;\
Très belle évolution ce trimestre : la posture s'est assouplie, l'archet « respire » & le son \
gagne en rondeur.¶À travailler encore : la lecture à vue (< 60 à la noire), les nuances, et \
surtout la régularité du travail à la maison, qui n'est pas encore au rendez-vous.;\
À revoir : rythmes pointés.¶Œuvre mémorisée.;"""
LIBELLES = """Cotisation 1er trimestre;Location d'instrument & assurance;\
Droits – chœur d'adultes;Stage « cuivres » <été> : hébergement, repas & autocar"""
FICHES = {
    COURS: f"""Matière={MATIERES}
Enseignant={PROFS}
Jour=Lundi;Mercredi;Samedi;Jeudi;Vendredi;;;Mardi;Mardi
Horaire=17:00 - 17:30;14:00 - 15:15;10:00 - 11:30;18:15 - 18:45;18:00 - 19:30;;à convenir
Salle=Salle Satie;12;Auditorium;;B & C;Salle de l'Œuvre|Durée=0h30;1h15;1h30;0h30;1h30;;1h00
Cycle=Cycle 1;;Cycle 2|Niveau=1re année;2e année;;4e année|Du=15/09/2025
Au=04/07/2026;;04/07/2026|Effectif=1;12;8;1;31
Situation=Inscrit(e);Inscrit(e);Liste d'attente;
Remarque={MOTS}""",
    HISTORIQUE: f"""Année=@année
Département=Cordes & claviers;Érudition;Voix;Cordes & claviers;Ensembles;;Ensembles;Cuivres
Classe={MATIERES}
Cycle=Cycle 1;Cycle 2;;Hors cycle
Enseignant={PROFS}
Résultat=Admis(e);;Maintenu(e);Passage à l'année supérieure|Moyenne=14,25;;9,5
Nombre d'absences=0;3;1;0;12
Appréciation annuelle={MOTS}""",
    REPERTOIRE: f"""Répertoire=Concert de Noël;Fête de l'été;Audition « cordes & cœurs »
Date=@77|Lieu=Auditorium;Église Saint-Élouan;
Morceau={MORCEAUX}
Compositeur=Anonyme;|Durée=3 min 30;;12 min|Formation=;Duo & continuo;
Commentaire={MOTS}""",
    EVALUATIONS: f"""Date=@16
Épreuve=Contrôle continu;Examen de fin de cycle;Audition;Déchiffrage & oral
Note=15,5/20;12/20;;Acquis;18/20|Mention=Bien;;Très bien à l'unanimité;|Coefficient=1;2;1
Jury={PROFS}
Œuvre présentée={MORCEAUX}
Appréciation={MOTS}""",
    ABSENCES: """Date=@21|Séance=Cours;Répétition;Cours
Motif=Maladie;;Sortie scolaire (collège);Raison familiale
Justifiée=Oui;Non;Oui;Oui|Justificatif=Certificat médical;;;|Saisie par=Secrétariat;Enseignant
Commentaire=Prévenu par téléphone au 06 39 98 41 07;""",
}
# site, identifier, password, who, number of invoices, the first one's date, days between, students
COMPTES = """01|kervadec0|mouette-29|M. Goulven KERVADECK|0|2025-09-01|0
02|usager1042|Été&Pluie|Mme Maïwenn L'HOSTYS|4|2025-09-20|47|L'HOSTYS Noé
01|usager1377|do ré mi|Mme Françoise BRÉZELLEC|64|2016-09-15|54|BRÉZELLEC Cœlia|\
BRÉZELLEC Hervé|PLOUZÉNEC Marie-Aude
01|usager1512|P@sse<12>|Foyer « L'Œillet & Cie »|21|2022-09-16|60|D'AOÛT Lœïza <b>|\
LEGOFFIC-RHÛN Anne|LEGOFFIC-RHÛN Anne|LEGOFFIC-RHÛN Éléonore|LEGOFFIC-RHÛN Jean & Marie|\
MAC'HORRE Gwenn|MAC'HORRE Ælis|MAC'HORRE Tim|ÖZTRELL Deniz|ÖZTRELL Mina|QUÉMENTEC Zoé|\
QUÉMENTEC Loïc"""

Champs = tuple[tuple[str, str], ...]
Cles = Iterator[int]
Mots = tuple[str, ...]
Ouvre = Callable[["Ligne"], str]


@dataclass
class Ligne:
    """A line of a list with what opening it shows."""

    cle: int
    cellules: Mots
    champs: Champs = ()
    sous: dict[str, list["Ligne"]] = field(default_factory=dict)
    pdf: bytes | None = None
    jour: date | None = None
    centimes: int = 0

    def annee(self) -> str:
        debut = self.jour.year - (self.jour.month < 9) if self.jour else 0
        return f"Année {debut}-{debut + 1}" if debut else ""


@dataclass
class Dossier:
    cle: int
    nom: str
    champs: tuple[tuple[str, str, str], ...]
    cours: list[Ligne]
    historique: list[Ligne]
    repertoire: list[Ligne]


@dataclass
class Famille:
    compte: Account
    responsable: str
    dossiers: list[Dossier]
    factures: list[Ligne]
    reglements: list[Ligne]


@dataclass
class Session:
    cle: str
    famille: Famille | None = None
    eleve: Dossier | None = None


class ServletError(Exception):
    """What Tomcat answers with its own error page of status 500."""


def _jour(quand: date) -> str:
    return f"{quand:%d/%m/%Y}"


def _euros(centimes: int) -> str:
    # java.text.DecimalFormat in French groups thousands by U+00A0
    entier, reste = divmod(abs(centimes), 100)
    signe = "-" if centimes < 0 else ""
    return f"{signe}{entier:,}".replace(",", "\xa0") + f",{reste:02d}\xa0€"


def _tour(mots: str, rang: int) -> str:
    """One of the words in turn."""
    choix = mots.split(";")
    return choix[rang % len(choix)].replace("¶", "\n")


def _pdf(numero: int, lignes: Iterable[str]) -> bytes:
    """A duplicate as a report engine makes it, with the school's grey logo as a raw image."""
    texte = b"BT /F1 11 Tf 60 780 Td 16 TL\n"
    for ligne in lignes:
        brut = ligne.encode("cp1252", "replace")
        texte += b"(" + brut.replace(b"(", b"\\(").replace(b")", b"\\)") + b") Tj T*\n"
    texte += b"ET\nq 80 0 0 80 450 720 cm /Logo Do Q"
    cote = 24 + numero * 37 % 150
    gris = (bytes(range(256)) * 100)[numero % 200 :][: cote * cote]
    image = b"<< /Type /XObject /Subtype /Image /Width %d /Height %d " % (cote, cote)
    image += b"/ColorSpace /DeviceGray /BitsPerComponent 8 /Length %d >>" % len(gris)
    objets = (
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources "
        b"<< /Font << /F1 5 0 R >> /XObject << /Logo 6 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(texte), texte),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        image + b"\nstream\n" + gris + b"\nendstream",
    )
    corps = b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n"
    table = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objets) + 1)
    for rang, objet in enumerate(objets, 1):
        table += b"%010d 00000 n \n" % len(corps)
        corps += b"%d 0 obj\n%s\nendobj\n" % (rang, objet)
    fin = b"trailer\n<< /Size %d /Root 1 0 R >>\n" % (len(objets) + 1)
    return corps + table + fin + b"startxref\n%d\n%%%%EOF" % len(corps)


def _lignes(cles: Cles, colonnes: Mots, graine: int, nombre: int) -> Iterator[Ligne]:
    for k in range(nombre):
        lu = {}
        for cadre in re.split(r"[|\n]", FICHES[colonnes]):
            libelle, _, mots = cadre.partition("=")
            lu[libelle] = _tour(mots, graine + k)
            if mots == "@année":
                lu[libelle] = f"{2024 - k // 3}-{2025 - k // 3}"
            elif mots.startswith("@"):
                lu[libelle] = _jour(date(2026, 6, 12) - timedelta(int(mots[1:]) * k + graine))
        textes = [lu[colonne] for colonne in colonnes]
        if colonnes == REPERTOIRE and len(textes[-1]) > 60:
            # <display:column maxLength="60">
            textes[-1] = textes[-1][:60] + "..."
        yield Ligne(next(cles), tuple(textes), tuple(lu.items()))


def _dossier(cles: Cles, graine: int, complet: str) -> Dossier:
    """The third word of a field of Identité is its kind of control."""
    nom, prenom = complet.split(" ", 1)
    inscrit = _jour(date(2019, 9, 2) + timedelta(days=graine))
    naissance = _jour(date(2008, 2, 3) + timedelta(days=211 * (graine % 13)))
    champs = (
        ("N° élève", f"E{20000 + graine * 17}", "texte"),
        ("Inscrit(e) depuis le", inscrit, "texte"),
        ("Nom", nom, "nom"),
        ("Prénom", prenom, "prenom"),
        ("Sexe", _tour("Féminin;Masculin", graine), "radio"),
        ("Date de naissance", naissance, "dateNaissance"),
        ("Lieu de naissance", _tour("Port-Lannec;;L'Île-aux-Œillets", graine), "lieu"),
        ("Tél. portable", f"06 39 98 10 {graine:02d}" if graine % 3 else "", "portable"),
        ("E-mail", f"eleve{graine}@example.org" if graine % 2 else "", "email"),
        ("Établissement scolaire", _tour(";Collège Anna & Cie;Lycée d'Œst", graine), "ecole"),
        ("Niveau scolaire", NIVEAUX[graine % 6], "select"),
        ("Droit à l'image", _tour("oui;non", graine), "droitImage"),
        ("Rentre seul(e)", _tour("non;oui;non", graine), "rentreSeul"),
        ("Instrument loué", _tour(";Violoncelle 1/2 n° 0047", graine), "texte"),
        ("Remarques", _tour(MOTS, graine + 1), "textarea"),
    )
    nombres = {2: (3, 23, 9), 3: (0, 0, 0), 9: (1, 16, 4)}
    nombre = nombres.get(graine, (1 + graine % 4, graine % 6, graine % 5))
    listes = [
        list(_lignes(cles, colonnes, graine, combien))
        for colonnes, combien in zip((COURS, HISTORIQUE, REPERTOIRE), nombre, strict=True)
    ]
    for k, cours in enumerate(listes[0]):
        evaluations = 17 if (graine, k) == (2, 0) else (graine + 3 * k) % 5
        cours.sous = {
            "Évaluations": list(_lignes(cles, EVALUATIONS, graine + k, evaluations)),
            "Absence": list(_lignes(cles, ABSENCES, graine + k, (graine + 2 * k) % 4)),
        }
    return Dossier(1000 + graine, complet, champs, *listes)


def _compte(cles: Cles, nombre: int, debut: date, pas: int) -> tuple[list[Ligne], list[Ligne]]:
    """Invoices and payments, the latest first, with balances running from the oldest."""
    pieces: list[tuple[date, int, str, str]] = []
    verses: list[tuple[date, int, str, str, str]] = []
    for k in range(nombre):
        quand = debut + timedelta(days=pas * k)
        if k % 9 == 5:
            libelle = f"Avoir sur {pieces[-1][2]} : cours non assurés"
            pieces.append((quand, -(2500 + k * 977 % 9000), f"A{quand.year}-{11 + k:04d}", libelle))
            continue
        montant = 123450 + k if k % 16 == 0 else 8950 + k * 3711 % 61000
        numero = f"F{quand.year}-{101 + k:04d}"
        pieces.append((quand, montant, numero, _tour(LIBELLES, k)))
        if k % 11 == 7:
            continue
        mode = _tour("Chèque;Prélèvement;Espèces;Chèques-vacances;Carte bancaire", k)
        ref = "" if mode == "Espèces" else f"{mode[:3].upper()} n° {70200 + 31 * k}"
        parts = (montant // 2, montant - montant // 2) if k % 13 == 4 else (montant,)
        for rang, part in enumerate(parts):
            verses.append((quand + timedelta(days=18 + 28 * rang), part, mode, ref, numero))
        if k % 31 == 21:
            verses.append((quand + timedelta(days=24), -montant, "Rejet bancaire", ref, numero))
    verses.sort(key=lambda verse: verse[0])
    factures, reglements = [], []
    du = cumul = 0
    for k, (quand, montant, numero, libelle) in enumerate(pieces):
        cle, jour = next(cles), _jour(quand)
        du += montant
        solde = du - sum(verse[1] for verse in verses if verse[0] <= quand)
        nature, fin = "Avoir", ""
        if montant > 0:
            nature, fin = "Facture", _jour(quand + timedelta(days=30))
        cellules = (jour, numero, nature, libelle, fin, _euros(montant), _euros(solde))
        texte = ("DUPLICATA", f"{nature} {numero} du {jour}", libelle, _euros(montant))
        # the oldest ones date from before the documents were kept
        pdf = None if nombre > 60 and k < 3 else _pdf(cle, texte)
        factures.append(Ligne(cle, cellules, (), {}, pdf, quand, montant))
    for quand, montant, *mots in verses:
        cumul += montant
        textes = (_jour(quand), *mots, _euros(montant), _euros(cumul))
        reglements.append(Ligne(0, textes, (), {}, None, quand, montant))
    return factures[::-1], reglements[::-1]


def _familles() -> Iterator[Famille]:
    cles = itertools.count(40011, 7)
    graine = 1
    for ligne in COMPTES.splitlines():
        site, identifiant, secret, qui, nombre, debut, pas, *noms = ligne.split("|")
        pieces = _compte(cles, int(nombre), date.fromisoformat(debut), int(pas))
        eleves = [_dossier(cles, rang, nom) for rang, nom in enumerate(noms, graine)]
        graine += len(noms)
        yield Famille(Account(SITES[site], identifiant, secret), qui, eleves, *pieces)


def _plie(texte: str) -> str:
    return " ".join(texte.split())


def _vus(champs: Iterable[Sequence[str]]) -> tuple[Seen, ...]:
    return tuple(Seen(champ[0], _plie(champ[1])) for champ in champs)


def _ouvre(ligne: Ligne) -> Fiche | bytes | None:
    if not ligne.champs:
        return ligne.pdf
    lists = {}
    for titre, lignes in ligne.sous.items():
        colonnes = EVALUATIONS if titre == "Évaluations" else ABSENCES
        # without absences there is a sentence and no table
        lists[titre] = _grid(colonnes if lignes or colonnes != ABSENCES else (), lignes)
    return Fiche(_vus(ligne.champs), lists)


def _grid(colonnes: Mots, lignes: list[Ligne]) -> Grid:
    textes = tuple(tuple(map(_plie, ligne.cellules)) for ligne in lignes)
    return Grid(colonnes, textes, tuple(map(_ouvre, lignes)))


def _h(texte: str) -> str:
    """<bean:write filter="true"/>."""
    return html.escape(texte).replace("&#x27;", "&#39;")


def _e(texte: str) -> str:
    """Words typed in a JSP, with the entities that its author was careful to type."""
    noms = {signe: codepoint2name.get(ord(signe)) for signe in texte if signe > "\x7f"}
    return "".join(f"&{noms[signe]};" if noms.get(signe) else signe for signe in texte)


def _valeur(texte: str) -> str:
    return _h(texte).replace("\n", "<br>\n") or "&nbsp;"


def _quatre(champs: Iterable[tuple[str, str, bool]], label: str) -> str:
    """A sheet of four columns; a long value takes a row of its own."""
    ferme = label.split(maxsplit=1)[0]
    vide = f"<{label}>&nbsp;</{ferme}>\n  <td>&nbsp;</td>\n</tr>\n"
    rangs, ouverte = "", False
    for libelle, valeur, large in champs:
        if ouverte and large:
            rangs, ouverte = rangs + vide, False
        debut = "  " if ouverte else "<tr>\n  "
        colspan = ' colspan="3"' if large else ""
        rangs += f"{debut}<{label}>{_e(libelle)}</{ferme}>\n  <td{colspan}>{valeur}</td>\n"
        ouverte = not ouverte and not large
        rangs += "" if ouverte else "</tr>\n"
    rangs += vide if ouverte else ""
    return f'<table class="fiche" width="100%" cellspacing="1">\n{rangs}</table>\n'


def _fiche(champs: Iterable[tuple[str, str]], label: str = "th") -> str:
    grands = ("Remarque", "Appréciation", "Commentaire")
    return _quatre(((c, _valeur(v), c.startswith(grands)) for c, v in champs), label)


def _champ(genre: str, valeur: str) -> str:
    """The control of one field of Identité, as the struts-html tags write it."""
    if genre == "texte":
        return _valeur(valeur)
    if genre in {"radio", "select"}:
        suite = ""
        for rang, mot in enumerate(NIVEAUX if genre == "select" else ("Féminin", "Masculin")):
            if genre == "select":
                choisi = ' selected="selected"' if mot == valeur else ""
                suite += f'<option value="{rang}"{choisi}>{_h(mot)}</option>\n'
            else:
                choisi = ' checked="checked"' if mot == valeur else ""
                suite += f'<input type="radio" name="sexe" value="{rang}"{choisi}>{_e(mot)}\n'
        return f'<select name="niveau">{suite}</select>' if genre == "select" else suite
    if genre in {"droitImage", "rentreSeul"}:
        coche = ' checked="checked"' if valeur == "oui" else ""
        return f'<input type="checkbox" name="{genre}" value="on"{coche}>'
    if genre == "textarea":
        return f'<textarea name="remarques" cols="60" rows="3">{_h(valeur)}</textarea>'
    suite = ' <span class="oblig">*</span>' if genre == "nom" else ""
    if genre == "dateNaissance":
        suite = ' <img src="images/calendrier.gif" alt=""> <span class="aide">(jj/mm/aaaa)</span>'
    nature = "password" if genre in {"anc", "nou"} else "text"
    return f'<input type="{nature}" name="{genre}" size="30" value="{_h(valeur)}">{suite}'


def _onglets(liens: Iterable[tuple[str, str]], courant: str) -> str:
    items = ""
    for lien, mot in liens:
        if mot == courant:
            items += f'<li class="actif"><span>{_e(mot)}</span></li>\n'
        else:
            items += f'<li><a href="{_h(lien)}">{_e(mot)}</a></li>\n'
    return f'<ul class="onglets">\n{items}</ul>\n'


def _voir(formulaire: str, action: str, cle: str, cible: str = "", **autres: str) -> str:
    """The hidden form that javascript:voir(…) posts."""
    caches = "".join(
        f'<input type="hidden" name="{nom}" value="{valeur}">\n'
        for nom, valeur in {**autres, cle: ""}.items()
    )
    return f"""<form name="{formulaire}" method="post" action="{action}"{cible}>{caches}</form>
<script language="JavaScript" type="text/javascript">
<!--
function voir(cle) {{
  document.{formulaire}.{cle}.value = cle;
  document.{formulaire}.submit();
}}
//-->
</script>
"""


@dataclass
class Requete:
    chemin: str
    params: dict[str, str]
    session: Session
    par_cookie: bool
    perimee: bool

    def url(self, chemin: str) -> str:
        """response.encodeURL: the session's id goes into addresses until its cookie came back."""
        page, signe, reste = chemin.partition("?")
        if not self.par_cookie:
            page += f";jsessionid={self.session.cle}"
        return f"{CONTEXTE}/{page}{signe}{reste}"

    def displaytag(self, table: int, colonnes: Mots, toutes: list[Ligne], ouvre: Ouvre) -> str:
        """<display:table>: banner, page links, head, foot (before the body, as in HTML 4), body."""
        cle = f"d-{table}"
        tri, sens = self.params.get(f"{cle}-s", ""), self.params.get(f"{cle}-o", "1")
        page = int(self.params.get(f"{cle}-p", "1"))

        def lien(mot: str, actif: bool = True, **autres: int) -> str:
            params = self.params | {f"{cle}-{nom}": str(v) for nom, v in autres.items()}
            requete = urlencode(sorted(params.items()), encoding=CHARSET)
            adresse = _h(self.url(f"{self.chemin}?{requete}"))
            titre = f' title="Aller à la page {mot}"' if mot.isdigit() else ""
            return f'<a href="{adresse}"{titre}>{_h(mot)}</a>' if actif else mot

        lignes = toutes
        if tri.isdigit():
            lignes = sorted(toutes, key=lambda x: x.cellules[int(tri)], reverse=sens == "2")
        vues = lignes[(page - 1) * PAR_PAGE : page * PAR_PAGE]
        icone = "<th>&nbsp;</th>" if colonnes == FACTURES else ""
        largeur = len(colonnes) + bool(icone)
        tetes, corps, pied, groupe = "", "", "", ""
        for rang, mot in enumerate(colonnes):
            if mot in {"Commentaire", "Solde", "Cumul"}:
                tetes += f"<th>{mot}</th>\n"
                continue
            trie = f" sorted order{sens}" if tri == str(rang) else ""
            inverse = lien(mot, s=rang, o=2 if trie and sens == "1" else 1, p=1)
            tetes += f'<th class="sortable{trie}">\n{inverse}</th>\n'
        for rang, ligne in enumerate(vues):
            if ligne.annee() != groupe:
                groupe = ligne.annee()
                corps += f'<tr class="groupe"><td colspan="{largeur}">{_e(groupe)}</td></tr>\n'
            corps += f'<tr class="{("odd", "even")[rang % 2]}"{ouvre(ligne)}>\n'
            for cellule, mot in zip(ligne.cellules, colonnes, strict=True):
                classe = ' class="montant"' if mot in {"Montant", "Solde", "Cumul"} else ""
                if mot == "Commentaire" and cellule.endswith("..."):
                    classe = f' title="{_h(dict(ligne.champs)[mot])}"'
                corps += f"<td{classe}>{_valeur(cellule)}</td>\n"
            if icone:
                image = '<img src="images/pdf.gif" border="0" alt="Duplicata">'
                bouton = f'<a href="javascript:voir({ligne.cle})">{image}</a>'
                corps += f"<td>{bouton if ligne.pdf else '&nbsp;'}</td>\n"
            corps += "</tr>\n"
        if "Montant" in colonnes and lignes:
            place = colonnes.index("Montant")
            for mot, sommees in (("Total de la page", vues), ("Total général", lignes)):
                pied += f"""<tr class="total"><td colspan="{place}">{_e(mot)}</td>
<td class="montant"><b>{_euros(sum(ligne.centimes for ligne in sommees))}</b></td>
<td colspan="{largeur - place - 1}">&nbsp;</td></tr>\n"""
            pied = f"<tfoot>\n{pied}</tfoot>\n"
        total, derniere = len(lignes), -(-len(lignes) // PAR_PAGE)
        bandeau = f"{total} éléments trouvés, affichage de tous les éléments."
        liens = "1"
        if total == 0:
            vide = "Aucun élément à afficher."
            corps = f'<tr class="empty"><td colspan="{largeur}">{vide}</td></tr>\n'
        elif total == 1:
            bandeau = "Un élément trouvé."
        elif derniere > 1:
            debut, fin = (page - 1) * PAR_PAGE + 1, min(page * PAR_PAGE, total)
            bandeau = f"{total} éléments trouvés, affichage de {debut} à {fin}."
            premier = lien("Premier", page > 1, p=1)
            precedent = lien("Précédent", page > 1, p=page - 1)
            liens = f"[{premier}/{precedent}] " + ", ".join(
                f"<strong>{n}</strong>" if n == page else lien(str(n), p=n)
                for n in range(1, derniere + 1)
            )
            suivant = lien("Suivant", page < derniere, p=page + 1)
            liens += f" [{suivant}/{lien('Dernier', page < derniere, p=derniere)}]"
        haut = f'<span class="pagebanner">{bandeau}</span><span class="pagelinks">{liens}</span>'
        return f"""{haut if total else ""}
<table class="liste" id="row{table}" cellspacing="0">
<thead>\n<tr>\n{tetes}{icone}</tr></thead>\n{pied}<tbody>\n{corps}</tbody></table>\n"""

    def tiles(self, titre: str, corps: str) -> str:
        """The Tiles layout: a table with the banner, the menu and the body."""
        menu, bonjour = "", ""
        if self.session.famille is not None:
            for page, mot in MENU:
                menu += f'<li><a href="{self.url(page + ".do")}">{_e(mot)}</a></li>\n'
            menu = f'<td class="menu" width="150" valign="top"><ul>\n{menu}</ul></td>'
            bonjour = f'<div class="usager">{_h(self.session.famille.responsable)}</div>'
        # taglib directives leave empty lines at the top
        return f"""


<!DOCTYPE HTML PUBLIC "-//W3C//DTD HTML 4.01 Transitional//EN">
<html lang="fr">
<head>
<title>Extranet usagers - {_e(titre)}</title>
<meta http-equiv="Content-Type" content="text/html; charset=ISO-8859-15">
<link rel="stylesheet" type="text/css" href="{self.url("css/displaytag.css")}">
</head>
<body bgcolor="#FFFFFF">
<table width="100%" border="0" cellpadding="0" cellspacing="0">
<tr><td colspan="2" class="bandeau"><img src="images/logo.gif" alt="iMuse"> Portail pour les usagers
{bonjour}</td></tr>
<tr>{menu}
<td class="corps" valign="top">
<!-- corps -->
<h1>{_e(titre)}</h1>
{corps}
</td></tr>
</table>
</body>
</html>
""".replace("\n", "\r\n")

    def connexion(self, message: str = "") -> str:
        erreurs = f'<ul class="erreurs"><li>{_h(message)}</li></ul>' if message else ""
        options = "".join(f'<option value="{c}">{_h(mot)}</option>\n' for c, mot in SITES.items())
        saisi = _h(self.params.get("identifiant", ""))
        corps = f"""{erreurs}
<form name="connexionForm" method="post" action="{self.url("connexion.do")}">
<input type="hidden" name="methode" value="connecter">
<table class="connexion">
<tr><td class="label">Site</td><td><select name="site"><option value=""></option>
{options}</select></td></tr>
<tr><td class="label">Identifiant</td>
<td><input type="text" name="identifiant" value="{saisi}"></td></tr>
<tr><td class="label">Mot de passe</td>
<td><input type="password" name="motDePasse" value=""></td></tr>
<tr><td>&nbsp;</td><td><input type="submit" value="Se connecter"></td></tr>
</table>
</form>
<a href="{self.url("motDePassePerdu.do")}">Mot de passe perdu</a>
<a href="{self.url("accessibilite.do")}">Aide - Accessibilit&eacute;</a>"""
        return self.tiles("Connexion", corps)


def _trouve(lignes: Iterable[Ligne], cle: str) -> Ligne:
    for ligne in lignes:
        if str(ligne.cle) == cle:
            return ligne
    raise ServletError


def _retour(r: Requete, page: str) -> str:
    return f"""<p><input type="button" class="bouton" value="Retour &agrave; la liste"
onclick="document.location='{r.url(page)}'"></p>"""


def _dossier_page(r: Requete, famille: Famille, courant: str, corps: str) -> str:
    """The choice of a student above the dossier's tabs."""
    if not famille.dossiers:
        vide = "Aucun élève n'est rattaché à votre compte cette année."
        return r.tiles("Élèves", f"<p>{_e(vide)}</p>")
    options = "" if len(famille.dossiers) == 1 else '<option value="">-- Choisir --</option>\n'
    for dossier in famille.dossiers:
        marque = ' selected="selected"' if dossier is r.session.eleve else ""
        options += f'<option value="{dossier.cle}"{marque}>{_h(dossier.nom)}</option>\n'
    choix = f"""<form name="eleveForm" method="post" action="{r.url("eleves.do")}">
&Eacute;l&egrave;ve <select name="eleveId">
{options}</select>
<input type="submit" value="Afficher"></form>
"""
    suite = "<p>Choisissez un &eacute;l&egrave;ve puis cliquez sur Afficher.</p>"
    if corps:
        suite = _onglets(((r.url(page), mot) for page, mot in DOSSIER.items()), courant) + corps
    return r.tiles("Élèves", choix + suite)


def _eleves(r: Requete, famille: Famille) -> str:
    demande = r.params.get("eleveId")
    if demande:
        r.session.eleve = next((d for d in famille.dossiers if str(d.cle) == demande), None)
        if r.session.eleve is None:
            raise ServletError
    eleve, page = r.session.eleve, r.chemin
    if eleve is None:
        corps = ""
    elif page == "cours.do":
        adresse = r.url("coursFiche.do")
        ouvre = f" ondblclick=\"document.location='{adresse}?id=%d'\""
        corps = r.displaytag(16544, COURS, eleve.cours, lambda x: ouvre % x.cle)
    elif page == "historique.do":
        # typed by hand, without encodeURL: only good once the cookie came back
        ouvre = " onclick=\"document.location='historiqueFiche.do?id=%d'\""
        corps = r.displaytag(2093, HISTORIQUE, eleve.historique, lambda x: ouvre % x.cle)
    elif page == "repertoire.do":
        ouvre = ' onclick="javascript:voir(%d)"'
        corps = r.displaytag(7781, REPERTOIRE, eleve.repertoire, lambda x: ouvre % x.cle)
        corps += _voir("repertoireForm", r.url("repertoireFiche.do"), "morceauId")
    else:
        page, corps = "identite.do", _identite(r, eleve)
    return _dossier_page(r, famille, DOSSIER.get(page, ""), corps)


def _identite(r: Requete, eleve: Dossier) -> str:
    message = ""
    if r.params.get("methode") == "modifier":
        message = "La fiche de l'&eacute;l&egrave;ve est en attente de validation."
    champs = ((c, _champ(genre, v), genre == "textarea") for c, v, genre in eleve.champs)
    return f"""<form name="identiteForm" method="post" action="{r.url("identite.do")}">
<input type="hidden" name="{TOKEN}" value="{r.session.cle[::-1].lower()}">
<input type="hidden" name="methode" value="modifier">
{_quatre(champs, 'td class="label"')}<p><input type="submit" value="Modifier"> {message}</p>
<p class="aide">* champ obligatoire</p>
</form>"""


def _cours_fiche(r: Requete, famille: Famille) -> str:
    onglet, cle = r.params.get("onglet", "1"), r.params.get("id", "")
    cours = _trouve((x for d in famille.dossiers for x in d.cours), cle)
    adresse = r.url(f"coursFiche.do?id={cours.cle}") + "&onglet="
    mots = ("Cours", *cours.sous)
    courant = mots[int(onglet) - 1]
    haut = _onglets(((f"{adresse}{n}", mot) for n, mot in enumerate(mots, 1)), courant)
    lignes = cours.sous.get(courant, [])
    cle, titre = "evaluation", "Détail de l'évaluation"
    if onglet == "1":
        corps = _fiche(cours.champs)
    elif onglet == "2":
        ouvre = f" onclick=\"document.location='{_h(adresse)}2&amp;evaluation=%d'\""
        corps = r.displaytag(3318, EVALUATIONS, lignes, lambda x: ouvre % x.cle)
    elif lignes:
        cle, titre = "absence", "Détail de l'absence"
        corps = r.displaytag(3319, ABSENCES, lignes, lambda x: f' ondblclick="voir({x.cle})"')
        action = r.url("coursFiche.do")
        corps += _voir("absenceForm", action, cle, id=str(cours.cle), onglet="3")
    else:
        corps = "<p>Aucune absence n'a &eacute;t&eacute; saisie pour ce cours.</p>"
    if cle in r.params:
        detail = _trouve(lignes, r.params[cle])
        corps += f'<div class="bloc"><h3>{_e(titre)}</h3>\n{_fiche(detail.champs)}</div>'
    return r.tiles("Suivi du cours", haut + corps + _retour(r, "cours.do"))


def _historique_fiche(r: Requete, famille: Famille) -> str:
    cle = r.params.get("id", "")
    ligne = _trouve((x for d in famille.dossiers for x in d.historique), cle)
    lignes = next(d.historique for d in famille.dossiers if ligne in d.historique)
    rang, dernier = lignes.index(ligne), len(lignes) - 1
    fleches = ""
    cibles = (0 if rang else -1, rang - 1, rang + 1, dernier + (rang == dernier))
    for mot, cible in zip(("Première", "Précédente", "Suivante", "Dernière"), cibles, strict=True):
        image = mot[:4].lower().replace("è", "e").replace("é", "e")
        if not 0 <= cible <= dernier:
            fleches += f'<img src="images/{image}_off.gif" alt="">\n'
            continue
        lien = r.url(f"historiqueFiche.do?id={lignes[cible].cle}")
        image = f'<img src="images/{image}.gif" border="0" alt="{_e(mot)}">'
        fleches += f'<a href="{lien}">{image}</a>\n'
    corps = _fiche(ligne.champs, 'td class="label"')
    corps += f'<div class="fleches">{fleches} Fiche {rang + 1} / {dernier + 1}</div>'
    return r.tiles("Fiche d'historique", corps + _retour(r, "historique.do"))


def _repertoire_fiche(r: Requete, famille: Famille) -> str:
    cle = r.params.get("morceauId", "")
    ligne = _trouve((x for d in famille.dossiers for x in d.repertoire), cle)
    return r.tiles("Événement musical", _fiche(ligne.champs) + _retour(r, "repertoire.do"))


def _facturation(r: Requete, famille: Famille) -> str:
    mots = ("Factures et avoirs", "Règlements")
    deux = r.params.get("onglet") == "2"
    liens = ((r.url(f"facturation.do?onglet={n}"), mot) for n, mot in enumerate(mots, 1))
    corps = _onglets(liens, mots[deux])
    if deux:
        corps += r.displaytag(24100, REGLEMENTS, famille.reglements, lambda _: "")
    else:

        def ouvre(x: Ligne) -> str:
            return f' ondblclick="javascript:voir({x.cle})"' if x.pdf else ""

        corps += r.displaytag(24099, FACTURES, famille.factures, ouvre)
        action, cible = r.url("facture.do"), ' target="_blank"'
        corps += _voir("factureForm", action, "piece", cible, methode="editer")
    return r.tiles("Facturation cotisations", corps)


def _formulaire(r: Requete, famille: Famille) -> str:
    if r.chemin == "accueil.do":
        return r.tiles("Accueil", ACTUALITES)
    titre, bouton = "Famille", "Modifier"
    saisies = {"Responsable": famille.responsable, "Portable": "01 99 00 27 31"}
    saisies |= {"E-mail": "foyer@example.org", "Adresse": "3, rue de l'Œuvre"}
    if r.chemin == "motDePasse.do":
        titre, bouton = "Mot de passe", "Valider"
        saisies = {"Ancien mot de passe": "", "Nouveau mot de passe": ""}
    champs = ((mot, _champ(mot[:3].lower(), valeur), False) for mot, valeur in saisies.items())
    ouvre = f'<form name="saisieForm" method="post" action="{r.url(r.chemin)}">'
    bas = f'<input type="submit" value="{bouton}"></form>'
    return r.tiles(titre, ouvre + _quatre(champs, 'td class="label"') + bas)


ACTUALITES = """<p>Bienvenue sur l'extranet des usagers.</p>
<table class="actus"><tr><td>02/06/2026</td><td>Le secr&eacute;tariat sera ferm&eacute; le lundi
8 juin.</td></tr></table>"""
ACTIONS: dict[str, Callable[[Requete, Famille], str]] = {
    **dict.fromkeys(("eleves.do", *dict(DOSSIER)), _eleves),
    **dict.fromkeys(("accueil.do", "famille.do", "motDePasse.do"), _formulaire),
    "coursFiche.do": _cours_fiche,
    "historiqueFiche.do": _historique_fiche,
    "repertoireFiche.do": _repertoire_fiche,
    "facturation.do": _facturation,
}

GIF = b"GIF89a\x01\0\x01\0\x80\0\0\xff\xff\xff\0\0\0,\0\0\0\0\x01\0\x01\0\0\x02\x02D\x01\0;"


def _erreur(statut: int, message: str, trace: str) -> str:
    return f"""<html><head><title>Apache Tomcat/5.5.17 - Rapport d'erreur</title></head><body>
<h1>Etat HTTP {statut} - {message}</h1><HR size="1" noshade="noshade">
<p><b>type</b> Rapport d'exception</p><p><b>message</b> <u>{message}</u></p>
<pre>{trace}</pre><HR size="1" noshade="noshade"><h3>Apache Tomcat/5.5.17</h3></body></html>"""


class Site:
    """The school's server."""

    def __init__(self) -> None:
        self._familles = {famille.compte.identifier: famille for famille in _familles()}
        self.accounts = tuple(famille.compte for famille in self._familles.values())
        self._sessions: dict[str, Session] = {}
        self._verrou = threading.Lock()
        self._serveur: ThreadingHTTPServer | None = None
        self._fil: threading.Thread | None = None

    def start(self) -> str:
        site = self

        class Coyote(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            server_version, sys_version = "Apache-Coyote/1.1", ""

            def do_GET(self) -> None:
                site._sert(self, self.rfile.read(int(self.headers.get("Content-Length", "0"))))

            do_POST = do_GET

            def log_message(self, format: str, *args: object) -> None:
                pass

        self._serveur = ThreadingHTTPServer(("127.0.0.1", 0), Coyote)
        self._fil = threading.Thread(target=self._serveur.serve_forever, args=(0.05,), daemon=True)
        self._fil.start()
        return f"http://127.0.0.1:{self._serveur.server_port}{CONTEXTE}/connexion.do"

    def stop(self) -> None:
        if self._serveur is not None and self._fil is not None:
            self._serveur.shutdown()
            self._serveur.server_close()
            self._fil.join()
            self._serveur = self._fil = None

    def end_sessions(self) -> None:
        with self._verrou:
            self._sessions.clear()

    def eleves(self, identifier: str) -> list[Eleve]:
        eleves = []
        for d in self._familles[identifier].dossiers:
            anciens, morceaux = _grid(HISTORIQUE, d.historique), _grid(REPERTOIRE, d.repertoire)
            lu = (_vus(d.champs), _grid(COURS, d.cours), anciens, morceaux)
            eleves.append(Eleve(_plie(d.nom), *lu))
        return eleves

    def facturation(self, identifier: str) -> Facturation:
        famille = self._familles[identifier]
        factures = _grid(FACTURES, famille.factures)
        reglements = _grid(REGLEMENTS, famille.reglements)
        return Facturation({"Factures et avoirs": factures, "Règlements": reglements})

    def _session(self, cookies: str, chemin: str) -> tuple[Session, bool, bool]:
        """The session, and whether its cookie named it, and whether it is new."""
        biscuit = re.search(r"\bJSESSIONID=(\w+)", cookies)
        dans_url = re.search(r";jsessionid=(\w+)", chemin)
        with self._verrou:
            for trouve in filter(None, (biscuit, dans_url)):
                if trouve[1] in self._sessions:
                    return self._sessions[trouve[1]], trouve is biscuit, False
            session = Session(secrets.token_hex(16).upper())
            self._sessions[session.cle] = session
            return session, False, True

    def _sert(self, client: BaseHTTPRequestHandler, corps: bytes) -> None:
        adresse = urlsplit(client.path)
        chemin = adresse.path.partition(";")[0].removeprefix(CONTEXTE).lstrip("/")
        if chemin.startswith(("css/", "images/")):
            genre = "text/css" if chemin.startswith("css/") else "image/gif"
            octets = b"td.montant { text-align: right }" if genre == "text/css" else GIF
            return self._envoie(client, 200, octets, {"Content-Type": genre})
        couples = parse_qsl(adresse.query, keep_blank_values=True, encoding=CHARSET)
        couples += parse_qsl(corps.decode("ascii", "replace"), True, encoding=CHARSET)
        # request.getParameter gives the first of a name
        params = dict(reversed(couples))
        cookies = client.headers.get("Cookie", "")
        session, par_cookie, neuve = self._session(cookies, adresse.path)
        entetes = {"Set-Cookie": f"JSESSIONID={session.cle}; Path={CONTEXTE}"} if neuve else {}
        r = Requete(chemin, params, session, par_cookie, neuve and "JSESSIONID" in cookies)
        statut, genre = 200, "text/html;charset=ISO-8859-15"
        try:
            reponse = self._repond(r, entetes)
        except (ServletError, ValueError, IndexError):
            statut, reponse = 500, _erreur(500, "", "java.lang.NullPointerException")
        if "Location" in entetes:
            statut = 302
            entetes["Location"] = f"http://{client.headers['Host']}{entetes['Location']}"
        elif not reponse:
            statut, mot = 400, f"Invalid path /{_h(chemin)} was requested"
            reponse = _erreur(400, mot, "")
        if isinstance(reponse, bytes):
            genre, octets = "application/pdf", reponse
        else:
            octets = reponse.encode(CHARSET, "xmlcharrefreplace")
        return self._envoie(client, statut, octets, {"Content-Type": genre, **entetes})

    def _repond(self, r: Requete, entetes: dict[str, str]) -> str | bytes:
        famille = r.session.famille
        if r.chemin == "connexion.do" and r.params.get("methode") == "connecter":
            trouvee = self._familles.get(r.params.get("identifiant", ""))
            if (
                trouvee is None
                or trouvee.compte.password != r.params.get("motDePasse")
                or trouvee.compte.site != SITES.get(r.params.get("site", ""))
            ):
                return r.connexion("Identifiant ou mot de passe incorrect.")
            r.session.famille = trouvee
            r.session.eleve = trouvee.dossiers[0] if len(trouvee.dossiers) == 1 else None
            entetes["Location"] = r.url("accueil.do")
            return ""
        if r.chemin == "accessibilite.do":
            return r.tiles("Aide - Accessibilité", "<p>Mode Accessibilit&eacute; : inactif</p>")
        if r.chemin == "motDePassePerdu.do":
            return r.tiles("Mot de passe perdu", "<p>Adressez-vous au secr&eacute;tariat.</p>")
        if r.chemin == "deconnexion.do":
            r.session.famille = r.session.eleve = None
            return r.connexion()
        if famille is None or r.chemin in {"", "connexion.do"}:
            # the action forwards to the sign-in page: status 200 at the address that was asked
            return r.connexion("Votre session a expiré." if r.perimee else "")
        if r.chemin == "facture.do":
            pdf = _trouve(famille.factures, r.params.get("piece", "")).pdf
            if pdf is None:
                raise ServletError
            # what made Internet Explorer 6 open a PDF
            entetes["Content-Disposition"] = 'inline; filename="duplicata.pdf"'
            entetes["Pragma"] = "public"
            return pdf
        action = ACTIONS.get(r.chemin)
        return action(r, famille) if action else ""

    @staticmethod
    def _envoie(
        client: BaseHTTPRequestHandler, statut: int, octets: bytes, entetes: dict[str, str]
    ) -> None:
        client.send_response(statut)
        for nom, valeur in entetes.items():
            client.send_header(nom, valeur)
        client.send_header("Content-Length", str(len(octets)))
        client.send_header("Connection", "close")
        client.end_headers()
        client.wfile.write(octets)
