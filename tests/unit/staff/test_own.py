"""One's own account: password, recovery codes and sessions, for whoever knows the password."""

import asyncio

import pytest

from gateway import config
from gateway.limits import TooManyAttempts
from gateway.staff import CodeRefused, NotBegun, PasswordRefused, PasswordWrong, SignInRefused
from tests.unit.staff.school_office import ADDRESS, OWN, SCHOOL, Office

NEW = "un autre chant le soir"


async def again(office: Office, login: str = "claire", password: str = OWN) -> str:
    """One more session."""
    office.turn(minutes=1)
    begun = await office.password(login, password)
    return (await office.staff.confirm(SCHOOL, begun, ADDRESS, office.code(login))).cookie


async def test_another_password_ends_every_other_session_and_this_one_has_a_new_cookie(
    office: Office,
) -> None:
    elsewhere = await office.signed_in()
    denis = await office.signed_in("denis")
    cookie, begun = await again(office), await office.password()
    clerk = await office.clerk(cookie)

    renewed = await office.staff.own.change_password(clerk, cookie, ADDRESS, OWN, NEW)

    for old in (elsewhere, cookie):
        assert await office.staff.find(SCHOOL, old) is None
    assert await office.staff.begun(SCHOOL, begun) is None
    assert (await office.clerk(renewed)).id == clerk.id
    assert (await office.clerk(renewed)).csrf != clerk.csrf
    assert await office.staff.find(SCHOOL, denis) is not None
    assert (await office.done())[0] == "password_changed"
    with pytest.raises(SignInRefused):
        await office.password(password=OWN)
    assert await office.password(password=NEW)


async def test_a_new_password_prolongs_no_session_past_its_end(office: Office) -> None:
    cookie = await office.signed_in()
    clerk = await office.clerk(cookie)
    for _ in range(29):
        office.turn(minutes=20)
        await office.clerk(cookie)
    renewed = await office.staff.own.change_password(clerk, cookie, ADDRESS, OWN, NEW)
    office.turn(minutes=20)

    assert await office.staff.find(SCHOOL, renewed) is None


@pytest.mark.parametrize(
    ("new", "why"),
    [("court", "short"), ("x" * 300, "long"), ("vive-CLAIRE-a-midi", "named"), (OWN, "same")],
)
async def test_a_new_password_follows_the_rules_and_otherwise_nothing_changes(
    office: Office, new: str, why: str
) -> None:
    cookie = await office.signed_in()
    clerk = await office.clerk(cookie)

    with pytest.raises(PasswordRefused) as refused:
        await office.staff.own.change_password(clerk, cookie, ADDRESS, OWN, new)
    assert refused.value.key == why
    assert await office.staff.find(SCHOOL, cookie) is not None
    assert await office.password(password=OWN)


async def test_without_the_password_nothing_is_done_and_attempts_are_limited_and_written_down(
    office: Office,
) -> None:
    elsewhere = await office.signed_in()
    cookie = await again(office)
    clerk, own = await office.clerk(cookie), office.staff.own
    office.turn(minutes=1)
    tries = (
        lambda: own.change_password(clerk, cookie, ADDRESS, "faux", NEW),
        lambda: own.new_codes(clerk, cookie, ADDRESS, "faux", office.code()),
        lambda: own.close(clerk, cookie, ADDRESS, "faux", ""),
    )
    for turn in range(config.DeskAccess().per_account):
        with pytest.raises(PasswordWrong):
            await tries[turn % len(tries)]()
    with pytest.raises(TooManyAttempts):
        await own.close(clerk, cookie, ADDRESS, OWN, "")
    with pytest.raises(TooManyAttempts):
        await office.password()

    assert set((await office.done())[: len(tries)]) == {"own_password_refused"}
    assert (await own.look(clerk, cookie)).codes_left == 10
    assert await office.staff.find(SCHOOL, elsewhere) is not None


async def test_new_recovery_codes_take_a_code_of_the_application_and_end_the_old_ones(
    office: Office,
) -> None:
    await office.add()
    confirmed = await office.set_up()
    cookie, own = confirmed.cookie, office.staff.own
    clerk = await office.clerk(cookie)
    office.turn(minutes=1)
    for code in ("000000", confirmed.recovery_codes[0]):
        with pytest.raises(CodeRefused):
            await own.new_codes(clerk, cookie, ADDRESS, OWN, code)
    assert (await own.look(clerk, cookie)).codes_left == 10
    used = office.code()
    codes = await own.new_codes(clerk, cookie, ADDRESS, OWN, used)

    assert len(set(codes)) == 10
    assert not set(codes) & set(confirmed.recovery_codes)
    assert (await office.done())[:2] == ["recovery_codes_renewed", "code_refused"]
    with pytest.raises(CodeRefused):
        await own.new_codes(clerk, cookie, ADDRESS, OWN, used)
    begun, old = await office.password(), confirmed.recovery_codes[1]
    with pytest.raises(CodeRefused):
        await office.staff.confirm(SCHOOL, begun, ADDRESS, old)
    assert (await office.staff.confirm(SCHOOL, begun, ADDRESS, codes[0])).codes_left == 9


async def test_one_of_ones_sessions_or_all_others_end_and_never_somebody_elses(
    office: Office,
) -> None:
    first = await office.signed_in()
    denis = await office.signed_in("denis")
    second, cookie = await again(office), await again(office)
    await office.password()
    clerk, own = await office.clerk(cookie), office.staff.own
    seen = (await own.look(clerk, cookie)).sessions
    assert [(each.here, each.confirmed) for each in seen] == [
        (False, True), (False, True), (True, True), (False, False),
    ]  # fmt: skip
    (denis_id,) = (each.id for each in (await own.look(await office.clerk(denis), denis)).sessions)

    for id in (denis_id, seen[2].id, "inconnue"):
        assert await own.close(clerk, cookie, ADDRESS, OWN, id) == 0
    assert await own.close(clerk, cookie, ADDRESS, OWN, seen[0].id) == 1
    assert await office.staff.find(SCHOOL, first) is None
    assert await office.staff.find(SCHOOL, second) is not None
    assert await own.close(clerk, cookie, ADDRESS, OWN, "") == 2

    assert await office.staff.find(SCHOOL, second) is None
    assert [each.here for each in (await own.look(clerk, cookie)).sessions] == [True]
    assert await office.staff.find(SCHOOL, denis) is not None
    assert (await office.done())[:2] == ["own_sessions_closed", "own_sessions_closed"]


async def test_of_two_new_passwords_at_once_one_is_taken(office: Office) -> None:
    first = await office.signed_in()
    second = await again(office)
    clerk, own = await office.clerk(first), office.staff.own
    both = [
        own.change_password(clerk, cookie, ADDRESS, OWN, f"{NEW} {cookie}")
        for cookie in (first, second)
    ]
    came = await asyncio.gather(*both, return_exceptions=True)

    assert [type(each) for each in came if not isinstance(each, str)] == [NotBegun]
    assert await office.sessions() == 1
