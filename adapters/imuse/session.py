"""One family signed in to the live extranet (see `adapters.port.Session`)."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial

from adapters.errors import NotUnderstood, SessionEnded
from adapters.imuse import enrolling, passwords
from adapters.imuse.bills import Bills
from adapters.imuse.browsing import Browser
from adapters.imuse.dossiers import Dossiers
from adapters.imuse.reading.screen import Screen
from adapters.imuse.screens import accueil, fiche, referring
from adapters.imuse.walk import Door, Walk
from adapters.imuse.writing import Opened, propose
from adapters.model import (
    Billing,
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
from adapters.re_enrolment import Document, Filed, ReEnrolment, Wish


class ImuseSession:
    """One family, one browser, one thing at a time."""

    def __init__(self, door: Door, browser: Browser, home: Screen | str) -> None:
        """`home` is the screen after signing in, or the address to find it again."""
        # An old server serialises a session anyway, and what is chosen on it may live there.
        self._lock = asyncio.Lock()
        self._walk = Walk(door, browser, home)
        self._dossiers = Dossiers(self._walk)
        self._bills = Bills(self._walk)

    @property
    def state(self) -> bytes:
        """The cookies and where the menu is."""
        return self._walk.state

    async def home(self) -> Home:
        """The old Accueil."""
        async with self._lock:
            screen = await self._walk.reading(self._walk.home)
            return accueil.read(screen, self._walk.profile)

    async def family(self) -> Sheet:
        """The sheet of the person responsible."""
        async with self._lock:
            opened = await self._walk.reading(self._open_family)
            return referring.on_sheet(opened.sheet.sheet, self._walk.profile.reference.family)

    async def propose_family(self, proposal: Proposal, before_sending: BeforeSending) -> Outcome:
        """Read, compare, send once, read back."""
        async with self._lock:
            return await propose(self._walk, self._open_family, proposal, before_sending)

    async def students(self) -> tuple[Student, ...]:
        """The family's students."""
        async with self._lock:
            return await self._dossiers.students()

    async def student(self, student: str) -> Sheet:
        """A student's Identité."""
        async with self._lock:
            sheet = await self._dossiers.sheet(student)
            return referring.on_sheet(sheet, self._walk.profile.reference.student)

    async def propose_student(
        self, student: str, proposal: Proposal, before_sending: BeforeSending
    ) -> Outcome:
        """As `propose_family`, on a student's Identité."""
        async with self._lock:
            opening = partial(self._dossiers.open_sheet, student)
            return await propose(self._walk, opening, proposal, before_sending)

    async def courses(self, student: str) -> Listing:
        """A student's courses."""
        async with self._lock:
            return await self._dossiers.list(student, ListName.COURSES)

    async def history(self, student: str) -> Listing:
        """A student's courses of former years."""
        async with self._lock:
            return await self._dossiers.list(student, ListName.HISTORY)

    async def repertoire(self, student: str) -> Listing:
        """The musical events a student took part in."""
        async with self._lock:
            return await self._dossiers.list(student, ListName.REPERTOIRE)

    async def record(self, student: str, steps: tuple[Step, ...]) -> Record:
        """What opening a line shows, of a student's list and then of a list on that sheet."""
        async with self._lock:
            return await self._dossiers.record(student, steps)

    async def re_enrolment(self, student: str) -> ReEnrolment | None:
        """A student's tab Réinscription, where it is activated."""
        async with self._lock:
            tab = await enrolling.read(self._walk, self._tab(student))
            referred = self._walk.profile.reference.re_enrolment
            return None if tab is None else referring.on_tab(tab, referred)

    async def upload(
        self, student: str, document: Document, before_sending: BeforeSending
    ) -> Filed:
        """Import one document, once."""
        async with self._lock:
            tab = self._tab(student)
            return await enrolling.upload(self._walk, tab, document, before_sending)

    async def submit_re_enrolment(
        self, student: str, wish: Wish, before_sending: BeforeSending
    ) -> Filed:
        """Press « Valider », once."""
        async with self._lock:
            return await enrolling.submit(self._walk, self._tab(student), wish, before_sending)

    def _tab(self, student: str) -> enrolling.OpenReEnrolment:
        return partial(self._dossiers.open_re_enrolment, student)

    async def billing(self) -> Billing:
        """Invoices and payments."""
        async with self._lock:
            return await self._bills.billing()

    @asynccontextmanager
    async def invoice(self, step: Step) -> AsyncIterator[AsyncIterator[bytes]]:
        """An invoice's duplicate, proven to be a PDF."""
        async with self._lock, self._bills.invoice(step) as document:
            yield document

    async def password_terms(self) -> PasswordTerms:
        """What the menu Mot de passe asks for."""
        async with self._lock:
            return await passwords.terms(self._walk)

    async def change_password(
        self, former: str, new: str, before_sending: BeforeSending
    ) -> Outcome:
        """Change the password, once."""
        async with self._lock:
            outcome = await passwords.change(self._walk, former, new, before_sending)
            if outcome.verdict is Verdict.APPLIED:
                self._walk.use_password(new)
            return outcome

    async def sign_out(self) -> None:
        """Press « Déconnexion »; whatever answers, our cookies go."""
        async with self._lock:
            menu = self._walk.menu or await self._find_menu()
            found = menu.find(self._walk.profile.words.sign_out) if menu is not None else None
            if found is not None and found.pressable.press.leads:
                await self._walk.browser.press(found)

    async def close(self) -> None:
        """Let go of the client."""
        await self._walk.browser.client.close()

    async def _find_menu(self) -> Screen | None:
        try:
            return await self._walk.home()
        except SessionEnded:
            return None

    async def _open_family(self) -> Opened:
        walk, profile = self._walk, self._walk.profile
        screen = await walk.enter("Famille", profile.words.family, profile.routes.family)
        try:
            return Opened(screen, fiche.read(screen, profile))
        except NotUnderstood:
            await walk.confirm(screen)
            raise
