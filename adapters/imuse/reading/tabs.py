"""Sheets of fields behind tabs: what the tab says heads its fields."""

from bs4 import Tag

from adapters.imuse.reading.document import CONTROLS, Document, attribute
from adapters.imuse.reading.words import caption, fold

_FEWEST = 2


def tabs(document: Document) -> dict[int, str]:
    """Panel → the words of its tab, by the panel's id().

    A tab names its panel (`href="#coordonnees"`), or it stands in a list of as many tabs as there
    are panels, in their order.
    """
    headed: dict[int, str] = {}
    for link in document.soup.find_all("a", href=True):
        panel = document.by_id(attribute(link, "href").removeprefix("#"))
        if attribute(link, "href").startswith("#") and panel is not None and panel.find(CONTROLS):
            headed[id(panel)] = caption(document.text(link))
    for panels in _panels(document):
        if any(id(panel) in headed for panel in panels):
            continue
        said = _row_of_tabs(document, panels)
        headed.update((id(panel), words) for panel, words in zip(panels, said, strict=False))
    return headed


def _panels(document: Document) -> list[list[Tag]]:
    """Neighbours of one class that hold fields, of which some are hidden."""
    groups: dict[tuple[int, str], list[Tag]] = {}
    for tag in document.soup.find_all(("div", "section", "fieldset", "table"), class_=True):
        if tag.find(CONTROLS) is not None:
            groups.setdefault((id(tag.parent), tag.name + attribute(tag, "class")), []).append(tag)
    return [
        panels
        for panels in groups.values()
        if len(panels) >= _FEWEST and any(document.is_folded(panel) for panel in panels)
    ]


def _row_of_tabs(document: Document, panels: list[Tag]) -> list[str]:
    """What the nearest list before the panels says, entry by entry, if it has as many."""
    for before in panels[0].find_all_previous(("ul", "ol", "tr", "div", "nav")):
        entries = [tag for tag in before.find_all(True, recursive=False) if tag.name != "br"]
        words = [caption(document.text(tag)) for tag in entries]
        if len(words) == len(panels) and all(fold(one) for one in words):
            return words
    return []
