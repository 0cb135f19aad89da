"""What the readers of captions and values share: the document, and what of it is spoken for."""

import re

from bs4 import Tag
from bs4.element import NavigableString

from adapters.imuse.reading.document import Document, strings_of
from adapters.imuse.reading.lexicon import Lexicon
from adapters.imuse.reading.page import Label
from adapters.imuse.reading.shown.titles import Titles
from adapters.imuse.reading.words import caption, fold, tidy

WHOLE = re.compile(r"^(?P<caption>[^:]{2,50}?)\s*:(?:\s+(?P<value>\S.*))?$", re.DOTALL)
"""« Caption : value », or the caption alone."""

RUNNING = ("a", "abbr", "acronym", "small", "i", "em", "sup", "sub", "time", "tt", "code", "q")
"""Elements that go on with the words before them."""

_APART = ("nav", "header", "footer", "script", "style")
_COMMENT = "commentaire"


class Scene:
    """One document, with the words that are known as captions and the texts that are taken."""

    def __init__(
        self,
        document: Document,
        lexicon: Lexicon,
        titles: Titles,
        taken: set[int],
        lists: list[Tag],
    ) -> None:
        """`taken` are the ids of texts that are a form's; `lists` are the document's tables."""
        self.document = document
        self.titles = titles
        self.lists = {id(tag) for tag in lists}
        self._known = frozenset(fold(word) for word in lexicon.fact_words)
        self._remarks = frozenset(fold(word) for word in lexicon.remarks)
        groups = [frozenset(map(fold, group)) for group in lexicon.column_groups]
        self._long = next((group for group in groups if _COMMENT in group), frozenset())
        self._taken = set(taken)

    def label(self, words: str, value: str, node: Tag | NavigableString) -> Label:
        """A caption that stands at `node`, with its value."""
        tag = node if isinstance(node, Tag) else node.parent
        return Label(
            caption=caption(words),
            value=value,
            section=next(iter(self.titles.of(tag)), "") if tag is not None else "",
            place=self.document.place(node),
        )

    def words(self, tag: Tag) -> str:
        """What an element says, on one line."""
        return tidy(self.document.text(tag) or tag.get_text(" "))

    def is_known(self, words: str) -> bool:
        """Whether words are a caption that is known."""
        return fold(words) in self._known

    def is_long(self, words: str) -> bool:
        """Whether words are a caption of a text of several lines, which may stand below it."""
        return fold(words) in self._long

    def is_remark(self, words: str) -> bool:
        """Whether what follows such words is a remark, and no value of theirs."""
        return fold(words) in self._remarks and not self.is_known(words)

    def in_view(self, tag: Tag) -> bool:
        """Whether a person sees it, or would with the tab that it stands behind in front."""
        away = [one for one in (tag, *tag.parents) if self.document.is_away(one)]
        return all(id(one) in self.titles.panels for one in away)

    def elsewhere(self, tag: Tag | NavigableString) -> bool:
        """Whether it stands in a list, a menu, or the page's edges."""
        return any(id(parent) in self.lists or parent.name in _APART for parent in tag.parents)

    def is_free(self, tag: Tag) -> bool:
        """Whether nothing of an element is spoken for."""
        return not any(map(self.is_taken, strings_of(tag)))

    def is_taken(self, node: NavigableString) -> bool:
        """Whether a text is spoken for."""
        return id(node) in self._taken

    def take(self, node: Tag | NavigableString) -> None:
        """Speak for all that an element says, or for one text."""
        texts = strings_of(node) if isinstance(node, Tag) else [node]
        self._taken.update(id(one) for one in texts)
