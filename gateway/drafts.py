"""A re-enrolment that a family has begun and not sent: kept sealed until it is, or grows too old.

It outlasts the browser, the session and a restart, and it opens for its own account only.
"""

import hashlib
import logging
import secrets
from collections import Counter
from collections.abc import Callable, Mapping
from datetime import timedelta

import msgspec
from sqlalchemy import Connection

from adapters.model import Student
from adapters.re_enrolment import ReEnrolment
from gateway.clock import Clock
from gateway.store import drafts as rows
from gateway.store import purges
from gateway.store.drafts import DraftRow
from gateway.store.store import Store
from gateway.vault import DoesNotOpen, Place, Vault

_log = logging.getLogger(__name__)


class NothingBegun(Exception):
    """There is no draft for that student: it was sent, erased, or never begun."""


class DraftChanged(Exception):
    """The draft is another one than the family had before it."""


class Given(msgspec.Struct, frozen=True, kw_only=True):
    """A document that the family has given so far."""

    document: str
    """Its id in `gateway.documents`."""
    name: str
    """The value in the import window's list, "" where it asks for none."""
    label: str
    """That value's words."""
    file_name: str
    """The family's own, for showing."""
    size: int
    """Bytes, as they will be sent."""
    reduced: bool = False
    press: str = ""
    """The same for a double press of « Importer »."""


class Draft(msgspec.Struct, frozen=True, kw_only=True):
    """What a family has chosen and written for one student."""

    student: Student
    screen: ReEnrolment
    """The tab as the family saw it when it chose."""
    ticked: tuple[str, ...]
    """Keys of the disciplines that go on."""
    answers: Mapping[str, str] = msgspec.field(default_factory=dict)
    """By question key, as typed."""
    note: str = ""
    given: tuple[Given, ...] = ()
    press: str
    """Random, of its own: however often it is sent, it is one request."""
    takes_up: tuple[str, ...] = ()
    """Numbers of the requests whose documents came into it."""

    @property
    def version(self) -> str:
        """Another one means that something was changed, here or in another browser."""
        return hashlib.sha256(msgspec.msgpack.encode(self, order="sorted")).hexdigest()[:24]


def new_press() -> str:
    """What tells a new draft from every other."""
    return secrets.token_urlsafe(12)


class Drafts:
    """Keeps them: by school, account and student."""

    def __init__(self, store: Store, vault: Vault, keep_for: timedelta, clock: Clock) -> None:
        """`keep_for` is how long a draft is kept that nobody changes."""
        self._store = store
        self._vault = vault
        self._keep_for = keep_for
        self._clock = clock

    async def find(self, school: str, account: str, student: str) -> Draft | None:
        """The account's draft for the student of that reference, or None."""

        def read(connection: Connection) -> Draft | None:
            return self._find(connection, school, account, student)

        return await self._store.read(read)

    async def of_account(self, school: str, account: str) -> tuple[Draft, ...]:
        """All of the account's drafts."""
        found = await self._store.read(lambda c: rows.of_account(c, school, account))
        opened = (self._opened(row) for row in found)
        return tuple(draft for draft in opened if draft is not None)

    async def change(
        self, school: str, account: str, student: str, fn: Callable[[Draft | None], Draft | None]
    ) -> Draft | None:
        """Replace a draft by what `fn` makes of it, None being none; nobody comes between."""

        def write(connection: Connection) -> Draft | None:
            before = self._find(connection, school, account, student)
            after = fn(before)
            if after is None:
                rows.remove(connection, school, account, self._row(school, account, student))
            elif after != before:
                rows.put(connection, self._sealed(school, account, after))
            return after

        return await self._store.write(write)

    async def amend(
        self, school: str, account: str, student: str, fn: Callable[[Draft], Draft]
    ) -> Draft:
        """As `change`, of a draft that is there.

        Raises:
            NothingBegun: there is none.
        """

        def change(before: Draft | None) -> Draft:
            if before is None:
                raise NothingBegun
            return fn(before)

        after = await self.change(school, account, student, change)
        if after is None:
            raise NothingBegun
        return after

    async def erase(self, school: str, account: str, student: str, press: str) -> None:
        """Erase that very draft: one begun after it stays."""
        await self.change(
            school,
            account,
            student,
            lambda draft: None if draft is None or draft.press == press else draft,
        )

    async def sweep(self) -> None:
        """Erase those that nobody has changed for too long."""
        now = self._clock()
        oldest = now - self._keep_for

        def write(connection: Connection) -> None:
            gone = Counter(rows.remove_older(connection, oldest))
            purges.note(connection, gone, kind="draft", at=now, until=oldest, why="age")

        await self._store.write(write)

    def _find(self, connection: Connection, school: str, account: str, ref: str) -> Draft | None:
        row = rows.find(connection, school, account, self._row(school, account, ref))
        return None if row is None else self._opened(row)

    def _opened(self, row: DraftRow) -> Draft | None:
        if row.changed_at < self._clock() - self._keep_for:
            return None
        try:
            plain = self._vault.open(_place(row.school, row.account, row.student), row.sealed)
            return msgspec.msgpack.decode(plain, type=Draft)
        except (DoesNotOpen, msgspec.DecodeError):
            # Another key, or another version of what is sealed: the family begins anew.
            _log.warning("a draft does not open", extra={"school": row.school})
            return None

    def _sealed(self, school: str, account: str, draft: Draft) -> DraftRow:
        student = self._row(school, account, draft.student.ref)
        return DraftRow(
            school=school,
            account=account,
            student=student,
            changed_at=self._clock(),
            sealed=self._vault.seal(
                _place(school, account, student), msgspec.msgpack.encode(draft)
            ),
        )

    def _row(self, school: str, account: str, ref: str) -> str:
        return self._vault.digest("draft", school, account, ref)


def _place(school: str, account: str, student: str) -> Place:
    return Place(purpose="draft", school=school, account=account, row=student)
