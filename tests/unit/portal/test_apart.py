"""Families apart, even where the old site would serve what is another's (TRUST 7, 10)."""

from collections.abc import Awaitable, Callable

import pytest

from adapters.errors import NotListed
from adapters.memory.record import Record, StudentRecord
from adapters.memory.tables import Books
from adapters.model import Step
from gateway.portal import Portal
from gateway.views import Visit
from tests.unit.portal.stage import CHIDI, HELENE, Stage

Read = Callable[[Portal, Visit, str], Awaitable[object]]


@pytest.fixture
def leaky(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> Stage:
    """The old site serves any student and any document to whoever is signed in."""
    families = stage.extranet.families

    def student(self: Record, ref: str) -> StudentRecord:
        everyone = (each for family in families.values() for each in family.students)
        return next(each for each in everyone if each.ref == ref)

    monkeypatch.setattr(Record, "student", student)
    return stage


def a_line(portal: Portal, visit: Visit, student: str) -> Awaitable[object]:
    return portal.record(visit, student, (Step(list="courses", line="0" * 16),))


@pytest.mark.parametrize(
    "read",
    [Portal.student, Portal.courses, Portal.history, Portal.repertoire, a_line],
    ids=["student", "courses", "history", "repertoire", "record"],
)
async def test_another_familys_student_is_not_found_on_any_screen(leaky: Stage, read: Read) -> None:
    helene, chidi = await leaky.sign_in(HELENE), await leaky.sign_in(CHIDI)
    zoe = await leaky.student(helene)
    await leaky.portal.courses(helene, zoe)
    asked = leaky.extranet.asked.copy()
    with pytest.raises(NotListed):
        await read(leaky.portal, chidi, zoe)
    for resource in ("student", "courses", "history", "repertoire", "record"):
        assert leaky.extranet.asked[resource] == asked[resource], "it is not even asked for"


async def test_the_old_site_of_these_tests_would_serve_it(leaky: Stage) -> None:
    helene, chidi = await leaky.sign_in(HELENE), await leaky.sign_in(CHIDI)
    zoe = await leaky.student(helene)
    async with leaky.portal._sessions.using(chidi.school, chidi.session) as session:
        assert (await session.courses(zoe)).lines


async def test_another_familys_line_is_not_found(leaky: Stage) -> None:
    helene, chidi = await leaky.sign_in(HELENE), await leaky.sign_in(CHIDI)
    zoe, nnenna = await leaky.student(helene), await leaky.student(chidi)
    listing = (await leaky.portal.courses(helene, zoe)).listing
    assert listing is not None
    line = Step(list="courses", line=listing.lines[0].ref or "")
    sheet = (await leaky.portal.record(helene, zoe, (line,))).record
    assert sheet is not None
    detail = sheet.lists[0].lines[0].ref or ""
    own = (await leaky.portal.courses(chidi, nnenna)).listing
    assert own is not None
    mine = Step(list="courses", line=own.lines[0].ref or "")
    for steps in ((line,), (mine, Step(list=sheet.lists[0].key, line=detail))):
        with pytest.raises(NotListed):
            await leaky.portal.record(chidi, nnenna, steps)


async def test_another_familys_invoice_is_not_found(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    helene, chidi = await stage.sign_in(HELENE), await stage.sign_in(CHIDI)
    billing = (await stage.portal.billing(helene)).billing
    assert billing is not None
    step = Step(list="invoices", line=billing.lists[0].lines[0].ref or "")
    await stage.portal.billing(chidi)
    # From now on the old site has hers for him too.
    books: Books = stage.extranet.families[HELENE].books
    monkeypatch.setattr(stage.extranet.families[CHIDI], "books", books)
    with pytest.raises(NotListed):
        async with stage.portal.invoice(chidi, step):
            pass
    assert stage.extranet.asked["invoice"] == 0


async def test_what_one_family_read_is_no_others_to_see(stage: Stage) -> None:
    helene, chidi = await stage.sign_in(HELENE), await stage.sign_in(CHIDI)
    zoe = await stage.student(helene)
    await stage.portal.courses(helene, zoe)
    await stage.portal.billing(helene)
    view = await stage.portal.home(chidi)
    assert view.billing is None
    assert all(child.courses is None for child in view.children)
    assert zoe not in {child.student.ref for child in view.children}
    stage.extranet.faults.down = True
    for read in (Portal.courses, Portal.student, Portal.history):
        assert await told(read, stage.portal, chidi, zoe) == "not listed"


async def told(read: Read, portal: Portal, visit: Visit, student: str) -> str:
    try:
        await read(portal, visit, student)
    except NotListed:
        return "not listed"
    return "shown"


async def test_a_visit_says_nothing_of_another_school(stage: Stage) -> None:
    """Two schools' accounts of one identifier are two: the pseudonym holds the school too."""
    pseudonym = stage.vault.pseudonym
    assert pseudonym("tilleuls", "1", HELENE) != pseudonym("ormes", "1", HELENE)
