"""From what is known of a request to what its family sees of it. Pure."""

from adapters.model import Student
from gateway.pending.requests import Known
from gateway.pending.states import State
from gateway.pending.subjects import Kind, Subject
from gateway.views import AskedChange, Happened, RequestView


def shown(known: Known) -> RequestView:
    """The request with its history, values by their labels."""
    row = known.row
    fields = {wanted.change.key: wanted.field for wanted in known.body.wanted}
    return RequestView(
        number=row.number,
        kind=row.kind,
        student=_student(known.body.subject),
        state=State(row.state),
        asked_at=row.asked_at,
        seen_at=row.seen_at,
        changes=tuple(
            AskedChange(
                key=wanted.change.key,
                caption=wanted.change.caption,
                old=wanted.field.shown(wanted.change.old),
                new=wanted.field.shown(wanted.change.new),
            )
            for wanted in known.body.wanted
        ),
        history=tuple(Happened(state=State(each.state), at=each.at) for each in known.events),
        words=known.result.words,
        conflict={
            key: fields[key].shown(value)
            for key, value in known.result.conflict.items()
            if key in fields
        },
        mailed_to=tuple(map(masked, known.body.mailed_to)),
        keeps_credentials=row.means is not None,
        applied_at_once=row.applied_at_once,
    )


def _student(subject: Subject) -> Student | None:
    if subject.kind is Kind.FAMILY:
        return None
    return Student(ref=subject.ref, name=subject.name)


def masked(address: str) -> str:
    """An address that its owner recognises, and nobody else learns: l•••@example.org."""
    local, _, domain = address.rpartition("@")
    return f"{local[:1]}•••@{domain}"
