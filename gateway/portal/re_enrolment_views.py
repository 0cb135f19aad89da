"""From the tab, the draft and the requests to what a family sees of Réinscription."""

from collections.abc import Sequence

from msgspec.structs import replace

from adapters.model import Student
from adapters.re_enrolment import ReEnrolment
from gateway import config
from gateway.cache import Reading
from gateway.documents import Documents, Owner
from gateway.drafts import Draft, Drafts
from gateway.form_tokens import FormTokens, SeenTab
from gateway.pending.requests import Known, Requests
from gateway.pending.states import SETTLED, WITH_FAMILY, State
from gateway.pending.subjects import Kind
from gateway.portal.fitting import Fit, fitted, offered_only, same_offer
from gateway.portal.lending import Lent, lent_to, shown_given, shown_lender, under_its_name
from gateway.portal.preparing import problem_of_note, problems_of
from gateway.portal.siblings import next_children
from gateway.portal.tabs import Tab, Tabs
from gateway.portal.told import told
from gateway.portal.wanted_documents import wanted_documents
from gateway.request_views import shown
from gateway.views import NextChild, NextChildren, ReEnrolmentView, Visit

AND = "+"
"""Between a draft's version and the numbers of what it takes the place of, in what is sent."""


class ReEnrolmentViews:
    """Puts them together; asks nothing of the old site."""

    def __init__(
        self,
        tabs: Tabs,
        requests: Requests,
        drafts: Drafts,
        documents: Documents,
        tokens: FormTokens,
        settings: config.Config,
    ) -> None:
        """`settings` are the whole configuration."""
        self._tabs = tabs
        self._requests = requests
        self._drafts = drafts
        self._documents = documents
        self._tokens = tokens
        self._settings = settings

    async def of_tab(
        self, visit: Visit, chosen: Student, students: Sequence[Student], reading: Reading[Tab]
    ) -> ReEnrolmentView:
        """The tab as it was read just now, with what the draft chose."""
        screen = reading.value.screen if reading.value is not None else None
        known = await self.known(visit)
        asked = newest(known, chosen.ref)
        view = replace(
            self._about(visit, chosen, screen),
            students=tuple(students),
            re_enrols=screen is not None,
            asked=None if asked is None else shown(asked),
            replaces=(numbers := stopped(known, chosen.ref)),
            not_taken_up=numbers,
            **told(reading),
        )
        draft = await self.draft(visit, chosen.ref, known)
        if screen is None:
            return replace(view, begun=draft is not None)
        if draft is not None:
            view = await self._with_draft(visit, view, draft, known)
        fit, note = _begin(screen, draft, asked)
        seen = SeenTab(student=chosen, screen=screen, note=note)
        return replace(
            view,
            seen=self._tokens.tab(visit.school, visit.account, seen),
            ticked=frozenset(fit.ticked),
            answers=fit.answers,
            lost=(*fit.lost, *(_unnamed(draft, screen) if draft is not None else ())),
            added=fit.added if draft is not None else (),
            done=_done(screen, asked),
            next_children=(await self._next(visit, chosen.ref, students, known)),
        )

    async def of_draft(self, visit: Visit, draft: Draft) -> ReEnrolmentView:
        """What the draft holds, on the tab as the family chose on it."""
        students = await self._tabs.siblings(visit)
        if draft.student.ref not in {each.ref for each in students}:
            students = (draft.student,)
        known = await self.known(visit)
        asked = newest(known, draft.student.ref)
        view = replace(
            self._about(visit, draft.student, draft.screen),
            replaces=stopped(known, draft.student.ref),
        )
        view = await self._with_draft(visit, view, draft, known)
        now = await self._tabs.kept(visit, draft.student.ref)
        screen = now.value.screen if now is not None and now.value is not None else None
        return replace(
            view,
            students=students,
            re_enrols=True,
            read_at=now.read_at if now is not None else None,
            ticked=frozenset(draft.ticked),
            answers=draft.answers,
            problems=problems_of(draft.screen, draft.ticked, draft.answers),
            note_problem=problem_of_note(draft.screen, draft.note),
            changed=screen is not None and not same_offer(draft.screen, screen),
            closed=now is not None and now.value is not None and screen is None,
            asked=None if asked is None else shown(asked),
            done=asked is not None and State(asked.row.state) not in SETTLED,
        )

    async def next_children(self, visit: Visit, student: str) -> NextChildren:
        """Brothers and sisters who are still to be re-enrolled."""
        students = await self._tabs.siblings(visit)
        children = await self._next(visit, student, students, await self.known(visit))
        return NextChildren(students=students, children=children)

    async def draft(self, visit: Visit, student: str, known: Sequence[Known]) -> Draft | None:
        """As `draft_of`."""
        return await draft_of(self._drafts, visit, student, known)

    async def lent(self, visit: Visit, draft: Draft, known: Sequence[Known]) -> tuple[Lent, ...]:
        """What brothers and sisters have to lend to that draft."""
        drafts = await self._drafts.of_account(visit.school, visit.account)
        return await lent_to(draft, drafts, known, self._documents, owner(visit))

    async def known(self, visit: Visit) -> list[Known]:
        """The family's requests, the newest first."""
        return await self._requests.of_account(visit.school, visit.account)

    async def _next(
        self, visit: Visit, student: str, students: Sequence[Student], known: Sequence[Known]
    ) -> tuple[NextChild, ...]:
        drafts = await self._drafts.of_account(visit.school, visit.account)
        return await next_children(visit, student, students, known, drafts, self._tabs)

    def _about(self, visit: Visit, chosen: Student, screen: ReEnrolment | None) -> ReEnrolmentView:
        school = self._settings.schools[visit.school]
        return ReEnrolmentView(
            students=None,
            chosen=chosen,
            read_at=None,
            screen=screen,
            sends=school.re_enrolment is not None,
            offers_keeping=school.keep_credentials,
            image_megabytes=self._settings.documents.image_megabytes,
        )

    async def _with_draft(
        self, visit: Visit, view: ReEnrolmentView, draft: Draft, known: Sequence[Known]
    ) -> ReEnrolmentView:
        wording = self._settings.schools[visit.school].re_enrolment
        indispensable = wording.indispensable if wording is not None else ()
        found = await self._documents.find(owner(visit), [each.document for each in draft.given])
        there = {each.id for each in found}
        given = tuple(each for each in draft.given if each.document in there)
        lent = await self.lent(visit, draft, known)
        return replace(
            view,
            begun=True,
            note=draft.note,
            given=tuple(map(shown_given, given)),
            gone=tuple(each.file_name for each in draft.given if each.document not in there),
            wanted=wanted_documents(view.screen or draft.screen, given, indispensable),
            lenders=tuple(map(shown_lender, lent)),
            not_taken_up=tuple(each for each in view.replaces if each not in draft.takes_up),
            version=AND.join((draft.version, *view.replaces)),
            seen=self._tokens.tab(
                visit.school, visit.account, SeenTab(student=draft.student, screen=draft.screen)
            ),
        )


def newest(known: Sequence[Known], student: str) -> Known | None:
    """The newest request for that student's re-enrolment; `known` are the newest first."""
    return next(
        (
            each
            for each in known
            if each.row.kind == Kind.RE_ENROLMENT and each.body.subject.ref == student
        ),
        None,
    )


def stopped(known: Sequence[Known], student: str) -> tuple[str, ...]:
    """Numbers of the requests for that student's re-enrolment that wait for the family."""
    return tuple(
        each.row.number
        for each in known
        if each.row.kind == Kind.RE_ENROLMENT
        and each.row.state in WITH_FAMILY
        and each.body.subject.ref == student
    )


def owner(visit: Visit) -> Owner:
    """Whose documents the visiting family's are."""
    return Owner(school=visit.school, account=visit.account)


def _begin(screen: ReEnrolment, draft: Draft | None, asked: Known | None) -> tuple[Fit, str]:
    """What the first step shows: the draft, or what was sent last, or what the tab itself shows."""
    if draft is not None:
        return fitted(draft.screen, screen, draft.ticked, draft.answers), draft.note
    if asked is not None and State(asked.row.state) not in SETTLED:
        sent = asked.body.re_enrolment
        if sent is not None:
            answers = {change.key: change.new for change in sent.answers}
            return fitted(sent.screen, screen, sent.ticked, answers), sent.note
    there = tuple(one.key for one in screen.disciplines if one.ticked)
    note = screen.note.value if screen.note is not None else ""
    return Fit(ticked=offered_only(screen, there), answers={}), note


def _done(screen: ReEnrolment, asked: Known | None) -> bool:
    if screen.waiting is not None:
        return True
    if asked is None or asked.body.re_enrolment is None:
        return False
    if asked.row.state == State.VALIDATED:
        return same_offer(asked.body.re_enrolment.screen, screen)
    return State(asked.row.state) not in SETTLED


def _unnamed(draft: Draft, screen: ReEnrolment) -> tuple[str, ...]:
    """Documents whose name is no longer in the school's list."""
    return tuple(
        f"{each.label} ({each.file_name})"
        for each in draft.given
        if under_its_name(each, screen) is None
    )


async def draft_of(
    drafts: Drafts, visit: Visit, student: str, known: Sequence[Known]
) -> Draft | None:
    """The draft; one that was sent already, and outlived that by a fault, is erased."""
    draft = await drafts.find(visit.school, visit.account, student)
    if draft is None or not _was_sent(draft, known):
        return draft
    await drafts.erase(visit.school, visit.account, student, draft.press)
    return None


def _was_sent(draft: Draft, known: Sequence[Known]) -> bool:
    """Whether its documents are a request's by now: no other draft ever has the same."""
    given = {each.document for each in draft.given}
    return bool(given) and any(
        given <= {piece.document for piece in each.body.re_enrolment.pieces}
        for each in known
        if each.body.re_enrolment is not None
    )
