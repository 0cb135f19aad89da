from collections.abc import AsyncIterator
from pathlib import Path

import pytest_asyncio

from gateway.store.store import Store
from tests.unit.cache.desk import Desk


@pytest_asyncio.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    store = Store(tmp_path / "s.sqlite")
    made = Desk(tmp_path, store)
    yield made
    await made.cache.close()
    store.close()
