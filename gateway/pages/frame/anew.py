"""« Actualiser »: a plain link to the same screen, which is then read anew. No GET changes more."""

from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response

from gateway.pages.frame.front import see
from gateway.views.currency import Told

PARAMETER = "actualiser"

_OWN = frozenset({"same-origin", "none"})


def wanted(request: Request) -> bool:
    """Whether to read anew: by the family's own click, never because another site links here."""
    own = request.headers.get("sec-fetch-site", "none") in _OWN
    return own and request.query_params.get(PARAMETER) == "1"


def address(request: Request) -> str:
    """The link."""
    return _with(request, [*_others(request), (PARAMETER, "1")])


def done(request: Request, view: Told) -> Response | None:
    """Back to the screen's own address once it was read anew, so that a reload reads nothing."""
    if PARAMETER not in request.query_params or view.trouble is not None:
        return None
    return see(_with(request, _others(request)))


def _others(request: Request) -> list[tuple[str, str]]:
    return [(name, text) for name, text in request.query_params.multi_items() if name != PARAMETER]


def _with(request: Request, parameters: list[tuple[str, str]]) -> str:
    query = urlencode(parameters)
    return f"{request.url.path}?{query}" if query else request.url.path
