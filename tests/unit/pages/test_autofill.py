"""What a browser may fill in by itself: this table's names for fields are the profile's."""

import pytest

from adapters.imuse import profile
from adapters.memory import MemoryExtranet, Showing
from adapters.model import Field, Kind, Section, Sheet
from gateway.pages.shown.controls import _AUTOCOMPLETE, groups

NAMES = profile.load("base").captions
WITHOUT = {"usage_name", "birth_date", "profession", "family_number"}
"""Known to the profile, and nothing that a browser would fill in as the school writes it."""


def autocomplete(field: Field) -> str | None:
    sheet = Sheet(title="", sections=(Section(title="", fields=(field,)),), shape="")
    return groups(sheet, {}, {}, {})[0].controls[0].autocomplete


def test_every_name_of_the_profile_is_filled_in_or_known_not_to_be() -> None:
    assert set(_AUTOCOMPLETE) | WITHOUT == set(NAMES)
    assert not set(_AUTOCOMPLETE) & WITHOUT


@pytest.mark.parametrize(
    ("name", "purpose"),
    [
        ("family_name", "family-name"),
        ("given_name", "given-name"),
        ("street", "address-line1"),
        ("street_more", "address-line2"),
        ("mobile_phone", "mobile tel"),
    ],
)
def test_a_field_by_its_name_in_the_profile_says_what_it_is_for(name: str, purpose: str) -> None:
    assert autocomplete(Field(key="k", caption="", name=name, value="")) == purpose


def test_a_whole_address_goes_into_several_lines() -> None:
    lines = Field(key="k", caption="", name="street", value="", kind=Kind.LONG_TEXT)
    assert autocomplete(lines) == "street-address"


def test_the_extranet_in_memory_names_fields_as_the_profile_does() -> None:
    called = {caption: name for name, captions in NAMES.items() for caption in captions}
    records = MemoryExtranet().families.values()
    sheets = [
        on_file.sheet(Showing.REQUESTED, "utf-8")
        for record in records
        for on_file in (record, *record.students)
    ]
    for field in (field for sheet in sheets for field in sheet.fields()):
        assert field.name == called.get(field.caption), field.caption
