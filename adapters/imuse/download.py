"""A document of the old site, read piece by piece: never more of it in memory than a piece."""

from collections.abc import AsyncIterator, Awaitable, Callable

import httpx

from adapters.errors import NoDocument, TooSlow, Unreachable


class Download:
    """An answer whose body has not been read yet."""

    def __init__(
        self, response: httpx.Response, url: str, most: int, release: Callable[[], Awaitable[None]]
    ) -> None:
        """At most `most` bytes are read; `release` lets go of the answer and of its turn."""
        self._chunks = response.aiter_bytes()
        self._most = most
        self._read = 0
        self._release = release
        self._rest = b""
        self.url = url
        self.status = response.status_code
        self.content_type: str = response.headers.get("content-type", "")
        self.location: str | None = response.headers.get("location")
        self._announced: str = response.headers.get("content-length", "")

    async def first(self, wanted: int) -> bytes:
        """Its first bytes, as many as are wanted or as there are.

        Raises:
            NoDocument: it says that it is too large.
            Unreachable, TooSlow: it breaks off.
        """
        if self._announced.isdecimal() and int(self._announced) > self._most:
            raise NoDocument("too large")
        while len(self._rest) < wanted:
            chunk = await self._next()
            if not chunk:
                break
            self._rest += chunk
        return self._rest

    async def all(self) -> AsyncIterator[bytes]:
        """The whole of it, from the first byte.

        Raises:
            NoDocument: it is too large after all.
            Unreachable, TooSlow: it breaks off.
        """
        held, self._rest = self._rest, b""
        if held:
            yield held
        while chunk := await self._next():
            yield chunk

    async def close(self) -> None:
        """Let go of it, whether it was read or not."""
        await self._release()

    async def _next(self) -> bytes:
        try:
            chunk = await anext(self._chunks, b"")
        except httpx.TimeoutException as error:
            raise TooSlow from error
        except httpx.TransportError as error:
            raise Unreachable from error
        except httpx.DecodingError as error:
            raise NoDocument("undecodable body") from error
        self._read += len(chunk)
        if self._read > self._most:
            raise NoDocument("too large")
        return chunk
