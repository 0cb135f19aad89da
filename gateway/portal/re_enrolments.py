"""Réinscription for the pages: the tab, what is prepared, and sending it."""

from msgspec.structs import replace

from adapters.errors import NotListed
from adapters.model import Student
from gateway import config
from gateway.cache import Reading
from gateway.documents import Documents
from gateway.drafts import Draft, DraftChanged, Drafts, NothingBegun
from gateway.form_tokens import FormTokens
from gateway.pending.re_enrolments import AskingReEnrolment, Piece
from gateway.pending.requests import Requests
from gateway.pending.states import SETTLED, State
from gateway.pending.subjects import FAMILY, Kind, Subject
from gateway.portal.dossiers import Dossiers
from gateway.portal.giving import Giving
from gateway.portal.looking import Looking
from gateway.portal.preparing import Preparing
from gateway.portal.re_enrolment_views import AND, ReEnrolmentViews, newest, owner
from gateway.portal.tabs import Tab, Tabs
from gateway.portal.told import told
from gateway.request_views import shown
from gateway.sessions import Sessions
from gateway.views import NextChildren, ReEnrolmentView, RequestView, Visit


class ReEnrolments:
    """Shows and sends; `preparing` and `giving` keep what comes in between."""

    def __init__(
        self,
        tabs: Tabs,
        dossiers: Dossiers,
        looking: Looking,
        requests: Requests,
        sessions: Sessions,
        drafts: Drafts,
        documents: Documents,
        tokens: FormTokens,
        settings: config.Config,
    ) -> None:
        """`settings` are the whole configuration."""
        self._tabs = tabs
        self._dossiers = dossiers
        self._looking = looking
        self._requests = requests
        self._sessions = sessions
        self._drafts = drafts
        self._documents = documents
        self._settings = settings
        self._views = ReEnrolmentViews(tabs, requests, drafts, documents, tokens, settings)
        self.preparing = Preparing(drafts, documents, tokens)
        self.giving = Giving(drafts, documents)

    async def show(self, visit: Visit, student: str, *, refresh: bool = False) -> ReEnrolmentView:
        """The tab as it is now, with what the draft chose; `refresh` is « Actualiser ».

        Where the old site does not answer: the tab as it is kept, or as the draft has it.

        Raises:
            NotListed: the family has no such student.
        """
        choice = await self._dossiers.choose(visit, student)
        if choice.chosen is None:
            unread = ReEnrolmentView(students=None, chosen=None, **told(choice.view))
            return await self._or_prepared(visit, student, unread)
        reading = await self._tabs.read(visit, student, refresh=refresh)
        await self._learn(visit, choice.chosen, reading)
        students = choice.view.students or ()
        await self._tabs.note_siblings(visit, students)
        view = await self._views.of_tab(visit, choice.chosen, students, reading)
        return view if reading.value is not None else await self._or_prepared(visit, student, view)

    async def prepared(self, visit: Visit, student: str) -> ReEnrolmentView:
        """What the draft holds, on the tab as the family chose on it; asks the old site nothing.

        Raises:
            NothingBegun: there is no draft.
        """
        draft = await self._views.draft(visit, student, await self._views.known(visit))
        if draft is None:
            raise NothingBegun
        return await self._views.of_draft(visit, draft)

    async def next_children(self, visit: Visit, student: str) -> NextChildren:
        """Brothers and sisters who are still to be re-enrolled; asks the old site nothing."""
        return await self._views.next_children(visit, student)

    async def borrow(self, visit: Visit, student: str, sibling: str, document: str | None) -> None:
        """Take a copy of a document that a sibling has to lend, or (None) of all of them.

        Raises:
            NothingBegun: there is no draft to lend it to.
            NotListed: the sibling has no such document, or is none of the family's.
            DocumentRefused: there is no room for it; those before it were taken.
        """
        draft = await self._drafts.find(visit.school, visit.account, student)
        if draft is None:
            raise NothingBegun
        lent = await self._views.lent(visit, draft, await self._views.known(visit))
        found = next((each for each in lent if each.student.ref == sibling), None)
        if found is None:
            raise NotListed
        if document is not None and document not in {each.document for each in found.documents}:
            raise NotListed
        await self.giving.borrow(owner(visit), student, found, document)

    async def send(self, visit: Visit, student: str, version: str, keep: bool) -> RequestView:
        """Accept what the draft holds, the old site being up or down; see `Portal`."""
        draft = await self._views.draft(visit, student, await self._views.known(visit))
        if draft is None:
            # A double press: the first one has sent it.
            asked = newest(await self._views.known(visit), student)
            if asked is None or State(asked.row.state) in SETTLED:
                raise NothingBegun
            return shown(asked)
        of_draft, *replaces = version.split(AND)
        if draft.version != of_draft:
            raise DraftChanged
        found = await self._documents.find(owner(visit), [each.document for each in draft.given])
        kept = keep and self._settings.schools[visit.school].keep_credentials
        known = await self._requests.accept_re_enrolment(
            AskingReEnrolment(
                school=visit.school,
                account=visit.account,
                student=draft.student,
                screen=draft.screen,
                press=draft.press,
                ticked=draft.ticked,
                note=draft.note,
                answers=draft.answers,
                pieces=_pieces(draft, {each.id for each in found}),
                means=self._sessions.means(visit.school, visit.session) if kept else None,
                known_addresses=await self._addresses(visit),
                family=await self._looking.family_name(visit),
                replaces=tuple(replaces),
            )
        )
        await self._drafts.erase(visit.school, visit.account, student, draft.press)
        return shown(known)

    async def _learn(self, visit: Visit, chosen: Student, reading: Reading[Tab]) -> None:
        """What the tab as it is now tells of the requests about it."""
        if reading.value is None or reading.read_at is None or reading.trouble is not None:
            return
        subject = Subject(kind=Kind.RE_ENROLMENT, ref=chosen.ref, name=chosen.name)
        await self._requests.reconcile_re_enrolment(
            visit.school, visit.account, subject, reading.value.screen, reading.read_at
        )

    async def _or_prepared(
        self, visit: Visit, student: str, unread: ReEnrolmentView
    ) -> ReEnrolmentView:
        """Where the old site says nothing, the draft on the tab as it was, if there is one."""
        try:
            prepared = await self.prepared(visit, student)
        except NothingBegun:
            return unread
        return replace(prepared, trouble=unread.trouble, incident=unread.incident)

    async def _addresses(self, visit: Visit) -> tuple[str, ...]:
        known = await self._looking.addresses(visit)
        if known is None:
            await self._looking.look(visit, (FAMILY,))
            known = await self._looking.addresses(visit)
        return known or ()


def _pieces(draft: Draft, there: set[str]) -> tuple[Piece, ...]:
    """Its documents, without those that are no longer kept: the page has said so."""
    return tuple(
        Piece(
            document=each.document,
            name=each.name,
            label=each.label,
            file_name=each.file_name,
            # Where it was given by hand, that is no document's id.
            copy_of=each.press,
        )
        for each in draft.given
        if each.document in there
    )
