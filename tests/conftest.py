"""What every test may ask for."""

from collections.abc import AsyncIterator

import pytest_asyncio
from playwright.async_api import Browser

from tests.browser import launched


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def chromium() -> AsyncIterator[Browser]:
    """One headless Chromium for all tests: to start it takes longer than most of them."""
    async with launched() as started:
        yield started


@pytest_asyncio.fixture(loop_scope="session")
async def browser(chromium: Browser) -> AsyncIterator[Browser]:
    """Chromium with nobody in it; a test that asks for it runs in the session's loop."""
    assert not chromium.contexts
    yield chromium
    for context in chromium.contexts:
        await context.close()
