"""What a screen is: how it shows, and what its form does."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from adapters.school.form import Form
from adapters.school.markup import Markup
from adapters.school.office import Office
from adapters.school.re_enrolment import ReEnrolment, Upload
from adapters.school.records import Family, Student
from adapters.school.sessions import PhpSession, Sessions

PLAIN = "mode_accessibilite"
"""The cookie that keeps the mode Accessibilité, and the parameter that sets it."""


@dataclass
class Visit:
    """One request, its session held."""

    office: Office
    sessions: Sessions
    markup: Markup
    session: PhpSession
    query: Mapping[str, str]
    """The address's parameters."""
    form: Form
    """What a form sent; empty on a GET."""
    plain: bool = False
    """Whether the mode Accessibilité is on: the pages are larger and plainer."""
    headings: bool = True
    """Whether lists show their columns' headings: not where a fault takes them away."""
    cookies: list[str] = field(default_factory=list)
    """Cookies that the answer sets, beside the session's."""

    @property
    def family(self) -> Family | None:
        """The family that is signed in."""
        identifier = self.session.identifier
        return None if identifier is None else self.office.family(identifier)

    def signed_in(self) -> Family:
        """The family, on a screen that is shown to none else."""
        family = self.family
        if family is None:
            raise LookupError("nobody is signed in")
        return family

    def student(self) -> Student | None:
        """The student that was chosen: in this session, or by this address."""
        remembered = self.markup.student_in_session
        number = self.session.student if remembered else self.query.get("eleve")
        return next((one for one in self.signed_in().students if one.number == number), None)

    def of_student(self, student: Student) -> dict[str, str]:
        """What an address about that student says to name it."""
        return {} if self.markup.student_in_session else {"eleve": student.number}

    def re_enrolment(self, student: Student) -> ReEnrolment | None:
        """A student's, None where its dossier has no such tab."""
        return self.office.re_enrolments.of(student)

    def sent(self, form: str, name: str) -> str:
        """The value of a control, "" where the form did not send it."""
        return self.form.values.get(self.markup.control(form, name), "")

    def file(self, form: str, name: str) -> Upload | None:
        """The file of a control, None where none was chosen."""
        return self.form.files.get(self.markup.control(form, name))

    def token(self) -> str:
        """The anti-forgery token that the form sent."""
        return self.form.values.get(self.markup.token, "")

    def pressed(self, button: str) -> bool:
        """Whether the form was sent by that button."""
        return self.markup.pressed(self.form.values, button)


@dataclass(frozen=True)
class Page:
    """The screen itself, with what its template needs."""

    context: Mapping[str, Any]


@dataclass(frozen=True)
class Told:
    """A message, on the screen of that name."""

    words: str
    good: bool
    screen: str
    parameters: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Goto:
    """A redirect to the screen of that name."""

    screen: str
    parameters: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Content:
    """Something that is no page: the rows of a list as JSON, a document."""

    body: bytes
    type: str
    file: str = ""
    """The name that a document is offered under."""


@dataclass(frozen=True)
class Missing:
    """A page that says there is no such thing."""


Answer = Page | Told | Goto | Content | Missing


@dataclass(frozen=True)
class Screen:
    """One screen; `slug` is its part of addresses."""

    name: str
    caption: str
    slug: str
    show: Callable[[Visit], Answer]
    template: str = ""
    """Its file in each markup; none where it only redirects, or is no page."""
    post: Callable[[Visit], Answer] | None = None
    public: bool = False
    """Whether it shows to somebody who is not signed in."""
