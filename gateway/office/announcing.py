"""What the desk tells all the school's families: put up, changed and taken down, written down."""

from datetime import date, datetime

import msgspec
from sqlalchemy import Connection

from gateway.announcements import Kind, Period, period, today
from gateway.clock import Clock
from gateway.office.choices import may_decide
from gateway.office.errors import NotAllowed, Taken
from gateway.staff.diary import Diary
from gateway.store import announcements as rows
from gateway.store.announcements import AnnouncementRow
from gateway.store.store import Store
from gateway.views.office import Clerk

ACTS = {
    Kind.BANNER: ("banner_set", "banner_removed"),
    Kind.RE_ENROLMENT: ("opening_set", "opening_removed"),
}
"""As the journal names putting up or changing, and taking down."""


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """What is announced of one kind; nothing where there is neither a text nor a day."""

    text: str = ""
    days: Period = Period()
    version: int = 0
    """What a change carries back: one that came between makes it fail."""
    changed_at: datetime | None = None
    changed_by: str = ""

    @property
    def stands(self) -> bool:
        """Whether anything is announced."""
        return bool(self.text or self.days.since or self.days.until)


class Announcing:
    """Reads and changes it, of the clerk's school alone."""

    def __init__(self, store: Store, diary: Diary, clock: Clock) -> None:
        """`diary` says who has changed what."""
        self._store = store
        self._diary = diary
        self._clock = clock

    def today(self) -> date:
        """The day that it is in Paris."""
        return today(self._clock())

    async def standing(self, clerk: Clerk, kind: Kind) -> Standing:
        """What is announced now, as the database has it."""
        return await self._store.read(lambda c: _standing(rows.find(c, clerk.school, kind)))

    async def put(self, clerk: Clerk, kind: Kind, text: str, days: Period, version: int) -> None:
        """Put up or change what the clerk saw at that version; nothing at all takes it down.

        Raises:
            NotAllowed: the clerk may look only.
            Taken: somebody has changed it since; who, and when.
        """
        if not may_decide(clerk):
            raise NotAllowed
        now = self._clock()

        def write(connection: Connection) -> None:
            before = _standing(rows.find(connection, clerk.school, kind))
            if (before.text, before.days) == (text, days):
                return
            if before.version != version:
                raise Taken(before.changed_by, before.changed_at or now)
            row = AnnouncementRow(
                school=clerk.school,
                kind=kind,
                text=text,
                since=_iso(days.since),
                until=_iso(days.until),
                version=version + 1,
                changed_at=now,
                changed_by=clerk.name,
            )
            rows.put(connection, row)
            put_up, taken_down = ACTS[kind]
            what = put_up if _standing(row).stands else taken_down
            self._diary.add(connection, clerk, now, what, note=_note(row))

        await self._store.write(write)


def _standing(row: AnnouncementRow | None) -> Standing:
    if row is None:
        return Standing()
    return Standing(
        text=row.text,
        days=period(row),
        version=row.version,
        changed_at=row.changed_at,
        changed_by=row.changed_by,
    )


def _iso(on: date | None) -> str:
    return on.isoformat() if on else ""


def _note(row: AnnouncementRow) -> str:
    """What was announced, and its days as ISO writes them: « 2026-06-01 – 2026-06-30 »."""
    days = f"{row.since or '…'} – {row.until or '…'}" if row.since or row.until else ""
    return "\n".join(filter(None, (row.text, days)))
