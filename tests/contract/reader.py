"""The families of a stand, each signed in once and read only as far as somebody asks."""

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from dataclasses import dataclass
from typing import TypeVar, cast

from adapters.memory import MemoryExtranet
from adapters.model import Billing, Listing, ListName, Record, Sheet, Step, Student
from adapters.port import Extranet, Session
from tests.contract.stands.dossiers import DossierStand
from tests.contract.visit import signed_in
from tests.strangers.dossiers.stage import Eleve, Facturation, Grid
from tests.strangers.stage import Account

T = TypeVar("T")

LISTS = (ListName.COURSES, ListName.HISTORY, ListName.REPERTOIRE)
FEW = 2
"""Of twelve students so many are read over HTTP, and of three so many are opened line by line."""


MANY = 3
"""Of more students than these, a few are read over HTTP."""


@dataclass(frozen=True)
class Child:
    """One student: the account, the place among the students, the truth."""

    account: Account
    place: int
    eleve: Eleve

    @property
    def where(self) -> str:
        """For words on what differs."""
        return f"{self.account.identifier} · {self.eleve.label} (n° {self.place + 1})"

    def grid(self, name: ListName) -> Grid:
        """The list of that name, in truth."""
        return {
            ListName.COURSES: self.eleve.cours,
            ListName.HISTORY: self.eleve.historique,
            ListName.REPERTOIRE: self.eleve.repertoire,
        }[name]


def namesake(child: Child, every: list[Child]) -> bool:
    """Whether a sibling is called the same."""
    return sum(1 for one in every if one.eleve.label == child.eleve.label) > 1


class Reader:
    """Readings are kept: what one test has read, the next takes. `anew` reads again."""

    def __init__(self, stand: DossierStand) -> None:
        self.stand = stand
        # Pages over HTTP take their time: what one student shows, twelve show again.
        self._over_http = not isinstance(stand.extranet(), MemoryExtranet)
        self.extranet: Extranet = stand.extranet()
        self._sessions: dict[str, Session] = {}
        self._kept: dict[tuple[object, ...], object] = {}
        self._truth = {each.identifier: stand.eleves(each.identifier) for each in stand.accounts}

    def household(self, students: int) -> Account:
        """The family with so many students."""
        return next(a for a in self.stand.accounts if len(self._truth[a.identifier]) == students)

    def every_child(self, *households: int) -> Iterator[Child]:
        """The students of the families with so many students, by default of all."""
        for account in self.stand.accounts:
            eleves = self._truth[account.identifier]
            if not households or len(eleves) in households:
                yield from (Child(account, place, eleve) for place, eleve in enumerate(eleves))

    def children(self, *households: int) -> Iterator[Child]:
        """Those of them who are read: over HTTP, of many only a few and those of one name."""
        for child in self.every_child(*households):
            every = list(self.every_child(len(self._truth[child.account.identifier])))
            many = self._over_http and len(every) > MANY
            if not many or child.place < FEW or namesake(child, every):
                yield child

    def opened_children(self) -> Iterator[Child]:
        """The students whose lines are opened: all, but of many only a few."""
        yield from self.children(1)
        most = FEW - 1 if self._over_http else FEW + 1
        yield from (child for child in self.children(3) if child.place < most)
        if not self._over_http:
            yield from (child for child in self.children(12) if child.place < FEW)

    def facturation(self, account: Account) -> Facturation:
        """The family's bills, in truth."""
        return self.stand.facturation(account.identifier)

    async def session(self, account: Account) -> Session:
        """The family's session; always the same."""
        if account.identifier not in self._sessions:
            self._sessions[account.identifier] = await signed_in(self.extranet, account)
        return self._sessions[account.identifier]

    async def students(self, account: Account) -> tuple[Student, ...]:
        """The family's students."""
        session = await self.session(account)
        return await self._once((account, "students"), session.students)

    async def ref(self, child: Child) -> str:
        """The student's reference."""
        return (await self.students(child.account))[child.place].ref

    async def sheet(self, child: Child) -> Sheet:
        """The student's Identité."""
        session, ref = await self.session(child.account), await self.ref(child)
        return await self._once((child.account, ref), lambda: session.student(ref))

    async def listing(self, child: Child, name: ListName) -> Listing:
        """One of the student's lists."""
        session, ref = await self.session(child.account), await self.ref(child)
        return await self._once((child.account, ref, name), lambda: read_list(session, ref, name))

    async def record(self, child: Child, *steps: Step) -> Record:
        """What these steps open."""
        session, ref = await self.session(child.account), await self.ref(child)
        return await self._once((child.account, ref, steps), lambda: session.record(ref, steps))

    async def billing(self, account: Account) -> Billing:
        """The family's bills."""
        session = await self.session(account)
        return await self._once((account, "billing"), session.billing)

    async def close(self) -> None:
        """Let go of every session and of the adapter."""
        for session in self._sessions.values():
            await session.close()
        await self.extranet.close()

    async def _once(self, key: tuple[object, ...], read: Callable[[], Awaitable[T]]) -> T:
        if key not in self._kept:
            self._kept[key] = await read()
        return cast("T", self._kept[key])


async def read_list(session: Session, student: str, name: ListName) -> Listing:
    """The student's list of that name."""
    reading = {
        ListName.COURSES: session.courses,
        ListName.HISTORY: session.history,
        ListName.REPERTOIRE: session.repertoire,
    }[name]
    return await reading(student)


async def read_invoice(session: Session, step: Step) -> bytes:
    """The whole of an invoice's duplicate."""
    async with session.invoice(step) as stream:
        return await joined(stream)


async def joined(stream: AsyncIterator[bytes]) -> bytes:
    """All of a stream."""
    return b"".join([piece async for piece in stream])
