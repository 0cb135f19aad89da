"""Which texts may carry a request's number: those that a profile names, on the screens it names."""

from pathlib import Path

import httpx
import pytest
from msgspec.structs import replace

from adapters.imuse import profile
from adapters.imuse.extranet import create
from adapters.imuse.profile import ProfileError
from adapters.imuse.screens import referring
from adapters.model import Field, Kind, Section, Sheet
from adapters.re_enrolment import ReEnrolment
from adapters.registry import ExtranetSettings
from tests.unit.imuse.small_extranet import (
    BASE,
    BUTTON,
    HOME,
    INSIDE,
    TYPED,
    WHO,
    SmallExtranet,
    html,
)
from tests.unit.imuse.small_extranet import form as posted


async def read(name: str) -> list[str]:
    """The captions of Famille's texts that may, by that profile."""
    site = SmallExtranet({**INSIDE, "index.php": html(posted(TYPED + BUTTON)), "verif.php": HOME})
    settings = ExtranetSettings(sign_in_url=f"{BASE}index.php", pages_per_second=500, profile=name)
    extranet = create(settings, httpx.MockTransport(site))
    session = await extranet.sign_in(WHO)
    sheet = await session.family()
    await session.close()
    await extranet.close()
    return [field.caption for field in sheet.fields() if field.refers]


async def test_none_does_unless_a_profile_says_so() -> None:
    assert await read("base") == []


async def test_a_profile_names_them_screen_by_screen(tmp_path: Path) -> None:
    path = tmp_path / "ecole.toml"
    path.write_text('[reference]\nfamily = ["ville :"]\nstudent = ["Nom"]\n', encoding="utf-8")
    assert await read(str(path)) == ["Ville"]


def test_another_screen_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / "ecole.toml"
    path.write_text('[reference]\nfamilly = ["Ville"]\n', encoding="utf-8")
    with pytest.raises(ProfileError, match="did you mean « family »"):
        profile.load(str(path))


TEXT = Field(key="a", caption="Demandes complémentaires", value="")


@pytest.mark.parametrize(
    ("field", "may"),
    [
        (replace(TEXT, kind=Kind.LONG_TEXT), True),
        (TEXT, True),
        (replace(TEXT, kind=Kind.EMAIL), False),
        (replace(TEXT, kind=Kind.CHOICE), False),
        (replace(TEXT, editable=False), False),
        (replace(TEXT, caption="Demandes"), False),
    ],
)
def test_only_a_free_text_that_can_be_written_does(field: Field, may: bool) -> None:
    captions = ("DEMANDES COMPLEMENTAIRES",)
    sheet = Sheet(title="", sections=(Section(title="", fields=(field,)),), shape="")
    tab = ReEnrolment(title="", disciplines=(), note=field, shape="")
    assert [one.refers for one in referring.on_sheet(sheet, captions).fields()] == [may]
    shown = referring.on_tab(tab, captions).note
    assert shown is not None
    assert shown.refers is may
