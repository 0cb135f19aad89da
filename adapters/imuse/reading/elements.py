"""Elements that find others by their names alone as fast as that can be done.

A page is searched some six hundred times before it is read, nearly always for names and nothing
else. The parser compares each element with a filter made for every kind of search; here names are
compared, and all other searches are left to it.
"""

from collections.abc import Iterator
from itertools import islice
from typing import Any

from bs4 import BeautifulSoup, Tag
from bs4.element import PageElement, ResultSet


class _Named:
    """The one way through which the parser's elements search in any direction."""

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


def _names(name: Any) -> tuple[str, ...] | None:
    """The names that are asked for, none for every element; None for a search of another kind."""
    if name is True:
        return ()
    names = (name,) if isinstance(name, str) else name
    if not isinstance(names, tuple) or not names:
        return None
    return names if all(isinstance(one, str) and ":" not in one for one in names) else None
