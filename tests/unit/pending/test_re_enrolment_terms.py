"""What the receipt says in the school's name: dates, and what is missing (L112-11, L114-5)."""

from datetime import UTC, datetime

import msgspec
import pytest

from adapters.re_enrolment import Imported, Imports
from gateway.pending.accepting.re_enrolment_terms import missing, months_after, terms
from gateway.pending.letters.paris import PARIS
from gateway.pending.re_enrolments import Piece
from tests.unit.pending.enrolling_stage import WORDING
from tests.unit.pending.old_tab import NAMES, OldTab

AT = datetime(2026, 6, 8, 12, 5, tzinfo=UTC)
SCREEN = OldTab().screen("")
HOME, INSURANCE, PHOTO = (option.label for option in NAMES)


def piece(name: str) -> Piece:
    return Piece(document="d", name=name, label="", file_name="x.pdf")


@pytest.mark.parametrize(
    ("at", "months", "on"),
    [
        ("2026-06-08", 2, "2026-08-08"),
        ("2026-12-31", 2, "2027-02-28"),
        ("2027-12-31", 2, "2028-02-29"),
        ("2026-11-30", 1, "2026-12-30"),
        ("2026-12-01", 12, "2027-12-01"),
    ],
)
def test_months_go_from_day_to_same_day_or_to_the_months_last(
    at: str, months: int, on: str
) -> None:
    asked_at = datetime.fromisoformat(f"{at}T10:00:00+01:00").astimezone(UTC)
    assert months_after(asked_at, months).date().isoformat() == on


def test_the_day_is_that_of_paris() -> None:
    late = datetime(2026, 6, 30, 22, 30, tzinfo=UTC)
    assert months_after(late, 1).astimezone(PARIS).date().isoformat() == "2026-08-01"


def test_what_no_document_was_given_for_is_missing() -> None:
    assert missing(SCREEN, ()) == (HOME, INSURANCE, PHOTO)
    assert missing(SCREEN, [piece("2")]) == (HOME, PHOTO)


def test_what_the_old_site_lists_already_is_not() -> None:
    line = Imported(words="JUSTIFICATIF DE DOMICILE (ancien.pdf), le 02/06/2026")
    screen = msgspec.structs.replace(SCREEN, imported=(line,))
    assert missing(screen, ()) == (INSURANCE, PHOTO)


def test_where_the_school_asks_for_no_names_nothing_can_be_said_to_be_missing() -> None:
    for imports in (None, Imports()):
        assert missing(msgspec.structs.replace(SCREEN, imports=imports), ()) == ()


def test_the_schools_indispensable_ones_are_told_whatever_their_spelling() -> None:
    wording = msgspec.structs.replace(WORDING, indispensable=("justificatif de DOMICILE", "Autre"))
    told = terms(wording, SCREEN, [piece("2")], AT)
    assert (told.missing, told.indispensable) == ((HOME, PHOTO), (HOME,))
    assert told.missing_by is not None
    assert told.missing_by.date().isoformat() == "2026-07-08"
    assert terms(wording, SCREEN, [piece("1")], AT).indispensable == ()


def test_where_nothing_is_missing_no_date_is_set_for_it() -> None:
    assert terms(WORDING, SCREEN, [piece("1"), piece("2"), piece("3")], AT).missing_by is None


def test_silence_and_remedies_are_the_schools_own() -> None:
    told = terms(WORDING, SCREEN, (), AT)
    assert (told.silence, told.remedies, told.receipt) == (
        "refuses", WORDING.remedies, WORDING.receipt,
    )  # fmt: skip
    assert told.silence_from.date().isoformat() == "2026-08-08"
