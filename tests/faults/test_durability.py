"""What was accepted outlasts a power cut at any moment: proven on a recording file layer.

After each sync that the gateway or SQLite makes, the disk is cut: what nobody synced is dropped,
and the store is opened again. What the layer cannot show is a disk that lies about what it synced,
or one that keeps unsynced bytes in part, against which SQLite's log has its own checksums.
"""

import os
import shutil
import sqlite3
from collections.abc import AsyncIterator, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import pytest
from starlette.applications import Starlette
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from gateway.app import DATABASE
from gateway.config import Contact, School
from gateway.documents.folder import Folder
from gateway.documents.stored import Owner
from gateway.keys import load_keys
from gateway.vault import Vault
from tests.faults.power import Disk, Sure, recorded
from tests.unit.old_tabs import TabsExtranet
from tests.unit.pages.conftest import ORIGIN
from tests.unit.pages.re_enrolling import HELENE, WORDING, Parent, browser, number, served
from tests.unit.pages.reading import filled
from tests.unit.pending.enrolling_stage import pdf
from tests.unit.pending.old_tab import NAMES

WAL = f"data/{DATABASE}-wal"
PAPERS = {"justificatif.pdf": pdf("un"), "assurance.pdf": pdf("deux")}


@dataclass
class Watched:
    """The gateway, whose receipts are noted as they leave."""

    app: ASGIApp
    disk: Disk

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def sends(message: Message) -> None:
            location = Headers(raw=message.get("headers", [])).get("location", "")
            if location.startswith("/demandes/"):
                self.disk.shown(location.removeprefix("/demandes/"))
            await send(message)

        await self.app(scope, receive, sends)


@pytest.fixture
def disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Disk]:
    (tmp_path / "disk").mkdir()
    with recorded(tmp_path / "disk", monkeypatch) as made:
        yield made


@pytest.fixture
async def helene(disk: Disk, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Parent]:
    contact = Contact(
        service="Scolarité",
        postal="2 place de la Halle",
        email="scolarite@tilleuls.example",
        phone="01 99 00 10 20",
    )
    school = School(
        id="ecole",
        name="École de musique des Tilleuls",
        public_url=ORIGIN,
        sign_in_url="https://ancien.example/connexion.php",
        contact=contact,
        re_enrolment=WORDING,
    )
    async with (
        served(school, TabsExtranet(), disk.root / "data", monkeypatch) as app,
        browser(cast(Starlette, Watched(app, disk))) as client,
    ):
        yield await Parent.signed_in(client, HELENE)


@dataclass
class Left:
    """What is found after a cut."""

    folder: Path

    def requests(self) -> set[str]:
        return {number for (number,) in self._rows("select number from request")}

    def documents(self, vault: Vault) -> list[bytes]:
        """Those that a request holds, whole; one that is not there, or does not open, raises."""
        kept = Folder(self.folder / "documents", vault)
        return [
            kept.read(Owner(school, account), id)
            for school, account, id in self._rows(
                "select school, account, id from document where number is not null order by kept_at"
            )
        ]

    def sound(self) -> bool:
        return self._rows("pragma integrity_check") == [("ok",)]

    def _rows(self, query: str) -> list[tuple[str, ...]]:
        with closing(sqlite3.connect(self.folder / DATABASE)) as connection:
            return connection.execute(query).fetchall()


def cut(moment: Sure, to: Path) -> Left:
    shutil.rmtree(to, ignore_errors=True)
    moment.restore(to)
    return Left(to / "data")


async def asks(parent: Parent) -> str:
    """For another telephone number."""
    form = filled(await parent.client.get("/famille"), "/famille")
    return number(
        await parent.client.post("/famille", data=form | {"champ:portable": "06 39 98 55 66"})
    )


async def re_enrols(parent: Parent) -> str:
    """With two documents."""
    await parent.chooses("piano")
    for name, (file, body) in zip(NAMES, PAPERS.items(), strict=False):
        await parent.gives(name.value, body, file, "application/pdf")
    return number(await parent.sends())


async def test_whenever_the_power_goes_every_receipt_that_was_shown_is_kept_with_its_documents(
    helene: Parent, disk: Disk, tmp_path: Path
) -> None:
    shown = {await asks(helene), await re_enrols(helene)}
    moments = list(disk.moments)
    vault = Vault(load_keys(Path("none"), os.environ))

    assert {*disk.receipts} == shown
    for place, moment in enumerate(moments):
        if not moment.receipts:
            continue
        left = cut(moment, tmp_path / "left")
        about = f"{place} of {len(moments)}: {moment.event}"
        assert left.sound(), about
        assert left.requests() >= {*moment.receipts}, about
        found = left.documents(vault)
        assert found in ([], [*PAPERS.values()]), about
        if len(moment.receipts) == 2:
            assert found == [*PAPERS.values()], about


async def test_file_folder_commit_receipt_in_this_order(helene: Parent, disk: Disk) -> None:
    asked = await re_enrols(helene)
    events = disk.events
    files = [event for event in events if event.startswith("data/documents/") and event[-1] != "/"]

    assert len(files) == len(PAPERS)
    place = 0
    for file in files:
        place = events.index(file, place)
        place = events.index("data/documents/", place)
        place = events.index(WAL, place)
    assert place < events.index(f"receipt {asked}")
    last_commit = max(
        place
        for place, event in enumerate(events[: events.index(f"receipt {asked}")])
        if event == WAL
    )
    assert last_commit > place
