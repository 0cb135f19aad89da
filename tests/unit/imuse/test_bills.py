"""Invoices and payments: each list is found, whichever way the screen shows it, or none is made up."""

# ruff: noqa: E501 - markup keeps to its line

import pytest

from adapters.errors import ColumnsLost, ScreenMissing, SessionEnded
from adapters.model import Billing
from tests.unit.imuse.small_extranet import Answer, Asked, PageOf, SmallExtranet, for_known
from tests.unit.imuse.visited import MENU, SIGN_IN, screen, site, table, visit

BILLS = ["F-1|01/09/2026|120,00 €|0,00 €", "F-2|05/01/2027|-20,00 €|"]
PAID = ["15/09/2026|Chèque|100,00 €"]
BILLS_TABLE = table("N°|Date|Montant|Solde", *BILLS)
PAID_TABLE = table("Date|Mode de règlement|Montant", *PAID)


def _one(inside: str, **pages: Answer | PageOf) -> SmallExtranet:
    return site({"factures.php": screen(inside), **{f"{k}.php": v for k, v in pages.items()}})


async def _billing(built: SmallExtranet) -> Billing:
    async with visit(built) as session:
        return await session.billing()


def _cells(billing: Billing, key: str) -> list[str] | None:
    listing = billing.listing(key)
    return None if listing is None else ["|".join(line.cells) for line in listing.lines]


TWO = {
    "one below the other": _one(f"<h1>Facturation</h1><h3>Factures</h3>{BILLS_TABLE}<h3>Règlements</h3>{PAID_TABLE}"),
    "payments first": _one(f"<h3>Règlements</h3>{PAID_TABLE}<h3>Factures</h3>{BILLS_TABLE}"),
    "without headings": _one(BILLS_TABLE + PAID_TABLE),
    "side by side": _one(f"<table><tr><td>{BILLS_TABLE}</td><td>{PAID_TABLE}</td></tr></table>"),
    "behind tabs of the page": _one(f"<ul><li><a href='#f'>Factures</a></li><li><a href='#r'>Règlements</a></li></ul><div id=f>{BILLS_TABLE}</div><div id=r style='display:none'>{PAID_TABLE}</div>"),
    "each on a page of its own": _one("<a href=liste.php>Factures</a> | <a href=paye.php>Règlements</a>", liste=screen(BILLS_TABLE), paye=screen(PAID_TABLE)),
    "payments on another page": _one(f"{BILLS_TABLE}<a href=paye.php>Règlements</a>", paye=screen(PAID_TABLE)),
    "behind the tab of the guide": _one("<a href=cot.php>Facturation cotisations</a>", cot=screen(BILLS_TABLE + PAID_TABLE)),
}  # fmt: skip


@pytest.mark.parametrize("way", TWO)
async def test_both_lists_are_read(way: str) -> None:
    billing = await _billing(TWO[way])
    assert [listing.key for listing in billing.lists] == ["invoices", "payments"]
    assert _cells(billing, "invoices") == BILLS
    assert _cells(billing, "payments") == PAID


async def test_one_list_of_both_is_one_list() -> None:
    lines = ["01/09/2026|Facture F-1|120,00|", "15/09/2026|Règlement chèque||100,00"]
    billing = await _billing(_one(table("Date|Libellé|Débit|Crédit", *lines)))
    assert [listing.key for listing in billing.lists] == ["invoices"]
    assert _cells(billing, "invoices") == lines


async def test_sums_that_are_yet_to_be_paid_are_no_payments() -> None:
    due = table("Échéance du|Date|Montant", "1er trimestre|01/10/2026|40,00 €")
    billing = await _billing(_one(f"<h3>Factures</h3>{BILLS_TABLE}<h3>Échéancier</h3>{due}"))
    assert _cells(billing, "payments") is None


async def test_payments_with_the_invoices_columns_are_told_by_their_heading() -> None:
    same = table("N°|Date|Montant|Solde", "R-1|15/09/2026|100,00 €|")
    billing = await _billing(_one(f"<h3>Factures</h3>{BILLS_TABLE}<h3>Règlements</h3>{same}"))
    assert _cells(billing, "invoices") == BILLS
    assert _cells(billing, "payments") == ["R-1|15/09/2026|100,00 €|"]


async def test_known_columns_have_their_names_and_others_are_kept() -> None:
    html = table(
        "N° facture|Date d'émission|Trimestre civil|Montant TTC|Reste dû", "F-1|x|3|1 €|0 €"
    )
    (listing,) = (await _billing(_one(html))).lists
    assert [(column.caption, column.name) for column in listing.columns] == [
        ("N° facture", "number"),
        ("Date d'émission", "date"),
        ("Trimestre civil", None),
        ("Montant TTC", "amount"),
        ("Reste dû", "balance"),
    ]


async def test_a_total_is_kept_beside_the_lines() -> None:
    html = BILLS_TABLE.replace(
        "</table>", "<tr><td colspan=2>Total</td><td>100,00 €</td><td></td></tr></table>"
    )
    (listing,) = (await _billing(_one(html))).lists
    assert (len(listing.lines), listing.notes) == (2, ("Total 100,00 €",))


EMPTY = {
    "sentences": _one("<h3>Factures</h3><p>Aucune facture.</p><h3>Règlements</h3><p>Aucun règlement.</p>"),
    "headings alone": _one(table("N°|Date|Montant") + table("Date|Mode|Montant")),
    "behind tabs of the page": _one("<ul><li><a href='#f'>Factures</a></li><li><a href='#r'>Règlements</a></li></ul><div id=f><p>Aucune facture.</p></div><div id=r style='display:none'><p>Aucun règlement.</p></div>"),
}  # fmt: skip


@pytest.mark.parametrize("way", EMPTY)
async def test_empty_lists_are_proven_empty(way: str) -> None:
    billing = await _billing(EMPTY[way])
    assert [(one.key, one.lines) for one in billing.lists] == [("invoices", ()), ("payments", ())]


async def test_no_payments_beside_invoices_are_no_payments() -> None:
    billing = await _billing(
        _one(f"<h3>Factures</h3>{BILLS_TABLE}<h3>Règlements</h3><p>Aucun règlement enregistré.</p>")
    )
    assert _cells(billing, "invoices") == BILLS
    assert _cells(billing, "payments") == []


LOST = {
    "nothing": "<h1>Facturation</h1>",
    "no right": "<h1>Facturation</h1><p>Aucun droit</p>",
    "a sentence about payments alone": "<p>Aucun règlement.</p>",
    "other columns": table("Un|Deux", "1|2"),
    "a warning of the server": "<b>Warning</b>: mysql_connect() in /www/f.php on line 3",
}


@pytest.mark.parametrize("way", LOST)
async def test_lists_that_are_neither_there_nor_said_to_be_empty_are_closed(way: str) -> None:
    with pytest.raises(ColumnsLost):
        await _billing(_one(LOST[way]))


async def test_a_tab_of_payments_that_shows_something_else_closes_the_screen() -> None:
    built = _one(
        f"{BILLS_TABLE}<a href=paye.php>Règlements</a>", paye=screen("<h1>En travaux</h1>")
    )
    with pytest.raises(ColumnsLost):
        await _billing(built)


async def test_what_accueil_says_is_no_word_about_bills() -> None:
    news = "<p>Aucune facture ne sera envoyée par courrier.</p>"
    built = _one(f"<h1>Facturation</h1>{news}")
    built.pages = {**built.pages, "accueil.php": for_known(screen(news), SIGN_IN)}
    with pytest.raises(ColumnsLost):
        await _billing(built)


async def test_a_menu_without_bills_has_no_such_screen() -> None:
    menu = MENU.replace("<li><a href=factures.php>Facturation</a></li>", "")
    built = site({})
    built.pages = {
        **built.pages,
        "accueil.php": for_known(f"<html><body>{menu}</body></html>", SIGN_IN),
    }
    with pytest.raises(ScreenMissing):
        await _billing(built)


async def test_a_session_that_has_ended_is_begun_again_once() -> None:
    built = _one(BILLS_TABLE + PAID_TABLE)
    async with visit(built) as session:
        before = await session.billing()
        built.end_sessions()
        assert await session.billing() == before
        built.pages = {**built.pages, "factures.php": SIGN_IN}
        with pytest.raises(SessionEnded):
            await session.billing()
    assert built.asked.count("POST verif.php") == 3


async def test_references_stay_and_are_each_lines_own() -> None:
    def many(asked: Asked) -> str:
        return screen(
            table(
                "Date|Montant|Libellé",
                *["01/09/2026|10 €|x"] * 3,
                more="ondblclick=\"location='f.php?n={}'\"",
            )
        )

    built = site({"factures.php": many})
    first, second = [(await _billing(built)).lists[0] for _ in range(2)]
    assert first == second
    assert len({line.ref for line in first.lines if line.ref}) == 3


@pytest.mark.parametrize(
    ("said", "notes"),
    [
        (
            "<p><b>Solde de votre compte :</b> 120,00 EUR</p>",
            ("Solde de votre compte : 120,00 EUR",),
        ),
        ("<p>Reste dû : 80,00 €</p>", ("Reste dû : 80,00 €",)),
        ("<table><tr><td>Total réglé :</td><td>100 €</td></tr></table>", ("Total réglé : 100 €",)),
        ("<p>Famille : Dupré</p><p>Année : 2026</p>", ()),
    ],
)
async def test_the_sums_that_stand_beside_the_lists_are_read(
    said: str, notes: tuple[str, ...]
) -> None:
    billing = await _billing(_one(f"<h3>Factures</h3>{BILLS_TABLE}{said}"))
    assert [one.replace("\N{NO-BREAK SPACE}", " ") for one in billing.notes] == list(notes)
    assert _cells(billing, "invoices") == BILLS


async def test_a_page_of_one_line_and_its_total_is_a_list() -> None:
    bills = "<tr><th>N°<th>Date<th>Montant<tr><td>F-1<td>01/09/2026<td>120,00 €"
    total = "<tr><td>Total<td><td>120,00 €"
    plain = f"<table>{bills}{total}</table>".replace("<th>", "<td>")
    for shown in (f"<table>{bills}{total}</table>", plain):
        assert _cells(await _billing(_one(shown)), "invoices") == ["F-1|01/09/2026|120,00 €"]


NOTHING = {
    "each below its heading": "<h3>Factures</h3><p>Aucun élément.</p><h3>Règlements</h3><p>Aucun élément.</p>",
    "each behind its tab": "<ul><li><a href='#f'>Factures</a></li><li><a href='#r'>Règlements</a></li></ul><div id=f><p>Aucune ligne.</p></div><div id=r><p>Aucune ligne.</p></div>",
}


@pytest.mark.parametrize("way", NOTHING)
async def test_two_lists_that_say_the_same_are_two_empty_lists(way: str) -> None:
    billing = await _billing(_one(NOTHING[way]))
    assert [(one.key, one.lines) for one in billing.lists] == [("invoices", ()), ("payments", ())]


async def test_one_sentence_about_both_is_of_one_list() -> None:
    billing = await _billing(_one("<h1>Facturation</h1><p>Aucune facture ni règlement.</p>"))
    assert [one.key for one in billing.lists] == ["invoices"]


async def test_a_sum_in_bold_letters_in_a_cell_is_said() -> None:
    said = "<table><tr><td><b>Solde à régler : 1 120,50&nbsp;€</b></td></tr></table>"
    billing = await _billing(_one(BILLS_TABLE + said))
    assert billing.notes == ("Solde à régler\N{NO-BREAK SPACE}: 1 120,50 €",)
