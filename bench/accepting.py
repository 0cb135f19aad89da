"""Requests accepted a second, each durable, beside a bare server that echoes the same forms.

The gateway is a real process: uvicorn as in production, the whole application, its store on disk.
The families are signed in; each sends « Modifier » on Famille with its own form. The echo is one
Starlette route in such a process, with nothing behind it. Both take turns, so that whatever else
the machine does weighs on both. The old site and the mail server are slow, as real ones are beside
such a crowd: what is measured is accepting, not delivering.
"""

import asyncio
import re
import socket
import sys
import tempfile
from html import unescape
from urllib.parse import urlencode

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp

from adapters.memory import MemoryExtranet, Record
from bench.loopback import Browser, Served, get, post, rate
from gateway import config, server
from gateway.app import create_app
from gateway.keys import create_key_file

FAMILIES = 120
"""Of one round, each of which sends one form: nobody asks for the same twice."""
ROUNDS = 3
PASSWORD = "tilleul-29"  # noqa: S105, a fictional family's
_SCHOOL = "tilleuls"
_FIELD = "champ:portable"
_CONFIG = """
[gateway]
data = "{folder}/data"
key_file = "{folder}/key"
[mail]
sender = "portail@tilleuls.example"
host = "127.0.0.1"
port = {smtp}
tls = "none"
[limits]
per_account = 100000
per_address = 100000
in_all = 100000
[schools.tilleuls]
name = "Conservatoire des Tilleuls"
public_url = "http://127.0.0.1:{port}"
adapter = "memory"
sign_in_url = "https://extranet.tilleuls.example/connexion"
[schools.tilleuls.contact]
service = "Secrétariat"
postal = "1 place du Marché, 56999 Saint-Aubin"
email = "secretariat@tilleuls.example"
phone = "01 99 00 10 10"
"""


async def measure() -> tuple[float, float]:
    """Accepted requests a second, and echoes a second."""
    with tempfile.TemporaryDirectory() as folder:
        async with (
            Served("-m", "bench.accepting", "gateway", folder) as gateway,
            Served("-m", "bench.accepting", "echo", folder) as echo,
        ):
            accepted, echoed = [], []
            for number in range(ROUNDS):
                forms = await _forms(gateway.port, number * FAMILIES)
                echoes = [post(echo.port, "/", body, cookie) for body, cookie in forms]
                asked = [post(gateway.port, "/famille", body, cookie) for body, cookie in forms]
                echoed.append(await rate(echo.port, echoes * 4, b"HTTP/1.1 200 "))
                accepted.append(await rate(gateway.port, asked, b"location: /demandes/"))
            return _middle(accepted), _middle(echoed)


async def _forms(port: int, first: int) -> list[tuple[bytes, str]]:
    """Each family's form with one change, and its session's cookie."""
    families = iter(range(first, first + FAMILIES))

    async def some() -> list[tuple[bytes, str]]:
        async with Browser(port) as browser:
            return [await _form(browser, port, family) for family in families]

    return [form for part in await asyncio.gather(*(some() for _ in range(16))) for form in part]


async def _form(browser: Browser, port: int, family: int) -> tuple[bytes, str]:
    _, page = await browser.asks(get(port, "/connexion"))
    typed = _hidden(page) | {"identifiant": _name(family), "mot-de-passe": PASSWORD}
    head, _ = await browser.asks(post(port, "/connexion", urlencode(typed).encode()))
    cookie = head.decode().partition("set-cookie: ")[2].partition(";")[0]
    _, sheet = await browser.asks(get(port, "/famille", cookie))
    sent = _hidden(sheet) | {_FIELD: f"06 39 98 {family // 100 % 100:02} {family % 100:02}"}
    return urlencode(sent).encode(), cookie


def _hidden(page: bytes) -> dict[str, str]:
    inputs = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page.decode())
    return {name: unescape(value) for name, value in inputs}


def _middle(rates: list[float]) -> float:
    return sorted(rates)[len(rates) // 2]


def _name(number: int) -> str:
    return f"F-{10_000 + number}"


def _families() -> list[Record]:
    """As many as take part, each with the first fictional family's sheet."""
    model = MemoryExtranet().families["F-1042"]
    return [
        Record(
            identifier=_name(number),
            password=PASSWORD,
            site=None,
            sections=model.sections,
        )
        for number in range(FAMILIES * ROUNDS)
    ]


def _gateway(folder: str, port: int) -> ASGIApp:
    """The whole gateway before a slow old site and a slow mail server."""
    mail = socket.create_server(("127.0.0.1", 0))
    settings = config.parse(_CONFIG.format(folder=folder, smtp=mail.getsockname()[1], port=port))
    create_key_file(settings.gateway.key_file)
    old_site = MemoryExtranet(_families(), site_list=())
    old_site.faults.slow("write")
    app = create_app(settings, {_SCHOOL: old_site})
    app.state.mail = mail
    return app


def _echo(folder: str, port: int) -> ASGIApp:
    async def answer(request: Request) -> Response:
        return Response(await request.body())

    return Starlette(routes=[Route("/", answer, methods=["POST"])])


def serve(what: str, folder: str) -> None:
    """Serve the one or the other, as in production, until the process is stopped."""
    listening = server.bound("127.0.0.1", 0)
    port = listening.getsockname()[1]
    app = {"gateway": _gateway, "echo": _echo}[what](folder, port)
    asyncio.run(
        server.run(server.build(app, config.Gateway()), listening, lambda: print(port, flush=True))
    )


def main() -> None:
    """Measure and print."""
    accepted, echoed = asyncio.run(measure())
    print(f"accepted, durable ÷ echoed: {accepted / echoed:.2f}")


if __name__ == "__main__":
    if len(sys.argv) > 1:
        serve(*sys.argv[1:])
    else:
        main()
