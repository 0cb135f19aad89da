"""What an old site says about passwords: its rules beforehand, and how a request fared."""

import re

from adapters.imuse.profile import Profile
from adapters.imuse.reading.screen import Screen
from adapters.imuse.reading.words import fold, says
from adapters.imuse.screens import answer
from adapters.imuse.screens.password_forms import ChangeForm
from adapters.model import Outcome, Verdict
from adapters.passwords import PasswordTerms

_RANGE = re.compile(r"(\d+) (?:a|et|ou) (\d+) caracteres?")
_LEAST = re.compile(
    r"(?:au moins|minimum(?: de)?|au minimum|min|plus de) (\d+) caracteres?"
    r"|(\d+) caracteres? (?:au moins|minimum|au minimum|ou plus|min)"
    r"|longueur minimale(?: de)? (\d+)"
)
_MOST = re.compile(
    r"(?:au plus|maximum(?: de)?|au maximum|max|moins de) (\d+) caracteres?"
    r"|(\d+) caracteres? (?:au plus|maximum|au maximum|max)"
)


def terms(opened: ChangeForm, screen: Screen, profile: Profile) -> PasswordTerms:
    """What the form asks for and tells beforehand."""
    rules = tuple(dict.fromkeys(_rules(opened, screen, profile)))
    said = " ".join(fold(rule) for rule in rules)
    between = _RANGE.search(said)
    least = int(between[1]) if between else _number(_LEAST.search(said))
    most = int(between[2]) if between else _number(_MOST.search(said))
    control = opened.form.controls[opened.new]
    limits = [one for one in (control.max_length, most) if one]
    return PasswordTerms(
        rules=rules,
        min_length=least,
        max_length=min(limits, default=None),
        charset="utf-8" if opened.press.by_script else opened.form.charset,
    )


def _rules(opened: ChangeForm, screen: Screen, profile: Profile) -> list[str]:
    """The lines that speak of characters, digits, letters: on the page, and beside the boxes."""
    said = [block.text for block in screen.blocks() if block.shown and not block.menu]
    boxes = (opened.former, opened.new, opened.again)
    hints = [opened.form.controls[n].hint for n in boxes if n is not None]
    return [
        text for text in (*said, *hints) if text and says(text, profile.messages.password_rules)
    ]


def _number(found: re.Match[str] | None) -> int | None:
    return None if found is None else next(int(one) for one in found.groups() if one)


def outcome(came: Screen, before: Screen, done: tuple[str, ...], profile: Profile) -> Outcome:
    """What the old site's words prove: `done` are phrases that say that it is done.

    A sentence that both refuses and says « modifié » refuses.
    """
    refusals = profile.messages.password_refused
    spoken = answer.new_words(came, before, (*done, *refusals))
    sentences = answer.sentences_of(spoken)
    refusing = [one for one in sentences if answer.refuses(one, refusals, profile)]
    is_done = any(says(one, done) for one in sentences if one not in refusing)
    if any(page.failed for page in came.pages):
        verdict = Verdict.REFUSED
    elif is_done:
        verdict = Verdict.APPLIED
    else:
        verdict = Verdict.REFUSED if refusing else Verdict.UNKNOWN
    return Outcome(verdict=verdict, words=" ".join(spoken))
