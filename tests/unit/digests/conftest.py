"""A school whose digest goes to Anne at seven."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest_asyncio

from tests.unit.digests.post import ANNE, Post, told
from tests.unit.office.stage import at_the_desk


@pytest_asyncio.fixture
async def post(tmp_path: Path) -> AsyncIterator[Post]:
    async with at_the_desk(tmp_path) as desk:
        made = Post(desk, [])
        made.schools = [told(made.school, ANNE)]
        yield made
