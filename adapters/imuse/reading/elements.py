"""Elements that find others by their names alone as fast as that can be done.

A page is searched some six hundred times before it is read, nearly always for names and nothing
else. The parser goes from element to element and compares each with a filter made for every kind of
search; here names are looked up, and all other searches are left to it.
"""

from bisect import bisect_left
from collections.abc import Iterator
from itertools import islice
from typing import Any, ClassVar, cast

from bs4 import BeautifulSoup, Tag
from bs4.element import CData, NavigableString, PageElement, ResultSet

_PLAIN = ("id", "role", "href", "src", "for", "name", "type")
"""Attributes that hold one string, and no list of words."""


class Order:
    """Where everything stands in a document, for as long as it does not change."""

    def __init__(self, soup: "Soup") -> None:
        """Numbers what `soup` holds, in the document's order."""
        self.holds = True
        self.nodes = list(soup.descendants)
        self.of_class: dict[str, list[Element]] = {}
        self._elements: list[int] = []
        self._of_name: dict[str, list[int]] = {}
        around: list[Element | Soup] = [soup]
        soup.order, soup.start = self, 0
        for place, node in enumerate(self.nodes):
            while around[-1] is not node.parent:
                around.pop().stop = place
            if isinstance(node, Element):
                node.order, node.start = self, place + 1
                node.above = (around[-1], *around[-1].above)
                around.append(node)
                self._note(node, place)
        for left in around:
            left.stop = len(self.nodes)

    def _note(self, element: "Element", place: int) -> None:
        self._elements.append(place)
        self._of_name.setdefault(element.name, []).append(place)
        for word in element.get_attribute_list("class"):
            self.of_class.setdefault(str(word), []).append(element)

    def find(
        self, names: tuple[str, ...], start: int, stop: int, limit: int | None = None
    ) -> list[PageElement]:
        """The elements of these names from one place up to another, of every name for ()."""
        lists = [self._of_name.get(one, []) for one in set(names)] if names else [self._elements]
        found = [place for each in lists for place in _between(each, start, stop, limit)]
        if len(lists) > 1:
            found.sort()
        return [self.nodes[place] for place in found[:limit]]


def _between(places: list[int], start: int, stop: int, limit: int | None) -> list[int]:
    first = bisect_left(places, start)
    last = bisect_left(places, stop, first)
    return places[first : min(last, first + limit) if limit else last]


class _Placed:
    """The ways upwards."""

    parent: Any

    @property
    def parents(self) -> Iterator[Tag]:
        """All that is around it, from the innermost."""
        parent = self.parent
        if isinstance(parent, _Named) and parent.order is not None and parent.order.holds:
            return iter((cast("Tag", parent), *parent.above))
        general: Any = super()
        found: Iterator[Tag] = general.parents
        return found

    def find_parent(self, name: Any = None, attrs: Any = None, **kwargs: Any) -> Any:
        """As the parser's."""
        names = _names(name) if not attrs and not kwargs else None
        if not names:
            general: Any = super()
            return general.find_parent(name, attrs, **kwargs)
        return next((one for one in self.parents if one.name in names), None)


class Words(_Placed, NavigableString):
    """Text of a document that was parsed by `Soup`."""


class _Named(_Placed):
    """The ways through which the parser's elements search."""

    MAIN_CONTENT_STRING_TYPES: ClassVar[set[type[NavigableString]]] = {
        NavigableString, Words, CData
    }  # fmt: skip
    order: Order | None = None
    start = 0
    """The place of the first thing that it holds."""
    stop = 0
    """The place after the last."""
    above: "tuple[Element | Soup, ...]" = ()
    """All that is around it, from the innermost, as long as `order` holds."""

    @property
    def descendants(self) -> Iterator[PageElement]:
        """All that it holds, in the document's order."""
        if self.order is not None and self.order.holds:
            return iter(self.order.nodes[self.start : self.stop])
        general: Any = super()
        found: Iterator[PageElement] = general.descendants
        return found

    def find_all(
        self,
        name: Any = None,
        attrs: Any = None,
        recursive: bool = True,
        string: Any = None,
        limit: int | None = None,
        **kwargs: Any,
    ) -> Any:
        """As the parser's."""
        if self.order is not None and self.order.holds and recursive and not attrs:
            found = _quick(self.order, self.start, self.stop, name, string, limit or None, kwargs)
            if found is not None:
                return ResultSet(None, found)
        general: Any = super()
        return general.find_all(name, attrs, recursive, string, limit, **kwargs)

    def _find_all(
        self,
        name: Any,
        attrs: Any,
        string: Any,
        limit: int | None,
        generator: Iterator[PageElement],
        **kwargs: Any,
    ) -> Any:
        names = _names(name) if not attrs and string is None and not kwargs else None
        if names is None:
            general: Any = super()
            return general._find_all(name, attrs, string, limit, generator, **kwargs)
        found = (
            one for one in generator if isinstance(one, Tag) and (not names or one.name in names)
        )
        return ResultSet(None, islice(found, limit) if limit else found)


class Element(_Named, Tag):
    """An element of a document that was parsed by `Soup`."""


class Soup(_Named, BeautifulSoup):
    """A document whose elements are `Element`s."""

    def __init__(self, text: str) -> None:
        """`text` is decoded already."""
        super().__init__(text, "lxml", element_classes={Tag: Element})

    def string_container(
        self, base_class: type[NavigableString] | None = None
    ) -> type[NavigableString]:
        """As the parser's: what scripts, styles and comments say is no text."""
        kind = super().string_container(base_class)
        return Words if kind is NavigableString else kind

    def settle(self) -> Order:
        """Nothing changes any more, until `unsettle`: from now on names are looked up."""
        return Order(self)

    def unsettle(self) -> None:
        """The document is about to change."""
        if self.order is not None:
            self.order.holds = False


def _quick(
    order: Order,
    start: int,
    stop: int,
    name: Any,
    string: Any,
    limit: int | None,
    kwargs: dict[str, Any],
) -> list[PageElement] | None:
    """What is found without the parser's filters; None for a search that needs them."""
    if string is True and name is None and not kwargs:
        strings = [one for one in order.nodes[start:stop] if isinstance(one, NavigableString)]
        return list(strings[:limit])
    if string is not None or len(kwargs) > 1:
        return None
    names = () if name is None and kwargs else _names(name)
    if names is None or not kwargs:
        return None if names is None else order.find(names, start, stop, limit)
    ((key, wanted),) = kwargs.items()
    values = [wanted] if isinstance(wanted, str) else wanted
    plain = wanted is True or (isinstance(values, list) and all(type(v) is str for v in values))
    if key not in _PLAIN or not plain:
        return None
    found = [
        one
        for one in order.find(names, start, stop)
        if isinstance(one, Tag)
        and (value := one.attrs.get(key)) is not None
        and (wanted is True or value in values)
    ]
    return list(found[:limit])


def _names(name: Any) -> tuple[str, ...] | None:
    """The names that are asked for, none for every element; None for a search of another kind."""
    if name is True:
        return ()
    names = (name,) if isinstance(name, str) else name
    if not isinstance(names, tuple) or not names:
        return None
    return names if all(isinstance(one, str) and ":" not in one for one in names) else None
