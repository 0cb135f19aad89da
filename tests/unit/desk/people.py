"""A whole portal with two schools at their hosts, its desk, and real accounts."""

from collections.abc import Mapping
from pathlib import Path
from typing import cast

from httpx import ASGITransport, AsyncClient, Response

from gateway.app import wrap
from gateway.config import Contact, School
from gateway.desk.frame.front import DESK_COOKIE, DeskFront
from gateway.desk.frame.unsent import Drawer
from gateway.desk.frame.wishes import Searches
from gateway.hosts import Hosts
from gateway.office import Office as DeskOffice
from gateway.pages.frame.assets import Assets
from gateway.pages.frame.front import SESSION_COOKIE, Front
from gateway.pages.frame.templates import Templates
from gateway.pages.frame.tokens import Tokens
from gateway.portal import Portal
from tests.unit.desk.stand_ins import StandInOffice
from tests.unit.pages.reading import filled
from tests.unit.pages.stand_ins import COOKIE, StandInPortal
from tests.unit.staff.school_office import Office

AT = {"ecole": "https://portail.example", "autre": "https://autre.example"}


def school(id: str, public_url: str) -> School:
    return School(
        id=id,
        name="École de musique des Tilleuls",
        public_url=public_url,
        sign_in_url="https://ancien.example/extranet/connexion.php",
        contact=Contact(
            service="Scolarité",
            postal="2 place de la Halle",
            email="scolarite@tilleuls.example",
            phone="01 99 00 10 20",
        ),
    )


class Desk:
    """The desk over an office, and browsers before it."""

    def __init__(
        self,
        office: Office,
        assets: Assets,
        templates: Templates,
        folder: Path,
        at: Mapping[str, str] = AT,
    ) -> None:
        """`at` is each school's public address."""
        self.office = office
        portal = Front(
            portal=cast(Portal, StandInPortal()),
            templates=templates,
            tokens=Tokens([b"0123456789abcdef0123456789abcdef"]),
            assets=assets,
            letters=folder,
        )
        desk = DeskFront(
            portal=portal,
            staff=office.staff,
            office=cast(DeskOffice, StandInOffice()),
            journal=office.journal,
            searches=Searches(office.vault),
            drawer=Drawer(office.vault, office.clock),
        )
        self.app = wrap(portal, Hosts({id: school(id, url) for id, url in at.items()}), desk=desk)

    def browser(
        self, cookie: str = "", *, family: bool = False, school: str = "ecole"
    ) -> AsyncClient:
        cookies = {DESK_COOKIE: cookie} if cookie else {}
        if family:
            cookies[SESSION_COOKIE] = COOKIE
        return AsyncClient(transport=ASGITransport(self.app), base_url=AT[school], cookies=cookies)


async def sent(browser: AsyncClient, address: str, **typed: str) -> Response:
    """The form at that address, as it stands, with what is typed over it."""
    action = address.partition("?")[0]
    form = filled(await browser.get(address), action)
    typed = {name.replace("_", "-"): value for name, value in typed.items()}
    return await browser.post(action, data=form | typed)
