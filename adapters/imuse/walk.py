"""One family's way through the old site: its menu, and what to do where the session has ended."""

from collections.abc import Awaitable, Callable
from typing import TypeVar

import msgspec

from adapters.errors import ScreenMissing, SessionEnded
from adapters.imuse.browsing import Browser
from adapters.imuse.client import Crumb
from adapters.imuse.origin import resolve
from adapters.imuse.reading.screen import Found, Screen
from adapters.imuse.screens import accueil, answer, connexion

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


class Walk:
    """Knows where the menu is; whoever uses it holds the session's lock."""

    def __init__(self, door: Door, browser: Browser, home: Screen | str) -> None:
        """`home` is the screen after signing in, or the address to find it again."""
        self._door = door
        self.browser = browser
        self.profile = browser.profile
        self.menu: Screen | None = None
        self.front: Screen | None = None
        """Accueil, where it was seen: what stands there too is no screen's own."""
        self.entered = 0
        """How often it signed in: what was found before belongs to another session."""
        self._home_url = self._pinned(self.profile.routes.home)
        if isinstance(home, str):
            self._home_url = self._home_url or home
        else:
            self._arrive(home)
            self.front = home

    @property
    def state(self) -> bytes:
        """The cookies and where the menu is."""
        kept = State(
            cookies=self.browser.client.cookies,
            home=self._home_url,
            closes_pages=self.browser.closes_pages,
        )
        return msgspec.json.encode(kept)

    async def reading(self, read: Callable[[], Awaitable[T]]) -> T:
        """A reading may sign in again, once."""
        try:
            return await read()
        except SessionEnded:
            self.menu = None
            self.entered += 1
            self.front = self._arrive(await self._door.enter(self.browser))
            return await read()

    async def home(self) -> Screen:
        """Accueil, whole: where a frame or a script shows only a part of it, from its address."""
        pinned = bool(self.profile.routes.home)
        found = self.menu.find(self.profile.words.home) if self.menu and not pinned else None
        if self.menu is not None and found is not None and _opens_whole(found, self.menu):
            screen = await self.browser.press(found)
        elif self._home_url:
            screen = await self.browser.open(self._home_url)
        else:
            raise SessionEnded
        if not accueil.signed_in(screen, self.profile):
            raise SessionEnded
        self.front = self._arrive(screen)
        return self.front

    async def enter(self, what: str, words: tuple[str, ...], route: str) -> Screen:
        """The screen of a menu entry, or of the profile's route where it names one.

        Raises:
            ScreenMissing: the menu has no such entry.
        """
        if self.menu is None:
            await self.home()
        if route:
            return self.certain(await self.browser.open(self._pinned(route)))
        found = self.menu.find(words) if self.menu is not None else None
        if found is None:
            raise ScreenMissing(what)
        if not found.pressable.press.leads and self.menu is not None:
            # The head of a submenu: all that it leads to stands in the menu already.
            return self.menu
        return self.certain(await self.browser.press(found))

    def is_over(self, screen: Screen) -> bool:
        """Whether a screen says that the session has ended: its words are about nothing else."""
        if accueil.signed_in(screen, self.profile):
            return False
        return connexion.find(screen, self.profile) is not None or answer.expired(
            screen, self.profile
        )

    def certain(self, screen: Screen) -> Screen:
        """A screen of somebody signed in; what offers the menu is remembered.

        A part of a screen (a frame, a fragment) offers no « Déconnexion »: it is certain by what it
        holds, which only somebody signed in is shown, and its reader checks that.

        Raises:
            SessionEnded: it says so.
        """
        if accueil.signed_in(screen, self.profile):
            return self._arrive(screen)
        if self.is_over(screen):
            raise SessionEnded
        return screen

    async def confirm(self, screen: Screen) -> None:
        """Of a part that says nothing we know: perhaps the session is over.

        Raises:
            SessionEnded: it is.
        """
        lacking = any(set(page.asks) - set(page.filled) for page in screen.pages)
        if lacking or not accueil.signed_in(screen, self.profile):
            await self.home()

    def _pinned(self, route: str) -> str:
        """The absolute address of one of the profile's routes, "" where it names none."""
        return resolve(self._door.sign_in_url, route, "utf-8") if route else ""

    def _arrive(self, screen: Screen) -> Screen:
        if not accueil.signed_in(screen, self.profile):
            return screen
        self.menu = screen
        if self.profile.routes.home:
            return screen
        home = screen.find(self.profile.words.home)
        if home is not None and home.pressable.press.url and _opens_whole(home, screen):
            self._home_url = home.pressable.press.url
        elif not self._home_url or len(screen.pages) > 1:
            self._home_url = screen.pages[0].url
        return screen


def _opens_whole(found: Found, screen: Screen) -> bool:
    """Whether pressing replaces the whole screen, not a frame or a part of it."""
    press = found.pressable.press
    return press.leads and not press.by_script and len(screen.pages) == 1
