"""Déconnexion: out of the portal and of the old site (guide, Menu Déconnexion)."""

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response

from gateway.pages.frame.front import SESSION_COOKIE, Front, see
from gateway.views import Visit


async def confirm(front: Front, request: Request, visit: Visit) -> Response:
    """GET: asks first, as no address alone signs anybody out."""
    return front.page(request, "sign_out.html")


async def leave(front: Front, request: Request, visit: Visit, form: FormData) -> Response:
    """POST: end the session; back to Connexion."""
    await front.portal.sign_out(visit)
    answer = see("/connexion")
    answer.delete_cookie(SESSION_COOKIE, secure=True, httponly=True, samesite="lax", path="/")
    return answer
