"""`make mutants`: every protection is taken out in a copy of the tree, one by one.

Ends with a table of what noticed; exits non-zero where nothing did, where a mutant no longer
applies, or where the tests fail with every protection in place. Words after the command choose
mutants by their names.
"""

import os
import queue
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from tests.mutants.catalogue import MUTANTS
from tests.mutants.mutant import Applied, DoesNotApply, Mutant

ROOT = Path(__file__).resolve().parents[2]
PARTS = ("adapters", "gateway", "templates", "tests", "config.toml", "pyproject.toml")
LONGEST = 240
"""Seconds that one mutant's tests may take: one that hangs is not caught, it is unclear."""

_PASSED, _FAILED = 0, 1
_NOTICED = re.compile(r"^FAILED (\S+::\S+)", re.MULTILINE)


@dataclass(frozen=True)
class Verdict:
    """What became of a mutant."""

    mutant: Mutant
    caught_by: str | None
    """The first test that failed, None where it lives."""
    seconds: float
    unclear: str = ""
    """What the tests said where they neither passed nor failed."""


def main(chosen: Sequence[str]) -> int:
    """Returns 0 where every mutant is caught."""
    mutants = [one for one in MUTANTS if not chosen or any(word in one.name for word in chosen)]
    if not mutants:
        sys.exit(f"no mutant is called {' or '.join(chosen)}")
    with tempfile.TemporaryDirectory(prefix="mutants-") as folder:
        first = _copied(Path(folder) / "0")
        for mutant in mutants:
            _check(mutant, first)
        print(f"Without any mutant: the tests of {len(mutants)}…", flush=True)
        everything = sorted({test for one in mutants for test in one.tests})
        ended = _pytest(first, everything, LONGEST * len(mutants))
        if ended.returncode != _PASSED:
            print(ended.stdout, ended.stderr)
            return 1
        verdicts = list(_judged(mutants, Path(folder), first))
    return _told(verdicts)


def _check(mutant: Mutant, tree: Path) -> None:
    try:
        mutant.applied((tree / mutant.file).read_text(encoding="utf-8"))
    except DoesNotApply as error:
        sys.exit(str(error))


def _copied(tree: Path) -> Path:
    tree.mkdir()
    for part in PARTS:
        source = ROOT / part
        if source.is_dir():
            shutil.copytree(source, tree / part, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copyfile(source, tree / part)
    return tree


def _judged(mutants: Sequence[Mutant], folder: Path, first: Path) -> Iterator[Verdict]:
    """Each in a tree that no other uses meanwhile."""
    at_once = min(os.cpu_count() or 1, len(mutants))
    trees: queue.SimpleQueue[Path] = queue.SimpleQueue()
    trees.put(first)
    for number in range(1, at_once):
        trees.put(Path(shutil.copytree(first, folder / str(number), copy_function=shutil.copy2)))

    def judge(mutant: Mutant) -> Verdict:
        tree = trees.get()
        try:
            return _verdict(mutant, tree)
        finally:
            trees.put(tree)

    with ThreadPoolExecutor(at_once) as pool:
        for verdict in pool.map(judge, mutants):
            print(_line(verdict), flush=True)
            yield verdict


def _verdict(mutant: Mutant, tree: Path) -> Verdict:
    began = time.monotonic()
    with Applied(mutant, tree):
        try:
            ended = _pytest(tree, mutant.tests)
        except subprocess.TimeoutExpired:
            return Verdict(mutant, None, LONGEST, "its tests never end")
    seconds = time.monotonic() - began
    noticed = _NOTICED.search(ended.stdout)
    if ended.returncode == _PASSED:
        return Verdict(mutant, None, seconds)
    if ended.returncode != _FAILED or noticed is None:
        return Verdict(mutant, None, seconds, ended.stdout[-2000:] + ended.stderr[-2000:])
    return Verdict(mutant, noticed[1], seconds)


def _pytest(
    tree: Path, tests: Sequence[str], longest: float = LONGEST
) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", "-p"]
    return subprocess.run(
        [*command, "no:xdist", *tests],
        cwd=tree,
        # The project is installed from the working tree: the copy must come before it.
        env={**os.environ, "PYTHONPATH": str(tree)},
        capture_output=True,
        text=True,
        timeout=longest,
        check=False,
    )


def _told(verdicts: Sequence[Verdict]) -> int:
    living = [one for one in verdicts if one.caught_by is None]
    print("\n| taken out | noticed by | seconds |\n|---|---|---:|")
    for one in verdicts:
        noticed = one.caught_by or ("UNCLEAR" if one.unclear else "NOTHING: IT LIVES")
        print(f"| {one.mutant.name} | {noticed} | {one.seconds:.1f} |")
    for one in living:
        print(f"\n{one.mutant.name}: without it, {one.mutant.why}\n{one.unclear}")
    print(f"\n{len(verdicts) - len(living)} of {len(verdicts)} caught.")
    return 1 if living else 0


def _line(verdict: Verdict) -> str:
    state = "caught" if verdict.caught_by else "UNCLEAR" if verdict.unclear else "LIVES"
    return f"{verdict.seconds:6.1f} s  {state}  {verdict.mutant.name}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
