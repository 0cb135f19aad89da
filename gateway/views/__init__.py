"""What the portal hands to the pages: plain values, ready to show. No page looks below this."""

from gateway.views.bills import BillingView, Duplicate
from gateway.views.currency import Told
from gateway.views.dossiers import ListView, OfStudent, Place, RecordView, StudentsView
from gateway.views.home import ChildView, ChoiceView, HomeView, KeptList
from gateway.views.requests import (
    AskedChange,
    AskedDocument,
    AskedReEnrolment,
    Happened,
    RequestView,
)
from gateway.views.sheets import FamilyView, StudentView
from gateway.views.visits import SignedIn, SiteList, Visit

__all__ = [
    "AskedChange",
    "AskedDocument",
    "AskedReEnrolment",
    "BillingView",
    "ChildView",
    "ChoiceView",
    "Duplicate",
    "FamilyView",
    "Happened",
    "HomeView",
    "KeptList",
    "ListView",
    "OfStudent",
    "Place",
    "RecordView",
    "RequestView",
    "SignedIn",
    "SiteList",
    "StudentView",
    "StudentsView",
    "Told",
    "Visit",
]
