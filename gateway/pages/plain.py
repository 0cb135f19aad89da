"""Pages for whoever comes: help, the language, and answers for machines."""

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from gateway.language import LANGUAGES
from gateway.pages.frame.back import where_it_was
from gateway.pages.frame.front import LANGUAGE_COOKIE, Front, see
from gateway.pages.frame.guards import text

_YEAR = 365 * 24 * 3600


async def first_time(front: Front, request: Request) -> Response:
    """GET: where the identifier and the first password come from (guide, § 1 and 2)."""
    return front.page(request, "first_time.html")


async def help_for_all(front: Front, request: Request) -> Response:
    """GET: the help of every screen (guide, « Aide – Accessibilité »)."""
    return front.page(request, "help.html")


async def choose_language(front: Front, request: Request, form: FormData) -> Response:
    """POST: keep the language in a cookie; back to the page."""
    answer = see(where_it_was(text(form, "retour")))
    if (chosen := text(form, "langue")) in LANGUAGES:
        answer.set_cookie(
            LANGUAGE_COOKIE, chosen, max_age=_YEAR, secure=True, httponly=True, samesite="lax"
        )
    return answer


async def health(request: Request) -> Response:
    """GET: that the gateway answers."""
    return PlainTextResponse("ok")


async def robots(request: Request) -> Response:
    """GET: nothing here is for search engines."""
    return PlainTextResponse("User-agent: *\nDisallow: /\n")
