"""A student's courses, former years and musical events, as lists whose lines open sheets."""

import re
import unicodedata
from functools import cache

from adapters.memory.tables import Row, Table, Window
from adapters.model import Column, Field, Kind, ListName, Section

COURSES = (
    Column(caption="Discipline", name="course"),
    Column(caption="Enseignant", name="teacher"),
    Column(caption="Jour", name="day"),
    Column(caption="Horaire", name="time"),
    Column(caption="Salle", name="room"),
    Column(caption="Parcours"),
)
EVALUATIONS = (
    Column(caption="Date", name="date"),
    Column(caption="Épreuve", name="evaluation"),
    Column(caption="Note", name="grade"),
    Column(caption="Appréciation", name="comment"),
)
ABSENCES = (
    Column(caption="Date", name="date"),
    Column(caption="Horaire", name="time"),
    Column(caption="Motif", name="reason"),
    Column(caption="Justifiée", name="excused"),
)
HISTORY = (
    Column(caption="Année", name="year"),
    Column(caption="Département", name="department"),
    Column(caption="Classe", name="class"),
    Column(caption="Cycle", name="cycle"),
    Column(caption="Enseignant", name="teacher"),
)
REPERTOIRE = (
    Column(caption="Répertoire", name="repertoire"),
    Column(caption="Date", name="date"),
    Column(caption="Morceau", name="piece"),
    Column(caption="Durée", name="duration"),
    Column(caption="Commentaire", name="comment"),
)
PROGRAMME = (Column(caption="Ordre"), Column(caption="Morceau", name="piece"))


def courses(*rows: Row) -> Table:
    """The list of the tab Cours."""
    return Table(ListName.COURSES, "Cours", COURSES, list(rows), empty_words="Aucun cours.")


def history(*rows: Row) -> Table:
    """The list of the tab Historique."""
    empty = "Aucune fiche pour les années antérieures."
    return Table(ListName.HISTORY, "Historique", HISTORY, list(rows), empty_words=empty)


def repertoire(*rows: Row) -> Table:
    """The list of the tab Répertoire."""
    empty = "Aucun événement musical."
    return Table(ListName.REPERTOIRE, "Répertoire", REPERTOIRE, list(rows), empty_words=empty)


def course(
    discipline: str,
    teacher: str,
    day: str,
    hours: str,
    room: str,
    path: str = "",
    *,
    cycle: str = "",
    remark: str = "",
    evaluations: tuple[Row, ...] = (),
    absences: tuple[Row, ...] = (),
) -> Row:
    """A line of Cours; it opens the course's sheet, with the tabs Évaluations and Absence."""
    window = Window(
        "Fiche de suivi du cours",
        _section(
            "Cours",
            ("Discipline", "course", discipline),
            ("Enseignant", "teacher", teacher),
            ("Jour", "day", day),
            ("Horaire", "time", hours),
            ("Salle", "room", room),
            ("Cycle", "cycle", cycle),
            ("Année scolaire", "year", "2026-2027"),
            ("Objectifs de l’année", None, remark),
        ),
        _followed(evaluations, absences),
    )
    return Row((discipline, teacher, day, hours, room, path), window)


def evaluation(day: str, title: str, grade: str, words: str, jury: str = "") -> Row:
    """A line of Évaluations; it opens its detail."""
    window = Window(
        "Détail de l’évaluation",
        _section(
            "",
            ("Date", "date", day),
            ("Épreuve", "evaluation", title),
            ("Jury", None, jury),
            ("Note", "grade", grade),
            ("Appréciation", "comment", words),
        ),
    )
    return Row((day, title, grade, words), window)


def absence(day: str, hours: str, reason: str, justified: bool, words: str = "") -> Row:
    """A line of Absence; it opens its detail."""
    told = "oui" if justified else "non"
    window = Window(
        "Détail de l’absence",
        _section(
            "",
            ("Date", "date", day),
            ("Horaire", "time", hours),
            ("Motif", "reason", reason),
            ("Justifiée", "excused", told),
            ("Commentaire", "comment", words),
        ),
    )
    return Row((day, hours, reason, told), window)


def past_year(
    year: str,
    department: str,
    group: str,
    cycle: str,
    teacher: str,
    *,
    result: str = "",
    words: str = "",
    evaluations: tuple[Row, ...] = (),
    absences: tuple[Row, ...] = (),
) -> Row:
    """A line of Historique; it opens that year's sheet, with the same tabs."""
    window = Window(
        "Fiche d’historique",
        _section(
            "",
            ("Année", "year", year),
            ("Département", "department", department),
            ("Classe", "class", group),
            ("Cycle", "cycle", cycle),
            ("Enseignant", "teacher", teacher),
            ("Résultat", None, result),
            ("Appréciation générale", "comment", words),
        ),
        _followed(evaluations, absences),
    )
    return Row((year, department, group, cycle, teacher), window)


def event(
    title: str,
    day: str,
    piece: str,
    duration: str,
    comment: str = "",
    *,
    place: str = "",
    programme: tuple[str, ...] = (),
) -> Row:
    """A line of Répertoire; it opens the event's sheet, with its programme."""
    pieces = [Row((str(number), each)) for number, each in enumerate(programme, start=1)]
    window = Window(
        "Événement musical",
        _section(
            "",
            ("Répertoire", "repertoire", title),
            ("Date", "date", day),
            ("Lieu", "room", place),
            ("Morceau", "piece", piece),
            ("Durée", "duration", duration),
            ("Commentaire", "comment", comment),
        ),
        (Table("programme", "Programme", PROGRAMME, pieces, empty_words="Programme à venir."),),
    )
    return Row((title, day, piece, duration, comment), window)


def _followed(evaluations: tuple[Row, ...], absences: tuple[Row, ...]) -> tuple[Table, ...]:
    return (
        Table(ListName.EVALUATIONS, "Évaluations", EVALUATIONS, list(evaluations),
              empty_words="Aucune évaluation saisie."),
        Table(ListName.ABSENCES, "Absence", ABSENCES, list(absences),
              empty_words="Aucune absence saisie."),
    )  # fmt: skip


def _section(title: str, *fields: tuple[str, str | None, str]) -> tuple[Section, ...]:
    read = tuple(
        Field(key=_key(caption), caption=caption, name=name, value=value, editable=False,
              kind=Kind.LONG_TEXT if "\n" in value else Kind.TEXT)
        for caption, name, value in fields
    )  # fmt: skip
    return (Section(title=title, fields=read),)


@cache
def _key(caption: str) -> str:
    letters = unicodedata.normalize("NFKD", caption.casefold())
    plain = "".join(c for c in letters if not unicodedata.combining(c))
    return re.sub(r"[^a-z0-9]+", "_", plain).strip("_")
