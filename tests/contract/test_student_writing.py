"""A change on a student's Identité: it takes the same road as one on Famille."""

from collections.abc import Iterator

import pytest

from adapters.errors import Conflict, Unstorable
from adapters.model import Change, Proposal, Verdict
from adapters.port import Session
from tests.contract.compare import fields_differ, nothing_differs
from tests.contract.identite import another_day, birthday, differing, household, new_birthday
from tests.contract.stands.dossiers import STUDENT_STANDS, StudentStand
from tests.contract.visit import asking, nothing_to_do, plain, signed_in
from tests.strangers.stage import Account, Effect

WINDOWS_1252 = ("memory", "memory-showing-current", "school-old")
"""The stands whose pages are in windows-1252."""


async def test_a_birth_date_arrives_once_and_is_validated_and_all_else_stays(
    school: StudentStand, parent: Session, three: Account, refs: list[str]
) -> None:
    before, famille = school.eleves(three.identifier), school.famille(three.identifier)
    proposal = await new_birthday(parent, refs[1])
    change = proposal.changes[0]

    outcome = await parent.propose_student(refs[1], proposal, nothing_to_do)

    assert outcome.verdict is Verdict.PENDING_VALIDATION
    assert (outcome.already, outcome.settled) == (False, True)
    assert list(school.ledger) == [Effect(three.identifier, {change.caption: change.new})]
    school.validate_student(three.identifier, before[1].label)
    after = school.eleves(three.identifier)
    assert differing(before, after) == [(1, change.caption, change.new)]
    assert school.famille(three.identifier) == famille
    sheet = await parent.student(refs[1])
    assert birthday(sheet).value == change.new
    assert (birthday(sheet).waiting, sheet.waiting) == (None, None)


async def test_while_it_waits_that_sheet_says_so_and_no_other_does(
    school: StudentStand, parent: Session, three: Account, refs: list[str]
) -> None:
    proposal = await new_birthday(parent, refs[0])
    change = proposal.changes[0]

    outcome = await parent.propose_student(refs[0], proposal, nothing_to_do)

    sheet = await parent.student(refs[0])
    assert outcome.sheet == sheet
    assert [field for field in sheet.fields() if field.waiting is not None] == [birthday(sheet)]
    marker = birthday(sheet).waiting
    assert marker is not None
    assert marker.requested in (None, change.new)
    assert marker.current in (None, change.old)
    assert sheet.waiting
    assert "en attente de validation" in sheet.waiting
    eleve = school.eleves(three.identifier)[0]
    nothing_differs(fields_differ(eleve.label, eleve.identite, sheet.fields()))
    others = [await parent.student(ref) for ref in refs[1:]]
    for other in (*others, await parent.family()):
        assert other.waiting is None
        assert [field.caption for field in other.fields() if field.waiting is not None] == []


async def test_what_the_staff_refuses_is_as_before(
    school: StudentStand, parent: Session, three: Account, refs: list[str]
) -> None:
    before = await parent.student(refs[2])
    label = school.eleves(three.identifier)[2].label
    await parent.propose_student(refs[2], await new_birthday(parent, refs[2]), nothing_to_do)

    school.refuse_student(three.identifier, label)

    assert await parent.student(refs[2]) == before


async def test_what_the_staff_changed_meanwhile_is_seen_and_is_a_conflict(
    school: StudentStand, parent: Session, three: Account, refs: list[str]
) -> None:
    proposal = await new_birthday(parent, refs[0])
    change = proposal.changes[0]
    by_staff = another_day(change.new)[:-1] + ("3" if change.new[-1] != "3" else "4")
    label = school.eleves(three.identifier)[0].label
    school.edit_student(three.identifier, label, change.caption, by_staff)

    with pytest.raises(Conflict) as conflict:
        await parent.propose_student(refs[0], proposal, nothing_to_do)

    assert conflict.value.shown == {change.key: by_staff}
    assert birthday(await parent.student(refs[0])).value == by_staff
    assert list(school.ledger) == []


async def test_a_value_that_the_site_turns_down_is_refused_in_its_own_words(
    school: StudentStand, parent: Session, three: Account, refs: list[str]
) -> None:
    before = school.eleves(three.identifier)
    sheet = await parent.student(refs[0])
    proposal = asking(sheet, {birthday(sheet).caption: "hier"})

    outcome = await parent.propose_student(refs[0], proposal, nothing_to_do)

    assert outcome.verdict is Verdict.REFUSED
    assert outcome.words
    assert list(school.ledger) == []
    assert school.eleves(three.identifier) == before


async def test_a_value_that_is_there_already_is_not_sent(
    school: StudentStand, parent: Session, refs: list[str]
) -> None:
    proposal = await new_birthday(parent, refs[0])
    await parent.propose_student(refs[0], proposal, nothing_to_do)
    sheet = await parent.student(refs[0])
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
    outcome = await parent.propose_student(refs[0], again, look)

    assert outcome.already
    assert called == []
    assert len(school.ledger) == 1


async def test_where_the_gateway_cannot_keep_its_intent_nothing_is_sent(
    school: StudentStand, parent: Session, refs: list[str]
) -> None:
    async def the_disk_is_full() -> None:
        raise OSError

    with pytest.raises(OSError):  # noqa: PT011 - it is the one raised above
        await parent.propose_student(refs[0], await new_birthday(parent, refs[0]), the_disk_is_full)

    assert list(school.ledger) == []


async def test_a_write_signs_in_again_before_it_starts(
    school: StudentStand, parent: Session, refs: list[str]
) -> None:
    proposal = await new_birthday(parent, refs[0])
    school.end_sessions()

    outcome = await parent.propose_student(refs[0], proposal, nothing_to_do)

    assert outcome.verdict is Verdict.PENDING_VALIDATION
    assert len(school.ledger) == 1


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
