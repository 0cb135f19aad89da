"""A sheet that the family may change: how it shows, and what its button « Modifier » does."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from adapters.school.fields import FormField
from adapters.school.records import Record, Student
from adapters.school.refusal import Refused
from adapters.school.screens.screen import Told, Visit

UPDATED = (
    "La fiche d’identité est mise à jour. "
    "Un accusé de réception électronique vous a été envoyé par mail."
)
STALE = "Ce formulaire a expiré, veuillez recommencer. La fiche n’a pas été modifiée."


@dataclass(frozen=True)
class SheetScreen:
    """One of the two sheets, as a screen has it."""

    screen: str
    form: str
    """What the names of its controls have in common."""
    awaiting: str
    """What the sheet says while a change waits for the staff."""

    def context(self, visit: Visit, record: Record) -> dict[str, Any]:
        """What its template needs."""
        groups = [
            {
                "title": group.title,
                "fields": [self._control(visit, record, form) for form in group.fields],
            }
            for group in record.sheet.groups
        ]
        return {
            "title": record.sheet.title,
            "form": self.form,
            "groups": groups,
            "token": visit.session.new_token(self.screen),
            "awaiting": self.awaiting if record.waiting else "",
        }

    def _control(self, visit: Visit, record: Record, form: FormField) -> dict[str, Any]:
        return {
            "form": form,
            "control": visit.markup.control(self.form, form.name),
            "value": record.shown(form.name),
            "waits": form.name in record.waiting,
            "in_force": form.label(record.values.get(form.name, "")),
        }

    def modify(self, visit: Visit, record: Record, where: Mapping[str, str]) -> Told | None:
        """Take the form; None where its button was not pressed. `where` leads back to the sheet."""
        if not visit.session.spend_token(self.screen, visit.token()):
            return Told(STALE, good=False, screen=self.screen, parameters=where)
        if not visit.pressed("modifier"):
            return None
        posted = {form.name: visit.sent(self.form, form.name) for form in record.sheet.offered()}
        student = record.number if isinstance(record, Student) else None
        try:
            visit.office.ask(self.screen, visit.signed_in().identifier, posted, student)
        except Refused as refusal:
            words = f"{refusal.words} La fiche n’a pas été modifiée."
            return Told(words, good=False, screen=self.screen, parameters=where)
        return Told(UPDATED, good=True, screen=self.screen, parameters=where)
