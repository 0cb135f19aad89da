"""Accueil at a glance: all that is kept of the family, and nothing asked for beyond two pages."""

from collections import Counter

import pytest

from adapters.errors import ScreenMissing
from tests.unit.portal.stage import CHIDI, ELIF, GOULVEN, HELENE, NEW_BIRTHDAY, Stage


async def test_with_twelve_students_it_asks_for_accueil_and_the_choice_of_students_only(
    stage: Stage,
) -> None:
    visit = await stage.sign_in(GOULVEN)
    before = stage.extranet.asked.copy()
    view = await stage.portal.home(visit)
    assert stage.extranet.asked - before == Counter(home=1, students=1)
    assert view.home is not None
    assert len(view.children) == 12
    for child in view.children:
        assert (child.courses, child.history, child.repertoire, child.waiting) == (
            None,
            None,
            None,
            (),
        )
    assert view.billing is None


async def test_it_shows_what_was_read_of_each_child_with_its_age(stage: Stage) -> None:
    visit = await stage.sign_in(HELENE)
    zoe = await stage.student(visit)
    courses = await stage.portal.courses(visit, zoe)
    billing = await stage.portal.billing(visit)
    asked = stage.extranet.asked.copy()
    first, second, _ = (await stage.portal.home(visit)).children
    assert first.student.ref == zoe
    assert first.courses is not None
    assert (first.courses.listing, first.courses.read_at) == (courses.listing, courses.read_at)
    assert (first.history, second.courses) == (None, None)
    view = await stage.portal.home(visit)
    assert view.billing is not None
    assert view.billing.account == billing.account
    assert view.billing.read_at == billing.read_at
    assert stage.extranet.asked - asked == Counter(home=2)


async def test_what_waits_is_shown_at_its_child(stage: Stage) -> None:
    visit = await stage.sign_in(HELENE)
    loeiza = await stage.student(visit, 1)
    family = await stage.ask(visit)
    asked = await stage.ask_student(visit, loeiza, {"naissance": NEW_BIRTHDAY})
    view = await stage.portal.home(visit)
    assert [[each.number for each in child.waiting] for child in view.children] == [
        [],
        [asked.number],
        [],
    ]
    assert {each.number for each in view.open_requests} == {family.number, asked.number}


async def test_a_family_without_students_has_none_and_an_unread_list_says_so(
    stage: Stage,
) -> None:
    view = await stage.portal.home(await stage.sign_in(ELIF))
    assert view.students is not None
    assert (view.students.students, view.children) == ((), ())
    stage.extranet.faults.failing["students"] = ScreenMissing()
    view = await stage.portal.home(await stage.sign_in(CHIDI))
    assert view.students is not None
    assert (view.students.students, view.students.trouble) == (None, "screen_missing")
    assert view.home is not None


async def test_it_waits_a_little_only_for_the_choice_of_students(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stage.portal._cache, "_patience", 0.01)
    visit = await stage.sign_in(GOULVEN)
    gate = stage.extranet.faults.slow("students")
    view = await stage.portal.home(visit)
    assert view.home is not None
    assert (view.students, view.children) == (None, ())
    gate.open()
    await stage.settle()
    view = await stage.portal.home(visit)
    assert len(view.children) == 12
    assert stage.extranet.asked["students"] == 1


async def test_while_the_old_site_is_down_everything_kept_is_shown(stage: Stage) -> None:
    visit = await stage.sign_in(HELENE)
    zoe = await stage.student(visit)
    await stage.portal.courses(visit, zoe)
    await stage.portal.home(visit)
    stage.extranet.faults.down = True
    asked = stage.extranet.asked.copy()
    view = await stage.portal.home(visit)
    assert view.home is not None
    assert view.trouble == "unreachable"
    assert len(view.children) == 3
    assert view.children[0].courses is not None
    assert stage.extranet.asked - asked == Counter(home=1), "a site that is down is asked once"
