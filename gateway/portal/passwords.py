"""Passwords: changed at once or not at all; asked for anew at most once (guide, § 2)."""

import hmac
from collections.abc import Mapping
from contextlib import suppress

import msgspec

from adapters.errors import ExtranetError
from adapters.model import Credentials, Outcome, Verdict
from adapters.passwords import PasswordRequest, PasswordTerms
from adapters.port import BeforeSending, Extranet, Session
from gateway.cache import Cache
from gateway.form_tokens import FormTokens
from gateway.limits import Limits, TooManyAttempts
from gateway.pending.requests import Requests
from gateway.portal.entrance import Entrance
from gateway.portal.old_side import OldSide
from gateway.portal.sent_once import SentOnce
from gateway.sessions import Sessions
from gateway.vault import Vault
from gateway.views import Fate, PasswordAsked, PasswordChanged, Visit

_FATES = {Verdict.APPLIED: Fate.DONE, Verdict.PENDING_VALIDATION: Fate.DONE,
          Verdict.REFUSED: Fate.REFUSED, Verdict.UNKNOWN: Fate.UNKNOWN}  # fmt: skip


class WrongFormer(Exception):
    """The former password is not the one that this session was opened with."""


class Passwords:
    """Changes a family's password, and asks the old site for a new one."""

    def __init__(
        self,
        once: SentOnce,
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
    ) -> None:
        """`limits` count attempts to sign in, `lost_limits` requests for a new password."""
        self._once = once
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
        # Another password typed on the same page is another press.
        what = ("change", self._tokens.read_press(visit, press), former, new)

        async def sending(before_sending: BeforeSending) -> PasswordChanged:
            return await self._change(visit, address, former, new, before_sending)

        return await self._once.send(visit.school, what, PasswordChanged, sending)

    async def _change(
        self, visit: Visit, address: str, former: str, new: str, before_sending: BeforeSending
    ) -> PasswordChanged:
        school = visit.school
        held = self._sessions.means(school, visit.session).credentials
        await self._limits.count(school, held.identifier, address)
        if not hmac.compare_digest(former.encode(), held.password.encode()):
            raise WrongFormer
        async with self._old_side.session(visit) as session:
            outcome = await session.change_password(former, new, before_sending)
        fate, opened = _FATES[outcome.verdict], None
        changed_to = msgspec.structs.replace(held, password=new)
        if fate is Fate.UNKNOWN:
            fate, opened = await self._found_out(visit, address, held, changed_to, outcome)
        cookie = ""
        if fate is Fate.DONE:
            await self._limits.forgive(school, held.identifier)
            cookie = await self._sessions.renew(
                school, visit.account, visit.session, changed_to, opened
            )
            await self._requests.use_password(school, visit.account, new)
        return PasswordChanged(fate=fate, words=outcome.words, cookie=cookie)

    async def _found_out(
        self,
        visit: Visit,
        address: str,
        held: Credentials,
        changed_to: Credentials,
        outcome: Outcome,
    ) -> tuple[Fate, Session | None]:
        """Whether it is changed, by signing in: with the new one, else with the former one.

        With the session that the new one has opened, as the old one may have ended.
        """
        with suppress(ExtranetError):
            # A server that serialises a session answers this only after what it was at.
            async with self._old_side.session(visit) as session:
                await session.home()
        opened = await self._signed_in(visit.school, address, changed_to)
        if opened is not None:
            return Fate.DONE, opened
        if not outcome.settled:
            # It may take effect yet.
            return Fate.UNKNOWN, None
        former = await self._signed_in(visit.school, address, held)
        if former is None:
            return Fate.UNKNOWN, None
        try:
            with suppress(ExtranetError):
                await former.sign_out()
        finally:
            await former.close()
        return Fate.REFUSED, None

    async def _signed_in(
        self, school: str, address: str, credentials: Credentials
    ) -> Session | None:
        """A new session with these, None where it cannot be had; an attempt as any other."""
        try:
            await self._limits.count(school, credentials.identifier, address)
            return await self._extranets[school].sign_in(credentials)
        except (ExtranetError, TooManyAttempts):
            return None

    # Mot de passe perdu

    def lost_press(self, school: str) -> str:
        """See `Portal.lost_password_press`."""
        return self._tokens.anyones_press(school)

    async def ask(
        self, school: str, address: str, press: str, site_ref: str | None, asked: tuple[str, str]
    ) -> PasswordAsked:
        """See `Portal.ask_password`; `asked` is the identifier and the e-mail address."""
        identifier, email = (typed.strip() for typed in asked)
        pressed, given_at = self._tokens.read_anyones_press(school, press)
        await self._once.check_known_since(given_at)
        # Whoever goes back to correct what was typed asks for something else.
        what = ("lost", pressed, site_ref or "", identifier, email)

        async def sending(before_sending: BeforeSending) -> PasswordAsked:
            await self._lost_limits.count(school, identifier, address)
            nothing_left = True

            async def leaving() -> None:
                nonlocal nothing_left
                await before_sending()
                nothing_left = False

            try:
                site = await self._entrance.site(school, site_ref)
                asking = PasswordRequest(site=site, identifier=identifier, email=email)
                asked_for = await self._ask(school, asking, leaving)
                nothing_left = asked_for.fate is Fate.REFUSED
                return asked_for
            finally:
                if nothing_left:
                    # No password was replaced: what an account is limited in is that.
                    await self._lost_limits.take_back(school, identifier)

        return await self._once.send(school, what, PasswordAsked, sending)

    async def _ask(
        self, school: str, asking: PasswordRequest, before_sending: BeforeSending
    ) -> PasswordAsked:
        accounts = await self._accounts(school, asking.identifier)
        outcome = await self._extranets[school].request_password(asking, before_sending)
        fate = _FATES[outcome.verdict]
        if fate is not Fate.REFUSED:
            # The former password is void: so is all that was opened or kept with it.
            for account in accounts:
                await self._sessions.end_account(school, account)
                await self._requests.forget_means(school, account)
                self._cache.end(school, account)
        return PasswordAsked(fate=fate, words=outcome.words)

    async def _accounts(self, school: str, identifier: str) -> list[str]:
        """The identifier's accounts, on any site: found before anything leaves."""
        offered = await self._entrance.sites(school)
        refs = (None, *(site.ref for site in offered.sites))
        return [self._vault.pseudonym(school, ref, identifier) for ref in refs]
