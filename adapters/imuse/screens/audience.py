"""For whom a form is: some schools put two sign-in forms on one page, the teachers' beside ours."""

from collections.abc import Iterator, Sequence
from enum import Enum

import msgspec

from adapters.imuse.profile import Profile
from adapters.imuse.reading.page import Block, Form, Page
from adapters.imuse.reading.words import says

_FAMILIES = ("usager", "usagers", "famille", "familles", "parent", "parents", "élève", "élèves",
             "adhérent", "adhérents")  # fmt: skip
_STAFF = ("enseignant", "enseignants", "enseignante", "enseignantes", "professeur", "professeurs",
          "prof", "profs", "intervenant", "intervenants", "agent", "agents", "administration",
          "administrateur", "administrateurs", "le personnel", "du personnel", "au personnel",
          "personnels")  # fmt: skip
_MOST_WORDS = 6
"""What heads a form says no more; a sentence that names teachers is about something else."""


class Audience(Enum):
    """Whose form it is, as far as words say."""

    FAMILIES = "families"
    STAFF = "staff"
    UNSAID = "unsaid"


class Candidate(msgspec.Struct, frozen=True):
    """A form that could be meant."""

    page: Page
    number: int
    form: Form

    @property
    def place(self) -> int:
        """Where it begins for a person."""
        return min((one.place for one in self.form.controls if one.seen), default=0)

    @property
    def end(self) -> int:
        """Where it ends."""
        return max((one.place for one in self.form.controls if one.seen), default=0)


def for_families(candidates: Sequence[Candidate], profile: Profile) -> list[Candidate]:
    """The candidates that may be the families', the best first; the teachers' are left out."""
    audiences = [_audience(one, candidates, profile) for one in candidates]
    ranked = [
        (audience is not Audience.FAMILIES, not _names_identifier(one, profile), number)
        for number, (one, audience) in enumerate(zip(candidates, audiences, strict=True))
        if audience is not Audience.STAFF
    ]
    return [candidates[number] for _, _, number in sorted(ranked)]


def _names_identifier(candidate: Candidate, profile: Profile) -> bool:
    words = (*profile.words.identifier, *profile.words.site)
    return any(says(one.caption, words) for one in candidate.form.controls if one.seen)


def _audience(one: Candidate, all_of_them: Sequence[Candidate], profile: Profile) -> Audience:
    """By what the form says itself, else by what it stands under."""
    itself = _named(_own_words(one), profile)
    if itself is not Audience.UNSAID:
        return itself
    beside = [other for other in all_of_them if other.page is one.page]
    return _headed(one, beside, profile)


def _own_words(one: Candidate) -> Iterator[str]:
    for panel in one.page.panels:
        if panel.place <= one.place < panel.end:
            yield panel.title
    for control in one.form.controls:
        if control.seen:
            yield from (control.section, control.caption)
    for pressable in one.page.pressables:
        if pressable.press.form == one.number:
            yield from pressable.words


def _headed(one: Candidate, beside: Sequence[Candidate], profile: Profile) -> Audience:
    """By the headings between it and the form before it, or by its turn among all of them."""
    forms = sorted(beside, key=lambda each: each.place)
    starts = [0, *(each.end for each in forms)]
    zones = [
        [
            audience
            for block in one.page.blocks
            if start < block.place < each.place and _is_heading(block, alone=len(forms) == 1)
            if (audience := _named([block.text], profile)) is not Audience.UNSAID
        ]
        for start, each in zip(starts, forms, strict=False)
    ]
    turn = next(turn for turn, each in enumerate(forms) if each.number == one.number)
    if len(set(zones[0])) > 1 and not any(zones[1:]):
        # A row of headings, then a row of forms.
        return zones[0][turn] if len(zones[0]) == len(forms) else Audience.UNSAID
    return zones[turn][-1] if zones[turn] else Audience.UNSAID


def _is_heading(block: Block, *, alone: bool) -> bool:
    """A heading, or where there are several forms a few words; never what leads elsewhere."""
    short = len(block.text.split()) <= _MOST_WORDS and not block.menu
    return short and (block.level > 0 or not alone)


def _named(texts: Iterator[str] | list[str], profile: Profile) -> Audience:
    """Whom these words name, where it is one of the two."""
    families = (*_FAMILIES, *profile.words.family, *profile.words.students)
    said = list(texts)
    ours = any(says(text, families) for text in said)
    theirs = any(says(text, _STAFF) for text in said)
    if ours is theirs:
        return Audience.UNSAID
    return Audience.FAMILIES if ours else Audience.STAFF
