"""Which form of a screen is Réinscription's, and the button that sends it."""

import msgspec

from adapters.imuse.profile import Profile
from adapters.imuse.reading.page import Form, Page, Press
from adapters.imuse.screens.area import Area
from adapters.imuse.screens.buttons import button
from adapters.imuse.screens.ticks import Tick, ticks


class Chosen(msgspec.Struct, frozen=True, kw_only=True):
    """The tab's form, with its button, what is ticked in it, and its text areas."""

    page: Page
    number: int
    form: Form
    press: Press | None
    ticks: tuple[Tick, ...]
    texts: tuple[int, ...]


def choose(own: Area, profile: Profile) -> Chosen | None:
    """The form with most boxes to tick; where there are none, the one with a text to write."""
    found: list[Chosen] = []
    for page, number, form in own.forms():
        press = _valider(own, page, number, profile)
        texts = tuple(
            n
            for n, one in enumerate(form.controls)
            if one.type == "textarea" and one.seen and own.holds(page, one.place)
        )
        boxes = tuple(one for one in ticks(page, form, profile) if own.holds(page, one.place))
        if boxes or (texts and press is not None):
            found.append(
                Chosen(page=page, number=number, form=form, press=press, ticks=boxes, texts=texts)
            )
    if not found:
        return None
    return max(found, key=lambda one: (one.press is not None, len(one.ticks), len(one.texts)))


def _valider(own: Area, page: Page, number: int, profile: Profile) -> Press | None:
    """The tab's own button; one form may hold other tabs, with their buttons."""
    words = profile.words
    never = (*words.back, *words.import_document)
    behind = [(panel.place, panel.end) for panel in page.panels]
    inside = tuple(one for one in page.pressables if own.holds(page, one.place))
    common = tuple(
        one for one in page.pressables if not any(start <= one.place < end for start, end in behind)
    )
    for pressables in (inside, common):
        if any(one.press.form == number for one in pressables) or pressables == page.pressables:
            seen = msgspec.structs.replace(page, pressables=pressables)
            press = button(seen, number, page.forms[number], words.submit_re_enrolment, never)
            if press is not None:
                return press
    return None
