"""The pages over the real office: two people at once, a search, what each look leaves behind."""

import csv
import io
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from httpx import AsyncClient, Response
from sqlalchemy import update

from adapters.errors import ColumnsLost
from gateway.office.lists import A_PAGE
from gateway.pages.frame.assets import Assets
from gateway.pages.frame.templates import Templates
from gateway.pending.states import State
from gateway.store import acts
from gateway.store.tables import request
from tests.unit.desk.over_the_office import Browsers, over
from tests.unit.office.stage import ANNE, Desk, at_the_desk
from tests.unit.pages.reading import filled, one, page, words

SEVERAL = "/bureau/demandes/plusieurs"
NUMBER, OTHER, MORE = "2026-000042", "2026-000043", "2026-000044"


@pytest_asyncio.fixture
async def office(tmp_path: Path) -> AsyncIterator[Desk]:
    async with at_the_desk(tmp_path, review=True) as desk:
        for number, family in ((NUMBER, "LE GOFF Maïwenn"), (OTHER, "D’AOÛT Lœïza <b>")):
            await desk.standing(number, State.REVIEW, account=f"a-{number}", family=family)
        yield desk


@pytest.fixture
def browsers(office: Desk, assets: Assets, templates: Templates) -> Browsers:
    return over(office, assets, templates)


async def approve(browser: AsyncClient, opened: Response) -> Response:
    """Press « Approuver » on a page as it was opened."""
    form = one(opened, 'form:has(input[value="approuver"])')
    sent = {str(field["name"]): str(field["value"]) for field in form("input")}
    return await browser.post(str(form["action"]), data=sent)


def all_of(listed: Response) -> dict[str, object]:
    """The form of a list with every line ticked, to approve them."""
    boxes = [str(box["value"]) for box in page(listed).select("input[name=demande]")]
    sent: dict[str, object] = dict(filled(listed, SEVERAL))
    return sent | {"demande": boxes, "decision": "approuver"}


async def test_of_two_who_decide_at_once_one_wins_and_the_other_is_told_by_whom(
    office: Desk, browsers: Browsers
) -> None:
    anne, bruno = browsers("anne"), browsers("bruno")
    pages = [await each.get(f"/bureau/demandes/{NUMBER}") for each in (anne, bruno)]
    won, lost = await approve(anne, pages[0]), await approve(bruno, pages[1])

    assert won.headers["location"].startswith(f"/bureau/demandes/{OTHER}?fait=approuver")
    assert lost.status_code == 409
    assert f"Décidée par {ANNE.name}" in words(lost)
    assert "Remise dans la file d’envoi" in words(lost)
    decided = [act for act in await office.acts(NUMBER) if act.what == "approuver"]
    assert [act.name for act in decided] == [ANNE.name]


async def test_the_next_that_opens_is_one_that_no_colleague_has_decided_meanwhile(
    office: Desk, browsers: Browsers
) -> None:
    await office.standing(MORE, State.REVIEW, account="a-more")
    anne, bruno = browsers("anne"), browsers("bruno")
    opened = await anne.get(f"/bureau/demandes/{NUMBER}")
    await approve(bruno, await bruno.get(f"/bureau/demandes/{OTHER}"))
    won = await approve(anne, opened)

    assert won.headers["location"].startswith(f"/bureau/demandes/{MORE}?fait=approuver")


async def test_what_does_not_open_is_said_and_the_rest_goes_on(
    office: Desk, browsers: Browsers
) -> None:
    spoilt = update(request).where(request.c.number == NUMBER).values(body=b"\x01\x01spoilt")
    await office.stage.store.write(lambda c: c.execute(spoilt))
    anne = browsers("anne")
    answer = await anne.get(f"/bureau/demandes/{NUMBER}")

    assert answer.status_code == 500
    assert "Traitez-la dans iMuse" in words(answer)
    assert (await anne.get(f"/bureau/demandes/{OTHER}")).status_code == 200
    assert NUMBER in words(await anne.get("/bureau"))


async def test_several_at_once_leave_out_what_a_colleague_has_taken(
    office: Desk, browsers: Browsers
) -> None:
    anne, bruno = browsers("anne"), browsers("bruno")
    sent = all_of(await anne.get("/bureau"))
    summary = await anne.post(SEVERAL, data=sent)
    await approve(bruno, await bruno.get(f"/bureau/demandes/{NUMBER}"))
    done = await anne.post(SEVERAL, data=sent | {"confirmer": "1"})

    assert "Demandes concernées : 2" in words(summary)
    assert "Fait : 1 sur 1" in words(done)
    assert f"{NUMBER} – elle a changé depuis que vous l’avez cochée" in words(done)
    assert (await office.row(OTHER)).state != State.REVIEW


async def test_several_sent_once_more_by_a_refresh_are_told_as_done_and_done_once(
    office: Desk, browsers: Browsers
) -> None:
    anne, bruno = browsers("anne"), browsers("bruno")
    pages = [await each.get("/bureau") for each in (anne, bruno)]
    hers, his = (all_of(listed) | {"confirmer": "1"} for listed in pages)
    done = [await anne.post(SEVERAL, data=hers) for _ in range(2)]
    bruno_too = await bruno.post(SEVERAL, data=his)

    for answer in done:
        assert "Fait : 2 sur 2" in words(answer)
        assert "elle a changé" not in words(answer)
    assert words(bruno_too).count("elle a changé depuis que vous l’avez cochée") == 2
    for number in (NUMBER, OTHER):
        decided = [act.name for act in await office.acts(number) if act.what == "approuver"]
        assert decided == [ANNE.name]


async def test_several_of_a_later_page_stay_chosen_as_the_first_page_grows_shorter(
    office: Desk, browsers: Browsers
) -> None:
    for place in range(A_PAGE):
        await office.standing(f"2026-1{place:05}", State.REVIEW, account=f"b-{place}")
    anne, bruno = browsers("anne"), browsers("bruno")
    listed = await bruno.get("/bureau?page=2")
    sent = all_of(listed)
    assert sent["demande"] == [f"2026-1{place:05}:0" for place in (48, 49)]
    await approve(anne, await anne.get(f"/bureau/demandes/{NUMBER}"))
    summary = await bruno.post(SEVERAL, data=sent)
    done = await bruno.post(SEVERAL, data=sent | {"confirmer": "1"})

    assert "Demandes concernées : 2" in words(summary)
    assert "elle a changé" not in words(summary)
    assert "Fait : 2 sur 2" in words(done)


async def test_a_name_is_found_and_its_request_opens_with_the_familys_others(
    office: Desk, browsers: Browsers
) -> None:
    more = {"account": f"a-{OTHER}", "family": "D’AOÛT Lœïza <b>"}
    await office.standing(MORE, State.VALIDATED, **more)
    anne = browsers("anne")
    form = filled(await anne.get("/bureau"), "/bureau/chercher")
    sought = await anne.post("/bureau/chercher", data=form | {"mots": "loeiza"})
    found = await anne.get(sought.headers["location"])
    (link,) = page(found).select(".line-link")
    opened = await anne.get(str(link["href"]))

    assert "<b>" not in opened.text
    assert "D’AOÛT Lœïza <b>" in words(opened)
    assert [each.get_text() for each in page(opened).select(".line-link")] == [MORE]
    assert [act.what for act in await office.acts(OTHER)] == ["saw"]


async def test_another_schools_request_is_not_there(office: Desk, browsers: Browsers) -> None:
    await office.standing("2026-000099", State.REVIEW, school="autre")

    assert (await browsers("anne").get("/bureau/demandes/2026-000099")).status_code == 404
    assert "2026-000099" not in words(await browsers("anne").get("/bureau?groupe=toutes"))


async def test_the_day_counts_what_stands_there(browsers: Browsers) -> None:
    answer = await browsers("anne").get("/bureau/jour")

    assert "À traiter d’abord 2" in words(answer)
    assert "Rien d’anormal n’y a été lu" in words(answer)


async def test_the_day_says_which_screens_the_old_site_shows_otherwise(
    office: Desk, browsers: Browsers
) -> None:
    stage = office.stage
    visit = await stage.sign_in()
    zoe = await stage.student(visit)
    stage.extranet.faults.failing["courses"] = ColumnsLost()
    await stage.portal.courses(visit, zoe)
    shown = words(await browsers("anne").get("/bureau/jour"))

    assert "Cours : 1 fois" in shown.replace("\N{NO-BREAK SPACE}", " ")
    assert "Rien d’anormal" not in shown


async def test_the_list_as_it_is_narrowed_is_taken_away_and_that_is_an_act(
    office: Desk, browsers: Browsers
) -> None:
    await office.standing(MORE, State.VALIDATED, account="a-more", family="=SOMME(A1)")
    async with browsers("anne") as anne:
        urgent = await anne.get("/bureau/demandes/export?groupe=a-traiter")
        every = await anne.get("/bureau/demandes/export?groupe=toutes")

    assert urgent.headers["content-type"] == "text/csv; charset=utf-8"
    assert urgent.headers["content-disposition"] == 'attachment; filename="demandes.csv"'
    assert urgent.content.startswith(b"\xef\xbb\xbf")
    head, *lines = csv.reader(io.StringIO(urgent.content.decode("utf-8-sig")), delimiter=";")
    assert head[:4] == ["Demande", "Objet", "Élève", "Famille"]
    assert [line[0] for line in lines] == [NUMBER, OTHER]
    assert lines[1][3] == "D’AOÛT Lœïza <b>"
    assert "'=SOMME(A1)" in every.text
    seen = await office.stage.store.read(lambda c: acts.latest(c, ANNE.school))
    assert [(act.name, act.what) for act in seen] == [(ANNE.name, "list_exported")] * 2
