"""What requests lack, and reminders: each to its own family, once a day, of what is known."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from httpx import AsyncClient, Response

from gateway.office import NotReminded, Taken
from gateway.pages.frame.assets import Assets
from gateway.pages.frame.templates import Templates
from gateway.pending.states import State
from gateway.views.office import REMINDED, Decision
from tests.unit.desk.lacking import lacking
from tests.unit.desk.over_the_office import Browsers, over
from tests.unit.office.stage import ANNE, BRUNO, STRANGER, Desk, at_the_desk, made
from tests.unit.old_tabs import TabsExtranet
from tests.unit.pages.re_enrolling import WORDING
from tests.unit.pages.reading import filled, one, page, words
from tests.unit.pending.old_tab import NAMES
from tests.unit.portal.stage import HELENE, LONGEST_RUN, staged
from tests.unit.portal.test_re_enrolments import choose, give, send

ADDRESS = "/bureau/pieces"
FIRST, SECOND, ASKED = "2026-000042", "2026-000043", "2026-000044"
HOME, PHOTO = "Justificatif de domicile", "Photo <b>d’identité</b>"
HERS, THEIRS = "maiwenn@example.org", "autre.famille@example.org"
TOMORROW = 24
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


@pytest_asyncio.fixture
async def office(tmp_path: Path) -> AsyncIterator[Desk]:
    """Two families whose children have one name lack something; a third was asked for something."""
    async with at_the_desk(tmp_path) as desk:
        for number, account, to, lacks in (
            (FIRST, "a", HERS, (HOME, PHOTO)),
            (SECOND, "b", THEIRS, (PHOTO,)),
        ):
            await lacking(desk, number, lacks, account=account, mailed_to=(to,))
        await desk.standing(ASKED, State.AWAITING_STAFF, account="c", mailed_to=("c@example.org",))
        await desk.standing("2026-000045", State.AWAITING_STAFF, account="d")
        row = await desk.row(ASKED)
        await desk.office.decide(ANNE, ASKED, row.fence, Decision.ASK, "Votre nouvelle adresse ?")
        await desk.letters()
        desk.stage.clock.turn(hours=TOMORROW)
        yield desk


@pytest.fixture
def browsers(office: Desk, assets: Assets, templates: Templates) -> Browsers:
    return over(office, assets, templates)


async def test_what_a_later_request_has_brought_is_not_asked_for_and_one_letter_goes_out(
    tmp_path: Path,
) -> None:
    """One gives a document on the portal by asking once more: the first lacks it for ever."""
    async with staged(tmp_path, TabsExtranet(), re_enrolment=WORDING) as stage:
        desk, visit = Desk(stage, made(stage)), await stage.sign_in(HELENE)
        await stage.portal.family(visit)
        zoe = await stage.student(visit)
        sent = []
        for name in NAMES[:2]:
            await choose(stage, visit, zoe, "piano")
            await give(stage, visit, zoe, f"{name.value}.pdf", name.value)
            sent.append((await send(stage, visit, zoe)).number)
        for _ in range(3):
            await stage.work()
            stage.clock.turn(seconds=LONGEST_RUN + 1)
        stage.clock.turn(days=2)
        await desk.letters()

        (lack,) = (await desk.office.missing.lacking(ANNE)).lacks
        assert lack.line.number == sent[1]
        assert lack.documents
        fences = {number: (await desk.row(number)).fence for number in sent}
        came = await desk.office.missing.remind(ANNE, fences, "Il manque encore :")
        assert isinstance(came[sent[0]], NotReminded)
        assert came[sent[1]] is None
        (letter,) = await desk.letters()
    assert all(document in letter for document in lack.documents)
    assert not any(name.label in letter for name in NAMES[:2])


async def remind_all(clerk: AsyncClient, **typed: str) -> tuple[Response, Response]:
    """All of the list: the summary, and what came of it."""
    sent = filled(await clerk.get(ADDRESS), ADDRESS)
    summary = await clerk.post(ADDRESS, data=sent | {"toutes": "1"})
    form = one(summary, f'form[action="{ADDRESS}"]')
    fields = [(str(each["name"]), str(each["value"])) for each in form("input")]
    kept: dict[str, object] = dict(fields)
    kept["demande"] = [value for name, value in fields if name == "demande"]
    kept["mots"] = one(summary, "textarea").get_text().removeprefix("\n")
    return summary, await clerk.post(ADDRESS, data=kept | {"confirmer": "1"} | typed)


async def test_the_list_says_what_is_known_to_lack_and_of_no_other_request(
    office: Desk, browsers: Browsers
) -> None:
    shown = await browsers("anne").get(ADDRESS)
    lines = page(shown).select(".lack")

    assert [one.get_text(" ", strip=True).count("LE GOFF Léa") for one in lines] == [1, 1, 0]
    assert HOME in lines[0].get_text()
    assert PHOTO in lines[1].get_text()
    assert "Votre nouvelle adresse ?" in lines[2].get_text()
    assert "2026-000045" not in words(shown)
    assert "<b>" not in shown.text
    only = await browsers("anne").get(ADDRESS, params={"piece": HOME})
    assert len(page(only).select(".lack")) == 1
    assert (await office.office.missing.lacking(STRANGER)).lacks == ()


async def test_each_letter_goes_to_its_own_family_and_names_what_its_request_lacks(
    office: Desk, browsers: Browsers
) -> None:
    summary, done = await remind_all(browsers("anne"))

    assert "Courriels qui partiront : 3" in words(summary)
    assert "m•••@example.org" in words(summary)
    assert HERS not in summary.text
    assert "Rappels écrits : 3 sur 3" in words(done)
    again = await browsers("anne").post(ADDRESS, content=done.request.content, headers=FORM)
    assert "Rappels écrits : 3 sur 3" in words(again)
    sent = await office.letters()
    assert len(sent) == 3
    letters = {letter.split("\n", 1)[0]: letter for letter in sent}
    assert set(letters) == {HERS, THEIRS, "c@example.org"}
    assert HOME in letters[HERS]
    assert FIRST in letters[HERS]
    assert PHOTO in letters[HERS]
    assert HOME not in letters[THEIRS]
    assert PHOTO in letters[THEIRS]
    assert "Votre nouvelle adresse ?" in letters["c@example.org"]
    assert all("Il manque encore" in letter for letter in letters.values())
    assert all("À fournir à l’école au plus tard" in letters[each] for each in (HERS, THEIRS))
    assert (await office.acts(FIRST))[-1].what == REMINDED
    case = await browsers("anne").get(f"/bureau/demandes/{FIRST}")
    assert "a rappelé ce qui manque" in words(case)


async def test_all_of_a_long_list_are_reminded(office: Desk, browsers: Browsers) -> None:
    for number in range(51):
        await lacking(office, f"2026-1{number:05}", (HOME,), account=f"long-{number}")
    _, done = await remind_all(browsers("anne"))
    assert "Rappels écrits : 54 sur 54" in words(done)


async def test_no_second_letter_the_same_day_whoever_presses_and_one_the_next(
    office: Desk, browsers: Browsers
) -> None:
    row = await office.row(FIRST)
    missing = office.office.missing
    assert await missing.remind(ANNE, {FIRST: row.fence}, "Il manque :") == {FIRST: None}
    assert await missing.remind(ANNE, {FIRST: row.fence}, "Il manque :") == {FIRST: None}
    lost = (await missing.remind(BRUNO, {FIRST: row.fence}, "Il manque :"))[FIRST]
    assert isinstance(lost, Taken)
    assert lost.who == ANNE.name
    today = (await missing.remind(BRUNO, {FIRST: row.fence + 1}, "Il manque :"))[FIRST]
    assert isinstance(today, NotReminded)
    assert today.why == "today"
    assert len(await office.letters()) == 1
    assert "on lui a déjà écrit aujourd’hui" in words(await browsers("anne").get(ADDRESS))

    office.stage.clock.turn(hours=TOMORROW)
    assert await missing.remind(BRUNO, {FIRST: row.fence + 1}, "Encore :") == {FIRST: None}
    (letter,) = await office.letters()
    assert letter.count("Il manque :") == 0


async def test_that_a_reminder_sends_back_what_was_held_for_review_is_told_before(
    office: Desk, browsers: Browsers
) -> None:
    anne, told = browsers("anne"), "Leur rappel les renvoie à leur famille"
    form = filled(await anne.get(ADDRESS), ADDRESS) | {"toutes": "1"}
    assert told not in words(await anne.post(ADDRESS, data=form))
    held = "2026-000046"
    await lacking(office, held, (HOME,), State.REVIEW, account="e", mailed_to=("e@example.org",))
    summary = await anne.post(ADDRESS, data=form)

    assert f"Demandes à relire : 1. {told}" in words(summary)
    await remind_all(anne)
    assert (await office.row(held)).state == State.SENT_BACK


async def test_those_that_lack_nothing_any_more_are_named_before_and_after(
    office: Desk, browsers: Browsers
) -> None:
    anne = browsers("anne")
    sent: dict[str, object] = dict(filled(await anne.get(ADDRESS), ADDRESS))
    ticked = {each: f"{each}:{(await office.row(each)).fence}" for each in (FIRST, SECOND)}

    async def close(number: str) -> None:
        row = await office.row(number)
        seen = "Validée dans iMuse."
        await office.office.decide(BRUNO, number, row.fence, Decision.VALIDATED_THERE, seen)

    await close(FIRST)
    both = await anne.post(ADDRESS, data=sent | {"demande": list(ticked.values())})
    assert "Courriels qui partiront : 1" in words(both)
    closed = f"{FIRST} – elle est close, ou rien n’y manque plus"
    assert closed in words(both)
    alone = await anne.post(ADDRESS, data=sent | {"demande": ticked[FIRST]})
    assert "Aucun rappel ne peut partir" in words(alone)
    assert "n’était cochée" not in words(alone)
    assert closed in words(alone)

    confirmed = sent | {"demande": list(ticked.values()), "mots": "Il manque :", "confirmer": "1"}
    done = await anne.post(ADDRESS, data=confirmed)
    assert "Rappels écrits : 1 sur 1" in words(done)
    assert closed in words(done)
    await close(SECOND)
    assert "Aucun rappel ne peut partir" in words(await anne.post(ADDRESS, data=confirmed))
    assert sum("Il manque :" in letter for letter in await office.letters()) == 1


async def test_a_colleague_who_was_faster_is_named_and_did_not_decide(
    office: Desk, browsers: Browsers
) -> None:
    bruno = browsers("bruno")
    form = filled(await bruno.get(ADDRESS), ADDRESS) | {"demande": f"{FIRST}:0"}
    await office.office.missing.remind(ANNE, {FIRST: 0}, "Il manque :")
    done = await bruno.post(ADDRESS, data=form | {"mots": "Il manque :", "confirmer": "1"})
    assert f"rien n’a été fait : traitée par {ANNE.name}" in words(done)
    assert len(await office.letters()) == 1


async def test_who_cannot_be_written_to_is_named_and_nobody_else_gets_it(office: Desk) -> None:
    missing = office.office.missing
    await lacking(office, "2026-000050", (HOME,), account="e", mailed_to=())
    await lacking(office, "2026-000051", (HOME,), State.DELIVERING, account="f")
    await lacking(office, "2026-000052", (HOME,), State.VALIDATED, account="g")
    why = {each.line.number: each.hindrance for each in (await missing.lacking(ANNE)).lacks}
    assert (why["2026-000050"], why["2026-000051"]) == ("address", "moving")
    assert "2026-000052" not in why

    numbers = ("2026-000050", "2026-000051", "2026-000052")
    fences = {number: (await office.row(number)).fence for number in numbers}
    came_of_it = await missing.remind(ANNE, fences, "Il manque :")
    said = [error.why for error in came_of_it.values() if isinstance(error, NotReminded)]
    assert said == ["address", "moving", "nothing"]
    assert await office.letters() == []


async def test_without_words_nothing_is_sent_and_a_reader_sends_none(
    office: Desk, browsers: Browsers
) -> None:
    _, lacks = await remind_all(browsers("anne"), mots=" ")
    assert lacks.status_code == 422
    assert "Il manque des mots" in words(lacks)
    _, long = await remind_all(browsers("anne"), mots="é" * 1001)
    assert long.status_code == 422
    assert one(long, "textarea").get_text().strip() == "é" * 1001
    zoe = browsers("zoe")
    assert not page(await zoe.get(ADDRESS)).select("button[name=toutes], [type=checkbox]")
    refused = await zoe.post(ADDRESS, data={"jeton": "jeton-zoe", "toutes": "1", "confirmer": "1"})
    assert refused.status_code == 403
    nothing = await browsers("anne").post(ADDRESS, data={"jeton": "jeton-anne"})
    assert "Aucune demande n’était cochée" in words(nothing)
    assert await office.letters() == []
