"""The gateway put together writes digests by itself, and sends them."""

import asyncio
import base64
from email.message import EmailMessage
from pathlib import Path

import pytest
from msgspec.structs import replace

from adapters.memory import MemoryExtranet
from gateway import app
from gateway.config import Config, Gateway, Mail, School, SchoolDesk
from gateway.keys import VARIABLE
from gateway.mail import Outbox
from gateway.office.digests import Digests
from gateway.portal import parts
from gateway.store import outbox
from gateway.store.store import Store
from tests.unit.digests.post import ANNE
from tests.unit.pages.conftest import school

__all__ = ["school"]


class Watched:
    """A postman, and a look at what calls him: `looked` for digests, `sent` what was due."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        letters: list[EmailMessage] = []
        looked, sent = asyncio.Event(), asyncio.Event()
        self.letters, self.looked, self.sent = letters, looked, sent

        class TellingDigests(Digests):
            async def write_due(self) -> None:
                await super().write_due()
                looked.set()

        class TellingOutbox(Outbox):
            async def send_due(self) -> None:
                await super().send_due()
                if letters:
                    sent.set()

        monkeypatch.setattr(app, "Digests", TellingDigests)
        monkeypatch.setattr(parts, "Outbox", TellingOutbox)
        monkeypatch.setattr(app, "postman", lambda settings: self)

    async def take(self, message: EmailMessage) -> None:
        self.letters.append(message)


async def test_it_is_written_and_sent_and_not_again_after_a_restart(
    school: School, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = base64.b64encode(b"0123456789abcdef0123456789abcdef").decode()
    monkeypatch.setenv(VARIABLE, f"accounts {key}\n1 {key}\n")
    # At midnight: due whenever this runs.
    told = SchoolDesk(digest_to=(ANNE,), digest_hour=0, digest_when_quiet=True)
    config = Config(
        gateway=Gateway(data=tmp_path),
        mail=Mail(sender="portail@example.org"),
        schools={"ecole": replace(school, id="ecole", desk=told)},
    )
    watched = Watched(monkeypatch)
    for _ in range(2):
        watched.looked.clear()
        made = app.create_app(config, {"ecole": MemoryExtranet()})
        async with made.router.lifespan_context(made), asyncio.timeout(20):
            await watched.looked.wait()
            await watched.sent.wait()
    assert [letter["To"] for letter in watched.letters] == [ANNE]
    store = Store(tmp_path / app.DATABASE)
    try:
        assert await store.read(outbox.next_due) is None
    finally:
        store.close()
