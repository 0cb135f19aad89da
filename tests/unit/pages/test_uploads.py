"""Documents come in as a stream, checked before and while they come: a real server (TRUST 14)."""

import asyncio
import socket
import threading
from collections.abc import AsyncIterator, Iterator, Mapping
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from gateway import server
from gateway.documents import DocumentRefused, Owner
from gateway.pages.uploads import read_upload
from gateway.settings import Documents as Settings
from gateway.settings import Gateway
from gateway.shield import MAX_BODY, UPLOADS
from tests.unit.documents.conftest import Cupboard
from tests.unit.documents.samples import pdf, photo

FAMILY = Owner("tilleuls", "a" * 32)
BOUNDARY = "----demo123"


class Taking:
    """A server that takes documents in; a form without « jeton=ok » is refused before its file."""

    def __init__(self, cupboard: Cupboard) -> None:
        self.cupboard = cupboard
        self.fields: list[dict[str, str]] = []
        app = Starlette(routes=[Route("/", self._take, methods=["POST"])])
        self._server = server.build(app, Gateway())
        self._listening = server.bound("127.0.0.1", 0)
        self.port: int = self._listening.getsockname()[1]
        self._answers = threading.Event()
        self._server.on_ready = self._answers.set
        self._thread = threading.Thread(
            target=lambda: asyncio.run(self._server.serve(sockets=[self._listening])), daemon=True
        )

    async def _take(self, request: Request) -> Response:
        async def check(fields: Mapping[str, str]) -> None:
            self.fields.append(dict(fields))
            if fields.get("jeton") != "ok":
                raise HTTPException(403)

        async def take(name: str, declared: str, pieces: AsyncIterator[bytes]) -> str:
            stored = await self.cupboard.documents.receive(FAMILY, name, declared, pieces)
            return f"{stored.file_name} {stored.size}"

        try:
            upload = await read_upload(request, check, take)
        except DocumentRefused as refusal:
            return PlainTextResponse(refusal.key, 422)
        return PlainTextResponse(f"{upload.file} {upload.fields.get('nom', '')}")

    def start(self) -> None:
        self._thread.start()
        assert self._answers.wait(10)

    def stop(self) -> None:
        self._server.should_exit = True
        self._thread.join(20)
        assert not self._thread.is_alive()


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

    def __init__(self, taking: Taking, head: str) -> None:
        self.line = socket.create_connection(("127.0.0.1", taking.port), timeout=20)
        kind = f"multipart/form-data; boundary={BOUNDARY}"
        self.line.sendall(
            f"POST / HTTP/1.1\r\nHost: x\r\nContent-Type: {kind}\r\n{head}\r\n\r\n".encode()
        )

    def answer(self) -> str:
        came = b""
        self.line.settimeout(20)
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


def sent(taking: Taking, body: bytes, length: int | None = None) -> str:
    sender = Sender(taking, f"Content-Length: {len(body) if length is None else length}")
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


def test_a_refusal_is_seen_by_a_browser_that_is_still_sending(taking: Taking) -> None:
    assert "document_too_large" in sent(taking, form(fields=OK, body=pdf(9_000_000)))
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
    body = form(fields=OK, body=photo(1500, 1300), name="p.jpg").replace(
        b"application/octet-stream", b"image/jpeg"
    )
    sent(taking, body)
    before = _peak()
    answers: list[str] = []
    threads = [
        threading.Thread(target=lambda: answers.append(sent(taking, body))) for _ in range(20)
    ]
    for each in threads:
        each.start()
    for each in threads:
        each.join()

    assert sum("p.jpg" in answer for answer in answers) == 20
    assert _peak() - before < 120_000


def _peak() -> int:
    """The most memory that this process has ever held, in kB."""
    status = Path("/proc/self/status").read_text()
    return int(status.partition("VmHWM:")[2].split()[0])


def test_only_the_documents_route_takes_more_than_any_other() -> None:
    assert UPLOADS.fullmatch("/eleves/abc/reinscription/documents")
    for path in ("/famille", "/eleves/a/b/reinscription/documents", "/eleves/a/reinscription"):
        assert UPLOADS.fullmatch(path) is None
    assert MAX_BODY == 1_000_000
