"""What is kept of second factors: the application's secret, and what is left of recovery codes."""

from collections.abc import Iterable

from sqlalchemy import Connection

from gateway.clock import Clock
from gateway.sealed import place_of_totp
from gateway.staff import second_factor
from gateway.store import acts
from gateway.store import staff as rows
from gateway.store.staff import StaffRow
from gateway.vault import DoesNotOpen, Vault


class Codes:
    """Uses codes up, each in the transaction of what it lets somebody do."""

    def __init__(self, vault: Vault, clock: Clock) -> None:
        """`vault` opens secrets."""
        self._vault = vault
        self._clock = clock

    def spent(self, connection: Connection, row: StaffRow, typed: str) -> bool:
        """Use a code up, the application's or a recovery code; whether it was one."""
        if not second_factor.is_recovery(typed):
            return self.shown(connection, row, typed)
        left, digest = row.recovery.split(), self._digest(row, typed)
        if digest not in left:
            return False
        left.remove(digest)
        rows.change(connection, row.school, row.id, recovery=" ".join(left))
        note(connection, row, "recovery_code_used", self._clock)
        return True

    def shown(self, connection: Connection, row: StaffRow, typed: str) -> bool:
        """Use a code of the application up; whether it was one."""
        step = second_factor.step_of(self.secret(row), typed, self._clock(), row.totp_step)
        return step is not None and rows.use_step(connection, row.school, row.id, step)

    def kept(self, row: StaffRow, codes: Iterable[str]) -> str:
        """What is kept of recovery codes."""
        return " ".join(self._digest(row, code) for code in codes)

    def secret(self, row: StaffRow) -> str:
        """The application's; raises DoesNotOpen, as where there is none."""
        if row.totp is None:
            raise DoesNotOpen
        return self._vault.open(place_of_totp(row.school, row.id), row.totp).decode()

    def _digest(self, row: StaffRow, code: str) -> str:
        return self._vault.digest(
            "recovery", row.school, row.id, second_factor.plain_recovery(code)
        )


def note(connection: Connection, row: StaffRow, what: str, clock: Clock) -> None:
    """Write an act of theirs down."""
    acts.add(connection, school=row.school, at=clock(), staff=row.id, name=row.name, what=what)


def counted_as(row: StaffRow) -> str:
    """Under what their codes are counted: no login has a line's end in it."""
    return f"code\n{row.id}"
