"""The means to sign in for a family: what it typed, and its session on the old site. Secret."""

import msgspec

from adapters.model import Credentials
from gateway.vault import Place, Vault


class Means(msgspec.Struct, frozen=True, kw_only=True):
    """What `Extranet.resume` needs."""

    credentials: Credentials
    state: bytes

    def __repr__(self) -> str:
        """Never shows what it holds: a repr ends in logs."""
        return "Means(…)"


def seal(vault: Vault, place: Place, means: Means, secret: bytes = b"") -> bytes:
    """Encrypt for `place`; with a `secret`, only who has it too can open."""
    return vault.seal(place, msgspec.msgpack.encode(means), secret)


def unseal(vault: Vault, place: Place, sealed: bytes, secret: bytes = b"") -> Means:
    """Decrypt what was sealed for `place`.

    Raises:
        DoesNotOpen: it was not, or not with this `secret`.
    """
    return msgspec.msgpack.decode(vault.open(place, sealed, secret), type=Means)
