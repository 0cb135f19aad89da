"""Who may open a page of the desk, and what its forms must carry."""

import hmac
import re
from collections.abc import Awaitable, Callable
from urllib.parse import urlencode

from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from adapters.errors import ExtranetError
from gateway.desk.frame.front import ADDRESS, SIGN_IN, DeskFront, at_least
from gateway.language import mark
from gateway.office import NotAllowed, Unreadable
from gateway.pages.frame.front import see
from gateway.pages.frame.guards import TOKEN, text
from gateway.pages.frame.sentences import SENTENCES, Sentence, sentence
from gateway.store.errors import NotWritten
from gateway.views.office import Clerk, Role

Endpoint = Callable[[Request], Awaitable[Response]]
AnyonesPage = Callable[[DeskFront, Request], Awaitable[Response]]
ClerksPage = Callable[[DeskFront, Request, Clerk], Awaitable[Response]]
ClerksForm = Callable[[DeskFront, Request, Clerk, FormData], Awaitable[Response]]
Ended = Callable[[DeskFront, Request, FormData], str]
"""What becomes of a form whose session has ended; returns the page to come back to."""

NOT_A_CLERK = Sentence(
    mark("Réservé à l’école"),
    mark("Vous êtes connecté comme famille : ces pages sont celles du secrétariat."),
    mark("Revenez au portail des familles, ou déconnectez-vous de celui-ci d’abord."),
    403,
)
NOT_ALLOWED = Sentence(
    mark("Votre rôle ne le permet pas"),
    mark("Votre compte n’a pas le rôle qu’il faut pour cela. Rien n’a été fait."),
    mark("Demandez-le à une personne qui administre le bureau dans votre école."),
    403,
)
FORGED = Sentence(
    mark("Formulaire refusé"),
    mark("Ce formulaire ne vient pas de votre session : par prudence, rien n’a été fait."),
    mark("Rouvrez la page, vérifiez, puis recommencez."),
    403,
)
NOT_FOUND = Sentence(
    mark("Page introuvable"),
    mark("Il n’y a rien à cette adresse du bureau, ou cela n’y est plus."),
    mark("Revenez à la liste des demandes."),
    404,
)
UNREADABLE = Sentence(
    mark("Cette demande ne peut pas être lue"),
    mark("Ce qui en est gardé ici ne s’ouvre plus : rien n’a été fait."),
    mark("Traitez-la dans iMuse, et dites-le à la personne qui exploite le portail."),
    500,
)
FAULT = Sentence(
    mark("Une erreur est survenue"),
    mark("Le bureau n’a pas pu faire ce que vous demandiez."),
    mark("Rouvrez la demande pour voir où elle en est. Si cela dure, donnez le numéro d’incident."),
    500,
)

_TAKEN_FROM = {
    f"{ADDRESS}/demandes/export": ADDRESS,
    f"{ADDRESS}/journal/export": f"{ADDRESS}/journal",
}
"""What is taken away, and the page that it is taken from: an address has lost its filters."""

_PAGES = re.compile(r"/bureau(?:/[a-zA-Z0-9-]{1,40}){0,4}")


def anyone(front: DeskFront, page: AnyonesPage) -> Endpoint:
    """A page of the desk for whoever comes: signing in."""

    async def open_page(request: Request) -> Response:
        return await _answered(front, request, page(front, request))

    return open_page


def clerk(front: DeskFront, page: ClerksPage, least: Role = Role.READ) -> Endpoint:
    """A page for who is signed in at the desk; others sign in first and come back."""

    async def open_page(request: Request) -> Response:
        found = await front.clerk(request)
        if found is None:
            return await _turned_away(front, request, request.url.path)
        if not at_least(found.role, least):
            return front.trouble(request, NOT_ALLOWED)
        return await _answered(front, request, page(front, request, found))

    return open_page


def clerks_form(
    front: DeskFront, page: ClerksForm, least: Role = Role.DECIDE, ended: Ended | None = None
) -> Endpoint:
    """What somebody signed in at the desk sends, with the session's token."""

    async def take_form(request: Request) -> Response:
        # Whose it is, is asked once all of it is here: a session may end while it comes.
        form = await request.form()
        found = await front.clerk(request)
        if found is None:
            onward = ended(front, request, form) if ended else ADDRESS
            return await _turned_away(front, request, onward)
        if not hmac.compare_digest(text(form, TOKEN).encode(), found.csrf.encode()):
            if ended:
                # Of a session before this one: signed in again in another tab.
                ended(front, request, form)
            return front.trouble(request, FORGED, error=HTTPException(403))
        if not at_least(found.role, least):
            return front.trouble(request, NOT_ALLOWED)
        return await _answered(front, request, page(front, request, found, form))

    return take_form


def desk_page(wanted: str) -> str:
    """`wanted` if it looks like a page of the desk that one may come back to, else the list."""
    leads_out = wanted.startswith((SIGN_IN, f"{ADDRESS}/deconnexion"))
    if not _PAGES.fullmatch(wanted) or leads_out:
        return ADDRESS
    return _TAKEN_FROM.get(wanted, wanted)


async def _turned_away(front: DeskFront, request: Request, onward: str) -> Response:
    """To the desk's own sign-in; a signed-in family is told that this is not for it (TRUST 8)."""
    if await front.portal.visit(request) is not None:
        return front.trouble(request, NOT_A_CLERK)
    return see(f"{SIGN_IN}?{urlencode({'retour': desk_page(onward)})}")


async def _answered(front: DeskFront, request: Request, answer: Awaitable[Response]) -> Response:
    """The page, or that of what went wrong, in the desk's own frame."""
    try:
        return await answer
    except HTTPException as error:
        return refused(front, request, error)
    except NotAllowed:
        return front.trouble(request, NOT_ALLOWED)
    except Unreadable as error:
        return front.trouble(request, UNREADABLE, error=error)
    except (ExtranetError, NotWritten) as error:
        return front.trouble(request, sentence(error.key), error=error)
    except Exception as error:
        return front.trouble(request, FAULT, error=error)


def refused(front: DeskFront, request: Request, error: HTTPException) -> Response:
    """The page for what cannot be answered, in the desk's own frame."""
    if error.status_code == 404:
        return front.trouble(request, NOT_FOUND)
    said = SENTENCES.get(str(error.status_code), SENTENCES["400"])
    headers = dict(error.headers) if error.headers else None
    return front.trouble(request, said, error=error, headers=headers)
