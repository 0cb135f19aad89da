"""What a backup puts back sends nothing before it is verified, and nothing twice."""

import asyncio
import shutil
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from datetime import timedelta
from pathlib import Path

import pytest
import pytest_asyncio
from msgspec.structs import replace
from sqlalchemy import select

from adapters.errors import FormChanged
from adapters.memory import NextWrite
from gateway import backup as backups
from gateway.app import DATABASE, create_app
from gateway.documents import Owner
from gateway.pending.restored import Restored
from gateway.pending.states import Event, State
from gateway.pending.subjects import Kind
from gateway.store import outbox, tables
from gateway.store.epochs import check_whole
from gateway.store.errors import StoreUnusable
from tests.unit.portal.stage import (
    HELENE,
    LONGEST_RUN,
    NEW_PHONE,
    PHONE,
    SCHOOL,
    Stage,
)
from tests.unit.portal.test_passwords import MAIL
from tests.unit.portal.test_re_enrolment_delivery import HOME, ask, piece
from tests.unit.restoring import ask_for, effects, put_back, restorable, row_of, take, work_out

KINDS = list(Kind)


@pytest_asyncio.fixture
async def stage(tmp_path: Path) -> AsyncIterator[Stage]:
    async with restorable(tmp_path / "data") as ready:
        yield ready


# Put back


@pytest.mark.parametrize("kind", KINDS)
async def test_what_had_not_been_sent_is_read_first_then_sent_once(
    stage: Stage, kind: Kind
) -> None:
    visit = await stage.sign_in()
    await ask_for(stage, visit, kind)
    back = await put_back(stage, take(stage))
    assert (back.found.verified, back.found.followed) == (1, 0)
    assert (await row_of(stage)).state == State.VERIFYING
    await stage.work()
    assert (await row_of(stage)).state == State.VERIFYING, "the old server is waited out"

    await work_out(stage)

    assert (await row_of(stage)).state == State.AWAITING_STAFF
    assert effects(stage) == 1


@pytest.mark.parametrize("kind", KINDS)
async def test_what_was_sent_since_is_found_there_and_never_sent_again(
    stage: Stage, kind: Kind
) -> None:
    visit = await stage.sign_in()
    await ask_for(stage, visit, kind)
    taken = take(stage)
    await stage.work()
    assert effects(stage) == 1

    await put_back(stage, taken)
    await work_out(stage)

    assert (await row_of(stage)).state == State.AWAITING_STAFF
    assert effects(stage) == 1


@pytest.mark.parametrize("kind", [Kind.FAMILY, Kind.STUDENT])
async def test_what_was_sent_since_and_refused_is_for_a_person(stage: Stage, kind: Kind) -> None:
    visit = await stage.sign_in()
    await ask_for(stage, visit, kind)
    taken = take(stage)
    await stage.work()
    student = await stage.student(visit) if kind is Kind.STUDENT else None
    stage.extranet.refuse(HELENE, student)
    stage.clock.turn(hours=2)

    await put_back(stage, taken)
    await work_out(stage)

    assert (await row_of(stage)).state == State.NEEDS_ATTENTION
    assert effects(stage) == 1


async def test_a_re_enrolment_that_was_sent_since_and_validated_is_for_a_person(
    stage: Stage,
) -> None:
    visit = await stage.sign_in()
    await ask_for(stage, visit, Kind.RE_ENROLMENT)
    taken = take(stage)
    await stage.work()
    stage.extranet.validate_re_enrolment(HELENE, await stage.student(visit))
    stage.clock.turn(hours=2)

    await put_back(stage, taken)
    await work_out(stage)

    assert (await row_of(stage)).state == State.NEEDS_ATTENTION
    assert effects(stage) == 1


async def test_a_document_that_is_there_does_not_have_a_re_enrolment_validated_twice(
    stage: Stage,
) -> None:
    """Nobody had answered for it as the copy was made; « Valider » was pressed since."""
    visit = await stage.sign_in()
    await ask_for(stage, visit, Kind.RE_ENROLMENT)
    stage.extranet.faults.next_write = NextWrite.ANSWER_LOST
    await stage.work()
    assert (await row_of(stage)).state == State.UNKNOWN
    taken = take(stage)
    await work_out(stage)
    assert effects(stage) == 1
    stage.extranet.validate_re_enrolment(HELENE, await stage.student(visit))
    stage.clock.turn(hours=2)

    await put_back(stage, taken)
    await work_out(stage)

    assert (await row_of(stage)).state == State.NEEDS_ATTENTION
    assert effects(stage) == 1


@pytest.mark.parametrize("refused", [True, False])
async def test_what_waited_for_the_staff_goes_on_waiting_for_what_it_decides(
    stage: Stage, refused: bool
) -> None:
    visit = await stage.sign_in()
    await stage.ask(visit, {PHONE: NEW_PHONE}, keep=True)
    await stage.work()
    taken = take(stage)
    decide = stage.extranet.refuse if refused else stage.extranet.validate
    decide(HELENE)

    back = await put_back(stage, taken)
    assert (back.found.verified, back.found.followed) == (0, 1)
    await work_out(stage)
    assert (await row_of(stage)).state == State.AWAITING_STAFF, "nobody has looked yet"
    await stage.portal.family(await stage.sign_in())

    assert (await row_of(stage)).state == (State.REFUSED if refused else State.VALIDATED)
    assert effects(stage) == 1


async def test_a_conflict_still_waits_for_its_family(stage: Stage) -> None:
    visit = await stage.sign_in()
    view = await stage.portal.family(visit)
    stage.extranet.edit(HELENE, PHONE, "06 39 98 00 99")
    await stage.ask(visit, {PHONE: NEW_PHONE}, keep=True, view=view)
    await stage.work()

    await put_back(stage, take(stage))
    await work_out(stage)

    assert (await row_of(stage)).state == State.BLOCKED_CONFLICT


async def test_every_session_ends_and_no_letter_of_the_backup_is_sent(stage: Stage) -> None:
    cookie = await stage.cookie()
    await stage.ask(await stage.visit(cookie), keep=True)
    taken = take(stage)
    await stage.portal.outbox.send_due()
    sent = len(stage.letterbox.letters)
    assert sent > 0

    back = await put_back(stage, taken)

    assert back.found.letters == sent
    assert await stage.portal.visit(SCHOOL, cookie) is None
    assert await stage.store.read(outbox.next_due) is None
    await stage.portal.outbox.send_due()
    assert len(stage.letterbox.letters) == sent


async def test_a_page_opened_before_sends_no_new_password_a_second_time(stage: Stage) -> None:
    """The press came after the backup, which knows nothing of it."""
    press = stage.portal.lost_password_press(SCHOOL)
    taken = take(stage)

    async def sends(token: str) -> None:
        await stage.portal.ask_password(SCHOOL, "198.51.100.7", token, "1", (HELENE, MAIL))

    await sends(press)
    password = stage.extranet.families[HELENE].password
    await put_back(stage, taken)

    with pytest.raises(FormChanged):
        await sends(press)

    assert stage.extranet.families[HELENE].password == password
    stage.clock.turn(days=1)
    await sends(stage.portal.lost_password_press(SCHOOL))
    assert stage.extranet.families[HELENE].password != password


async def test_drafts_and_their_documents_are_kept(stage: Stage) -> None:
    visit = await stage.sign_in()
    given = await piece(stage, visit, HOME)
    taken = take(stage)
    await stage.portal._documents.forget(Owner(visit.school, visit.account), [given.document])

    await put_back(stage, taken)

    owner = Owner(visit.school, visit.account)
    assert (await stage.portal._documents.read(owner, given.document)).startswith(b"%PDF-")


class Killed(BaseException):
    """As a kill -9: nothing but the files outlives it."""


@pytest.mark.parametrize("renames", range(4))
async def test_killed_while_it_exchanges_no_gateway_starts_until_it_is_done(
    stage: Stage, monkeypatch: pytest.MonkeyPatch, renames: int
) -> None:
    visit = await stage.sign_in()
    await ask(stage, visit, 0, HOME)
    taken = take(stage)
    left = [renames]
    rename = Path.rename

    def dying(self: Path, target: Path) -> Path:
        left[0] -= 1
        if left[0] < 0:
            raise Killed
        return rename(self, target)

    with monkeypatch.context() as patched:
        patched.setattr(Path, "rename", dying)
        patched.setattr(stage, "restart", lambda: asyncio.sleep(0))
        with pytest.raises(Killed):
            await put_back(stage, taken)
    with pytest.raises(StoreUnusable, match="interrompue"):
        check_whole(stage.folder)

    await asyncio.to_thread(
        backups.put_back, taken.path, stage.folder, stage.vault, stage.settings.schools,
        stage.clock, replace=True,
    )  # fmt: skip
    check_whole(stage.folder)
    await stage.restart()
    await work_out(stage)
    assert effects(stage) == 1


async def test_no_requests_column_is_forgotten_by_the_copy(stage: Stage) -> None:
    visit = await stage.sign_in()
    await stage.ask(visit, keep=True)
    before = replace(await row_of(stage), state="", fence=0)

    await put_back(stage, take(stage))

    row = await row_of(stage)
    assert row.due_at - timedelta(seconds=LONGEST_RUN) > before.due_at
    assert (row.body, row.means, row.number) == (before.body, before.means, before.number)


# Put back by hand


@asynccontextmanager
async def served(stage: Stage, by_hand: Path | None = None) -> AsyncIterator[None]:
    """The whole gateway on the stage's data, as `serve` starts it, with a store put there first."""
    await stage.portal.stop()
    stage.store.close()
    if by_hand is not None:
        shutil.copy(by_hand, stage.folder / DATABASE)
    key = stage.folder / "key"
    settings = replace(stage.settings, gateway=replace(stage.settings.gateway, key_file=key))
    app = create_app(settings, {SCHOOL: stage.extranet})
    async with app.router.lifespan_context(app):
        yield
    await stage.restart()


async def events_of(stage: Stage) -> list[str]:
    rows = await stage.store.read(lambda c: c.execute(select(tables.event.c.event)).all())
    return [row.event for row in rows]


async def test_a_backup_that_was_put_in_place_by_hand_is_verified_as_well(stage: Stage) -> None:
    visit = await stage.sign_in()
    await stage.ask(visit, {PHONE: NEW_PHONE})
    taken = take(stage)

    async with served(stage, by_hand=taken.path / DATABASE):
        pass

    assert Event.RESTORED in await events_of(stage)
    assert (await row_of(stage)).state == State.VERIFYING


async def test_an_ordinary_start_verifies_nothing_and_one_on_an_older_store_does(
    stage: Stage, tmp_path: Path
) -> None:
    await stage.ask(await stage.sign_in(), {PHONE: NEW_PHONE})
    async with served(stage):
        pass
    assert Event.RESTORED not in await events_of(stage)
    with (
        closing(sqlite3.connect(stage.folder / DATABASE)) as source,
        closing(sqlite3.connect(tmp_path / "copy")) as target,
    ):
        source.backup(target)
    async with served(stage):
        pass
    assert Event.RESTORED not in await events_of(stage)

    async with served(stage, by_hand=tmp_path / "copy"):
        pass
    assert Event.RESTORED in await events_of(stage)


async def test_a_store_that_is_behind_lets_nobody_in_with_a_former_cookie(stage: Stage) -> None:
    cookie = await stage.cookie()
    restored = Restored(stage.vault, stage.settings.schools, stage.clock)
    await stage.store.write(lambda c: restored.at_start(c, behind=False))
    assert await stage.portal.visit(SCHOOL, cookie) is not None

    await stage.store.write(lambda c: restored.at_start(c, behind=True))

    assert await stage.portal.visit(SCHOOL, cookie) is None
