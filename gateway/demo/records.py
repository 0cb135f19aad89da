"""The fictional school’s records, in a file: the demonstration goes on where it was stopped."""

from pathlib import Path

import msgspec
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from adapters.school import School
from adapters.school.mails import Mail
from adapters.school.office import Office
from adapters.school.re_enrolment import Document
from adapters.school.records import Family, Student
from adapters.school.records import Record as SheetRecord


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """What one student's re-enrolment has come to."""

    ticked: set[str]
    note: str
    documents: list[Document]
    waiting: bool


class Record(msgspec.Struct, frozen=True, kw_only=True):
    """One sheet of the school, a family's or a student's: stored values by field name."""

    values: dict[str, str]
    """In force."""
    waiting: dict[str, str]
    """Asked for, and yet to be decided."""
    password: str | None = None
    """A family's."""
    re_enrolment: Asked | None = None
    """A student's, where the school offers it one."""


class Records(msgspec.Struct, frozen=True, kw_only=True):
    """All that the school would otherwise forget when it stops."""

    sheets: dict[str, Record]
    re_enrolments_open: bool
    mailed: list[Mail]


def keep(school: School, path: Path) -> None:
    """Put back what `path` holds of the school, and keep it up to date from now on."""
    if path.exists():
        _put_back(school.office, msgspec.json.decode(path.read_bytes(), type=Records))
    school.app.add_middleware(_Keeping, school=school, path=path)


def _put_back(office: Office, kept: Records) -> None:
    office.re_enrolments.open = kept.re_enrolments_open
    office.mailed.extend(kept.mailed)
    for key, sheet in office.records().items():
        record = kept.sheets.get(key)
        if record is None:
            continue
        sheet.values, sheet.waiting = record.values, record.waiting
        if isinstance(sheet, Family) and record.password is not None:
            sheet.password = record.password
        if isinstance(sheet, Student) and sheet.re_enrolment and record.re_enrolment:
            offered, asked = sheet.re_enrolment, record.re_enrolment
            offered.ticked, offered.note = asked.ticked, asked.note
            offered.documents, offered.waiting = asked.documents, asked.waiting


def _records(office: Office) -> Records:
    return Records(
        sheets={key: _record(sheet) for key, sheet in office.records().items()},
        re_enrolments_open=office.re_enrolments.open,
        mailed=office.mailed,
    )


def _record(sheet: SheetRecord) -> Record:
    offered = sheet.re_enrolment if isinstance(sheet, Student) else None
    return Record(
        values=sheet.values,
        waiting=sheet.waiting,
        password=sheet.password if isinstance(sheet, Family) else None,
        re_enrolment=None
        if offered is None
        else Asked(
            ticked=offered.ticked,
            note=offered.note,
            documents=offered.documents,
            waiting=offered.waiting,
        ),
    )


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
        fresh = self._path.with_suffix(".new")
        fresh.write_bytes(msgspec.json.encode(_records(self._school.office)))
        fresh.replace(self._path)
