"""Connexion: the sign-in form, wherever it is and whatever it looks like (guide § 1 and 3)."""

import msgspec

from adapters.imuse.profile import Profile
from adapters.imuse.reading.page import Control, Form, Page, Press, Pressable
from adapters.imuse.reading.screen import Screen
from adapters.imuse.reading.words import fold, says
from adapters.model import Credentials, Site

_TYPED = ("text", "email", "tel", "number", "search")


class SignInForm(msgspec.Struct, frozen=True, kw_only=True):
    """The sign-in form, understood."""

    page: Page
    form: Form
    press: Press
    identifier: int
    password: int
    site: int | None
    """The list of sites, or the first of their radio buttons."""
    sites: tuple[Site, ...]

    def fills(self, credentials: Credentials) -> dict[int, str]:
        """What is typed into it."""
        typed = {self.identifier: credentials.identifier, self.password: credentials.password}
        if self.site is not None and credentials.site is not None:
            typed[self.site] = credentials.site
        return typed


def find(screen: Screen, profile: Profile) -> SignInForm | None:
    """The sign-in form of a screen: one password, what is typed before it, a button."""
    for page, number, form in screen.forms():
        secret = [n for n, c in enumerate(form.controls) if c.type == "password" and c.seen]
        identifier = _identifier(form, profile)
        press = _press(page, number, form, profile)
        if len(secret) == 1 and identifier is not None and press is not None:
            site = _site(form, profile)
            return SignInForm(
                page=page,
                form=form,
                press=press,
                identifier=identifier,
                password=secret[0],
                site=site,
                sites=() if site is None else _sites(form, site, profile),
            )
    return None


def _identifier(form: Form, profile: Profile) -> int | None:
    typed = [n for n, c in enumerate(form.controls) if c.type in _TYPED and c.seen and c.name]
    named = [n for n in typed if says(form.controls[n].caption, profile.words.identifier)]
    before = [n for n in typed if any(c.type == "password" for c in form.controls[n:])]
    return next(iter(named or before[-1:]), None)


def _press(page: Page, number: int, form: Form, profile: Profile) -> Press | None:
    of_form = [one for one in page.pressables if one.press.form == number]
    for phrase in profile.words.sign_in:
        for one in of_form:
            if any(fold(words) == fold(phrase) for words in one.words):
                return one.press
    submits = [one for one in of_form if _submits(one, form)]
    if not of_form:
        # A picture without words still sends its form.
        wordless = [n for n, c in enumerate(form.controls) if c.type in ("submit", "image")]
        return Press(form=number, button=wordless[0]) if len(wordless) == 1 else None
    return submits[0].press if len(submits) == 1 else None


def _submits(pressable: Pressable, form: Form) -> bool:
    button = pressable.press.button
    return button is not None and form.controls[button].type in ("submit", "image")


def _site(form: Form, profile: Profile) -> int | None:
    for number, control in enumerate(form.controls):
        is_choice = control.type in ("select", "radio") and control.seen
        if is_choice and says(control.caption, profile.words.site):
            return number
    lists = [n for n, c in enumerate(form.controls) if c.type == "select" and c.seen]
    return lists[0] if len(lists) == 1 and not form.controls[lists[0]].caption else None


def _sites(form: Form, number: int, profile: Profile) -> tuple[Site, ...]:
    control = form.controls[number]
    if control.type == "radio":
        group = [c for c in form.controls if c.type == "radio" and c.name == control.name]
        return tuple(Site(ref=c.value, label=c.label or c.value) for c in group)
    return tuple(
        Site(ref=choice.value, label=choice.label)
        for choice in control.choices
        if not choice.disabled and not _asks_to_choose(choice.value, choice.label, profile)
    )


def _asks_to_choose(value: str, label: str, profile: Profile) -> bool:
    if not fold(label):
        return True
    return value in ("", "0", "-1") and (
        says(label, profile.words.no_choice) or not label[0].isalnum() or not value
    )


def site_value(sign_in: SignInForm, site: str | None) -> str | None:
    """What the form sends for a site: the reference itself, or the only site there is."""
    if site is None and len(sign_in.sites) == 1:
        return sign_in.sites[0].ref
    return site


def preselected(control: Control) -> bool:
    """Whether a site is chosen already, so that none need be named."""
    return any(choice.selected and choice.value for choice in control.choices)
