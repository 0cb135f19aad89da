"""A visitor on Réinscription, with the eye of whoever wrote each markup."""

import re
from collections.abc import Collection

import httpx
from bs4 import BeautifulSoup, Tag

from tests.unit.school.reader import folded, soup_of
from tests.unit.school.visitor import Visitor

PDF = b"%PDF-1.4\r\n--" + bytes(range(256)) + b"\r\n%%EOF\n"
MAEL = "E-002311"
ELOISE = "E-002098"


class Tab:
    """The tab of one student, opened by its words."""

    def __init__(self, visitor: Visitor, number: str = MAEL) -> None:
        self.visitor = visitor
        visitor.choose(number)
        visitor.follow("Réinscription")

    @property
    def soup(self) -> BeautifulSoup:
        return soup_of(self.visitor, self.visitor.page.content)

    def boxes(self) -> dict[str, Tag]:
        """The check boxes by what stands beside them."""
        found = self.soup.find_all("input", type="checkbox")
        return {_caption(box): box for box in found}

    def ticked(self) -> list[str]:
        return [caption for caption, box in self.boxes().items() if box.has_attr("checked")]

    def documents(self) -> list[tuple[str, ...]]:
        """The lines of what was imported."""
        rows = (
            self.soup.select("#documents tr")[1:]
            if self.visitor.old
            else self.soup.select("table.table tbody tr")
        )
        return [tuple(folded(cell.get_text()) for cell in row.find_all("td")) for row in rows]

    def fill(self, ticked: Collection[str], note: str = "") -> list[tuple[str, str]]:
        """What « Valider » sends with these boxes ticked and no other."""
        boxes = self.boxes()
        names = {str(box["name"]) for box in boxes.values()}
        rest = [pair for pair in self.visitor.fill(demande=note) if pair[0] not in names]
        pressed = [(str(boxes[one]["name"]), str(boxes[one]["value"])) for one in ticked]
        return pressed + rest

    def press(self, ticked: Collection[str], note: str = "") -> None:
        self.visitor.post(self.fill(ticked, note))

    def window(self) -> BeautifulSoup:
        """The page that holds the import's form: a window of its own, or the tab's."""
        if not self.visitor.old:
            return self.soup
        button = self.soup.find("input", value="Importer")
        assert isinstance(button, Tag)
        address = re.findall(r"'([^']*)'", str(button["onclick"]))[0]
        return soup_of(self.visitor, self.visitor.look(address).content)

    def upload(self, name: str, file_name: str, body: bytes, type: str = "application/pdf") -> str:
        """Import one document; returns what the site says."""
        form = self.window().find("form", enctype="multipart/form-data")
        assert isinstance(form, Tag)
        pairs = []
        for control in form.find_all(["input", "select"]):
            if control.name == "select":
                value = next(o for o in control.find_all("option") if folded(o.get_text()) == name)
                pairs.append((str(control["name"]), str(value["value"])))
            elif control.get("type") == "hidden":
                pairs.append((str(control["name"]), str(control["value"])))
        chooser = form.find("input", type="file")
        assert isinstance(chooser, Tag)
        address = str(self.visitor.page.url.join(str(form["action"])))
        answer = send(self.visitor, address, pairs, (str(chooser["name"]), file_name, type, body))
        said = spoken(self.visitor, answer)
        self.visitor.follow("Réinscription")
        return said


def send(
    visitor: Visitor,
    address: str,
    pairs: list[tuple[str, str]],
    file: tuple[str, str, str, bytes],
) -> httpx.Response:
    """Post a form with a file as browsers do, in the page's charset."""
    edge, charset = "----WebKitFormBoundary7MA4YWxkTrZu0gW", visitor.charset
    control, file_name, type, body = file
    parts = [
        f'Content-Disposition: form-data; name="{name}"\r\n\r\n{value}'.encode(charset)
        for name, value in pairs
    ]
    disposition = f'form-data; name="{control}"; filename="{file_name}"'
    head = f"Content-Disposition: {disposition}\r\nContent-Type: {type}\r\n\r\n"
    parts.append(head.encode(charset) + body)
    whole = b"".join(f"--{edge}\r\n".encode() + part + b"\r\n" for part in parts)
    return visitor.client.post(
        address,
        content=whole + f"--{edge}--\r\n".encode(),
        headers={"content-type": f"multipart/form-data; boundary={edge}"},
    )


def spoken(visitor: Visitor, answer: httpx.Response | None = None) -> str:
    """The site's message on a page, "" where it says nothing."""
    page = (answer or visitor.page).content
    if visitor.old:
        said = re.search(r'^alert\("(.*?)"\);', page.decode(visitor.charset), re.MULTILINE)
        return folded(said[1]) if said else ""
    words = soup_of(visitor, page).select_one("[role=alert] p")
    return folded(words.get_text()) if words else ""


def _caption(box: Tag) -> str:
    label = box.find_parent("label")
    if label is not None:
        return folded(label.get_text())
    cell = box.find_parent("td")
    assert cell is not None
    beside = cell.find_next_sibling("td")
    assert isinstance(beside, Tag)
    return folded(beside.get_text())
