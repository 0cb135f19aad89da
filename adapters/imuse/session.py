"""One family signed in to the live extranet (see `adapters.port.Session`)."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

import msgspec

from adapters import proposals
from adapters.errors import (
    ExtranetError,
    NotUnderstood,
    ScreenMissing,
    SessionEnded,
    Unstorable,
)
from adapters.imuse import charset
from adapters.imuse.browsing import Browser
from adapters.imuse.client import AnswerLost, Ask, Crumb
from adapters.imuse.origin import resolve
from adapters.imuse.reading.page import Page
from adapters.imuse.reading.screen import Found, Screen
from adapters.imuse.screens import accueil, answer, connexion, fiche
from adapters.imuse.screens.fiche import OpenSheet
from adapters.model import Home, Kind, Outcome, Proposal, Sheet, Verdict
from adapters.port import BeforeSending

T = TypeVar("T")


class State(msgspec.Struct, frozen=True, kw_only=True):
    """What another process needs to go on with a session."""

    cookies: tuple[Crumb, ...]
    home: str
    """The address of a page that offers the menu; "" where none is known."""
    closes_pages: bool


class Door(msgspec.Struct, frozen=True, kw_only=True):
    """The way back in, for this family."""

    enter: Callable[[Browser], Awaitable[Screen]]
    sign_in_url: str


class ImuseSession:
    """One family, one browser, one thing at a time."""

    def __init__(self, door: Door, browser: Browser, home: Screen | str) -> None:
        """`home` is the screen after signing in, or the address to find it again."""
        self._door = door
        self._browser = browser
        self._profile = browser.profile
        # An old server serialises a session anyway, and what is chosen on it may live there.
        self._lock = asyncio.Lock()
        self._menu: Screen | None = None
        self._home_url = self._pinned(self._profile.routes.home)
        if isinstance(home, str):
            self._home_url = self._home_url or home
        else:
            self._arrive(home)

    @property
    def state(self) -> bytes:
        """The cookies and where the menu is."""
        kept = State(
            cookies=self._browser.client.cookies,
            home=self._home_url,
            closes_pages=self._browser.closes_pages,
        )
        return msgspec.json.encode(kept)

    async def home(self) -> Home:
        """The old Accueil."""
        async with self._lock:
            return accueil.read(await self._reading(self._open_home), self._profile)

    async def family(self) -> Sheet:
        """The sheet of the person responsible."""
        async with self._lock:
            _, opened = await self._reading(self._open_family)
            return opened.sheet

    async def propose_family(self, proposal: Proposal, before_sending: BeforeSending) -> Outcome:
        """Read, compare, send once, read back."""
        async with self._lock:
            screen, opened = await self._reading(self._open_family)
            waited = proposals.waits(proposal.changes, opened.sheet)
            if proposals.already_so(proposal, opened.sheet):
                verdict = Verdict.PENDING_VALIDATION if waited else Verdict.APPLIED
                return Outcome(verdict=verdict, already=True, sheet=opened.sheet)
            ask = self._filled(opened, proposal)
            await before_sending()
            return await self._send(ask, opened.page, screen, proposal, waited)

    async def sign_out(self) -> None:
        """Press « Déconnexion »; whatever answers, our cookies go."""
        async with self._lock:
            menu = self._menu or await self._find_menu()
            found = menu.find(self._profile.words.sign_out) if menu is not None else None
            if found is not None:
                await self._browser.press(found)

    async def close(self) -> None:
        """Let go of the client."""
        await self._browser.client.close()

    async def _find_menu(self) -> Screen | None:
        try:
            return await self._open_home()
        except SessionEnded:
            return None

    async def _reading(self, read: Callable[[], Awaitable[T]]) -> T:
        """A reading may sign in again, once."""
        try:
            return await read()
        except SessionEnded:
            self._menu = None
            self._arrive(await self._door.enter(self._browser))
            return await read()

    async def _open_home(self) -> Screen:
        """Accueil, whole: where a frame or a script shows only a part of it, from its address."""
        pinned = bool(self._profile.routes.home)
        found = self._menu.find(self._profile.words.home) if self._menu and not pinned else None
        if self._menu is not None and found is not None and _opens_whole(found, self._menu):
            screen = await self._browser.press(found)
        elif self._home_url:
            screen = await self._browser.open(self._home_url)
        else:
            raise SessionEnded
        if not accueil.signed_in(screen, self._profile):
            raise SessionEnded
        return self._arrive(screen)

    async def _open_family(self) -> tuple[Screen, OpenSheet]:
        if self._menu is None:
            await self._open_home()
        screen = self._certain(await self._press_family())
        try:
            return screen, fiche.read(screen, self._profile)
        except NotUnderstood:
            if not accueil.signed_in(screen, self._profile):
                # A part that says nothing we know: perhaps that the session is over.
                await self._open_home()
            raise

    async def _press_family(self) -> Screen:
        if self._profile.routes.family:
            return await self._browser.open(self._pinned(self._profile.routes.family))
        found = self._menu.find(self._profile.words.family) if self._menu is not None else None
        if found is None:
            raise ScreenMissing("Famille")
        return await self._browser.press(found)

    def _pinned(self, route: str) -> str:
        """The absolute address of one of the profile's routes, "" where it names none."""
        return resolve(self._door.sign_in_url, route, "utf-8") if route else ""

    def _is_over(self, screen: Screen) -> bool:
        """Whether a screen says that the session has ended: its words are about nothing else."""
        if accueil.signed_in(screen, self._profile):
            return False
        return connexion.find(screen, self._profile) is not None or answer.expired(
            screen, self._profile
        )

    def _certain(self, screen: Screen) -> Screen:
        """A screen of somebody signed in; what offers the menu is remembered.

        A part of a screen (a frame, a fragment) offers no « Déconnexion »: it is certain by what it
        holds, which only somebody signed in is shown, and its reader checks that.
        """
        if accueil.signed_in(screen, self._profile):
            return self._arrive(screen)
        if self._is_over(screen):
            raise SessionEnded
        return screen

    def _arrive(self, screen: Screen) -> Screen:
        if not accueil.signed_in(screen, self._profile):
            return screen
        self._menu = screen
        if self._profile.routes.home:
            return screen
        home = screen.find(self._profile.words.home)
        if home is not None and home.pressable.press.url and _opens_whole(home, screen):
            self._home_url = home.pressable.press.url
        elif not self._home_url or len(screen.pages) > 1:
            self._home_url = screen.pages[0].url
        return screen

    def _filled(self, opened: OpenSheet, proposal: Proposal) -> Ask:
        if opened.press is None:
            raise NotUnderstood("no button « Modifier »")
        fills: dict[int, str] = {}
        for change in proposal.changes:
            filled = opened.fills(change.key, change.new)
            _check(opened, change.key, filled)
            fills.update(filled)
        return self._browser.ask(opened.page, opened.press, fills)

    async def _send(
        self, ask: Ask, page: Page, before: Screen, proposal: Proposal, waited: bool
    ) -> Outcome:
        try:
            reply = await self._browser.client.send(ask)
        except AnswerLost:
            return Outcome(verdict=Verdict.UNKNOWN, settled=False)
        said, refusal = "", False
        try:
            reply = await self._browser.client.onward(reply, ask)
            screen = await self._browser.screen(reply, page)
            if not self._is_over(screen):
                said, refusal = answer.words(screen, before, self._profile)
        except ExtranetError:
            pass  # An answer that cannot be read proves nothing: the reading back decides.
        try:
            _, opened = await self._reading(self._open_family)
        except ExtranetError:
            return Outcome(verdict=Verdict.UNKNOWN, words=said)
        return proposals.evidence(
            proposal, opened.sheet, waited=waited, words=said, refusal=refusal
        )


def _opens_whole(found: Found, screen: Screen) -> bool:
    """Whether pressing replaces the whole screen, not a frame or a part of it."""
    press = found.pressable.press
    return press.leads and not press.by_script and len(screen.pages) == 1


def _check(opened: OpenSheet, key: str, filled: dict[int, str]) -> None:
    """Refuse before sending what the form cannot say.

    Raises:
        Unstorable: characters that its charset lacks, or a value that a list does not offer.
    """
    bound = next(one for one in opened.bound if one.field.key == key)
    for number, value in filled.items():
        control = opened.form.controls[number]
        if control.type == "select" and value not in [choice.value for choice in control.choices]:
            raise Unstorable(key, value)
        by_script = opened.press is not None and opened.press.by_script
        lacking = "" if by_script else charset.missing(value, opened.form.charset)
        if lacking and bound.field.kind is not Kind.CHECK:
            raise Unstorable(key, lacking)
