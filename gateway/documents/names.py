"""What a family calls its file: for showing only, never the name of a file here."""

import re
from pathlib import PurePosixPath, PureWindowsPath

_LONGEST = 80
_NOT_SHOWN = re.compile(r"[\x00-\x1f\x7f-\x9f\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]+")
"""Controls, and what turns the direction of writing: « gpj.exe » would read « exe.jpg »."""


def cleaned(file_name: str) -> str:
    """The last part of a name, without what no line may hold; its ending stays."""
    last = PureWindowsPath(PurePosixPath(file_name).name).name
    plain = " ".join(_NOT_SHOWN.sub(" ", last).split())
    if len(plain) <= _LONGEST:
        return plain
    ending = PurePosixPath(plain).suffix[:_LONGEST]
    return plain[: _LONGEST - len(ending)] + ending
