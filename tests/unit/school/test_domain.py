"""What the school does with what a family asks."""

from pathlib import Path

import pytest

from adapters.school import School
from adapters.school.domain import ask, edit, refuse, validate
from adapters.school.families import families
from adapters.school.records import Family, Record
from adapters.school.refusal import Refused


@pytest.fixture
def family() -> Family:
    return families()[0]


def form_of(record: Record, **changes: str) -> dict[str, str]:
    return {name: record.shown(name) for name in record.values} | changes


def test_a_change_waits_beside_the_record(family: Family) -> None:
    changes = ask(family, form_of(family, tel_portable="06 39 98 00 01"))

    assert [(c.caption, c.old, c.new) for c in changes] == [
        ("Téléphone portable", "06 39 98 12 34", "06 39 98 00 01")
    ]
    assert family.values["tel_portable"] == "06 39 98 12 34"
    assert family.shown("tel_portable") == "06 39 98 00 01"


def test_several_changes_wait_together(family: Family) -> None:
    ask(family, form_of(family, ville="Kerlann"))
    ask(family, form_of(family, profession="Luthière"))

    assert family.waiting == {"ville": "Kerlann", "profession": "Luthière"}


def test_a_field_set_back_waits_no_longer(family: Family) -> None:
    ask(family, form_of(family, ville="Kerlann"))
    ask(family, form_of(family, ville="Trois-Rivières"))

    assert family.waiting == {}


def test_what_the_form_leaves_out_is_emptied(family: Family) -> None:
    form = form_of(family)
    del form["profession"], form["droit_image"]

    ask(family, form)

    assert family.waiting == {"profession": "", "droit_image": ""}


def test_what_a_browser_sends_back_untouched_changes_nothing(family: Family) -> None:
    form = {name: value.replace("\n", "\r\n") for name, value in form_of(family).items()}

    assert ask(family, form) == ()


def test_what_is_too_long_is_cut(family: Family) -> None:
    ask(family, form_of(family, ville="x" * 60))

    assert family.waiting == {"ville": "x" * 50}


@pytest.mark.parametrize(
    ("name", "value"),
    [("nom", " "), ("prenom", ""), ("mail", "anne.example.org"), ("date_naissance", "1979-03-14")],
)
def test_a_bad_value_is_refused_whole(family: Family, name: str, value: str) -> None:
    with pytest.raises(Refused):
        ask(family, form_of(family, ville="Kerlann", **{name: value}))

    assert family.waiting == {}


def test_the_number_of_a_family_is_not_changed_by_a_form(family: Family) -> None:
    assert ask(family, form_of(family, numero="F-1")) == ()


def test_validated_is_in_force(family: Family) -> None:
    ask(family, form_of(family, ville="Kerlann"))
    validate(family)

    assert (family.values["ville"], family.waiting) == ("Kerlann", {})


def test_refused_leaves_the_record(family: Family) -> None:
    ask(family, form_of(family, ville="Kerlann"))
    refuse(family)

    assert (family.values["ville"], family.waiting) == ("Trois-Rivières", {})


def test_an_edit_by_the_staff_ends_the_wait_for_that_field_only(family: Family) -> None:
    ask(family, form_of(family, ville="Kerlann", profession="Luthière"))
    edit(family, "Ville", "Port-Tudy")
    edit(family, "civilite", "M.")
    edit(family, "Droit à l’image", "non")

    assert family.values["ville"] == "Port-Tudy"
    assert family.values["civilite"] == "1"
    assert family.values["droit_image"] == ""
    assert family.waiting == {"profession": "Luthière"}


def test_a_students_sheet_waits_apart_from_the_familys_and_the_siblings(family: Family) -> None:
    first, second, _ = family.students

    [change] = ask(first, form_of(first, date_naissance="03/05/2014"))

    assert (change.caption, change.old) == ("Date de naissance", "02/05/2014")
    assert (first.waiting, second.waiting, family.waiting) == (
        {"date_naissance": "03/05/2014"},
        {},
        {},
    )
    validate(first)
    assert first.values["date_naissance"] == "03/05/2014"


def test_a_student_has_a_birth_date(family: Family) -> None:
    with pytest.raises(Refused):
        ask(family.students[0], form_of(family.students[0], date_naissance=""))


def test_a_name_that_waits_does_not_change_how_a_student_is_called(family: Family) -> None:
    student = family.students[0]
    ask(student, form_of(student, prenom="Mahé"))
    assert student.label == "Dupré Maël"

    validate(student)
    assert student.label == "Dupré Mahé"


def test_a_student_goes_by_number_or_by_a_label_that_no_sibling_has() -> None:
    large = families()[3]
    first, second = (one for one in large.students if one.label == "Kerdreux Jeanne")

    assert large.student(first.number) is first
    assert large.student(second.number) is second
    assert large.student("Kerdreux Aël").number == "E-001501"
    for word in ("Kerdreux Jeanne", "Dupré Maël", "E-002311"):
        with pytest.raises(KeyError):
            large.student(word)


def test_families_have_three_students_one_none_and_twelve() -> None:
    assert [len(family.students) for family in families()] == [3, 1, 0, 12]


def test_numbers_name_one_thing_in_the_whole_school() -> None:
    students = [student for family in families() for student in family.students]
    invoices = [one.number for family in families() for one in family.billing.invoices]
    lines = [
        line.number
        for student in students
        for line in (
            *student.courses,
            *(one for course in student.courses for one in course.evaluations),
            *student.history,
            *student.repertoire,
        )
    ]

    for numbers in ([student.number for student in students], invoices, lines):
        assert len(set(numbers)) == len(numbers)


def test_everything_fits_the_old_charset() -> None:
    repr(families()).encode("windows-1252")


def test_a_ledger_goes_on_where_its_file_ends(tmp_path: Path) -> None:
    path = tmp_path / "ledger.jsonl"
    for _ in range(2):
        office = School(ledger=path).office
        family = office.family("dupre.anne")
        office.ask("family", "dupre.anne", form_of(family, ville="Kerlann"))

    effects = School(ledger=path).control.ledger()
    assert [(effect.number, effect.changes[0].new) for effect in effects] == [
        (1, "Kerlann"),
        (2, "Kerlann"),
    ]
    assert len(path.read_text().splitlines()) == 2
