"""Boxes to search with, which old sites set into the one form that is around everything."""

import re

from adapters.imuse.profile import Profile
from adapters.imuse.reading.page import Form
from adapters.imuse.reading.words import fold

_SEARCH = re.compile(r"^(re)?cherche")
_BUTTONS = ("submit", "image", "button")


def is_box(form: Form, number: int, profile: Profile) -> bool:
    """Whether a control is a search box: one text with a button of its own."""
    control = form.controls[number]
    if control.type == "search":
        return True
    if control.type != "text":
        return False
    button = next((one for one in form.controls[number + 1 :] if one.type != "hidden"), None)
    if button is None or button.type not in _BUTTONS:
        return False
    if _SEARCH.match(fold(control.caption)) or _SEARCH.match(fold(button.caption)):
        return True
    is_first = not any(
        one.seen and one.type not in ("hidden", *_BUTTONS) for one in form.controls[:number]
    )
    modify = {fold(words) for words in profile.words.modify}
    return is_first and not control.caption and fold(button.caption) not in modify
