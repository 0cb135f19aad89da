"""Signing in, being recognised, signing out."""

import logging
from collections.abc import Mapping
from datetime import timedelta

from adapters.errors import BadCredentials, ExtranetError
from adapters.model import Credentials, Site
from adapters.port import Extranet, Session
from gateway.background import Background
from gateway.cache import Cache, Key, Terms
from gateway.limits import Limits
from gateway.pending.requests import Requests
from gateway.sessions import Left, Sessions
from gateway.vault import Vault
from gateway.views import SignedIn, SiteList, Visit

_SITES = Terms(fresh_for=timedelta(minutes=1), waits=True, far=True)
_SIGN_OUT_PATIENCE = 5.0

_log = logging.getLogger(__name__)


class Entrance:
    """Lets families in and out."""

    def __init__(
        self,
        extranets: Mapping[str, Extranet],
        vault: Vault,
        limits: Limits,
        sessions: Sessions,
        cache: Cache,
        requests: Requests,
        background: Background,
    ) -> None:
        """`extranets` by school."""
        self._extranets = extranets
        self._vault = vault
        self._limits = limits
        self._sessions = sessions
        self._cache = cache
        self._requests = requests
        self._background = background

    async def sites(self, school: str) -> SiteList:
        """The sites for the sign-in page: the old site's, or the kept ones while it is down."""
        key = Key(school=school, resource="sites")
        fetch = self._extranets[school].sites
        reading = await self._cache.read(key, tuple[Site, ...], fetch, _SITES)
        return SiteList(sites=reading.value or (), read_at=reading.read_at, trouble=reading.trouble)

    async def sign_in(
        self, school: str, address: str, site_ref: str | None, identifier: str, password: str
    ) -> SignedIn:
        """Sign a family in; see `Portal.sign_in`."""
        identifier = identifier.strip()
        await self._limits.count(school, identifier, address)
        site = await self.site(school, site_ref)
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
        return Visit(
            school=school,
            account=found.account,
            session=found.handle,
            csrf=found.csrf,
            left=found.left,
        )

    async def left(self, school: str, cookie: str) -> Left | None:
        """How long the session of this cookie still lasts; see `Portal.left`."""
        return await self._sessions.left(school, cookie)

    async def sign_out(self, visit: Visit) -> None:
        """End the session, and the old one too unless an accepted request still holds it."""
        held = await self._requests.hold_means(visit.school, visit.account)
        if held:
            await self._sessions.forget(visit.school, visit.session)
            session = None
        else:
            session = await self._sessions.end(visit.school, visit.session)
        # Before the old session ends: a reading that came after would sign the family in again.
        await self._cache.stop(visit.session)
        await self.forget_left(visit.school, visit.account)
        if session is not None:
            await self._background.within(_SIGN_OUT_PATIENCE, _leave(session, visit.school))

    async def forget_left(self, school: str, account: str) -> None:
        """Keep nothing in memory of an account that is signed in nowhere any more."""
        if not await self._sessions.any_of(school, account):
            self._cache.end(school, account)

    async def site(self, school: str, ref: str | None) -> str | None:
        """The site to sign in to, by its ref or its label.

        Raises:
            BadCredentials: it is not offered.
        """
        offered = await self.sites(school)
        if offered.read_at is None:
            return ref
        if not offered.sites:
            return None
        for site in offered.sites:
            if ref in (site.ref, site.label):
                return site.ref
        raise BadCredentials


async def _leave(session: Session, school: str) -> None:
    try:
        await session.sign_out()
    except ExtranetError as error:
        _log.warning("an old session stays open: %s", error.key, extra={"school": school})
    finally:
        await session.close()
