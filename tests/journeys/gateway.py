"""The gateway as a process of its own, to be started, killed and started again."""

import asyncio
import signal
import socket
import sys
from pathlib import Path

from gateway.keys import create_key_file

_CONFIG = """
[gateway]
port = {port}
data = "data"
key_file = "key"

[mail]
sender = "portail@tilleuls.example"
host = "127.0.0.1"
port = {smtp_port}
tls = "none"

[delivery]
first_pause_seconds = 0.2
longest_pause_seconds = 0.5

[schools.tilleuls]
name = "Conservatoire des Tilleuls"
public_url = "http://127.0.0.1:{port}"
sign_in_url = "{sign_in_url}"
pages_per_second = 200
at_once = 8
timeout = 5
longest_run = {longest_run}

[schools.tilleuls.contact]
service = "Secrétariat"
postal = "1 place du Marché, 56999 Saint-Aubin"
email = "secretariat@tilleuls.example"
phone = "01 99 00 10 10"
"""


class Gateway:
    """One installation: its folder, its port, and the process while there is one."""

    def __init__(
        self, folder: Path, sign_in_url: str, smtp_port: int, longest_run: float = 1
    ) -> None:
        self.folder = folder
        self.port = _free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.log = folder / "log"
        self._process: asyncio.subprocess.Process | None = None
        (folder / "gateway.toml").write_text(
            _CONFIG.format(
                port=self.port,
                smtp_port=smtp_port,
                sign_in_url=sign_in_url,
                longest_run=longest_run,
            ),
            encoding="utf-8",
        )

    async def start(self) -> None:
        """Start, and wait until it says that it answers."""
        if not (self.folder / "key").exists():
            create_key_file(self.folder / "key")
        with self.log.open("ab") as log:
            self._process = await asyncio.create_subprocess_exec(
                sys.executable,
                "-m",
                "gateway",
                "serve",
                "--config",
                str(self.folder / "gateway.toml"),
                stdout=asyncio.subprocess.PIPE,
                stderr=log,
            )
        assert self._process.stdout is not None
        said = await asyncio.wait_for(self._process.stdout.readline(), timeout=30)
        assert self.url in said.decode(), self.log.read_text()

    async def kill(self) -> None:
        """kill -9: nothing is tidied up."""
        await self._end(signal.SIGKILL)

    async def stop(self) -> None:
        """Stop as a service manager does."""
        await self._end(signal.SIGTERM)

    async def _end(self, number: signal.Signals) -> None:
        process, self._process = self._process, None
        if process is None or process.returncode is not None:
            return
        process.send_signal(number)
        await asyncio.wait_for(process.wait(), timeout=30)


def _free_port() -> int:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        port: int = listening.getsockname()[1]
        return port
