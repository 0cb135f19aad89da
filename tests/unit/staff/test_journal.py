"""The journal of acts: only added to, kept for its age, read by school (TRUST 8)."""

from datetime import timedelta

import pytest
from sqlalchemy import delete, update
from sqlalchemy.exc import DatabaseError

from gateway.sealed import place_of_note
from gateway.store import acts, purges
from gateway.store.acts import Sought
from gateway.store.tables import act
from gateway.views.office import Role
from tests.unit.staff.school_office import OTHER, SCHOOL, Office

NUMBER = "2026-7K3QX9"


async def write(office: Office, what: str = "saw", note: str = "", school: str = SCHOOL) -> None:
    place = place_of_note(school=school, staff="s1", number=NUMBER, at=office.now)
    sealed = office.vault.seal(place, note.encode()) if note else None
    await office.store.write(
        lambda c: acts.add(
            c,
            school=school,
            at=office.now,
            staff="s1",
            name="Denis",
            what=what,
            number=NUMBER,
            note=sealed,
        )
    )


@pytest.mark.parametrize(
    "values",
    [
        {"what": "refuser"},
        {"name": "Autre"},
        {"staff": "s2"},
        {"school": OTHER},
        {"number": ""},
        {"note": None},
        {"note": b"autre"},
        {"position": 99},
    ],
)
async def test_no_act_can_be_changed(office: Office, values: dict[str, object]) -> None:
    await write(office, note="Motif.")

    with pytest.raises(DatabaseError, match="only added to"):
        await office.store.write(lambda c: c.execute(update(act).values(values)))
    (row,) = await office.acts()
    assert (row.what, row.name, row.staff) == ("saw", "Denis", "s1")


async def test_an_act_without_a_note_never_gets_one(office: Office) -> None:
    await write(office)

    with pytest.raises(DatabaseError, match="only added to"):
        await office.store.write(lambda c: c.execute(update(act).values(note=b"x")))


async def test_no_act_can_be_taken_away(office: Office) -> None:
    await write(office)

    with pytest.raises(DatabaseError, match="only added to"):
        await office.store.write(lambda c: c.execute(delete(act)))
    assert len(await office.acts()) == 1


async def test_acts_go_by_their_age_with_a_line_in_the_journal_of_purges(office: Office) -> None:
    await write(office)
    await write(office, school=OTHER)
    office.turn(days=731)
    await write(office)
    until = office.now - timedelta(days=730)

    gone = await office.store.write(lambda c: acts.remove_before(c, until, office.now))

    assert gone == 2
    assert len(await office.acts()) == 1
    (line,) = await office.store.read(lambda c: purges.of_school(c, SCHOOL))
    assert (line.kind, line.count, line.until) == ("act", 1, until)
    with pytest.raises(DatabaseError, match="only added to"):
        await office.store.write(lambda c: c.execute(delete(act)))


async def test_the_journal_tells_notes_and_is_of_one_school(office: Office) -> None:
    clerk = await office.clerk(await office.signed_in("alix", Role.ADMINISTER))
    await write(office, "refuser", "Il manque une pièce.")
    await write(office, "refuser", "Ailleurs.", school=OTHER)

    page = await office.journal.page(clerk, Sought(number=NUMBER), 1)

    assert [(one.who, one.what, one.note) for one in page.acts] == [
        ("Denis", "refuser", "Il manque une pièce.")
    ]
    assert [one.name for one in page.people] == ["Alix Martin"]
    assert not page.more


async def test_the_journal_is_narrowed_by_who_what_and_when(office: Office) -> None:
    clerk = await office.clerk(await office.signed_in("alix", Role.ADMINISTER))
    await write(office)
    office.turn(days=1)
    await write(office, "approuver")

    async def found(sought: Sought) -> list[str]:
        return [one.what for one in (await office.journal.page(clerk, sought, 1)).acts]

    assert await found(Sought(staff="s1")) == ["approuver", "saw"]
    assert await found(Sought(what="saw")) == ["saw"]
    assert await found(Sought(staff="s1", since=office.now)) == ["approuver"]
    assert await found(Sought(staff="s1", before=office.now)) == ["saw"]


async def test_an_export_holds_everything_once_and_is_an_act(office: Office) -> None:
    clerk = await office.clerk(await office.signed_in("alix", Role.ADMINISTER))
    for _ in range(60):
        await write(office)
    office.turn(seconds=1)

    told = [one async for one in office.journal.export(clerk, Sought(what="saw"))]

    assert len(told) == 60
    assert (await office.done())[0] == "journal_exported"
    first = await office.journal.page(clerk, Sought(), 1)
    second = await office.journal.page(clerk, Sought(), 2)
    assert (len(first.acts), first.more, second.more) == (50, True, False)
