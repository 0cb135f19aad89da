"""What travels: form bodies as the old server takes them apart, and answers that break off."""

from typing import Literal
from urllib.parse import unquote_to_bytes

import msgspec
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from adapters.school import multipart
from adapters.school.multipart import File

TRANSPORT = "school.transport"
"""Where the server puts the connection in an ASGI scope (`adapters.school.serving`)."""

Pairs = list[tuple[bytes, bytes]]


class Post(msgspec.Struct, frozen=True):
    """A form as it came: decoded pairs in their order, before any charset."""

    screen: str
    pairs: Pairs
    """A file's value is its name."""
    files: tuple[File, ...] = ()


def post(screen: str, content_type: str, body: bytes) -> Post:
    """A form for that screen, taken apart."""
    boundary = multipart.boundary(content_type)
    if boundary is None:
        return Post(screen, pairs(body))
    return Post(screen, *multipart.taken_apart(body, boundary))


def pairs(body: bytes) -> Pairs:
    """The name and value of each control in a form's body."""
    parts = [part.partition(b"=") for part in body.split(b"&") if part]
    return [(_plain(name), _plain(value)) for name, _, value in parts]


def _plain(quoted: bytes) -> bytes:
    return unquote_to_bytes(quoted.replace(b"+", b" "))


async def hang_up(scope: Scope, receive: Receive, how: Literal["abort", "close"] = "abort") -> None:
    """End the connection; `close` lets out first what was sent.

    Raises:
        ConnectionResetError: there is no connection: the application is called directly.
    """
    transport = scope.get(TRANSPORT)
    if transport is None:
        raise ConnectionResetError("the school hangs up")
    if how == "abort":
        transport.abort()
    else:
        transport.close()
    while (await receive())["type"] != "http.disconnect":
        pass


class NoAnswer(Response):
    """The connection ends without an answer."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hang up."""
        await hang_up(scope, receive)


class CutAnswer(Response):
    """The connection ends within the page's bytes, short of what the header promised."""

    def __init__(self, whole: Response, percent: int) -> None:
        """`percent` of the bytes of `whole` come through."""
        super().__init__()
        self._whole = whole
        self._kept = _share(whole, percent)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send a part, hang up."""
        start = {"status": self._whole.status_code, "headers": self._whole.raw_headers}
        await send({"type": "http.response.start", **start})
        await send({"type": "http.response.body", "body": self._kept, "more_body": True})
        await hang_up(scope, receive, "close")


def half(whole: Response, percent: int) -> Response:
    """The first `percent` of a page's bytes, as if these were all."""
    whole.body = _share(whole, percent)
    whole.headers["content-length"] = str(len(whole.body))
    return whole


def meant_as(body: Response, headers: Response) -> Response:
    """The bytes of one answer under the headers of another, as where a script fails too late."""
    headers.body = body.body
    headers.headers["content-length"] = str(len(headers.body))
    return headers


def _share(whole: Response, percent: int) -> bytes:
    return bytes(whole.body)[: len(whole.body) * percent // 100]
