"""What a person reads on the school's pages, found with the eye of whoever wrote each markup."""

import re
from dataclasses import dataclass

from bs4 import BeautifulSoup, Tag

from tests.unit.school.visitor import Visitor

LITERAL = re.compile(r"'([^']*)'")


@dataclass(frozen=True)
class Seen:
    """A list as one page shows it; `opens` is the address behind each line, "" where none is."""

    columns: tuple[str, ...]
    lines: tuple[tuple[str, ...], ...]
    opens: tuple[str, ...]
    said: str = ""
    """What stands in the place of lines."""
    total: tuple[str, ...] = ()


def folded(text: str) -> str:
    return " ".join(text.split())


def soup_of(visitor: Visitor, content: bytes) -> BeautifulSoup:
    """A page's document, or a window's; lxml closes cells as browsers do."""
    return BeautifulSoup(content.decode(visitor.charset), "lxml")


def grids(visitor: Visitor) -> list[Seen]:
    """Every list on the page; the rows that a script adds too."""
    soup = soup_of(visitor, visitor.page.content)
    return grids_in(visitor, soup)


def grids_in(visitor: Visitor, soup: BeautifulSoup) -> list[Seen]:
    if visitor.old:
        tables = [t for t in soup.find_all("table") if t.find("td", class_="entete")]
        inner = [t for t in tables if not t.find("table")]
        return [_old(table) for table in inner]
    tables = [t for t in soup.find_all("table", class_="table") if t.find("thead")]
    return [_refreshed(visitor, soup, table) for table in tables]


def _old(table: Tag) -> Seen:
    columns = tuple(folded(cell.get_text()) for cell in table.find_all("td", class_="entete"))
    rows = [row for row in table.find_all("tr") if not row.find("td", class_="entete")]
    whole = [row for row in rows if len(row.find_all("td")) == len(columns)]
    rest = [row for row in rows if row not in whole]
    totals = [row for row in rest if row.get("class") == ["autre"]]
    return Seen(
        columns,
        tuple(_cells(row) for row in whole),
        tuple(_old_address(str(row.get("ondblclick", ""))) for row in whole),
        said="".join(folded(row.get_text()) for row in rest if row not in totals),
        total=_cells(totals[0])[1:] if totals else (),
    )


def _old_address(action: str) -> str:
    if called := re.match(r"(evenement|duplicata)\('?([^')]*)'?\)", action):
        name, number = called.groups()
        screen, parameter = {
            "evenement": ("fiche_evenement", "evenement"),
            "duplicata": ("duplicata", "facture"),
        }[name]
        return f"portail_nc.php?p=nc_{screen}&t=usager&{parameter}={number}"
    literal = LITERAL.search(action)
    return literal[1] if literal else ""


def _refreshed(visitor: Visitor, soup: BeautifulSoup, table: Tag) -> Seen:
    columns = tuple(folded(cell.get_text()) for cell in table.find_all("th"))
    if table.get("id") == "liste-cours":
        return _from_json(visitor, soup, columns)
    body = table.find("tbody")
    assert isinstance(body, Tag)
    rows = body.find_all("tr")
    whole = [row for row in rows if len(row.find_all("td")) == len(columns)]
    foot = table.find("tfoot")
    return Seen(
        columns,
        tuple(_cells(row) for row in whole),
        tuple(str(row.get("data-href") or row.get("data-remote") or "") for row in whole),
        said="".join(folded(row.get_text()) for row in rows if row not in whole),
        total=_cells(foot)[1:] if isinstance(foot, Tag) else (),
    )


def _from_json(visitor: Visitor, soup: BeautifulSoup, columns: tuple[str, ...]) -> Seen:
    script = next(s.get_text() for s in soup.find_all("script") if "champs" in s.get_text())
    keys = re.findall(r'"(\w+)"', script.partition("champs = [")[2].partition("]")[0])
    rows = re.search(r"'GET', \"([^\"]+)\"", script)
    sheet = re.search(r"'data-href', \"([^\"]+)\"", script)
    empty = soup.find(id="liste-cours-vide")
    assert rows is not None
    assert sheet is not None
    assert empty is not None
    courses = visitor.look(rows[1]).json()["cours"]
    return Seen(
        columns,
        tuple(tuple(folded(course[key] or "") for key in keys) for course in courses),
        tuple(sheet[1].replace("\\u0026", "&") + str(course["id"]) for course in courses),
        said="" if courses else folded(empty.get_text()),
    )


def _cells(row: Tag) -> tuple[str, ...]:
    return tuple(_text(cell) for cell in row.find_all("td"))


def _text(cell: Tag) -> str:
    control = cell.find(["input", "textarea"])
    if control is not None:
        return folded(str(control.get("value") or control.get_text()))
    return folded(cell.get_text(" ") if cell.find("br") else cell.get_text())


def fields(soup: BeautifulSoup, old: bool) -> tuple[tuple[str, str], ...]:
    """The captions and values of a sheet to read."""
    if old:
        pairs = [
            row.find_all("td") for row in soup.find_all("tr") if not row.find(["table", "select"])
        ]
        return tuple(
            (folded(pair[0].get_text()).removesuffix(" :"), _text(pair[1]))
            for pair in pairs
            if len(pair) == 2 and folded(pair[0].get_text()).endswith(" :")
        )
    captions = soup.select("dt, .modal-body th, .panel .form-group label")
    values = soup.select("dd, .modal-body td, .panel .form-control-static")
    return tuple(
        (folded(caption.get_text()), _text(value))
        for caption, value in zip(captions, values, strict=True)
    )


def all_pages(visitor: Visitor, which: int = 0) -> Seen:
    """One list of the page that shows, with its further pages, in order."""
    seen = grids(visitor)[which]
    lines, opens = seen.lines, seen.opens
    while address := next_page(visitor, which):
        visitor.go(address)
        more = grids(visitor)[which]
        lines, opens = (*lines, *more.lines), (*opens, *more.opens)
    return Seen(seen.columns, lines, opens, seen.said, seen.total)


def next_page(visitor: Visitor, which: int = 0) -> str:
    """The address of the next page of a list, "" on the last."""
    soup = soup_of(visitor, visitor.page.content)
    if visitor.old:
        pagers = [f for f in soup.find_all("font") if folded(f.get_text()).startswith("Pages :")]
        here = [int(folded(p.b.get_text())) for p in pagers if p.b]
    else:
        pagers = list(soup.select("ul.pagination"))
        here = [int(folded(p.select_one(".active").get_text())) for p in pagers]  # type: ignore[union-attr]
    if which >= len(pagers):
        return ""
    links = {folded(a.get_text()): str(a["href"]) for a in pagers[which].find_all("a")}
    return links.get(str(here[which] + 1), "")
