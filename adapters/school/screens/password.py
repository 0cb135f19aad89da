"""Mot de passe (guide): another password, at any time; the family's sessions go on."""

from adapters.school import passwords
from adapters.school.refusal import Refused
from adapters.school.screens.screen import Answer, Page, Screen, Told, Visit

CHANGED = "Votre mot de passe a été modifié."
STALE = "Ce formulaire a expiré, veuillez recommencer. Le mot de passe n’a pas été modifié."

FORM = "passe"


def _show(visit: Visit) -> Answer:
    token = visit.session.new_token("password")
    return Page(
        {"form": FORM, "rules": passwords.RULES, "longest": passwords.LONGEST, "token": token}
    )


def _change(visit: Visit) -> Answer:
    if not visit.session.spend_token("password", visit.token()):
        return Told(STALE, good=False, screen="password")
    try:
        visit.office.change_password(
            visit.signed_in().identifier,
            visit.sent(FORM, "ancien"),
            visit.sent(FORM, "nouveau"),
            visit.sent(FORM, "confirmation"),
        )
    except Refused as refusal:
        return Told(refusal.words, good=False, screen="password")
    return Told(CHANGED, good=True, screen="password")


SCREEN = Screen("password", "Mot de passe", "mot_de_passe", _show, "password.html", post=_change)
