"""A whole portal over an extranet in memory, on a clock that the test turns."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from pathlib import Path

import msgspec

from adapters.memory import MemoryExtranet
from gateway import config, resources
from gateway.app import DATABASE
from gateway.keys import create_key_file, load_keys
from gateway.portal import Portal
from gateway.store.store import Store
from gateway.vault import Vault
from gateway.views import FamilyView, RequestView, StudentView, Visit

SCHOOL = "tilleuls"
HELENE = "F-1042"
CHIDI = "F-2077"
GOULVEN = "F-4120"
ELIF = "F-5003"
"""Families of three, one, twelve and no students."""
PHONE = "portable"
NEW_PHONE = "06 39 98 55 66"
BORN = "naissance"
NEW_BIRTHDAY = "12/05/2012"
LONGEST_RUN = 30.0

_TOML = """
[mail]
sender = "ne-pas-repondre@tilleuls.example"
[limits]
per_account = 3
per_address = 6
in_all = 9
[delivery]
first_pause_seconds = 30
longest_pause_seconds = 600
keep_hours = 48
[schools.tilleuls]
name = "Conservatoire des Tilleuls"
public_url = "https://portail.tilleuls.example"
adapter = "memory"
sign_in_url = "https://extranet.tilleuls.example/connexion"
[schools.tilleuls.contact]
service = "Secrétariat"
postal = "1 place du Marché, 56999 Saint-Aubin-les-Tilleuls"
email = "secretariat@tilleuls.example"
phone = "01 99 00 10 10"
"""


class TurnedClock:
    """Shows the same moment, a little later each time that it is asked, until it is turned."""

    def __init__(self) -> None:
        self.moment = datetime(2026, 9, 9, 12, 5, tzinfo=UTC)
        self.jumped = timedelta()

    def __call__(self) -> datetime:
        self.moment += timedelta(microseconds=10)
        return self.moment

    def turn(self, **by: float) -> None:
        self.moment += timedelta(**by)

    def jump(self, **by: float) -> None:
        """The wall clock is set: no time passes."""
        self.moment += timedelta(**by)
        self.jumped += timedelta(**by)

    def steady(self) -> float:
        """The clock beside it, which nobody sets."""
        return (self() - self.jumped).timestamp()


@dataclass
class Letterbox:
    """A postman that keeps what he takes."""

    letters: list[EmailMessage] = field(default_factory=list)

    async def take(self, message: EmailMessage) -> None:
        self.letters.append(message)


@dataclass
class Stage:
    """Everything at hand; `restart` is a kill -9 of the gateway, the old site going on."""

    folder: Path
    extranet: MemoryExtranet
    clock: TurnedClock
    letterbox: Letterbox
    store: Store
    vault: Vault
    portal: Portal
    settings: config.Config

    async def sign_in(self, identifier: str = HELENE) -> Visit:
        return await self.visit(await self.cookie(identifier))

    async def cookie(self, identifier: str = HELENE) -> str:
        known = self.extranet.credentials(identifier)
        signed_in = await self.portal.sign_in(
            SCHOOL, "198.51.100.7", known.site, identifier, known.password
        )
        return signed_in.cookie

    async def visit(self, cookie: str) -> Visit:
        visit = await self.portal.visit(SCHOOL, cookie)
        assert visit is not None
        return visit

    async def ask(
        self,
        visit: Visit,
        typed: dict[str, str] | None = None,
        *,
        keep: bool = False,
        view: FamilyView | None = None,
    ) -> RequestView:
        view = view or await self.portal.family(visit)
        typed = typed or {PHONE: NEW_PHONE}
        return await self.portal.ask_family(visit, view.seen, view.press, typed, keep)

    async def student(self, visit: Visit, place: int = 0) -> str:
        """The reference of one of the family's students."""
        view = await self.portal.students(visit)
        assert view.students is not None
        return view.students[place].ref

    async def ask_student(
        self,
        visit: Visit,
        student: str,
        typed: dict[str, str] | None = None,
        *,
        keep: bool = False,
        view: StudentView | None = None,
    ) -> RequestView:
        view = view or await self.portal.student(visit, student)
        typed = typed or {BORN: NEW_BIRTHDAY}
        return await self.portal.ask_student(visit, student, view.seen, view.press, typed, keep)

    async def settle(self) -> None:
        """Let what is being read in the background end."""
        flights = self.portal._cache._flights
        while flights._running:
            await asyncio.wait([flight.task for flight in flights._running])
            await asyncio.sleep(0)

    async def work(self) -> None:
        await self.portal.worker.work_off()

    async def now_of(self, visit: Visit, request: RequestView) -> RequestView:
        return await self.portal.request(visit, request.number)

    async def restart(self) -> None:
        await self.portal.stop()
        self.store.close()
        self.store = Store(self.folder / DATABASE)
        self.portal = self._portal()

    def _portal(self) -> Portal:
        return Portal(
            self.settings,
            self.store,
            self.vault,
            {SCHOOL: self.extranet},
            self.letterbox,
            resources.templates(),
            self.clock,
            self.clock.steady,
        )


@asynccontextmanager
async def staged(
    folder: Path,
    extranet: MemoryExtranet | None = None,
    kept_minutes: float = 5,
    reconciliation: config.Reconciliation | None = None,
    **school: object,
) -> AsyncIterator[Stage]:
    """A stage whose data lie in `folder`; `school` replaces keys of its configuration."""
    kept = config.Kept(fresh_minutes=kept_minutes)
    settings = msgspec.structs.replace(config.parse(_TOML), kept=kept)
    schools = {id: msgspec.structs.replace(each, **school) for id, each in settings.schools.items()}
    settings = msgspec.structs.replace(
        settings,
        schools=schools,
        gateway=config.Gateway(data=folder),
        reconciliation=reconciliation or settings.reconciliation,
    )
    create_key_file(folder / "key")
    vault = Vault(load_keys(folder / "key", {}))
    store = Store(folder / DATABASE)
    extranet = extranet or MemoryExtranet(longest_run=LONGEST_RUN)
    clock, letterbox = TurnedClock(), Letterbox()
    portal = Portal(
        settings, store, vault, {SCHOOL: extranet}, letterbox, resources.templates(), clock,
        clock.steady,
    )  # fmt: skip
    stage = Stage(folder, extranet, clock, letterbox, store, vault, portal, settings)
    try:
        yield stage
    finally:
        await stage.portal.stop()
        stage.store.close()
