"""Serving the school over real HTTP on this machine."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import uvicorn
from starlette.types import Receive, Scope, Send
from uvicorn.protocols.http.h11_impl import H11Protocol
from uvicorn.server import ServerState

from adapters.school.school import School
from adapters.school.wire import TRANSPORT


@asynccontextmanager
async def serve(school: School, host: str = "127.0.0.1", port: int = 0) -> AsyncIterator[str]:
    """Serve in the running event loop; yields the base address. Port 0 takes a free one.

    On leaving, every connection ends at once, and late effects never land.

    Raises:
        OSError: the port is taken.
    """
    # Only uvicorn's HTTP protocol: its server would take signals and others' logs in hand.
    config = uvicorn.Config(school.app, lifespan="off", log_config=None, log_level=None)
    config.load()
    school.open()
    state = ServerState()
    loop = asyncio.get_running_loop()
    listening = await loop.create_server(
        lambda: _Line(config=config, server_state=state, app_state={}, _loop=loop), host, port
    )
    try:
        yield f"http://{host}:{listening.sockets[0].getsockname()[1]}"
    finally:
        listening.close()
        await school.close()
        for connection in tuple(state.connections):
            connection.transport.abort()
        if state.tasks:
            await asyncio.wait(state.tasks)


class _Line(H11Protocol):
    """Hands its connection to the application, so that it may hang up; logs nobody's requests."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self.access_log = False
        app = self.app

        async def with_transport(scope: Scope, receive: Receive, send: Send) -> None:
            scope[TRANSPORT] = transport
            await app(scope, receive, send)

        self.app = with_transport
