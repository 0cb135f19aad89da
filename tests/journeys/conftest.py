"""A place for journeys: an old site, a mail server, and the gateway before them."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import pytest_asyncio

from tests.contract.stands.school import SchoolStand, school
from tests.journeys.gateway import Gateway
from tests.journeys.post import PostOffice, post_office


@pytest_asyncio.fixture(loop_scope="session")
async def post() -> AsyncIterator[PostOffice]:
    async with post_office() as office:
        yield office


@pytest.fixture(params=["old", "refreshed"])
def old_side(request: pytest.FixtureRequest) -> Iterator[SchoolStand]:
    """The fictional school, in both markups."""
    with school(request.param) as stand:
        yield stand


@pytest_asyncio.fixture(loop_scope="session")
async def gateway(
    old_side: SchoolStand, post: PostOffice, tmp_path: Path
) -> AsyncIterator[Gateway]:
    built = Gateway(tmp_path, old_side.sign_in_url, post.port)
    await built.start()
    yield built
    await built.stop()
