"""Keys and sealing (TRUST 10, 22)."""

import base64
from pathlib import Path

import pytest
from msgspec.structs import replace

from gateway.keys import VARIABLE, Keys, KeyUnusable, create_key_file, load_keys
from gateway.vault import DoesNotOpen, Place, Vault

PLACE = Place(purpose="request", school="tilleuls", account="a", row="2026-ABC")
OLD, NEW = b"o" * 32, b"n" * 32


@pytest.fixture
def vault() -> Vault:
    return Vault(Keys(b"a" * 32, {1: OLD}))


def test_what_is_sealed_opens_at_its_place_and_shows_nothing(vault: Vault) -> None:
    sealed = vault.seal(PLACE, b"06 39 98 00 01")
    assert b"06 39" not in sealed
    assert vault.open(PLACE, sealed) == b"06 39 98 00 01"
    assert vault.seal(PLACE, b"06 39 98 00 01") != sealed


@pytest.mark.parametrize("part", ["purpose", "school", "account", "row"])
def test_a_swapped_sealed_value_does_not_open(vault: Vault, part: str) -> None:
    sealed = vault.seal(PLACE, b"x")
    with pytest.raises(DoesNotOpen):
        vault.open(replace(PLACE, **{part: "autre"}), sealed)


def test_places_that_only_look_alike_when_joined_are_different(vault: Vault) -> None:
    sealed = vault.seal(replace(PLACE, account="ab", row="c"), b"x")
    with pytest.raises(DoesNotOpen):
        vault.open(replace(PLACE, account="a", row="bc"), sealed)


@pytest.mark.parametrize("index", [0, 1, 5, 20, -1])
def test_a_damaged_value_does_not_open(vault: Vault, index: int) -> None:
    sealed = bytearray(vault.seal(PLACE, b"une valeur"))
    sealed[index] ^= 1
    with pytest.raises(DoesNotOpen):
        vault.open(PLACE, bytes(sealed))


def test_what_needs_a_secret_does_not_open_without_it(vault: Vault) -> None:
    sealed = vault.seal(PLACE, b"x", b"cookie")
    assert vault.open(PLACE, sealed, b"cookie") == b"x"
    for secret in (b"", b"autre"):
        with pytest.raises(DoesNotOpen):
            vault.open(PLACE, sealed, secret)


def test_a_value_of_the_former_version_opens_and_new_ones_take_the_current_one() -> None:
    before, both = Vault(Keys(b"a" * 32, {1: OLD})), Vault(Keys(b"a" * 32, {1: OLD, 2: NEW}))
    after = Vault(Keys(b"a" * 32, {2: NEW}))
    assert both.open(PLACE, before.seal(PLACE, b"x")) == b"x"
    assert after.open(PLACE, both.seal(PLACE, b"x")) == b"x"
    with pytest.raises(DoesNotOpen):
        after.open(PLACE, before.seal(PLACE, b"x"))


def test_a_pseudonym_outlives_a_rotation_and_hides_the_identifier() -> None:
    before, after = Vault(Keys(b"a" * 32, {1: OLD})), Vault(Keys(b"a" * 32, {2: NEW}))
    assert before.pseudonym("e", "1", " F-1042 ") == after.pseudonym("e", "1", "F-1042")
    assert "1042" not in before.pseudonym("e", "1", "F-1042")


def test_pseudonyms_differ_by_school_site_identifier_and_case(vault: Vault) -> None:
    accounts = [("e", "1", "dupont"), ("f", "1", "dupont"), ("e", "2", "dupont"),
                ("e", None, "dupont"), ("e", "1", "Dupont")]  # fmt: skip
    assert len({vault.pseudonym(*account) for account in accounts}) == len(accounts)


def test_no_repr_shows_a_key() -> None:
    keys = Keys(b"a" * 32, {1: OLD})
    assert "aaaa" not in f"{keys!r} {Vault(keys)!r}"
    assert "oooo" not in f"{keys!r} {Vault(keys)!r}"


def test_a_key_file_is_for_its_owner_alone_and_is_never_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "data" / "key"
    create_key_file(path)
    assert path.stat().st_mode & 0o777 == 0o600
    keys = load_keys(path, {})
    assert keys.current == 1
    with pytest.raises(FileExistsError):
        create_key_file(path)


def test_a_key_file_that_others_can_read_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "key"
    create_key_file(path)
    path.chmod(0o640)
    with pytest.raises(KeyUnusable, match="chmod 600"):
        load_keys(path, {})


def test_the_environment_may_hold_the_key_instead(tmp_path: Path) -> None:
    create_key_file(tmp_path / "key")
    text = (tmp_path / "key").read_text()
    keys = load_keys(tmp_path / "none", {VARIABLE: text})
    assert keys.versions == load_keys(tmp_path / "key", {}).versions


@pytest.mark.parametrize(
    "text",
    [
        "",
        "1 pas-du-base64!",
        "accounts {key}",
        "1 {key}",
        "accounts {key}\n1 {short}",
        "accounts {key}\n1 {key}\n2 {key}\n3 {key}",
        "accounts {key}\nun {key}",
    ],
)
def test_a_damaged_key_is_refused_without_being_shown(tmp_path: Path, text: str) -> None:
    key = base64.b64encode(b"k" * 32).decode()
    path = tmp_path / "key"
    path.touch(0o600)
    path.write_text(text.format(key=key, short=base64.b64encode(b"k").decode()))
    with pytest.raises(KeyUnusable) as refusal:
        load_keys(path, {})
    assert key not in str(refusal.value)


def test_a_missing_key_file_is_said_plainly(tmp_path: Path) -> None:
    with pytest.raises(KeyUnusable, match="illisible"):
        load_keys(tmp_path / "key", {})
