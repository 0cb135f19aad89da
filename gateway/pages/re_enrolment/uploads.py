"""A form with a file, read as it comes: nothing of it is ever in a file in clear (ASVS 5.2).

What stands before the file is checked before a byte of it is read; the file goes on piece by piece
to whoever takes it.
"""

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Generic, Literal, NoReturn, TypeVar

from python_multipart.exceptions import MultipartParseError
from python_multipart.multipart import MultipartParser, parse_options_header
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request

T = TypeVar("T")

Check = Callable[[Mapping[str, str]], Awaitable[None]]
Take = Callable[[str, str, AsyncIterator[bytes]], Awaitable[T]]

_MOST_FIELDS = 30
_MOST_OF_A_FIELD = 200_000
_MOST_HEADERS = 10
_MOST_OF_A_HEADER = 2_000
_STALLED = 30.0
"""Seconds without a byte after which nobody is waited for any longer."""
_LONGEST = 900.0
"""Seconds that a whole form may take: 15 MB at 17 kB/s."""


@dataclass(frozen=True)
class Upload(Generic[T]):
    """What such a form brought."""

    fields: dict[str, str]
    """The last value of each name."""
    file: T | None
    """What became of the file; None where none was chosen."""


async def read_upload(request: Request, check: Check, take: Take[T]) -> Upload[T]:
    """Read the form of `request`, which holds one file at the most.

    `check` is called with the fields that stand before the file, before a byte of it is read, or
    with all of them where there is none; `take` with the file's name, its declared type and its
    bytes. Whatever either raises comes out of here, the rest of the body read and dropped first, so
    that a browser that is still sending gets to see the answer.

    Raises:
        HTTPException: 400 for what is no such form or ends early, 408 for what stops coming, 413
            for more fields than any page of ours has.
    """
    body = _Body(request)
    fields: dict[str, str] = {}
    taken: list[T] = []
    checked = False
    try:
        while (part := await body.next_part()) is not None:
            if part.file_name is None:
                fields[part.name] = await body.text()
                if len(fields) > _MOST_FIELDS:
                    raise HTTPException(413)
            elif part.file_name:
                if checked:
                    raise HTTPException(400)
                checked = True
                await check(fields)
                taken.append(await take(part.file_name, part.media_type, body.bytes_of_part()))
        if not checked:
            await check(fields)
    except Exception:
        await body.drop()
        raise
    return Upload(fields, taken[0] if taken else None)


@dataclass
class _Part:
    """The head of one part; `file_name` is None for a plain field, "" where no file was chosen."""

    headers: dict[str, bytes] = field(default_factory=dict)

    @property
    def name(self) -> str:
        return self._option(b"name") or ""

    @property
    def file_name(self) -> str | None:
        return self._option(b"filename")

    @property
    def media_type(self) -> str:
        return self.headers.get("content-type", b"").decode("latin-1")

    def _option(self, key: bytes) -> str | None:
        _, options = parse_options_header(self.headers.get("content-disposition", b""))
        value = options.get(key)
        return None if value is None else value.decode("utf-8", "replace")


_Event = tuple[Literal["head", "data", "end"], _Part | bytes | None]


class _Body:
    """A request's body, part by part, for as long as it is being sent."""

    def __init__(self, request: Request) -> None:
        kind, options = parse_options_header(request.headers.get("content-type", ""))
        boundary = options.get(b"boundary")
        if kind != b"multipart/form-data" or not boundary:
            raise HTTPException(400)
        self._stream = request.stream()
        self._ends_at = asyncio.get_running_loop().time() + _LONGEST
        self._events: deque[_Event] = deque()
        self._part = _Part()
        self._header = b""
        self._value = b""
        self._ended = False
        self._parser = MultipartParser(
            boundary,
            {
                "on_part_begin": self._begin,
                "on_header_field": self._name_header,
                "on_header_value": self._value_header,
                "on_header_end": self._end_header,
                "on_headers_finished": lambda: self._events.append(("head", self._part)),
                "on_part_data": self._data,
                "on_part_end": lambda: self._events.append(("end", None)),
            },
        )

    async def next_part(self) -> _Part | None:
        """The next part's head; what is left of the one before is dropped."""
        while (event := await self._next()) is not None:
            if isinstance(event[1], _Part):
                return event[1]
        return None

    async def text(self) -> str:
        """The whole of a plain field."""
        whole = bytearray()
        async for piece in self.bytes_of_part():
            whole += piece
            if len(whole) > _MOST_OF_A_FIELD:
                raise HTTPException(413)
        return whole.decode("utf-8", "replace")

    async def bytes_of_part(self) -> AsyncIterator[bytes]:
        """What the part holds, as it comes."""
        while (event := await self._next()) is not None:
            kind, piece = event
            if kind == "end":
                return
            if isinstance(piece, bytes):
                yield piece
        _refuse()

    async def drop(self) -> None:
        """Read what is left of the body, as far as the gatekeeper lets it come."""
        try:
            while await self._piece():
                pass
        except Exception:  # noqa: S110 - whoever sent it is gone, or sends without end: no matter
            pass

    async def _next(self) -> _Event | None:
        while not self._events:
            if self._ended:
                return None
            await self._more()
        return self._events.popleft()

    async def _more(self) -> None:
        piece = await self._piece()
        try:
            if piece:
                self._parser.write(piece)
                return
            self._ended = True
            self._parser.finalize()
        except MultipartParseError as error:
            raise HTTPException(400) from error

    async def _piece(self) -> bytes:
        """What comes next; b"" at the end of the body."""
        loop = asyncio.get_running_loop()
        try:
            async with asyncio.timeout_at(min(loop.time() + _STALLED, self._ends_at)):
                return await anext(self._stream, b"")
        except TimeoutError as error:
            raise HTTPException(408) from error
        except ClientDisconnect as error:
            raise HTTPException(400) from error

    def _begin(self) -> None:
        self._part = _Part()

    def _name_header(self, data: bytes, start: int, end: int) -> None:
        self._header += data[start:end]
        if len(self._header) > _MOST_OF_A_HEADER:
            _refuse()

    def _value_header(self, data: bytes, start: int, end: int) -> None:
        self._value += data[start:end]
        if len(self._value) > _MOST_OF_A_HEADER or len(self._part.headers) > _MOST_HEADERS:
            _refuse()

    def _end_header(self) -> None:
        self._part.headers[self._header.decode("latin-1").lower()] = self._value
        self._header, self._value = b"", b""

    def _data(self, data: bytes, start: int, end: int) -> None:
        self._events.append(("data", data[start:end]))


def _refuse() -> NoReturn:
    raise HTTPException(400)
