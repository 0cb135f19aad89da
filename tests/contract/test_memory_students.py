"""The extranet in memory: students, their lists and bills, for those who test on it."""

import re
from datetime import date
from decimal import Decimal

import pytest

from adapters.errors import NoDocument, NotListed
from adapters.memory import Books, Effect, MemoryExtranet, Record, StudentRecord
from adapters.memory.billing import Invoice
from adapters.memory.schooling import courses, history, past_year, repertoire
from adapters.memory.students import student
from adapters.memory.tables import reference
from adapters.model import Field, Listing, ListName, Proposal, Section, Step
from adapters.port import Session
from tests.contract.reader import read_invoice
from tests.contract.visit import asking, nothing_to_do

FAMILY = "F-1042"


@pytest.fixture
def extranet() -> MemoryExtranet:
    return MemoryExtranet()


@pytest.fixture
async def session(extranet: MemoryExtranet) -> Session:
    return await extranet.sign_in(extranet.credentials(FAMILY))


@pytest.fixture
def zoe(extranet: MemoryExtranet) -> StudentRecord:
    return extranet.families[FAMILY].students[0]


async def birthday(session: Session, ref: str, new: str = "22/05/2012") -> Proposal:
    return asking(await session.student(ref), {"Date de naissance": new})


async def test_its_families_have_no_one_three_and_twelve_students(
    extranet: MemoryExtranet,
) -> None:
    numbers = {key: len(family.students) for key, family in extranet.families.items()}

    assert numbers == {FAMILY: 3, "F-2077": 1, "F-3001": 0, "F-4120": 12, "F-5003": 0}


async def test_two_of_the_twelve_have_the_same_name_and_only_their_references_differ(
    extranet: MemoryExtranet,
) -> None:
    session = await extranet.sign_in(extranet.credentials("F-4120"))
    students = await session.students()

    namesakes = [each for each in students if each.name == "KERVELLA Jeanne"]

    assert len(namesakes) == 2
    assert len({each.ref for each in students}) == 12


async def test_what_one_extranet_is_made_to_show_no_other_shows(
    extranet: MemoryExtranet, zoe: StudentRecord
) -> None:
    for table in zoe.tables:
        for row in table.rows:
            row.cells = ("gone",) * len(row.cells)
        table.rows.clear()
    zoe.store("nom", "AUTRE")

    other = MemoryExtranet().families[FAMILY].students

    assert other[0].courses.rows
    assert all("gone" not in row.cells for each in other for row in each.history.rows)
    assert other[0].sheet(extranet.showing, extranet.charset).fields()[0].value == "LEMARCHAND"


async def test_a_line_keeps_its_reference_while_others_come_and_go(
    session: Session, zoe: StudentRecord
) -> None:
    before = await session.history(zoe.ref)
    zoe.history.rows.insert(0, past_year("2026-2027", "Vents", "Flûte", "2C2", "M. Le Bris"))
    del zoe.history.rows[1]

    after = await session.history(zoe.ref)

    assert after.lines[1:] == before.lines[1:]
    with pytest.raises(NotListed):
        await session.record(
            zoe.ref, (Step(list=ListName.HISTORY, line=before.lines[0].ref or ""),)
        )


async def test_lines_that_say_the_same_are_told_apart(session: Session, zoe: StudentRecord) -> None:
    zoe.history.rows[:] = [past_year("2025-2026", "", "", "", "", result=r) for r in ("A", "B")]

    lines = (await session.history(zoe.ref)).lines

    found = [
        await session.record(zoe.ref, (Step(list="history", line=line.ref or ""),))
        for line in lines
    ]
    results = [field.value for one in found for field in one.sections[0].fields]
    assert [value for value in results if value in ("A", "B")] == ["A", "B"]


async def test_an_empty_list_keeps_its_columns_and_says_so_in_words(
    session: Session, zoe: StudentRecord
) -> None:
    zoe.courses.rows.clear()

    listing = await session.courses(zoe.ref)

    assert (listing.lines, listing.notes) == ((), ("Aucun cours.",))
    assert listing.column("teacher") == 1


async def test_a_line_that_opens_nothing_has_no_reference(
    session: Session, zoe: StudentRecord
) -> None:
    zoe.courses.rows[0].opens = None

    listing = await session.courses(zoe.ref)

    assert [line.ref is None for line in listing.lines] == [True, False, False]


async def test_a_sheet_opens_no_invoice_and_an_invoice_no_sheet(
    extranet: MemoryExtranet, session: Session, zoe: StudentRecord
) -> None:
    family = extranet.families[FAMILY]
    zoe.courses.rows[0].opens = b"%PDF-1.4 ..."
    family.books.tables[0].rows[0].opens = zoe.history.rows[0].opens
    courses, billing = await session.courses(zoe.ref), await session.billing()

    with pytest.raises(NotListed):
        await session.record(zoe.ref, (_first(courses),))
    with pytest.raises(NotListed):
        await read_invoice(session, _first(billing.lists[0]))


async def test_what_is_no_pdf_is_not_passed_on(extranet: MemoryExtranet, session: Session) -> None:
    extranet.families[FAMILY].books.tables[0].rows[0].opens = b"<!DOCTYPE html><title>Connexion"
    step = _first((await session.billing()).lists[0])

    with pytest.raises(NoDocument):
        await read_invoice(session, step)


def _first(listing: Listing) -> Step:
    return Step(list=listing.key, line=listing.lines[0].ref or "")


@pytest.mark.parametrize("identifier", [FAMILY, "F-2077", "F-4120", "F-5003"])
async def test_sums_agree_with_the_balance_that_is_stated(
    extranet: MemoryExtranet, identifier: str
) -> None:
    session = await extranet.sign_in(extranet.credentials(identifier))
    billing = await session.billing()
    invoices = billing.lists[0]

    owed = Decimal(0)
    for line in invoices.lines:
        amount = _amount(invoices.cell(line, "amount"))
        owed += -amount if invoices.cell(line, "type") == "Règlement" else amount
    for payments in billing.lists[1:]:
        owed -= sum(_amount(payments.cell(line, "amount")) for line in payments.lines)

    assert _amount(billing.notes[0].removeprefix("Solde à régler : ")) == owed
    if invoices.column("balance") is not None and len(billing.lists) == 2:
        assert owed == sum(_amount(invoices.cell(line, "balance")) for line in invoices.lines)


def _amount(cell: str) -> Decimal:
    return Decimal(re.sub(r"[\s€]", "", cell).replace(",", "."))


async def test_one_list_has_250_lines_with_credit_notes_under_headings(
    extranet: MemoryExtranet,
) -> None:
    session = await extranet.sign_in(extranet.credentials("F-4120"))

    invoices = (await session.billing()).lists[0]

    assert len(invoices.lines) == 250
    assert len({line.ref for line in invoices.lines}) == 250
    assert sum(invoices.cell(line, "amount").startswith("-") for line in invoices.lines) == 10
    assert {line.group for line in invoices.lines} > {"Année scolaire 2025-2026"}


def test_duplicates_are_whole_files_with_an_index_that_is_right() -> None:
    invoice = Invoice("F-1", date(2026, 9, 9), "Flûte (1) \\ œuvre", Decimal("-1234.50"))

    document = invoice.duplicate()

    assert document.startswith(b"%PDF-1.4\n")
    assert document.endswith(b"%%EOF\n")
    index = int(document.split(b"startxref\n")[1].split(b"\n")[0])
    assert document[index:].startswith(b"xref\n0 6\n")
    for number in range(1, 6):
        place = int(document[index:].splitlines()[2 + number].split()[0])
        assert document[place:].startswith(b"%d 0 obj" % number)
    assert "Flûte \\(1\\) \\\\ œuvre".encode("windows-1252") in document


async def test_a_students_change_is_in_the_ledger_with_whose_it_is(
    extranet: MemoryExtranet, session: Session, zoe: StudentRecord
) -> None:
    await session.propose_student(zoe.ref, await birthday(session, zoe.ref), nothing_to_do)

    assert extranet.ledger == [Effect(FAMILY, {"naissance": "22/05/2012"}, zoe.ref)]
    assert zoe.waiting == {"naissance": "22/05/2012"}
    assert extranet.families[FAMILY].waiting == {}


async def test_famille_and_identite_have_keys_in_common_and_are_two_forms(
    session: Session, zoe: StudentRecord
) -> None:
    famille, identite = await session.family(), await session.student(zoe.ref)

    assert {field.key for field in famille.fields()} & {field.key for field in identite.fields()}
    assert famille.shape != identite.shape


async def test_a_field_can_be_added_to_every_students_sheet_and_taken_off(
    extranet: MemoryExtranet, session: Session
) -> None:
    refs = [each.ref for each in await session.students()]
    field = Field(key="tenue", caption="Taille de la tenue", value="")

    extranet.add_field(field, of_students=True)
    assert [(await session.student(ref)).fields()[-1] for ref in refs] == [field] * 3
    assert (await session.family()).field("tenue") is None
    extranet.remove_field("tenue", of_students=True)
    assert [(await session.student(ref)).field("tenue") for ref in refs] == [None] * 3


async def test_a_birthday_that_no_calendar_has_is_turned_down(
    extranet: MemoryExtranet, session: Session, zoe: StudentRecord
) -> None:
    outcome = await session.propose_student(
        zoe.ref, await birthday(session, zoe.ref, "30/02/2012"), nothing_to_do
    )

    assert outcome.words == "Date de naissance : cette date n’est pas valide."
    assert extranet.ledger == []


async def test_a_family_of_ones_own_is_made_in_a_few_lines() -> None:
    child = student(
        "7", "MARTIN", "Ann", "1", "01/02/2015", before=(past_year("2025", "", "", "", ""),)
    )
    plain = StudentRecord(
        number="8",
        name="Sans rien",
        sections=(Section(title="", fields=()),),
        courses=courses(),
        history=history(),
        repertoire=repertoire(),
    )
    family = Record(
        identifier="moi",
        password="secret",
        site=None,
        sections=(Section(title="", fields=(Field(key="a", caption="A", value=""),)),),
        students=[child, plain],
        books=Books(),
    )
    extranet = MemoryExtranet([family], site_list=())
    session = await extranet.sign_in(extranet.credentials("moi"))

    assert [each.name for each in await session.students()] == ["MARTIN Ann", "Sans rien"]
    assert len((await session.history(child.ref)).lines) == 1
    assert (await session.courses(plain.ref)).lines == ()
    assert (await session.billing()).lists == ()


async def test_a_student_who_has_left_is_not_listed_any_more(
    extranet: MemoryExtranet, session: Session, zoe: StudentRecord
) -> None:
    proposal = await birthday(session, zoe.ref)
    extranet.families[FAMILY].students.remove(zoe)

    with pytest.raises(NotListed):
        await session.student(zoe.ref)
    with pytest.raises(NotListed):
        await session.propose_student(zoe.ref, proposal, nothing_to_do)


def test_references_differ_wherever_their_parts_do() -> None:
    parts = [("a", "b"), ("ab",), ("a", "b", ""), ("", "a", "b"), ("b", "a")]

    refs = {reference(*each) for each in parts}

    assert len(refs) == len(parts)
    assert all(re.fullmatch(r"[a-z0-9]{16}", ref) for ref in refs)
