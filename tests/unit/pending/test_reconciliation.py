"""What a sheet read again says of a request."""

import pytest

from adapters.model import Change, Field, Section, Sheet, Waiting
from gateway.pending.following.reconciliation import decided, found
from gateway.pending.records import Body, Result, Wanted
from gateway.pending.sending.verification import concluded
from gateway.pending.states import Event

MARK = Waiting(words="en attente")


def sheet(a: str, b: str = "b0", *, marked: str = "", waiting: str | None = None) -> Sheet:
    fields = tuple(
        Field(key=key, caption=key, value=value, waiting=MARK if key in marked else None)
        for key, value in (("a", a), ("b", b))
    )
    return Sheet(title="", sections=(Section(title="", fields=fields),), shape="s", waiting=waiting)


NOTE = "Les modifications restent en attente de validation par le secrétariat."


def body(
    *keys: str, waited: bool = False, formerly: tuple[str, ...] = (), note: str | None = None
) -> Body:
    wanted = tuple(
        Wanted(
            change=Change(key=key, caption=key, old=f"{key}0", new=f"{key}1"),
            field=Field(key=key, caption=key, value=f"{key}0"),
            formerly=formerly,
        )
        for key in keys
    )
    return Body(wanted=wanted, shape="s", waited=waited, note=note, mailed_to=())


@pytest.mark.parametrize(
    ("keys", "shown", "event"),
    [
        ("a", sheet("a1"), Event.STAFF_VALIDATED),
        ("a", sheet("A 1"), Event.STAFF_VALIDATED),
        ("a", sheet("a0"), Event.STAFF_REFUSED),
        ("a", sheet("autre"), Event.STAFF_CHANGED),
        ("a", sheet("a1", marked="a"), None),
        ("a", sheet("a0", marked="a"), None),
        ("a", sheet("a1", marked="b"), Event.STAFF_VALIDATED),
        ("a", sheet("a1", waiting="en attente"), None),
        ("a", sheet("a1", marked="b", waiting="en attente"), None),
        ("ab", sheet("a1", "b1"), Event.STAFF_VALIDATED),
        ("ab", sheet("a1", "b1", marked="b"), None),
        ("ab", sheet("a1", "b0"), Event.STAFF_CHANGED),
        ("ab", sheet("a0", "b0"), Event.STAFF_REFUSED),
        ("ax", sheet("a1"), None),
    ],
)
def test_the_staffs_decision(keys: str, shown: Sheet, event: Event | None) -> None:
    assert decided(body(*keys), Result(), {}, shown) is event


SENTENCE = "La fiche est en attente de validation."
MARKED = sheet("a1", marked="a", waiting=SENTENCE)
"""What was seen while field a waited, and nothing else."""


@pytest.mark.parametrize(
    ("note", "waiting", "now", "event"),
    [
        # Its mark is gone: the sentence is about what others' marks are on, or a note.
        (None, MARKED, sheet("a1", marked="b", waiting=SENTENCE), Event.STAFF_VALIDATED),
        (None, MARKED, sheet("a1", waiting=SENTENCE), None),
        (NOTE, MARKED, sheet("a1", waiting=NOTE), Event.STAFF_VALIDATED),
        (NOTE, MARKED, sheet("a0", waiting=NOTE), Event.STAFF_REFUSED),
        (NOTE, MARKED, sheet("a1", waiting=SENTENCE), None),
        # It never had one: the sentence beside the note was what said that it waits.
        (None, sheet("a1", waiting=SENTENCE), sheet("a1", waiting=SENTENCE), None),
        (NOTE, sheet("a1", waiting=NOTE + SENTENCE), sheet("a1", waiting=NOTE + SENTENCE), None),
        (NOTE, sheet("a1", waiting=NOTE + SENTENCE), sheet("a1", waiting=NOTE),
         Event.STAFF_VALIDATED),
        (NOTE, sheet("a1", waiting=NOTE + SENTENCE), sheet("a0", waiting=NOTE),
         Event.STAFF_REFUSED),
        # Nothing but the sentence that was there before: it may be that of another change.
        (NOTE, sheet("a1", waiting=NOTE), sheet("a1", waiting=NOTE), None),
        (NOTE, sheet("a1", waiting=NOTE), sheet("a1"), Event.STAFF_VALIDATED),
    ],
)  # fmt: skip
def test_what_showed_that_it_waits_is_what_must_go(
    note: str | None, waiting: Sheet, now: Sheet, event: Event | None
) -> None:
    asked = body("a", note=note)
    assert decided(asked, Result().seeing(asked, waiting), {}, now) is event


def test_of_two_fields_the_one_without_a_mark_waits_with_the_sentence() -> None:
    asked = body("a", "b")
    seen = Result().seeing(asked, sheet("a1", "b1", marked="a", waiting=SENTENCE))
    assert seen.marked == ("a",)
    assert decided(asked, seen, {}, sheet("a1", "b1", waiting=SENTENCE)) is None
    assert decided(asked, seen, {}, sheet("a1", "b1")) is Event.STAFF_VALIDATED


def test_marks_are_remembered_from_one_look_to_the_next() -> None:
    asked = body("a", "b")
    first = Result(words="w").seeing(asked, sheet("a1", "b1", marked="a", waiting=SENTENCE))
    later = first.seeing(asked, sheet("a1", "b1", marked="b"))
    assert later == Result(words="w", marked=("a", "b"), told=True)


def test_a_value_from_before_an_earlier_request_is_a_refusal_too() -> None:
    assert (
        decided(body("a", formerly=("avant",)), Result(), {}, sheet("avant")) is Event.STAFF_REFUSED
    )


def test_a_later_request_of_the_family_takes_the_place_of_the_first() -> None:
    later = {"a": frozenset({"a2"})}
    assert decided(body("a"), Result(), later, sheet("a2")) is Event.SUPERSEDED
    assert decided(body("a", "b"), Result(), later, sheet("a2", "b1")) is Event.STAFF_VALIDATED
    assert decided(body("a"), Result(), later, sheet("a1")) is Event.STAFF_VALIDATED


@pytest.mark.parametrize(
    ("shown", "event"),
    [
        (sheet("a1"), Event.APPLIED),
        (sheet("a1", marked="a"), Event.PUT_IN),
        (sheet("a0"), None),
        (sheet("a0", marked="a"), None),
        (sheet("autre"), None),
    ],
)
def test_only_evidence_for_it_moves_what_a_person_was_told_about(
    shown: Sheet, event: Event | None
) -> None:
    assert found(body("a"), shown) is event


@pytest.mark.parametrize(
    ("shown", "waited", "resent", "event"),
    [
        (sheet("a1"), False, False, Event.APPLIED),
        (sheet("a1", marked="a"), False, False, Event.PUT_IN),
        (sheet("a0", marked="a"), False, False, Event.PUT_IN),
        (sheet("a0", marked="a"), True, False, Event.NOT_CLEAR),
        (sheet("a0", waiting="en attente"), True, False, Event.NOT_CLEAR),
        (sheet("a0", marked="b", waiting="en attente"), True, False, Event.PROVED_ABSENT),
        (sheet("a0"), False, False, Event.PROVED_ABSENT),
        (sheet("a0"), False, True, Event.NOT_CLEAR),
        (sheet("autre"), False, False, Event.NOT_CLEAR),
    ],
)
def test_after_a_lost_answer(shown: Sheet, waited: bool, resent: bool, event: Event) -> None:
    assert concluded(body("a", waited=waited), shown, resent=resent) is event


def test_after_a_lost_answer_a_note_that_was_there_proves_neither_presence_nor_absence() -> None:
    asked = body("a", note=NOTE)
    assert concluded(asked, sheet("a0", waiting=NOTE), resent=False) is Event.NOT_CLEAR
    more = sheet("a0", waiting=NOTE + SENTENCE)
    assert concluded(asked, more, resent=False) is Event.PUT_IN
