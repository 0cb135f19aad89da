"""Which texts serve as captions: each names one control, and what is a mark of it is told apart."""

from collections.abc import Iterator
from contextlib import contextmanager

from bs4 import Tag
from bs4.element import NavigableString

from adapters.imuse.reading.beside import worded
from adapters.imuse.reading.document import Document
from adapters.imuse.reading.forms.boxes import Owners
from adapters.imuse.reading.forms.marked import beside, parted
from adapters.imuse.reading.lexicon import Lexicon
from adapters.imuse.reading.words import caption, fold

LONGEST = 90
_TOOLTIPS = ("?", "(?)", "i", "ℹ", "ⓘ")
"""What opens a help text beside a caption."""


class Claims:
    """The captions' texts of one document, and whose they are."""

    def __init__(self, document: Document, owners: Owners, lexicon: Lexicon) -> None:
        """Nothing is claimed yet."""
        self._document = document
        self._owners = owners
        self._lexicon = lexicon
        self.texts: set[int] = set()
        """The ids of the text nodes that serve as captions."""
        self._nodes: dict[int, list[NavigableString]] = {}
        self._elements: dict[int, list[Tag]] = {}
        self._marks: dict[int, list[str]] = {}
        self._control = 0
        self._owner = 0

    def turn_to(self, control: Tag, *, owned: bool = True) -> None:
        """What is claimed from now on is of this control; `owned` words are its alone."""
        self._control = id(control)
        self._owner = id(control) if owned else 0

    def nodes(self, control: Tag) -> list[NavigableString]:
        """The text nodes that the control's own caption is made of."""
        return self._nodes.get(id(control), [])

    def start(self, control: Tag) -> int:
        """Where the control begins, with its caption and what stands in front of that."""
        first = (*self.nodes(control), *self._elements.get(id(control), ()), control)
        return min(self._document.place(node) for node in first)

    def marks(self, control: Tag) -> list[str]:
        """What stands among the words of its caption that is a mark of it, and no part of these."""
        return self._marks.get(id(control), [])

    def mark(self, control: Tag, marks: list[str]) -> None:
        """Marks that stand among words which name it, and others."""
        self._marks.setdefault(id(control), []).extend(marks)

    def element(self, tag: Tag) -> str:
        """The caption that an element is, "" where its words are another's."""
        strings = list(self._document.strings(tag))
        if not worded(strings):
            return caption(self._document.text(tag))
        words = self.strings([string for string in strings if self.may_be(string)])
        if words:
            self._elements.setdefault(self._control, []).append(tag)
        return words

    def strings(self, strings: list[NavigableString]) -> str:
        """The caption that these texts are, "" where they are none."""
        words, marks = parted(strings, self._lexicon)
        if not fold(words) or len(words) > LONGEST:
            return ""
        self.texts.update(id(string) for string in strings)
        self._nodes.setdefault(self._control, []).extend(strings)
        self._marks.setdefault(self._control, []).extend(marks)
        return words

    def heads(self, heads: tuple[Tag, ...]) -> str:
        """The caption that several headings are, which name other controls too."""
        for head in heads:
            strings = list(self._document.strings(head))
            self.texts.update(id(string) for string in strings)
            self._marks.setdefault(self._control, []).extend(parted(strings, self._lexicon)[1])
        return self.words(heads)

    def words(self, heads: tuple[Tag, ...]) -> str:
        """What several headings say together, without marks; nothing is claimed."""
        said = (
            parted(list(self._document.strings(head)), self._lexicon)[0]
            or caption(self._document.text(head))
            for head in heads
        )
        return " – ".join(said)

    def may_be(self, string: NavigableString) -> bool:
        """Whether a text may name the control."""
        if not self._document.visible(string) or self._document.in_control(string):
            return False
        if string.strip() in _TOOLTIPS:
            return False
        if not self._owners.is_free(string, self._owner):
            return False
        return id(string) not in self.texts or self._owners.owns(string, self._owner)

    def without_marks_before(self, strings: list[NavigableString]) -> list[NavigableString]:
        """Texts after a control, but for what marks that very control."""
        marks = {id(string) for string in beside(strings, self._lexicon)}
        rest = list(strings)
        while rest and (id(rest[0]) in marks or not fold(rest[0])):
            rest.pop(0)
        return rest

    @contextmanager
    def tried(self) -> Iterator[None]:
        """What is claimed within is given back."""
        kept = self.texts, self._nodes, self._elements, self._marks
        self.texts, self._nodes, self._elements, self._marks = set(self.texts), {}, {}, {}
        yield
        self.texts, self._nodes, self._elements, self._marks = kept
