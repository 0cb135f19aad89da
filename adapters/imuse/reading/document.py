"""A parsed document: the only files that know the parser are this one and those that take it."""

import re
from bisect import bisect
from collections import Counter
from collections.abc import Collection, Iterator
from functools import cached_property
from typing import TypeGuard

from bs4 import BeautifulSoup, Tag
from bs4.element import Comment, Doctype, NavigableString

from adapters.imuse.origin import resolve
from adapters.imuse.reading.elements import Soup
from adapters.imuse.reading.styles import chosen, hidden_by, hides, shows
from adapters.imuse.reading.words import tidy

END = "imuse-end"
"""The element that marks where a form's end tag stands."""

_SCRIPT = re.compile(r"(<script\b.*?</script\s*>|<!--.*?-->)", re.IGNORECASE | re.DOTALL)
_FORM_END = re.compile(r"</form\s*>", re.IGNORECASE)
UNSEEN = frozenset({"script", "style", "template", "noscript", "head", "title", "noframes"})
CONTROLS = ("input", "select", "textarea", "button")
_FIELDS = ("input", "select", "textarea")
_INLINE = frozenset(
    """
    a abbr acronym b bdo big cite code dfn em font i img kbd label mark q s samp small span
    strike strong sub sup time tt u var input select textarea button
    """.split()  # noqa: SIM905
)


class Document:
    """A document with every element's place in it, and what of it is visible."""

    def __init__(self, text: str, url: str, charset: str) -> None:
        """`text` is decoded already; `url` is where it came from."""
        self.soup = Soup(_marking_ends(text))
        _break_lines(self.soup)
        self._sheets: tuple[str, ...] = ()
        self._panels: set[int] = set()
        self.charset = charset
        base = self.soup.find("base", href=True)
        self.own_url = url
        self.url = resolve(url, str(base["href"]), charset) if isinstance(base, Tag) else url
        self._nodes = self.soup.settle().nodes
        self._places = {id(node): n for n, node in enumerate(self._nodes)}
        self._ids = {str(tag["id"]): tag for tag in reversed(self.soup.find_all(id=True))}
        self._named: dict[str, list[int]] = {}
        for n, node in enumerate(self._nodes):
            if isinstance(node, Tag):
                self._named.setdefault(node.name, []).append(n)
        self._texts: dict[int, str] = {}
        self._breaks = [self._places[id(tag)] for tag in self.soup.find_all("br")]

    def dress(self, sheets: tuple[str, ...]) -> None:
        """Give it the sources of its linked style sheets."""
        self._sheets = sheets

    def put_away(self, tag: Tag) -> None:
        """Tell it of a part that is hidden as yet, whatever styles say."""
        self._gone.add(id(tag))

    def name(self, tag: Tag, ident: str) -> None:
        """Give an element an id."""
        tag["id"] = ident
        self._ids.setdefault(ident, tag)

    def selected(self, selector: str) -> list[Tag]:
        """The elements that a script's selector finds; none where nobody can tell."""
        if re.fullmatch(r"#[\w-]+", selector):
            named = self.by_id(selector[1:])
            return [] if named is None else [named]
        return list(chosen(self.soup, selector))

    def fold(self, panels: set[int]) -> None:
        """Tell it the id()s of its parts behind tabs: hidden as yet, and read all the same."""
        self._panels = panels

    def place(self, node: Tag | NavigableString) -> int:
        """Where the node stands in the document's order."""
        return self._places.get(id(node), -1)

    def end(self, tag: Tag) -> int:
        """Where the element ends: the place of what follows it."""
        node: Tag | None = tag
        while node is not None and node.next_sibling is None:
            node = node.parent
        return len(self._nodes) if node is None else self._places[id(node.next_sibling)]

    def between(self, start: int, end: int) -> list[Tag | NavigableString]:
        """What stands from one place up to another, in the document's order."""
        return [n for n in self._nodes[start:end] if isinstance(n, Tag | NavigableString)]

    def breaks_before(self, node: Tag | NavigableString) -> int:
        """How many line breaks stand before the node: the same number is the same line."""
        return bisect(self._breaks, self.place(node))

    def has(self, tag: Tag, names: Collection[str]) -> bool:
        """Whether elements of one of these names stand within an element."""
        start, end = self.place(tag), self.end(tag)
        for name in names:
            places = self._named.get(name, ())
            after = bisect(places, start)
            if after < len(places) and places[after] < end:
                return True
        return False

    def by_id(self, ident: str) -> Tag | None:
        """The first element of that id."""
        return self._ids.get(ident)

    def address(self, reference: str) -> str:
        """The absolute address of a reference on this page."""
        return resolve(self.url, reference, self.charset)

    @cached_property
    def _hidden(self) -> set[int]:
        return self._gone - self._folded - self._panels

    @cached_property
    def _folded(self) -> set[int]:
        """Sheets of fields behind a tab: hidden as yet, though sent with their form."""
        sheets = [
            (tag, attribute(tag, "class"), sum(map(_is_field, tag.find_all(_FIELDS))))
            for tag in self.soup.find_all(("div", "fieldset", "table", "section", "li", "dl"))
        ]
        alike = Counter(named for _, named, fields in sheets if named and fields)
        return {
            id(tag)
            for tag, named, fields in sheets
            if id(tag) in self._gone and (fields > 1 or (fields and alike[named] > 1))
        }

    def _away(self, linked: tuple[str, ...]) -> set[int]:
        """What styles hide: linked ones, the page's own, and each element's."""
        own = tuple(style.get_text() for style in self.soup.find_all("style"))
        hidden = hidden_by(self.soup, linked + own)
        tags = self.soup.find_all(True)
        hidden |= {id(tag) for tag in tags if _hides_itself(tag)}
        return hidden - {id(tag) for tag in tags if _shows_itself(tag)}

    @cached_property
    def _unseen(self) -> set[int]:
        return self._within(self._hidden)

    @cached_property
    def _veiled(self) -> set[int]:
        return self._within(self._gone) if any(self._sheets) else self._unseen

    def _within(self, hidden: set[int]) -> set[int]:
        """What no person sees: all that is hidden, and all that it holds."""
        unseen: set[int] = set()
        for node in self.soup.descendants:
            if (
                id(node.parent) in unseen
                or id(node) in hidden
                or (isinstance(node, Tag) and node.name in UNSEEN)
            ):
                unseen.add(id(node))
        return unseen

    @cached_property
    def _held(self) -> set[int]:
        """The texts that controls hold."""
        return {id(node) for tag in self.soup.find_all(CONTROLS) for node in tag.descendants}

    @cached_property
    def _gone(self) -> set[int]:
        """The elements that any style hides, a linked one too: not what they hold."""
        return self._away(self._sheets)

    def is_away(self, tag: Tag) -> bool:
        """Whether a style hides this very element, a linked one too."""
        return id(tag) in self._gone

    def within(self, node: Tag | NavigableString, root: Tag) -> bool:
        """Whether a person who has `root` in front sees this part of it."""
        for tag in (node, *node.parents):
            if tag is root:
                return True
            if isinstance(tag, Tag) and (id(tag) in self._gone or tag.name in UNSEEN):
                return False
        return False

    def visible(self, node: Tag | NavigableString) -> bool:
        """Whether a person sees it, as far as the document itself says.

        Linked styles do not count here: what they fold away (an accordion, a tab) may hold fields,
        which are sent with their form.
        """
        return id(node) not in self._unseen

    def shown(self, node: Tag | NavigableString) -> bool:
        """Whether a person sees it now, linked styles included: what is not shown says nothing."""
        return id(node) not in self._veiled

    @cached_property
    def _entered(self) -> set[int]:
        """The texts that lists and text areas hold: values, and no words of the page."""
        fields = self.soup.find_all(("select", "textarea"))
        return {id(node) for tag in fields for node in tag.descendants}

    def in_control(self, node: NavigableString) -> bool:
        """Whether it is a control's own text: an option, a button's words."""
        return id(node) in self._held

    def in_field(self, node: NavigableString) -> bool:
        """Whether it is what a list or a text area holds."""
        return id(node) in self._entered

    def strings(self, tag: Tag) -> Iterator[NavigableString]:
        """The visible strings of an element, without what its controls hold."""
        for node in tag.descendants:
            if is_text(node) and self.visible(node) and not self.in_field(node):
                yield node

    def text(self, tag: Tag) -> str:
        """The visible text of an element, images by their alt."""
        known = self._texts.get(id(tag))
        if known is None:
            known = self._texts[id(tag)] = self._read(tag)
        return known

    def _read(self, tag: Tag) -> str:
        parts: list[str] = []
        for node in (tag, *tag.descendants):
            if isinstance(node, Tag):
                if node.name == "br":
                    parts.append(" ")
                elif node.name == "img" and node.get("alt"):
                    parts.append(f" {attribute(node, 'alt')} ")
            elif is_text(node) and self.visible(node) and not self.in_field(node):
                parts.append(str(node) if _flows(node) else f" {node} ")
        return tidy("".join(parts))


def _marking_ends(text: str) -> str:
    """The text with a mark where each form ends: a parser that mends tables loses the place."""
    parts = _SCRIPT.split(text)
    return "".join(
        part if number % 2 else _FORM_END.sub(rf"<{END}></{END}></form>", part)
        for number, part in enumerate(parts)
    )


def _break_lines(soup: BeautifulSoup) -> None:
    """Lines of text that is laid out beforehand become lines like any other."""
    for block in soup.find_all("pre"):
        for node in [one for one in block.find_all(string=True) if is_text(one) and "\n" in one]:
            if any(parent.name in CONTROLS for parent in node.parents):
                continue
            first, *rest = node.split("\n")
            for line in reversed(rest):
                node.insert_after(soup.new_tag("br"), NavigableString(line))
            node.replace_with(NavigableString(first))


def is_text(node: object) -> TypeGuard[NavigableString]:
    """Whether a node is text that could be seen: no comment, no doctype."""
    return isinstance(node, NavigableString) and not isinstance(node, Comment | Doctype)


def strings_of(tag: Tag) -> list[NavigableString]:
    """Every string of an element, seen or not."""
    return [node for node in tag.descendants if isinstance(node, NavigableString)]


def stands_in(node: Tag | NavigableString, names: Collection[str]) -> bool:
    """Whether an element of one of these names is around a node."""
    return any(parent.name in names for parent in node.parents)


def holds(tag: Tag, node: Tag | NavigableString) -> bool:
    """Whether `node` is somewhere within `tag`: the parser's own `in` compares content."""
    return any(parent is tag for parent in node.parents)


def attribute(tag: Tag, name: str) -> str:
    """An attribute as one string, "" where it is missing."""
    value = tag.get(name)
    if value is None:
        return ""
    return value if isinstance(value, str) else " ".join(value)


def block_of(node: Tag | NavigableString) -> Tag | None:
    """The nearest element around a node that makes lines of its own."""
    parent = node.parent
    while parent is not None and parent.name in _INLINE:
        parent = parent.parent
    return parent


def _flows(node: NavigableString) -> bool:
    return node.parent is not None and node.parent.name in _INLINE


def _hides_itself(tag: Tag) -> bool:
    return tag.has_attr("hidden") or hides(attribute(tag, "style"))


def _is_field(tag: Tag) -> bool:
    kind = attribute(tag, "type").lower()
    return tag.name in ("select", "textarea") or (
        tag.name == "input"
        and kind not in ("hidden", "submit", "button", "image", "reset", "password")
    )


def _shows_itself(tag: Tag) -> bool:
    return shows(attribute(tag, "style"))
