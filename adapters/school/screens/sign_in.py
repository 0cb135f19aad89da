"""Connexion (guide § 3): site, identifiant, mot de passe."""

from adapters.school.families import SITES
from adapters.school.screens.screen import Answer, Goto, Page, Screen, Told, Visit
from adapters.school.sessions import PhpSession


def _show(visit: Visit) -> Answer:
    token = visit.session.new_token("sign_in")
    return Page({"sites": SITES, "token": token})


def _sign_in(visit: Visit) -> Answer:
    if not visit.session.spend_token("sign_in", visit.token()):
        return Told("Ce formulaire a expiré, veuillez recommencer.", good=False, screen="sign_in")
    identifier = visit.sent("connexion", "identifiant")
    if not visit.office.admits(
        visit.sent("connexion", "site"), identifier, visit.sent("connexion", "passe")
    ):
        return Told("Identifiant ou mot de passe incorrect.", good=False, screen="sign_in")
    _session_for_family(visit).identifier = identifier.strip()
    return Goto("home")


def _session_for_family(visit: Visit) -> PhpSession:
    if visit.markup.renews_session:
        visit.sessions.end(visit.session)
        visit.session = visit.sessions.start()
    return visit.session


SCREEN = Screen(
    name="sign_in",
    caption="Connexion",
    slug="connexion",
    template="sign_in.html",
    show=_show,
    post=_sign_in,
    public=True,
)
