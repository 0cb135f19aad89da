"""The demo's letters: what the gateway would have mailed, as plain text."""

from datetime import datetime
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import default
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response

from gateway.pages.frame.front import Front

_SHOWN = 50
"""Letters shown, the newest first."""


async def show(front: Front, request: Request) -> Response:
    """GET: the folder's letters."""
    letters = [_read(path) for path in _newest(front.letters)] if front.letters else []
    return front.page(request, "letters.html", letters=letters)


def _newest(folder: Path) -> list[Path]:
    files = sorted(folder.glob("*.eml"), key=lambda path: path.stat().st_mtime_ns, reverse=True)
    return files[:_SHOWN]


def _read(path: Path) -> dict[str, str | datetime | None]:
    letter = BytesParser(EmailMessage, policy=default).parsebytes(path.read_bytes())
    body = letter.get_body(("plain",))
    return {
        "to": str(letter["To"] or ""),
        "subject": str(letter["Subject"] or ""),
        "at": letter["Date"].datetime if letter["Date"] else None,
        "text": body.get_content() if isinstance(body, EmailMessage) else "",
    }
