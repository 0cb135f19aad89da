"""Claimed requests that nobody works on any more: who may go on with them, and when.

Whoever takes a request over may read, and send it again only once its sender can no longer act
(`Verification`). The sender, should it wake, finds the fence gone and changes nothing.
"""

import logging
from typing import Any

from gateway.clock import Clock
from gateway.pending.journal import Journal
from gateway.pending.sending import leases
from gateway.pending.sending.leases import Leases
from gateway.pending.sending.senders import Senders
from gateway.pending.sending.waits import Waits
from gateway.pending.states import Event
from gateway.store import requests
from gateway.store.requests import RequestRow
from gateway.store.store import Store

_log = logging.getLogger(__name__)


class Takeover:
    """Goes on with claimed requests that nobody works on any more."""

    def __init__(
        self,
        store: Store,
        journal: Journal,
        senders: Senders,
        leases: Leases,
        waits: Waits,
        clock: Clock,
    ) -> None:
        """`senders` holds this run's own lock too."""
        self._store = store
        self._journal = journal
        self._senders = senders
        self._leases = leases
        self._waits = waits
        self._clock = clock

    def left(self, row: RequestRow) -> float:
        """Seconds until it may be taken over; 0 where it may be now."""
        return self._leases.left(row) if self._may_act(row) else 0.0

    async def take_over(self, row: RequestRow) -> RequestRow:
        """Go on with it: from the beginning where nothing has left, else by reading it back.

        Raises:
            LostRace: its sender was only slow, or somebody else has taken it over.
        """
        if row.intent_at is None:
            # Nor will anything: its sender cannot commit an intent at this fence any more.
            return await self._journal.move(
                row, Event.POSTPONED, due_at=self._clock(), **leases.NONE
            )
        may_act = self._may_act(row)
        if may_act:
            _log.warning(
                "taken over from a sender that does not end",
                extra={"school": row.school, "number": row.number},
            )
        changes: dict[str, Any] = {"sender": row.sender} if may_act else leases.NONE
        longest = self._waits.longest_run(row.school)
        moved = await self._journal.move(
            row, Event.ANSWER_LOST, due_at=self._clock() + longest, **changes
        )
        self._waits.begin(moved, longest)
        return moved

    def keep_only(self, keys: set[tuple[str, str]]) -> None:
        """Forget what was seen of all but these requests, each by its school and number."""
        self._leases.keep_only(keys)

    async def sweep(self) -> None:
        """Remove what former runs have left and no request names."""
        ended = self._senders.ended()
        if ended:
            named = await self._store.read(requests.senders)
            self._senders.remove(ended - named)

    def let_go(self) -> None:
        """This run sends nothing more: others need not wait for it."""
        self._senders.let_go()

    def _may_act(self, row: RequestRow) -> bool:
        if row.sender is None or self._senders.is_own(row.sender):
            # Ours, and none of our tasks is at it.
            return False
        return self._senders.gone_for(row.sender) is None
