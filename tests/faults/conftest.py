from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.worlds import world_in
from tests.unit.pending.machine_world import Disk, World


@pytest.fixture(scope="session")
def disk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Disk]:
    made = Disk(tmp_path_factory.mktemp("disk"))
    yield made
    made.close()


@pytest.fixture
def world(tmp_path: Path, disk: Disk) -> Iterator[World]:
    with world_in(tmp_path / "world", disk) as made:
        yield made
