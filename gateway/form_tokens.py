"""What a form of the family's carries, so that what comes back can be believed.

`seen` is the sheet that the family had before it, sealed for its account and for that very sheet;
`press` makes a double press one request, signed for its session.
"""

import base64
import binascii
import secrets
import zlib
from datetime import UTC, datetime
from typing import TypeVar

import msgspec
from itsdangerous import BadData, URLSafeSerializer

from adapters.errors import FormChanged
from adapters.model import Sheet, Student
from adapters.re_enrolment import ReEnrolment
from gateway.clock import Clock
from gateway.pending.subjects import Subject
from gateway.vault import DoesNotOpen, Place, Vault
from gateway.views import Visit

T = TypeVar("T")


class Seen(msgspec.Struct, frozen=True, kw_only=True):
    """A sheet as the family saw it, and whose it is."""

    subject: Subject
    sheet: Sheet


class SeenTab(msgspec.Struct, frozen=True, kw_only=True):
    """Réinscription as the family saw it, and whose it is."""

    student: Student
    screen: ReEnrolment
    note: str = ""
    """The further requests that a new draft begins with."""


class FormTokens:
    """Makes both, and reads them back."""

    def __init__(self, vault: Vault, clock: Clock) -> None:
        """The gateway's vault; the clock says when a press was given out."""
        self._vault = vault
        self._clock = clock
        self._press = URLSafeSerializer(vault.signing_keys("press"), salt="press")

    def seen(self, visit: Visit, seen: Seen) -> str:
        """The sheet, for the form to bring back."""
        return self._sealed(_place(visit, seen.subject), seen)

    def read_seen(self, visit: Visit, subject: Subject, token: str) -> Seen:
        """The sheet that this family saw; of `subject`, a name need not be known.

        Raises:
            FormChanged: the token is damaged, another family's, or another sheet's.
        """
        return self._opened(_place(visit, subject), token, Seen)

    def tab(self, school: str, account: str, seen: SeenTab) -> str:
        """The tab, for the form to bring back, even where the session has ended meanwhile."""
        return self._sealed(_tab_place(school, account, seen.student.ref), seen)

    def read_tab(self, school: str, account: str, student: str, token: str) -> SeenTab:
        """The tab of that student, as this family saw it.

        Raises:
            FormChanged: the token is damaged, another family's, or another student's.
        """
        return self._opened(_tab_place(school, account, student), token, SeenTab)

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

    def anyones_press(self, school: str) -> str:
        """A new press on a page that needs no session."""
        given_at = self._clock().timestamp()
        return self._press.dumps([school, "", secrets.token_urlsafe(12), given_at])

    def read_anyones_press(self, school: str, token: str) -> tuple[str, datetime]:
        """What tells this press from every other, and when it was given out.

        Raises:
            FormChanged: the token is damaged, or another school's.
        """
        try:
            of_school, session, press, given_at = self._press.loads(token)
        except (BadData, ValueError):
            raise FormChanged from None
        if (of_school, session) != (school, ""):
            raise FormChanged
        return str(press), datetime.fromtimestamp(float(given_at), UTC)

    def _sealed(self, place: Place, seen: msgspec.Struct) -> str:
        sealed = self._vault.seal(place, zlib.compress(msgspec.msgpack.encode(seen)))
        return base64.urlsafe_b64encode(sealed).decode("ascii")

    def _opened(self, place: Place, token: str, kind: type[T]) -> T:
        try:
            sealed = base64.b64decode(token, altchars=b"-_", validate=True)
            packed = self._vault.open(place, sealed)
            return msgspec.msgpack.decode(zlib.decompress(packed), type=kind)
        except (binascii.Error, ValueError, DoesNotOpen, msgspec.DecodeError):
            raise FormChanged from None


def _tab_place(school: str, account: str, student: str) -> Place:
    return Place(purpose="seen-tab", school=school, account=account, row=student)


def _place(visit: Visit, subject: Subject) -> Place:
    return Place(purpose="seen", school=visit.school, account=visit.account, row=subject.place)
