"""A request's number in a text that the old site shows back: proof where it is read, only there."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import pytest_asyncio
from msgspec.structs import replace

from adapters.model import Change, Field, Kind, Section, Sheet, Waiting
from adapters.re_enrolment import ReEnrolment
from gateway.pending.errors import InvalidFields
from gateway.pending.following.reconciliation import found
from gateway.pending.records import Body, Wanted
from gateway.pending.references import reference, with_number
from gateway.pending.requests import Known
from gateway.pending.sending.verification import concluded
from gateway.pending.states import Event, State
from tests.unit.pending.enrolling_stage import EnrollingStage, enrolling
from tests.unit.pending.old_tab import Fate, OldTab
from tests.unit.pending.test_re_enrolment_endings import text

NUMBER = "2026-7K3QX9"
OURS = f"Bonjour (réf. {NUMBER})"
COMMENT = Field(key="c", caption="Commentaire", value="", kind=Kind.LONG_TEXT, refers=True)


@pytest.mark.parametrize(
    ("typed", "field", "charset", "sent"),
    [
        ("Bonjour", COMMENT, "windows-1252", OURS),
        ("Bonjour (réf. 2025-ABCDEF)", COMMENT, "utf-8", OURS),
        ("", COMMENT, "utf-8", ""),
        ("Bonjour", None, "utf-8", "Bonjour"),
        ("Bonjour", replace(COMMENT, refers=False), "utf-8", "Bonjour"),
        ("Bonjour", replace(COMMENT, max_length=len(OURS)), "utf-8", OURS),
        ("Bonjour", replace(COMMENT, max_length=len(OURS) - 1), "utf-8", "Bonjour"),
        ("Bonjour", COMMENT, "ascii", "Bonjour"),
        # What does not fit keeps no other request's either.
        ("Bonjour (réf. 2025-ABCDEF)", replace(COMMENT, max_length=20), "utf-8", "Bonjour"),
    ],
)
def test_it_is_at_the_end_where_the_site_shows_it_back_and_takes_it(
    typed: str, field: Field | None, charset: str, sent: str
) -> None:
    assert with_number(typed, NUMBER, field, charset) == sent


def asked(new: str = OURS, *, waited: bool = True) -> Body:
    change = Change(key="c", caption="Commentaire", old="avant", new=new)
    wanted = Wanted(change=change, field=COMMENT)
    return Body(wanted=(wanted,), shape="s", waited=waited, mailed_to=())


def sheet(value: str, waiting: Waiting | None = None) -> Sheet:
    field = replace(COMMENT, value=value, waiting=waiting)
    return Sheet(title="", sections=(Section(title="", fields=(field,)),), shape="s")


@pytest.mark.parametrize(
    ("shown", "event"),
    [
        (sheet(f"Vu. {OURS} – Mme Le Goff"), Event.PUT_IN),
        (sheet("avant", Waiting(words="en attente", requested=f"{OURS} !")), Event.PUT_IN),
        (sheet("Vu. Bonjour"), Event.NOT_CLEAR),
        (sheet("Bonjour (réf. 2026-AAAAAA)"), Event.NOT_CLEAR),
    ],
)
def test_read_on_the_sheet_it_proves_that_it_came_and_unread_nothing(
    shown: Sheet, event: Event
) -> None:
    assert concluded(asked(), shown, resent=False) is event
    assert found(asked(), shown) is (event if event is Event.PUT_IN else None)


def test_without_a_number_of_its_own_nothing_is_proven_by_anothers() -> None:
    assert reference(asked("Bonjour")) == ""
    assert concluded(asked("Bonjour"), sheet(f"Vu. {OURS}"), resent=False) is Event.NOT_CLEAR


@dataclass
class Referring(OldTab):
    """A tab that shows its text area's text back, as its profile says."""

    stores: bool = True

    def screen(self, session: str) -> ReEnrolment:
        tab = super().screen(session)
        assert tab.note is not None
        shown = self.enrolled[-1].note if self.enrolled and self.stores else self.note
        return replace(tab, note=replace(tab.note, value=shown, refers=True))


@pytest_asyncio.fixture
async def stage(tmp_path: Path) -> AsyncIterator[EnrollingStage]:
    # It says nothing that would tell one request from another.
    tab = Referring(speaks=False, shows_waiting=False, lists="nothing")
    async with enrolling(tmp_path, tab) as ready:
        yield ready


async def lost(stage: EnrollingStage) -> Known:
    """« Valider » took effect, and nobody said so."""
    stage.tab.fates = [Fate.ANSWER_LOST]
    known = await stage.ask()
    await stage.work_out()
    return known


async def test_after_a_lost_answer_the_tab_that_shows_it_is_proof(stage: EnrollingStage) -> None:
    known = await lost(stage)
    number = known.row.number
    assert [one.note for one in stage.tab.enrolled] == [f"Plutôt le mercredi. (réf. {number})"]
    assert await stage.state(known) is State.AWAITING_STAFF


async def test_the_tab_that_does_not_is_none(stage: EnrollingStage) -> None:
    assert isinstance(stage.tab, Referring)
    stage.tab.stores = False
    stage.tab.fates = [Fate.ANSWER_LOST]
    known = await stage.ask()
    await stage.work()
    # Somebody has written there since: it may have been ours.
    stage.tab.note = "Plutôt le mercredi. (réf. 2026-AAAAAA)"
    await stage.work_out()
    assert len(stage.tab.enrolled) == 1
    assert await stage.state(known) is State.NEEDS_ATTENTION
    stage.tab.stores = True
    stage.clock.turn(hours=2)
    await stage.look()
    assert await stage.state(known) is State.AWAITING_STAFF


async def test_the_family_is_told_in_its_receipt(stage: EnrollingStage) -> None:
    known = await stage.ask()
    await stage.outbox.send_due()
    said = text(stage.letterbox.letters[0])
    assert f"Plutôt le mercredi. (réf. {known.row.number})" in said
    assert "est ajouté au texte que vous avez écrit" in said


async def test_the_same_asked_again_adds_nothing_for_its_number(stage: EnrollingStage) -> None:
    first = await stage.ask()
    assert first.body.re_enrolment is not None
    with pytest.raises(InvalidFields):
        await stage.ask(note=first.body.re_enrolment.note)
