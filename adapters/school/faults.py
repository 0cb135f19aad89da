"""Faults on demand: what goes wrong with an old site, at the moment that a test or a demo wants."""

import asyncio
from enum import StrEnum
from typing import Literal

import msgspec


class FaultKind(StrEnum):
    """What goes wrong."""

    SLOW = "slow"
    """The page takes `seconds`, and its session is held meanwhile; nobody notices a hang-up."""
    ERROR = "error"
    """Status 500, before anything is done."""
    MAINTENANCE = "maintenance"
    """« Site en maintenance », with `status` (200 as old sites do, or 503)."""
    SESSION_DROPPED = "session_dropped"
    """The session has ended when the request comes: the sign-in page answers."""
    HALF_PAGE = "half_page"
    """The page, or the document, ends after `percent` of its bytes, and claims that this is all."""
    CUT = "cut"
    """The connection is cut after `percent` of the page's bytes."""
    ANSWER_LOST = "answer_lost"
    """What is asked is done, then the connection ends without an answer."""
    LATE_EFFECT = "late_effect"
    """The connection ends at once; what is asked is done after `seconds`, the session held."""
    COLUMNS = "columns"
    """The page's lists have lost their columns' headings."""
    HTML = "html"
    """HTML comes in the place of a document or of rows, with status 200: by `page`, the sign-in
    page as where a session has ended (it goes on, though), or an error page under the headers of
    what was asked for."""


class Fault(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """A fault, and which requests it befalls: the next `times` that fit."""

    kind: FaultKind
    screen: str | None = None
    """A screen's name: `sign_in`, `home`, `family`, `students`, `identity`, `courses`,
    `courses_rows` (their JSON), `course`, `evaluation`, `absence`, `history`, `past`, `repertoire`,
    `event`, `re_enrolment`, `import`, `billing`, `invoice` (its PDF), `password`,
    `lost_password`, `help`, `accessibility`, `sign_out`… None is any."""
    method: str | None = None
    """GET or POST; None is any."""
    times: int = 1
    seconds: float = 0.0
    percent: int = 50
    status: int = 503
    page: Literal["sign_in", "error"] = "sign_in"

    def befalls(self, screen: str, method: str) -> bool:
        """Whether it is meant for this request."""
        return self.screen in (None, screen) and self.method in (None, method)


class Faults:
    """The faults to come, and the requests that are held up by one now."""

    def __init__(self) -> None:
        """All is well."""
        self.down = False
        """Every connection to the old pages ends without an answer."""
        self.off = False
        """The old server is switched off: what it was doing is given up."""
        self._planned: list[Fault] = []
        self._pauses: dict[asyncio.Event, asyncio.AbstractEventLoop] = {}

    def plan(self, fault: Fault) -> None:
        """From now on, after those planned before."""
        self._planned.append(fault)

    def clear(self) -> None:
        """Nothing more goes wrong; what is held up stays so."""
        self._planned.clear()

    def take(self, screen: str, method: str) -> Fault | None:
        """The first fault meant for this request, which uses it up once."""
        for fault in self._planned:
            if fault.befalls(screen, method):
                fault.times -= 1
                if fault.times < 1:
                    self._planned.remove(fault)
                return fault
        return None

    async def pause(self, seconds: float) -> None:
        """Hold a request up, for so long or until `release`."""
        event = asyncio.Event()
        self._pauses[event] = asyncio.get_running_loop()
        try:
            async with asyncio.timeout(seconds):
                await event.wait()
        except TimeoutError:
            return
        finally:
            del self._pauses[event]

    def paused(self) -> int:
        """How many requests are held up now."""
        return len(self._pauses)

    def release(self) -> None:
        """Let everything that is held up go on now; from any thread."""
        for event, loop in list(self._pauses.items()):
            loop.call_soon_threadsafe(event.set)
