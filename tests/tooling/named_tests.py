"""Tests that the documentation names, by their node ids."""

import re
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def exists(node_id: str) -> bool:
    """Whether there is such a test: `tests/….py::test_…`."""
    path, _, function = node_id.partition("::")
    return path.startswith("tests/") and function in _functions(path)


@cache
def _functions(path: str) -> frozenset[str]:
    file = ROOT / path
    source = file.read_text(encoding="utf-8") if file.is_file() else ""
    return frozenset(re.findall(r"^(?:async )?def (test_\w+)\(", source, re.MULTILINE))
