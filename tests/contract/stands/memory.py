"""The extranet in memory as a stand."""

from collections.abc import Iterator
from contextlib import contextmanager

from adapters.memory import Effect as Stored
from adapters.memory import MemoryExtranet, Showing, StudentRecord, Table, Window
from adapters.memory.on_file import SheetOnFile
from adapters.model import Field
from tests.strangers.dossiers.stage import Eleve, Facturation, Fiche, Grid, Seen
from tests.strangers.stage import Account, Effect, Shown


class MemoryStand:
    """The staff's side is the extranet's own."""

    def __init__(self, showing: Showing) -> None:
        self._extranet = MemoryExtranet(showing=showing)
        labels = {site.ref: site.label for site in self._extranet.site_list}
        self.accounts = [
            Account(labels.get(family.site or ""), family.identifier, family.password)
            for family in self._extranet.families.values()
            if family.closed is None
        ]

    @property
    def ledger(self) -> list[Effect]:
        return [self._effect(effect) for effect in self._extranet.ledger]

    def extranet(self) -> MemoryExtranet:
        return self._extranet

    def famille(self, identifier: str) -> list[Shown]:
        family = self._extranet.families[identifier]
        return [
            Shown(field.caption, self._shown(family, field), section.title, field.editable)
            for section in family.sections
            for field in section.fields
        ]

    def eleves(self, identifier: str) -> list[Eleve]:
        return [
            Eleve(
                student.name,
                tuple(
                    Seen(field.caption, self._shown(student, field))
                    for section in student.sections
                    for field in section.fields
                ),
                _grid(student.courses),
                _grid(student.history),
                _grid(student.repertoire),
            )
            for student in self._extranet.families[identifier].students
        ]

    def facturation(self, identifier: str) -> Facturation:
        books = self._extranet.families[identifier].books
        lists = {table.caption: _grid(table) for table in books.tables}
        return Facturation(lists, next(iter(books.notes), ""))

    def waiting(self, identifier: str) -> dict[str, str]:
        return self._effect(Stored(identifier, self._extranet.families[identifier].waiting)).changes

    def validate(self, identifier: str) -> None:
        self._extranet.validate(identifier)

    def refuse(self, identifier: str) -> None:
        self._extranet.refuse(identifier)

    def edit(self, identifier: str, caption: str, value: str) -> None:
        self._extranet.edit(identifier, self._key(identifier, caption), value)

    def validate_student(self, identifier: str, label: str) -> None:
        self._extranet.validate(identifier, self._student(identifier, label).ref)

    def refuse_student(self, identifier: str, label: str) -> None:
        self._extranet.refuse(identifier, self._student(identifier, label).ref)

    def edit_student(self, identifier: str, label: str, caption: str, value: str) -> None:
        student = self._student(identifier, label).ref
        self._extranet.edit(identifier, self._key(identifier, caption, student), value, student)

    def end_sessions(self) -> None:
        self._extranet.end_sessions()

    def _shown(self, on_file: SheetOnFile, field: Field) -> str:
        requested = self._extranet.showing is Showing.REQUESTED
        return field.shown(on_file.waiting.get(field.key) if requested else None)

    def _effect(self, effect: Stored) -> Effect:
        fields = self._fields(effect.identifier, effect.student)
        changes = {f.caption: effect.changes[f.key] for f in fields if f.key in effect.changes}
        return Effect(effect.identifier, changes)

    def _key(self, identifier: str, caption: str, student: str | None = None) -> str:
        return next(f.key for f in self._fields(identifier, student) if f.caption == caption)

    def _fields(self, identifier: str, student: str | None = None) -> list[Field]:
        on_file = self._extranet.families[identifier].on_file(student)
        return [field for section in on_file.sections for field in section.fields]

    def _student(self, identifier: str, label: str) -> StudentRecord:
        students = self._extranet.families[identifier].students
        return next(student for student in students if student.name == label)


def _grid(table: Table) -> Grid:
    return Grid(
        tuple(column.caption for column in table.columns),
        tuple(row.cells for row in table.rows),
        tuple(
            _fiche(row.opens) if isinstance(row.opens, Window) else row.opens for row in table.rows
        ),
    )


def _fiche(window: Window) -> Fiche:
    fields = [field for section in window.sections for field in section.fields]
    seen = tuple(Seen(field.caption, field.value) for field in fields)
    return Fiche(seen, {table.caption: _grid(table) for table in window.tables})


@contextmanager
def memory(showing: Showing) -> Iterator[MemoryStand]:
    """The in-memory adapter, with its own fictional families."""
    yield MemoryStand(showing)
