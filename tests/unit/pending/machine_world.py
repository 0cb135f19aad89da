"""A school, two families, and a gateway that is killed and restored, for the state machine.

All of it runs in one thread, in an order that depends on nothing but what is asked of it: the same
steps lead to the same end.
"""

import asyncio
import secrets
import shutil
import sqlite3
from collections.abc import AsyncIterator, Callable, Coroutine
from concurrent.futures import Executor
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar, cast

import msgspec
from sqlalchemy import Connection

from adapters.errors import ExtranetError
from gateway import config
from gateway.documents import Owner
from gateway.keys import create_key_file, load_keys
from gateway.pending.errors import PendingError
from gateway.pending.re_enrolments import AskingReEnrolment, Piece
from gateway.pending.restored import Restored
from gateway.pending.states import State
from gateway.portal import Portal
from gateway.portal.passwords import WrongFormer
from gateway.portal.re_enrolment_views import stopped
from gateway.store import events, requests
from gateway.store.events import EventRow
from gateway.store.requests import RequestRow
from gateway.vault import Vault
from gateway.views import Visit
from tests.unit.pending.enrolling_stage import WORDING, DyingStore, pdf
from tests.unit.pending.machine_site import WatchingSite, two_families
from tests.unit.portal import stage as staging
from tests.unit.portal.stage import PHONE, SCHOOL, Letterbox, Stage, TurnedClock

T = TypeVar("T")

_NOT_YET = cast(Portal, None)
HERE = "198.51.100.7"
SCHOOL_TEXT = "ecole"
"""A student's field that takes any text."""


class InlineLoop(asyncio.SelectorEventLoop):
    """What other loops do in threads is done at once."""

    def run_in_executor(  # type: ignore[override]
        self, executor: Executor | None, func: Callable[..., T], *args: Any
    ) -> asyncio.Future[T]:
        done: asyncio.Future[T] = self.create_future()
        try:
            done.set_result(func(*args))
        except BaseException as error:
            done.set_exception(error)
        return done


@dataclass
class Asked:
    """What a family has pressed its button for."""

    family: str
    value: str
    """That no other request asks for."""
    number: str | None = None
    """Of the receipt; None where none was ever shown."""
    lost: bool = False
    """Accepted after the copy that was put back: the gateway cannot know of it."""


class World:
    """Everything; what its methods return is None where the gateway did not live to tell."""

    def __init__(self, folder: Path, disk: "Disk") -> None:
        """Documents and copies in `folder`; the store on a `disk` that nobody else uses."""
        self.folder = folder
        disk.wipe()
        self.site = WatchingSite(disk.path, disk.families)
        self.site.faults.dies = self._die
        self.asked: list[Asked] = []
        self.cookies: dict[str, str] = {}
        self.deaths = 0
        self._disk = disk
        self._copied: tuple[datetime, set[str]] | None = None
        self._runner = asyncio.Runner(loop_factory=InlineLoop)
        create_key_file(folder / "key")
        vault = Vault(load_keys(folder / "key", {}))
        settings = msgspec.structs.replace(disk.settings, gateway=config.Gateway(data=folder))
        self.stage = Stage(
            folder, self.site, TurnedClock(), Letterbox(), disk.store, vault, _NOT_YET, settings
        )
        self.stage.portal = self.stage._portal()

    @property
    def store(self) -> DyingStore:
        return self._disk.store

    # The gateway's life

    def live(self, doing: Coroutine[Any, Any, T]) -> T | None:
        """Have the gateway do something, and begin again where it has died of it."""
        try:
            return self._runner.run(self._alive(doing))
        finally:
            if self.store.dead:
                self.deaths += 1
                self.restart()

    async def _alive(self, doing: Coroutine[Any, Any, T]) -> T | None:
        try:
            return await doing
        except (ExtranetError, PendingError):
            return None
        except asyncio.CancelledError:
            if not self.store.dead:
                raise
            return None
        finally:
            while others := asyncio.all_tasks() - {asyncio.current_task()}:
                await asyncio.wait(others)

    def _die(self) -> None:
        self.store.dead = True

    def dies_after(self, commits: int, *, after_commit: bool) -> None:
        """Kill it at its next commit but so many: before that, or just after."""
        self.store.lives = self.store.writes + commits
        self.store.after_commit = after_commit

    def restart(self) -> None:
        """kill -9, and a new start: nothing is left but what is on the disk."""
        self.stage.portal._requests.senders.let_go()
        self.store.dead, self.store.lives = False, None
        self.stage.portal = self.stage._portal()

    def copy(self) -> None:
        """A backup of the store and its documents."""
        kept = self.folder / "copy"
        shutil.rmtree(kept, ignore_errors=True)
        kept.mkdir()
        _copy(self._disk.path, kept / "gateway.sqlite")
        if (self.folder / "documents").is_dir():
            shutil.copytree(self.folder / "documents", kept / "documents")
        self._copied = self.stage.clock(), {row.number for row in self.rows()}

    def put_back(self) -> None:
        """The backup takes the place of what there was; every open request is verified first."""
        if self._copied is None:
            return
        _copy(self.folder / "copy" / "gateway.sqlite", self._disk.path)
        shutil.rmtree(self.folder / "documents", ignore_errors=True)
        if (self.folder / "copy" / "documents").is_dir():
            shutil.copytree(self.folder / "copy" / "documents", self.folder / "documents")
        self.restart()
        taken_at, numbers = self._copied
        schools, clock = self.stage.settings.schools, self.stage.clock
        restored = Restored(self.stage.vault, schools, clock)
        self._runner.run(self.store.write(lambda c: restored.begin(c, taken_at)))
        for asked in self.asked:
            asked.lost = asked.lost or asked.number not in numbers
        self.cookies.clear()

    def end(self) -> None:
        self._runner.close()

    # Time

    def elapse(self, seconds: float) -> None:
        """Time passes, for the old server too."""
        self.site.go_on(seconds)
        self.stage.clock.turn(seconds=seconds)

    def set_clock(self, hours: int) -> None:
        """The wall clock is set; no time passes."""
        self.stage.clock.jump(hours=hours)

    # What is known

    def rows(self) -> list[RequestRow]:
        """Every request, in the order in which they came."""
        return self._runner.run(self.store.read(lambda c: requests.in_states(c, list(State))))

    def known(self) -> list[tuple[RequestRow, list[EventRow]]]:
        """Every request with what the journal says of it."""

        def read(connection: Connection) -> list[tuple[RequestRow, list[EventRow]]]:
            rows = requests.in_states(connection, list(State))
            return [(row, events.of_request(connection, row.school, row.number)) for row in rows]

        return self._runner.run(self.store.read(read))

    # Families

    async def visit(self, family: str) -> Visit:
        """The family comes in, and signs in where it has to."""
        cookie = self.cookies.get(family)
        visit = await self.stage.portal.visit(SCHOOL, cookie) if cookie else None
        if visit is None:
            self.cookies[family] = await self.stage.cookie(family)
            visit = await self.stage.visit(self.cookies[family])
        return visit

    async def look(self, family: str) -> None:
        """At Famille, and at Demandes."""
        visit = await self.visit(family)
        await self.stage.portal.family(visit)
        await self.stage.portal.requests(visit)

    async def ask_family(self, family: str, asked: Asked, *, keep: bool) -> None:
        """For another telephone number, with the button pressed twice."""
        visit = await self.visit(family)
        view = await self.stage.portal.family(visit)
        self.asked.append(asked)
        for _ in range(2):
            made = await self.stage.ask(visit, {PHONE: asked.value}, keep=keep, view=view)
            assert asked.number in (None, made.number), "one press is one request"
            asked.number = made.number

    async def ask_student(self, family: str, asked: Asked, *, keep: bool) -> None:
        """For another school."""
        visit = await self.visit(family)
        choice = await self.stage.portal.students(visit)
        if not choice.students:
            return
        first = choice.students[0].ref
        view = await self.stage.portal.student(visit, first)
        if not view.seen:
            return
        self.asked.append(asked)
        typed = {SCHOOL_TEXT: asked.value}
        made = await self.stage.ask_student(visit, first, typed, keep=keep, view=view)
        asked.number = made.number

    async def ask_re_enrolment(self, family: str, asked: Asked, *, keep: bool) -> None:
        """For all that is offered, with a document."""
        visit = await self.visit(family)
        portal = self.stage.portal
        view = await portal.students(visit)
        if not view.students:
            return
        async with portal._sessions.using(visit.school, visit.session) as session:
            screen = await session.re_enrolment(view.students[0].ref)
        if screen is None or screen.imports is None:
            return
        name = screen.imports.names[0]
        piece = await self._document(visit, name.value, name.label)
        self.asked.append(asked)
        means = portal._sessions.means(visit.school, visit.session) if keep else None
        before = await portal._requests.of_account(visit.school, visit.account)
        known = await portal._requests.accept_re_enrolment(
            AskingReEnrolment(
                school=visit.school, account=visit.account, student=view.students[0],
                screen=screen, press=secrets.token_hex(4),
                ticked=tuple(one.key for one in screen.disciplines if one.editable),
                note=asked.value, answers={}, pieces=(piece,), means=means,
                known_addresses=("famille@example.org",),
                replaces=stopped(before, view.students[0].ref),
            )
        )  # fmt: skip
        asked.number = known.row.number

    async def _document(self, visit: Visit, name: str, label: str) -> Piece:
        async def pieces() -> AsyncIterator[bytes]:
            yield pdf(label)

        stored = await self.stage.portal._documents.receive(
            Owner(visit.school, visit.account), "x.pdf", "application/pdf", pieces()
        )
        return Piece(document=stored.id, name=name, label=label, file_name=stored.file_name)

    async def sign_out(self, family: str) -> None:
        if (cookie := self.cookies.pop(family, None)) is not None:
            visit = await self.stage.portal.visit(SCHOOL, cookie)
            if visit is not None:
                await self.stage.portal.sign_out(visit)

    async def change_password(self, family: str, new: str) -> None:
        """Through the gateway."""
        visit = await self.visit(family)
        portal = self.stage.portal
        press = (await portal.password_terms(visit)).press
        former = self.site.families[family].password
        self.site.watches = False
        try:
            changed = await portal.change_password(visit, HERE, press, former, new)
        except WrongFormer:
            # It was changed there: here it is the one that it came in with, until it comes anew.
            return
        finally:
            self.site.watches = True
        if changed.cookie:
            self.cookies[family] = changed.cookie

    async def take_back(self, family: str) -> None:
        """Its newest request."""
        visit = await self.visit(family)
        of_account = await self.stage.portal._requests.of_account(visit.school, visit.account)
        if of_account:
            number = of_account[0].row.number
            await self.stage.portal._requests.withdraw(visit.school, visit.account, number)


class Disk:
    """A store opened once for many worlds: to open one takes longer than most of their stories."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "gateway.sqlite"
        self.store = DyingStore(self.path)
        self.settings = _settings()
        self.families = two_families()
        self._empty = folder / "empty.sqlite"
        _copy(self.path, self._empty)

    def wipe(self) -> None:
        """Nothing is on it any more, and whoever died on it is forgotten."""
        _copy(self._empty, self.path)
        self.store.dead, self.store.lives, self.store.writes = False, None, 0

    def close(self) -> None:
        self.store.close()


def _copy(store: Path, to: Path) -> None:
    """A store as it is, over another one that others have open."""
    with closing(sqlite3.connect(store)) as source, closing(sqlite3.connect(to)) as target:
        source.backup(target)


def _settings() -> config.Config:
    settings = config.parse(staging._TOML)
    school = msgspec.structs.replace(settings.schools[SCHOOL], re_enrolment=WORDING)
    generous = config.Limits(per_account=10**6, per_address=10**6, in_all=10**6)
    return msgspec.structs.replace(settings, schools={SCHOOL: school}, limits=generous)
