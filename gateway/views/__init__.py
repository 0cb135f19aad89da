"""What the portal hands to the pages: plain values, ready to show. No page looks below this."""

from gateway.views.bills import BillingView, Duplicate
from gateway.views.currency import Told
from gateway.views.dossiers import ListView, OfStudent, Place, RecordView, StudentsView
from gateway.views.holdings import (
    Held,
    HeldAct,
    HeldDocument,
    HeldDraft,
    HeldLetter,
    HeldMeans,
    HeldReading,
    HeldSession,
)
from gateway.views.home import ChildView, ChoiceView, HomeView, KeptList
from gateway.views.notices import KeptFor
from gateway.views.passwords import Fate, PasswordAsked, PasswordChanged, PasswordForm
from gateway.views.re_enrolments import (
    GivenDocument,
    Lender,
    NextChild,
    NextChildren,
    ReEnrolmentView,
    WantedDocument,
)
from gateway.views.requests import (
    AskedChange,
    AskedDocument,
    AskedReEnrolment,
    Happened,
    RequestView,
    SaidBySchool,
)
from gateway.views.reviews import ReviewView
from gateway.views.sheets import FamilyView, StudentView
from gateway.views.visits import Left, SignedIn, SiteList, Visit

__all__ = [
    "AskedChange",
    "AskedDocument",
    "AskedReEnrolment",
    "BillingView",
    "ChildView",
    "ChoiceView",
    "Duplicate",
    "FamilyView",
    "Fate",
    "GivenDocument",
    "Happened",
    "Held",
    "HeldAct",
    "HeldDocument",
    "HeldDraft",
    "HeldLetter",
    "HeldMeans",
    "HeldReading",
    "HeldSession",
    "HomeView",
    "KeptFor",
    "KeptList",
    "Left",
    "Lender",
    "ListView",
    "NextChild",
    "NextChildren",
    "OfStudent",
    "PasswordAsked",
    "PasswordChanged",
    "PasswordForm",
    "Place",
    "ReEnrolmentView",
    "RecordView",
    "RequestView",
    "ReviewView",
    "SaidBySchool",
    "SignedIn",
    "SiteList",
    "StudentView",
    "StudentsView",
    "Told",
    "Visit",
    "WantedDocument",
]
