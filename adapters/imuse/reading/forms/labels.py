"""Captions whose value is only text: the fields of a form that can be read, not changed."""

import re
from collections.abc import Iterator
from itertools import groupby

from bs4 import Tag
from bs4.element import NavigableString

from adapters.imuse.reading.beside import cells, column_around, column_heads, is_seen
from adapters.imuse.reading.document import CONTROLS, Document, block_of, holds, is_text
from adapters.imuse.reading.forms.captions import Captions
from adapters.imuse.reading.forms.marks import class_parts
from adapters.imuse.reading.lexicon import Lexicon
from adapters.imuse.reading.words import caption, fold, tidy

_LONGEST_CAPTION = 60
_LONGEST_VALUE = 300
_LABEL_CLASSES = frozenset({"label", "lib", "libelle", "caption", "intitule", "etiquette", "lbl"})
_OF_CAPTIONS = frozenset({"champ", "champs", "libelle", "rubrique", "intitule", "information"})
_OF_VALUES = frozenset({"valeur", "valeurs", "contenu", "saisie", "valeur actuelle"})
"""What heads columns of captions and of values, where the markup does not say that it does."""

_WHOLE = re.compile(r"^(?P<caption>[^:]{2,40}?)\s*:\s+(?P<value>\S.*)$")


class Labels:
    """Finds the read-only fields among a form's rows."""

    def __init__(
        self, document: Document, captions: Captions, lexicon: Lexicon, taken: set[int]
    ) -> None:
        """`taken` are the ids of nodes that say something else: marks, hints, legends."""
        self._remarks = {fold(one) for one in lexicon.remarks}
        self._document = document
        self._captions = captions
        self._taken = set(taken)

    def of(self, form: Tag) -> Iterator[tuple[str, str, Tag]]:
        """(caption, value, the element of the caption) for each pair, in the document's order."""
        for tag in form.find_all(("tr", "dt", "label", "span", "div", "p", "strong", "b")):
            if not self._document.visible(tag):
                continue
            for name, value, where in list(self._pairs(tag, form)):
                yield name, value, where
                self._taken.update(id(string) for string in self._document.strings(tag))
        yield from self._lines(form)

    def _pairs(self, tag: Tag, form: Tag) -> Iterator[tuple[str, str, Tag]]:
        if tag.name == "tr":
            yield from self._row(tag)
        elif self._captions.crosses.heads(tag):
            yield from self._crossed(tag)
        elif not _in_row(tag, form):
            yield from self._pair(tag)

    def _crossed(self, cell: Tag) -> Iterator[tuple[str, str, Tag]]:
        if not _holds_control(cell) and self._free(cell):
            yield self._captions.crossed(cell), self._text(cell), cell

    def _row(self, row: Tag) -> Iterator[tuple[str, str, Tag]]:
        line = cells(row)
        if row.find("table") is not None or self._is_heading(row, line):
            return
        crossed = [cell for cell in line if self._captions.crosses.heads(cell)]
        for cell in crossed:
            yield from self._crossed(cell)
        if crossed:
            return
        for head, value in zip(column_heads(row), line, strict=False):
            if self._names(head) and not _holds_control(value) and self._free(value):
                yield caption(self._text(head)), self._text(value), value
        number = 0
        while number + 1 < len(line):
            name, value = line[number], line[number + 1]
            if self._names(name) and not _holds_control(value) and self._free(value):
                yield caption(self._text(name)), self._text(value), name
                number += 2
            else:
                number += 1

    def _is_heading(self, row: Tag, line: list[Tag]) -> bool:
        """Whether a row only says what stands in its columns: « Champ | Valeur »."""
        if all(cell.name == "th" for cell in line) or self._captions.crosses.is_heading(row):
            return True
        if row.find_parent("thead") is not None or row.find_previous_sibling("tr") is not None:
            return row.find_parent("thead") is not None
        first, *others = [fold(self._text(cell)) for cell in line]
        return first in _OF_CAPTIONS and any(one in _OF_VALUES for one in others)

    def _names(self, cell: Tag) -> bool:
        words = self._text(cell)
        if not fold(words) or len(words) > _LONGEST_CAPTION or _holds_control(cell):
            return False
        if not self._free(cell) or cell.find("a") is not None:
            return False
        return words.endswith(":") or cell.name == "th" or self._column_names(cell)

    def _column_names(self, cell: Tag) -> bool:
        """Whether the cells of its column are captions in the rows around."""
        return any(not self._free(one) for one in column_around(cell))

    def _pair(self, tag: Tag) -> Iterator[tuple[str, str, Tag]]:
        words = self._text(tag)
        if not fold(words) or _holds_control(tag) or not self._free(tag):
            return
        following = tag.find_next_sibling(True)
        is_caption = tag.name in ("dt", "label") or class_parts(tag) & _LABEL_CLASSES
        if tag.name in ("p", "div") and not is_caption:
            if tag.find(("div", "p", "table", "a", "br")) is None:
                yield from self._whole(words, tag)
            return
        if not (is_caption or words.endswith(":")) or len(words) > _LONGEST_CAPTION:
            return
        if isinstance(following, Tag) and not _holds_control(following) and self._free(following):
            value = self._text(following)
            if (
                following.name not in ("label", "dt", "script", "br")
                and len(value) <= _LONGEST_VALUE
            ):
                yield caption(words), value, tag
        elif following is None and (value := self._rest_of(tag)):
            yield caption(words), value, tag

    def _rest_of(self, tag: Tag) -> str:
        rest = [n for n in tag.next_siblings if is_text(n)]
        return tidy("".join(rest))

    def _lines(self, form: Tag) -> Iterator[tuple[str, str, Tag]]:
        """« Caption : value » on a line of its own, above the form's last control."""
        controls = [tag for tag in form.find_all(CONTROLS) if is_seen(tag)]
        lined = {self._line(tag) for tag in controls}
        last = max((self._document.place(tag) for tag in controls), default=-1)
        strings = [s for s in self._document.strings(form) if self._document.place(s) < last]
        for line, group in groupby(strings, key=self._line):
            found = list(group)
            free = not {id(one) for one in found} & (self._captions.claimed | self._taken)
            block = block_of(found[0])
            if free and line not in lined and block is not None:
                yield from self._whole(tidy("".join(found)), block)

    def _line(self, node: Tag | NavigableString) -> tuple[int, int]:
        return id(block_of(node)), self._document.breaks_before(node)

    def _whole(self, words: str, tag: Tag) -> Iterator[tuple[str, str, Tag]]:
        whole = _WHOLE.match(words)
        if (
            whole is None
            or not fold(whole["caption"])
            or len(words) > _LONGEST_VALUE
            or fold(whole["caption"]) in self._remarks
        ):
            return
        yield caption(whole["caption"]), tidy(whole["value"]), tag

    def _text(self, tag: Tag) -> str:
        return self._document.text(tag)

    def _free(self, tag: Tag) -> bool:
        strings = {id(string) for string in self._document.strings(tag)}
        return not strings & (self._captions.claimed | self._taken)


def _in_row(tag: Tag, form: Tag) -> bool:
    """Whether it is part of a table's row of the form, which is read as a row."""
    row = tag.find_parent("tr")
    return isinstance(row, Tag) and holds(form, row) and row.find("table") is None


def _holds_control(tag: Tag) -> bool:
    return tag.name in CONTROLS or tag.find(CONTROLS) is not None
