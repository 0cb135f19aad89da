"""The desk's pages over a stand-in office, asked as a browser would over https."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import cast

import pytest
from httpx import ASGITransport, AsyncClient
from starlette.applications import Starlette

from gateway import resources
from gateway.app import wrap
from gateway.config import Contact, School
from gateway.desk.frame.front import DESK_COOKIE, DeskFront
from gateway.desk.frame.unsent import Drawer
from gateway.desk.frame.wishes import Searches
from gateway.hosts import Hosts
from gateway.keys import Keys
from gateway.office import Office
from gateway.pages.frame.assets import Assets
from gateway.pages.frame.front import SESSION_COOKIE, Front
from gateway.pages.frame.templates import Templates
from gateway.pages.frame.tokens import Tokens
from gateway.portal import Portal
from gateway.staff import Journal, Staff
from gateway.vault import Vault
from gateway.views.office import Role
from tests.unit.desk.stand_ins import COOKIES, StandInOffice, StandInStaff
from tests.unit.pages.stand_ins import COOKIE, WHEN, StandInPortal

CONTACT = Contact(
    service="Scolarité",
    postal="2 place de la Halle\n56999 Saint-Aubin-les-Tilleuls",
    email="scolarite@tilleuls.example",
    phone="01 99 00 10 20",
)
ORIGIN = "https://portail.example"


@pytest.fixture(scope="session")
def assets() -> Assets:
    return Assets(resources.static())


@pytest.fixture(scope="session")
def templates(assets: Assets) -> Templates:
    return Templates(resources.templates(), assets, lambda: WHEN)


@pytest.fixture
def office() -> StandInOffice:
    return StandInOffice()


@pytest.fixture
def desk(office: StandInOffice, assets: Assets, templates: Templates, tmp_path: Path) -> DeskFront:
    portal = Front(
        portal=cast(Portal, StandInPortal()),
        templates=templates,
        tokens=Tokens([b"0123456789abcdef0123456789abcdef"]),
        assets=assets,
        letters=tmp_path,
    )
    vault = Vault(Keys(accounts=b"a" * 32, versions={1: b"k" * 32}))
    return DeskFront(
        portal=portal,
        staff=cast(Staff, StandInStaff()),
        office=cast(Office, office),
        # Nobody here opens it.
        journal=cast(Journal, None),
        searches=Searches(vault),
        drawer=Drawer(vault, lambda: WHEN),
    )


@pytest.fixture
def app(desk: DeskFront) -> Starlette:
    school = School(
        id="ecole",
        name="École de musique des Tilleuls",
        public_url=ORIGIN,
        sign_in_url="https://ancien.example/extranet/connexion.php",
        contact=CONTACT,
    )
    return wrap(desk.portal, Hosts({"ecole": school}), desk=desk)


@pytest.fixture
async def clerk(app: Starlette) -> AsyncIterator[AsyncClient]:
    """The browser of somebody who may decide."""
    async with _browser(app, {DESK_COOKIE: COOKIES[Role.DECIDE]}) as client:
        yield client


@pytest.fixture
async def reader(app: Starlette) -> AsyncIterator[AsyncClient]:
    """The browser of somebody who may look."""
    async with _browser(app, {DESK_COOKIE: COOKIES[Role.READ]}) as client:
        yield client


@pytest.fixture
async def family(app: Starlette) -> AsyncIterator[AsyncClient]:
    """A signed-in family's browser."""
    async with _browser(app, {SESSION_COOKIE: COOKIE}) as client:
        yield client


@pytest.fixture
async def stranger(app: Starlette) -> AsyncIterator[AsyncClient]:
    """Nobody's browser."""
    async with _browser(app, {}) as client:
        yield client


def _browser(app: Starlette, cookies: dict[str, str]) -> AsyncClient:
    return AsyncClient(transport=ASGITransport(app), base_url=ORIGIN, cookies=cookies)
