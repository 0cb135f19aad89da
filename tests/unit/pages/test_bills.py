"""Facturation: what is due first, what is not known said so, and every line of both lists."""

import pytest
from httpx import AsyncClient
from msgspec.structs import replace

from adapters.model import Billing, Line, ListName
from tests.unit.pages import files
from tests.unit.pages.files import BILLING, INVOICES, PAYMENTS, ref
from tests.unit.pages.reading import cells, page, words
from tests.unit.pages.stand_ins import COOKIE, StandInPortal


def shown_as(
    portal: StandInPortal, *lines: str, notes: tuple[str, ...] = (), payments: bool = False
) -> None:
    """Show these invoices under the usual columns, and perhaps an empty list of payments."""
    columns = "|".join(f"{each.caption}={each.name}" for each in INVOICES.columns)
    invoices = files.listing(ListName.INVOICES, columns, *lines)
    lists = (invoices, replace(PAYMENTS, lines=())) if payments else (invoices,)
    portal.answers["billing"] = files.billing(Billing(lists=lists, notes=notes))


def many(count: int) -> Billing:
    lines = tuple(
        Line(
            cells=(f"F{number:03}", f"01/{number % 12 + 1:02}/2020", "Cotisation", "10,00 €",
                   "10,00 €", "0,00 €", "", "Réglée"),
            ref=ref(number),
        )
        for number in range(1, count + 1)
    )  # fmt: skip
    return Billing(lists=(replace(INVOICES, lines=lines), PAYMENTS))


async def test_every_cell_of_both_lists_is_shown_under_its_caption(family: AsyncClient) -> None:
    answer = await family.get("/facturation")

    for number, listing in enumerate((INVOICES, PAYMENTS)):
        assert cells(answer, number) == [list(line.cells) for line in listing.lines]
    assert "Solde à régler : 668,00 €" in words(answer)
    assert not page(answer).select("main b")


async def test_what_is_due_comes_first_the_first_date_first(family: AsyncClient) -> None:
    shown = page(await family.get("/facturation"))
    due = [" ".join(each.get_text(" ").split()) for each in shown.select(".due")]

    assert "À régler : 668,00 €" in words(await family.get("/facturation"))
    assert due == [
        "Location <b>, F2 (PDF) 56,00 € échéance passée à régler avant le lundi 31 août 2026",
        "Cotisation, F3 (PDF) 612,00 € à régler avant le samedi 31 octobre 2026",
    ]
    first = shown.select_one("main section")
    assert first is not None
    assert first["aria-labelledby"] == "a-regler"


async def test_sums_that_agree_are_said_to(family: AsyncClient) -> None:
    text = words(await family.get("/facturation"))

    assert "Facturé, avoirs déduits 908,00 €" in text
    assert "Réglé 240,00 €" in text
    assert "Différence 668,00 €" in text
    assert "Ces sommes concordent" in text


async def test_sums_that_do_not_agree_are_said_not_to(
    family: AsyncClient, portal: StandInPortal
) -> None:
    portal.answers["billing"] = files.billing(replace(BILLING, notes=("Solde dû : 700,00 €",)))
    text = words(await family.get("/facturation"))

    assert "Ces sommes ne concordent pas" in text
    assert "Solde dû : 700,00 €" in text


async def test_what_cannot_be_known_is_said_so(family: AsyncClient, portal: StandInPortal) -> None:
    shown_as(portal, "F1|01/09/2026|Cotisation|200,00 €||||en cours d’étude")
    text = words(await family.get("/facturation"))

    assert "ne peut pas être dit avec certitude" in text
    assert "L’extranet ne dit pas clairement si ces lignes sont réglées : 1" in text
    assert "L’extranet n’en dit pas assez pour vérifier ces sommes." in text
    assert "Tout est réglé" not in text


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("F1|01/09/2025|Cotisation|200,00 €|200,00 €|0,00 €||Réglée", "Tout est réglé"),
        ("F1|01/09/2025|Cotisation|200,00 €||||Partiellement réglée",
         "Des factures restent à régler ; l’extranet ne permet pas de dire combien"),
    ],
)  # fmt: skip
async def test_how_the_account_stands_is_said_in_a_sentence(
    family: AsyncClient, portal: StandInPortal, line: str, said: str
) -> None:
    shown_as(portal, line)

    assert said in words(await family.get("/facturation"))


async def test_invoices_that_credit_notes_cover_are_not_said_to_be_due(
    family: AsyncClient, portal: StandInPortal
) -> None:
    shown_as(
        portal,
        "F1|01/02/2026|Stage|35,00 €|0,00 €|35,00 €|01/03/2026|À régler",
        "A1|02/03/2026|Avoir : stage annulé|-35,00 €|0,00 €|-35,00 €||Avoir à déduire",
        notes=("Solde dû : 0,00 €",),
        payments=True,
    )
    text = words(await family.get("/facturation"))

    assert "Tout est réglé" in text
    assert "encore notées à régler, mais des avoirs les couvrent" in text
    assert "échéance passée" not in text


async def test_what_credit_notes_take_off_the_total_is_said(
    family: AsyncClient, portal: StandInPortal
) -> None:
    shown_as(
        portal,
        "F1|01/02/2026|Cotisation|100,00 €|0,00 €|100,00 €|01/03/2026|À régler",
        "A1|02/03/2026|Avoir|-30,00 €|0,00 €|-30,00 €||Avoir à déduire",
        notes=("Solde dû : 70,00 €",),
        payments=True,
    )
    text = words(await family.get("/facturation"))

    assert "À régler : 70,00 €" in text
    assert "Avoirs déduits du total : 30,00 €" in text


async def test_a_balance_in_the_familys_favour_is_no_debt(
    family: AsyncClient, portal: StandInPortal
) -> None:
    shown_as(
        portal,
        "F1|01/09/2025|Cotisation|200,00 €|200,00 €|0,00 €||Réglée",
        "A1|02/09/2025|Avoir|-12,50 €|0,00 €|-12,50 €||Avoir à déduire",
        notes=("Solde en votre faveur : 12,50 €",),
    )
    text = words(await family.get("/facturation"))

    assert "Rien à régler. En votre faveur : 12,50 €" in text
    assert "À régler :" not in text


async def test_a_family_without_invoices_is_told_so_in_the_old_sites_words(
    family: AsyncClient, portal: StandInPortal
) -> None:
    empty = replace(INVOICES, lines=(), notes=("Aucune facture <b>.",))
    portal.answers["billing"] = files.billing(Billing(lists=(empty,)))
    answer = await family.get("/facturation")

    assert "Aucune facture <b>." in words(answer)
    assert not page(answer).select(".list, .due")


async def test_the_schools_payment_page_is_a_link_and_only_where_it_has_one(
    family: AsyncClient, portal: StandInPortal
) -> None:
    link = page(await family.get("/facturation")).find("a", {"href": "https://paiement.example/"})
    portal.answers["billing"] = files.billing(payment_url=None)

    assert link is not None
    assert link["rel"] == ["noreferrer"]
    assert "paiement" not in (await family.get("/facturation")).text


async def test_each_invoice_has_its_duplicate_to_open_and_to_save(family: AsyncClient) -> None:
    shown = page(await family.get("/facturation"))
    row = shown.select(".list tbody tr")[1]
    opened, saved = row.select(".documents a")

    assert opened["href"] == f"/facturation/factures/{ref(2)}/duplicata"
    assert saved["href"] == f"/facturation/factures/{ref(2)}/duplicata?enregistrer=1"
    assert opened["aria-label"] == "Duplicata (PDF), F2, Location <b>"
    assert len(shown.select("td.documents")) == len(INVOICES.lines)


async def test_250_lines_come_50_at_a_time_by_real_links_or_all_at_once(
    family: AsyncClient, portal: StandInPortal
) -> None:
    portal.answers["billing"] = files.billing(many(250))
    first = await family.get("/facturation")
    turns = {tag.get_text(): str(tag["href"]) for tag in page(first).select(".turns a")}

    assert list(turns) == ["Page 2", "Page 3", "Page 4", "Page 5", "Tout afficher"]
    last = await family.get(turns["Page 5"])
    whole = await family.get(turns["Tout afficher"])
    assert [line[0] for line in cells(last)] == [f"F{number}" for number in range(201, 251)]
    assert len(cells(first)) == 50
    assert len(cells(whole)) == 250
    assert cells(last, 1) == cells(first, 1)


async def test_one_search_goes_through_both_lists_and_each_is_sorted_by_itself(
    family: AsyncClient, portal: StandInPortal
) -> None:
    portal.answers["billing"] = files.billing(many(12))
    answer = await family.get("/facturation?q=cheque&tri2=2&sens2=desc")
    assert "Rien ne correspond à « cheque » (lignes de la liste : 12)." in words(answer)
    assert cells(answer) == [["02/09/2025", "Chèque", "200,00 €"]]

    answer = await family.get("/facturation?tri=0&sens=desc&tri2=2&sens2=asc")
    assert cells(answer)[0][0] == "F012"
    assert [line[2] for line in cells(answer, 1)] == ["40,00 €", "200,00 €"]
    link = page(answer).select(".list")[1].find("a", string="Date")
    assert link is not None
    assert link["href"] == "/facturation?tri=0&sens=desc&tri2=0&sens2=asc#liste-2"


@pytest.mark.parametrize("trouble", ["columns_lost", "maintenance", "half_page"])
async def test_unread_bills_say_why_and_never_that_nothing_is_due(
    family: AsyncClient, portal: StandInPortal, trouble: str
) -> None:
    portal.answers["billing"] = files.billing(
        None, read_at=None, trouble=trouble, incident="ABCD2345"
    )
    answer = await family.get("/facturation")

    assert answer.status_code in (502, 503)
    assert "Numéro d’incident : ABCD2345" in words(answer)
    assert not page(answer).select(".dues, .list")
    assert page(answer).find("a", {"href": "https://paiement.example/"})


async def test_bills_read_before_never_pass_for_current_and_are_read_anew_by_a_link(
    family: AsyncClient, portal: StandInPortal
) -> None:
    portal.answers["billing"] = files.billing(trouble="unreachable")
    answer = await family.get("/facturation")
    link = page(answer).find("a", string="Actualiser")
    assert link is not None
    await family.get(str(link["href"]))

    assert "lu auparavant, à 14 h 05" in words(answer)
    assert "à jour à" not in words(answer)
    assert portal.calls[-1] == ("billing", (portal.visits[COOKIE], True))
