"""Facturation: invoices and payments whose sums agree, and the duplicate of each as a PDF."""

import re
from collections.abc import Callable

import pytest

from adapters.school import Running
from adapters.school.families import families
from tests.unit.school.reader import all_pages, grids
from tests.unit.school.visitor import Visitor

FAMILIES = ["dupre.anne", "daout.loeiza", "legoff.yann", "kerdreux.soazig"]


def cents(amount: str) -> int:
    return int(re.sub(r"[^\d-]", "", amount))


@pytest.mark.parametrize("identifier", FAMILIES)
def test_both_lists_are_on_the_page_whole(
    school: Running, arrive: Callable[[str], Visitor], identifier: str
) -> None:
    parent = arrive(identifier)
    truth = school.control.facturation(identifier)

    for which, (heading, grid) in enumerate(truth.lists.items()):
        parent.follow("Facturation")
        assert heading in parent.soup.get_text()
        seen = all_pages(parent, which)
        assert (seen.columns, seen.lines) == (grid.columns, grid.lines)
        assert seen.said == ("" if grid.lines else grid.empty)
        assert [bool(address) for address in seen.opens] == [one is not None for one in grid.opens]
    assert truth.balance in " ".join(parent.soup.get_text().split())


@pytest.mark.parametrize("identifier", FAMILIES)
def test_the_sums_agree(school: Running, identifier: str) -> None:
    truth = school.control.facturation(identifier)
    invoices, payments = (
        [dict(zip(grid.columns, line, strict=True)) for line in grid.lines]
        for grid in truth.lists.values()
    )

    for invoice in invoices:
        paid = sum(cents(p["Montant"]) for p in payments if p["Facture"] == invoice["Numéro"])
        assert cents(invoice["Réglé"]) == paid
        assert cents(invoice["Reste dû"]) == cents(invoice["Montant"]) - paid
    left = sum(cents(invoice["Reste dû"]) for invoice in invoices)
    assert {payment["Facture"] for payment in payments} <= {one["Numéro"] for one in invoices}
    assert (cents(truth.balance) if truth.balance else 0) == left


def test_totals_stand_at_the_foot_of_each_list(school: Running, anne: Visitor) -> None:
    anne.follow("Facturation")
    invoices, payments = grids(anne)
    truth = school.control.facturation("dupre.anne").lists

    for seen, grid, place in (
        (invoices, truth["Factures"], -2),
        (payments, truth["Règlements"], -1),
    ):
        amounts = [i for i, column in enumerate(grid.columns) if grid.lines[0][i].endswith("€")]
        sums = [sum(cents(line[column]) for line in grid.lines) for column in amounts]
        assert [cents(total) for total in seen.total if total] == sums
        assert seen.total[place + 1 or len(seen.total) :] == (("",) if place == -2 else ())


def test_there_are_credit_notes_refunds_and_two_hundred_and_fifty_lines(school: Running) -> None:
    truth = school.control.facturation("kerdreux.soazig").lists
    numbers = [line[0] for line in truth["Factures"].lines]
    states = {line[-1] for line in truth["Factures"].lines}

    assert len(numbers) == 250
    assert any(number.startswith("AV-") for number in numbers)
    assert states == {
        "Soldée",
        "À régler",
        "Partiellement réglée",
        "Avoir",
        "Avoir remboursé",
    }
    assert any(cents(line[-1]) < 0 for line in truth["Règlements"].lines)


def test_every_duplicate_is_the_document_of_its_line(
    school: Running, arrive: Callable[[str], Visitor]
) -> None:
    truth = school.control.facturation("daout.loeiza").lists["Factures"]
    loeiza = arrive("daout.loeiza")
    loeiza.follow("Facturation")

    for address, document in zip(grids(loeiza)[0].opens, truth.opens, strict=True):
        answer = loeiza.look(address)
        assert answer.content == document
        assert answer.headers["content-type"] == "application/pdf"
        assert answer.headers["content-disposition"] == 'inline; filename="duplicata.pdf"'


def test_an_archived_invoice_has_no_duplicate(anne: Visitor, school: Running) -> None:
    truth = school.control.facturation("dupre.anne").lists["Factures"]
    kept = [line[0] for line, opens in zip(truth.lines, truth.opens, strict=True) if opens is None]
    anne.follow("Facturation")
    [address, *_] = grids(anne)[0].opens

    assert kept == ["AV-2020-0103", "FA-2020-0104", "FA-2020-0102", "FA-2019-0101"]
    answer = anne.look(address.replace(truth.lines[0][0], kept[0]))
    assert "introuvable" in answer.content.decode(anne.charset)


def test_another_familys_invoice_is_naively_served_in_the_old_markup_only(
    school: Running, anne: Visitor, markup: str
) -> None:
    foreign = school.control.facturation("daout.loeiza").lists["Factures"]
    own = school.control.facturation("dupre.anne").lists["Factures"].lines[0][0]
    anne.follow("Facturation")
    address = grids(anne)[0].opens[0].replace(own, foreign.lines[0][0])

    answer = anne.look(address)
    if markup == "old":
        assert answer.content == foreign.opens[0]
    else:
        assert answer.status_code == 404
        assert b"%PDF-" not in answer.content


def test_without_a_session_the_sign_in_page_comes_in_the_documents_place(
    school: Running, anne: Visitor
) -> None:
    anne.follow("Facturation")
    address = grids(anne)[0].opens[0]
    school.control.end_sessions()

    answer = anne.look(address)
    assert answer.status_code == 200
    assert "Se connecter" in answer.content.decode(anne.charset)


def test_documents_are_distinct_and_their_tables_point_at_their_objects(school: Running) -> None:
    documents = [
        one
        for identifier in FAMILIES
        for one in school.control.facturation(identifier).lists["Factures"].opens
        if isinstance(one, bytes)
    ]

    assert len(set(documents)) == len(documents)
    for document in documents[:: len(documents) // 20]:
        assert document.startswith(b"%PDF-1.4\n")
        assert document.endswith(b"%%EOF\n")
        table = int(document.rpartition(b"startxref\n")[2].split()[0])
        assert document[table:].startswith(b"xref\n0 7\n")
        offsets = [int(o) for o in re.findall(rb"(\d{10}) 00000 n", document)]
        for number, offset in enumerate(offsets, 1):
            assert document[offset:].startswith(b"%d 0 obj\n" % number)
        stream = re.search(rb"/Length (\d+) >>\nstream\n(.*)endstream", document, re.DOTALL)
        assert stream is not None
        assert len(stream[2]) == int(stream[1])


def test_a_document_says_whose_it_is_and_that_it_is_fictional(school: Running) -> None:
    lists = school.control.facturation("daout.loeiza").lists
    document = lists["Factures"].opens[0]
    assert isinstance(document, bytes)
    text = document.decode("windows-1252")

    for words in ("FA-2026-0404", r"Lœïza D’Août \(F-000987\)", "100,50", "ce n’est pas iMuse"):
        assert words in text


def test_the_lists_keep_their_own_page_while_the_other_turns(
    school: Running, anne: Visitor
) -> None:
    truth = school.control.facturation("dupre.anne").lists
    anne.follow("Facturation")
    all_pages(anne, 1)
    invoices, payments = grids(anne)

    assert invoices.lines == truth["Factures"].lines[:20]
    assert payments.lines == truth["Règlements"].lines[40:]


def test_a_familys_bills_are_its_own() -> None:
    for family in families():
        paid_for = {payment.invoice for payment in family.billing.payments}
        assert paid_for <= {invoice.number for invoice in family.billing.invoices}
