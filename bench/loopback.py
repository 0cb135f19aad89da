"""A server in a process of its own, and many browsers at once before it, both on this machine."""

import asyncio
import sys
from collections.abc import Sequence
from time import perf_counter
from typing import Self

CONNECTIONS = 48
"""Browsers that wait for an answer at the same time."""


class Served:
    """A process that says on its first line where it listens; it ends with its context."""

    def __init__(self, *command: str) -> None:
        """`command` are the arguments of this Python."""
        self._command = command

    async def __aenter__(self) -> Self:
        """Start it, and wait until it listens."""
        self._process = await asyncio.create_subprocess_exec(
            sys.executable, *self._command, stdout=asyncio.subprocess.PIPE
        )
        said = self._process.stdout
        line = await asyncio.wait_for(said.readline(), timeout=60) if said else b""
        self.port = int(line)
        return self

    async def __aexit__(self, *exception: object) -> None:
        """Stop it as a service manager does."""
        self._process.terminate()
        await self._process.wait()


class Browser:
    """One connection that is kept: one request after the other."""

    def __init__(self, port: int) -> None:
        """To a server on this machine."""
        self._port = port

    async def __aenter__(self) -> Self:
        """Connect."""
        self._reader, self._writer = await asyncio.open_connection("127.0.0.1", self._port)
        return self

    async def __aexit__(self, *exception: object) -> None:
        """Hang up."""
        self._writer.close()

    async def asks(self, request: bytes) -> tuple[bytes, bytes]:
        """The head and the body of the answer."""
        self._writer.write(request)
        head = await self._reader.readuntil(b"\r\n\r\n")
        length = head.lower().partition(b"content-length: ")[2].partition(b"\r\n")[0]
        return head, await self._reader.readexactly(int(length or 0))


async def rate(port: int, requests: Sequence[bytes], said: bytes) -> float:
    """Answers a second, all browsers at once; the head of every one must say that."""
    waiting = iter(requests)

    async def work(browser: Browser) -> None:
        for request in waiting:
            head, body = await browser.asks(request)
            if said not in head:
                raise AssertionError(head.decode() + body.decode())

    browsers = [await Browser(port).__aenter__() for _ in range(CONNECTIONS)]
    start = perf_counter()
    try:
        await asyncio.gather(*map(work, browsers))
        return len(requests) / (perf_counter() - start)
    finally:
        for browser in browsers:
            await browser.__aexit__()


def post(port: int, path: str, body: bytes, cookie: str = "") -> bytes:
    """A form as a browser sends it from a page of that server's own."""
    head = (
        f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nOrigin: http://127.0.0.1:{port}\r\n"
        f"Cookie: {cookie}\r\nContent-Type: application/x-www-form-urlencoded\r\n"
        f"Content-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


def get(port: int, path: str, cookie: str = "") -> bytes:
    """A page that is asked for."""
    return f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nCookie: {cookie}\r\n\r\n".encode()
