"""What a conflict's values do to what is asked: bound to them, or kept out of it for good."""

from adapters.model import Change, Field
from gateway.pending.people.resumption import bound_anew
from gateway.pending.records import Body, Wanted


def wanted(key: str) -> Wanted:
    return Wanted(
        change=Change(key=key, caption=key, old=f"old {key}", new=f"new {key}"),
        field=Field(key=key, caption=key, value=f"old {key}"),
    )


BODY = Body(wanted=tuple(map(wanted, "abcd")), shape="s", waited=False, mailed_to=())


def test_what_is_kept_is_in_no_proposal_whatever_was_kept_before() -> None:
    once = bound_anew(BODY, {"b": "theirs"}, kept={"b"})
    twice = bound_anew(once, {"a": "theirs again"}, kept={"d"})

    assert [change.key for change in twice.proposal().changes] == ["a", "c"]
    assert twice.keys == ("a", "c")
    assert {each.wanted.change.key: each.shown for each in twice.kept} == {
        "b": "theirs",
        "d": "old d",
    }


def test_all_that_was_asked_stays_known_in_its_order_as_it_was_asked() -> None:
    once = bound_anew(BODY, {"b": "theirs", "c": "theirs"}, kept={"c"})
    twice = bound_anew(once, {"b": "theirs again"}, kept={"a", "b"})

    assert [each.change.key for each in twice.asked] == ["a", "b", "c", "d"]
    assert [each.wanted.change.key for each in twice.kept] == ["a", "b", "c"]
    assert [each.as_asked for each in twice.asked] == [each.change for each in BODY.wanted]


def test_what_is_sent_is_compared_with_what_was_shown_and_what_is_there_already_is_not() -> None:
    bound = bound_anew(BODY, {"a": "theirs", "b": "new b"})

    assert [each.change.old for each in bound.wanted] == ["theirs", "old b", "old c", "old d"]
    assert bound.wanted[0].formerly == ("theirs",)
    assert bound.waited
