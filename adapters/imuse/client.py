"""HTTP with one old site: its own origin only, its pace respected, no effect ever sent twice."""

import asyncio
import ssl
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from functools import cache
from http.cookiejar import Cookie
from pathlib import Path
from types import TracebackType

import httpx
import msgspec
from aiolimiter import AsyncLimiter

from adapters.errors import NotUnderstood, TooSlow, Unreachable
from adapters.imuse.download import Download
from adapters.imuse.origin import Origin, resolve
from adapters.quiet import GivesWay, is_quiet
from adapters.registry import ExtranetSettings

MOST_BYTES = 5_000_000
MOST_REDIRECTS = 10
_EFFECT = "imuse_effect"


class Ask(msgspec.Struct, frozen=True, kw_only=True):
    """One request to the old site."""

    url: str
    method: str = "GET"
    body: bytes = b""
    content_type: str = ""
    referer: str = ""
    by_script: bool = False
    """Sent by the page's script, as an XMLHttpRequest would be."""


class Reply(msgspec.Struct, frozen=True, kw_only=True):
    """What the old site answered, at the end of its redirects."""

    url: str
    status: int
    content_type: str
    location: str | None
    body: bytes


class AnswerLost(Exception):
    """An effect was sent, or part of it, and no answer came: nobody knows what it did."""


class Shared(httpx.AsyncBaseTransport):
    """The transports that many clients use: closing a client must not close them for the others.

    An idle connection may be closed under our feet just as an effect leaves, and its loss could not
    be told from a lost answer. Effects therefore always open a connection of their own.
    """

    def __init__(
        self, reading: httpx.AsyncBaseTransport, writing: httpx.AsyncBaseTransport
    ) -> None:
        """Both stay their owner's to close."""
        self._reading = reading
        self._writing = writing

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Pass on."""
        transport = self._writing if request.extensions.get(_EFFECT) else self._reading
        return await transport.handle_async_request(request)

    async def __aexit__(
        self,
        exc_type: type[BaseException] | None = None,
        exc_value: BaseException | None = None,
        traceback: TracebackType | None = None,
    ) -> None:
        """Leave the shared transports open."""


class Lines:
    """The connections to one old site, and the pace at which all families together use them."""

    def __init__(
        self, settings: ExtranetSettings, transport: httpx.AsyncBaseTransport | None = None
    ) -> None:
        """`transport` replaces the network: a replayed scenario, say."""
        self.origin = Origin.of(settings.sign_in_url)
        self.settings = settings
        context = _verifying(settings.ca_file)
        self._reading = transport or httpx.AsyncHTTPTransport(verify=context, trust_env=False)
        self._writing = transport or httpx.AsyncHTTPTransport(
            verify=context, trust_env=False, limits=httpx.Limits(max_keepalive_connections=0)
        )
        self._pace = AsyncLimiter(max(1.0, settings.pages_per_second), 1.0)
        self._places = asyncio.Semaphore(settings.at_once)
        self._others = 0
        """How many requests that somebody waits for are being answered, or wait their turn."""

    def client(self, cookies: "tuple[Crumb, ...]" = ()) -> "Client":
        """A client of its own for one family, with its own cookies."""
        return Client(self, Shared(self._reading, self._writing), cookies)

    @asynccontextmanager
    async def turn(self) -> AsyncIterator[None]:
        """Wait until the old site's pace allows one more request.

        Raises:
            GivesWay: nobody waits for this one, and somebody does for another.
        """
        if is_quiet():
            if self._others:
                raise GivesWay
            async with self._places, self._pace:
                yield
            return
        self._others += 1
        try:
            async with self._places, self._pace:
                yield
        finally:
            self._others -= 1

    async def close(self) -> None:
        """Close every connection."""
        await self._reading.aclose()
        await self._writing.aclose()


@cache
def _verifying(ca_file: Path | None) -> ssl.SSLContext:
    """Loading the authorities takes longer than reading a page: once for all who share them."""
    context = httpx.create_ssl_context(trust_env=False)
    if ca_file is not None:
        context.load_verify_locations(cafile=ca_file)
    return context


class Crumb(msgspec.Struct, frozen=True):
    """A cookie of the old site, to be kept sealed between two visits."""

    name: str
    value: str
    domain: str
    path: str
    secure: bool


class Client:
    """One family's browser, as far as HTTP goes."""

    def __init__(self, lines: Lines, transport: Shared, cookies: tuple[Crumb, ...]) -> None:
        """Made by `Lines.client`."""
        self._lines = lines
        settings = lines.settings
        who = f"imuse-gateway ({settings.contact})" if settings.contact else "imuse-gateway"
        self._http = httpx.AsyncClient(
            transport=transport,
            trust_env=False,
            follow_redirects=False,
            timeout=settings.timeout,
            headers={"User-Agent": who, "Accept-Language": "fr", "Accept": "text/html,*/*;q=0.8"},
        )
        for crumb in cookies:
            self._http.cookies.jar.set_cookie(_cookie(crumb))

    @property
    def cookies(self) -> tuple[Crumb, ...]:
        """The old site's cookies as they are now."""
        jar = self._http.cookies.jar
        return tuple(Crumb(c.name, c.value or "", c.domain, c.path, c.secure) for c in jar)

    def forget(self) -> None:
        """Come as a stranger again: an old site may remember what an ended session was at."""
        self._http.cookies.clear()

    async def read(self, ask: Ask) -> Reply:
        """Ask for a page, whatever its status; a form that only leads somewhere may go this way.

        Raises:
            Unreachable, TooSlow, ForeignAddress, NotUnderstood: nothing took effect.
        """
        try:
            return await self._follow(ask)
        except (httpx.TimeoutException, TimeoutError) as error:
            raise TooSlow from error
        except httpx.TransportError as error:
            raise Unreachable from error

    async def _follow(self, ask: Ask) -> Reply:
        for _ in range(MOST_REDIRECTS):
            reply = await self._once(ask)
            onward = _onward(reply.status, reply.location, ask)
            if onward is None:
                return reply
            ask = onward
        raise NotUnderstood("too many redirects")

    async def send(self, ask: Ask) -> Reply:
        """Send an effect, once; a redirect is given back for `onward` to read.

        Raises:
            Unreachable, ForeignAddress: before its first byte left.
            AnswerLost: afterwards.
        """
        try:
            return await self._once(ask, effect=True)
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout) as error:
            raise Unreachable from error
        except (httpx.TransportError, TimeoutError, NotUnderstood) as error:
            raise AnswerLost from error

    async def onward(self, reply: Reply, ask: Ask) -> Reply:
        """Where the answer to an effect leads: the effect is done, the rest is only reading.

        An answer that asks for the same post elsewhere (307, 308) is left where it is.
        """
        onward = _onward(reply.status, reply.location, ask)
        return reply if onward is None or onward.method != "GET" else await self.read(onward)

    async def download(self, ask: Ask, most: int) -> Download:
        """Ask for a document of `most` bytes at the most, to be read piece by piece.

        Raises:
            Unreachable, TooSlow, ForeignAddress, NotUnderstood: nothing took effect.
        """
        try:
            for _ in range(MOST_REDIRECTS):
                opened = await self._open(ask, most)
                onward = _onward(opened.status, opened.location, ask)
                if onward is None:
                    return opened
                await opened.close()
                ask = onward
        except (httpx.TimeoutException, TimeoutError) as error:
            raise TooSlow from error
        except httpx.TransportError as error:
            raise Unreachable from error
        raise NotUnderstood("too many redirects")

    async def _open(self, ask: Ask, most: int) -> Download:
        """The head of an answer; its turn is held until it is closed."""
        async with AsyncExitStack() as stack:
            await stack.enter_async_context(self._lines.turn())
            async with asyncio.timeout(self._lines.settings.timeout):
                response = await self._http.send(self._request(ask), stream=True)
            stack.push_async_callback(response.aclose)
            return Download(response, ask.url, most, stack.pop_all().aclose)

    def _request(self, ask: Ask, *, effect: bool = False) -> httpx.Request:
        return self._http.build_request(
            ask.method,
            self._lines.origin.check(ask.url),
            content=ask.body if ask.method != "GET" else None,
            headers=_headers(ask),
            extensions={_EFFECT: effect},
        )

    async def _once(self, ask: Ask, *, effect: bool = False) -> Reply:
        request = self._request(ask, effect=effect)
        async with self._lines.turn(), asyncio.timeout(self._lines.settings.timeout):
            response = await self._http.send(request, stream=True)
            try:
                body = await _body(response)
            finally:
                await response.aclose()
        return Reply(
            url=ask.url,
            status=response.status_code,
            content_type=response.headers.get("content-type", ""),
            location=response.headers.get("location"),
            body=body,
        )

    async def close(self) -> None:
        """Let go of the client; the shared transports stay open."""
        await self._http.aclose()


def _headers(ask: Ask) -> dict[str, str]:
    headers = {
        "Content-Type": ask.content_type,
        "Referer": ask.referer,
        "X-Requested-With": "XMLHttpRequest" if ask.by_script else "",
    }
    return {name: value for name, value in headers.items() if value}


async def _body(response: httpx.Response) -> bytes:
    body = bytearray()
    try:
        async for chunk in response.aiter_bytes():
            body += chunk
            if len(body) > MOST_BYTES:
                raise NotUnderstood("page too large")
    except httpx.DecodingError as error:
        raise NotUnderstood("undecodable body") from error
    return bytes(body)


def _onward(status: int, location: str | None, ask: Ask) -> Ask | None:
    if status not in (301, 302, 303, 307, 308):
        return None
    if location is None:
        raise NotUnderstood("redirect to nowhere")
    url = resolve(ask.url, location, "utf-8")
    if status in (307, 308):
        return msgspec.structs.replace(ask, url=url)
    return Ask(url=url, referer=ask.referer, by_script=ask.by_script)


def _cookie(crumb: Crumb) -> Cookie:
    return Cookie(
        version=0, name=crumb.name, value=crumb.value, port=None, port_specified=False,
        domain=crumb.domain, domain_specified=crumb.domain.startswith("."),
        domain_initial_dot=crumb.domain.startswith("."), path=crumb.path, path_specified=True,
        secure=crumb.secure, expires=None, discard=True, comment=None, comment_url=None,
        rest={}, rfc2109=False,
    )  # fmt: skip
