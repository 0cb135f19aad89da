"""Mes données › Connexions: where the family is signed in, and ending it elsewhere."""

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response

from gateway.limits import TooManyAttempts
from gateway.pages.frame.front import Front, network_address, see
from gateway.pages.frame.guards import text
from gateway.pages.frame.sentences import sentence
from gateway.portal.passwords import WrongFormer
from gateway.views import Visit

ADDRESS = "/mes-donnees/connexions"
ALL = "toutes"
"""Chosen instead of one of them: every other session."""
CLOSED = "fermee"
"""With this parameter what was chosen is closed."""


async def show(front: Front, request: Request, visit: Visit) -> Response:
    """GET: the family's sessions."""
    return await _page(front, request, visit)


async def close(front: Front, request: Request, visit: Visit, form: FormData) -> Response:
    """POST: end another one, or all others; this one goes on."""
    chosen, password = text(form, "connexion"), text(form, "passe")
    wrong = {} if chosen else {"connexion": "required"}
    if not password:
        wrong["passe"] = "required"
    if wrong:
        return await _page(front, request, visit, wrong, chosen)
    id = "" if chosen == ALL else chosen
    try:
        await front.portal.my_data.close(visit, network_address(request), password, id)
    except WrongFormer:
        return await _page(front, request, visit, {"passe": "wrong_former"}, chosen)
    except TooManyAttempts as error:
        return await _page(front, request, visit, {}, chosen, wait=error.seconds)
    return see(f"{ADDRESS}?{CLOSED}=1")


async def _page(
    front: Front,
    request: Request,
    visit: Visit,
    wrong: dict[str, str] | None = None,
    chosen: str = ALL,
    *,
    wait: float = 0,
) -> Response:
    said = sentence("too_many_attempts") if wait else None
    held = await front.portal.my_data.look(visit)
    return front.page(
        request,
        "devices.html",
        status=said.status if said else 422 if wrong else 200,
        headers={"Retry-After": str(round(wait) + 1)} if wait else None,
        here=next((each for each in held.sessions if each.here), None),
        others=[each for each in held.sessions if not each.here],
        kept_for=front.portal.kept_for,
        all=ALL,
        chosen=chosen,
        wrong={"connexion": "", "passe": ""} | (wrong or {}),
        sentence=said,
        wait=wait,
        closed=CLOSED in request.query_params,
    )
