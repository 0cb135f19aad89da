"""A real mail server on loopback, and the letters that it took."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage

from aiosmtpd.smtp import SMTP, Envelope, Session


class PostOffice:
    """Takes every letter, in order."""

    def __init__(self) -> None:
        self.letters: list[tuple[tuple[str, ...], EmailMessage]] = []
        self._came = asyncio.Condition()
        self.port = 0

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        content = envelope.content
        letter = message_from_bytes(
            content if isinstance(content, bytes) else str(content).encode(), policy=policy.default
        )
        assert isinstance(letter, EmailMessage)
        async with self._came:
            self.letters.append((tuple(envelope.rcpt_tos), letter))
            self._came.notify_all()
        return "250 OK"

    async def wait_for(self, count: int) -> list[tuple[tuple[str, ...], EmailMessage]]:
        """The letters, once there are that many."""
        async with self._came, asyncio.timeout(20):
            await self._came.wait_for(lambda: len(self.letters) >= count)
        return self.letters


@asynccontextmanager
async def post_office() -> AsyncIterator[PostOffice]:
    """A post office that is open."""
    office = PostOffice()
    server = await asyncio.get_running_loop().create_server(
        lambda: SMTP(office, enable_SMTPUTF8=True), "127.0.0.1", 0
    )
    office.port = server.sockets[0].getsockname()[1]
    try:
        yield office
    finally:
        server.close()
        await server.wait_closed()
