"""The portal's pages over a stand-in portal, asked as a browser would over https."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import cast

import pytest
from httpx import ASGITransport, AsyncClient
from starlette.applications import Starlette

from gateway import resources
from gateway.app import wrap
from gateway.config import Contact, School
from gateway.hosts import Hosts
from gateway.pages.frame.assets import Assets
from gateway.pages.frame.front import SESSION_COOKIE, Front
from gateway.pages.frame.templates import Templates
from gateway.pages.frame.tokens import Tokens
from gateway.portal import Portal
from tests.unit.pages.stand_ins import COOKIE, WHEN, StandInPortal

ORIGIN = "https://portail.example"


@pytest.fixture
def portal() -> StandInPortal:
    return StandInPortal()


@pytest.fixture
def school() -> School:
    return School(
        id="ecole",
        name="École de musique des Tilleuls",
        public_url=ORIGIN,
        sign_in_url="https://ancien.example/extranet/connexion.php",
        contact=Contact(
            service="Scolarité",
            postal="2 place de la Halle\n56999 Saint-Aubin-les-Tilleuls",
            email="scolarite@tilleuls.example",
            phone="01 99 00 10 20",
        ),
    )


@pytest.fixture(scope="session")
def assets() -> Assets:
    return Assets(resources.static())


@pytest.fixture(scope="session")
def templates(assets: Assets) -> Templates:
    return Templates(resources.templates(), assets, lambda: WHEN)


@pytest.fixture
def front(portal: StandInPortal, assets: Assets, templates: Templates, tmp_path: Path) -> Front:
    return Front(
        portal=cast(Portal, portal),
        templates=templates,
        tokens=Tokens([b"0123456789abcdef0123456789abcdef"]),
        assets=assets,
        letters=tmp_path,
    )


@pytest.fixture
def app(front: Front, school: School) -> Starlette:
    return wrap(front, Hosts({"ecole": school}))


@pytest.fixture
async def stranger(app: Starlette) -> AsyncIterator[AsyncClient]:
    """A browser that has not signed in."""
    async with AsyncClient(transport=ASGITransport(app), base_url=ORIGIN) as client:
        yield client


@pytest.fixture
async def family(app: Starlette) -> AsyncIterator[AsyncClient]:
    """Family A's browser."""
    async with AsyncClient(
        transport=ASGITransport(app), base_url=ORIGIN, cookies={SESSION_COOKIE: COOKIE}
    ) as client:
        yield client
