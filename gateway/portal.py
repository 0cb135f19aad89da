"""What a page may ask for. Plain values come back (`gateway.views`); nothing here knows of HTTP."""

import asyncio
import logging
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from pathlib import Path

from adapters.errors import BadCredentials, ExtranetError, SessionEnded, SignInRefused
from adapters.model import Credentials, Home, Sheet, Site
from adapters.port import Extranet, Session
from gateway.background import Background
from gateway.cache import Cache, Key
from gateway.clock import Clock, now
from gateway.config import Config
from gateway.form_tokens import FormTokens
from gateway.limits import Limits
from gateway.mail import Outbox, Stationery
from gateway.pending.acceptance import Asking
from gateway.pending.receipts import Receipts
from gateway.pending.requests import Requests
from gateway.pending.states import FINAL, State
from gateway.postmen import Postman
from gateway.request_views import shown
from gateway.sessions import Sessions
from gateway.store.store import Store
from gateway.vault import Vault
from gateway.views import FamilyView, HomeView, RequestView, SignedIn, SiteList, Visit

_SITES_FRESH_FOR = timedelta(minutes=1)
_PATIENCE = 2.0
"""Seconds that a page waits for the old site where it can be shown without it."""

_SIGN_OUT_PATIENCE = 5.0
_DELIVERY_PATIENCE = 10.0
"""Seconds that a delivery under way has to end in when the gateway stops."""

_HOUSEKEEPING = 600.0
"""Seconds between two looks for sessions past their limits."""

_TOLD_BY_READING = frozenset({State.AWAITING_STAFF, State.NEEDS_ATTENTION})
_NOT_WAITING = FINAL | {State.BLOCKED_CONFLICT}

_log = logging.getLogger(__name__)


class Portal:
    """The whole gateway below the pages: sessions, what is kept, requests and their delivery."""

    def __init__(
        self,
        config: Config,
        store: Store,
        vault: Vault,
        extranets: Mapping[str, Extranet],
        postman: Postman,
        templates: Path,
        clock: Clock = now,
    ) -> None:
        """`extranets` by school; `templates` holds the folder `mail`. Closes none of them."""
        self._schools = config.schools
        self._vault = vault
        self._extranets = extranets
        self._clock = clock
        self._limits = Limits(store, vault, config.limits, clock)
        self._sessions = Sessions(store, vault, extranets, config.sessions, clock)
        self._cache = Cache(store, vault, _PATIENCE, clock)
        self._tokens = FormTokens(vault)
        self.outbox = Outbox(store, vault, postman, config.mail.sender, config.delivery, clock)
        language = config.gateway.language
        stationery = Stationery(templates, language)
        receipts = Receipts(self.outbox, stationery, config.schools, language)
        self._requests = Requests(store, vault, self._sessions, extranets, receipts, config, clock)
        self.worker = self._requests.worker
        self._background = Background()

    async def start(self) -> None:
        """Begin to deliver requests and letters; what a former process left comes first."""
        self._background.keep_running("delivery", self.worker.run)
        self._background.keep_running("mail", self.outbox.run)
        self._background.keep_running("housekeeping", self._keep_house)

    async def stop(self) -> None:
        """Stop; what is under way may end, what is not goes on at the next start."""
        await self._background.stop()
        await self.worker.stop(_DELIVERY_PATIENCE)
        await self._cache.close()
        await self._sessions.close()

    async def sites(self, school: str) -> SiteList:
        """The sites for the sign-in page: the old site's, or the kept ones while it is down."""
        key = Key(school=school, resource="sites")
        extranet = self._extranets[school]
        try:
            reading = await self._cache.read(
                key, tuple[Site, ...], extranet.sites, _SITES_FRESH_FOR
            )
        except ExtranetError as error:
            return SiteList(sites=(), read_at=None, trouble=error.key)
        return SiteList(sites=reading.value, read_at=reading.read_at, trouble=reading.trouble)

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
        identifier = identifier.strip()
        await self._limits.count(school, identifier, address)
        site = await self._site(school, site_ref)
        credentials = Credentials(site=site, identifier=identifier, password=password)
        session = await self._extranets[school].sign_in(credentials)
        await self._limits.forgive(school, identifier)
        account = self._vault.pseudonym(school, site, identifier)
        cookie = await self._sessions.open(school, account, credentials, session)
        await self._requests.unblock(school, account)
        return SignedIn(cookie=cookie)

    async def visit(self, school: str, cookie: str) -> Visit | None:
        """Whose session this cookie opens; None where there is none any more."""
        found = await self._sessions.find(school, cookie)
        if found is None:
            return None
        if found.made_again:
            await self._requests.unblock(school, found.account)
        return Visit(school=school, account=found.account, session=found.handle, csrf=found.csrf)

    async def home(self, visit: Visit) -> HomeView:
        """Accueil: the old one's words, or the kept ones with their age.

        Raises:
            SessionEnded: sign in again; the gateway's session has ended too.
        """

        async def fetch() -> Home:
            async with self._old_session(visit) as session:
                return await session.home()

        requests = await self._views(visit)
        waiting = tuple(view for view in requests if view.state not in FINAL)
        key = Key(school=visit.school, account=visit.account, resource="home")
        try:
            reading = await self._cache.read(key, Home, fetch)
        except SessionEnded:
            raise
        except ExtranetError as error:
            return HomeView(home=None, read_at=None, trouble=error.key, open_requests=waiting)
        return HomeView(
            home=reading.value,
            read_at=reading.read_at,
            trouble=reading.trouble,
            open_requests=waiting,
        )

    async def family(self, visit: Visit) -> FamilyView:
        """Famille as it is now, to be changed; the family's requests learn from it.

        Raises:
            SessionEnded: sign in again; the gateway's session has ended too.
            ExtranetError: it cannot be read now.
        """
        sheet, read_at = await self._read_family(visit)
        waiting: dict[str, RequestView] = {}
        for view in reversed(await self._views(visit)):
            if view.state not in _NOT_WAITING:
                waiting |= {change.key: view for change in view.changes}
        return FamilyView(
            sheet=sheet,
            read_at=read_at,
            seen=self._tokens.seen(visit, sheet),
            press=self._tokens.press(visit),
            waiting=waiting,
            offers_keeping=self._schools[visit.school].keep_credentials,
        )

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
            SessionEnded: sign in again.
        """
        kept = keep and self._schools[visit.school].keep_credentials
        asking = Asking(
            school=visit.school,
            account=visit.account,
            sheet=self._tokens.read_seen(visit, seen),
            press=self._tokens.read_press(visit, press),
            typed=typed,
            means=self._sessions.means(visit.school, visit.session) if kept else None,
        )
        known = await self._requests.accept(asking)
        self.outbox.wake()
        return shown(known)

    async def requests(self, visit: Visit) -> tuple[RequestView, ...]:
        """The family's requests, the newest first; Famille is read first where that may tell more.

        Raises:
            SessionEnded: sign in again; the gateway's session has ended too.
        """
        views = await self._views(visit)
        if all(view.state not in _TOLD_BY_READING for view in views):
            return views
        await self._look_again(visit)
        return await self._views(visit)

    async def request(self, visit: Visit, number: str) -> RequestView:
        """One of the family's requests; Famille is read first where that may tell more.

        Raises:
            NotFound: there is none of that number, or it is another family's.
            SessionEnded: sign in again; the gateway's session has ended too.
        """
        known = await self._requests.find(visit.school, visit.account, number)
        if known.row.state in _TOLD_BY_READING:
            await self._look_again(visit)
            known = await self._requests.find(visit.school, visit.account, number)
        return shown(known)

    async def sign_out(self, visit: Visit) -> None:
        """End the session, and the old one too unless an accepted request still holds it."""
        if await self._requests.hold_means(visit.school, visit.account):
            await self._sessions.forget(visit.school, visit.session)
            return
        session = await self._sessions.end(visit.school, visit.session)
        if session is not None:
            await self._background.within(_SIGN_OUT_PATIENCE, _leave(session, visit.school))

    async def _site(self, school: str, ref: str | None) -> str | None:
        """The site to sign in to, by its ref or its label."""
        offered = await self.sites(school)
        if offered.read_at is None:
            return ref
        if not offered.sites:
            return None
        for site in offered.sites:
            if ref in (site.ref, site.label):
                return site.ref
        raise BadCredentials

    @asynccontextmanager
    async def _old_session(self, visit: Visit) -> AsyncIterator[Session]:
        try:
            async with self._sessions.using(visit.school, visit.session) as session:
                yield session
        except SignInRefused as error:
            raise SessionEnded from error

    async def _read_family(self, visit: Visit) -> tuple[Sheet, datetime]:
        began_at = self._clock()
        async with self._old_session(visit) as session:
            sheet = await session.family()
        await self._requests.reconcile(visit.school, visit.account, sheet, began_at)
        return sheet, began_at

    async def _look_again(self, visit: Visit) -> None:
        """Read Famille for what it tells of the requests; they are shown without it if need be."""

        async def read() -> None:
            await self._read_family(visit)

        try:
            await self._background.within(_PATIENCE, read())
        except SessionEnded:
            raise
        except ExtranetError as error:
            _log.info("requests shown unread: %s", error.key, extra={"school": visit.school})

    async def _views(self, visit: Visit) -> tuple[RequestView, ...]:
        known = await self._requests.of_account(visit.school, visit.account)
        return tuple(map(shown, known))

    async def _keep_house(self) -> None:
        await self._sessions.forget_ended()
        await asyncio.sleep(_HOUSEKEEPING)


async def _leave(session: Session, school: str) -> None:
    try:
        await session.sign_out()
    except ExtranetError as error:
        _log.warning("an old session stays open: %s", error.key, extra={"school": school})
    finally:
        await session.close()
