"""The second factor: codes of an application (RFC 6238), and codes to be used without it."""

import base64
import hmac
import io
import secrets
from datetime import datetime

import pyotp
import segno

STEP = 30
"""Seconds that a code is of; one step before and one after are taken too (RFC 6238, § 5.2)."""

CODES = 10
"""Recovery codes given out at once."""

_CODE_BYTES = 10
_TAKEN_FOR = str.maketrans("018", "OIB")


def new_secret() -> str:
    """A secret to share with an application: 160 bits in base32 (RFC 4226, § 4)."""
    return pyotp.random_base32(32)


def address_of(secret: str, login: str, school: str) -> str:
    """The `otpauth:` address that an application takes."""
    return pyotp.TOTP(secret).provisioning_uri(name=login, issuer_name=school)


def picture_of(address: str) -> bytes:
    """It as a QR code, a PNG black on white with its quiet zone."""
    made = io.BytesIO()
    segno.make(address, error="m", micro=False).save(made, kind="png", scale=6, border=4)
    return made.getvalue()


def step_of(secret: str, typed: str, now: datetime, used: int) -> int | None:
    """The step whose code was typed, if it is near `now` and later than the last one `used`."""
    code = "".join(typed.split())
    present = int(now.timestamp()) // STEP
    totp = pyotp.TOTP(secret)
    found = None
    for step in (present - 1, present, present + 1):
        same = hmac.compare_digest(totp.generate_otp(step).encode(), code.encode())
        if same and step > used:
            found = step
    return found


def is_recovery(typed: str) -> bool:
    """Whether it has the shape of a recovery code, not of an application's."""
    return len(plain_recovery(typed)) == _CODE_BYTES * 8 // 5


def new_recovery_codes() -> tuple[str, ...]:
    """80 random bits each, in base32, in groups of four."""
    codes = [base64.b32encode(secrets.token_bytes(_CODE_BYTES)).decode() for _ in range(CODES)]
    return tuple("-".join(code[at : at + 4] for at in range(0, len(code), 4)) for code in codes)


def plain_recovery(typed: str) -> str:
    """However it was typed; base32 has no 0, 1 or 8, taken for letters (RFC 4648, § 6)."""
    return "".join(each for each in typed.upper() if each.isalnum()).translate(_TAKEN_FOR)
