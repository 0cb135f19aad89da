"""A password, then a second factor (TRUST 4, 5, 8, 23)."""

import asyncio
import logging
from pathlib import Path
from typing import Literal

import pyotp
import pytest
from argon2 import PasswordHasher

from gateway import config
from gateway.limits import TooManyAttempts
from gateway.staff import CodeRefused, NotBegun, PasswordRefused, Passwords, SignInRefused
from gateway.store import staff as rows
from gateway.views.office import Role
from tests.unit.staff.school_office import ADDRESS, FIRST, OTHER, OWN, SCHOOL, Office


async def test_at_first_the_second_factor_is_set_up_before_anything_else(office: Office) -> None:
    await office.add()
    cookie = await office.password(password=FIRST)

    assert await office.staff.find(SCHOOL, cookie) is None
    with pytest.raises(NotBegun):
        await office.staff.confirm(SCHOOL, cookie, ADDRESS, "123456")
    confirmed = await office.set_up()

    clerk = await office.clerk(confirmed.cookie)
    assert (clerk.name, clerk.role, clerk.school) == ("Claire Martin", Role.DECIDE, SCHOOL)
    assert len(set(confirmed.recovery_codes)) == 10
    assert await office.done() == ["signed_in", "second_factor_set", "account_added"]


async def test_the_first_password_is_replaced_by_ones_own(office: Office) -> None:
    await office.signed_in()

    with pytest.raises(SignInRefused):
        await office.password(password=FIRST)
    assert await office.password(password=OWN)


@pytest.mark.parametrize(
    ("password", "why"),
    [("court", "short"), ("x" * 300, "long"), ("vive-CLAIRE-a-midi", "named"), (FIRST, "same")],
)
async def test_a_password_of_ones_own_is_long_not_named_and_new(
    office: Office, password: str, why: str
) -> None:
    await office.add()
    cookie = await office.password(password=FIRST)
    begun = await office.staff.begun(SCHOOL, cookie)
    assert begun is not None
    code = pyotp.TOTP(begun.to_set_up).at(office.now)

    with pytest.raises(PasswordRefused) as refused:
        await office.staff.set_up(SCHOOL, cookie, ADDRESS, code, password)
    assert refused.value.key == why


async def test_the_session_is_renewed_with_the_second_factor(office: Office) -> None:
    await office.signed_in()
    office.turn(minutes=1)
    begun = await office.password()
    confirmed = await office.staff.confirm(SCHOOL, begun, ADDRESS, office.code())

    assert confirmed.cookie != begun
    assert await office.staff.find(SCHOOL, begun) is None
    assert await office.staff.begun(SCHOOL, begun) is None
    assert await office.staff.find(SCHOOL, confirmed.cookie) is not None


async def test_a_code_is_used_once(office: Office) -> None:
    await office.signed_in()
    office.turn(minutes=1)
    used = office.code()
    await office.staff.confirm(SCHOOL, await office.password(), ADDRESS, used)

    again = await office.password()
    with pytest.raises(CodeRefused):
        await office.staff.confirm(SCHOOL, again, ADDRESS, used)
    assert (await office.done())[0] == "code_refused"
    assert await office.staff.find(SCHOOL, again) is None


async def test_of_two_at_once_with_one_code_one_gets_in(office: Office) -> None:
    await office.signed_in()
    office.turn(minutes=1)
    cookies = [await office.password() for _ in range(2)]
    both = [office.staff.confirm(SCHOOL, each, ADDRESS, office.code()) for each in cookies]
    came = await asyncio.gather(*both, return_exceptions=True)

    assert sorted(type(each).__name__ for each in came) == ["CodeRefused", "Confirmed"]


async def test_the_code_of_the_setting_up_is_used_too(office: Office) -> None:
    await office.signed_in()

    with pytest.raises(CodeRefused):
        await office.staff.confirm(SCHOOL, await office.password(), ADDRESS, office.code())


@pytest.mark.parametrize(("late", "taken"), [(-60, False), (-30, True), (30, True), (60, False)])
async def test_a_clock_may_be_one_step_off(office: Office, late: int, taken: bool) -> None:
    await office.signed_in()
    office.turn(minutes=10)
    office.turn(seconds=late)
    code = office.code()
    office.turn(seconds=-late)
    cookie = await office.password()

    if taken:
        confirmed = await office.staff.confirm(SCHOOL, cookie, ADDRESS, code)
        assert await office.staff.find(SCHOOL, confirmed.cookie) is not None
    else:
        with pytest.raises(CodeRefused):
            await office.staff.confirm(SCHOOL, cookie, ADDRESS, code)


async def test_a_recovery_code_is_used_once(office: Office) -> None:
    await office.add()
    code = (await office.set_up()).recovery_codes[3]
    typed = code.lower().replace("-", " ")
    confirmed = await office.staff.confirm(SCHOOL, await office.password(), ADDRESS, typed)

    assert confirmed.codes_left == 9
    assert "recovery_code_used" in await office.done()
    with pytest.raises(CodeRefused):
        await office.staff.confirm(SCHOOL, await office.password(), ADDRESS, code)


async def test_somebody_elses_recovery_code_opens_nothing(office: Office) -> None:
    await office.add()
    await office.add("denis")
    code = (await office.set_up("denis")).recovery_codes[0]
    await office.set_up()

    with pytest.raises(CodeRefused):
        await office.staff.confirm(SCHOOL, await office.password(), ADDRESS, code)


async def test_unknown_wrong_and_disabled_are_told_alike_and_cost_the_same_work(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    await office.signed_in()
    await office.signed_in("denis")
    await office.accounts.disable(SCHOOL, "denis")
    looked: list[str | bytes] = []

    class Counting(PasswordHasher):
        def verify(self, hash: str | bytes, password: str | bytes) -> Literal[True]:
            looked.append(hash)
            return super().verify(hash, password)

    hasher = Counting(time_cost=1, memory_cost=64, parallelism=1)
    monkeypatch.setattr(office.staff, "_passwords", Passwords(hasher))
    for login, password in (("personne", OWN), ("claire", "faux-faux-faux"), ("denis", OWN)):
        with pytest.raises(SignInRefused):
            await office.password(login, password)

    assert len(looked) == 3
    assert len({str(hash).rpartition("$")[0].rpartition("$")[0] for hash in looked}) == 1
    assert [row.name for row in (await office.acts())[:3]] == ["Denis Martin", "Claire Martin", ""]


async def test_attempts_are_limited_by_account_and_by_address_before_a_password_is_looked_at(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    await office.signed_in()
    for _ in range(config.DeskAccess().per_account):
        with pytest.raises(SignInRefused):
            await office.password(password="faux-faux-faux")
    before = await office.done()
    monkeypatch.setattr(office.passwords, "right", None)

    with pytest.raises(TooManyAttempts):
        await office.password(" Claire ")
    assert await office.done() == before


async def test_codes_are_limited_by_whose_they_are_however_often_the_password_is_given(
    office: Office,
) -> None:
    await office.signed_in()
    office.turn(minutes=1)
    for _ in range(config.DeskAccess().per_account):
        with pytest.raises(CodeRefused):
            await office.staff.confirm(SCHOOL, await office.password(), ADDRESS, "000000")

    with pytest.raises(TooManyAttempts):
        await office.staff.confirm(SCHOOL, await office.password(), ADDRESS, office.code())


async def test_a_clerk_of_one_school_is_nobody_at_another(office: Office) -> None:
    cookie = await office.signed_in()

    assert await office.staff.find(OTHER, cookie) is None
    with pytest.raises(SignInRefused):
        await office.staff.sign_in(OTHER, ADDRESS, "claire", OWN)


async def test_passwords_of_older_parameters_are_hashed_anew(office: Office) -> None:
    await office.signed_in()
    stronger = type(office.passwords)()
    office.staff._passwords = stronger
    row = await office.store.read(lambda c: rows.of_login(c, SCHOOL, "claire"))
    assert row is not None
    assert stronger.outdated(row.password)
    await office.password()

    row = await office.store.read(lambda c: rows.of_login(c, SCHOOL, "claire"))
    assert row is not None
    assert "m=19456,t=2,p=1" in row.password
    assert await office.password()


async def test_nothing_secret_is_in_a_log_a_repr_or_the_store(
    office: Office, caplog: pytest.LogCaptureFixture, tmp_path: Path
) -> None:
    caplog.set_level(logging.DEBUG)
    await office.add()
    cookie = await office.password(password=FIRST)
    begun = await office.staff.begun(SCHOOL, cookie)
    confirmed = await office.set_up()
    with pytest.raises(SignInRefused) as refused:
        await office.password(password=OWN + "!")
    await office.store.scrub()

    secrets = [FIRST, OWN, cookie, confirmed.cookie, *confirmed.recovery_codes]
    secrets += [office.secrets["claire"]]
    shown = caplog.text + repr(begun) + repr(confirmed) + repr(refused.value)
    on_disk = b"".join(file.read_bytes() for file in tmp_path.iterdir())
    assert [each for each in secrets if each in shown] == []
    assert [each for each in secrets if each.encode() in on_disk] == []
