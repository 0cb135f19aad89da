"""Controls made fields: several controls may be one field, as a date in three lists."""

import hashlib
import re
from collections.abc import Collection, Iterator

import msgspec

from adapters.imuse.profile import Profile
from adapters.imuse.reading.page import Control, Form, Label
from adapters.imuse.reading.words import fold, slug
from adapters.imuse.screens import dates, marker, parts, search
from adapters.imuse.screens.names import Names
from adapters.model import Field, Kind, Option

_SKIPPED = ("hidden", "password", "file", "submit", "image", "button", "reset")
_KINDS = {"email": Kind.EMAIL, "tel": Kind.PHONE, "date": Kind.DATE, "number": Kind.NUMBER,
          "textarea": Kind.LONG_TEXT, "checkbox": Kind.CHECK, "radio": Kind.CHOICE,
          "select": Kind.CHOICE}  # fmt: skip
_BY_NAME = {"email": Kind.EMAIL, "mobile_phone": Kind.PHONE, "home_phone": Kind.PHONE,
            "work_phone": Kind.PHONE, "birth_date": Kind.DATE}  # fmt: skip
_DATE = re.compile(r"^\d{1,2}/\d{1,2}/\d{4}$")


class Bound(msgspec.Struct, frozen=True, kw_only=True):
    """A field with the controls (by number) that hold it, empty for one to read."""

    field: Field
    section: str
    place: int
    controls: tuple[int, ...]

    def fills(self, value: str, form: Form) -> dict[int, str]:
        """What to type into which control for the field to have this value."""
        if len(self.controls) == 1 or form.controls[self.controls[0]].type == "radio":
            return {self.controls[0]: value}
        fill = dates.fills if self.field.kind is Kind.DATE else parts.fills
        return fill(form, self.controls, value)


def bind(form: Form, profile: Profile) -> list[Bound]:
    """The fields of a form, in the document's order, each with a key of its own."""
    pieces: list[tuple[int, tuple[int, ...] | Label]] = [
        *((form.controls[group[0]].place, group) for group in _groups(form, profile)),
        *((label.place, label) for label in form.labels),
    ]
    names = Names(form, profile)
    bound: list[Bound] = []
    keys: dict[str, int] = {}
    above, section = "", ""
    for place, piece in sorted(pieces, key=lambda one: one[0]):
        if isinstance(piece, Label):
            field = _label(piece, _key(piece.caption, keys), names)
            bound.append(Bound(field=field, section=piece.section, place=place, controls=()))
            continue
        first = form.controls[piece[0]]
        # What has no words of its own goes on with the field above it, within its section.
        above = first.caption or (above if first.section == section else "")
        section = first.section
        if above:
            field = _field(form, piece, _key(above, keys), above, names)
            bound.append(Bound(field=field, section=section, place=place, controls=piece))
    return bound


def nameless(form: Form, bound: Collection[Bound], profile: Profile) -> Iterator[str]:
    """The names of the controls that a person sees and that nothing on the page gives a caption.

    What such a form says under which caption cannot be told for certain.
    """
    known = {number for one in bound for number in one.controls}
    for group in _groups(form, profile):
        yield from (
            form.controls[n].name for n in group if n not in known and form.controls[n].name
        )


def _label(label: Label, key: str, names: Names) -> Field:
    name, _ = names.of(label.caption)
    return Field(key=key, caption=label.caption, name=name, value=label.value, editable=False)


def shape(form: Form, bound: Collection[Bound]) -> str:
    """A digest of the form: which control holds which field, and which are hidden."""
    visible = [
        f"{one.field.key}={','.join(form.controls[number].name for number in one.controls)}"
        for one in bound
        if one.controls
    ]
    hidden = sorted(
        {re.sub(r"[0-9a-fA-F]{8,}", "#", c.name) for c in form.controls if c.type == "hidden"}
    )
    return hashlib.sha256("\n".join([*visible, "", *hidden]).encode()).hexdigest()


def _groups(form: Form, profile: Profile) -> Iterator[tuple[int, ...]]:
    """The numbers of the controls of each field."""
    taken: set[int] = set()
    for number, control in enumerate(form.controls):
        if number in taken or control.type in _SKIPPED or not control.seen:
            continue
        if search.is_box(form, number, profile):
            continue
        group = (
            _radios(form, number)
            or dates.group(form, number)
            or parts.group(form, number)
            or (number,)
        )
        taken.update(group)
        yield group


def _radios(form: Form, number: int) -> tuple[int, ...]:
    first = form.controls[number]
    if first.type != "radio":
        return ()
    return tuple(
        n for n, c in enumerate(form.controls) if c.type == "radio" and c.name == first.name
    )


def _key(caption: str, keys: dict[str, int]) -> str:
    base = slug(caption)
    keys[base] = keys.get(base, 0) + 1
    return base if keys[base] == 1 else f"{base}-{keys[base]}"


def _field(form: Form, group: tuple[int, ...], key: str, caption: str, names: Names) -> Field:
    controls = [form.controls[number] for number in group]
    first = controls[0]
    is_box = first.type == "checkbox"
    # « E-mail » beside a box asks whether, not which.
    name, known = (None, None) if is_box else names.of(caption)
    value, options, kind = _content(form, group)
    kind = kind or _kind(first, known, value)
    marks = [control.marker for control in controls if control.marker is not None]
    return Field(
        key=key,
        caption=caption,
        name=name,
        value=value,
        kind=kind,
        options=options,
        editable=_is_editable(controls),
        required=any(control.required for control in controls),
        max_length=first.max_length if len(controls) == 1 else None,
        hint=first.hint or (_said_beside(first, caption) if is_box else ""),
        waiting=marker.read(" ".join(marks)) if marks else None,
    )


def _is_editable(controls: list[Control]) -> bool:
    if controls[0].type == "select-multiple":
        return False
    if _is_in_parts(controls) and not parts.is_certain(controls):
        return False
    return all(not c.disabled and not c.readonly and bool(c.name) for c in controls)


def _is_in_parts(controls: list[Control]) -> bool:
    return len(controls) > 1 and controls[0].type != "radio" and not dates.is_date(controls)


def _said_beside(box: Control, caption: str) -> str:
    """A box's own words, where its caption is another."""
    known = fold(box.label) in (fold(caption), "oui", "non") or box.label in caption
    return "" if known else box.label


def _content(form: Form, group: tuple[int, ...]) -> tuple[str, tuple[Option, ...], Kind | None]:
    """A field's value, what it offers, and its kind where that is certain."""
    controls = [form.controls[number] for number in group]
    first = controls[0]
    if first.type == "radio":
        chosen = [c.value for c in controls if c.checked]
        options = tuple(Option(c.value, c.label or c.value) for c in controls)
        return "".join(chosen[-1:]), options, None
    if first.type == "checkbox":
        return "1" if first.checked else "", (), None
    if _is_in_parts(controls):
        is_phone = parts.is_phone(controls)
        return parts.value(controls), (), Kind.PHONE if is_phone else Kind.TEXT
    if len(controls) > 1:
        return dates.value(controls), (), Kind.DATE
    if first.type == "select-multiple":
        return ", ".join(c.label for c in first.choices if c.selected), (), Kind.TEXT
    if first.type == "select":
        options = tuple(Option(c.value, c.label) for c in first.choices if not c.disabled)
        return _chosen(first), options, None
    return first.value, (), None


def _chosen(control: Control) -> str:
    chosen = [choice.value for choice in control.choices if choice.selected]
    first = [choice.value for choice in control.choices if not choice.disabled]
    return (chosen[-1:] or first[:1] or [""])[0]


def _kind(control: Control, name: str | None, value: str) -> Kind:
    kind = _KINDS.get(control.type, Kind.TEXT)
    if kind is Kind.TEXT:
        kind = _BY_NAME.get(name or "", Kind.TEXT)
    return Kind.DATE if kind is Kind.TEXT and _DATE.match(value) else kind
