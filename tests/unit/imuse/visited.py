"""A small old site with dossiers and bills, signed in to; no network is behind it."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager

from adapters.imuse.session import ImuseSession
from tests.unit.imuse.small_extranet import (
    BUTTON,
    TYPED,
    WHO,
    Answer,
    PageOf,
    SmallExtranet,
    for_known,
    form,
    html,
    to,
)

MENU = (
    "<ul><li><a href=accueil.php>Accueil</a></li><li><a href=famille.php>Famille</a></li>"
    "<li><a href=eleves.php>Élèves</a></li><li><a href=factures.php>Facturation</a></li>"
    "<li><a href=sortie.php>Déconnexion</a></li></ul>"
)
SIGN_IN = html(form(TYPED + BUTTON))
ANNE, LEO = "Anne Dupré", "Léo Dupré"


def screen(inside: str, script: str = "") -> str:
    """A page of the site, with its menu."""
    return html(MENU + inside, script)


def table(heads: str, *lines: str, more: str = "") -> str:
    """A list: « Date|Montant », then the lines in the same way; {…} of `more` in each row's tag."""
    rows = "".join(
        f"<tr {more.format(n)}>{''.join(f'<td>{cell}</td>' for cell in line.split('|'))}</tr>"
        for n, line in enumerate(lines, 1)
    )
    head = "".join(f"<th>{one}</th>" for one in heads.split("|"))
    return f"<table border=1><tr>{head}</tr>{rows}</table>"


def site(pages: Mapping[str, Answer | PageOf]) -> SmallExtranet:
    """The site: the pages given are for those who are signed in, others see the sign-in page."""
    known: dict[str, Answer | PageOf] = {
        name: page if callable(page) else _guarded(page) for name, page in pages.items()
    }
    return SmallExtranet(
        {
            "index.php": SIGN_IN,
            "verif.php": lambda asked: to("accueil.php") if asked.right else SIGN_IN,
            "accueil.php": for_known(screen("<h1>Bonjour</h1><p>Bienvenue.</p>"), SIGN_IN),
            **known,
        }
    )


def _guarded(page: Answer) -> PageOf:
    return lambda asked: page if asked.known else SIGN_IN


@asynccontextmanager
async def visit(built: SmallExtranet) -> AsyncIterator[ImuseSession]:
    """A family signed in to it."""
    async with built.extranet() as extranet:
        session = await extranet.sign_in(WHO)
        yield session
        await session.close()
