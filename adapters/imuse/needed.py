"""Whether a page cannot be understood without the scripts that it names in files of their own."""

from adapters.imuse.profile import Profile, Words
from adapters.imuse.reading.page import Page
from adapters.imuse.reading.words import fold, says

_MOST_WORDS = 12
"""A menu's line says no more; longer texts that contain its words are about something else."""


def scripts_needed(page: Page, profile: Profile) -> bool:
    """Whether pressing something there is left to scripts that have not been read."""
    return (
        any(one.press.unknown for one in page.pressables)
        or _lists_that_open_nothing(page)
        or _words_that_nothing_says(page, profile.words)
        or _menu_without_family(page, profile.words)
        or _password_in_an_address(page)
        or _import_that_does_nothing(page, profile.words)
    )


def _lists_that_open_nothing(page: Page) -> bool:
    """A list without lines, or whose lines nothing opens."""
    return any(
        not any(
            line.place <= one.place < line.end
            for line in table.lines
            for one in page.pressables
            if one.press.leads
        )
        for table in page.tables
    )


def _words_that_nothing_says(page: Page, words: Words) -> bool:
    """« Famille » stands there, say, and nothing that is known to lead anywhere says it."""
    sought = (words.home, words.family, words.students, words.billing, words.sign_out,
              words.sign_in, words.modify)  # fmt: skip
    tabs = (words.identity, words.courses, words.history, words.repertoire)
    # A sheet's section may be called Identité: one of these alone is no row of tabs.
    return any(_stands(page, one) for one in sought) or sum(_stands(page, one) for one in tabs) > 1


def _stands(page: Page, phrases: tuple[str, ...]) -> bool:
    short = (block.text for block in page.blocks if len(block.text.split()) <= _MOST_WORDS)
    return not _leads(page, phrases) and any(says(text, phrases) for text in short)


def _menu_without_family(page: Page, words: Words) -> bool:
    """The rest of a menu may be pictures, whose words stand nowhere."""
    others = (words.home, words.students, words.billing, words.sign_out)
    return not _leads(page, words.family) and any(_leads(page, one) for one in others)


def _leads(page: Page, phrases: tuple[str, ...]) -> bool:
    wanted = {fold(phrase) for phrase in phrases}
    return any(
        one.press.leads and any(fold(said) in wanted for said in one.words)
        for one in page.pressables
    )


def _import_that_does_nothing(page: Page, words: Words) -> bool:
    """« Importer » that a script elsewhere listens to, where nothing on the page takes a file."""
    known = {fold(phrase) for phrase in words.import_document}
    return any(
        not one.press.leads and any(fold(said) in known for said in one.words)
        for one in page.pressables
    ) and not any(one.type == "file" for form in page.forms for one in form.controls)


def _password_in_an_address(page: Page) -> bool:
    """A form that would show it there is sent by a script instead."""
    return any(
        form.method == "GET" and any(one.type == "password" and one.seen for one in form.controls)
        for form in page.forms
    )
