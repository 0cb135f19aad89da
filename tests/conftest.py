"""What every test may ask for."""

import gc
from collections.abc import AsyncIterator, Iterator
from itertools import groupby

import pytest
import pytest_asyncio
from hypothesis import settings
from playwright.async_api import Browser

from tests import empty_store
from tests.browser import launched

LONGEST = "test_accessibility.py"
"""Each of its tests looks at every screen."""


@pytest.fixture(scope="session", autouse=True)
def _tables_made_once() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        empty_store.made_once(patch)
        yield


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


# How long a machine takes proves nothing: it may be at something else.
settings.register_profile("without a deadline", deadline=None)
settings.load_profile("without a deadline")


def pytest_collection_finish() -> None:
    """What is there now stays to the end: the garbage collector need not look at it each time."""
    gc.collect()
    gc.freeze()


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Journeys go between the other tests' modules, not all at the end where few can share them.

    The longest come first. A module's own tests stay together: what they share is made once.
    """
    journeys = [item for item in items if _in_browser(item)]
    others = [item for item in items if not _in_browser(item)]
    modules = [list(module) for _, module in groupby(others, key=lambda item: item.path)]
    if not journeys or not modules:
        return
    spread: list[pytest.Item] = []
    for place, module in enumerate(modules):
        first = place * len(journeys) // len(modules)
        last = (place + 1) * len(journeys) // len(modules)
        spread += [*journeys[first:last], *module]
    items[:] = sorted(spread, key=lambda item: item.path.name != LONGEST)


def _in_browser(item: pytest.Item) -> bool:
    return isinstance(item, pytest.Function) and "chromium" in item.fixturenames
