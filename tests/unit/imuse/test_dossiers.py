"""Dossiers: each student's own lists and sheets, or nothing at all."""

# ruff: noqa: E501 - markup keeps to its line

import re

import pytest

from adapters.errors import NotListed, NotUnderstood
from adapters.model import ListName, Step
from tests.unit.imuse.dossier_site import (
    COURSES,
    cells,
    dossier,
    fields,
    known,
    refs,
    step_of,
    two_students,
)
from tests.unit.imuse.small_extranet import Asked
from tests.unit.imuse.visited import table, visit


async def test_each_students_courses_are_that_students() -> None:
    async with visit(two_students()) as session:
        anne, leo = await refs(session)
        for _ in range(2):
            assert cells(await session.courses(anne)) == COURSES["7"]
            assert cells(await session.courses(leo)) == COURSES["9"]


async def test_every_tab_is_read() -> None:
    async with visit(two_students()) as session:
        anne, leo = await refs(session)
        assert [field.value for field in (await session.student(leo)).fields()] == ["Dupré", "Léo"]
        assert (await session.history(anne)).notes == ("Aucun historique pour cet élève.",)
        assert (await session.repertoire(anne)).lines == ()


async def test_an_identity_that_the_site_only_shows_is_read_and_cannot_be_changed() -> None:
    def only_shown(asked: Asked) -> str:
        said = "<h2>État civil</h2><dl><dt>Nom</dt><dd>Dupré</dd><dt>Prénom</dt><dd>Léo</dd><dt>Date de naissance</dt><dd></dd></dl>"
        return dossier(asked.form["e"], said)

    async with visit(two_students(identite=known(only_shown))) as session:
        _, leo = await refs(session)
        sheet = await session.student(leo)
        said = [(one.caption, one.value, one.editable) for one in sheet.fields()]
        assert said == [("Nom", "Dupré", False), ("Prénom", "Léo", False), ("Date de naissance", "", False)]  # fmt: skip
        assert [section.title for section in sheet.sections] == ["État civil"]
        assert not sheet.writable


async def test_a_page_that_shows_no_person_is_no_identity() -> None:
    said = "<p>Nom de l’atelier : Jazz</p><p>Salle : B12</p><p>Cours : Piano</p>"
    built = two_students(identite=known(lambda asked: dossier(asked.form["e"], said)))
    async with visit(built) as session:
        _, leo = await refs(session)
        with pytest.raises(NotUnderstood):
            await session.student(leo)


async def test_a_sheet_says_its_facts_and_lists() -> None:
    async with visit(two_students()) as session:
        anne, _ = await refs(session)
        record = await session.record(anne, (step_of(await session.courses(anne), 1),))
    assert fields(record) == [
        ("Cours", "Formation musicale"),
        ("Enseignant", "M. Hervé"),
        ("Jour", ""),
    ]
    notes, away = record.listing(ListName.EVALUATIONS), record.listing(ListName.ABSENCES)
    assert notes is not None
    assert away is not None
    assert cells(notes) == ["02/10/2026|12", "05/12/2026|15"]
    assert (away.lines, away.notes) == ((), ("Aucune absence.",))


async def test_a_line_of_a_sheets_list_opens_its_detail() -> None:
    async with visit(two_students()) as session:
        anne, _ = await refs(session)
        first = step_of(await session.courses(anne))
        notes = (await session.record(anne, (first,))).listing(ListName.EVALUATIONS)
        assert notes is not None
        details = [await session.record(anne, (first, step_of(notes, n))) for n in (0, 1)]
    assert [fields(one) for one in details] == [
        [("Date", "x1"), ("Commentaire", "Bon début")],
        [("Date", "x2"), ("Commentaire", "")],
    ]


async def test_references_stay_from_one_session_to_the_next() -> None:
    built = two_students()
    read = []
    for _ in range(2):
        async with visit(built) as session:
            anne, leo = await refs(session)
            lists = [await session.courses(one) for one in (anne, leo)]
            read.append((anne, leo, [line.ref for one in lists for line in one.lines]))
    assert read[0] == read[1]
    assert all(re.fullmatch("[a-z0-9]{16}", ref or "") for ref in (*read[0][:2], *read[0][2]))


async def test_a_reference_of_another_session_opens_its_line_at_once() -> None:
    built = two_students()
    async with visit(built) as session:
        anne, _ = await refs(session)
        step = step_of(await session.courses(anne), 1)
    async with visit(built) as session:
        assert fields(await session.record(anne, (step,)))[0] == ("Cours", "Formation musicale")


async def test_lines_that_read_alike_open_each_its_own() -> None:
    def alike(asked: Asked) -> str:
        opens = "ondblclick=\"location='fiche.php?e=7&c={}'\""
        return dossier("7", table("Cours|Enseignant", "Piano|x", "Piano|x", more=opens))

    async with visit(two_students(cours=alike)) as session:
        anne, _ = await refs(session)
        listing = await session.courses(anne)
        assert len({line.ref for line in listing.lines}) == 2
        opened = [await session.record(anne, (step_of(listing, n),)) for n in (0, 1)]
    assert [fields(one)[0][1] for one in opened] == ["Piano", "Formation musicale"]


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
        anne, leo = await refs(session)
        hers = step_of(await session.courses(anne))
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
        anne, _ = await refs(session)
        step = step_of(await session.courses(anne))
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
        anne, _ = await refs(session)
        step = step_of(await session.courses(anne), 1)
    del lines[0]
    async with visit(built) as session:
        assert fields(await session.record(anne, (step,)))[0] == ("Cours", "Formation musicale")
