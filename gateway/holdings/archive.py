"""One ZIP with all that is held on a family, made as it is sent: nothing of it is on disk in clear.

Memory holds one document at a time; documents are pictures and PDF, which no compression helps.
"""

import io
import zipfile
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import datetime

from gateway.documents.refusals import DocumentGone
from gateway.holdings.in_french import NOT_IN_IT, as_json, described
from gateway.pending.letters.paris import PARIS
from gateway.views import Held

Read = Callable[[str], Awaitable[bytes]]
"""What a document of that id holds; raises DocumentGone."""


async def archive(
    held: Held, school: str, at: datetime, receipts: dict[str, str], read: Read
) -> AsyncIterator[bytes]:
    """The archive, piece by piece; `receipts` are texts by the numbers of their requests.

    A document that is gone by the time its turn comes is named in « documents-absents.txt ».
    """
    sink = _Sink()
    files = {each.id: _file(place, each.file_name) for place, each in enumerate(held.documents, 1)}
    texts = {number: f"accuses/{number}.txt" for number in receipts}
    gone: list[str] = []
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as zipped:

        def put(name: str, body: bytes, how: int = zipfile.ZIP_DEFLATED) -> bytes:
            entry = zipfile.ZipInfo(name, at.astimezone(PARIS).timetuple()[:6])
            entry.external_attr = 0o600 << 16
            zipped.writestr(entry, body, how)
            return sink.taken()

        yield put("LISEZ-MOI.txt", _read_me(school).encode())
        told = described(held, school, at, files, texts)
        yield put("mes-donnees.json", as_json(told))
        for number, text in receipts.items():
            yield put(texts[number], text.encode())
        for document in held.documents:
            try:
                body = await read(document.id)
            except DocumentGone:
                gone.append(files[document.id])
                continue
            yield put(files[document.id], body, zipfile.ZIP_STORED)
        if gone:
            yield put("documents-absents.txt", "\n".join(gone).encode())
    yield sink.taken()


class _Sink(io.RawIOBase):
    """Where the archive is written; what was written is taken away at once."""

    def __init__(self) -> None:
        super().__init__()
        self._pieces: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, piece: object, /) -> int:
        taken = bytes(piece)  # type: ignore[call-overload]
        self._pieces.append(taken)
        return len(taken)

    def taken(self) -> bytes:
        """What was written since."""
        pieces, self._pieces = self._pieces, []
        return b"".join(pieces)


def _file(place: int, shown: str) -> str:
    """A name that no other has, and that leaves no folder."""
    plain = "".join("_" if c in '\\/:*?"<>|' or not c.isprintable() else c for c in shown)
    return f"documents/{place:02}-{plain.lstrip('.') or 'document'}"


def _read_me(school: str) -> str:
    left_out = "\n".join(f"- {each}\u00a0;" for each in NOT_IN_IT).rstrip("\u00a0;") + "."
    return (
        f"Ce que le portail des familles garde sur votre famille – {school}\n\n"
        "mes-donnees.json : tout ce qui est gardé, avec ses dates.\n"
        "accuses/ : les accusés de réception de vos demandes.\n"
        "documents/ : les documents que vous avez joints et qui sont encore gardés.\n\n"
        "Ce sont des copies : l’extranet de l’école reste la référence.\n\n"
        f"N’est pas dans ce fichier :\n{left_out}\n"
    )
