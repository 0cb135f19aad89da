"""A desk over a portal in memory, and the clerks of its school."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import Connection

from adapters.model import Change, Field
from gateway.office import Office
from gateway.pending.re_enrolments import ReEnrolmentAsked
from gateway.pending.records import Body, Records
from gateway.pending.records import Wanted as WantedOfSheet
from gateway.pending.states import Event, State
from gateway.pending.subjects import FAMILY, Subject
from gateway.store import acts, events, requests
from gateway.store.acts import ActRow
from gateway.store.requests import RequestRow
from gateway.views.office import Case, Clerk, Decision, Role, Wanted
from tests.unit.portal.stage import SCHOOL, Stage, staged


def clerk(name: str = "Anne Le Gall", role: Role = Role.DECIDE, school: str = SCHOOL) -> Clerk:
    return Clerk(school=school, id=f"id-{name}", name=name, role=role, csrf="c")


ANNE = clerk()
BRUNO = clerk("Bruno Kermarrec")
READER = clerk("Zoé Lectrice", Role.READ)
STRANGER = clerk("Max Ailleurs", school="autre")


@dataclass
class Desk:
    """The office, and the stage below it."""

    stage: Stage
    office: Office

    @property
    def records(self) -> Records:
        return Records(self.stage.vault)

    async def row(self, number: str) -> RequestRow:
        found = await self.stage.store.read(lambda c: requests.find(c, SCHOOL, number))
        assert found is not None
        return found

    async def acts(self, number: str) -> list[ActRow]:
        return await self.stage.store.read(lambda c: acts.of_request(c, SCHOOL, number))

    async def decides(
        self, clerk: Clerk, number: str, fence: int, decision: Decision, note: str = ""
    ) -> Case:
        """A decision; then how the request stands."""
        await self.office.decide(clerk, number, fence, decision, note)
        return await self.case(clerk, number)

    async def case(self, clerk: Clerk, number: str) -> Case:
        """The request as that clerk would see it; nobody has looked at it by that."""
        cases, now = self.office._cases, self.stage.clock()
        return await self.stage.store.read(lambda c: cases.case(c, clerk, number, Wanted(), now))

    async def letters(self) -> list[str]:
        """What is sent by now, each as its recipient, subject and text; they are taken away."""
        await self.stage.portal.outbox.send_due()
        taken = [
            f"{each['To']}\n{each['Subject']}\n{_text(each)}"
            for each in self.stage.letterbox.letters
        ]
        self.stage.letterbox.letters.clear()
        return taken

    def put(
        self,
        connection: Connection,
        number: str,
        state: State,
        *,
        account: str = "a",
        family: str = "LEMARCHAND Hélène",
        subject: Subject = FAMILY,
        mailed_to: tuple[str, ...] = ("helene@example.org",),
        school: str = SCHOOL,
        due_in: float = 0,
        attempts: int = 0,
        at: datetime | None = None,
        re_enrolment: ReEnrolmentAsked | None = None,
    ) -> RequestRow:
        """A request that stands somewhere, as if it had come there."""
        now = at or self.stage.clock()
        body = Body(
            wanted=(_WANTED,), shape="s", waited=False, mailed_to=mailed_to, subject=subject,
            family=family, re_enrolment=re_enrolment,
        )  # fmt: skip
        row = requests.add(
            connection, school=school, number=number, account=account, press=number,
            kind=subject.kind, state=state, fence=0, asked_at=now,
            due_at=now + timedelta(seconds=due_in), attempts=attempts, resent=False,
            applied_at_once=False,
            body=self.records.seal_body(school, account, number, body),
        )  # fmt: skip
        events.add(
            connection, school=school, number=number, event_name=Event.ACCEPTED, state=state, at=now
        )
        return row

    async def standing(self, number: str, state: State, **how: object) -> RequestRow:
        """As `put`, in a transaction of its own."""
        return await self.stage.store.write(
            lambda c: self.put(c, number, state, **how)  # type: ignore[arg-type]
        )


_WANTED = WantedOfSheet(
    change=Change(key="portable", caption="Portable", old="06 39 98 11 22", new="06 39 98 55 66"),
    field=Field(key="portable", caption="Portable", name="mobile", value="06 39 98 11 22"),
)


def _text(message: object) -> str:
    body = message.get_body(("plain",))  # type: ignore[attr-defined]
    return str(body.get_content())


@asynccontextmanager
async def at_the_desk(folder: Path, **school: object) -> AsyncIterator[Desk]:
    """A desk whose data lie in `folder`; `school` replaces keys of its configuration."""
    async with staged(folder, **school) as stage:  # type: ignore[arg-type]
        yield Desk(stage, made(stage))


def made(stage: Stage) -> Office:
    """The office over a stage as it is now."""
    portal = stage.portal
    return Office(
        stage.store, stage.vault, portal.engine, portal.documents, portal.outbox,
        stage.settings.schools, portal.drift, stage.clock,
    )  # fmt: skip
