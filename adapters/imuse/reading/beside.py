"""What stands beside a control: on its line, in its row, in its cell."""

from collections.abc import Iterator
from itertools import takewhile

from bs4 import Tag
from bs4.element import NavigableString

from adapters.imuse.reading.document import CONTROLS, attribute
from adapters.imuse.reading.words import fold

CELLS = ("td", "th")
_BLOCKS = frozenset(
    """
    address article aside blockquote body center dd details div dl dt fieldset footer form
    h1 h2 h3 h4 h5 h6 header hr legend li main nav ol p pre section table tbody td tfoot th
    thead tr ul
    """.split()  # noqa: SIM905
)

Node = Tag | NavigableString


def backwards(control: Tag) -> Iterator[Node]:
    """What stands before a control within its line's block, nearest first."""
    node: Tag = control
    while True:
        for before in node.previous_siblings:
            if isinstance(before, Tag) and is_block(before):
                return
            if isinstance(before, Tag):
                yield from (n for n in reversed(list(before.descendants)) if isinstance(n, Node))
            if isinstance(before, Node):
                yield before
        if node.parent is None or is_block(node):
            return
        node = node.parent
        if is_block(node):
            return


def forwards(control: Tag) -> Iterator[Node]:
    """What stands after a control, up to the next block."""
    for after in control.next_siblings:
        if isinstance(after, Tag) and is_block(after):
            return
        if isinstance(after, Tag):
            yield after
            yield from (n for n in after.descendants if isinstance(n, Node))
        elif isinstance(after, NavigableString):
            yield after


def line_around(node: NavigableString) -> Iterator[Node]:
    """What stands on the line of a text within its block, up to breaks, blocks and controls."""
    outermost: Node = node
    while outermost.parent is not None and not _bounds(outermost.parent):
        outermost = outermost.parent
    before = takewhile(_goes_on, outermost.previous_siblings)
    after = takewhile(_goes_on, outermost.next_siblings)
    for one in (*reversed(list(before)), outermost, *after):
        if isinstance(one, Node):
            yield one
        if isinstance(one, Tag):
            yield from (inner for inner in one.descendants if isinstance(inner, Node))


def _bounds(tag: Tag) -> bool:
    return is_block(tag) or tag.name in ("body", "html", "[document]")


def _goes_on(node: object) -> bool:
    """Whether a line goes on with what stands next on it."""
    if not isinstance(node, Tag):
        return True
    return node.name not in ("br", "script") and not is_block(node) and not holds_control(node)


def is_block(tag: Tag) -> bool:
    """Whether an element makes lines of its own."""
    return tag.name in _BLOCKS


def is_seen(control: Tag) -> bool:
    """Whether a control is one that a person could see."""
    return attribute(control, "type").lower() != "hidden"


def is_box(tag: Tag) -> bool:
    """Whether it is a check box or a radio button."""
    return tag.name == "input" and attribute(tag, "type").lower() in ("checkbox", "radio")


def holds_control(tag: Tag) -> bool:
    """Whether an element is or holds a control that a person could see."""
    if tag.name in CONTROLS:
        return is_seen(tag)
    return any(is_seen(found) for found in tag.find_all(CONTROLS))


def worded(strings: list[NavigableString]) -> bool:
    """Whether any of the strings holds words."""
    return any(fold(string) for string in strings)


def cells(row: Tag) -> list[Tag]:
    """The cells of a row."""
    return list(row.find_all(CELLS, recursive=False))


def column_around(cell: Tag) -> Iterator[Tag]:
    """The cells above and below a cell, in the rows around its own."""
    row = cell.find_parent("tr")
    if not isinstance(row, Tag) or not isinstance(row.parent, Tag):
        return
    column = next((n for n, one in enumerate(cells(row)) if one is cell), None)
    for other in row.parent.find_all("tr", recursive=False) if column is not None else ():
        line = cells(other)
        if other is not row and column is not None and column < len(line):
            yield line[column]


def row_above(row: Tag) -> Tag | None:
    """The row above in the same table, its heading's rows too."""
    before = row.find_previous_sibling("tr")
    if isinstance(before, Tag):
        return before
    part = row.parent
    if not isinstance(part, Tag) or part.name not in ("tbody", "tfoot", "thead"):
        return None
    above = part.find_previous_sibling(("thead", "tbody", "tr"))
    if not isinstance(above, Tag) or above.name == "tr":
        return above if isinstance(above, Tag) else None
    rows = above.find_all("tr", recursive=False)
    return rows[-1] if rows else None


def column_heads(row: Tag) -> list[Tag]:
    """The headings above a row that head this row alone; [] where it has none of its own."""
    above, line, below = row_above(row), cells(row), row.find_next_sibling("tr")
    heads = cells(above) if above is not None and not holds_control(above) else []
    headed = len(heads) == len(line) > 1 and all(cell.name == "th" for cell in heads)
    if not headed or any(cell.name == "th" for cell in line) or not fold(heads[0].get_text()):
        return []
    following = cells(below) if isinstance(below, Tag) else []
    more = len(following) == len(line) and all(cell.name == "td" for cell in following)
    return [] if more else heads


def next_caption(control: Tag, node: Node) -> bool:
    """Whether words stand in the next caption of a control's row, or beyond it.

    Captions of one row are dressed alike: a cell after the control's that is dressed as the one
    before it begins another pair.
    """
    own = control.find_parent(CELLS)
    cell = node if isinstance(node, Tag) and node.name in CELLS else node.find_parent(CELLS)
    if not isinstance(own, Tag) or not isinstance(cell, Tag) or cell.parent is not own.parent:
        return False
    before = own.find_previous_sibling(CELLS)
    dress = _dress(before) if isinstance(before, Tag) else ""
    after = list(own.find_next_siblings(CELLS))
    begun = next((n for n, one in enumerate(after) if dress and _dress(one) == dress), len(after))
    return any(one is cell for one in after[begun:])


def _dress(cell: Tag) -> str:
    named = attribute(cell, "class") or attribute(cell, "bgcolor") or attribute(cell, "align")
    return f"{cell.name} {named}" if named or cell.name == "th" else ""
