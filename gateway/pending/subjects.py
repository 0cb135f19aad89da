"""Whose sheet a request is about: Famille, or one student's Identité. The road is the same."""

from enum import StrEnum

import msgspec

from adapters.model import Outcome, Proposal, Sheet
from adapters.port import BeforeSending, Session


class Kind(StrEnum):
    """The sheets that a family may ask to change; a request's row names it."""

    FAMILY = "family"
    STUDENT = "student"


class Subject(msgspec.Struct, frozen=True, kw_only=True):
    """One sheet of a family's. A field's key names a field on it, and on no other."""

    kind: Kind = Kind.FAMILY
    ref: str = ""
    """The student's reference; "" for Famille."""
    name: str = ""
    """The student's, as the family saw it; "" for Famille."""

    @property
    def place(self) -> str:
        """What tells this sheet from the account's others, steadily: a name is no part of it."""
        return self.kind if self.kind is Kind.FAMILY else f"{self.kind}/{self.ref}"

    async def read(self, session: Session) -> Sheet:
        """The sheet as it is on the old site.

        Raises:
            NotListed: the family has no such student any more.
        """
        if self.kind is Kind.FAMILY:
            return await session.family()
        return await session.student(self.ref)

    async def propose(
        self, session: Session, proposal: Proposal, before_sending: BeforeSending
    ) -> Outcome:
        """Ask for changes on it; see `adapters.port.Session`."""
        if self.kind is Kind.FAMILY:
            return await session.propose_family(proposal, before_sending)
        return await session.propose_student(self.ref, proposal, before_sending)


FAMILY = Subject()
