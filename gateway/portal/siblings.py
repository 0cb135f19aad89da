"""Which brothers and sisters are still to be re-enrolled."""

from collections.abc import Sequence

from adapters.model import Student
from gateway.drafts import Draft
from gateway.pending.requests import Known
from gateway.pending.states import SETTLED, State
from gateway.pending.subjects import Kind
from gateway.portal.tabs import Tabs
from gateway.views import NextChild, Visit


async def next_children(
    visit: Visit,
    student: str,
    students: Sequence[Student],
    known: Sequence[Known],
    drafts: Sequence[Draft],
    tabs: Tabs,
) -> tuple[NextChild, ...]:
    """Those that nothing was sent for, the next one after `student` first.

    One whose tab was never read is among them; one whose tab is known to be missing, or to await
    validation, is not.
    """
    refs = [each.ref for each in students]
    place = refs.index(student) + 1 if student in refs else 0
    sent = {
        each.body.subject.ref
        for each in known
        if each.row.kind == Kind.RE_ENROLMENT
        and (State(each.row.state) not in SETTLED or each.row.state == State.VALIDATED)
    }
    begun = {each.student.ref for each in drafts}
    return tuple(
        [
            NextChild(student=each, begun=each.ref in begun)
            for each in (*students[place:], *students[:place])
            if each.ref not in (student, *sent)
            and await tabs.standing(visit, each.ref) in ("unknown", "open")
        ]
    )
