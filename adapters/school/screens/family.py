"""Famille (guide): the sheet of the person responsible, to read and to change."""

from adapters.school.screens.screen import Answer, Page, Screen, Visit
from adapters.school.screens.sheet import UPDATED, SheetScreen

AWAITING = "La fiche du responsable est en attente de validation par le personnel administratif."

_SHEET = SheetScreen(screen="family", form="resp", awaiting=AWAITING)


def _show(visit: Visit) -> Answer:
    family = visit.signed_in()
    return Page({**_SHEET.context(visit, family), "number": family.values["numero"]})


def _modify(visit: Visit) -> Answer:
    return _SHEET.modify(visit, visit.signed_in(), {}) or _show(visit)


SCREEN = Screen(
    name="family",
    caption="Famille",
    slug="famille",
    template="family.html",
    show=_show,
    post=_modify,
)

__all__ = ["AWAITING", "SCREEN", "UPDATED"]
