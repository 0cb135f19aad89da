"""The disk is full: it is said, what was typed is kept, and nothing leaves without its record."""

import errno
import shutil
import sqlite3
from collections.abc import AsyncIterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from httpx import AsyncClient
from starlette.applications import Starlette

from gateway.app import DATABASE
from gateway.config import Contact, School
from gateway.pending.states import State
from gateway.store.store import Store
from tests.faults.full_disk import full
from tests.faults.worlds import KINDS, VALUE, ask, done_once, state, work, work_out
from tests.unit.old_tabs import TabsExtranet
from tests.unit.pages.conftest import ORIGIN
from tests.unit.pages.re_enrolling import HELENE, PDF, WORDING, Parent, browser, number, served
from tests.unit.pages.reading import filled, page, words
from tests.unit.pending.machine_world import World
from tests.unit.pending.old_tab import NAMES
from tests.unit.portal.stage import LONGEST_RUN, NEW_PHONE, SCHOOL, staged

SAID = "La place manque sur le serveur du portail"
FIELD = "champ:portable"
HOME = NAMES[0].value


@pytest.fixture
def extranet() -> TabsExtranet:
    return TabsExtranet()


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store without a row: migrations take longer than these stories."""
    path = tmp_path_factory.mktemp("empty") / DATABASE
    Store(path).close()
    return path


@pytest.fixture
async def app(
    extranet: TabsExtranet, tmp_path: Path, empty: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Starlette]:
    shutil.copyfile(empty, tmp_path / DATABASE)
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
    async with served(school, extranet, tmp_path, monkeypatch) as app:
        yield app


@pytest.fixture
async def helene(app: Starlette) -> AsyncIterator[Parent]:
    async with browser(app) as client:
        yield await Parent.signed_in(client, HELENE)


def kept(folder: Path, table: str) -> int:
    """How many rows there are."""
    with sqlite3.connect(folder / DATABASE) as connection:
        (count,) = connection.execute(f"select count(*) from {table}").fetchone()  # noqa: S608
    return int(count)


async def typed(client: AsyncClient) -> dict[str, str]:
    return filled(await client.get("/famille"), "/famille") | {FIELD: NEW_PHONE}


async def test_a_request_that_cannot_be_written_is_said_and_what_was_typed_is_kept(
    helene: Parent, tmp_path: Path
) -> None:
    client = helene.client
    form = await typed(client)
    with full():
        answer = await client.post("/famille", data=form)

    assert answer.status_code == 507
    assert SAID in words(answer)
    assert "Incident" in words(answer)
    assert kept(tmp_path, "request") == 0
    again = await client.post("/reprise", data=filled(answer, "/reprise"))
    assert filled(again, "/famille")[FIELD] == NEW_PHONE
    asked = await client.post("/famille", data=filled(again, "/famille"))
    assert "Accusé de réception" in words(asked)
    assert kept(tmp_path, "request") == 1


async def test_the_same_press_may_be_repeated_once_there_is_room(
    helene: Parent, tmp_path: Path
) -> None:
    form = await typed(helene.client)
    with full():
        assert (await helene.client.post("/famille", data=form)).status_code == 507
    receipts = [number(await helene.client.post("/famille", data=form)) for _ in range(2)]
    assert receipts[0] == receipts[1]
    assert kept(tmp_path, "request") == 1


async def test_families_go_on_reading(helene: Parent) -> None:
    for address in ("/accueil", "/famille", "/eleves", "/facturation", "/demandes"):
        with full():
            answer = await helene.client.get(address)
        assert answer.status_code == 200, address
        assert SAID not in words(answer)


async def test_an_old_session_that_is_begun_anew_meanwhile_stops_no_reading(
    helene: Parent, extranet: TabsExtranet
) -> None:
    extranet.end_sessions()
    with full():
        answer = await helene.client.get("/famille")
    assert answer.status_code == 200


async def test_a_session_whose_use_cannot_be_noted_goes_on(tmp_path: Path) -> None:
    async with staged(tmp_path) as stage:
        cookie = await stage.cookie()
        stage.clock.turn(minutes=10)
        with full():
            assert await stage.portal.visit(SCHOOL, cookie) is not None


@pytest.mark.parametrize(
    ("beyond", "size"),
    [(0, 400_000), (100_000, 400_000), (0, 400)],
    ids=["at once", "in the middle", "a small one"],
)
async def test_a_document_that_has_no_room_leaves_nothing_of_it(
    helene: Parent, tmp_path: Path, beyond: int, size: int
) -> None:
    await helene.chooses("piano")
    large = PDF.replace(b"<<>>", b"<<>>" + b" " * size, 1)
    with full(beyond):
        answer = await helene.gives(HOME, large, "papier.pdf", "application/pdf")

    assert answer.status_code == 507
    assert SAID in words(answer)
    assert list((tmp_path / "documents").glob("*")) == []
    assert kept(tmp_path, "document") == 0
    await helene.gives(HOME, large, "papier.pdf", "application/pdf")
    assert len(list((tmp_path / "documents").glob("*"))) == kept(tmp_path, "document") == 1


@pytest.mark.parametrize("step", ["", "/demande", "/recapitulatif"])
async def test_a_step_that_has_no_room_holds_what_was_chosen_and_typed(
    helene: Parent, step: str
) -> None:
    await helene.chooses("piano")
    address = f"{helene.base}{step}"
    shown = await helene.client.get(address)
    sent = filled(shown, address)
    if not step:
        sent["cours"] = "fm"
    if step == "/demande":
        sent["demande"] = "Plutôt le mercredi.\nMerci & « à bientôt »."
    with full():
        answer = await helene.client.post(address, data=sent)

    assert answer.status_code == 507
    assert SAID in words(answer)
    assert "Incident" in words(answer)
    assert filled(answer, address) == sent
    again = await helene.client.post(address, data=filled(answer, address))
    assert again.status_code == 303 or again.is_success
    if step == "/demande":
        assert "Plutôt le mercredi." in words(await helene.opens("recapitulatif"))


async def test_the_first_document_of_all_finds_no_room_for_its_folder(
    helene: Parent, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_room(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "no room")

    await helene.chooses("piano")
    with monkeypatch.context() as disk:
        disk.setattr(Path, "mkdir", no_room)
        answer = await helene.gives(HOME, PDF, "papier.pdf", "application/pdf")
    assert answer.status_code == 507
    assert SAID in words(answer)
    assert kept(tmp_path, "document") == 0


async def test_a_re_enrolment_that_has_no_room_keeps_its_draft_and_is_sent_once_later(
    helene: Parent, tmp_path: Path
) -> None:
    await helene.chooses("piano")
    await helene.gives(HOME, PDF, "papier.pdf", "application/pdf")
    await helene.writes("Merci de garder le mercredi.")
    summary = await helene.opens("recapitulatif")
    with full():
        answer = await helene.client.post(
            f"{helene.base}/recapitulatif", data=filled(summary, f"{helene.base}/recapitulatif")
        )

    assert answer.status_code == 507
    assert SAID in words(answer)
    assert kept(tmp_path, "request") == 0
    assert "Merci de garder le mercredi." in words(await helene.opens("recapitulatif"))
    number(await helene.sends())
    assert kept(tmp_path, "request") == 1
    assert page(await helene.client.get("/demandes")).select(".badge")


@pytest.mark.parametrize("kind", KINDS)
def test_a_delivery_whose_intent_cannot_be_written_sends_nothing(world: World, kind: str) -> None:
    asked = ask(world, kind)
    with full():
        work(world)
        assert world.site.asked["write"] == 0
        assert world.site.effects(VALUE) == 0
    for _ in range(3):
        world.elapse(31)
        work(world)
    work_out(world)
    done_once(world, asked)


@pytest.mark.parametrize("kind", ["family", "re_enrolment"])
def test_what_came_of_a_sending_that_cannot_be_written_is_read_and_never_sent_again(
    world: World, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = ask(world, kind)
    with ExitStack() as disk:
        fills_up_as_bytes_arrive(world, disk, monkeypatch)
        work(world)
    assert world.site.asked["write"] == 1
    assert state(world, asked) is State.DELIVERING
    monkeypatch.undo()
    for _ in range(3):
        world.elapse(LONGEST_RUN + 31)
        work(world)
    work_out(world)
    done_once(world, asked)


def fills_up_as_bytes_arrive(
    world: World, disk: ExitStack, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The intent was written; nothing more is."""
    arrive = world.site.arrive

    async def arrives_as_it_fills_up(what: str) -> None:
        await arrive(what)
        if what == "write":
            disk.enter_context(full())

    monkeypatch.setattr(world.site, "arrive", arrives_as_it_fills_up)
