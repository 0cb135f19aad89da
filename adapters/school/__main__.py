"""Run the school as its own process: `python -m adapters.school --markup old --port 8081`."""

import argparse
import asyncio
import sys
from contextlib import suppress
from pathlib import Path
from typing import get_args

from adapters.school.markup import MarkupName
from adapters.school.school import School
from adapters.school.serving import serve
from adapters.school.staff import PATH


def main(arguments: list[str] | None = None) -> int:
    """Serve until interrupted; the first line printed is the sign-in address."""
    parser = argparse.ArgumentParser(
        prog="python -m adapters.school",
        description="Une école fictive : reconstitution d’après la notice, ce n’est pas iMuse.",
    )
    parser.add_argument("--markup", choices=get_args(MarkupName), default="old")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=0, help="0 : un port libre")
    parser.add_argument("--ledger", type=Path, help="fichier JSON Lines des effets appliqués")
    options = parser.parse_args(arguments)
    with suppress(KeyboardInterrupt):
        asyncio.run(_serve(School(options.markup, options.ledger), options.host, options.port))
    return 0


async def _serve(school: School, host: str, port: int) -> None:
    async with serve(school, host, port) as base:
        _say(base + school.sign_in_path)
        _say(base + PATH)
        for account in school.accounts:
            _say(f"{account.site} : {account.identifier} / {account.password}")
        await asyncio.Event().wait()


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
