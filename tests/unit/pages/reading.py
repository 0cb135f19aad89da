"""What a person, or a browser, finds on a page."""

from functools import lru_cache

from bs4 import BeautifulSoup, Tag
from httpx import AsyncClient, Response


@lru_cache(maxsize=8)
def page(answer: Response) -> BeautifulSoup:
    """The answer's page: parsed once, however often a test looks at it."""
    return BeautifulSoup(answer.text, "lxml")


def one(answer: Response, selector: str) -> Tag:
    """The first thing on the page that the selector finds; it is there."""
    found = page(answer).select_one(selector)
    assert found is not None, selector
    return found


def words(answer: Response) -> str:
    """What the page says, its spaces made plain."""
    return " ".join(page(answer).get_text(" ").split())


def cells(answer: Response, number: int = 0) -> list[list[str]]:
    """The lines of one of the page's lists, cell by cell, without its documents."""
    table = page(answer).select(".list")[number]
    return [
        [cell.get_text() for cell in row.select("th[scope=row], td:not(.documents)")]
        for row in table.select("tbody tr:not(.list-group)")
    ]


def filled(answer: Response, action: str) -> dict[str, str]:
    """What a browser would send from the form with that action, untouched, its last values."""
    form = next(form for form in page(answer)("form") if form["action"] == action)
    sent: dict[str, str] = {}
    for control in form.find_all(["input", "select", "textarea"]):
        if control.get("type") == "checkbox" and not control.has_attr("checked"):
            continue
        sent[str(control["name"])] = _value(control)
    return sent


def _value(control: Tag) -> str:
    if control.name == "textarea":
        # A browser drops the first line end of a text area.
        return control.get_text().removeprefix("\n")
    if control.name == "select":
        chosen = control.find("option", selected=True) or control.find("option")
        return str(chosen["value"]) if isinstance(chosen, Tag) else ""
    return str(control.get("value", ""))


async def sign_in(client: AsyncClient, **typed: str) -> Response:
    """Send the sign-in form, with `typed` over what it holds (`_` in a name for `-`)."""
    form = filled(await client.get("/connexion"), "/connexion")
    form |= {name.replace("_", "-"): value for name, value in typed.items()}
    return await client.post("/connexion", data=form)
