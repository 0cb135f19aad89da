"""What brothers and sisters have given already: documents and words that serve again."""

from collections.abc import Iterable, Sequence

import msgspec

from adapters.model import Student
from adapters.re_enrolment import ReEnrolment
from gateway.documents import Documents, Owner, Stored
from gateway.drafts import Draft, Given
from gateway.french.words import folded
from gateway.pending.requests import Known
from gateway.views import GivenDocument, Lender


class Lent(msgspec.Struct, frozen=True, kw_only=True):
    """One who has something to lend; each document under its name in the borrower's list."""

    student: Student
    documents: tuple[Given, ...] = ()
    note: str = ""


async def lent_to(
    draft: Draft, drafts: Sequence[Draft], requests: Iterable[Known], documents: Documents,
    owner: Owner,
) -> tuple[Lent, ...]:  # fmt: skip
    """What the family's other drafts and its requests hold that `draft` has not got.

    `requests` are the newest first; of one student only what was given last is lent.
    """
    found: dict[str, Lent] = {
        each.student.ref: Lent(student=each.student, documents=each.given, note=each.note)
        for each in drafts
    }
    for known in requests:
        asked, subject = known.body.re_enrolment, known.body.subject
        if asked is None or subject.ref in found:
            continue
        given = [
            Given(document=each.document, name=each.name, label=each.label,
                  file_name=each.file_name, size=0)
            for each in asked.pieces
        ]  # fmt: skip
        found[subject.ref] = Lent(
            student=Student(ref=subject.ref, name=subject.name),
            documents=tuple(given),
            note=asked.note,
        )
    found.pop(draft.student.ref, None)
    lent = [await _still(each, draft, documents, owner) for each in found.values()]
    return tuple(each for each in lent if each.documents or each.note)


def shown_lender(lent: Lent) -> Lender:
    """As the family sees it."""
    return Lender(
        student=lent.student, documents=tuple(map(shown_given, lent.documents)), note=lent.note
    )


def shown_given(given: Given) -> GivenDocument:
    """A document as the family sees it."""
    return GivenDocument(
        id=given.document,
        label=given.label,
        file_name=given.file_name,
        size=given.size,
        reduced=given.reduced,
    )


def under_its_name(given: Given, screen: ReEnrolment) -> Given | None:
    """The document under the name that this tab has for it; None where it has none."""
    if screen.imports is None:
        return None
    names = screen.imports.names
    if not names:
        return msgspec.structs.replace(given, name="", label="")
    alike = [each for each in names if folded(each.label) == folded(given.label)]
    exact = next((each for each in alike if each.value == given.name), None)
    name = exact or next(iter(alike), None)
    if name is None:
        return None
    return msgspec.structs.replace(given, name=name.value, label=name.label)


async def _still(lent: Lent, draft: Draft, documents: Documents, owner: Owner) -> Lent:
    """What is still kept of it, and has a name in the borrower's list."""
    found = await documents.find(owner, [each.document for each in lent.documents])
    stored = {each.id: each for each in found}
    own = {_same(each) for each in draft.given}
    usable = [
        named
        for each in lent.documents
        if (kept := stored.get(each.document)) is not None
        and (named := under_its_name(_sized(each, kept), draft.screen)) is not None
        and _same(named) not in own
    ]
    note = lent.note if lent.note.strip() != draft.note.strip() else ""
    return Lent(student=lent.student, documents=tuple(usable), note=note)


def _sized(given: Given, stored: Stored) -> Given:
    return msgspec.structs.replace(given, size=stored.size, reduced=stored.reduced)


def _same(given: Given) -> tuple[str, str, int]:
    """What a copy has in common with what it was made of."""
    return folded(given.label), given.file_name, given.size
