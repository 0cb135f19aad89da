"""Accueil: the greeting, and the school's news."""

from adapters.school.families import NEWS
from adapters.school.screens.screen import Answer, Page, Screen, Visit
from adapters.school.sheet import field_called


def _show(visit: Visit) -> Answer:
    values = visit.signed_in().values
    civility = field_called("civilite").label(values["civilite"])
    return Page({"greeted": f"{civility} {values['prenom']} {values['nom']}", "news": NEWS})


SCREEN = Screen(name="home", caption="Accueil", slug="accueil", template="home.html", show=_show)
