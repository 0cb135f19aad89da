"""Requests that lack something, put where a desk finds them."""

from datetime import timedelta

from msgspec.structs import replace

from gateway.pending.states import State
from gateway.pending.subjects import Kind, Subject
from tests.unit.office.stage import Desk
from tests.unit.pending.test_imports import asked


async def lacking(
    desk: Desk,
    number: str,
    lacks: tuple[str, ...],
    state: State = State.AWAITING_STAFF,
    *,
    student: str = "LE GOFF Léa",
    **how: object,
) -> None:
    """A re-enrolment that was sent without these documents."""
    enrolment = asked()
    by = desk.stage.clock() + timedelta(days=14)
    terms = replace(enrolment.terms, missing=lacks, missing_by=by)
    subject = Subject(kind=Kind.RE_ENROLMENT, ref=student, name=student)
    await desk.standing(
        number, state, subject=subject, re_enrolment=replace(enrolment, terms=terms), **how
    )
