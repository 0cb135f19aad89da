"""A profile says what is known of one site; what it cannot mean is an error with a guess."""

from pathlib import Path

import pytest

from adapters.imuse import profile
from adapters.imuse.profile import ProfileError


def _write(folder: Path, text: str, name: str = "ecole.toml") -> str:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return str(path)


def test_a_profile_goes_on_from_the_one_it_extends(tmp_path: Path) -> None:
    read = profile.load(_write(tmp_path, 'extends = "base"\ncharset = "windows-1252"\n'))
    assert read.charset == "windows-1252"
    assert read.words.family == profile.load("base").words.family


def test_its_words_come_before_those_that_it_extends(tmp_path: Path) -> None:
    read = profile.load(_write(tmp_path, '[words]\nfamily = ["Mon foyer"]\n'))
    assert read.words.family == ("Mon foyer", *profile.load("base").words.family)


def test_its_captions_add_to_the_known_ones(tmp_path: Path) -> None:
    read = profile.load(
        _write(tmp_path, '[captions]\nmobile_phone = ["Tél. GSM"]\ninstrument = ["Instrument"]\n')
    )
    assert read.captions["mobile_phone"][0] == "Tél. GSM"
    assert "Portable" in read.captions["mobile_phone"]
    assert read.captions["instrument"] == ("Instrument",)


def test_a_profile_may_extend_a_file_beside_it(tmp_path: Path) -> None:
    _write(tmp_path, '[routes]\nfamily = "fam.php"\n', "commun.toml")
    read = profile.load(_write(tmp_path, 'extends = "commun.toml"\n[routes]\nhome = "acc.php"\n'))
    assert (read.routes.family, read.routes.home) == ("fam.php", "acc.php")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('charst = "utf-8"', "charset"),
        ('[words]\nfamilly = ["x"]', "family"),
        ('[reading]\nmark = ["x"]', "marks"),
        ('[words]\nfamily = "x"', "family"),
        ('words = "x"', "words"),
        ('closes_pages = "maybe"', "closes_pages"),
        ("charset = ", "ecole.toml"),
        ('extends = "absent"', "absent"),
        ('extends = "ecole.toml"', "itself"),
    ],
)
def test_what_a_profile_cannot_mean_is_an_error_that_helps(
    tmp_path: Path, text: str, says: str
) -> None:
    with pytest.raises(ProfileError, match=says):
        profile.load(_write(tmp_path, text))


def test_explain_says_where_each_value_comes_from(tmp_path: Path) -> None:
    path = _write(tmp_path, 'charset = "utf-8"\n[words]\nfamily = ["Mon foyer"]\n')
    rows = profile.explain(path)
    assert ("charset", "utf-8", path) in rows
    assert ("words.family", "Mon foyer", path) in rows
    assert [where for key, _, where in rows if key == "words.family"] == [path, "base"]
    assert [where for key, _, where in rows if key == "charset"] == [path]
