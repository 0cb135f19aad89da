"""TOML to frozen Structs, strictly: what is wrong is said in French, with its place and a guess."""

import difflib
import re
import types
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any, Literal, TypeVar, Union, get_args, get_origin

import msgspec
from msgspec import Meta, Struct
from msgspec.structs import FieldInfo

T = TypeVar("T", bound=Struct)

_TABLE = re.compile(r"\s*\[([^\[\]]+)\]")
_KEY = re.compile(r"\s*([A-Za-z0-9_.\"-]+)\s*=")

_EXPECTED: dict[object, str] = {
    str: "un texte entre guillemets",
    Path: "un chemin entre guillemets",
    int: "un nombre entier",
    float: "un nombre",
    bool: "true ou false",
    tuple: 'une liste de textes, comme ["a", "b"]',
}
_LEAST = (("ge", "au moins"), ("gt", "plus de"), ("le", "au plus"))


class Reading:
    """One reading of a text: collects everything that is wrong with it."""

    def __init__(self, text: str) -> None:
        """`text` is the TOML, for the numbers of its lines."""
        self.problems: list[str] = []
        self._lines = dict(_places(text))

    def say(self, path: str, sentence: str) -> None:
        """Note what is wrong at a dotted path."""
        line = self._lines.get(path)
        self.problems.append(f"{f'ligne {line}, ' if line else ''}{path} : {sentence}")

    def struct(self, kind: type[T], table: Any, path: str = "") -> T | None:
        """A table as a `kind`; None where something is wrong, which is then noted."""
        if not isinstance(table, dict):
            self.say(
                path, f"une table est attendue : écrivez [{path}] sur une ligne, ses clés dessous."
            )
            return None
        before = len(self.problems)
        fields = {field.name: field for field in keys(kind)}
        for key in table.keys() - fields.keys():
            self.say(_under(path, key), _unknown(key, fields))
        values = {
            name: self._value(field, table[name], _under(path, name))
            for name, field in fields.items()
            if name in table
        }
        for name, field in fields.items():
            if field.required and name not in table:
                where = f"dans [{path}]" if path else "en tête du fichier"
                self.say(_under(path, name), f"cette clé manque ; ajoutez-la {where}.")
        return kind(**values) if len(self.problems) == before else None

    def _value(self, field: FieldInfo, value: Any, path: str) -> Any:
        kind = bare(field.type)
        if get_origin(kind) is dict:
            return self._by_id(get_args(kind)[1], value, path)
        if isinstance(kind, type) and issubclass(kind, Struct):
            return self.struct(kind, value, path)
        try:
            return msgspec.convert(value, field.type, dec_hook=_to_path)
        except msgspec.ValidationError:
            self.say(path, f"{_expected(field.type)} est attendu ici.")
            return None

    def _by_id(self, kind: type[Struct], tables: Any, path: str) -> dict[str, Any]:
        if not isinstance(tables, dict):
            self.say(path, f"une table par nom est attendue : [{path}.nom].")
            return {}
        return {name: self.struct(kind, table, f"{path}.{name}") for name, table in tables.items()}


def keys(kind: type[Struct]) -> tuple[FieldInfo, ...]:
    """The fields that are keys of the table: those described, and the tables below it."""
    return tuple(
        field
        for field in msgspec.structs.fields(kind)
        if description(field) or _holds_tables(field)
    )


def description(field: FieldInfo) -> str:
    """What the field's key is for; "" where it is not described."""
    metas = get_args(field.type)[1:] if get_origin(field.type) is Annotated else ()
    return next((m.description for m in metas if isinstance(m, Meta) and m.description), "")


def bare(kind: Any) -> Any:
    """A type without what is said about it, and without its None."""
    if get_origin(kind) is Annotated:
        return bare(get_args(kind)[0])
    if get_origin(kind) in (Union, types.UnionType):
        return bare(next(part for part in get_args(kind) if part is not types.NoneType))
    return kind


def _holds_tables(field: FieldInfo) -> bool:
    kind = bare(field.type)
    return get_origin(kind) is dict or (isinstance(kind, type) and issubclass(kind, Struct))


def _to_path(kind: type, value: Any) -> Path:
    if kind is Path and isinstance(value, str):
        return Path(value)
    raise TypeError


def _under(path: str, key: str) -> str:
    return f"{path}.{key}" if path else key


def _unknown(key: str, known: Mapping[str, object]) -> str:
    guess = difflib.get_close_matches(key, known, n=1, cutoff=0.5)
    if guess:
        return f"clé inconnue. Vouliez-vous dire « {guess[0]} » ?"
    return f"clé inconnue. Les clés possibles ici sont : {', '.join(known)}."


def _expected(kind: Any) -> str:
    core = bare(kind)
    if get_origin(core) is Literal:
        return "l’un de ces textes : " + ", ".join(f'"{choice}"' for choice in get_args(core))
    metas = get_args(kind)[1:] if get_origin(kind) is Annotated else ()
    bounds = [
        f"{words} {limit:g}"
        for meta in metas
        for name, words in _LEAST
        if (limit := getattr(meta, name)) is not None
    ]
    if any(meta.min_length for meta in metas):
        bounds.append("non vide")
    expected = _EXPECTED[get_origin(core) or core]
    return f"{expected} ({', '.join(bounds)})" if bounds else expected


def _places(text: str) -> Iterator[tuple[str, int]]:
    """Dotted path → line, for the usual way of writing: one key or table to a line."""
    table = ""
    for number, line in enumerate(text.splitlines(), 1):
        if header := _TABLE.match(line):
            table = header[1].replace(" ", "").replace('"', "")
            yield table, number
        elif key := _KEY.match(line):
            yield _under(table, key[1].replace('"', "")), number
