"""The demonstration, started as a person starts it: as its own process, until Ctrl-C."""

import asyncio
import re
import signal
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

PATIENCE = 60
"""Seconds for a machine that does much else at the same time."""


@dataclass
class Demonstration:
    """What it said, and how it ended."""

    said: str
    ended_with: int | None = None
    errors: str = field(default="")

    def address(self, of: str) -> str:
        """The address that stands after these words."""
        found = re.search(rf"{of}\s+(http://127\.0\.0\.1:\d+\S*)", self.said)
        assert found is not None, self.said
        return found[1]


@asynccontextmanager
async def demonstration(
    command: Sequence[str], folder: Path, environment: Mapping[str, str]
) -> AsyncIterator[Demonstration]:
    """Run it in `folder` with that environment; Ctrl-C at the end of the block."""
    errors = folder / "stderr"
    with errors.open("wb") as stderr:
        process = await asyncio.create_subprocess_exec(
            *command,
            cwd=folder,
            env=environment,
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=stderr,
        )
    try:
        async with asyncio.timeout(PATIENCE):
            shown = Demonstration(await _welcome(process, errors))
        yield shown
        process.send_signal(signal.SIGINT)
        async with asyncio.timeout(PATIENCE):
            shown.ended_with = await process.wait()
        shown.errors = errors.read_text()
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


async def _welcome(process: asyncio.subprocess.Process, errors: Path) -> str:
    assert process.stdout is not None
    said = b""
    while line := await process.stdout.readline():
        said += line
        if line.startswith(b"Ctrl-C"):
            return said.decode()
    raise AssertionError(f"It ended before it was ready: {errors.read_text()}")
