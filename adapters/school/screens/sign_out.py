"""Déconnexion (guide): back to the sign-in page, the session over."""

from adapters.school.screens.screen import Answer, Goto, Screen, Visit


def _sign_out(visit: Visit) -> Answer:
    visit.sessions.end(visit.session)
    return Goto("sign_in")


SCREEN = Screen(
    name="sign_out",
    caption="Déconnexion",
    slug="deconnexion",
    show=_sign_out,
    public=True,
)
