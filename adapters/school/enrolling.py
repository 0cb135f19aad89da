"""The school's re-enrolments: families import and ask, the staff opens, closes and validates."""

from collections.abc import Callable, Collection
from datetime import datetime
from threading import Lock
from zoneinfo import ZoneInfo

from adapters.school import mails, re_enrolment
from adapters.school.ledger import Ledger
from adapters.school.mails import Mail
from adapters.school.re_enrolment import Document, Import, ReEnrolment, Request, Upload
from adapters.school.records import Family, Student

_HERE = ZoneInfo("Europe/Paris")


class ReEnrolments:
    """Every student's. What takes a student raises KeyError where it may not be re-enrolled."""

    def __init__(
        self, ledger: Ledger, mailed: list[Mail], now: Callable[[], datetime], lock: Lock
    ) -> None:
        """All are the office's own."""
        self.open = True
        """Whether the staff has activated them: where not, no tab shows."""
        self.imports: list[Import] = []
        """Every document that came, in order."""
        self.requests: list[Request] = []
        """Every press of « Valider », in order."""
        self._ledger = ledger
        self._mailed = mailed
        self._now = now
        self._lock = lock

    def of(self, student: Student) -> ReEnrolment | None:
        """What the tab of a student shows; None where there is no tab."""
        return student.re_enrolment if self.open else None

    def take(
        self,
        family: Family,
        student: Student,
        name: str,
        upload: Upload | None,
        *,
        by_content: bool,
    ) -> None:
        """A document comes: `name` refers to one of the school's list of names.

        Raises:
            Refused: the school does not take it; nothing is kept or written.
        """
        with self._lock:
            kept = on_file(student)
            taken = re_enrolment.check(upload, by_content=by_content)
            document = Document(
                re_enrolment.document_name(name),
                taken.file_name,
                taken.body,
                self._now().astimezone(_HERE).date(),
            )
            kept.documents.append(document)
            self.imports.append(Import(family.identifier, student.number, student.label, document))
            self._ledger.append(
                "import", family.identifier, student=student.number, documents=[document]
            )

    def ask(self, family: Family, student: Student, ticked: Collection[str], note: str) -> None:
        """« Valider » is pressed: one more request, whatever was asked before.

        `ticked` holds numbers of offers.
        """
        with self._lock:
            kept = on_file(student)
            captions = kept.tick(ticked)
            kept.note = re_enrolment.note(note)
            kept.waiting = True
            request = Request(
                family.identifier,
                student.number,
                student.label,
                captions,
                kept.note,
                tuple(kept.documents),
            )
            self.requests.append(request)
            self._ledger.append(
                "re_enrolment",
                family.identifier,
                student=student.number,
                ticked=captions,
                note=kept.note,
                documents=kept.documents,
            )

    def validate(self, family: Family, student: Student) -> None:
        """The staff validates what a student's tab shows, which is confirmed by mail."""
        with self._lock:
            kept = on_file(student)
            if kept.waiting and family.email:
                self._mailed.append(
                    mails.confirmed(self._now(), family.identifier, family.email, student.label)
                )
            kept.waiting = False


def on_file(student: Student) -> ReEnrolment:
    """A student's, whether or not re-enrolments are open.

    Raises:
        KeyError: the school offers that student none.
    """
    if student.re_enrolment is None:
        raise KeyError("this student may not be re-enrolled")
    return student.re_enrolment
