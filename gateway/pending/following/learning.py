"""What a screen read again says of the requests about it, whichever screen it is."""

from datetime import datetime

from adapters.model import Sheet
from adapters.port import Session
from adapters.re_enrolment import ReEnrolment
from gateway.pending.following.enrolled import Enrolled
from gateway.pending.following.reconciliation import Reconciliation
from gateway.pending.sending.sheets import read as read_sheet
from gateway.pending.subjects import Kind, Subject
from gateway.pending.written import Written


class Learning:
    """Moves on what is decided, and tells who keeps what was read before."""

    def __init__(
        self, reconciliation: Reconciliation, enrolled: Enrolled, written: Written
    ) -> None:
        """`reconciliation` is of sheets, `enrolled` of re-enrolments."""
        self._reconciliation = reconciliation
        self._enrolled = enrolled
        self._written = written

    async def read(self, session: Session, subject: Subject) -> Sheet | ReEnrolment | None:
        """The subject's screen; None for a tab that the school has closed.

        Raises:
            ExtranetError: it cannot be read now.
        """
        if subject.kind is Kind.RE_ENROLMENT:
            return await session.re_enrolment(subject.ref)
        return await read_sheet(session, subject)

    async def learn(
        self,
        school: str,
        account: str,
        subject: Subject,
        screen: Sheet | ReEnrolment | None,
        began_at: datetime,
    ) -> None:
        """Learn from a screen whose reading began then; a tab that is gone says nothing."""
        if isinstance(screen, Sheet):
            told = await self._reconciliation.apply(school, account, subject, screen, began_at)
        elif screen is not None:
            told = await self._enrolled.apply(school, account, subject, screen, began_at)
        else:
            told = False
        if told:
            self._written(school, account)
