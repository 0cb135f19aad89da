"""The catalogue of mutants stays true to the code: `make mutants` itself takes minutes."""

import re
from collections import Counter
from pathlib import Path

import pytest

from tests.mutants.catalogue import MUTANTS
from tests.mutants.mutant import Applied, DoesNotApply, Mutant
from tests.tooling.named_tests import ROOT, exists


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: mutant.name)
def test_every_mutant_still_applies_and_is_code(mutant: Mutant) -> None:
    source = (ROOT / mutant.file).read_text(encoding="utf-8")
    changed = mutant.applied(source)
    assert changed != source
    compile(changed, mutant.file, "exec")


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: mutant.name)
def test_the_tests_that_must_notice_are_there(mutant: Mutant) -> None:
    assert mutant.tests
    for test in mutant.tests:
        assert exists(test) if "::" in test else (ROOT / test).is_file(), test


def test_no_two_have_the_same_name() -> None:
    assert max(Counter(mutant.name for mutant in MUTANTS).values()) == 1


def test_the_protections_that_the_promise_stands_on_are_all_taken_out() -> None:
    named = " ".join(mutant.name for mutant in MUTANTS)
    promised = (
        "pre-read", "the wait", "same-session read-back", "takeover", "the fence", "sync order",
        "the conditional update", "erasure", "intent before bytes", "order", "at most one resend",
        "one press, one request",
    )  # fmt: skip
    assert [each for each in promised if not re.search(each, named)] == []


def test_a_mutant_whose_words_are_gone_is_an_error() -> None:
    gone = Mutant(name="n", why="w", file="f", old="never written", new="", tests=("t",))
    twice = Mutant(name="n", why="w", file="f", old="a", new="", tests=("t",))
    for mutant in (gone, twice):
        with pytest.raises(DoesNotApply):
            mutant.applied("a + a")


def test_a_mutant_is_taken_back(tmp_path: Path) -> None:
    file = tmp_path / "code.py"
    file.write_text("a = 1\n")
    mutant = Mutant(name="n", why="w", file="code.py", old="1", new="2", tests=("t",))
    with Applied(mutant, tmp_path):
        assert file.read_text() == "a = 2\n"
    assert file.read_text() == "a = 1\n"
