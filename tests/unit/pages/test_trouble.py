"""TRUST 20 on every screen that shows a reading: whatever the trouble, a page with a number."""

from collections.abc import Callable
from typing import Any

import pytest
from httpx import AsyncClient

from adapters.errors import ExtranetError, NotListed, SessionEnded, SignInRefused
from adapters.model import ListName, Step
from gateway.pages.frame.sentences import sentence
from tests.unit.pages import files
from tests.unit.pages.files import LOEIZA, ref
from tests.unit.pages.reading import page, words
from tests.unit.pages.stand_ins import StandInPortal

FILE = f"/eleves/{LOEIZA.ref}"
STEPS = (Step(list=ListName.COURSES, line=ref(2)),)

SCREENS: dict[str, tuple[str, Callable[..., Any]]] = {
    "/eleves": ("choice", lambda **t: files.choice(students=None, children=(), **t)),
    f"{FILE}/identite": ("student", lambda **t: files.identity(None, **t)),
    f"{FILE}/cours": ("courses", lambda **t: files.of_loeiza(None, **t)),
    f"{FILE}/semaine": ("courses", lambda **t: files.of_loeiza(None, **t)),
    f"{FILE}/historique": ("history", lambda **t: files.of_loeiza(None, **t)),
    f"{FILE}/repertoire": ("repertoire", lambda **t: files.of_loeiza(None, **t)),
    f"{FILE}/cours/{ref(2)}": ("record", lambda **t: files.record(STEPS, record=None, **t)),
    "/facturation": ("billing", lambda **t: files.billing(None, **t)),
}


def kinds(kind: type[ExtranetError]) -> list[type[ExtranetError]]:
    return [kind, *(each for child in kind.__subclasses__() for each in kinds(child))]


TOLD = [
    kind.key
    for kind in kinds(ExtranetError)
    if not issubclass(kind, (SessionEnded, NotListed, SignInRefused))
]
"""What a view may be in trouble by; the others are raised."""


@pytest.mark.parametrize("path", SCREENS)
async def test_whatever_the_trouble_the_screen_says_so_with_a_number_and_shows_nothing(
    family: AsyncClient, portal: StandInPortal, path: str
) -> None:
    asked, view = SCREENS[path]
    for key in TOLD:
        portal.answers[asked] = view(read_at=None, trouble=key, incident="ABCD2345")
        answer = await family.get(path)
        said = sentence(key)

        assert answer.status_code == said.status, key
        for words_of_it in (said.title, said.says, said.then, "Numéro d’incident : ABCD2345"):
            assert " ".join(words_of_it.split()) in words(answer), key
        shown = page(answer)
        assert not shown.select("table, form[method=post] [name^=champ], .list-empty, .day"), key
        assert "à jour à" not in words(answer), key
        assert shown.find("a", string="Actualiser"), key


@pytest.mark.parametrize("path", SCREENS)
async def test_what_a_screen_did_not_foresee_ends_on_a_plain_page_too(
    family: AsyncClient, portal: StandInPortal, path: str
) -> None:
    portal.answers[SCREENS[path][0]] = RuntimeError("CANARI")
    answer = await family.get(path)

    assert answer.status_code == 500
    assert "Numéro d’incident" in words(answer)
    assert "CANARI" not in answer.text
