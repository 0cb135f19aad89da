"""A password changed from the menu, or asked for before signing in: each sent once, or not at all.

What is never known for certain from an answer is told as unknown: whoever asked finds out by
signing in (guide, § 2 and Menu mot de passe).
"""

import msgspec

from adapters.errors import ExtranetError, NotUnderstood, ScreenMissing, Unstorable
from adapters.imuse import charset
from adapters.imuse.browsing import Browser
from adapters.imuse.client import AnswerLost, Ask
from adapters.imuse.reading.page import Form, Page, Press
from adapters.imuse.reading.screen import Screen
from adapters.imuse.screens import password_forms, password_words
from adapters.imuse.screens.password_forms import ChangeForm, LostForm
from adapters.imuse.walk import Walk
from adapters.model import Outcome, Verdict
from adapters.passwords import PasswordRequest, PasswordTerms
from adapters.port import BeforeSending


class Opened(msgspec.Struct, frozen=True):
    """The menu's form, with the screen that it is on."""

    screen: Screen
    form: ChangeForm


async def terms(walk: Walk) -> PasswordTerms:
    """What the menu Mot de passe asks for."""
    opened = await walk.reading(lambda: _open(walk))
    return password_words.terms(opened.form, opened.screen, walk.profile)


async def change(walk: Walk, former: str, new: str, before_sending: BeforeSending) -> Outcome:
    """Change it, once; see `adapters.port.Session.change_password`."""
    opened = await walk.reading(lambda: _open(walk))
    form = opened.form
    known = password_words.terms(form, opened.screen, walk.profile)
    if known.max_length is not None and len(new) > known.max_length:
        raise Unstorable("new", "")
    _check(form.form, form.press, {"former": former, "new": new})
    ask = walk.browser.ask(form.page, form.press, form.fills(former, new))
    done = walk.profile.messages.password_changed
    return await _send(walk.browser, ask, opened.screen, form.page, done, before_sending)


async def _open(walk: Walk) -> Opened:
    words, route = walk.profile.words.password_change, walk.profile.routes.password
    screen = await walk.enter("Mot de passe", words, route)
    form = password_forms.change_form(screen, walk.profile)
    if form is None:
        await walk.confirm(screen)
        raise NotUnderstood("no form to change the password")
    return Opened(screen, form)


async def ask_for_new(
    browser: Browser, screen: Screen, asking: PasswordRequest, before_sending: BeforeSending
) -> Outcome:
    """« Mot de passe perdu », from the sign-in page `screen` or from that very form's."""
    profile = browser.profile
    opened = await _lost(browser, screen)
    form = password_forms.lost_form(opened, profile)
    if form is None:
        raise NotUnderstood("no form to ask for a password")
    fills = {form.identifier: asking.identifier, form.email: asking.email}
    if form.site is not None:
        fills[form.site] = _site(form, asking.site)
    _check(form.form, form.press, {"identifier": asking.identifier, "email": asking.email})
    ask = browser.ask(form.page, form.press, fills)
    done = profile.messages.password_sent
    return await _send(browser, ask, opened, form.page, done, before_sending)


async def _lost(browser: Browser, screen: Screen) -> Screen:
    """The screen behind « Mot de passe perdu »; the same one where a part of it is brought up."""
    profile = browser.profile
    if profile.routes.lost_password or password_forms.lost_form(screen, profile) is not None:
        return screen
    found = screen.find(profile.words.lost_password)
    if found is None:
        raise ScreenMissing("Mot de passe perdu")
    part = dict(found.page.parts).get(found.pressable.part)
    if not found.pressable.press.leads:
        return screen if part is None else Screen((part,))
    return await browser.press(found)


def _site(form: LostForm, site: str | None) -> str:
    value = form.site_value(site)
    if value is None:
        raise Unstorable("site", "")
    return value


def _check(form: Form, press: Press, typed: dict[str, str]) -> None:
    """Refuse before sending what the form's charset lacks.

    Raises:
        Unstorable: by the name of what was typed.
    """
    for name, value in typed.items():
        lacking = "" if press.by_script else charset.missing(value, form.charset)
        if lacking:
            raise Unstorable(name, lacking)


async def _send(
    browser: Browser,
    ask: Ask,
    before: Screen,
    page: Page,
    done: tuple[str, ...],
    before_sending: BeforeSending,
) -> Outcome:
    await before_sending()
    try:
        reply = await browser.client.send(ask)
    except AnswerLost:
        return Outcome(verdict=Verdict.UNKNOWN, settled=False)
    try:
        reply = await browser.client.onward(reply, ask)
        came = await browser.answered(reply, ask, page)
    except ExtranetError:
        # An answer that cannot be read proves nothing.
        return Outcome(verdict=Verdict.UNKNOWN)
    return password_words.outcome(came, before, done, browser.profile)
