"""The control side in Python, for tests and the demo: the staff's acts, the ledger, faults."""

from typing import Literal

import msgspec

from adapters.school.faults import Fault, FaultKind, Faults
from adapters.school.ledger import Effect
from adapters.school.mails import Mail
from adapters.school.office import Office
from adapters.school.re_enrolment import Import, Request
from adapters.school.sessions import Sessions
from adapters.school.truth import (
    Eleve,
    Facturation,
    Reinscription,
    Shown,
    eleves,
    facturation,
    reinscription,
    sheet,
)
from adapters.school.wire import Post


class State(msgspec.Struct, frozen=True):
    """A sheet as the school has it: stored values by field name."""

    values: dict[str, str]
    """In force."""
    waiting: dict[str, str]
    """Asked for, and yet to be decided."""
    shown: tuple[Shown, ...]
    """What a person reads on the sheet."""


class Control:
    """Everything that a test may do to the school. Safe to call from any thread.

    What takes an identifier, a student or a field raises KeyError where there is none such. A
    student goes by its number, or by its label where no sibling has the same; where none is named,
    Famille is meant.
    """

    def __init__(
        self, office: Office, sessions: Sessions, faults: Faults, posts: list[Post]
    ) -> None:
        """All are shared with the pages."""
        self._office = office
        self._sessions = sessions
        self._faults = faults
        self._posts = posts

    def ledger(self) -> tuple[Effect, ...]:
        """Every effect that the school applied, in order."""
        return self._office.ledger.effects()

    def posts(self) -> tuple[Post, ...]:
        """Every form that the old pages received, in order, whatever became of it."""
        return tuple(self._posts)

    def record(self, identifier: str, student: str | None = None) -> State:
        """A sheet as it stands."""
        record = self._office.record(identifier, student)
        return State(dict(record.values), dict(record.waiting), sheet(record))

    def famille(self, identifier: str) -> tuple[Shown, ...]:
        """What a person reads on Famille now, in order."""
        return self.record(identifier).shown

    def eleves(self, identifier: str) -> tuple[Eleve, ...]:
        """What a person reads of each student now, behind every line too."""
        return eleves(self._office.family(identifier))

    def facturation(self, identifier: str) -> Facturation:
        """What a person reads on Facturation now, with every duplicate."""
        return facturation(self._office.family(identifier))

    def re_enrolment(self, identifier: str, student: str) -> Reinscription | None:
        """What a person reads on a student's Réinscription now; None where there is no tab."""
        _, found = self._office.student(identifier, student)
        shown = self._office.re_enrolments.of(found)
        return None if shown is None else reinscription(shown)

    def imports(self) -> tuple[Import, ...]:
        """Every document that came, with its bytes, in order."""
        return tuple(self._office.re_enrolments.imports)

    def re_enrolments(self) -> tuple[Request, ...]:
        """Every press of « Valider », in order: twice is two."""
        return tuple(self._office.re_enrolments.requests)

    def mailed(self) -> tuple[Mail, ...]:
        """Every mail that the school would have sent, in order."""
        return tuple(self._office.mailed)

    def password(self, identifier: str) -> str:
        """A family's password now."""
        return self._office.family(identifier).password

    def activate_re_enrolments(self, on: bool = True) -> None:
        """The staff opens re-enrolments to all students who may have one, or closes them."""
        self._office.re_enrolments.open = on

    def validate_re_enrolment(self, identifier: str, student: str) -> None:
        """The staff validates a student's re-enrolment: it awaits validation no longer."""
        self._office.re_enrolments.validate(*self._office.student(identifier, student))

    def validate(self, identifier: str, student: str | None = None) -> None:
        """The staff accepts all that waits on a sheet."""
        self._office.validate(identifier, student)

    def refuse(self, identifier: str, student: str | None = None) -> None:
        """The staff turns down all that waits on a sheet."""
        self._office.refuse(identifier, student)

    def edit(self, identifier: str, field: str, value: str, student: str | None = None) -> None:
        """The staff changes a field, by name or caption, in force at once."""
        self._office.edit(identifier, field, value, student)

    def plan(self, fault: Fault) -> None:
        """Let a fault befall the next requests that fit."""
        self._faults.plan(fault)

    def fault(
        self,
        kind: FaultKind | str,
        *,
        screen: str | None = None,
        method: str | None = None,
        times: int = 1,
        seconds: float = 0.0,
        percent: int = 50,
        status: int = 503,
        page: Literal["sign_in", "error"] = "sign_in",
    ) -> None:
        """`plan`, with the parts of a `Fault` as arguments.

        Raises:
            ValueError: there is no such kind.
        """
        self.plan(
            Fault(
                kind=FaultKind(kind),
                screen=screen,
                method=method,
                times=times,
                seconds=seconds,
                percent=percent,
                status=status,
                page=page,
            )
        )

    def clear_faults(self) -> None:
        """Drop the faults that are still to come."""
        self._faults.clear()

    def paused(self) -> int:
        """How many requests are held up by a fault now."""
        return self._faults.paused()

    def release(self) -> None:
        """Let the requests that are held up go on."""
        self._faults.release()

    def end_sessions(self) -> None:
        """Every signed-in session ends."""
        self._sessions.end_all()

    def down(self, down: bool = True) -> None:
        """The old pages answer nothing at all, until `down(False)`."""
        self._faults.down = down
