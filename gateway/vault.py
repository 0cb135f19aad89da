"""Sealing: what is personal or secret lies in the store only encrypted, bound to its place.

AES-256-GCM under keys derived by HKDF-SHA256 (RFC 5869) from the gateway's key, one for each
purpose. The place is authenticated with the value, so that a value moved elsewhere does not open.
"""

import functools
import hashlib
import hmac
import secrets
import unicodedata

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from gateway.keys import KEY_BYTES, Keys

_FORMAT = 1
_NONCE_BYTES = 12
_HEAD_BYTES = 2 + _NONCE_BYTES


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """Where a sealed value belongs: it opens nowhere else."""

    purpose: str
    school: str
    account: str
    row: str
    """What tells the value from the account's others of that purpose."""


class DoesNotOpen(Exception):
    """The value is damaged, belongs elsewhere, or was sealed under a key that is gone."""


class Vault:
    """Seals and opens; keeps the keys out of everybody's sight."""

    def __init__(self, keys: Keys) -> None:
        """The gateway's keys."""
        self._keys = keys
        self._derived = functools.lru_cache(maxsize=64)(self._derive)

    def __repr__(self) -> str:
        """Never shows a key: a repr ends in logs."""
        return "Vault(…)"

    @property
    def current(self) -> int:
        """The key version that seals."""
        return self._keys.current

    @property
    def former(self) -> frozenset[int]:
        """The key versions that only open."""
        return frozenset(self._keys.versions) - {self.current}

    def seal(self, place: Place, plain: bytes, secret: bytes = b"") -> bytes:
        """Encrypt for `place`; with a `secret`, only who has it too can open.

        The layout is format, key version, nonce (12 bytes), then ciphertext and tag.
        """
        version = self._keys.current
        nonce = secrets.token_bytes(_NONCE_BYTES)
        cipher = AESGCM(self._key(version, place.purpose, secret))
        return bytes((_FORMAT, version)) + nonce + cipher.encrypt(nonce, plain, _bound(place))

    def open(self, place: Place, sealed: bytes, secret: bytes = b"") -> bytes:
        """Decrypt what was sealed for `place`.

        Raises:
            DoesNotOpen: it was not, or not with this `secret`.
        """
        head, nonce = sealed[:2], sealed[2:_HEAD_BYTES]
        if len(sealed) < _HEAD_BYTES or head[0] != _FORMAT or head[1] not in self._keys.versions:
            raise DoesNotOpen
        cipher = AESGCM(self._key(head[1], place.purpose, secret))
        try:
            return cipher.decrypt(nonce, sealed[_HEAD_BYTES:], _bound(place))
        except InvalidTag:
            raise DoesNotOpen from None

    def pseudonym(self, school: str, site: str | None, identifier: str) -> str:
        """What stands for an account in the store and in logs: 32 hexadecimal digits.

        Case is kept: an old site may tell `dupont` from `DUPONT`, and two families must never
        share what is kept for one.
        """
        account = unicodedata.normalize("NFC", identifier.strip())
        return self.digest("account", school, site or "", account)

    def digest(self, purpose: str, *values: str) -> str:
        """A keyed digest that nobody can undo by trying values: 32 hexadecimal digits."""
        key = _hkdf(self._keys.accounts, f"digest/{purpose}".encode(), b"")
        return hmac.new(key, _joined(values), hashlib.sha256).hexdigest()[:32]

    def signing_keys(self, purpose: str) -> list[bytes]:
        """Keys to sign with what a browser carries: the last one signs, every one verifies."""
        return [
            self._derived(version, f"sign/{purpose}", b"")
            for version in sorted(self._keys.versions)
        ]

    def _key(self, version: int, purpose: str, secret: bytes) -> bytes:
        # A family's own secret is not to stay in a cache of keys after its session.
        derive = self._derive if secret else self._derived
        return derive(version, f"seal/{purpose}", secret)

    def _derive(self, version: int, info: str, secret: bytes) -> bytes:
        return _hkdf(self._keys.versions[version], info.encode(), secret)


def sealed_under(sealed: bytes) -> int:
    """The key version that a sealed value needs; 0 where it is none."""
    return sealed[1] if len(sealed) >= _HEAD_BYTES and sealed[0] == _FORMAT else 0


def _hkdf(key: bytes, info: bytes, salt: bytes) -> bytes:
    derivation = HKDF(SHA256(), KEY_BYTES, salt=salt or None, info=b"imuse-gateway/" + info)
    return derivation.derive(key)


def _bound(place: Place) -> bytes:
    return _joined((place.purpose, place.school, place.account, place.row))


def _joined(values: tuple[str, ...]) -> bytes:
    """Unmistakable: each value after its length."""
    encoded = [value.encode() for value in values]
    return b"".join(len(value).to_bytes(4) + value for value in encoded)
