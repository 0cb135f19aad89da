"""Accueil: the menu, the proof of being signed in, and what the school says there."""

from adapters.imuse.profile import Profile
from adapters.imuse.reading.page import Block
from adapters.imuse.reading.screen import Screen
from adapters.imuse.reading.words import caption, fold
from adapters.model import Home, Paragraph


def signed_in(screen: Screen, profile: Profile) -> bool:
    """The positive proof: the screen offers « Déconnexion »."""
    return screen.find(profile.words.sign_out) is not None


def menu(screen: Screen, profile: Profile) -> tuple[str, ...]:
    """The menu words that the screen offers, in the guide's order and the site's writing."""
    words = profile.words
    entries = (words.home, words.family, words.students, words.billing, words.display,
               words.password_change, words.sign_out)  # fmt: skip
    found = [screen.find(phrases) for phrases in entries]
    return tuple(caption(one.pressable.words[0]) for one in found if one is not None)


def read(screen: Screen, profile: Profile) -> Home:
    """What the old Accueil says, without its menus."""
    entries = menu(screen, profile)
    known = {fold(entry) for entry in entries}
    blocks = [block for block in screen.blocks() if _says_something(block, known)]
    return Home(
        paragraphs=tuple(
            Paragraph(text=line, heading=block.level > 0)
            for block in blocks
            for line in block.lines
        ),
        menu=entries,
    )


def _says_something(block: Block, known: set[str]) -> bool:
    return (
        block.shown
        and not block.menu
        and fold(block.text) not in known
        and len(fold(block.text)) > 1
    )
