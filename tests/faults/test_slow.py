"""Slow browsers are dropped; a slow iMuse keeps nobody waiting but its own family (TRUST 25)."""

import asyncio
import base64
import shutil
import socket
import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from pathlib import Path

import httpx
import pytest
from starlette.types import ASGIApp

from adapters.memory import MemoryExtranet, Record
from adapters.memory.session import MemorySession
from adapters.model import Credentials, Sheet
from gateway import config, server, shield
from gateway.app import DATABASE, create_app
from gateway.keys import VARIABLE
from gateway.store.store import Store
from tests.unit.pages.reading import filled, words

PASSWORD = "tilleul-29"
SLOW = "F-10000"
OTHERS = [f"F-{number}" for number in range(10_001, 10_021)]
ELSEWHERE = "F-20000"
_CONFIG = """
[gateway]
data = "{folder}"
[mail]
sender = "portail@tilleuls.example"
[limits]
per_account = 100
per_address = 100
"""
_SCHOOL = """
[schools.{school}]
name = "École des {school}"
public_url = "http://{host}:{port}"
adapter = "memory"
sign_in_url = "https://{school}.example/connexion"
[schools.{school}.contact]
service = "Secrétariat"
postal = "1 place du Marché, 56999 Saint-Aubin"
email = "secretariat@{school}.example"
phone = "01 99 00 10 10"
"""


class SlowForOne(MemoryExtranet):
    """An old site that answers everybody but one family, until it is let go."""

    def __init__(self, names: list[str]) -> None:
        sections = MemoryExtranet().families["F-1042"].sections
        super().__init__(
            [
                Record(identifier=name, password=PASSWORD, site=None, sections=sections)
                for name in names
            ],
            site_list=(),
        )
        self.reached = asyncio.Event()
        self.answers = asyncio.Event()

    async def sign_in(self, credentials: Credentials) -> MemorySession:
        kind = SlowSession if credentials.identifier == SLOW else MemorySession
        return kind(self, credentials, await self.open_session(credentials))


class SlowSession(MemorySession):
    """That family's."""

    async def family(self) -> Sheet:
        site = self._extranet
        assert isinstance(site, SlowForOne)
        site.reached.set()
        await site.answers.wait()
        return await super().family()


@asynccontextmanager
async def serving(app: ASGIApp, listening: socket.socket) -> AsyncIterator[None]:
    """As in production, in this very loop."""
    running = server.build(app, config.Gateway())
    ready = asyncio.Event()
    running.on_ready = ready.set
    task = asyncio.create_task(running.serve(sockets=[listening]))
    await asyncio.wait_for(ready.wait(), 10)
    try:
        yield
    finally:
        running.should_exit = running.force_exit = True
        await task
        listening.close()


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store without a row: migrations take longer than these stories."""
    path = tmp_path_factory.mktemp("empty") / DATABASE
    Store(path).close()
    return path


class Place:
    """A gateway with two schools, and their old sites."""

    def __init__(self, folder: Path) -> None:
        self.listening = server.bound("127.0.0.1", 0)
        self.port: int = self.listening.getsockname()[1]
        schools = {"tilleuls": "127.0.0.1", "ormes": "localhost"}
        text = _CONFIG.format(folder=folder)
        for school, host in schools.items():
            text += _SCHOOL.format(school=school, host=host, port=self.port)
        self.old = SlowForOne([SLOW, *OTHERS])
        self.old_elsewhere = SlowForOne([ELSEWHERE])
        self.app = create_app(
            config.parse(text), {"tilleuls": self.old, "ormes": self.old_elsewhere}
        )

    @asynccontextmanager
    async def family(self, name: str, host: str = "127.0.0.1") -> AsyncIterator[httpx.AsyncClient]:
        """A browser, signed in."""
        origin = f"http://{host}:{self.port}"
        async with httpx.AsyncClient(
            base_url=f"http://127.0.0.1:{self.port}",
            headers={"Host": f"{host}:{self.port}", "Origin": origin},
            timeout=30,
            trust_env=False,
            # Each request on a connection of its own: kept ones end while a busy machine pauses.
            limits=httpx.Limits(max_keepalive_connections=0),
        ) as client:
            form = filled(await client.get("/connexion"), "/connexion")
            form |= {"identifiant": name, "mot-de-passe": PASSWORD}
            answer = await client.post("/connexion", data=form)
            assert answer.status_code == 303, words(answer)
            # It is Secure: a browser sends it to this machine all the same.
            client.headers["Cookie"] = answer.headers["set-cookie"].split(";")[0]
            yield client


@pytest.fixture
async def place(
    tmp_path: Path, empty: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Place]:
    key = base64.b64encode(b"0123456789abcdef0123456789abcdef").decode()
    monkeypatch.setenv(VARIABLE, f"accounts {key}\n1 {key}\n")
    shutil.copyfile(empty, tmp_path / DATABASE)
    made = Place(tmp_path)
    async with serving(made.app, made.listening):
        yield made


async def test_a_slow_old_site_keeps_nobody_waiting_but_its_own_family(place: Place) -> None:
    async with AsyncExitStack() as doors:
        slow = await doors.enter_async_context(place.family(SLOW))
        waits = asyncio.create_task(slow.get("/famille"))
        await asyncio.wait_for(place.old.reached.wait(), 10)
        there = [await doors.enter_async_context(place.family(name)) for name in OTHERS]
        elsewhere = await doors.enter_async_context(place.family(ELSEWHERE, "localhost"))

        answers = await asyncio.gather(*(each.get("/famille") for each in (*there, elsewhere)))
        assert [answer.status_code for answer in answers] == [200] * 21
        for client in (there[0], elsewhere):
            form = filled(await client.get("/famille"), "/famille")
            asked = await client.post("/famille", data=form | {"champ:portable": "06 39 98 55 66"})
            assert asked.headers["location"].startswith("/demandes/")
        assert not waits.done()
        place.old.answers.set()
        assert (await waits).status_code == 200


class Dribbler:
    """A browser that sends a little at a time, and hears what is said meanwhile."""

    def __init__(self, place: Place) -> None:
        self._place = place
        self.heard = b""

    async def __aenter__(self) -> "Dribbler":
        self._reader, self._writer = await asyncio.open_connection("127.0.0.1", self._place.port)
        return self

    async def __aexit__(self, *exception: object) -> None:
        self._writer.close()

    def says(self, head: str) -> None:
        self._writer.write(head.format(port=self._place.port).encode())

    async def hears(self) -> bytes:
        """The next answer, whole."""
        head = await self._reader.readuntil(b"\r\n\r\n")
        length = int(head.lower().partition(b"content-length: ")[2].partition(b"\r\n")[0])
        return head + await self._reader.readexactly(length)

    async def is_dropped(self, drops: bytes, within: float) -> bool:
        """Whether the connection ends, though a drop comes every few hundredths of a second."""
        ends_at = time.monotonic() + within
        while time.monotonic() < ends_at:
            with suppress(ConnectionError):
                self._writer.write(drops)
            try:
                async with asyncio.timeout(0.03):
                    heard = await self._reader.read(65_536)
            except TimeoutError:
                continue
            except ConnectionError:
                return True
            if not heard:
                return True
            self.heard += heard
        return False


HEAD = "GET /sante HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n"
POST = (
    "POST /connexion HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nContent-Length: 100000\r\n"
    "Content-Type: application/x-www-form-urlencoded\r\n\r\nidentifiant="
)


@pytest.mark.parametrize("said", ["", HEAD], ids=["silent", "drop by drop"])
async def test_one_who_does_not_end_its_head_is_dropped(
    place: Place, monkeypatch: pytest.MonkeyPatch, said: str
) -> None:
    monkeypatch.setattr(server, "_HEAD_SECONDS", 0.3)
    async with Dribbler(place) as browser:
        browser.says(said)
        assert await browser.is_dropped(b"x" if said else b"", within=5)
        assert browser.heard == b""


async def test_nor_on_a_connection_that_was_kept(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server, "_LINGER_SECONDS", 0.3)
    async with Dribbler(place) as browser:
        browser.says(HEAD + "\r\n")
        assert (await browser.hears()).startswith(b"HTTP/1.1 200")
        browser.says(HEAD + "\r\n")
        assert (await browser.hears()).startswith(b"HTTP/1.1 200")
        browser.says(HEAD)
        assert await browser.is_dropped(b"x", within=3)


async def test_one_who_sends_its_form_drop_by_drop_is_told_and_dropped(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shield, "LONGEST", 0.3)
    monkeypatch.setattr(server, "_LINGER_SECONDS", 0.3)
    async with Dribbler(place) as browser:
        browser.says(POST)
        assert await browser.is_dropped(b"x", within=5)
    assert browser.heard.startswith(b"HTTP/1.1 408")
    assert "Envoi interrompu" in browser.heard.decode()


async def test_one_who_is_slow_but_in_time_is_served(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server, "_LINGER_SECONDS", 0.2)
    async with Dribbler(place) as browser:
        for part in (HEAD[:20], HEAD[20:], "\r\n"):
            browser.says(part)
            await asyncio.sleep(0.15)
        assert (await browser.hears()).startswith(b"HTTP/1.1 200")


async def test_whoever_waits_for_its_answer_is_not_dropped(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server, "_HEAD_SECONDS", 0.2)
    monkeypatch.setattr(shield, "LONGEST", 0.2)
    async with place.family(SLOW) as slow:
        waits = asyncio.create_task(slow.get("/famille"))
        await asyncio.wait_for(place.old.reached.wait(), 10)
        await asyncio.sleep(0.5)
        place.old.answers.set()
        assert (await waits).status_code == 200
