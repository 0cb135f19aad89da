"""Accueil and the choice of students: all that is kept of the family, at a glance."""

from typing import Literal

from adapters.errors import TooSlow
from adapters.model import Home, ListName, Student
from gateway.cache import Reading, Terms
from gateway.drafts import Drafts
from gateway.pending.subjects import Kind
from gateway.portal.bills import Bills
from gateway.portal.demands import Demands
from gateway.portal.dossiers import Dossiers
from gateway.portal.old_side import OldSide
from gateway.portal.tabs import Standing, Tabs
from gateway.portal.told import told
from gateway.views import ChildView, ChoiceView, HomeView, RequestView, StudentsView, Visit

_HOME = Terms(waits=True, far=True)


class Accueil:
    """Asks the old site for its Accueil and for the choice of students, and for nothing more."""

    def __init__(
        self,
        old_side: OldSide,
        dossiers: Dossiers,
        bills: Bills,
        demands: Demands,
        tabs: Tabs,
        drafts: Drafts,
    ) -> None:
        """Each part shows what is kept of its own."""
        self._tabs = tabs
        self._drafts = drafts
        self._old_side = old_side
        self._dossiers = dossiers
        self._bills = bills
        self._demands = demands

    async def show(self, visit: Visit) -> HomeView:
        """Accueil; see `Portal.home`."""
        waiting = await self._demands.open_ones(visit)
        home = await self._old_side.read(
            visit, "home", Home, lambda session: session.home(), terms=_HOME
        )
        students = await self._students(visit, home)
        chosen = students.students if students is not None else None
        return HomeView(
            home=home.value,
            open_requests=waiting,
            students=students,
            children=await self._children(visit, chosen, waiting),
            billing=await self._bills.kept_billing(visit),
            **told(home),
        )

    async def choice(self, visit: Visit, *, refresh: bool = False) -> ChoiceView:
        """The choice of students; see `Portal.choice`."""
        waiting = await self._demands.open_ones(visit)
        view = await self._dossiers.students(visit, refresh=refresh)
        return ChoiceView(
            students=view.students,
            children=await self._children(visit, view.students, waiting),
            **told(view),
        )

    async def _students(self, visit: Visit, home: Reading[Home]) -> StudentsView | None:
        """The choice of students; an old site that has just failed is not waited for again."""
        if home.trouble is not None:
            return await self._dossiers.kept_students(visit)
        view = await self._dossiers.students(visit, hurried=True)
        return None if view.students is None and view.trouble == TooSlow.key else view

    async def _children(
        self,
        visit: Visit,
        students: tuple[Student, ...] | None,
        waiting: tuple[RequestView, ...],
    ) -> tuple[ChildView, ...]:
        drafts = await self._drafts.of_account(visit.school, visit.account) if students else ()
        begun = frozenset(draft.student.ref for draft in drafts)
        return tuple([await self._child(visit, each, waiting, begun) for each in students or ()])

    async def _child(
        self,
        visit: Visit,
        student: Student,
        waiting: tuple[RequestView, ...],
        begun: frozenset[str],
    ) -> ChildView:
        own = tuple(
            view for view in waiting if view.student is not None and view.student.ref == student.ref
        )
        asked = any(view.kind == Kind.RE_ENROLMENT for view in own)
        standing = await self._tabs.standing(visit, student.ref)
        return ChildView(
            student=student,
            courses=await self._dossiers.kept_list(visit, student.ref, ListName.COURSES),
            history=await self._dossiers.kept_list(visit, student.ref, ListName.HISTORY),
            repertoire=await self._dossiers.kept_list(visit, student.ref, ListName.REPERTOIRE),
            waiting=own,
            re_enrolment=_re_enrolment(standing, asked=asked, begun=student.ref in begun),
        )


def _re_enrolment(standing: Standing, *, asked: bool, begun: bool) -> Literal["", "open", "begun"]:
    """What is to be said of it on Accueil: only where something is left to do."""
    if standing not in ("open", "waiting"):
        return ""
    if begun:
        return "begun"
    return "" if asked or standing == "waiting" else "open"
