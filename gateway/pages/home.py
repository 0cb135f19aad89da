"""Accueil: all that the family has, at a glance, and what the old one says."""

from starlette.requests import Request
from starlette.responses import Response

from gateway.pages.frame.front import Front, see, visiting
from gateway.pages.frame.sentences import sentence
from gateway.pages.shown.dues import dues
from gateway.pages.shown.glance import at_a_glance
from gateway.views import Visit


async def arrive(front: Front, request: Request) -> Response:
    """GET /: Accueil for who is signed in, Connexion for others."""
    return see("/connexion" if visiting(request) is None else "/accueil")


async def show(front: Front, request: Request, visit: Visit) -> Response:
    """GET: the children, what waits, what is due, and the old site's words, each with its age."""
    view = await front.portal.home(visit)
    account = None if view.billing is None else view.billing.account
    return front.page(
        request,
        "home.html",
        view=view,
        trouble=sentence(view.trouble) if view.trouble else None,
        children=at_a_glance(view.children),
        re_enrols_from=front.opening(request),
        dues=None if account is None else dues(account),
    )
