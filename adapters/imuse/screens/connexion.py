"""Connexion: the sign-in form, wherever it is and whatever it looks like (guide § 1 and 3)."""

from collections.abc import Callable, Iterator

import msgspec

from adapters.imuse.profile import Profile
from adapters.imuse.reading.page import Control, Form, Page, Pick, Press
from adapters.imuse.reading.screen import Screen
from adapters.imuse.reading.words import fold, says
from adapters.imuse.screens.audience import Candidate, for_families
from adapters.imuse.screens.buttons import button
from adapters.model import Credentials, Site

_TYPED = ("text", "email", "tel", "number", "search")
_ASKED = (*_TYPED, "select", "select-multiple", "radio", "textarea", "file", "date")
_BUTTONS = ("submit", "image", "button")
_LOST = ("perdu", "perdue", "perdus", "oublié", "oubliée", "oubliés", "oubli")
"""Said of a password, by a form that must never be sent for a sign-in."""


class SignInForm(msgspec.Struct, frozen=True, kw_only=True):
    """The sign-in form, or a step of it, understood."""

    page: Page
    form: Form
    press: Press
    """What sends it; it leads nowhere where choosing a site is what sends it."""
    identifier: int | None
    password: int | None
    """None on a step before the one that asks for it."""
    site: int | None
    """The list of sites, or the first of their radio buttons."""
    sites: tuple[Site, ...]

    def fills(self, credentials: Credentials) -> dict[int, str]:
        """What is typed into it."""
        typed = [
            (self.identifier, credentials.identifier),
            (self.password, credentials.password),
            (self.site, credentials.site),
        ]
        return {n: value for n, value in typed if n is not None and value is not None}

    def sending(self, site: str | None) -> Press:
        """What sends it: where nothing but the site is asked, choosing one may do so."""
        alone = self.password is None and self.identifier is None
        for pick in self.page.picks if alone else ():
            here = self.page.forms[pick.form] is self.form and self._lists(pick.control)
            if here and pick.value == site and (press := self._chosen(pick)).leads:
                return press
        return self.press

    def _chosen(self, pick: Pick) -> Press:
        """What choosing does: a list that is alone in a form without a button sends it."""
        buttons = any(one.type in _BUTTONS for one in self.form.controls)
        if pick.press.leads or buttons or set(pick.press.unknown) - {"submit"}:
            return pick.press
        return Press(form=pick.form)

    def knowing(self, site: str | None) -> "SignInForm":
        """The same where the site was chosen before: what it offers now may be something else."""
        if site in [one.ref for one in self.sites]:
            return self
        return msgspec.structs.replace(self, site=None, sites=())

    def _lists(self, number: int) -> bool:
        """Whether a control is the list of sites, or one of its radio buttons."""
        if self.site is None or number == self.site:
            return number == self.site
        one, first = self.form.controls[number], self.form.controls[self.site]
        return one.type == first.type == "radio" and one.name == first.name

    def asks_more(self) -> bool:
        """Whether there is anything else on it for a person to fill in."""
        known = (self.identifier, self.password)
        return any(
            one.type in _ASKED and one.seen and number not in known and not self._lists(number)
            for number, one in enumerate(self.form.controls)
        )


def find(screen: Screen, profile: Profile, *, identified: bool = False) -> SignInForm | None:
    """The families' sign-in form: one password, what is typed before it, a button.

    `identified` is whether a step before has asked for the identifier. A form that would put the
    password into an address is none.
    """
    for one in _for_families(screen, _asks_password, profile):
        press = button(one.page, one.number, one.form, profile.words.sign_in)
        identifier = _identifier(one.form, profile)
        if press is None or (identifier is None and not identified) or _shows(one.form, press):
            continue
        secret = next(n for n, c in enumerate(one.form.controls) if _is_secret(c))
        site = _site(one.form, profile)
        return _understood(one, press, profile, identifier=identifier, password=secret, site=site)
    return None


def first_step(screen: Screen, profile: Profile) -> SignInForm | None:
    """A step before the password: it asks for the site, for the identifier, or for both."""
    for one in _for_families(screen, _asks_no_password, profile):
        press = button(one.page, one.number, one.form, profile.words.sign_in) or Press()
        identifier = next(iter(_named_identifiers(one.form, profile)), None)
        if identifier is not None and not _goes_on(one, press, profile):
            continue
        site = _site(one.form, profile)
        site = site if site is not None and _is_of_sites(one, site, profile) else None
        step = _understood(one, press, profile, identifier=identifier, password=None, site=site)
        asks = bool(step.sites) or (identifier is not None and press.leads)
        chosen = all(step.sending(each.ref).leads for each in step.sites)
        if asks and chosen and not step.asks_more():
            return step
    return None


def _for_families(
    screen: Screen, asks: Callable[[Form], bool], profile: Profile
) -> Iterator[Candidate]:
    asking = [Candidate(page, number, form) for page, number, form in screen.forms() if asks(form)]
    yield from for_families(asking, profile)


def _asks_password(form: Form) -> bool:
    return sum(map(_is_secret, form.controls)) == 1


def _asks_no_password(form: Form) -> bool:
    return not any(map(_is_secret, form.controls))


def _is_secret(control: Control) -> bool:
    return control.type == "password" and control.seen


def _shows(form: Form, press: Press) -> bool:
    """Whether the browser would put the password into an address: a script not read does not."""
    return (press.method or form.method).upper() == "GET" and not press.by_script


def _understood(
    one: Candidate, press: Press, profile: Profile, *,
    identifier: int | None, password: int | None, site: int | None,
) -> SignInForm:  # fmt: skip
    return SignInForm(
        page=one.page,
        form=one.form,
        press=press,
        identifier=identifier,
        password=password,
        site=site,
        sites=() if site is None else _sites(one.form, site, profile),
    )


def _identifier(form: Form, profile: Profile) -> int | None:
    typed = _typed(form)
    before = [n for n in typed if any(c.type == "password" for c in form.controls[n:])]
    return next(iter(_named_identifiers(form, profile) or before[-1:]), None)


def _named_identifiers(form: Form, profile: Profile) -> list[int]:
    words = profile.words.identifier
    return [n for n in _typed(form) if says(form.controls[n].caption, words)]


def _typed(form: Form) -> list[int]:
    return [n for n, c in enumerate(form.controls) if c.type in _TYPED and c.seen and c.name]


def _goes_on(one: Candidate, press: Press, profile: Profile) -> bool:
    """Whether what sends an identifier says that it signs in: it must not ask for a password."""
    words = profile.words
    onward = {fold(phrase) for phrase in (*words.sign_in, *words.onward, *words.next_page)}
    of_form = [each for each in one.page.pressables if each.press.form == one.number]
    says_so = any(
        fold(said) in onward for each in of_form if each.press == press for said in each.words
    )
    heads = [block.text for block in one.page.blocks if block.place < one.end and not block.menu]
    own = [said for each in of_form for said in each.words]
    own += [said for control in one.form.controls for said in (control.caption, control.section)]
    return says_so and not any(says(said, _LOST) for said in (*own, *heads[-2:]))


def _site(form: Form, profile: Profile) -> int | None:
    for number, control in enumerate(form.controls):
        is_choice = control.type in ("select", "radio") and control.seen
        if is_choice and says(control.caption, profile.words.site):
            return number
    lists = [n for n, c in enumerate(form.controls) if c.type == "select" and c.seen]
    return lists[0] if len(lists) == 1 and not form.controls[lists[0]].caption else None


def _is_of_sites(one: Candidate, number: int, profile: Profile) -> bool:
    """Whether a list that stands by itself is said to be of sites: not of languages, say."""
    control, words = one.form.controls[number], profile.words.site
    invitations = [c.label for c in control.choices if _asks_to_choose(c.value, c.label, profile)]
    if any(says(said, words) for said in (control.caption, control.section, *invitations)):
        return True
    heads = {fold(block.text) for block in one.page.blocks if block.place < control.place}
    return any(fold(phrase) in heads for phrase in words)


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
