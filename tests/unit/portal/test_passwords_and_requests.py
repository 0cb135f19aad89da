"""What a new password ends and what it lets go on: sessions on every site, requests that wait."""

import pytest

from adapters.errors import Unreachable
from adapters.memory import NextWrite
from gateway.pending.states import State
from gateway.views import Fate, PasswordAsked, PasswordChanged, RequestView, Visit
from tests.unit.portal.stage import CHIDI, HELENE, SCHOOL, Stage

NEW = "bonne-saison-7"
HERE = "198.51.100.7"
MAIL = "helene.lemarchand@example.org"


async def change(stage: Stage, visit: Visit) -> PasswordChanged:
    press = (await stage.portal.password_terms(visit)).press
    former = stage.extranet.families[HELENE].password
    return await stage.portal.change_password(visit, HERE, press, former, NEW)


async def lose(stage: Stage) -> PasswordAsked:
    press = stage.portal.lost_password_press(SCHOOL)
    return await stage.portal.ask_password(SCHOOL, HERE, press, "1", (HELENE, MAIL))


async def states(stage: Stage, visit: Visit, request: RequestView) -> list[State]:
    return [step.state for step in (await stage.now_of(visit, request)).history]


async def signed_in_on(stage: Stage, site: str | None) -> str:
    """Signed in to the same identifier on another of the school's sites."""
    family = stage.extranet.families[HELENE]
    before, family.site = family.site, site
    cookie = await stage.cookie()
    family.site = before
    return cookie


async def test_a_lost_password_ends_the_identifiers_sessions_on_every_site(stage: Stage) -> None:
    refs = [site.ref for site in stage.extranet.site_list]
    assert len(refs) > 1
    cookies = [await signed_in_on(stage, ref) for ref in refs]

    assert (await lose(stage)).fate is Fate.DONE

    for cookie in cookies:
        assert await stage.portal.visit(SCHOOL, cookie) is None


async def test_a_lost_answer_ends_the_sessions_too(stage: Stage) -> None:
    cookie = await stage.cookie()
    stage.extranet.faults.next_write = NextWrite.ANSWER_LOST

    assert (await lose(stage)).fate is Fate.UNKNOWN

    assert await stage.portal.visit(SCHOOL, cookie) is None


async def test_a_request_that_never_left_ends_nothing(stage: Stage) -> None:
    cookie = await stage.cookie()
    request = await stage.ask(await stage.visit(cookie), keep=True)
    stage.extranet.faults.failing["request_password"] = Unreachable()

    with pytest.raises(Unreachable):
        await lose(stage)

    stage.extranet.faults.failing.clear()
    await stage.portal.sign_out(await stage.visit(cookie))
    await stage.work()
    assert State.BLOCKED_CREDENTIALS not in await states(stage, await stage.sign_in(), request)


async def test_another_familys_request_is_delivered_as_if_nothing_were(stage: Stage) -> None:
    chidi = await stage.sign_in(CHIDI)
    request = await stage.ask(chidi, keep=True)
    await stage.portal.sign_out(chidi)
    helene = await stage.sign_in()

    await change(stage, helene)
    await lose(stage)
    await stage.work()

    passed = await states(stage, await stage.sign_in(CHIDI), request)
    assert State.BLOCKED_CREDENTIALS not in passed
    assert passed[-1] is State.AWAITING_STAFF


async def test_a_request_that_only_waited_for_a_password_goes_on_after_a_change(
    stage: Stage,
) -> None:
    before = await stage.cookie()
    request = await stage.ask(await stage.visit(before))
    stage.extranet.families[HELENE].password = "au-guichet-5"
    again = await stage.sign_in()
    # Deliveries go by the session that was used last: the one with the former password.
    await stage.visit(before)
    stage.extranet.end_sessions()
    await stage.work()
    assert (await stage.now_of(again, request)).state is State.BLOCKED_CREDENTIALS

    changed = await change(stage, again)
    await stage.work()

    now = await stage.visit(changed.cookie)
    assert (await stage.now_of(now, request)).state is State.AWAITING_STAFF


@pytest.mark.parametrize("fate", [NextWrite.REQUEST_LOST, NextWrite.LANDS_LATE])
async def test_while_it_is_unknown_other_sessions_and_what_is_kept_stay(
    stage: Stage, fate: NextWrite
) -> None:
    other, visit = await stage.cookie(), await stage.sign_in()
    request = await stage.ask(visit, keep=True)
    stage.extranet.faults.next_write = fate

    assert (await change(stage, visit)).fate is Fate.UNKNOWN

    now = await stage.visit(other)
    assert (await stage.portal.family(now)).sheet.fields()
    stage.extranet.land()
    await stage.work()
    assert (await stage.now_of(now, request)).state is State.AWAITING_STAFF
