"""What the desk's screens ask for, as they ask for it."""

from typing import Protocol

from gateway.views.office import Clerk


class Finder(Protocol):
    """Knows who of the school is signed in at the desk."""

    async def find(self, school: str, cookie: str) -> Clerk | None:
        """Whoever this cookie's session is of; None where it is nobody's, or has ended."""
