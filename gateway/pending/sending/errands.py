"""What a request does on the old site: each kind of request has its errand there.

Delivery and verification are the road that all share: claimed, intent committed, the old server
waited out, evidence or a person. An errand is what is done on that road, and what proves it.
"""

from datetime import datetime
from typing import Protocol

import msgspec

from adapters.port import Session
from gateway.pending.records import Body, Result
from gateway.pending.sending.intent import Intent
from gateway.pending.states import Event
from gateway.store.requests import RequestRow


class Concluded(msgspec.Struct, frozen=True, kw_only=True):
    """What became of a request on the old site."""

    event: Event
    result: Result
    settled: bool = True
    """False where the old server never answered: the effect may still land."""
    seen: bool = False
    """Whether the screen that the request is about was read."""
    absent: bool = False
    """Whether what had been sent is said to have had no effect, so that it would be sent again."""


class Errand(Protocol):
    """One kind of request's."""

    async def deliver(self, session: Session, intent: Intent) -> Concluded:
        """Ask for it, once; `intent` is committed before the first byte of anything leaves.

        Raises:
            FormChanged, Conflict, NotListed, DocumentGone: it cannot be asked as the family asked.
            ExtranetError: whatever else the old site has against it.
        """

    async def verify(
        self, session: Session, row: RequestRow, body: Body, result: Result, now: datetime
    ) -> Concluded:
        """Read what became of what nobody answered; the old server's longest run is over.

        Raises:
            NotListed: it will never be read.
            ExtranetError: it cannot be read now.
        """

    def hindered(self, result: Result, error: Exception) -> Result:
        """What to keep of why it could not be asked as the family asked."""

    def caption(self, body: Body, key: str) -> str:
        """What the family calls the field of that key, "" where the request is not about it."""
