"""Dossiers: each student's own lists and sheets, or nothing at all."""

# ruff: noqa: E501 - markup keeps to its line

import re

import pytest

from adapters.errors import ColumnsLost, NotListed, NotUnderstood, ScreenMissing, SessionEnded
from adapters.imuse.session import ImuseSession
from adapters.model import Listing, ListName, Record, Step
from tests.unit.imuse import dossier_site
from tests.unit.imuse.dossier_site import CHOICE, COURSES, courses, dossier, known, two_students
from tests.unit.imuse.small_extranet import Asked, SmallExtranet
from tests.unit.imuse.visited import ANNE, LEO, SIGN_IN, screen, table, visit


async def _refs(session: ImuseSession) -> tuple[str, str]:
    anne, leo = await session.students()
    return anne.ref, leo.ref


def _cells(listing: Listing) -> list[str]:
    return ["|".join(line.cells) for line in listing.lines]


def _fields(record: Record) -> list[tuple[str, str]]:
    return [(field.caption, field.value) for part in record.sections for field in part.fields]


def _step(listing: Listing, number: int = 0) -> Step:
    ref = listing.lines[number].ref
    assert ref is not None
    return Step(list=listing.key, line=ref)


async def test_each_students_courses_are_that_students() -> None:
    async with visit(two_students()) as session:
        anne, leo = await _refs(session)
        for _ in range(2):
            assert _cells(await session.courses(anne)) == COURSES["7"]
            assert _cells(await session.courses(leo)) == COURSES["9"]


async def test_every_tab_is_read() -> None:
    async with visit(two_students()) as session:
        anne, leo = await _refs(session)
        assert [field.value for field in (await session.student(leo)).fields()] == ["Dupré", "Léo"]
        assert (await session.history(anne)).notes == ("Aucun historique pour cet élève.",)
        assert (await session.repertoire(anne)).lines == ()


async def test_a_sheet_says_its_facts_and_lists() -> None:
    async with visit(two_students()) as session:
        anne, _ = await _refs(session)
        record = await session.record(anne, (_step(await session.courses(anne), 1),))
    assert _fields(record) == [
        ("Cours", "Formation musicale"),
        ("Enseignant", "M. Hervé"),
        ("Jour", ""),
    ]
    notes, away = record.listing(ListName.EVALUATIONS), record.listing(ListName.ABSENCES)
    assert notes is not None
    assert away is not None
    assert _cells(notes) == ["02/10/2026|12", "05/12/2026|15"]
    assert (away.lines, away.notes) == ((), ("Aucune absence.",))


async def test_a_line_of_a_sheets_list_opens_its_detail() -> None:
    async with visit(two_students()) as session:
        anne, _ = await _refs(session)
        first = _step(await session.courses(anne))
        notes = (await session.record(anne, (first,))).listing(ListName.EVALUATIONS)
        assert notes is not None
        details = [await session.record(anne, (first, _step(notes, n))) for n in (0, 1)]
    assert [_fields(one) for one in details] == [
        [("Date", "x1"), ("Commentaire", "Bon début")],
        [("Date", "x2"), ("Commentaire", "")],
    ]


async def test_references_stay_from_one_session_to_the_next() -> None:
    built = two_students()
    read = []
    for _ in range(2):
        async with visit(built) as session:
            anne, leo = await _refs(session)
            lists = [await session.courses(one) for one in (anne, leo)]
            read.append((anne, leo, [line.ref for one in lists for line in one.lines]))
    assert read[0] == read[1]
    assert all(re.fullmatch("[a-z0-9]{16}", ref or "") for ref in (*read[0][:2], *read[0][2]))


async def test_a_reference_of_another_session_opens_its_line_at_once() -> None:
    built = two_students()
    async with visit(built) as session:
        anne, _ = await _refs(session)
        step = _step(await session.courses(anne), 1)
    async with visit(built) as session:
        assert _fields(await session.record(anne, (step,)))[0] == ("Cours", "Formation musicale")


async def test_lines_that_read_alike_open_each_its_own() -> None:
    def alike(asked: Asked) -> str:
        opens = "ondblclick=\"location='fiche.php?e=7&c={}'\""
        return dossier("7", table("Cours|Enseignant", "Piano|x", "Piano|x", more=opens))

    async with visit(two_students(cours=alike)) as session:
        anne, _ = await _refs(session)
        listing = await session.courses(anne)
        assert len({line.ref for line in listing.lines}) == 2
        opened = [await session.record(anne, (_step(listing, n),)) for n in (0, 1)]
    assert [_fields(one)[0][1] for one in opened] == ["Piano", "Formation musicale"]


UNLISTED = "a" * 16


@pytest.mark.parametrize("ref", [UNLISTED, "", "7", "../7", "Anne Dupré"])
async def test_a_student_that_is_not_offered_is_not_listed(ref: str) -> None:
    async with visit(two_students()) as session:
        for read in (session.student, session.courses, session.history, session.repertoire):
            with pytest.raises(NotListed):
                await read(ref)
        with pytest.raises(NotListed):
            await session.record(ref, (Step(list="courses", line=UNLISTED),))


async def test_a_line_that_is_not_there_is_not_listed() -> None:
    async with visit(two_students()) as session:
        anne, leo = await _refs(session)
        hers = _step(await session.courses(anne))
        for steps in (
            (Step(list="courses", line=UNLISTED),),
            (Step(list="invoices", line=hers.line),),
            (Step(list="history", line=hers.line),),
            (hers, Step(list="evaluations", line=UNLISTED)),
            (hers, Step(list="courses", line=hers.line)),
        ):
            with pytest.raises(NotListed):
                await session.record(anne, steps)
        with pytest.raises(NotListed):
            await session.record(leo, (hers,))


async def test_a_line_that_has_changed_is_not_listed_any_more() -> None:
    lines = ["Piano|Mme Le Goff"]

    def changing(asked: Asked) -> str:
        opens = "ondblclick=\"location='fiche.php?e=7&c={}'\""
        return dossier(asked.form["e"], table("Cours|Enseignant", *lines, more=opens))

    built = two_students(cours=changing)
    async with visit(built) as session:
        anne, _ = await _refs(session)
        step = _step(await session.courses(anne))
    lines[0] = "Piano|M. Hervé"
    async with visit(built) as session:
        with pytest.raises(NotListed):
            await session.record(anne, (step,))


async def test_a_line_above_that_is_gone_does_not_move_the_reference() -> None:
    """A line is known by what it says, not by its place: its neighbour is never opened for it."""
    lines = ["Éveil|Mme Le Goff|1", "Piano|Mme Le Goff|2"]

    def changing(asked: Asked) -> str:
        key = asked.form["e"]
        rows = "".join(
            f"<tr ondblclick=\"location='fiche.php?e=7&c={n}'\"><td>{course}</td><td>{who}</td></tr>"
            for course, who, n in (one.split("|") for one in lines)
        )
        return dossier(key, f"<table><tr><th>Cours</th><th>Enseignant</th></tr>{rows}</table>")

    built = two_students(cours=changing)
    async with visit(built) as session:
        anne, _ = await _refs(session)
        step = _step(await session.courses(anne), 1)
    del lines[0]
    async with visit(built) as session:
        assert _fields(await session.record(anne, (step,)))[0] == ("Cours", "Formation musicale")


WRONG = {
    "choosing shows a brother": ("cours", lambda asked: courses(_as(asked, "9"))),
    "choosing shows nobody": ("cours", lambda asked: screen(f"<h2>Dossier</h2>{table('Cours|Jour', 'Piano|Lundi')}")),
}


def _as(asked: Asked, key: str) -> Asked:
    asked.form = {**asked.form, "e": key}
    return asked


@pytest.mark.parametrize("way", WRONG)
async def test_another_students_page_is_not_understood(way: str) -> None:
    name, page = WRONG[way]
    async with visit(two_students(**{name: known(page)})) as session:
        anne, _ = await _refs(session)
        with pytest.raises(NotUnderstood):
            await session.courses(anne)
        with pytest.raises(NotUnderstood):
            await session.student(anne)


async def test_a_tab_that_shows_a_brother_is_not_understood() -> None:
    built = two_students(historique=known(lambda asked: dossier("9", table("Année|Classe", "2025|Piano"))))
    async with visit(built) as session:
        anne, leo = await _refs(session)
        with pytest.raises(NotUnderstood):
            await session.history(anne)
        assert _cells(await session.history(leo)) == ["2025|Piano"]


async def test_a_brother_named_in_links_on_every_page_is_not_taken_for_her() -> None:
    links = "".join(f"<li><a href='cours.php?e={key}'>{name}</a></li>" for key, name in dossier_site.STUDENTS.items())
    page = f"<h1>Élèves</h1><ul>{links}</ul>"

    def always_leo(asked: Asked) -> str:
        return courses(_as(asked, "9")).replace("<h2>", f"<ul>{links}</ul><h2>")

    async with visit(two_students(eleves=screen(page), cours=known(always_leo))) as session:
        anne, leo = await _refs(session)
        with pytest.raises(NotUnderstood):
            await session.courses(anne)
        assert _cells(await session.courses(leo)) == COURSES["9"]


async def test_of_two_of_one_name_each_has_a_dossier_of_its_own() -> None:
    choice = CHOICE.replace(LEO, ANNE)

    def of(asked: Asked) -> str:
        chosen = choice.replace(f"value={asked.form['e']}>", f"value={asked.form['e']} selected>")
        return screen(f"{chosen}<h2>{ANNE}</h2><table><tr><td><a href='cours.php?e={asked.form['e']}'>Cours</a></td></tr></table>"
                      f"{table('Cours|Enseignant|Jour', *COURSES[asked.form['e']])}")  # fmt: skip

    async with visit(two_students(eleves=screen(choice), cours=known(of))) as session:
        first, second = await _refs(session)
        assert _cells(await session.courses(first)) == COURSES["7"]
        assert _cells(await session.courses(second)) == COURSES["9"]


async def test_a_tab_that_is_missing_is_missing() -> None:
    def without(asked: Asked) -> str:
        return courses(asked).replace("<td><a href='repertoire.php?e=7'>Répertoire</a></td>", "")

    async with visit(two_students(cours=known(without))) as session:
        anne, _ = await _refs(session)
        with pytest.raises(ScreenMissing):
            await session.repertoire(anne)
        assert _cells(await session.courses(anne)) == COURSES["7"]


@pytest.mark.parametrize("inside", ["", "<p>Aucun droit</p>", "<table><tr><th>Un</th><th>Deux</th></tr><tr><td>1</td><td>2</td></tr></table>"])
async def test_a_lost_list_closes_that_list_and_no_other(inside: str) -> None:
    built = two_students(repertoire=known(lambda asked: dossier(asked.form["e"], inside)))
    async with visit(built) as session:
        anne, _ = await _refs(session)
        with pytest.raises(ColumnsLost):
            await session.repertoire(anne)
        assert _cells(await session.courses(anne)) == COURSES["7"]


async def test_a_line_that_opens_nothing_that_can_be_read_is_not_understood() -> None:
    built = two_students(fiche=known(lambda asked: dossier(asked.form["e"], "")))
    async with visit(built) as session:
        anne, _ = await _refs(session)
        with pytest.raises(NotUnderstood):
            await session.record(anne, (_step(await session.courses(anne)),))


async def _all(session: ImuseSession) -> list[object]:
    anne, leo = await _refs(session)
    listing = await session.courses(leo)
    first = _step(listing)
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
        await session.record(leo, (first, _step(notes, 1))),
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
        anne, _ = await _refs(session)
        with pytest.raises(SessionEnded):
            await session.courses(anne)
    assert built.asked.count("POST verif.php") == 2
