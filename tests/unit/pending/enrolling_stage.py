"""Requests over an old tab that fails on demand, on a store that dies on demand."""

import asyncio
import secrets
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

import msgspec
from sqlalchemy import Connection, select

from adapters.model import Student
from adapters.re_enrolment import ReEnrolment
from gateway import config, resources
from gateway.documents import Documents, Owner
from gateway.keys import create_key_file, load_keys
from gateway.mail import Outbox, Stationery
from gateway.pending.letters.receipts import Receipts
from gateway.pending.re_enrolments import AskingReEnrolment, Piece
from gateway.pending.requests import Known, Requests
from gateway.pending.states import UNDER_WAY, State
from gateway.pending.subjects import Kind, Subject
from gateway.sessions import Sessions
from gateway.store.store import Store
from gateway.store.tables import document
from gateway.vault import Vault
from tests.unit.pending.old_tab import OldTab, TabExtranet
from tests.unit.portal.stage import HELENE, LONGEST_RUN, SCHOOL, Letterbox, TurnedClock

T = TypeVar("T")

ACCOUNT = "a"
OWNER = Owner(SCHOOL, ACCOUNT)
ZOE = Student(ref="zoe", name="LEMARCHAND Zoé")
WORDING = config.ReEnrolment(
    receipt="Votre demande est parvenue au conservatoire.",
    silence="refuses",
    silence_months=2,
    remedies="Devant le tribunal administratif, dans les deux mois.",
    indispensable=("Justificatif de domicile",),
    missing_days=30,
)
_TOML = """
[mail]
sender = "ne-pas-repondre@tilleuls.example"
[delivery]
first_pause_seconds = 30
keep_hours = 48
[schools.tilleuls]
name = "Conservatoire des Tilleuls"
public_url = "https://portail.tilleuls.example"
sign_in_url = "https://extranet.tilleuls.example/connexion"
[schools.tilleuls.contact]
service = "Secrétariat"
postal = "1 place du Marché, 56999 Saint-Aubin-les-Tilleuls"
email = "secretariat@tilleuls.example"
phone = "01 99 00 10 10"
"""


class DyingStore(Store):
    """Dies at its next write but `lives`: before that is committed, or just after."""

    lives: int | None = None
    after_commit = False
    dead = False
    writes = 0

    async def write(self, fn: Callable[[Connection], T]) -> T:
        if self.dead:
            raise asyncio.CancelledError
        self.writes += 1
        dies = self.lives is not None and self.writes > self.lives
        if dies and not self.after_commit:
            self.dead = True
            raise asyncio.CancelledError
        result = await super().write(fn)
        if dies:
            self.dead = True
            raise asyncio.CancelledError
        return result


def pdf(words: str) -> bytes:
    """A file that is told from every other by its bytes."""
    return f"%PDF-1.4\n% {words}\n%%EOF\n".encode()


@dataclass
class EnrollingStage:
    """Everything at hand; `restart` is a kill -9 of the gateway, the old site going on."""

    folder: Path
    tab: OldTab
    extranet: TabExtranet
    settings: config.Config
    vault: Vault
    clock: TurnedClock = field(default_factory=TurnedClock)
    letterbox: Letterbox = field(default_factory=Letterbox)

    def begin(self) -> None:
        """Start the gateway on what its store holds."""
        self.store = DyingStore(self.folder / "gateway.sqlite")
        self.documents = Documents(
            self.store, self.vault, self.folder / "documents", self.settings.documents, self.clock
        )
        extranets = {SCHOOL: self.extranet}
        self.sessions = Sessions(
            self.store, self.vault, extranets, self.settings.sessions, self.clock
        )
        delivery = self.settings.delivery
        self.outbox = Outbox(
            self.store, self.vault, self.letterbox, "a@b.example", delivery, self.clock
        )
        stationery = Stationery(resources.templates(), "fr")
        receipts = Receipts(self.outbox, stationery, self.settings.schools, "fr")
        self.requests = Requests(
            self.store, self.vault, self.sessions, extranets, receipts, self.documents,
            self.settings, lambda school, account: None, self.clock,
        )  # fmt: skip

    async def sign_in(self) -> str:
        """Sign the family in: what waited for that goes on. Returns the cookie."""
        credentials = self.extranet.credentials(HELENE)
        session = await self.extranet.sign_in(credentials)
        cookie = await self.sessions.open(SCHOOL, ACCOUNT, credentials, session)
        await self.requests.unblock(SCHOOL, ACCOUNT)
        return cookie

    async def piece(self, label: str, words: str = "x", file_name: str = "scan.pdf") -> Piece:
        """A document that the family has given."""
        value = next(option.value for option in self.tab.names if option.label == label)

        async def pieces() -> AsyncIterator[bytes]:
            yield pdf(words)

        stored = await self.documents.receive(OWNER, file_name, "application/pdf", pieces())
        return Piece(document=stored.id, name=value, label=label, file_name=stored.file_name)

    async def held(self) -> dict[str, str | None]:
        """Each document that is there, and the request that holds it."""
        rows = await self.store.read(lambda c: c.execute(select(document)).mappings().all())
        return {row["id"]: row["number"] for row in rows}

    async def asking(self, *pieces: Piece, **changed: object) -> AskingReEnrolment:
        """A family that goes on with the piano, and keeps what is needed for delivery."""
        cookie = await self.sign_in()
        found = await self.sessions.find(SCHOOL, cookie)
        assert found is not None
        values: dict[str, object] = {
            "school": SCHOOL, "account": ACCOUNT, "student": ZOE, "screen": self.seen(),
            "press": secrets.token_hex(4), "ticked": ("piano",), "note": "Plutôt le mercredi.",
            "answers": {}, "pieces": pieces, "means": self.sessions.means(SCHOOL, found.handle),
            "known_addresses": ("helene@example.org",),
        }  # fmt: skip
        return AskingReEnrolment(**{**values, **changed})  # type: ignore[arg-type]

    def seen(self) -> ReEnrolment:
        """The tab as the family sees it."""
        return self.tab.screen("")

    async def ask(self, *pieces: Piece, **changed: object) -> Known:
        return await self.requests.accept_re_enrolment(await self.asking(*pieces, **changed))

    async def work(self) -> None:
        """Whatever is due, as long as the gateway lives."""
        try:
            await self.requests.worker.work_off()
        except asyncio.CancelledError:
            if not self.store.dead and (task := asyncio.current_task()) and task.cancelling():
                raise

    async def work_out(self) -> None:
        """Work, and let time pass, until nothing is under way any more."""
        for _ in range(12):
            await self.work()
            known = await self.requests.of_account(SCHOOL, ACCOUNT)
            if all(each.row.state not in UNDER_WAY for each in known):
                return
            self.clock.turn(seconds=LONGEST_RUN + 1)
        raise AssertionError("it never ends")

    async def restart(self) -> None:
        self.requests.senders.let_go()
        self.store.close()
        self.begin()

    async def now_of(self, known: Known) -> Known:
        return await self.requests.find(SCHOOL, ACCOUNT, known.row.number)

    async def state(self, known: Known) -> State:
        return State((await self.now_of(known)).row.state)

    async def look(self) -> None:
        """The family looks at the tab: its requests learn from that."""
        began_at = self.clock()
        screen = self.seen() if self.tab.active else None
        subject = Subject(kind=Kind.RE_ENROLMENT, ref=ZOE.ref, name=ZOE.name)
        await self.requests.reconcile_re_enrolment(SCHOOL, ACCOUNT, subject, screen, began_at)


@asynccontextmanager
async def enrolling(folder: Path, tab: OldTab | None = None) -> AsyncIterator[EnrollingStage]:
    """A stage whose data lie in `folder`."""
    tab = tab or OldTab()
    settings = config.parse(_TOML)
    school = msgspec.structs.replace(settings.schools[SCHOOL], re_enrolment=WORDING)
    settings = msgspec.structs.replace(
        settings, schools={SCHOOL: school}, gateway=config.Gateway(data=folder)
    )
    create_key_file(folder / "key")
    vault = Vault(load_keys(folder / "key", {}))
    extranet = TabExtranet(tab, longest_run=LONGEST_RUN)
    stage = EnrollingStage(folder, tab, extranet, settings, vault)
    stage.begin()
    try:
        yield stage
    finally:
        await stage.sessions.close()
        stage.store.close()
