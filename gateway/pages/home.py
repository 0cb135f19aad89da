"""Accueil: what the old one says, and what is under way."""

from starlette.requests import Request
from starlette.responses import Response

from gateway.pages.front import Front, see, visiting
from gateway.pages.sentences import sentence
from gateway.views import Visit


async def arrive(front: Front, request: Request) -> Response:
    """GET /: Accueil for who is signed in, Connexion for others."""
    return see("/connexion" if visiting(request) is None else "/accueil")


async def show(front: Front, request: Request, visit: Visit) -> Response:
    """GET: the old site's words with their age, and the open requests."""
    view = await front.portal.home(visit)
    trouble = sentence(view.trouble) if view.trouble else None
    return front.page(request, "home.html", view=view, trouble=trouble)
