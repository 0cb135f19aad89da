"""The steps of a re-enrolment: which ones this tab has, and the way from one to the next. Pure."""

from dataclasses import dataclass
from enum import StrEnum

from adapters.re_enrolment import ReEnrolment
from gateway.language import mark
from gateway.pages.addresses import Tab, of_student


class Step(StrEnum):
    """The steps, by their words in an address."""

    COURSES = ""
    DOCUMENTS = "documents"
    NOTE = "demande"
    SUMMARY = "recapitulatif"


LABELS = {
    Step.COURSES: mark("Cours"),
    Step.DOCUMENTS: mark("Documents"),
    Step.NOTE: mark("Demandes complémentaires"),
    Step.SUMMARY: mark("Récapitulatif"),
}


@dataclass(frozen=True)
class StepWay:
    """A step in the row of all: `here` is "step" on its own page."""

    label: str
    address: str
    here: str
    open: bool
    """Whether it can be gone to: the first one always, the others once something is chosen."""


@dataclass(frozen=True)
class Steps:
    """Where one is, and how one goes on."""

    label: str
    number: int
    count: int
    address: str
    previous: str | None
    next: str | None
    ways: tuple[StepWay, ...]
    first: str
    """The first step's address; what ends the draft or opens it anew is below it."""


def of_step(student: str, step: Step) -> str:
    """A step's address."""
    base = of_student(student, Tab.RE_ENROLMENT)
    return f"{base}/{step}" if step else base


def steps_of(screen: ReEnrolment) -> tuple[Step, ...]:
    """The steps that this tab has: it may take no documents, or have no room for words."""
    writes = screen.note is not None and screen.note.editable
    there = {Step.DOCUMENTS: screen.imports is not None, Step.NOTE: writes}
    return tuple(step for step in Step if there.get(step, True))


def after(screen: ReEnrolment, step: Step) -> Step:
    """The step that follows."""
    whole = list(Step)
    later = whole[whole.index(step) + 1 :]
    return next(each for each in steps_of(screen) if each in later)


def steps(student: str, screen: ReEnrolment, step: Step, *, begun: bool) -> Steps:
    """The steps as seen from one of them."""
    there = steps_of(screen)
    addresses = [of_step(student, each) for each in there]
    place = there.index(step)
    return Steps(
        label=LABELS[step],
        number=place + 1,
        count=len(there),
        address=addresses[place],
        previous=addresses[place - 1] if place else None,
        next=addresses[place + 1] if place + 1 < len(there) else None,
        ways=tuple(
            StepWay(LABELS[each], address, "step" if each is step else "", begun or not number)
            for number, (each, address) in enumerate(zip(there, addresses, strict=True))
        ),
        first=addresses[0],
    )
