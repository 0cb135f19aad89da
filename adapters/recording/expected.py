"""`expected.json`: the model that reading a step's answer gives, as JSON to read and to edit."""

from typing import Any, Literal

import msgspec

from adapters.model import Home, Outcome, Proposal, Sheet, Site
from adapters.recording.errors import ScenarioError

Reads = Literal["sites", "home", "family", "outcome"]
Model = tuple[Site, ...] | Home | Sheet | Outcome

_TYPES: dict[str, Any] = {
    "sites": tuple[Site, ...],
    "home": Home,
    "family": Sheet,
    "outcome": Outcome,
}


class Expected(msgspec.Struct, frozen=True, kw_only=True):
    """What a reader makes of the answer."""

    reads: Reads
    model: Model
    asked: Proposal | None = None
    """For an outcome: the proposal that was sent."""


def parse(raw: bytes, place: str) -> Expected:
    """Read an `expected.json`; `place` names it in errors.

    Raises:
        ScenarioError: no JSON, or not a model; a key that the model does not have.
    """
    try:
        found = msgspec.json.decode(raw, type=dict[str, Any])
        reads = found.get("reads")
        if reads not in _TYPES:
            raise ScenarioError(f"{place}: reads is one of {', '.join(_TYPES)}")
        expected = Expected(
            reads=reads,
            model=msgspec.convert(found.get("model"), _TYPES[reads]),
            asked=msgspec.convert(found.get("asked"), Proposal | None),
        )
    except msgspec.DecodeError as error:
        raise ScenarioError(f"{place}: {error}") from error
    unknown = _unknown(found, msgspec.to_builtins(expected))
    if unknown:
        raise ScenarioError(f"{place}: unknown key {unknown}")
    return expected


def _unknown(found: Any, known: Any, path: str = "") -> str:
    """The path of the first key in `found` that `known` does not have, or ""."""
    if isinstance(found, dict) and isinstance(known, dict):
        for key, value in found.items():
            here = f"{path}.{key}".lstrip(".")
            if key not in known:
                return here
            if below := _unknown(value, known[key], here):
                return below
    elif isinstance(found, list):
        for number, (value, other) in enumerate(zip(found, known, strict=True)):
            if below := _unknown(value, other, f"{path}[{number}]"):
                return below
    return ""


def as_json(expected: Expected) -> bytes:
    """The file's bytes: UTF-8, indented; what is as by default is left out."""
    return msgspec.json.format(msgspec.json.encode(_plain(expected)), indent=2) + b"\n"


def _plain(value: Any) -> Any:
    if isinstance(value, msgspec.Struct):
        return {
            field.name: _plain(getattr(value, field.name))
            for field in msgspec.structs.fields(value)
            if getattr(value, field.name) != field.default
        }
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return value
