"""Blanking what changes from one visit to the next, to compare two answers. Pure."""

import re
from html.parser import HTMLParser

from adapters.recording.format import Volatile

BLANK = "…"


def blanked(body: bytes, volatile: Volatile) -> str:
    """The body, byte for byte as latin-1, with every volatile value in it made the same."""
    text = body.decode("latin-1")
    for value in sorted(_values(text, volatile), key=len, reverse=True):
        text = text.replace(value, BLANK)
    for pattern in volatile.paths:
        text = re.sub(pattern, BLANK, text)
    return text


def _values(text: str, volatile: Volatile) -> set[str]:
    controls = _Controls(volatile.names)
    controls.feed(text)
    controls.close()
    found = set(controls.values)
    for name in map(re.escape, volatile.names):
        found |= set(re.findall(rf"[?&;]{name}=([^&;\"'<>#\s]+)", text))
        found |= set(re.findall(rf"\b{name}[\"']?\s*[:=,]\s*[\"']([^\"']+)[\"']", text))
    return found - {""}


class _Controls(HTMLParser):
    """The values of the controls with these names."""

    def __init__(self, names: tuple[str, ...]) -> None:
        super().__init__()
        self._names = names
        self.values: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if given.get("name") in self._names:
            self.values.append(given.get("value") or "")
