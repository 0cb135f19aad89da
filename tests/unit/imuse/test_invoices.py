"""A duplicate is a PDF, whole and of that very line, or there is none."""

# ruff: noqa: E501 - markup keeps to its line

import asyncio
import gzip
from collections.abc import AsyncIterator, Callable

import httpx
import pytest

from adapters.errors import (
    ExtranetError,
    ForeignAddress,
    Maintenance,
    NoDocument,
    NotListed,
    NotUnderstood,
    ServerFault,
    TooSlow,
    Unavailable,
)
from adapters.imuse import bills
from adapters.imuse.session import ImuseSession
from adapters.model import Step
from tests.unit.imuse.small_extranet import Answer, Asked, SmallExtranet, to
from tests.unit.imuse.visited import SIGN_IN, screen, site, table, visit

PDF = b"%PDF-1.4\n" + bytes(range(256)) * 40 + b"\n%%EOF"
LINES = ["F-1|01/09/2026|120,00 €", "F-2|05/01/2027|-20,00 €"]
OPENS = "ondblclick=\"window.open('duplicata.php?n={}')\""
Given = Callable[[Asked], Answer]


def _pdf(content: bytes = PDF, kind: str = "application/pdf", **headers: str) -> httpx.Response:
    return httpx.Response(200, headers={"content-type": kind, **headers}, content=content)


def _site(answer: Given, *, more: str = OPENS) -> SmallExtranet:
    return site(
        {
            "factures.php": screen(table("N°|Date|Montant", *LINES, more=more)),
            "duplicata.php": lambda asked: answer(asked) if asked.known else SIGN_IN,
        }
    )


async def _steps(session: ImuseSession) -> list[Step]:
    (listing,) = (await session.billing()).lists
    return [Step(list=listing.key, line=line.ref or "") for line in listing.lines]


async def _bytes(session: ImuseSession, step: Step) -> bytes:
    async with session.invoice(step) as document:
        return b"".join([chunk async for chunk in document])


async def _opened(answer: Given) -> bytes:
    """The duplicate of the second line."""
    async with visit(_site(answer)) as session:
        return await _bytes(session, (await _steps(session))[1])


async def test_each_line_opens_its_own_document_byte_for_byte() -> None:
    async with visit(_site(lambda asked: _pdf(PDF + asked.form["n"].encode()))) as session:
        for number, step in enumerate(await _steps(session), 1):
            assert await _bytes(session, step) == PDF + str(number).encode()


@pytest.mark.parametrize("kind", ["application/pdf", "application/octet-stream", "text/html", ""])
async def test_its_first_bytes_tell_a_pdf_and_not_what_it_is_called(kind: str) -> None:
    assert await _opened(lambda asked: _pdf(kind=kind)) == PDF


async def test_a_redirect_to_the_document_is_followed() -> None:
    built = _site(lambda asked: to("pdf/2.pdf"))
    built.pages = {**built.pages, "pdf/2.pdf": lambda asked: _pdf()}
    async with visit(built) as session:
        assert await _bytes(session, (await _steps(session))[1]) == PDF


async def test_a_reference_of_another_session_opens_its_document() -> None:
    built = _site(lambda asked: _pdf(PDF + asked.form["n"].encode()))
    async with visit(built) as session:
        step = (await _steps(session))[1]
    async with visit(built) as session:
        assert await _bytes(session, step) == PDF + b"2"


async def test_it_is_passed_on_piece_by_piece() -> None:
    pieces = [b"%P", b"DF", b"-1.4\n", b"x" * 1000, b"%%EOF"]
    asked_for: list[int] = []

    async def stream() -> AsyncIterator[bytes]:
        for number, piece in enumerate(pieces):
            asked_for.append(number)
            yield piece

    async with (
        visit(_site(lambda asked: httpx.Response(200, content=stream()))) as session,
        session.invoice((await _steps(session))[0]) as document,
    ):
        first = await anext(document)
        assert asked_for == [0, 1, 2]
        rest = [chunk async for chunk in document]
    assert first + b"".join(rest) == b"".join(pieces)


async def test_an_ended_session_signs_in_once_and_opens_the_document() -> None:
    built = _site(lambda asked: _pdf())
    async with visit(built) as session:
        step = (await _steps(session))[0]
        built.end_sessions()
        assert await _bytes(session, step) == PDF
    assert built.asked.count("POST verif.php") == 2


async def test_an_ended_session_that_redirects_to_sign_in_does_too() -> None:
    built = _site(lambda asked: _pdf())
    built.pages = {
        **built.pages,
        "duplicata.php": lambda asked: _pdf() if asked.known else to("index.php"),
    }
    async with visit(built) as session:
        step = (await _steps(session))[0]
        built.end_sessions()
        assert await _bytes(session, step) == PDF


NO_DOCUMENTS: dict[str, Given] = {
    "a page": lambda asked: screen("<p>Le duplicata n'est pas disponible.</p>"),
    "an empty answer": lambda asked: _pdf(b""),
    "spaces before": lambda asked: _pdf(b"\r\n" + PDF),
    "a picture called a PDF": lambda asked: _pdf(b"\x89PNG\r\n\x1a\n" + PDF),
    "a warning before the document": lambda asked: _pdf(b"<b>Warning</b>: header()\n" + PDF),
    "the beginning of a beginning": lambda asked: _pdf(b"%PD"),
    "a PDF with an error's status": lambda asked: httpx.Response(404, content=PDF),
    "JSON": lambda asked: '{"erreur": "document introuvable"}',
    "an archive": lambda asked: _pdf(b"PK\x03\x04" + b"x" * 100, "application/zip"),
}


@pytest.mark.parametrize("way", NO_DOCUMENTS)
async def test_what_is_no_pdf_is_no_document(way: str) -> None:
    with pytest.raises(ExtranetError) as raised:
        await _opened(NO_DOCUMENTS[way])
    assert isinstance(raised.value, NotUnderstood)


async def test_a_page_of_the_sites_is_no_document() -> None:
    with pytest.raises(NoDocument):
        await _opened(NO_DOCUMENTS["a page"])


FAULTS: dict[str, tuple[Given, type[ExtranetError]]] = {
    "an error of the server": (lambda asked: httpx.Response(500, text="<h1>Erreur</h1>"), ServerFault),
    "a PDF with an error of the server": (lambda asked: httpx.Response(500, content=PDF), ServerFault),
    "a site that is closed": (lambda asked: screen("<p>Service momentanément indisponible</p>").replace("<ul>", "<!--").replace("</ul>", "-->"), Maintenance),
    "a document elsewhere": (lambda asked: to("https://ailleurs.example/f.pdf"), ForeignAddress),
    "redirects without end": (lambda asked: to("duplicata.php?n=2"), NotUnderstood),
}  # fmt: skip


@pytest.mark.parametrize("way", FAULTS)
async def test_a_fault_says_what_it_is(way: str) -> None:
    answer, error = FAULTS[way]
    with pytest.raises(error):
        await _opened(answer)


async def test_a_document_that_announces_too_much_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bills, "MOST_BYTES", 2000)
    read: list[int] = []

    async def stream() -> AsyncIterator[bytes]:
        read.append(1)
        yield PDF

    def announced(asked: Asked) -> httpx.Response:
        return httpx.Response(200, headers={"content-length": "2001"}, content=stream())

    with pytest.raises(NoDocument):
        await _opened(announced)
    assert read == []


async def test_a_document_that_turns_out_too_large_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bills, "MOST_BYTES", 2000)
    sent: list[int] = []

    async def stream() -> AsyncIterator[bytes]:
        yield b"%PDF-1.4\n"
        for number in range(100):
            sent.append(number)
            yield b"x" * 500

    with pytest.raises(NoDocument):
        await _opened(lambda asked: httpx.Response(200, content=stream()))
    assert len(sent) < 6


async def test_an_error_page_without_end_is_not_read_to_its_end() -> None:
    sent: list[int] = []

    async def stream() -> AsyncIterator[bytes]:
        for number in range(1000):
            sent.append(number)
            yield b"<p>erreur</p>" * 1000

    with pytest.raises(NotUnderstood):
        await _opened(lambda asked: httpx.Response(200, content=stream()))
    assert len(sent) < 200


BREAKS: dict[str, tuple[Exception, type[ExtranetError]]] = {
    "a line that breaks": (httpx.ReadError("reset"), Unavailable),
    "a peer that hangs up": (httpx.RemoteProtocolError("incomplete body"), Unavailable),
    "a server that falls silent": (httpx.ReadTimeout("silent"), TooSlow),
}


@pytest.mark.parametrize("way", BREAKS)
@pytest.mark.parametrize("after", [0, 3, 20])
async def test_a_document_that_breaks_off_is_unavailable(way: str, after: int) -> None:
    error, expected = BREAKS[way]

    async def stream() -> AsyncIterator[bytes]:
        for number in range(after):
            yield PDF[number : number + 1]
        raise error

    with pytest.raises(expected):
        await _opened(lambda asked: httpx.Response(200, content=stream()))


async def test_a_body_that_cannot_be_unpacked_is_no_document() -> None:
    with pytest.raises(NoDocument):
        await _opened(lambda asked: _packed(b"not packed at all"))


async def test_a_packed_document_is_unpacked() -> None:
    assert await _opened(lambda asked: _packed(gzip.compress(PDF))) == PDF


def _packed(body: bytes) -> httpx.Response:
    async def stream() -> AsyncIterator[bytes]:
        yield body

    return httpx.Response(200, headers={"content-encoding": "gzip"}, content=stream())


UNLISTED = [
    Step(list="invoices", line="a" * 16),
    Step(list="invoices", line=""),
    Step(list="courses", line="a" * 16),
]


@pytest.mark.parametrize("step", UNLISTED)
async def test_a_line_that_is_not_listed_asks_for_no_document(step: Step) -> None:
    built = _site(lambda asked: _pdf())
    async with visit(built) as session:
        with pytest.raises(NotListed):
            await _bytes(session, step)
    assert "GET duplicata.php" not in built.asked


async def test_a_line_without_a_document_has_none() -> None:
    async with visit(_site(lambda asked: _pdf(), more="")) as session:
        (listing,) = (await session.billing()).lists
        assert [line.ref for line in listing.lines] == [None, None]


async def test_whoever_comes_next_waits_until_the_document_is_let_go() -> None:
    async with visit(_site(lambda asked: _pdf())) as session:
        step = (await _steps(session))[0]
        async with session.invoice(step) as document:
            waiting = asyncio.ensure_future(session.billing())
            await anext(document)
            await asyncio.sleep(0)
            assert not waiting.done()
        assert (await waiting).lists


async def test_a_document_that_nobody_reads_to_its_end_is_let_go() -> None:
    async with visit(_site(lambda asked: _pdf())) as session:
        steps = await _steps(session)
        for _ in range(5):
            async with session.invoice(steps[0]) as document:
                await anext(document)
        assert await _bytes(session, steps[1]) == PDF


async def test_a_failure_leaves_the_session_usable() -> None:
    answers: list[Answer] = [screen("<p>Indisponible</p>"), httpx.Response(500)]
    built = _site(lambda asked: answers.pop(0) if answers else _pdf())
    async with visit(built) as session:
        step = (await _steps(session))[0]
        for error in (NoDocument, ServerFault):
            with pytest.raises(error):
                await _bytes(session, step)
        assert await _bytes(session, step) == PDF


WITHIN = {
    "frame": "<iframe src='{0}' width=100%></iframe>",
    "embed": "<embed src='{0}' type=application/pdf>",
    "object": "<object data='{0}' type=application/pdf>Votre navigateur n’affiche pas ce document.</object>",
    "after a picture": "<embed src=logo.png><iframe src='{0}'></iframe>",
    "after a foreign frame": "<iframe src=https://ailleurs.example/></iframe><embed src='{0}'>",
}


@pytest.mark.parametrize("way", WITHIN)
async def test_a_document_that_a_page_shows_within_itself_is_that_document(way: str) -> None:
    built = _site(lambda asked: screen(WITHIN[way].format("pdf.php?n=2")))
    picture = httpx.Response(200, headers={"content-type": "image/png"}, content=b"\x89PNG\x00\xff")
    built.pages = {
        **built.pages,
        "pdf.php": lambda asked: _pdf(),
        "logo.png": lambda asked: picture,
    }
    async with visit(built) as session:
        assert await _bytes(session, (await _steps(session))[1]) == PDF


async def test_a_page_within_a_page_that_is_no_document_is_none() -> None:
    built = _site(lambda asked: screen("<iframe src=aide.php></iframe>"))
    built.pages = {**built.pages, "aide.php": lambda asked: screen("<p>Aide</p>")}
    async with visit(built) as session:
        with pytest.raises(NoDocument):
            await _bytes(session, (await _steps(session))[1])
