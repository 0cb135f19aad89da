"""Accepting a re-enrolment: checked, then committed whole with its documents, then the receipt."""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from msgspec.structs import replace
from sqlalchemy import Connection

from gateway.announcements import opening
from gateway.clock import Clock
from gateway.config import ReEnrolment as Wording
from gateway.config import School
from gateway.documents import DocumentGone, Documents, Owner, Stored
from gateway.pending.accepting.re_enrolment_checks import (
    ALREADY_ASKED,
    DOCUMENTS_GONE,
    Checked,
    checked,
)
from gateway.pending.accepting.re_enrolment_terms import terms
from gateway.pending.accepting.register import Register
from gateway.pending.errors import InvalidFields, NotOpen, OutsideDates, TooLate
from gateway.pending.journal import Journal
from gateway.pending.re_enrolments import AskingReEnrolment, ReEnrolmentAsked, SentPiece
from gateway.pending.records import Body, Records
from gateway.pending.references import plain, with_number
from gateway.pending.states import SETTLED, WITH_FAMILY, Event, State
from gateway.pending.subjects import Kind, Subject
from gateway.store import requests
from gateway.store.requests import RequestRow
from gateway.store.store import Store
from gateway.vault import Vault

_TELL_NOTHING = SETTLED | {State.NEEDS_ATTENTION}
_LONGEST_LABEL = 40
"""Letters of a document's name in its file's: old sites cut long ones."""


class ReEnrolmentAcceptance:
    """Makes a request of what a family sends."""

    def __init__(
        self,
        store: Store,
        vault: Vault,
        records: Records,
        register: Register,
        journal: Journal,
        documents: Documents,
        schools: Mapping[str, School],
        clock: Clock,
    ) -> None:
        """`schools` by their ids: their wording is what receipts say."""
        self._store = store
        self._vault = vault
        self._records = records
        self._register = register
        self._journal = journal
        self._documents = documents
        self._schools = schools
        self._clock = clock

    async def accept(self, asking: AskingReEnrolment) -> RequestRow:
        """Commit a request; a double press gives the one that is there.

        Raises:
            NotOpen: the school has no wording for the receipt. Nothing was kept.
            OutsideDates: it is not between the school's dates. Nothing was kept.
            InvalidFields: something must be corrected first. Nothing was kept.
            TooLate: others wait for the family than those that it would replace. Nothing was kept.
        """
        wording = self._schools[asking.school].re_enrolment
        if wording is None:
            raise NotOpen
        asked = checked(asking)
        press = self._press(asking, asked)
        same = await self._store.read(
            lambda c: requests.pressed(c, asking.school, asking.account, press)
        )
        if same is not None:
            # Its documents may be gone by now: it may have ended.
            return same
        stored = await self._stored(asking)
        return await self._store.write(
            lambda c: self._commit(c, asking, asked, stored, press, wording)
        )

    def _press(self, asking: AskingReEnrolment, asked: Checked) -> str:
        """One press is one request; going back and changing something else is another."""
        documents = [part for piece in asking.pieces for part in (piece.document, piece.name)]
        answers = [part for change in asked.answers for part in (change.key, change.new)]
        return self._vault.digest(
            "press",
            asking.school,
            asking.account,
            _subject(asking).place,
            asking.press,
            asked.note,
            *_counted(asked.ticked),
            *_counted(answers),
            *_counted(documents),
        )

    async def _stored(self, asking: AskingReEnrolment) -> dict[str, Stored]:
        ids = [piece.document for piece in asking.pieces]
        found = {one.id: one for one in await self._documents.find(_owner(asking), ids)}
        if len(found) < len(ids):
            raise InvalidFields({"": DOCUMENTS_GONE})
        return found

    def _commit(
        self,
        connection: Connection,
        asking: AskingReEnrolment,
        asked: Checked,
        stored: Mapping[str, Stored],
        press: str,
        wording: Wording,
    ) -> RequestRow:
        if same := requests.pressed(connection, asking.school, asking.account, press):
            return same
        former = self._looked_over(connection, asking)
        dates = opening(connection, asking.school, self._clock())
        # What waited for the family came in time: its answer is taken whenever it comes.
        if dates is not None and dates.closed and not former:
            raise OutsideDates(dates)
        if {each.number for each in former} != set(asking.replaces):
            raise TooLate
        earlier = self._earlier(connection, asking)
        if any(_adds_nothing(asking, asked, body) for _, body in earlier):
            raise InvalidFields({"": ALREADY_ASKED})
        row = self._register.enter(
            connection,
            school=asking.school,
            account=asking.account,
            kind=Kind.RE_ENROLMENT,
            press=press,
            means=asking.means,
            body=lambda number, now: replace(
                _body(asking, asked, stored, wording, earlier, number, now),
                replaces=tuple(each.number for each in former),
            ),
        )
        self._hand_over(connection, asking, row)
        self._replace(connection, former, row)
        return row

    def _earlier(
        self, connection: Connection, asking: AskingReEnrolment
    ) -> list[tuple[RequestRow, Body]]:
        """The family's requests for this student that are on their way, or wait.

        Not one of which nobody knows what became of it: the family may well ask anew.
        """
        rows = requests.of_account(connection, asking.school, asking.account)
        own = [(row, self._records.body(row)) for row in rows if row.state not in _TELL_NOTHING]
        return [each for each in own if each[1].subject.place == _subject(asking).place]

    def _hand_over(
        self, connection: Connection, asking: AskingReEnrolment, row: RequestRow
    ) -> None:
        ids = [piece.document for piece in asking.pieces]
        try:
            self._documents.hand_over(connection, _owner(asking), ids, row.number)
        except DocumentGone:
            raise InvalidFields({"": DOCUMENTS_GONE}) from None

    def _looked_over(self, connection: Connection, asking: AskingReEnrolment) -> list[RequestRow]:
        """The family's requests for this student that waited for it: this one is its answer."""
        return [
            row
            for row in requests.of_account(connection, asking.school, asking.account)
            if row.state in WITH_FAMILY
            and self._records.body(row).subject.place == _subject(asking).place
        ]

    def _replace(
        self, connection: Connection, former: Sequence[RequestRow], row: RequestRow
    ) -> None:
        """What is asked anew ends here, and names what has taken its place."""
        for each in former:
            result = replace(self._records.result(each).anew(), replaced_by=row.number)
            sealed = self._records.seal_result(each, result)
            self._journal.advance(connection, each, Event.TAKEN_BACK, row.asked_at, result=sealed)


def _adds_nothing(asking: AskingReEnrolment, asked: Checked, body: Body) -> bool:
    """Whether an earlier request asks all of it already: this one would only be a second one."""
    before = body.re_enrolment
    if before is None:
        return False
    given = {piece.document for piece in before.pieces}
    same = (asked.ticked, plain(asked.note), asked.answers) == (
        before.ticked,
        plain(before.note),
        before.answers,
    )
    return same and all(given & {piece.document, piece.copy_of} for piece in asking.pieces)


def _body(
    asking: AskingReEnrolment,
    asked: Checked,
    stored: Mapping[str, Stored],
    wording: Wording,
    earlier: Sequence[tuple[RequestRow, Body]],
    number: str,
    now: datetime,
) -> Body:
    screen = asking.screen
    given = [
        piece for _, body in earlier if body.re_enrolment for piece in body.re_enrolment.pieces
    ]
    return Body(
        wanted=(),
        shape=screen.shape,
        waited=bool(earlier) or screen.waiting is not None,
        mailed_to=asking.known_addresses,
        subject=_subject(asking),
        family=asking.family,
        re_enrolment=ReEnrolmentAsked(
            screen=screen,
            ticked=asked.ticked,
            note=with_number(asked.note, number, screen.note, screen.charset),
            answers=asked.answers,
            pieces=tuple(_sent(asking, stored, number)),
            terms=terms(wording, screen, (*given, *asking.pieces), now),
            follows=tuple(row.number for row, _ in earlier),
        ),
    )


def _sent(
    asking: AskingReEnrolment, stored: Mapping[str, Stored], number: str
) -> Iterator[SentPiece]:
    for place, piece in enumerate(asking.pieces, 1):
        file = stored[piece.document]
        # Two digits: « 1 » and « 11 » are never told apart by what follows them.
        name = "-".join(filter(None, (number, f"{place:02}", ascii_words(piece.label))))
        yield SentPiece(
            document=piece.document,
            name=piece.name,
            label=piece.label,
            file_name=piece.file_name,
            sent_as=f"{name}.{file.extension}",
            media_type=file.media_type,
            size=file.size,
        )


def ascii_words(label: str) -> str:
    """A label as part of a file's name: « Attestation d’assurance » is attestation-d-assurance."""
    spelt = label.casefold().replace("œ", "oe").replace("æ", "ae")
    plain = "".join(c for c in unicodedata.normalize("NFKD", spelt) if not unicodedata.combining(c))
    return re.sub(r"[^a-z0-9]+", "-", plain)[:_LONGEST_LABEL].strip("-")


def _counted(parts: Sequence[str]) -> tuple[str, ...]:
    """With their number first, so that lists in a row are told apart."""
    return (str(len(parts)), *parts)


def _subject(asking: AskingReEnrolment) -> Subject:
    return Subject(kind=Kind.RE_ENROLMENT, ref=asking.student.ref, name=asking.student.name)


def _owner(asking: AskingReEnrolment) -> Owner:
    return Owner(school=asking.school, account=asking.account)
