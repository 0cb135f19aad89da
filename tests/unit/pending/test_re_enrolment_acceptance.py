"""Accepting a re-enrolment: whole or not at all, once however often it is pressed (TRUST 21)."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import msgspec
import pytest
import pytest_asyncio

from adapters.model import Field, Kind, Option
from gateway.pending.accepting.re_enrolment_acceptance import ascii_words
from gateway.pending.errors import InvalidFields, NotOpen, TooLate
from gateway.pending.states import State
from gateway.request_views import shown
from tests.unit.pending.enrolling_stage import ACCOUNT, EnrollingStage, enrolling
from tests.unit.pending.old_tab import CHOIR, PAST, PIANO, Fate, OldTab
from tests.unit.portal.stage import SCHOOL

HOME, INSURANCE, PHOTO = "Justificatif de domicile", "Attestation d’assurance", "Photo d’identité"
SIZE = Field(
    key="taille", caption="Taille de l’instrument", value="", kind=Kind.CHOICE, required=True,
    options=(Option("", "Choisissez"), Option("1/2", "Demi"), Option("4/4", "Entier")),
)  # fmt: skip


@pytest_asyncio.fixture
async def stage(tmp_path: Path) -> AsyncIterator[EnrollingStage]:
    async with enrolling(tmp_path) as ready:
        yield ready


async def problems(stage: EnrollingStage, *pieces: object, **changed: object) -> dict[str, str]:
    with pytest.raises(InvalidFields) as refusal:
        await stage.ask(*pieces, **changed)  # type: ignore[arg-type]
    return refusal.value.problems


async def count(stage: EnrollingStage) -> int:
    return len(await stage.requests.of_account(SCHOOL, ACCOUNT))


async def test_row_journal_receipt_and_documents_are_committed_together(
    stage: EnrollingStage,
) -> None:
    asked = await stage.ask(await stage.piece(HOME))
    assert [event.state for event in asked.events] == [State.RECEIVED]
    assert set((await stage.held()).values()) == {asked.row.number}
    await stage.outbox.send_due()
    (letter,) = stage.letterbox.letters
    assert asked.row.number in letter["Subject"]


@pytest.mark.parametrize("after_commit", [False, True])
async def test_killed_while_it_accepts_it_has_kept_all_of_it_or_nothing(
    stage: EnrollingStage, after_commit: bool
) -> None:
    asking = await stage.asking(await stage.piece(HOME))
    stage.store.lives, stage.store.after_commit = stage.store.writes, after_commit
    with pytest.raises(asyncio.CancelledError):
        await stage.requests.accept_re_enrolment(asking)
    await stage.restart()
    await stage.outbox.send_due()
    held = set((await stage.held()).values()) - {None}
    assert (await count(stage), len(held), len(stage.letterbox.letters)) == (
        (1, 1, 1) if after_commit else (0, 0, 0)
    )
    again = await stage.requests.accept_re_enrolment(asking)
    assert set((await stage.held()).values()) == {again.row.number}
    assert await count(stage) == 1


async def test_pressed_twice_it_is_one_request(stage: EnrollingStage) -> None:
    asking = await stage.asking(await stage.piece(HOME))
    first = await stage.requests.accept_re_enrolment(asking)
    second = await stage.requests.accept_re_enrolment(asking)
    assert second.row.number == first.row.number
    await stage.work_out()
    third = await stage.requests.accept_re_enrolment(asking)
    assert third.row.number == first.row.number
    assert (len(stage.tab.enrolled), len(stage.tab.imports)) == (1, 1)


async def test_pressed_again_after_its_end_it_is_still_that_request(stage: EnrollingStage) -> None:
    """Its documents are gone by then."""
    asking = await stage.asking(await stage.piece(HOME))
    first = await stage.requests.accept_re_enrolment(asking)
    await stage.work_out()
    stage.tab.waiting = False
    await stage.look()
    assert await stage.held() == {}
    again = await stage.requests.accept_re_enrolment(asking)
    assert (again.row.number, again.row.state) == (first.row.number, State.VALIDATED)


async def test_pressed_fifty_times_at_once_it_is_one_request(stage: EnrollingStage) -> None:
    asking = await stage.asking(await stage.piece(HOME), await stage.piece(PHOTO))
    presses = (stage.requests.accept_re_enrolment(asking) for _ in range(50))
    numbers = {known.row.number for known in await asyncio.gather(*presses)}
    assert len(numbers) == await count(stage) == 1
    await stage.work_out()
    await stage.outbox.send_due()
    assert (len(stage.tab.enrolled), len(stage.tab.imports)) == (1, 2)
    assert len(stage.letterbox.letters) == 1


async def test_without_the_schools_wording_nothing_can_be_sent(stage: EnrollingStage) -> None:
    school = msgspec.structs.replace(stage.settings.schools[SCHOOL], re_enrolment=None)
    stage.settings.schools[SCHOOL] = school
    with pytest.raises(NotOpen):
        await stage.ask()
    assert await count(stage) == 0


async def test_only_boxes_that_the_tab_offers_can_be_ticked(stage: EnrollingStage) -> None:
    asked = await stage.ask(ticked=("eveil", "piano", "forgée"))
    assert asked.body.re_enrolment is not None
    assert asked.body.re_enrolment.ticked == ("piano",)
    view = shown(asked).re_enrolment
    assert view is not None
    assert (view.goes_on, view.stops) == (("Piano",), ("Formation musicale", "Chœur"))


async def test_something_must_be_ticked_where_there_are_boxes(stage: EnrollingStage) -> None:
    assert await problems(stage, ticked=("eveil",)) == {"": "nothing_ticked"}
    stage.tab.disciplines = (PAST,)
    assert (await stage.ask(ticked=())).row.state == State.RECEIVED


async def test_a_tab_without_a_button_is_closed(stage: EnrollingStage) -> None:
    screen = msgspec.structs.replace(stage.seen(), writable=False)
    assert await problems(stage, screen=screen) == {"": "closed"}


@pytest.mark.parametrize(("note", "problem"), [("x" * 501, "too_long"), ("Ça va 🎻", "unstorable")])
async def test_a_note_that_the_old_site_cannot_take_is_refused_before_anything_is_kept(
    stage: EnrollingStage, note: str, problem: str
) -> None:
    piece = await stage.piece(HOME)
    assert await problems(stage, piece, note=note) == {"note": problem}
    assert await stage.held() == {piece.document: None}


async def test_a_note_that_the_tab_has_no_place_for_is_not_dropped(stage: EnrollingStage) -> None:
    screen = msgspec.structs.replace(stage.seen(), note=None)
    assert await problems(stage, screen=screen) == {"note": "note_not_taken"}
    assert (await stage.ask(screen=screen, note="")).row.state == State.RECEIVED


async def test_a_question_is_answered_by_what_it_offers(stage: EnrollingStage) -> None:
    stage.tab.questions = (SIZE,)
    assert await problems(stage) == {"taille": "required"}
    assert await problems(stage, answers={"taille": "9/9"}) == {"taille": "not_offered"}
    asked = await stage.ask(answers={"taille": "4/4", "forgée": "x"})
    await stage.work_out()
    (taken,) = stage.tab.enrolled
    assert taken.answers == {"taille": "4/4"}
    view = shown(asked).re_enrolment
    assert view is not None
    assert [(each.caption, each.new) for each in view.answers] == [(SIZE.caption, "Entier")]


async def test_a_document_goes_under_a_name_of_the_schools_list_only(
    stage: EnrollingStage,
) -> None:
    piece = msgspec.structs.replace(await stage.piece(HOME), name="99")
    assert await problems(stage, piece) == {"": "document_not_offered"}
    screen = msgspec.structs.replace(stage.seen(), imports=None)
    assert await problems(stage, await stage.piece(HOME), screen=screen) == {
        "": "document_not_offered"
    }


async def test_a_document_that_is_gone_is_said_before_anything_is_kept(
    stage: EnrollingStage,
) -> None:
    gone = msgspec.structs.replace(await stage.piece(HOME), document="0" * 32)
    assert await problems(stage, gone) == {"": "documents_gone"}
    assert await count(stage) == 0


async def test_a_document_of_one_request_is_never_taken_by_another(stage: EnrollingStage) -> None:
    piece = await stage.piece(HOME)
    first = await stage.ask(piece)
    assert await problems(stage, piece, note="Autre chose.") == {"": "documents_gone"}
    assert set((await stage.held()).values()) == {first.row.number}
    assert await count(stage) == 1


@pytest.mark.parametrize("delivered", [False, True])
async def test_what_is_asked_already_is_not_asked_twice(
    stage: EnrollingStage, delivered: bool
) -> None:
    await stage.ask(await stage.piece(HOME))
    if delivered:
        await stage.work_out()
    assert await problems(stage) == {"": "already_asked"}
    assert await count(stage) == 1


async def test_what_differs_adds_to_the_request_before(stage: EnrollingStage) -> None:
    first = await stage.ask(await stage.piece(HOME))
    second = await stage.ask(await stage.piece(PHOTO))
    view = shown(second).re_enrolment
    assert view is not None
    assert view.follows == (first.row.number,)
    await stage.work_out()
    assert [await stage.state(each) for each in (first, second)] == [State.AWAITING_STAFF] * 2
    assert [len(taken.files) for taken in stage.tab.enrolled] == [1, 2]
    stage.tab.waiting = False
    await stage.look()
    assert [await stage.state(each) for each in (first, second)] == [State.VALIDATED] * 2


async def test_what_nobody_knows_of_may_be_asked_anew_but_never_behind_its_back(
    stage: EnrollingStage,
) -> None:
    stage.tab.fates = [Fate.MUMBLED]
    stage.tab.shows_waiting = False
    lost = await stage.ask()
    await stage.work_out()
    assert await stage.state(lost) is State.NEEDS_ATTENTION
    anew = await stage.ask()
    stage.tab.shows_waiting = True
    await stage.work_out()
    assert await stage.state(anew) is State.BLOCKED_CONFLICT
    assert len(stage.tab.enrolled) == 1


async def test_what_was_stopped_ends_where_it_is_asked_anew(stage: EnrollingStage) -> None:
    stopped = await stage.ask(await stage.piece(HOME))
    stage.tab.shape = "another"
    await stage.work_out()
    assert await stage.state(stopped) is State.BLOCKED_CONFLICT
    piece = await stage.piece(HOME)
    with pytest.raises(TooLate):
        await stage.ask(piece)
    anew = await stage.ask(piece, replaces=(stopped.row.number,))
    assert await stage.state(stopped) is State.WITHDRAWN
    assert set((await stage.held()).values()) == {anew.row.number}
    await stage.work_out()
    assert await stage.state(anew) is State.AWAITING_STAFF


def test_a_files_name_is_plain_letters() -> None:
    assert ascii_words("Attestation d’assurance (2026/2027)") == "attestation-d-assurance-2026-2027"
    assert ascii_words("Œuvres – cœur ÉTÉ ../../x") == "oeuvres-coeur-ete-x"
    assert ascii_words("日本") == ""
    assert len(ascii_words("a" * 400)) == 40


async def test_two_disciplines_of_one_name_are_told_apart(tmp_path: Path) -> None:
    other = msgspec.structs.replace(PIANO, key="piano-2", details=(("Professeur", "Mme Roux"),))
    async with enrolling(tmp_path, OldTab(disciplines=(PIANO, other, CHOIR))) as stage:
        view = shown(await stage.ask()).re_enrolment
        assert view is not None
        assert view.goes_on == ("Piano (M. Le Goff)",)
        assert view.stops == ("Piano (Mme Roux)", "Chœur")
