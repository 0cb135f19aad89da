"""Who takes letters: an SMTP server, or a folder for the demonstration."""

import asyncio
import os
from email.message import EmailMessage
from pathlib import Path
from typing import Protocol

import aiosmtplib

from gateway import config

_TIMEOUT = 30.0
_FOR_GOOD = range(500, 600)


class NotTaken(Exception):
    """Not now: try again later. The message names what failed, never an address."""


class NeverTaken(Exception):
    """Nobody will ever take this letter. The message names why, never an address."""


class Postman(Protocol):
    """Takes one letter at a time."""

    async def take(self, message: EmailMessage) -> None:
        """Take a letter for good.

        Raises:
            NotTaken, NeverTaken: he does not.
        """


class Smtp:
    """Hands letters to a mail server (RFC 5321), its certificate verified."""

    def __init__(self, settings: config.Mail) -> None:
        """`settings` is the configuration's `[mail]`."""
        self._settings = settings

    async def take(self, message: EmailMessage) -> None:
        """Send a letter."""
        settings = self._settings
        try:
            await aiosmtplib.send(
                message,
                hostname=settings.host,
                port=settings.port,
                username=settings.username,
                password=await self._password(),
                use_tls=settings.tls == "tls",
                start_tls=settings.tls == "starttls",
                timeout=_TIMEOUT,
            )
        except aiosmtplib.SMTPRecipientsRefused as error:
            codes = [refusal.code for refusal in error.recipients]
            raise _refusal(codes[0] if codes else 0) from None
        except aiosmtplib.SMTPDataError as error:
            raise _refusal(error.code) from None
        except (aiosmtplib.SMTPException, OSError) as error:
            raise NotTaken(type(error).__name__) from None

    async def _password(self) -> str | None:
        path = self._settings.password_file
        if path is None:
            return None
        return (await asyncio.to_thread(path.read_text, "utf-8")).strip()


class Folder:
    """Lays letters down as .eml files: whole, or not at all."""

    def __init__(self, folder: Path) -> None:
        """`folder` is made if need be."""
        self._folder = folder

    async def take(self, message: EmailMessage) -> None:
        """Write a letter; the same one again replaces its file."""
        try:
            await asyncio.to_thread(self._lay_down, message)
        except OSError as error:
            raise NotTaken(type(error).__name__) from None

    def _lay_down(self, message: EmailMessage) -> None:
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        moment = message["Date"].datetime.strftime("%Y%m%dT%H%M%S")
        name = message["Message-ID"].strip("<>").partition("@")[0]
        path = self._folder / f"{moment}-{name}.eml"
        unfinished = path.with_suffix(".part")
        with unfinished.open("wb") as file:
            file.write(message.as_bytes())
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(path)


def postman(settings: config.Mail) -> Postman:
    """The postman that the configuration names."""
    if settings.kind == "folder":
        assert settings.folder is not None, "the configuration was checked"  # noqa: S101
        return Folder(settings.folder)
    return Smtp(settings)


def _refusal(code: int) -> NotTaken | NeverTaken:
    return NeverTaken(f"SMTP {code}") if code in _FOR_GOOD else NotTaken(f"SMTP {code}")
