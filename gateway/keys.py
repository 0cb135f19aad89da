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
    keys = Keys(secrets.token_bytes(KEY_BYTES), {1: secrets.token_bytes(KEY_BYTES)})
    opened = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(opened, "w", encoding="utf-8") as file:
        file.write(_text(keys))
        file.flush()
        os.fsync(file.fileno())


def add_version(path: Path, keys: Keys) -> Keys:
    """Write one more version to the file, which seals from now on; the former only opens.

    Raises:
        KeyUnusable: its number would be one too many.
        OSError: the file cannot be written; it is as it was.
    """
    version = keys.current + 1
    if not _is_version(str(version)):
        raise KeyUnusable(f"{path} : il n’y a pas de version après la {keys.current}.")
    more = Keys(keys.accounts, keys.versions | {version: secrets.token_bytes(KEY_BYTES)})
    _replace(path, more)
    return more


def drop_former(path: Path, keys: Keys) -> Keys:
    """Write the file without its former version: what is sealed under that never opens again.

    Raises:
        OSError: the file cannot be written; it is as it was.
    """
    fewer = Keys(keys.accounts, {keys.current: keys.versions[keys.current]})
    _replace(path, fewer)
    return fewer


def _replace(path: Path, keys: Keys) -> None:
    """The whole new text or the whole former one, whatever happens, and for good on return."""
    path = path.resolve()
    unfinished = path.with_name(f"{path.name}.part")
    unfinished.unlink(missing_ok=True)
    owner = path.stat()
    opened = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(opened, "w", encoding="utf-8") as file:
        if (owner.st_uid, owner.st_gid) != (os.geteuid(), os.getegid()):
            # Run by root, it stays the gateway's.
            os.fchown(file.fileno(), owner.st_uid, owner.st_gid)
        file.write(_text(keys))
        file.flush()
        os.fsync(file.fileno())
    unfinished.replace(path)
    folder = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _text(keys: Keys) -> str:
    entries = {_ACCOUNTS: keys.accounts} | {str(n): key for n, key in sorted(keys.versions.items())}
    return _PREAMBLE + "".join(f"{name} {_encoded(key)}\n" for name, key in entries.items())


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
