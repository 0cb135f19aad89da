"""Demandes: what a family has asked for, and what the old site's screens tell of it."""

from collections.abc import Sequence

from gateway.pending.requests import Known, Requests
from gateway.pending.states import FINAL, State
from gateway.pending.subjects import Subject
from gateway.portal.looking import Looking
from gateway.request_views import shown
from gateway.views import RequestView, Visit

_TOLD_BY_READING = frozenset({State.AWAITING_STAFF, State.NEEDS_ATTENTION})
_MOST = 3
"""Screens that one look at Demandes reads: the longest unseen; the others' turn comes."""


class Demands:
    """Shows requests, after a look at the screens that may tell more of them."""

    def __init__(self, requests: Requests, looking: Looking) -> None:
        """`looking` reads the screens."""
        self._requests = requests
        self._looking = looking

    async def open_ones(self, visit: Visit) -> tuple[RequestView, ...]:
        """Those that are under way, as they are known; asks nothing of the old site."""
        views = map(shown, await self._requests.of_account(visit.school, visit.account))
        return tuple(view for view in views if view.state not in FINAL)

    async def all(self, visit: Visit) -> tuple[RequestView, ...]:
        """All of them, the newest first; see `Portal.requests`."""
        known = await self._requests.of_account(visit.school, visit.account)
        subjects = _to_look_at(known)
        if subjects:
            await self._looking.look(visit, subjects)
            known = await self._requests.of_account(visit.school, visit.account)
        return tuple(map(shown, known))

    async def one(self, visit: Visit, number: str) -> RequestView:
        """One of them; see `Portal.request`."""
        known = await self._requests.find(visit.school, visit.account, number)
        if known.row.state in _TOLD_BY_READING:
            await self._looking.look(visit, (known.body.subject,))
            known = await self._requests.find(visit.school, visit.account, number)
        return shown(known)

    async def withdraw(self, visit: Visit, number: str) -> RequestView:
        """Take one back; see `Portal.withdraw`."""
        return shown(await self._requests.withdraw(visit.school, visit.account, number))


def _to_look_at(known: Sequence[Known]) -> list[Subject]:
    """The screens that open requests are about, each once, the longest unseen first."""
    told = [each for each in known if each.row.state in _TOLD_BY_READING]
    told.sort(key=lambda each: each.row.seen_at or each.row.asked_at)
    subjects: dict[str, Subject] = {}
    for each in told:
        subjects.setdefault(each.body.subject.place, each.body.subject)
    return list(subjects.values())[:_MOST]
