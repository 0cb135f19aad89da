"""kill -9 of the gateway between acceptance and delivery; the old side's ledger is the judge."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser

from tests.contract.stands.school import SchoolStand, school
from tests.journeys.gateway import Process
from tests.journeys.parent import Parent
from tests.journeys.post import post_office
from tests.journeys.test_the_whole_way import NEW

pytestmark = pytest.mark.asyncio(loop_scope="session")

TELEPHONE = "Téléphone portable"


@pytest_asyncio.fixture(loop_scope="session", params=["old"])
async def place(
    request: pytest.FixtureRequest, tmp_path: Path
) -> AsyncIterator[tuple[SchoolStand, Process]]:
    async with post_office() as post:
        with school(request.param) as old_side:
            gateway = Process(tmp_path, old_side.sign_in_url, post.port)
            await gateway.start()
            yield old_side, gateway
            await gateway.stop()


async def asks(browser: Browser, gateway: Process, old_side: SchoolStand) -> Parent:
    """Asks for a new number, and allows the means to sign in to be kept until it is delivered."""
    parent = await Parent.arrives(browser, gateway.url)
    await parent.opens("/famille")
    await parent.signs_in(old_side.accounts[0])
    await parent.types(TELEPHONE, NEW)
    await parent.page.get_by_role("checkbox", name="Transmettre ma demande").check()
    return parent


async def test_killed_between_acceptance_and_delivery_it_delivers_once_after_its_restart(
    browser: Browser, place: tuple[SchoolStand, Process]
) -> None:
    old_side, gateway = place
    parent = await asks(browser, gateway, old_side)
    old_side.control.down()
    await parent.presses("Modifier")
    await parent.sees("Accusé de réception")
    await gateway.kill()
    old_side.control.down(False)
    await gateway.start()
    await parent.waits_until_it_stands("En attente de validation")
    assert [effect.changes for effect in old_side.ledger] == [{TELEPHONE: NEW}]


@pytest.mark.parametrize("place", ["refreshed"], indirect=True)
async def test_killed_while_the_old_site_was_at_it_nothing_takes_effect_twice(
    browser: Browser, place: tuple[SchoolStand, Process]
) -> None:
    old_side, gateway = place
    parent = await asks(browser, gateway, old_side)
    old_side.control.fault("late_effect", screen="family", method="POST", seconds=0.5)
    await parent.presses("Modifier")
    await parent.sees("Accusé de réception")
    await parent.waits_until_it_stands("En cours de vérification")
    await gateway.kill()
    await gateway.start()
    await parent.waits_until_it_stands("En attente de validation")
    assert [effect.changes for effect in old_side.ledger] == [{TELEPHONE: NEW}]


async def test_killed_in_mid_sending_it_waits_the_old_server_out_before_anything_else(
    browser: Browser, tmp_path: Path
) -> None:
    """The old server goes on with it, in a session that nobody else waits for any more."""
    async with post_office() as post:
        with school("old") as old_side:
            gateway = Process(tmp_path, old_side.sign_in_url, post.port, longest_run=8)
            await gateway.start()
            parent = await asks(browser, gateway, old_side)
            old_side.control.fault("slow", screen="family", method="POST", seconds=60)
            await parent.presses("Modifier")
            await parent.waits_until_it_stands("En cours de transmission")
            async with asyncio.timeout(15):
                while not old_side.control.paused():
                    await parent.page.wait_for_timeout(20)
            await gateway.kill()
            old_side.control.end_sessions()
            await gateway.start()
            await parent.waits_until_it_stands("En cours de vérification")
            assert old_side.ledger == []
            old_side.control.release()
            await parent.waits_until_it_stands("En attente de validation")
            await gateway.stop()
            assert [effect.changes for effect in old_side.ledger] == [{TELEPHONE: NEW}]


async def test_a_session_outlives_a_restart(
    browser: Browser, place: tuple[SchoolStand, Process]
) -> None:
    old_side, gateway = place
    parent = await asks(browser, gateway, old_side)
    await gateway.kill()
    await gateway.start()
    await parent.opens("/famille")
    await parent.sees_heading("Famille")
