"""How long a session at the desk lasts, and what ends it (TRUST 1, 2, 3)."""

import hashlib

import pytest
from sqlalchemy import select

from gateway.pending.restored import Restored
from gateway.staff import AccountUnknown, LoginTaken, SignInRefused
from gateway.store import staff
from gateway.store.tables import staff_session
from gateway.views.office import Role
from tests.unit.staff.school_office import FIRST, OWN, SCHOOL, Office


async def test_a_session_ends_after_thirty_minutes_without_a_page(office: Office) -> None:
    cookie = await office.signed_in()
    for _ in range(4):
        office.turn(minutes=29)
        assert await office.staff.find(SCHOOL, cookie) is not None
    office.turn(minutes=30)

    assert await office.staff.find(SCHOOL, cookie) is None


async def test_a_session_ends_after_ten_hours_whatever_is_asked(office: Office) -> None:
    cookie = await office.signed_in()
    for _ in range(29):
        office.turn(minutes=20)
        assert await office.staff.find(SCHOOL, cookie) is not None
    office.turn(minutes=20)

    assert await office.staff.find(SCHOOL, cookie) is None
    office.turn(seconds=1)
    await office.staff._sessions.forget_ended()
    assert await office.sessions() == 0


async def test_a_password_alone_waits_a_quarter_of_an_hour_for_its_second_factor(
    office: Office,
) -> None:
    await office.signed_in()
    cookie = await office.password()
    office.turn(minutes=14)
    assert await office.staff.begun(SCHOOL, cookie) is not None
    office.turn(minutes=1)

    assert await office.staff.begun(SCHOOL, cookie) is None


async def test_a_replayed_cookie_opens_nothing_after_signing_out(office: Office) -> None:
    cookie = await office.signed_in()
    await office.staff.sign_out(SCHOOL, cookie)

    assert await office.staff.find(SCHOOL, cookie) is None
    assert (await office.done())[0] == "signed_out"
    assert await office.sessions() == 0


@pytest.mark.parametrize("what", ["role", "reset", "disable"])
async def test_a_changed_account_ends_its_sessions(office: Office, what: str) -> None:
    cookie = await office.signed_in()
    other = await office.signed_in("denis")
    if what == "role":
        await office.accounts.give_role(SCHOOL, "Claire", Role.READ)
    elif what == "reset":
        await office.accounts.reset(SCHOOL, "claire", FIRST)
    else:
        await office.accounts.disable(SCHOOL, "claire")

    assert await office.staff.find(SCHOOL, cookie) is None
    assert await office.staff.find(SCHOOL, other) is not None


async def test_a_reset_drops_the_second_factor_and_opens_a_disabled_account(
    office: Office,
) -> None:
    await office.signed_in()
    before = office.secrets["claire"]
    await office.accounts.disable(SCHOOL, "claire")
    await office.accounts.reset(SCHOOL, "claire", FIRST)

    with pytest.raises(SignInRefused):
        await office.password(password=OWN)
    confirmed = await office.set_up()
    assert office.secrets["claire"] != before
    assert len(confirmed.recovery_codes) == 10


async def test_accounts_are_known_by_a_name_without_case_one_each(office: Office) -> None:
    await office.add()
    with pytest.raises(LoginTaken):
        await office.accounts.add(SCHOOL, " CLAIRE ", "Autre", Role.READ, FIRST)
    with pytest.raises(AccountUnknown):
        await office.accounts.disable("autre", "claire")

    (member,) = await office.accounts.all(SCHOOL)
    assert (member.login, member.role, member.set_up) == ("claire", Role.DECIDE, False)


async def test_the_store_knows_of_a_cookie_only_its_digest(office: Office) -> None:
    cookie = await office.signed_in()

    (row,) = await office.store.read(lambda c: c.execute(select(staff_session)).all())
    assert row.handle == hashlib.sha256(cookie.encode()).hexdigest()
    assert len(cookie) >= 43


async def test_a_store_that_was_put_back_has_nobody_signed_in(office: Office) -> None:
    cookie = await office.signed_in()
    restored = Restored(office.vault, {}, office.clock)
    await office.store.write(lambda c: restored.begin(c, office.now))

    assert await office.staff.find(SCHOOL, cookie) is None


async def test_a_closed_account_is_nobody_even_where_a_session_was_left(office: Office) -> None:
    cookie = await office.signed_in()
    (member,) = await office.accounts.all(SCHOOL)
    await office.store.write(lambda c: staff.change(c, SCHOOL, member.id, disabled_at=office.now))

    assert await office.staff.find(SCHOOL, cookie) is None


async def test_a_role_that_is_none_is_nobody(office: Office) -> None:
    cookie = await office.signed_in()
    (member,) = await office.accounts.all(SCHOOL)
    await office.store.write(lambda c: staff.change(c, SCHOOL, member.id, role="tout"))

    assert await office.staff.find(SCHOOL, cookie) is None
