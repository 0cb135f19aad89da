"""A request without its contents: the bare row that stays, so that nothing happens twice."""

from datetime import datetime

from sqlalchemy import Connection

from gateway.pending.records import Body, Records
from gateway.pending.states import FINAL, State
from gateway.pending.subjects import Kind, Subject
from gateway.store import acts, requests
from gateway.store.requests import RequestRow


def erase_contents(connection: Connection, records: Records, row: RequestRow, at: datetime) -> bool:
    """Erase what an ended request asked for and what came of it; False where it has changed.

    What stays says that a request of that number was made, of which kind, when, and how it ended.
    Its body is sealed as any other: whatever opens requests opens it, and finds nothing. What the
    school's staff did about it stays in their journal; what they wrote of the family goes with it.
    """
    if State(row.state) not in FINAL:
        return False
    nothing = Body(
        wanted=(), shape="", waited=False, mailed_to=(), subject=Subject(kind=Kind(row.kind))
    )
    erased = requests.note(
        connection,
        row,
        body=records.seal_body(row.school, row.account, row.number, nothing),
        result=None,
        said=None,
        means=None,
        means_until=None,
        erase_asked_at=None,
        erased_at=at,
    )
    if erased is None:
        return False
    acts.erase_notes(connection, row.school, row.number)
    return True
