"""Famille: the sheet of the person responsible, and changes of it (guide, Menu Famille)."""

from collections.abc import Mapping

from starlette.requests import Request
from starlette.responses import Response

from gateway.pages import sheets
from gateway.pages.frame.front import Front
from gateway.portal import Portal
from gateway.views import RequestView, Visit

ADDRESS = "/famille"


class Famille:
    """The page of that sheet."""

    address = ADDRESS
    template = "family.html"

    async def open(self, portal: Portal, visit: Visit) -> sheets.Opened:
        """Famille as it is now; raises as `Portal.family`."""
        view = await portal.family(visit)
        return sheets.Opened(
            sheet=view.sheet,
            seen=view.seen,
            press=view.press,
            offers_keeping=view.offers_keeping,
            read_at=view.read_at,
            waiting=view.waiting,
        )

    async def ask(
        self,
        portal: Portal,
        visit: Visit,
        seen: str,
        press: str,
        typed: Mapping[str, str],
        keep: bool,
    ) -> RequestView:
        """Ask for changes on Famille."""
        return await portal.ask_family(visit, seen, press, typed, keep)

    async def dossier(self, portal: Portal, visit: Visit) -> None:
        """Nothing is around it."""


async def show(front: Front, request: Request, visit: Visit) -> Response:
    """GET: the sheet."""
    return await sheets.show(front, request, visit, Famille())


async def ask(front: Front, request: Request) -> Response:
    """POST: ask for changes."""
    return await sheets.ask(front, request, Famille())
