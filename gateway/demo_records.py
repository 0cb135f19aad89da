"""The fictional school’s records, in a file: the demonstration goes on where it was stopped."""

from pathlib import Path

import msgspec
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from adapters.school import School


class Record(msgspec.Struct, frozen=True, kw_only=True):
    """One sheet of the school, a family's or a student's: stored values by field name."""

    values: dict[str, str]
    """In force."""
    waiting: dict[str, str]
    """Asked for, and yet to be decided."""


def keep(school: School, path: Path) -> None:
    """Put back what `path` holds of the school's sheets, and keep it up to date from now on."""
    if path.exists():
        kept = msgspec.json.decode(path.read_bytes(), type=dict[str, Record])
        for key, sheet in school.office.records().items():
            if record := kept.get(key):
                sheet.values, sheet.waiting = record.values, record.waiting
    school.app.add_middleware(_Keeping, school=school, path=path)


class _Keeping:
    """Writes the records down before anybody is told that they changed."""

    def __init__(self, app: ASGIApp, school: School, path: Path) -> None:
        self._app = app
        self._school = school
        self._path = path

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] != "POST":
            await self._app(scope, receive, send)
            return

        async def send_once_written(message: Message) -> None:
            if message["type"] == "http.response.start":
                self._write()
            await send(message)

        try:
            await self._app(scope, receive, send_once_written)
        finally:
            # Some faults never answer: the effect is there all the same.
            self._write()

    def _write(self) -> None:
        records = {
            key: Record(values=sheet.values, waiting=sheet.waiting)
            for key, sheet in self._school.office.records().items()
        }
        fresh = self._path.with_suffix(".new")
        fresh.write_bytes(msgspec.json.encode(records))
        fresh.replace(self._path)
