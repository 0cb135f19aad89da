"""The receipt by mail (CRPA, R112-5): what was received, when, by whom; never that it is valid."""

from collections.abc import Mapping

from sqlalchemy import Connection

from adapters.model import Sheet
from gateway import config
from gateway.mail import Letter, Outbox, Stationery, deliverable
from gateway.pending.paris import moment
from gateway.pending.records import Body
from gateway.store.requests import RequestRow


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

    def addresses(self, sheet: Sheet, changes: Mapping[str, str]) -> tuple[str, ...]:
        """Where a receipt goes: the e-mail in force, then the one asked for where it changes."""
        field = sheet.named("email")
        if field is None:
            return ()
        marked = field.waiting.current if field.waiting else None
        in_force = field.value if marked is None else marked
        wished = (in_force.strip(), changes.get(field.key, ""))
        return tuple(dict.fromkeys(address for address in wished if deliverable(address)))

    def post(self, connection: Connection, row: RequestRow, body: Body) -> None:
        """Put a receipt into the outbox for each address, in order."""
        school = self._schools[row.school]
        written = self._stationery.write(
            "receipt",
            school=school,
            number=row.number,
            when=moment(row.asked_at, self._language),
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
