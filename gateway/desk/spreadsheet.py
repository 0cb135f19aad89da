"""Tables to take away, as French spreadsheets open them: semicolons, a mark of the encoding."""

import csv
import io
import unicodedata
from collections.abc import Sequence

MEDIA_TYPE = "text/csv; charset=utf-8"

_ENCODING = b"\xef\xbb\xbf"
_FORMULA = frozenset("=+-@")
_BREAKS = frozenset("\t\r\n\0")


def head(cells: Sequence[str]) -> bytes:
    """The first line, behind the mark of the encoding."""
    return _ENCODING + line(cells)


def line(cells: Sequence[str]) -> bytes:
    """One line; no cell of it is a formula."""
    written = io.StringIO()
    csv.writer(written, delimiter=";").writerow([inert(cell) for cell in cells])
    return written.getvalue().encode()


def attached(file_name: str) -> dict[str, str]:
    """The headers by which a browser saves it under that name."""
    return {"Content-Disposition": f'attachment; filename="{file_name}"'}


def inert(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula (OWASP, CSV Injection)."""
    bare = next((each for each in cell if not _hidden(each)), "")
    begins = cell[:1] in _BREAKS or unicodedata.normalize("NFKC", bare) in _FORMULA
    return f"'{cell}" if begins else cell


def _hidden(character: str) -> bool:
    """A space, a control or a mark of the encoding: programs look for a formula behind it."""
    return unicodedata.category(character)[0] in "CZ"
