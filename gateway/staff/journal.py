"""The journal of acts, as who administers the desk reads it; taking it away is an act too."""

from collections.abc import AsyncIterator
from datetime import datetime

import msgspec
from sqlalchemy import Connection

from gateway.clock import Clock
from gateway.staff.diary import Diary
from gateway.store import acts, staff
from gateway.store.acts import ActRow, Sought
from gateway.store.store import Store
from gateway.vault import Vault
from gateway.views.office import Act, Clerk

A_PAGE = 50
"""Acts on a page."""

_AT_ONCE = 500
"""Acts read at once for an export: it is never whole in memory."""


class Person(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody whose acts may be looked for."""

    id: str
    name: str


class Page(msgspec.Struct, frozen=True, kw_only=True):
    """A page of the journal, the newest first."""

    acts: tuple[Act, ...]
    people: tuple[Person, ...]
    page: int
    more: bool
    """Whether there are older ones."""


class Journal:
    """Reads it; nothing changes it."""

    def __init__(self, store: Store, vault: Vault, clock: Clock) -> None:
        """`vault` opens its notes."""
        self._store = store
        self._diary = Diary(vault)
        self._clock = clock

    async def page(self, clerk: Clerk, sought: Sought, page: int) -> Page:
        """The page of that number, from 1 on, of the clerk's school."""

        def read(connection: Connection) -> tuple[list[ActRow], list[Person]]:
            rows = acts.latest(
                connection, clerk.school, sought, most=A_PAGE + 1, after=(page - 1) * A_PAGE
            )
            people = [
                Person(id=row.id, name=row.name)
                for row in staff.of_school(connection, clerk.school)
            ]
            return rows, people

        rows, people = await self._store.read(read)
        return Page(
            acts=tuple(self._diary.opened(row) for row in rows[:A_PAGE]),
            people=tuple(sorted(people, key=lambda one: one.name.casefold())),
            page=page,
            more=len(rows) > A_PAGE,
        )

    async def export(self, clerk: Clerk, sought: Sought) -> AsyncIterator[Act]:
        """All that is sought, the newest first; what is done meanwhile is not in it."""
        now = self._clock()
        before: datetime = min(now, sought.before) if sought.before else now
        await self._store.write(lambda c: self._diary.add(c, clerk, now, "journal_exported"))
        fixed = msgspec.structs.replace(sought, before=before)
        after = 0
        while rows := await self._some(clerk.school, fixed, after):
            for row in rows:
                yield self._diary.opened(row)
            after += len(rows)

    async def _some(self, school: str, sought: Sought, after: int) -> list[ActRow]:
        return await self._store.read(
            lambda c: acts.latest(c, school, sought, most=_AT_ONCE, after=after)
        )
