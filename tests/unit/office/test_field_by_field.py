"""A conflict decided field by field: what is chosen is sent, what is kept is never asked again."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from gateway.office import NotAllowed, NoteMissing, NotPossible, Taken, Unchosen
from gateway.pending.errors import TooLate
from gateway.pending.restored import Restored
from gateway.pending.states import State
from gateway.views import RequestView, Visit
from gateway.views.office import Case, Clerk, Decision
from gateway.views.reviews import ASK, CHOICE
from tests.unit.office.stage import ANNE, BRUNO, READER, Desk, at_the_desk
from tests.unit.office.test_conflicts import (
    AWAY,
    CITY,
    NEW_CITY,
    OTHER,
    REASON,
    SCHOOLS,
    effects,
    stopped,
    work_on,
)
from tests.unit.portal.stage import HELENE, NEW_PHONE, PHONE
from tests.unit.portal.test_my_data import taken_away, told

SEND, KEEP = Decision.SEND_ANYWAY, Decision.KEEP
CITY_ALONE = {CITY: SEND, PHONE: KEEP}
OTHER_CITY = "Kerlouan"


@pytest_asyncio.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    async with at_the_desk(tmp_path) as ready:
        yield ready


async def choose(
    desk: Desk,
    asked: RequestView,
    fence: int,
    choices: dict[str, Decision],
    words: str = REASON,
    clerk: Clerk = ANNE,
) -> Case:
    by_field = Decision.FIELD_BY_FIELD
    await desk.office.decide(clerk, asked.number, fence, by_field, words, choices)
    return await desk.case(clerk, asked.number)


async def test_what_is_chosen_is_sent_alone_and_the_rest_is_kept_and_told(desk: Desk) -> None:
    visit, asked, fence = await stopped(desk)
    case = await choose(desk, asked, fence, CITY_ALONE)
    assert (case.request.state, case.request.kept) == (State.RECEIVED, {PHONE: SCHOOLS})
    desk.stage.clock.turn(minutes=AWAY)
    (letter,) = await desk.letters()
    for said in ("une partie", "L’école a gardé\u00a0: " + SCHOOLS, NEW_PHONE, REASON):
        assert said in letter
    await work_on(desk)

    assert effects(desk) == [{CITY: NEW_CITY}]
    now = await desk.stage.now_of(visit, asked)
    assert (now.state, now.kept) == (State.AWAITING_STAFF, {PHONE: SCHOOLS})
    assert [(each.about, each.words) for each in now.said] == [("sent_in_part", REASON)]
    desk.stage.extranet.validate(HELENE)
    await desk.stage.portal.family(visit)
    assert (await desk.row(asked.number)).state == State.VALIDATED
    desk.stage.clock.turn(minutes=AWAY)
    (letter,) = await desk.letters()
    assert "L’école a gardé\u00a0: " + SCHOOLS in letter


async def test_the_journal_says_which_fields_were_sent_and_its_note_is_sealed(desk: Desk) -> None:
    _, asked, fence = await stopped(desk)
    case = await choose(desk, asked, fence, CITY_ALONE)
    act = case.acts[-1]
    assert (act.who, act.what) == (ANNE.name, Decision.FIELD_BY_FIELD)
    assert act.note == f"{REASON}\nEnvoyé\u00a0: Ville. Gardé\u00a0: Téléphone portable."
    (row,) = [each for each in await desk.acts(asked.number) if each.what == act.what]
    assert row.note is not None
    assert b"Ville" not in row.note


async def test_the_receipt_stays_what_was_accepted_and_the_familys_data_say_what_was_kept(
    desk: Desk,
) -> None:
    visit, asked, fence = await stopped(desk)
    before = await held(desk, visit)
    await choose(desk, asked, fence, CITY_ALONE)
    await work_on(desk)
    after = await held(desk, visit)
    assert after["receipt"] == before["receipt"]
    now = await desk.stage.now_of(visit, asked)
    assert [(each.caption, each.old, each.new) for each in now.changes] == [
        (each.caption, each.old, each.new) for each in asked.changes
    ]
    kept = {each["intitule"]: each["garde_par_l_ecole"] for each in after["changes"]}
    assert kept == {"Ville": None, "Téléphone portable": SCHOOLS}
    assert after["said"] == [
        ("demande envoyée en partie malgré le conflit, le reste gardé par l’école", REASON)
    ]
    assert after["note"] == f"{REASON}\nEnvoyé\u00a0: Ville. Gardé\u00a0: Téléphone portable."


async def held(desk: Desk, visit: Visit) -> dict[str, Any]:
    """What the family takes away of its one request."""
    archive = await taken_away(desk.stage, visit)
    all_of_it = told(archive)
    (asked,) = all_of_it["demandes"]
    return {
        "receipt": archive.read(asked["accuse_de_reception"]),
        "changes": asked["changements"],
        "said": [(each["sur"], each["mots"]) for each in asked["mots_de_l_ecole"]],
        "note": next((each["note"] for each in all_of_it["vu_et_fait_par_l_ecole"]), None),
    }


async def test_another_change_before_it_leaves_is_another_conflict_and_nothing_is_written(
    desk: Desk,
) -> None:
    visit, asked, fence = await stopped(desk)
    await choose(desk, asked, fence, CITY_ALONE)
    desk.stage.extranet.edit(HELENE, CITY, OTHER_CITY)
    desk.stage.extranet.edit(HELENE, PHONE, OTHER)
    await work_on(desk)

    assert effects(desk) == []
    now = await desk.stage.now_of(visit, asked)
    assert (now.state, now.conflict) == (State.BLOCKED_CONFLICT, {CITY: OTHER_CITY})
    assert now.kept == {PHONE: SCHOOLS}
    case = await desk.office.case(ANNE, asked.number)
    # Of one field that is left the whole request says the same.
    assert case.may == (SEND, KEEP, Decision.ASK)
    await desk.office.decide(ANNE, asked.number, case.fence, SEND)
    await work_on(desk)
    assert effects(desk) == [{CITY: NEW_CITY}]


async def test_what_is_sent_is_compared_with_what_the_conflict_has_shown(desk: Desk) -> None:
    _, asked, fence = await stopped(desk)
    await choose(desk, asked, fence, {CITY: KEEP, PHONE: SEND})
    await work_on(desk)
    assert effects(desk) == [{PHONE: NEW_PHONE}]


async def test_what_changes_again_of_what_is_sent_is_a_conflict_again(desk: Desk) -> None:
    visit, asked, fence = await stopped(desk)
    await choose(desk, asked, fence, {CITY: KEEP, PHONE: SEND})
    desk.stage.extranet.edit(HELENE, PHONE, OTHER)
    await work_on(desk)
    assert effects(desk) == []
    now = await desk.stage.now_of(visit, asked)
    assert (now.state, now.conflict) == (State.BLOCKED_CONFLICT, {PHONE: OTHER})


async def test_of_two_clerks_who_choose_otherwise_one_wins_and_the_other_is_told_who(
    desk: Desk,
) -> None:
    _, asked, fence = await stopped(desk)
    came = await asyncio.gather(
        choose(desk, asked, fence, CITY_ALONE),
        choose(desk, asked, fence, {CITY: KEEP, PHONE: SEND}, clerk=BRUNO),
        return_exceptions=True,
    )
    (lost,) = [each for each in came if isinstance(each, Taken)]
    (won,) = [each for each in came if isinstance(each, Case)]
    assert (lost.who, lost.when) == (won.acts[-1].who, won.acts[-1].at)
    await work_on(desk)
    sent = {CITY: NEW_CITY} if lost.who == ANNE.name else {PHONE: NEW_PHONE}
    assert effects(desk) == [sent]


async def test_a_second_press_is_no_error_and_another_choice_is(desk: Desk) -> None:
    _, asked, fence = await stopped(desk)
    for _ in range(2):
        case = await choose(desk, asked, fence, CITY_ALONE)
        assert (case.fence, case.request.kept) == (fence + 1, {PHONE: SCHOOLS})
    with pytest.raises(Taken):
        await choose(desk, asked, fence, {CITY: KEEP, PHONE: SEND})
    acts = [each.what for each in await desk.acts(asked.number)]
    assert acts.count(Decision.FIELD_BY_FIELD) == 1


@pytest.mark.parametrize("decision", [SEND, KEEP])
async def test_the_same_for_every_field_is_the_decision_for_all_of_it(
    desk: Desk, decision: Decision
) -> None:
    visit, asked, fence = await stopped(desk)
    case = await choose(desk, asked, fence, {CITY: decision, PHONE: decision})
    assert (case.acts[-1].what, case.acts[-1].note) == (decision, REASON)
    assert case.request.said[-1].about == ("sent" if decision is SEND else "refused")
    await work_on(desk)
    assert effects(desk) == ([{PHONE: NEW_PHONE, CITY: NEW_CITY}] if decision is SEND else [])
    now = await desk.stage.now_of(visit, asked)
    kept = {} if decision is SEND else {PHONE: SCHOOLS, CITY: asked.changes[0].old}
    assert now.kept == kept
    assert now.said[-1].words == REASON


async def test_nothing_is_decided_until_each_field_is_and_words_say_why_one_is_kept(
    desk: Desk,
) -> None:
    _, asked, fence = await stopped(desk)
    before = await desk.row(asked.number)
    for choices, keys in (
        ({CITY: SEND}, (PHONE,)),
        ({}, (CITY, PHONE)),
        ({"x": KEEP}, (CITY, PHONE)),
    ):
        with pytest.raises(Unchosen) as unchosen:
            await choose(desk, asked, fence, choices)
        assert unchosen.value.keys == keys
    with pytest.raises(NoteMissing):
        await choose(desk, asked, fence, CITY_ALONE, " ")
    with pytest.raises(NotAllowed):
        await choose(desk, asked, fence, CITY_ALONE, clerk=READER)
    assert await desk.row(asked.number) == before
    assert await desk.letters() == []


async def test_choices_count_field_by_field_alone_and_for_what_is_asked(desk: Desk) -> None:
    """No form of the desk's says otherwise: whoever makes one up gets nothing by it."""
    visit, asked, fence = await stopped(desk)
    everything = {CITY: SEND, PHONE: SEND}
    with pytest.raises(NotPossible):
        await choose(desk, asked, fence, everything | {"courriel": KEEP})
    await desk.office.decide(ANNE, asked.number, fence, SEND, "", {CITY: SEND, PHONE: KEEP})
    await work_on(desk)
    assert effects(desk) == [{PHONE: NEW_PHONE, CITY: NEW_CITY}]
    assert (await desk.stage.now_of(visit, asked)).said[-1].about == "sent"


async def test_no_reason_is_needed_to_keep_what_imuse_has_already_as_it_was_asked(
    desk: Desk,
) -> None:
    visit = await desk.stage.sign_in()
    asked = await desk.stage.ask(visit, {PHONE: NEW_PHONE, CITY: NEW_CITY})
    desk.stage.extranet.edit(HELENE, PHONE, NEW_PHONE)
    desk.stage.extranet.edit(HELENE, CITY, OTHER_CITY)
    await desk.stage.work()
    case = await desk.office.case(ANNE, asked.number)
    assert case.request.conflict == {PHONE: NEW_PHONE, CITY: OTHER_CITY}
    await choose(desk, asked, case.fence, CITY_ALONE, "")
    await work_on(desk)
    assert effects(desk) == [{CITY: NEW_CITY}]


async def test_what_imuse_has_already_may_be_sent_with_the_rest(desk: Desk) -> None:
    visit = await desk.stage.sign_in()
    asked = await desk.stage.ask(visit, {PHONE: NEW_PHONE, CITY: NEW_CITY})
    desk.stage.extranet.edit(HELENE, PHONE, NEW_PHONE)
    desk.stage.extranet.edit(HELENE, CITY, OTHER_CITY)
    await desk.stage.work()
    fence = (await desk.row(asked.number)).fence
    await choose(desk, asked, fence, {CITY: SEND, PHONE: SEND}, "")
    await work_on(desk)
    assert effects(desk) == [{PHONE: NEW_PHONE, CITY: NEW_CITY}]
    assert (await desk.row(asked.number)).state == State.AWAITING_STAFF


async def test_it_is_not_to_be_had_over_a_later_wish_nor_in_a_store_that_was_put_back(
    desk: Desk,
) -> None:
    visit, asked, fence = await stopped(desk)
    await desk.stage.ask(visit, {PHONE: OTHER})
    await desk.stage.work()
    assert (await desk.office.case(ANNE, asked.number)).may == (KEEP, Decision.ASK)
    with pytest.raises(NotPossible):
        await choose(desk, asked, fence, CITY_ALONE)
    desk.stage.extranet.validate(HELENE)
    await desk.stage.portal.family(visit)
    assert Decision.FIELD_BY_FIELD in (await desk.office.case(ANNE, asked.number)).may

    stage = desk.stage
    restored = Restored(stage.vault, stage.settings.schools, stage.clock)
    await stage.store.write(lambda c: restored.begin(c, stage.clock()))
    case = await desk.office.case(ANNE, asked.number)
    assert case.may == (KEEP, Decision.ASK)
    with pytest.raises(NotPossible):
        await choose(desk, asked, case.fence, CITY_ALONE)
    assert effects(desk) == [{PHONE: OTHER}]


async def test_what_its_family_chose_before_it_was_kept_is_not_dropped_unsaid(desk: Desk) -> None:
    """« Revoir » was opened before the desk decided, and is answered at the next conflict."""
    visit, asked, fence = await stopped(desk)
    opened = await desk.stage.portal.reviews.show(visit, asked.number)
    await choose(desk, asked, fence, CITY_ALONE)
    desk.stage.extranet.edit(HELENE, CITY, OTHER_CITY)
    await work_on(desk)
    typed = {CHOICE + CITY: KEEP, CITY: NEW_CITY, CHOICE + PHONE: ASK, PHONE: NEW_PHONE}
    with pytest.raises(TooLate):
        await desk.stage.portal.answer_review(
            visit, asked.number, opened.seen, opened.press, typed, False
        )
    now = await desk.stage.now_of(visit, asked)
    assert (now.state, now.kept) == (State.BLOCKED_CONFLICT, {PHONE: SCHOOLS})


async def test_what_is_kept_waits_nowhere_and_may_be_asked_again(desk: Desk) -> None:
    visit, asked, fence = await stopped(desk)
    await choose(desk, asked, fence, CITY_ALONE)
    await work_on(desk)
    view = await desk.stage.portal.family(visit)
    assert set(view.waiting) == {CITY}
    await desk.stage.ask(visit, {PHONE: OTHER})
    await work_on(desk)
    assert effects(desk) == [{CITY: NEW_CITY}, {PHONE: OTHER}]
