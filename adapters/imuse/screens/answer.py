"""What the old site answers to a write: its words, and whether they refuse."""

import re
from collections.abc import Iterator

from adapters.imuse.profile import Profile
from adapters.imuse.reading.screen import Screen
from adapters.imuse.reading.words import fold, says

_SENTENCE_END = re.compile(r"(?<=[.!?])\s+")


def words(answer: Screen, before: Screen, profile: Profile) -> tuple[str, bool]:
    """(the words, whether they refuse): dialogues, places for messages, and lines that are new."""
    spoken = new_words(answer, before, profile.messages.updated + profile.messages.refused)
    failed = any(page.failed for page in answer.pages)
    sentences = sentences_of(spoken)
    refusing = [one for one in sentences if refuses(one, profile.messages.refused, profile)]
    # « n'a pas été mise à jour » speaks of an update, but of none that was made.
    updated = any(says(one, profile.messages.updated) for one in sentences if one not in refusing)
    return " ".join(spoken), failed or (bool(refusing) and not updated)


def refuses(sentence: str, phrases: tuple[str, ...], profile: Profile) -> bool:
    """Whether a sentence says one of the phrases that refuse.

    « Veuillez » refuses, but not where it only invites to what comes next: « Votre mot de passe est
    modifié, veuillez vous reconnecter ».
    """
    said = f" {fold(sentence)} "
    for phrase in sorted(map(fold, profile.messages.invitations), key=len, reverse=True):
        said = re.sub(rf" (?:veuillez )?{re.escape(phrase)} ", " ", said)
    return says(said, phrases)


def new_words(answer: Screen, before: Screen, phrases: tuple[str, ...]) -> tuple[str, ...]:
    """What an answer says that was not there before: dialogues, messages, lines with a phrase."""
    return tuple(dict.fromkeys(_spoken(answer, before, phrases)))


def sentences_of(spoken: tuple[str, ...]) -> list[str]:
    """These words sentence by sentence."""
    return [one for words in spoken for one in _SENTENCE_END.split(words)]


def _spoken(answer: Screen, before: Screen, phrases: tuple[str, ...]) -> Iterator[str]:
    yield from answer.said()
    known = {fold(block.text) for block in before.blocks()}
    # A rule that is said again in a place for messages is a message now.
    loud = {fold(block.text) for block in before.blocks() if block.loud}
    for block in answer.blocks():
        if block.menu or fold(block.text) in (loud if block.loud else known):
            continue
        if block.loud or says(block.text, phrases):
            yield block.text


def expired(screen: Screen, profile: Profile) -> bool:
    """Whether a screen says that the session is over."""
    return any(says(text, profile.messages.expired) for text in screen.texts())


def maintenance(screen: Screen, profile: Profile) -> bool:
    """Whether the old site says that it is closed for now: short pages that say little else."""
    texts = screen.texts()
    return len(texts) < 12 and any(says(text, profile.messages.maintenance) for text in texts)
