"""A change on a student's Identité: it takes the same road as one on Famille, and no other's."""

import asyncio
import re
from collections.abc import AsyncIterator, Iterator

import pytest

from adapters.errors import Conflict, FormChanged, NotListed, ProposalError, Unstorable
from adapters.model import Change, Field, Proposal, Sheet, Verdict
from adapters.port import Extranet, Session
from tests.contract.compare import fields_differ, nothing_differs
from tests.contract.stands.dossiers import STUDENT_STANDS, StudentStand
from tests.contract.visit import (
    another_number,
    asking,
    nothing_to_do,
    plain,
    signed_in,
    telephone,
)
from tests.strangers.dossiers.stage import Eleve
from tests.strangers.stage import Account, Effect

WINDOWS_1252 = ("memory", "memory-showing-current", "school-old")
"""The stands whose pages are in windows-1252."""


def household(school: StudentStand, students: int) -> Account:
    """The family with so many students."""
    return next(a for a in school.accounts if len(school.eleves(a.identifier)) == students)


@pytest.fixture
def account(school: StudentStand) -> Account:
    """The family with three students."""
    return household(school, 3)


@pytest.fixture
async def extranet(school: StudentStand) -> AsyncIterator[Extranet]:
    built = school.extranet()
    yield built
    await built.close()


@pytest.fixture
async def session(extranet: Extranet, account: Account) -> AsyncIterator[Session]:
    opened = await signed_in(extranet, account)
    yield opened
    await opened.close()


@pytest.fixture
async def refs(session: Session) -> list[str]:
    """The three students' references, in the site's order."""
    return [student.ref for student in await session.students()]


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


async def test_a_birth_date_arrives_once_and_is_validated_and_all_else_stays(
    school: StudentStand, session: Session, account: Account, refs: list[str]
) -> None:
    before, famille = school.eleves(account.identifier), school.famille(account.identifier)
    proposal = await new_birthday(session, refs[1])
    change = proposal.changes[0]

    outcome = await session.propose_student(refs[1], proposal, nothing_to_do)

    assert outcome.verdict is Verdict.PENDING_VALIDATION
    assert (outcome.already, outcome.settled) == (False, True)
    assert list(school.ledger) == [Effect(account.identifier, {change.caption: change.new})]
    school.validate_student(account.identifier, before[1].label)
    after = school.eleves(account.identifier)
    assert differing(before, after) == [(1, change.caption, change.new)]
    assert school.famille(account.identifier) == famille
    sheet = await session.student(refs[1])
    assert birthday(sheet).value == change.new
    assert (birthday(sheet).waiting, sheet.waiting) == (None, None)


async def test_while_it_waits_that_sheet_says_so_and_no_other_does(
    school: StudentStand, session: Session, account: Account, refs: list[str]
) -> None:
    proposal = await new_birthday(session, refs[0])
    change = proposal.changes[0]

    outcome = await session.propose_student(refs[0], proposal, nothing_to_do)

    sheet = await session.student(refs[0])
    assert outcome.sheet == sheet
    assert [field for field in sheet.fields() if field.waiting is not None] == [birthday(sheet)]
    marker = birthday(sheet).waiting
    assert marker is not None
    assert marker.requested in (None, change.new)
    assert marker.current in (None, change.old)
    assert sheet.waiting
    assert "en attente de validation" in sheet.waiting
    eleve = school.eleves(account.identifier)[0]
    nothing_differs(fields_differ(eleve.label, eleve.identite, sheet.fields()))
    others = [await session.student(ref) for ref in refs[1:]]
    for other in (*others, await session.family()):
        assert other.waiting is None
        assert [field.caption for field in other.fields() if field.waiting is not None] == []


async def test_what_the_staff_refuses_is_as_before(
    school: StudentStand, session: Session, account: Account, refs: list[str]
) -> None:
    before = await session.student(refs[2])
    label = school.eleves(account.identifier)[2].label
    await session.propose_student(refs[2], await new_birthday(session, refs[2]), nothing_to_do)

    school.refuse_student(account.identifier, label)

    assert await session.student(refs[2]) == before


async def test_what_the_staff_changed_meanwhile_is_seen_and_is_a_conflict(
    school: StudentStand, session: Session, account: Account, refs: list[str]
) -> None:
    proposal = await new_birthday(session, refs[0])
    change = proposal.changes[0]
    by_staff = another_day(change.new)[:-1] + ("3" if change.new[-1] != "3" else "4")
    label = school.eleves(account.identifier)[0].label
    school.edit_student(account.identifier, label, change.caption, by_staff)

    with pytest.raises(Conflict) as conflict:
        await session.propose_student(refs[0], proposal, nothing_to_do)

    assert conflict.value.shown == {change.key: by_staff}
    assert birthday(await session.student(refs[0])).value == by_staff
    assert list(school.ledger) == []


async def test_a_value_that_the_site_turns_down_is_refused_in_its_own_words(
    school: StudentStand, session: Session, account: Account, refs: list[str]
) -> None:
    before = school.eleves(account.identifier)
    sheet = await session.student(refs[0])
    proposal = asking(sheet, {birthday(sheet).caption: "hier"})

    outcome = await session.propose_student(refs[0], proposal, nothing_to_do)

    assert outcome.verdict is Verdict.REFUSED
    assert outcome.words
    assert list(school.ledger) == []
    assert school.eleves(account.identifier) == before


async def test_a_value_that_is_there_already_is_not_sent(
    school: StudentStand, session: Session, refs: list[str]
) -> None:
    proposal = await new_birthday(session, refs[0])
    await session.propose_student(refs[0], proposal, nothing_to_do)
    sheet = await session.student(refs[0])
    called: list[bool] = []

    async def look() -> None:
        called.append(True)

    wanted = birthday(sheet).value
    again = Proposal(
        changes=(
            Change(
                key=birthday(sheet).key,
                caption=birthday(sheet).caption,
                old=proposal.changes[0].old,
                new=wanted,
            ),
        ),
        shape=sheet.shape,
    )
    outcome = await session.propose_student(refs[0], again, look)

    assert outcome.already
    assert called == []
    assert len(school.ledger) == 1


async def test_where_the_gateway_cannot_keep_its_intent_nothing_is_sent(
    school: StudentStand, session: Session, refs: list[str]
) -> None:
    async def the_disk_is_full() -> None:
        raise OSError

    with pytest.raises(OSError):  # noqa: PT011 - it is the one raised above
        await session.propose_student(
            refs[0], await new_birthday(session, refs[0]), the_disk_is_full
        )

    assert list(school.ledger) == []


async def test_a_write_signs_in_again_before_it_starts(
    school: StudentStand, session: Session, refs: list[str]
) -> None:
    proposal = await new_birthday(session, refs[0])
    school.end_sessions()

    outcome = await session.propose_student(refs[0], proposal, nothing_to_do)

    assert outcome.verdict is Verdict.PENDING_VALIDATION
    assert len(school.ledger) == 1


async def test_a_change_meant_for_one_sibling_never_lands_on_another(
    school: StudentStand, session: Session, refs: list[str]
) -> None:
    proposal = await new_birthday(session, refs[0])

    with pytest.raises((Conflict, FormChanged)):
        await session.propose_student(refs[1], proposal, nothing_to_do)
    with pytest.raises((ProposalError, FormChanged)):
        await session.propose_family(proposal, nothing_to_do)

    assert list(school.ledger) == []


async def test_siblings_changes_each_arrive_on_their_own_sheet(
    school: StudentStand, session: Session, account: Account, refs: list[str]
) -> None:
    labels = [eleve.label for eleve in school.eleves(account.identifier)]
    proposals = [await new_birthday(session, ref) for ref in refs]

    for ref, proposal in zip(refs, proposals, strict=True):
        outcome = await session.propose_student(ref, proposal, nothing_to_do)
        assert outcome.verdict is Verdict.PENDING_VALIDATION

    assert len(school.ledger) == 3
    for label in labels:
        school.validate_student(account.identifier, label)
    assert birth_dates(school, account) == [proposal.changes[0].new for proposal in proposals]


async def test_of_two_students_of_the_same_name_the_one_that_was_meant_is_changed(
    school: StudentStand, extranet: Extranet
) -> None:
    account = household(school, 12)
    session = await signed_in(extranet, account)
    names = [_name(eleve) for eleve in school.eleves(account.identifier)]
    first, second = [n for n, name in enumerate(names) if names.count(name) == 2]
    refs = [student.ref for student in await session.students()]
    untouched = await session.student(refs[first])

    outcome = await session.propose_student(
        refs[second], await new_birthday(session, refs[second]), nothing_to_do
    )

    assert outcome.verdict is Verdict.PENDING_VALIDATION
    assert await session.student(refs[first]) == untouched
    assert birthday(await session.student(refs[second])).waiting is not None
    await session.close()


def _name(eleve: Eleve) -> tuple[str, ...]:
    return tuple(s.value for s in eleve.identite if plain(s.caption) in ("nom", "prenom"))


async def test_a_change_on_famille_and_one_on_identite_wait_each_for_itself(
    school: StudentStand, session: Session, account: Account, refs: list[str]
) -> None:
    phone = telephone(school, account)
    await session.propose_student(refs[0], await new_birthday(session, refs[0]), nothing_to_do)
    await session.propose_family(
        asking(await session.family(), {phone.caption: another_number(phone.value)}),
        nothing_to_do,
    )

    school.validate(account.identifier)

    assert (await session.family()).waiting is None
    assert (await session.student(refs[0])).waiting is not None
    assert len(school.ledger) == 2


async def test_another_familys_student_is_not_listed_and_nothing_is_sent(
    school: StudentStand, extranet: Extranet, session: Session, refs: list[str]
) -> None:
    proposal = await new_birthday(session, refs[0])
    other = await signed_in(extranet, household(school, 1))

    for ref in (refs[0], "aaaaaaaaaaaaaaaa"):
        with pytest.raises(NotListed):
            await other.propose_student(ref, proposal, nothing_to_do)

    assert list(school.ledger) == []
    await other.close()


async def test_two_families_at_once_each_change_their_own(
    school: StudentStand, extranet: Extranet
) -> None:
    accounts = [household(school, number) for number in (1, 3)]
    sessions = [await signed_in(extranet, account) for account in accounts]
    refs = [(await session.students())[0].ref for session in sessions]
    proposals = [await new_birthday(s, ref) for s, ref in zip(sessions, refs, strict=True)]

    await asyncio.gather(
        *(
            session.propose_student(ref, proposal, nothing_to_do)
            for session, ref, proposal in zip(sessions, refs, proposals, strict=True)
        )
    )

    expected = [
        Effect(account.identifier, {change.caption: change.new})
        for account, proposal in zip(accounts, proposals, strict=True)
        for change in proposal.changes
    ]
    assert sorted(school.ledger, key=str) == sorted(expected, key=str)
    await asyncio.gather(*(session.close() for session in sessions))


@pytest.fixture(params=WINDOWS_1252)
def narrow(request: pytest.FixtureRequest) -> Iterator[StudentStand]:
    with STUDENT_STANDS[request.param]() as built:
        yield built


async def test_characters_that_the_page_lacks_name_their_field_and_nothing_is_sent(
    narrow: StudentStand,
) -> None:
    extranet = narrow.extranet()
    session = await signed_in(extranet, household(narrow, 3))
    ref = (await session.students())[0].ref
    sheet = await session.student(ref)

    with pytest.raises(Unstorable) as refusal:
        await session.propose_student(ref, asking(sheet, {"Prénom": "Łucja"}), nothing_to_do)

    assert plain((sheet.field(refusal.value.field_key) or sheet.fields()[0]).caption) == "prenom"
    assert refusal.value.characters == "Ł"
    assert list(narrow.ledger) == []
    await session.close()
    await extranet.close()
