"""The school as one application: old pages in one markup, staff's side, control side."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import RedirectResponse
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from adapters.school.control import Control
from adapters.school.control_routes import control_routes
from adapters.school.families import SITES, families
from adapters.school.faults import Faults
from adapters.school.ledger import Ledger
from adapters.school.markup import ENTRY, MarkupName, markup_named
from adapters.school.office import Office
from adapters.school.portal import Portal
from adapters.school.sessions import Sessions
from adapters.school.staff import staff_routes


@dataclass(frozen=True)
class Account:
    """A family that may sign in; `site` is the label of its site."""

    site: str
    identifier: str
    password: str


def _now() -> datetime:
    return datetime.now(UTC)


class School:
    """A fictional school; `app` is its ASGI application, to be served by one process."""

    sign_in_path = f"{ENTRY}?p=nc_connexion&t=usager"
    """The address that a family is given (guide § 1), below the server's."""

    def __init__(
        self,
        markup: MarkupName = "old",
        ledger: Path | None = None,
        now: Callable[[], datetime] = _now,
    ) -> None:
        """`ledger` names the file of effects; `now` gives their time."""
        self.office = Office(families(), Ledger(ledger, now), now)
        self._markup = markup_named(markup)
        faults = Faults()
        sessions = Sessions()
        self._portal = Portal(self.office, sessions, faults, self._markup)
        self.control = Control(self.office, sessions, faults, self._portal.posts)
        self.app = Starlette(
            routes=[
                *self._old_pages(),
                *staff_routes(self.office),
                *control_routes(self.control),
            ]
        )

    @property
    def accounts(self) -> tuple[Account, ...]:
        """Everybody who may sign in."""
        labels = dict(SITES)
        return tuple(
            Account(labels[family.site], family.identifier, family.password)
            for family in self.office.families()
        )

    def open(self) -> None:
        """Answer, again if it was closed before: records and sessions are still there."""
        self._portal.open()

    async def close(self) -> None:
        """Give up what was still to happen."""
        await self._portal.close()

    def _old_pages(self) -> list[BaseRoute]:
        pages = Route(self._markup.pages, self._portal.answer, methods=["GET", "POST"])
        static = Mount(self._markup.static, StaticFiles(directory=self._markup.static_folder))
        if self._markup.pages == ENTRY:
            return [pages, static]
        return [Route(ENTRY, self._moved), pages, static]

    async def _moved(self, request: Request) -> RedirectResponse:
        return RedirectResponse(self._markup.link("connexion"), 301)
