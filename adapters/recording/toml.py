"""Tables as TOML to read: scalars first, arrays of pairs one a line, then sub-tables."""

import json
from datetime import date, datetime

import msgspec


def as_toml(table: msgspec.Struct) -> str:
    """The table's text; what is as by default is left out."""
    return "\n".join(_lines(table, "")) + "\n"


def _lines(table: msgspec.Struct, path: str) -> list[str]:
    plain: list[str] = []
    below: list[str] = []
    for field in msgspec.structs.fields(table):
        value = getattr(table, field.name)
        here = f"{path}{field.name}"
        if value is None or value == field.default:
            continue
        if isinstance(value, msgspec.Struct):
            below += ["", f"[{here}]", *_lines(value, f"{here}.")]
        elif isinstance(value, tuple) and value and isinstance(value[0], msgspec.Struct):
            for item in value:
                below += ["", f"[[{here}]]", *_lines(item, f"{here}.")]
        else:
            plain.append(f"{field.name} = {_value(value)}")
    return plain + below


def _value(value: object) -> str:
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, int):
        return str(value)
    if isinstance(value, tuple) and value and isinstance(value[0], tuple):
        return "[\n" + "".join(f"  {_value(item)},\n" for item in value) + "]"
    if isinstance(value, tuple):
        return "[" + ", ".join(_value(item) for item in value) + "]"
    raise TypeError(type(value).__name__)
