"""Profiles: what is known of one site, as data. A profile extends another, at last `base`.

Lists of words add up, the nearer profile's first; a single value of the nearer profile replaces
the farther one's. Unknown keys are errors, with a guess at what was meant.
"""

import difflib
import tomllib
from importlib.resources import files
from pathlib import Path
from typing import Any, Literal

import msgspec

from adapters.imuse.reading.lexicon import Lexicon, Part

Phrases = tuple[str, ...]

_GIVEN = ("column_groups", "caption_words", "parts")
"""What the reader's lexicon has from the profile's other tables."""


class ProfileError(ValueError):
    """A profile that cannot be used; the message says where and why."""


class Words(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What is pressed, and the captions of the sign-in page."""

    sign_in: Phrases
    onward: Phrases
    home: Phrases
    family: Phrases
    students: Phrases
    billing: Phrases
    display: Phrases
    password_change: Phrases
    sign_out: Phrases
    modify: Phrases
    student_choice: Phrases
    choose: Phrases
    identity: Phrases
    courses: Phrases
    evaluations: Phrases
    absences: Phrases
    history: Phrases
    repertoire: Phrases
    bills: Phrases
    invoices: Phrases
    payments: Phrases
    open: Phrases
    never: Phrases
    next_page: Phrases
    site: Phrases
    identifier: Phrases
    no_choice: Phrases
    re_enrolment: Phrases
    submit_re_enrolment: Phrases
    further_requests: Phrases
    ticking: Phrases
    not_courses: Phrases
    back: Phrases
    agreements: Phrases
    closed_course: Phrases
    import_document: Phrases
    send_document: Phrases
    document_name: Phrases
    imported: Phrases
    asked_documents: Phrases
    lost_password: Phrases
    ask_password: Phrases
    change_password: Phrases
    former_password: Phrases
    new_password: Phrases
    password_again: Phrases


class Messages(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What tells one message from another."""

    updated: Phrases
    refused: Phrases
    invitations: Phrases
    maintenance: Phrases
    expired: Phrases
    closed: Phrases
    empty: Phrases
    not_empty: Phrases
    loading: Phrases
    re_enrolment_taken: Phrases
    re_enrolment_closed: Phrases
    imported: Phrases
    import_refused: Phrases
    password_changed: Phrases
    password_sent: Phrases
    password_refused: Phrases
    password_rules: Phrases


class Lists(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The columns that tell each list, by their names in `columns`."""

    courses: Phrases
    evaluations: Phrases
    absences: Phrases
    history: Phrases
    repertoire: Phrases
    invoices: Phrases
    payments: Phrases
    students: Phrases


class Routes(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Addresses that words do not lead to; "" where they do."""

    home: str
    family: str
    students: str
    billing: str
    password: str
    lost_password: str


class Reference(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Captions of free texts that may carry a request's number, by the screen they stand on."""

    family: Phrases
    student: Phrases
    re_enrolment: Phrases


class Profile(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """All that the adapter takes as known of a site."""

    extends: str
    charset: str
    closes_pages: Literal["learn", "yes", "no"]
    words: Words
    messages: Messages
    reading: Lexicon
    captions: dict[str, Phrases]
    columns: dict[str, Phrases]
    lists: Lists
    parts: dict[str, Part]
    reference: Reference
    routes: Routes


def load(name: str) -> Profile:
    """The profile of that name, or in that TOML file, with all that it extends.

    Raises:
        ProfileError: it is missing, is no TOML, or holds something unknown or of the wrong type.
    """
    merged: dict[str, Any] = {}
    for where, layer in _layers(name):
        _check_keys(layer, where)
        merged = _merged(layer, merged)
    try:
        profile = msgspec.convert(merged, Profile)
        _check_lists(profile, name)
        return _knowing(profile)
    except msgspec.ValidationError as error:
        raise ProfileError(f"{name}: {error}") from error


def _check_lists(profile: Profile, where: str) -> None:
    """Every column that tells a list has its headings."""
    for field in msgspec.structs.fields(Lists):
        names: Phrases = getattr(profile.lists, field.name)
        _refuse_unknown(dict.fromkeys(names), list(profile.columns), f"{where}, [lists]")


def _knowing(profile: Profile) -> Profile:
    """The profile whose reader knows the words of its columns and captions."""
    reading = msgspec.structs.replace(
        profile.reading,
        column_groups=tuple(profile.columns.values()),
        parts=tuple(profile.parts.values()),
        caption_words=tuple(word for words in profile.captions.values() for word in words),
    )
    return msgspec.structs.replace(profile, reading=reading)


def explain(name: str) -> list[tuple[str, str, str]]:
    """(key, value, the profile that it comes from) for every value, in order of the keys.

    Raises:
        ProfileError: as `load`.
    """
    load(name)
    rows: list[tuple[str, str, str]] = []
    for where, layer in reversed(_layers(name)):
        rows += [(key, value, where) for key, value in _flat(layer)]
    single = {"extends", "charset", "closes_pages"}
    single |= {f"routes.{field.name}" for field in msgspec.structs.fields(Routes)}
    seen: set[str] = set()
    kept = []
    for key, value, where in rows:
        if key not in seen or key not in single:
            kept.append((key, value, where))
        seen.add(key)
    return sorted(kept, key=lambda row: row[0])


def _layers(name: str) -> list[tuple[str, dict[str, Any]]]:
    """The profiles from the farthest to the nearest."""
    chain: list[tuple[str, dict[str, Any]]] = []
    nearest, folder = name, Path()
    while nearest:
        if nearest in [where for where, _ in chain]:
            raise ProfileError(f"{name}: extends itself through {nearest}")
        text, folder = _read(nearest, folder)
        try:
            layer = tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            raise ProfileError(f"{nearest}: {error}") from error
        chain.insert(0, (nearest, layer))
        nearest = str(layer.get("extends", "base" if nearest != "base" else ""))
    return chain


def _read(name: str, folder: Path) -> tuple[str, Path]:
    """A built-in profile, or a file beside the one that extends it."""
    built_in = files("adapters.imuse").joinpath("profiles", f"{name}.toml")
    if "/" not in name and not name.endswith(".toml") and built_in.is_file():
        return built_in.read_text(encoding="utf-8"), folder
    path = folder / name
    try:
        return path.read_text(encoding="utf-8"), path.parent
    except OSError as error:
        raise ProfileError(f"{name}: no such profile, built in or as a file") from error


def _check_keys(layer: dict[str, Any], where: str) -> None:
    known = {field.name: field.type for field in msgspec.structs.fields(Profile)}
    _refuse_unknown(layer, list(known), where)
    for table in ("words", "messages", "reading", "lists", "reference", "routes"):
        names = [field.name for field in msgspec.structs.fields(known[table])]
        names = [one for one in names if one not in _GIVEN]
        if not isinstance(layer.get(table, {}), dict):
            raise ProfileError(f"{where}: [{table}] must be a table")
        _refuse_unknown(layer.get(table, {}), names, f"{where}, [{table}]")


def _refuse_unknown(given: dict[str, Any], known: list[str], where: str) -> None:
    for key in given:
        if key not in known:
            guess = difflib.get_close_matches(key, known, n=1)
            meant = f" (did you mean « {guess[0]} »?)" if guess else ""
            raise ProfileError(f"{where}: unknown key « {key} »{meant}")


def _merged(nearer: Any, farther: Any) -> Any:
    if isinstance(nearer, dict) and isinstance(farther, dict):
        keys = dict.fromkeys((*farther, *nearer))
        return {key: _merged(nearer.get(key), farther.get(key)) for key in keys}
    if nearer is None:
        return farther
    if isinstance(nearer, list) and isinstance(farther, list):
        return [*nearer, *(one for one in farther if one not in nearer)]
    return nearer


def _flat(layer: dict[str, Any], prefix: str = "") -> list[tuple[str, str]]:
    rows: list[tuple[str, str]] = []
    for key, value in layer.items():
        if isinstance(value, dict):
            rows += _flat(value, f"{prefix}{key}.")
        else:
            rows.append((prefix + key, ", ".join(value) if isinstance(value, list) else str(value)))
    return rows
