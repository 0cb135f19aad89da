"""The fictional school over HTTP as a stand for the live adapter."""

from collections.abc import Iterator
from contextlib import contextmanager

from adapters.port import Extranet
from adapters.registry import extranet
from adapters.school import Running, running
from adapters.school.control import Control
from adapters.school.markup import MarkupName
from adapters.school.sheet import FAMILY_SHEET, STUDENT_SHEET
from adapters.school.truth import Fiche as FicheTold
from adapters.school.truth import Grid as GridTold
from tests.contract.stands.stranger import live
from tests.strangers.dossiers.stage import Eleve, Facturation, Fiche, Grid, Seen
from tests.strangers.stage import Account, Effect, Shown


class SchoolStand:
    """The school's `control` is there for what other stands cannot do."""

    def __init__(self, school: Running) -> None:
        self.sign_in_url = school.sign_in_url
        self.control: Control = school.control
        self.accounts = [
            Account(account.site, account.identifier, account.password)
            for account in school.accounts
        ]

    @property
    def ledger(self) -> list[Effect]:
        return [
            Effect(effect.identifier, {change.caption: change.new for change in effect.changes})
            for effect in self.control.ledger()
        ]

    def extranet(self) -> Extranet:
        return extranet("imuse", live(self.sign_in_url))

    def famille(self, identifier: str) -> list[Shown]:
        return [
            Shown(shown.caption, shown.value, shown.section, shown.editable)
            for shown in self.control.famille(identifier)
        ]

    def waiting(self, identifier: str) -> dict[str, str]:
        waiting = self.control.record(identifier).waiting
        return {FAMILY_SHEET.field_called(name).caption: said for name, said in waiting.items()}

    def validate(self, identifier: str) -> None:
        self.control.validate(identifier)

    def refuse(self, identifier: str) -> None:
        self.control.refuse(identifier)

    def edit(self, identifier: str, caption: str, value: str) -> None:
        self.control.edit(identifier, caption, value)

    def eleves(self, identifier: str) -> list[Eleve]:
        """The family's students, in the order in which the school offers them: the truth."""
        return [
            Eleve(
                label=one.label,
                identite=tuple(Seen(shown.caption, shown.value) for shown in one.identite),
                cours=_grid(one.cours),
                historique=_grid(one.historique),
                repertoire=_grid(one.repertoire),
            )
            for one in self.control.eleves(identifier)
        ]

    def facturation(self, identifier: str) -> Facturation:
        """The family's invoices and payments: the truth."""
        told = self.control.facturation(identifier)
        lists = {heading: _grid(grid) for heading, grid in told.lists.items()}
        return Facturation(lists, told.balance)

    def waiting_student(self, identifier: str, label: str) -> dict[str, str]:
        """Requested values that wait on a student's Identité, by caption.

        Here and below `label` may be the student's number: homonyms are not told apart by name.
        """
        waiting = self.control.record(identifier, label).waiting
        return {STUDENT_SHEET.field_called(name).caption: said for name, said in waiting.items()}

    def validate_student(self, identifier: str, label: str) -> None:
        """The staff accepts what waits on a student's Identité."""
        self.control.validate(identifier, label)

    def refuse_student(self, identifier: str, label: str) -> None:
        """The staff turns it down."""
        self.control.refuse(identifier, label)

    def edit_student(self, identifier: str, label: str, caption: str, value: str) -> None:
        """The staff changes a field of a student's Identité itself."""
        self.control.edit(identifier, caption, value, label)

    def end_sessions(self) -> None:
        self.control.end_sessions()


def _grid(told: GridTold) -> Grid:
    opens = tuple(_fiche(one) if isinstance(one, FicheTold) else one for one in told.opens)
    return Grid(told.columns, told.lines, opens)


def _fiche(told: FicheTold) -> Fiche:
    fields = tuple(Seen(caption, value) for caption, value in told.fields)
    return Fiche(fields, {words: _grid(grid) for words, grid in told.lists.items()})


@contextmanager
def school(markup: MarkupName) -> Iterator[SchoolStand]:
    """The live adapter before the school in that markup."""
    with running(markup) as started:
        yield SchoolStand(started)
