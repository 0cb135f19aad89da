"""The control side in Python, for tests and the demo: the staff's acts, the ledger, faults."""

import msgspec

from adapters.school.faults import Fault, FaultKind, Faults
from adapters.school.ledger import Effect
from adapters.school.office import Office
from adapters.school.sessions import Sessions
from adapters.school.truth import Shown, famille
from adapters.school.wire import Post


class State(msgspec.Struct, frozen=True):
    """A family as the school has it: stored values by field name."""

    values: dict[str, str]
    """In force."""
    waiting: dict[str, str]
    """Asked for, and yet to be decided."""
    famille: tuple[Shown, ...]
    """What a person reads on Famille."""


class Control:
    """Everything that a test may do to the school. Safe to call from any thread.

    What takes an identifier, or a field, raises KeyError where there is none such.
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

    def record(self, identifier: str) -> State:
        """A family as it stands."""
        family = self._office.family(identifier)
        return State(dict(family.values), dict(family.waiting), famille(family))

    def famille(self, identifier: str) -> tuple[Shown, ...]:
        """What a person reads on Famille now, in order."""
        return self.record(identifier).famille

    def validate(self, identifier: str) -> None:
        """The staff accepts all that waits."""
        self._office.validate(identifier)

    def refuse(self, identifier: str) -> None:
        """The staff turns down all that waits."""
        self._office.refuse(identifier)

    def edit(self, identifier: str, field: str, value: str) -> None:
        """The staff changes a field, by name or caption, in force at once."""
        self._office.edit(identifier, field, value)

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
