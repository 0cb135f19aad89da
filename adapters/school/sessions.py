"""Sessions as PHP keeps them: a cookie, a file on the server, one request at a time."""

import asyncio
import secrets
from dataclasses import dataclass, field

COOKIE = "PHPSESSID"


@dataclass
class Message:
    """What the site says about what was asked of it."""

    words: str
    good: bool


@dataclass
class PhpSession:
    """One visitor, signed in once `identifier` is set."""

    key: str
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    """Held while a request of this session runs: the next one waits."""
    identifier: str | None = None
    tokens: dict[str, str] = field(default_factory=dict)
    """By screen: the anti-forgery token of its last display, the only one that counts."""
    student: str | None = None
    """The number of the student chosen last, where the server remembers it."""
    flash: Message | None = None
    """What the next page has to say."""

    def new_token(self, screen: str) -> str:
        """The token for one more display of `screen`."""
        self.tokens[screen] = secrets.token_hex(16)
        return self.tokens[screen]

    def lasting_token(self, screen: str) -> str:
        """The token for every display of `screen` in this session."""
        return self.tokens.setdefault(screen, secrets.token_hex(16))

    def holds_token(self, screen: str, token: str) -> bool:
        """Whether `token` is that of the session, however often it is sent."""
        return bool(token) and self.tokens.get(screen) == token

    def spend_token(self, screen: str, token: str) -> bool:
        """Whether `token` is that of the last display; it counts once."""
        return bool(token) and self.tokens.pop(screen, None) == token


class Sessions:
    """Every live session, by what its cookie says."""

    def __init__(self) -> None:
        """None yet."""
        self._sessions: dict[str, PhpSession] = {}

    def start(self) -> PhpSession:
        """A new session."""
        session = PhpSession(secrets.token_hex(13))
        self._sessions[session.key] = session
        return session

    def find(self, key: str | None) -> PhpSession | None:
        """The live session of that cookie, if any."""
        return self._sessions.get(key or "")

    def end(self, session: PhpSession) -> None:
        """This one ends."""
        self._sessions.pop(session.key, None)

    def end_all(self) -> None:
        """All end, as when the old server starts again."""
        self._sessions.clear()
