"""A parent who looks at everything, and compares it with what the old side shows."""

from typing import Protocol

from bs4 import BeautifulSoup, Tag

from tests.strangers.dossiers.stage import Eleve, Facturation, Fiche, Grid, Seen

FEW = 1
"""Lines of a list whose sheets are opened: the suite's contract opens the rest."""


class Reader(Protocol):
    """Who is signed in and opens pages: a browser, or what stands for one."""

    @property
    def address(self) -> str:
        """The path of the page that is open."""

    async def opens(self, path: str) -> None:
        """Open that page."""

    async def page_read(self) -> BeautifulSoup:
        """The page that is open."""

    async def fetches(self, path: str) -> tuple[str, bytes]:
        """A document's type and bytes; the page stays open."""


def plain(words: str) -> str:
    """Words without the accident of their spaces and of a caption's colon."""
    return " ".join(words.split()).strip(" :")


def sees_list(page: BeautifulSoup, grid: Grid) -> None:
    """Every value of every line of the list, on that page."""
    shown = plain(_found(page, "main").get_text())
    for line in grid.lines:
        for value in line:
            assert plain(value) in shown, f"{value} is not shown"


def sees_sheet(page: BeautifulSoup, fields: tuple[Seen, ...]) -> None:
    """Every caption with its value."""
    pairs = {caption_of(term): _value_of(term) for term in page.select("main dl.facts dt")}
    for field in fields:
        caption = plain(field.caption).casefold()
        assert caption in pairs, f"{field.caption} is not shown: {sorted(pairs)}"
        assert plain(field.value) in ("", pairs[caption]), field.caption


def sees_form(page: BeautifulSoup, fields: tuple[Seen, ...]) -> None:
    """Every field of a sheet that may be changed, with its value as a person reads it."""
    values: dict[str, str] = {}
    for control in page.select("main :is(input, select, textarea, p[aria-labelledby])"):
        label = _label(page, control)
        if label is not None:
            values.setdefault(caption_of(label), _shown(control))
    for field in fields:
        caption = plain(field.caption).casefold()
        assert caption in values, f"{field.caption} is not shown: {sorted(values)}"
        assert plain(values[caption]) == plain(field.value), f"{caption}: {values[caption]}"


async def reads_a_student(reader: Reader, student: Eleve) -> None:
    """The four tabs of a student's dossier, and some of what their lines open."""
    await opens_tab(reader, "Identité")
    sees_form(await reader.page_read(), student.identite)
    for name, grid in (
        ("Cours", student.cours),
        ("Historique", student.historique),
        ("Répertoire", student.repertoire),
    ):
        await opens_tab(reader, name)
        sees_list(await reader.page_read(), grid)
        await opens_lines(reader, grid)


async def opens_tab(reader: Reader, name: str) -> None:
    """A tab of the dossier that is open: what is looked at next is its page."""
    await reader.opens(link(await reader.page_read(), name, "Dossier de l’élève"))


async def opens_lines(reader: Reader, grid: Grid) -> None:
    """The sheets behind a list's first lines, each by its plain link; then back to the list."""
    sheets = [one for one in grid.opens if isinstance(one, Fiche)]
    lines = (await reader.page_read()).select("a.line-link")
    back = reader.address
    for number, sheet in list(enumerate(sheets))[:FEW]:
        await reader.opens(str(lines[number]["href"]))
        page = await reader.page_read()
        sees_sheet(page, sheet.fields)
        for inner in sheet.lists.values():
            sees_list(page, inner)
        await reader.opens(back)


async def reads_the_bills(reader: Reader, bills: Facturation) -> None:
    """Invoices and payments, all of them, and the duplicates byte for byte."""
    await reader.opens(link(await reader.page_read(), "Facturation", "Menu principal"))
    await _shows_all(reader)
    page = await reader.page_read()
    for grid in bills.lists.values():
        sees_list(page, grid)
        documents = [one for one in grid.opens if isinstance(one, bytes)]
        duplicates = [one for one in page.select("a") if plain(_said(one)).startswith("Duplicata")]
        for number, document in list(enumerate(documents))[:FEW]:
            kind, body = await reader.fetches(str(duplicates[number]["href"]))
            assert kind == "application/pdf"
            assert body == document


def link(page: BeautifulSoup, words: str, place: str) -> str:
    """Where the link of these words leads, in the navigation of that name."""
    for one in page.select(f'nav[aria-label="{place}"] a'):
        if plain(one.get_text()) == words:
            return str(one["href"])
    raise AssertionError(f"{place} has no link « {words} »")


def caption_of(label: Tag) -> str:
    """What a label or a term says, as captions are compared."""
    return plain(label.get_text().replace("(obligatoire)", "")).casefold()


async def _shows_all(reader: Reader) -> None:
    """Long lists whole: each has its own link for that."""
    while every := [
        one for one in (await reader.page_read()).select("a") if _said(one) == "Tout afficher"
    ]:
        await reader.opens(str(every[0]["href"]))


def _said(one: Tag) -> str:
    return str(one.get("aria-label") or plain(one.get_text()))


def _value_of(term: Tag) -> str:
    value = term.find_next_sibling()
    assert value is not None, term
    return plain(value.get_text())


def _label(page: BeautifulSoup, control: Tag) -> Tag | None:
    named = str(control.get("aria-labelledby") or "").split()[:1]
    if control.name == "p":
        return page.find(id=named[0])
    labelled = page.find("label", attrs={"for": str(control.get("id"))})
    return labelled or control.find_parent("label") or (page.find(id=named[0]) if named else None)


def _shown(control: Tag) -> str:
    if control.get("type") == "checkbox":
        return "oui" if control.has_attr("checked") else "non"
    if control.name == "select":
        chosen = control.find("option", selected=True) or control.find("option")
        return chosen.get_text() if chosen else ""
    if control.name == "input":
        return str(control.get("value", ""))
    return control.get_text() if plain(control.get_text()) != "(vide)" else ""


def _found(page: BeautifulSoup, selector: str) -> Tag:
    found = page.select_one(selector)
    assert found is not None, selector
    return found
