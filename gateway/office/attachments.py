"""A request's documents, to be looked at at the desk: as they will be sent, under made-up names."""

from gateway.documents import DocumentGone, Documents, Owner
from gateway.office.errors import NotFound
from gateway.pending.records import Records
from gateway.store.requests import RequestRow
from gateway.views.office import Attachment


class Attachments:
    """Opens what the gateway still holds: only until the request has ended."""

    def __init__(self, documents: Documents, records: Records) -> None:
        """`documents` are the families'."""
        self._documents = documents
        self._records = records

    async def read(self, row: RequestRow, place: int) -> Attachment:
        """The document at that place of the request's, from 0.

        Raises:
            NotFound: there is none, or it is erased.
        """
        asked = self._records.body(row).re_enrolment
        pieces = () if asked is None else asked.pieces
        if not 0 <= place < len(pieces):
            raise NotFound
        owner = Owner(school=row.school, account=row.account)
        found = await self._documents.find(owner, [pieces[place].document])
        if not found:
            raise NotFound
        try:
            body = await self._documents.read(owner, found[0].id)
        except DocumentGone:
            raise NotFound from None
        return Attachment(
            body=body,
            media_type=found[0].media_type,
            file_name=f"{row.number}-{place + 1:02}.{found[0].extension}",
        )
