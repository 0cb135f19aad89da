"""One of several gateways on one store: `python -m tests.faults.one_gateway SETTINGS [stops]`.

It only delivers, and leaves out the lock that keeps two gateways from one folder: what must hold is
what the store itself holds. With `stops` it stops itself (SIGSTOP) once it has committed an intent.
"""

import asyncio
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from sqlalchemy import Connection, select

from adapters import registry
from adapters.port import Extranet
from adapters.registry import ExtranetSettings
from gateway import config, resources
from gateway.app import DATABASE
from gateway.keys import load_keys
from gateway.portal import Portal
from gateway.postmen import postman
from gateway.store.store import Store
from gateway.store.tables import request
from gateway.vault import Vault

T = TypeVar("T")

SCHOOL = "tilleuls"


class StoppingStore(Store):
    """Stops its process just after it has committed an intent to send, once."""

    stopped = False

    async def write(self, fn: Callable[[Connection], T]) -> T:
        done = await super().write(fn)
        if not self.stopped and await self.read(_intends):
            self.stopped = True
            os.kill(os.getpid(), signal.SIGSTOP)
        return done


def _intends(connection: Connection) -> bool:
    intended = select(request.c.number).where(request.c.intent_at.is_not(None))
    return connection.execute(intended).first() is not None


def open_portal(settings: Path, store_class: type[Store] = Store) -> tuple[Portal, Store, Extranet]:
    """A gateway's portal on what the installation's folder holds."""
    loaded = config.load(settings)
    school = loaded.schools[SCHOOL]
    extranet = registry.extranet(
        school.adapter,
        ExtranetSettings(
            sign_in_url=school.sign_in_url,
            profile=school.profile,
            ca_file=school.ca_file,
            pages_per_second=school.pages_per_second,
            at_once=school.at_once,
            timeout=school.timeout,
            longest_run=school.longest_run,
            contact=school.contact.email,
        ),
    )
    store = store_class(loaded.gateway.data / DATABASE)
    vault = Vault(load_keys(loaded.gateway.key_file, {}))
    portal = Portal(
        loaded, store, vault, {SCHOOL: extranet}, postman(loaded.mail), resources.templates()
    )
    return portal, store, extranet


async def _run(settings: Path, *, stops: bool) -> None:
    portal, _, _ = open_portal(settings, StoppingStore if stops else Store)
    sys.stdout.write("here\n")
    sys.stdout.flush()
    await portal.worker.run()


if __name__ == "__main__":
    asyncio.run(_run(Path(sys.argv[1]), stops="stops" in sys.argv[2:]))
