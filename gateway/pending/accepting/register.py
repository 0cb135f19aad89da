"""Entering a request: row, journal and receipt, in the transaction that accepts it."""

from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy import Connection

from gateway.clock import Clock
from gateway.means import Means
from gateway.pending.accepting import numbers
from gateway.pending.journal import advance, write_down
from gateway.pending.letters.receipts import Receipts
from gateway.pending.records import Body, Records
from gateway.pending.states import Event, State
from gateway.pending.subjects import Kind
from gateway.store import requests
from gateway.store.requests import RequestRow


class Register:
    """Where every request begins."""

    def __init__(
        self, records: Records, receipts: Receipts, keep_for: timedelta, clock: Clock
    ) -> None:
        """`keep_for` is how long the means to sign in may be kept."""
        self._records = records
        self._receipts = receipts
        self._keep_for = keep_for
        self._clock = clock

    def enter(
        self,
        connection: Connection,
        *,
        school: str,
        account: str,
        kind: Kind,
        press: str,
        means: Means | None,
        body: Callable[[str, datetime], Body],
    ) -> RequestRow:
        """Enter a new request; `body` is made of its number and of when it came."""
        now = self._clock()
        number = numbers.free(connection, school, now)
        asked = body(number, now)
        row = requests.add(
            connection,
            school=school,
            number=number,
            account=account,
            press=press,
            kind=kind,
            state=State.RECEIVED,
            fence=0,
            asked_at=now,
            due_at=now,
            attempts=0,
            resent=False,
            applied_at_once=False,
            body=self._records.seal_body(school, account, number, asked),
            **self._kept_means(school, account, number, means, now),
        )
        write_down(connection, row, Event.ACCEPTED, now)
        if self._receipts.school(row).review:
            row = advance(connection, row, Event.HELD, now)
        self._receipts.post(connection, row, asked)
        return row

    def _kept_means(
        self, school: str, account: str, number: str, means: Means | None, now: datetime
    ) -> dict[str, bytes | datetime | None]:
        if means is None:
            return {"means": None, "means_until": None}
        sealed = self._records.seal_means(school, account, number, means)
        return {"means": sealed, "means_until": now + self._keep_for}
