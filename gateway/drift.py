"""Screens of an old site that are no longer as they were: counted, for whoever looks after it."""

import logging
from datetime import datetime

import msgspec
from msgspec.structs import replace

from adapters.errors import ExtranetError, NotUnderstood
from gateway.clock import Clock
from gateway.telemetry import incident, outline

_log = logging.getLogger(__name__)


class Drifted(msgspec.Struct, frozen=True, kw_only=True):
    """A screen that could not be understood since the gateway was started."""

    resource: str
    times: int
    key: str
    """The last error's."""
    last_at: datetime


class Drift:
    """Counts in memory, by school and resource; the log has each time, by its incident."""

    def __init__(self, clock: Clock) -> None:
        """With nothing counted."""
        self._clock = clock
        self._found: dict[tuple[str, str], Drifted] = {}

    def report(self, school: str, account: str, resource: str, error: ExtranetError) -> str:
        """Log a reading that failed, and count it where a person must look; returns its incident.

        The log gets where it failed, nothing of what was read.
        """
        number = incident()
        level = logging.INFO
        if isinstance(error, NotUnderstood):
            level = logging.WARNING
            self._count(school, resource, error)
        _log.log(
            level,
            "%s not read: %s",
            resource,
            outline(error),
            extra={"incident": number, "school": school, "account": account},
        )
        return number

    def of_school(self, school: str) -> tuple[Drifted, ...]:
        """The school's screens that could not be understood, by name."""
        found = (drifted for (id, _), drifted in self._found.items() if id == school)
        return tuple(sorted(found, key=lambda drifted: drifted.resource))

    def _count(self, school: str, resource: str, error: NotUnderstood) -> None:
        now = self._clock()
        before = self._found.get(
            (school, resource), Drifted(resource=resource, times=0, key=error.key, last_at=now)
        )
        self._found[school, resource] = replace(
            before, times=before.times + 1, key=error.key, last_at=now
        )
