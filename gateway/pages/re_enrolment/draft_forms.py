"""Forms that write into a family's draft: what they hold is kept even where the session has ended.

Each carries a token that is bound to its account and its student; it opens nothing, and shows
nothing of the draft.
"""

import hmac
from dataclasses import dataclass

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from gateway.documents import Owner
from gateway.pages.frame.front import Front, place, visiting
from gateway.pages.frame.sign_in_form import Attempt, show_form
from gateway.pages.frame.tokens import TokenForged, TokenTooOld
from gateway.views import Visit

DRAFT = "brouillon"
"""The name of the field that holds the token."""


@dataclass(frozen=True)
class Writer:
    """Who writes: the signed-in family, or the one that had opened the form (`visit` is None)."""

    owner: Owner
    visit: Visit | None


def writer(front: Front, request: Request, student: str, session: str, draft: str) -> Writer:
    """Whose draft a form is for, by its two tokens: the session's and the draft's.

    A form of the same family's, opened under a session that has ended since, is good for its draft.

    Raises:
        HTTPException: 403.
    """
    visit = visiting(request)
    if visit is not None and hmac.compare_digest(session.encode(), visit.csrf.encode()):
        return Writer(Owner(school=visit.school, account=visit.account), visit)
    school = place(request).id
    try:
        account = front.tokens.draft_of(school, student, draft)
    except (TokenForged, TokenTooOld) as error:
        raise HTTPException(403) from error
    if visit is not None and visit.account != account:
        raise HTTPException(403)
    return Writer(Owner(school=school, account=account), visit)


async def saved(front: Front, request: Request, onward: str, unsaved: str = "") -> Response:
    """The sign-in page, which leads to `onward`: what was typed is in the draft already.

    `unsaved` is what is the matter with a document that could not be kept.
    """
    request.state.visit = None
    attempt = Attempt(onward=onward, key="session_ended", saved=True, unsaved=unsaved)
    return await show_form(front, request, attempt)
