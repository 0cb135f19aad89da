"""HTTP with the old site: its origin only, TLS always verified, an effect sent once."""

import asyncio
import ipaddress
import ssl
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from adapters.errors import ForeignAddress, NotUnderstood, TooSlow, Unreachable
from adapters.imuse import client as http
from adapters.imuse.client import AnswerLost, Ask, Client, Lines
from adapters.registry import ExtranetSettings

HOME = "https://ecole.example/extranet/"
Answer = Callable[[httpx.Request], httpx.Response]


def settings(
    sign_in_url: str = HOME, *, timeout: float = 20, ca_file: Path | None = None
) -> ExtranetSettings:
    return ExtranetSettings(
        sign_in_url=sign_in_url, pages_per_second=500, timeout=timeout, ca_file=ca_file
    )


@asynccontextmanager
async def before(answer: Answer, sign_in_url: str = HOME) -> AsyncIterator[Client]:
    """A family's client before a server that answers so."""
    lines = Lines(settings(sign_in_url), httpx.MockTransport(answer))
    client = lines.client()
    yield client
    await client.close()
    await lines.close()


def redirect(location: str, status: int = 302) -> Answer:
    def answer(request: httpx.Request) -> httpx.Response:
        if request.url.path == "/extranet/":
            return httpx.Response(status, headers={"Location": location})
        return httpx.Response(200, text="arrived")

    return answer


@pytest.mark.parametrize(
    "location",
    [
        "https://ailleurs.example/",
        "//ailleurs.example/",
        "http://ecole.example/extranet/suite",
        "https://ecole.example:8443/",
        "https://ecole.example@ailleurs.example/",
        "ftp://ecole.example/",
    ],
)
async def test_a_redirect_elsewhere_is_never_followed(location: str) -> None:
    async with before(redirect(location)) as client:
        with pytest.raises(ForeignAddress):
            await client.read(Ask(url=HOME))


async def test_a_redirect_within_the_site_is_followed() -> None:
    async with before(redirect("suite?a=1")) as client:
        reply = await client.read(Ask(url=HOME))
    assert (reply.url, reply.body) == ("https://ecole.example/extranet/suite?a=1", b"arrived")


async def test_a_redirect_from_http_to_https_on_the_same_host_is_followed() -> None:
    answer = redirect("https://ecole.example/suite")
    async with before(answer, "http://ecole.example/extranet/") as client:
        assert (await client.read(Ask(url="http://ecole.example/extranet/"))).body == b"arrived"


async def test_redirects_that_never_end_are_given_up() -> None:
    async with before(redirect("/extranet/")) as client:
        with pytest.raises(NotUnderstood):
            await client.read(Ask(url=HOME))


async def test_one_familys_cookie_is_never_sent_for_another() -> None:
    seen: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(request.headers.get("cookie", ""))
        return httpx.Response(200, headers={"Set-Cookie": "PHPSESSID=first; Path=/"})

    lines = Lines(settings(), httpx.MockTransport(answer))
    first, second = lines.client(), lines.client()
    await first.read(Ask(url=HOME))
    await second.read(Ask(url=HOME))
    await second.close()
    await first.read(Ask(url=HOME))
    assert seen == ["", "", "PHPSESSID=first"]
    await first.close()


@pytest.mark.parametrize("error", [httpx.ReadError, httpx.ReadTimeout, httpx.WriteError])
async def test_an_effect_without_an_answer_is_lost_and_sent_only_once(
    error: type[httpx.TransportError],
) -> None:
    sent: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        sent.append(request)
        raise error("")

    async with before(answer) as client:
        with pytest.raises(AnswerLost):
            await client.send(Ask(url=HOME, method="POST", body=b"a=1"))
    assert len(sent) == 1


async def test_an_effect_that_never_left_is_not_lost() -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("")

    async with before(answer) as client:
        with pytest.raises(Unreachable):
            await client.send(Ask(url=HOME, method="POST", body=b"a=1"))


@pytest.mark.parametrize("status", [307, 308])
async def test_an_effect_is_not_posted_again_where_a_redirect_asks_for_it(status: int) -> None:
    sent: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        sent.append(request.method)
        return httpx.Response(status, headers={"Location": "/encore"})

    async with before(answer) as client:
        ask = Ask(url=HOME, method="POST", body=b"a=1")
        await client.onward(await client.send(ask), ask)
    assert sent == ["POST"]


async def test_a_page_larger_than_any_page_is_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(http, "MOST_BYTES", 1000)
    async with before(lambda request: httpx.Response(200, content=b"x" * 1001)) as client:
        with pytest.raises(NotUnderstood):
            await client.read(Ask(url=HOME))


async def test_environment_proxies_are_ignored(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    async with plain_server() as url:
        lines = Lines(settings(url))
        client = lines.client()
        assert (await client.read(Ask(url=url))).body == b"ok"
        await client.close()
        await lines.close()


async def test_a_server_that_is_silent_is_too_slow() -> None:
    async with plain_server(answers=False) as url:
        lines = Lines(settings(url, timeout=0.2))
        client = lines.client()
        with pytest.raises(TooSlow):
            await client.read(Ask(url=url))
        await client.close()
        await lines.close()


async def test_a_certificate_that_nobody_vouches_for_is_refused(tmp_path: Path) -> None:
    certificate = _certificate(tmp_path)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    async with plain_server(context) as url:
        for trusted, expected in ((None, None), (certificate, b"ok")):
            lines = Lines(settings(url, ca_file=trusted))
            client = lines.client()
            if expected is None:
                with pytest.raises(Unreachable):
                    await client.read(Ask(url=url))
            else:
                assert (await client.read(Ask(url=url))).body == expected
            await client.close()
            await lines.close()


@asynccontextmanager
async def plain_server(
    context: ssl.SSLContext | None = None, *, answers: bool = True
) -> AsyncIterator[str]:
    """A server on loopback that says ok, or nothing."""
    over = asyncio.Event()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        if answers:
            writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok")
            await writer.drain()
        else:
            await over.wait()
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0, ssl=context)
    port = server.sockets[0].getsockname()[1]
    try:
        yield f"{'http' if context is None else 'https'}://127.0.0.1:{port}/"
    finally:
        over.set()
        server.close()
        await server.wait_closed()


def _certificate(folder: Path) -> Path:
    """A certificate that signs itself, with its key, in one PEM file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]),
            critical=False,
        )
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    path = folder / "ecole.pem"
    path.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        + certificate.public_bytes(serialization.Encoding.PEM)
    )
    return path
