"""One press that arrives fifty times at once, at a real server before a real old site."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest

from tests.contract.stands.school import SchoolStand, school
from tests.faults.parent import Parent
from tests.journeys.gateway import Gateway
from tests.journeys.post import post_office
from tests.unit.pages.reading import filled

TIMES = 50
TELEPHONE, NEW = "Téléphone portable", "06 39 98 55 66"


@pytest.fixture
async def place(tmp_path: Path) -> AsyncIterator[tuple[SchoolStand, Parent]]:
    async with post_office() as post:
        with school("refreshed") as old_side:
            gateway = Gateway(tmp_path, old_side.sign_in_url, post.port)
            await gateway.start()
            parent = Parent(gateway)
            await parent.signs_in(old_side.accounts[0])
            yield old_side, parent
            await parent.client.aclose()
            await gateway.stop()


async def test_the_same_press_fifty_times_at_once_is_one_request_and_one_effect(
    place: tuple[SchoolStand, Parent],
) -> None:
    old_side, parent = place
    page = await parent.get("/famille")
    form = filled(page, "/famille")
    form[parent.field(page, TELEPHONE)] = NEW

    async def press() -> httpx.Response:
        return await parent.post("/famille", data=form)

    answers = await asyncio.gather(*(press() for _ in range(TIMES)))

    assert {answer.status_code for answer in answers} == {303}
    (address,) = {answer.headers["location"] for answer in answers}
    await parent.sees(address, "En attente de validation")
    assert [effect.changes for effect in old_side.ledger] == [{TELEPHONE: NEW}]
    assert sum(post.screen == "family" for post in old_side.control.posts()) == 1
