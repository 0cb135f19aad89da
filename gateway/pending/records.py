"""What a request's row holds sealed, in clear while at hand."""

from datetime import datetime
from typing import Literal, Self, TypeVar

import msgspec

from adapters.model import Change, Field, Proposal, Sheet
from adapters.proposals import Signs
from gateway import means as sealing
from gateway.means import Means
from gateway.pending.imports import Progress
from gateway.pending.re_enrolments import ReEnrolmentAsked
from gateway.pending.subjects import FAMILY, Subject
from gateway.store.requests import RequestRow
from gateway.vault import Place, Vault

T = TypeVar("T", bound=msgspec.Struct)


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """One change that is asked for, with its field as the family saw it."""

    change: Change
    field: Field
    formerly: tuple[str, ...] = ()
    """Values that a refusal may bring back: in force, or asked before, when this was asked."""

    @property
    def as_asked(self) -> Change:
        """The change as its family asked it, whatever it is compared with since."""
        return msgspec.structs.replace(self.change, old=self.field.value)


class Kept(msgspec.Struct, frozen=True, kw_only=True):
    """A change that was asked for, and that the school has let be in a conflict."""

    wanted: Wanted
    shown: str
    """What the old site showed then, as stored."""
    place: int
    """Where it stands among all that was asked, from 0."""


class Body(msgspec.Struct, frozen=True, kw_only=True):
    """What a request asks for."""

    wanted: tuple[Wanted, ...]
    """Of a sheet; () for a re-enrolment. Nothing else is ever sent."""
    kept: tuple[Kept, ...] = ()
    """What the family asked for besides, and the school has kept as it is; in the sheet's order."""
    shape: str
    """Of the form that the family had open."""
    waited: bool
    """Whether something of it was waiting for the staff before: then a marker proves nothing."""
    note: str | None = None
    """The sentence that the sheet showed while nothing waited on it: the same is no sign of what
    waits."""
    mailed_to: tuple[str, ...]
    subject: Subject = FAMILY
    re_enrolment: ReEnrolmentAsked | None = None
    replaces: tuple[str, ...] = ()
    """Numbers of the family's requests that ended as this one took their place."""
    family: str = ""
    """The person responsible, as Famille named them when it was asked; "" where it is not known."""

    @property
    def asked(self) -> tuple[Wanted, ...]:
        """All that the family asked for of a sheet, as its receipt has it."""
        found = list(self.wanted)
        for each in self.kept:
            found.insert(each.place, each.wanted)
        return tuple(found)

    @property
    def keys(self) -> tuple[str, ...]:
        """Those of the fields that it asks to change."""
        return tuple(wanted.change.key for wanted in self.wanted)

    def proposal(self) -> Proposal:
        """What to ask of the old site."""
        return Proposal(changes=tuple(wanted.change for wanted in self.wanted), shape=self.shape)


class Result(msgspec.Struct, frozen=True, kw_only=True):
    """What the old site said about a request."""

    words: str = ""
    conflict: dict[str, str] = {}
    """Field key → the value shown, as stored."""
    shown: dict[str, str] = {}
    """The same of what the staff has put in place of what was asked."""
    marked: tuple[str, ...] = ()
    """The fields seen marked while they waited: their marks will tell when they no longer do."""
    told: bool = False
    """Whether the sheet has said more than the body's `note` while the request waited."""
    re_enrolment: Progress | None = None
    """How far a re-enrolment has come; None where nothing of it was begun."""
    replaced_by: str = ""
    """The number of the request that took its place."""

    def anew(self, words: str = "", progress: Progress | None = None) -> Self:
        """What is said now counts alone; how far the request has come goes on from where it was."""
        return type(self)(words=words, re_enrolment=progress or self.re_enrolment)

    def seeing(self, body: Body, sheet: Sheet) -> Self:
        """The same with what the sheet says of the body's waiting fields."""
        signs = Signs.of(sheet)
        marked = (key for key in body.keys if key in self.marked or key in signs.marked)
        told = self.told or signs.sentence not in (None, body.note)
        return msgspec.structs.replace(self, marked=tuple(marked), told=told)


class Said(msgspec.Struct, frozen=True, kw_only=True):
    """What the school's staff has written to the family at the desk, or decided there."""

    at: datetime
    about: Literal["asked", "reminded", "refused", "validated", "sent", "sent_in_part", "approved"]
    """Something is missing, still missing; it is refused; it is validated in iMuse; it is sent in
    spite of a conflict, or a part of it is and the rest kept; it is sent in spite of what was
    asked."""
    words: str = ""


class Records:
    """Seals a request's parts, each bound to its school, account and number."""

    def __init__(self, vault: Vault) -> None:
        """The gateway's vault."""
        self._vault = vault

    def seal_body(self, school: str, account: str, number: str, body: Body) -> bytes:
        """For the column `body`."""
        place = _place("request", school, account, number)
        return self._vault.seal(place, msgspec.msgpack.encode(body))

    def body(self, row: RequestRow) -> Body:
        """What the request asks for."""
        return self._open("request", row, row.body, Body)

    def open_body(self, school: str, account: str, number: str, sealed: bytes, kind: type[T]) -> T:
        """Of a request's body what a `kind` of fewer fields takes; raises DoesNotOpen."""
        place = _place("request", school, account, number)
        return msgspec.msgpack.decode(self._vault.open(place, sealed), type=kind)

    def seal_result(self, row: RequestRow, result: Result) -> bytes:
        """For the column `result`."""
        place = _place("result", row.school, row.account, row.number)
        return self._vault.seal(place, msgspec.msgpack.encode(result))

    def result(self, row: RequestRow) -> Result:
        """What the old site said; empty where it was not asked yet."""
        return Result() if row.result is None else self._open("result", row, row.result, Result)

    def seal_means(self, school: str, account: str, number: str, means: Means) -> bytes:
        """For the column `means`."""
        return sealing.seal(self._vault, _place("means", school, account, number), means)

    def seal_said(self, row: RequestRow, said: tuple[Said, ...]) -> bytes:
        """For the column `said`."""
        place = _place("said", row.school, row.account, row.number)
        return self._vault.seal(place, msgspec.msgpack.encode(said))

    def said(self, row: RequestRow) -> tuple[Said, ...]:
        """What the school has written to the family about it, the oldest first."""
        if row.said is None:
            return ()
        place = _place("said", row.school, row.account, row.number)
        return msgspec.msgpack.decode(self._vault.open(place, row.said), type=tuple[Said, ...])

    def means(self, row: RequestRow) -> Means | None:
        """The means to sign in kept for the request, if any."""
        if row.means is None:
            return None
        place = _place("means", row.school, row.account, row.number)
        return sealing.unseal(self._vault, place, row.means)

    def _open(self, purpose: str, row: RequestRow, sealed: bytes, kind: type[T]) -> T:
        place = _place(purpose, row.school, row.account, row.number)
        return msgspec.msgpack.decode(self._vault.open(place, sealed), type=kind)


def _place(purpose: str, school: str, account: str, number: str) -> Place:
    return Place(purpose=purpose, school=school, account=account, row=number)
