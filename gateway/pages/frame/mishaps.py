"""Whatever goes wrong ends on a plain page in the family's language, with an incident number.

The log gets the number and where it happened, never the message of an unforeseen error: that may
hold what a family typed.
"""

import logging

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from adapters.errors import ExtranetError, NotListed, SessionEnded, SignInRefused
from gateway.pages.frame.front import Front
from gateway.pages.frame.sentences import SENTENCES, sentence
from gateway.store.errors import NotWritten
from gateway.telemetry import incident, outline

_log = logging.getLogger(__name__)


class Mishaps:
    """The layer that turns every error of the inner layers into its page."""

    def __init__(self, app: ASGIApp, front: Front) -> None:
        """`front` renders the pages."""
        self._app = app
        self._front = front

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer through the inner application, or with a page of the error."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started = False

        async def send_noted(message: Message) -> None:
            nonlocal started
            started = started or message["type"] == "http.response.start"
            await send(message)

        try:
            await self._app(scope, receive, send_noted)
        except Exception as error:
            if started:
                raise
            answer = explain(self._front, Request(scope, receive), error)
            await answer(scope, receive, send)


def explain(front: Front, request: Request, error: Exception) -> Response:
    """The page for an error; every one but a plain « not found » is logged under its number."""
    key, headers = _key(error)
    said = sentence(key)
    number = None if key in ("404", "405", NotListed.key) else report(error)
    return front.page(
        request,
        "error.html",
        status=said.status,
        headers=headers,
        sentence=said,
        incident=number,
        sign_in_again=isinstance(error, (SessionEnded, SignInRefused)),
    )


def report(error: Exception) -> str:
    """Log an error; returns its incident number."""
    number = incident()
    level = logging.WARNING if isinstance(error, (ExtranetError, HTTPException)) else logging.ERROR
    _log.log(level, "no page: %s", outline(error), extra={"incident": number})
    return number


def _key(error: Exception) -> tuple[str, dict[str, str] | None]:
    if isinstance(error, (ExtranetError, NotWritten)):
        return error.key, None
    if isinstance(error, HTTPException):
        status = str(error.status_code)
        headers = dict(error.headers) if error.headers else None
        return (status if status in SENTENCES else "400"), headers
    return "500", None
