"""The technical log: lines or JSON, nothing of what a family typed or read.

An exception is logged by its type and where it happened, never by its message: that may hold a
value. Line ends and control characters in what is logged are made harmless (ASVS 16.4).
"""

import json
import logging
import secrets
import traceback
from typing import Literal, TextIO

_ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
"""Without the characters that are mistaken for one another on the telephone."""

_EXTRAS = ("incident", "school", "account", "number")
"""What a record may carry besides its message; `account` is a pseudonym."""

# These write addresses with their parameters, or what nobody asked.
_TOO_TALKATIVE = ("alembic", "asyncio", "httpcore", "httpx", "sqlalchemy")


def incident() -> str:
    """A new incident number: eight characters to read out on the telephone."""
    return "".join(secrets.choice(_ALPHABET) for _ in range(8))


def set_up(form: Literal["plain", "json"], stream: TextIO) -> logging.Handler:
    """Log everything from INFO up to `stream`; returns the handler, to take it away again."""
    handler = logging.StreamHandler(stream)
    handler.setFormatter(_Json() if form == "json" else _Plain())
    root = logging.getLogger()
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    for name in _TOO_TALKATIVE:
        logging.getLogger(name).setLevel(logging.WARNING)
    return handler


class _Harmless(logging.Formatter):
    def facts(self, record: logging.LogRecord) -> dict[str, str]:
        facts = {
            "time": self.formatTime(record, "%Y-%m-%dT%H:%M:%S%z"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
        }
        facts |= {name: str(getattr(record, name)) for name in _EXTRAS if hasattr(record, name)}
        if record.exc_info and record.exc_info[1] is not None:
            facts["error"] = outline(record.exc_info[1])
        return {name: _one_line(value) for name, value in facts.items()}


class _Plain(_Harmless):
    def format(self, record: logging.LogRecord) -> str:
        facts = self.facts(record)
        head = " ".join(facts.pop(name) for name in ("time", "level", "logger", "message"))
        return " ".join((head, *(f"{name}={value}" for name, value in facts.items())))


class _Json(_Harmless):
    def format(self, record: logging.LogRecord) -> str:
        return json.dumps(self.facts(record), ensure_ascii=False)


def outline(error: BaseException) -> str:
    """An exception's type, its causes' types and the last places in the code; no message."""
    causes: list[str] = []
    seen: BaseException | None = error
    while seen is not None:
        frames = traceback.extract_tb(seen.__traceback__)[-4:]
        trail = " < ".join(f"{frame.name}:{frame.lineno}" for frame in reversed(frames))
        causes.append(f"{type(seen).__name__} ({trail})")
        seen = seen.__cause__ or seen.__context__
    return " from ".join(causes)


def _one_line(text: str) -> str:
    return "".join(c if c.isprintable() else " " for c in text)
