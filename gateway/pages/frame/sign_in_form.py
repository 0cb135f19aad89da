"""The sign-in form, empty or after an attempt that did not get through."""

import math
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from gateway.pages.frame.back import HOME
from gateway.pages.frame.front import Front, place
from gateway.pages.frame.sentences import sentence
from gateway.views import SiteList


@dataclass(frozen=True)
class Attempt:
    """What the form shows: what was typed (never the password), and what is the matter."""

    onward: str = HOME
    identifier: str = ""
    site: str = ""
    report: str = ""
    """Signed: what the family had typed elsewhere before its session ended."""
    saved: bool = False
    """Whether what the family typed elsewhere is in its draft already."""
    unsaved: str = ""
    """The key of what is the matter with a document that could not be kept there."""
    key: str = ""
    """The key of what went wrong, "" if nothing did."""
    missing: tuple[str, ...] = ()
    """Names of the controls left empty."""
    spaced: bool = False
    """Whether the password began or ended with a space."""
    wait: float = 0
    """Seconds before another attempt is let through."""
    incident: str | None = None
    words: str = ""
    """The old site's own words."""


async def show_form(
    front: Front, request: Request, attempt: Attempt, sites: SiteList | None = None
) -> Response:
    """Answer with the form; the sites are asked for unless they are at hand."""
    if sites is None:
        sites = await front.portal.sites(place(request).id)
    said = sentence(attempt.key) if attempt.key else None
    status = said.status if said else 422 if attempt.missing else 200
    headers = {"Retry-After": str(math.ceil(attempt.wait))} if attempt.wait else None
    return front.page(
        request,
        "sign_in.html",
        status=status,
        headers=headers,
        attempt=attempt,
        sites=sites,
        trouble=sentence(sites.trouble) if sites.trouble else None,
        sentence=said,
    )
