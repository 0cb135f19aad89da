"""Famille and a student's Identité, open to be changed, and what a family asks of them."""

from collections.abc import Mapping

from adapters.errors import ExtranetError, NotListed, NotUnderstood, SessionEnded
from gateway import config
from gateway.drift import Drift
from gateway.form_tokens import FormTokens, Seen
from gateway.pending.accepting.acceptance import Asking
from gateway.pending.requests import Requests
from gateway.pending.states import SETTLED
from gateway.pending.subjects import FAMILY, Kind, Subject
from gateway.portal.dossiers import Dossiers
from gateway.portal.looking import Looking
from gateway.portal.told import told
from gateway.request_views import shown
from gateway.sessions import Sessions
from gateway.views import FamilyView, RequestView, StudentView, Visit


class Sheets:
    """Shows the sheets that a family may ask to change, and takes what it asks."""

    def __init__(
        self,
        looking: Looking,
        dossiers: Dossiers,
        requests: Requests,
        sessions: Sessions,
        tokens: FormTokens,
        schools: Mapping[str, config.School],
        drift: Drift,
    ) -> None:
        """`schools` by their ids."""
        self._looking = looking
        self._dossiers = dossiers
        self._requests = requests
        self._sessions = sessions
        self._tokens = tokens
        self._schools = schools
        self._drift = drift

    async def family(self, visit: Visit) -> FamilyView:
        """Famille as it is now; see `Portal.family`."""
        try:
            sheet, read_at = await self._looking.read(visit, FAMILY)
        except NotUnderstood as error:
            self._drift.report(visit.school, visit.account, FAMILY.kind, error)
            raise
        return FamilyView(
            sheet=sheet,
            read_at=read_at,
            seen=self._tokens.seen(visit, Seen(subject=FAMILY, sheet=sheet)),
            press=self._tokens.press(visit),
            waiting=await self._waiting(visit, FAMILY),
            offers_keeping=self._schools[visit.school].keep_credentials,
        )

    async def student(self, visit: Visit, student: str) -> StudentView:
        """A student's Identité as it is now; see `Portal.student`."""
        choice = await self._dossiers.choose(visit, student)
        students, chosen = choice.view.students, choice.chosen
        if chosen is None:
            return StudentView(students=None, chosen=None, sheet=None, **told(choice.view))
        subject = Subject(kind=Kind.STUDENT, ref=chosen.ref, name=chosen.name)
        try:
            sheet, read_at = await self._looking.read(visit, subject)
        except (SessionEnded, NotListed):
            raise
        except ExtranetError as error:
            return StudentView(
                students=students,
                chosen=chosen,
                re_enrols=choice.re_enrols,
                sheet=None,
                read_at=None,
                trouble=error.key,
                incident=self._drift.report(visit.school, visit.account, subject.kind, error),
            )
        await self._looking.learn_addresses(visit)
        await self._dossiers.learn_tabs(visit, choice)
        return StudentView(
            students=students,
            chosen=chosen,
            re_enrols=choice.re_enrols,
            sheet=sheet,
            read_at=read_at,
            seen=self._tokens.seen(visit, Seen(subject=subject, sheet=sheet)),
            press=self._tokens.press(visit),
            waiting=await self._waiting(visit, subject),
            offers_keeping=self._schools[visit.school].keep_credentials,
        )

    async def ask(
        self,
        visit: Visit,
        subject: Subject,
        seen: str,
        press: str,
        typed: Mapping[str, str],
        keep: bool,
    ) -> RequestView:
        """Accept what a family asks for; see `Portal.ask_family`."""
        before_it = self._tokens.read_seen(visit, subject, seen)
        kept = keep and self._schools[visit.school].keep_credentials
        asking = Asking(
            school=visit.school,
            account=visit.account,
            subject=before_it.subject,
            sheet=before_it.sheet,
            press=self._tokens.read_press(visit, press),
            typed=typed,
            means=self._sessions.means(visit.school, visit.session) if kept else None,
            known_addresses=await self._addresses(visit, subject),
            family=await self._looking.family_name(visit),
        )
        return shown(await self._requests.accept(asking))

    async def _addresses(self, visit: Visit, subject: Subject) -> tuple[str, ...]:
        if subject.kind is Kind.FAMILY:
            return ()
        known = await self._looking.addresses(visit)
        if known is None:
            await self._looking.look(visit, (FAMILY,))
            known = await self._looking.addresses(visit)
        return known or ()

    async def _waiting(self, visit: Visit, subject: Subject) -> dict[str, RequestView]:
        """By field key, the newest request that waits for the field of this very sheet."""
        waiting: dict[str, RequestView] = {}
        for known in reversed(await self._requests.of_account(visit.school, visit.account)):
            view = shown(known)
            same_sheet = known.body.subject.place == subject.place
            if same_sheet and view.state not in SETTLED:
                asked = (each for each in view.changes if each.key not in view.kept)
                waiting |= {change.key: view for change in asked}
        return waiting
