"""Documents come in as a stream, checked before and while they come: a real server (TRUST 14)."""

import asyncio
import socket
import threading
import time
from collections.abc import AsyncIterator, Iterator, Mapping
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from gateway import server
from gateway.config import Contact, School
from gateway.documents import DocumentRefused, Owner
from gateway.hosts import Hosts
from gateway.pages.re_enrolment import uploads
from gateway.pages.re_enrolment.uploads import read_upload
from gateway.settings import Documents as Settings
from gateway.settings import Gateway
from gateway.shield import MAX_BODY, UPLOADS, Gatekeeper
from tests.unit.documents.conftest import Cupboard
from tests.unit.documents.memory import forget_the_peak, memory
from tests.unit.documents.samples import pdf, photo

HOST = "portail.example"
UPLOAD, OTHER_PAGE = "/eleves/abc/reinscription/documents", "/famille"
LARGEST = 15_000_000
BOUNDARY = "----demo123"
MEMORY = 150_000
"""In kB: twenty photos as they come, and one of them opened."""


class Taking:
    """A server that takes documents in; a form without « jeton=ok » is refused before its file."""

    def __init__(self, cupboard: Cupboard) -> None:
        self.cupboard = cupboard
        self.fields: list[dict[str, str]] = []
        hosts = Hosts({"tilleuls": _school()})
        app = Starlette(
            routes=[
                Route(UPLOAD, self._take, methods=["POST"]),
                Route(OTHER_PAGE, self._measure, methods=["POST"]),
            ],
            middleware=[Middleware(Gatekeeper, hosts=hosts, max_document=LARGEST)],
        )
        self._server = server.build(app, Gateway())
        self._listening = server.bound("127.0.0.1", 0)
        self.port: int = self._listening.getsockname()[1]
        self._answers = threading.Event()
        self._server.on_ready = self._answers.set
        self._thread = threading.Thread(
            target=lambda: asyncio.run(self._server.serve(sockets=[self._listening])), daemon=True
        )

    async def _take(self, request: Request) -> Response:
        family = ["a"]

        async def check(fields: Mapping[str, str]) -> None:
            self.fields.append(dict(fields))
            family.append(fields.get("famille", "a"))
            if fields.get("jeton") != "ok":
                raise HTTPException(403)

        async def take(name: str, declared: str, pieces: AsyncIterator[bytes]) -> str:
            owner = Owner("tilleuls", family[-1] * 32)
            stored = await self.cupboard.documents.receive(owner, name, declared, pieces)
            return f"{stored.file_name} {stored.size}"

        try:
            upload = await read_upload(request, check, take)
        except DocumentRefused as refusal:
            return PlainTextResponse(refusal.key, 422)
        return PlainTextResponse(f"{upload.file} {upload.fields.get('nom', '')}")

    async def _measure(self, request: Request) -> Response:
        return PlainTextResponse(str(len(await request.body())))

    def start(self) -> None:
        self._thread.start()
        assert self._answers.wait(10)

    def stop(self) -> None:
        self._server.should_exit = True
        self._thread.join(20)
        assert not self._thread.is_alive()


def _school() -> School:
    contact = Contact(
        service="Scolarité",
        postal="2 place de la Halle",
        email="scolarite@tilleuls.example",
        phone="01 99 00 10 20",
    )
    return School(
        id="tilleuls",
        name="École de musique des Tilleuls",
        public_url=f"http://{HOST}",
        sign_in_url="https://ancien.example/connexion.php",
        contact=contact,
    )


@pytest.fixture
def taking(tmp_path: Path) -> Iterator[Taking]:
    cupboard = Cupboard(tmp_path, Settings())
    built = Taking(cupboard)
    built.start()
    yield built
    built.stop()
    cupboard.store.close()


def form(
    *, fields: Mapping[str, str], body: bytes | None, name: str = "p.pdf", after: str = ""
) -> bytes:
    """A form as a browser writes it."""
    parts = [
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n'.encode()
        for key, value in fields.items()
    ]
    if body is not None:
        head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="fichier"; filename="{name}"'
        parts.append(f"{head}\r\nContent-Type: application/octet-stream\r\n\r\n".encode())
        parts += [body, b"\r\n"]
    if after:
        parts.append(
            f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="nom"\r\n\r\n{after}\r\n'
            "".encode()
        )
    return b"".join((*parts, f"--{BOUNDARY}--\r\n".encode()))


class Sender:
    """A browser that may behave badly."""

    def __init__(self, taking: Taking, head: str, path: str = UPLOAD) -> None:
        self.line = socket.create_connection(("127.0.0.1", taking.port), timeout=60)
        kind = f"multipart/form-data; boundary={BOUNDARY}"
        self.line.sendall(
            f"POST {path} HTTP/1.1\r\nHost: {HOST}\r\nContent-Type: {kind}\r\n"
            f"{head}\r\n\r\n".encode()
        )

    def answer(self) -> str:
        came = b""
        self.line.settimeout(60)
        while b"\r\n\r\n" not in came or len(came.split(b"\r\n\r\n", 1)[1]) < _length(came):
            piece = self.line.recv(65_536)
            if not piece:
                break
            came += piece
        self.line.close()
        return came.decode()


def _length(came: bytes) -> int:
    head = came.partition(b"\r\n\r\n")[0].decode().lower()
    return int(head.partition("content-length: ")[2].split("\r\n")[0] or 0)


def sent(taking: Taking, body: bytes, length: int | None = None, path: str = UPLOAD) -> str:
    sender = Sender(taking, f"Content-Length: {len(body) if length is None else length}", path)
    sender.line.sendall(body)
    return sender.answer()


OK = {"jeton": "ok"}


def test_a_document_comes_whole(taking: Taking) -> None:
    answer = sent(taking, form(fields=OK, body=pdf(300_000), name="d’août.pdf", after="Zoé"))

    assert answer.startswith("HTTP/1.1 200")
    assert answer.endswith("d’août.pdf 300000 Zoé".encode().decode())
    assert taking.fields == [OK]


def test_it_comes_in_pieces_without_a_length(taking: Taking) -> None:
    sender = Sender(taking, "Transfer-Encoding: chunked")
    body = form(fields=OK, body=pdf(50_000))
    for start in range(0, len(body), 7_001):
        piece = body[start : start + 7_001]
        sender.line.sendall(f"{len(piece):x}\r\n".encode() + piece + b"\r\n")
    sender.line.sendall(b"0\r\n\r\n")

    assert "p.pdf 50000" in sender.answer()


def test_without_its_token_not_a_byte_of_the_file_is_read(taking: Taking) -> None:
    answer = sent(taking, form(fields={"jeton": "forged"}, body=pdf(900_000)))

    assert answer.startswith("HTTP/1.1 403")
    assert taking.cupboard.files() == []


def test_a_token_that_comes_after_the_file_counts_for_nothing(taking: Taking) -> None:
    body = form(fields={}, body=pdf(900_000)).replace(
        f"--{BOUNDARY}--".encode(),
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="jeton"\r\n\r\nok\r\n'
        f"--{BOUNDARY}--".encode(),
    )

    assert sent(taking, body).startswith("HTTP/1.1 403")
    assert taking.cupboard.files() == []


@pytest.mark.parametrize("size", [9_000_000, 16_000_000, 40_000_000])
def test_a_refusal_is_seen_by_a_browser_that_is_still_sending(taking: Taking, size: int) -> None:
    assert "document_too_large" in sent(taking, form(fields=OK, body=pdf(size)))
    assert taking.cupboard.files() == []


@pytest.mark.parametrize("size", [15_000_001, 15_200_000, 40_000_000])
def test_a_photo_that_is_too_heavy_is_said_to_be_one(taking: Taking, size: int) -> None:
    photograph = photo(40, 40)
    body = form(fields=OK, body=photograph + bytes(size - len(photograph)), name="p.jpg")

    assert "picture_too_large" in sent(taking, body)
    assert taking.cupboard.files() == []


@pytest.mark.parametrize(
    "fields",
    [{"champ": "x" * 200_001}, {f"champ{number}": "" for number in range(31)}],
    ids=["long", "many"],
)
def test_fields_beyond_what_any_page_has_are_refused(
    taking: Taking, fields: dict[str, str]
) -> None:
    answer = sent(taking, form(fields=fields, body=pdf(1_000)))

    assert answer.startswith("HTTP/1.1 413")
    assert taking.fields == []


@pytest.mark.parametrize("head", ["X: " + "x" * 3_000, "X" * 3_000 + ": x"])
def test_a_part_whose_head_does_not_end_is_refused(taking: Taking, head: str) -> None:
    body = form(fields=OK, body=pdf(1_000)).replace(b"Content-Type:", f"{head}\r\nY:".encode())

    assert sent(taking, body).startswith("HTTP/1.1 400")
    assert taking.cupboard.files() == []


def test_every_other_page_takes_no_more_than_before(taking: Taking) -> None:
    assert sent(taking, bytes(MAX_BODY), path=OTHER_PAGE).endswith(str(MAX_BODY))
    assert sent(taking, bytes(MAX_BODY + 1), path=OTHER_PAGE).startswith("HTTP/1.1 413")


def test_one_who_stops_sending_is_not_waited_for(
    taking: Taking, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uploads, "_STALLED", 0.3)
    body = form(fields=OK, body=pdf(300_000))
    sender = Sender(taking, f"Content-Length: {len(body)}")
    sender.line.sendall(body[:200_000])

    assert sender.answer().startswith("HTTP/1.1 408")
    assert taking.cupboard.files() == []


def test_one_who_sends_drop_by_drop_is_not_waited_for_without_end(
    taking: Taking, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uploads, "_LONGEST", 0.6)
    body = form(fields=OK, body=pdf(300_000))
    sender = Sender(taking, f"Content-Length: {len(body)}")
    sender.line.sendall(body[:2_000])
    for drop in range(2_000, 2_012):
        sender.line.sendall(body[drop : drop + 1])
        time.sleep(0.1)

    assert sender.answer().startswith("HTTP/1.1 408")
    assert taking.cupboard.files() == []


@pytest.mark.parametrize("missing", [40, 200_000])
def test_one_who_sends_less_than_announced_leaves_nothing(taking: Taking, missing: int) -> None:
    body = form(fields=OK, body=pdf(300_000))
    sender = Sender(taking, f"Content-Length: {len(body)}")
    sender.line.sendall(body[:-missing])
    sender.line.shutdown(socket.SHUT_RDWR)
    sender.line.close()

    taking.stop()
    taking_again = Taking(taking.cupboard)
    taking_again.start()
    assert taking.cupboard.files() == []
    assert "p.pdf 300000" in sent(taking_again, body)
    taking_again.stop()


def test_a_body_that_is_cut_by_a_false_length_is_refused(taking: Taking) -> None:
    body = form(fields=OK, body=pdf(300_000))

    assert sent(taking, body[:200_000], length=200_000).startswith("HTTP/1.1 400")
    assert taking.cupboard.files() == []


def test_no_file_chosen_is_no_file(taking: Taking) -> None:
    assert sent(taking, form(fields=OK, body=b"", name="")).endswith("None ")
    assert taking.fields == [OK]


def test_two_files_are_refused(taking: Taking) -> None:
    one = form(fields=OK, body=pdf(1_000))
    two = one.replace(f"--{BOUNDARY}--\r\n".encode(), form(fields={}, body=pdf(1_000)))

    assert sent(taking, two).startswith("HTTP/1.1 400")


def test_twenty_photos_at_once_take_no_more_memory_than_a_few(taking: Taking) -> None:
    photograph = photo(1500, 1300) + bytes(8_000_000)
    body = memoryview(form(fields={**OK, "famille": "?"}, body=photograph, name="p.jpg"))
    place = bytes(body[:1_000]).index(b"?")

    def send(family: bytes) -> None:
        sender = Sender(taking, f"Content-Length: {len(body)}")
        for piece in (body[:place], family, body[place + 1 :]):
            sender.line.sendall(piece)
        answers.append(sender.answer())

    answers: list[str] = []
    send(b"a")
    before = memory()
    forget_the_peak()
    threads = [
        threading.Thread(target=send, args=(bytes([family]),)) for family in b"bcdefghijklmnopqrstu"
    ]
    for each in threads:
        each.start()
    for each in threads:
        each.join()

    assert sum("p.jpg" in answer for answer in answers) == 21
    assert memory("VmHWM") - before < MEMORY


def test_only_the_documents_route_takes_more_than_any_other() -> None:
    assert UPLOADS.fullmatch("/eleves/abc/reinscription/documents")
    for path in ("/famille", "/eleves/a/b/reinscription/documents", "/eleves/a/reinscription"):
        assert UPLOADS.fullmatch(path) is None
    assert MAX_BODY == 1_000_000
