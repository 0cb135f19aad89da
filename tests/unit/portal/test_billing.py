"""Facturation: what the lists amount to, and an invoice's duplicate (TRUST 17)."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from decimal import Decimal

import pytest

from adapters.errors import (
    ColumnsLost,
    NoDocument,
    NotListed,
    SessionEnded,
    TooSlow,
    Unreachable,
)
from adapters.memory.session import MemorySession
from adapters.model import Step
from gateway.billing import Standing
from gateway.views import Visit
from tests.unit.portal.stage import ELIF, GOULVEN, HELENE, Stage, staged


async def first_invoice(stage: Stage, visit: Visit) -> Step:
    billing = (await stage.portal.billing(visit)).billing
    assert billing is not None
    listing = billing.lists[0]
    return Step(list=listing.key, line=next(line.ref for line in listing.lines if line.ref))


async def whole(stage: Stage, visit: Visit, step: Step) -> tuple[str, bytes]:
    async with stage.portal.invoice(visit, step) as duplicate:
        return duplicate.file_name, b"".join([piece async for piece in duplicate.pieces])


async def test_the_lists_come_with_what_they_amount_to(stage: Stage) -> None:
    view = await stage.portal.billing(await stage.sign_in(GOULVEN))
    assert view.billing is not None
    assert len(view.billing.lists[0].lines) == 250
    assert view.account is not None
    assert (view.account.total, view.account.standing) == (Decimal(290), Standing.DUE)
    assert view.account.sums.agree
    dates = [each.bill.due_date for each in view.account.due]
    assert dates == sorted(date for date in dates if date)
    assert view.payment_url is None


async def test_the_schools_own_payment_page_is_shown_where_it_has_one(stage: Stage) -> None:
    folder = stage.folder / "other"
    folder.mkdir()
    async with staged(folder, payment_url="https://paiement.example/") as other:
        view = await other.portal.billing(await other.sign_in())
        assert view.payment_url == "https://paiement.example/"


async def test_a_family_without_invoices_owes_nothing_that_is_known(stage: Stage) -> None:
    view = await stage.portal.billing(await stage.sign_in(ELIF))
    assert view.account is not None
    assert view.account.standing is Standing.NOTHING


async def test_unread_lists_amount_to_nothing_that_is_known(stage: Stage) -> None:
    stage.extranet.faults.failing["billing"] = ColumnsLost()
    view = await stage.portal.billing(await stage.sign_in())
    assert (view.billing, view.account, view.trouble) == (None, None, "columns_lost")


async def test_a_duplicate_comes_byte_for_byte_under_a_good_name(stage: Stage) -> None:
    visit = await stage.sign_in(HELENE)
    books = stage.extranet.families[HELENE].books
    billing = (await stage.portal.billing(visit)).billing
    assert billing is not None
    for line, row in zip(billing.lists[0].lines, books.tables[0].rows, strict=True):
        name, content = await whole(stage, visit, Step(list="invoices", line=line.ref or ""))
        assert content == row.opens
        assert line.cells[0] in name
        assert name.endswith(".pdf")


async def test_the_session_is_free_again_after_a_duplicate(stage: Stage) -> None:
    visit = await stage.sign_in(HELENE)
    step = await first_invoice(stage, visit)
    async with stage.portal.invoice(visit, step) as duplicate:
        await anext(aiter(duplicate.pieces))
    assert (await stage.portal.family(visit)).sheet is not None


@pytest.mark.parametrize("bytes_instead", [b"<html>Connexion</html>", b"", b"%PD"])
async def test_what_is_no_pdf_is_never_passed_on_whatever_the_adapter_let_through(
    stage: Stage, monkeypatch: pytest.MonkeyPatch, bytes_instead: bytes
) -> None:
    @asynccontextmanager
    async def invoice(self: MemorySession, step: Step) -> AsyncIterator[AsyncIterator[bytes]]:
        async def pieces() -> AsyncIterator[bytes]:
            for number in range(len(bytes_instead)):
                yield bytes_instead[number : number + 1]

        yield pieces()

    visit = await stage.sign_in(HELENE)
    step = await first_invoice(stage, visit)
    monkeypatch.setattr(MemorySession, "invoice", invoice)
    with pytest.raises(NoDocument):
        await whole(stage, visit, step)
    (drifted,) = stage.portal.drift(visit.school)
    assert (drifted.resource, drifted.key) == ("invoice", "no_document")


async def test_a_pdf_whose_beginning_comes_in_pieces_is_one(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("adapters.memory.session._PIECE", 2)
    visit = await stage.sign_in(HELENE)
    _, content = await whole(stage, visit, await first_invoice(stage, visit))
    assert content.startswith(b"%PDF-")
    assert content.rstrip().endswith(b"%%EOF")


async def test_a_duplicate_that_breaks_off_says_so(stage: Stage) -> None:
    visit = await stage.sign_in(HELENE)
    step = await first_invoice(stage, visit)
    stage.extranet.faults.breaks_off = True
    with pytest.raises(Unreachable):
        await whole(stage, visit, step)
    stage.extranet.faults.breaks_off = False
    await whole(stage, visit, step)


async def test_a_line_without_a_document_and_an_unknown_one_are_not_listed(stage: Stage) -> None:
    visit = await stage.sign_in(HELENE)
    step = await first_invoice(stage, visit)
    for other in (
        Step(list="invoices", line="0" * 16),
        Step(list="payments", line=step.line),
        Step(list="courses", line=step.line),
    ):
        with pytest.raises(NotListed):
            await whole(stage, visit, other)
    assert stage.extranet.asked["invoice"] == 0, "the old site is not even asked"


async def test_while_the_lists_cannot_be_read_their_own_trouble_is_told(stage: Stage) -> None:
    visit = await stage.sign_in(HELENE)
    stage.extranet.faults.failing["billing"] = TooSlow()
    with pytest.raises(TooSlow):
        await whole(stage, visit, Step(list="invoices", line="0" * 16))


async def test_an_ended_session_is_signed_in_again_or_the_family_is_asked(stage: Stage) -> None:
    visit = await stage.sign_in(HELENE)
    step = await first_invoice(stage, visit)
    stage.extranet.end_sessions()
    _, content = await whole(stage, visit, step)
    assert content.startswith(b"%PDF-")
    stage.extranet.end_sessions()
    stage.extranet.families[HELENE].password = "un autre"
    with pytest.raises(SessionEnded):
        await whole(stage, visit, step)
