"""An extranet in memory: a public fake of the port, for integrators' tests and for ours.

It passes the same contract suite as the live adapter (`tests/contract/`)::

    extranet = MemoryExtranet()
    session = await extranet.sign_in(extranet.credentials("F-1042"))
    sheet = await session.family()
    zoe, *siblings = await session.students()
    courses = await session.courses(zoe.ref)
    extranet.faults.next_write = NextWrite.ANSWER_LOST
    extranet.faults.failing["courses"] = ColumnsLost()

The staff's side is on the extranet (`validate`, `refuse`, `edit`, `validate_re_enrolment`,
`re_enrolments_open`), so is the `ledger` of every effect on a sheet, with `imports`, `enrolled` and
`mailed` for documents, re-enrolments and new passwords; `faults` makes it slow, closed or
unreachable, has it lose what it should answer, or has one kind of reading fail while the others go
on. `asked` counts what was asked of it.

Its families are fictional: "F-1042" has three students, "F-2077" one, "F-4120" twelve and a bill of
250 lines, "F-5003" none; "F-3001" is closed. Their records are plain dataclasses to change as you
like: `extranet.families["F-1042"].students[0].courses.rows.clear()`. A family of your own is a
`Record`, with `StudentRecord`s and `Books`; `schooling` and `billing` build their lists in a line
each.
"""

from adapters.memory.enrolling import Enrolled, EnrolmentOnFile, Import
from adapters.memory.extranet import MemoryExtranet, create
from adapters.memory.faults import Faults, Gate, NextWrite
from adapters.memory.on_file import Showing
from adapters.memory.passwords import Mailed
from adapters.memory.record import Effect, Record, StudentRecord
from adapters.memory.tables import Books, Row, Table, Window

__all__ = [
    "Books",
    "Effect",
    "Enrolled",
    "EnrolmentOnFile",
    "Faults",
    "Gate",
    "Import",
    "Mailed",
    "MemoryExtranet",
    "NextWrite",
    "Record",
    "Row",
    "Showing",
    "StudentRecord",
    "Table",
    "Window",
    "create",
]
