"""A run is gone when its process is, and never because it is only stopped or cannot be seen."""

import fcntl
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from gateway.pending.sending.senders import Senders

_HOLDS = """
import sys
from pathlib import Path
from gateway.pending.sending.senders import Senders
print(Senders(Path(sys.argv[1]), lambda: 0.0).own(), flush=True)
sys.stdin.read()
"""


@pytest.fixture
def other(tmp_path: Path) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """Another process that has its lock: its id, and itself."""
    with subprocess.Popen(
        [sys.executable, "-c", _HOLDS, str(tmp_path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        yield process.stdout.readline().strip(), process
        process.kill()


def test_a_stopped_process_is_not_gone_and_a_killed_one_is(
    tmp_path: Path, other: tuple[str, subprocess.Popen[str]]
) -> None:
    sender, process = other
    now = [0.0]
    senders = Senders(tmp_path, lambda: now[0])
    assert senders.gone_for(sender) is None
    os.kill(process.pid, signal.SIGSTOP)
    now[0] = 3600.0
    assert senders.gone_for(sender) is None, "it may go on at any moment"
    process.kill()
    process.wait(10)
    assert senders.gone_for(sender) == 0.0
    now[0] += 30
    assert senders.gone_for(sender) == 30.0, "counted from when it was first seen to be gone"


def test_what_cannot_be_looked_at_is_not_gone(tmp_path: Path) -> None:
    senders = Senders(tmp_path / "none", lambda: 0.0)
    assert senders.gone_for("another-machines") is None
    senders.own()
    assert senders.gone_for("another-machines") is None


def test_a_run_is_not_gone_for_itself_and_is_once_it_has_let_go(tmp_path: Path) -> None:
    first, second = Senders(tmp_path, lambda: 0.0), Senders(tmp_path, lambda: 0.0)
    sender = first.own()
    assert first.own() == sender
    assert first.is_own(sender)
    assert not second.is_own(sender)
    assert first.gone_for(sender) is None
    assert second.gone_for(sender) is None
    first.let_go()
    assert second.gone_for(sender) == 0.0
    assert not first.is_own(sender)
    assert first.own() != sender
    first.let_go()


def test_two_who_look_at_once_do_not_take_each_other_for_the_sender(tmp_path: Path) -> None:
    first = Senders(tmp_path, lambda: 0.0)
    sender = first.own()
    first.let_go()
    with (tmp_path / sender).open() as looking:
        fcntl.flock(looking, fcntl.LOCK_SH)
        assert first.gone_for(sender) == 0.0


def test_only_the_locks_of_ended_runs_are_removed(tmp_path: Path) -> None:
    former, running = Senders(tmp_path, lambda: 0.0), Senders(tmp_path, lambda: 0.0)
    gone, here = former.own(), running.own()
    former.let_go()
    looking = Senders(tmp_path, lambda: 0.0)
    assert looking.ended() == {gone}
    looking.remove({gone})
    assert [file.name for file in tmp_path.iterdir()] == [here]
    running.let_go()


def test_a_lock_is_its_owners_alone_to_read(tmp_path: Path) -> None:
    senders = Senders(tmp_path / "senders", lambda: 0.0)
    file = tmp_path / "senders" / senders.own()
    assert (tmp_path / "senders").stat().st_mode & 0o777 == 0o700
    assert file.stat().st_mode & 0o777 == 0o600
    senders.let_go()
