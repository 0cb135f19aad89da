"""The fictional school as a stand that takes re-enrolments and passwords."""

from collections.abc import Iterator
from contextlib import contextmanager

from adapters.port import Extranet
from adapters.registry import extranet
from adapters.school import FaultKind, Running, running
from adapters.school.markup import MarkupName
from adapters.school.re_enrolment import Document
from tests.contract.stands.stranger import live
from tests.strangers.requests.stage import Box, Enrolled, Import, Mailed, Tab
from tests.strangers.stage import Account

SCREENS = {"import": "import", "valider": "re_enrolment", "mot_de_passe": "password"}
"""The school's name of each screen whose answer may be lost."""


class SchoolRequests:
    """The staff's side is the school's `control`."""

    def __init__(self, school: Running) -> None:
        self.sign_in_url = school.sign_in_url
        self.control = school.control
        self.accounts = tuple(
            Account(one.site, one.identifier, one.password) for one in school.accounts
        )

    @property
    def enrolled(self) -> list[Enrolled]:
        return [
            Enrolled(
                one.identifier,
                one.label,
                one.ticked,
                one.note,
                tuple(map(_import, one.documents)),
            )
            for one in self.control.re_enrolments()
        ]

    @property
    def imports(self) -> list[tuple[str, str, Import]]:
        return [
            (one.identifier, one.label, _import(one.document)) for one in self.control.imports()
        ]

    @property
    def mailed(self) -> list[Mailed]:
        return [
            Mailed(mail.identifier, mail.email, mail.password)
            for mail in self.control.mailed()
            if mail.password
        ]

    def start(self) -> str:
        return self.sign_in_url

    def stop(self) -> None:
        """It ends with the block of `school_requests`."""

    def extranet(self) -> Extranet:
        return extranet("imuse", live(self.sign_in_url))

    def labels(self, identifier: str) -> list[str]:
        return [one.label for one in self.control.eleves(identifier)]

    def activate(self, on: bool) -> None:
        self.control.activate_re_enrolments(on)

    def tab(self, identifier: str, label: str) -> Tab:
        shown = self.control.re_enrolment(identifier, label)
        assert shown is not None
        return Tab(
            boxes=tuple(Box(one.caption, one.ticked, not one.closed) for one in shown.boxes),
            names=shown.names,
            imported=tuple(map(_import, shown.documents)),
            lists_imports=True,
            note=shown.note,
            waiting=shown.waiting,
        )

    def validate(self, identifier: str, label: str) -> None:
        self.control.validate_re_enrolment(identifier, label)

    def password(self, identifier: str) -> str:
        return self.control.password(identifier)

    def email(self, identifier: str) -> str:
        return self.control.record(identifier).values["mail"]

    def good_password(self) -> str:
        return "bonne-saison-7"

    def bad_password(self) -> str:
        return "sans chiffre"

    def end_sessions(self) -> None:
        self.control.end_sessions()

    def lose_next_answer(self, screen: str) -> None:
        self.control.fault(FaultKind.ANSWER_LOST, screen=SCREENS[screen], method="POST")


def _import(document: Document) -> Import:
    return Import(document.name, document.file_name, document.body)


@contextmanager
def school_requests(markup: MarkupName) -> Iterator[SchoolRequests]:
    """The live adapter before the school in that markup."""
    with running(markup) as started:
        yield SchoolRequests(started)
