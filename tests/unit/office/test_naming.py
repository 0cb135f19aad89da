"""How the desk knows a family."""

import pytest

from adapters.model import Field, Section, Sheet, Waiting
from gateway.pending.naming import family_name


def field(name: str, value: str, waiting: Waiting | None = None) -> Field:
    return Field(key=name, caption=name, name=name, value=value, waiting=waiting)


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        ((field("given_name", "Hélène"), field("family_name", "LE  GALL ")), "LE GALL Hélène"),
        ((field("family_name", "LE GALL"),), "LE GALL"),
        ((field("mobile", "06 39 98 00 01"),), ""),
        (
            (field("family_name", "MORVAN", Waiting(words="En attente", current="LE GALL")),),
            "LE GALL",
        ),
    ],
)
def test_a_family_is_known_by_the_name_in_force(fields: tuple[Field, ...], name: str) -> None:
    sheet = Sheet(title="Famille", sections=(Section(title="", fields=fields),), shape="s")
    assert family_name(sheet) == name
