"""The extranet in memory as a stand that takes re-enrolments and passwords."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from adapters.memory import EnrolmentOnFile, MemoryExtranet, NextWrite, StudentRecord
from adapters.memory import Import as Came
from tests.strangers.requests.stage import Box, Enrolled, Import, Mailed, Tab
from tests.strangers.stage import Account


class MemoryRequests:
    """The staff's side is the extranet's own."""

    sign_in_url = ""
    """Nothing is served."""

    def __init__(self, *, lists_files: bool) -> None:
        self._extranet = MemoryExtranet()
        labels = {site.ref: site.label for site in self._extranet.site_list}
        self.accounts = tuple(
            Account(labels.get(family.site or ""), family.identifier, family.password)
            for family in self._extranet.families.values()
            if family.closed is None and family.students
        )
        for family in self._extranet.families.values():
            for student in family.students:
                _tab(student).lists_files = lists_files

    @property
    def enrolled(self) -> list[Enrolled]:
        return [
            Enrolled(
                one.identifier,
                self._label(one.identifier, one.student),
                one.ticked,
                one.note,
                tuple(map(_import, one.documents)),
            )
            for one in self._extranet.enrolled
        ]

    @property
    def imports(self) -> list[tuple[str, str, Import]]:
        return [
            (one.identifier, self._label(one.identifier, one.student), _import(one))
            for one in self._extranet.imports
        ]

    @property
    def mailed(self) -> list[Mailed]:
        return [Mailed(m.identifier, m.email, m.password) for m in self._extranet.mailed]

    def start(self) -> str:
        return ""

    def stop(self) -> None:
        """Nothing was started."""

    def extranet(self) -> MemoryExtranet:
        return self._extranet

    def labels(self, identifier: str) -> list[str]:
        return [student.name for student in self._students(identifier)]

    def activate(self, on: bool) -> None:
        self._extranet.re_enrolments_open = on

    def tab(self, identifier: str, label: str) -> Tab:
        on_file = _tab(self._student(identifier, label))
        return Tab(
            boxes=tuple(Box(one.caption, one.ticked, one.editable) for one in on_file.disciplines),
            names=tuple(one.label for one in on_file.names),
            imported=tuple(map(_import, on_file.imported)),
            lists_imports=on_file.lists_files,
            note=on_file.note,
            waiting=on_file.waiting,
        )

    def validate(self, identifier: str, label: str) -> None:
        self._extranet.validate_re_enrolment(identifier, self._student(identifier, label).ref)

    def password(self, identifier: str) -> str:
        return self._extranet.families[identifier].password

    def email(self, identifier: str) -> str:
        fields = (
            field
            for section in self._extranet.families[identifier].sections
            for field in section.fields
        )
        return next(field.value for field in fields if field.name == "email")

    def good_password(self) -> str:
        return "bonne-saison-7"

    def bad_password(self) -> str:
        return "sans chiffre"

    def end_sessions(self) -> None:
        self._extranet.end_sessions()

    def lose_next_answer(self, screen: str) -> None:
        self._extranet.faults.next_write = NextWrite.ANSWER_LOST

    def _students(self, identifier: str) -> Sequence[StudentRecord]:
        return self._extranet.families[identifier].students

    def _student(self, identifier: str, label: str) -> StudentRecord:
        return next(one for one in self._students(identifier) if one.name == label)

    def _label(self, identifier: str, ref: str) -> str:
        return next(one.name for one in self._students(identifier) if one.ref == ref)


def _tab(student: StudentRecord) -> EnrolmentOnFile:
    assert student.enrolment is not None
    return student.enrolment


def _import(one: Came) -> Import:
    return Import(one.name, one.file_name, one.body)


@contextmanager
def memory(*, lists_files: bool = True) -> Iterator[MemoryRequests]:
    """The in-memory adapter, with its own fictional families."""
    yield MemoryRequests(lists_files=lists_files)
