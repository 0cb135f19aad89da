"""What is old enough goes by itself, and out of the files; what is open or young never does."""

import sqlite3
import time
from datetime import timedelta

import pytest
from sqlalchemy import Connection, select, text
from sqlalchemy.exc import IntegrityError

from gateway.holdings import purging
from gateway.pending.states import State
from gateway.store import acts, purges, store
from gateway.store.purges import PurgeRow
from gateway.store.tables import attempt, event, kept, letter, request
from gateway.store.tables import purge as table
from gateway.views import RequestView, Visit
from tests.unit.portal.stage import CHIDI, HELENE, SCHOOL, Stage

DAYS = 400


async def ended(stage: Stage, identifier: str = HELENE) -> tuple[Visit, RequestView]:
    visit = await stage.sign_in(identifier)
    await stage.portal.home(visit)
    asked = await stage.ask(visit)
    await stage.work()
    stage.extranet.validate(identifier)
    asked = await stage.portal.request(visit, asked.number)
    assert asked.state is State.VALIDATED
    return visit, asked


async def journal(stage: Stage) -> list[PurgeRow]:
    return await stage.store.read(lambda c: purges.of_school(c, SCHOOL))


async def bodies(stage: Stage) -> list[bytes]:
    def read(connection: Connection) -> list[bytes]:
        found = connection.execute(select(request.c.body, request.c.result)).all()
        return [bytes(value) for row in found for value in row if value is not None]

    return await stage.store.read(read)


def on_disk(stage: Stage) -> bytes:
    return b"".join(path.read_bytes() for path in stage.folder.glob("gateway.sqlite3*"))


async def test_the_contents_of_an_ended_request_go_after_their_days_and_not_before(
    stage: Stage,
) -> None:
    await ended(stage)
    stage.clock.turn(days=DAYS - 1)
    await stage.portal.purging.purge()
    again = await stage.sign_in()
    (before,) = (await stage.portal.my_data.look(again)).requests
    assert before.changes

    contents = await bodies(stage)
    stage.clock.turn(days=2)
    await stage.portal.purging.purge()

    again = await stage.sign_in()
    (after,) = (await stage.portal.my_data.look(again)).requests
    assert (after.number, after.state, after.changes) == (before.number, before.state, ())
    assert after.history == before.history
    assert [value[:40] for value in contents if value[:40] in on_disk(stage)] == []
    line = (await journal(stage))[-1]
    assert (line.kind, line.count, line.why) == ("request", 1, "age")
    assert line.at - line.until == timedelta(days=DAYS)


async def test_what_is_free_in_the_store_holds_nothing_that_was_erased(stage: Stage) -> None:
    visit, _ = await ended(stage)
    contents = [value[:40] for value in await bodies(stage)]
    readings = select(kept.c.value).where(kept.c.account == visit.account)
    contents += [
        bytes(value)[:40]
        for value in await stage.store.read(lambda c: c.execute(readings).scalars().all())
    ]
    assert all(value in on_disk(stage) for value in contents)
    await stage.portal.sign_out(visit)
    stage.clock.turn(days=DAYS + 1)
    await stage.portal.purging.purge()

    left = on_disk(stage)
    assert [value for value in contents if value in left] == []
    assert (stage.folder / "gateway.sqlite3-wal").stat().st_size == 0


async def test_an_open_request_is_never_erased_by_its_age(stage: Stage) -> None:
    visit = await stage.sign_in()
    asked = await stage.ask(visit, keep=True)
    await stage.work()
    stage.clock.turn(days=10 * DAYS)
    await stage.portal.purging.purge()

    again = await stage.sign_in()
    still = await stage.portal.my_data.look(again)
    assert [each.number for each in still.open] == [asked.number]
    assert still.open[0].changes
    assert [line.kind for line in await journal(stage)].count("request") == 0


async def test_bare_rows_go_in_the_end_with_their_history(stage: Stage) -> None:
    await ended(stage)
    stage.clock.turn(days=DAYS + 1)
    await stage.portal.purging.purge()
    stage.clock.turn(days=364)
    await stage.portal.purging.purge()
    assert len(await stage.store.read(lambda c: c.execute(select(request)).all())) == 1
    stage.clock.turn(days=2)
    await stage.portal.purging.purge()

    assert await stage.store.read(lambda c: c.execute(select(request)).all()) == []
    assert await stage.store.read(lambda c: c.execute(select(event)).all()) == []
    assert (await journal(stage))[-1].kind == "trace"


async def test_readings_letters_and_attempts_have_their_days_too(stage: Stage) -> None:
    visit, _ = await ended(stage)
    counts = {table.name: table for table in (kept, letter, attempt)}

    async def left(name: str) -> int:
        return len(await stage.store.read(lambda c: c.execute(select(counts[name])).all()))

    readings = await left("kept")
    assert await left("letter") > 0
    assert await left("attempt") > 0
    stage.clock.turn(days=29)
    await stage.portal.purging.purge()
    assert await left("attempt") == 0
    assert await left("letter") > 0
    stage.clock.turn(days=2)
    await stage.portal.purging.purge()
    assert await left("letter") == 0
    assert await left("kept") == readings
    stage.clock.turn(days=150)
    await stage.portal.purging.purge()
    schools_own = await stage.store.read(
        lambda c: c.execute(select(kept.c.account)).scalars().all()
    )
    assert set(schools_own) <= {""}
    assert visit.account not in schools_own
    assert {line.kind for line in await journal(stage)} == {"letter", "reading"}


async def test_a_clock_set_forward_erases_nothing_that_is_young(stage: Stage) -> None:
    await ended(stage)
    purge = purging.Purging(
        stage.store,
        stage.portal.purging._records,
        stage.settings,
        timedelta(days=2),
        stage.clock,
        lambda: 0.0,
    )
    contents = await bodies(stage)
    stage.clock.turn(days=DAYS + 1)
    await purge.purge()

    assert await bodies(stage) == contents
    assert await journal(stage) == []


async def test_many_go_in_small_transactions(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    await ended(stage)
    await ended(stage, CHIDI)
    monkeypatch.setattr(purging, "_MOST", 1)
    stage.clock.turn(days=DAYS + 1)
    await stage.portal.purging.purge()

    of_requests = [line for line in await journal(stage) if line.kind == "request"]
    assert [line.count for line in of_requests] == [1, 1]


async def test_the_journal_is_only_added_to_and_has_its_days_itself(stage: Stage) -> None:
    await ended(stage)
    stage.clock.turn(days=DAYS + 1)
    await stage.portal.purging.purge()
    with pytest.raises(IntegrityError, match="only added to"):
        await stage.store.write(lambda c: c.execute(text("UPDATE purge SET count = 0")))
    assert 0 not in [line.count for line in await journal(stage)]

    stage.clock.turn(days=1096)
    await stage.portal.purging.purge()
    (line,) = [line for line in await journal(stage) if line.kind == "journal"]
    assert line.count > 0
    oldest = await stage.store.read(lambda c: c.execute(select(table.c.at)).scalars().first())
    assert oldest == line.at


async def test_whoever_reads_for_long_keeps_no_writer_waiting(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store, "_A_MOMENT", 50)
    await ended(stage)
    reader = sqlite3.connect(stage.folder / "gateway.sqlite3", isolation_level=None)
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM request").fetchone()
    began = time.monotonic()
    await stage.portal.purging.purge()
    await stage.sign_in(CHIDI)
    assert time.monotonic() - began < 5
    assert (stage.folder / "gateway.sqlite3-wal").stat().st_size > 0
    reader.close()

    await stage.portal.purging.purge()
    assert (stage.folder / "gateway.sqlite3-wal").stat().st_size == 0


async def test_what_the_staff_did_goes_by_its_own_age_and_not_before(stage: Stage) -> None:
    at = stage.clock()
    await stage.store.write(
        lambda c: acts.add(c, school=SCHOOL, at=at, staff="s1", name="Claire", what="saw")
    )
    stage.clock.turn(days=729)
    await stage.portal.purging.purge()
    assert len(await stage.store.read(lambda c: acts.latest(c, SCHOOL))) == 1
    stage.clock.turn(days=2)
    await stage.portal.purging.purge()

    assert await stage.store.read(lambda c: acts.latest(c, SCHOOL)) == []
    assert [line.kind for line in await journal(stage)] == ["act"]
