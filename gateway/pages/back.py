"""Where to go back to: only ever a page of this portal."""

import re

HOME = "/accueil"

_PAGES = re.compile(
    r"/(accueil|famille|demandes(/[A-Za-z0-9-]{1,40})?|eleves|facturation|accessibilite"
    r"|mot-de-passe|deconnexion|connexion|premiere-connexion)"
)

_NOT_AFTER_SIGN_IN = ("/connexion", "/premiere-connexion", "/deconnexion")


def known_page(wanted: str) -> str:
    """`wanted` if it is one of this portal's pages, otherwise Accueil."""
    return wanted if _PAGES.fullmatch(wanted) else HOME


def after_sign_in(wanted: str) -> str:
    """As `known_page`, but never the pages that lead in or out."""
    page = known_page(wanted)
    return HOME if page in _NOT_AFTER_SIGN_IN else page
