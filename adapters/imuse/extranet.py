"""The live extranet: its sign-in page, and the sessions that start there."""

import httpx
import msgspec

from adapters.errors import AccountClosed, BadCredentials, NotUnderstood
from adapters.imuse import profile as profiles
from adapters.imuse.browsing import Browser, parts
from adapters.imuse.client import Crumb, Lines
from adapters.imuse.profile import Profile
from adapters.imuse.reading.screen import Screen
from adapters.imuse.reading.words import says
from adapters.imuse.screens import accueil, connexion
from adapters.imuse.session import ImuseSession
from adapters.imuse.walk import Door, State
from adapters.model import Credentials, Site
from adapters.registry import ExtranetSettings


def create(
    settings: ExtranetSettings, transport: httpx.AsyncBaseTransport | None = None
) -> "ImuseExtranet":
    """The extranet behind `settings`; `transport` replaces the network.

    Raises:
        ProfileError: the profile cannot be used.
    """
    return ImuseExtranet(settings, profiles.load(settings.profile), Lines(settings, transport))


class ImuseExtranet:
    """One school's old site (see `adapters.port.Extranet`)."""

    def __init__(self, settings: ExtranetSettings, profile: Profile, lines: Lines) -> None:
        """Asks nothing yet."""
        self._settings = settings
        self._profile = profile
        self._lines = lines
        self._parts = parts()

    @property
    def longest_run(self) -> float:
        """As configured: no page tells it."""
        return self._settings.longest_run

    async def sites(self) -> tuple[Site, ...]:
        """The sites that the sign-in page offers."""
        browser = self._browser()
        try:
            form = await self._sign_in_form(browser)
            return form.sites
        finally:
            await browser.client.close()

    async def sign_in(self, credentials: Credentials) -> ImuseSession:
        """Sign a family in; see the port for what is raised."""
        browser = self._browser()
        try:
            home = await self.enter(browser, credentials)
        except BaseException:
            await browser.client.close()
            raise
        return ImuseSession(self._door(credentials), browser, home)

    async def resume(self, credentials: Credentials, state: bytes) -> ImuseSession:
        """Go on with a session that another process may have begun."""
        kept = msgspec.json.decode(state, type=State)
        browser = self._browser(kept.cookies)
        browser.closes_pages = kept.closes_pages
        return ImuseSession(self._door(credentials), browser, kept.home)

    def _door(self, credentials: Credentials) -> Door:
        async def enter(browser: Browser) -> Screen:
            return await self.enter(browser, credentials)

        return Door(enter=enter, sign_in_url=self._settings.sign_in_url)

    def _browser(self, cookies: tuple[Crumb, ...] = ()) -> Browser:
        return Browser(self._lines.client(cookies), self._profile, self._parts)

    async def enter(self, browser: Browser, credentials: Credentials) -> Screen:
        """Through the sign-in page to a screen that offers « Déconnexion »."""
        form = await self._sign_in_form(browser)
        site = connexion.site_value(form, credentials.site)
        offered = [one.ref for one in form.sites]
        if site is not None and offered and site not in offered:
            raise NotUnderstood("the site is no longer offered")
        fills = form.fills(msgspec.structs.replace(credentials, site=site))
        screen = await browser.see(browser.ask(form.page, form.press, fills))
        if accueil.signed_in(screen, self._profile):
            return screen
        self._refuse(screen)
        onward = screen.find(self._profile.words.onward + self._profile.words.home)
        if onward is not None and onward.pressable.press.leads:
            screen = await browser.press(onward)
            if accueil.signed_in(screen, self._profile):
                return screen
        raise NotUnderstood("neither signed in nor refused")

    async def _sign_in_form(self, browser: Browser) -> connexion.SignInForm:
        screen = await browser.open(self._settings.sign_in_url)
        form = connexion.find(screen, self._profile)
        if form is None:
            raise NotUnderstood("no sign-in form on the sign-in page")
        if self._profile.closes_pages == "learn":
            browser.closes_pages = form.page.closed
        return form

    def _refuse(self, screen: Screen) -> None:
        """Raise what a screen says that is not signed in, if it says anything certain."""
        closed = [t for t in screen.texts() if says(t, self._profile.messages.closed)]
        if closed:
            raise AccountClosed(closed[0])
        if connexion.find(screen, self._profile) is not None:
            raise BadCredentials

    async def close(self) -> None:
        """Let go of every connection."""
        await self._lines.close()
