"""What the pages see of Réinscription in the stand-in portal; nobody here exists."""

from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass

from adapters.model import Field, Kind, Option
from adapters.re_enrolment import Discipline, Imports, ReEnrolment
from gateway.documents import Owner
from gateway.views import (
    GivenDocument,
    NextChildren,
    ReEnrolmentView,
    Visit,
    WantedDocument,
)
from tests.unit.pages.files import LOEIZA, NOE, WHEN

Answer = Callable[..., object]

SCREEN = ReEnrolment(
    title="Réinscription",
    disciplines=(
        Discipline(key="p", caption="Piano <b>", group="Cursus", ticked=True),
        Discipline(key="e", caption="Éveil", editable=False),
    ),
    note=Field(key="n", caption="Demandes", value="", kind=Kind.LONG_TEXT),
    imports=Imports(names=(Option("1", "Justificatif <b>"),)),
    shape="s",
)
VIEW = ReEnrolmentView(
    students=(LOEIZA, NOE),
    chosen=LOEIZA,
    re_enrols=True,
    read_at=WHEN,
    screen=SCREEN,
    seen="scellé",
    begun=True,
    ticked=frozenset({"p"}),
    given=(GivenDocument(id="d1", label="Justificatif <b>", file_name="a <b>.pdf", size=1000),),
    wanted=(WantedDocument(value="1", label="Justificatif <b>", given=1),),
    version="v",
    sends=True,
    image_megabytes=15,
)


@dataclass
class StandInReEnrolments:
    """Asks the stand-in portal for its answers, and is noted by it."""

    answer: Answer

    @property
    def preparing(self) -> "StandInReEnrolments":
        return self

    @property
    def giving(self) -> "StandInReEnrolments":
        return self

    async def show(self, visit: Visit, student: str, *, refresh: bool = False) -> object:
        return self.answer("re_enrolment", VIEW, visit, student, refresh)

    async def prepared(self, visit: Visit, student: str) -> object:
        return self.answer("prepared", VIEW, visit, student)

    async def next_children(self, visit: Visit, student: str) -> object:
        return self.answer("next_children", NextChildren(students=(), children=()), visit, student)

    async def choose(
        self, owner: Owner, student: str, seen: str, ticked: tuple[str, ...],
        answers: Mapping[str, str],
    ) -> object:  # fmt: skip
        return self.answer("choose", {}, owner, student, seen, ticked, answers)

    async def write(self, owner: Owner, student: str, note: str) -> object:
        return self.answer("write", None, owner, student, note)

    async def erase(self, owner: Owner, student: str) -> object:
        return self.answer("erase", None, owner, student)

    async def may_give(self, owner: Owner, student: str, name: str) -> object:
        return self.answer("may_give", None, owner, student, name)

    async def give(
        self, owner: Owner, student: str, name: str, press: str, file_name: str, declared: str,
        pieces: AsyncIterator[bytes],
    ) -> object:  # fmt: skip
        return self.answer("give", None, owner, student, name)

    async def take_back(self, owner: Owner, student: str, document: str) -> object:
        return self.answer("take_back", True, owner, student, document)

    async def borrow(
        self, visit: Visit, student: str, sibling: str, document: str | None
    ) -> object:
        return self.answer("borrow", None, visit, student, sibling, document)
