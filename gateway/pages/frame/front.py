"""What every page is given, and how it answers."""

from dataclasses import dataclass
from pathlib import Path

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse

from gateway.announcements import Opening
from gateway.hosts import Place
from gateway.language import LANGUAGES, SOURCE, mark
from gateway.pages.frame import appearance
from gateway.pages.frame.assets import Assets
from gateway.pages.frame.templates import Templates
from gateway.pages.frame.tokens import Tokens
from gateway.portal import Portal
from gateway.views import Visit

SESSION_COOKIE = "__Host-imuse"
LANGUAGE_COOKIE = "__Host-langue"

MENU = (
    (mark("Accueil"), "/accueil"),
    (mark("Famille"), "/famille"),
    (mark("Élèves"), "/eleves"),
    (mark("Facturation"), "/facturation"),
    (mark("Accessibilité"), "/accessibilite"),
    (mark("Mot de passe"), "/mot-de-passe"),
    (mark("Déconnexion"), "/deconnexion"),
)
"""The old site's seven words in its order (guide, § 3)."""


@dataclass(frozen=True)
class Front:
    """The portal and what shows it; one for the whole gateway."""

    portal: Portal
    templates: Templates
    tokens: Tokens
    assets: Assets
    letters: Path | None
    """The folder of letters that the demo shows; None elsewhere."""

    def page(
        self,
        request: Request,
        template: str,
        *,
        status: int = 200,
        headers: dict[str, str] | None = None,
        **shown: object,
    ) -> HTMLResponse:
        """Answer with a page: a template of `templates/pages/` and what it shows."""
        frame = self.frame(request) | {
            "visit": visiting(request),
            "menu": MENU,
            "banner": self.banner(request),
        }
        body = self.templates.render(f"pages/{template}", language(request), frame | shown)
        return HTMLResponse(body, status_code=status, headers=headers)

    def frame(self, request: Request) -> dict[str, object]:
        """What every page of the gateway is given, the families' and the desk's alike."""
        place: Place | None = getattr(request.state, "place", None)
        display = appearance.read(request.cookies.get(appearance.COOKIE, ""))
        return {
            "school": place.school if place else None,
            "path": request.url.path,
            "display": display,
            "color_scheme": appearance.color_scheme(display),
            "demo": self.letters is not None,
            "form_token": self.tokens.form(place.id) if place else "",
        }

    def banner(self, request: Request) -> str:
        """What the school has to say on every page of its families today, "" for nothing."""
        found: Place | None = getattr(request.state, "place", None)
        return self.portal.announcements.banner(found.id) if found else ""

    def opening(self, request: Request) -> Opening | None:
        """The school's dates of re-enrolment, None where it has set none."""
        return self.portal.announcements.opening(place(request).id)

    async def visit(self, request: Request) -> Visit | None:
        """The signed-in family that sends this request, if any; every page then shows its menu."""
        cookie = request.cookies.get(SESSION_COOKIE)
        visit = await self.portal.visit(place(request).id, cookie) if cookie else None
        request.state.visit = visit
        return visit


def place(request: Request) -> Place:
    """The school's place that the gatekeeper found for this request."""
    found: Place = request.state.place
    return found


def visiting(request: Request) -> Visit | None:
    """The family that `Front.visit` found for this request, if any."""
    visit: Visit | None = getattr(request.state, "visit", None)
    return visit


def network_address(request: Request) -> str:
    """The network's address that this comes from, as limits count it."""
    return request.client.host if request.client else ""


def language(request: Request) -> str:
    """The language chosen with the switch, or French."""
    chosen = request.cookies.get(LANGUAGE_COOKIE, SOURCE)
    return chosen if chosen in LANGUAGES else SOURCE


def see(path: str) -> RedirectResponse:
    """Send the browser on to `path`, with a GET."""
    return RedirectResponse(path, status_code=303)
