"""Élèves › Identité: a student's sheet, and changes of it; the same road as Famille's."""

import re
from collections.abc import Mapping

from starlette.requests import Request
from starlette.responses import Response

from adapters.errors import SessionEnded
from gateway.pages import sheets
from gateway.pages.addresses import REF, STUDENTS, Tab, of_student, ref
from gateway.pages.frame.front import Front
from gateway.pages.shown.dossier import Dossier, dossier
from gateway.portal import Portal
from gateway.views import RequestView, Visit

_ADDRESS = re.compile(rf"{STUDENTS}/({REF})/{Tab.IDENTITY}")


class Identite:
    """The page of one student's sheet."""

    template = "identity.html"

    def __init__(self, student: str) -> None:
        """Of the student of that reference."""
        self._student = student
        self.address = of_student(student, Tab.IDENTITY)

    @classmethod
    def at(cls, address: str) -> "Identite | None":
        """The page of that address, if it is such a sheet's."""
        found = _ADDRESS.fullmatch(address)
        return None if found is None else cls(found[1])

    async def open(self, portal: Portal, visit: Visit) -> sheets.Opened:
        """The sheet as it is now, or why it cannot be read."""
        view = await portal.student(visit, self._student)
        return sheets.Opened(
            sheet=view.sheet,
            seen=view.seen,
            press=view.press,
            offers_keeping=view.offers_keeping,
            read_at=view.read_at,
            waiting=view.waiting,
            trouble=view.trouble,
            incident=view.incident,
            dossier=dossier(view.students, view.chosen, Tab.IDENTITY, re_enrols=view.re_enrols),
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
        """Ask for changes on that very student's sheet."""
        return await portal.ask_student(visit, self._student, seen, press, typed, keep)

    async def dossier(self, portal: Portal, visit: Visit) -> Dossier:
        """The siblings and the tabs."""
        try:
            view = await portal.students(visit)
        except SessionEnded:
            # What was typed is to come back, whatever is around it.
            return dossier(None, None, Tab.IDENTITY)
        return dossier(
            view.students,
            view.student(self._student),
            Tab.IDENTITY,
            re_enrols=self._student in view.re_enrol,
        )


async def show(front: Front, request: Request, visit: Visit) -> Response:
    """GET: the sheet; 404 for a student that is not the family's."""
    return await sheets.show(front, request, visit, _page(request))


async def ask(front: Front, request: Request) -> Response:
    """POST: ask for changes."""
    return await sheets.ask(front, request, _page(request))


def _page(request: Request) -> Identite:
    return Identite(ref(request, "eleve"))
