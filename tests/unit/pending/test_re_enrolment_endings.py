"""A re-enrolment's end: found quietly, and told by mail in words of its own."""

from collections.abc import AsyncIterator
from email.message import EmailMessage
from pathlib import Path

import pytest
import pytest_asyncio

from gateway.pending.states import State
from tests.unit.pending.enrolling_stage import EnrollingStage, enrolling
from tests.unit.pending.old_tab import Fate

PHOTO = "Photo d’identité"


@pytest_asyncio.fixture
async def stage(tmp_path: Path) -> AsyncIterator[EnrollingStage]:
    async with enrolling(tmp_path) as ready:
        yield ready


async def ending(stage: EnrollingStage) -> EmailMessage:
    """The one letter after the receipt, once the family is away."""
    stage.clock.turn(minutes=6)
    await stage.outbox.send_due()
    _, letter = stage.letterbox.letters
    return letter


def text(letter: EmailMessage) -> str:
    body = letter.get_body(("plain",))
    assert body is not None
    content: str = body.get_content()
    return content


async def test_the_staffs_validation_is_found_quietly_and_told(stage: EnrollingStage) -> None:
    asked = await stage.ask()
    await stage.work_out()
    await stage.requests.watching.look_due()
    stage.clock.turn(minutes=15)
    stage.tab.waiting = False
    await stage.requests.watching.look_due()
    assert await stage.state(asked) is State.VALIDATED
    letter = await ending(stage)
    assert letter["Subject"] == f"Demande {asked.row.number} : l’extranet l’indique validée"
    assert "demande de réinscription de l’élève LEMARCHAND Zoé" in text(letter)
    assert "n’indique plus que la réinscription attend une validation" in text(letter)


async def test_a_tab_that_is_gone_is_looked_at_and_tells_nothing(stage: EnrollingStage) -> None:
    asked = await stage.ask()
    await stage.work_out()
    stage.tab.active = False
    await stage.requests.watching.look_due()
    stage.clock.turn(minutes=15)
    reads = stage.tab.reads
    await stage.requests.watching.look_due()
    assert stage.tab.reads == reads + 1
    assert await stage.state(asked) is State.AWAITING_STAFF


async def test_a_document_that_the_old_site_refuses_is_named(stage: EnrollingStage) -> None:
    stage.tab.fates = [Fate.REFUSED]
    asked = await stage.ask(await stage.piece(PHOTO, file_name="zoe.pdf"))
    await stage.work_out()
    assert await stage.state(asked) is State.REFUSED
    said = text(await ending(stage))
    assert "a refusé un document" in said
    assert f"Document refusé\u00a0: {PHOTO}" in said
    assert "Ce fichier ne peut pas être lu." in said


@pytest.mark.parametrize(
    ("fate", "expected"),
    [
        (Fate.MUMBLED, "votre demande de réinscription est arrivée"),
        (Fate.REFUSED, "n’a pas pris votre demande de réinscription"),
    ],
)
async def test_what_valider_came_to_is_said_of_a_re_enrolment(
    stage: EnrollingStage, fate: Fate, expected: str
) -> None:
    stage.tab.shows_waiting = False
    stage.tab.fates = [fate]
    await stage.ask()
    await stage.work_out()
    assert expected in text(await ending(stage))


async def test_a_tab_that_has_closed_says_that_nothing_is_asked(stage: EnrollingStage) -> None:
    asked = await stage.asking()
    await stage.requests.accept_re_enrolment(asked)
    stage.tab.active = False
    await stage.work_out()
    assert "n’était plus ouvert" in text(await ending(stage))
