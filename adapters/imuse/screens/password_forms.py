"""The two forms about a password: to change it, and to be sent a new one (guide, § 2)."""

import msgspec

from adapters.imuse.profile import Profile
from adapters.imuse.reading.page import Control, Form, Page, Press
from adapters.imuse.reading.screen import Screen
from adapters.imuse.reading.words import fold, says
from adapters.imuse.screens.buttons import button

_TYPED = ("text", "email", "tel", "search", "number", "textarea", "date")
_MOST_SECRETS = 3


class ChangeForm(msgspec.Struct, frozen=True, kw_only=True):
    """The form of the menu Mot de passe; `former` and `again` where it asks for them."""

    page: Page
    form: Form
    press: Press
    former: int | None
    new: int
    again: int | None

    def fills(self, former: str, new: str) -> dict[int, str]:
        """What is typed into it."""
        typed = ((self.former, former), (self.new, new), (self.again, new))
        return {number: value for number, value in typed if number is not None}


class LostForm(msgspec.Struct, frozen=True, kw_only=True):
    """The form of « Mot de passe perdu »; `site` where it asks for one."""

    page: Page
    form: Form
    press: Press
    identifier: int
    email: int
    site: int | None

    def site_value(self, site: str | None) -> str | None:
        """What its list of sites sends for a site of the sign-in page; None if it has none such."""
        choices = () if self.site is None else self.form.controls[self.site].choices
        return next((one.value for one in choices if site in (one.value, one.label)), None)


def change_form(screen: Screen, profile: Profile) -> ChangeForm | None:
    """The form that asks for a new password, alone or beside the former one; None without one."""
    for page, number, form in screen.forms():
        secrets = [n for n, one in enumerate(form.controls) if _is_secret(one)]
        parts = _parts([form.controls[n] for n in secrets], profile)
        press = button(page, number, form, profile.words.change_password)
        if parts is None or press is None or _in_address(form, press):
            continue
        former, new, again = (None if part is None else secrets[part] for part in parts)
        if new is not None and not _asks_more(form, (former, new, again)):
            return ChangeForm(
                page=page, form=form, press=press, former=former, new=new, again=again
            )
    return None


def _parts(
    secrets: list[Control], profile: Profile
) -> tuple[int | None, int | None, int | None] | None:
    """Which of the password boxes are for the former one, the new one, and that one again.

    By their captions; three without any are in the order in which everybody asks for them.
    """
    words = profile.words
    if not 1 <= len(secrets) <= _MOST_SECRETS:
        return None
    again = [n for n, one in enumerate(secrets) if says(_said(one), words.password_again)]
    former = [
        n
        for n, one in enumerate(secrets)
        if n not in again and says(_said(one), words.former_password)
    ]
    rest = [n for n in range(len(secrets)) if n not in again and n not in former]
    if len(secrets) == _MOST_SECRETS and not again and not former:
        return 0, 1, 2
    if len(again) > 1 or len(former) > 1 or len(rest) != 1:
        return None
    fresh = secrets[rest[0]]
    if len(secrets) == 1 and not says(_said(fresh), words.new_password):
        # One box alone may as well be a sign-in form's.
        return None
    return next(iter(former), None), rest[0], next(iter(again), None)


def _said(control: Control) -> str:
    return f"{control.caption} {control.hint}"


def lost_form(screen: Screen, profile: Profile) -> LostForm | None:
    """The form that asks for an identifier and an e-mail address, and for no password."""
    for page, number, form in screen.forms():
        if any(map(_is_secret, form.controls)):
            continue
        typed = [n for n, one in enumerate(form.controls) if one.type in _TYPED and one.seen]
        emails = [n for n in typed if _is_email(form.controls[n], profile)]
        named = [
            n
            for n in typed
            if n not in emails and says(form.controls[n].caption, profile.words.identifier)
        ]
        press = button(page, number, form, profile.words.ask_password)
        if len(emails) != 1 or len(named) != 1 or press is None:
            continue
        site = _site(form, profile)
        if not _asks_more(form, (named[0], emails[0], site)):
            return LostForm(
                page=page, form=form, press=press, identifier=named[0], email=emails[0], site=site
            )
    return None


def _is_email(control: Control, profile: Profile) -> bool:
    known = {fold(phrase) for phrase in profile.captions.get("email", ())}
    return control.type == "email" or says(control.caption, tuple(known))


def _site(form: Form, profile: Profile) -> int | None:
    lists = [n for n, one in enumerate(form.controls) if one.type == "select" and one.seen]
    return next((n for n in lists if says(form.controls[n].caption, profile.words.site)), None)


def _asks_more(form: Form, known: tuple[int | None, ...]) -> bool:
    """Whether anything else on it is left for a person to type: a birth date, a riddle."""
    return any(
        number not in known and one.seen and _is_empty(one)
        for number, one in enumerate(form.controls)
    )


def _is_empty(control: Control) -> bool:
    typed = control.type in _TYPED or _is_secret(control)
    return typed and not control.value and not control.readonly and not control.disabled


def _is_secret(control: Control) -> bool:
    return control.type == "password" and control.seen


def _in_address(form: Form, press: Press) -> bool:
    """Whether the browser would put the password into an address."""
    return (press.method or form.method).upper() == "GET" and not press.by_script
