"""Accepting a request: checked, then committed whole in one transaction, then the receipt shows."""

from collections.abc import Iterable, Mapping, Sequence

import msgspec
from sqlalchemy import Connection

from adapters.model import Change, Field, Sheet
from adapters.proposals import Signs
from gateway.means import Means
from gateway.pending.accepting.register import Register
from gateway.pending.accepting.typed import changed
from gateway.pending.errors import InvalidFields
from gateway.pending.letters.receipts import Receipts
from gateway.pending.naming import family_name
from gateway.pending.records import Body, Records, Wanted
from gateway.pending.references import with_number
from gateway.pending.states import SETTLED, State
from gateway.pending.subjects import FAMILY, Kind, Subject
from gateway.store import requests
from gateway.store.requests import RequestRow
from gateway.vault import Vault

__all__ = ["Acceptance", "Asking", "InvalidFields"]


class Asking(msgspec.Struct, frozen=True, kw_only=True):
    """What a family sends."""

    school: str
    account: str
    subject: Subject = FAMILY
    sheet: Sheet
    """As the family saw it."""
    press: str
    """The same for a double press."""
    typed: Mapping[str, str]
    """By field key."""
    means: Means | None
    """Kept for this request if the family agreed."""
    known_addresses: tuple[str, ...] = ()
    """The family's own, as last read on Famille: a student's sheet may hold none of them."""
    family: str = ""
    """The person responsible, as last read on Famille: a student's sheet does not name them."""
    replaces: tuple[str, ...] = ()
    """Numbers of the requests that end as this one is accepted."""


class Acceptance:
    """Makes a request of what a family sends."""

    def __init__(
        self,
        vault: Vault,
        records: Records,
        receipts: Receipts,
        register: Register,
    ) -> None:
        """`receipts` know where letters go, `register` is where a request begins."""
        self._vault = vault
        self._records = records
        self._receipts = receipts
        self._register = register

    def check(self, asking: Asking) -> dict[str, str]:
        """What is asked to change: field key → new value.

        Raises:
            InvalidFields: something must be corrected first.
        """
        return changed(asking.sheet, asking.typed)

    def pressed(
        self, connection: Connection, asking: Asking, changes: Mapping[str, str]
    ) -> RequestRow | None:
        """What came of that very press before, or None."""
        press = self._press(asking, changes)
        return requests.pressed(connection, asking.school, asking.account, press)

    def commit(
        self, connection: Connection, asking: Asking, changes: Mapping[str, str]
    ) -> RequestRow:
        """Enter what was checked and not `pressed` before, within the caller's transaction."""
        return self._register.enter(
            connection,
            school=asking.school,
            account=asking.account,
            kind=asking.subject.kind,
            press=self._press(asking, changes),
            means=asking.means,
            body=lambda number, now: self._body(connection, asking, changes, number),
        )

    def _press(self, asking: Asking, changes: Mapping[str, str]) -> str:
        """One press is one request; going back and changing something else is another."""
        asked = [part for change in sorted(changes.items()) for part in change]
        whose = () if asking.subject.kind is Kind.FAMILY else (asking.subject.place,)
        return self._vault.digest(
            "press", asking.school, asking.account, *whose, asking.press, *asked
        )

    def _body(
        self, connection: Connection, asking: Asking, changes: Mapping[str, str], number: str
    ) -> Body:
        rows = requests.of_account(connection, asking.school, asking.account)
        open_still = [self._records.body(row) for row in rows if State(row.state) not in SETTLED]
        earlier = [body for body in open_still if body.subject.place == asking.subject.place]
        wanted = tuple(
            _wanted(
                field,
                with_number(changes[field.key], number, field, asking.sheet.charset),
                earlier,
            )
            for field in asking.sheet.fields()
            if field.key in changes
        )
        marked = Signs.of(asking.sheet).marked
        return Body(
            wanted=wanted,
            shape=asking.sheet.shape,
            waited=bool(earlier) or not marked.isdisjoint(changes),
            note=_note(asking.sheet, earlier),
            mailed_to=self._addresses(asking, changes, earlier),
            subject=asking.subject,
            replaces=asking.replaces,
            family=_family(asking),
        )

    def _addresses(
        self, asking: Asking, changes: Mapping[str, str], earlier: Sequence[Body]
    ) -> tuple[str, ...]:
        """The family's addresses; a student's own only where nothing else is known."""
        if asking.subject.kind is Kind.FAMILY:
            return self._receipts.addresses(asking.sheet, changes, earlier)
        return asking.known_addresses or self._receipts.addresses(asking.sheet, {}, earlier)


def _family(asking: Asking) -> str:
    of_family = asking.subject.kind is Kind.FAMILY
    return (family_name(asking.sheet) if of_family else "") or asking.family


def _note(sheet: Sheet, earlier: Sequence[Body]) -> str | None:
    """What the sheet says while nothing waits there, as far as can be seen."""
    if earlier:
        return earlier[0].note
    return None if Signs.of(sheet).marked else sheet.waiting


def _wanted(field: Field, new: str, earlier: Sequence[Body]) -> Wanted:
    before = [each for body in earlier for each in body.wanted if each.change.key == field.key]
    marked = field.waiting.current if field.waiting else None
    return Wanted(
        change=Change(
            key=field.key,
            caption=field.caption,
            old=field.value,
            new=new,
            also_seen=_distinct(each.change.new for each in before),
        ),
        field=field,
        formerly=_distinct(
            (
                field.value,
                *(() if marked is None else (marked,)),
                *(value for each in before for value in (*each.formerly, each.change.new)),
            )
        ),
    )


def _distinct(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(values))
