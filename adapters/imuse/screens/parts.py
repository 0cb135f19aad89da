"""A value in several short boxes under one caption, as « 06 | 39 | 98 | 00 | 01 », is one field."""

import re

from adapters.imuse.reading.page import Control, Form
from adapters.imuse.reading.words import fold

_FEWEST = 3
_FEWEST_OF_PHONES = 2
_LONGEST = 4
"""Characters: more is a value of its own."""
_TEXTS = ("text", "tel", "number")
_OF_PHONES = re.compile(r"\b(tel|telephone|portable|mobile|gsm|fax)\b")
_BETWEEN = re.compile(r"[\s\u00a0\u202f.\-/]+")


def group(form: Form, number: int) -> tuple[int, ...]:
    """The numbers of short boxes of which only the first has words of its own."""
    first = form.controls[number]
    if not first.caption:
        return ()
    found = [number]
    for n in range(number + 1, len(form.controls)):
        control = form.controls[n]
        if control.type == "hidden":
            continue
        if control.caption or control.section != first.section or not _is_short(control):
            break
        found.append(n)
    boxes = [form.controls[n] for n in found]
    if not _is_short(first) or len(found) < (_FEWEST_OF_PHONES if is_phone(boxes) else _FEWEST):
        return ()
    return tuple(found) if is_phone(boxes) or (is_certain(boxes) and _are_alike(boxes)) else ()


def is_phone(boxes: list[Control]) -> bool:
    """Whether they hold a telephone number."""
    return _OF_PHONES.search(fold(boxes[0].caption)) is not None


def _is_short(control: Control) -> bool:
    if control.type not in _TEXTS or not control.seen:
        return False
    limit = control.max_length
    return limit <= _LONGEST if limit is not None else len(control.value) <= _LONGEST


def _are_alike(boxes: list[Control]) -> bool:
    """Whether they are all full or all empty, as one value's parts are."""
    lengths = _lengths(boxes)
    full = all(len(box.value) == length for box, length in zip(boxes, lengths, strict=True))
    return full or not any(box.value for box in boxes)


def is_certain(boxes: list[Control]) -> bool:
    """Whether it is known how many characters go into each box."""
    return all(_lengths(boxes))


def _lengths(boxes: list[Control]) -> list[int]:
    return [len(box.value) if box.max_length is None else box.max_length for box in boxes]


def value(boxes: list[Control]) -> str:
    """The whole, with a space between the parts."""
    return " ".join(box.value for box in boxes if box.value)


def fills(form: Form, numbers: tuple[int, ...], whole: str) -> dict[int, str]:
    """What to put into each box; "" everywhere where the whole does not fit them exactly."""
    boxes = [form.controls[number] for number in numbers]
    rest, lengths = _BETWEEN.sub("", whole), _lengths(boxes)
    if len(rest) != sum(lengths):
        return dict.fromkeys(numbers, "")
    filled: dict[int, str] = {}
    for number, length in zip(numbers, lengths, strict=True):
        filled[number], rest = rest[:length], rest[length:]
    return filled
