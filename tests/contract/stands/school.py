"""The fictional school over HTTP as a stand for the live adapter."""

from collections.abc import Iterator
from contextlib import contextmanager

from adapters.port import Extranet
from adapters.registry import extranet
from adapters.school import Running, running
from adapters.school.control import Control
from adapters.school.markup import MarkupName
from adapters.school.sheet import field_called
from tests.contract.stands.stranger import live
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
        return {field_called(name).caption: value for name, value in waiting.items()}

    def validate(self, identifier: str) -> None:
        self.control.validate(identifier)

    def refuse(self, identifier: str) -> None:
        self.control.refuse(identifier)

    def edit(self, identifier: str, caption: str, value: str) -> None:
        self.control.edit(identifier, caption, value)

    def end_sessions(self) -> None:
        self.control.end_sessions()


@contextmanager
def school(markup: MarkupName) -> Iterator[SchoolStand]:
    """The live adapter before the school in that markup."""
    with running(markup) as started:
        yield SchoolStand(started)
