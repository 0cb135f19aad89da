"""A list in several tables of the same headings is read whole, each under what heads it."""

import pytest

from adapters.errors import NotUnderstood
from adapters.model import Listing, ListName
from tests.unit.imuse.dossier_site import dossier, known, refs, step_of, two_students
from tests.unit.imuse.small_extranet import Asked
from tests.unit.imuse.visited import LEO, screen, site, table, visit

YEARS = {"2025-2026": ["Violon|Cycle 2"], "2024-2025": ["Violon|Cycle 1", "Solfège|Cycle 1"]}
READ = [("2025-2026", "Violon"), ("2024-2025", "Violon"), ("2024-2025", "Solfège")]


def _said(listing: Listing) -> list[tuple[str, str]]:
    return [(line.group, line.cells[0]) for line in listing.lines]


def _tables(heading: str = "<h3>{}</h3>", more: str = "") -> str:
    return "".join(
        heading.format(year) + table("Classe|Cycle", *lines, more=more)
        for year, lines in YEARS.items()
    )


WAYS = {
    "below headings": _tables(),
    "below headings of a heading": f"<h2>Historique</h2>{_tables()}",
    "below bold lines": _tables("<p><b>{}</b></p>"),
}  # fmt: skip
WAYS["with captions"] = "".join(
    table("Classe|Cycle", *lines).replace("<tr>", f"<caption>{year}</caption><tr>", 1)
    for year, lines in YEARS.items()
)


@pytest.mark.parametrize("way", WAYS)
async def test_every_year_of_historique_is_read(way: str) -> None:
    built = two_students(historique=known(lambda asked: dossier(asked.form["e"], WAYS[way])))
    async with visit(built) as session:
        anne, _ = await refs(session)
        history = await session.history(anne)
        assert _said(history) == READ
        assert history.caption in ("", "Historique")


async def test_each_line_of_each_table_opens_its_own() -> None:
    opens = "ondblclick=\"location='fiche.php?e=7&c={}'\""
    built = two_students(
        historique=known(lambda asked: dossier(asked.form["e"], _tables(more=opens)))
    )
    async with visit(built) as session:
        anne, _ = await refs(session)
        history = await session.history(anne)
        assert len({line.ref for line in history.lines}) == 3
        record = await session.record(anne, (step_of(history, 2),))
        assert record.sections


async def test_evaluations_of_every_term_are_read_and_absences_are_not_among_them() -> None:
    terms = "".join(
        f"<h4>Trimestre {n}</h4>{table('Date|Note', f'0{n}/10/2026|1{n}')}" for n in (1, 2, 3)
    )
    away = f"<h3>Absences</h3>{table('Date|Motif', '09/11/2026|Maladie')}"
    built = two_students(
        fiche=known(lambda asked: screen(f"<p>Cours : Piano</p><h3>Évaluations</h3>{terms}{away}"))
    )
    async with visit(built) as session:
        anne, _ = await refs(session)
        record = await session.record(anne, (step_of(await session.courses(anne)),))
        assert [(one.key, len(one.lines)) for one in record.lists] == [
            ("evaluations", 3),
            ("absences", 1),
        ]
        assert [line.group for line in record.lists[0].lines] == [
            f"Trimestre {n}" for n in (1, 2, 3)
        ]


async def test_payments_of_the_same_headings_are_no_invoices() -> None:
    bills = table("N°|Date|Montant", "F-1|01/10/2026|10 €")
    older = table("N°|Date|Montant", "F-0|01/10/2025|10 €")
    paid = table("N°|Date|Montant", "R-1|02/10/2026|10 €")
    inside = f"<h3>Factures 2026</h3>{bills}<h3>Factures 2025</h3>{older}<h3>Règlements</h3>{paid}"
    async with visit(site({"factures.php": screen(inside)})) as session:
        billing = await session.billing()
        found = {one.key: [line.cells[0] for line in one.lines] for one in billing.lists}
        assert found == {ListName.INVOICES: ["F-1", "F-0"], ListName.PAYMENTS: ["R-1"]}


async def test_a_brothers_table_is_never_among_ones_own() -> None:
    def both(asked: Asked) -> str:
        own = table("Classe|Cycle", "Violon|Cycle 2")
        return dossier(
            "7", f"<h3>Historique</h3>{own}<h3>{LEO}</h3>{table('Classe|Cycle', 'Éveil|')}"
        )

    async with visit(two_students(historique=known(both))) as session:
        anne, _ = await refs(session)
        with pytest.raises(NotUnderstood):
            await session.history(anne)
