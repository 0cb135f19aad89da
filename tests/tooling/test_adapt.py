"""What docs/adapt.md says of profiles is so: its keys are all there, its examples work."""

import asyncio
import re
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from adapters.imuse import profile as profiles
from adapters.imuse.profile import Profile
from adapters.imuse.reading.lexicon import Part
from adapters.imuse.reading.page import Page
from adapters.imuse.reading.read import Source, read_page
from adapters.imuse.reading.screen import Screen
from adapters.imuse.screens import listing
from adapters.model import ListName
from tests.tooling.named_tests import ROOT

PAGE = (ROOT / "docs/adapt.md").read_text(encoding="utf-8")
BASE = profiles.load("base")
URL = "https://ancien.example/extranet2/portail_nc.php?p=nc_cours"

Written = Callable[[str], Profile]
"""From the words of an example's heading to the profile that it writes."""


def block(heading: str, language: str) -> str:
    """The example in that language under that heading."""
    section = PAGE.partition(f"### {heading}\n")[2].partition("\n##")[0]
    return section.partition(f"```{language}\n")[2].partition("```")[0]


@pytest.fixture
def written(tmp_path: Path) -> Written:
    def write(heading: str) -> Profile:
        file = tmp_path / "ecole.toml"
        file.write_text(block(heading, "toml"), encoding="utf-8")
        return profiles.load(str(file))

    return write


def page(html: str, profile: Profile, answers: dict[str, str] | None = None) -> Page:
    whole = f'<html><body><a href="sortie.php">Déconnexion</a>{html}</body></html>'
    source = Source(url=URL, body=whole.encode(), content_type="text/html; charset=utf-8")
    return asyncio.run(read_page(source, profile.reading, {}, answers))


def table(heads: list[str], lines: list[list[str]]) -> str:
    head = "".join(f"<th>{head}</th>" for head in heads)
    body = "".join(f"<tr>{''.join(f'<td>{c}</td>' for c in line)}</tr>" for line in lines)
    return f"<table><tr>{head}</tr>{body}</table>"


def test_every_key_of_a_profile_is_documented_and_no_other() -> None:
    rows = re.findall(r"^\| (`.+?) \|", PAGE.partition("## 4.")[2], re.MULTILINE)
    named = {key for row in rows for key in re.findall(r"`([\w.<>]+)`", row)}
    named |= set(re.findall(r"`(lists\.\w+)`", PAGE))
    keys = {key for key, _, _ in profiles.explain("base") if not key.startswith("captions.")}
    parts = {f"parts.<nom>.{field.name}" for field in msgspec.structs.fields(Part)}

    assert named == keys | parts


def test_every_field_that_is_known_is_named() -> None:
    section = PAGE.partition("### `[captions]`")[2].partition("###")[0]

    assert set(BASE.captions) <= set(re.findall(r"`(\w+)`", section))


@pytest.mark.parametrize("example", re.findall(r"```toml\n(.+?)```", PAGE, re.DOTALL))
def test_every_example_is_a_profile(example: str, tmp_path: Path) -> None:
    file = tmp_path / "ecole.toml"
    file.write_text(example, encoding="utf-8")

    assert profiles.load(str(file)) != BASE


def test_a_menu_entry_and_a_tab_of_other_names_are_found(written: Written) -> None:
    read = written("Une entrée du menu porte un autre nom")
    seen = Screen((page('<a href="d.php">Mon dossier</a><a href="c.php">Concerts</a>', read),))

    for words, before in (
        (read.words.family, BASE.words.family),
        (read.words.repertoire, BASE.words.repertoire),
    ):
        assert seen.find(words) is not None
        assert seen.find(before) is None


def test_columns_of_other_headings_make_the_list(written: Written) -> None:
    read = written("Une colonne porte un autre titre")
    heads = ["Saison", "Filière", "Atelier", "Palier", "Maître"]
    html = table(heads, [["2025-2026", "Cordes", "Violon", "2C1", "Mme Tanguy"]])

    def found(profile: Profile) -> listing.Spot | None:
        return listing.find(Screen((page(html, profile),)), ListName.HISTORY, profile, headed=True)

    spot = found(read)
    assert found(BASE) is None
    assert spot is not None
    columns = listing.columns(spot.table.heads, ListName.HISTORY, read)
    assert [one.name for one in columns] == ["year", "department", "class", "cycle", "teacher"]


def test_a_list_that_a_script_fetches_is_read_as_the_example_says(written: Written) -> None:
    heading = "Une liste qu’un script va chercher"
    read, html, answer = written(heading), block(heading, "html"), block(heading, "json")
    address = "https://ancien.example/extranet2/ajax/liste.php?type=cours&eleve=2311"

    assert page(html, BASE).asks == ()
    assert page(html, read).asks == (address,)
    shown = page(html, read, {address: answer})
    (courses,) = shown.tables
    assert courses.heads == ("Discipline", "Enseignant", "Jour", "Salle", "Code")
    assert [line.cells for line in courses.lines] == [
        ("Flûte traversière", "Mme Tanguy", "mercredi", "", ""),
        ("Formation musicale", "M. Kerleau", "samedi", "12", ""),
    ]
    opens = [listing.opening(shown, line, read) for line in courses.lines]
    assert [one and one.found.pressable.press.url for one in opens] == [
        "https://ancien.example/extranet2/fiche_cours.php?c=71",
        "https://ancien.example/extranet2/fiche_cours.php?c=72",
    ]
    (unread,) = page(html, read, {address: answer.replace("lignes", "rows")}).tables
    assert (unread.lines, unread.whole) == ((), False)


def test_a_button_of_other_words_opens_a_line_and_one_is_never_pressed(written: Written) -> None:
    read = written("Ce qui ouvre une ligne dit autre chose")
    buttons = '<a href="absence.php">Signaler une absence</a> <a href="s.php">Suivi pédagogique</a>'
    html = table(["Discipline", "Enseignant", "Jour"], [["Orgue", "M. Kerleau", buttons]])
    shown = page(html, read)
    opens = listing.opening(shown, shown.tables[0].lines[0], read)

    assert opens is not None
    assert opens.found.pressable.words[0] == "Suivi pédagogique"


def test_a_list_that_is_empty_in_other_words_is_known_to_be(written: Written) -> None:
    read = written("Une liste vide le dit autrement")
    seen = Screen((page("<p>Votre enfant n’est inscrit à rien cette année.</p>", read),))

    assert listing.is_empty(seen, ListName.COURSES, read) is not None
    assert listing.is_empty(seen, ListName.COURSES, BASE) is None


def test_an_address_is_pinned_for_each_menu_entry_that_the_example_names(
    written: Written,
) -> None:
    routes = written("Une adresse imposée").routes

    assert routes.students.startswith("portail_nc.php")
    assert routes.billing.startswith("portail_nc.php")
    assert (routes.home, routes.family) == ("", "")
