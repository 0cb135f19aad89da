"""Moving a request from state to state: conditional, journaled, in one transaction."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from gateway.clock import Clock
from gateway.documents import Documents
from gateway.pending.errors import LostRace
from gateway.pending.records import Records, Result
from gateway.pending.states import FINAL, HOLDS_MEANS, Event, State, after
from gateway.store import events, requests
from gateway.store.requests import RequestRow
from gateway.store.store import Store

Told = Callable[[Connection, RequestRow, Event, datetime], None]
"""Called with each request that was moved, by what and when, in the transaction that moves it."""


def advance(
    connection: Connection, row: RequestRow, event: Event, at: datetime, **values: Any
) -> RequestRow:
    """Move a request on; `values` are other columns to change with it.

    Raises:
        IllegalTransition: this cannot happen to it.
        LostRace: it is no longer as `row` has it; nothing is changed.
    """
    state = after(State(row.state), event)
    if event is Event.RESTORED:
        # Whoever sent it did so from another store.
        values |= {"sender": None, "lease_until": None}
    if state not in HOLDS_MEANS:
        values |= {"means": None, "means_until": None}
    moved = requests.move(connection, row, state=state, **values)
    if moved is None:
        raise LostRace
    write_down(connection, moved, event, at)
    return moved


def write_down(connection: Connection, row: RequestRow, event: Event, at: datetime) -> None:
    """Add to the journal that `event` brought the request to the state it is in."""
    events.add(
        connection,
        school=row.school,
        number=row.number,
        event_name=event,
        state=row.state,
        at=at,
    )


_LET_GO = frozenset({Event.ACCEPTED, Event.APPROVED, Event.SENT_ANYWAY, Event.UNBLOCKED})
"""From then on it waits for nobody: before it, no age is the old site's."""

_MAY_BE_SENT_NOW = frozenset({Event.PROVED_ABSENT, Event.STEP_KNOWN})


def _held_again(connection: Connection, row: RequestRow) -> tuple[Event, ...]:
    """What leads back to where the school held it, if it has not said that it may go; else ().

    Out of a backup such a request is verified as any other, for it may have been approved since;
    what is proved absent waits for the school again, or for the family that it was sent back to.
    """
    happened = {each.event for each in events.of_request(connection, row.school, row.number)}
    if Event.HELD not in happened or Event.APPROVED in happened:
        return ()
    return (Event.HELD, Event.SENT_BACK) if Event.SENT_BACK in happened else (Event.HELD,)


class Journal:
    """Moves requests, one transaction each or within another; what they end with is erased."""

    def __init__(
        self,
        store: Store,
        records: Records,
        clock: Clock,
        documents: Documents | None = None,
        told: Told | None = None,
    ) -> None:
        """Made once for all workers; where there are no `documents`, no request holds any.

        `told` tells the family, by a letter that exists if and only if the request has moved.
        """
        self._store = store
        self._records = records
        self._clock = clock
        self._documents = documents
        self._told = told

    def advance(
        self, connection: Connection, row: RequestRow, event: Event, at: datetime, **values: Any
    ) -> RequestRow:
        """As the function of that name; the documents of a request go with its end."""
        moved = advance(connection, row, event, at, **values)
        if event in _MAY_BE_SENT_NOW:
            for back in _held_again(connection, moved):
                moved = advance(connection, moved, back, at)
        if self._documents is not None and State(moved.state) in FINAL:
            self._documents.let_go(connection, moved.school, moved.number)
        if self._told is not None:
            self._told(connection, moved, event, at)
        return moved

    async def let_go_at(self, row: RequestRow) -> datetime:
        """Since when nothing but the old site keeps it back: its age where that is counted."""
        happened = await self._store.read(lambda c: events.of_request(c, row.school, row.number))
        return max((each.at for each in happened if each.event in _LET_GO), default=row.asked_at)

    async def came_by(self, row: RequestRow, event: Event) -> bool:
        """Whether that was the last thing to happen to a request."""
        happened = await self._store.read(lambda c: events.of_request(c, row.school, row.number))
        return bool(happened) and happened[-1].event == event

    async def move(
        self, row: RequestRow, event: Event, result: Result | None = None, **values: Any
    ) -> RequestRow:
        """Move a request on, with what the old site said; raises as `advance` does."""
        if result is not None:
            values["result"] = self._records.seal_result(row, result)
        at = self._clock()
        return await self._store.write(lambda c: self.advance(c, row, event, at, **values))

    async def note(self, row: RequestRow, **values: Any) -> RequestRow:
        """Change columns of a request without moving it.

        Raises:
            LostRace: it is no longer as `row` has it; nothing is changed.
        """
        noted = await self._store.write(lambda c: requests.note(c, row, **values))
        if noted is None:
            raise LostRace
        return noted
