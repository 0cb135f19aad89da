"""The live extranet: its sign-in page, and the sessions that start there."""

from urllib.parse import urlsplit

import httpx
import msgspec

from adapters.errors import AccountClosed, BadCredentials, NotUnderstood
from adapters.imuse import passwords
from adapters.imuse import profile as profiles
from adapters.imuse.browsing import Browser, parts
from adapters.imuse.client import Crumb, Lines
from adapters.imuse.origin import resolve
from adapters.imuse.profile import Profile
from adapters.imuse.reading.screen import Screen
from adapters.imuse.reading.words import says
from adapters.imuse.screens import accueil, connexion, refusal
from adapters.imuse.session import ImuseSession
from adapters.imuse.walk import Door, State
from adapters.model import Credentials, Outcome, Site
from adapters.passwords import PasswordRequest
from adapters.port import BeforeSending
from adapters.registry import ExtranetSettings

_MOST_STEPS = 4
"""Pages from the sign-in address to the one that asks for the password."""


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
        self._steps: set[tuple[str, ...]] = set()
        """The forms that signing in has begun with, by their addresses and controls."""

    @property
    def longest_run(self) -> float:
        """As configured: no page tells it."""
        return self._settings.longest_run

    async def sites(self) -> tuple[Site, ...]:
        """The sites that the sign-in page offers, or the page before it that asks for the site."""
        browser = self._browser()
        try:
            screen = await browser.open(self._settings.sign_in_url)
            steps = (
                connexion.find(screen, self._profile),
                connexion.first_step(screen, self._profile),
            )
            known = [step for step in steps if step is not None]
            if not known:
                raise NotUnderstood("no sign-in form on the sign-in page")
            return next((step.sites for step in known if step.sites), ())
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

        def changed(password: str) -> Door:
            return self._door(msgspec.structs.replace(credentials, password=password))

        return Door(
            enter=enter,
            sign_in_url=self._settings.sign_in_url,
            starts=self._starts,
            changed=changed,
        )

    def _browser(self, cookies: tuple[Crumb, ...] = ()) -> Browser:
        return Browser(self._lines.client(cookies), self._profile, self._parts)

    async def enter(self, browser: Browser, credentials: Credentials) -> Screen:
        """Through the sign-in page to a screen that offers « Déconnexion »."""
        form, stepped = await self._sign_in_form(browser, credentials)
        screen = await self._send(browser, form, credentials)
        if accueil.signed_in(screen, self._profile):
            return screen
        same = connexion.find(screen, self._profile, identified=form.identifier is None)
        self._refuse(screen, again=same is not None or (stepped and self._starts(screen)))
        onward = screen.find(self._profile.words.onward + self._profile.words.home)
        if onward is not None and onward.pressable.press.leads:
            screen = await browser.press(onward)
        elif form.press.by_script:
            # Its script says nothing of where it leads: perhaps the page itself is another now.
            screen = await browser.open(self._settings.sign_in_url)
        if accueil.signed_in(screen, self._profile):
            return screen
        raise NotUnderstood("neither signed in nor refused")

    async def _sign_in_form(
        self, browser: Browser, credentials: Credentials
    ) -> tuple[connexion.SignInForm, bool]:
        """The form that asks for the password, and whether there were steps before it."""
        screen = await browser.open(self._settings.sign_in_url)
        identified = sited = False
        for _ in range(_MOST_STEPS):
            form = connexion.find(screen, self._profile, identified=identified)
            step = connexion.first_step(screen, self._profile)
            if form is not None and (sited or form.sites or not _asks_site(step, credentials)):
                if self._profile.closes_pages == "learn":
                    browser.closes_pages = form.page.closed
                return form.knowing(credentials.site) if sited else form, sited or identified
            if step is None or (step.identifier is None and sited):
                break
            if step.identifier is not None and identified:
                self._refuse(screen, again=True)
            identified = identified or step.identifier is not None
            sited = sited or bool(step.sites)
            self._steps.add(_signature(step))
            screen = await self._send(browser, step, credentials)
        if identified:
            self._refuse(screen)
        raise NotUnderstood("no sign-in form on the sign-in page")

    async def _send(
        self, browser: Browser, form: connexion.SignInForm, credentials: Credentials
    ) -> Screen:
        site = connexion.site_value(form, credentials.site)
        offered = [one.ref for one in form.sites]
        if site is not None and offered and site not in offered:
            raise NotUnderstood("the site is no longer offered")
        press = form.sending(site)
        fills = form.fills(msgspec.structs.replace(credentials, site=site))
        return await browser.submit(browser.ask(form.page, press, fills), form.page)

    def _starts(self, screen: Screen) -> bool:
        step = connexion.first_step(screen, self._profile)
        return step is not None and _signature(step) in self._steps

    def _refuse(self, screen: Screen, *, again: bool = False) -> None:
        """Raise what a screen says that is not signed in, if it says anything certain.

        `again` is whether it asks once more for what it was given.
        """
        closed = [t for t in screen.texts() if says(t, self._profile.messages.closed)]
        if closed:
            raise AccountClosed(closed[0])
        if again or refusal.refuses(screen, self._profile):
            raise BadCredentials

    async def request_password(
        self, asking: PasswordRequest, before_sending: BeforeSending
    ) -> Outcome:
        """« Mot de passe perdu », once; see the port for what is raised."""
        browser = self._browser()
        try:
            route = self._profile.routes.lost_password
            url = resolve(self._settings.sign_in_url, route, "utf-8") if route else ""
            screen = await browser.open(url or self._settings.sign_in_url)
            return await passwords.ask_for_new(browser, screen, asking, before_sending)
        finally:
            await browser.client.close()

    async def close(self) -> None:
        """Let go of every connection."""
        await self._lines.close()


def _asks_site(step: connexion.SignInForm | None, credentials: Credentials) -> bool:
    """Whether a form beside the sign-in form asks for the site that the family named."""
    sites = step.sites if step is not None and step.identifier is None else ()
    return credentials.site in [site.ref for site in sites]


def _signature(step: connexion.SignInForm) -> tuple[str, ...]:
    return (urlsplit(step.form.action).path, *(one.name for one in step.form.controls))
