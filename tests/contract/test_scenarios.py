"""Every recorded scenario, replayed offline through the live adapter."""

import socket
from collections.abc import AsyncIterator
from pathlib import Path
from typing import NoReturn

import msgspec
import pytest

from adapters.imuse.extranet import create
from adapters.model import Credentials, Outcome, Proposal, Sheet
from adapters.port import Extranet, Session
from adapters.recording.errors import NoStepAnswers
from adapters.recording.folder import load
from adapters.recording.format import Step
from adapters.recording.matching import Asked, differences
from adapters.recording.record import change_telephone
from adapters.recording.replay import Replay
from adapters.recording.volatile import blanked
from adapters.registry import ExtranetSettings
from tests.contract.visit import nothing_to_do

FIXTURES = Path(__file__).parents[1] / "fixtures"
SCENARIOS = sorted(
    str(head.parent.relative_to(FIXTURES)) for head in FIXTURES.glob("*/*/scenario.toml")
)


@pytest.fixture
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> NoReturn:
        raise AssertionError("a replay opened a connection")

    for way in ("connect", "connect_ex", "sendto", "bind"):
        monkeypatch.setattr(socket.socket, way, refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)


@pytest.fixture(params=SCENARIOS)
def replay(request: pytest.FixtureRequest, no_network: None) -> Replay:
    return Replay(load(FIXTURES / request.param))


@pytest.fixture
async def extranet(replay: Replay) -> AsyncIterator[Extranet]:
    head = replay.scenario.head
    settings = ExtranetSettings(
        sign_in_url=head.sign_in, profile=head.profile, pages_per_second=500
    )
    built = create(settings, transport=replay)
    yield built
    await built.close()


@pytest.fixture
async def session(replay: Replay, extranet: Extranet) -> AsyncIterator[Session]:
    account = replay.scenario.head.account
    refs = {site.label: site.ref for site in await extranet.sites()}
    opened = await extranet.sign_in(
        Credentials(
            site=None if account.site is None else refs[account.site],
            identifier=account.identifier,
            password=account.password,
        )
    )
    yield opened
    await opened.close()


def model(step: Step) -> object:
    assert step.expected is not None
    return step.expected.model


def write(replay: Replay) -> tuple[Step, Proposal]:
    """The scenario's one write."""
    (step,) = replay.scenario.expecting("outcome")
    assert step.expected is not None
    assert step.expected.asked is not None
    return step, step.expected.asked


async def test_a_whole_visit_is_read_as_its_scenario_expects(
    replay: Replay, extranet: Extranet, session: Session
) -> None:
    before, *_, after = (model(step) for step in replay.scenario.expecting("family"))
    sent, proposal = write(replay)

    assert [await extranet.sites()] == [model(s) for s in replay.scenario.expecting("sites")]
    assert [await session.home()] == [model(s) for s in replay.scenario.expecting("home")]
    assert await session.family() == before
    outcome = await session.propose_family(proposal, nothing_to_do)
    assert msgspec.structs.replace(outcome, sheet=None) == model(sent)
    assert outcome.sheet == after
    assert await session.family() == after
    await session.sign_out()

    assert set(replay.answered) == {step.name for step in replay.scenario.steps}
    assert replay.answered.count(sent.name) == 1


async def test_the_sheet_shows_the_change_as_waiting_only_after_the_write(
    replay: Replay, session: Session
) -> None:
    _, proposal = write(replay)
    (key,) = [change.key for change in proposal.changes]

    def waiting(sheet: Sheet) -> list[str]:
        return [field.key for field in sheet.fields() if field.waiting is not None]

    assert waiting(await session.family()) == []
    await session.propose_family(proposal, nothing_to_do)
    assert waiting(await session.family()) == [key]


async def test_what_waits_already_is_not_sent_again(replay: Replay, session: Session) -> None:
    sent, proposal = write(replay)
    first = await session.propose_family(proposal, nothing_to_do)
    assert isinstance(first, Outcome)

    second = await session.propose_family(proposal, nothing_to_do)

    assert (first.already, second.already) == (False, True)
    assert second.verdict is first.verdict
    assert replay.answered.count(sent.name) == 1


async def test_a_write_that_the_scenario_does_not_hold_is_an_error_that_names_the_nearest_step(
    replay: Replay, session: Session
) -> None:
    sent, proposal = write(replay)
    other = tuple(
        msgspec.structs.replace(change, new=change.new[::-1]) for change in proposal.changes
    )

    with pytest.raises(NoStepAnswers, match=f"{sent.name}, but control '.*' has another value"):
        await session.propose_family(
            msgspec.structs.replace(proposal, changes=other), nothing_to_do
        )


def test_there_are_scenarios() -> None:
    assert "school-old/change-telephone" in SCENARIOS


def test_the_old_markups_scenario_holds_windows_1252_bytes_as_they_were_sent() -> None:
    steps = load(FIXTURES / "school-old/change-telephone").steps
    pages = [step.response_body for step in steps if step.response_body]

    assert any("L’".encode("windows-1252") in page or b"l\x92" in page for page in pages)
    for page in pages:
        assert "École".encode("windows-1252") in page
        with pytest.raises(UnicodeDecodeError):
            page.decode("utf-8")


async def test_the_fictional_school_still_answers_as_it_did_when_recorded(tmp_path: Path) -> None:
    await change_telephone("old", tmp_path / "again")

    kept, again = load(FIXTURES / "school-old/change-telephone"), load(tmp_path / "again")
    volatile = kept.head.volatile
    assert again.head == kept.head
    assert [step.name for step in again.steps] == [step.name for step in kept.steps]
    for old, new in zip(kept.steps, again.steps, strict=True):
        assert differences(old, Asked.of(new), volatile) == []
        assert old.response.status == new.response.status
        assert blanked(old.response_body, volatile) == blanked(new.response_body, volatile)
        assert old.expected == new.expected
