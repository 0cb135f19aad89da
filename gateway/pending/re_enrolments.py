"""A re-enrolment as a request: what a family sends, and what is kept of it once accepted."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Literal

import msgspec

from adapters.model import Change, Student
from adapters.re_enrolment import Discipline, ReEnrolment, Wish
from gateway.means import Means


class Piece(msgspec.Struct, frozen=True, kw_only=True):
    """A document that a family gives."""

    document: str
    """Its id in `gateway.documents`."""
    name: str
    """The value in the import window's list."""
    label: str
    """That value's words."""
    file_name: str
    """The family's own, for showing."""
    copy_of: str = ""
    """The id of a former request's document that it is a copy of, if it is one."""


class AskingReEnrolment(msgspec.Struct, frozen=True, kw_only=True):
    """What a family sends."""

    school: str
    account: str
    student: Student
    screen: ReEnrolment
    """As the family saw it."""
    press: str
    """The same for a double press."""
    ticked: tuple[str, ...]
    """Keys of the disciplines that go on."""
    note: str
    answers: Mapping[str, str]
    """By question key, as typed; a missing key is unchanged."""
    pieces: tuple[Piece, ...]
    means: Means | None
    """Kept for this request if the family agreed."""
    known_addresses: tuple[str, ...]
    """Where the family's letters go."""
    family: str = ""
    """The person responsible, as last read on Famille."""
    replaces: tuple[str, ...] = ()
    """Numbers of the requests whose place it takes, as the family read them."""


class SentPiece(Piece, frozen=True, kw_only=True):
    """A document of an accepted request."""

    sent_as: str
    """The name that its file bears on the old site: no other has it, so that it is proof there."""
    media_type: str
    size: int = 0
    """Bytes, as they are sent; 0 where it was accepted before that was noted."""


class Terms(msgspec.Struct, frozen=True, kw_only=True):
    """What the receipt says in the school's name: as it was at acceptance, whatever changes."""

    receipt: str
    silence: Literal["accepts", "refuses"]
    silence_from: datetime
    remedies: str
    missing: tuple[str, ...] = ()
    """Names of the school's list that no document was given for."""
    indispensable: tuple[str, ...] = ()
    """Those of the missing that the school calls indispensable."""
    missing_by: datetime | None = None


class ReEnrolmentAsked(msgspec.Struct, frozen=True, kw_only=True):
    """What a request asks of Réinscription."""

    screen: ReEnrolment
    """As the family saw it."""
    ticked: tuple[str, ...]
    note: str
    answers: tuple[Change, ...]
    pieces: tuple[SentPiece, ...]
    terms: Terms
    follows: tuple[str, ...] = ()
    """The family's requests for this student that were on their way, or waited, when this came."""

    @property
    def goes_on(self) -> tuple[str, ...]:
        """The disciplines to be ticked, as a person reads them."""
        return self._named(one for one in self._offered if one.key in self.ticked)

    @property
    def stops(self) -> tuple[str, ...]:
        """The disciplines with a box that are not to be ticked."""
        return self._named(one for one in self._offered if one.key not in self.ticked)

    def wish(self, now: ReEnrolment) -> Wish:
        """What to ask of the tab that stands so `now`; what waits there may be the family's own."""
        return Wish(
            ticked=self.ticked,
            offered=tuple(one.key for one in self._offered),
            note=self.note,
            answers=self.answers,
            shape=self.screen.shape,
            waiting=now.waiting if self.follows else self.screen.waiting,
        )

    @property
    def _offered(self) -> tuple[Discipline, ...]:
        return tuple(one for one in self.screen.disciplines if one.editable)

    def _named(self, disciplines: Iterable[Discipline]) -> tuple[str, ...]:
        """Two of the same name are told apart by what else their lines say."""
        names = [one.caption for one in self.screen.disciplines]
        return tuple(
            one.caption if names.count(one.caption) == 1 else _whole(one) for one in disciplines
        )


def _whole(discipline: Discipline) -> str:
    parts = (discipline.group, *(text for _, text in discipline.details))
    besides = ", ".join(filter(None, parts))
    return f"{discipline.caption} ({besides})" if besides else discipline.caption
