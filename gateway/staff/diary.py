"""What clerks saw and did, in the journal of acts; their notes are sealed there."""

from datetime import datetime

from sqlalchemy import Connection

from gateway.sealed import place_of_note
from gateway.store import acts
from gateway.store.acts import ActRow
from gateway.vault import DoesNotOpen, Vault
from gateway.views.office import Act, Clerk


class Diary:
    """Writes acts down, and reads a request's."""

    def __init__(self, vault: Vault) -> None:
        """Which seals notes."""
        self._vault = vault

    def add(
        self,
        connection: Connection,
        clerk: Clerk,
        at: datetime,
        what: str,
        number: str = "",
        note: str = "",
    ) -> None:
        """In the transaction of what is done."""
        place = place_of_note(school=clerk.school, staff=clerk.id, number=number, at=at)
        acts.add(
            connection,
            school=clerk.school,
            at=at,
            staff=clerk.id,
            name=clerk.name,
            what=what,
            number=number,
            note=self._vault.seal(place, note.encode()) if note else None,
        )

    def has(
        self, connection: Connection, clerk: Clerk, number: str, what: str, *, since: datetime
    ) -> bool:
        """Whether the clerk has done just that since."""
        return any(
            act.staff == clerk.id and act.what == what and act.at > since
            for act in acts.of_request(connection, clerk.school, number)
        )

    def of_request(self, connection: Connection, school: str, number: str) -> tuple[Act, ...]:
        """The oldest first."""
        return tuple(map(self.opened, acts.of_request(connection, school, number)))

    def opened(self, row: ActRow) -> Act:
        """One of them, in clear; with « ? » for a note that does not open."""
        return Act(at=row.at, who=row.name, what=row.what, number=row.number, note=self._note(row))

    def _note(self, row: ActRow) -> str:
        if row.note is None:
            return ""
        place = place_of_note(school=row.school, staff=row.staff, number=row.number, at=row.at)
        try:
            return self._vault.open(place, row.note).decode()
        except DoesNotOpen:
            # The others are read all the same; what it says is not known.
            return "?"
