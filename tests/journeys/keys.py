"""A desk's page and its keys: pressed once they are heard, and followed to where they lead."""

from playwright.async_api import Page, expect


async def hears(page: Page) -> None:
    """Until the page that is open answers to its keys, those that decide among them."""
    await expect(page.locator("body[data-keys=decide]")).to_be_visible()


async def leads(page: Page, key: str) -> None:
    """A key, and on to the page that it leads to: the one that is open is not looked at again."""
    await hears(page)
    async with page.expect_navigation():
        await page.keyboard.press(key)
