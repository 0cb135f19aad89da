"""Which form of a screen is the sheet, what of it is a field, and when it is only read."""

# ruff: noqa: E501 - markup keeps to its line

import asyncio
from collections.abc import Awaitable, Callable
from typing import cast

import pytest

from adapters.errors import Unstorable
from adapters.imuse import writing
from adapters.imuse.reading.screen import Screen
from adapters.imuse.walk import Walk
from adapters.model import Change, Proposal
from tests.unit.imuse.reader import opened, page, rows, sent, sheet, whole

TWO = """Nom <input name=n value=Dupré><br>Ville <input name=v value=Vannes><br>"""


def test_a_sheet_whose_button_nobody_understands_is_only_read() -> None:
    html = whole(TWO).replace(
        '<input type="submit" name="ok" value="Modifier">',
        "<button type=button onclick=\"Ext.getCmp('x').save()\">Modifier</button>",
    )
    read = opened(html)
    assert [f.value for f in read.sheet.fields()] == ["Dupré", "Vannes"]
    assert (read.sheet.writable, read.press) == (False, None)


SEARCHES = {
    "a caption": "<div>Rechercher : <input name=q> <input type=submit name=bq value=OK></div>",
    "a button": "<div>Élève <input name=q> <input type=submit name=bq value=Rechercher></div>",
    "an image": "<div><label for=q>Recherche</label><input id=q name=q><input type=image name=bq alt=OK src=l.gif></div>",
    "a placeholder": "<div><input name=q placeholder='Rechercher…'><button name=bq>OK</button></div>",
    "no words at all": "<div><input name=q><input type=submit name=bq value=OK></div>",
    "a search box": "<div>Site <input type=search name=q></div>",
}


@pytest.mark.parametrize("search", SEARCHES)
def test_a_search_box_within_the_one_form_is_no_field(search: str) -> None:
    assert rows(SEARCHES[search] + TWO) == [("Nom", "Dupré"), ("Ville", "Vannes")]
    assert sheet(SEARCHES[search] + TWO).writable


def test_a_search_box_is_sent_all_the_same_without_its_button() -> None:
    html = whole(SEARCHES["a caption"] + TWO)
    assert sent(html).body == b"q=&n=Dupr%C3%A9&v=Vannes&ok=Modifier"


def test_a_field_with_a_button_of_another_kind_is_a_field() -> None:
    inside = (
        TWO
        + "Né(e) le <input name=d value=07/03/1979> <input type=image name=cal alt=Calendrier src=c.gif>"
    )
    assert rows(inside)[2] == ("Né(e) le", "07/03/1979")


PARENTS = """<html><body><h1>Famille</h1>
    <h3>Père</h3><form method=post action=p.php>Nom <input name=n value=BRUN><br>
    Portable <input name=t value="06 39 98 00 01"><br>E-mail <input name=m value=pere@example.org>
    <input type=submit value=Modifier></form>
    <h3>Mère</h3><form method=post action=m.php>Nom <input name=n value="LE BIHAN"><br>
    Portable <input name=t value="06 39 98 00 02"> <i>modifié</i><input type=submit value=Modifier></form>
    <h3>Recherche</h3><form action=r.php>Nom <input name=q><br>Ville <input name=z><input type=submit value=OK></form>
    </body></html>"""


def test_of_two_sheets_on_a_page_the_larger_can_be_changed_and_the_other_is_read() -> None:
    read = opened(PARENTS)
    assert read.sheet.writable
    assert [(s.title, [(f.caption, f.value, f.editable) for f in s.fields]) for s in read.sheet.sections] == [
        ("Père", [("Nom", "BRUN", True), ("Portable", "06 39 98 00 01", True), ("E-mail", "pere@example.org", True)]),
        ("Mère", [("Nom", "LE BIHAN", False), ("Portable", "06 39 98 00 02", False)])]  # fmt: skip


def test_the_sheet_beside_takes_neither_keys_nor_names_of_the_other() -> None:
    read = opened(PARENTS).sheet
    assert [f.key for f in read.fields()] == [
        "nom",
        "portable",
        "e-mail",
        "mere-nom",
        "mere-portable",
    ]
    assert [f.name for f in read.fields()][3:] == [None, None]
    assert [f.key for f in read.fields() if f.waiting is not None] == ["mere-portable"]
    assert read.shape == opened(PARENTS.split("<h3>Mère", maxsplit=1)[0]).sheet.shape


def test_a_sheet_that_no_heading_tells_apart_is_left_out() -> None:
    read = opened(PARENTS.replace("<h3>Mère</h3>", "").replace("<h3>Père</h3>", "")).sheet
    assert [f.value for f in read.fields()] == ["BRUN", "06 39 98 00 01", "pere@example.org"]


class _Standing:
    """As far as the check before sending needs a family's way."""

    async def reading(self, read: Callable[[], Awaitable[object]]) -> object:
        return await read()


def _proposed(inside: str, key: str, new: str) -> None:
    html = whole(inside)
    read, screen = opened(html), Screen((page(html),))

    async def reading() -> writing.Opened:
        return writing.Opened(screen, read)

    async def never() -> None:
        raise AssertionError("nothing may be sent")

    field = read.sheet.field(key)
    assert field is not None
    change = Change(key=key, caption=field.caption, old=field.value, new=new)
    proposal = Proposal(changes=(change,), shape=read.sheet.shape)
    asyncio.run(writing.propose(cast("Walk", _Standing()), reading, proposal, never))


BOXES = (
    "Portable "
    + " ".join(f"<input name=t{n} maxlength=2 value=0{n}>" for n in range(5))
    + "<br>"
    + TWO
)
DATE = (
    "Né(e) le <select name=j><option value=''>"
    + "".join(f"<option>{n}" for n in range(1, 32))
    + "</select><select name=m><option value=''>"
    + "".join(f"<option>{n}" for n in range(1, 13))
    + "</select><select name=a><option value=''>"
    + "".join(f"<option>{n}" for n in range(1970, 2020))
    + f"</select><br>{TWO}"
)

UNFIT = {
    "a number too short": (BOXES, "portable", "07 39"),
    "a number of another country": (BOXES, "portable", "+33 7 39 98 00 01"),
    "a year that is not offered": (DATE, "ne-e-le", "07/03/1939"),
    "no date": (DATE, "ne-e-le", "bientôt"),
}


@pytest.mark.parametrize("value", UNFIT)
def test_a_value_that_its_parts_cannot_say_is_refused_before_anything_is_sent(value: str) -> None:
    inside, key, new = UNFIT[value]
    with pytest.raises(Unstorable) as refused:
        _proposed(inside, key, new)
    assert (refused.value.field_key, refused.value.characters) == (key, new)
