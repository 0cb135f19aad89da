"""Bringing a re-enrolment to the old site: its documents one by one, then « Valider ».

Each is a step with an intent of its own, and is taken up where it was left: after a restart, an
outage or a lost answer, the tab tells what has arrived. Until « Valider » nothing is asked there.
"""

import hashlib
from datetime import datetime

from msgspec.structs import replace

from adapters.errors import Conflict, NotListed
from adapters.model import Verdict
from adapters.port import Session
from adapters.re_enrolment import Document, Filed, ReEnrolment
from adapters.re_enrolment_signs import check, waits_newly
from gateway.documents import DocumentGone, Documents, Owner
from gateway.pending import references
from gateway.pending.accepting.re_enrolment_checks import NOTE
from gateway.pending.errors import BeginAnew
from gateway.pending.imports import Hindrance, Progress, lacks, shows, untouched
from gateway.pending.re_enrolments import ReEnrolmentAsked
from gateway.pending.records import Body, Result
from gateway.pending.sending.errands import Concluded
from gateway.pending.sending.intent import Intent
from gateway.pending.sending.sheets import OF_VERDICT, STAFF_AT_THE_FASTEST
from gateway.pending.states import Event
from gateway.store.requests import RequestRow


class ReEnrolmentErrand:
    """Imports, then validates, each once."""

    def __init__(self, documents: Documents) -> None:
        """`documents` hold what is imported."""
        self._documents = documents

    async def deliver(self, session: Session, intent: Intent) -> Concluded:
        """Go on with the first step that is not proven; see `Errand`."""
        asked = _asked(intent.body)
        screen = await _read(session, intent.body)
        check(asked.wish(screen), screen)
        progress = intent.result.re_enrolment or Progress.begun(asked)
        if progress.under_way is not None:
            # Whoever sent it is gone, and what became of it is read first.
            return _lost(intent, progress)
        progress = progress.seeing(asked, screen, _digest(session))
        while (place := progress.next) is not None:
            filed = await self._import(session, intent, progress, place, screen)
            if filed.verdict is Verdict.REFUSED:
                return _turned_down(intent, asked, place, filed)
            if filed.verdict is not Verdict.APPLIED:
                return _lost(intent, _progress(intent), filed)
            progress = _progress(intent).taken(place, _digest(session))
            await intent.settle(intent.result.anew(progress=progress))
            screen = filed.screen or await _read(session, intent.body)
            progress = progress.seeing(asked, screen, _digest(session))
        return await _validate(session, intent, progress, screen)

    async def verify(
        self, session: Session, row: RequestRow, body: Body, result: Result, now: datetime
    ) -> Concluded:
        """Read the tab for the step that nobody answered; see `Errand`."""
        asked = _asked(body)
        screen = await _read(session, body)
        progress = result.re_enrolment or Progress.begun(asked)
        # Where « Valider » may have been pressed, as out of a backup, no document tells the rest.
        place = progress.under_way if progress.pressed_on is None else None
        if place is not None:
            event, progress = _after_import(asked, result, place, screen, _digest(session))
        elif waits_newly(_before(asked, progress).waiting, screen):
            event, progress = Event.PUT_IN, replace(progress, waited=True)
        elif references.on_tab(body, screen):
            event, progress = Event.PUT_IN, replace(progress, waited=screen.waiting is not None)
        elif _proved_absent(row, progress, screen, result, now):
            event, progress = Event.PROVED_ABSENT, replace(progress, pressed_on=None)
        else:
            event = Event.NOT_CLEAR
        # What was said of one step is no word on the next.
        words = "" if event is Event.STEP_KNOWN else result.words
        absent = event is Event.PROVED_ABSENT or (
            place is not None and progress.documents[place].state == "waiting"
        )
        return Concluded(event=event, result=result.anew(words, progress), seen=True, absent=absent)

    def hindered(self, result: Result, error: Exception) -> Result:
        """Why it cannot go on, beside how far it has come."""
        shown = error.shown if isinstance(error, Conflict) else {}
        progress = result.re_enrolment or Progress(documents=())
        hindered = replace(progress, hindrance=_hindrance(error))
        return replace(result.anew(progress=hindered), conflict=shown)

    def caption(self, body: Body, key: str) -> str:
        """A question's own, or the text area's."""
        asked = _asked(body)
        fields = [*asked.screen.questions, *filter(None, [asked.screen.note])]
        captions = (field.caption for field in fields if field.key == key)
        note = asked.screen.note.caption if asked.screen.note and key == NOTE else ""
        return next(captions, note)

    async def _import(
        self, session: Session, intent: Intent, progress: Progress, place: int, screen: ReEnrolment
    ) -> Filed:
        asked, row = _asked(intent.body), intent.row
        piece = asked.pieces[place]
        owner = Owner(school=row.school, account=row.account)
        document = Document(
            name=piece.name,
            file_name=piece.sent_as,
            media_type=piece.media_type,
            body=await self._documents.read(owner, piece.document),
        )
        about_to = progress.intending(asked, place, screen)

        async def commit() -> None:
            await intent.commit(session, intent.result.anew(progress=about_to))

        filed = await session.upload(intent.body.subject.ref, document, commit)
        if intent.row.intent_at is None:
            # Listed already, so that nothing was sent; what was seen meanwhile is kept.
            await intent.settle(intent.result.anew(progress=progress))
        return filed


async def _validate(
    session: Session, intent: Intent, progress: Progress, screen: ReEnrolment
) -> Concluded:
    about_to = replace(progress, pressed_on=screen)

    async def commit() -> None:
        if progress.elsewhere(_digest(session)) and not progress.moved:
            # Signed in again since: what was imported may have gone with the former session.
            await intent.settle(intent.result.anew(progress=replace(progress, moved=True)))
            raise BeginAnew
        await intent.commit(session, intent.result.anew(progress=about_to))

    wish = _asked(intent.body).wish(screen)
    filed = await session.submit_re_enrolment(intent.body.subject.ref, wish, commit)
    waits = filed.screen is not None and filed.screen.waiting is not None
    return Concluded(
        event=OF_VERDICT[filed.verdict],
        result=intent.result.anew(filed.words, replace(about_to, waited=waits)),
        settled=filed.settled,
        seen=filed.screen is not None,
    )


def _turned_down(intent: Intent, asked: ReEnrolmentAsked, place: int, filed: Filed) -> Concluded:
    """The family is told which one: nothing was asked yet, and it may choose another."""
    return Concluded(
        event=Event.TURNED_DOWN,
        result=intent.result.anew(filed.words, _progress(intent).turned_down(place)),
        seen=filed.screen is not None,
    )


def _lost(intent: Intent, progress: Progress, filed: Filed | None = None) -> Concluded:
    return Concluded(
        event=Event.ANSWER_LOST,
        result=intent.result.anew(filed.words if filed else intent.result.words, progress),
        settled=filed is not None and filed.settled,
        seen=filed is not None and filed.screen is not None,
    )


def _after_import(
    asked: ReEnrolmentAsked, result: Result, place: int, screen: ReEnrolment, session: str
) -> tuple[Event, Progress]:
    """What the tab proves of a document that nobody answered for.

    Where the old site answered in words, they may be all that it ever shows of what it took.
    """
    progress = result.re_enrolment or Progress.begun(asked)
    if shows(asked, progress, place, screen):
        return Event.STEP_KNOWN, progress.taken(place, session)
    again = progress.documents[place].again or bool(result.words)
    if not again and lacks(asked, progress, place, screen):
        return Event.STEP_KNOWN, progress.absent(place)
    return Event.NOT_CLEAR, progress.unclear(place)


def _proved_absent(
    row: RequestRow, progress: Progress, screen: ReEnrolment, result: Result, now: datetime
) -> bool:
    """Whether « Valider » had no effect; it may be pressed again once only."""
    if row.resent or result.words or progress.pressed_on is None or row.intent_at is None:
        return False
    at_once = now - row.intent_at < STAFF_AT_THE_FASTEST
    return at_once and untouched(progress.pressed_on, screen)


def _before(asked: ReEnrolmentAsked, progress: Progress) -> ReEnrolment:
    return progress.pressed_on or asked.screen


def _hindrance(error: Exception) -> Hindrance:
    match error:
        case NotListed():
            return "closed"
        case DocumentGone():
            return "documents"
        case Conflict() if not error.shown:
            return "waiting"
        case _:
            return "changed"


async def _read(session: Session, body: Body) -> ReEnrolment:
    """The tab as it is.

    Raises:
        NotListed: it is not there any more, or the student is not.
    """
    screen = await session.re_enrolment(body.subject.ref)
    if screen is None:
        raise NotListed
    return screen


def _asked(body: Body) -> ReEnrolmentAsked:
    if body.re_enrolment is None:
        raise TypeError("no re-enrolment")
    return body.re_enrolment


def _progress(intent: Intent) -> Progress:
    """As the last commit has it."""
    return intent.result.re_enrolment or Progress.begun(_asked(intent.body))


def _digest(session: Session) -> str:
    return hashlib.sha256(session.state).hexdigest()
