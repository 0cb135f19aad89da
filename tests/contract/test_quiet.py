"""A reading that nobody waits for never signs a family in."""

import pytest

from adapters.errors import SessionEnded
from adapters.quiet import quietly
from tests.contract.stands import STANDS
from tests.contract.visit import signed_in


@pytest.mark.parametrize("name", ["memory", "school-old"])
async def test_it_reads_on_a_session_that_is_there_and_ends_with_it(name: str) -> None:
    with STANDS[name]() as stand:
        extranet, account = stand.extranet(), stand.accounts[0]
        session = await signed_in(extranet, account)
        with quietly():
            before = await session.family()
        stand.end_sessions()
        with quietly(), pytest.raises(SessionEnded):
            await session.family()
        with quietly(), pytest.raises(SessionEnded):
            await session.family()
        # Whoever waits for it is signed in as ever.
        assert await session.family() == before
        await session.close()
        await extranet.close()
