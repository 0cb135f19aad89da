"""The sheets behind a line: fields, lists with their own lines, the way from one to the next."""

import pytest
from httpx import AsyncClient

from adapters.errors import NotListed
from adapters.model import ListName, Step
from gateway.pages.addresses import of_steps
from gateway.views import Place
from tests.unit.pages import files
from tests.unit.pages.files import LOEIZA, ref
from tests.unit.pages.reading import cells, page, words
from tests.unit.pages.stand_ins import COOKIE, StandInPortal

FILE = f"/eleves/{LOEIZA.ref}"
COURSE = f"{FILE}/cours/{ref(2)}"
DETAIL = f"{COURSE}/evaluations/{ref(1)}"


async def test_every_field_is_shown_under_its_caption_empty_ones_too(family: AsyncClient) -> None:
    shown = page(await family.get(COURSE))
    pairs = [
        (dt.get_text(), dd.get_text(strip=True))
        for dt, dd in zip(shown.select(".facts dt"), shown.select(".facts dd"), strict=True)
    ]

    assert pairs == [
        ("Discipline", "Flûte <b>traversière</b>"),
        ("Salle <i>", "(vide)"),
        ("Objectifs", "Gammes\nen tierces"),
    ]
    assert "Cours <b>" in [tag.get_text() for tag in shown.select(".record h3")]


async def test_evaluations_and_absences_are_sections_and_their_lines_open(
    family: AsyncClient,
) -> None:
    answer = await family.get(COURSE)
    shown = page(answer)

    headings = [tag.get_text() for tag in shown.select("main > section h3")]
    assert headings == ["Évaluations", "Absence", "Programme"]
    assert [link.get_text() for link in shown.select(".jumps a")] == [
        "Évaluations (1)", "Absence (0)", "Programme (1)"
    ]  # fmt: skip
    for link in shown.select(".jumps a"):
        assert shown.find(id=str(link["href"]).removeprefix("#")) is not None
    assert cells(answer) == [["15/12/2026", "Contrôle <b>", "16/20"]]
    assert cells(answer, 1) == [["Danse", "Soliste"]]
    assert [link["href"] for link in shown.select(".list tbody a")] == [DETAIL]
    assert "Aucune absence à ce jour." in words(answer)
    assert not shown.select("main b, main i")


async def test_the_address_says_which_lines_were_opened(
    family: AsyncClient, portal: StandInPortal
) -> None:
    await family.get(COURSE)
    await family.get(DETAIL)
    course = Step(list=ListName.COURSES, line=ref(2))
    evaluation = Step(list=ListName.EVALUATIONS, line=ref(1))

    visit = portal.visits[COOKIE]
    assert portal.calls == [
        ("record", (visit, LOEIZA.ref, (course,), False)),
        ("record", (visit, LOEIZA.ref, (course, evaluation), False)),
    ]


async def test_a_sheet_is_called_as_its_line_and_a_detail_leads_back(family: AsyncClient) -> None:
    course, detail = page(await family.get(COURSE)), page(await family.get(DETAIL))

    assert course.h2 is not None
    assert course.h2.get_text() == "Formation musicale"
    assert course.title is not None
    assert course.title.get_text().startswith(f"Formation musicale – Cours – {LOEIZA.name} – ")
    assert detail.h2 is not None
    assert detail.h2.get_text() == "15/12/2026, Contrôle <b>"
    crumbs = [(link.get_text(), link["href"]) for link in detail.select(".crumb a")]
    assert crumbs == [("Flûte <b>traversière</b>", COURSE)]


async def test_the_arrows_are_real_links_and_say_where_one_is(family: AsyncClient) -> None:
    arrows = page(await family.get(COURSE)).select_one(".arrows")

    assert arrows is not None
    assert "2 sur 3" in arrows.get_text()
    assert [(link["rel"], link["href"]) for link in arrows.select("a")] == [
        (["first"], f"{FILE}/cours/{ref(1)}"),
        (["prev"], f"{FILE}/cours/{ref(1)}"),
        (["next"], f"{FILE}/cours/{ref(3)}"),
        (["last"], f"{FILE}/cours/{ref(3)}"),
    ]


async def test_at_the_first_sheet_there_is_no_link_back(
    family: AsyncClient, portal: StandInPortal
) -> None:
    steps = (Step(list=ListName.HISTORY, line=ref(1)),)
    place = Place(first=ref(1), previous=None, next=ref(2), last=ref(23), position=1, count=23)
    portal.answers["record"] = files.record(steps, listing=files.HISTORY, place=place)
    arrows = page(await family.get(f"{FILE}/historique/{ref(1)}")).select_one(".arrows")

    assert arrows is not None
    assert "1 sur 23" in arrows.get_text()
    assert [link["rel"] for link in arrows.select("a")] == [["next"], ["last"]]
    assert "Première" in arrows.get_text()


async def test_an_only_sheet_has_no_arrows(family: AsyncClient, portal: StandInPortal) -> None:
    steps = (Step(list=ListName.COURSES, line=ref(1)),)
    alone = Place(first=ref(1), previous=None, next=None, last=ref(1), position=1, count=1)
    portal.answers["record"] = files.record(steps, place=alone)

    assert not page(await family.get(f"{FILE}/cours/{ref(1)}")).select(".arrows")


@pytest.mark.parametrize("trouble", ["half_page", "too_slow", "columns_lost"])
async def test_an_unread_sheet_says_why_and_shows_nothing_of_it(
    family: AsyncClient, portal: StandInPortal, trouble: str
) -> None:
    steps = (Step(list=ListName.COURSES, line=ref(2)),)
    portal.answers["record"] = files.record(
        steps, record=None, read_at=None, trouble=trouble, incident="ABCD2345"
    )
    answer = await family.get(COURSE)

    assert answer.status_code in (502, 504)
    assert "Numéro d’incident : ABCD2345" in words(answer)
    assert not page(answer).select(".facts, .list")
    assert page(answer).select(".arrows a"), "the other sheets go on"


async def test_a_sheet_read_before_never_passes_for_current(
    family: AsyncClient, portal: StandInPortal
) -> None:
    steps = (Step(list=ListName.COURSES, line=ref(2)),)
    portal.answers["record"] = files.record(steps, trouble="unreachable")
    text = words(await family.get(COURSE))

    assert "lu auparavant, à 14 h 05" in text
    assert "à jour à" not in text


async def test_a_sheet_is_read_anew_by_its_link(family: AsyncClient, portal: StandInPortal) -> None:
    link = page(await family.get(DETAIL)).find("a", string="Actualiser")
    assert link is not None
    answer = await family.get(str(link["href"]))

    assert portal.calls[-1][1][-1] is True
    assert answer.headers["location"] == DETAIL


@pytest.mark.parametrize(
    "odd",
    [
        f"identite/{ref(1)}", f"evaluations/{ref(1)}", f"factures/{ref(1)}", "cours/ABC",
        f"cours/{ref(1)}/evaluations", f"cours/{ref(1)}/evaluations/x", f"cours/{ref(1)}//{ref(1)}",
        f"cours/{ref(1)}/<b>/{ref(1)}", f"cours/{'/x/'.join([ref(1)] * 5)}", f"cours/{ref(1)}/",
    ],
)  # fmt: skip
async def test_what_names_no_line_is_not_found(
    family: AsyncClient, portal: StandInPortal, odd: str
) -> None:
    portal.answers["record"] = NotListed()

    assert (await family.get(f"{FILE}/{odd}", follow_redirects=True)).status_code == 404
    assert {name for name, _ in portal.calls} <= {"record"}


async def test_another_familys_line_is_not_found(
    family: AsyncClient, portal: StandInPortal
) -> None:
    portal.answers["record"] = NotListed()
    for path in (COURSE, DETAIL):
        answer = await family.get(path)
        assert answer.status_code == 404
        assert words(answer) == words(await family.get("/inconnu"))


async def test_the_keys_are_there_only_as_a_script_of_ours(family: AsyncClient) -> None:
    (script,) = page(await family.get(COURSE)).select('script[src*="arrows"]')
    source = (await family.get(str(script["src"]))).text

    for key in ("ArrowLeft", "ArrowRight", "Home", "End"):
        assert key in source
    assert "touches Début (Home) et Fin (End)" in words(await family.get(COURSE))


def test_a_line_deep_below_has_no_address() -> None:
    step = Step(list=ListName.EVALUATIONS, line=ref(1))
    course = Step(list=ListName.COURSES, line=ref(1))

    assert of_steps(LOEIZA.ref, (course, step, step, step)) is not None
    assert of_steps(LOEIZA.ref, (course, step, step, step, step)) is None
