"""The names under which duplicates are saved."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.billing import bills, file_name
from tests.unit.billing.lists import billing, invoices


def name(**line: str) -> str:
    (bill,) = bills(billing(invoices(line)))
    return file_name(bill)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ({"number": "2026-0117", "date": "15/09/2026"}, "facture-2026-0117-2026-09-15.pdf"),
        ({"number": "Facture n° F/26.117"}, "Facture-n-F-26-117.pdf"),
        ({"label": "Cotisation œuvres & été"}, "facture-Cotisation-oeuvres-ete.pdf"),
        ({"number": "A-9", "amount": "-20,00", "date": "2026-09-15"}, "avoir-A-9-2026-09-15.pdf"),
        ({"number": "7", "label": "Règlement"}, "reglement-7.pdf"),
        ({"date": "15/09/2026"}, "facture-2026-09-15.pdf"),
        ({"number": "№ — ?"}, "facture-No.pdf"),
        ({"label": ""}, "facture.pdf"),
    ],
)
def test_a_duplicate_is_named_after_its_line(line: dict[str, str], expected: str) -> None:
    assert name(**line) == expected


@given(st.text(max_size=200), st.text(max_size=200))
def test_no_name_breaks_a_header_or_leaves_its_folder(number: str, label: str) -> None:
    assert re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9-]{0,79}\.pdf", name(number=number, label=label))
