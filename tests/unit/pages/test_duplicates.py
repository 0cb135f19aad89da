"""TRUST 17: a PDF passed on is one, under our own headers, or it is a plain page."""

import logging

import pytest
from httpx import AsyncClient

from adapters.errors import (
    ExtranetError,
    Maintenance,
    NoDocument,
    NotListed,
    SessionEnded,
    TooSlow,
    Unreachable,
)
from adapters.model import ListName, Step
from gateway.shield import HEADERS
from gateway.views import Duplicate
from tests.unit.pages import files
from tests.unit.pages.files import PDF, ref
from tests.unit.pages.reading import page, words
from tests.unit.pages.stand_ins import COOKIE, StandInPortal

ADDRESS = f"/facturation/factures/{ref(2)}/duplicata"
STEP = Step(list=ListName.INVOICES, line=ref(2))


async def test_the_document_is_passed_on_byte_for_byte_and_let_go_of(
    family: AsyncClient, portal: StandInPortal
) -> None:
    answer = await family.get(ADDRESS)

    assert (answer.status_code, answer.content) == (200, PDF)
    visit = portal.visits[COOKIE]
    assert portal.calls == [("invoice", (visit, STEP)), ("invoice let go", (visit, STEP))]


async def test_it_has_our_own_headers_and_does_nothing_in_a_browser(family: AsyncClient) -> None:
    headers = (await family.get(ADDRESS)).headers
    policy = headers["content-security-policy"].split("; ")

    assert headers["content-type"] == "application/pdf"
    assert headers["cache-control"] == "no-store"
    assert headers["content-disposition"] == 'inline; filename="facture-F1.pdf"'
    assert {"default-src 'none'", "sandbox", "frame-ancestors 'none'"} <= set(policy)
    assert not [each for each in policy if "'self'" in each or "allow" in each]
    others = HEADERS.keys() - {"Content-Security-Policy"}
    assert {name: headers[name] for name in others} == {name: HEADERS[name] for name in others}
    assert "set-cookie" not in headers


async def test_it_may_be_saved_instead(family: AsyncClient) -> None:
    answer = await family.get(f"{ADDRESS}?enregistrer=1")

    assert answer.headers["content-disposition"] == 'attachment; filename="facture-F1.pdf"'


@pytest.mark.parametrize("error", [NoDocument, TooSlow, Maintenance, Unreachable])
async def test_what_goes_wrong_before_the_first_byte_is_said_on_a_plain_page(
    family: AsyncClient, portal: StandInPortal, error: type[ExtranetError]
) -> None:
    portal.answers["invoice"] = error("CANARI")
    answer = await family.get(ADDRESS)

    assert answer.status_code in (502, 503, 504)
    assert answer.headers["content-type"].startswith("text/html")
    assert answer.headers["content-security-policy"] == HEADERS["Content-Security-Policy"]
    assert "Numéro d’incident" in words(answer)
    assert "CANARI" not in answer.text
    assert page(answer).find("a", {"href": "/facturation"}, string="Revenir à Facturation")


async def test_html_in_its_place_is_said_to_be_no_document(
    family: AsyncClient, portal: StandInPortal
) -> None:
    portal.answers["invoice"] = NoDocument()

    assert "n’est pas un document PDF" in words(await family.get(ADDRESS))


async def test_a_document_that_breaks_off_is_never_whole(
    family: AsyncClient, portal: StandInPortal, caplog: pytest.LogCaptureFixture
) -> None:
    portal.answers["invoice"] = Duplicate(
        file_name="facture-F1.pdf", pieces=files.pieces(PDF, breaks=True)
    )
    with caplog.at_level(logging.INFO), pytest.raises(Unreachable):
        await family.get(ADDRESS)

    assert ("invoice let go", (portal.visits[COOKIE], STEP)) in portal.calls
    assert [each.incident for each in caplog.records if hasattr(each, "incident")]


async def test_an_ended_session_leads_to_the_sign_in_page_and_never_to_a_file(
    family: AsyncClient, portal: StandInPortal
) -> None:
    portal.answers["invoice"] = SessionEnded()
    answer = await family.get(ADDRESS)
    form = await family.get(answer.headers["location"])

    assert answer.status_code == 303
    assert form.headers["location"] == ADDRESS


async def test_another_familys_invoice_is_not_found(
    family: AsyncClient, portal: StandInPortal
) -> None:
    portal.answers["invoice"] = NotListed()
    answer = await family.get(ADDRESS)

    assert answer.status_code == 404
    assert words(answer) == words(await family.get("/inconnu"))


@pytest.mark.parametrize("odd", [f"factures/{'A' * 16}", "factures/1", f"<b>/{ref(1)}"])
async def test_what_names_no_invoice_asks_nothing(
    family: AsyncClient, portal: StandInPortal, odd: str
) -> None:
    answer = await family.get(f"/facturation/{odd}/duplicata")

    assert answer.status_code == 404
    assert portal.calls == []


async def test_it_is_no_document_for_who_is_not_signed_in(stranger: AsyncClient) -> None:
    answer = await stranger.get(ADDRESS)

    assert answer.status_code == 303
    assert answer.headers["location"].startswith("/connexion")
