"""Amounts as old sites write them: read right, or not at all."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.french.amounts import amount, amounts

CENTS = st.decimals(min_value=0, max_value=9_999_999, places=2)


@pytest.mark.parametrize(
    ("written", "worth"),
    [
        ("1 234,50 €", "1234.50"),
        ("1\u00a0234,50\u00a0€", "1234.50"),
        ("1\u202f234\u202f567,00 €", "1234567"),
        ("1.234,50", "1234.50"),
        ("1.234.567", "1234567"),
        ("12.50", "12.50"),
        ("12,5", "12.50"),
        ("12", "12"),
        ("0,00 €", "0"),
        ("€ 12,50", "12.50"),
        ("12,50 EUR", "12.50"),
        ("12 euros", "12"),
        ("+12,00", "12"),
        ("-12,00", "-12"),
        ("- 12,00 €", "-12"),
        ("\u221212,00 €", "-12"),
        ("12,00-", "-12"),
        ("(12,00)", "-12"),
        ("(12,00 €)", "-12"),
    ],
)
def test_an_amount_is_read_however_it_is_written(written: str, worth: str) -> None:
    assert amount(written) == Decimal(worth)


@pytest.mark.parametrize("ambiguous", ["1.234", "1,234", "1,234.50", "12 34", "12,345"])
def test_what_may_be_read_in_two_ways_is_not_read(ambiguous: str) -> None:
    assert amount(ambiguous) is None


@pytest.mark.parametrize(
    "other",
    ["", "-", "—", "Oui", "réglée", "12/09/2026", "-(12)", "(12", "12)", "--12", "12 €/mois"],
)
def test_what_is_no_amount_is_none(other: str) -> None:
    assert amount(other) is None


@given(worth=CENTS, space=st.sampled_from(["", " ", "\u00a0", "\u202f"]), minus=st.booleans())
def test_every_amount_comes_back_from_the_french_way_of_writing_it(
    worth: Decimal, space: str, minus: bool
) -> None:
    whole, _, part = f"{worth:.2f}".partition(".")
    grouped = f"{int(whole):,}".replace(",", space)
    written = f"{'-' if minus else ''}{grouped},{part} €"
    assert amount(written) == (-worth if minus else worth)


@given(st.text(max_size=30))
def test_no_text_makes_it_fail(text: str) -> None:
    amount(text)
    amounts(text)


@pytest.mark.parametrize(
    ("sentence", "worth"),
    [
        ("Solde au 31/08/2026 : 1 234,50 €.", ["1234.50"]),
        ("Reste dû : 12 €", ["12"]),
        ("Total 12,50 et 3,00", ["12.50", "3"]),
        ("Solde : -12,00 €", ["-12"]),
        ("Facture 2026-117 : 12,5 €", ["12.50"]),
        ("Le 12.09.2026, 3 factures n° 12,345", []),
    ],
)
def test_a_sentences_amounts_are_found_and_its_other_numbers_left(
    sentence: str, worth: list[str]
) -> None:
    assert amounts(sentence) == tuple(map(Decimal, worth))
