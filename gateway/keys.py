"""The gateway's keys: read from a file that only its owner may read, or from the environment.

The text has one key to a line, of 32 random bytes in base64, after its name: `accounts`, which
makes pseudonyms and is never rotated (a family would lose sight of its requests), and one or two
numbered versions that seal, the highest being the current one.
"""

import base64
import binascii
import os
import secrets
import stat
from collections.abc import Mapping
from pathlib import Path

VARIABLE = "IMUSE_GATEWAY_KEY"
"""The environment variable that may hold the text in place of the file."""

KEY_BYTES = 32
_ACCOUNTS = "accounts"
_PREAMBLE = (
    "# Clés de la passerelle iMuse : sans elles, rien de ce qui est scellé ne s’ouvre.\n"
    "# À garder à part des sauvegardes de la base.\n"
)


class KeyUnusable(Exception):
    """The gateway's key cannot be used; the message says why and what to do, in French."""


class Keys:
    """The secrets themselves; nothing of them shows in a repr."""

    def __init__(self, accounts: bytes, versions: Mapping[int, bytes]) -> None:
        """`versions` by their number, one or two of them."""
        self.accounts = accounts
        self.versions = dict(versions)

    @property
    def current(self) -> int:
        """The version that seals; the other, if there is one, only opens."""
        return max(self.versions)

    def __repr__(self) -> str:
        """Never shows a key: a repr ends in logs."""
        return "Keys(…)"


def create_key_file(path: Path) -> None:
    """Write a new key to a file of mode 0600.

    Raises:
        FileExistsError: there is one already; it is never overwritten.
    """
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    lines = [f"{name} {_encoded(secrets.token_bytes(KEY_BYTES))}\n" for name in (_ACCOUNTS, "1")]
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(_PREAMBLE + "".join(lines))
        file.flush()
        os.fsync(file.fileno())


def load_keys(path: Path, environment: Mapping[str, str]) -> Keys:
    """The keys, from the environment if it holds them, otherwise from the file.

    Raises:
        KeyUnusable: missing, open to others than its owner, or damaged.
    """
    if text := environment.get(VARIABLE):
        return _parsed(text, VARIABLE)
    try:
        with path.open(encoding="utf-8") as file:
            mode = stat.S_IMODE(os.fstat(file.fileno()).st_mode)
            if mode & 0o077:
                raise KeyUnusable(
                    f"{path} : d’autres que son propriétaire peuvent lire cette clé "
                    f"(mode {mode:04o}). Lancez : chmod 600 {path}"
                )
            return _parsed(file.read(), str(path))
    except OSError as error:
        raise KeyUnusable(f"{path} : clé illisible ({error.strerror}).") from error
    except UnicodeDecodeError as error:
        raise KeyUnusable(f"{path} : ce n’est pas un fichier de clés.") from error


def _parsed(text: str, source: str) -> Keys:
    entries: dict[str, bytes] = {}
    for line in text.splitlines():
        name, _, value = line.partition(" ")
        if name and not name.startswith("#"):
            entries[name] = _decoded(value, source)
    accounts = entries.pop(_ACCOUNTS, None)
    if accounts is None or not 1 <= len(entries) <= 2 or not all(map(_is_version, entries)):
        raise KeyUnusable(
            f"{source} : il y faut une clé « accounts » et une ou deux clés numérotées."
        )
    return Keys(accounts, {int(name): value for name, value in entries.items()})


def _is_version(name: str) -> bool:
    return name.isdecimal() and 1 <= int(name) <= 255


def _decoded(value: str, source: str) -> bytes:
    try:
        key = base64.b64decode(value.strip(), validate=True)
    except binascii.Error:
        key = b""
    if len(key) != KEY_BYTES:
        raise KeyUnusable(f"{source} : chaque clé est faite de {KEY_BYTES} octets en base64.")
    return key


def _encoded(key: bytes) -> str:
    return base64.b64encode(key).decode("ascii")
