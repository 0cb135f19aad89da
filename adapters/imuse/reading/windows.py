"""What a line of a list brings up of its own page: a window, or a row of detail below it."""

import re
from collections.abc import Iterator

from bs4 import Tag

from adapters.imuse.reading.document import CONTROLS, Document, attribute
from adapters.imuse.reading.pressing.bindings import dialogs
from adapters.imuse.reading.scripts.scripts import Program
from adapters.imuse.reading.tabs import panel_of
from adapters.imuse.reading.words import fold, says

_FEWEST = 2
"""Cells of a line: what stands alone in its row is a tab, or an entry of a menu."""

_NAMING = ("a", "button", "span", "img", "td", "tr")
_OPENS = ("data-href", "data-url", "data-link", "data-target", "data-bs-target", "onclick",
          "ondblclick")  # fmt: skip
_NO_DETAIL = ("form", "h1", "nav", "frame", *CONTROLS)


def set_apart(document: Document, program: Program) -> None:
    """Put the windows of a page away from what it says by itself."""
    for selector in dialogs(program):
        for tag in document.selected(selector):
            _put_away(document, tag)
    for row, hidden in _details(document):
        ident = attribute(hidden, "id") or f"imuse-detail-{document.place(hidden)}"
        document.name(hidden, ident)
        row["data-target"] = f"#{ident}"
        _put_away(document, hidden)
    for panel in _named_by_lines(document):
        _put_away(document, panel)


def _put_away(document: Document, tag: Tag) -> None:
    tag["role"] = "dialog"
    document.put_away(tag)


def _named_by_lines(document: Document) -> Iterator[Tag]:
    """What one line of a list names, and nothing else does: its detail, shown or not."""
    rows: dict[int, dict[int, Tag]] = {}
    panels: dict[int, Tag] = {}
    named: dict[int, set[int]] = {}
    for tag in document.soup.find_all(_NAMING):
        panel = panel_of(document, tag)
        if panel is None:
            continue
        row = tag if tag.name == "tr" else tag.find_parent("tr")
        key = id(row) if isinstance(row, Tag) else 0
        panels[id(panel)] = panel
        named.setdefault(id(panel), set()).add(key)
        if isinstance(row, Tag):
            rows.setdefault(key, {})[0] = row
            rows[key][id(panel)] = panel
    for ident, panel in panels.items():
        (key, *others) = named[ident]
        row = rows.get(key, {}).get(0)
        alone = not others and len(rows.get(key, {})) == _FEWEST
        if row is not None and alone and _is_its_detail(document, row, panel):
            yield panel


def _is_its_detail(document: Document, row: Tag, panel: Tag) -> bool:
    # What is in view is not settled yet: that is decided by what is set apart here.
    said = [cell.get_text(" ") for cell in row.find_all(("td", "th"), recursive=False)]
    said = [words for words in said if fold(words)]
    if not fold(panel.get_text(" ")) or any(parent is row for parent in panel.parents):
        return False
    if document.is_away(panel):
        return len(said) >= _FEWEST
    # In view it may be a place to jump to, the page's own content say: a detail says again what
    # its line says.
    again = sum(1 for words in said if says(panel.get_text(" "), (words,)))
    return again >= _FEWEST and not document.has(panel, (*_NO_DETAIL, "table"))


def _details(document: Document) -> Iterator[tuple[Tag, Tag]]:
    """Each line that opens nothing else, with the hidden row across the list just below it."""
    for hidden in document.soup.find_all("tr"):
        if not document.is_away(hidden):
            continue
        above = hidden.find_previous_sibling("tr")
        inner = hidden.find_all(("td", "th"), recursive=False)
        if not isinstance(above, Tag) or document.is_away(above) or len(inner) != 1:
            continue
        across = re.fullmatch(r"\d+", attribute(inner[0], "colspan"))
        cells = above.find_all("td", recursive=False)
        if across is None or len(cells) < _FEWEST or not fold(hidden.get_text(" ")):
            continue
        if not _leads(above) and not document.has(hidden, _NO_DETAIL):
            yield above, hidden


def _leads(row: Tag) -> bool:
    """Whether anything of a line leads elsewhere by its own markup."""
    links = [attribute(one, "href") for one in row.find_all("a")]
    elsewhere = any(not one.startswith(("#", "javascript:")) for one in links if one)
    return elsewhere or any(
        attribute(tag, name) for tag in (row, *row.find_all(True)) for name in _OPENS
    )
