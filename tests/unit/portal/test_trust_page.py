"""What the school saw and did is told to the family alone, and its notes go (issue 6, 7)."""

import io
import zipfile
from collections.abc import AsyncIterator
from functools import partial
from pathlib import Path

import pytest
import pytest_asyncio
from sqlalchemy import Connection, Update, select, update
from sqlalchemy.exc import DatabaseError

from gateway.desk.requests import history
from gateway.holdings import in_french
from gateway.portal.passwords import WrongFormer
from gateway.store.tables import act
from gateway.views import Visit
from gateway.views.office import REMINDED, Decision
from tests.unit.office.stage import ANNE, Desk, at_the_desk
from tests.unit.portal.stage import CHIDI, HELENE, SCHOOL

HERE = "198.51.100.7"
NOTE = "La mère d’Hélène a téléphoné : numéro confirmé."
THEIRS = "Chidi a rappelé."


@pytest_asyncio.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    async with at_the_desk(tmp_path) as ready:
        yield ready


async def settled(desk: Desk, identifier: str, note: str) -> tuple[Visit, str]:
    """A family whose request was seen at the desk and closed there, with a note."""
    visit = await desk.stage.sign_in(identifier)
    asked = await desk.stage.ask(visit, keep=False)
    await desk.stage.work()
    case = await desk.office.case(ANNE, asked.number)
    await desk.office.decide(ANNE, asked.number, case.fence, Decision.VALIDATED_THERE, note)
    return visit, asked.number


async def taken_away(desk: Desk, visit: Visit) -> bytes:
    pieces = [piece async for piece in await desk.stage.portal.my_data.download(visit)]
    archive = zipfile.ZipFile(io.BytesIO(b"".join(pieces)))
    return b"".join(archive.read(name) for name in archive.namelist())


def password(desk: Desk, identifier: str = HELENE) -> str:
    return desk.stage.extranet.credentials(identifier).password


async def notes(desk: Desk, number: str) -> list[bytes]:
    return [row.note for row in await desk.acts(number) if row.note is not None]


async def test_a_family_reads_what_was_seen_and_done_about_it_and_no_other_does(
    desk: Desk,
) -> None:
    helene, number = await settled(desk, HELENE, NOTE)
    chidi, theirs = await settled(desk, CHIDI, THEIRS)

    held = await desk.stage.portal.my_data.look(helene)
    assert [(each.what, each.number, each.note) for each in held.acts] == [
        ("validee", number, NOTE),
        ("saw", number, ""),
    ]
    everything = await taken_away(desk, helene)
    for said in (NOTE, "l’a ouverte", "a dit qu’elle est validée", "le secrétariat"):
        assert said.encode() in everything
    for other in (THEIRS, theirs, ANNE.name, ANNE.id):
        assert other.encode() not in everything
    assert {each.number for each in (await desk.stage.portal.my_data.look(chidi)).acts} == {theirs}


@pytest.mark.parametrize("why", ["demand", "age"])
async def test_a_note_goes_with_its_requests_contents_and_the_act_stays(
    desk: Desk, why: str
) -> None:
    _, theirs = await settled(desk, CHIDI, THEIRS)
    if why == "age":
        desk.stage.clock.turn(days=200)
    helene, number = await settled(desk, HELENE, NOTE)
    if why == "demand":
        (gone,), (stays,) = await notes(desk, number), await notes(desk, theirs)
        await desk.stage.portal.my_data.erase(helene, HERE, password(desk))
        erased, left = number, theirs
    else:
        (stays,), (gone,) = await notes(desk, number), await notes(desk, theirs)
        desk.stage.clock.turn(days=201)
        await desk.stage.portal.purging.purge()
        erased, left = theirs, number

    assert [row.what for row in await desk.acts(erased)] == ["saw", "validee"]
    assert await notes(desk, erased) == []
    assert await notes(desk, left) == [stays]
    on_disk = b"".join(path.read_bytes() for path in desk.stage.folder.rglob("*") if path.is_file())
    assert gone[14:] not in on_disk
    assert stays[14:] in on_disk


def _execute(change: Update, connection: Connection) -> None:
    connection.execute(change)


async def test_of_an_act_only_the_note_goes_and_only_once_its_request_is_erased(
    desk: Desk,
) -> None:
    store = desk.stage.store
    visit, number = await settled(desk, HELENE, NOTE)
    await settled(desk, CHIDI, THEIRS)
    noted = update(act).where(act.c.note.is_not(None))
    about_it = noted.where(act.c.number == number)
    with pytest.raises(DatabaseError, match="only added to"):
        await store.write(lambda c: c.execute(about_it.values(note=None)))

    await desk.stage.portal.my_data.erase(visit, HERE, password(desk))
    # One more note, of after the erasing: whoever lets it go may change nothing else with it.
    await store.write(
        lambda c: desk.office._diary.add(c, ANNE, desk.stage.clock(), "x", number, "N")
    )
    late = about_it.where(act.c.what == "x")
    for change in ({"note": None, "what": "y"}, {"note": None, "name": "Z"}, {"note": b"N"}):
        changed = late.values(change)
        with pytest.raises(DatabaseError, match="only added to"):
            await store.write(partial(_execute, changed))
    with pytest.raises(DatabaseError, match="only added to"):
        await store.write(lambda c: c.execute(noted.values(note=None)))
    kept = await store.read(lambda c: c.execute(select(act).where(act.c.note.is_not(None))).all())
    assert len(kept) == 2


async def test_a_session_elsewhere_is_ended_and_this_one_goes_on(desk: Desk) -> None:
    stage, my_data = desk.stage, desk.stage.portal.my_data
    here, phone, library = [await stage.cookie() for _ in range(3)]
    other = await stage.cookie(CHIDI)
    visit = await stage.visit(here)
    ids = {each.id: each for each in (await my_data.look(visit)).sessions}
    (its_own,) = (id for id, each in ids.items() if each.here)
    assert len(ids) == 3
    handle = (await stage.visit(phone)).session
    elsewhere = await my_data._holdings.elsewhere(visit)
    (chosen,) = (id for id, each in elsewhere.items() if each == handle)
    (foreign,) = (each.id for each in (await my_data.look(await stage.visit(other))).sessions)

    with pytest.raises(WrongFormer):
        await my_data.close(visit, HERE, "un autre", chosen)
    assert await stage.portal.visit(SCHOOL, phone) is not None
    for id in (its_own, foreign):
        assert await my_data.close(visit, f"{HERE}{id}", password(desk), id) == 0
    assert await my_data.close(visit, "192.0.2.1", password(desk), chosen) == 1

    assert await stage.portal.visit(SCHOOL, phone) is None
    assert await stage.portal.visit(SCHOOL, library) is not None
    assert await my_data.close(visit, "192.0.2.2", password(desk), "") == 1
    assert await stage.portal.visit(SCHOOL, library) is None
    assert (await stage.portal.family(await stage.visit(here))).seen
    assert await stage.portal.visit(SCHOOL, other) is not None


def test_whatever_may_be_decided_is_told_to_a_family_and_to_colleagues_in_words() -> None:
    assert {*Decision, REMINDED} <= set(in_french.ACTS) & set(history.ACTS)
