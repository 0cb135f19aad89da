"""What somebody writes to announce, as it was typed, and what is the matter with it. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from unicodedata import category

from gateway.announcements import Kind, Opening, Period, Phase
from gateway.french import days as french
from gateway.language import mark
from gateway.office import Taken
from gateway.office.announcing import Standing

FIELDS = ("texte", "du", "au")
"""What is typed in such a form."""

LONGEST = 400
"""Letters of a banner: it stands above every page, on telephones too."""

PROBLEMS = {
    "no_text": mark("Écrivez ce que les familles doivent lire, ou retirez l’annonce."),
    "too_long": mark("Ce texte est trop long : 400 caractères au plus."),
    "no_day": mark("Donnez au moins une date, ou retirez celles qui sont en place."),
    "not_a_day": mark("Cette date ne se comprend pas : écrivez-la comme 09/09/2026."),
    "order": mark("La fin est avant le début : corrigez l’une des deux dates."),
    "over": mark("Ce jour est déjà passé : personne ne verrait l’annonce. Changez la fin."),
}


@dataclass(frozen=True)
class Typed:
    """What somebody is writing of one kind, as it was typed."""

    text: str = ""
    since: str = ""
    until: str = ""
    version: int = 0
    problems: dict[str, str] = field(default_factory=dict)
    """By the field's name, a key of `PROBLEMS`."""
    previewed: str = ""
    """Where it is shown as families will see it, to be put up: what says so."""
    unseen: bool = False
    """Whether it was to be put up without having been shown so: nothing was done."""
    unsent: bool = False
    """Whether the session had ended when it was sent: nothing was done."""
    taken: Taken | None = None
    """Who has changed it meanwhile: nothing was done."""
    period: Period = field(default_factory=Period)

    @property
    def openings(self) -> tuple[Opening, ...]:
        """What families see before, during and after, as far as there is such a time."""
        phases = [Phase.DURING]
        if self.period.since:
            phases.insert(0, Phase.BEFORE)
        if self.period.until:
            phases.append(Phase.AFTER)
        return tuple(Opening(period=self.period, phase=phase) for phase in phases)

    @property
    def seen(self) -> tuple[str, ...]:
        """What families would see, and in place of which version."""
        days = (self.period.since, self.period.until)
        return (str(self.version), self.text, *(each.isoformat() if each else "" for each in days))


def as_it_stands(standing: Standing) -> Typed:
    """A form to change it with."""
    return Typed(
        text=standing.text,
        since=standing.days.since.isoformat() if standing.days.since else "",
        until=standing.days.until.isoformat() if standing.days.until else "",
        version=standing.version,
        period=standing.days,
    )


def typed_in(kind: Kind, form: Mapping[str, str]) -> Typed:
    """What a form holds, whatever it is worth."""
    return Typed(
        text=_lines(form["texte"]) if kind is Kind.BANNER else "",
        since=form["du"].strip(),
        until=form["au"].strip(),
        version=_version(form.get("version", "")),
    )


def checked(typed: Typed, kind: Kind, today: date) -> Typed:
    """The same with its days read, and its problems."""
    since, until = _day(typed.since), _day(typed.until)
    problems = {}
    if kind is Kind.BANNER and not typed.text:
        problems["texte"] = "no_text"
    elif len(typed.text) > LONGEST:
        problems["texte"] = "too_long"
    for name, written, found in (("du", typed.since, since), ("au", typed.until, until)):
        if written and found is None:
            problems[name] = "not_a_day"
    if since and until and until < since:
        problems["au"] = "order"
    elif kind is Kind.BANNER and until and until < today:
        problems["au"] = "over"
    if kind is Kind.RE_ENROLMENT and not typed.since and not typed.until:
        problems["du"] = "no_day"
    return replace(typed, problems=problems, period=Period(since=since, until=until))


def _lines(typed: str) -> str:
    """Without what cannot be seen: it would be read on every page."""
    lines = typed.replace("\r\n", "\n").split("\n")
    return "\n".join("".join(map(_visible, line)).rstrip() for line in lines).strip()


def _visible(character: str) -> str:
    """Itself, no-break spaces too; a space for any other that parts words."""
    if character.isprintable() or category(character) == "Zs":
        return character
    return " " if character.isspace() else ""


def _day(written: str) -> date | None:
    """As a browser sends a day, or as a person types one."""
    found = french.day(written) if written else None
    return found if found and 2000 <= found.year <= 2999 else None


def _version(said: str) -> int:
    return int(said) if said.isdecimal() and len(said) < 10 else -1
