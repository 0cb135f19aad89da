"""One family, signed in to the extranet in memory."""

import asyncio
from typing import TYPE_CHECKING

from adapters.errors import Maintenance, SessionEnded, TooSlow, Unavailable, Unstorable
from adapters.memory.faults import NextWrite
from adapters.memory.record import UPDATED_WORDS, Effect
from adapters.model import Credentials, Home, Outcome, Proposal, Sheet, Verdict
from adapters.port import BeforeSending
from adapters.proposals import already_so, evidence, waits

if TYPE_CHECKING:
    from adapters.memory.extranet import MemoryExtranet


class MemorySession:
    """Reads sign in again once where the session has ended; a write is never sent again."""

    def __init__(self, extranet: "MemoryExtranet", credentials: Credentials, token: str) -> None:
        """Made by `MemoryExtranet.sign_in` and `resume`."""
        self._extranet = extranet
        self._credentials = credentials
        self._token = token
        self._turn = asyncio.Lock()

    @property
    def state(self) -> bytes:
        """What `MemoryExtranet.resume` takes: the session's token."""
        return self._token.encode("ascii")

    async def home(self) -> Home:
        """The old Accueil."""
        async with self._turn:
            await self._reach("home")
            return self._extranet.front

    async def family(self) -> Sheet:
        """The sheet of the person responsible."""
        async with self._turn:
            return await self._read()

    async def propose_family(self, proposal: Proposal, before_sending: BeforeSending) -> Outcome:
        """Ask for changes on Famille; see `adapters.port.Session`."""
        async with self._turn:
            sheet = await self._read()
            waited = waits(proposal.changes, sheet)
            if already_so(proposal, sheet):
                verdict = Verdict.PENDING_VALIDATION if waited else Verdict.APPLIED
                return Outcome(verdict=verdict, already=True, sheet=sheet)
            self._check_storable(proposal)
            await before_sending()
            return await self._send(proposal, waited)

    async def sign_out(self) -> None:
        """End the session; harmless where it has ended."""
        async with self._turn:
            await self._extranet.arrive("sign_out")
            self._extranet.live.pop(self._token, None)

    async def close(self) -> None:
        """Nothing to let go of: the session on the site goes on."""

    async def _read(self) -> Sheet:
        await self._reach("family")
        return self._extranet.sheet(self._extranet.live[self._token])

    async def _reach(self, page: str) -> None:
        await self._extranet.arrive(page)
        self._check_unlocked()
        if self._token not in self._extranet.live:
            self._token = await self._extranet.open_session(self._credentials)
            await self._extranet.arrive(page)
            if self._token not in self._extranet.live:
                raise SessionEnded
        self._extranet.faults.show()

    def _check_unlocked(self) -> None:
        held = any(token == self._token for token, _ in self._extranet.late)
        if held and self._extranet.faults.locks_session:
            raise TooSlow

    def _check_storable(self, proposal: Proposal) -> None:
        for change in proposal.changes:
            lacking = [c for c in change.new if not _fits(c, self._extranet.charset)]
            if lacking:
                raise Unstorable(change.key, "".join(dict.fromkeys(lacking)))

    async def _send(self, proposal: Proposal, waited: bool) -> Outcome:
        try:
            await self._extranet.arrive("write")
        except Maintenance:
            return Outcome(verdict=Verdict.UNKNOWN)
        except Unavailable:
            return Outcome(verdict=Verdict.UNKNOWN, settled=False)
        fate = self._extranet.faults.take_next_write()
        identifier = self._extranet.live.get(self._token)
        if fate is NextWrite.REQUEST_LOST:
            return Outcome(verdict=Verdict.UNKNOWN, settled=False)
        if identifier is None:
            return Outcome(verdict=Verdict.UNKNOWN)
        changes = {change.key: change.new for change in proposal.changes}
        if fate is NextWrite.LANDS_LATE:
            self._extranet.late.append((self._token, Effect(identifier, changes)))
            return Outcome(verdict=Verdict.UNKNOWN, settled=False)
        objection = self._extranet.families[identifier].objection(changes)
        if objection is None:
            self._extranet.apply(identifier, changes)
        if fate is NextWrite.ANSWER_LOST:
            return Outcome(verdict=Verdict.UNKNOWN, settled=False)
        if self._extranet.faults.not_understood:
            return Outcome(verdict=Verdict.UNKNOWN)
        sheet = self._extranet.sheet(identifier)
        words = UPDATED_WORDS if objection is None else objection
        return evidence(proposal, sheet, waited=waited, words=words, refusal=objection is not None)


def _fits(character: str, charset: str) -> bool:
    try:
        character.encode(charset)
    except UnicodeEncodeError:
        return False
    return True
