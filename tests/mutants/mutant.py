"""One protection taken out: which words of which file, and which tests must notice."""

import importlib.util
from dataclasses import dataclass
from pathlib import Path


class DoesNotApply(Exception):
    """The code is no longer what this mutant was written for: write it anew."""


@dataclass(frozen=True, kw_only=True)
class Mutant:
    """A replacement in one file, word for word, and the smallest set of tests for it."""

    name: str
    """What is taken out, in a few words; no other mutant has it."""
    why: str
    """What could happen to a family without it."""
    file: str
    old: str
    """Found once in the file."""
    new: str
    tests: tuple[str, ...]
    """Node ids, or files."""

    def applied(self, source: str) -> str:
        """The file without the protection.

        Raises:
            DoesNotApply: the words are not there, or not only once.
        """
        found = source.count(self.old)
        if found != 1:
            raise DoesNotApply(f"{self.name}: {self.file} holds its words {found} times")
        return source.replace(self.old, self.new)


class Applied:
    """A mutant put into a copy of the tree, for as long as the block lasts."""

    def __init__(self, mutant: Mutant, tree: Path) -> None:
        self._mutant = mutant
        self._path = tree / mutant.file

    def __enter__(self) -> None:
        self._whole = self._path.read_text(encoding="utf-8")
        self._write(self._mutant.applied(self._whole))

    def __exit__(self, *_: object) -> None:
        self._write(self._whole)

    def _write(self, source: str) -> None:
        self._path.write_text(source, encoding="utf-8")
        # Written twice within a second, and of the same length: its bytecode would pass for fresh.
        compiled = importlib.util.cache_from_source(str(self._path))
        Path(compiled).unlink(missing_ok=True)
