"""The receipt by mail (CRPA, R112-5): what was received, when, by whom; never that it is valid."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import Connection

from adapters.model import Field, Kind, Sheet
from gateway import config
from gateway.addresses import deliverable
from gateway.mail import Letter, Outbox, Stationery, Written
from gateway.pending.letters.paris import day, moment
from gateway.pending.records import Body
from gateway.pending.references import reference
from gateway.store.requests import RequestRow

_HOLD_ADDRESSES = frozenset({Kind.EMAIL, Kind.TEXT})
"""Not every old form says which of its fields are for e-mail; an address shows what it is."""


class Receipts:
    """Writes families' letters into the outbox, in the transaction of what they are about."""

    def __init__(
        self,
        outbox: Outbox,
        stationery: Stationery,
        schools: Mapping[str, config.School],
        language: str,
    ) -> None:
        """`schools` by their ids."""
        self._outbox = outbox
        self._stationery = stationery
        self._schools = schools
        self._language = language

    def addresses(
        self, sheet: Sheet, changes: Mapping[str, str], earlier: Sequence[Body]
    ) -> tuple[str, ...]:
        """Where a receipt goes: the e-mail in force, and each one that changes: old, then new.

        `earlier` are the family's open requests, in order.
        """
        may_hold = [field for field in sheet.fields() if field.kind in _HOLD_ADDRESSES]
        in_force = {field.key: _in_force(field, sheet, earlier).strip() for field in sheet.fields()}
        filled = (field for field in may_hold if deliverable(in_force[field.key]))
        main = sheet.named("email") or next(filled, None)
        changed = [field for field in may_hold if field.key in changes and field is not main]
        wished = [
            address
            for field in (*([] if main is None else [main]), *changed)
            for address in (in_force[field.key], changes.get(field.key, ""))
        ]
        return tuple(dict.fromkeys(address for address in wished if deliverable(address)))

    def post(self, connection: Connection, row: RequestRow, body: Body) -> None:
        """Put a receipt into the outbox for each address, in order."""
        written = self.receipt(row, body)
        for address in body.mailed_to:
            letter = Letter(to=address, school=self.school(row).name, written=written)
            self._outbox.post(connection, row.school, row.account, letter, row.asked_at)

    def receipt(self, row: RequestRow, body: Body) -> Written:
        """The receipt's words."""
        return self.write(
            "receipt" if body.re_enrolment is None else "receipt_re_enrolment",
            row,
            body,
            changes=_changes(body),
            keeps_means=row.means is not None,
            numbered=bool(reference(body)),
            **self._of_re_enrolment(body),
        )

    def write(self, name: str, row: RequestRow, body: Body, **shown: object) -> Written:
        """The letter of that name about a request."""
        return self._stationery.write(
            name,
            school=self.school(row),
            number=row.number,
            when=moment(row.asked_at, self._language),
            student=body.subject.name,
            **shown,
        )

    def follow_up(
        self,
        connection: Connection,
        row: RequestRow,
        body: Body,
        written: Written,
        at: datetime,
        *,
        due_at: datetime,
        event: str,
        unless_seen: bool = True,
    ) -> None:
        """Put into the outbox, for whom the receipt went to, what has happened since; once."""
        name = self.school(row).name
        for place, address in enumerate(body.mailed_to):
            letter = Letter(to=address, school=name, written=written, unless_seen=unless_seen)
            about = (row.number, str(row.fence), event, str(place))
            self._outbox.post(
                connection, row.school, row.account, letter, at, due_at=due_at, about=about
            )

    def school(self, row: RequestRow) -> config.School:
        """The request's."""
        return self._schools[row.school]

    def _of_re_enrolment(self, body: Body) -> dict[str, object]:
        asked = body.re_enrolment
        if asked is None:
            return {}
        terms = asked.terms
        missing_by = terms.missing_by and day(terms.missing_by, self._language)
        return {
            "asked": asked,
            "terms": terms,
            "silence_from": day(terms.silence_from, self._language),
            "missing_by": missing_by,
        }


def _changes(body: Body) -> list[dict[str, str]]:
    """What is asked to change on a sheet, or the answers to a re-enrolment's questions."""
    if body.re_enrolment is not None:
        fields = {field.key: field for field in body.re_enrolment.screen.questions}
        asked = [(fields[change.key], change) for change in body.re_enrolment.answers]
    else:
        asked = [(wanted.field, wanted.as_asked) for wanted in body.asked]
    return [
        {
            "caption": field.caption,
            "old": field.shown(change.old),
            "new": field.shown(change.new),
        }
        for field, change in asked
    ]


def _in_force(field: Field, sheet: Sheet, earlier: Sequence[Body]) -> str:
    """The value in force: behind a mark that does not name it, what the first request found."""
    if field.waiting is not None and field.waiting.current is not None:
        return field.waiting.current
    if field.waiting is None and sheet.waiting is None:
        return field.value
    found = (w.change.old for body in earlier for w in body.wanted if w.change.key == field.key)
    return next(found, field.value)
