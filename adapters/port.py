"""What a family can do on an extranet: the port that every adapter offers.

An `Extranet` is one school's old site; a `Session` is one family signed in to it. Both raise only
the errors of `adapters.errors`, and what `adapters.quiet` says of readings that nobody waits for.
"""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from typing import Protocol

from adapters.model import (
    Billing,
    Credentials,
    Home,
    Listing,
    Outcome,
    Proposal,
    Record,
    Sheet,
    Site,
    Step,
    Student,
)
from adapters.passwords import PasswordRequest, PasswordTerms
from adapters.re_enrolment import Document, Filed, ReEnrolment, Wish

BeforeSending = Callable[[], Awaitable[None]]
"""Called once the write is ready and before its first byte leaves; if it raises, nothing leaves."""


class Session(Protocol):
    """One family, signed in. Its calls never overlap: each waits for the one before."""

    @property
    def state(self) -> bytes:
        """What `Extranet.resume` needs to go on with this session elsewhere: a secret."""

    async def home(self) -> Home:
        """The old Accueil."""

    async def family(self) -> Sheet:
        """The sheet of the person responsible (menu Famille)."""

    async def propose_family(self, proposal: Proposal, before_sending: BeforeSending) -> Outcome:
        """Ask for changes on Famille: read the page, compare, send once, read back.

        Signs in again before the write where the old session has ended, never after it.

        Raises:
            FormChanged: the form is not the one that was open. Nothing was sent.
            Conflict: a field shows neither its old value, nor an expected one. Nothing was sent.
            Unstorable: a new value does not fit the page's charset. Nothing was sent.
            Unavailable, NotUnderstood, SignInRefused: before the write only. Nothing was sent.
        """

    async def students(self) -> tuple[Student, ...]:
        """The family's students (menu Élèves), in the old site's order; () where it has none."""

    async def student(self, student: str) -> Sheet:
        """A student's sheet (tab Identité).

        Raises:
            NotListed: the family has no student of that reference.
        """

    async def propose_student(
        self, student: str, proposal: Proposal, before_sending: BeforeSending
    ) -> Outcome:
        """Ask for changes on a student's Identité: as `propose_family`, and may raise NotListed."""

    async def courses(self, student: str) -> Listing:
        """A student's courses (tab Cours), with all their pages.

        Raises:
            NotListed: the family has no student of that reference.
            ColumnsLost: it can be told neither for that list, nor for an empty one.
        """

    async def history(self, student: str) -> Listing:
        """A student's courses of former years (tab Historique); raises as `courses`."""

    async def repertoire(self, student: str) -> Listing:
        """The musical events a student took part in (tab Répertoire); raises as `courses`."""

    async def record(self, student: str, steps: tuple[Step, ...]) -> Record:
        """What opening a line shows: of a student's list, then of a list on that sheet.

        Raises:
            NotListed: there is no such student, or no such line any more.
        """

    async def re_enrolment(self, student: str) -> ReEnrolment | None:
        """A student's tab Réinscription; None where the school has not activated it.

        Raises:
            NotListed: the family has no student of that reference.
        """

    async def upload(
        self, student: str, document: Document, before_sending: BeforeSending
    ) -> Filed:
        """Import one document: read the tab, open the window, send once, read the tab again.

        The sessions of some old sites hold what was imported until « Valider »: imports and
        « Valider » belong on one session. `already` where the tab lists a file of that very name.

        Raises:
            NotListed: no such student, or the tab is gone. Nothing was sent.
            FormChanged: the window does not offer that name any more. Nothing was sent.
            Unavailable, NotUnderstood, SignInRefused: before the write only. Nothing was sent.
        """

    async def submit_re_enrolment(
        self, student: str, wish: Wish, before_sending: BeforeSending
    ) -> Filed:
        """Press « Valider »: read the tab, compare, send once, read back.

        The old site makes a request of each press: what was sent is never sent again here.

        Raises:
            NotListed: no such student, or the tab is gone. Nothing was sent.
            FormChanged: the form is not the one that was open. Nothing was sent.
            Conflict: the tab awaits validation already, and did not when the family saw it.
                Nothing was sent.
            Unstorable: the note or an answer does not fit the page's charset. Nothing was sent.
            Unavailable, NotUnderstood, SignInRefused: before the write only. Nothing was sent.
        """

    async def billing(self) -> Billing:
        """Invoices and payments (menu Facturation), with all their pages.

        Raises:
            ColumnsLost: it can be told neither for these lists, nor for empty ones.
        """

    def invoice(self, step: Step) -> AbstractAsyncContextManager[AsyncIterator[bytes]]:
        """An invoice's duplicate, as the bytes of a PDF: its first bytes are checked already.

        The session is held until the context is left. A stream that breaks off raises Unavailable.

        Raises:
            NotListed: there is no such line any more, or no document behind it.
            NoDocument: what came begins with no `%PDF-`, or is too large.
        """

    async def password_terms(self) -> PasswordTerms:
        """What the menu Mot de passe asks for."""

    async def change_password(
        self, former: str, new: str, before_sending: BeforeSending
    ) -> Outcome:
        """Change the password, once; `APPLIED` only where the old site says so.

        After `APPLIED` this session signs in again with the new one, where it has to.

        Raises:
            Unstorable: the new one does not fit the page's charset, or is cut by it. Nothing sent.
            Unavailable, NotUnderstood, SignInRefused: before the write only. Nothing was sent.
        """

    async def sign_out(self) -> None:
        """End the session on the old site (menu Déconnexion); harmless where it has ended."""

    async def close(self) -> None:
        """Let go of the connection; the session on the old site goes on."""


class Extranet(Protocol):
    """One school's old site."""

    @property
    def longest_run(self) -> float:
        """After how many seconds a request that was never answered can no longer take effect."""

    async def sites(self) -> tuple[Site, ...]:
        """The sites offered at sign-in; empty where the page offers no choice."""

    async def sign_in(self, credentials: Credentials) -> Session:
        """Sign a family in.

        Raises:
            BadCredentials: the old site shows its sign-in form again.
            AccountClosed: it says why, in words of its own.
        """

    async def resume(self, credentials: Credentials, state: bytes) -> Session:
        """Go on with a session from its `state`; asks nothing of the old site yet."""

    async def request_password(
        self, asking: PasswordRequest, before_sending: BeforeSending
    ) -> Outcome:
        """Press « Valider » on Mot de passe perdu, once: each press kills the former password.

        `APPLIED` where the old site says that it was sent, `REFUSED` where it says that the pair is
        unknown; `words` are its own. `UNKNOWN` where it says neither, or does not answer.

        Raises:
            Unstorable: the form cannot say the identifier or the address. Nothing was sent.
            Unavailable, NotUnderstood: before the write only. Nothing was sent.
        """

    async def close(self) -> None:
        """Let go of every connection."""
