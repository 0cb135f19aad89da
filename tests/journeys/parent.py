"""A parent at the portal, who finds things by the words they see."""

import re
from urllib.parse import urlsplit

from bs4 import BeautifulSoup
from playwright.async_api import Browser, BrowserContext, Locator, Page, expect

from tests.strangers.stage import Account

STATES = re.compile(r"^(En attente de validation|Validée|Refusée|À revoir|Reçue)$")


class Parent:
    """A browser of their own: no cookie is shared with another's."""

    def __init__(self, context: BrowserContext, page: Page, url: str) -> None:
        self.context = context
        self.page = page
        self.url = url

    @classmethod
    async def arrives(
        cls, browser: Browser, url: str, *, javascript: bool = True, width: int = 390
    ) -> "Parent":
        """Somebody with a telephone in hand."""
        context = await browser.new_context(
            locale="fr-FR",
            timezone_id="Europe/Paris",
            java_script_enabled=javascript,
            viewport={"width": width, "height": 844},
        )
        context.set_default_timeout(15_000)
        return cls(context, await context.new_page(), url)

    async def opens(self, path: str = "/") -> None:
        await self.page.goto(self.url + path)

    @property
    def address(self) -> str:
        """The path of the page that is open."""
        return urlsplit(self.page.url).path

    async def page_read(self) -> BeautifulSoup:
        """The page that is open, all at once: to ask for each word takes longer than to read it."""
        return BeautifulSoup(await self.page.content(), "lxml")

    async def fetches(self, path: str) -> tuple[str, bytes]:
        """A document's type and bytes; the page stays open."""
        answer = await self.context.request.get(self.url + path)
        return answer.headers["content-type"], await answer.body()

    async def signs_in(self, account: Account, *, password: str | None = None) -> None:
        """Through the sign-in page that is shown."""
        if account.site is not None:
            await self.page.get_by_label("Site").select_option(label=account.site)
        await self.page.get_by_label("Identifiant").fill(account.identifier)
        await self.page.get_by_label("Mot de passe", exact=True).fill(password or account.password)
        await self.presses("Se connecter")

    async def chooses(self, menu_word: str) -> None:
        """An entry of the menu."""
        menu = self.page.get_by_role("navigation", name="Menu principal")
        await self.follows(menu.get_by_text(menu_word, exact=True))

    async def follows(self, control: Locator) -> None:
        """Through a link or a form to its page: the one that it stands on is not looked at again.

        A click alone returns before its page has come: what is read next would be the page before.
        """
        async with self.page.expect_navigation():
            await control.click()

    async def types(self, caption: str, value: str) -> None:
        await self.field(caption).fill(value)

    def field(self, caption: str) -> Locator:
        """The control under a caption, whatever else its label says."""
        return self.page.get_by_label(re.compile(rf"^{re.escape(caption)}( \(obligatoire\))?$"))

    async def presses(self, words: str) -> None:
        """A form's button, and on to the page that answers it."""
        await self.follows(self.page.get_by_role("button", name=words))

    async def touches(self, words: str) -> None:
        """A button that a script or the browser answers on the page that is open."""
        await self.page.get_by_role("button", name=words).click()

    async def sees(self, words: str) -> None:
        await expect(self.page.get_by_role("main")).to_contain_text(words)

    async def looks_again_until(self, words: str) -> None:
        """Opens the page again until it says so: the old site may be read slowly."""
        for _ in range(30):
            if words in await self.text():
                return
            await self.page.reload()
        await self.sees(words)

    async def sees_heading(self, words: str) -> None:
        await expect(self.page.get_by_role("heading", level=1)).to_have_text(words)

    async def text(self) -> str:
        return await self.page.locator("body").inner_text()

    async def waits_until_it_stands(self, label: str) -> None:
        """Looks at the open request again until it stands so."""
        badge = self.page.locator("#ou-en-est-elle .badge")
        for _ in range(60):
            if (await badge.inner_text()).strip() == label:
                return
            await self.follows(self.page.get_by_role("link", name="Actualiser"))
            await self.page.wait_for_timeout(150)
        await expect(badge).to_have_text(label)

    async def number(self) -> str:
        """The receipt's number on the page that is open."""
        heading = await self.page.get_by_role("heading", level=1).inner_text()
        return heading.removeprefix("Demande").strip()
