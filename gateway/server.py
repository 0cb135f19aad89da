"""How the gateway is served: uvicorn, behind a front proxy, over TLS itself or on loopback."""

import asyncio
import contextlib
import signal
import socket
from collections.abc import Callable, Iterator

import h11
import uvicorn
from starlette.types import ASGIApp
from uvicorn.protocols.http.h11_impl import H11Protocol

from gateway.addresses import as_peers
from gateway.settings import Gateway

_SIGNALS = (signal.SIGINT, signal.SIGTERM)

_HEAD_SECONDS = 15.0
"""In which a request's head must have come, however it comes: line by line or byte by byte."""
_LINGER_SECONDS = 30.0
"""After an answer: for what is still on its way, in either direction."""


class NotStarted(Exception):
    """The application could not start; the technical log says why."""


class Impatient(H11Protocol):
    """A connection that is dropped where its browser is too slow (ASVS 13.1).

    uvicorn itself waits without end for a head. What comes after the head is the application's
    (`gateway.shield`).
    """

    _drops: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Wait for a head from now on."""
        super().connection_made(transport)
        self._wait(_HEAD_SECONDS)

    def handle_events(self) -> None:
        """What has come: where that is the beginning of a head, the rest is waited for."""
        super().handle_events()
        if self.conn.our_state in (h11.SEND_RESPONSE, h11.SEND_BODY):
            self._wait(None)
        elif self.conn.their_state is h11.IDLE and self._drops is None:
            self._wait(_HEAD_SECONDS)

    def on_response_complete(self) -> None:
        """The answer is written: whoever goes on sending, or does not read, has had their time."""
        self._wait(_LINGER_SECONDS)
        super().on_response_complete()

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait for nothing any more."""
        self._wait(None)
        super().connection_lost(exc)

    def _wait(self, seconds: float | None) -> None:
        if self._drops is not None:
            self._drops.cancel()
        drops = self.transport.abort
        self._drops = None if seconds is None else self.loop.call_later(seconds, drops)


class Server(uvicorn.Server):
    """A uvicorn server that leaves signals to whoever runs it, and tells when it listens."""

    def __init__(self, config: uvicorn.Config) -> None:
        """As uvicorn's."""
        super().__init__(config)
        self.on_ready: Callable[[], None] = _nothing

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, then tell."""
        await super().startup(sockets)
        if self.started:
            self.on_ready()

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Capture none: uvicorn would raise them again in the midst of our own end."""
        yield


def _nothing() -> None:
    pass


def build(app: ASGIApp, gateway: Gateway) -> Server:
    """A server of `app`. Forwarded headers count only from the trusted proxies (ASVS 4.1).

    No access log: addresses and paths of families are in no record (ASVS 16.2).
    """
    return Server(
        uvicorn.Config(
            app,
            lifespan="on",
            http=Impatient,
            ws="none",
            log_config=None,
            log_level="warning",
            access_log=False,
            server_header=False,
            proxy_headers=bool(gateway.trusted_proxies),
            forwarded_allow_ips=[
                peer for proxy in gateway.trusted_proxies for peer in as_peers(proxy)
            ],
            ssl_certfile=gateway.tls_certificate,
            ssl_keyfile=gateway.tls_key,
            # Connections at once, idle ones too; beyond that the answer is 503 at once.
            limit_concurrency=500,
            timeout_keep_alive=5,
            # After a signal, what is being answered may end.
            timeout_graceful_shutdown=20,
            h11_max_incomplete_event_size=16_384,
        )
    )


async def run(
    server: Server, listening: socket.socket, on_ready: Callable[[], None] = _nothing
) -> None:
    """Serve on a socket that is bound already, until SIGINT or SIGTERM.

    Raises:
        NotStarted: the application's own start failed.
    """
    loop = asyncio.get_running_loop()

    def stop() -> None:
        server.should_exit = True

    server.on_ready = on_ready
    for number in _SIGNALS:
        loop.add_signal_handler(number, stop)
    try:
        await server.serve(sockets=[listening])
    finally:
        for number in _SIGNALS:
            loop.remove_signal_handler(number)
        listening.close()
    if not server.started:
        raise NotStarted


def bound(host: str, port: int) -> socket.socket:
    """A socket bound to that address; port 0 takes a free one.

    Raises:
        OSError: the address is taken, or is not one of this machine's.
    """
    family, *_, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    listening = socket.socket(family, socket.SOCK_STREAM)
    try:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(address)
    except OSError:
        listening.close()
        raise
    return listening
