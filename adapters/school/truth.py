"""What a person reads on the screens now: what a reading of its pages is compared with.

Values are as a browser displays them, runs of white space folded to one space.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from adapters.school import layouts
from adapters.school.billing import INVOICES, PAYMENTS
from adapters.school.dossier import Course, Row
from adapters.school.families import NAME
from adapters.school.fields import Entry
from adapters.school.pdf import duplicate
from adapters.school.re_enrolment import DOCUMENTS, Document, ReEnrolment
from adapters.school.records import Family, Record, Student
from adapters.school.tables import Columns, Layout, Table, pairs

EVALUATIONS = "Évaluations"
ABSENCES = "Absence"


@dataclass(frozen=True)
class Shown:
    """One field as a person sees it: a choice by its label, a check by « oui » or « non »."""

    caption: str
    value: str
    section: str
    editable: bool
    marked: bool
    """Whether the field carries the marker of a change that waits."""


@dataclass(frozen=True)
class Grid:
    """A list, with all its pages; `opens` tells line by line what is behind it."""

    columns: tuple[str, ...]
    lines: tuple[tuple[str, ...], ...]
    opens: "tuple[Fiche | bytes | None, ...]"
    empty: str
    """What the page says where there are no lines."""


@dataclass(frozen=True)
class Fiche:
    """What opening a line shows: captions and values, and lists by the words of their tab."""

    fields: tuple[tuple[str, str], ...]
    lists: Mapping[str, Grid] = field(default_factory=dict)


@dataclass(frozen=True)
class Eleve:
    """One student: `label` names it in the choice of students, `number` tells it from others."""

    label: str
    number: str
    identite: tuple[Shown, ...]
    cours: Grid
    historique: Grid
    repertoire: Grid


@dataclass(frozen=True)
class Facturation:
    """Invoices and payments by their headings, and what the page says of the balance."""

    lists: Mapping[str, Grid]
    balance: str


@dataclass(frozen=True)
class Box:
    """A cursus or a discipline of Réinscription; `closed` where it has no box to tick."""

    caption: str
    ticked: bool
    closed: bool


@dataclass(frozen=True)
class Reinscription:
    """The tab Réinscription of one student."""

    boxes: tuple[Box, ...]
    names: tuple[str, ...]
    """The documents' names to choose from."""
    documents: tuple[Document, ...]
    """What was imported, in order."""
    note: str
    waiting: bool


def sheet(record: Record) -> tuple[Shown, ...]:
    """Famille or Identité, in its order."""
    return tuple(
        Shown(
            caption=form.caption,
            value=form.label(record.shown(form.name)),
            section=group.title,
            editable=form.entry is not Entry.FIXED,
            marked=form.name in record.waiting,
        )
        for group in record.sheet.groups
        for form in group.fields
    )


def eleves(family: Family) -> tuple[Eleve, ...]:
    """The family's students, in the order of their choice."""
    return tuple(_eleve(student) for student in family.students)


def _eleve(student: Student) -> Eleve:
    return Eleve(
        label=_folded(student.label),
        number=student.number,
        identite=sheet(student),
        cours=_grid(layouts.COURSES.table(student.courses), map(_course, student.courses)),
        historique=_opening(layouts.HISTORY, student.history),
        repertoire=_opening(layouts.REPERTOIRE, student.repertoire),
    )


def _course(course: Course) -> Fiche:
    return Fiche(
        _seen(layouts.COURSES.sheet, course),
        {
            EVALUATIONS: _opening(layouts.EVALUATIONS, course.evaluations),
            ABSENCES: _opening(layouts.ABSENCES, course.absences),
        },
    )


def _opening(layout: Layout, rows: Sequence[Row]) -> Grid:
    return _grid(layout.table(rows), (Fiche(_seen(layout.sheet, row)) for row in rows))


def _seen(columns: Columns, row: Row) -> tuple[tuple[str, str], ...]:
    return tuple((caption, _folded(value)) for caption, value in pairs(columns, row))


def _grid(table: Table, opens: "Iterable[Fiche | bytes | None]") -> Grid:
    return Grid(
        columns=table.columns,
        lines=tuple(tuple(map(_folded, line.cells)) for line in table.lines),
        opens=tuple(opens),
        empty=table.empty,
    )


def facturation(family: Family) -> Facturation:
    """The family's invoices and payments."""
    billing = family.billing
    payments = billing.payment_table()
    return Facturation(
        lists={
            INVOICES: _grid(
                billing.invoice_table(),
                (
                    None if one.archived else duplicate(NAME, family, one)
                    for one in billing.invoices
                ),
            ),
            PAYMENTS: _grid(payments, (None for _ in payments.lines)),
        },
        balance=_folded(billing.balance),
    )


def reinscription(shown: ReEnrolment) -> Reinscription:
    """What was offered, imported and asked for."""
    return Reinscription(
        boxes=tuple(
            Box(one.caption, one.number in shown.ticked, bool(one.closed)) for one in shown.offers
        ),
        names=tuple(name for _, name in DOCUMENTS),
        documents=tuple(shown.documents),
        note=shown.note,
        waiting=shown.waiting,
    )


def _folded(text: str) -> str:
    return " ".join(text.split())
