"""Reading a sheet, or Réinscription, as it is now: the requests about it learn from that."""

import asyncio
from collections.abc import Callable, Coroutine, Sequence
from datetime import datetime
from typing import Any

from adapters.errors import ExtranetError, SessionEnded, Unavailable
from adapters.model import Sheet
from adapters.re_enrolment import ReEnrolment
from gateway.cache import Cache, Key, Terms
from gateway.clock import Clock
from gateway.drift import Drift
from gateway.pending.naming import family_name
from gateway.pending.requests import Requests
from gateway.pending.sending.sheets import read as read_sheet
from gateway.pending.subjects import FAMILY, Kind, Subject
from gateway.portal.old_side import OldSide
from gateway.views import Visit

_ADDRESSES = Terms(far=True)


class Looking:
    """Reads Famille, Identité and Réinscription live, and not from what is kept."""

    def __init__(
        self, old_side: OldSide, cache: Cache, requests: Requests, drift: Drift, clock: Clock
    ) -> None:
        """`requests` learn, `cache` remembers the family's addresses."""
        self._old_side = old_side
        self._cache = cache
        self._requests = requests
        self._drift = drift
        self._clock = clock

    async def read(self, visit: Visit, subject: Subject) -> tuple[Sheet, datetime]:
        """A sheet, and when its reading began.

        Raises:
            SessionEnded: sign in again; the gateway's session has ended too.
            ExtranetError: it cannot be read now.
        """
        began_at = self._clock()
        async with self._old_side.session(visit) as session:
            sheet = await read_sheet(session, subject)
        await self._requests.reconcile(visit.school, visit.account, subject, sheet, began_at)
        if subject == FAMILY:
            await self._note_family(visit, sheet)
        return sheet, began_at

    async def re_enrolment(
        self, visit: Visit, subject: Subject
    ) -> tuple[ReEnrolment | None, datetime]:
        """A student's Réinscription, and when its reading began; None where it is not activated.

        Raises:
            SessionEnded: sign in again; the gateway's session has ended too.
            ExtranetError: it cannot be read now.
        """
        began_at = self._clock()
        async with self._old_side.session(visit) as session:
            screen = await session.re_enrolment(subject.ref)
        await self._requests.reconcile_re_enrolment(
            visit.school, visit.account, subject, screen, began_at
        )
        return screen, began_at

    async def look(self, visit: Visit, subjects: Sequence[Subject]) -> None:
        """Read screens for what they tell of the requests; for a little while, if it works.

        Raises:
            SessionEnded: sign in again.
        """
        looks = (self._look(visit, subject) for subject in subjects)
        for ended in await asyncio.gather(*looks, return_exceptions=True):
            if isinstance(ended, BaseException):
                raise ended

    async def addresses(self, visit: Visit) -> tuple[str, ...] | None:
        """Where the family's letters go, by Famille as last read; None where it never was."""
        kept = await self._cache.kept(_addresses(visit), tuple[str, ...], _ADDRESSES)
        return None if kept is None else kept.value

    async def family_name(self, visit: Visit) -> str:
        """The person responsible, by Famille as last read; "" where it never was."""
        kept = await self._cache.kept(_family_name(visit), str, _ADDRESSES)
        return "" if kept is None else kept.value or ""

    async def learn_addresses(self, visit: Visit) -> None:
        """Read Famille beside the rest where it never was: a receipt will need its addresses."""
        if await self.addresses(visit) is None:
            self._cache.begin(_look(visit, FAMILY), visit.session, self._work(visit, FAMILY))

    async def _look(self, visit: Visit, subject: Subject) -> None:
        try:
            await self._cache.wait(_look(visit, subject), visit.session, self._work(visit, subject))
        except Unavailable:
            # It goes on without us.
            return

    def _work(self, visit: Visit, subject: Subject) -> Callable[[], Coroutine[Any, Any, None]]:
        async def work() -> None:
            try:
                if subject.kind is Kind.RE_ENROLMENT:
                    await self.re_enrolment(visit, subject)
                else:
                    await self.read(visit, subject)
            except SessionEnded:
                raise
            except ExtranetError as error:
                self._drift.report(visit.school, visit.account, subject.kind, error)

        return work

    async def _note_family(self, visit: Visit, family: Sheet) -> None:
        found = await self._requests.addresses(visit.school, visit.account, family)
        if found != await self.addresses(visit):
            await self._cache.remember(_addresses(visit), found)
        name = family_name(family)
        if name != await self.family_name(visit):
            await self._cache.remember(_family_name(visit), name)


def _look(visit: Visit, subject: Subject) -> Key:
    return Key(
        school=visit.school,
        account=visit.account,
        resource="look",
        parameters=(subject.kind, subject.ref),
    )


def _addresses(visit: Visit) -> Key:
    return Key(school=visit.school, account=visit.account, resource="addresses")


def _family_name(visit: Visit) -> Key:
    return Key(school=visit.school, account=visit.account, resource="family_name")
