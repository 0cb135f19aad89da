"""The desk's pages over the real office: a browser by whose it is."""

from collections.abc import Callable
from typing import cast

from httpx import ASGITransport, AsyncClient
from msgspec.structs import replace
from starlette.types import ASGIApp

from gateway.app import wrap
from gateway.desk.frame.front import DESK_COOKIE, DeskFront
from gateway.desk.frame.unsent import Drawer
from gateway.desk.frame.wishes import Searches
from gateway.hosts import Hosts
from gateway.pages.frame.assets import Assets
from gateway.pages.frame.front import Front
from gateway.pages.frame.templates import Templates
from gateway.pages.frame.tokens import Tokens
from gateway.staff import Journal, Staff
from tests.unit.desk.stand_ins import StandInStaff
from tests.unit.office.stage import ANNE, BRUNO, READER, Desk

STAFF = {
    "anne": replace(ANNE, csrf="jeton-anne"),
    "bruno": replace(BRUNO, csrf="jeton-bruno"),
    "zoe": replace(READER, csrf="jeton-zoe"),
}
Browsers = Callable[[str], AsyncClient]


def over(office: Desk, assets: Assets, templates: Templates) -> Browsers:
    """Gives the browser of one of `STAFF`; whoever is not there is nobody."""
    app = app_over(office, assets, templates)
    origin = "https://portail.tilleuls.example"
    return lambda who: AsyncClient(
        transport=ASGITransport(app), base_url=origin, cookies={DESK_COOKIE: who}
    )


def app_over(office: Desk, assets: Assets, templates: Templates) -> ASGIApp:
    """The portal and its desk; who has which cookie, `STAFF` says."""
    stage = office.stage
    tokens = Tokens([b"0123456789abcdef0123456789abcdef"])
    front = DeskFront(
        portal=Front(stage.portal, templates, tokens, assets, letters=None),
        staff=cast(Staff, StandInStaff(clerks=STAFF)),
        office=office.office,
        journal=cast(Journal, None),
        searches=Searches(stage.vault),
        drawer=Drawer(stage.vault, stage.clock),
    )
    return wrap(front.portal, Hosts(stage.settings.schools), desk=front)
