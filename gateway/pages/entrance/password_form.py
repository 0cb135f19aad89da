"""The form of the menu Mot de passe, empty or after what did not get through."""

import math
from collections.abc import Mapping

from starlette.requests import Request
from starlette.responses import Response

from gateway.pages.frame.front import Front
from gateway.pages.frame.sentences import sentence
from gateway.views import PasswordForm

FIELDS = ("ancien", "nouveau", "confirmation")
SPACED = "espace"
"""Comes back where a space at the edge of the new password was said to."""


def shown_form(
    front: Front,
    request: Request,
    form: PasswordForm,
    *,
    problems: Mapping[str, str] | None = None,
    key: str = "",
    words: str = "",
    wait: float = 0,
) -> Response:
    """Answer with the form; `problems` are by field, `key` is of the whole."""
    said = sentence(key) if key else None
    headers = {"Retry-After": str(math.ceil(wait))} if wait else None
    return front.page(
        request,
        "password.html",
        status=said.status if said else 422 if problems else 200,
        headers=headers,
        form=form,
        wrong=_by_field(problems or {}),
        spaced=(problems or {}).get("nouveau") == "password_spaced",
        sentence=said,
        words=words,
        wait=wait,
        incident=None,
    )


def waiting(front: Front, request: Request, key: str, words: str, incident: str | None) -> Response:
    """Answer without the form: the old site cannot be asked now."""
    said = sentence(key)
    return front.page(
        request,
        "password.html",
        status=said.status,
        form=None,
        wrong=_by_field({}),
        sentence=said,
        words=words,
        wait=0,
        spaced=False,
        incident=incident,
    )


def _by_field(problems: Mapping[str, str]) -> dict[str, str]:
    return {name: problems.get(name, "") for name in FIELDS}
