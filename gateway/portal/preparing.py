"""Preparing a re-enrolment: what a family chooses and writes is kept in its draft.

Nothing here asks the old site, nor a session: what comes after a session has ended is kept too.
"""

from collections.abc import Mapping

import msgspec

from adapters.re_enrolment import ReEnrolment
from gateway.documents import Documents, Owner
from gateway.drafts import Draft, Drafts, new_press
from gateway.form_tokens import FormTokens
from gateway.pending.accepting import typed
from gateway.portal.fitting import offered_only
from gateway.portal.lending import under_its_name

NOTHING_TICKED = "nothing_ticked"


class Preparing:
    """Writes the drafts of one family and no other's: `owner` says whose."""

    def __init__(self, drafts: Drafts, documents: Documents, tokens: FormTokens) -> None:
        """`tokens` read what the first step's form brings back."""
        self._drafts = drafts
        self._documents = documents
        self._tokens = tokens

    async def choose(
        self,
        owner: Owner,
        student: str,
        seen: str,
        ticked: tuple[str, ...],
        answers: Mapping[str, str],
    ) -> dict[str, str]:
        """Keep what goes on; returns what is to be corrected, by question key ("" is the whole).

        Raises:
            FormChanged: `seen` is not of this student's tab. Nothing was kept.
        """
        tab = self._tokens.read_tab(owner.school, owner.account, student, seen)
        screen = tab.screen
        chosen = offered_only(screen, ticked)
        asked = {field.key for field in screen.questions if field.editable}
        answered = {key: text for key, text in answers.items() if key in asked}
        unnamed: list[str] = []

        def change(before: Draft | None) -> Draft:
            draft = before or Draft(
                student=tab.student,
                screen=screen,
                ticked=(),
                note=tab.note if screen.note is not None else "",
                press=new_press(),
            )
            given = [(each.document, under_its_name(each, screen)) for each in draft.given]
            unnamed[:] = [document for document, named in given if named is None]
            return msgspec.structs.replace(
                draft,
                student=tab.student,
                screen=screen,
                ticked=chosen,
                answers=answered,
                given=tuple(named for _, named in given if named is not None),
            )

        await self._drafts.change(owner.school, owner.account, student, change)
        if unnamed:
            await self._documents.forget(owner, unnamed)
        return problems_of(screen, chosen, answered)

    async def write(self, owner: Owner, student: str, note: str) -> str | None:
        """Keep the further requests; returns what is the matter with them, or None.

        Raises:
            NothingBegun: there is no draft. Nothing was kept.
        """

        def change(draft: Draft) -> Draft:
            if draft.screen.note is None or not draft.screen.note.editable:
                return draft
            return msgspec.structs.replace(draft, note=note)

        draft = await self._drafts.amend(owner.school, owner.account, student, change)
        return problem_of_note(draft.screen, draft.note)

    async def erase(self, owner: Owner, student: str) -> None:
        """Erase the draft, with its documents."""
        draft = await self._drafts.find(owner.school, owner.account, student)
        if draft is None:
            return
        await self._drafts.erase(owner.school, owner.account, student, draft.press)
        await self._documents.forget(owner, [each.document for each in draft.given])


def problems_of(
    screen: ReEnrolment, ticked: tuple[str, ...], answers: Mapping[str, str]
) -> dict[str, str]:
    """What is amiss with the first step, by question key; "" is the whole's."""
    problems: dict[str, str] = {} if ticked else {"": NOTHING_TICKED}
    for field in screen.questions:
        if not field.editable:
            continue
        answer = typed.as_stored(field, answers.get(field.key, field.value))
        if found := typed.problem(field, answer, screen.charset):
            problems[field.key] = found
    return problems


def problem_of_note(screen: ReEnrolment, note: str) -> str | None:
    """What is amiss with the further requests."""
    if screen.note is None:
        return None
    return typed.problem(screen.note, typed.as_stored(screen.note, note), screen.charset)
