"""What a request is about: Famille, or one student's Identité or Réinscription."""

from enum import StrEnum

import msgspec


class Kind(StrEnum):
    """The screens that a family may ask something on; a request's row names it."""

    FAMILY = "family"
    STUDENT = "student"
    RE_ENROLMENT = "re_enrolment"


class Subject(msgspec.Struct, frozen=True, kw_only=True):
    """One screen of a family's. A field's key names a field on it, and on no other."""

    kind: Kind = Kind.FAMILY
    ref: str = ""
    """The student's reference; "" for Famille."""
    name: str = ""
    """The student's, as the family saw it; "" for Famille."""

    @property
    def place(self) -> str:
        """What tells this screen from the account's others, steadily: a name is no part of it."""
        return self.kind if self.kind is Kind.FAMILY else f"{self.kind}/{self.ref}"


FAMILY = Subject()
