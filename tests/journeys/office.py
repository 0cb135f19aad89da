"""The desk for a browser, over an office whose requests are put where they stand."""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import uvicorn
from playwright.async_api import Browser, Page

from gateway import resources, server
from gateway.clock import now
from gateway.desk.front import DESK_COOKIE
from gateway.pages.assets import Assets
from gateway.pages.templates import Templates
from tests.unit.desk.over_the_office import app_over
from tests.unit.office.stage import Desk, at_the_desk, made
from tests.unit.old_tabs import TabsExtranet
from tests.unit.pages.re_enrolling import WORDING
from tests.unit.portal.stage import staged


@asynccontextmanager
async def desk_served(folder: Path) -> AsyncIterator[tuple[Desk, str]]:
    """A desk that holds requests for review, served on loopback: it, and its address."""
    listening = server.bound("127.0.0.1", 0)
    url = f"http://127.0.0.1:{listening.getsockname()[1]}"
    async with at_the_desk(folder, review=True, public_url=url) as desk, _served(desk, listening):
        yield desk, url


@asynccontextmanager
async def desk_of_re_enrolments(folder: Path) -> AsyncIterator[tuple[Desk, str]]:
    """The same, where families re-enrol."""
    listening = server.bound("127.0.0.1", 0)
    url = f"http://127.0.0.1:{listening.getsockname()[1]}"
    school = {"review": True, "re_enrolment": WORDING, "public_url": url}
    async with staged(folder, TabsExtranet(), **school) as stage:  # type: ignore[arg-type]
        desk = Desk(stage, made(stage))
        async with _served(desk, listening):
            yield desk, url


@asynccontextmanager
async def _served(desk: Desk, listening: socket.socket) -> AsyncIterator[None]:
    assets = Assets(resources.static())
    app = app_over(desk, assets, Templates(resources.templates(), assets, now))
    serving = uvicorn.Server(uvicorn.Config(app, lifespan="off", log_level="warning"))
    task = asyncio.create_task(serving.serve(sockets=[listening]))
    yield
    serving.should_exit = True
    await task


@asynccontextmanager
async def at_work(browser: Browser, url: str, *, scripts: bool = True) -> AsyncIterator[Page]:
    """Anne's page, on the list; her browser may run no `scripts`."""
    context = await browser.new_context(
        locale="fr-FR", viewport={"width": 1280, "height": 900}, java_script_enabled=scripts
    )
    context.set_default_timeout(15_000)
    place = url.replace("http://", "https://")
    await context.add_cookies([{"name": DESK_COOKIE, "value": "anne", "url": place}])
    page = await context.new_page()
    await page.goto(f"{url}/bureau")
    yield page
    await context.close()
