"""Documents that families give: checked by their bytes, sealed, each family's own (TRUST 14–16)."""

from gateway.documents.documents import Documents
from gateway.documents.refusals import DocumentGone, DocumentRefused
from gateway.documents.stored import MAX_SENT, Owner, Stored

__all__ = ["MAX_SENT", "DocumentGone", "DocumentRefused", "Documents", "Owner", "Stored"]
