"""What a browser carries signed: for one use, one school, and a time."""

import pytest

from gateway.pages.frame.tokens import Carried, TokenForged, Tokens, TokenTooOld

KEY = b"0123456789abcdef0123456789abcdef"
TOKENS = Tokens([KEY])


def test_a_token_of_another_school_is_refused() -> None:
    with pytest.raises(TokenForged):
        TOKENS.check_form("ailleurs", TOKENS.form("ecole"))


def test_a_token_under_another_key_is_refused() -> None:
    with pytest.raises(TokenForged):
        TOKENS.check_form("ecole", Tokens([b"x" * 32]).form("ecole"))


def test_a_token_signed_before_a_rotation_still_counts() -> None:
    Tokens([KEY, b"x" * 32]).check_form("ecole", TOKENS.form("ecole"))


def test_a_token_made_for_another_use_is_refused() -> None:
    with pytest.raises(TokenForged):
        TOKENS.check_form("ecole", TOKENS.carry("ecole", Carried("A", "/famille", {})))


def test_a_token_past_its_lifetime_is_told_from_a_forged_one() -> None:
    with pytest.raises(TokenTooOld):
        TOKENS.check_form("ecole", TOKENS.form("ecole"), lifetime=-1)


def test_only_what_was_changed_is_carried() -> None:
    opened = TOKENS.opened("ecole", "A", "/famille", {"nom": "TISSERAND", "ville": "Pont-Aubry"})
    carried = TOKENS.changed("ecole", opened, {"nom": "TISSERAND", "ville": "Kerlan", "autre": "x"})

    assert carried == Carried("A", "/famille", {"ville": "Kerlan"})
    assert TOKENS.carried("ecole", TOKENS.carry("ecole", carried)) == carried


def test_what_was_typed_at_one_school_is_not_carried_to_another() -> None:
    with pytest.raises(TokenForged):
        TOKENS.carried("ailleurs", TOKENS.carry("ecole", Carried("A", "/famille", {"nom": "X"})))


def test_a_drafts_token_is_for_its_school_its_account_and_its_student_alone() -> None:
    tokens = Tokens([KEY])
    token = tokens.draft("ecole", "A", "loeiza")

    assert tokens.draft_of("ecole", "loeiza", token) == "A"
    for school, student, given in (
        ("autre", "loeiza", token),
        ("ecole", "noe", token),
        ("ecole", "loeiza", token[:-1]),
        ("ecole", "loeiza", ""),
        ("ecole", "loeiza", tokens.form("ecole")),
        ("ecole", "loeiza", tokens.opened("ecole", "A", "loeiza", {})),
    ):
        with pytest.raises(TokenForged):
            tokens.draft_of(school, student, given)
