"""What a screen is: how it shows, and what its form does."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from adapters.school.domain import Family
from adapters.school.markup import Markup
from adapters.school.office import Office
from adapters.school.sessions import PhpSession, Sessions


@dataclass
class Visit:
    """One request, its session held."""

    office: Office
    sessions: Sessions
    markup: Markup
    session: PhpSession
    form: Mapping[str, str]
    """What a form sent, the last of each name, as PHP has it; empty on a GET."""

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

    def sent(self, form: str, name: str) -> str:
        """The value of a control, "" where the form did not send it."""
        return self.form.get(self.markup.control(form, name), "")


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


@dataclass(frozen=True)
class Goto:
    """A redirect to the screen of that name."""

    screen: str


Answer = Page | Told | Goto


@dataclass(frozen=True)
class Screen:
    """One screen; `slug` is its part of addresses."""

    name: str
    caption: str
    slug: str
    show: Callable[[Visit], Answer]
    template: str = ""
    """Its file in each markup; none where it only redirects."""
    post: Callable[[Visit], Answer] | None = None
    public: bool = False
    """Whether it shows to somebody who is not signed in."""
