"""From acceptance to the staff's decision, whatever is lost on the way."""

import msgspec
import pytest

from adapters.memory import NextWrite, Showing
from adapters.memory.record import Record
from adapters.model import Sheet, Waiting
from gateway.pending.sending.sheets import SheetErrand
from gateway.pending.states import State
from gateway.pending.subjects import FAMILY
from tests.unit.portal.stage import HELENE, LONGEST_RUN, NEW_PHONE, PHONE, Stage


def effects(stage: Stage) -> list[dict[str, str]]:
    return [dict(effect.changes) for effect in stage.extranet.ledger]


async def test_a_change_goes_the_whole_way_to_the_staffs_validation(stage: Stage) -> None:
    visit = await stage.sign_in()
    asked = await stage.ask(visit)
    assert asked.state is State.RECEIVED
    assert asked.changes[0].old == "06 39 98 12 34"
    await stage.work()
    assert (await stage.now_of(visit, asked)).state is State.AWAITING_STAFF
    view = await stage.portal.family(visit)
    assert view.waiting[PHONE].number == asked.number
    stage.extranet.validate(HELENE)
    (told,) = await stage.portal.requests(visit)
    assert told.state is State.VALIDATED
    assert not told.applied_at_once
    assert [step.state for step in told.history] == [
        State.RECEIVED,
        State.DELIVERING,
        State.AWAITING_STAFF,
        State.VALIDATED,
    ]
    assert effects(stage) == [{PHONE: NEW_PHONE}]


async def test_the_staffs_refusal_is_told(stage: Stage) -> None:
    visit = await stage.sign_in()
    await stage.ask(visit)
    await stage.work()
    stage.extranet.refuse(HELENE)
    (told,) = await stage.portal.requests(visit)
    assert told.state is State.REFUSED


async def test_a_value_of_the_staffs_own_is_told(stage: Stage) -> None:
    visit = await stage.sign_in()
    await stage.ask(visit)
    await stage.work()
    stage.extranet.edit(HELENE, PHONE, "06 39 98 00 99")
    (told,) = await stage.portal.requests(visit)
    assert told.state is State.CHANGED_BY_STAFF


async def test_what_is_already_so_is_not_sent(stage: Stage) -> None:
    visit = await stage.sign_in()
    asked = await stage.ask(visit)
    stage.extranet.edit(HELENE, PHONE, NEW_PHONE)
    await stage.work()
    told = await stage.now_of(visit, asked)
    assert told.state is State.VALIDATED
    assert told.applied_at_once
    assert effects(stage) == []


async def test_what_the_staff_changed_meanwhile_is_shown_and_not_overwritten(
    stage: Stage,
) -> None:
    visit = await stage.sign_in()
    asked = await stage.ask(visit)
    stage.extranet.edit(HELENE, PHONE, "06 39 98 00 99")
    await stage.work()
    told = await stage.now_of(visit, asked)
    assert told.state is State.BLOCKED_CONFLICT
    assert told.conflict == {PHONE: "06 39 98 00 99"}
    assert effects(stage) == []


async def test_a_request_waits_while_the_old_site_is_down_and_goes_when_it_is_back(
    stage: Stage,
) -> None:
    visit = await stage.sign_in()
    view = await stage.portal.family(visit)
    stage.extranet.faults.down = True
    asked = await stage.ask(visit, view=view)
    await stage.work()
    assert (await stage.now_of(visit, asked)).state is State.RECEIVED
    stage.extranet.faults.down = False
    await stage.work()
    assert effects(stage) == []
    stage.clock.turn(seconds=31)
    await stage.work()
    assert (await stage.now_of(visit, asked)).state is State.AWAITING_STAFF
    assert len(effects(stage)) == 1


async def test_a_visit_to_famille_shortens_the_pause(stage: Stage) -> None:
    visit = await stage.sign_in()
    view = await stage.portal.family(visit)
    stage.extranet.faults.down = True
    asked = await stage.ask(visit, view=view)
    await stage.work()
    stage.extranet.faults.down = False
    await stage.portal.family(visit)
    await stage.work()
    assert (await stage.now_of(visit, asked)).state is State.AWAITING_STAFF


async def test_after_a_lost_answer_it_is_read_back_and_not_sent_again(stage: Stage) -> None:
    visit = await stage.sign_in()
    asked = await stage.ask(visit)
    stage.extranet.faults.next_write = NextWrite.LANDS_LATE
    await stage.work()
    stage.extranet.land()
    assert (await stage.now_of(visit, asked)).state is State.UNKNOWN
    reads = stage.extranet.asked["family"]
    stage.clock.turn(seconds=LONGEST_RUN / 2)
    await stage.work()
    assert stage.extranet.asked["family"] == reads, "the old server may still be at it"
    stage.clock.turn(seconds=LONGEST_RUN)
    await stage.work()
    assert (await stage.now_of(visit, asked)).state is State.AWAITING_STAFF
    assert len(effects(stage)) == 1


async def test_what_the_site_shows_at_once_is_not_waited_for(stage: Stage) -> None:
    visit = await stage.sign_in()
    asked = await stage.ask(visit)
    stage.extranet.faults.next_write = NextWrite.ANSWER_LOST
    await stage.work()
    assert (await stage.now_of(visit, asked)).state is State.AWAITING_STAFF
    assert len(effects(stage)) == 1


async def test_a_new_value_without_a_sign_may_be_half_of_what_is_being_written(
    stage: Stage, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    visit = await stage.sign_in()
    asked = await stage.ask(visit)
    site = stage.extranet
    monkeypatch.setattr(site, "apply", lambda _: site.edit(HELENE, PHONE, NEW_PHONE))
    stage.extranet.faults.next_write = NextWrite.ANSWER_LOST
    await stage.work()
    assert (await stage.now_of(visit, asked)).state is State.UNKNOWN
    assert "the worker failed" not in caplog.messages
    stage.clock.turn(seconds=LONGEST_RUN + 1)
    await stage.work()
    assert (await stage.now_of(visit, asked)).state is State.VALIDATED


async def test_a_fault_of_ours_in_that_first_look_cuts_no_wait_short(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    visit = await stage.sign_in()
    asked = await stage.ask(visit)
    stage.extranet.longest_run = 3 * LONGEST_RUN
    stage.extranet.faults.next_write = NextWrite.LANDS_LATE
    with monkeypatch.context() as broken:
        broken.setattr(SheetErrand, "verify", None)
        await stage.work()
    stage.extranet.faults.locks_session = False
    stage.clock.turn(seconds=3 * LONGEST_RUN - 1)
    await stage.work()
    assert (await stage.now_of(visit, asked)).state is State.UNKNOWN
    stage.extranet.land()
    stage.clock.turn(seconds=2)
    await stage.work()
    assert (await stage.now_of(visit, asked)).state is State.AWAITING_STAFF
    assert len(effects(stage)) == 1


async def test_a_request_proved_absent_is_sent_again_once(stage: Stage) -> None:
    visit = await stage.sign_in()
    asked = await stage.ask(visit)
    for _ in range(2):
        stage.extranet.faults.next_write = NextWrite.REQUEST_LOST
        await stage.work()
        assert (await stage.now_of(visit, asked)).state is State.UNKNOWN
        stage.clock.turn(seconds=LONGEST_RUN + 1)
        stage.extranet.faults.next_write = NextWrite.REQUEST_LOST
    await stage.work()
    assert (await stage.now_of(visit, asked)).state is State.NEEDS_ATTENTION
    assert stage.extranet.asked["write"] == 2
    assert effects(stage) == []


async def test_an_effect_that_lands_late_takes_place_once(stage: Stage) -> None:
    visit = await stage.sign_in()
    asked = await stage.ask(visit)
    stage.extranet.faults.next_write = NextWrite.LANDS_LATE
    await stage.work()
    stage.clock.turn(seconds=LONGEST_RUN - 1)
    await stage.work()
    stage.extranet.land()
    stage.clock.turn(seconds=2)
    await stage.work()
    assert (await stage.now_of(visit, asked)).state is State.AWAITING_STAFF
    assert len(effects(stage)) == 1


async def test_where_the_marker_names_no_value_a_lost_answer_is_never_resent_on_a_guess(
    stage: Stage,
) -> None:
    stage.extranet.showing = Showing.CURRENT
    visit = await stage.sign_in()
    asked = await stage.ask(visit)
    stage.extranet.faults.next_write = NextWrite.ANSWER_LOST
    await stage.work()
    stage.clock.turn(seconds=LONGEST_RUN + 1)
    await stage.work()
    assert (await stage.now_of(visit, asked)).state is State.AWAITING_STAFF
    assert len(effects(stage)) == 1


async def test_a_second_change_is_delivered_after_the_first(stage: Stage) -> None:
    visit = await stage.sign_in()
    view = await stage.portal.family(visit)
    stage.extranet.faults.down = True
    first = await stage.ask(visit, view=view)
    second = await stage.ask(visit, {PHONE: "06 39 98 77 88"}, view=view)
    assert second.number != first.number
    stage.extranet.faults.down = False
    stage.clock.turn(minutes=2)
    await stage.work()
    assert effects(stage) == [{PHONE: NEW_PHONE}, {PHONE: "06 39 98 77 88"}]
    stage.extranet.validate(HELENE)
    later, earlier = await stage.portal.requests(visit)
    assert later.state is State.VALIDATED
    assert earlier.state is State.WITHDRAWN, "the later one took its place"


async def test_a_second_change_waits_while_the_first_is_uncertain(stage: Stage) -> None:
    visit = await stage.sign_in()
    view = await stage.portal.family(visit)
    stage.extranet.faults.next_write = NextWrite.LANDS_LATE
    await stage.ask(visit, view=view)
    second = await stage.ask(visit, {"ville": "Pont-Aubry"}, view=view)
    await stage.work()
    stage.extranet.land()
    assert (await stage.now_of(visit, second)).state is State.RECEIVED
    stage.clock.turn(seconds=LONGEST_RUN + 1)
    await stage.work()
    assert effects(stage) == [{PHONE: NEW_PHONE}, {"ville": "Pont-Aubry"}]


async def test_a_form_that_has_changed_stops_the_request(stage: Stage) -> None:
    visit = await stage.sign_in()
    asked = await stage.ask(visit)
    stage.extranet.remove_field("quotient")
    await stage.work()
    told = await stage.now_of(visit, asked)
    assert told.state is State.BLOCKED_CONFLICT
    assert told.conflict == {}


async def test_a_reading_begun_before_a_delivery_decides_nothing_about_it(stage: Stage) -> None:
    visit = await stage.sign_in()
    before = (await stage.portal.family(visit)).sheet
    began_at = stage.clock()
    asked = await stage.ask(visit)
    await stage.work()
    await stage.portal._requests.reconcile(visit.school, visit.account, FAMILY, before, began_at)
    assert (await stage.now_of(visit, asked)).state is State.AWAITING_STAFF


def marking(monkeypatch: pytest.MonkeyPatch, mark: Waiting | None) -> None:
    """Every field that waits is marked with `mark`, and nothing else says so."""
    shown = Record.sheet

    def sheet(self: Record, showing: Showing, charset: str) -> Sheet:
        whole = shown(self, showing, charset)
        sections = tuple(
            msgspec.structs.replace(
                section,
                fields=tuple(
                    msgspec.structs.replace(field, waiting=mark if field.waiting else None)
                    for field in section.fields
                ),
            )
            for section in whole.sections
        )
        return msgspec.structs.replace(whole, sections=sections, waiting=None)

    monkeypatch.setattr(Record, "sheet", sheet)


async def test_what_the_old_site_answered_in_words_is_never_sent_again(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    marking(monkeypatch, None)
    stage.extranet.showing = Showing.CURRENT
    visit = await stage.sign_in()
    asked = await stage.ask(visit)
    await stage.work()
    assert (await stage.now_of(visit, asked)).state is State.NEEDS_ATTENTION
    assert len(effects(stage)) == 1
    stage.extranet.validate(HELENE)
    assert (await stage.now_of(visit, asked)).state is State.VALIDATED


async def test_a_later_request_of_which_nobody_is_sure_is_not_the_staffs_doing(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    marking(monkeypatch, Waiting(words="en attente"))
    stage.extranet.showing = Showing.CURRENT
    visit = await stage.sign_in()
    await stage.ask(visit)
    await stage.work()
    unsure = await stage.ask(visit, {PHONE: "06 39 98 77 88"})
    await stage.work()
    assert (await stage.now_of(visit, unsure)).state is State.NEEDS_ATTENTION
    stage.extranet.validate(HELENE)
    later, earlier = await stage.portal.requests(visit)
    assert later.state is State.VALIDATED
    assert earlier.state is State.WITHDRAWN


async def test_a_session_with_a_former_password_stops_no_request_of_another(stage: Stage) -> None:
    await stage.sign_in()
    stage.extranet.families[HELENE].password = "un autre"
    visit = await stage.sign_in()
    asked = await stage.ask(visit)
    stage.extranet.end_sessions()
    await stage.work()
    await stage.portal.family(visit)
    await stage.work()
    assert (await stage.now_of(visit, asked)).state is State.AWAITING_STAFF


async def test_while_one_field_of_two_waits_the_request_is_not_validated(stage: Stage) -> None:
    visit = await stage.sign_in()
    stage.extranet.faults.next_write = NextWrite.ANSWER_LOST
    asked = await stage.ask(visit, {PHONE: NEW_PHONE, "ville": "Pont-Aubry"})
    await stage.work()
    stage.extranet.edit(HELENE, PHONE, NEW_PHONE)
    stage.clock.turn(seconds=LONGEST_RUN + 1)
    await stage.work()
    assert (await stage.now_of(visit, asked)).state is State.AWAITING_STAFF
