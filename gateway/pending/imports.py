"""How far a re-enrolment has come on the old site, and what its tab proves of that. Pure.

An import that nobody answered is proved by its file's name, which no other has, or where the tab
lists names only, by a line more of its name. It is proved absent only where the tab lists what was
imported, and lists nothing more than before.
"""

from typing import Literal, Self

import msgspec
from msgspec.structs import replace

from adapters.re_enrolment import Document, Imported, ReEnrolment
from adapters.re_enrolment_signs import lines_of, listed
from gateway.pending.re_enrolments import ReEnrolmentAsked, SentPiece

Hindrance = Literal["", "closed", "waiting", "changed", "documents"]


class Sending(msgspec.Struct, frozen=True, kw_only=True):
    """How far one document has come."""

    state: Literal["waiting", "intended", "sent", "unclear", "refused"] = "waiting"
    """`intended` is that it was about to leave, and nothing is known of it since."""
    seen: bool = False
    """Whether the tab has listed it: only then does a tab that no longer does prove its loss."""
    session: str = ""
    """A digest of the old session that took it, or last listed it."""
    lines_before: int = 0
    """Lines of its name on the tab, before it left."""
    all_before: int = 0
    """All lines there."""
    again: bool = False
    """Whether it was proved absent before: it is not sent a third time."""


class Progress(msgspec.Struct, frozen=True, kw_only=True):
    """How far the whole has come."""

    documents: tuple[Sending, ...]
    """One for each piece, in order."""
    moved: bool = False
    """Whether « Valider » was put off once for a session that was another one by then."""
    pressed_on: ReEnrolment | None = None
    """The tab before « Valider », once that was about to be pressed."""
    waited: bool = False
    """Whether the tab has said since that it awaits validation: only then does its silence tell."""
    hindrance: Hindrance = ""
    """Why it could not go on: the tab is gone, it awaits validation already, it is another one, or
    a document cannot be read any more here."""

    @classmethod
    def begun(cls, asked: ReEnrolmentAsked) -> Self:
        """Nothing was sent yet."""
        return cls(documents=tuple(Sending() for _ in asked.pieces))

    @property
    def next(self) -> int | None:
        """The place of the first document that is still to be sent."""
        return self._first("waiting")

    @property
    def under_way(self) -> int | None:
        """The place of the document of which nothing is known since it was about to leave."""
        return self._first("intended")

    def seeing(self, asked: ReEnrolmentAsked, screen: ReEnrolment, session: str) -> Self:
        """The same with what the tab says before anything more is sent, on that old session.

        Some old sites hold what was imported with the session: what another one took, and the tab
        has listed and lists no more, is to be sent again; where it never lists, nobody knows.
        """
        documents = (
            self._seen(asked, screen, session, place) for place in range(len(self.documents))
        )
        return replace(self, documents=tuple(documents))

    def elsewhere(self, session: str) -> bool:
        """Whether some of what was sent lies with another old session, as far as is known."""
        return any(one.state == "sent" and one.session != session for one in self.documents)

    def intending(self, asked: ReEnrolmentAsked, place: int, screen: ReEnrolment) -> Self:
        """A document is about to leave, the tab being as `screen` shows it."""
        return self._with(
            place,
            state="intended",
            lines_before=_lines(asked, place, screen),
            all_before=len(screen.imported or ()),
        )

    def taken(self, place: int, session: str) -> Self:
        """The old site has taken a document, or shows it."""
        return self._with(place, state="sent", session=session)

    def turned_down(self, place: int) -> Self:
        """The old site does not take it."""
        return self._with(place, state="refused")

    def unclear(self, place: int) -> Self:
        """What became of it cannot be known."""
        return self._with(place, state="unclear")

    def absent(self, place: int) -> Self:
        """It had no effect: once more."""
        return self._with(place, state="waiting", again=True)

    def _seen(
        self, asked: ReEnrolmentAsked, screen: ReEnrolment, session: str, place: int
    ) -> Sending:
        one = self.documents[place]
        if listed(_document(asked.pieces[place]), screen):
            return replace(one, state="sent", seen=True, session=session)
        if one.state != "sent":
            return one
        if shows(asked, self, place, screen):
            return replace(one, seen=True, session=session)
        if one.seen:
            return replace(one, state="unclear" if one.again else "waiting", again=True)
        return replace(one, state="unclear") if session != one.session else one

    def _with(self, place: int, **changes: str | int | bool) -> Self:
        changed = replace(self.documents[place], **changes)
        before, after = self.documents[:place], self.documents[place + 1 :]
        return replace(self, documents=(*before, changed, *after))

    def _first(self, state: str) -> int | None:
        places = (place for place, one in enumerate(self.documents) if one.state == state)
        return next(places, None)


def shows(asked: ReEnrolmentAsked, progress: Progress, place: int, screen: ReEnrolment) -> bool:
    """Whether the tab lists a document that has left."""
    if listed(_document(asked.pieces[place]), screen):
        return True
    return _lines(asked, place, screen) > progress.documents[place].lines_before


def lacks(asked: ReEnrolmentAsked, progress: Progress, place: int, screen: ReEnrolment) -> bool:
    """Whether the tab proves that a document which was about to leave is not there.

    A line more of whatever words may be the document under another name.
    """
    if screen.imported is None or shows(asked, progress, place, screen):
        return False
    return len(screen.imported) <= progress.documents[place].all_before


def untouched(before: ReEnrolment, after: ReEnrolment) -> bool:
    """Whether nothing waits on the tab, and it is in everything as before « Valider »."""
    return after.waiting is None and _told(before) == _told(after)


def _told(screen: ReEnrolment) -> tuple[object, ...]:
    return (
        screen.waiting,
        screen.disciplines,
        screen.note,
        screen.questions,
        screen.imported,
        screen.shape,
    )


def _lines(asked: ReEnrolmentAsked, place: int, screen: ReEnrolment) -> int:
    """Lines that may be of this document: of its name, or any where the window asks for none."""
    others = [_document(piece) for n, piece in enumerate(asked.pieces) if n != place]
    lines = tuple(
        line for line in screen.imported or () if not any(_is(line, other) for other in others)
    )
    piece = asked.pieces[place]
    if not piece.name:
        return len(lines)
    return lines_of(piece.label, replace(screen, imported=lines))


def _is(line: Imported, document: Document) -> bool:
    return listed(document, _only(line))


def _only(line: Imported) -> ReEnrolment:
    return ReEnrolment(title="", disciplines=(), imported=(line,), shape="")


def _document(piece: SentPiece) -> Document:
    return Document(name=piece.name, file_name=piece.sent_as, media_type=piece.media_type, body=b"")
