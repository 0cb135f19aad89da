"""What a family reads of the desk's decisions, by mail and on its request's page."""

import logging
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from gateway.holdings.contents import erase_contents
from gateway.holdings.in_french import _request
from gateway.office import Taken
from gateway.pages.shown.progress import standing, steps
from gateway.pending.states import State
from gateway.request_views import shown
from gateway.views import RequestView
from gateway.views.office import Decision, Wanted
from tests.unit.office.stage import ANNE, BRUNO, Desk, at_the_desk
from tests.unit.portal.stage import SCHOOL

REASON = "Le cours demandé est complet."


@pytest_asyncio.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    async with at_the_desk(tmp_path) as ready:
        yield ready


async def view(desk: Desk, number: str = "2026-1") -> RequestView:
    return shown(await desk.stage.portal.engine.find(SCHOOL, "a", number))


async def decided(desk: Desk, state: State, decision: Decision, words: str) -> str:
    """The one letter that it writes."""
    row = await desk.standing("2026-1", state)
    await desk.standing("2026-2", state, account="b", mailed_to=("autre@example.org",))
    await desk.office.decide(ANNE, "2026-1", row.fence, decision, words)
    (letter,) = await desk.letters()
    assert letter.startswith("helene@example.org\n")
    return letter


async def test_a_refusal_in_review_gives_its_reason_and_never_speaks_of_the_extranet_as_asked(
    desk: Desk,
) -> None:
    letter = await decided(desk, State.REVIEW, Decision.REFUSE, REASON)
    assert "Demande 2026-1 : refusée par l’école" in letter
    assert f"L’école vous écrit\u00a0: «\u00a0{REASON}\u00a0»" in letter
    assert "n’a pas été transmise" in letter
    assert "affiche" not in letter
    asked = await view(desk)
    assert [(each.about, each.words) for each in asked.said] == [("refused", REASON)]
    assert "Transmise" not in [step.label for step in steps(asked)]


async def test_a_refusal_in_imuse_gives_its_reason(desk: Desk) -> None:
    letter = await decided(desk, State.AWAITING_STAFF, Decision.REFUSED_THERE, REASON)
    assert "L’école indique qu’elle n’a pas retenu votre demande." in letter
    assert REASON in letter
    assert "ci-dessous" in standing(await view(desk)).then


async def test_what_is_settled_as_validated_is_the_schools_word_and_its_note_the_journals(
    desk: Desk,
) -> None:
    note = "Vu dans iMuse avec Mme Morvan."
    letter = await decided(desk, State.NEEDS_ATTENTION, Decision.VALIDATED_THERE, note)
    assert "L’école indique qu’elle a validé votre demande." in letter
    assert "affiche" not in letter
    asked = await view(desk)
    assert note not in letter + str(asked)
    assert standing(asked).then.startswith("L’école indique")


async def test_what_is_missing_is_asked_and_shown_while_the_request_stays(desk: Desk) -> None:
    words = "Il nous manque un justificatif de domicile."
    letter = await decided(desk, State.AWAITING_STAFF, Decision.ASK, words)
    assert "Demande 2026-1 : l’école attend quelque chose de vous" in letter
    assert words in letter
    asked = await view(desk)
    assert asked.state is State.AWAITING_STAFF
    assert [(each.about, each.words) for each in asked.said] == [("asked", words)]
    held = _request(asked, {})
    assert held["mots_de_l_ecole"][0]["mots"] == words
    assert held["responsable"] == "LEMARCHAND Hélène"


async def test_asked_twice_is_written_twice(desk: Desk) -> None:
    row = await desk.standing("2026-1", State.REVIEW)
    case = await desk.decides(ANNE, "2026-1", row.fence, Decision.ASK, "Une pièce.")
    await desk.office.decide(ANNE, "2026-1", case.fence, Decision.ASK, "Une autre.")
    assert len(await desk.letters()) == 2
    assert [each.words for each in (await view(desk)).said] == ["Une pièce.", "Une autre."]


async def test_nothing_of_a_family_or_of_a_note_is_logged(
    desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    row = await desk.standing("2026-1", State.REVIEW)
    await desk.office.lines(ANNE, Wanted(search="lemarchand"))
    await desk.office.case(ANNE, "2026-1")
    await desk.office.decide(ANNE, "2026-1", row.fence, Decision.REFUSE, REASON)
    with pytest.raises(Taken) as taken:
        await desk.office.decide(BRUNO, "2026-1", row.fence, Decision.APPROVE, "Trop tard.")
    said = caplog.text.casefold() + repr(taken.value)
    for word in ("lemarchand", "helene@", "complet", "trop tard", "le gall"):
        assert word not in said.casefold(), word


async def test_what_the_school_wrote_and_the_familys_name_go_with_the_contents(
    desk: Desk,
) -> None:
    await decided(desk, State.REVIEW, Decision.REFUSE, REASON)
    row, now = await desk.row("2026-1"), desk.stage.clock()
    await desk.stage.store.write(lambda c: erase_contents(c, desk.records, row, now))
    asked = await view(desk)
    assert (asked.said, asked.family) == ((), "")
    assert (await desk.row("2026-1")).said is None
