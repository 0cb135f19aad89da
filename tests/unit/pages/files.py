"""Students' files and bills for the stand-in portal; nobody here exists."""

from collections.abc import AsyncIterator
from datetime import UTC, date, datetime
from typing import Any

from msgspec.structs import replace

from adapters.errors import Unreachable
from adapters.model import (
    Billing,
    Column,
    Field,
    Line,
    Listing,
    ListName,
    Record,
    Section,
    Sheet,
    Step,
    Student,
)
from gateway.billing import account
from gateway.views import (
    BillingView,
    ChildView,
    ChoiceView,
    KeptList,
    ListView,
    Place,
    RecordView,
    StudentsView,
    StudentView,
)

WHEN = datetime(2026, 9, 9, 12, 5, tzinfo=UTC)
TODAY = date(2026, 9, 9)

LOEIZA = Student(ref="loeiza0000000001", name="D’AOÛT Lœïza <b>")
NOE = Student(ref="noe0000000000002", name="D’AOÛT Noé")
STRANGER = "stranger00000009"
"""A reference of another family's."""

PDF = b"%PDF-1.7\n" + b"x" * 3000


def ref(number: int) -> str:
    """A line's reference."""
    return f"line{number:012}"


def listing(
    key: str, columns: str, *lines: str, notes: tuple[str, ...] = (), opens: bool = True
) -> Listing:
    """A list: columns as `caption=name`, cells of a line, both apart by `|`."""
    pairs = [each.partition("=") for each in columns.split("|")]
    return Listing(
        key=key,
        caption="",
        columns=tuple(Column(caption=caption, name=name or None) for caption, _, name in pairs),
        lines=tuple(
            Line(cells=tuple(line.split("|")), ref=ref(number) if opens else None)
            for number, line in enumerate(lines, 1)
        ),
        notes=notes,
    )


COURSES = listing(
    ListName.COURSES,
    "Discipline=course|Professeur=teacher|Jour=day|Horaire=time|Salle <i>=room|Parcours",
    "Flûte <b>traversière</b>|Mme Œuvrard|mardi|17h00-17h45|Salle 12|Loisir",
    "Formation musicale|M. D’Août|mercredi|14:00 à 15:30||Diplômant",
    "Orchestre|||selon les semaines|Auditorium|",
)
HISTORY = listing(
    ListName.HISTORY,
    "Année=year|Département=department|Classe=class|Cycle=cycle|Enseignant=teacher",
    *(
        f"{2025 - number}-{2026 - number}|{'Vents' if number % 2 else 'Cordes'}|"
        f"{'Flûte' if number % 2 else 'Éveil'}|1C{number % 4 + 1}|Mme Œuvrard"
        for number in range(12)
    ),
)
REPERTOIRE = listing(
    ListName.REPERTOIRE,
    "Répertoire=repertoire|Date=date|Morceau=piece|Durée=duration|Commentaire=comment",
    "Concert de printemps|28/03/2026|L’œil du cyclope|4 min|Tenue noire.",
    "Fête de la musique||Étude|2 min|",
)
INVOICES = listing(
    ListName.INVOICES,
    "N°=number|Date=date|Libellé=label|Montant=amount|Réglé=paid|Solde=balance|Échéance=due_date"
    "|État=status",
    "F1|01/09/2025|Cotisation|200,00 €|200,00 €|0,00 €|30/09/2025|Réglée",
    "F2|01/08/2026|Location <b>|96,00 €|40,00 €|56,00 €|31/08/2026|Partiellement réglée",
    "F3|01/09/2026|Cotisation|612,00 €|0,00 €|612,00 €|31/10/2026|À régler",
)
PAYMENTS = listing(
    ListName.PAYMENTS,
    "Date=date|Mode=method|Montant=amount",
    "02/09/2025|Chèque|200,00 €",
    "02/09/2026|Espèces|40,00 €",
    opens=False,
)
BILLING = Billing(lists=(INVOICES, PAYMENTS), notes=("Solde à régler : 668,00 €",))


def students(**changed: Any) -> StudentsView:
    """The family's two."""
    return replace(StudentsView(students=(LOEIZA, NOE), read_at=WHEN), **changed)


def choice(**changed: Any) -> ChoiceView:
    """The family's two, at a glance."""
    view = ChoiceView(students=(LOEIZA, NOE), children=children(), read_at=WHEN)
    return replace(view, **changed)


def children() -> tuple[ChildView, ...]:
    """One whose courses are kept, and one of whom nothing is read yet."""
    kept = KeptList(listing=COURSES, read_at=WHEN)
    return (
        ChildView(student=LOEIZA, courses=kept, history=None, repertoire=None, waiting=()),
        ChildView(student=NOE, courses=None, history=None, repertoire=None, waiting=()),
    )


def identity(sheet: Sheet | None, **changed: Any) -> StudentView:
    """Lœïza's Identité."""
    view = StudentView(
        students=(LOEIZA, NOE), chosen=LOEIZA, sheet=sheet, read_at=WHEN, seen="scellé-élève",
        press="appui-élève", offers_keeping=True,
    )  # fmt: skip
    return replace(view, **changed)


def of_loeiza(listing: Listing | None, **changed: Any) -> ListView:
    """A list of Lœïza's."""
    view = ListView(students=(LOEIZA, NOE), chosen=LOEIZA, listing=listing, read_at=WHEN)
    return replace(view, **changed)


def courses(**changed: Any) -> ListView:
    """Lœïza's courses."""
    return of_loeiza(COURSES, **changed)


def history(**changed: Any) -> ListView:
    """Lœïza's courses of former years."""
    return of_loeiza(HISTORY, **changed)


def repertoire(**changed: Any) -> ListView:
    """Lœïza's musical events."""
    return of_loeiza(REPERTOIRE, **changed)


EVALUATIONS = replace(
    listing(
        ListName.EVALUATIONS,
        "Date=date|Épreuve=evaluation|Note=grade",
        "15/12/2026|Contrôle <b>|16/20",
    ),
    caption="Évaluations",
)
ABSENCES = replace(
    listing(ListName.ABSENCES, "Date=date|Motif=reason", notes=("Aucune absence à ce jour.",)),
    caption="Absence",
)
OWN_LIST = replace(
    listing("list-3", "Œuvre|Rôle", "Danse|Soliste", opens=False), caption="Programme"
)
SHEET = Record(
    title="Fiche de suivi du cours",
    sections=(
        Section(
            title="Cours <b>",
            fields=(
                Field(key="1", caption="Discipline", name="course", editable=False,
                      value="Flûte <b>traversière</b>"),
                Field(key="2", caption="Salle <i>", value="", editable=False),
                Field(key="3", caption="Objectifs", value="Gammes\nen tierces", editable=False),
            ),
        ),
    ),
    lists=(EVALUATIONS, ABSENCES, OWN_LIST),
)  # fmt: skip


def record(steps: tuple[Step, ...], **changed: Any) -> RecordView:
    """The sheet behind Lœïza's second line of three, or of a list on it."""
    above = steps[:-1]
    view = RecordView(
        students=(LOEIZA, NOE),
        chosen=LOEIZA,
        steps=steps,
        record=replace(SHEET, lists=()) if above else SHEET,
        listing=EVALUATIONS if above else COURSES,
        place=Place(first=ref(1), previous=ref(1), next=ref(3), last=ref(3), position=2, count=3),
        trail=(SHEET,) if above else (),
        read_at=WHEN,
    )
    return replace(view, **changed)


def billing(of: Billing | None = BILLING, **changed: Any) -> BillingView:
    """The family's bills, and what they amount to."""
    view = BillingView(
        billing=of,
        account=None if of is None else account(of, TODAY),
        payment_url="https://paiement.example/",
        read_at=WHEN,
    )
    return replace(view, **changed)


async def pieces(whole: bytes, *, breaks: bool = False) -> AsyncIterator[bytes]:
    """A document piece by piece, or half of it."""
    half = len(whole) // 2
    yield whole[:half]
    if breaks:
        raise Unreachable
    yield whole[half:]
