"""Whatever happens in whatever order: nothing lost, nothing twice, and a person is told the rest.

Hypothesis asks for things, kills the gateway at any commit or in the midst of a sending, loses
answers, lets the staff act, changes passwords, turns the clock and puts a copy of the store back.
Longer than the suite has time for, and from another seed each time:

    PENDING_EXAMPLES=2000 pytest -o faulthandler_timeout=0 tests/unit/pending/test_machine.py
"""

import os
import sys
import tempfile
from collections.abc import Iterator, Sequence
from enum import StrEnum
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from gateway.pending.states import FINAL, HOLDS_MEANS, TRANSITIONS, UNDER_WAY, Event, State
from gateway.store.events import EventRow
from tests.unit.pending.machine_site import Fate
from tests.unit.pending.machine_world import SCHOOL_TEXT, Asked, Disk, World
from tests.unit.portal.stage import CHIDI, HELENE, LONGEST_RUN, PHONE

LONG = "PENDING_EXAMPLES" in os.environ
EXAMPLES = int(os.environ.get("PENDING_EXAMPLES", "35"))
STEPS = 15
ROUNDS = 12
"""Looks and pauses within which everything that can be known is known."""
LATEST = STEPS * 3600 + 3601.0
"""Seconds after which nothing has happened in the future, however often the clock was set back:
until then no reading proves anything of what is written down as later."""

FAMILIES = st.sampled_from([HELENE, CHIDI])
FATES = st.just(Fate.ARRIVES) | st.sampled_from(Fate)
KINDS = st.sampled_from(["family", "student", "re_enrolment"])
COMMITS = st.none() | st.integers(0, 9)
"""After how many commits the gateway is killed, if it is."""

ENDED = FINAL | {State.NEEDS_ATTENTION, State.BLOCKED_CONFLICT, State.BLOCKED_CREDENTIALS}
"""At its end, or in front of a person."""
EFFECTS = {
    Event.APPLIED: 1,
    Event.STAFF_VALIDATED: 1,
    Event.STAFF_REFUSED: 1,
    Event.STAFF_CHANGED: 1,
    Event.SUPERSEDED: 1,
    Event.TAKEN_BACK: 0,
    Event.TURNED_DOWN: 0,
    Event.CONFLICTED: 0,
    Event.LOCKED_OUT: 0,
    Event.AGED: 0,
}
"""What the ledger must have of a request whose last event that is; of others nobody knows."""


class FamilyAct(StrEnum):
    """What a family does beside asking."""

    LOOKS = "looks"
    SIGNS_OUT = "signs out"
    TAKES_BACK = "takes back"
    NEW_PASSWORD_HERE = "new password here"
    NEW_PASSWORD_THERE = "new password there"


class Then(StrEnum):
    """What follows on a sending."""

    NOTHING = "nothing"
    DECIDED = "decided"
    """Nobody can look before the staff has decided."""
    PUT_BACK = "put back"
    """A copy of before it takes the place of what there was, once the staff has decided."""


class StaffAct(StrEnum):
    """What the school does with what waits, or by itself."""

    VALIDATES = "validates"
    REFUSES = "refuses"
    EDITS = "edits"


class Requests(RuleBasedStateMachine):
    """Two families, three kinds of requests, one gateway at a time."""

    disk: Disk

    @initialize(serialises=st.booleans())
    def begins(self, serialises: bool) -> None:
        """`serialises` is whether a session of the old site waits for what it is at, as PHP's."""
        self.folder = tempfile.TemporaryDirectory(prefix="machine-")
        self.world = World(Path(self.folder.name), self.disk)
        self.site = self.world.site
        self.site.faults.locks_session = serialises
        self.values = 0

    def value(self) -> int:
        """A number that nothing else was asked for with."""
        self.values += 1
        return self.values

    # The families

    @rule(family=FAMILIES, kind=KINDS, keep=st.booleans(), commits=COMMITS, after=st.booleans())
    def asks(
        self, family: str, kind: str, keep: bool, commits: int | None = None, after: bool = False
    ) -> None:
        world, number = self.world, self.value()
        ask = {
            "family": world.ask_family,
            "student": world.ask_student,
            "re_enrolment": world.ask_re_enrolment,
        }[kind]
        value = f"06 39 98 {20 + number // 100:02} {number % 100:02}"
        self.will_die(commits, after)
        world.live(ask(family, Asked(family, value), keep=keep))

    @rule(family=FAMILIES, act=st.sampled_from(FamilyAct))
    def family_acts(self, family: str, act: FamilyAct) -> None:
        world = self.world
        match act:
            case FamilyAct.LOOKS:
                world.live(world.look(family))
            case FamilyAct.SIGNS_OUT:
                world.live(world.sign_out(family))
            case FamilyAct.TAKES_BACK:
                world.live(world.take_back(family))
            case FamilyAct.NEW_PASSWORD_HERE:
                world.live(world.change_password(family, f"nouveau-{self.value()}"))
            case FamilyAct.NEW_PASSWORD_THERE:
                self.site.families[family].password = f"ailleurs-{self.value()}"

    # The gateway

    @rule(fate=FATES, commits=COMMITS, after=st.booleans())
    def works(self, fate: Fate, commits: int | None = None, after: bool = False) -> None:
        self.site.faults.fate = fate
        self.will_die(commits, after)
        self.world.live(self.world.stage.work())
        self.site.faults.fate = Fate.ARRIVES

    def will_die(self, commits: int | None, after: bool) -> None:
        if commits is None:
            self.world.store.lives = None
        else:
            self.world.dies_after(commits, after_commit=after)

    @rule(
        family=FAMILIES,
        kind=KINDS,
        keep=st.booleans(),
        fate=st.sampled_from(Fate),
        then=st.sampled_from(Then),
        act=st.sampled_from(StaffAct),
    )
    def asks_and_is_sent(
        self, family: str, kind: str, keep: bool, fate: Fate, then: Then, act: StaffAct
    ) -> None:
        self.asks(family, kind, keep)
        if then is Then.PUT_BACK:
            self.world.copy()
        self.works(fate)
        if then is Then.NOTHING:
            return
        # Nobody sees what the staff decides, nor that what was sent has arrived.
        self.has_trouble(down=True, garbled=False, ends_sessions=False)
        self.staff_acts(family, act, kind == "student")
        if then is Then.PUT_BACK:
            self.world.put_back()
        self.has_trouble(down=False, garbled=False, ends_sessions=False)

    @rule(fate=FATES)
    def a_pause_later_works(self, fate: Fate) -> None:
        self.world.elapse(LONGEST_RUN + 1)
        self.works(fate)

    @rule(act=st.sampled_from(["killed", "copied", "put back"]))
    def gateway_is(self, act: str) -> None:
        match act:
            case "killed":
                self.world.restart()
            case "copied":
                self.world.copy()
            case "put back":
                self.world.put_back()

    # The old site, and time

    @rule(down=st.booleans(), garbled=st.booleans(), ends_sessions=st.booleans())
    def has_trouble(self, down: bool, garbled: bool, ends_sessions: bool) -> None:
        self.site.faults.down, self.site.faults.not_understood = down, garbled
        if ends_sessions:
            self.site.end_sessions()

    @rule(seconds=st.sampled_from([1.0, LONGEST_RUN + 1, 700.0, 2 * 3600.0, 49 * 3600.0]))
    def time_passes(self, seconds: float) -> None:
        self.world.elapse(seconds)

    @rule(hours=st.sampled_from([-1, 1]))
    def clock_is_set(self, hours: int) -> None:
        self.world.set_clock(hours)

    @rule(family=FAMILIES, act=st.sampled_from(StaffAct), student=st.booleans())
    def staff_acts(self, family: str, act: StaffAct, student: bool) -> None:
        """Nobody there decides within the hour."""
        self.world.elapse(3601)
        ref = self.site.families[family].students[0].ref if student else None
        match act:
            case StaffAct.VALIDATES:
                self.validates(family)
            case StaffAct.REFUSES:
                self.site.refuse(family, ref)
            case StaffAct.EDITS:
                key = SCHOOL_TEXT if student else PHONE
                self.site.edit(family, key, f"01 99 00 {self.value():04}", ref)

    def validates(self, family: str) -> None:
        """All that waits of it."""
        first = self.site.families[family].students[0].ref
        self.site.validate(family)
        self.site.validate(family, first)
        self.site.validate_re_enrolment(family, first)

    # What holds all the while

    @invariant()
    def holds(self) -> None:
        for asked in self.world.asked:
            assert self.site.effects(asked.value) <= 1, f"twice: {asked}"
        assert not self.site.imported_twice()
        known = self.world.known()
        numbers = {row.number for row, _ in known}
        for asked in self.world.asked:
            assert asked.number is None or asked.lost or asked.number in numbers, f"lost: {asked}"
        for row, history in known:
            assert row.means is None or State(row.state) in HOLDS_MEANS, (
                "means are held for nothing"
            )
            assert row.state == explained(history)

    # How it ends

    def teardown(self) -> None:
        if not hasattr(self, "world"):
            return
        try:
            if sys.exc_info()[0] is None:
                self.runs_out()
                self.has_ended_well()
        finally:
            self.world.end()
            self.folder.cleanup()

    def runs_out(self) -> None:
        """All is well again; the families come, the staff decides, and time passes."""
        self.world.store.lives = None
        self.has_trouble(down=False, garbled=False, ends_sessions=False)
        for _ in range(ROUNDS):
            self.everybody_looks()
            self.world.live(self.world.stage.work())
            self.world.elapse(LONGEST_RUN + 1)
            if all(State(row.state) not in UNDER_WAY for row, _ in self.world.known()):
                break
        self.world.elapse(LATEST)
        for identifier in (HELENE, CHIDI):
            self.validates(identifier)
        self.everybody_looks()

    def everybody_looks(self) -> None:
        for identifier in (HELENE, CHIDI):
            self.world.live(self.world.look(identifier))

    def has_ended_well(self) -> None:
        """Each request has had its one effect, or stands before a person, who is told the truth."""
        known = {row.number: (row, history[-1]) for row, history in self.world.known()}
        for asked in self.world.asked:
            if asked.number is None or asked.lost:
                continue
            row, last = known[asked.number]
            assert State(row.state) in ENDED, (asked, row.state)
            effects = self.site.effects(asked.value)
            assert effects == EFFECTS.get(Event(last.event), effects), (asked, last.event)


def explained(history: Sequence[EventRow]) -> State:
    """Where the journal's events lead to, by the one table."""
    first, *further = history
    assert (first.event, first.state) == (Event.ACCEPTED, State.RECEIVED)
    state = State.RECEIVED
    for each in further:
        state = TRANSITIONS[state, Event(each.event)]
        assert each.state == state
    return state


@pytest.fixture(scope="module")
def disk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Disk]:
    made = Disk(tmp_path_factory.mktemp("disk"))
    yield made
    made.close()


def test_whatever_happens_nothing_is_lost_nor_done_twice_and_a_person_is_told_the_rest(
    disk: Disk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Requests, "disk", disk, raising=False)
    run_state_machine_as_test(
        Requests,
        settings=settings(
            max_examples=EXAMPLES,
            stateful_step_count=STEPS,
            deadline=None,
            derandomize=not LONG,
            database=None,
            # A story is read as it is told: to find a shorter one takes longer than a test may.
            phases=[Phase.generate, Phase.shrink] if LONG else [Phase.generate],
            suppress_health_check=list(HealthCheck),
        ),
    )
