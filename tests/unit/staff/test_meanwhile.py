"""What changes while a password is worked on: the transaction that lets in looks again."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from gateway.staff import CodeRefused, SignInRefused
from tests.unit.staff.school_office import ADDRESS, FIRST, OWN, SCHOOL, Office


def then(work: Any, happens: Callable[[], Awaitable[object]]) -> Callable[..., Awaitable[object]]:
    """The same work, and what happens at its end."""

    async def worked(do: Callable[[], object]) -> object:
        done: object = await work(do)
        await happens()
        return done

    return worked


async def test_a_password_that_is_reset_while_it_is_looked_at_lets_nobody_in(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    await office.signed_in()
    reset = then(office.staff._work, lambda: office.accounts.reset(SCHOOL, "claire", FIRST))
    monkeypatch.setattr(office.staff, "_work", reset)

    with pytest.raises(SignInRefused):
        await office.password(password=OWN)
    assert await office.sessions() == 0


async def test_a_second_factor_whose_secret_was_replaced_meanwhile_is_not_set_up(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    await office.add()
    again = then(office.staff._confirming._work, lambda: office.password(password=FIRST))
    cookie = await office.password(password=FIRST)
    begun = await office.staff.begun(SCHOOL, cookie)
    assert begun is not None
    office.secrets["claire"] = begun.to_set_up
    monkeypatch.setattr(office.staff._confirming, "_work", again)

    with pytest.raises(CodeRefused):
        await office.staff.set_up(SCHOOL, cookie, ADDRESS, office.code(), OWN)
    assert (await office.accounts.all(SCHOOL))[0].set_up is False


async def test_a_session_from_before_ends_with_signing_in_anew_at_the_first_time_too(
    office: Office,
) -> None:
    await office.add()
    first = await office.password(password=FIRST)
    await office.set_up()

    assert await office.staff.begun(SCHOOL, first) is None
    assert await office.sessions() == 1
