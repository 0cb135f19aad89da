"""Digests over the desk's stage, and the letters that they make."""

from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage

from msgspec.structs import replace

from gateway import resources
from gateway.config import Delivery, School, SchoolDesk
from gateway.drift import Drifted
from gateway.mail import Outbox, Stationery
from gateway.office.digest_letters import DigestLetters
from gateway.office.digests import Digests
from gateway.pending.letters.paris import PARIS
from gateway.pending.records import Records
from gateway.store.store import Store
from tests.unit.office.stage import Desk
from tests.unit.portal.stage import SCHOOL

ANNE, BRUNO = "anne@tilleuls.example", "bruno@tilleuls.example"


def paris(*when: int) -> datetime:
    return datetime(*when, tzinfo=PARIS)  # type: ignore[arg-type, misc]


def told(school: School, *digest_to: str, **how: object) -> School:
    """The school with its digest configured."""
    return replace(school, desk=SchoolDesk(digest_to=digest_to, **how))  # type: ignore[arg-type]


@dataclass
class Post:
    """What a gateway has to write digests with; `halted` and `drifted` are its old sites'."""

    desk: Desk
    schools: list[School]
    halted: tuple[str, ...] = ()
    drifted: tuple[Drifted, ...] = ()
    language: str = "fr"

    @property
    def school(self) -> School:
        return self.desk.stage.settings.schools[SCHOOL]

    def outbox(self, store: Store) -> Outbox:
        stage = self.desk.stage
        sender = stage.settings.mail.sender
        return Outbox(store, stage.vault, stage.letterbox, sender, Delivery(), stage.clock)

    def letters(self) -> DigestLetters:
        stationery = Stationery(resources.templates(), self.language)
        return DigestLetters(Records(self.desk.stage.vault), stationery, self.language)

    def digests(
        self,
        *,
        store: Store | None = None,
        letters: DigestLetters | None = None,
        outbox: Outbox | None = None,
    ) -> Digests:
        """As one process has them."""
        store = store or self.desk.stage.store
        return Digests(
            store, letters or self.letters(), outbox or self.outbox(store),
            {school.id: school for school in self.schools},
            lambda id: self.halted, lambda id: self.drifted, self.desk.stage.clock,
        )  # fmt: skip

    def at(self, *when: int) -> None:
        """It is that time in Paris."""
        self.desk.stage.clock.moment = paris(*when)

    async def taken(self) -> list[EmailMessage]:
        """The letters that are sent by now; they are taken away."""
        await self.desk.stage.portal.outbox.send_due()
        box = self.desk.stage.letterbox.letters
        found = list(box)
        box.clear()
        return found

    async def written(self, digests: Digests | None = None) -> list[EmailMessage]:
        """What one look of theirs writes."""
        await (digests or self.digests()).write_due()
        return await self.taken()

    async def one(self, digests: Digests | None = None) -> EmailMessage:
        (letter,) = await self.written(digests)
        return letter


def body(letter: EmailMessage, kind: str = "plain") -> str:
    part = letter.get_body((kind,))
    assert part is not None
    text: str = part.get_content()
    return text.replace("\u00a0", " ")
