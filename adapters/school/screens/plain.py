"""Screens that this reconstruction does not have yet: a page that says so."""

from adapters.school.screens.screen import Answer, Page, Screen, Visit


def _screen(name: str, caption: str, slug: str, *, public: bool = False) -> Screen:
    def show(visit: Visit) -> Answer:
        return Page({"caption": caption, "signed_in": visit.family is not None})

    return Screen(name, caption, slug, show, "soon.html", public=public)


PASSWORD = _screen("password", "Mot de passe", "mot_de_passe")
LOST_PASSWORD = _screen("lost_password", "Mot de passe perdu", "mot_de_passe_perdu", public=True)
