"""What clerks decide: each decision in each state, two at once, all or nothing."""

import asyncio
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest
import pytest_asyncio
from sqlalchemy import Connection, update

from gateway.office import (
    NotAllowed,
    NoteMissing,
    NotPossible,
    OfficeError,
    Taken,
    Unreadable,
    Unwritten,
)
from gateway.pending.people.deciding import MAY_BE_ASKED_ABOUT
from gateway.pending.states import TRANSITIONS, UNDER_WAY, Event, State
from gateway.pending.subjects import Kind, Subject
from gateway.store import acts
from gateway.store.errors import NotWritten
from gateway.store.tables import request
from gateway.views.office import Decision
from tests.unit.office.stage import ANNE, BRUNO, READER, Desk, at_the_desk

EVENTS = {
    Decision.APPROVE: Event.APPROVED,
    Decision.REFUSE: Event.TURNED_DOWN,
    Decision.VALIDATED_THERE: Event.SETTLED_VALIDATED,
    Decision.REFUSED_THERE: Event.SETTLED_REFUSED,
    Decision.KEEP: Event.KEPT,
    Decision.RETRY: Event.LOOKED_AGAIN,
}
RE_ENROLMENT = Subject(kind=Kind.RE_ENROLMENT, ref="zoe", name="LEMARCHAND Zoé")


@pytest_asyncio.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    async with at_the_desk(tmp_path) as ready:
        yield ready


def expected(state: State, decision: Decision) -> State | None:
    """Where it leads; None where it is not to be had."""
    if decision is Decision.ASK:
        held = TRANSITIONS.get((state, Event.SENT_BACK), state)
        return held if state in MAY_BE_ASKED_ABOUT else None
    if decision in (Decision.SEND_ANYWAY, Decision.FIELD_BY_FIELD):
        # Of a conflict with values to look at only: test_conflicts.py has those.
        return None
    if state in UNDER_WAY:
        # The engine's own, whatever the table says of the old site's answers.
        return None
    return TRANSITIONS.get((state, EVENTS[decision]))


async def test_each_decision_leads_where_the_table_says_or_changes_nothing(desk: Desk) -> None:
    for place, state in enumerate(State):
        for decision in Decision:
            number = f"2026-{place:02}-{decision}"
            row = await desk.standing(number, state, account=number)
            reached = expected(state, decision)
            offered = (await desk.office.case(ANNE, number)).may
            assert (decision in offered) is (reached is not None), number
            if reached is None:
                with pytest.raises(NotPossible):
                    await desk.office.decide(ANNE, number, row.fence, decision, "Mots.")
                assert await desk.row(number) == row
                assert [act.what for act in await desk.acts(number)] == ["saw"]
            else:
                case = await desk.decides(ANNE, number, row.fence, decision, "Mots.")
                assert case.request.state is reached, number
                assert case.fence == row.fence + 1
                assert (case.acts[-1].what, case.acts[-1].note) == (decision, "Mots.")


async def test_what_only_waits_for_its_time_is_due_at_once(desk: Desk) -> None:
    row = await desk.standing("2026-1", State.RECEIVED, due_in=600, attempts=2)
    await desk.office.decide(ANNE, "2026-1", row.fence, Decision.RETRY)
    hastened = await desk.row("2026-1")
    assert (hastened.state, hastened.attempts) == (State.RECEIVED, 2)
    assert hastened.due_at <= desk.stage.clock()


async def test_a_re_enrolment_is_not_read_again_for_its_next_step_might_be_taken(
    desk: Desk,
) -> None:
    row = await desk.standing("2026-1", State.NEEDS_ATTENTION, subject=RE_ENROLMENT)
    with pytest.raises(NotPossible):
        await desk.office.decide(ANNE, "2026-1", row.fence, Decision.RETRY)


async def both(*deciding: object) -> list[object]:
    return await asyncio.gather(*deciding, return_exceptions=True)  # type: ignore[call-overload, no-any-return]


@pytest.mark.parametrize(
    ("state", "first", "second"),
    [
        (State.REVIEW, Decision.APPROVE, Decision.REFUSE),
        (State.NEEDS_ATTENTION, Decision.VALIDATED_THERE, Decision.REFUSED_THERE),
        (State.AWAITING_STAFF, Decision.ASK, Decision.ASK),
    ],
)
async def test_of_two_clerks_at_once_one_wins_and_the_other_is_told_who(
    desk: Desk, state: State, first: Decision, second: Decision
) -> None:
    fence = (await desk.standing("2026-1", state)).fence
    came = await both(
        desk.office.decide(ANNE, "2026-1", fence, first, "Un motif."),
        desk.office.decide(BRUNO, "2026-1", fence, second, "Un autre."),
    )
    assert came.count(None) == 1
    (lost,) = [each for each in came if isinstance(each, Taken)]
    (act,) = await desk.acts("2026-1")
    assert (lost.who, lost.by, lost.when) == (act.name, "colleague", act.at)
    assert (await desk.row("2026-1")).fence == fence + 1
    assert len(await desk.letters()) == (0 if act.what == Decision.APPROVE else 1)


async def test_a_double_press_is_one_decision_and_a_colleagues_same_one_is_not(
    desk: Desk,
) -> None:
    fence = (await desk.standing("2026-1", State.AWAITING_STAFF)).fence
    for _ in range(2):
        case = await desk.decides(ANNE, "2026-1", fence, Decision.ASK, "Une pièce.")
        assert case.fence == fence + 1
    for clerk, words in ((BRUNO, "Une pièce."), (ANNE, "Une autre.")):
        with pytest.raises(Taken):
            await desk.office.decide(clerk, "2026-1", fence, Decision.ASK, words)
    assert len(await desk.acts("2026-1")) == len(await desk.letters()) == 1


async def test_a_double_press_is_one_decision_though_the_portal_went_on_with_it_between(
    tmp_path: Path,
) -> None:
    async with at_the_desk(tmp_path, review=True) as desk:
        asked = await desk.stage.ask(await desk.stage.sign_in())
        fence = (await desk.row(asked.number)).fence
        await desk.office.decide(ANNE, asked.number, fence, Decision.APPROVE)
        await desk.stage.work()
        gone_on = await desk.row(asked.number)
        assert gone_on.fence > fence + 1
        await desk.office.decide(ANNE, asked.number, fence, Decision.APPROVE)
        assert await desk.row(asked.number) == gone_on
        assert [act.what for act in await desk.acts(asked.number)] == [Decision.APPROVE]

        for clerk, decision in ((BRUNO, Decision.APPROVE), (ANNE, Decision.REFUSE)):
            with pytest.raises(Taken) as told:
                await desk.office.decide(clerk, asked.number, fence, decision, "Non.")
            assert told.value.who == ANNE.name
        # A page that was left open is no double press.
        desk.stage.clock.turn(minutes=2)
        with pytest.raises(Taken):
            await desk.office.decide(ANNE, asked.number, fence, Decision.APPROVE)


async def test_of_several_one_that_does_not_open_or_is_not_written_undoes_no_other(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    numbers = [f"2026-{place}" for place in range(4)]
    for number in numbers:
        await desk.standing(number, State.REVIEW, account=number)
    spoilt = update(request).where(request.c.number == numbers[1]).values(body=b"\x01\x01spoilt")
    await desk.stage.store.write(lambda c: c.execute(spoilt))
    write, places = desk.stage.store.write, iter(range(4))

    async def full_once(fn: Callable[[Connection], object]) -> object:
        if next(places) == 2:
            raise NotWritten
        return await write(fn)

    monkeypatch.setattr(desk.stage.store, "write", full_once)
    came = await desk.office.decide_many(
        ANNE, dict.fromkeys(numbers, 0), Decision.REFUSE, "Un motif."
    )
    kinds = [type(came[number]) for number in numbers]
    assert kinds == [type(None), Unreadable, Unwritten, type(None)]
    stand = [(await desk.row(number)).state for number in numbers]
    assert stand == [State.REFUSED, State.REVIEW, State.REVIEW, State.REFUSED]
    monkeypatch.undo()
    with pytest.raises(Unreadable):
        await desk.office.case(ANNE, numbers[1])
    assert len(await desk.letters()) == 2


async def test_the_same_words_days_later_are_no_second_press_of_the_first(desk: Desk) -> None:
    """The family signs in as its page is open: the question that is told as sent must be."""
    await desk.standing("2026-1", State.BLOCKED_CREDENTIALS)
    await desk.office.decide(ANNE, "2026-1", 0, Decision.ASK, "Connectez-vous.")
    for words, again in (("Connectez-vous.", Decision.ASK), ("Il manque\u00a0:", None)):
        await desk.letters()
        desk.stage.clock.turn(days=3)
        row = await desk.row("2026-1")
        if again:
            journal = desk.stage.portal.engine.deciding._journal
            await journal.move(row, Event.UNBLOCKED)
            with pytest.raises(Taken):
                await desk.office.decide(ANNE, "2026-1", row.fence, again, words)
        else:
            remind = desk.office.missing.remind
            assert await remind(ANNE, {"2026-1": row.fence}, words) == {"2026-1": None}
            assert await remind(ANNE, {"2026-1": row.fence}, words) == {"2026-1": None}
            other = (await remind(ANNE, {"2026-1": row.fence}, "Autrement\u00a0:"))["2026-1"]
            assert isinstance(other, Taken)
            assert len(await desk.letters()) == 1


async def test_what_the_family_or_the_gateway_did_meanwhile_is_said_so(desk: Desk) -> None:
    for number, event, by in (
        ("2026-1", Event.TAKEN_BACK, "family"), ("2026-2", Event.APPROVED, "gateway")
    ):  # fmt: skip
        row = await desk.standing(number, State.REVIEW, account=number)
        await desk.stage.portal.engine.deciding._journal.move(row, event)
        with pytest.raises(Taken) as taken:
            await desk.office.decide(ANNE, number, row.fence, Decision.REFUSE, "Non.")
        assert (taken.value.by, taken.value.who) == (by, "")


async def test_several_at_once_each_for_itself(desk: Desk) -> None:
    fences = {
        number: (await desk.standing(number, state, account=number)).fence
        for number, state in (
            ("2026-1", State.REVIEW), ("2026-2", State.REVIEW), ("2026-3", State.VALIDATED)
        )
    }  # fmt: skip
    await desk.office.decide(BRUNO, "2026-2", fences["2026-2"], Decision.ASK, "Quel âge ?")
    came = await desk.office.decide_many(ANNE, {**fences, "2026-9": 0}, Decision.REFUSE, "Complet.")
    assert {number: type(error) for number, error in came.items()} == {
        "2026-1": type(None), "2026-2": Taken, "2026-3": NotPossible,
        "2026-9": type(came["2026-9"]),
    }  # fmt: skip
    assert isinstance(came["2026-9"], OfficeError)
    states = [(await desk.row(number)).state for number in fences]
    assert states == [State.REFUSED, State.SENT_BACK, State.VALIDATED]


async def test_the_act_the_move_and_the_letter_are_one(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = await desk.standing("2026-1", State.REVIEW)

    def fails(*_: object, **__: object) -> None:
        raise RuntimeError

    with monkeypatch.context() as patch:
        patch.setattr(acts, "add", fails)
        with pytest.raises(RuntimeError):
            await desk.office.decide(ANNE, "2026-1", row.fence, Decision.REFUSE, "Non.")
    assert await desk.row("2026-1") == row
    assert (await desk.acts("2026-1"), await desk.letters()) == ([], [])


async def test_who_may_only_read_decides_nothing(desk: Desk) -> None:
    row = await desk.standing("2026-1", State.REVIEW)
    assert (await desk.office.case(READER, "2026-1")).may == ()
    for decision in Decision:
        with pytest.raises(NotAllowed):
            await desk.office.decide(READER, "2026-1", row.fence, decision, "Mots.")
        with pytest.raises(NotAllowed):
            await desk.office.decide_many(READER, {"2026-1": row.fence}, decision, "Mots.")
    assert await desk.row("2026-1") == row


async def test_a_refusal_has_a_reason_and_what_nobody_knew_says_who_saw_what(desk: Desk) -> None:
    unknown = await desk.standing("2026-1", State.NEEDS_ATTENTION)
    waiting = await desk.standing("2026-2", State.AWAITING_STAFF, account="b")
    for decision in (Decision.REFUSED_THERE, Decision.ASK, Decision.VALIDATED_THERE):
        with pytest.raises(NoteMissing):
            await desk.office.decide(ANNE, "2026-1", unknown.fence, decision, "  ")
    assert await desk.row("2026-1") == unknown
    await desk.office.decide(ANNE, "2026-2", waiting.fence, Decision.VALIDATED_THERE)
    assert (await desk.row("2026-2")).state == State.VALIDATED


async def test_notes_lie_sealed_in_the_store(desk: Desk) -> None:
    row = await desk.standing("2026-1", State.REVIEW)
    await desk.office.decide(ANNE, "2026-1", row.fence, Decision.REFUSE, "Vague-à-l’âme")
    (act,) = await desk.acts("2026-1")
    refused = await desk.row("2026-1")
    for sealed in (act.note, refused.said):
        assert sealed is not None
        assert b"Vague" not in sealed
