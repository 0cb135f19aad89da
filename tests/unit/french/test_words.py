"""Words compared as a person compares them."""

import pytest

from gateway.french.words import folded, natural


@pytest.mark.parametrize(
    ("written", "plain"),
    [("Évaluations", "evaluations"), ("ŒUVRE", "oeuvre"), ("  a\u00a0 b\n", "a b"),
     ("l’été", "l'ete"), ("Ægidius", "aegidius"), ("Straße", "strasse")],
)  # fmt: skip
def test_case_accents_ligatures_and_kinds_of_space_are_as_nothing(written: str, plain: str) -> None:
    assert folded(written) == plain


def test_numbers_within_words_are_in_their_own_order() -> None:
    assert sorted(["Cycle 10", "cycle 2", "Éveil", "Cycle 2 bis"], key=natural) == [
        "cycle 2",
        "Cycle 2 bis",
        "Cycle 10",
        "Éveil",
    ]
