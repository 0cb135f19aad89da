"""The school's sites, news and families: all invented."""

from adapters.school.people.anne import anne
from adapters.school.people.loeiza import loeiza
from adapters.school.people.soazig import soazig
from adapters.school.people.yann import yann
from adapters.school.records import Family

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
    return [anne(), loeiza(), yann(), soazig()]
