"""A cupboard of documents, and what goes into it."""

from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from gateway.config import Documents as Settings
from gateway.documents import Documents, Owner
from gateway.keys import create_key_file, load_keys
from gateway.store.store import Store
from gateway.vault import Vault


class Cupboard:
    """Documents on disk, with a clock that a test turns."""

    def __init__(self, folder: Path, settings: Settings) -> None:
        create_key_file(folder / "key")
        self.now = datetime(2026, 9, 9, 10, tzinfo=UTC)
        self.folder = folder / "documents"
        self.store = Store(folder / "gateway.sqlite3")
        self.vault = Vault(load_keys(folder / "key", {}))
        self.documents = Documents(self.store, self.vault, self.folder, settings, lambda: self.now)

    def later(self, days: float) -> None:
        self.now += timedelta(days=days)

    def files(self) -> list[Path]:
        return sorted(self.folder.glob("*"))


@pytest.fixture
def settings() -> Settings:
    return Settings(per_family=4, family_megabytes=5)


@pytest.fixture
def cupboard(tmp_path: Path, settings: Settings) -> Iterator[Cupboard]:
    built = Cupboard(tmp_path, settings)
    yield built
    built.store.close()


@pytest.fixture
def family() -> Owner:
    return Owner("tilleuls", "a" * 32)


async def pieces(body: bytes, size: int = 10_000) -> AsyncIterator[bytes]:
    """A body as it comes."""
    for start in range(0, len(body), size):
        yield body[start : start + size]
