"""A change on one student's Identité lands on no sibling's, no namesake's and no other family's."""

import asyncio

import pytest

from adapters.errors import Conflict, FormChanged, NotListed, ProposalError
from adapters.model import Verdict
from adapters.port import Extranet, Session
from tests.contract.identite import birth_dates, birthday, household, name_of, new_birthday
from tests.contract.stands.dossiers import StudentStand
from tests.contract.visit import another_number, asking, nothing_to_do, signed_in, telephone
from tests.strangers.stage import Account, Effect


async def test_a_change_meant_for_one_sibling_never_lands_on_another(
    school: StudentStand, parent: Session, refs: list[str]
) -> None:
    proposal = await new_birthday(parent, refs[0])

    with pytest.raises((Conflict, FormChanged)):
        await parent.propose_student(refs[1], proposal, nothing_to_do)
    with pytest.raises((ProposalError, FormChanged)):
        await parent.propose_family(proposal, nothing_to_do)

    assert list(school.ledger) == []


async def test_siblings_changes_each_arrive_on_their_own_sheet(
    school: StudentStand, parent: Session, three: Account, refs: list[str]
) -> None:
    labels = [eleve.label for eleve in school.eleves(three.identifier)]
    proposals = [await new_birthday(parent, ref) for ref in refs]

    for ref, proposal in zip(refs, proposals, strict=True):
        outcome = await parent.propose_student(ref, proposal, nothing_to_do)
        assert outcome.verdict is Verdict.PENDING_VALIDATION

    assert len(school.ledger) == 3
    for label in labels:
        school.validate_student(three.identifier, label)
    assert birth_dates(school, three) == [proposal.changes[0].new for proposal in proposals]


async def test_of_two_students_of_the_same_name_the_one_that_was_meant_is_changed(
    school: StudentStand, adapter: Extranet
) -> None:
    account = household(school, 12)
    session = await signed_in(adapter, account)
    names = [name_of(eleve) for eleve in school.eleves(account.identifier)]
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


async def test_a_change_on_famille_and_one_on_identite_wait_each_for_itself(
    school: StudentStand, parent: Session, three: Account, refs: list[str]
) -> None:
    phone = telephone(school, three)
    await parent.propose_student(refs[0], await new_birthday(parent, refs[0]), nothing_to_do)
    await parent.propose_family(
        asking(await parent.family(), {phone.caption: another_number(phone.value)}),
        nothing_to_do,
    )

    school.validate(three.identifier)

    assert (await parent.family()).waiting is None
    assert (await parent.student(refs[0])).waiting is not None
    assert len(school.ledger) == 2


async def test_another_familys_student_is_not_listed_and_nothing_is_sent(
    school: StudentStand, adapter: Extranet, parent: Session, refs: list[str]
) -> None:
    proposal = await new_birthday(parent, refs[0])
    other = await signed_in(adapter, household(school, 1))

    for ref in (refs[0], "aaaaaaaaaaaaaaaa"):
        with pytest.raises(NotListed):
            await other.propose_student(ref, proposal, nothing_to_do)

    assert list(school.ledger) == []
    await other.close()


async def test_two_families_at_once_each_change_their_own(
    school: StudentStand, adapter: Extranet
) -> None:
    accounts = [household(school, number) for number in (1, 3)]
    sessions = [await signed_in(adapter, account) for account in accounts]
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
