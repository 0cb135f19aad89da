"""The school's sites, news and families: all invented."""

from adapters.school.domain import Family

NAME = "École de musique de Trois-Rivières"

SITES = (
    ("1", "École de musique de Trois-Rivières"),
    ("2", "Antenne de Kerlann"),
    ("3", "Maison des Arts de l’Île-aux-Œillets"),
)
"""Reference and label, in the order of the sign-in page."""

NEWS = (
    (
        "Reprise des cours",
        "Les cours reprennent le lundi 14 septembre 2026. Les horaires des cours collectifs sont "
        "affichés dans le hall.",
    ),
    (
        "Concert d’automne",
        "L’orchestre & le chœur des enfants joueront le samedi 21 novembre à 17 h, salle des "
        "Tilleuls. Entrée libre.",
    ),
    (
        "Parc instrumental",
        "Il reste 2 violoncelles ¾ et 1 hautbois à louer : s’adresser au secrétariat, "
        "01 99 00 12 40, du mardi au vendredi.",
    ),
)
"""Heading and text, for Accueil."""


def families() -> list[Family]:
    """A fresh copy of every family."""
    return [_anne(), _loeiza(), _yann()]


def _anne() -> Family:
    return Family(
        "dupre.anne",
        "clarinette",
        "1",
        {
            "numero": "F-001042",
            "civilite": "2",
            "nom": "Dupré",
            "nom_usage": "Dupré-Le Hénaff",
            "prenom": "Anne",
            "date_naissance": "14/03/1979",
            "adresse": "12 bis, rue de l’Étang",
            "adresse2": 'Bât. B & C, lieu-dit "Le P\'tit Bois"',
            "cp": "56999",
            "ville": "Trois-Rivières",
            "tel_domicile": "01 99 00 41 07",
            "tel_portable": "06 39 98 12 34",
            "mail": "anne.dupre@example.org",
            "profession": "Éditrice (« Vents & Marées »)",
            "quotient": "612,50",
            "droit_image": "1",
            "remarques": "Joindre de préférence après 18 h.\nBudget < 300 € pour l’instrument.",
        },
    )


def _loeiza() -> Family:
    return Family(
        "daout.loeiza",
        "bombarde",
        "2",
        {
            "numero": "F-000987",
            "civilite": "2",
            "nom": "D’Août",
            "prenom": "Lœïza",
            "date_naissance": "29/02/1984",
            "adresse": "3, place de l’Œuvre",
            "cp": "56998",
            "ville": "Kerlann",
            "tel_portable": "06 39 98 56 78",
            "mail": "loeiza.daout@example.org",
            "profession": "Ébéniste",
            "quotient": "1034",
        },
    )


def _yann() -> Family:
    return Family(
        "legoff.yann",
        "accordéon",
        "1",
        {
            "numero": "F-001107",
            "civilite": "1",
            "nom": "LE GOFF",
            "prenom": "Yann",
            "date_naissance": "07/11/1990",
            "adresse": "Résidence L’Haÿ-Rœulx",
            "adresse2": "Appt 4",
            "cp": "56999",
            "ville": "Trois-Rivières",
            "tel_domicile": "01 99 00 41 88",
            "mail": "yann.legoff@example.org",
            "droit_image": "1",
            "remarques": "Garde alternée : semaines paires.",
        },
    )
