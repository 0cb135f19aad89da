"""A session that ends while a reminder is written: its words come back, and nothing is sent."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from httpx import Response

from gateway.pages.frame.assets import Assets
from gateway.pages.frame.templates import Templates
from tests.unit.desk.lacking import lacking
from tests.unit.desk.over_the_office import Browsers, over
from tests.unit.office.stage import ANNE, Desk, at_the_desk
from tests.unit.pages.reading import filled, one, page, words

ADDRESS = "/bureau/pieces"
NUMBER, OTHER = "2026-000042", "2026-000043"
PHOTO = "Photo d’identité"
TYPED = "Bonjour <b>à vous</b>,\nil manque encore :"


@pytest_asyncio.fixture
async def office(tmp_path: Path) -> AsyncIterator[Desk]:
    async with at_the_desk(tmp_path) as desk:
        await lacking(desk, NUMBER, (PHOTO,), account="a", mailed_to=("a@example.org",))
        await lacking(desk, OTHER, (PHOTO,), account="b", mailed_to=("b@example.org",))
        yield desk


@pytest.fixture
def browsers(office: Desk, assets: Assets, templates: Templates) -> Browsers:
    return over(office, assets, templates)


async def ended(browsers: Browsers, **changed: str) -> Response:
    """A reminder of one request, with words typed, is sent once the session has ended."""
    narrowed = await browsers("anne").get(ADDRESS, params={"piece": PHOTO})
    ticked = filled(narrowed, ADDRESS) | {"demande": f"{NUMBER}:0"}
    summary = await browsers("anne").post(ADDRESS, data=ticked)
    form = filled(summary, ADDRESS) | {"mots": TYPED, "confirmer": "1"} | changed
    return await browsers("nobody").post(ADDRESS, data=form)


async def test_it_comes_back_to_its_form_for_the_same_requests_once_and_nothing_is_sent(
    office: Desk, browsers: Browsers
) -> None:
    answer = await ended(browsers)
    assert answer.headers["location"] == "/bureau/connexion?retour=%2Fbureau%2Fpieces"
    shown = await browsers("anne").get(ADDRESS)

    assert "Votre session avait pris fin" in words(shown)
    form = filled(shown, ADDRESS)
    assert (form["mots"], form["piece"], form["demande"]) == (TYPED, PHOTO, f"{NUMBER}:0")
    assert OTHER not in words(shown)
    assert await office.letters() == []
    assert "Votre session" not in words(await browsers("anne").get(ADDRESS))
    await browsers("anne").post(ADDRESS, data=form | {"confirmer": "1"})
    (letter,) = await office.letters()
    assert letter.startswith("a@example.org")
    assert "Bonjour <b>à vous</b>" in letter


async def test_a_colleague_who_signs_in_there_never_sees_it(browsers: Browsers) -> None:
    await ended(browsers)

    for colleague in ("bruno", "zoe"):
        assert "Bonjour" not in words(await browsers(colleague).get(ADDRESS))
    assert "Bonjour" in words(await browsers("anne").get(ADDRESS))


@pytest.mark.parametrize("changed", [{"auteur": ""}, {"auteur": f"{ANNE.id}.faux"}, {"mots": " "}])
async def test_what_is_no_form_of_ours_or_holds_no_words_is_not_kept(
    browsers: Browsers, changed: dict[str, str]
) -> None:
    assert (await ended(browsers, **changed)).status_code == 303

    shown = await browsers("anne").get(ADDRESS)
    assert len(page(shown).select(".lack")) == 2


async def test_where_no_reminder_can_go_out_any_more_the_words_are_shown_all_the_same(
    office: Desk, browsers: Browsers
) -> None:
    await ended(browsers)
    fences = {NUMBER: (await office.row(NUMBER)).fence}
    await office.office.missing.remind(ANNE, fences, "Il manque :")
    shown = await browsers("anne").get(ADDRESS)

    assert one(shown, "q").get_text() == TYPED
    assert "Aucun rappel ne peut partir" in words(shown)
    assert not page(shown).select("textarea")
