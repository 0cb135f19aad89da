"""The documents that Réinscription lists as imported, in a table or line by line."""

import re
from collections.abc import Iterator

from adapters.imuse.profile import Profile
from adapters.imuse.reading.page import Block, Control, Page, Table
from adapters.imuse.reading.words import fold, says
from adapters.imuse.screens.area import Area
from adapters.re_enrolment import Imported

_FILE = re.compile(r"[^\s/\\:*?\"<>|()]+\.(?:pdf|jpe?g|png)\b", re.IGNORECASE)
_FILE_HEADS = ("fichier", "nom du fichier", "fichiers")
_NAME_HEADS = ("document", "documents", "piece", "pieces", "nom du document", "type", "intitule",
               "nature", "type de document", "libelle", "nom")  # fmt: skip
_DAY = re.compile(r"\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}|\d{4}-\d{2}-\d{2}")
_TELLING = ("a été", "ont été", "a bien été", "est importé", "est trop")
"""Said in a message about a document, and not in a list of them."""

_ABSENT = ("manquant", "manquante", "non fourni", "non fournie", "non reçu", "non reçue")
_BUTTONS = ("submit", "button", "image", "reset", "hidden")
_LONGEST = 30
"""Words of a line: more is a sentence about documents."""


def names_file(text: str) -> bool:
    """Whether words name a file."""
    return _FILE.search(text) is not None


def tables(page: Page, profile: Profile) -> tuple[Table, ...]:
    """The tables that list what was imported."""
    return tuple(table for table in page.tables if _is_list(page, table, profile))


def is_about_one(page: Page, control: Control, profile: Profile) -> bool:
    """Whether a control is about a document that is listed: « Supprimer » beside it, say."""
    if any(table.place <= control.place < table.end for table in tables(page, profile)):
        return True
    if control.type != "checkbox":
        return False
    removes = says(control.label or control.caption, profile.words.not_courses)
    around = " ".join(line for lines in control.around[:2] for line in lines)
    return names_file(f"{control.label} {around}") or (removes and _heads(control.section, profile))


def imported(own: Area, names: tuple[str, ...], profile: Profile) -> tuple[Imported, ...] | None:
    """What is listed, in its order; None where nothing shows such a list.

    `names` are those that the import window offers.
    """
    for page in own.pages:
        for table in tables(page, profile)[:1]:
            return tuple(_of_table(table, profile))
    for page in own.pages:
        found = _below_heading(own, page, names, profile)
        if found is not None:
            return found
    return tuple(_by_themselves(own, names, profile)) or None


def _by_themselves(own: Area, names: tuple[str, ...], profile: Profile) -> Iterator[Imported]:
    """Lines without a heading that name a file, or a document with a day or « importé »."""
    for page in own.pages:
        for block in own.blocks(page):
            for text in () if block.menu or block.loud else block.lines:
                one = None if says(text, _TELLING) else _line(text, names)
                dated = _DAY.search(text) or says(text, profile.messages.imported)
                if one is not None and (one.file or dated):
                    yield one


def _is_list(page: Page, table: Table, profile: Profile) -> bool:
    controls = [one for form in page.forms for one in form.controls]
    if any(one.type == "file" and table.place <= one.place < table.end for one in controls):
        return False  # Documents to import, and not imported ones.
    heads = {fold(head) for head in table.heads}
    titled = any(_heads(title, profile) for title in table.titles)
    by_heads = not heads.isdisjoint(_FILE_HEADS) or (titled and not heads.isdisjoint(_NAME_HEADS))
    return by_heads or (titled and any(_FILE.search(" ".join(line.cells)) for line in table.lines))


def _heads(text: str, profile: Profile) -> bool:
    """Whether words announce what was imported, and not what is asked for."""
    return says(text, profile.words.imported) and not says(text, profile.words.asked_documents)


def _of_table(table: Table, profile: Profile) -> Iterator[Imported]:
    absent = (*profile.words.asked_documents, *profile.messages.empty, *_ABSENT)
    has_files = any(fold(head) in _FILE_HEADS for head in table.heads)
    for line in table.lines:
        cells = dict(zip((fold(head) for head in table.heads), line.cells, strict=False))
        words = " – ".join(cell for cell in line.cells if cell)
        file = next((cells[head] for head in _FILE_HEADS if cells.get(head)), "")
        found = _FILE.search(file or words)
        name = next((cells[head] for head in _NAME_HEADS if cells.get(head)), "")
        # In a list of what is asked for, a line without a file is still to come.
        lacks = has_files and found is None and (not fold(file) or says(file, absent))
        if words and not lacks:
            yield Imported(words=words, name=name, file=found[0] if found else file)


def _below_heading(
    own: Area, page: Page, names: tuple[str, ...], profile: Profile
) -> tuple[Imported, ...] | None:
    """The lines below words that announce them, up to the next heading or control."""
    lines = [
        (block, text)
        for block in own.blocks(page)
        for text in block.lines
        if not block.menu or names_file(text)
    ]
    for number, (block, text) in enumerate(lines):
        if _is_none(text, profile):
            return ()
        if not _heads(text, profile) or len(text.split()) > _LONGEST:
            continue
        below = [
            _line(words, names)
            for after, words in lines[number + 1 :]
            if not _is_past(page, block, after, profile)
        ]
        if any(below) or block.level:
            return tuple(_merged(below))
    return None


def _merged(lines: list[Imported | None]) -> Iterator[Imported]:
    """A name and a file in cells of their own, one right after the other, are one document."""
    before: Imported | None = None
    for one in lines:
        if before is not None and one is not None and _is_rest(before, one):
            yield Imported(
                words=f"{before.words} – {one.words}",
                name=before.name or one.name,
                file=before.file or one.file,
            )
            before = None
            continue
        if before is not None:
            yield before
        before = one
    if before is not None:
        yield before


def _is_rest(before: Imported, one: Imported) -> bool:
    return (bool(before.name) and not before.file and bool(one.file) and not one.name) or (
        bool(before.file) and not before.name and bool(one.name) and not one.file
    )


def _is_none(text: str, profile: Profile) -> bool:
    """« Aucun document importé » : a list, without a line."""
    short = len(text.split()) <= _LONGEST
    about = says(text, (*profile.words.document_name, *profile.words.imported))
    done = says(text, (*profile.messages.imported, *profile.words.imported))
    return short and about and done and says(text, profile.messages.empty)


def _is_past(page: Page, heading: Block, block: Block, profile: Profile) -> bool:
    """Whether a line stands behind the next heading, or the next field."""
    fields = [
        one.place
        for form in page.forms
        for one in form.controls
        if one.seen and one.place > heading.place and one.type not in _BUTTONS
        if not is_about_one(page, one, profile)
    ]
    levels = [one.place for one in page.blocks if one.level and one.place > heading.place]
    return block.place > min((*fields, *levels), default=10**9)


def _line(text: str, names: tuple[str, ...]) -> Imported | None:
    file = _FILE.search(text)
    said = fold(text)
    name = next((one for one in sorted(names, key=len, reverse=True) if fold(one) in said), "")
    if file is None and not name:
        return None
    return Imported(words=text, name=name, file=file[0] if file else "")
