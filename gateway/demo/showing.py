"""The demonstration: the portal before a fictional school, both in this process, on loopback."""

import os
from contextlib import AsyncExitStack, suppress
from pathlib import Path

from msgspec.structs import replace

from adapters.school import School, serve
from adapters.school.staff import PATH as STAFF_PATH
from gateway import server
from gateway.app import create_app
from gateway.demo import records, staff
from gateway.demo.words import Addresses, welcome
from gateway.keys import create_key_file
from gateway.settings import Config, Demo


def data_folder(cwd: Path, home: Path) -> Path:
    """Where the demonstration keeps its data: in the current folder if it may, else at home."""
    return (cwd if os.access(cwd, os.W_OK) else home / ".local/share/imuse-gateway") / "data"


async def run(config: Config, demo: Demo, data: Path) -> None:
    """Serve both until SIGINT or SIGTERM; says where, and what to try, once they answer.

    `config` is the embedded one; its addresses and folders are set here. Ports that are taken give
    way to free ones. Each markup has its own folder in `data`: their forms are not the same.

    Raises:
        NotStarted: the portal could not start.
        OSError: `data` cannot be written to.
    """
    folder = data / f"demo-{demo.markup}"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    school = School(demo.markup, folder / "ecole-effets.jsonl")
    records.keep(school, folder / "ecole.json")
    async with AsyncExitStack() as stack:
        try:
            base = await stack.enter_async_context(serve(school, port=demo.school_port))
        except OSError:
            base = await stack.enter_async_context(serve(school))
        try:
            listening = server.bound(config.gateway.host, config.gateway.port)
        except OSError:
            listening = server.bound(config.gateway.host, 0)
        portal = f"http://{config.gateway.host}:{listening.getsockname()[1]}"
        here = _placed(config, folder, portal, base + school.sign_in_path)
        with suppress(FileExistsError):
            create_key_file(here.gateway.key_file)
        addresses = Addresses(
            portal=f"{portal}/",
            old=base + school.sign_in_path,
            staff=base + STAFF_PATH,
            letters=f"{portal}/demo/courrier",
            desk=f"{portal}/bureau",
        )

        def say() -> None:
            desk = staff.ONE
            print(welcome(addresses, demo.markup, school.accounts, desk, folder), flush=True)

        app = create_app(here)
        await staff.make(here)
        await server.run(server.build(app, here.gateway), listening, say)


def _placed(config: Config, folder: Path, portal: str, sign_in_url: str) -> Config:
    """The configuration with the addresses and folders of this run."""
    return replace(
        config,
        gateway=replace(config.gateway, data=folder, key_file=folder / "key"),
        mail=replace(config.mail, folder=folder / "courrier"),
        schools={
            id: replace(school, public_url=portal, sign_in_url=sign_in_url)
            for id, school in config.schools.items()
        },
    )
