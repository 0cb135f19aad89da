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
from adapters.quiet import is_quiet

T = TypeVar("T")


class State(msgspec.Struct, frozen=True, kw_only=True):
    """What another process needs to go on with a session."""

    cookies: tuple[Crumb, ...]
    home: str
    """The address of a page that offers the menu, or of the frames that do so together, with
    spaces between; "" where none is known."""
    closes_pages: bool


class Door(msgspec.Struct, frozen=True, kw_only=True):
    """The way back in, for this family."""

    enter: Callable[[Browser], Awaitable[Screen]]
    sign_in_url: str
    starts: Callable[[Screen], bool]
    """Whether a screen is where signing in was seen to begin, before it asks for the password."""
    changed: Callable[[str], "Door"]
    """The same way in with another password."""


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
        pinned = self._pinned(self.profile.routes.home)
        self._home: tuple[str, ...] = (pinned,) if pinned else ()
        self._at_hand: Screen | None = None
        """The screen just after signing in, where no address is known to open it again."""
        if isinstance(home, str):
            self._home = self._home or tuple(home.split())
        else:
            self._come_in(home)

    @property
    def state(self) -> bytes:
        """The cookies and where the menu is."""
        kept = State(
            cookies=self.browser.client.cookies,
            home=" ".join(self._home),
            closes_pages=self.browser.closes_pages,
        )
        return msgspec.json.encode(kept)

    async def reading(self, read: Callable[[], Awaitable[T]]) -> T:
        """A reading may sign in again, once; not one that nobody waits for."""
        try:
            return await read()
        except SessionEnded:
            if is_quiet():
                raise
            self.menu = None
            self.entered += 1
            self.browser.client.forget()
            self._come_in(await self._door.enter(self.browser))
            return await read()

    def use_password(self, password: str) -> None:
        """From now on the family signs in with this one."""
        self._door = self._door.changed(password)

    async def home(self) -> Screen:
        """Accueil, whole: where a frame or a script shows only a part of it, from its address."""
        pinned = bool(self.profile.routes.home)
        found = self.menu.find(self.profile.words.home) if self.menu and not pinned else None
        if self.menu is not None and found is not None and _opens_whole(found, self.menu):
            screen = await self.browser.press(found)
        elif self._at_hand is not None:
            screen, self._at_hand = self._at_hand, None
        elif len(self._home) > 1:
            screen = await self.browser.frames(self._home)
        elif self._home:
            screen = await self.browser.open(self._home[0])
        else:
            raise SessionEnded
        if not accueil.signed_in(screen, self.profile):
            raise SessionEnded
        self.front = self._arrive(screen)
        return self.front

    async def enter(self, what: str, words: tuple[str, ...], route: str) -> Screen:
        """The screen of a menu entry, or of the profile's route where it names one.

        A whole page without the menu in the place of one that has it may say that the session is
        over, in words that nobody knows: Accueil tells.

        Raises:
            ScreenMissing: the menu has no such entry.
            SessionEnded: the session is over.
        """
        if self.menu is None:
            await self.home()
        self._at_hand = None
        if route:
            return self.certain(await self.browser.open(self._pinned(route)))
        found = self.menu.find(words) if self.menu is not None else None
        if found is None:
            raise ScreenMissing(what)
        if not found.pressable.press.leads and self.menu is not None:
            # The head of a submenu: all that it leads to stands in the menu already.
            return self.menu
        whole = self.menu is not None and _opens_whole(found, self.menu)
        screen = self.certain(await self.browser.press(found))
        if whole and not screen.pages[0].fragment:
            await self.confirm(screen)
        return screen

    def is_over(self, screen: Screen) -> bool:
        """Whether a screen says that the session has ended: its words are about nothing else."""
        if accueil.signed_in(screen, self.profile):
            return False
        return (
            connexion.find(screen, self.profile) is not None
            or self._door.starts(screen)
            or answer.expired(screen, self.profile)
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
            self._at_hand = None
            await self.home()

    def _pinned(self, route: str) -> str:
        """The absolute address of one of the profile's routes, "" where it names none."""
        return resolve(self._door.sign_in_url, route, "utf-8") if route else ""

    def _come_in(self, screen: Screen) -> None:
        """The screen after signing in: what was known of the session before holds no more."""
        pinned = bool(self.profile.routes.home)
        if not pinned:
            self._home = ()
        self.front = self._arrive(screen)
        if not pinned and not self._home:
            self._home = self._addresses(screen)
            first = screen.pages[0]
            unsure = first.fragment or first.url in self.browser.posted
            self._at_hand = screen if unsure and self._home == (first.url,) else None

    def _addresses(self, screen: Screen) -> tuple[str, ...]:
        """What opens a screen again: where only a form has led to it, its frames do."""
        first = screen.pages[0]
        if first.url in self.browser.posted and first.frames:
            return first.frames
        return (first.url,)

    def _arrive(self, screen: Screen) -> Screen:
        if not accueil.signed_in(screen, self.profile):
            return screen
        self.menu = screen
        home = screen.find(self.profile.words.home)
        url = home.pressable.press.url if home and _opens_whole(home, screen) else None
        if url is not None and not self.profile.routes.home:
            self._home, self._at_hand = (url,), None
        return screen


def _opens_whole(found: Found, screen: Screen) -> bool:
    """Whether pressing replaces the whole screen, not a frame or a part of it."""
    press = found.pressable.press
    return press.leads and not press.by_script and len(screen.pages) == 1
