"""What a conflict has stopped or the school sent back, looked over by its family, asked anew."""

from collections.abc import Mapping

from msgspec.structs import replace

from adapters.errors import ExtranetError, NotListed, ScreenMissing, SessionEnded
from gateway import config
from gateway.documents import DocumentGone, DocumentRefused, Documents, Owner
from gateway.drafts import Draft, Drafts, Given, new_press
from gateway.drift import Drift
from gateway.form_tokens import FormTokens, Seen
from gateway.pending.accepting.acceptance import Asking
from gateway.pending.errors import InvalidFields, NotFound, TooLate
from gateway.pending.re_enrolments import ReEnrolmentAsked
from gateway.pending.records import Wanted
from gateway.pending.references import plain
from gateway.pending.requests import Known, Requests
from gateway.pending.states import WITH_FAMILY
from gateway.pending.subjects import Kind
from gateway.portal.looking import Looking
from gateway.portal.re_enrolment_views import draft_of, stopped
from gateway.portal.reviewing import asked_anew, kept_since, put_beside, unchosen
from gateway.request_views import shown
from gateway.sessions import Sessions
from gateway.views import RequestView, ReviewView, Visit


class Reviews:
    """Shows a stopped request beside the sheet as it is, and takes what is asked all the same."""

    def __init__(
        self,
        requests: Requests,
        looking: Looking,
        sessions: Sessions,
        tokens: FormTokens,
        drafts: Drafts,
        documents: Documents,
        schools: Mapping[str, config.School],
        drift: Drift,
    ) -> None:
        """`schools` by their ids."""
        self._requests = requests
        self._looking = looking
        self._sessions = sessions
        self._tokens = tokens
        self._drafts = drafts
        self._documents = documents
        self._schools = schools
        self._drift = drift

    async def show(self, visit: Visit, number: str) -> ReviewView:
        """What the family asked for, on the sheet as it is now.

        Raises:
            NotFound: there is no such request of the family's about a sheet.
            TooLate: it does not wait for its family (any more).
        """
        known = await self._stopped(visit, number)
        subject = known.body.subject
        try:
            sheet, read_at = await self._looking.read(visit, subject)
        except SessionEnded:
            raise
        except ExtranetError as error:
            incident = self._drift.report(visit.school, visit.account, subject.kind, error)
            key = ScreenMissing.key if isinstance(error, NotListed) else error.key
            return ReviewView(asked=shown(known), sheet=None, trouble=key, incident=incident)
        return ReviewView(
            asked=shown(known),
            sheet=put_beside(known.body, sheet),
            begun={wanted.change.key: _own(wanted) for wanted in known.body.wanted},
            seen=self._tokens.seen(visit, Seen(subject=subject, sheet=sheet)),
            press=self._tokens.press(visit),
            offers_keeping=self._schools[visit.school].keep_credentials,
            read_at=read_at,
        )

    async def answer(
        self, visit: Visit, number: str, seen: str, press: str, typed: Mapping[str, str], keep: bool
    ) -> RequestView:
        """Ask anew for what the family still wants; see `Portal.answer_review`."""
        known = await self._of_a_sheet(visit, number)
        before_it = self._tokens.read_seen(visit, known.body.subject, seen)
        beside = put_beside(known.body, before_it.sheet)
        if kept_since(known.body, typed):
            raise TooLate
        if problems := unchosen(beside, typed):
            raise InvalidFields(problems, beside)
        kept = keep and self._schools[visit.school].keep_credentials
        asking = Asking(
            school=visit.school,
            account=visit.account,
            subject=before_it.subject,
            sheet=before_it.sheet,
            press=self._tokens.read_press(visit, press),
            typed=asked_anew(beside, typed),
            means=self._sessions.means(visit.school, visit.session) if kept else None,
            known_addresses=known.body.mailed_to,
            family=known.body.family,
        )
        try:
            return shown(await self._requests.resolve(number, asking))
        except InvalidFields as error:
            raise InvalidFields(error.problems, beside) from None

    async def take_up(self, visit: Visit, number: str) -> str:
        """Begin a draft with what a stopped re-enrolment asked for; gives the student's reference.

        A draft that is there already keeps what was chosen and written in it. Either gets copies of
        the documents of every request that ends once it is sent; each only once.

        Raises:
            NotFound: there is no such re-enrolment of the family's.
            TooLate: it does not wait for its family (any more).
        """
        known = await self._requests.find(visit.school, visit.account, number)
        asked, subject = known.body.re_enrolment, known.body.subject
        if asked is None:
            raise NotFound
        if known.row.state not in WITH_FAMILY:
            raise TooLate
        others = await self._requests.of_account(visit.school, visit.account)
        draft = await draft_of(self._drafts, visit, subject.ref, others)
        there = draft.takes_up if draft is not None else ()
        numbers = stopped(others, subject.ref)
        missing = {
            each.row.number: each.body.re_enrolment
            for each in others
            if each.row.number in numbers and each.row.number not in there
        }
        if draft is None or missing:
            await self._begin(visit, known, asked, missing)
        return subject.ref

    async def _begin(
        self,
        visit: Visit,
        known: Known,
        asked: ReEnrolmentAsked,
        missing: Mapping[str, ReEnrolmentAsked | None],
    ) -> None:
        """Begin it, or go on with it; `missing` are, by number, those it has no documents of."""
        owner = Owner(school=visit.school, account=visit.account)
        student = shown(known).student
        if student is None:
            raise NotFound
        made = Draft(
            student=student,
            screen=asked.screen,
            ticked=asked.ticked,
            answers={change.key: change.new for change in asked.answers},
            note=plain(asked.note),
            press=new_press(),
        )
        copies = [
            copy for each in missing.values() if each for copy in await self._copies(owner, each)
        ]

        def change(before: Draft | None) -> Draft:
            draft = before or made
            if set(missing) <= set(draft.takes_up):
                return draft
            there = {each.press for each in draft.given}
            return replace(
                draft,
                given=(*draft.given, *(each for each in copies if each.press not in there)),
                takes_up=(*draft.takes_up, *missing),
                # What was pressed for before is another request than what is sent now.
                press=made.press,
            )

        after = await self._drafts.change(visit.school, visit.account, student.ref, change)
        kept = {each.document for each in after.given} if after is not None else set()
        left_over = [each.document for each in copies if each.document not in kept]
        if left_over:
            await self._documents.forget(owner, left_over)

    async def _copies(self, owner: Owner, asked: ReEnrolmentAsked) -> tuple[Given, ...]:
        """Its documents once more: its own go with its end. One that cannot be had is left out."""
        copies = []
        for piece in asked.pieces:
            try:
                copy = await self._documents.copy(owner, piece.document, in_its_place=True)
            except (DocumentGone, DocumentRefused):
                continue
            copies.append(
                Given(
                    document=copy.id,
                    name=piece.name,
                    label=piece.label,
                    file_name=piece.file_name,
                    size=copy.size,
                    reduced=copy.reduced,
                    press=piece.document,
                )
            )
        return tuple(copies)

    async def _stopped(self, visit: Visit, number: str) -> Known:
        known = await self._of_a_sheet(visit, number)
        if known.row.state not in WITH_FAMILY:
            raise TooLate
        return known

    async def _of_a_sheet(self, visit: Visit, number: str) -> Known:
        known = await self._requests.find(visit.school, visit.account, number)
        if known.body.subject.kind is Kind.RE_ENROLMENT:
            raise NotFound
        return known


def _own(wanted: Wanted) -> str:
    """What the family asked for itself, without the former request's number."""
    return plain(wanted.change.new) if wanted.field.refers else wanted.change.new
