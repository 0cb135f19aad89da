"""What a page may ask for. Plain values come back (`gateway.views`); nothing here knows of HTTP."""

import asyncio
from collections.abc import Mapping
from contextlib import AbstractAsyncContextManager
from pathlib import Path

from adapters.model import ListName, Step
from adapters.port import Extranet
from gateway.clock import Clock, Steady, now
from gateway.config import Config
from gateway.drift import Drifted
from gateway.pending.subjects import FAMILY, Kind, Subject
from gateway.portal.durations import kept_for
from gateway.portal.parts import put_together
from gateway.postmen import Postman
from gateway.store.store import Store
from gateway.vault import Vault
from gateway.views import (
    BillingView,
    ChoiceView,
    Duplicate,
    FamilyView,
    HomeView,
    KeptFor,
    Left,
    ListView,
    PasswordAsked,
    PasswordChanged,
    PasswordForm,
    RecordView,
    RequestView,
    SignedIn,
    SiteList,
    StudentsView,
    StudentView,
    Visit,
)

_DELIVERY_PATIENCE = 10.0
"""Seconds that a delivery under way has to end in when the gateway stops."""

_HOUSEKEEPING = 600.0
"""Seconds between two looks for sessions past their limits."""


class Portal:
    """The whole gateway below the pages: sessions, what is kept, requests and their delivery.

    Whatever is asked for a visit raises SessionEnded where the family has to sign in again; the
    gateway's own session has then ended too. What is another family's raises NotListed or NotFound.
    """

    def __init__(
        self,
        config: Config,
        store: Store,
        vault: Vault,
        extranets: Mapping[str, Extranet],
        postman: Postman,
        templates: Path,
        clock: Clock = now,
        steady: Steady | None = None,
    ) -> None:
        """`extranets` by school; `templates` holds the folder `mail`. Closes none of them.

        `steady` is the clock beside `clock` where none is given.
        """
        parts = put_together(config, store, vault, extranets, postman, templates, clock, steady)
        self._background = parts.background
        self.announcements = parts.announcements
        self._drift = parts.drift
        self._sessions = parts.sessions
        self._cache = parts.cache
        self._requests = parts.requests
        self._entrance = parts.entrance
        self._accueil = parts.accueil
        self._sheets = parts.sheets
        self._dossiers = parts.dossiers
        self._bills = parts.bills
        self._demands = parts.demands
        self.reviews = parts.reviews
        self._passwords = parts.passwords
        self._drafts = parts.drafts
        self.re_enrolments = parts.re_enrolments
        self._documents = parts.documents
        self.my_data = parts.my_data
        self.purging = parts.purging
        self.outbox = parts.outbox
        self.engine = parts.requests
        self.documents = parts.documents
        self.worker = parts.requests.worker
        self.watching = parts.requests.watching
        self.kept_for: KeptFor = kept_for(config)

    async def start(self) -> None:
        """Begin to deliver requests and letters; what a former process left comes first."""
        # Before the first page is shown.
        await self.announcements.refresh()
        self._background.keep_running("announcements", self.announcements.run)
        self._background.keep_running("delivery", self.worker.run)
        self._background.keep_running("reconciliation", self.watching.run)
        self._background.keep_running("mail", self.outbox.run)
        self._background.keep_running("documents", self._documents.run)
        self._background.keep_running("purging", self.purging.run)
        self._background.keep_running("unanswered", self.engine.unanswered.run)
        self._background.keep_running("housekeeping", self._keep_house)

    async def stop(self) -> None:
        """Stop; what is under way may end, what is not goes on at the next start."""
        await self._background.stop()
        await self.worker.stop(_DELIVERY_PATIENCE)
        await self._cache.close()
        await self._sessions.close()

    # Connexion, Déconnexion

    async def sites(self, school: str) -> SiteList:
        """The sites for the sign-in page: the old site's, or the kept ones while it is down."""
        return await self._entrance.sites(school)

    async def sign_in(
        self, school: str, address: str, site_ref: str | None, identifier: str, password: str
    ) -> SignedIn:
        """Sign a family in; its session is always a new one.

        `address` is the browser's. The identifier is trimmed; the password is taken as it is.

        Raises:
            TooManyAttempts: nothing was asked of the old site.
            BadCredentials: unknown account, wrong password or a site that is not offered.
            ExtranetError: the old site did not let the family in, or does not answer.
        """
        return await self._entrance.sign_in(school, address, site_ref, identifier, password)

    async def visit(self, school: str, cookie: str) -> Visit | None:
        """Whose session this cookie opens; None where there is none any more."""
        return await self._entrance.visit(school, cookie)

    async def left(self, school: str, cookie: str) -> Left | None:
        """How long the session of this cookie still lasts, which asking does not prolong.

        None where there is none any more.
        """
        return await self._entrance.left(school, cookie)

    async def sign_out(self, visit: Visit) -> None:
        """End the session, and the old one too unless an accepted request still holds it.

        With the account's last session goes what was kept in memory of it.
        """
        await self._entrance.sign_out(visit)

    # Accueil, Famille, Élèves › Identité

    async def home(self, visit: Visit) -> HomeView:
        """Accueil: the old one's words, or the kept ones with their age, and all at a glance."""
        return await self._accueil.show(visit)

    async def family(self, visit: Visit) -> FamilyView:
        """Famille as it is now, to be changed; the family's requests learn from it.

        Raises:
            ExtranetError: it cannot be read now.
        """
        return await self._sheets.family(visit)

    async def student(self, visit: Visit, student: str) -> StudentView:
        """A student's Identité as it is now, to be changed; the requests about it learn from it.

        Raises:
            NotListed: the family has no such student.
        """
        return await self._sheets.student(visit, student)

    async def ask_family(
        self, visit: Visit, seen: str, press: str, typed: Mapping[str, str], keep: bool
    ) -> RequestView:
        """Accept what a family asks for, the old site being up or down; it is durable on return.

        `seen` and `press` are those of the `FamilyView` that it was typed into, `typed` is by
        field key: a missing key is unchanged, a check is "" or anything else. With `keep` the
        means to sign in are kept for this request, where the school allows it.

        Raises:
            InvalidFields: something must be corrected first. Nothing was kept.
            FormChanged: `seen` or `press` is not of this session's forms. Nothing was kept.
        """
        return await self._ask(visit, FAMILY, seen, press, typed, keep)

    async def ask_student(
        self,
        visit: Visit,
        student: str,
        seen: str,
        press: str,
        typed: Mapping[str, str],
        keep: bool,
    ) -> RequestView:
        """As `ask_family`, on a student's Identité: `seen` is of that very student's form."""
        subject = Subject(kind=Kind.STUDENT, ref=student)
        return await self._ask(visit, subject, seen, press, typed, keep)

    # Élèves

    async def students(self, visit: Visit, *, refresh: bool = False) -> StudentsView:
        """The choice of students; `refresh` is « Actualiser » here and below."""
        return await self._dossiers.students(visit, refresh=refresh)

    async def choice(self, visit: Visit, *, refresh: bool = False) -> ChoiceView:
        """The choice of students, each with what is kept of it: nothing more is asked."""
        return await self._accueil.choice(visit, refresh=refresh)

    async def courses(self, visit: Visit, student: str, *, refresh: bool = False) -> ListView:
        """A student's courses.

        Raises:
            NotListed: the family has no such student.
        """
        return await self._dossiers.listing(visit, student, ListName.COURSES, refresh=refresh)

    async def history(self, visit: Visit, student: str, *, refresh: bool = False) -> ListView:
        """A student's courses of former years; raises as `courses`."""
        return await self._dossiers.listing(visit, student, ListName.HISTORY, refresh=refresh)

    async def repertoire(self, visit: Visit, student: str, *, refresh: bool = False) -> ListView:
        """The musical events a student took part in; raises as `courses`."""
        return await self._dossiers.listing(visit, student, ListName.REPERTOIRE, refresh=refresh)

    async def record(
        self, visit: Visit, student: str, steps: tuple[Step, ...], *, refresh: bool = False
    ) -> RecordView:
        """The sheet behind a line of one of these lists, or of a list on such a sheet.

        Raises:
            NotListed: the family has no such student, or one of the lines is not there.
        """
        return await self._dossiers.record(visit, student, steps, refresh=refresh)

    # Facturation

    async def billing(self, visit: Visit, *, refresh: bool = False) -> BillingView:
        """Invoices and payments, and what they amount to."""
        return await self._bills.billing(visit, refresh=refresh)

    def invoice(self, visit: Visit, step: Step) -> AbstractAsyncContextManager[Duplicate]:
        """An invoice's duplicate; the family's old session is held until the context is left.

        Raises:
            NotListed: the family has no such invoice, or there is no document behind it.
            NoDocument: what came is no PDF, or is too large.
            ExtranetError: it cannot be had now.
        """
        return self._bills.invoice(visit, step)

    # Élèves › Réinscription: shown and prepared by `re_enrolments`

    async def send_re_enrolment(
        self, visit: Visit, student: str, version: str, keep: bool
    ) -> RequestView:
        """Accept a re-enrolment, the old site being up or down; it is durable on return.

        `version` is that of the summary which the family had before it; a double press gives the
        request that is there. With `keep` the means to sign in are kept for this request, where
        the school allows it. The draft is erased.

        Raises:
            NothingBegun: there is nothing to send.
            DraftChanged: the draft has changed since. Nothing was sent.
            TooLate: what it was to take the place of has moved on since. Nothing was sent.
            InvalidFields: something must be corrected first. The draft is kept.
            NotOpen: the school's receipt is not configured. The draft is kept.
        """
        asked = await self.re_enrolments.send(visit, student, version, keep)
        self.outbox.wake()
        return asked

    # Mot de passe

    async def password_terms(self, visit: Visit) -> PasswordForm:
        """What a new password has to be, and the form's press.

        Raises:
            ExtranetError: it cannot be read now.
        """
        return PasswordForm(
            terms=await self._passwords.terms(visit), press=self._passwords.press(visit)
        )

    async def change_password(
        self, visit: Visit, address: str, press: str, former: str, new: str
    ) -> PasswordChanged:
        """Change the password on the old site, once; then the account's other sessions end.

        `address` is the browser's. A press that was sent already gives what came of it.

        Raises:
            WrongFormer: the former password is not the one in use. Nothing was sent.
            TooManyAttempts: nothing was sent.
            FormChanged: `press` is not of this session's forms. Nothing was sent.
            Unstorable: the old site's form cannot say the new one. Nothing was sent.
            ExtranetError: before anything was sent.
        """
        return await self._passwords.change(visit, address, press, former, new)

    def lost_password_press(self, school: str) -> str:
        """The press of a form « Mot de passe perdu »."""
        return self._passwords.lost_press(school)

    async def ask_password(
        self, school: str, address: str, press: str, site_ref: str | None, asked: tuple[str, str]
    ) -> PasswordAsked:
        """« Mot de passe perdu », at most once for each press; `asked` is identifier and e-mail.

        Where it may have been sent, every session of that account ends, and what is kept for its
        requests is erased.

        Raises:
            TooManyAttempts: nothing was sent.
            BadCredentials: the site is not offered. Nothing was sent.
            FormChanged: the press is none of ours. Nothing was sent.
            ExtranetError: before anything was sent.
        """
        return await self._passwords.ask(school, address, press, site_ref, asked)

    # Demandes

    async def requests(self, visit: Visit) -> tuple[RequestView, ...]:
        """The family's requests, the newest first; sheets that may tell more are read before."""
        return await self._demands.all(visit)

    async def request(self, visit: Visit, number: str) -> RequestView:
        """One of the family's requests; its sheet is read first where that may tell more.

        Raises:
            NotFound: there is none of that number, or it is another family's.
        """
        return await self._demands.one(visit, number)

    async def withdraw(self, visit: Visit, number: str) -> RequestView:
        """Take back one of the family's requests that has not left; it is durable on return.

        One that is withdrawn already stays so.

        Raises:
            NotFound: there is none of that number, or it is another family's.
            TooLate: it has left, or it has ended. Nothing was changed.
        """
        return await self._demands.withdraw(visit, number)

    async def answer_review(
        self, visit: Visit, number: str, seen: str, press: str, typed: Mapping[str, str], keep: bool
    ) -> RequestView:
        """Ask anew for what a conflict has stopped and the family still wants.

        `seen` and `press` are those of the `ReviewView`, `typed` is by field key and by choice.
        Gives the new request, bound to the sheet that was seen, or the former one where nothing
        is left to ask: that has ended either way.

        Raises:
            InvalidFields: something must be chosen or corrected first. Nothing was changed.
            FormChanged: `seen` or `press` is not of this session's forms. Nothing was changed.
            NotFound: there is no such request of the family's about a sheet.
            TooLate: it is not in conflict (any more). Nothing was changed.
        """
        asked = await self.reviews.answer(visit, number, seen, press, typed, keep)
        self.outbox.wake()
        return asked

    # The desk

    def drift(self, school: str) -> tuple[Drifted, ...]:
        """Screens of the school's old site that could not be understood since the start."""
        return self._drift.of_school(school)

    async def _ask(
        self,
        visit: Visit,
        subject: Subject,
        seen: str,
        press: str,
        typed: Mapping[str, str],
        keep: bool,
    ) -> RequestView:
        asked = await self._sheets.ask(visit, subject, seen, press, typed, keep)
        self.outbox.wake()
        return asked

    async def _keep_house(self) -> None:
        await self._sessions.forget_ended()
        await self._drafts.sweep()
        for school, account in self._cache.owners():
            await self._entrance.forget_left(school, account)
        await asyncio.sleep(_HOUSEKEEPING)
