"""The desk for a browser, over an office whose requests are put where they stand."""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import uvicorn
from playwright.async_api import Browser, Page
from starlette.types import ASGIApp

from gateway import resources, server
from gateway.clock import now
from gateway.desk.frame.front import DESK_COOKIE
from gateway.pages.frame.assets import Assets
from gateway.pages.frame.templates import Templates
from tests.unit.desk.over_the_office import app_over
from tests.unit.desk.people import Desk as People
from tests.unit.office.stage import Desk, at_the_desk, made
from tests.unit.old_tabs import TabsExtranet
from tests.unit.pages.re_enrolling import WORDING
from tests.unit.portal.stage import staged
from tests.unit.staff.school_office import SCHOOL
from tests.unit.staff.school_office import Office as Accounts


@asynccontextmanager
async def desk_served(folder: Path, **school: object) -> AsyncIterator[tuple[Desk, str]]:
    """A desk that holds requests for review, served on loopback: it, and its address.

    `school` replaces other keys of its configuration.
    """
    listening = server.bound("127.0.0.1", 0)
    url = f"http://127.0.0.1:{listening.getsockname()[1]}"
    assets, templates = _pages()
    async with (
        at_the_desk(folder, review=True, public_url=url, **school) as desk,
        _served(app_over(desk, assets, templates), listening),
    ):
        yield desk, url


@asynccontextmanager
async def desk_of_re_enrolments(folder: Path) -> AsyncIterator[tuple[Desk, str]]:
    """The same, where families re-enrol."""
    listening = server.bound("127.0.0.1", 0)
    url = f"http://127.0.0.1:{listening.getsockname()[1]}"
    school = {"review": True, "re_enrolment": WORDING, "public_url": url}
    async with staged(folder, TabsExtranet(), **school) as stage:  # type: ignore[arg-type]
        desk = Desk(stage, made(stage))
        async with _served(app_over(desk, *_pages()), listening):
            yield desk, url


@asynccontextmanager
async def accounts_served(folder: Path) -> AsyncIterator[tuple[Accounts, str]]:
    """The accounts of a desk's people, served on loopback: they, and their desk's address."""
    listening = server.bound("127.0.0.1", 0)
    url = f"http://127.0.0.1:{listening.getsockname()[1]}"
    accounts = Accounts(folder)
    desk = People(accounts, *_pages(), folder, at={SCHOOL: url})
    async with _served(desk.app, listening):
        yield accounts, url
    accounts.store.close()


def _pages() -> tuple[Assets, Templates]:
    assets = Assets(resources.static())
    return assets, Templates(resources.templates(), assets, now)


@asynccontextmanager
async def _served(app: ASGIApp, listening: socket.socket) -> AsyncIterator[None]:
    serving = uvicorn.Server(uvicorn.Config(app, lifespan="off", log_level="warning"))
    task = asyncio.create_task(serving.serve(sockets=[listening]))
    yield
    serving.should_exit = True
    await task


@asynccontextmanager
async def at_work(
    browser: Browser,
    url: str,
    cookie: str = "anne",
    at: str = "/bureau",
    *,
    scripts: bool = True,
) -> AsyncIterator[Page]:
    """The page of somebody with that cookie; Anne's, on the list. It may run no `scripts`."""
    context = await browser.new_context(
        locale="fr-FR", viewport={"width": 1280, "height": 900}, java_script_enabled=scripts
    )
    context.set_default_timeout(15_000)
    place = url.replace("http://", "https://")
    await context.add_cookies([{"name": DESK_COOKIE, "value": cookie, "url": place}])
    page = await context.new_page()
    await page.goto(url + at)
    yield page
    await context.close()
