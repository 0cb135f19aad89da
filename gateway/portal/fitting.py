"""What a family chose, laid on the tab as it is now: what still fits, and what does not. Pure."""

from collections.abc import Iterable, Mapping

import msgspec

from adapters.re_enrolment import Discipline, ReEnrolment


class Fit(msgspec.Struct, frozen=True, kw_only=True):
    """The choices that the tab still takes."""

    ticked: tuple[str, ...]
    answers: Mapping[str, str]
    lost: tuple[str, ...] = ()
    """What was chosen and is no longer offered, as a person reads it."""
    added: tuple[str, ...] = ()
    """Disciplines with a box that were not there."""


def same_offer(before: ReEnrolment, now: ReEnrolment) -> bool:
    """Whether a choice made on the one means the same on the other."""
    return (
        before.shape == now.shape
        and _offered(before) == _offered(now)
        and _names(before) == _names(now)
        and (now.waiting is None or before.waiting is not None)
        and now.writable
    )


def fitted(
    before: ReEnrolment, now: ReEnrolment, ticked: Iterable[str], answers: Mapping[str, str]
) -> Fit:
    """Choices that were made on `before`, as far as `now` offers them; what is new is as it is.

    A discipline is the same where its key and its caption are.
    """
    chosen, offered, was = set(ticked), _offered(now), _offered(before)
    questions = {field.key: field for field in now.questions if field.editable}
    kept = {key for key, caption in offered.items() if key in chosen and was.get(key) == caption}
    added = [key for key, caption in offered.items() if was.get(key) != caption]
    news = {one.key for one in now.disciplines if one.key in added and one.ticked}
    lost = [caption for key, caption in was.items() if key in chosen and key not in kept]
    unanswered = [
        field.caption for field in before.questions if field.key in answers and field.editable
        and field.key not in questions
    ]  # fmt: skip
    return Fit(
        ticked=tuple(key for key in offered if key in kept | news),
        answers={key: text for key, text in answers.items() if key in questions},
        lost=(*lost, *unanswered),
        added=tuple(offered[key] for key in added),
    )


def offered_only(screen: ReEnrolment, ticked: Iterable[str]) -> tuple[str, ...]:
    """The disciplines among `ticked` that have a box, in the tab's order (ASVS 15.3).

    One that is ticked and cannot be changed is no choice of the family's.
    """
    chosen = set(ticked)
    return tuple(one.key for one in screen.disciplines if one.editable and one.key in chosen)


def named(discipline: Discipline) -> str:
    """A discipline as a person reads it, in one line."""
    return " ".join(discipline.caption.split()) or discipline.group


def _offered(screen: ReEnrolment) -> dict[str, str]:
    return {one.key: named(one) for one in screen.disciplines if one.editable}


def _names(screen: ReEnrolment) -> set[tuple[str, str]]:
    names = screen.imports.names if screen.imports is not None else ()
    return {(each.value, each.label) for each in names}
