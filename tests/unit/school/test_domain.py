"""What the school does with what a family asks."""

from pathlib import Path

import pytest

from adapters.school import School
from adapters.school.domain import Family, Refused, ask, edit, refuse, validate
from adapters.school.families import families


@pytest.fixture
def family() -> Family:
    return families()[0]


def form_of(family: Family, **changes: str) -> dict[str, str]:
    return {name: family.shown(name) for name in family.values} | changes


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


def test_every_family_fits_the_old_charset() -> None:
    for family in families():
        "".join(family.values.values()).encode("windows-1252")


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
