"""One family, signed in to the extranet in memory."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import msgspec

from adapters.errors import NoDocument, NotListed, SessionEnded, TooSlow, Unreachable
from adapters.memory import asking, passwords
from adapters.memory.old_side import OldSide
from adapters.memory.record import Record as FamilyRecord
from adapters.memory.tables import Window, follow
from adapters.memory.writing import propose
from adapters.model import (
    Billing,
    Credentials,
    Home,
    Listing,
    ListName,
    Outcome,
    Proposal,
    Record,
    Sheet,
    Step,
    Student,
    Verdict,
)
from adapters.passwords import PasswordTerms
from adapters.port import BeforeSending
from adapters.quiet import is_quiet
from adapters.re_enrolment import Document, Filed, ReEnrolment, Wish

_PIECE = 256


class MemorySession:
    """Reads sign in again once where the session has ended; a write is never sent again."""

    def __init__(self, extranet: OldSide, credentials: Credentials, token: str) -> None:
        """Made by `OldSide.sign_in` and `resume`."""
        self._extranet = extranet
        self._credentials = credentials
        self._token = token
        self._turn = asyncio.Lock()

    @property
    def state(self) -> bytes:
        """What `OldSide.resume` takes: the session's token."""
        return self._token.encode("ascii")

    async def home(self) -> Home:
        """The old Accueil."""
        async with self._turn:
            await self._reach("home")
            return self._extranet.front

    async def family(self) -> Sheet:
        """The sheet of the person responsible."""
        async with self._turn:
            return await self._sheet(None)

    async def propose_family(self, proposal: Proposal, before_sending: BeforeSending) -> Outcome:
        """Ask for changes on Famille; see `adapters.port.Session`."""
        return await self._propose(None, proposal, before_sending)

    async def students(self) -> tuple[Student, ...]:
        """The family's students, in the school's order."""
        async with self._turn:
            family = await self._reach("students")
            return tuple(Student(ref=each.ref, name=each.name) for each in family.students)

    async def student(self, student: str) -> Sheet:
        """A student's Identité."""
        async with self._turn:
            return await self._sheet(student)

    async def propose_student(
        self, student: str, proposal: Proposal, before_sending: BeforeSending
    ) -> Outcome:
        """Ask for changes on a student's Identité; see `adapters.port.Session`."""
        return await self._propose(student, proposal, before_sending)

    async def courses(self, student: str) -> Listing:
        """A student's courses."""
        return await self._list(ListName.COURSES, student)

    async def history(self, student: str) -> Listing:
        """A student's courses of former years."""
        return await self._list(ListName.HISTORY, student)

    async def repertoire(self, student: str) -> Listing:
        """The musical events a student took part in."""
        return await self._list(ListName.REPERTOIRE, student)

    async def record(self, student: str, steps: tuple[Step, ...]) -> Record:
        """What opening a line shows, of a student's list or of a list on that sheet."""
        async with self._turn:
            family = await self._reach("record")
            on_file = family.student(student)
            opened, place = follow(on_file.tables, on_file.ref, steps)
            if not isinstance(opened, Window):
                raise NotListed
            return opened.record(place)

    async def re_enrolment(self, student: str) -> ReEnrolment | None:
        """A student's tab Réinscription, where it is activated."""
        async with self._turn:
            family = await self._reach("re_enrolment")
            return asking.tab(self._extranet, family, student)

    async def upload(
        self, student: str, document: Document, before_sending: BeforeSending
    ) -> Filed:
        """Import one document."""
        async with self._turn:
            family = await self._reach("re_enrolment")
            site, token = self._extranet, self._token
            return await asking.upload(site, token, family, student, document, before_sending)

    async def submit_re_enrolment(
        self, student: str, wish: Wish, before_sending: BeforeSending
    ) -> Filed:
        """Press « Valider »."""
        async with self._turn:
            family = await self._reach("re_enrolment")
            site, token = self._extranet, self._token
            return await asking.submit(site, token, family, student, wish, before_sending)

    async def password_terms(self) -> PasswordTerms:
        """What the menu Mot de passe asks for."""
        async with self._turn:
            await self._reach("password_terms")
            return passwords.terms(self._extranet.charset)

    async def change_password(
        self, former: str, new: str, before_sending: BeforeSending
    ) -> Outcome:
        """Change the password; from then on this session signs in with the new one."""
        async with self._turn:
            await self._reach("password_terms")
            site, token = self._extranet, self._token
            outcome = await asking.change_password(site, token, former, new, before_sending)
            if outcome.verdict is Verdict.APPLIED:
                self._credentials = msgspec.structs.replace(self._credentials, password=new)
            return outcome

    async def billing(self) -> Billing:
        """Invoices and payments."""
        async with self._turn:
            family = await self._reach("billing")
            return Billing(
                lists=tuple(table.listing(family.identifier) for table in family.books.tables),
                notes=family.books.notes,
            )

    @asynccontextmanager
    async def invoice(self, step: Step) -> AsyncIterator[AsyncIterator[bytes]]:
        """An invoice's duplicate; the session is held until the context is left."""
        async with self._turn:
            family = await self._reach("invoice")
            opened, _ = follow(family.books.tables, family.identifier, (step,))
            if not isinstance(opened, bytes):
                raise NotListed
            if not opened.startswith(b"%PDF-"):
                raise NoDocument
            yield self._pieces(opened)

    async def sign_out(self) -> None:
        """End the session; harmless where it has ended."""
        async with self._turn:
            await self._extranet.arrive("sign_out")
            self._extranet.live.pop(self._token, None)

    async def close(self) -> None:
        """Nothing to let go of: the session on the site goes on."""

    async def _propose(
        self, student: str | None, proposal: Proposal, before_sending: BeforeSending
    ) -> Outcome:
        async with self._turn:
            sheet = await self._sheet(student)
            return await propose(
                self._extranet, self._token, student, sheet, proposal, before_sending
            )

    async def _sheet(self, student: str | None) -> Sheet:
        family = await self._reach("family" if student is None else "student")
        return self._extranet.sheet(family.identifier, student)

    async def _list(self, name: ListName, student: str) -> Listing:
        async with self._turn:
            family = await self._reach(name.value)
            on_file = family.student(student)
            table = next(table for table in on_file.tables if table.key == name)
            return table.listing(on_file.ref)

    async def _pieces(self, document: bytes) -> AsyncIterator[bytes]:
        for start in range(0, len(document), _PIECE):
            if self._extranet.faults.breaks_off and start > 0:
                raise Unreachable
            yield document[start : start + _PIECE]

    async def _reach(self, what: str) -> FamilyRecord:
        await self._extranet.arrive(what)
        self._check_unlocked()
        if self._token not in self._extranet.live:
            if is_quiet():
                raise SessionEnded
            self._token = await self._extranet.open_session(self._credentials)
            await self._extranet.arrive(what)
            if self._token not in self._extranet.live:
                raise SessionEnded
        self._extranet.faults.show(what)
        return self._extranet.families[self._extranet.live[self._token]]

    def _check_unlocked(self) -> None:
        held = any(token == self._token for token, _ in self._extranet.late)
        if held and self._extranet.faults.locks_session:
            raise TooSlow
