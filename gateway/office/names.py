"""Whom requests are about: opened for a list, and for a search, row by row.

A search opens all of them, and the next one a moment later should not have to: what was opened is
kept in memory, for minutes only, and no longer found once a request's contents are erased.
"""

import re
import threading
from collections.abc import Sequence

import msgspec
from cachetools import TTLCache
from sqlalchemy import Connection

from gateway.french.words import folded
from gateway.pending.records import Records
from gateway.pending.subjects import FAMILY, Subject
from gateway.store import desk
from gateway.store.desk import Outline
from gateway.vault import DoesNotOpen

_WORD = re.compile(r"\w+")
_SAID_BESIDE = frozenset({"n", "no", "numero", "demande"})
"""What people type with a receipt's number: « n° 2026-000101 »."""

_KEPT_SECONDS = 600
_MOST = 20_000


class Brief(msgspec.Struct, frozen=True, kw_only=True):
    """Of a request's body what a list shows."""

    family: str = ""
    subject: Subject = FAMILY


class Names(msgspec.Struct, frozen=True, kw_only=True):
    """Whom a request is about, and who asks; "" where it is not known, or erased."""

    family: str = ""
    student: str = ""
    text: str = ""
    """Both, folded for searching."""


NOBODY = Names()


class NameBook:
    """The names of a gateway's requests; used from the store's threads."""

    def __init__(self, records: Records) -> None:
        """`records` open bodies."""
        self._records = records
        self._kept: TTLCache[tuple[str, str], Names] = TTLCache(_MOST, _KEPT_SECONDS)
        self._lock = threading.Lock()

    def of(
        self, connection: Connection, school: str, outlines: Sequence[Outline]
    ) -> dict[str, Names]:
        """By number; what is not kept is read and opened."""
        found = {each.number: NOBODY for each in outlines if each.erased_at is not None}
        left = [each for each in outlines if each.erased_at is None]
        with self._lock:
            for each in left:
                if (names := self._kept.get((school, each.number))) is not None:
                    found[each.number] = names
        unknown = [each for each in left if each.number not in found]
        for each, sealed in desk.bodies(connection, school, unknown):
            names = self._opened(school, each, sealed)
            found[each.number] = names
            with self._lock:
                self._kept[school, each.number] = names
        # One that was erased in between is nobody's.
        return {each.number: found.get(each.number, NOBODY) for each in outlines}

    def searched(
        self, connection: Connection, school: str, outlines: Sequence[Outline], search: str
    ) -> list[Outline]:
        """Those whose names or number hold every word of `search`; all of them for ""."""
        if not search.strip():
            return list(outlines)
        typed = _WORD.findall(folded(search))
        words = [each for each in typed if each not in _SAID_BESIDE] or typed
        if not words:
            return []
        names = self.of(connection, school, outlines)
        return [each for each in outlines if _holds(each.number, names[each.number], words)]

    def _opened(self, school: str, outline: Outline, sealed: bytes) -> Names:
        try:
            brief = self._records.open_body(school, outline.account, outline.number, sealed, Brief)
        except DoesNotOpen:
            return NOBODY
        student = brief.subject.name
        return Names(
            family=brief.family, student=student, text=folded(f"{brief.family}\n{student}")
        )


def _holds(number: str, names: Names, words: Sequence[str]) -> bool:
    spelt = number.casefold()
    text = f"{names.text}\n{spelt}\n{spelt.replace('-', '')}"
    return all(word in text for word in words)
