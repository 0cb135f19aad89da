"""Dossiers that go wrong: another student's page, a lost list, a session that ends."""

# ruff: noqa: E501 - markup keeps to its line

import pytest

from adapters.errors import ColumnsLost, NotUnderstood, ScreenMissing, SessionEnded
from adapters.imuse.session import ImuseSession
from adapters.model import ListName
from tests.unit.imuse import dossier_site
from tests.unit.imuse.dossier_site import (
    CHOICE,
    COURSES,
    cells,
    courses,
    dossier,
    fields,
    known,
    refs,
    step_of,
    two_students,
)
from tests.unit.imuse.small_extranet import Asked, SmallExtranet
from tests.unit.imuse.visited import ANNE, LEO, SIGN_IN, screen, table, visit

WRONG = {
    "choosing shows a brother": ("cours", lambda asked: courses(_as(asked, "9"))),
    "choosing shows nobody": (
        "cours",
        lambda asked: screen(f"<h2>Dossier</h2>{table('Cours|Jour', 'Piano|Lundi')}"),
    ),
}


def _as(asked: Asked, key: str) -> Asked:
    asked.form = {**asked.form, "e": key}
    return asked


@pytest.mark.parametrize("way", WRONG)
async def test_another_students_page_is_not_understood(way: str) -> None:
    name, page = WRONG[way]
    async with visit(two_students(**{name: known(page)})) as session:
        anne, _ = await refs(session)
        with pytest.raises(NotUnderstood):
            await session.courses(anne)
        with pytest.raises(NotUnderstood):
            await session.student(anne)


async def test_a_tab_that_shows_a_brother_is_not_understood() -> None:
    built = two_students(
        historique=known(lambda asked: dossier("9", table("Année|Classe", "2025|Piano")))
    )
    async with visit(built) as session:
        anne, leo = await refs(session)
        with pytest.raises(NotUnderstood):
            await session.history(anne)
        assert cells(await session.history(leo)) == ["2025|Piano"]


async def test_a_sheet_that_names_a_brother_is_not_understood() -> None:
    def wrong(asked: Asked) -> str:
        return dossier_site.sheet(_as(asked, "9"))

    async with visit(two_students(fiche=known(wrong))) as session:
        anne, leo = await refs(session)
        with pytest.raises(NotUnderstood):
            await session.record(anne, (step_of(await session.courses(anne)),))
        his = await session.record(leo, (step_of(await session.courses(leo)),))
        assert fields(his)[0] == ("Cours", "Éveil")


async def test_a_student_that_the_old_session_holds_is_chosen_again_before_each_reading() -> None:
    """The addresses do not say whose they are: the old session knows whom it was last asked for."""
    held = {"e": "7"}

    def remembering(asked: Asked) -> str:
        held["e"] = asked.form.get("e", held["e"])
        return courses(_as(asked, held["e"])).replace(f"?e={held['e']}", "?x=1").replace("e=7&", "")

    def sheet(asked: Asked) -> str:
        return dossier_site.sheet(_as(asked, held["e"]))

    async with visit(two_students(cours=known(remembering), fiche=known(sheet))) as session:
        anne, leo = await refs(session)
        hers, his = await session.courses(anne), await session.courses(leo)
        assert (cells(hers), cells(his)) == (COURSES["7"], COURSES["9"])
        for _ in range(2):
            assert fields(await session.record(anne, (step_of(hers),)))[0] == ("Cours", "Piano")
            assert fields(await session.record(leo, (step_of(his),)))[0] == ("Cours", "Éveil")


async def test_a_brother_named_in_links_on_every_page_is_not_taken_for_her() -> None:
    links = "".join(
        f"<li><a href='cours.php?e={key}'>{name}</a></li>"
        for key, name in dossier_site.STUDENTS.items()
    )
    page = f"<h1>Élèves</h1><ul>{links}</ul>"

    def always_leo(asked: Asked) -> str:
        return courses(_as(asked, "9")).replace("<h2>", f"<ul>{links}</ul><h2>")

    async with visit(two_students(eleves=screen(page), cours=known(always_leo))) as session:
        anne, leo = await refs(session)
        with pytest.raises(NotUnderstood):
            await session.courses(anne)
        assert cells(await session.courses(leo)) == COURSES["9"]


async def test_of_two_of_one_name_each_has_a_dossier_of_its_own() -> None:
    choice = CHOICE.replace(LEO, ANNE)

    def of(asked: Asked) -> str:
        chosen = choice.replace(f"value={asked.form['e']}>", f"value={asked.form['e']} selected>")
        return screen(f"{chosen}<h2>{ANNE}</h2><table><tr><td><a href='cours.php?e={asked.form['e']}'>Cours</a></td></tr></table>"
                      f"{table('Cours|Enseignant|Jour', *COURSES[asked.form['e']])}")  # fmt: skip

    async with visit(two_students(eleves=screen(choice), cours=known(of))) as session:
        first, second = await refs(session)
        assert cells(await session.courses(first)) == COURSES["7"]
        assert cells(await session.courses(second)) == COURSES["9"]


async def test_a_tab_that_is_missing_is_missing() -> None:
    def without(asked: Asked) -> str:
        return courses(asked).replace("<td><a href='repertoire.php?e=7'>Répertoire</a></td>", "")

    async with visit(two_students(cours=known(without))) as session:
        anne, _ = await refs(session)
        with pytest.raises(ScreenMissing):
            await session.repertoire(anne)
        assert cells(await session.courses(anne)) == COURSES["7"]


@pytest.mark.parametrize(
    "inside",
    [
        "",
        "<p>Aucun droit</p>",
        "<table><tr><th>Un</th><th>Deux</th></tr><tr><td>1</td><td>2</td></tr></table>",
    ],
)
async def test_a_lost_list_closes_that_list_and_no_other(inside: str) -> None:
    built = two_students(repertoire=known(lambda asked: dossier(asked.form["e"], inside)))
    async with visit(built) as session:
        anne, _ = await refs(session)
        with pytest.raises(ColumnsLost):
            await session.repertoire(anne)
        assert cells(await session.courses(anne)) == COURSES["7"]


async def test_a_line_that_opens_nothing_that_can_be_read_is_not_understood() -> None:
    built = two_students(fiche=known(lambda asked: dossier(asked.form["e"], "")))
    async with visit(built) as session:
        anne, _ = await refs(session)
        with pytest.raises(NotUnderstood):
            await session.record(anne, (step_of(await session.courses(anne)),))


async def _all(session: ImuseSession) -> list[object]:
    anne, leo = await refs(session)
    listing = await session.courses(leo)
    first = step_of(listing)
    record = await session.record(leo, (first,))
    notes = record.listing(ListName.EVALUATIONS)
    assert notes is not None
    return [
        anne,
        leo,
        listing,
        await session.student(anne),
        await session.history(anne),
        await session.repertoire(leo),
        record,
        await session.record(leo, (first, step_of(notes, 1))),
        await session.courses(anne),
    ]


async def _expected() -> list[object]:
    async with visit(two_students()) as session:
        return await _all(session)


class _EndsAt:
    """A site whose sessions end once, before its n-th answer to somebody signed in."""

    def __init__(self, number: int) -> None:
        self.left = number
        self.built: SmallExtranet = two_students()
        for name, page in dict(self.built.pages).items():
            if name not in ("index.php", "verif.php"):
                self.built.pages = {**self.built.pages, name: self._counted(page)}

    def _counted(self, page: object):  # type: ignore[no-untyped-def]
        def answer(asked: Asked) -> object:
            if asked.known:
                self.left -= 1
                if self.left == 0:
                    self.built.end_sessions()
                    asked.known = False
            return page(asked) if callable(page) else page

        return answer


async def test_a_session_that_ends_anywhere_changes_nothing_of_what_is_read() -> None:
    expected = await _expected()
    ended = 0
    for number in range(2, 40, 3):
        site = _EndsAt(number)
        async with visit(site.built) as session:
            assert await _all(session) == expected, number
        ended += site.left <= 0
        if site.left > 0:
            break
    assert ended > 4


async def test_a_session_that_does_not_last_is_given_up() -> None:
    """Once is enough: two families on one account would throw each other out for ever."""
    built = two_students(cours=lambda asked: SIGN_IN)
    async with visit(built) as session:
        anne, _ = await refs(session)
        with pytest.raises(SessionEnded):
            await session.courses(anne)
    assert built.asked.count("POST verif.php") == 2
