"""Who may open the desk, and what its forms must carry (TRUST 8, 9, 11)."""

import re
from collections.abc import AsyncIterator
from urllib.parse import quote, urlencode

import pytest
from httpx import ASGITransport, AsyncClient
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.routing import Route

from gateway.desk.frame.front import DESK_COOKIE, DeskFront
from gateway.desk.frame.guards import desk_page
from gateway.desk.routes import routes
from gateway.views.office import Clerk, Role
from tests.unit.desk.stand_ins import CLERKS, COOKIES, NUMBER, StandInOffice
from tests.unit.pages.reading import words
from tests.unit.pages.stand_ins import CSRF

PAGES = [
    "/bureau",
    f"/bureau/demandes/{NUMBER}",
    f"/bureau/demandes/{NUMBER}/documents/0",
    "/bureau/annonces",
    "/bureau/jour",
    "/bureau/pieces",
    "/bureau/pieces/imprimer",
    "/bureau/touches",
]
TAKEN_AWAY = {"/bureau/demandes/export": "/bureau", "/bureau/journal/export": "/bureau/journal"}
"""What is taken away, and the page that it is taken from."""
FORMS = [
    "/bureau/annonces",
    "/bureau/chercher",
    "/bureau/demandes/plusieurs",
    f"/bureau/demandes/{NUMBER}/decider",
    "/bureau/pieces",
    "/bureau/pieces/chercher",
    "/bureau/touches",
]
TOKEN = CLERKS[COOKIES[Role.DECIDE]].csrf
DECISION = {"decision": "approuver", "garde": "7"}


@pytest.mark.parametrize("path", PAGES)
async def test_nobody_signed_in_is_sent_to_the_desks_own_sign_in_and_back(
    stranger: AsyncClient, path: str
) -> None:
    answer = await stranger.get(path)

    assert answer.status_code == 303
    where = answer.headers["location"]
    assert where.startswith("/bureau/connexion?retour=%2Fbureau")
    assert desk_page(path) == path


@pytest.mark.parametrize(("path", "page"), TAKEN_AWAY.items())
async def test_after_signing_in_one_comes_back_to_the_page_and_takes_nothing_away_unasked(
    stranger: AsyncClient, path: str, page: str
) -> None:
    answer = await stranger.get(path)

    assert answer.status_code == 303
    assert answer.headers["location"] == f"/bureau/connexion?retour={quote(page, safe='')}"


def test_every_page_and_form_of_the_desk_is_in_these_lists(desk: DeskFront) -> None:
    """But for those of the way in, and of one's own account: they have files of their own."""
    own = re.compile(r"/bureau/(connexion|second-facteur|deconnexion|compte|journal$)")
    for method, known in (("GET", {*PAGES, *TAKEN_AWAY}), ("POST", set(FORMS))):
        found = {each.path for each in routes(desk) if method in (each.methods or ())}
        shaped = {path.format(number=NUMBER, place=0) for path in found if not own.match(path)}
        assert shaped == known


@pytest.mark.parametrize("path", [*PAGES, *TAKEN_AWAY])
async def test_a_familys_session_gets_403_and_nothing_of_any_request(
    family: AsyncClient, office: StandInOffice, path: str
) -> None:
    answer = await family.get(path)

    assert answer.status_code == 403
    assert "ces pages sont celles du secrétariat" in words(answer)
    assert "D’AOÛT" not in answer.text
    assert office.wanted == []


@pytest.mark.parametrize("path", FORMS)
async def test_a_familys_form_gets_403_even_with_its_own_token(
    family: AsyncClient, office: StandInOffice, path: str
) -> None:
    answer = await family.post(path, data={"jeton": CSRF, **DECISION})

    assert answer.status_code == 403
    assert office.decided == []


@pytest.mark.parametrize("path", FORMS)
@pytest.mark.parametrize("token", [None, "", "jeton-forgé", CSRF])
async def test_a_forged_token_gets_403_and_changes_nothing(
    clerk: AsyncClient, office: StandInOffice, path: str, token: str | None
) -> None:
    data = DECISION | ({} if token is None else {"jeton": token})
    answer = await clerk.post(path, data=data)

    assert answer.status_code == 403
    assert "Formulaire refusé" in words(answer)
    assert office.decided == []


async def test_a_colleagues_token_is_none_of_ones_own(
    clerk: AsyncClient, office: StandInOffice
) -> None:
    other = CLERKS[COOKIES[Role.ADMINISTER]].csrf
    answer = await clerk.post(
        f"/bureau/demandes/{NUMBER}/decider", data={"jeton": other, **DECISION}
    )

    assert answer.status_code == 403
    assert office.decided == []


@pytest.mark.parametrize(
    "path",
    [
        "/bureau/demandes/plusieurs",
        f"/bureau/demandes/{NUMBER}/decider",
        "/bureau/annonces",
        "/bureau/pieces",
    ],
)
async def test_who_may_only_read_decides_nothing(
    reader: AsyncClient, office: StandInOffice, path: str
) -> None:
    token = CLERKS[COOKIES[Role.READ]].csrf
    answer = await reader.post(path, data={"jeton": token, **DECISION})

    assert answer.status_code == 403
    assert "Votre rôle ne le permet pas" in words(answer)
    assert office.decided == []


async def test_who_may_only_read_has_no_button_to_decide_several(reader: AsyncClient) -> None:
    answer = await reader.get("/bureau")

    assert answer.status_code == 200
    assert 'name="decision"' not in answer.text


async def test_another_schools_cookie_opens_nothing(app: Starlette, stranger: AsyncClient) -> None:
    stranger.cookies.set(DESK_COOKIE, "cookie-d-ailleurs")

    assert (await stranger.get("/bureau")).status_code == 303


async def test_another_sites_form_is_refused(clerk: AsyncClient, office: StandInOffice) -> None:
    answer = await clerk.post(
        f"/bureau/demandes/{NUMBER}/decider",
        data={"jeton": TOKEN, **DECISION},
        headers={"Origin": "https://ailleurs.example"},
    )

    assert answer.status_code == 403
    assert office.decided == []


@pytest.mark.parametrize(
    "wanted", ["", "/accueil", "//ailleurs.example", "https://ailleurs.example/bureau",
               "/bureau/connexion", "/bureau/deconnexion", "/bureau/../accueil", "/bureau?x=1"],
)  # fmt: skip
def test_the_way_back_leads_nowhere_but_to_the_desk(wanted: str) -> None:
    assert desk_page(wanted) == "/bureau"


def test_no_page_of_the_desk_takes_both_a_look_and_a_change(desk: DeskFront) -> None:
    for route in routes(desk):
        assert isinstance(route, Route)
        assert route.methods in ({"GET", "HEAD"}, {"POST"}), route.path


async def test_an_account_that_is_closed_while_its_form_comes_decides_nothing(
    app: Starlette, desk: DeskFront, office: StandInOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    find = desk.clerk
    open_still = True

    async def clerk_now(request: Request) -> Clerk | None:
        return await find(request) if open_still else None

    monkeypatch.setattr(DeskFront, "clerk", lambda self, request: clerk_now(request))

    async def slowly() -> AsyncIterator[bytes]:
        nonlocal open_still
        form = urlencode({"jeton": TOKEN, **DECISION}).encode()
        yield form[:5]
        open_still = False
        yield form[5:]

    async with AsyncClient(
        transport=ASGITransport(app),
        base_url="https://portail.example",
        cookies={DESK_COOKIE: COOKIES[Role.DECIDE]},
    ) as browser:
        answer = await browser.post(
            f"/bureau/demandes/{NUMBER}/decider",
            content=slowly(),
            headers={"Content-Type": "application/x-www-form-urlencoded"},
        )

    assert answer.headers["location"].startswith("/bureau/connexion")
    assert office.decided == []
