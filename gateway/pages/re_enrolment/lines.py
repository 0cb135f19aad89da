"""The tab's disciplines and questions as a family reads and answers them. Pure."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from itertools import groupby

from adapters.model import Section, Sheet
from adapters.re_enrolment import Discipline, ReEnrolment
from gateway.pages.shown.controls import Control, groups


@dataclass(frozen=True)
class Line:
    """A discipline: `ticked` as the family has it so far."""

    id: str
    discipline: Discipline
    ticked: bool

    @property
    def name(self) -> str:
        """What it is called by, on one line."""
        said = (self.discipline.caption, *(text for _, text in self.discipline.details))
        return next((" ".join(each.split()) for each in said if each.strip()), "")

    @property
    def details(self) -> tuple[tuple[str, str], ...]:
        """What else its line says, without what is empty or said already."""
        return tuple(
            (caption, text)
            for caption, text in self.discipline.details
            if text.strip() and " ".join(text.split()) != self.name
        )


@dataclass(frozen=True)
class Lines:
    """The disciplines under one heading, "" where there is none."""

    title: str
    lines: tuple[Line, ...]


def lines_of(screen: ReEnrolment, ticked: Collection[str]) -> tuple[Lines, ...]:
    """All of the tab's disciplines, in its order."""
    whole = [
        Line(f"cours-{number}", each, each.key in ticked if each.editable else each.ticked)
        for number, each in enumerate(screen.disciplines, 1)
    ]
    return tuple(
        Lines(title, tuple(lines))
        for title, lines in groupby(whole, lambda line: line.discipline.group)
    )


def questions_of(
    screen: ReEnrolment, answers: Mapping[str, str], problems: Mapping[str, str]
) -> tuple[Control, ...]:
    """The school's questions, with what the family has answered so far."""
    sheet = Sheet(
        title=screen.title,
        sections=(Section(title="", fields=screen.questions),),
        shape=screen.shape,
        writable=screen.writable,
        charset=screen.charset,
    )
    controls = [each for group in groups(sheet, {}, answers, problems) for each in group.controls]
    return tuple(controls)


def asked(screen: ReEnrolment, answers: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """The questions with their answers as a person reads them."""
    return tuple(
        (field.caption, field.shown(answers.get(field.key, field.value)))
        for field in screen.questions
    )


def goes_on(lines: Collection[Lines]) -> tuple[Line, ...]:
    """The disciplines that the family has ticked."""
    return tuple(line for group in lines for line in group.lines if _offered(line) and line.ticked)


def stops(lines: Collection[Lines]) -> tuple[Line, ...]:
    """Those that it has not."""
    return tuple(
        line for group in lines for line in group.lines if _offered(line) and not line.ticked
    )


def _offered(line: Line) -> bool:
    return line.discipline.editable
