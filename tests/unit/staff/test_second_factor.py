"""Codes by themselves: RFC 6238's own values, what is used is used, how they may be typed."""

import base64
from datetime import UTC, datetime

import pytest

from gateway.staff.second_factor import (
    address_of,
    is_recovery,
    new_recovery_codes,
    new_secret,
    plain_recovery,
    step_of,
)
from gateway.store import staff
from tests.unit.staff.school_office import SCHOOL, Office

RFC = base64.b32encode(b"12345678901234567890").decode()


@pytest.mark.parametrize(
    ("seconds", "code"),
    [(59, "287082"), (1111111109, "081804"), (1234567890, "005924"), (2000000000, "279037")],
)
def test_codes_are_those_of_the_rfc(seconds: int, code: str) -> None:
    """RFC 6238, appendix B, SHA-1; the last six of its eight digits."""
    now = datetime.fromtimestamp(seconds, UTC)

    assert step_of(RFC, code, now, 0) == seconds // 30
    assert step_of(RFC, f" {code[:3]} {code[3:]}", now, 0) == seconds // 30
    assert step_of(RFC, code, now, seconds // 30) is None


async def test_the_store_lets_a_step_be_used_once_and_none_before_it(office: Office) -> None:
    await office.add()
    (member,) = await office.accounts.all(SCHOOL)

    async def use(step: int) -> bool:
        return await office.store.write(lambda c: staff.use_step(c, SCHOOL, member.id, step))

    assert [await use(step) for step in (7, 7, 6, 8)] == [True, False, False, True]


@pytest.mark.parametrize("typed", ["", "12345", "1234567", "abcdef", "١٢٣٤٥٦"])
def test_what_is_no_code_is_none(typed: str) -> None:
    assert step_of(RFC, typed, datetime.fromtimestamp(59, UTC), 0) is None


def test_recovery_codes_are_80_random_bits_and_may_be_typed_anyhow() -> None:
    codes = new_recovery_codes()

    assert len(set(codes)) == 10
    assert all(len(base64.b32decode(plain_recovery(code))) == 10 for code in codes)
    assert plain_recovery("abcd efgh-2345 o1l8") == "ABCDEFGH2345OILB"
    assert is_recovery(codes[0].lower())
    assert not is_recovery("287082")


def test_a_secret_has_160_bits_and_its_address_says_whose_it_is() -> None:
    secret = new_secret()

    assert len(base64.b32decode(secret)) == 20
    address = address_of(secret, "claire", "École des Tilleuls")
    assert address.startswith("otpauth://totp/%C3%89cole%20des%20Tilleuls:claire?secret=")
