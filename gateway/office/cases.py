"""A request with all that a decision on it needs."""

from datetime import datetime

from msgspec.structs import replace
from sqlalchemy import Connection

from gateway.office.choices import choices
from gateway.office.errors import NotFound
from gateway.office.lists import Lists
from gateway.pending.records import Body
from gateway.pending.requests import Requests
from gateway.pending.states import State
from gateway.request_views import shown
from gateway.staff.diary import Diary
from gateway.store import desk
from gateway.store import requests as rows
from gateway.store.requests import RequestRow
from gateway.views.office import Case, Clerk, Decision, Wanted


class Cases:
    """Puts them together."""

    def __init__(self, requests: Requests, lists: Lists, diary: Diary) -> None:
        """`requests` open one, `lists` know what stands beside it, `diary` who saw it."""
        self._requests = requests
        self._lists = lists
        self._diary = diary

    def case(
        self, connection: Connection, clerk: Clerk, number: str, wanted: Wanted, now: datetime
    ) -> Case:
        """The school's request of that number, opened from the list that was `wanted`.

        Raises:
            NotFound: there is none.
        """
        row = rows.find(connection, clerk.school, number)
        if row is None:
            raise NotFound
        known = self._requests.known(connection, row)
        of_family = desk.outlines(connection, clerk.school, frozenset(State), row.account)
        others = [each for each in reversed(of_family) if each.number != number]
        previous, following = self._lists.beside(connection, clerk.school, number, wanted)
        return Case(
            # Taking it back is its family's.
            request=replace(shown(known), may_withdraw=False),
            fence=row.fence,
            family=known.body.family,
            others=self._lists.lines(connection, clerk, others, now),
            acts=self._diary.of_request(connection, clerk.school, number),
            may=self._may(connection, clerk, row, known.body, now),
            previous=previous,
            next=following,
        )

    def _may(
        self, connection: Connection, clerk: Clerk, row: RequestRow, body: Body, now: datetime
    ) -> tuple[Decision, ...]:
        """As `choices`, less what only its contents tell to be impossible."""
        deciding, out = self._requests.deciding, set()
        if not deciding.may_be_sent_anyway(connection, row):
            out = {Decision.SEND_ANYWAY, Decision.FIELD_BY_FIELD}
        elif len(body.keys) == 1:
            # Of one field alone the others say the same, by one press.
            out = {Decision.FIELD_BY_FIELD}
        if not deciding.may_be_approved(connection, row):
            out.add(Decision.APPROVE)
        return tuple(each for each in choices(clerk, row, now) if each not in out)
