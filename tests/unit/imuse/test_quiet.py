"""Politeness among ourselves: what nobody waits for comes after everybody."""

import asyncio

import httpx
import pytest

from adapters.imuse.client import Ask, Lines
from adapters.quiet import GivesWay, is_quiet, quietly
from adapters.registry import ExtranetSettings

HOME = "https://ecole.example/extranet/"


class SlowSite(httpx.AsyncBaseTransport):
    """Answers once it is told to."""

    def __init__(self) -> None:
        self.asked = 0
        self.reached = asyncio.Event()
        self.both = asyncio.Event()
        self.answers = asyncio.Event()

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        self.asked += 1
        self.reached.set()
        if self.asked == 2:
            self.both.set()
        await self.answers.wait()
        return httpx.Response(200, text="ok")


async def test_it_gives_way_while_somebody_is_answered_and_goes_once_nobody_is() -> None:
    site = SlowSite()
    lines = Lines(ExtranetSettings(sign_in_url=HOME, pages_per_second=500, at_once=3), site)
    family, other = lines.client(), lines.client()
    waited_for = asyncio.create_task(family.read(Ask(url=HOME)))
    await site.reached.wait()
    with quietly(), pytest.raises(GivesWay):
        await other.read(Ask(url=HOME))
    assert site.asked == 1
    site.answers.set()
    await waited_for
    with quietly():
        assert (await other.read(Ask(url=HOME))).status == 200
    await family.close()
    await other.close()
    await lines.close()


async def test_one_that_is_under_way_keeps_nobody_waiting_for_its_end() -> None:
    site = SlowSite()
    lines = Lines(ExtranetSettings(sign_in_url=HOME, pages_per_second=500, at_once=2), site)
    family, other = lines.client(), lines.client()
    with quietly():
        look = asyncio.create_task(other.read(Ask(url=HOME)))
    await site.reached.wait()
    waited_for = asyncio.create_task(family.read(Ask(url=HOME)))
    await site.both.wait()
    site.answers.set()
    await asyncio.gather(look, waited_for)
    await family.close()
    await other.close()
    await lines.close()


async def test_only_who_asks_quietly_is_quiet() -> None:
    with quietly():
        assert is_quiet()
        assert await asyncio.create_task(_asking())
    assert not is_quiet()
    assert not await asyncio.create_task(_asking())


async def _asking() -> bool:
    return is_quiet()
