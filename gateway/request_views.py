"""From what is known of a request to what its family sees of it. Pure."""

from typing import Literal

from msgspec.structs import replace

from adapters.model import Change, Field, Student
from gateway.pending.imports import Progress
from gateway.pending.people.withdrawal import may_be_taken_back
from gateway.pending.re_enrolments import ReEnrolmentAsked
from gateway.pending.records import Wanted
from gateway.pending.requests import Known
from gateway.pending.states import Event, State
from gateway.pending.subjects import Kind, Subject
from gateway.views import (
    AskedChange,
    AskedDocument,
    AskedReEnrolment,
    Happened,
    RequestView,
    SaidBySchool,
)

_OF_SENDING: dict[str, Literal["waiting", "sent", "unclear", "refused"]] = {
    "waiting": "waiting",
    "intended": "unclear",
    "sent": "sent",
    "unclear": "unclear",
    "refused": "refused",
}


def shown(known: Known) -> RequestView:
    """The request with its history, values by their labels."""
    row = known.row
    asked = known.body.re_enrolment
    return RequestView(
        number=row.number,
        kind=row.kind,
        family=known.body.family,
        student=_student(known.body.subject),
        state=State(row.state),
        asked_at=row.asked_at,
        seen_at=row.seen_at,
        changes=tuple(_of_sheet(wanted) for wanted in known.body.asked),
        re_enrolment=None if asked is None else _re_enrolment(asked, known.result.re_enrolment),
        history=tuple(Happened(state=State(each.state), at=each.at) for each in known.events),
        words=known.result.words,
        said=tuple(
            SaidBySchool(at=each.at, about=each.about, words=each.words) for each in known.said
        ),
        conflict=_conflict(known),
        kept={
            each.wanted.change.key: each.wanted.field.shown(each.shown) for each in known.body.kept
        },
        mailed_to=tuple(map(masked, known.body.mailed_to)),
        keeps_credentials=row.means is not None,
        may_withdraw=may_be_taken_back(row, known.result),
        taken_back=any(each.event == Event.TAKEN_BACK for each in known.events),
        replaces=known.body.replaces,
        replaced_by=known.result.replaced_by,
        applied_at_once=row.applied_at_once,
        erased_at=row.erased_at,
        erased_at_its_end=row.erase_asked_at is not None,
    )


def _of_sheet(wanted: Wanted) -> AskedChange:
    asked, bound = _change(wanted.field, wanted.as_asked), wanted.change.old
    if bound == wanted.field.value:
        return asked
    return replace(asked, in_force=wanted.field.shown(bound))


def _conflict(known: Known) -> dict[str, str]:
    """All that the old site shows otherwise than the family saw it, not since last time alone."""
    found = known.result.conflict
    if not found:
        return {}
    return {
        each.change.key: each.field.shown(now)
        for each in known.body.asked
        if (now := found.get(each.change.key, each.change.old)) != each.field.value
    }


def _change(field: Field, change: Change) -> AskedChange:
    return AskedChange(
        key=change.key,
        caption=change.caption,
        old=field.shown(change.old),
        new=field.shown(change.new),
    )


def _re_enrolment(asked: ReEnrolmentAsked, progress: Progress | None) -> AskedReEnrolment:
    questions = {field.key: field for field in asked.screen.questions}
    terms = asked.terms
    return AskedReEnrolment(
        goes_on=asked.goes_on,
        stops=asked.stops,
        note=asked.note,
        answers=tuple(_change(questions[change.key], change) for change in asked.answers),
        documents=_documents(asked, progress),
        missing=terms.missing,
        indispensable=terms.indispensable,
        missing_by=terms.missing_by,
        receipt=terms.receipt,
        silence=terms.silence,
        silence_from=terms.silence_from,
        remedies=terms.remedies,
        follows=asked.follows,
        pressed=progress is not None and progress.pressed_on is not None,
        hindrance="" if progress is None else progress.hindrance,
    )


def _documents(asked: ReEnrolmentAsked, progress: Progress | None) -> tuple[AskedDocument, ...]:
    begun = progress if progress and progress.documents else Progress.begun(asked)
    return tuple(
        AskedDocument(
            label=piece.label,
            file_name=piece.file_name,
            size=piece.size,
            picture=piece.media_type.startswith("image/"),
            state=_OF_SENDING[sending.state],
        )
        for piece, sending in zip(asked.pieces, begun.documents, strict=True)
    )


def _student(subject: Subject) -> Student | None:
    if subject.kind is Kind.FAMILY or not subject.ref:
        # Of one whose contents were erased the student is not known any more.
        return None
    return Student(ref=subject.ref, name=subject.name)


def masked(address: str) -> str:
    """An address that its owner recognises, and nobody else learns: l•••@example.org."""
    local, _, domain = address.rpartition("@")
    return f"{local[:1]}•••@{domain}"
