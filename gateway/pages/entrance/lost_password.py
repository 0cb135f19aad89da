"""Mot de passe perdu: a new one is asked for, once (guide, § 2)."""

import math
from collections.abc import Mapping

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response

from adapters.errors import BadCredentials, ExtranetError, FormChanged, Unstorable
from gateway.addresses import mail_address
from gateway.limits import TooManyAttempts
from gateway.pages.frame.front import Front, network_address, place
from gateway.pages.frame.guards import check_form_token, text
from gateway.pages.frame.mishaps import report
from gateway.pages.frame.sentences import sentence
from gateway.pages.frame.tokens import TokenTooOld
from gateway.views import Fate, PasswordAsked, SiteList

ADDRESS = "/mot-de-passe-perdu"

_FIELDS = ("site", "identifiant", "courriel")
_OF_UNSTORABLE = {"identifier": "identifiant", "email": "courriel", "site": "site"}


async def show(front: Front, request: Request) -> Response:
    """GET: the form."""
    return await _form(front, request, {})


async def submit(front: Front, request: Request) -> Response:
    """POST: have a new password sent; the same press sends once."""
    form = await request.form()
    sites = await front.portal.sites(place(request).id)
    typed = {name: text(form, name).strip() for name in _FIELDS}
    try:
        check_form_token(front, request, form)
        if problems := _problems(typed, sites):
            return await _form(front, request, typed, sites, problems)
        asked = await _ask(front, request, form, typed, sites)
    except TokenTooOld:
        return await _form(front, request, typed, sites, key="lost_form_too_old")
    except FormChanged:
        return await _form(front, request, typed, sites, key="lost_form_too_old")
    except TooManyAttempts as error:
        key = "too_many_requests"
        return await _form(front, request, typed, sites, key=key, wait=error.seconds)
    except BadCredentials:
        return await _form(front, request, typed, sites, {"site": "not_offered"})
    except Unstorable as error:
        field = _OF_UNSTORABLE.get(error.field_key, "identifiant")
        return await _form(front, request, typed, sites, {field: "unstorable"})
    except ExtranetError as error:
        return await _form(front, request, typed, sites, key=error.key, incident=report(error))
    if asked.fate is Fate.REFUSED:
        return await _form(front, request, typed, sites, key="password_not_sent", words=asked.words)
    # Who was signed in to that account is no longer: the page is to know.
    await front.visit(request)
    return _sent(front, request, asked)


async def _ask(
    front: Front, request: Request, form: FormData, typed: Mapping[str, str], sites: SiteList
) -> PasswordAsked:
    return await front.portal.ask_password(
        place(request).id,
        network_address(request),
        text(form, "appui"),
        typed["site"] if sites.sites else None,
        (typed["identifiant"], typed["courriel"]),
    )


def _problems(typed: Mapping[str, str], sites: SiteList) -> dict[str, str]:
    problems = {}
    if sites.sites and typed["site"] not in {site.ref for site in sites.sites}:
        problems["site"] = "not_offered"
    if not typed["identifiant"]:
        problems["identifiant"] = "required"
    if not typed["courriel"]:
        problems["courriel"] = "required"
    elif not mail_address(typed["courriel"]):
        problems["courriel"] = "invalid_email"
    return problems


def _sent(front: Front, request: Request, asked: PasswordAsked) -> Response:
    return front.page(request, "lost_password_sent.html", asked=asked, unsure=Fate.UNKNOWN)


async def _form(
    front: Front,
    request: Request,
    typed: Mapping[str, str],
    sites: SiteList | None = None,
    problems: Mapping[str, str] | None = None,
    *,
    key: str = "",
    words: str = "",
    wait: float = 0,
    incident: str | None = None,
) -> Response:
    school = place(request).id
    said = sentence(key) if key else None
    return front.page(
        request,
        "lost_password.html",
        status=said.status if said else 422 if problems else 200,
        headers={"Retry-After": str(math.ceil(wait))} if wait else None,
        typed={name: typed.get(name, "") for name in _FIELDS},
        sites=sites or await front.portal.sites(school),
        press=front.portal.lost_password_press(school),
        wrong={name: (problems or {}).get(name, "") for name in _FIELDS},
        sentence=said,
        words=words,
        wait=wait,
        incident=incident,
    )
