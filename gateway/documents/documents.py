"""The documents of all families: taken in as they come, read, handed over, let go."""

import asyncio
import secrets
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from weakref import WeakValueDictionary

import msgspec
from sqlalchemy import Connection

from gateway import config
from gateway.clock import Clock
from gateway.documents import refusals
from gateway.documents.folder import Folder
from gateway.documents.kinds import HEAD, Kind, check_end, kind_of
from gateway.documents.names import cleaned
from gateway.documents.pictures import made_anew
from gateway.documents.refusals import DocumentGone, DocumentRefused
from gateway.documents.sealed_files import SealedWriter
from gateway.documents.stored import MAX_SENT, Owner, Stored
from gateway.store import documents as rows
from gateway.store import purges
from gateway.store.documents import DocumentRow
from gateway.store.store import Store
from gateway.vault import DoesNotOpen, Place, Vault

_MOST_AT_ONCE = 3
"""Documents of one family that come in at the same time; its others wait before their first byte
is read. No family waits for another: one that sends slowly would keep them all out."""
_TAIL = 2048
_SWEEPS = 600.0
_A_MOMENT = 1.0


class Documents:
    """Keeps them; each opens for its own family only."""

    def __init__(
        self, store: Store, vault: Vault, folder: Path, settings: config.Documents, clock: Clock
    ) -> None:
        """`folder` is made with the first document, for its owner alone."""
        self._store = store
        self._vault = vault
        self._folder = Folder(folder, vault)
        self._clock = clock
        self._most_of_a_picture = int(settings.image_megabytes * 1_000_000)
        self._most = settings.per_family
        self._most_bytes = int(settings.family_megabytes * 1_000_000)
        self._kept_for = timedelta(days=settings.draft_days)
        self._places: WeakValueDictionary[Owner, asyncio.Semaphore] = WeakValueDictionary()
        self._decoding = asyncio.Semaphore(1)
        self._coming: set[str] = set()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._woken = asyncio.Event()

    async def receive(
        self, owner: Owner, file_name: str, declared: str, pieces: AsyncIterator[bytes]
    ) -> Stored:
        """Take in a document as it comes; it is on disk for good on return.

        `declared` is the media type that the browser gives.

        Raises:
            DocumentRefused: it cannot be taken. Nothing was kept.
        """
        shown = cleaned(file_name)
        places = self._places.setdefault(owner, asyncio.Semaphore(_MOST_AT_ONCE))
        async with places:
            await self._store.read(lambda c: self._check_room(c, owner, 0))
            id = secrets.token_hex(16)
            self._coming.add(id)
            try:
                kind = await self._write(owner, id, shown, declared, pieces)
                body, kind, reduced = await self._ready(owner, id, kind)
                return await self._keep(owner, id, shown, kind, len(body), reduced=reduced)
            except Exception:
                # Not where the gateway is stopped: a row may be on its way still; `sweep` will see.
                self._folder.erase(id)
                raise
            finally:
                self._coming.discard(id)

    async def _write(
        self, owner: Owner, id: str, shown: str, declared: str, pieces: AsyncIterator[bytes]
    ) -> Kind:
        """Seal what comes; its kind is known, and its limit, with its first bytes."""
        writer = await asyncio.to_thread(self._folder.writer, owner, id)
        try:
            kind = await self._fill(writer, shown, declared, pieces)
            await asyncio.to_thread(writer.close)
        except BaseException:
            writer.discard()
            raise
        return kind

    async def _fill(
        self, writer: SealedWriter, shown: str, declared: str, pieces: AsyncIterator[bytes]
    ) -> Kind:
        head, kind, size = b"", None, 0
        async for piece in pieces:
            size += len(piece)
            if kind is None:
                head += piece
                kind = kind_of(head, shown, declared) if len(head) >= HEAD else None
            if kind is not None:
                self._check_size(kind, size)
            await asyncio.to_thread(writer.write, piece)
        if size == 0:
            raise DocumentRefused(refusals.EMPTY)
        return kind or kind_of(head, shown, declared)

    def _check_size(self, kind: Kind, size: int) -> None:
        if kind.is_picture and size > self._most_of_a_picture:
            raise DocumentRefused(refusals.LARGE_PICTURE)
        if not kind.is_picture and size > MAX_SENT:
            raise DocumentRefused(refusals.LARGE)

    async def _ready(self, owner: Owner, id: str, kind: Kind) -> tuple[bytes, Kind, bool]:
        """As it will be sent: a picture made anew in place of the one that came."""
        async with self._decoding:
            body = await asyncio.to_thread(self._folder.read, owner, id)
            if not kind.is_picture:
                check_end(body[-_TAIL:])
                return body, kind, False
            picture = await asyncio.to_thread(made_anew, body, kind)
            self._folder.erase(id)
            await asyncio.to_thread(self._folder.put, owner, id, picture.body)
        return picture.body, picture.kind, picture.reduced

    async def _keep(
        self, owner: Owner, id: str, shown: str, kind: Kind, size: int, *, reduced: bool
    ) -> Stored:
        stored = Stored(
            id=id,
            file_name=shown,
            media_type=kind.media_type,
            extension=kind.extension,
            size=size,
            reduced=reduced,
        )
        await self._add(owner, stored)
        return stored

    async def _add(self, owner: Owner, stored: Stored, times: int = 1) -> None:
        row = DocumentRow(
            school=owner.school,
            id=stored.id,
            account=owner.account,
            number=None,
            size=stored.size,
            kept_at=self._clock(),
            sealed=self._vault.seal(_about(owner, stored.id), msgspec.msgpack.encode(stored)),
        )

        def add(connection: Connection) -> None:
            self._check_room(connection, owner, stored.size, times)
            rows.add(connection, row)

        await self._store.write(add)

    def _check_room(self, connection: Connection, owner: Owner, size: int, times: int = 1) -> None:
        count, bytes_kept = rows.measure(connection, owner.school, owner.account)
        if count >= self._most * times:
            raise DocumentRefused(refusals.MANY)
        if bytes_kept + size > self._most_bytes * times:
            raise DocumentRefused(refusals.FULL)

    async def read(self, owner: Owner, id: str) -> bytes:
        """What a document holds.

        Raises:
            DocumentGone: there is none of that id, or it is another family's.
        """
        if not await self.find(owner, [id]):
            raise DocumentGone
        try:
            return await asyncio.to_thread(self._folder.read, owner, id)
        except (DoesNotOpen, FileNotFoundError) as error:
            raise DocumentGone from error

    async def find(self, owner: Owner, ids: Sequence[str]) -> tuple[Stored, ...]:
        """Those of these documents that are there, in order.

        One whose file is gone, or whose key is, is not there: it could not be sent.
        """
        found = await self._store.read(lambda c: rows.find(c, owner.school, owner.account, ids))
        known = {row.id: self._stored(owner, row) for row in found}
        return tuple(stored for id in ids if (stored := known.get(id)) is not None)

    def _stored(self, owner: Owner, row: DocumentRow) -> Stored | None:
        if not self._folder.has(row.id):
            return None
        try:
            plain = self._vault.open(_about(owner, row.id), row.sealed)
        except DoesNotOpen:
            return None
        return msgspec.msgpack.decode(plain, type=Stored)

    async def copy(self, owner: Owner, id: str, *, in_its_place: bool = False) -> Stored:
        """The same once more, for a brother or a sister; or `in_its_place`, to go on where it goes.

        Until then a family may keep twice what it may.

        Raises:
            DocumentGone: there is none of that id.
            DocumentRefused: the family has as many as it may.
        """
        body = await self.read(owner, id)
        found = await self.find(owner, [id])
        if not found:
            raise DocumentGone
        copy = msgspec.structs.replace(found[0], id=secrets.token_hex(16))
        self._coming.add(copy.id)
        try:
            await asyncio.to_thread(self._folder.put, owner, copy.id, body)
            await self._add(owner, copy, times=2 if in_its_place else 1)
        except Exception:
            self._folder.erase(copy.id)
            raise
        finally:
            self._coming.discard(copy.id)
        return copy

    async def forget(self, owner: Owner, ids: Sequence[str]) -> None:
        """Erase documents, but for such as a request holds."""
        removed = await self._store.write(
            lambda c: rows.remove(c, owner.school, owner.account, ids)
        )
        for id in removed:
            self._folder.erase(id)

    def hand_over(
        self, connection: Connection, owner: Owner, ids: Sequence[str], number: str
    ) -> None:
        """From now on they are that request's; within the transaction that accepts it.

        Raises:
            DocumentGone: one is not there, or another request's already.
        """
        moved = rows.hand_over(connection, owner.school, owner.account, ids, number)
        if moved != len(set(ids)):
            raise DocumentGone

    def let_go(self, connection: Connection, school: str, number: str) -> None:
        """Erase those of a request, within the transaction that ends it; `run` erases the files."""
        rows.remove_of_request(connection, school, number)
        if self._loop is not None:
            self._loop.call_soon_threadsafe(self._woken.set)

    async def run(self) -> None:
        """Sweep now, and whenever something was let go of, until cancelled."""
        self._loop = asyncio.get_running_loop()
        try:
            while True:
                self._woken.clear()
                await self.sweep()
                with suppress(TimeoutError):
                    async with asyncio.timeout(_SWEEPS):
                        await self._woken.wait()
                # What let them go may not be committed yet.
                await asyncio.sleep(_A_MOMENT)
        finally:
            self._loop = None

    async def sweep(self) -> None:
        """Erase what nobody has sent for too long, and every file that is no document's."""
        await self._store.write(self._remove_old)
        # Files first: what comes in meanwhile is in `_coming`, or in the rows read after them.
        files = await asyncio.to_thread(self._folder.ids)
        coming = set(self._coming)
        known = await self._store.read(rows.ids)
        for id in files - known - coming - self._coming:
            self._folder.erase(id)

    def _remove_old(self, connection: Connection) -> None:
        now = self._clock()
        before = now - self._kept_for
        gone = Counter(rows.remove_old(connection, before))
        purges.note(connection, gone, kind="document", at=now, until=before, why="age")


def _about(owner: Owner, id: str) -> Place:
    return Place(purpose="about-document", school=owner.school, account=owner.account, row=id)
