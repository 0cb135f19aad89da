"""What an old site says of waiting, field by field and of its whole sheet, and what it does not."""

from collections.abc import Callable

import msgspec
import pytest

from adapters.memory import Showing
from adapters.memory.on_file import UPDATED_WORDS
from adapters.memory.record import Record
from adapters.model import Sheet
from gateway.pending.states import State
from gateway.views import RequestView, Visit
from tests.unit.portal.stage import HELENE, NEW_PHONE, PHONE, Stage

BOX = "image"
NOTE = "Les modifications restent en attente de validation par le secrétariat."
Shown = Callable[[Sheet], Sheet]


def effects(stage: Stage) -> list[dict[str, str]]:
    return [dict(effect.changes) for effect in stage.extranet.ledger]


async def ask_the_box(stage: Stage, visit: Visit) -> RequestView:
    """Ask for the box to be as it is not."""
    view = await stage.portal.family(visit)
    assert view.sheet is not None
    box = view.sheet.field(BOX)
    assert box is not None
    return await stage.ask(visit, {BOX: "" if box.value else "1"}, view=view)


def showing(monkeypatch: pytest.MonkeyPatch, change: Shown) -> None:
    """The old site shows its sheets otherwise."""
    usual = Record.sheet
    monkeypatch.setattr(Record, "sheet", lambda *given: change(usual(*given)))


def unmarked(*keys: str) -> Shown:
    """Fields that the site never marks."""

    def change(sheet: Sheet) -> Sheet:
        sections = tuple(
            msgspec.structs.replace(
                section,
                fields=tuple(
                    msgspec.structs.replace(field, waiting=None) if field.key in keys else field
                    for field in section.fields
                ),
            )
            for section in sheet.sections
        )
        return msgspec.structs.replace(sheet, sections=sections)

    return change


def hiding_its_sentence(sheet: Sheet) -> Sheet:
    """Only a note is read, which is always there."""
    return msgspec.structs.replace(sheet, waiting=NOTE)


def beside_its_sentence(sheet: Sheet) -> Sheet:
    """The note is always there, and the sentence beside it while something waits."""
    said = NOTE if sheet.waiting is None else f"{NOTE} {sheet.waiting}"
    return msgspec.structs.replace(sheet, waiting=said)


async def test_a_box_without_a_mark_is_not_validated_while_the_sheet_says_that_it_waits(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    showing(monkeypatch, unmarked(BOX))
    visit = await stage.sign_in()
    await stage.ask(visit)
    await stage.work()
    asked = await ask_the_box(stage, visit)
    await stage.work()
    told = await stage.now_of(visit, asked)
    assert (told.state, told.applied_at_once) == (State.AWAITING_STAFF, False)
    stage.extranet.validate(HELENE)
    assert {view.state for view in await stage.portal.requests(visit)} == {State.VALIDATED}


async def test_of_two_marked_fields_one_is_decided_while_the_sheet_waits_for_the_other(
    stage: Stage,
) -> None:
    visit = await stage.sign_in()
    first = await stage.ask(visit)
    second = await stage.ask(visit, {"ville": "Pont-Aubry"})
    await stage.work()
    stage.extranet.edit(HELENE, PHONE, NEW_PHONE)
    told = {view.number: view.state for view in await stage.portal.requests(visit)}
    assert told == {first.number: State.VALIDATED, second.number: State.AWAITING_STAFF}


@pytest.mark.parametrize("shows", [hiding_its_sentence, beside_its_sentence])
@pytest.mark.parametrize("decision", [State.VALIDATED, State.REFUSED])
async def test_behind_a_note_that_never_goes_away_the_staffs_decision_is_told(
    stage: Stage, monkeypatch: pytest.MonkeyPatch, shows: Shown, decision: State
) -> None:
    showing(monkeypatch, shows)
    visit = await stage.sign_in()
    await stage.ask(visit)
    second = await stage.ask(visit, {"ville": "Pont-Aubry"})
    await stage.work()
    for told in await stage.portal.requests(visit):
        assert told.state is State.AWAITING_STAFF
    if decision is State.VALIDATED:
        stage.extranet.validate(HELENE)
    else:
        stage.extranet.refuse(HELENE)
    assert {told.state for told in await stage.portal.requests(visit)} == {decision}
    await stage.ask(visit, {PHONE: "06 39 98 77 88"})
    await stage.work()
    assert (await stage.now_of(visit, second)).state is decision


async def test_a_note_beside_fields_without_marks_is_told_from_the_sentence_beside_it(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    showing(monkeypatch, lambda sheet: beside_its_sentence(unmarked(BOX)(sheet)))
    visit = await stage.sign_in()
    asked = await ask_the_box(stage, visit)
    await stage.work()
    assert (await stage.now_of(visit, asked)).state is State.AWAITING_STAFF
    stage.extranet.refuse(HELENE)
    assert (await stage.now_of(visit, asked)).state is State.REFUSED


async def test_what_the_marker_names_already_is_not_asked_again(stage: Stage) -> None:
    """The field goes on showing the value in force, and a family asks for the same once more."""
    stage.extranet.showing = Showing.CURRENT
    visit = await stage.sign_in()
    first = await stage.ask(visit)
    await stage.work()
    again = await stage.ask(visit)
    assert again.number != first.number
    await stage.work()
    assert (await stage.now_of(visit, again)).state is State.AWAITING_STAFF
    assert effects(stage) == [{PHONE: NEW_PHONE}]
    stage.extranet.validate(HELENE)
    assert {view.state for view in await stage.portal.requests(visit)} == {State.VALIDATED}


@pytest.mark.parametrize("decision", [State.VALIDATED, State.REFUSED])
async def test_what_the_old_site_answered_is_not_told_of_a_request_that_has_ended(
    stage: Stage, decision: State
) -> None:
    visit = await stage.sign_in()
    asked = await stage.ask(visit)
    await stage.work()
    assert (await stage.now_of(visit, asked)).words == UPDATED_WORDS
    if decision is State.VALIDATED:
        stage.extranet.validate(HELENE)
    else:
        stage.extranet.refuse(HELENE)
    told = await stage.now_of(visit, asked)
    assert (told.state, told.words) == (decision, "")


async def test_the_words_with_which_the_old_site_refused_stay(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = "Le numéro saisi n’est pas valide."
    monkeypatch.setattr(Record, "objection", lambda *_: words)
    visit = await stage.sign_in()
    asked = await stage.ask(visit)
    await stage.work()
    told = await stage.now_of(visit, asked)
    assert (told.state, told.words) == (State.REFUSED, words)
