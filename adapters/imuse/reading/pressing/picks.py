"""Lists to choose from that lead somewhere: the choice of a student, of a page."""

from collections.abc import Iterator

from adapters.imuse.reading.document import attribute
from adapters.imuse.reading.forms.forms import Forms
from adapters.imuse.reading.page import Form, Pick, Press
from adapters.imuse.reading.pressing.pressables import Pressables
from adapters.imuse.reading.words import fold

_MOST = 200


def picks(forms: Forms, read: tuple[Form, ...], pressables: Pressables) -> Iterator[Pick]:
    """Each possibility of each list, radio buttons too, with what choosing it does."""
    for number, (_, controls) in enumerate(forms.elements):
        for place, tag in enumerate(controls):
            control = read[number].controls[place]
            if control.type == "radio":
                yield Pick(
                    caption=control.caption,
                    label=control.label,
                    value=control.value,
                    form=number,
                    control=place,
                    selected=control.checked,
                    press=pressables.press(tag),
                )
            if control.type != "select":
                continue
            leads = pressables.listens(tag)
            options = tag.find_all("option")[:_MOST]
            for choice, option in zip(control.choices, options, strict=False):
                if not fold(choice.label) or choice.disabled:
                    continue
                if not option.has_attr("value"):
                    # What a browser makes of an option without one.
                    option["value"] = choice.value
                yield Pick(
                    caption=control.caption or attribute(tag, "name") or attribute(tag, "id"),
                    label=choice.label,
                    value=choice.value,
                    form=number,
                    control=place,
                    selected=choice.selected,
                    press=pressables.press(tag, option) if leads else Press(),
                )
