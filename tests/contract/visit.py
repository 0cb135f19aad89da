"""What the suite's families do, in a line each."""

import re
import unicodedata
from collections.abc import Sequence

from adapters.model import Change, Credentials, Field, Proposal, Sheet
from adapters.port import Extranet, Session
from tests.contract.stands.stand import Stand
from tests.strangers.stage import Account, Shown

MONTHS = (
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
)


async def credentials(extranet: Extranet, account: Account) -> Credentials:
    """What the family gives to sign in: its site is chosen by the label it reads."""
    refs = {site.label: site.ref for site in await extranet.sites()}
    site = None if account.site is None else refs[account.site]
    return Credentials(site=site, identifier=account.identifier, password=account.password)


async def signed_in(extranet: Extranet, account: Account) -> Session:
    """The family, signed in."""
    return await extranet.sign_in(await credentials(extranet, account))


async def nothing_to_do() -> None:
    """For `before_sending` where it does not matter."""


def telephone(stand: Stand, account: Account) -> Shown:
    """The field that holds the family's mobile number."""
    return next(
        shown
        for shown in stand.famille(account.identifier)
        if shown.editable and re.fullmatch(r"0[67]([ .]?\d\d){4}", shown.value)
    )


def another_number(number: str) -> str:
    """Another number, written the same way."""
    return number[:-2] + ("21" if number.endswith("12") else "12")


def asking(sheet: Sheet, changes: dict[str, str]) -> Proposal:
    """A proposal on the sheet as the family has it open: caption → new value, as stored."""
    fields = {caption: field_called(sheet, caption) for caption in changes}
    return Proposal(
        changes=tuple(
            Change(key=field.key, caption=field.caption, old=field.value, new=changes[caption])
            for caption, field in fields.items()
        ),
        shape=sheet.shape,
    )


def field_called(sheet: Sheet, caption: str) -> Field:
    """The field that a person would call so."""
    found = [field for field in sheet.fields() if plain(field.caption) == plain(caption)]
    assert found, f"no field is called {caption}"
    return found[0]


def written(stand: Stand, account: Account, field: Field) -> str:
    """The field's caption as the site itself writes it."""
    shown = stand.famille(account.identifier)
    return next(row.caption for row in shown if plain(row.caption) == plain(field.caption))


def plain(caption: str) -> str:
    """A caption without case, accents, and the colon or star that old sites put after it."""
    folded = unicodedata.normalize("NFKD", caption.casefold())
    letters = "".join(c for c in folded if not unicodedata.combining(c))
    return " ".join(letters.replace("’", "'").strip(" :*\n\t").split())


def read(sheet: Sheet) -> list[tuple[str, str, str, bool]]:
    """The sheet as comparable rows: section, caption, value as a person reads it, editable."""
    return [
        (plain(section.title), plain(field.caption), told(field.shown()), field.editable)
        for section in sheet.sections
        for field in section.fields
    ]


def true(shown: Sequence[Shown]) -> list[tuple[str, str, str, bool]]:
    """The same rows as the site itself knows them."""
    return [
        (plain(row.section), plain(row.caption), told(row.value), row.editable) for row in shown
    ]


def told(value: str) -> str:
    """A value without the accident of its form: a day in letters is the same day in figures."""
    return in_figures(value).casefold()


def in_figures(value: str) -> str:
    """« 3 mars 2012 » as 03/03/2012; all else as it stands."""
    letters = re.fullmatch(r"(\d{1,2}) ([a-zéû]+) (\d{4})", value)
    if letters is not None and letters[2] in MONTHS:
        return f"{int(letters[1]):02}/{MONTHS.index(letters[2]) + 1:02}/{letters[3]}"
    return value
