"""A portal that remembers what it was asked, and the values that it shows; nobody here exists."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta

from adapters.errors import BadCredentials
from adapters.model import (
    Field,
    Home,
    Kind,
    Option,
    Paragraph,
    Section,
    Sheet,
    Site,
    Step,
    Waiting,
)
from adapters.passwords import PasswordTerms
from gateway.announcements import Opening
from gateway.pending.states import State
from gateway.views import (
    AskedChange,
    Duplicate,
    FamilyView,
    Fate,
    Happened,
    HomeView,
    KeptFor,
    Left,
    PasswordAsked,
    PasswordChanged,
    PasswordForm,
    RequestView,
    SignedIn,
    SiteList,
    Visit,
)
from tests.unit.pages import files
from tests.unit.pages.my_data_stand_in import StandInMyData
from tests.unit.pages.re_enrolment_stand_in import StandInReEnrolments
from tests.unit.pages.reviews_stand_in import StandInReviews, reviewed

WHEN = files.WHEN
PASSWORD = "mot de passe du test"
COOKIE = "cookie-de-la-famille-a"
CSRF = "jeton-de-la-famille-a"
LEFT = Left(idle=1800, absolute=28800)
KEPT_FOR = KeptFor(
    session_idle=1800,
    session_at_most=28800,
    reading_fresh=300,
    draft=30 * 86400,
    credentials=72 * 3600,
    answer=60 * 86400,
    attempts=24 * 3600,
    request=400 * 86400,
    trace=365 * 86400,
    reading=180 * 86400,
    letter=30 * 86400,
    journal=1095 * 86400,
    act=730 * 86_400,
)


def sheet(**changed: object) -> Sheet:
    """A family's sheet with every kind of field."""
    sections = (
        Section(
            title="Identité",
            fields=(
                Field(key="civ", caption="Civilité", name="title", value="2", kind=Kind.CHOICE,
                      options=(Option("1", "Madame"), Option("2", "Monsieur"))),
                Field(key="nom", caption="Nom", name="family_name", value="TISSERAND",
                      required=True),
                Field(key="prenom", caption="Prénom", name="given_name", value="Lœïza"),
                Field(key="naissance", caption="Date de naissance", name="birth_date",
                      value="09/04/1981", kind=Kind.DATE, hint="jj/mm/aaaa"),
                Field(key="numero", caption="N° de famille", value="1042", editable=False),
            ),
        ),
        Section(
            title="Coordonnées",
            fields=(
                Field(key="adresse", caption="Adresse", name="street",
                      value="12 rue du Moulin\nBât. B", kind=Kind.LONG_TEXT),
                Field(key="cp", caption="Code postal", name="postal_code", value="56999",
                      max_length=5),
                Field(key="ville", caption="Ville", name="city", value="Saint-Aubin-les-Tilleuls"),
                Field(key="portable", caption="Téléphone portable", name="mobile_phone",
                      value="06 39 98 00 01", kind=Kind.PHONE),
                Field(key="courriel", caption="E-mail", name="email",
                      value="loeiza@example.org", kind=Kind.EMAIL, required=True),
                Field(key="pro", caption="Téléphone professionnel", name="work_phone",
                      value="01 99 00 12 34", kind=Kind.PHONE,
                      waiting=Waiting(words="", current="01 99 00 12 34",
                                      requested="01 99 00 43 21")),
                Field(key="image", caption="Droit à l’image", value="1", kind=Kind.CHECK),
            ),
        ),
    )  # fmt: skip
    return Sheet(**{"title": "Famille", "sections": sections, "shape": "f", **changed})  # type: ignore[arg-type]


def asked(state: State = State.AWAITING_STAFF, **changed: object) -> RequestView:
    """A request of family A, in that state."""
    values: dict[str, object] = {
        "number": "2026-000042",
        "kind": "family",
        "state": state,
        "asked_at": WHEN,
        "seen_at": WHEN + timedelta(minutes=3),
        "changes": (
            AskedChange(key="portable", caption="Téléphone portable", old="06 39 98 00 01",
                        new="06 39 98 00 02"),
        ),
        "history": (
            Happened(state=State.RECEIVED, at=WHEN),
            Happened(state=State.DELIVERING, at=WHEN + timedelta(minutes=1)),
            Happened(state=state, at=WHEN + timedelta(minutes=2)),
        ),
        "mailed_to": ("l•••a@example.org",),
    }  # fmt: skip
    return RequestView(**{**values, **changed})  # type: ignore[arg-type]


@dataclass
class StandInAnnouncements:
    """What the school has to say, and its dates."""

    said: str = ""
    dates: Opening | None = None

    def banner(self, school: str) -> str:
        return self.said

    def opening(self, school: str) -> Opening | None:
        return self.dates


@dataclass
class StandInPortal:
    """What the pages see of the portal: `answers` may hold an error to raise, by method's name."""

    answers: dict[str, object] = field(default_factory=dict)
    calls: list[tuple[str, tuple[object, ...]]] = field(default_factory=list)
    visits: dict[str, Visit] = field(default_factory=dict)
    kept_for: KeptFor = KEPT_FOR

    def __post_init__(self) -> None:
        self.announcements = StandInAnnouncements()
        self.re_enrolments = StandInReEnrolments(self._answer)
        self.my_data = StandInMyData(self._answer)
        self.reviews = StandInReviews(
            self._answer, lambda: reviewed(asked(State.BLOCKED_CONFLICT), sheet())
        )
        self.visits[COOKIE] = Visit(school="ecole", account="A", session="s1", csrf=CSRF, left=LEFT)

    def _answer(self, name: str, default: object, *asked_with: object) -> object:
        self.calls.append((name, asked_with))
        answer = self.answers.get(name, default)
        if isinstance(answer, Exception):
            raise answer
        return answer

    async def sites(self, school: str) -> object:
        default = SiteList(
            sites=(Site(ref="1", label="Les Tilleuls"), Site(ref="2", label="Pont-Aubry")),
            read_at=WHEN,
        )
        return self._answer("sites", default, school)

    async def sign_in(
        self, school: str, address: str, site: str | None, identifier: str, password: str
    ) -> object:
        right = password == PASSWORD
        default = SignedIn(cookie=COOKIE) if right else BadCredentials()
        return self._answer("sign_in", default, school, address, site, identifier, password)

    async def visit(self, school: str, cookie: str) -> Visit | None:
        visit = self.visits.get(cookie)
        return visit if visit and visit.school == school else None

    async def left(self, school: str, cookie: str) -> object:
        visit = self.visits.get(cookie)
        return self._answer("left", visit.left if visit else None, school, cookie)

    async def home(self, visit: Visit) -> object:
        home = Home(
            paragraphs=(
                Paragraph(text="Bienvenue à l’école de musique", heading=True),
                Paragraph(text="Les cours reprennent le mercredi 9 septembre 2026."),
            ),
            menu=(),
        )
        default = HomeView(
            home=home,
            read_at=WHEN,
            open_requests=(asked(),),
            students=files.students(),
            children=files.children(),
            billing=files.billing(),
        )
        return self._answer("home", default, visit)

    async def family(self, visit: Visit) -> object:
        default = FamilyView(
            sheet=sheet(), read_at=WHEN, seen="scellé", press="appui", offers_keeping=True,
            waiting={"portable": asked()},
        )  # fmt: skip
        return self._answer("family", default, visit)

    async def ask_family(
        self, visit: Visit, seen: str, press: str, typed: Mapping[str, str], keep: bool
    ) -> object:
        return self._answer("ask_family", asked(State.RECEIVED), visit, seen, press, typed, keep)

    async def choice(self, visit: Visit, *, refresh: bool = False) -> object:
        return self._answer("choice", files.choice(), visit, refresh)

    async def students(self, visit: Visit, *, refresh: bool = False) -> object:
        return self._answer("students", files.students(), visit, refresh)

    async def student(self, visit: Visit, student: str) -> object:
        return self._answer("student", files.identity(sheet()), visit, student)

    async def ask_student(
        self,
        visit: Visit,
        student: str,
        seen: str,
        press: str,
        typed: Mapping[str, str],
        keep: bool,
    ) -> object:
        default = asked(State.RECEIVED, kind="student", student=files.LOEIZA)
        return self._answer("ask_student", default, visit, student, seen, press, typed, keep)

    async def send_re_enrolment(
        self, visit: Visit, student: str, version: str, keep: bool
    ) -> object:
        default = asked(State.RECEIVED, kind="re_enrolment", student=files.LOEIZA)
        return self._answer("send_re_enrolment", default, visit, student, version, keep)

    async def courses(self, visit: Visit, student: str, *, refresh: bool = False) -> object:
        return self._answer("courses", files.courses(), visit, student, refresh)

    async def history(self, visit: Visit, student: str, *, refresh: bool = False) -> object:
        return self._answer("history", files.history(), visit, student, refresh)

    async def repertoire(self, visit: Visit, student: str, *, refresh: bool = False) -> object:
        return self._answer("repertoire", files.repertoire(), visit, student, refresh)

    async def record(
        self, visit: Visit, student: str, steps: tuple[Step, ...], *, refresh: bool = False
    ) -> object:
        return self._answer("record", files.record(steps), visit, student, steps, refresh)

    async def billing(self, visit: Visit, *, refresh: bool = False) -> object:
        return self._answer("billing", files.billing(), visit, refresh)

    @asynccontextmanager
    async def invoice(self, visit: Visit, step: Step) -> AsyncIterator[object]:
        default = Duplicate(file_name="facture-F1.pdf", pieces=files.pieces(files.PDF))
        try:
            yield self._answer("invoice", default, visit, step)
        finally:
            self.calls.append(("invoice let go", (visit, step)))

    async def requests(self, visit: Visit) -> object:
        return self._answer("requests", (asked(),), visit)

    async def request(self, visit: Visit, number: str) -> object:
        return self._answer("request", asked(), visit, number)

    async def withdraw(self, visit: Visit, number: str) -> object:
        return self._answer("withdraw", asked(State.WITHDRAWN), visit, number)

    async def answer_review(
        self, visit: Visit, number: str, seen: str, press: str, typed: Mapping[str, str], keep: bool
    ) -> object:
        default = asked(State.RECEIVED, number="2026-000043", replaces=(number,))
        return self._answer("answer_review", default, visit, number, seen, press, typed, keep)

    async def password_terms(self, visit: Visit) -> object:
        terms = PasswordTerms(rules=("Huit caractères.",), min_length=8, max_length=None)
        default = PasswordForm(terms=terms, press="appui")
        return self._answer("password_terms", default, visit)

    async def change_password(
        self, visit: Visit, address: str, press: str, former: str, new: str
    ) -> object:
        default = PasswordChanged(fate=Fate.DONE, cookie=COOKIE)
        return self._answer("change_password", default, visit, address, press, former, new)

    def lost_password_press(self, school: str) -> str:
        return "appui"

    async def ask_password(
        self, school: str, address: str, press: str, site: str | None, asked: tuple[str, str]
    ) -> object:
        default = PasswordAsked(fate=Fate.DONE)
        return self._answer("ask_password", default, school, address, press, site, asked)

    async def sign_out(self, visit: Visit) -> None:
        self._answer("sign_out", None, visit)
        self.visits = {cookie: v for cookie, v in self.visits.items() if v != visit}
