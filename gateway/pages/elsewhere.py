"""Menu words that the portal does not serve yet: where they are on the old extranet."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from gateway.language import mark
from gateway.pages.front import Front
from gateway.views import Visit


@dataclass(frozen=True)
class Elsewhere:
    """A menu word, and what the old extranet offers under it."""

    title: str
    offers: str


PASSWORD = Elsewhere(
    mark("Mot de passe"),
    mark("Votre mot de passe se change pour le moment sur l’extranet iMuse de l’école."),
)


def elsewhere(what: Elsewhere) -> Callable[[Front, Request, Visit], Awaitable[Response]]:
    """The page that says so and leads there."""

    async def show(front: Front, request: Request, visit: Visit) -> Response:
        return front.page(request, "elsewhere.html", elsewhere=what)

    return show
