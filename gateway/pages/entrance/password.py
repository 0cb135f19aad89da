"""Mot de passe: changed at any time (guide, Menu mot de passe); nothing typed is put back."""

from collections.abc import Mapping

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response

from adapters.errors import ExtranetError, FormChanged, SessionEnded, Unstorable
from gateway.limits import TooManyAttempts
from gateway.pages.entrance.password_form import FIELDS, SPACED, shown_form, waiting
from gateway.pages.frame.front import SESSION_COOKIE, Front, network_address, see
from gateway.pages.frame.guards import text
from gateway.pages.frame.mishaps import report
from gateway.portal.passwords import WrongFormer
from gateway.views import Fate, PasswordForm, Visit

ADDRESS = "/mot-de-passe"
DONE = "change"


async def show(front: Front, request: Request, visit: Visit) -> Response:
    """GET: the form with the school's rules, or that it is changed."""
    if request.query_params.get("fait") == DONE:
        return front.page(request, "password_changed.html")
    return await _show(front, request, visit)


async def submit(front: Front, request: Request, visit: Visit, form: FormData) -> Response:
    """POST: change it, once."""
    typed = {name: text(form, name) for name in FIELDS}
    try:
        terms = await front.portal.password_terms(visit)
    except SessionEnded:
        raise
    except ExtranetError as error:
        return await _trouble(front, request, error)
    if problems := _problems(typed, terms, spaced=text(form, SPACED) != ""):
        return await _show(front, request, visit, problems, terms=terms)
    return await _change(front, request, visit, typed, text(form, "appui"), terms)


async def _change(
    front: Front,
    request: Request,
    visit: Visit,
    typed: Mapping[str, str],
    press: str,
    terms: PasswordForm,
) -> Response:
    address = network_address(request)
    try:
        changed = await front.portal.change_password(
            visit, address, press, typed["ancien"], typed["nouveau"]
        )
    except TooManyAttempts as error:
        return shown_form(front, request, terms, key="too_many_attempts", wait=error.seconds)
    except WrongFormer:
        return await _show(front, request, visit, {"ancien": "wrong_former"}, terms=terms)
    except Unstorable:
        return await _show(front, request, visit, {"nouveau": "unstorable"}, terms=terms)
    except FormChanged:
        return await _show(front, request, visit, key="form_changed")
    except SessionEnded:
        raise
    except ExtranetError as error:
        return await _trouble(front, request, error)
    if changed.fate is Fate.DONE:
        return _done(changed.cookie)
    key = "password_refused" if changed.fate is Fate.REFUSED else "password_unknown"
    return await _show(front, request, visit, key=key, words=changed.words)


def _done(cookie: str) -> Response:
    answer = see(f"{ADDRESS}?fait={DONE}")
    if cookie:
        answer.set_cookie(
            SESSION_COOKIE, cookie, secure=True, httponly=True, samesite="lax", path="/"
        )
    return answer


def _problems(typed: Mapping[str, str], form: PasswordForm, *, spaced: bool) -> dict[str, str]:
    """What must be corrected before the old site is asked, by field.

    `spaced` is whether a space at its edge was said to already: typed again, it is meant.
    """
    problems = {name: "required" for name in FIELDS if not typed[name]}
    new, least, most = typed["nouveau"], form.terms.min_length, form.terms.max_length
    if "nouveau" not in problems:
        if new == typed["ancien"]:
            problems["nouveau"] = "same_password"
        elif least is not None and len(new) < least:
            problems["nouveau"] = "password_too_short"
        elif most is not None and len(new) > most:
            problems["nouveau"] = "password_too_long"
        elif new != new.strip() and not spaced:
            problems["nouveau"] = "password_spaced"
    if not {"nouveau", "confirmation"} & problems.keys() and new != typed["confirmation"]:
        problems["confirmation"] = "passwords_differ"
    return problems


async def _show(
    front: Front,
    request: Request,
    visit: Visit,
    problems: Mapping[str, str] | None = None,
    *,
    key: str = "",
    words: str = "",
    terms: PasswordForm | None = None,
) -> Response:
    """The form, with a press of its own; where the old site cannot be asked, why."""
    try:
        form = terms or await front.portal.password_terms(visit)
    except SessionEnded:
        if not key:
            raise
        return waiting(front, request, key, words, None)
    except ExtranetError as error:
        if key:
            # What became of the change is said all the same.
            return waiting(front, request, key, words, None)
        return await _trouble(front, request, error)
    return shown_form(front, request, form, problems=problems, key=key, words=words)


async def _trouble(front: Front, request: Request, error: ExtranetError) -> Response:
    return waiting(front, request, error.key, "", report(error))
