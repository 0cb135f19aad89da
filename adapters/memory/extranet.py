"""The extranet in memory: the door to its families' sessions."""

import secrets
from typing import TYPE_CHECKING

from adapters.memory import passwords
from adapters.memory.old_side import OldSide
from adapters.memory.sending import Unanswered, check_storable, send
from adapters.memory.session import MemorySession
from adapters.model import Credentials, Outcome, Site, Verdict
from adapters.passwords import PasswordRequest
from adapters.port import BeforeSending

if TYPE_CHECKING:
    from adapters.registry import ExtranetSettings


class MemoryExtranet(OldSide):
    """One school's old site, without a network. Two instances share nothing."""

    async def sites(self) -> tuple[Site, ...]:
        """The sites offered at sign-in."""
        await self.arrive("sites")
        self.faults.show("sites")
        return self.site_list

    async def sign_in(self, credentials: Credentials) -> MemorySession:
        """Sign a family in.

        Raises:
            BadCredentials: unknown account, wrong password or another site's account.
            AccountClosed: the school has closed it.
        """
        return MemorySession(self, credentials, await self.open_session(credentials))

    async def resume(self, credentials: Credentials, state: bytes) -> MemorySession:
        """Go on with a session from its `state`; asks nothing yet."""
        return MemorySession(self, credentials, state.decode("ascii"))

    async def request_password(
        self, asking: PasswordRequest, before_sending: BeforeSending
    ) -> Outcome:
        """« Mot de passe perdu » : a new password is made and mailed, the former is void."""
        await self.arrive("request_password")
        self.faults.show("request_password")
        check_storable("identifier", asking.identifier, self.charset)
        check_storable("email", asking.email, self.charset)
        await before_sending()
        token = secrets.token_hex(16)
        self.live[token] = asking.identifier
        sent = await send(self, token, lambda _: self._renew(asking))
        self.live.pop(token)
        if isinstance(sent, Unanswered):
            return Outcome(verdict=Verdict.UNKNOWN, settled=sent.settled)
        if self.neutral:
            return Outcome(verdict=Verdict.APPLIED, words=passwords.NEUTRAL)
        verdict = Verdict.REFUSED if sent.objection else Verdict.APPLIED
        return Outcome(verdict=verdict, words=sent.objection or passwords.SENT)

    def _renew(self, asking: PasswordRequest) -> str | None:
        mailed = passwords.renew(self.families.values(), asking)
        if mailed is None:
            return passwords.UNKNOWN
        self.mailed.append(mailed)
        return None

    async def close(self) -> None:
        """Nothing to let go of: the families' sessions go on, as on an old site."""


def create(settings: "ExtranetSettings") -> MemoryExtranet:
    """The adapter `memory` for the registry: the fictional school, whatever the address."""
    return MemoryExtranet(longest_run=settings.longest_run)
