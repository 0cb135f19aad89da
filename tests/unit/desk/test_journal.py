"""The journal's page and its export."""

import csv
import io
from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path

import pytest
import pytest_asyncio

from gateway.desk.spreadsheet import inert
from gateway.desk.staff.journal import Filters, read
from gateway.pages.frame.assets import Assets
from gateway.pages.frame.templates import Templates
from gateway.sealed import place_of_note
from gateway.store import acts
from gateway.views.office import Role
from tests.unit.desk.people import Desk
from tests.unit.pages.reading import words
from tests.unit.staff.school_office import SCHOOL, Office

NUMBER = "2026-7K3QX9"


@pytest_asyncio.fixture
async def bureau(tmp_path: Path, assets: Assets, templates: Templates) -> AsyncIterator[Desk]:
    office = Office(tmp_path)
    yield Desk(office, assets, templates, tmp_path)
    office.store.close()


async def refuse(office: Office, note: str, number: str = NUMBER) -> None:
    place = place_of_note(school=SCHOOL, staff="s1", number=number, at=office.now)
    sealed = office.vault.seal(place, note.encode())
    await office.store.write(
        lambda c: acts.add(
            c,
            school=SCHOOL,
            at=office.now,
            staff="s1",
            name="=Denis",
            what="refuser",
            number=number,
            note=sealed,
        )
    )


async def test_the_journal_is_filtered_by_number_and_by_act(bureau: Desk) -> None:
    cookie = await bureau.office.signed_in(role=Role.ADMINISTER)
    await refuse(bureau.office, "<b>Il manque</b> une pièce.")
    async with bureau.browser(cookie) as browser:
        answer = await browser.get(f"/bureau/journal?numero={NUMBER}")
        none = await browser.get("/bureau/journal?quoi=saw")

    assert "&lt;b&gt;Il manque&lt;/b&gt; une pièce." in answer.text
    assert f'href="/bureau/demandes/{NUMBER}"' in answer.text
    assert "Rien de tel au journal." in words(none)


async def test_the_export_is_a_table_whose_cells_are_no_formulas(bureau: Desk) -> None:
    cookie = await bureau.office.signed_in(role=Role.ADMINISTER)
    await refuse(bureau.office, '=HYPERLINK("https://ailleurs.example";"ici")')
    bureau.office.turn(seconds=1)
    async with bureau.browser(cookie) as browser:
        answer = await browser.get(f"/bureau/journal/export?numero={NUMBER}")

    assert answer.headers["content-disposition"].startswith("attachment;")
    assert answer.headers["cache-control"] == "no-store"
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
    assert rows[0] == ["Date et heure", "Personne", "Action", "Demande", "Note"]
    assert rows[1] == [
        "2026-09-09 14:05:00+02:00",
        "'=Denis",
        "a refusé",
        NUMBER,
        '\'=HYPERLINK("https://ailleurs.example";"ici")',
    ]
    assert len(rows) == 2


@pytest.mark.parametrize(
    "cell",
    [
        "=1+1",
        "+1",
        "-1",
        "@SOMME",
        "\t=1",
        "\r=1",
        " =1",
        "\n=1",
        "\x00=1",
        "\uff1d1+1",
        "\uff0b1",
        "\uff201",
        "\u202f=1",
        "\ufeff=1",
        "\x0b=1",
    ],
)
def test_what_a_spreadsheet_would_count_out_is_made_inert(cell: str) -> None:
    assert inert(cell) == f"'{cell}"


def test_what_is_no_formula_stays_as_it_is() -> None:
    assert inert("Il manque l’assurance (= la pièce 2)") == "Il manque l’assurance (= la pièce 2)"


def test_filters_that_cannot_be_understood_narrow_nothing() -> None:
    nonsense = {"qui": "<b>", "quoi": "x", "numero": "/", "du": "hier", "au": "9999-12-31"}

    assert read(nonsense | {"page": "0"}) == Filters()


def test_a_last_day_is_meant_whole_in_the_schools_zone() -> None:
    sought = read({"du": "2026-09-09", "au": "2026-09-09"}).sought

    assert sought.since is not None
    assert sought.before is not None
    assert sought.since.isoformat() == "2026-09-09T00:00:00+02:00"
    assert sought.before.date() == date(2026, 9, 10)
