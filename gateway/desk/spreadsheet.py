"""Tables to take away, as French spreadsheets open them: semicolons, a mark of the encoding."""

import csv
import io
from collections.abc import Sequence

MEDIA_TYPE = "text/csv; charset=utf-8"

_ENCODING = b"\xef\xbb\xbf"
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


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
    bare = cell.lstrip(" \u00a0")
    return f"'{cell}" if bare.startswith(_FORMULA) or cell.startswith(_FORMULA) else cell
