"""The receipt by mail (CRPA, R112-5): what was received, when, by whom; never that it is valid."""

from collections.abc import Mapping, Sequence

from sqlalchemy import Connection

from adapters.model import Field, Kind, Sheet
from gateway import config
from gateway.mail import Letter, Outbox, Stationery, deliverable
from gateway.pending.paris import moment
from gateway.pending.records import Body
from gateway.store.requests import RequestRow

_HOLD_ADDRESSES = frozenset({Kind.EMAIL, Kind.TEXT})
"""Not every old form says which of its fields are for e-mail; an address shows what it is."""


class Receipts:
    """Writes receipts and puts them into the outbox, in the transaction that accepts."""

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
        school = self._schools[row.school]
        written = self._stationery.write(
            "receipt",
            school=school,
            number=row.number,
            when=moment(row.asked_at, self._language),
            student=body.subject.name,
            changes=[
                {
                    "caption": wanted.field.caption,
                    "old": wanted.field.shown(wanted.change.old),
                    "new": wanted.field.shown(wanted.change.new),
                }
                for wanted in body.wanted
            ],
            keeps_means=row.means is not None,
        )
        for address in body.mailed_to:
            letter = Letter(to=address, school=school.name, written=written)
            self._outbox.post(connection, row.school, row.account, letter, row.asked_at)


def _in_force(field: Field, sheet: Sheet, earlier: Sequence[Body]) -> str:
    """The value in force: behind a mark that does not name it, what the first request found."""
    if field.waiting is not None and field.waiting.current is not None:
        return field.waiting.current
    if field.waiting is None and sheet.waiting is None:
        return field.value
    found = (w.change.old for body in earlier for w in body.wanted if w.change.key == field.key)
    return next(found, field.value)
