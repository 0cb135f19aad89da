"""An office and a staff that remember what they were asked; nobody here exists."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from msgspec.structs import replace

from adapters.model import Student
from gateway.announcements import Kind
from gateway.office import NoteMissing, NotFound, OfficeError
from gateway.office.announcing import Standing
from gateway.pending.states import FINAL, State
from gateway.settings import Sentences
from gateway.views import AskedChange, AskedDocument, AskedReEnrolment, RequestView
from gateway.views.office import (
    Act,
    Attachment,
    Case,
    Clerk,
    Day,
    Decision,
    Group,
    Lacking,
    Line,
    Lines,
    Role,
    Wanted,
)
from tests.unit.pages.stand_ins import WHEN, asked

COOKIES = {role: f"cookie-{role.value}" for role in Role}
CLERKS = {
    COOKIES[role]: Clerk(
        school="ecole", id=f"p{role.value}", name="Maud Œuvrard", role=role, csrf=f"jeton-{role}"
    )
    for role in Role
}
LOEIZA = Student(ref="loeiza0000000001", name="D’AOÛT Lœïza <b>")
NUMBER = "2026-000042"
NEXT = "2026-000043"
NEEDS_WORDS = {Decision.REFUSE, Decision.KEEP, Decision.ASK, Decision.REFUSED_THERE}

PHRASES = Sentences(refusals=("La pièce n’est pas lisible.",))

CHOICES = {
    State.RECEIVED: (Decision.RETRY, Decision.ASK),
    State.REVIEW: (Decision.APPROVE, Decision.REFUSE, Decision.ASK),
    State.AWAITING_STAFF: (Decision.VALIDATED_THERE, Decision.REFUSED_THERE, Decision.ASK),
    State.NEEDS_ATTENTION: (
        Decision.VALIDATED_THERE, Decision.REFUSED_THERE, Decision.RETRY, Decision.ASK,
    ),
    State.BLOCKED_CONFLICT: (
        Decision.FIELD_BY_FIELD, Decision.SEND_ANYWAY, Decision.KEEP, Decision.ASK,
    ),
    State.BLOCKED_CREDENTIALS: (Decision.ASK,),
}  # fmt: skip


def line(number: str = NUMBER, state: State = State.REVIEW, **changed: object) -> Line:
    """A request in a list."""
    made = Line(
        number=number,
        kind="student",
        student=LOEIZA.name,
        family="D’AOÛT Maëlle",
        state=state,
        asked_at=WHEN,
        seen_at=WHEN + timedelta(minutes=3),
        urgent=state is State.REVIEW,
        fence=7,
        may=CHOICES.get(state, ()),
    )
    return replace(made, **changed)


def lines(*shown: Line, **changed: object) -> Lines:
    """A page of a list that holds these."""
    made = Lines(
        lines=shown,
        counts={group: len(shown) for group in Group},
        total=len(shown),
        pages=1,
        page=1,
    )
    return replace(made, **changed)


def enrolment() -> AskedReEnrolment:
    """A re-enrolment with all that it may hold."""
    return AskedReEnrolment(
        goes_on=("Flûte <b>traversière</b>",),
        stops=("Éveil",),
        note="Le mardi si possible,\nmerci.",
        answers=(AskedChange(key="q", caption="Instrument loué", old="", new="oui"),),
        documents=(
            AskedDocument(
                label="Attestation", file_name="attestation.pdf", size=4000, state="waiting"
            ),
            AskedDocument(label="", file_name="photo <i>.jpg", picture=True, state="unclear"),
        ),
        missing=("Justificatif de domicile",),
        indispensable=("Justificatif de domicile",),
        missing_by=WHEN + timedelta(days=14),
        silence="accepts",
        silence_from=WHEN + timedelta(days=60),
    )


def request(state: State = State.REVIEW, **changed: object) -> RequestView:
    """A request for a change of a student's Identité, in that state."""
    changes = (
        AskedChange(key="portable", caption="Téléphone portable", old="06 39 98 00 01",
                    new="06 39 98 00 02"),
        AskedChange(key="prenom", caption="Prénom", old="Loeiza", new="Lœïza D’Août <b>"),
    )  # fmt: skip
    values = {"kind": "student", "student": LOEIZA, "changes": changes} | changed
    return asked(state, **values)


def case(state: State = State.REVIEW, **changed: object) -> Case:
    """A request with what surrounds it."""
    made = Case(
        request=request(state),
        fence=7,
        family="D’AOÛT Maëlle",
        others=(line("2026-000007", State.VALIDATED),),
        acts=(
            Act(at=WHEN + timedelta(minutes=5), who="Anaïs <b>", what="saw"),
            Act(at=WHEN + timedelta(minutes=6), who="Anaïs <b>", what="demander",
                note="Il manque l’attestation <i>."),
        ),
        may=CHOICES.get(state, ()),
        previous="",
        next=NEXT,
    )  # fmt: skip
    return replace(made, **changed)


@dataclass
class StandInStaff:
    """Knows three people, by their cookies."""

    clerks: dict[str, Clerk] = field(default_factory=lambda: dict(CLERKS))

    async def find(self, school: str, cookie: str) -> Clerk | None:
        found = self.clerks.get(cookie)
        return found if found and found.school == school else None


TODAY = Day(received=12, sent=9, waiting=4, blocked=2, with_family=5, urgent=3, oldest=WHEN)


class StandInAnnouncing:
    """Nothing is announced, and whatever is put up is lost."""

    def today(self) -> date:
        return date(2026, 9, 9)

    async def standing(self, clerk: Clerk, kind: Kind) -> Standing:
        return Standing()


class StandInMissing:
    """Nothing lacks anything."""

    async def lacking(self, clerk: Clerk) -> Lacking:
        return Lacking(lacks=())


@dataclass
class StandInOffice:
    """What the pages see of the office: `fails` is raised by the next decision."""

    shown: Lines = field(default_factory=lambda: lines(line(), line(NEXT, State.AWAITING_STAFF)))
    today: Day = TODAY
    one: Case = field(default_factory=case)
    announcing: StandInAnnouncing = field(default_factory=StandInAnnouncing)
    missing: StandInMissing = field(default_factory=StandInMissing)
    fails: OfficeError | None = None
    came_of_it: dict[str, OfficeError | None] = field(default_factory=dict)
    attachment: Attachment | None = None
    phrases: Sentences = PHRASES
    wanted: list[Wanted | None] = field(default_factory=list)
    decided: list[tuple[object, ...]] = field(default_factory=list)

    async def lines(self, clerk: Clerk, wanted: Wanted) -> Lines:
        self.wanted.append(wanted)
        return self.shown

    async def chosen(self, clerk: Clerk, numbers: Collection[str]) -> tuple[Line, ...]:
        return tuple(each for each in self.shown.lines if each.number in numbers)

    async def onward(self, clerk: Clerk, number: str, wanted: Wanted) -> str:
        return number

    async def case(self, clerk: Clerk, number: str, wanted: Wanted | None = None) -> Case:
        self.wanted.append(wanted)
        if number != self.one.request.number:
            raise NotFound
        return self.one

    async def decide(
        self,
        clerk: Clerk,
        number: str,
        fence: int,
        decision: Decision,
        note: str = "",
        choices: Mapping[str, Decision] | None = None,
    ) -> None:
        if self.fails:
            raise self.fails
        if decision in NEEDS_WORDS and not note:
            raise NoteMissing
        chosen = (dict(choices),) if choices else ()
        self.decided.append((number, fence, decision, note, *chosen))

    async def decide_many(
        self, clerk: Clerk, fences: Mapping[str, int], decision: Decision, note: str = ""
    ) -> dict[str, OfficeError | None]:
        if decision in NEEDS_WORDS and not note:
            raise NoteMissing
        self.decided.append((dict(fences), decision, note))
        return {number: self.came_of_it.get(number) for number in fences}

    async def day(self, clerk: Clerk) -> Day:
        return self.today

    async def document(self, clerk: Clerk, number: str, place: int) -> Attachment:
        if self.attachment is None or place != 0 or number != self.one.request.number:
            raise NotFound
        return self.attachment

    def sentences(self, clerk: Clerk) -> Sentences:
        return self.phrases


ENDED = tuple(sorted(FINAL))
