"""What scripts can read off the page: what its controls hold, what the pressed element says."""

from collections.abc import Iterator

from bs4 import Tag

from adapters.imuse.reading.document import attribute
from adapters.imuse.reading.kinds import kind_of

_NOT_CHOSEN = ("", "0", "-1")


def held_by(controls: list[Tag]) -> Iterator[tuple[str, str]]:
    """What controls hold, by name and id, the last first; not what a person is yet to fill in."""
    for tag in reversed(controls):
        value = attribute(tag, "value")
        if tag.name == "select":
            chosen = [one for one in tag.find_all("option") if one.has_attr("selected")]
            value = attribute(chosen[-1], "value") if chosen else ""
            if value in _NOT_CHOSEN:
                continue
        elif kind_of(tag) != "hidden" and not (kind_of(tag) == "radio" and tag.has_attr("checked")):
            continue
        for name in filter(None, (attribute(tag, "name"), attribute(tag, "id"))):
            yield name, value


def said_by(tag: Tag, name: str) -> str:
    """An attribute of the pressed element; a script may have stepped outwards or inwards for it."""
    if tag.has_attr(name):
        return attribute(tag, name)
    if name.startswith("data-"):
        around = next((one for one in tag.parents if one.has_attr(name)), None)
        if isinstance(around, Tag):
            return attribute(around, name)
    if name.startswith("data-") or name == "href":
        inside = tag.find(lambda one: one.has_attr(name))
        return attribute(inside, name) if isinstance(inside, Tag) else ""
    return ""
