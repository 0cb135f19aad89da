"""Leaving an old site, or one of its pages, alone for a while after too many failures in a row.

A request's own pauses spare the old site one family; this spares it all of them. A site does not
answer, or a page is not what it was: then its requests wait, and after a growing pause one of them
tries. Failures of one family alone open nothing: they may be its own.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from adapters.errors import (
    ExtranetError,
    FormChanged,
    NotListed,
    ProposalError,
    SessionEnded,
    SignInRefused,
    Unavailable,
)
from gateway.clock import Steady
from gateway.pauses import pause
from gateway.pending.subjects import Kind
from gateway.settings import Delivery
from gateway.store.requests import RequestRow

Place = tuple[str, str]
"""A school with one kind of request, whose page it is; with "", its whole site."""


@dataclass
class _Failing:
    """What failed since it last went well."""

    accounts: set[str] = field(default_factory=set)
    opened: int = 0
    until: float = 0.0


class Breaker:
    """For every site and page."""

    def __init__(self, settings: Delivery, steady: Steady) -> None:
        """`settings` is the configuration's `[delivery]`."""
        self._settings = settings
        self._steady = steady
        self._failing: dict[Place, _Failing] = {}
        self._trying: set[Place] = set()

    def left(self, school: str, kind: str) -> float:
        """Seconds until a request of that kind may be worked on; 0 where it may be now.

        Infinite while another one tries: that one's end will tell.
        """
        return max(self._left(place) for place in _places(school, kind))

    @contextmanager
    def trying(self, school: str, kind: str) -> Iterator[None]:
        """Work on a request that may be worked on: where that was a pause's end, it is alone."""
        mine = {place for place in _places(school, kind) if self._is_open(place)} - self._trying
        self._trying |= mine
        try:
            yield
        finally:
            self._trying -= mine

    def heard(self, row: RequestRow, error: Exception | None) -> None:
        """What came of working on a request; None where the old site did as it should."""
        match error:
            case None | ProposalError() | FormChanged() | NotListed():
                self.works(row.school, row.kind)
            case SignInRefused():
                self._failing.pop((row.school, ""), None)
            case Unavailable() | TimeoutError():
                self._fails((row.school, ""), row.account)
            case SessionEnded():
                pass
            case ExtranetError():
                self._fails((row.school, row.kind), row.account)

    def works(self, school: str, kind: Kind | str) -> None:
        """Somebody has just read that page."""
        for place in _places(school, kind):
            self._failing.pop(place, None)

    def halted(self, school: str) -> tuple[str, ...]:
        """The kinds of request that are left alone now; "" among them is the whole site."""
        found = (kind for id, kind in self._failing if id == school and self._is_open((id, kind)))
        return tuple(sorted(found))

    def _left(self, place: Place) -> float:
        if not self._is_open(place):
            return 0.0
        if place in self._trying:
            return float("inf")
        return max(0.0, self._failing[place].until - self._steady())

    def _is_open(self, place: Place) -> bool:
        failing = self._failing.get(place)
        return failing is not None and failing.opened > 0

    def _fails(self, place: Place, account: str) -> None:
        failing = self._failing.setdefault(place, _Failing())
        failing.accounts.add(account)
        now = self._steady()
        if now < failing.until or len(failing.accounts) < self._settings.breaker_failures:
            # Begun before it was opened, or too few yet.
            return
        failing.opened += 1
        failing.until = now + pause(self._settings, failing.opened).total_seconds()


def _places(school: str, kind: Kind | str) -> tuple[Place, Place]:
    return (school, ""), (school, str(kind))
