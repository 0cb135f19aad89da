"""Which documents the school asks for, and what there is of each. Pure."""

from collections.abc import Sequence

from adapters.re_enrolment import ReEnrolment
from adapters.re_enrolment_signs import lines_of
from gateway.drafts import Given
from gateway.french.words import folded
from gateway.views import WantedDocument


def wanted_documents(
    screen: ReEnrolment, given: Sequence[Given], indispensable: Sequence[str]
) -> tuple[WantedDocument, ...]:
    """The names of the import window's list, in its order."""
    if screen.imports is None:
        return ()
    needed = {folded(each) for each in indispensable}
    return tuple(
        WantedDocument(
            value=name.value,
            label=name.label,
            given=sum(folded(each.label) == folded(name.label) for each in given),
            imported=lines_of(name.label, screen) > 0,
            indispensable=folded(name.label) in needed,
        )
        for name in screen.imports.names
    )
