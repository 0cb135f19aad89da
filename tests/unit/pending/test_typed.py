"""What a family typed, compared with what it saw (TRUST 21)."""

import msgspec
import pytest

from adapters.model import Field, Kind, Option, Section, Sheet
from gateway.pending.accepting.typed import changed
from gateway.pending.errors import InvalidFields


def sheet(*fields: Field, writable: bool = True, charset: str = "utf-8") -> Sheet:
    section = Section(title="", fields=fields)
    return Sheet(
        title="Famille", sections=(section,), shape="s", writable=writable, charset=charset
    )


def field(value: str = "", **more: object) -> Field:
    made = Field(key="k", caption="Champ", value=value)
    return msgspec.structs.replace(made, **more)


def problem(made: Field, typed: str, charset: str = "utf-8") -> str | None:
    try:
        changed(sheet(made, charset=charset), {"k": typed})
    except InvalidFields as refusal:
        return refusal.problems.get("k") or refusal.problems[""]
    return None


def stored(made: Field, typed: str) -> str:
    return changed(sheet(made), {"k": typed})["k"]


CIVILITY = (Option("1", "Madame"), Option("2", "Monsieur"))


def test_only_what_changed_is_asked_for() -> None:
    other = msgspec.structs.replace(field("b"), key="l")
    assert changed(sheet(field("a"), other), {"k": "a", "l": "c"}) == {"l": "c"}


@pytest.mark.parametrize(
    ("made", "typed"),
    [
        (field("Vannes"), " Vannes "),
        (field("a\r\nb", kind=Kind.LONG_TEXT), "a\nb"),
        (field("a\nb\n", kind=Kind.LONG_TEXT), "a\r\nb\r\n"),
        (field("09/04/1981", kind=Kind.DATE), "9/4/1981"),
        (field("1981-04-09", kind=Kind.DATE), "09/04/1981"),
        (field("", kind=Kind.CHECK), ""),
        (field("1", kind=Kind.CHECK), "on"),
        (field("3", kind=Kind.CHOICE, options=CIVILITY), "3"),
        (field("sans-arobase", kind=Kind.EMAIL), "sans-arobase"),
    ],
)
def test_what_a_browser_or_we_make_of_a_value_is_no_change(made: Field, typed: str) -> None:
    assert problem(made, typed) == "nothing_changed"


@pytest.mark.parametrize(
    ("made", "typed", "kept"),
    [
        (field("a"), " b ", "b"),
        (field("a"), "b\r\nBcc: c", "b Bcc: c"),
        (field("a"), "b\x00\x07c", "bc"),
        (field("a", kind=Kind.LONG_TEXT), "b\r\nc", "b\nc"),
        (field("09/04/1981", kind=Kind.DATE), "1981-04-10", "10/04/1981"),
        (field("09-04-1981", kind=Kind.DATE), "10/4/1981", "10-04-1981"),
        (field("1981-04-09", kind=Kind.DATE), "10/04/1981", "1981-04-10"),
        (field("", kind=Kind.DATE), "10 4 1981", "10/04/1981"),
        (field("", kind=Kind.CHECK), "on", "1"),
        (field("1", kind=Kind.CHECK), "", ""),
        (field("1", kind=Kind.CHOICE, options=CIVILITY), "2", "2"),
        (field("a"), "", ""),
    ],
)
def test_a_change_is_kept_as_the_old_site_would_store_it(
    made: Field, typed: str, kept: str
) -> None:
    assert stored(made, typed) == kept


@pytest.mark.parametrize(
    ("made", "typed", "key"),
    [
        (field("a", required=True), "  ", "required"),
        (field("a", max_length=3), "abcd", "too_long"),
        (field("1", kind=Kind.CHOICE, options=CIVILITY), "9", "not_offered"),
        (field("", kind=Kind.EMAIL), "a@b", "invalid"),
        (field("", kind=Kind.EMAIL), "hélène@example.org", "invalid"),
        (field("", kind=Kind.EMAIL), "a b@example.org", "invalid"),
        (field("", kind=Kind.PHONE), "appelez-moi", "invalid"),
        (field("", kind=Kind.PHONE), "06 39 98 00 01 02 03 04", "invalid"),
        (field("", kind=Kind.DATE), "31/02/1981", "invalid"),
        (field("", kind=Kind.DATE), "hier", "invalid"),
        (field("", kind=Kind.NUMBER), "beaucoup", "invalid"),
    ],
)
def test_what_must_be_corrected_is_said_by_a_key(made: Field, typed: str, key: str) -> None:
    assert problem(made, typed) == key


@pytest.mark.parametrize(
    ("kind", "typed"),
    [
        (Kind.EMAIL, "helene.lemarchand+ecole@mail.example.org"),
        (Kind.PHONE, "+33 (0)6.39.98.00.01"),
        (Kind.PHONE, "0639980001"),
        (Kind.PHONE, "06-39-98-00-01"),
        (Kind.NUMBER, "1 204,50"),
        (Kind.NUMBER, "-3"),
        (Kind.TEXT, "O’Connor & fils <3"),
    ],
)
def test_values_are_taken_leniently(kind: Kind, typed: str) -> None:
    assert problem(field("", kind=kind), typed) is None


def test_a_value_already_there_may_stay_though_it_would_not_be_taken() -> None:
    other = msgspec.structs.replace(field("b"), key="l")
    kept = field("0", kind=Kind.EMAIL, required=True)
    assert changed(sheet(kept, other), {"k": "0", "l": "c"}) == {"l": "c"}


def test_what_the_old_site_cannot_store_is_refused() -> None:
    assert problem(field("a"), "Δ", charset="windows-1252") == "unstorable"
    assert problem(field("a"), "œ€", charset="windows-1252") is None


def test_what_was_not_offered_is_not_looked_at() -> None:
    closed = field("a", editable=False)
    assert problem(closed, "b") == "nothing_changed"
    assert changed(sheet(field("a")), {"k": "b", "autre": "x"}) == {"k": "b"}


def test_a_sheet_that_cannot_be_written_takes_nothing() -> None:
    with pytest.raises(InvalidFields) as refusal:
        changed(sheet(field("a"), writable=False), {"k": "b"})
    assert refusal.value.problems == {"": "closed"}


def test_every_problem_is_said_at_once() -> None:
    other = msgspec.structs.replace(field("b", required=True), key="l")
    with pytest.raises(InvalidFields) as refusal:
        changed(sheet(field("a", required=True), other), {"k": "", "l": ""})
    assert refusal.value.problems == {"k": "required", "l": "required"}
