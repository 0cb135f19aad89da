"""The addresses of a student's screens, and what may stand in one. References are opaque."""

import re
from enum import StrEnum

from starlette.exceptions import HTTPException
from starlette.requests import Request

from adapters.model import ListName, Step

REF = r"[a-z0-9]{16}"
"""A student's reference, or a line's."""

LIST = r"[A-Za-z0-9_-]{1,40}"
"""A list's word in an address."""

STUDENTS = "/eleves"
BILLING = "/facturation"

_DEEPEST = 4
"""Lines that an address opens one in the other, at most."""

_WORDS: dict[str, str] = {
    ListName.COURSES: "cours",
    ListName.HISTORY: "historique",
    ListName.REPERTOIRE: "repertoire",
    ListName.INVOICES: "factures",
    ListName.PAYMENTS: "reglements",
}
"""A list's key → its French word in an address, where it is another one."""

_KEYS = {word: key for key, word in _WORDS.items()}


class Tab(StrEnum):
    """The tabs of a student's file (guide, Menu Élèves), by their words in an address."""

    IDENTITY = "identite"
    COURSES = "cours"
    HISTORY = "historique"
    REPERTOIRE = "repertoire"
    RE_ENROLMENT = "reinscription"


WEEK = "semaine"


def of_student(ref: str, tab: str) -> str:
    """A tab of a student's file, or the week."""
    return f"{STUDENTS}/{ref}/{tab}"


def of_steps(ref: str, steps: tuple[Step, ...]) -> str | None:
    """The sheet behind lines of a student's lists; None where it has no address."""
    first, *inner = steps
    whole = [of_student(ref, word_of(first.list)), first.line]
    for step in inner:
        whole += [word_of(step.list), step.line]
    parts = whole[1:]
    shaped = all(re.fullmatch(REF, line) for line in parts[::2]) and all(
        re.fullmatch(LIST, word) for word in parts[1::2]
    )
    return "/".join(whole) if shaped and len(steps) <= _DEEPEST else None


def of_duplicate(step: Step) -> str | None:
    """An invoice's duplicate; None where it has no address."""
    word = word_of(step.list)
    if not re.fullmatch(LIST, word) or not re.fullmatch(REF, step.line):
        return None
    return f"{BILLING}/{word}/{step.line}/duplicata"


def word_of(key: str) -> str:
    """A list's word in an address."""
    return _WORDS.get(key, key)


def ref(request: Request, name: str) -> str:
    """The reference of that name in the address.

    Raises:
        HTTPException: 404, it is none.
    """
    return _checked(REF, request.path_params[name])


def steps(request: Request) -> tuple[Step, ...]:
    """The lines that the address opens, of the tab's list and then of lists on their sheets.

    Raises:
        HTTPException: 404, it names none.
    """
    tab, lines = request.path_params["onglet"], request.path_params["lignes"]
    parts = [tab, *lines.split("/")]
    if tab not in _KEYS or len(parts) % 2 or len(parts) > 2 * _DEEPEST:
        raise HTTPException(404)
    return tuple(_step(word, line) for word, line in zip(parts[::2], parts[1::2], strict=True))


def duplicate(request: Request) -> Step:
    """The invoice that the address names.

    Raises:
        HTTPException: 404, it names none.
    """
    return _step(request.path_params["liste"], request.path_params["ligne"])


def _step(word: str, line: str) -> Step:
    return Step(list=_key(_checked(LIST, word)), line=_checked(REF, line))


def _key(word: str) -> str:
    return _KEYS.get(word, word)


def _checked(pattern: str, text: str) -> str:
    if not re.fullmatch(pattern, text):
        raise HTTPException(404)
    return text
