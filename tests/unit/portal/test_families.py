"""Two families at once, and what their forms carry (TRUST 7, 10, 21)."""

import pytest
import sqlalchemy as sa

from adapters.errors import FormChanged
from adapters.model import Field
from gateway.pending.accepting.acceptance import InvalidFields
from gateway.pending.errors import NotFound
from gateway.pending.states import State
from gateway.store.tables import kept
from tests.unit.portal.stage import CHIDI, HELENE, NEW_PHONE, PHONE, Stage


async def test_another_familys_request_is_not_found(stage: Stage) -> None:
    helene, chidi = await stage.sign_in(HELENE), await stage.sign_in(CHIDI)
    asked = await stage.ask(helene)
    with pytest.raises(NotFound):
        await stage.portal.request(chidi, asked.number)
    with pytest.raises(NotFound):
        await stage.portal.request(helene, "2026-000000")
    assert await stage.portal.requests(chidi) == ()
    assert (await stage.portal.home(chidi)).open_requests == ()
    assert (await stage.portal.family(chidi)).waiting == {}


async def test_each_family_reads_its_own_sheet(stage: Stage) -> None:
    helene, chidi = await stage.sign_in(HELENE), await stage.sign_in(CHIDI)
    numbers = [
        (await stage.portal.family(visit)).sheet.field("numero") for visit in (helene, chidi)
    ]
    assert [field.value for field in numbers if field] == ["1042", "2077"]


async def test_a_form_of_another_family_is_not_taken(stage: Stage) -> None:
    helene, chidi = await stage.sign_in(HELENE), await stage.sign_in(CHIDI)
    hers, his = await stage.portal.family(helene), await stage.portal.family(chidi)
    typed = {PHONE: NEW_PHONE}
    with pytest.raises(FormChanged):
        await stage.portal.ask_family(chidi, hers.seen, his.press, typed, False)
    with pytest.raises(FormChanged):
        await stage.portal.ask_family(chidi, his.seen, hers.press, typed, False)
    assert await stage.portal.requests(chidi) == ()


async def test_what_is_kept_of_one_family_does_not_open_for_another(stage: Stage) -> None:
    helene, chidi = await stage.sign_in(HELENE), await stage.sign_in(CHIDI)
    await stage.portal.home(helene)
    await stage.store.write(
        lambda c: c.execute(
            sa.update(kept).where(kept.c.account == helene.account).values(account=chidi.account)
        )
    )
    stage.extranet.faults.down = True
    assert (await stage.portal.home(chidi)).home is None


@pytest.mark.parametrize("token", ["", "é", "AAAA", "x" * 200])
async def test_a_damaged_form_is_not_taken(stage: Stage, token: str) -> None:
    visit = await stage.sign_in()
    view = await stage.portal.family(visit)
    for seen, press in ((token, view.press), (view.seen, token)):
        with pytest.raises(FormChanged):
            await stage.portal.ask_family(visit, seen, press, {PHONE: NEW_PHONE}, False)


async def test_fields_that_the_form_did_not_offer_are_not_passed_on(stage: Stage) -> None:
    visit = await stage.sign_in()
    await stage.ask(visit, {PHONE: NEW_PHONE, "numero": "1", "inconnu": "x"})
    await stage.work()
    assert [dict(effect.changes) for effect in stage.extranet.ledger] == [{PHONE: NEW_PHONE}]
    with pytest.raises(InvalidFields) as refusal:
        await stage.ask(visit, {"numero": "1"})
    assert refusal.value.problems == {"": "nothing_changed"}


async def test_a_double_press_is_one_request(stage: Stage) -> None:
    visit = await stage.sign_in()
    view = await stage.portal.family(visit)
    first = await stage.ask(visit, view=view)
    second = await stage.ask(visit, view=view)
    assert first.number == second.number
    await stage.portal.outbox.send_due()
    assert len(stage.letterbox.letters) == 1
    await stage.work()
    assert len(stage.extranet.ledger) == 1


async def test_going_back_to_change_something_else_is_another_request(stage: Stage) -> None:
    visit = await stage.sign_in()
    view = await stage.portal.family(visit)
    first = await stage.ask(visit, view=view)
    second = await stage.ask(visit, {"ville": "Pont-Aubry"}, view=view)
    assert first.number != second.number


async def test_what_must_be_corrected_keeps_nothing(stage: Stage) -> None:
    visit = await stage.sign_in()
    view = await stage.portal.family(visit)
    with pytest.raises(InvalidFields) as refusal:
        await stage.ask(visit, {PHONE: NEW_PHONE, "courriel": "sans-arobase"}, view=view)
    assert refusal.value.problems == {"courriel": "invalid"}
    assert refusal.value.sheet == view.sheet
    assert await stage.portal.requests(visit) == ()


async def test_the_old_sites_own_characters_are_checked_before_accepting(stage: Stage) -> None:
    visit = await stage.sign_in()
    with pytest.raises(InvalidFields) as refusal:
        await stage.ask(visit, {"remarque": "Δ"})
    assert refusal.value.problems == {"remarque": "unstorable"}


async def test_characters_that_the_old_site_no_longer_takes_are_not_sent(stage: Stage) -> None:
    stage.extranet.charset = "utf-8"
    visit = await stage.sign_in()
    asked = await stage.ask(visit, {"remarque": "Δ"})
    stage.extranet.charset = "windows-1252"
    await stage.work()
    told = await stage.now_of(visit, asked)
    assert told.state is State.REFUSED
    assert "Remarques" in told.words
    assert stage.extranet.ledger == []


async def test_a_field_of_the_schools_own_can_be_changed_too(stage: Stage) -> None:
    stage.extranet.add_field(Field(key="instrument", caption="Instrument prêté", value="alto"))
    visit = await stage.sign_in()
    asked = await stage.ask(visit, {"instrument": "violoncelle"})
    await stage.work()
    assert (await stage.now_of(visit, asked)).state is State.AWAITING_STAFF
