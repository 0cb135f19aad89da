"""A student's tab Réinscription: read, or as it is kept; whether the school has activated it."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Literal

import msgspec
from cachetools import TTLCache

from adapters.model import Student
from adapters.port import Session
from adapters.re_enrolment import ReEnrolment
from gateway.cache import Reading, Terms
from gateway.clock import Clock
from gateway.portal.old_side import OldSide
from gateway.views import Visit

_TERMS = Terms(waits=True, far=True)

_STANDS_FOR = timedelta(hours=1)
"""For so long it is not asked again beside other pages whether the tab is there."""

_NOT_AGAIN = timedelta(minutes=10)
"""For so long a tab that could not be read is not asked for again beside other pages."""

_MOST = 5000

_SIBLINGS = "siblings"


Standing = Literal["unknown", "closed", "open", "waiting"]
"""Never read; not activated; there; there, and awaiting validation."""


class Tab(msgspec.Struct, frozen=True, kw_only=True):
    """What is kept of it: that it is not there is worth keeping too."""

    screen: ReEnrolment | None
    """None where the school has not activated it."""


class Tabs:
    """Reads it for itself, and knows for the other tabs' row whether it is there."""

    def __init__(self, old_side: OldSide, clock: Clock) -> None:
        """`old_side` reads."""
        self._old_side = old_side
        self._clock = clock
        self._tried: TTLCache[tuple[str, str, str], bool] = TTLCache(
            _MOST, _NOT_AGAIN.total_seconds(), lambda: clock().timestamp()
        )

    async def read(self, visit: Visit, student: str, *, refresh: bool = False) -> Reading[Tab]:
        """The tab as it is now; as it is kept where the old site does not answer in time.

        Raises:
            NotListed: the family has no such student.
        """
        return await self._old_side.read(
            visit,
            "re_enrolment",
            Tab,
            lambda session: _ask(session, student),
            parameters=(student,),
            terms=_TERMS,
            refresh=refresh,
        )

    async def kept(self, visit: Visit, student: str) -> Reading[Tab] | None:
        """The tab as it was last read; asks nothing of the old site."""
        return await self._old_side.kept(visit, "re_enrolment", Tab, student, terms=_TERMS)

    async def note_siblings(self, visit: Visit, students: Sequence[Student]) -> None:
        """Remember the family's students: a receipt leads on to the next one, whatever is down."""
        if tuple(students) != await self.siblings(visit):
            await self._old_side.remember(visit, _SIBLINGS, tuple(students))

    async def siblings(self, visit: Visit) -> tuple[Student, ...]:
        """The family's students, as last seen beside this tab; asks the old site nothing."""
        kept = await self._old_side.kept(visit, _SIBLINGS, tuple[Student, ...], terms=_TERMS)
        return () if kept is None or kept.value is None else kept.value

    async def standing(self, visit: Visit, student: str) -> Standing:
        """What is known of the tab; asks nothing of the old site."""
        kept = await self.kept(visit, student)
        if kept is None or kept.value is None:
            return "unknown"
        screen = kept.value.screen
        if screen is None:
            return "closed"
        return "open" if screen.waiting is None else "waiting"

    async def known_open(self, visit: Visit, students: Sequence[Student]) -> frozenset[str]:
        """References of those whose tab is known to be there; asks nothing of the old site."""
        return frozenset([each.ref for each in students if await self._is_open(visit, each.ref)])

    async def learn(self, visit: Visit, chosen: str, students: Sequence[Student]) -> None:
        """Have one tab read beside the page that is shown, where it is not known.

        The chosen student's first; siblings' only where that one is there.
        """
        siblings = [each.ref for each in students if each.ref != chosen]
        for ref in (chosen, *siblings):
            if not await self._stands(visit, ref):
                self._read_beside(visit, ref)
                return
            if not await self._is_open(visit, chosen):
                return

    def _read_beside(self, visit: Visit, student: str) -> None:
        key = (visit.school, visit.account, student)
        if key in self._tried:
            return
        self._tried[key] = True
        self._old_side.read_beside(
            visit,
            "re_enrolment",
            lambda session: _ask(session, student),
            parameters=(student,),
            terms=_TERMS,
        )

    async def _is_open(self, visit: Visit, student: str) -> bool:
        return await self.standing(visit, student) in ("open", "waiting")

    async def _stands(self, visit: Visit, student: str) -> bool:
        kept = await self.kept(visit, student)
        if kept is None or kept.read_at is None:
            return False
        return self._clock() - kept.read_at < _STANDS_FOR


async def _ask(session: Session, student: str) -> Tab:
    return Tab(screen=await session.re_enrolment(student))
