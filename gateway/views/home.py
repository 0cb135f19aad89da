"""Accueil: all that the family has, at a glance, each with its age."""

from typing import Literal

import msgspec

from adapters.model import Home, Listing, Student
from gateway.views.bills import BillingView
from gateway.views.currency import Told
from gateway.views.dossiers import StudentsView
from gateway.views.requests import RequestView


class KeptList(Told, frozen=True, kw_only=True):
    """A list as it was last read."""

    listing: Listing


class ChildView(msgspec.Struct, frozen=True, kw_only=True):
    """One student at a glance: only what is kept; None is « pas encore lu »."""

    student: Student
    courses: KeptList | None
    history: KeptList | None
    repertoire: KeptList | None
    waiting: tuple[RequestView, ...]
    """The requests about this student that are open."""
    re_enrolment: Literal["", "open", "begun"] = ""
    """What is known of Réinscription: to be asked for, or begun and not sent."""


class ChoiceView(StudentsView, frozen=True, kw_only=True):
    """The choice of students, each at a glance."""

    children: tuple[ChildView, ...] = ()
    """One for each of `students`."""


class HomeView(Told, frozen=True, kw_only=True):
    """Accueil; `read_at` and `trouble` are those of the old site's words."""

    home: Home | None
    """What the old Accueil says; None if it was never read."""
    open_requests: tuple[RequestView, ...]
    """All that wait, whichever sheet they are about."""
    students: StudentsView | None = None
    """None where the list is not read yet, and Accueil did not wait for it any longer."""
    children: tuple[ChildView, ...] = ()
    """One for each of `students`."""
    billing: BillingView | None = None
    """As it was last read; None is « pas encore lu »."""
