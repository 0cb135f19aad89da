"""What stands before every page: headers on every answer, and what is let in at all.

Two pure ASGI layers, as answers in streams must not be held back. `Shield` is the outermost: even
an answer about a fault carries its headers. `Gatekeeper` refuses by raising, so that the layer
between them can say it on a page. Source: OWASP ASVS 5.0.0, 3.4, 3.5 and 4.1.
"""

import asyncio
import re

from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from gateway.hosts import Hosts, Place

MAX_BODY = 1_000_000
"""Bytes of a request's body; counted as they come, whatever its head says."""

UPLOADS = re.compile(r"/eleves/[^/]+/reinscription/documents")
"""Where a document may come, which is read as it comes and has a limit of its own."""

AROUND_A_DOCUMENT = 1_000_000
"""Bytes of the form that a document comes in, and of what the server reads ahead at once: whoever
takes the document is to see first that it is too large, and says it better."""

LONGEST = 60.0
"""Seconds in which such a body must have come: 1 MB at 17 kB/s. A document's has its own."""

OPEN_TO_ALL = frozenset({"/sante"})
"""Paths that answer whatever the host: a supervisor asks by address."""

_SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})

_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "connect-src 'self'",
        # Of our own pages none lets itself be framed: only what BESIDE names.
        "frame-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)

# A document, the old site's or a family's, is looked at, and does nothing (ASVS 3.2).
_DOCUMENT_POLICY = "; ".join(
    (
        "default-src 'none'",
        "form-action 'none'",
        "base-uri 'none'",
        "frame-ancestors {around}",
        "sandbox",
    )
)
BESIDE = re.compile(r"/bureau/demandes/[^/]+/documents/[0-9]+")
"""Documents that a page of ours shows in a frame, beside what is decided on them."""

DOCUMENTS = frozenset({"application/pdf", "image/jpeg", "image/png"})
"""What is passed on from the old site, or shown at the desk, by its media type."""

HEADERS = {
    "Content-Security-Policy": _POLICY,
    "X-Content-Type-Options": "nosniff",
    # Not no-referrer: under it browsers send « Origin: null » with our own forms (Fetch, § 3.1).
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), display-capture=(), geolocation=(), microphone=(), "
    "payment=(), usb=()",
    "X-Robots-Tag": "noindex, nofollow",
}

_HSTS = "max-age=31536000"


class Shield:
    """Puts the protecting headers on every answer, and no-store where a page says nothing."""

    def __init__(self, app: ASGIApp, hosts: Hosts) -> None:
        """`hosts` says where families come over TLS."""
        self._app = app
        self._hosts = hosts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer through the inner application."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        place = self._hosts.find(Headers(scope=scope).get("host", ""))

        async def send_protected(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.update(HEADERS)
                if headers.get("Content-Type") in DOCUMENTS:
                    around = "'self'" if BESIDE.fullmatch(scope["path"]) else "'none'"
                    headers["Content-Security-Policy"] = _DOCUMENT_POLICY.format(around=around)
                headers.setdefault("Cache-Control", "no-store")
                if place is not None and place.secure:
                    headers["Strict-Transport-Security"] = _HSTS
            await send(message)

        await self._app(scope, receive, send_protected)


class Gatekeeper:
    """Lets in what comes to a known host, from our own pages where it changes, and in measure.

    The school's place is left in the request's state as `place`.
    """

    def __init__(
        self, app: ASGIApp, hosts: Hosts, max_body: int = MAX_BODY, max_document: int = MAX_BODY
    ) -> None:
        """`max_body` and `max_document` are in bytes."""
        self._app = app
        self._hosts = hosts
        self._max_body = max_body
        self._max_upload = max_document + AROUND_A_DOCUMENT

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on.

        Raises:
            HTTPException: 421 for an unknown host, 403 for a foreign origin; on reading a body,
                413 for one that is too large, 408 for one that does not come.
        """
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        place = self._hosts.find(headers.get("host", ""))
        if place is not None:
            scope.setdefault("state", {})["place"] = place
            if scope["method"] not in _SAFE_METHODS and _foreign(headers, place):
                raise HTTPException(403)
        elif scope["path"] not in OPEN_TO_ALL:
            raise HTTPException(421)
        uploads = scope["method"] == "POST" and UPLOADS.fullmatch(scope["path"])
        most = self._max_upload if uploads else self._max_body
        in_time = receive if uploads else _in_time(receive)
        await self._app(scope, self._measured(in_time, most), send)

    def _measured(self, receive: Receive, most: int) -> Receive:
        left = most

        async def receive_measured() -> Message:
            nonlocal left
            message = await receive()
            left -= len(message.get("body", b""))
            if left < 0:
                raise HTTPException(413)
            return message

        return receive_measured


def _in_time(receive: Receive) -> Receive:
    """Waits so long for a body, however it comes; without end for a browser to go away."""
    ends_at = asyncio.get_running_loop().time() + LONGEST
    whole = False

    async def receive_in_time() -> Message:
        nonlocal whole
        if whole:
            return await receive()
        try:
            async with asyncio.timeout_at(ends_at):
                message = await receive()
        except TimeoutError as error:
            raise HTTPException(408) from error
        whole = not message.get("more_body", False)
        return message

    return receive_in_time


def _foreign(headers: Headers, place: Place) -> bool:
    """Whether another site's page sent this: by either header that a browser sets itself."""
    site = headers.get("sec-fetch-site", "same-origin")
    origin = headers.get("origin", place.origin)
    return site not in ("same-origin", "none") or origin.lower() != place.origin
