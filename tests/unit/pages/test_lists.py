"""Cours, Historique, Répertoire: all is shown, found and sorted, and nothing is made up."""

import pytest
from httpx import AsyncClient
from msgspec.structs import replace

from adapters.model import Column, Line, Listing, ListName
from tests.unit.pages import files
from tests.unit.pages.files import COURSES, HISTORY, LOEIZA, ref
from tests.unit.pages.reading import cells, page, words
from tests.unit.pages.stand_ins import COOKIE, StandInPortal

FILE = f"/eleves/{LOEIZA.ref}"
LISTS = [("cours", "courses"), ("historique", "history"), ("repertoire", "repertoire")]


@pytest.mark.parametrize("listing", [COURSES, HISTORY, files.REPERTOIRE], ids=lambda each: each.key)
async def test_every_cell_is_shown_under_its_own_caption(
    family: AsyncClient, listing: Listing
) -> None:
    path = dict(zip((name for _, name in LISTS), (path for path, _ in LISTS), strict=True))
    answer = await family.get(f"{FILE}/{path[listing.key]}")
    captions = [tag.get_text(strip=True) for tag in page(answer).select(".list thead th")]

    assert captions == [column.caption for column in listing.columns]
    assert cells(answer) == [list(line.cells) for line in listing.lines]


async def test_it_is_a_real_table_and_each_cell_knows_its_caption(family: AsyncClient) -> None:
    shown = page(await family.get(f"{FILE}/cours"))

    assert {tag["scope"] for tag in shown.select(".list thead th")} == {"col"}
    assert {tag["scope"] for tag in shown.select(".list tbody th")} == {"row"}
    assert shown.select_one(".list caption") is not None
    room = shown.select(".list tbody tr")[0].select("td")[3]
    assert (room.get_text(), room["data-caption"]) == ("Salle 12", "Salle <i>")


async def test_a_line_opens_by_one_plain_link_on_its_first_cell_that_says_something(
    family: AsyncClient, portal: StandInPortal
) -> None:
    lines = (
        Line(cells=("", "Flûte <b>"), ref=ref(1)),
        Line(cells=("", ""), ref=ref(2)),
        Line(cells=("Orgue", ""), ref=None),
    )
    columns = (Column(caption="Site"), Column(caption="Discipline", name="course"))
    portal.answers["courses"] = files.of_loeiza(replace(COURSES, columns=columns, lines=lines))
    shown = page(await family.get(f"{FILE}/cours"))

    assert [(link.get_text(), link["href"]) for link in shown.select(".list tbody a")] == [
        ("Flûte <b>", f"{FILE}/cours/{ref(1)}"),
        ("Ouvrir", f"{FILE}/cours/{ref(2)}"),
    ]
    assert not shown.select("[ondblclick], [target], [role=button]")


async def test_a_link_that_says_only_a_year_is_called_by_more(family: AsyncClient) -> None:
    link = page(await family.get(f"{FILE}/historique")).select_one(".list tbody a")

    assert link is not None
    assert (link.get_text(), link["aria-label"]) == ("2025-2026", "2025-2026, Éveil")


async def test_a_line_whose_reference_fits_no_address_has_no_link(
    family: AsyncClient, portal: StandInPortal
) -> None:
    odd = Line(cells=("Flûte",), ref="../../famille")
    portal.answers["courses"] = files.of_loeiza(replace(COURSES, lines=(odd,)))

    assert not page(await family.get(f"{FILE}/cours")).select(".list tbody a")


async def test_a_list_without_a_line_is_said_in_the_old_sites_own_words(
    family: AsyncClient, portal: StandInPortal
) -> None:
    empty = Listing(key=ListName.HISTORY, columns=(), notes=("Aucune fiche <b> à ce jour.",))
    portal.answers["history"] = files.of_loeiza(empty)
    answer = await family.get(f"{FILE}/historique")

    assert "Aucune fiche <b> à ce jour." in words(answer)
    assert not page(answer).select("table, .search")
    portal.answers["history"] = files.of_loeiza(replace(empty, notes=()))
    assert "Aucune fiche d’une année antérieure." in words(await family.get(f"{FILE}/historique"))


async def test_what_a_list_says_beside_its_lines_is_shown(
    family: AsyncClient, portal: StandInPortal
) -> None:
    portal.answers["courses"] = files.of_loeiza(replace(COURSES, notes=("3 cours <b>",)))

    assert "3 cours <b>" in words(await family.get(f"{FILE}/cours"))


async def test_headings_between_lines_are_kept_and_said_with_the_line_once_it_is_sorted(
    family: AsyncClient, portal: StandInPortal
) -> None:
    lines = tuple(replace(line, group=f"Groupe {n < 2}") for n, line in enumerate(COURSES.lines))
    portal.answers["courses"] = files.of_loeiza(replace(COURSES, lines=lines))

    shown = page(await family.get(f"{FILE}/cours"))
    assert [tag.get_text() for tag in shown.select(".list-group th")] == [
        "Groupe True", "Groupe False"
    ]  # fmt: skip
    shown = page(await family.get(f"{FILE}/cours?tri=0&sens=asc"))
    assert not shown.select(".list-group")
    assert [tag.get_text() for tag in shown.select(".line-group")] == [
        "Groupe True", "Groupe True", "Groupe False"
    ]  # fmt: skip


@pytest.mark.parametrize(("path", "asked"), LISTS)
async def test_a_list_that_lost_its_columns_is_closed_and_says_so(
    family: AsyncClient, portal: StandInPortal, path: str, asked: str
) -> None:
    portal.answers[asked] = files.of_loeiza(
        None, read_at=None, trouble="columns_lost", incident="ABCD2345"
    )
    answer = await family.get(f"{FILE}/{path}")

    assert answer.status_code == 502
    assert "elle est fermée, pour ne rien vous montrer de faux" in words(answer)
    assert "Les autres pages continuent de fonctionner" in words(answer)
    assert "Numéro d’incident : ABCD2345" in words(answer)
    assert "Aucun" not in words(answer)
    assert not page(answer).select("table, .list-empty")
    assert page(answer).select(".tabs a")
    others = [each for each, _ in LISTS if each != path]
    assert [(await family.get(f"{FILE}/{each}")).status_code for each in others] == [200, 200]


@pytest.mark.parametrize(("path", "asked"), [*LISTS, ("semaine", "courses")])
async def test_what_was_read_before_never_passes_for_current(
    family: AsyncClient, portal: StandInPortal, path: str, asked: str
) -> None:
    view = getattr(files, asked)(trouble="unreachable", incident="ABCD2345")
    portal.answers[asked] = view
    text = words(await family.get(f"{FILE}/{path}"))

    assert "lu auparavant, à 14 h 05" in text
    assert "à jour à" not in text
    assert "L’extranet de l’école ne répond pas" in text
    assert "Numéro d’incident : ABCD2345" in text


@pytest.mark.parametrize(("path", "asked"), [*LISTS, ("semaine", "courses")])
async def test_every_reading_has_its_age_and_a_link_that_reads_it_anew(
    family: AsyncClient, portal: StandInPortal, path: str, asked: str
) -> None:
    answer = await family.get(f"{FILE}/{path}")
    link = page(answer).find("a", string="Actualiser")
    assert link is not None
    anew = await family.get(str(link["href"]))

    assert "à jour à 14 h 05" in words(answer)
    visit = portal.visits[COOKIE]
    assert portal.calls == [(asked, (visit, LOEIZA.ref, False)), (asked, (visit, LOEIZA.ref, True))]
    assert anew.headers["location"] == f"{FILE}/{path}"


async def test_reading_anew_keeps_the_search_and_the_order(family: AsyncClient) -> None:
    asked = "q=%C5%93&tri=1&sens=desc"
    link = page(await family.get(f"{FILE}/historique?{asked}")).find("a", string="Actualiser")
    assert link is not None
    anew = await family.get(str(link["href"]))

    assert anew.headers["location"] == f"{FILE}/historique?{asked}"


async def test_what_cannot_be_read_anew_is_said_at_once(
    family: AsyncClient, portal: StandInPortal
) -> None:
    portal.answers["courses"] = files.courses(trouble="too_slow")
    answer = await family.get(f"{FILE}/cours?actualiser=1")

    assert answer.status_code == 200
    assert "n’a pas répondu à temps" in words(answer)


async def test_no_other_site_can_have_anything_read_anew(
    family: AsyncClient, portal: StandInPortal
) -> None:
    answer = await family.get(
        f"{FILE}/cours?actualiser=1", headers={"Sec-Fetch-Site": "cross-site"}
    )

    assert answer.headers["location"] == f"{FILE}/cours"
    assert portal.calls == [("courses", (portal.visits[COOKIE], LOEIZA.ref, False))]


async def test_a_column_sorts_by_a_link_and_a_second_time_the_other_way(
    family: AsyncClient,
) -> None:
    answer = await family.get(f"{FILE}/historique")
    link = page(answer).find("a", string="Année")
    assert link is not None
    first = await family.get(str(link["href"]))
    again = page(first).find("a", string="Année")
    assert again is not None
    second = await family.get(str(again["href"]))

    years = [line[0] for line in cells(answer)]
    assert [line[0] for line in cells(first)] == sorted(years)
    assert [line[0] for line in cells(second)] == sorted(years, reverse=True)
    assert not page(answer).select("[aria-sort]")
    for shown, order in ((first, "ascending"), (second, "descending")):
        marked = [(tag.get_text(strip=True), tag["aria-sort"])
                  for tag in page(shown).select("[aria-sort]")]  # fmt: skip
        assert marked == [("Année", order)]


@pytest.mark.parametrize("odd", ["tri=99", "tri=-1", "tri=x", "tri=²", "page=0", "page=99999",
                                 "sens=desc", "page=7", "tri=1&tri=0", "q=+"])  # fmt: skip
async def test_an_odd_wish_changes_nothing_and_breaks_nothing(
    family: AsyncClient, odd: str
) -> None:
    answer = await family.get(f"{FILE}/cours?{odd}")

    assert answer.status_code == 200
    assert len(cells(answer)) == len(COURSES.lines)


async def test_a_search_finds_words_whatever_their_accents_and_says_how_many(
    family: AsyncClient,
) -> None:
    answer = await family.get(f"{FILE}/historique?q=FLUTE+oeuvrard&tri=0&sens=asc")
    shown = page(answer)

    assert {line[2] for line in cells(answer)} == {"Flûte"}
    assert "Pour « FLUTE oeuvrard » : 6 sur 12." in words(answer)
    assert shown.select_one("[role=status]") is not None
    form = shown.select_one("form.search")
    assert form is not None
    assert form["method"] == "get"
    assert {tag["name"]: tag["value"] for tag in form.select("input")} == {
        "q": "FLUTE oeuvrard", "tri": "0", "sens": "asc"
    }  # fmt: skip
    clear = shown.find("a", string="Effacer la recherche")
    assert clear is not None
    assert len(cells(await family.get(str(clear["href"])))) == 12


async def test_a_search_that_finds_nothing_is_never_an_empty_list(family: AsyncClient) -> None:
    answer = await family.get(f"{FILE}/historique?q=<b>tuba")

    assert "Rien ne correspond à « <b>tuba » (lignes de la liste : 12)." in words(answer)
    assert "Aucune fiche" not in words(answer)
    assert not page(answer).select("main b")


async def test_a_short_list_offers_no_search(family: AsyncClient) -> None:
    assert not page(await family.get(f"{FILE}/cours")).select("form.search")
    assert page(await family.get(f"{FILE}/historique")).select("form.search")


async def test_where_the_students_cannot_be_read_the_screen_says_why(
    family: AsyncClient, portal: StandInPortal
) -> None:
    portal.answers["courses"] = files.of_loeiza(
        None, students=None, chosen=None, read_at=None, trouble="maintenance"
    )
    answer = await family.get(f"{FILE}/cours")

    assert answer.status_code == 503
    assert "est en maintenance" in words(answer)
    assert page(answer).select('main a[href="/eleves"]')
