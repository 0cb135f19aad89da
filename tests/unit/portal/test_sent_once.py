"""What a press sends only once, where several processes share one store."""

import asyncio
from datetime import timedelta

import pytest

from adapters.port import BeforeSending
from gateway.portal.sent_once import PressedTwice, SentOnce
from gateway.store import once
from gateway.vault import DoesNotOpen, Place
from gateway.views import Fate, PasswordAsked
from tests.unit.portal.stage import SCHOOL, Stage

PRESS = ("lost", "a-press")


class Sender:
    """Counts what leaves; the answer comes when it is let."""

    def __init__(self) -> None:
        self.sent = 0
        self.leaving, self.answer = asyncio.Event(), asyncio.Event()

    async def __call__(self, before_sending: BeforeSending) -> PasswordAsked:
        await before_sending()
        self.sent += 1
        self.leaving.set()
        await self.answer.wait()
        return PasswordAsked(fate=Fate.DONE, words="Envoyé.")


@pytest.fixture
def sender() -> Sender:
    return Sender()


def process(stage: Stage) -> SentOnce:
    """As another process has it: only the store is shared."""
    return SentOnce(stage.store, stage.vault, timedelta(days=2), stage.clock)


async def test_two_processes_send_a_press_once(stage: Stage, sender: Sender) -> None:
    one, other = process(stage), process(stage)
    both = asyncio.Barrier(2)

    async def at_once(before_sending: BeforeSending) -> PasswordAsked:
        # To neither is anything known of the other yet.
        await both.wait()
        return await sender(before_sending)

    racing = [
        asyncio.create_task(each.send(SCHOOL, PRESS, PasswordAsked, at_once))
        for each in (one, other)
    ]
    await sender.leaving.wait()
    sender.answer.set()

    ended = await asyncio.gather(*racing, return_exceptions=True)

    assert sender.sent == 1
    assert sorted(type(each).__name__ for each in ended) == ["PasswordAsked", "PressedTwice"]


async def test_while_another_process_sends_it_nobody_knows_yet_and_afterwards_all_do(
    stage: Stage, sender: Sender
) -> None:
    one, other = process(stage), process(stage)
    sending = asyncio.create_task(one.send(SCHOOL, PRESS, PasswordAsked, sender))
    await sender.leaving.wait()
    meanwhile = await other.send(SCHOOL, PRESS, PasswordAsked, sender)
    sender.answer.set()

    assert meanwhile.fate is Fate.UNKNOWN
    assert await sending == await other.send(SCHOOL, PRESS, PasswordAsked, sender)
    assert sender.sent == 1


async def test_what_raised_before_anything_left_may_be_pressed_again(
    stage: Stage, sender: Sender
) -> None:
    once = process(stage)

    async def fails(before_sending: BeforeSending) -> PasswordAsked:
        raise PressedTwice

    with pytest.raises(PressedTwice):
        await once.send(SCHOOL, PRESS, PasswordAsked, fails)
    sender.answer.set()

    assert (await once.send(SCHOOL, PRESS, PasswordAsked, sender)).fate is Fate.DONE


async def test_a_press_is_known_for_as_long_as_a_page_may_repeat_it(
    stage: Stage, sender: Sender
) -> None:
    once = process(stage)
    sender.answer.set()
    await once.send(SCHOOL, PRESS, PasswordAsked, sender)
    stage.clock.turn(hours=47)
    await once.send(SCHOOL, ("lost", "another"), PasswordAsked, sender)

    await once.send(SCHOOL, PRESS, PasswordAsked, sender)

    assert sender.sent == 2
    other_school = await once.send("autre", PRESS, PasswordAsked, sender)
    assert (other_school.fate, sender.sent) == (Fate.DONE, 3)


async def test_the_store_and_the_key_file_together_do_not_open_what_came_of_it(
    stage: Stage, sender: Sender
) -> None:
    sender.answer.set()
    await process(stage).send(SCHOOL, PRESS, PasswordAsked, sender)
    digest = stage.vault.digest("once", SCHOOL, *PRESS)
    row = await stage.store.read(lambda c: once.find(c, SCHOOL, digest))
    assert row is not None
    assert row.sealed is not None

    place = Place(purpose="once", school=SCHOOL, account="", row=digest)
    with pytest.raises(DoesNotOpen):
        stage.vault.open(place, row.sealed)
    assert stage.vault.open(place, row.sealed, "\n".join(PRESS).encode())
