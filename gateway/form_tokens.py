"""What a form of the family's carries, so that what comes back can be believed.

`seen` is the sheet that the family had before it, sealed for its account and for that very sheet;
`press` makes a double press one request, signed for its session.
"""

import base64
import binascii
import secrets
import zlib

import msgspec
from itsdangerous import BadData, URLSafeSerializer

from adapters.errors import FormChanged
from adapters.model import Sheet
from gateway.pending.subjects import Subject
from gateway.vault import DoesNotOpen, Place, Vault
from gateway.views import Visit


class Seen(msgspec.Struct, frozen=True, kw_only=True):
    """A sheet as the family saw it, and whose it is."""

    subject: Subject
    sheet: Sheet


class FormTokens:
    """Makes both, and reads them back."""

    def __init__(self, vault: Vault) -> None:
        """The gateway's vault."""
        self._vault = vault
        self._press = URLSafeSerializer(vault.signing_keys("press"), salt="press")

    def seen(self, visit: Visit, seen: Seen) -> str:
        """The sheet, for the form to bring back."""
        packed = zlib.compress(msgspec.msgpack.encode(seen))
        sealed = self._vault.seal(_place(visit, seen.subject), packed)
        return base64.urlsafe_b64encode(sealed).decode("ascii")

    def read_seen(self, visit: Visit, subject: Subject, token: str) -> Seen:
        """The sheet that this family saw; of `subject`, a name need not be known.

        Raises:
            FormChanged: the token is damaged, another family's, or another sheet's.
        """
        try:
            sealed = base64.b64decode(token, altchars=b"-_", validate=True)
            packed = self._vault.open(_place(visit, subject), sealed)
            return msgspec.msgpack.decode(zlib.decompress(packed), type=Seen)
        except (binascii.Error, ValueError, DoesNotOpen, msgspec.DecodeError):
            raise FormChanged from None

    def press(self, visit: Visit) -> str:
        """A new press."""
        return self._press.dumps([visit.school, visit.session, secrets.token_urlsafe(12)])

    def read_press(self, visit: Visit, token: str) -> str:
        """What tells this press from every other.

        Raises:
            FormChanged: the token is damaged, or another session's.
        """
        try:
            school, session, press = self._press.loads(token)
        except (BadData, ValueError):
            raise FormChanged from None
        if (school, session) != (visit.school, visit.session):
            raise FormChanged
        return str(press)


def _place(visit: Visit, subject: Subject) -> Place:
    return Place(purpose="seen", school=visit.school, account=visit.account, row=subject.place)
