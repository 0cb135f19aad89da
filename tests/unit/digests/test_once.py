"""A day's digest goes out once: whoever writes it, whenever, whatever ends in between."""

import asyncio
import threading
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
import sqlalchemy as sa
from msgspec.structs import replace
from sqlalchemy import Connection

from gateway.app import DATABASE
from gateway.config import School
from gateway.mail import Outbox
from gateway.office.digest_letters import Digest, DigestLetters
from gateway.office.digests import Digests
from gateway.pending.states import State
from gateway.store import tables
from gateway.store.store import Store
from tests.unit.digests.post import ANNE, BRUNO, Post, body, told


async def rows(post: Post) -> list[str]:
    """The days that are written."""
    found = sa.select(tables.digest.c.day).order_by(tables.digest.c.day)
    return await post.desk.stage.store.read(lambda c: list(c.execute(found).scalars()))


async def test_it_goes_out_at_its_hour_and_not_before(post: Post) -> None:
    await post.desk.standing("2026-1", State.REVIEW)
    post.at(2026, 9, 9, 6, 59)
    assert await post.written() == []
    post.at(2026, 9, 9, 7, 0)
    letter = await post.one()
    assert letter["To"] == ANNE
    assert letter["Subject"] == "1 demande à traiter – Conservatoire des Tilleuls"


async def test_a_second_look_the_same_day_writes_nothing_and_the_next_day_does(post: Post) -> None:
    await post.desk.standing("2026-1", State.REVIEW)
    digests = post.digests()
    post.at(2026, 9, 9, 7, 0)
    assert len(await post.written(digests)) == 1
    for hour in (7, 12, 23):
        post.at(2026, 9, 9, hour, 30)
        assert await post.written(digests) == []
    post.at(2026, 9, 10, 7, 0)
    assert len(await post.written(digests)) == 1


async def test_each_address_gets_one_and_one_that_is_named_twice_too(post: Post) -> None:
    post.schools = [told(post.school, ANNE, BRUNO, ANNE)]
    await post.desk.standing("2026-1", State.REVIEW)
    post.at(2026, 9, 9, 7, 0)
    letters = await post.written()
    assert [letter["To"] for letter in letters] == [ANNE, BRUNO]
    assert letters[0]["Message-ID"] != letters[1]["Message-ID"]


async def test_without_an_address_nothing_is_written(post: Post) -> None:
    post.schools = [told(post.school)]
    await post.desk.standing("2026-1", State.REVIEW)
    post.at(2026, 9, 9, 7, 0)
    assert await post.written() == []
    assert await rows(post) == []


class Together(DigestLetters):
    """Nobody writes before both have looked, and found that nothing is written."""

    both: threading.Barrier

    def digest(self, connection: Connection, school: School, now: datetime) -> Digest:
        found = super().digest(connection, school, now)
        self.both.wait(timeout=20)
        return found


async def test_of_two_processes_at_the_same_moment_one_writes(post: Post) -> None:
    stage = post.desk.stage
    await post.desk.standing("2026-1", State.REVIEW)
    other = Store(stage.folder / DATABASE)
    try:
        plain = post.letters()
        letters = Together(plain._records, plain._stationery, "fr")
        pair = [post.digests(store=store, letters=letters) for store in (stage.store, other)]
        for day in range(9, 29):
            letters.both = threading.Barrier(2)
            post.at(2026, 9, day, 7, 0)
            await asyncio.gather(*(each.write_due() for each in pair))
            assert [letter["To"] for letter in await post.taken()] == [ANNE], day
    finally:
        other.close()


async def test_killed_once_it_is_written_it_is_sent_after_the_restart_and_once(post: Post) -> None:
    stage = post.desk.stage
    await post.desk.standing("2026-1", State.REVIEW)
    post.at(2026, 9, 9, 7, 0)
    await post.digests().write_due()
    assert stage.letterbox.letters == []

    await stage.restart()
    digests = post.digests()
    assert len(await post.written(digests)) == 1
    assert await post.written(digests) == []


class Dies(Outbox):
    """At the second letter."""

    def __init__(self, post: Post) -> None:
        self.__dict__.update(vars(post.outbox(post.desk.stage.store)))
        self.letters = 0

    def post(self, connection: Connection, *given: object, **how: object) -> None:
        self.letters += 1
        if self.letters == 2:
            raise OSError
        super().post(connection, *given, **how)  # type: ignore[arg-type]


async def test_killed_between_two_letters_none_is_there_and_all_come_later(post: Post) -> None:
    post.schools = [told(post.school, ANNE, BRUNO)]
    await post.desk.standing("2026-1", State.REVIEW)
    post.at(2026, 9, 9, 7, 0)
    assert await post.written(post.digests(outbox=Dies(post))) == []
    assert await rows(post) == []
    post.at(2026, 9, 9, 7, 5)
    assert [letter["To"] for letter in await post.written()] == [ANNE, BRUNO]


async def test_down_at_the_hour_it_goes_out_as_soon_as_the_gateway_is_up(post: Post) -> None:
    await post.desk.standing("2026-1", State.REVIEW)
    post.at(2026, 9, 9, 7, 0)
    assert len(await post.written()) == 1
    await post.desk.stage.restart()
    post.at(2026, 9, 10, 16, 40)
    assert len(await post.written()) == 1
    post.at(2026, 9, 11, 7, 0)
    assert "Depuis le jeudi 10 septembre 2026 à 16 h 40" in body(await post.one())


async def test_down_for_two_days_nothing_is_made_up_for_and_the_next_counts_them(
    post: Post,
) -> None:
    post.at(2026, 9, 9, 7, 0)
    await post.desk.standing("2026-0", State.REVIEW)
    assert len(await post.written()) == 1
    for day in (9, 10, 11):
        post.at(2026, 9, day, 12, 0)
        await post.desk.standing(f"2026-{day}", State.REVIEW)
    await post.desk.stage.restart()
    post.at(2026, 9, 12, 7, 0)
    said = body(await post.one())
    assert "Depuis le mercredi 9 septembre 2026 à 7 h 00 :" in said
    assert "- Demandes reçues : 3\n" in said
    assert "- À traiter d’abord : 4\n" in said


async def test_what_no_server_has_taken_by_the_next_day_gives_way_to_it(post: Post) -> None:
    post.schools = [told(post.school, ANNE, BRUNO)]
    await post.desk.standing("2026-1", State.REVIEW)
    post.at(2026, 9, 9, 7, 0)
    await post.digests().write_due()
    post.schools = [told(post.school, ANNE)]
    post.at(2026, 9, 10, 7, 0)
    letter = await post.one()
    assert letter["To"] == ANNE
    assert "le jeudi 10 septembre 2026 à 7 h 00" in body(letter)


async def test_on_the_days_when_the_clocks_change_there_is_one_too(post: Post) -> None:
    """Every ten minutes of three days, at an hour that is left out, or comes twice."""
    for first in (datetime(2026, 3, 28, tzinfo=UTC), datetime(2026, 10, 24, tzinfo=UTC)):
        post.schools = [told(post.school, ANNE, digest_hour=2, digest_when_quiet=True)]
        digests, sent = post.digests(), []
        post.desk.stage.clock.moment = first
        for _ in range(3 * 24 * 6):
            sent += [letter["Date"].datetime for letter in await post.written(digests)]
            post.desk.stage.clock.turn(minutes=10)
        assert [each.day - first.day for each in sent] == [0, 1, 2]


async def test_two_schools_each_have_their_hour_and_their_numbers(post: Post) -> None:
    other = told(post.school, BRUNO, digest_hour=18)
    post.schools.append(
        replace(other, id="autre", name="École d’ailleurs", public_url="https://ailleurs.example")
    )
    await post.desk.standing("2026-1", State.REVIEW)
    for number in ("2026-2", "2026-3"):
        await post.desk.standing(number, State.AWAITING_STAFF, school="autre")
    digests = post.digests()
    post.at(2026, 9, 9, 7, 0)
    letter = await post.one(digests)
    assert (letter["To"], letter["Subject"]) == (
        ANNE, "1 demande à traiter – Conservatoire des Tilleuls"
    )  # fmt: skip
    post.at(2026, 9, 9, 18, 0)
    letter = await post.one(digests)
    assert (letter["To"], letter["Subject"]) == (
        BRUNO, "2 demandes à valider dans iMuse – École d’ailleurs"
    )  # fmt: skip
    assert "https://ailleurs.example/bureau" in body(letter)
    assert "https://portail.tilleuls.example" not in body(letter)


class Fails(DigestLetters):
    """For one school."""

    def digest(self, connection: Connection, school: School, now: datetime) -> Digest:
        if school.id == "autre":
            raise ValueError("LEMARCHAND Hélène")
        return super().digest(connection, school, now)


async def test_a_school_that_fails_keeps_back_no_other_and_is_tried_again(
    post: Post, caplog: pytest.LogCaptureFixture
) -> None:
    post.schools.insert(0, replace(post.schools[0], id="autre"))
    await post.desk.standing("2026-1", State.REVIEW)
    await post.desk.standing("2026-2", State.REVIEW, school="autre")
    plain = post.letters()
    post.at(2026, 9, 9, 7, 0)
    letters = Fails(plain._records, plain._stationery, "fr")
    assert len(await post.written(post.digests(letters=letters))) == 1
    assert [record.school for record in caplog.records] == ["autre"]  # type: ignore[attr-defined]
    assert len(await post.written()) == 1


async def test_a_clock_that_is_set_back_over_midnight_repeats_none(post: Post) -> None:
    post.schools = [told(post.school, ANNE, digest_hour=0)]
    await post.desk.standing("2026-1", State.REVIEW)
    post.at(2026, 9, 9, 12, 0)
    assert len(await post.written()) == 1
    post.at(2026, 9, 10, 0, 0)
    assert len(await post.written()) == 1
    post.at(2026, 9, 9, 23, 59)
    assert await post.written() == []
    post.at(2026, 9, 10, 0, 1)
    assert await post.written() == []


async def test_no_more_than_a_month_of_days_is_kept(post: Post) -> None:
    digests = post.digests()
    post.at(2026, 9, 1, 7, 0)
    for _ in range(70):
        await digests.write_due()
        post.desk.stage.clock.turn(days=1)
    kept = await rows(post)
    assert len(kept) == 32
    assert kept[-1] == "2026-11-09"


class Enough(Exception):
    pass


async def test_it_runs_by_itself_and_sleeps_until_the_next_hour_but_never_for_long(
    post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock, slept = post.desk.stage.clock, []

    async def sleep(seconds: float) -> None:
        slept.append(seconds)
        clock.turn(seconds=seconds)
        if len(slept) == 5:
            raise Enough

    await post.desk.standing("2026-1", State.REVIEW)
    post.at(2026, 9, 9, 6, 48, 20)
    digests = post.digests()
    monkeypatch.setattr("gateway.office.digests.asyncio", SimpleNamespace(sleep=sleep))
    with pytest.raises(Enough):
        await digests.run()
    assert [round(each) for each in slept] == [300, 300, 100, 300, 300]
    (letter,) = await post.taken()
    late = letter["Date"].datetime - datetime(2026, 9, 9, 5, 0, tzinfo=UTC)
    assert timedelta() <= late < timedelta(seconds=1)


async def test_with_nobody_to_write_to_it_sleeps(
    post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def sleep(seconds: float) -> None:
        assert seconds == 300
        raise Enough

    post.schools = []
    digests: Digests = post.digests()
    monkeypatch.setattr("gateway.office.digests.asyncio", SimpleNamespace(sleep=sleep))
    with pytest.raises(Enough):
        await digests.run()
