from collections.abc import AsyncIterator
from pathlib import Path

import pytest_asyncio

from tests.unit.portal.stage import Stage, staged


@pytest_asyncio.fixture
async def stage(tmp_path: Path) -> AsyncIterator[Stage]:
    async with staged(tmp_path) as ready:
        yield ready
