"""The school in a thread of its own, for tests that are not in its event loop."""

import asyncio
import threading
from collections.abc import Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from adapters.school.control import Control
from adapters.school.markup import MarkupName
from adapters.school.school import Account, School
from adapters.school.serving import serve


@dataclass(frozen=True)
class Running:
    """A school that answers; its control may be used from any thread."""

    base: str
    """The server's address, without a slash at its end."""
    sign_in_url: str
    """What a family is given, and all that a gateway must be told."""
    accounts: tuple[Account, ...]
    control: Control


@contextmanager
def running(markup: MarkupName = "old", ledger: Path | None = None) -> Iterator[Running]:
    """A school of that markup on a free port of this machine, until the block ends."""
    school = School(markup, ledger)
    loop = asyncio.new_event_loop()
    base: Future[str] = Future()
    over = asyncio.Event()

    async def main() -> None:
        async with serve(school) as address:
            base.set_result(address)
            await over.wait()

    thread = threading.Thread(target=lambda: loop.run_until_complete(main()), daemon=True)
    thread.start()
    try:
        address = base.result(timeout=30)
        yield Running(address, address + school.sign_in_path, school.accounts, school.control)
    finally:
        loop.call_soon_threadsafe(over.set)
        thread.join()
        loop.close()
