"""All that the gateway holds on one family, gathered."""

from datetime import timedelta

import msgspec
from sqlalchemy import Connection

from gateway.cache import Cache
from gateway.documents import Documents
from gateway.documents.stored import Owner
from gateway.drafts import Draft, Drafts
from gateway.limits import Limits
from gateway.mail import Letter
from gateway.pending.letters.receipts import Receipts
from gateway.pending.requests import Known, Requests
from gateway.pending.states import FINAL
from gateway.request_views import shown
from gateway.sessions import Sessions
from gateway.staff.diary import Diary
from gateway.store import acts
from gateway.store import holdings as rows
from gateway.store.acts import ActRow
from gateway.store.documents import DocumentRow
from gateway.store.outbox import LetterRow
from gateway.store.sessions import SessionRow
from gateway.store.store import Store
from gateway.vault import DoesNotOpen, Place, Vault
from gateway.views import (
    Held,
    HeldAct,
    HeldDocument,
    HeldDraft,
    HeldLetter,
    HeldMeans,
    HeldReading,
    HeldSession,
    Visit,
)


class _Rows(msgspec.Struct, frozen=True):
    sessions: list[SessionRow]
    letters: list[LetterRow]
    documents: list[DocumentRow]
    acts: list[ActRow]


class Holdings:
    """Looks; asks nothing of the old site, and changes nothing."""

    def __init__(
        self,
        store: Store,
        vault: Vault,
        sessions: Sessions,
        cache: Cache,
        requests: Requests,
        receipts: Receipts,
        drafts: Drafts,
        documents: Documents,
        drafts_for: timedelta,
        limits: tuple[Limits, Limits],
    ) -> None:
        """`limits` are of signing in, and of « Mot de passe perdu »."""
        self._store = store
        self._vault = vault
        self._diary = Diary(vault)
        self._sessions = sessions
        self._cache = cache
        self._requests = requests
        self._receipts = receipts
        self._drafts = drafts
        self._documents = documents
        self._drafts_for = drafts_for
        self._limits, self._lost_limits = limits

    async def look(self, visit: Visit) -> Held:
        """What is held on the family that asks.

        Raises:
            SessionEnded: sign in again.
        """
        school, account = visit.school, visit.account
        identifier = self._sessions.means(school, visit.session).credentials.identifier
        found = await self._store.read(lambda c: _rows(c, school, account))
        known = await self._requests.of_account(school, account)
        drafts = await self._drafts.of_account(school, account)
        return Held(
            identifier=identifier,
            sessions=tuple(
                HeldSession(
                    id=self._id(row),
                    opened_at=row.opened_at,
                    used_at=row.used_at,
                    here=row.handle == visit.session,
                )
                for row in found.sessions
            ),
            means=tuple(
                HeldMeans(number=each.row.number, until=each.row.means_until)
                for each in known
                if each.row.means is not None
            ),
            requests=tuple(map(shown, known)),
            open=tuple(shown(each) for each in known if each.row.state not in FINAL),
            acts=tuple(map(self._act, found.acts)),
            drafts=tuple(map(_draft, drafts)),
            documents=await self._of_documents(Owner(school, account), found.documents),
            letters=tuple(
                letter for row in found.letters if (letter := self._letter(row)) is not None
            ),
            readings=await self._readings(school, account),
            attempts=await self._limits.counted(school, identifier),
            lost=await self._lost_limits.counted(school, identifier),
        )

    async def elsewhere(self, visit: Visit) -> dict[str, str]:
        """The handles of the family's other sessions, by the ids that `look` tells."""
        found = await self._store.read(lambda c: rows.sessions(c, visit.school, visit.account))
        return {self._id(row): row.handle for row in found if row.handle != visit.session}

    async def receipts(self, visit: Visit) -> dict[str, str]:
        """The receipts of the family's requests as text, by number; none of erased ones."""
        known = await self._requests.of_account(visit.school, visit.account)
        return {
            each.row.number: self._receipt(each) for each in known if each.row.erased_at is None
        }

    async def document(self, visit: Visit, id: str) -> bytes:
        """What one of the family's documents holds.

        Raises:
            DocumentGone: there is none of that id, or it is another family's.
        """
        return await self._documents.read(Owner(visit.school, visit.account), id)

    def _id(self, row: SessionRow) -> str:
        return self._vault.digest("session-id", row.school, row.handle)

    def _act(self, row: ActRow) -> HeldAct:
        act = self._diary.opened(row)
        return HeldAct(at=act.at, what=act.what, number=act.number, note=act.note)

    def _receipt(self, known: Known) -> str:
        return self._receipts.receipt(known.row, known.body).text

    async def _of_documents(
        self, owner: Owner, found: list[DocumentRow]
    ) -> tuple[HeldDocument, ...]:
        stored = {
            each.id: each for each in await self._documents.find(owner, [row.id for row in found])
        }
        return tuple(
            HeldDocument(
                id=row.id,
                file_name=stored[row.id].file_name,
                size=row.size,
                kept_at=row.kept_at,
                number=row.number or "",
                until=None if row.number else row.kept_at + self._drafts_for,
            )
            for row in found
            if row.id in stored
        )

    def _letter(self, row: LetterRow) -> HeldLetter | None:
        place = Place(purpose="letter", school=row.school, account=row.account, row=row.message_id)
        try:
            plain = self._vault.open(place, row.sealed)
        except DoesNotOpen:
            return None
        letter = msgspec.msgpack.decode(plain, type=Letter)
        return HeldLetter(
            to=letter.to,
            subject=letter.written.subject,
            text=letter.written.text,
            written_at=row.written_at,
        )

    async def _readings(self, school: str, account: str) -> tuple[HeldReading, ...]:
        lasting = [
            HeldReading(name=name, read_at=reading.read_at, lasting=True, value=reading.value)
            for name, reading in await self._cache.in_store(school, account)
            if reading.read_at is not None
        ]
        names = {reading.name for reading in lasting}
        passing = [
            HeldReading(
                name=key.name,
                read_at=reading.read_at,
                lasting=False,
                value=msgspec.to_builtins(reading.value),
            )
            for key, reading in self._cache.in_memory(school, account)
            if reading.read_at is not None and key.name not in names
        ]
        return tuple(sorted(lasting + passing, key=lambda reading: reading.name))


def _rows(connection: Connection, school: str, account: str) -> _Rows:
    return _Rows(
        sessions=rows.sessions(connection, school, account),
        letters=rows.letters(connection, school, account),
        documents=rows.documents(connection, school, account),
        acts=acts.of_account(connection, school, account),
    )


def _draft(draft: Draft) -> HeldDraft:
    screen = draft.screen
    captions = {field.key: field.caption for field in screen.questions}
    return HeldDraft(
        student=draft.student.name,
        goes_on=tuple(each.caption for each in screen.disciplines if each.key in draft.ticked),
        note=draft.note,
        answers={captions.get(key, key): answer for key, answer in draft.answers.items()},
        documents=tuple(given.file_name for given in draft.given),
    )
