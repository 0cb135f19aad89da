"""A conflict, chosen field by field: a new request on the sheet as it is now, or an end."""

import asyncio
from collections.abc import Mapping

import pytest

from adapters.errors import FormChanged
from gateway.pending.errors import InvalidFields, NotFound, TooLate
from gateway.pending.states import State
from gateway.views import RequestView, ReviewView, Visit
from gateway.views.reviews import ASK, CHOICE, KEEP
from tests.unit.portal.stage import BORN, CHIDI, HELENE, NEW_PHONE, PHONE, Stage
from tests.unit.portal.test_references import KEY, comment

CITY, NEW_CITY = "ville", "Pont-Aubry"
SCHOOLS_PHONE = "06 39 98 00 99"


async def stopped(stage: Stage, visit: Visit) -> RequestView:
    """A request for two fields, one of which the school has changed meanwhile."""
    asked = await stage.ask(visit, {PHONE: NEW_PHONE, CITY: NEW_CITY})
    stage.extranet.edit(HELENE, PHONE, SCHOOLS_PHONE)
    await stage.work()
    return asked


def chosen(phone: str, city: str, **typed: str) -> dict[str, str]:
    choices = {CHOICE + PHONE: phone, CHOICE + CITY: city}
    return choices | {PHONE: NEW_PHONE, CITY: NEW_CITY} | typed


async def answer(
    stage: Stage, visit: Visit, view: ReviewView, typed: Mapping[str, str], *, keep: bool = False
) -> RequestView:
    return await stage.portal.answer_review(
        visit, view.asked.number, view.seen, view.press, typed, keep
    )


async def test_it_shows_what_was_seen_asked_and_is_now_there(stage: Stage) -> None:
    visit = await stage.sign_in()
    asked = await stopped(stage, visit)
    view = await stage.portal.reviews.show(visit, asked.number)
    assert view.sheet is not None
    assert [field.key for field in view.sheet.fields()] == [
        CHOICE + CITY, CITY, CHOICE + PHONE, PHONE,
    ]  # fmt: skip
    now = view.sheet.field(PHONE)
    assert now is not None
    assert now.value == SCHOOLS_PHONE
    assert dict(view.begun) == {PHONE: NEW_PHONE, CITY: NEW_CITY}
    assert {change.key: change.old for change in view.asked.changes}[PHONE] == "06 39 98 12 34"


async def test_what_is_asked_all_the_same_arrives_and_what_is_kept_stays(stage: Stage) -> None:
    visit = await stage.sign_in()
    former = await stopped(stage, visit)
    view = await stage.portal.reviews.show(visit, former.number)
    new = await answer(stage, visit, view, chosen(KEEP, ASK))
    assert new.number != former.number
    assert [(change.key, change.new) for change in new.changes] == [(CITY, NEW_CITY)]
    await stage.work()
    assert (await stage.now_of(visit, new)).state is State.AWAITING_STAFF
    assert [dict(effect.changes) for effect in stage.extranet.ledger] == [{CITY: NEW_CITY}]


async def test_the_new_one_is_bound_to_what_was_read_just_now(stage: Stage) -> None:
    visit = await stage.sign_in()
    former = await stopped(stage, visit)
    view = await stage.portal.reviews.show(visit, former.number)
    new = await answer(stage, visit, view, chosen(ASK, KEEP, **{PHONE: "06 39 98 77 77"}))
    assert [(change.old, change.new) for change in new.changes] == [
        (SCHOOLS_PHONE, "06 39 98 77 77")
    ]
    stage.extranet.edit(HELENE, PHONE, "06 39 98 00 11")
    await stage.work()
    told = await stage.now_of(visit, new)
    assert told.state is State.BLOCKED_CONFLICT
    assert stage.extranet.ledger == []


async def test_each_names_the_other(stage: Stage) -> None:
    visit = await stage.sign_in()
    former = await stopped(stage, visit)
    view = await stage.portal.reviews.show(visit, former.number)
    new = await answer(stage, visit, view, chosen(ASK, ASK))
    assert new.replaces == (former.number,)
    ended = await stage.now_of(visit, former)
    assert (ended.state, ended.replaced_by) == (State.WITHDRAWN, new.number)
    assert ended.conflict == {}
    # The receipt of the new one has gone out beside the former's.
    await stage.portal.outbox.send_due()
    assert any(new.number in str(letter) for letter in stage.letterbox.letters)


async def test_where_nothing_is_left_to_ask_it_only_ends(stage: Stage) -> None:
    visit = await stage.sign_in()
    former = await stopped(stage, visit)
    view = await stage.portal.reviews.show(visit, former.number)
    told = await answer(stage, visit, view, chosen(KEEP, KEEP))
    assert (told.number, told.state, told.replaced_by) == (former.number, State.WITHDRAWN, "")
    again = await answer(stage, visit, view, chosen(KEEP, KEEP))
    assert again.number == former.number
    assert len(await stage.portal.requests(visit)) == 1


async def test_pressed_twice_it_is_one_new_request(stage: Stage) -> None:
    visit = await stage.sign_in()
    former = await stopped(stage, visit)
    view = await stage.portal.reviews.show(visit, former.number)
    presses = (answer(stage, visit, view, chosen(ASK, ASK)) for _ in range(5))
    numbers = {each.number for each in await asyncio.gather(*presses)}
    assert len(numbers) == 1
    assert len(await stage.portal.requests(visit)) == 2


async def test_what_is_not_chosen_or_not_well_formed_changes_nothing(stage: Stage) -> None:
    visit = await stage.sign_in()
    former = await stopped(stage, visit)
    view = await stage.portal.reviews.show(visit, former.number)
    with pytest.raises(InvalidFields) as unchosen:
        await answer(stage, visit, view, {PHONE: NEW_PHONE, CHOICE + CITY: "autre"})
    assert unchosen.value.problems == {
        CHOICE + PHONE: "not_chosen",
        CHOICE + CITY: "not_chosen",
    }
    with pytest.raises(InvalidFields) as amiss:
        await answer(stage, visit, view, chosen(ASK, KEEP, **{PHONE: "x"}))
    assert amiss.value.problems == {PHONE: "invalid"}
    assert amiss.value.sheet == view.sheet
    assert (await stage.now_of(visit, former)).state is State.BLOCKED_CONFLICT
    assert len(await stage.portal.requests(visit)) == 1


async def test_fields_that_were_not_asked_for_are_not_passed_on(stage: Stage) -> None:
    visit = await stage.sign_in()
    former = await stopped(stage, visit)
    view = await stage.portal.reviews.show(visit, former.number)
    forged = chosen(ASK, KEEP) | {"courriel": "x@y.example", CHOICE + "courriel": ASK}
    new = await answer(stage, visit, view, forged)
    assert [change.key for change in new.changes] == [PHONE]


async def test_only_what_is_in_conflict_is_reviewed(stage: Stage) -> None:
    visit = await stage.sign_in()
    former = await stopped(stage, visit)
    view = await stage.portal.reviews.show(visit, former.number)
    await stage.portal.withdraw(visit, former.number)
    with pytest.raises(TooLate):
        await stage.portal.reviews.show(visit, former.number)
    with pytest.raises(TooLate):
        await answer(stage, visit, view, chosen(ASK, ASK))
    assert len(await stage.portal.requests(visit)) == 1


async def test_another_family_finds_nothing_and_its_form_is_not_taken(stage: Stage) -> None:
    visit = await stage.sign_in()
    former = await stopped(stage, visit)
    view = await stage.portal.reviews.show(visit, former.number)
    stranger = await stage.sign_in(CHIDI)
    with pytest.raises(NotFound):
        await stage.portal.reviews.show(stranger, former.number)
    with pytest.raises(NotFound):
        await answer(stage, stranger, view, chosen(ASK, ASK))
    with pytest.raises(NotFound):
        await stage.portal.reviews.take_up(stranger, former.number)
    other = await stage.sign_in()
    with pytest.raises(FormChanged):
        await answer(stage, other, view, chosen(ASK, ASK))


async def test_while_the_old_site_is_silent_the_request_is_kept_as_it_is(stage: Stage) -> None:
    visit = await stage.sign_in()
    former = await stopped(stage, visit)
    stage.extranet.faults.down = True
    view = await stage.portal.reviews.show(visit, former.number)
    assert (view.sheet, view.trouble) == (None, "unreachable")
    assert (await stage.now_of(visit, former)).state is State.BLOCKED_CONFLICT


async def test_only_what_is_new_to_the_family_is_a_question(stage: Stage) -> None:
    visit = await stage.sign_in()
    former = await stopped(stage, visit)
    assert await begun(stage, visit, former) == {CHOICE + CITY: ASK, CHOICE + PHONE: ""}
    stage.extranet.edit(HELENE, CITY, NEW_CITY)
    assert await begun(stage, visit, former) == {CHOICE + CITY: KEEP, CHOICE + PHONE: ""}


async def begun(stage: Stage, visit: Visit, former: RequestView) -> dict[str, str]:
    view = await stage.portal.reviews.show(visit, former.number)
    assert view.sheet is not None
    return {field.key: field.value for field in view.sheet.fields() if CHOICE in field.key}


async def test_a_students_sheet_is_reviewed_alike(stage: Stage) -> None:
    visit = await stage.sign_in()
    student = await stage.student(visit)
    former = await stage.ask_student(visit, student)
    stage.extranet.edit(HELENE, BORN, "01/01/2012", student)
    await stage.work()
    view = await stage.portal.reviews.show(visit, former.number)
    new = await answer(stage, visit, view, {CHOICE + BORN: ASK, BORN: "13/05/2012"})
    assert new.student is not None
    assert new.student.ref == student
    await stage.work()
    assert (await stage.now_of(visit, new)).state is State.AWAITING_STAFF


async def test_a_text_begins_without_the_former_requests_number(stage: Stage) -> None:
    comment(stage)
    visit = await stage.sign_in()
    former = await stage.ask(visit, {KEY: "Nous déménageons."})
    stage.extranet.edit(HELENE, KEY, "Vu avec la famille.")
    await stage.work()
    view = await stage.portal.reviews.show(visit, former.number)
    assert view.begun[KEY] == "Nous déménageons."
    new = await answer(stage, visit, view, {CHOICE + KEY: ASK, KEY: view.begun[KEY]})
    assert new.changes[0].new == f"Nous déménageons. (réf. {new.number})"
