"""Letters to families: written from templates, kept in a durable outbox until they are taken."""

import asyncio
import logging
import secrets
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path
from typing import Any

import msgspec
from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape
from sqlalchemy import Connection

from gateway.clock import Clock
from gateway.compiled import Compiled
from gateway.language import catalogue
from gateway.pauses import pause
from gateway.postmen import NeverTaken, NotTaken, Postman
from gateway.settings import Delivery
from gateway.store import outbox, sessions
from gateway.store.outbox import LetterRow
from gateway.store.store import Store
from gateway.telemetry import incident
from gateway.vault import Place, Vault

_LONGEST_SLEEP = 60.0

_log = logging.getLogger(__name__)


class Written(msgspec.Struct, frozen=True, kw_only=True):
    """A letter's words."""

    subject: str
    text: str
    html: str


class Letter(msgspec.Struct, frozen=True, kw_only=True):
    """Words on their way to an address; `school` names the sender."""

    to: str
    school: str
    written: Written
    unless_seen: bool = False
    """Whether the portal's pages say the same: who has opened one since does not need it."""

    def __repr__(self) -> str:
        """Never shows what it holds: a repr ends in logs."""
        return "Letter(…)"


_COMPILED = Compiled()


class Stationery:
    """The mail templates: three to a letter, for its subject, its text and its HTML."""

    def __init__(self, templates: Path, language: str) -> None:
        """`templates` holds the folder `mail`."""
        self._environment = Environment(
            loader=FileSystemLoader(templates),
            bytecode_cache=_COMPILED,
            auto_reload=False,
            autoescape=select_autoescape(["html"]),
            undefined=StrictUndefined,
            extensions=["jinja2.ext.i18n"],
            trim_blocks=True,
            lstrip_blocks=True,
        )
        translations = catalogue(language)
        self._environment.install_gettext_callables(  # type: ignore[attr-defined]
            translations.gettext, translations.ngettext, newstyle=True
        )
        self._environment.globals["language"] = language

    def write(self, name: str, **shown: Any) -> Written:
        """The letter of that name."""
        subject, text, html = (
            self._environment.get_template(f"mail/{name}.{part}").render(shown)
            for part in ("subject.txt", "txt", "html")
        )
        return Written(subject=one_line(subject), text=text, html=html)


class Outbox:
    """Keeps letters, sealed, and hands them to the postman until he takes them."""

    def __init__(
        self,
        store: Store,
        vault: Vault,
        postman: Postman,
        sender: str,
        pauses: Delivery,
        clock: Clock,
    ) -> None:
        """`sender` is the address that letters come from."""
        self._store = store
        self._vault = vault
        self._postman = postman
        self._sender = sender
        self._pauses = pauses
        self._clock = clock
        self._woken = asyncio.Event()

    def post(
        self,
        connection: Connection,
        school: str,
        account: str,
        letter: Letter,
        at: datetime,
        *,
        due_at: datetime | None = None,
        about: tuple[str, ...] = (),
    ) -> None:
        """Keep a letter, within the caller's transaction; it is due at once, or at `due_at`.

        What it is `about` makes its Message-ID: the store takes no second letter of the same, and
        a mail server that took it before a crash knows it again.
        """
        domain = self._sender.rpartition("@")[2]
        unique = self._vault.digest("message", school, *about) if about else secrets.token_hex(16)
        message_id = f"<{unique}@{domain}>"
        place = Place(purpose="letter", school=school, account=account, row=message_id)
        outbox.add(
            connection,
            school=school,
            account=account,
            message_id=message_id,
            written_at=at,
            due_at=due_at or at,
            sealed=self._vault.seal(place, msgspec.msgpack.encode(letter)),
        )

    def wake(self) -> None:
        """There may be a letter to send."""
        self._woken.set()

    async def run(self) -> None:
        """Send letters as they come due, until cancelled."""
        while True:
            self._woken.clear()
            await self.send_due()
            due = await self._store.read(outbox.next_due)
            wait = (due - self._clock()).total_seconds() if due else _LONGEST_SLEEP
            with_limit = asyncio.timeout(min(max(wait, 0), _LONGEST_SLEEP))
            try:
                async with with_limit:
                    await self._woken.wait()
            except TimeoutError:
                continue

    async def send_due(self) -> None:
        """Hand over every letter that is due, in order."""
        now = self._clock()
        for row in await self._store.read(lambda c: outbox.due(c, now)):
            try:
                await self._send(row)
            except Exception:
                # One letter's trouble must not keep back those behind it.
                _log.exception(
                    "a letter failed", extra={"school": row.school, "incident": incident()}
                )
                await self._postpone(row)

    async def _send(self, row: LetterRow) -> None:
        place = Place(purpose="letter", school=row.school, account=row.account, row=row.message_id)
        letter = msgspec.msgpack.decode(self._vault.open(place, row.sealed), type=Letter)
        if letter.unless_seen and await self._seen_since(row):
            await self._store.write(lambda c: outbox.remove(c, row.position))
            return
        try:
            await self._postman.take(compose(letter, self._sender, row.message_id, row.written_at))
        except NotTaken as error:
            _log.warning("a letter was not taken: %s", error, extra={"school": row.school})
            await self._postpone(row)
            return
        except NeverTaken as error:
            _log.warning("a letter was refused: %s", error, extra={"school": row.school})
        await self._store.write(lambda c: outbox.remove(c, row.position))

    async def _seen_since(self, row: LetterRow) -> bool:
        used_at = await self._store.read(lambda c: sessions.last_used(c, row.school, row.account))
        return used_at is not None and used_at > row.written_at

    async def _postpone(self, row: LetterRow) -> None:
        attempts = row.attempts + 1
        due_at = self._clock() + pause(self._pauses, attempts)
        await self._store.write(lambda c: outbox.postpone(c, row.position, due_at, attempts))


def compose(letter: Letter, sender: str, message_id: str, at: datetime) -> EmailMessage:
    """The message as it travels; nothing in it breaks a header's line."""
    message = EmailMessage(policy=SMTP)
    message["From"] = Address(one_line(letter.school), addr_spec=sender)
    message["To"] = Address(addr_spec=letter.to)
    message["Subject"] = one_line(letter.written.subject)
    message["Date"] = at
    message["Message-ID"] = message_id
    # No answer by an automatic reply (RFC 3834).
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(letter.written.text)
    message.add_alternative(letter.written.html, subtype="html")
    return message


def one_line(text: str) -> str:
    """`text` without line ends or control characters."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())
