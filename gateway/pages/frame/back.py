"""Where to go back to: only ever a page of this portal."""

import re

from gateway.pages.addresses import LIST, REF

HOME = "/accueil"

_LINES = rf"{REF}(?:/{LIST}/{REF}){{0,3}}"
_STEPS = r"reinscription(?:/(?:documents|demande|recapitulatif))?"
_NUMBER = r"[A-Za-z0-9-]{1,40}"
_FILE = rf"/{REF}(?:/(?:identite|semaine|{_STEPS}|(?:cours|historique|repertoire)(?:/{_LINES})?))?"
_PAGES = re.compile(
    rf"/(?:accueil|famille|demandes(?:/{_NUMBER}(?:/(?:retirer|revoir|accuse))?)?|eleves(?:{_FILE})?"
    rf"|facturation(?:/{LIST}/{REF}/duplicata)?|aide|accessibilite(?:/declaration)?|mot-de-passe(?:-perdu)?"
    r"|mentions-legales|donnees-personnelles|mes-donnees(?:/(?:effacer|connexions))?|deconnexion|connexion|premiere-connexion)"
)

_DESK = re.compile(r"/bureau(?:/[A-Za-z0-9-]{1,40}){0,4}")
"""The school's own pages: a family is never sent there."""

_NOT_AFTER_SIGN_IN = ("/connexion", "/premiere-connexion", "/deconnexion", "/mot-de-passe-perdu")


def known_page(wanted: str) -> str:
    """`wanted` if it is one of this portal's pages, otherwise Accueil."""
    return wanted if _PAGES.fullmatch(wanted) else HOME


def where_it_was(wanted: str) -> str:
    """As `known_page`, for what families and the school's staff use alike: the language."""
    return wanted if _DESK.fullmatch(wanted) else known_page(wanted)


def after_sign_in(wanted: str) -> str:
    """As `known_page`, but never the pages that lead in or out."""
    page = known_page(wanted)
    return HOME if page in _NOT_AFTER_SIGN_IN else page
