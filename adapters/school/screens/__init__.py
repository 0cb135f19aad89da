"""Every screen of the school, one file each. To add one: its file, and its line here."""

from adapters.school.screens import (
    accessibility,
    billing,
    course,
    courses,
    family,
    help,
    history,
    home,
    identity,
    import_document,
    lost_password,
    password,
    re_enrolment,
    repertoire,
    sign_in,
    sign_out,
    students,
)
from adapters.school.screens.screen import Screen

SIGN_IN = sign_in.SCREEN

MENU: tuple[Screen, ...] = (
    home.SCREEN,
    family.SCREEN,
    students.SCREEN,
    billing.SCREEN,
    accessibility.SCREEN,
    password.SCREEN,
    sign_out.SCREEN,
)
"""The seven words of the guide, in its order."""

SCREENS: tuple[Screen, ...] = (
    SIGN_IN,
    lost_password.SCREEN,
    help.SCREEN,
    *MENU,
    identity.SCREEN,
    courses.SCREEN,
    courses.ROWS,
    course.SCREEN,
    course.EVALUATION,
    course.ABSENCE,
    history.SCREEN,
    history.PAST,
    repertoire.SCREEN,
    repertoire.EVENT,
    re_enrolment.SCREEN,
    import_document.SCREEN,
    billing.INVOICE,
)


def screen_named(name: str) -> Screen:
    """The screen of that name."""
    return next(screen for screen in SCREENS if screen.name == name)


def screen_at(slug: str) -> Screen:
    """The screen at that part of an address; the sign-in page where there is none."""
    wanted = slug.replace("-", "_")
    return next((screen for screen in SCREENS if screen.slug == wanted), SIGN_IN)
