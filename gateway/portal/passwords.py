"""Passwords: changed at once or not at all; asked for anew at most once (guide, § 2)."""

from collections.abc import Mapping
from contextlib import suppress
from datetime import timedelta
from typing import TypeVar

import msgspec
from sqlalchemy import Connection

from adapters.errors import ExtranetError
from adapters.model import Credentials, Outcome, Verdict
from adapters.passwords import PasswordRequest, PasswordTerms
from adapters.port import Extranet
from gateway.cache import Cache
from gateway.clock import Clock
from gateway.form_tokens import FormTokens
from gateway.limits import Limits
from gateway.pending.requests import Requests
from gateway.portal.entrance import Entrance
from gateway.portal.old_side import OldSide
from gateway.sessions import Sessions
from gateway.store import once
from gateway.store.store import Store
from gateway.vault import Place, Vault
from gateway.views import Fate, PasswordAsked, PasswordChanged, Visit

T = TypeVar("T", bound=msgspec.Struct)

_REPEATABLE_FOR = timedelta(days=2)
"""Longer than any page that could send a press again stays good."""

_FATES = {Verdict.APPLIED: Fate.DONE, Verdict.PENDING_VALIDATION: Fate.DONE,
          Verdict.REFUSED: Fate.REFUSED, Verdict.UNKNOWN: Fate.UNKNOWN}  # fmt: skip


class WrongFormer(Exception):
    """The former password is not the one that this session was opened with."""


class Passwords:
    """Changes a family's password, and asks the old site for a new one."""

    def __init__(
        self,
        store: Store,
        vault: Vault,
        extranets: Mapping[str, Extranet],
        sessions: Sessions,
        old_side: OldSide,
        entrance: Entrance,
        requests: Requests,
        cache: Cache,
        tokens: FormTokens,
        limits: Limits,
        lost_limits: Limits,
        clock: Clock,
    ) -> None:
        """`limits` count attempts to sign in, `lost_limits` requests for a new password."""
        self._store = store
        self._vault = vault
        self._extranets = extranets
        self._sessions = sessions
        self._old_side = old_side
        self._entrance = entrance
        self._requests = requests
        self._cache = cache
        self._tokens = tokens
        self._limits = limits
        self._lost_limits = lost_limits
        self._clock = clock

    # Mot de passe

    async def terms(self, visit: Visit) -> PasswordTerms:
        """See `Portal.password_terms`."""
        async with self._old_side.session(visit) as session:
            return await session.password_terms()

    def press(self, visit: Visit) -> str:
        """The form's press: the same for a double one."""
        return self._tokens.press(visit)

    async def change(
        self, visit: Visit, address: str, press: str, former: str, new: str
    ) -> PasswordChanged:
        """See `Portal.change_password`."""
        school = visit.school
        claimed = self._digest(school, "change", self._tokens.read_press(visit, press))
        known = await self._known(school, claimed, PasswordChanged)
        if known is not None:
            return known
        held = self._sessions.means(school, visit.session).credentials
        await self._limits.count(school, held.identifier, address)
        if former != held.password:
            raise WrongFormer
        async with self._old_side.session(visit) as session:
            outcome = await session.change_password(
                former, new, lambda: self._claim(school, claimed)
            )
        fate = _FATES[outcome.verdict]
        if fate is Fate.UNKNOWN:
            fate = await self._found_out(visit, held, new, outcome)
        changed = PasswordChanged(fate=fate, words=outcome.words)
        if fate is Fate.DONE:
            await self._limits.forgive(school, held.identifier)
            cookie = await self._sessions.renew(school, visit.session, new)
            await self._requests.use_password(school, visit.account, new)
            changed = msgspec.structs.replace(changed, cookie=cookie)
        # The cookie is for the browser alone: a second press finds its way by the first one's.
        await self._conclude(school, claimed, msgspec.structs.replace(changed, cookie=""))
        return changed

    async def _found_out(self, visit: Visit, held: Credentials, new: str, outcome: Outcome) -> Fate:
        """Whether it is changed, by signing in: with the new one, else with the former one."""
        with suppress(ExtranetError):
            # A server that serialises a session answers this only after what it was at.
            async with self._old_side.session(visit) as session:
                await session.home()
        if await self._signs_in(visit.school, msgspec.structs.replace(held, password=new)):
            return Fate.DONE
        if outcome.settled and await self._signs_in(visit.school, held):
            return Fate.REFUSED
        return Fate.UNKNOWN

    async def _signs_in(self, school: str, credentials: Credentials) -> bool:
        try:
            session = await self._extranets[school].sign_in(credentials)
        except ExtranetError:
            return False
        try:
            with suppress(ExtranetError):
                await session.sign_out()
        finally:
            await session.close()
        return True

    # Mot de passe perdu

    def lost_press(self, school: str) -> str:
        """See `Portal.lost_password_press`."""
        return self._tokens.anyones_press(school)

    async def ask(
        self, school: str, address: str, press: str, site_ref: str | None, asked: tuple[str, str]
    ) -> PasswordAsked:
        """See `Portal.ask_password`; `asked` is the identifier and the e-mail address."""
        identifier, email = (typed.strip() for typed in asked)
        pressed = self._tokens.read_anyones_press(school, press)
        claimed = self._digest(school, "lost", pressed)
        known = await self._known(school, claimed, PasswordAsked)
        if known is not None:
            return known
        await self._lost_limits.count(school, identifier, address)
        site = await self._entrance.site(school, site_ref)
        asking = PasswordRequest(site=site, identifier=identifier, email=email)
        outcome = await self._extranets[school].request_password(
            asking, lambda: self._claim(school, claimed)
        )
        asked_for = PasswordAsked(fate=_FATES[outcome.verdict], words=outcome.words)
        if asked_for.fate is not Fate.REFUSED:
            await self._end_all(school, identifier)
        await self._conclude(school, claimed, asked_for)
        return asked_for

    async def _end_all(self, school: str, identifier: str) -> None:
        """The former password is void: so is all that was opened or kept with it, on any site."""
        offered = await self._entrance.sites(school)
        for site in (None, *(one.ref for one in offered.sites)):
            account = self._vault.pseudonym(school, site, identifier)
            await self._sessions.end_account(school, account)
            await self._requests.forget_means(school, account)
            self._cache.end(school, account)

    # What is sent only once

    def _digest(self, school: str, what: str, press: str) -> str:
        return self._vault.digest("once", school, what, press)

    async def _claim(self, school: str, press: str) -> None:
        """Committed before the first byte leaves: whoever comes second sends nothing.

        Raises:
            PressedTwice: this very press is on its way already.
        """
        now = self._clock()

        def claim(connection: Connection) -> bool:
            once.remove_before(connection, now - _REPEATABLE_FOR)
            return once.claim(connection, school, press, now)

        if not await self._store.write(claim):
            raise PressedTwice

    async def _known(self, school: str, press: str, kind: type[T]) -> T | None:
        """What is known of a press that was sent already; None where it was not."""
        row = await self._store.read(lambda c: once.find(c, school, press))
        if row is None:
            return None
        if row.sealed is None:
            return msgspec.convert({"fate": Fate.UNKNOWN}, kind)
        plain = self._vault.open(_place(school, press), row.sealed)
        return msgspec.msgpack.decode(plain, type=kind)

    async def _conclude(self, school: str, press: str, became: msgspec.Struct) -> None:
        sealed = self._vault.seal(_place(school, press), msgspec.msgpack.encode(became))
        await self._store.write(lambda c: once.conclude(c, school, press, sealed))


class PressedTwice(ExtranetError):
    """The same button was pressed again while the first press was on its way: nothing is sent."""

    key = "pressed_twice"


def _place(school: str, press: str) -> Place:
    return Place(purpose="once", school=school, account="", row=press)
