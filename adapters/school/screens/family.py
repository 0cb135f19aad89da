"""Famille (guide): the sheet of the person responsible, to read and to change."""

from typing import Any

from adapters.school.domain import Family, Refused
from adapters.school.screens.screen import Answer, Page, Screen, Told, Visit
from adapters.school.sheet import FAMILY_SHEET, FormField, offered

FORM = "resp"

UPDATED = (
    "La fiche d’identité est mise à jour. "
    "Un accusé de réception électronique vous a été envoyé par mail."
)
AWAITING = "La fiche du responsable est en attente de validation par le personnel administratif."
STALE = "Ce formulaire a expiré, veuillez recommencer. La fiche n’a pas été modifiée."


def _show(visit: Visit) -> Answer:
    family = visit.signed_in()
    groups = [
        {"title": group.title, "fields": [_control(visit, family, form) for form in group.fields]}
        for group in FAMILY_SHEET
    ]
    return Page(
        {
            "groups": groups,
            "token": visit.session.new_token("family"),
            "number": family.values["numero"],
            "awaiting": AWAITING if family.waiting else "",
        }
    )


def _control(visit: Visit, family: Family, form: FormField) -> dict[str, Any]:
    value = family.shown(form.name)
    return {
        "form": form,
        "control": visit.markup.control(FORM, form.name),
        "value": value,
        "waits": form.name in family.waiting,
        "in_force": form.label(family.values.get(form.name, "")),
    }


def _modify(visit: Visit) -> Answer:
    if not visit.session.spend_token("family", visit.form.get(visit.markup.token, "")):
        return Told(STALE, good=False, screen="family")
    if not visit.markup.pressed(visit.form, "modifier"):
        return _show(visit)
    posted = {form.name: visit.sent(FORM, form.name) for form in offered()}
    try:
        visit.office.ask("family", visit.signed_in().identifier, posted)
    except Refused as refusal:
        return Told(f"{refusal.words} La fiche n’a pas été modifiée.", good=False, screen="family")
    return Told(UPDATED, good=True, screen="family")


SCREEN = Screen(
    name="family",
    caption="Famille",
    slug="famille",
    template="family.html",
    show=_show,
    post=_modify,
)
