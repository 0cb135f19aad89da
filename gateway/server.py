"""How the gateway is served: uvicorn, behind a front proxy, over TLS itself or on loopback."""

import asyncio
import contextlib
import signal
import socket
from collections.abc import Callable, Iterator

import uvicorn
from starlette.types import ASGIApp

from gateway.settings import Gateway

_SIGNALS = (signal.SIGINT, signal.SIGTERM)


class NotStarted(Exception):
    """The application could not start; the technical log says why."""


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
            http="h11",
            ws="none",
            log_config=None,
            log_level="warning",
            access_log=False,
            server_header=False,
            proxy_headers=bool(gateway.trusted_proxies),
            forwarded_allow_ips=list(gateway.trusted_proxies),
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
