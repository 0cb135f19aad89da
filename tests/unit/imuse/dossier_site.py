"""Two students' dossiers on a small old site, and what can go wrong with them."""

from collections.abc import Mapping

from adapters.imuse.session import ImuseSession
from adapters.model import Listing, Record, Step
from tests.unit.imuse.small_extranet import Answer, Asked, PageOf, SmallExtranet
from tests.unit.imuse.visited import ANNE, LEO, SIGN_IN, screen, site, table

STUDENTS = {"7": ANNE, "9": LEO}
COURSES = {
    "7": ["Piano|Mme Le Goff|Lundi", "Formation musicale|M. Hervé|"],
    "9": ["Éveil|Mme Le Goff|Mercredi"],
}
TABS = ("identite", "cours", "historique", "repertoire")
WORDS = ("Identité", "Cours", "Historique", "Répertoire")
CHOICE = (
    "<h1>Élèves</h1><form action=cours.php>Élève : "
    "<select name=e onchange='this.form.submit()'><option value=''>-- Choisissez --</option>"
    + "".join(f"<option value={key}>{name}</option>" for key, name in STUDENTS.items())
    + "</select></form>"
)


def dossier(key: str, inside: str, script: str = "") -> str:
    """A page of one student's dossier: the name, the tabs."""
    tabs = "".join(
        f"<td><a href='{page}.php?e={key}'>{words}</a></td>"
        for page, words in zip(TABS, WORDS, strict=True)
    )
    return screen(f"<h2>{STUDENTS[key]}</h2><table><tr>{tabs}</tr></table>{inside}", script)


def identity(asked: Asked) -> str:
    """Identité, to be changed."""
    first, last = STUDENTS[asked.form["e"]].split(" ")
    return dossier(
        asked.form["e"],
        f"<form method=post action=maj.php><p>Nom <input name=nom value='{last}'></p>"
        f"<p>Prénom <input name=prenom value='{first}'></p><input type=submit value=Modifier>"
        "</form>",
    )


def courses(asked: Asked) -> str:
    """Cours: a list whose lines open a sheet."""
    key = asked.form["e"]
    opens = f"ondblclick=\"location='fiche.php?e={key}&c={{}}'\""
    return dossier(key, table("Cours|Enseignant|Jour", *COURSES[key], more=opens))


def sheet(asked: Asked) -> str:
    """A course's sheet, with its two lists."""
    key, number = asked.form["e"], int(asked.form["c"])
    course, teacher, day = COURSES[key][number - 1].split("|")
    opens = f"ondblclick=\"window.open('detail.php?e={key}&n={{}}')\""
    notes = table("Date|Note", "02/10/2026|12", "05/12/2026|15", more=opens)
    return dossier(
        key,
        f"<h3>Suivi du cours</h3><table><tr><td>Cours :</td><td>{course}</td></tr>"
        f"<tr><td>Enseignant :</td><td>{teacher}</td></tr><tr><td>Jour :</td><td>{day}</td></tr>"
        f"</table><h3>Évaluations</h3>{notes}<h3>Absence</h3><p>Aucune absence.</p>",
    )


def detail(asked: Asked) -> str:
    """A line's detail, in a window of its own without the menu."""
    said = {"1": "Bon début", "2": ""}[asked.form["n"]]
    return f"<html><body><p>Date : x{asked.form['n']}</p><p>Commentaire : {said}</p></body></html>"


def known(page: PageOf) -> PageOf:
    """The page for those who are signed in."""
    return lambda asked: page(asked) if asked.known else SIGN_IN


PAGES: Mapping[str, Answer | PageOf] = {
    "eleves.php": screen(CHOICE),
    "identite.php": known(identity),
    "cours.php": known(courses),
    "historique.php": known(
        lambda asked: dossier(asked.form["e"], "<p>Aucun historique pour cet élève.</p>")
    ),
    "repertoire.php": known(
        lambda asked: dossier(asked.form["e"], table("Répertoire|Date|Morceau|Durée|Commentaire"))
    ),
    "fiche.php": known(sheet),
    "detail.php": known(detail),
}


def two_students(**pages: Answer | PageOf) -> SmallExtranet:
    """The site, with some of its pages replaced: `cours=…` for cours.php."""
    return site({**PAGES, **{f"{name}.php": page for name, page in pages.items()}})


async def refs(session: ImuseSession) -> tuple[str, str]:
    """The references of Anne and Léo."""
    anne, leo = await session.students()
    return anne.ref, leo.ref


def cells(listing: Listing) -> list[str]:
    """Each line, its cells apart by « | »."""
    return ["|".join(line.cells) for line in listing.lines]


def fields(record: Record) -> list[tuple[str, str]]:
    """(caption, value) of each of its fields."""
    return [(field.caption, field.value) for part in record.sections for field in part.fields]


def step_of(listing: Listing, number: int = 0) -> Step:
    """What opens a line."""
    ref = listing.lines[number].ref
    assert ref is not None
    return Step(list=listing.key, line=ref)
