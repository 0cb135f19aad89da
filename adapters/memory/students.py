"""The fictional students of the extranet in memory. Nobody here exists."""

from collections.abc import Iterable

from adapters.memory.enrolling import EnrolmentOnFile, enrolment
from adapters.memory.on_file import options
from adapters.memory.record import StudentRecord
from adapters.memory.schooling import (
    absence,
    course,
    courses,
    evaluation,
    event,
    history,
    past_year,
    repertoire,
)
from adapters.memory.tables import Row
from adapters.model import Field, Kind, Section

SEX = options("Fille", "Garçon")

HOUSEHOLD = (
    ("Anaëlle", "1", "04/01/2010"),
    ("Baptiste", "2", "15/02/2011"),
    ("Jeanne", "1", "23/03/2008"),
    ("Côme", "2", "30/04/2012"),
    ("Jeanne", "1", "09/05/2016"),
    ("Énora", "1", "17/06/2013"),
    ("Maël", "2", "21/07/2009"),
    ("Noûr", "1", "02/08/2014"),
    ("Özgür", "2", "11/09/2015"),
    ("Sœurette", "1", "19/10/2017"),
    ("Tancrède", "2", "28/11/2011"),
    ("Ÿaël", "1", "31/12/2012"),
)
"""First name, sex and birthday of twelve of one family; two have the same name."""


def lemarchands() -> list[StudentRecord]:
    """Three: one with much of everything, one with little, one with a long past."""
    return [_zoe(), _loeiza(), _ulysse()]


def nnenna() -> StudentRecord:
    """A family's only student."""
    return student(
        "20771", "OKONKWO-D’ARC", "Nnenna", "1", "05/06/2014", school="École Les Alizés, CM1",
        taught=(
            course("Violoncelle", "M. Le Bris", "mercredi", "14h30-15h15", "Salle 4",
                   "Parcours diplômant", cycle="1C2", evaluations=_two_evaluations()),
        ),
        before=(
            past_year("2025-2026", "Cordes", "Violoncelle", "1C1", "M. Le Bris",
                      result="Admise", words="Bonne année.\nÀ poursuivre."),
            past_year("2024-2025", "Éveil", "Éveil musical", "", "Mme Œuvrard"),
        ),
        played=_three_events()[1:2],
    )  # fmt: skip


def kervellas() -> list[StudentRecord]:
    """Twelve, two of whom have the same name."""
    return [
        student(
            f"4120{place:02}", "KERVELLA", first, sex, born,
            taught=_some_courses(place),
            before=_some_years(place % 4),
            played=_three_events()[: place % 4],
        )
        for place, (first, sex, born) in enumerate(HOUSEHOLD)
    ]  # fmt: skip


def student(
    number: str,
    last: str,
    first: str,
    sex: str,
    born: str,
    *,
    school: str = "",
    mobile: str = "",
    email: str = "",
    image: str = "1",
    remark: str = "",
    taught: tuple[Row, ...] = (),
    before: tuple[Row, ...] = (),
    played: tuple[Row, ...] = (),
) -> StudentRecord:
    """A student with an Identité of the usual fields; `sex` is "1" or "2", `born` jj/mm/aaaa."""
    identity = (
        Field(key="nom", caption="Nom", name="family_name", value=last, required=True,
              max_length=50),
        Field(key="prenom", caption="Prénom", name="given_name", value=first, required=True,
              max_length=50),
        Field(key="sexe", caption="Sexe", value=sex, kind=Kind.CHOICE, options=SEX),
        Field(key="naissance", caption="Date de naissance", name="birth_date", value=born,
              kind=Kind.DATE, required=True, hint="jj/mm/aaaa"),
        Field(key="numero", caption="N° d’élève", value=number, editable=False),
    )  # fmt: skip
    more = (
        Field(key="ecole", caption="Établissement scolaire et classe", value=school),
        Field(key="portable", caption="Téléphone portable", name="mobile_phone", value=mobile,
              kind=Kind.PHONE, max_length=20),
        Field(key="courriel", caption="E-mail", name="email", value=email, kind=Kind.EMAIL),
        Field(key="image", caption="Droit à l’image", value=image, kind=Kind.CHECK),
        Field(key="remarque", caption="Remarques", value=remark, kind=Kind.LONG_TEXT),
    )  # fmt: skip
    return StudentRecord(
        number=number,
        name=f"{last} {first}",
        sections=(
            Section(title="Identité", fields=identity),
            Section(title="Renseignements", fields=more),
        ),
        enrolment=_enrolment(taught),
        courses=courses(*taught),
        history=history(*before),
        repertoire=repertoire(*played),
    )


def _enrolment(taught: Iterable[Row]) -> EnrolmentOnFile:
    """What a student may go on with: its courses, and what the school adds for everybody."""
    lines = [(row.cells[0], row.cells[1], "Vos cours") for row in taught]
    return enrolment(
        *lines,
        ("Chœur & ensembles", "M. Le Bris", "Pratiques collectives"),
        ("Formation musicale (cursus)", "Mme Œuvrard", "Cursus"),
        closed="Atelier d’improvisation (complet)",
    )


def _zoe() -> StudentRecord:
    return student(
        "10421", "LEMARCHAND", "Zoé", "1", "21/05/2012", school="Collège des Ormes, 5ᵉ B",
        mobile="06 39 98 12 40", email="zoe@example.org", remark="Prête sa flûte à « Lœïza ».",
        taught=(
            course("Flûte traversière", "Mme Tanguy-Œuvrard", "mardi", "17h00-17h45", "Salle 12",
                   "Parcours diplômant", cycle="2C1", remark="Tenir la ligne.\nGammes en tierces.",
                   evaluations=(*_two_evaluations(),
                                evaluation("12/06/2027", "Examen de fin d’année", "",
                                           "", jury="MM. Le Bris & D’Août")),
                   absences=(absence("06/10/2026", "17h00", "Maladie", True,
                                     "Certificat remis à l’accueil."),
                             absence("17/11/2026", "17h00", "", False))),
            course("Formation musicale", "M. D’Août <remplaçant>", "mercredi", "14:00 à 15:30",
                   "Salle 3", "Parcours diplômant", cycle="2C1",
                   absences=(absence("14/10/2026", "14:00", "Sortie scolaire", True),)),
            course("Orchestre d’harmonie", "Mme Le Gall", "vendredi\nsamedi",
                   "18h30-20h00\n10h00-12h00", "Auditorium"),
        ),
        before=(
            past_year("2025-2026", "Vents", "Flûte traversière", "1C4", "Mme Tanguy-Œuvrard",
                      result="Fin de 1er cycle, mention très bien",
                      words="Année remarquable : autonomie, écoute & justesse.",
                      evaluations=_two_evaluations()),
            past_year("2024-2025", "Vents", "Flûte traversière", "1C3", "Mme Tanguy-Œuvrard"),
            past_year("2024-2025", "Culture musicale", "Formation musicale", "1C3", ""),
        ),
        played=_three_events(),
    )  # fmt: skip


def _loeiza() -> StudentRecord:
    return student(
        "10422", "LEMARCHAND D’AOÛT <b>", "Lœïza", "1", "29/02/2016", image="",
        taught=(course("Éveil musical", "", "", "", "", "Loisir & découverte"),),
        played=_three_events()[2:],
    )  # fmt: skip


def _ulysse() -> StudentRecord:
    return student(
        "10423", "LEMARCHAND", "Ulysse", "2", "01/09/2003", before=_some_years(23),
        school="Université", remark="En congé d’études cette année.",
    )  # fmt: skip


def _two_evaluations() -> tuple[Row, ...]:
    return (
        evaluation("15/12/2026", "Contrôle continu, 1er trimestre", "16,5/20",
                   "Très beau travail : le son s’ouvre.\nAttention aux nuances <pp>.",
                   jury="Mme Tanguy-Œuvrard"),
        evaluation("09/03/2027", "Audition", "TB", "", jury=""),
    )  # fmt: skip


def _three_events() -> tuple[Row, ...]:
    return (
        event("Concert de printemps", "28/03/2026", "Danse des « p’tits » canards & variations",
              "4 min 30", "Répétition générale la veille à 18 h.\nTenue noire.",
              place="Auditorium", programme=("Ouverture", "Danse & variations", "Œuvre surprise")),
        event("Audition de classe", "11/12/2025", "Étude n° 3 <en ut>", "2 min"),
        event("Fête de la musique", "", "L’œil du cyclope", "", place="Parvis"),
    )  # fmt: skip


def _some_courses(place: int) -> tuple[Row, ...]:
    offered = (
        course("Piano", "M. Le Bris", "lundi", f"{14 + place % 4}h00", "Salle 7", cycle="1C3",
               evaluations=_two_evaluations()),
        course("Formation musicale", "Mme Œuvrard", "Mer.", "10h-11h", "Salle 3",
               absences=(absence(f"{place + 1:02}/10/2026", "10h", "Maladie", True),)),
        course("Chœur d’enfants", "Mme Le Gall", "samedi", "de 9 h 30 à 10 h 30", "Auditorium"),
    )  # fmt: skip
    return offered[: place % 4]


def _some_years(number: int) -> tuple[Row, ...]:
    taught = (("Cordes", "Guitare", "M. Le Bris"), ("Culture musicale", "Formation musicale", ""))
    rows = []
    for place in range(number):
        department, group, teacher = taught[place % 2]
        first, cycle = 2025 - place // 2, f"{1 + place % 3}C{1 + place % 4}"
        result = "Admis" if place % 2 == 0 else ""
        rows.append(
            past_year(f"{first}-{first + 1}", department, group, cycle, teacher, result=result)
        )
    return tuple(rows)
