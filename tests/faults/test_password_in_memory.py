"""Where a password is after its delivery: in no file, no letter, and nowhere in memory (TRUST 23).

The memory of a real gateway is read as a core dump would hold it. What Python has let go of stays
there until something else is put in its place; what anything still held would stay for good.
"""

import asyncio
import re
import resource
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.contract.stands.school import SchoolStand, school
from tests.faults.parent import Parent
from tests.journeys.gateway import Process
from tests.journeys.post import post_office
from tests.journeys.test_the_whole_way import NEW
from tests.unit.pages.reading import filled
from tests.unit.portal.test_canaries import said_in

CANARY = "CANARI-Memoire-2718"
SEARCHED = CANARY.encode()
ROUNDS = 60
"""Of pages that put something else in the place of what was let go of."""


def in_memory(pid: int) -> int:
    """How many times a process holds the canary."""
    found = 0
    with Path(f"/proc/{pid}/mem").open("rb", buffering=0) as memory:
        for line in Path(f"/proc/{pid}/maps").read_text().splitlines():
            addresses, rights, *_ = line.split()
            if not rights.startswith("rw"):
                continue
            first, last = (int(address, 16) for address in addresses.split("-"))
            try:
                memory.seek(first)
                found += len(re.findall(re.escape(SEARCHED), memory.read(last - first)))
            except OSError:
                continue  # The kernel's own pages are not for reading.
    return found


def readable(pid: int) -> bool:
    try:
        in_memory(pid)
    except PermissionError:
        return False
    return True


async def signs_in_with_the_canary(parent: Parent, old_side: SchoolStand) -> None:
    """The password is changed to it through the portal, which then holds it for the session."""
    account = old_side.accounts[0]
    await parent.signs_in(account)
    form = filled(await parent.get("/mot-de-passe"), "/mot-de-passe")
    form |= {"ancien": account.password, "nouveau": CANARY, "confirmation": CANARY}
    answer = await parent.post("/mot-de-passe", form)
    parent.cookie = answer.headers["set-cookie"].split(";")[0]
    assert old_side.control.password(account.identifier) == CANARY


async def asks_and_leaves(parent: Parent, old_side: SchoolStand) -> None:
    """It may be kept until the request is delivered, which cannot be now."""
    page = await parent.get("/famille")
    field = parent.field(page, "Téléphone portable")
    form = filled(page, "/famille") | {field: NEW, "garder": "1"}
    leaving = filled(page, "/deconnexion")
    old_side.control.down()
    asked = await parent.post("/famille", form)
    assert asked.headers["location"].startswith("/demandes/")
    left = await parent.post("/deconnexion", leaving)
    assert left.status_code == 303
    parent.cookie = ""


async def delivered(old_side: SchoolStand, gateway: Process) -> None:
    """It is on the old side, and the gateway has read so: until then it needs the password."""
    store = gateway.folder / "data" / "gateway.sqlite3"
    for _ in range(300):
        with closing(sqlite3.connect(f"file:{store}?mode=ro", uri=True)) as connection:
            ((state, means),) = connection.execute("SELECT state, means FROM request")
        if state == "awaiting_staff" and means is None:
            assert any("Téléphone portable" in effect.changes for effect in old_side.ledger)
            return
        await asyncio.sleep(0.1)
    raise AssertionError(f"it was never delivered: {state}")


async def forgotten(parent: Parent, pid: int) -> None:
    """A form with many values of its size, beside pages: one of them takes each place it had."""
    form = {f"champ-{number}": CANARY[::-1] for number in range(900)}
    for _ in range(ROUNDS):
        if in_memory(pid) == 0:
            return
        for path in ("/connexion", "/aide", "/mot-de-passe-perdu", "/accessibilite"):
            await parent.get(path)
        # Read whole, then refused: it has no token.
        assert (await parent.post("/connexion", form)).status_code == 403
    assert in_memory(pid) == 0


@pytest.fixture
def cores() -> Iterator[None]:
    """Where this machine allows them, whoever starts a gateway here would have them written."""
    before = resource.getrlimit(resource.RLIMIT_CORE)
    resource.setrlimit(resource.RLIMIT_CORE, (before[1], before[1]))
    yield
    resource.setrlimit(resource.RLIMIT_CORE, before)


@pytest.mark.usefixtures("cores")
async def test_a_password_that_was_kept_for_a_delivery_is_nowhere_once_it_is_delivered(
    tmp_path: Path,
) -> None:
    async with post_office() as post:
        with school("refreshed") as old_side:
            gateway = Process(tmp_path, old_side.sign_in_url, post.port)
            await gateway.start()
            assert gateway._process is not None
            pid = gateway._process.pid
            if not readable(pid):
                await gateway.stop()
                pytest.skip("nobody may read another process's memory on this machine")
            parent = Parent(gateway)
            await signs_in_with_the_canary(parent, old_side)
            assert in_memory(pid) > 0, "it is found where it has to be"
            await asks_and_leaves(parent, old_side)
            old_side.control.down(False)
            await delivered(old_side, gateway)
            await forgotten(parent, pid)
            files = [path for path in tmp_path.rglob("*") if path.is_file()]
            assert {"gateway.sqlite3-wal", "log"} <= {path.name for path in files}
            assert [path for path in files if SEARCHED in path.read_bytes()] == []
            letters = [said_in(letter) for _, letter in await post.wait_for(1)]
            assert all(CANARY not in letter for letter in letters)
            limits = Path(f"/proc/{pid}/limits").read_text()
            assert re.search(r"Max core file size +0 ", limits), "nor will a core hold it"
            await parent.client.aclose()
            await gateway.stop()
