"""The documents of a draft: given, taken from a sibling's, taken back."""

from collections.abc import AsyncIterator

import msgspec

from adapters.re_enrolment import Imports
from gateway.documents import DocumentRefused, Documents, Owner, Stored
from gateway.drafts import Draft, Drafts, Given, NothingBegun
from gateway.portal.lending import Lent

_JPEG = frozenset({"jpg", "jpeg"})


class Giving:
    """Keeps and forgets documents, for one family's draft and no other's."""

    def __init__(self, drafts: Drafts, documents: Documents) -> None:
        """Both of the whole gateway."""
        self._drafts = drafts
        self._documents = documents

    async def may_give(self, owner: Owner, student: str, name: str) -> None:
        """Whether a document of that name may come, before its first byte is read.

        Raises:
            NothingBegun: there is no draft.
            DocumentRefused: the school's list has no such name.
        """
        await self._label(owner, student, name)

    async def give(
        self,
        owner: Owner,
        student: str,
        name: str,
        press: str,
        file_name: str,
        declared: str,
        pieces: AsyncIterator[bytes],
    ) -> Given:
        """Keep a document, as it comes; `press` is the same for a double press, "" for none.

        Raises:
            NothingBegun: there is no draft. Nothing was kept.
            DocumentRefused: it cannot be taken. Nothing was kept.
        """
        imports, label = await self._label(owner, student, name)
        stored = await self._documents.receive(owner, file_name, declared, pieces)
        if problem := _not_taken(stored, imports):
            await self._documents.forget(owner, [stored.id])
            raise DocumentRefused(problem)
        given = Given(
            document=stored.id,
            name=name,
            label=label,
            file_name=stored.file_name,
            size=stored.size,
            reduced=stored.reduced,
            press=press,
        )
        await self._add(owner, student, given)
        return given

    async def borrow(self, owner: Owner, student: str, lent: Lent, document: str | None) -> None:
        """Take a copy of one document of a sibling's, or of all.

        Raises:
            NothingBegun: there is no draft.
            DocumentRefused: there is no room for it; those before it were taken.
        """
        for each in lent.documents:
            if document is None or each.document == document:
                copy = await self._documents.copy(owner, each.document)
                given = msgspec.structs.replace(each, document=copy.id, press=each.document)
                await self._add(owner, student, given)

    async def take_back(self, owner: Owner, student: str, document: str) -> bool:
        """Take a document out of the draft; whether it was in it.

        Raises:
            NothingBegun: there is no draft.
        """
        taken: list[str] = []

        def change(draft: Draft) -> Draft:
            taken[:] = [each.document for each in draft.given if each.document == document]
            left = tuple(each for each in draft.given if each.document != document)
            return msgspec.structs.replace(draft, given=left)

        await self._drafts.amend(owner.school, owner.account, student, change)
        if taken:
            await self._documents.forget(owner, taken)
        return bool(taken)

    async def _label(self, owner: Owner, student: str, name: str) -> tuple[Imports, str]:
        """What the window asks for, and the words of that name."""
        draft = await self._drafts.find(owner.school, owner.account, student)
        if draft is None:
            raise NothingBegun
        imports = draft.screen.imports
        if imports is None:
            raise DocumentRefused("documents_not_taken")
        if not imports.names:
            return imports, ""
        label = next((each.label for each in imports.names if each.value == name), None)
        if label is None:
            raise DocumentRefused("document_without_name")
        return imports, label

    async def _add(self, owner: Owner, student: str, given: Given) -> None:
        """Put a document into the draft; one of the same press is not put in twice."""

        def change(draft: Draft) -> Draft:
            if given.press and any(each.press == given.press for each in draft.given):
                return draft
            return msgspec.structs.replace(draft, given=(*draft.given, given))

        try:
            after = await self._drafts.amend(owner.school, owner.account, student, change)
        except NothingBegun:
            await self._documents.forget(owner, [given.document])
            raise
        if given not in after.given:
            await self._documents.forget(owner, [given.document])


def _not_taken(stored: Stored, imports: Imports) -> str | None:
    """Why the old site would not take it by what it states itself, or None."""
    if imports.max_bytes is not None and stored.size > imports.max_bytes:
        return "document_larger_than_school"
    formats = set(imports.formats)
    if formats & _JPEG:
        formats |= _JPEG
    if formats and stored.extension not in formats:
        return "document_format"
    return None
