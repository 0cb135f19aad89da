"""Identité goes the same road as Famille, and no sheet is ever taken for another."""

import asyncio

import pytest

from adapters.errors import FormChanged, NotListed, Unreachable
from adapters.memory import NextWrite
from adapters.model import Field
from gateway.pending.errors import InvalidFields
from gateway.pending.states import State
from gateway.views import StudentView, Visit
from tests.unit.portal.stage import (
    BORN,
    CHIDI,
    HELENE,
    LONGEST_RUN,
    NEW_BIRTHDAY,
    NEW_PHONE,
    PHONE,
    Stage,
)


async def signed_in(stage: Stage) -> tuple[Visit, str, str]:
    visit = await stage.sign_in(HELENE)
    return visit, await stage.student(visit), await stage.student(visit, 1)


def effects(stage: Stage) -> list[tuple[str | None, dict[str, str]]]:
    return [(effect.student, dict(effect.changes)) for effect in stage.extranet.ledger]


def value(view: StudentView, key: str) -> str | None:
    field = view.sheet.field(key) if view.sheet is not None else None
    return None if field is None else field.value


async def test_a_birth_date_makes_the_round_trip(stage: Stage) -> None:
    visit, zoe, _ = await signed_in(stage)
    asked = await stage.ask_student(visit, zoe)
    assert (asked.kind, asked.state) == ("student", State.RECEIVED)
    assert asked.student is not None
    assert (asked.student.ref, asked.student.name) == (zoe, "LEMARCHAND Zoé")
    assert [(change.old, change.new) for change in asked.changes] == [("21/05/2012", NEW_BIRTHDAY)]
    await stage.work()
    assert effects(stage) == [(zoe, {BORN: NEW_BIRTHDAY})]
    view = await stage.portal.student(visit, zoe)
    assert view.sheet is not None
    assert view.sheet.waiting
    assert view.waiting[BORN].number == asked.number
    assert view.waiting[BORN].state is State.AWAITING_STAFF
    stage.extranet.validate(HELENE, zoe)
    assert (await stage.now_of(visit, asked)).state is State.VALIDATED
    after = await stage.portal.student(visit, zoe)
    assert after.waiting == {}
    assert value(after, BORN) == NEW_BIRTHDAY


async def test_the_staffs_refusal_is_learned_when_the_sheet_is_read(stage: Stage) -> None:
    visit, zoe, _ = await signed_in(stage)
    asked = await stage.ask_student(visit, zoe)
    await stage.work()
    stage.extranet.refuse(HELENE, zoe)
    await stage.portal.student(visit, zoe)
    stage.extranet.faults.down = True
    assert (await stage.now_of(visit, asked)).state is State.REFUSED


async def test_a_field_of_one_sheet_is_never_taken_for_one_of_another(stage: Stage) -> None:
    """Every sheet here has a field of that key: only its own sheet says what became of it."""
    visit, zoe, loeiza = await signed_in(stage)
    asked = await stage.ask_student(visit, zoe, {PHONE: NEW_PHONE})
    await stage.work()
    assert (await stage.portal.family(visit)).waiting == {}
    assert (await stage.portal.student(visit, loeiza)).waiting == {}
    stage.extranet.edit(HELENE, PHONE, NEW_PHONE)
    stage.extranet.edit(HELENE, PHONE, "06 39 98 00 99", loeiza)
    await stage.portal.family(visit)
    await stage.portal.student(visit, loeiza)
    stage.extranet.faults.down = True
    assert (await stage.now_of(visit, asked)).state is State.AWAITING_STAFF


async def test_a_familys_request_learns_nothing_from_a_students_sheet(stage: Stage) -> None:
    visit, zoe, _ = await signed_in(stage)
    asked = await stage.ask(visit)
    await stage.work()
    stage.extranet.edit(HELENE, PHONE, NEW_PHONE, zoe)
    assert (await stage.portal.student(visit, zoe)).waiting == {}
    stage.extranet.faults.down = True
    assert (await stage.now_of(visit, asked)).state is State.AWAITING_STAFF


async def test_one_change_of_each_sheet_waits_beside_the_others(stage: Stage) -> None:
    """What waits on one sheet makes nothing « already waiting » on another."""
    visit, zoe, loeiza = await signed_in(stage)
    first = await stage.ask(visit)
    second = await stage.ask_student(visit, zoe, {PHONE: "06 39 98 77 88"})
    third = await stage.ask_student(visit, loeiza, {PHONE: "06 39 98 77 99"})
    await stage.work()
    assert effects(stage) == [
        (None, {PHONE: NEW_PHONE}),
        (zoe, {PHONE: "06 39 98 77 88"}),
        (loeiza, {PHONE: "06 39 98 77 99"}),
    ]
    stage.extranet.validate(HELENE)
    stage.extranet.refuse(HELENE, zoe)
    told = {view.number: view.state for view in await stage.portal.requests(visit)}
    assert told == {
        first.number: State.VALIDATED,
        second.number: State.REFUSED,
        third.number: State.AWAITING_STAFF,
    }


async def test_what_was_asked_of_one_sheet_is_no_history_of_anothers_fields(stage: Stage) -> None:
    visit, zoe, _ = await signed_in(stage)
    await stage.ask(visit)
    asked = await stage.ask_student(visit, zoe, {PHONE: "06 39 98 77 88"})
    body = (await stage.portal._requests.find(visit.school, visit.account, asked.number)).body
    assert not body.waited
    assert (body.wanted[0].change.also_seen, body.wanted[0].formerly) == ((), ("06 39 98 12 40",))


async def test_a_second_change_of_a_sheet_follows_the_first(stage: Stage) -> None:
    visit, zoe, _ = await signed_in(stage)
    view = await stage.portal.student(visit, zoe)
    stage.extranet.faults.down = True
    first = await stage.ask_student(visit, zoe, view=view)
    second = await stage.ask_student(visit, zoe, {BORN: "13/05/2012"}, view=view)
    stage.extranet.faults.down = False
    stage.clock.turn(minutes=2)
    await stage.work()
    assert effects(stage) == [(zoe, {BORN: NEW_BIRTHDAY}), (zoe, {BORN: "13/05/2012"})]
    stage.extranet.validate(HELENE, zoe)
    later, earlier = await stage.portal.requests(visit)
    assert (later.number, later.state) == (second.number, State.VALIDATED)
    assert (earlier.number, earlier.state) == (first.number, State.WITHDRAWN)


async def test_one_familys_requests_go_in_order_whichever_sheet_they_are_about(
    stage: Stage,
) -> None:
    visit, zoe, _ = await signed_in(stage)
    stage.extranet.faults.next_write = NextWrite.LANDS_LATE
    await stage.ask_student(visit, zoe)
    second = await stage.ask(visit)
    await stage.work()
    stage.extranet.land()
    assert (await stage.now_of(visit, second)).state is State.RECEIVED
    stage.clock.turn(seconds=LONGEST_RUN + 1)
    await stage.work()
    assert effects(stage) == [(zoe, {BORN: NEW_BIRTHDAY}), (None, {PHONE: NEW_PHONE})]


async def test_after_a_lost_answer_that_students_sheet_is_read_back(stage: Stage) -> None:
    visit, zoe, _ = await signed_in(stage)
    asked = await stage.ask_student(visit, zoe)
    stage.extranet.faults.next_write = NextWrite.ANSWER_LOST
    await stage.work()
    families = stage.extranet.asked["family"]
    stage.clock.turn(seconds=LONGEST_RUN + 1)
    await stage.work()
    assert stage.extranet.asked["family"] == families
    stage.extranet.faults.down = True
    assert (await stage.now_of(visit, asked)).state is State.AWAITING_STAFF
    assert len(effects(stage)) == 1


async def test_a_request_proved_absent_there_is_sent_again_once(stage: Stage) -> None:
    visit, zoe, _ = await signed_in(stage)
    asked = await stage.ask_student(visit, zoe)
    stage.extranet.faults.next_write = NextWrite.REQUEST_LOST
    await stage.work()
    stage.clock.turn(seconds=LONGEST_RUN + 1)
    await stage.work()
    assert effects(stage) == [(zoe, {BORN: NEW_BIRTHDAY})]
    assert (await stage.now_of(visit, asked)).state is State.AWAITING_STAFF


async def test_a_student_who_is_no_longer_there_stops_their_requests_and_holds_up_nobody(
    stage: Stage,
) -> None:
    visit, zoe, _ = await signed_in(stage)
    sent = await stage.ask_student(visit, zoe)
    stage.extranet.faults.next_write = NextWrite.LANDS_LATE
    await stage.work()
    stage.extranet.land()
    unsent = await stage.ask_student(visit, zoe, {"ecole": "Lycée des Ormes"})
    family = await stage.ask(visit)
    del stage.extranet.families[HELENE].students[0]
    stage.clock.turn(seconds=LONGEST_RUN + 1)
    await stage.work()
    assert (await stage.now_of(visit, sent)).state is State.NEEDS_ATTENTION
    assert (await stage.now_of(visit, unsent)).state is State.BLOCKED_CONFLICT
    assert (await stage.now_of(visit, family)).state is State.AWAITING_STAFF
    with pytest.raises(NotListed):
        await stage.portal.student(visit, zoe)


async def test_a_double_press_is_one_request_and_one_press_on_two_sheets_is_two(
    stage: Stage,
) -> None:
    visit, zoe, loeiza = await signed_in(stage)
    hers, other = await stage.portal.student(visit, zoe), await stage.portal.student(visit, loeiza)
    typed = {BORN: NEW_BIRTHDAY}
    first = await stage.portal.ask_student(visit, zoe, hers.seen, hers.press, typed, False)
    again = await stage.portal.ask_student(visit, zoe, hers.seen, hers.press, typed, False)
    sibling = await stage.portal.ask_student(visit, loeiza, other.seen, hers.press, typed, False)
    assert first.number == again.number != sibling.number
    await stage.work()
    assert effects(stage) == [(zoe, typed), (loeiza, typed)]


async def test_a_form_of_one_sheet_is_not_taken_for_another(stage: Stage) -> None:
    visit, zoe, loeiza = await signed_in(stage)
    hers, family = await stage.portal.student(visit, zoe), await stage.portal.family(visit)
    for student, seen in ((loeiza, hers.seen), (zoe, family.seen), (zoe, "")):
        with pytest.raises(FormChanged):
            await stage.portal.ask_student(visit, student, seen, hers.press, {PHONE: "1"}, False)
    with pytest.raises(FormChanged):
        await stage.portal.ask_family(visit, hers.seen, family.press, {PHONE: NEW_PHONE}, False)
    assert await stage.portal.requests(visit) == ()


async def test_what_must_be_corrected_keeps_nothing(stage: Stage) -> None:
    visit, zoe, _ = await signed_in(stage)
    with pytest.raises(InvalidFields) as refusal:
        await stage.ask_student(visit, zoe, {BORN: "31/02/2012"})
    assert refusal.value.problems == {BORN: "invalid"}
    with pytest.raises(InvalidFields):
        await stage.ask_student(visit, zoe, {"numero": "1"})
    assert await stage.portal.requests(visit) == ()


async def test_it_is_accepted_while_the_old_site_is_down_and_delivered_after_a_kill(
    stage: Stage,
) -> None:
    visit, zoe, _ = await signed_in(stage)
    view = await stage.portal.student(visit, zoe)
    await stage.settle()
    stage.extranet.faults.down = True
    asked = await stage.ask_student(visit, zoe, keep=True, view=view)
    assert asked.mailed_to == ("h•••@example.org",)
    await stage.restart()
    stage.extranet.faults.down = False
    await stage.work()
    assert effects(stage) == [(zoe, {BORN: NEW_BIRTHDAY})]


async def test_a_sheet_that_cannot_be_read_says_why_and_leaves_the_rest_within_reach(
    stage: Stage,
) -> None:
    visit, zoe, _ = await signed_in(stage)
    stage.extranet.faults.failing["student"] = Unreachable()
    view = await stage.portal.student(visit, zoe)
    assert (view.sheet, view.seen, view.trouble) == (None, "", "unreachable")
    assert view.incident
    assert view.chosen is not None
    assert len(view.students or ()) == 3


async def test_a_sheet_that_can_be_changed_is_never_one_of_before(stage: Stage) -> None:
    visit, zoe, _ = await signed_in(stage)
    await stage.portal.student(visit, zoe)
    stage.extranet.edit(HELENE, "ecole", "Lycée des Ormes", zoe)
    assert value(await stage.portal.student(visit, zoe), "ecole") == "Lycée des Ormes"


async def test_a_form_that_has_changed_stops_the_request(stage: Stage) -> None:
    visit, zoe, _ = await signed_in(stage)
    asked = await stage.ask_student(visit, zoe)
    stage.extranet.add_field(Field(key="taille", caption="Taille", value=""), of_students=True)
    await stage.work()
    assert (await stage.now_of(visit, asked)).state is State.BLOCKED_CONFLICT
    assert effects(stage) == []


async def test_another_familys_request_about_a_student_is_not_seen(stage: Stage) -> None:
    visit, zoe, _ = await signed_in(stage)
    await stage.ask_student(visit, zoe)
    chidi = await stage.sign_in(CHIDI)
    with pytest.raises(NotListed):
        await stage.portal.student(chidi, zoe)
    nnenna = await stage.student(chidi)
    assert (await stage.portal.student(chidi, nnenna)).waiting == {}
    assert await stage.portal.requests(chidi) == ()


async def test_a_look_at_the_requests_reads_the_sheets_concerned_and_few(stage: Stage) -> None:
    visit = await stage.sign_in("F-4120")
    refs = [each.ref for each in (await stage.portal.students(visit)).students or ()]
    for ref in refs[:5]:
        await stage.ask_student(visit, ref, {"ecole": "Collège des Ormes"})
    await stage.work()
    await stage.settle()
    for ref in refs[:5]:
        stage.extranet.validate("F-4120", ref)
    before = stage.extranet.asked.copy()
    told = [view.state for view in await stage.portal.requests(visit)]
    assert stage.extranet.asked["student"] - before["student"] == 3
    assert stage.extranet.asked["family"] == before["family"]
    assert told.count(State.VALIDATED) == 3
    assert [view.state for view in await stage.portal.requests(visit)] == [State.VALIDATED] * 5


async def test_looks_at_a_slow_site_do_not_pile_up(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    visit, zoe, _ = await signed_in(stage)
    await stage.ask_student(visit, zoe)
    await stage.work()
    await stage.settle()
    monkeypatch.setattr(stage.portal._cache, "_patience", 0.01)
    read = stage.extranet.asked["student"]
    gate = stage.extranet.faults.slow("student")
    for _ in range(4):
        assert len(await stage.portal.requests(visit)) == 1
    await asyncio.sleep(0)
    assert stage.extranet.asked["student"] == read + 1
    gate.open()
    await stage.settle()
