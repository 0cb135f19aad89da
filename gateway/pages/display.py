"""Accessibilité: how the portal is shown, from every screen and before sign-in (guide)."""

from urllib.parse import urlencode, urlsplit

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response

from gateway.pages.frame import appearance
from gateway.pages.frame.appearance import SETTINGS
from gateway.pages.frame.back import HOME, known_page
from gateway.pages.frame.front import Front, place, see
from gateway.pages.frame.guards import text

ADDRESS = "/accessibilite"

_YEAR = 365 * 24 * 3600


async def show(front: Front, request: Request) -> Response:
    """GET: what may be chosen, a sample of it, and the way back."""
    return front.page(
        request,
        "accessibility.html",
        settings=SETTINGS,
        back=_came_from(request),
        kept=request.query_params.get("enregistre") == "1",
    )


async def choose(front: Front, request: Request, form: FormData) -> Response:
    """POST: keep what was chosen in a cookie, or forget it with « Rétablir »; back to the page."""
    back = _back(text(form, "retour"))
    answer = see(f"{ADDRESS}?{urlencode({'retour': back, 'enregistre': '1'})}")
    chosen = {setting.name: text(form, setting.name) for setting in SETTINGS}
    value = "" if "retablir" in form else appearance.written(chosen)
    if value:
        answer.set_cookie(
            appearance.COOKIE, value, max_age=_YEAR, secure=True, httponly=True, samesite="lax"
        )
    else:
        answer.delete_cookie(
            appearance.COOKIE, secure=True, httponly=True, samesite="lax", path="/"
        )
    return answer


def _came_from(request: Request) -> str:
    """The page to go back to: that of the form before this, or of the link that led here."""
    if wanted := request.query_params.get("retour"):
        return _back(wanted)
    referrer = request.headers.get("referer", "")
    ours = referrer.lower().startswith(f"{place(request).origin}/")
    return _back(urlsplit(referrer).path if ours else "")


def _back(wanted: str) -> str:
    page = known_page(wanted)
    return HOME if page == ADDRESS else page
