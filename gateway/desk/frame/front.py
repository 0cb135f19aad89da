"""What every page of the desk is given, and how it answers."""

import re
from dataclasses import dataclass
from functools import partial

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from gateway.desk.frame import keys
from gateway.desk.frame.dates import brief
from gateway.desk.frame.unsent import Drawer
from gateway.desk.frame.wishes import Searches
from gateway.desk.frame.words import WORDS
from gateway.language import mark
from gateway.office import Office
from gateway.pages.frame.front import Front, language
from gateway.pages.frame.mishaps import report
from gateway.pages.frame.sentences import Sentence
from gateway.staff import Journal, Staff
from gateway.views.office import Clerk, Role

DESK_COOKIE = "__Host-bureau"
"""Apart from the families': one never opens what the other does."""

ADDRESS = "/bureau"
SIGN_IN = f"{ADDRESS}/connexion"
SECOND_FACTOR = f"{ADDRESS}/second-facteur"
SIGN_OUT = f"{ADDRESS}/deconnexion"


_ANSWERED = re.compile(
    rf"({ADDRESS}/(?:connexion|second-facteur|compte|annonces|pieces|demandes/(?!plusieurs)[^/]+))(?:/[a-z-]+)?"
)
"""What a form was sent to, and the page that it stands on."""


@dataclass(frozen=True)
class Word:
    """A word of the desk's menu; `key` is that of the keyboard, if any."""

    label: str
    address: str
    key: str = ""
    least: Role = Role.READ


MENU = (
    Word(mark("Demandes"), ADDRESS, keys.BACK),
    Word(mark("La journée"), f"{ADDRESS}/jour"),
    Word(mark("Pièces manquantes"), f"{ADDRESS}/pieces"),
    Word(mark("Annonces"), f"{ADDRESS}/annonces", least=Role.DECIDE),
    Word(mark("Journal"), f"{ADDRESS}/journal", least=Role.ADMINISTER),
    Word(mark("Touches"), f"{ADDRESS}/touches", keys.KEYS),
)

ROLES = {
    Role.READ: mark("lecture"),
    Role.DECIDE: mark("décision"),
    Role.ADMINISTER: mark("administration"),
}
"""What somebody may do, as it stands beside the name."""


@dataclass(frozen=True)
class DeskFront:
    """The desk's screens and what they show; one for the whole gateway."""

    portal: Front
    """The families' pages: how both are rendered, and whether a family is signed in."""
    staff: Staff
    office: Office
    journal: Journal
    searches: Searches
    drawer: Drawer

    def page(
        self,
        request: Request,
        template: str,
        *,
        status: int = 200,
        headers: dict[str, str] | None = None,
        **shown: object,
    ) -> HTMLResponse:
        """Answer with a page: a template of `templates/desk/` and what it shows."""
        clerk = signed_in(request)
        frame = self.portal.frame(request) | {
            "clerk": clerk,
            "role": ROLES[clerk.role] if clerk else "",
            "may_decide": clerk is not None and at_least(clerk.role, Role.DECIDE),
            "author": self.drawer.author(clerk) if clerk else "",
            "here": _here(request),
            "once": False,
            "keys": keys.NAMES,
            "uses_keys": request.cookies.get(keys.COOKIE) != keys.OFF,
            "menu": [word for word in MENU if clerk and at_least(clerk.role, word.least)],
            "brief": partial(brief, language=language(request)),
            **WORDS,
        }
        body = self.portal.templates.render(f"desk/{template}", language(request), frame | shown)
        return HTMLResponse(body, status_code=status, headers=headers)

    def trouble(
        self,
        request: Request,
        said: Sentence,
        *,
        error: Exception | None = None,
        headers: dict[str, str] | None = None,
    ) -> Response:
        """What went wrong, on a plain page; an `error` is logged under the number it shows."""
        return self.page(
            request,
            "error.html",
            status=said.status,
            headers=headers,
            sentence=said,
            incident=report(error) if error else None,
        )

    async def clerk(self, request: Request) -> Clerk | None:
        """Who of the school sends this request, if anybody is signed in at the desk."""
        cookie = request.cookies.get(DESK_COOKIE)
        found = await self.staff.find(request.state.place.id, cookie) if cookie else None
        request.state.clerk = found
        return found


def _here(request: Request) -> str:
    """The page to come back to in another language.

    A form's answer has no address of its own; to who is not let in, none is said again.
    """
    path = request.url.path
    found = _ANSWERED.fullmatch(path)
    if request.method != "GET":
        return found[1] if found else ADDRESS
    return path if signed_in(request) or path in (SIGN_IN, SECOND_FACTOR) else ADDRESS


def signed_in(request: Request) -> Clerk | None:
    """Whom `DeskFront.clerk` found for this request, if anybody."""
    found: Clerk | None = getattr(request.state, "clerk", None)
    return found


def at_least(role: Role, least: Role) -> bool:
    """Whether somebody of that role may do what `least` may."""
    order = list(Role)
    return order.index(role) >= order.index(least)
