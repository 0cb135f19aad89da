"""TRUST 11, 12, 13 and 20, over every route of the portal."""

import logging
import time

import pytest
from httpx import AsyncClient
from starlette.applications import Starlette

from adapters.errors import ExtranetError, NotListed, SessionEnded
from adapters.model import Home, Paragraph
from gateway.pages.frame.front import Front
from gateway.pages.frame.tokens import FORM_LIFETIME, Tokens
from gateway.routes import routes
from gateway.shield import HEADERS
from gateway.views import AskedChange, FamilyView, HomeView
from tests.unit.pages.conftest import ORIGIN
from tests.unit.pages.files import LOEIZA, ref
from tests.unit.pages.reading import page, words
from tests.unit.pages.stand_ins import CSRF, WHEN, StandInPortal, asked, sheet

POLICY_OF_DOCUMENTS = ("Content-Security-Policy", "application/pdf")
READINGS = {
    "home", "family", "choice", "student", "courses", "history", "repertoire", "record",
    "billing", "invoice", "invoice let go", "requests", "request", "review", "left",
    "re_enrolment", "prepared", "sites", "password_terms", "held", "download",
}  # fmt: skip
"""All that pages may ask of the portal without a change."""

NAME = "Lœïza D’Août <b>\"'&amp;{{ 7*7 }}</script><script>alert(1)</script>"


IN_ADDRESSES = {
    "{number}": "2026-000042",
    "{digest}/{path:path}": "x/img/mark.svg",
    "{eleve}": LOEIZA.ref,
    "{piece}": "d1",
    "{onglet}/{lignes:path}": f"cours/{ref(2)}/evaluations/{ref(1)}",
    "{liste}/{ligne}": f"factures/{ref(1)}",
}


def paths(front: Front, method: str) -> list[str]:
    found = [route.path for route in routes(front) if method in (route.methods or set())]
    for name, text in IN_ADDRESSES.items():
        found = [path.replace(name, text) for path in found]
    assert not [path for path in found if "{" in path]
    return found


async def test_every_answer_carries_the_protecting_headers(
    family: AsyncClient, stranger: AsyncClient, front: Front, portal: StandInPortal
) -> None:
    answers = [
        await client.request(method, path)
        for client in (family, stranger)
        for method in ("GET", "POST")
        for path in [*paths(front, method), "/inconnu", "/accueil"]
    ]
    portal.answers["home"] = RuntimeError("interne")
    answers.append(await family.get("/accueil"))
    assert all(answer.headers["strict-transport-security"] for answer in answers)
    answers.append(await family.get("/accueil", headers={"Host": "inconnu.example"}))

    assert {200, 303, 403, 404, 405, 421, 500} <= {answer.status_code for answer in answers}
    for answer in answers:
        for name, value in HEADERS.items():
            if (name, answer.headers.get("content-type")) != POLICY_OF_DOCUMENTS:
                assert answer.headers[name] == value, (answer.request.url, name)


def test_the_policy_allows_only_this_portals_own_files() -> None:
    policy = dict(
        directive.split(" ", 1) for directive in HEADERS["Content-Security-Policy"].split("; ")
    )

    assert policy["default-src"] == policy["base-uri"] == policy["frame-ancestors"] == "'none'"
    assert policy["form-action"] == policy["script-src"] == policy["style-src"] == "'self'"
    assert "unsafe" not in HEADERS["Content-Security-Policy"]


async def test_no_page_holds_a_script_or_a_style_of_its_own(
    family: AsyncClient, front: Front
) -> None:
    for path in paths(front, "GET"):
        answer = await family.get(path)
        if "html" not in answer.headers.get("content-type", ""):
            continue
        shown = page(answer)
        assert not [tag for tag in shown("script") if not tag.get("src")], path
        assert not shown.select("style, [style], [onclick], [onsubmit]"), path


async def test_pages_of_a_family_are_never_stored(family: AsyncClient, front: Front) -> None:
    for path in [*paths(front, "GET"), "/inconnu"]:
        if path.startswith("/static"):
            continue
        assert (await family.get(path)).headers["cache-control"] == "no-store"


async def test_a_style_is_kept_for_ever_under_its_own_content_alone(stranger: AsyncClient) -> None:
    link = page(await stranger.get("/connexion")).select_one("link[rel=stylesheet]")
    assert link is not None
    own = await stranger.get(str(link["href"]))
    other = await stranger.get("/static/0000000000000000/css/layers.css")

    assert "immutable" in own.headers["cache-control"]
    assert own.headers["content-type"].startswith("text/css")
    assert other.headers["cache-control"] == "no-cache"
    assert (await stranger.get("/static/x/../../app.py")).status_code == 404


async def test_every_change_needs_a_token_of_its_page(
    family: AsyncClient, front: Front, portal: StandInPortal
) -> None:
    for path in paths(front, "POST"):
        for form in ({}, {"jeton": "forgé", "champ:nom": "CANARI"}):
            answer = await family.post(path, data=form)
            assert answer.status_code == 403, path
            assert "CANARI" not in answer.text
            assert "TISSERAND" not in answer.text
    assert {name for name, _ in portal.calls} <= {"sites"}


async def test_the_token_of_another_session_is_refused(
    family: AsyncClient, portal: StandInPortal
) -> None:
    answer = await family.post("/deconnexion", data={"jeton": "jeton-de-la-famille-b"})

    assert answer.status_code == 403
    assert portal.calls == []


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://ailleurs.example"},
        {"Origin": "http://portail.example"},
        {"Origin": "https://portail.example.ailleurs.example"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": ORIGIN, "Sec-Fetch-Site": "cross-site"},
    ],
)
async def test_a_change_from_another_site_is_refused_even_with_the_right_token(
    family: AsyncClient, portal: StandInPortal, headers: dict[str, str]
) -> None:
    answer = await family.post("/deconnexion", data={"jeton": CSRF}, headers=headers)

    assert answer.status_code == 403
    assert portal.calls == []


async def test_a_change_from_our_own_page_is_let_in(family: AsyncClient) -> None:
    headers = {"Origin": ORIGIN, "Sec-Fetch-Site": "same-origin"}
    answer = await family.post("/deconnexion", data={"jeton": CSRF}, headers=headers)

    assert answer.status_code == 303


async def test_no_get_changes_anything(
    family: AsyncClient, front: Front, portal: StandInPortal
) -> None:
    for path in paths(front, "GET"):
        answer = await family.get(path, params={"jeton": CSRF, "champ:nom": "X"})
        assert answer.status_code < 500, path

    assert {name for name, _ in portal.calls} == READINGS


async def test_what_comes_from_the_old_site_is_inert(
    family: AsyncClient, portal: StandInPortal
) -> None:
    fields = tuple(field for field in sheet().sections[0].fields)
    name = type(fields[1])(key="n\"'<", caption=NAME, value=NAME, hint=NAME)
    portal.answers = {
        "home": HomeView(
            home=Home(paragraphs=(Paragraph(text=NAME, heading=True),), menu=()),
            read_at=WHEN,
            trouble=None,
            open_requests=(),
        ),
        "family": FamilyView(
            sheet=sheet(sections=(type(sheet().sections[0])(title=NAME, fields=(name,)),)),
            read_at=WHEN, seen="s", press="p", waiting={}, offers_keeping=True,
        ),
        "request": asked(
            changes=(AskedChange(key="n", caption=NAME, old=NAME, new=NAME),), words=NAME
        ),
    }  # fmt: skip
    for path in ("/accueil", "/famille", "/demandes/2026-000042"):
        answer = await family.get(path)
        assert not page(answer).select("main b"), path
        assert not [tag for tag in page(answer)("script") if "alert" in tag.get_text()], path
        assert NAME in page(answer).get_text(), path


@pytest.mark.parametrize(
    "error", [RuntimeError("CANARI"), ValueError("CANARI\r\nfaux"), KeyError()]
)
async def test_an_unforeseen_error_ends_on_a_plain_page_and_tells_the_log_only_where(
    family: AsyncClient,
    portal: StandInPortal,
    error: Exception,
    caplog: pytest.LogCaptureFixture,
) -> None:
    portal.answers["home"] = error
    with caplog.at_level(logging.DEBUG):
        answer = await family.get("/accueil")

    number = page(answer).select_one(".incident strong")
    assert answer.status_code == 500
    assert number is not None
    assert number.get_text() in [getattr(each, "incident", "") for each in caplog.records]
    assert "CANARI" not in caplog.text + answer.text
    assert type(error).__name__ in caplog.text


def _leaves(kind: type[ExtranetError]) -> list[type[ExtranetError]]:
    return [kind, *(leaf for child in kind.__subclasses__() for leaf in _leaves(child))]


@pytest.mark.parametrize(
    "kind", [each for each in _leaves(ExtranetError) if each not in (SessionEnded, NotListed)]
)
async def test_every_error_of_the_old_site_ends_on_a_plain_page(
    family: AsyncClient, portal: StandInPortal, kind: type[ExtranetError]
) -> None:
    error = kind.__new__(kind)
    ExtranetError.__init__(error, "CANARI")
    portal.answers["home"] = error
    answer = await family.get("/accueil")

    assert 400 <= answer.status_code < 600
    assert answer.status_code != 500
    assert "Numéro d’incident" in words(answer)
    assert "CANARI" not in answer.text


async def test_a_body_beyond_the_limit_is_refused_whatever_its_head_says(
    app: Starlette, family: AsyncClient, portal: StandInPortal
) -> None:
    async def endless() -> object:
        for _ in range(300):
            yield b"x" * 10_000

    streamed = await family.post(
        "/famille",
        content=endless(),  # type: ignore[arg-type]
        headers={"Content-Type": "application/x-www-form-urlencoded"},
    )
    declared = await family.post("/famille", data={"champ:nom": "x" * 1_500_000})

    assert streamed.status_code == declared.status_code == 413
    assert portal.calls == []


async def test_an_unknown_host_gets_a_page_of_no_school(stranger: AsyncClient) -> None:
    answer = await stranger.get("/connexion", headers={"Host": "ailleurs.example"})

    assert answer.status_code == 421
    assert "Tilleuls" not in answer.text


async def test_a_supervisor_may_ask_by_address(stranger: AsyncClient) -> None:
    answer = await stranger.get("/sante", headers={"Host": "10.0.0.7:8000"})

    assert (answer.status_code, answer.text) == (200, "ok")


async def test_search_engines_are_kept_out(stranger: AsyncClient) -> None:
    assert "Disallow: /" in (await stranger.get("/robots.txt")).text
    assert page(await stranger.get("/connexion")).find("meta", {"name": "robots"})


async def test_a_form_of_a_page_that_was_open_for_too_long_is_refused_on_a_page(
    stranger: AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    token = Tokens([b"0123456789abcdef0123456789abcdef"]).form("ecole")
    later = time.time() + FORM_LIFETIME + 60
    monkeypatch.setattr(time, "time", lambda: later)
    answer = await stranger.post("/langue", data={"jeton": token, "langue": "en"})
    assert answer.status_code == 403
    assert "Ouvrez de nouveau la page" in answer.text
