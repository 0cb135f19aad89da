"""Letters: composed safely, kept until they are taken."""

import socket
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

import msgspec
import pytest
import pytest_asyncio
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import Envelope

from gateway.addresses import deliverable
from gateway.config import Delivery, Mail
from gateway.keys import Keys
from gateway.mail import Letter, Outbox, Written, compose
from gateway.postmen import Folder, NeverTaken, NotTaken, Smtp
from gateway.store.store import Store
from gateway.vault import Vault

NOW = datetime(2026, 9, 9, 12, 5, tzinfo=UTC)
SENDER = "ne-pas-repondre@tilleuls.example"
LETTER = Letter(
    to="helene@example.org",
    school="École des Tilleuls",
    written=Written(subject="Demande reçue", text="Bonjour,\n", html="<p>Bonjour,</p>"),
)


class Server:
    """A real SMTP server; `answer` is what it says to the recipient."""

    def __init__(self) -> None:
        self.answer = "250 OK"
        self.envelopes: list[Envelope] = []

    async def handle_RCPT(
        self, server: object, session: object, envelope: Envelope, address: str, options: object
    ) -> str:
        if self.answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return self.answer

    async def handle_DATA(self, server: object, session: object, envelope: Envelope) -> str:
        self.envelopes.append(envelope)
        return "250 OK"


@pytest.fixture
def server() -> Iterator[tuple[Server, Mail]]:
    handler = Server()
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    controller = Controller(handler, hostname="127.0.0.1", port=port)
    controller.start()
    yield handler, Mail(sender=SENDER, host="127.0.0.1", port=port, tls="none")
    controller.stop()


def message() -> EmailMessage:
    return compose(LETTER, SENDER, "<1@tilleuls.example>", NOW)


async def test_a_letter_goes_to_a_real_server(server: tuple[Server, Mail]) -> None:
    handler, settings = server
    await Smtp(settings).take(message())
    (envelope,) = handler.envelopes
    assert envelope.rcpt_tos == ["helene@example.org"]
    assert isinstance(envelope.content, bytes)
    got = message_from_bytes(envelope.content, policy=default)
    assert got["Subject"] == "Demande reçue"
    assert got["Message-ID"] == "<1@tilleuls.example>"
    assert got["From"] == f"École des Tilleuls <{SENDER}>"


async def test_a_refusal_for_now_is_not_one_for_good(server: tuple[Server, Mail]) -> None:
    handler, settings = server
    handler.answer = "451 plus tard"
    with pytest.raises(NotTaken):
        await Smtp(settings).take(message())
    handler.answer = "550 inconnu <helene@example.org>"
    with pytest.raises(NeverTaken) as refusal:
        await Smtp(settings).take(message())
    assert "helene" not in str(refusal.value)


async def test_a_server_that_is_down_takes_nothing_now() -> None:
    down = Mail(sender=SENDER, host="127.0.0.1", port=1, tls="none")
    with pytest.raises(NotTaken):
        await Smtp(down).take(message())


async def test_a_folder_gets_whole_files(tmp_path: Path) -> None:
    folder = tmp_path / "courrier"
    await Folder(folder).take(message())
    await Folder(folder).take(message())
    (path,) = folder.iterdir()
    assert path.suffix == ".eml"
    assert message_from_bytes(path.read_bytes(), policy=default)["To"] == "helene@example.org"


@pytest.mark.parametrize("bad", ["Sujet\r\nBcc: x@example.org", "Sujet\nBcc: x@example.org"])
def test_line_ends_reach_no_header(bad: str) -> None:
    hostile = Letter(
        to="helene@example.org",
        school=f"École\r\nBcc: {SENDER}",
        written=Written(subject=bad, text="t", html="h"),
    )
    travelling = message_from_bytes(
        compose(hostile, SENDER, "<1@tilleuls.example>", NOW).as_bytes(), policy=default
    )
    assert travelling["Bcc"] is None
    assert travelling["Subject"] == "Sujet Bcc: x@example.org"


@pytest.mark.parametrize(
    ("address", "yes"),
    [
        ("helene.lemarchand+ecole@example.org", True),
        ("a@example.org\nBcc: b@example.org", False),
        ("a@example.org, b@example.org", False),
        ("hélène@example.org", False),
        ("sans-arobase", False),
        ("helene@example..org", False),
        ("helene@.example.org", False),
        ("helene@example.org.", False),
        ("", False),
    ],
)
def test_mail_goes_only_to_one_plain_address(address: str, yes: bool) -> None:
    assert deliverable(address) is yes


class Reluctant:
    """Takes nothing until told otherwise."""

    def __init__(self) -> None:
        self.error: Exception | None = NotTaken("SMTP 451")
        self.offered: list[EmailMessage] = []
        self.taken: list[EmailMessage] = []

    async def take(self, message: EmailMessage) -> None:
        self.offered.append(message)
        if self.error is not None:
            raise self.error
        self.taken.append(message)


class Desk:
    """An outbox with what is around it."""

    def __init__(self, store: Store) -> None:
        self.now = NOW
        self.postman = Reluctant()
        self.store = store
        vault = Vault(Keys(b"a" * 32, {1: b"b" * 32}))
        pauses = Delivery(first_pause_seconds=60, longest_pause_seconds=600)
        self.outbox = Outbox(store, vault, self.postman, SENDER, pauses, lambda: self.now)

    async def post(self, letter: Letter = LETTER) -> None:
        await self.store.write(lambda c: self.outbox.post(c, "tilleuls", "a", letter, self.now))


@pytest_asyncio.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    store = Store(tmp_path / "gateway.sqlite")
    yield Desk(store)
    store.close()


async def test_a_letter_is_offered_again_after_a_pause_with_the_same_id(desk: Desk) -> None:
    await desk.post()
    await desk.outbox.send_due()
    await desk.outbox.send_due()
    assert len(desk.postman.offered) == 1
    desk.now += timedelta(seconds=61)
    desk.postman.error = None
    await desk.outbox.send_due()
    await desk.outbox.send_due()
    assert len(desk.postman.taken) == 1
    assert len({each["Message-ID"] for each in desk.postman.offered}) == 1


async def test_a_letter_that_nobody_will_take_is_not_offered_for_ever(desk: Desk) -> None:
    await desk.post()
    desk.postman.error = NeverTaken("SMTP 550")
    await desk.outbox.send_due()
    desk.now += timedelta(days=1)
    await desk.outbox.send_due()
    assert len(desk.postman.offered) == 1


async def test_a_letter_that_cannot_be_composed_keeps_none_back(desk: Desk) -> None:
    desk.postman.error = None
    await desk.post(msgspec.structs.replace(LETTER, to="helene@example..org"))
    await desk.post()
    await desk.outbox.send_due()
    assert [letter["To"] for letter in desk.postman.taken] == ["helene@example.org"]
