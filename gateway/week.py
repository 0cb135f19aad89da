"""A week of courses: each at its day and hour where the list says both; the rest apart. Pure.

Nothing is guessed: a cell that says more than days and hours (« semaines paires ») places nothing.
"""

import re
from datetime import time

import msgspec
from msgspec.structs import replace

from adapters.model import Line, Listing
from gateway.french.words import folded

_DAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
_DAY = "|".join(rf"{name[:3]}(?:\.|{name[3:]}s?)?" for name in _DAYS)
_HOUR = r"(?:\d{1,2} ?(?:h|heures?)(?: ?\d{2})?(?: ?min?)?|\d{1,2} ?: ?\d{2}(?::\d{2})?)"

_BETWEEN = re.compile(
    rf"\n| ?; ?| ?(?<!\d)/ ?| ?/(?!\d) ?| et |(?<!\ble)(?<!\bles)(?<=\S) (?=(?:{_DAY})\b)"
)
_NOTHING = frozenset({"-", "\u2013", "\u2014", "."})
_PART = re.compile(
    rf"(?:(?:le |les |tous les )?(?P<day>{_DAY}))?(?: ?[:,-] ?| ?\ba | ?\bde | )?"
    rf"(?:(?P<start>{_HOUR})(?: ?(?:[-\u2013\u2014>\u2192]|a|jusqu'a) ?(?P<end>{_HOUR}))?)?"
)
_DURATION = re.compile(r"(?:(\d) ?(?:h|heures?) ?)?(?:(\d{1,3}) ?(?:mn|min|minutes?|')?)?")


class Slot(msgspec.Struct, frozen=True, kw_only=True):
    """A course at one of its places in the week."""

    line: Line
    weekday: int
    """0 is Monday."""
    start: time
    end: time | None
    """None where the list does not say it."""


class Week(msgspec.Struct, frozen=True, kw_only=True):
    """A list of courses, placed."""

    slots: tuple[Slot, ...]
    """By day, then by hour."""
    unplaced: tuple[Line, ...]
    """Lines whose places cannot be read, or not every one."""

    def on(self, weekday: int) -> tuple[Slot, ...]:
        """A day's courses; 0 is Monday."""
        return tuple(slot for slot in self.slots if slot.weekday == weekday)


class _Part(msgspec.Struct, frozen=True):
    """What a part of a cell says."""

    weekday: int | None = None
    start: time | None = None
    end: time | None = None


def week(courses: Listing) -> Week:
    """Place a list's courses by its columns day, time, start, end and duration."""
    slots: list[Slot] = []
    unplaced: list[Line] = []
    for line in courses.lines:
        placed = _placed(courses, line)
        slots += placed
        if not placed:
            unplaced.append(line)
    slots.sort(key=lambda slot: (slot.weekday, slot.start, slot.end or time.max))
    return Week(slots=tuple(slots), unplaced=tuple(unplaced))


def _placed(courses: Listing, line: Line) -> list[Slot]:
    """Every place of a line; none unless all of them are clear."""
    days = _parts(courses.cell(line, "day"))
    hours = _hours(courses, line)
    if days is None or hours is None:
        return []
    if not any(part.weekday is not None for part in (*days, *hours)):
        days = _parts(line.group) or []
    places = _paired(days, hours)
    lasting = _duration(courses.cell(line, "duration"))
    slots = [slot for part in places if (slot := _slot(line, part, lasting)) is not None]
    return slots if len(slots) == len(places) else []


def _hours(courses: Listing, line: Line) -> list[_Part] | None:
    """What the columns of hours say; [] where there are none, None where it cannot be read."""
    told = _parts(courses.cell(line, "time"))
    if told:
        return told
    starts = _parts(courses.cell(line, "start"))
    ends = _parts(courses.cell(line, "end"))
    if not starts or any(part.start is None or part.end is not None for part in starts):
        # « Début » may be the day on which a course begins: then it says nothing of its hour.
        return told
    if not ends or len(ends) != len(starts):
        return starts
    return [replace(start, end=end.start) for start, end in zip(starts, ends, strict=True)]


def _parts(cell: str) -> list[_Part] | None:
    """A cell part by part; None where one of them says more than a day and an hour."""
    text = "\n".join(folded(row) for row in cell.splitlines() if row.strip())
    parts: list[_Part] = []
    for piece in filter(None, _BETWEEN.split("" if text in _NOTHING else text)):
        read = _PART.fullmatch(piece.strip())
        if read is None or not (read["day"] or read["start"]):
            return None
        start, end = _moment(read["start"]), _moment(read["end"])
        if (read["start"] and start is None) or (read["end"] and end is None):
            return None
        parts.append(_Part(_weekday(read["day"]), start, end))
    return parts


def _paired(days: list[_Part], hours: list[_Part]) -> list[_Part]:
    """Days with their hours, one to one or one for all; [] where that is not clear."""
    if not days or not hours:
        return days or hours
    if any(part.start for part in days) or any(part.weekday is not None for part in hours):
        return days if days == hours else []
    if len(days) == 1:
        days = days * len(hours)
    elif len(hours) == 1:
        hours = hours * len(days)
    if len(days) != len(hours):
        return []
    return [replace(hour, weekday=day.weekday) for day, hour in zip(days, hours, strict=True)]


def _slot(line: Line, part: _Part, lasting: int | None) -> Slot | None:
    if part.weekday is None or part.start is None:
        return None
    end = part.end
    if end is None and lasting is not None:
        end = _later(part.start, lasting)
    elif end is not None and end <= part.start:
        return None
    return Slot(line=line, weekday=part.weekday, start=part.start, end=end)


def _weekday(word: str | None) -> int | None:
    if word is None:
        return None
    return next(number for number, name in enumerate(_DAYS) if name[:3] == word[:3])


def _moment(words: str | None) -> time | None:
    numbers = [int(digits) for digits in re.findall(r"\d+", words or "")]
    hour, minute, *_ = (*numbers, 0, 0)
    if not numbers or hour > 23 or minute > 59:
        return None
    return time(hour, minute)


def _duration(cell: str) -> int | None:
    """In minutes; None where the cell says no single duration."""
    text = folded(cell)
    if clock := re.fullmatch(r"(\d{1,2}):(\d{2})(?::00)?", text):
        return int(clock[1]) * 60 + int(clock[2])
    found = _DURATION.fullmatch(text)
    if found is None or text.isdecimal() or not text:
        return None
    return int(found[1] or 0) * 60 + int(found[2] or 0) or None


def _later(start: time, minutes: int) -> time | None:
    whole = start.hour * 60 + start.minute + minutes
    return time(*divmod(whole, 60)) if whole < 24 * 60 else None
