"""What a school has to say of the portal: its declaration of accessibility, and its notices."""

from datetime import date

from starlette.requests import Request
from starlette.responses import Response

from gateway.addresses import mail_address, web_address
from gateway.pages.frame import appearance
from gateway.pages.frame.front import LANGUAGE_COOKIE, SESSION_COOKIE, Front, place
from gateway.pages.shown.durations import in_days

COOKIES = (SESSION_COOKIE, LANGUAGE_COOKIE, appearance.COOKIE)
"""All that the portal leaves in a browser; none of them needs a banner (loi n° 78-17, art. 82)."""


async def declaration(front: Front, request: Request) -> Response:
    """GET: the declaration of accessibility (RGAA 4.1.2; loi n° 2005-102, article 47)."""
    stated = place(request).school.accessibility
    return front.page(
        request,
        "declaration.html",
        stated=stated,
        declared_on=date.fromisoformat(stated.declared_on) if stated else None,
        contact=link(stated.contact) if stated else "",
        site=place(request).school.public_url,
    )


async def legal(front: Front, request: Request) -> Response:
    """GET: who publishes and hosts the portal (loi n° 2004-575, article 1-1)."""
    return front.page(request, "legal.html", notices=place(request).school.notices)


async def privacy(front: Front, request: Request) -> Response:
    """GET: what is kept of a family, for how long, and its rights (RGPD, articles 13 and 14)."""
    notices = place(request).school.notices
    return front.page(
        request,
        "privacy.html",
        notices=notices,
        dpo=link(notices.dpo) if notices else "",
        kept_for=front.portal.kept_for,
        days=in_days(front.portal.kept_for),
        cookies=COOKIES,
    )


def link(text: str) -> str:
    """Where to write to somebody: of an e-mail address or an https page; "" of any other words."""
    if mail_address(text):
        return f"mailto:{text}"
    return text if (web_address(text) or ("",))[0] == "https" else ""
