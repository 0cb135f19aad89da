"""What kind of control an element is, as a browser takes it."""

from bs4 import Tag

from adapters.imuse.reading.document import CONTROLS, attribute

BUTTONS = ("submit", "image", "button", "reset")


def kind_of(tag: Tag) -> str:
    """As HTML's `type`, or "select", "select-multiple", "textarea"; "" for what is no control."""
    if tag.name not in CONTROLS:
        return ""
    if tag.name == "select":
        return "select-multiple" if tag.has_attr("multiple") else "select"
    if tag.name == "textarea":
        return "textarea"
    return attribute(tag, "type").lower().strip() or ("submit" if tag.name == "button" else "text")
