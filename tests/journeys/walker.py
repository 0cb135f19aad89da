"""A parent who looks at everything, and compares it with what the old side shows."""

import re

from tests.journeys.parent import Parent
from tests.strangers.dossiers.stage import Eleve, Facturation, Fiche, Grid, Seen

FEW = 1
"""Lines of a list whose sheets are opened: the suite's contract opens the rest."""


def plain(words: str) -> str:
    """Words without the accident of their spaces and of a caption's colon."""
    return " ".join(words.split()).strip(" :")


async def sees_list(parent: Parent, grid: Grid) -> None:
    """Every value of every line of the list, on the page that is open."""
    shown = plain(await parent.page.locator("main").text_content() or "")
    for line in grid.lines:
        for value in line:
            assert plain(value) in shown, f"{value} is not shown"


async def sees_sheet(parent: Parent, fields: tuple[Seen, ...]) -> None:
    """Every caption with its value."""
    shown = await parent.page.evaluate(_FACTS)
    pairs = {plain(caption).casefold(): plain(value) for caption, value in shown}
    for field in fields:
        caption = plain(field.caption).casefold()
        assert caption in pairs, f"{field.caption} is not shown: {sorted(pairs)}"
        assert plain(field.value) in ("", pairs[caption]), field.caption


async def sees_form(parent: Parent, fields: tuple[Seen, ...]) -> None:
    """Every field of a sheet that may be changed, with its value as a person reads it."""
    shown = await parent.page.evaluate(_CONTROLS)
    values: dict[str, str] = {}
    for label, value in shown:
        values.setdefault(plain(label.replace("(obligatoire)", "")).casefold(), value)
    for field in fields:
        caption = plain(field.caption).casefold()
        assert caption in values, f"{field.caption} is not shown: {sorted(values)}"
        assert plain(values[caption]) == plain(field.value), f"{caption}: {values[caption]}"


_FACTS = """() => [...document.querySelectorAll("main dl.facts dt")].map(
  term => [term.innerText, term.nextElementSibling.textContent])"""
"""Captions and values, all at once: to ask for each takes longer than to read a whole dossier."""

_CONTROLS = """() => {
  const named = one => one.labels?.[0] ?? document.getElementById(
    (one.getAttribute("aria-labelledby") ?? "").split(" ")[0]);
  const read = one => {
    if (one.type === "checkbox") return one.checked ? "oui" : "non";
    if (one.tagName === "SELECT") return one.selectedOptions[0]?.textContent ?? "";
    if (one.tagName !== "P") return one.value;
    return one.textContent.trim() === "(vide)" ? "" : one.textContent;
  };
  return [...document.querySelectorAll("main :is(input, select, textarea, p[aria-labelledby])")]
    .filter(named).map(one => [named(one).innerText, read(one)]);
}"""
"""Every control's label, and its value as a person reads it."""


async def reads_a_student(parent: Parent, student: Eleve) -> None:
    """The four tabs of a student's dossier, and some of what their lines open."""
    await opens_tab(parent, "Identité")
    await sees_form(parent, student.identite)
    for name, grid in (
        ("Cours", student.cours),
        ("Historique", student.historique),
        ("Répertoire", student.repertoire),
    ):
        await opens_tab(parent, name)
        await sees_list(parent, grid)
        await opens_lines(parent, grid, parent.page.url)


async def opens_tab(parent: Parent, name: str) -> None:
    """A tab of the dossier that is open: what is looked at next is its page."""
    tabs = parent.page.get_by_role("navigation", name="Dossier de l’élève")
    await parent.follows(tabs.get_by_text(name, exact=True))


async def opens_lines(parent: Parent, grid: Grid, address: str) -> None:
    """The sheets behind a list's first lines, each by its plain link; then back to the list."""
    wanted = [one for one in grid.opens if isinstance(one, Fiche)]
    links = parent.page.locator("a.line-link")
    for number, fiche in list(enumerate(wanted))[:FEW]:
        await parent.follows(links.nth(number))
        await sees_sheet(parent, fiche.fields)
        for inner in fiche.lists.values():
            await sees_list(parent, inner)
        await parent.page.goto(address)


async def reads_the_bills(parent: Parent, bills: Facturation) -> None:
    """Invoices and payments, all of them, and the duplicates byte for byte."""
    await parent.chooses("Facturation")
    for grid in bills.lists.values():
        await shows_all(parent)
        await sees_list(parent, grid)
        documents = [one for one in grid.opens if isinstance(one, bytes)]
        found = parent.page.get_by_role("link", name=re.compile("^Duplicata"))
        for number, document in list(enumerate(documents))[:FEW]:
            address = await found.nth(number).get_attribute("href")
            answer = await parent.context.request.get(f"{parent.url}{address}")
            assert answer.headers["content-type"] == "application/pdf"
            assert await answer.body() == document


async def shows_all(parent: Parent) -> None:
    """Long lists whole: each has its own link for that."""
    while await (every := parent.page.get_by_role("link", name="Tout afficher")).count():
        await parent.follows(every.first)
