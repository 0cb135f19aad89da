"""Accessibilité (guide): a mode for every screen, before sign-in too, that a cookie keeps."""

from adapters.school.markup import ROOT
from adapters.school.screens.screen import PLAIN, Answer, Page, Screen, Visit


def _show(visit: Visit) -> Answer:
    wanted = visit.query.get("mode")
    if wanted in ("0", "1"):
        visit.plain = wanted == "1"
        visit.cookies.append(f"{PLAIN}={wanted}; path={ROOT}; max-age=31536000")
    return Page({"signed_in": visit.family is not None})


SCREEN = Screen(
    name="accessibility",
    caption="Accessibilité",
    slug="accessibilite",
    template="accessibility.html",
    show=_show,
    public=True,
)
