"""The gateway, served: in a thread of ours, or as a process of its own to be killed."""

import asyncio
import signal
import socket
import sys
import threading
from pathlib import Path

from gateway import config, server
from gateway.app import create_app
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

[schools.tilleuls.re_enrolment]
receipt = "Votre demande de réinscription est parvenue au conservatoire."
silence = "refuses"
remedies = "Dans les deux mois, devant le tribunal administratif."
"""


class Installation:
    """One installation: its folder and its port."""

    def __init__(
        self, folder: Path, sign_in_url: str, smtp_port: int, longest_run: float = 1
    ) -> None:
        self.folder = folder
        self.port = _free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.settings = folder / "gateway.toml"
        self.settings.write_text(
            _CONFIG.format(
                port=self.port,
                smtp_port=smtp_port,
                sign_in_url=sign_in_url,
                longest_run=longest_run,
            ),
            encoding="utf-8",
        )

        create_key_file(folder / "key")


class Gateway(Installation):
    """Served in a thread: nothing is imported anew, all else is as in its own process."""

    async def start(self) -> None:
        """Start, and wait until it answers."""
        loaded = config.load(self.settings)
        self._server = server.build(create_app(loaded), loaded.gateway)
        answers = threading.Event()
        self._server.on_ready = answers.set
        listening = server.bound("127.0.0.1", self.port)
        self._thread = threading.Thread(
            target=lambda: asyncio.run(self._server.serve(sockets=[listening])), daemon=True
        )
        self._thread.start()
        assert await asyncio.to_thread(answers.wait, 30)

    async def stop(self) -> None:
        """Stop as a service manager does."""
        self._server.should_exit = True
        await asyncio.to_thread(self._thread.join, 30)
        assert not self._thread.is_alive()


class Process(Installation):
    """Served by a process, which can be killed and started again."""

    def __init__(
        self, folder: Path, sign_in_url: str, smtp_port: int, longest_run: float = 1
    ) -> None:
        super().__init__(folder, sign_in_url, smtp_port, longest_run)
        self.log = folder / "log"
        self._process: asyncio.subprocess.Process | None = None

    async def start(self) -> None:
        """Start, and wait until it says that it answers."""
        with self.log.open("ab") as log:
            self._process = await asyncio.create_subprocess_exec(
                sys.executable,
                "-m",
                "gateway",
                "serve",
                "--config",
                str(self.settings),
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
