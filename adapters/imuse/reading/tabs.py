"""Parts of a page behind tabs or an accordion's buttons: what these say heads what is there."""

import re
from collections import Counter

from bs4 import Tag

from adapters.imuse.reading.document import CONTROLS, Document, attribute
from adapters.imuse.reading.words import caption, fold

_FEWEST = 2
_NAMES = ("href", "data-target", "data-bs-target", "aria-controls", "data-tab", "data-panel", "rel")
_SAYING = frozenset((*_NAMES, "onclick", "ondblclick"))
_PANELS = ("div", "section", "table", "fieldset", "ul", "tr", "tbody", "dl")
_LITERAL = re.compile(r"""['"]#?([\w:.-]+)['"]""")
_WINDOW = re.compile(r"modal|dialog|popup|fenetre", re.IGNORECASE)
_FOLDS = re.compile(r"tab|onglet|accord|collaps|volet|panneau|pane\b", re.IGNORECASE)


def tabs(document: Document) -> dict[int, str]:
    """Panel → the words of its tab, by the panel's id().

    A tab names its panel (`href="#coordonnees"`), or it stands in a list of as many tabs as there
    are panels, in their order.
    """
    headed = {id(panel): words for panel, words in named_panels(document)}
    for panels in _panels(document):
        if any(id(panel) in headed for panel in panels):
            continue
        said = _row_of_tabs(document, panels)
        headed.update((id(panel), words) for panel, words in zip(panels, said, strict=False))
    return headed


def named_panels(document: Document) -> list[tuple[Tag, str]]:
    """Each part of the page that a tab or an accordion's button names, with its words."""
    named: dict[int, tuple[Tag, str]] = {}
    for tag in document.soup.find_all(("a", "button", "li", "span", "div", "td", "summary")):
        panel = panel_of(document, tag)
        if panel is not None and is_window(panel):
            continue
        words = caption(tag.get_text(" ")) if panel is not None else ""
        if panel is not None and fold(words) and len(words) <= 60:
            named.setdefault(id(panel), (panel, words))
    for details in document.soup.find_all("details"):
        summary = details.find("summary")
        if isinstance(summary, Tag):
            named[id(details)] = (details, caption(summary.get_text(" ")))
    around = Counter(id(panel.parent) for panel, _ in named.values())
    return [
        (panel, words)
        for panel, words in named.values()
        if around[id(panel.parent)] >= _FEWEST or _folds(document, panel)
    ]


def panel_of(document: Document, tag: Tag) -> Tag | None:
    """The part of the page that an element names as what it brings to the front, if any."""
    if _SAYING.isdisjoint(tag.attrs):
        return None
    for name in _NAMES:
        value = attribute(tag, name).strip()
        if value.startswith("#") or (value and name in ("aria-controls", "data-tab", "data-panel")):
            panel = document.by_id(value.removeprefix("#"))
            if panel is not None:
                return _apart(panel, tag)
    for ident in _LITERAL.findall(attribute(tag, "onclick") + attribute(tag, "ondblclick")):
        panel = document.by_id(ident)
        if panel is not None and panel.name in _PANELS:
            return _apart(panel, tag)
    return None


def _apart(panel: Tag, tag: Tag) -> Tag | None:
    return None if panel is tag or any(parent is panel for parent in tag.parents) else panel


def is_window(panel: Tag) -> bool:
    """Whether it is a window in the page, which a line opens, and no part behind a tab."""
    named = " ".join(attribute(panel, name) for name in ("class", "role", "id"))
    return _WINDOW.search(named) is not None


def _folds(document: Document, panel: Tag) -> bool:
    """Whether it is a part that is brought to the front, and no mere place to jump to."""
    named = f"{attribute(panel, 'class')} {attribute(panel, 'role')} {panel.name}"
    return document.is_away(panel) or _FOLDS.search(named) is not None


def _panels(document: Document) -> list[list[Tag]]:
    """Neighbours of one class that hold fields or tables, of which some are hidden."""
    groups: dict[tuple[int, str], list[Tag]] = {}
    for tag in document.soup.find_all(("div", "section", "fieldset", "table"), class_=True):
        if document.has(tag, (*CONTROLS, "table")) and not is_window(tag):
            groups.setdefault((id(tag.parent), tag.name + attribute(tag, "class")), []).append(tag)
    return [
        panels
        for panels in groups.values()
        if len(panels) >= _FEWEST and any(document.is_away(panel) for panel in panels)
    ]


def _row_of_tabs(document: Document, panels: list[Tag]) -> list[str]:
    """What the nearest list before the panels says, entry by entry, if it has as many."""
    for before in panels[0].find_all_previous(("ul", "ol", "tr", "div", "nav")):
        entries = [tag for tag in before.find_all(True, recursive=False) if tag.name != "br"]
        words = [caption(document.text(tag)) for tag in entries]
        if len(words) == len(panels) and all(fold(one) for one in words):
            return words
    return []
