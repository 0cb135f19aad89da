"""What families do with a student's Identité, in a line each."""

import re

from adapters.model import Field, Proposal, Sheet
from adapters.port import Session
from tests.contract.stands.dossiers import StudentStand
from tests.contract.visit import asking, plain
from tests.strangers.dossiers.stage import Eleve
from tests.strangers.stage import Account


def household(school: StudentStand, students: int) -> Account:
    """The family with so many students."""
    return next(a for a in school.accounts if len(school.eleves(a.identifier)) == students)


def birthday(sheet: Sheet) -> Field:
    """The birth date on Identité."""
    field = sheet.named("birth_date")
    assert field is not None
    return field


def another_day(value: str) -> str:
    """Another day of the same month, written the same way."""
    day = re.search(r"(?<!\d)\d\d(?!\d|-)", value)
    assert day is not None, value
    other = "12" if day[0] == "11" else "11"
    return value[: day.start()] + other + value[day.end() :]


def birth_dates(school: StudentStand, account: Account) -> list[str]:
    """The birth date of each of the family's students, in truth."""
    return [
        next(s.value for s in eleve.identite if plain(s.caption) == "date de naissance")
        for eleve in school.eleves(account.identifier)
    ]


async def new_birthday(session: Session, ref: str) -> Proposal:
    """What a family asks where a birth date is wrong (guide, Identité de l'élève)."""
    sheet = await session.student(ref)
    field = birthday(sheet)
    return asking(sheet, {field.caption: another_day(field.value)})


def differing(before: list[Eleve], after: list[Eleve]) -> list[tuple[int, str, str]]:
    """The values of Identité that have changed: whose, which, and the new one."""
    return [
        (place, new.caption, new.value)
        for place, (old_one, new_one) in enumerate(zip(before, after, strict=True))
        for old, new in zip(old_one.identite, new_one.identite, strict=True)
        if old != new
    ]


def name_of(eleve: Eleve) -> tuple[str, ...]:
    """Family name and first name, from Identité."""
    return tuple(s.value for s in eleve.identite if plain(s.caption) in ("nom", "prenom"))
