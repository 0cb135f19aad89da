"""« Mes données »: what is held on the family that asks, to see, to take away, to have erased."""

import hmac
from collections.abc import AsyncIterator, Mapping

import msgspec

from gateway.cache import Cache
from gateway.clock import Clock
from gateway.config import School
from gateway.holdings.archive import archive
from gateway.holdings.erasure import Erasure
from gateway.holdings.holdings import Holdings
from gateway.limits import Limits
from gateway.portal.entrance import Entrance
from gateway.portal.passwords import WrongFormer
from gateway.sessions import Sessions
from gateway.views import Held, Visit


class MyData:
    """For the family's own account, and no other."""

    def __init__(
        self,
        holdings: Holdings,
        erasure: Erasure,
        sessions: Sessions,
        cache: Cache,
        entrance: Entrance,
        limits: Limits,
        schools: Mapping[str, School],
        clock: Clock,
    ) -> None:
        """`limits` count attempts to sign in: a password that is asked for again is one."""
        self._holdings = holdings
        self._erasure = erasure
        self._sessions = sessions
        self._cache = cache
        self._entrance = entrance
        self._limits = limits
        self._schools = schools
        self._clock = clock

    async def look(self, visit: Visit) -> Held:
        """All that is held; asks nothing of the old site.

        Raises:
            SessionEnded: sign in again.
        """
        return await self._holdings.look(visit)

    async def download(self, visit: Visit) -> AsyncIterator[bytes]:
        """All that is held, as a ZIP; what can go wrong has gone wrong before its first byte.

        Raises:
            SessionEnded: sign in again.
        """
        held = await self._holdings.look(visit)
        receipts = await self._holdings.receipts(visit)

        async def read(id: str) -> bytes:
            return await self._holdings.document(visit, id)

        school = self._schools[visit.school].name
        return archive(held, school, self._clock(), receipts, read)

    async def close(self, visit: Visit, address: str, password: str, id: str) -> int:
        """End another session of the family's, or all others for ""; returns how many ended.

        Raises:
            WrongFormer: that is not the password in use. Nothing was ended.
            TooManyAttempts: nothing was ended.
            SessionEnded: sign in again. Nothing was ended.
        """
        await self._same_person(visit, address, password)
        elsewhere = await self._holdings.elsewhere(visit)
        chosen = list(elsewhere.values()) if not id else [elsewhere[id]] if id in elsewhere else []
        for handle in chosen:
            await self._entrance.sign_out(msgspec.structs.replace(visit, session=handle))
        return len(chosen)

    async def erase(self, visit: Visit, address: str, password: str) -> int:
        """Erase it all, and end every session of the account; `address` is the browser's.

        Returns how many requests are open: they go on, and are erased at their end.

        Raises:
            WrongFormer: that is not the password in use. Nothing was erased.
            TooManyAttempts: nothing was erased.
            SessionEnded: sign in again. Nothing was erased.
        """
        school, account = visit.school, visit.account
        await self._same_person(visit, address, password)
        left = await self._erasure.erase(school, account)
        await self._entrance.sign_out(visit)
        await self._sessions.end_account(school, account)
        self._cache.end(school, account)
        await self._erasure.erase_late(school, account)
        return left

    async def _same_person(self, visit: Visit, address: str, password: str) -> None:
        """Whoever found a browser signed in does not know the password (ASVS 7.5)."""
        used = self._sessions.means(visit.school, visit.session).credentials
        await self._limits.count(visit.school, used.identifier, address)
        if not hmac.compare_digest(password.encode(), used.password.encode()):
            raise WrongFormer
        await self._limits.forgive(visit.school, used.identifier)
