"""Drafts: kept sealed, for their own family alone, until they are sent or grow too old."""

import asyncio
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace
from sqlalchemy import select, update

from adapters.model import Student
from adapters.re_enrolment import Discipline, ReEnrolment
from gateway.drafts import Draft, Drafts, Given, NothingBegun, new_press
from gateway.keys import create_key_file, load_keys
from gateway.store.store import Store
from gateway.store.tables import draft as table
from gateway.vault import Vault
from tests.unit.portal.stage import TurnedClock

ZOE = Student(ref="zoe0000000000001", name="D’AOÛT Zoé")
SCREEN = ReEnrolment(title="", disciplines=(Discipline(key="p", caption="Piano"),), shape="s")
CANARY = "CANARI-DE-LA-NOTE"


def draft(**changed: object) -> Draft:
    values = {"student": ZOE, "screen": SCREEN, "ticked": ("p",), "note": CANARY,
              "press": new_press()}  # fmt: skip
    return Draft(**{**values, **changed})  # type: ignore[arg-type]


def given(number: int) -> Given:
    return Given(document=f"d{number}", name="1", label="Photo", file_name="a.jpg", size=1)


class Place:
    """A store in a folder, opened again as after a restart."""

    def __init__(self, folder: Path) -> None:
        create_key_file(folder / "key")
        self.folder = folder
        self.clock = TurnedClock()
        self.open()

    def open(self) -> None:
        self.store = Store(self.folder / "gateway.sqlite")
        vault = Vault(load_keys(self.folder / "key", {}))
        self.drafts = Drafts(self.store, vault, timedelta(days=30), self.clock)

    async def put(self, account: str, wanted: Draft) -> None:
        await self.drafts.change("ecole", account, wanted.student.ref, lambda _: wanted)

    async def rows(self) -> int:
        return len(await self.store.read(lambda c: c.execute(select(table)).all()))


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    place = Place(tmp_path)
    yield place
    place.store.close()


async def test_a_draft_outlasts_a_restart(place: Place) -> None:
    kept = draft(given=(given(1),))
    await place.put("a", kept)
    place.store.close()
    place.open()

    assert await place.drafts.find("ecole", "a", ZOE.ref) == kept
    assert await place.drafts.of_account("ecole", "a") == (kept,)


async def test_it_is_its_own_familys_and_its_own_schools_alone(place: Place) -> None:
    await place.put("a", draft())

    assert await place.drafts.find("ecole", "b", ZOE.ref) is None
    assert await place.drafts.find("autre", "a", ZOE.ref) is None
    assert await place.drafts.of_account("ecole", "b") == ()


async def test_a_draft_that_is_put_into_another_familys_row_does_not_open(place: Place) -> None:
    await place.put("a", draft())
    await place.put("b", draft(note="à B"))
    rows = {row.account: row for row in await place.store.read(lambda c: c.execute(select(table)))}

    def swap(connection: object) -> None:
        connection.execute(  # type: ignore[attr-defined]
            update(table).where(table.c.account == "b").values(sealed=rows["a"].sealed)
        )

    await place.store.write(swap)
    assert await place.drafts.find("ecole", "b", ZOE.ref) is None
    assert await place.drafts.find("ecole", "a", ZOE.ref) is not None


async def test_nothing_of_it_is_in_clear_on_disk(place: Place) -> None:
    await place.put("a", draft())
    whole = b"".join(path.read_bytes() for path in place.folder.glob("gateway.sqlite*"))

    assert await place.rows() == 1
    for secret in (CANARY, ZOE.ref, "Zoé", "Piano"):
        assert secret.encode() not in whole


async def test_one_that_nobody_changes_is_gone_after_its_days_and_then_erased(
    place: Place,
) -> None:
    await place.put("a", draft())
    place.clock.turn(days=29)
    await place.drafts.sweep()
    assert await place.drafts.find("ecole", "a", ZOE.ref) is not None
    place.clock.turn(days=2)

    assert await place.drafts.find("ecole", "a", ZOE.ref) is None
    assert await place.drafts.of_account("ecole", "a") == ()
    await place.drafts.sweep()
    assert await place.rows() == 0


async def test_erasing_a_draft_leaves_the_one_that_was_begun_after_it(place: Place) -> None:
    first, second = draft(), draft(note="la suivante")
    await place.put("a", second)
    await place.drafts.erase("ecole", "a", ZOE.ref, first.press)
    assert await place.drafts.find("ecole", "a", ZOE.ref) == second
    await place.drafts.erase("ecole", "a", ZOE.ref, second.press)
    assert await place.rows() == 0


async def test_changes_made_at_once_are_all_kept(place: Place) -> None:
    await place.put("a", draft())

    async def give(number: int) -> None:
        await place.drafts.amend(
            "ecole", "a", ZOE.ref, lambda one: replace(one, given=(*one.given, given(number)))
        )

    await asyncio.gather(*(give(number) for number in range(20)))
    found = await place.drafts.find("ecole", "a", ZOE.ref)
    assert found is not None
    assert {each.document for each in found.given} == {f"d{number}" for number in range(20)}


async def test_what_is_not_begun_cannot_be_amended(place: Place) -> None:
    with pytest.raises(NothingBegun):
        await place.drafts.amend("ecole", "a", ZOE.ref, lambda one: one)
    assert await place.rows() == 0


def test_every_change_gives_another_version() -> None:
    kept = draft()
    others = (
        replace(kept, note="autre"),
        replace(kept, ticked=()),
        replace(kept, given=(given(1),)),
        replace(kept, answers={"q": "1"}),
        replace(kept, screen=replace(SCREEN, shape="t")),
    )
    assert len({kept.version, *(each.version for each in others)}) == 6
    assert replace(kept).version == kept.version
