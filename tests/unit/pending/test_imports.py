"""What the tab proves of documents, line by line."""

from datetime import UTC, datetime

import pytest
from msgspec.structs import replace

from adapters.re_enrolment import Imported, ReEnrolment
from gateway.pending.imports import Progress, Sending, lacks, shows
from gateway.pending.re_enrolments import ReEnrolmentAsked, SentPiece, Terms
from tests.unit.pending.old_tab import NAMES, OldTab

HOME = NAMES[0]
EMPTY = replace(OldTab().screen(""), imported=())
NOW = datetime(2026, 9, 9, tzinfo=UTC)


def piece(place: int, name: str = HOME.value, label: str = HOME.label) -> SentPiece:
    return SentPiece(
        document=str(place), name=name, label=label, file_name="x.pdf",
        sent_as=f"2026-ABC123-{place:02}-justificatif-de-domicile.pdf",
        media_type="application/pdf",
    )  # fmt: skip


def asked(*pieces: SentPiece) -> ReEnrolmentAsked:
    terms = Terms(receipt="", silence="refuses", silence_from=NOW, remedies="")
    return ReEnrolmentAsked(
        screen=EMPTY, ticked=(), note="", answers=(), pieces=pieces, terms=terms
    )


TWO = asked(piece(1), piece(2))
SENT = Progress(documents=(Sending(state="sent", seen=True, session="s"), Sending()))


def listing(*lines: str | SentPiece) -> ReEnrolment:
    """The tab with these lines: of a document, or in words."""
    shown = (
        Imported(words=one) if isinstance(one, str)
        else Imported(words=f"{one.label} ({one.sent_as})", name=one.label, file=one.sent_as)
        for one in lines
    )  # fmt: skip
    return replace(EMPTY, imported=tuple(shown))


def test_a_file_of_its_very_name_is_proof() -> None:
    assert shows(TWO, SENT, 0, listing(piece(1)))
    assert shows(TWO, SENT, 0, listing(piece(1).sent_as.upper()))


def test_anothers_line_of_the_same_name_is_no_proof() -> None:
    """The first one went with its session, the second one is there."""
    assert not shows(TWO, SENT, 0, listing(piece(2)))
    assert SENT.seeing(TWO, listing(piece(2)), "s").documents[0].state == "waiting"


def test_a_line_more_of_its_name_is_proof_where_only_names_show() -> None:
    before = SENT.intending(TWO, 1, listing(HOME.label))
    assert not shows(TWO, before, 1, listing(HOME.label))
    assert shows(TWO, before, 1, listing(HOME.label, HOME.label))


def test_where_the_window_asks_for_no_name_any_line_more_is_proof() -> None:
    nameless = asked(piece(1, name="", label=""))
    before = Progress.begun(nameless).intending(nameless, 0, listing("ancien.pdf"))
    assert not shows(nameless, before, 0, listing("ancien.pdf"))
    assert shows(nameless, before, 0, listing("ancien.pdf", "document 2"))


@pytest.mark.parametrize(
    ("screen", "proved"),
    [
        (listing("ancien.pdf"), True),
        (listing(), True),
        (listing("ancien.pdf", "autre"), False),
        (listing("ancien.pdf", piece(2)), False),
        (replace(EMPTY, imported=None), False),
    ],
)
def test_absence_is_proved_only_by_a_list_that_has_not_grown(
    screen: ReEnrolment, proved: bool
) -> None:
    before = SENT.intending(TWO, 1, listing("ancien.pdf"))
    assert lacks(TWO, before, 1, screen) is proved


def test_what_the_tab_lists_already_is_not_sent() -> None:
    seen = Progress.begun(TWO).seeing(TWO, listing(piece(1), piece(2)), "s")
    assert seen.next is None
    assert [each.state for each in seen.documents] == ["sent", "sent"]


def test_what_was_never_listed_is_lost_without_a_word_only_with_another_session() -> None:
    silent = replace(EMPTY, imported=None)
    taken = Progress.begun(TWO).taken(0, "s").taken(1, "s")
    assert taken.seeing(TWO, silent, "s") == taken
    other = taken.seeing(TWO, silent, "another")
    assert [each.state for each in other.documents] == ["unclear", "unclear"]


def test_what_is_lost_twice_is_not_sent_a_third_time() -> None:
    once = SENT.seeing(TWO, listing(), "s")
    assert (once.documents[0].state, once.documents[0].again) == ("waiting", True)
    twice = replace(
        once, documents=(replace(once.documents[0], state="sent"), once.documents[1])
    ).seeing(TWO, listing(), "s")
    assert twice.documents[0].state == "unclear"
