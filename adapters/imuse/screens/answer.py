"""What the old site answers to a write: its words, and whether they refuse."""

from collections.abc import Iterator

from adapters.imuse.profile import Profile
from adapters.imuse.reading.screen import Screen
from adapters.imuse.reading.words import fold, says


def words(answer: Screen, before: Screen, profile: Profile) -> tuple[str, bool]:
    """(the words, whether they refuse): dialogues, places for messages, and lines that are new."""
    spoken = tuple(dict.fromkeys(_spoken(answer, before, profile)))
    failed = any(page.failed for page in answer.pages)
    refuses = any(says(one, profile.messages.refused) for one in spoken)
    updated = any(says(one, profile.messages.updated) for one in spoken)
    return " ".join(spoken), failed or (refuses and not updated)


def _spoken(answer: Screen, before: Screen, profile: Profile) -> Iterator[str]:
    yield from answer.said()
    known = {fold(block.text) for block in before.blocks()}
    messages = profile.messages
    for block in answer.blocks():
        if block.menu or fold(block.text) in known:
            continue
        if block.loud or says(block.text, messages.updated + messages.refused):
            yield block.text


def maintenance(screen: Screen, profile: Profile) -> bool:
    """Whether the old site says that it is closed for now: short pages that say little else."""
    texts = screen.texts()
    return len(texts) < 12 and any(says(text, profile.messages.maintenance) for text in texts)
