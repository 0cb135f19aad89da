"""Forwarded headers count only from listed proxies, and only as far as they go (TRUST 24)."""

import pytest
from httpx import ASGITransport, AsyncClient, Response
from starlette.applications import Starlette

from gateway.config import Gateway
from gateway.server import build
from tests.unit.pages.conftest import ORIGIN
from tests.unit.pages.reading import sign_in
from tests.unit.pages.stand_ins import PASSWORD, StandInPortal

PROXY, FAMILY, FAKED = "10.0.0.9", "203.0.113.4", "198.51.100.1"
RIGHT = {"site": "1", "identifiant": "F-1042", "mot_de_passe": PASSWORD}


def served(
    app: Starlette, trusted: tuple[str, ...], peer: str, headers: dict[str, str], url: str = ORIGIN
) -> AsyncClient:
    """A browser whose bytes come from `peer` to the application as the server runs it."""
    server = build(app, Gateway(trusted_proxies=trusted))
    server.config.load()
    transport = ASGITransport(server.config.loaded_app, client=(peer, 40_000))
    return AsyncClient(transport=transport, base_url=url, headers=headers)


async def counted(browser: AsyncClient, portal: StandInPortal) -> str:
    """The network's address that an attempt to sign in is counted under."""
    async with browser:
        assert (await sign_in(browser, **RIGHT)).status_code == 303
    (asked,) = (asked for name, asked in portal.calls if name == "sign_in")
    return str(asked[1])


@pytest.mark.parametrize(
    ("trusted", "peer", "forwarded", "expected"),
    [
        # Nobody is listed: nobody is believed, this machine neither.
        ((), FAMILY, FAKED, FAMILY),
        ((), "127.0.0.1", FAKED, "127.0.0.1"),
        # Listed: by its address, by its network, over a socket of both versions of IP.
        ((PROXY,), PROXY, FAMILY, FAMILY),
        (("10.0.0.0/24",), PROXY, FAMILY, FAMILY),
        (("10.0.0.1/24",), PROXY, FAMILY, FAMILY),
        ((PROXY,), f"::ffff:{PROXY}", FAMILY, FAMILY),
        (("2001:db8::1",), "2001:db8::1", FAMILY, FAMILY),
        # Another one, even beside it.
        ((PROXY,), "10.0.0.8", FAKED, "10.0.0.8"),
        ((PROXY,), "127.0.0.1", FAKED, "127.0.0.1"),
        # What the browser itself had put there comes before what the proxy saw.
        ((PROXY,), PROXY, f"{FAKED}, {FAMILY}", FAMILY),
        ((PROXY, "10.0.1.1"), PROXY, f"{FAKED}, {FAMILY}, 10.0.1.1", FAMILY),
        ((PROXY,), PROXY, f"{FAKED}, {FAMILY}, 10.0.1.1", "10.0.1.1"),
    ],
)
async def test_only_a_listed_proxy_says_whose_address_it_is(
    app: Starlette,
    portal: StandInPortal,
    monkeypatch: pytest.MonkeyPatch,
    trusted: tuple[str, ...],
    peer: str,
    forwarded: str,
    expected: str,
) -> None:
    monkeypatch.setenv("FORWARDED_ALLOW_IPS", "*")
    browser = served(app, trusted, peer, {"X-Forwarded-For": forwarded})

    assert await counted(browser, portal) == expected


@pytest.mark.parametrize("name", ["Forwarded", "X-Real-IP", "True-Client-IP", "X-Client-IP"])
async def test_other_headers_say_nothing_whoever_sends_them(
    app: Starlette, portal: StandInPortal, name: str
) -> None:
    said = f"for={FAKED}" if name == "Forwarded" else FAKED

    assert await counted(served(app, (PROXY,), PROXY, {name: said}), portal) == PROXY


async def test_which_school_and_which_origin_it_is_no_forwarded_header_says(
    app: Starlette,
) -> None:
    asked: list[Response] = []
    for peer in (FAMILY, PROXY):
        faked = {"X-Forwarded-Host": "portail.example", "X-Forwarded-Proto": "http"}
        async with served(app, (PROXY,), peer, faked, "https://ailleurs.example") as browser:
            asked.append(await browser.get("/connexion"))
        away = {"X-Forwarded-Host": "ailleurs.example", "X-Forwarded-Proto": "http"}
        async with served(app, (PROXY,), peer, away) as browser:
            asked.append(await browser.get("/connexion"))

    assert [each.status_code for each in asked] == [421, 200, 421, 200]
    for each in asked[1::2]:
        assert each.headers["strict-transport-security"]
        assert "ailleurs.example" not in each.text
