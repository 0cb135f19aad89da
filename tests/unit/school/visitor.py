"""A visitor with a browser's manners: sends back every control of a form, as the page had it."""

from urllib.parse import quote_plus, urljoin

import httpx
from bs4 import BeautifulSoup, Tag

from adapters.school import Account, Running

Pairs = list[tuple[str, str]]


class Visitor:
    """One browser; `page` is the answer that it shows."""

    def __init__(self, school: Running) -> None:
        self.school = school
        self.client = httpx.Client(follow_redirects=True, trust_env=False, timeout=20)
        self.page = httpx.Response(204)
        self.address = school.sign_in_url

    def go(self, address: str) -> BeautifulSoup:
        self.page = self.client.get(urljoin(self.address, address))
        self.address = str(self.page.url)
        return self.soup

    @property
    def charset(self) -> str:
        return "windows-1252" if b"windows-1252" in self.page.content else "utf-8"

    @property
    def text(self) -> str:
        return self.page.content.decode(self.charset)

    @property
    def soup(self) -> BeautifulSoup:
        return BeautifulSoup(self.text, "html.parser")

    def follow(self, words: str) -> BeautifulSoup:
        for link in self.soup.find_all("a"):
            image = link.find("img")
            said = image["alt"] if image else link.get_text(strip=True)
            if said == words:
                return self.go(str(link["href"]))
        raise AssertionError(f"no link says {words}")

    def form(self) -> Pairs:
        form = self.soup.find("form")
        assert isinstance(form, Tag)
        return [pair for control in form.find_all(CONTROLS) for pair in _sent(control)]

    def post(self, pairs: Pairs) -> None:
        form = self.soup.find("form")
        assert isinstance(form, Tag)
        body = "&".join(f"{self._quoted(name)}={self._quoted(value)}" for name, value in pairs)
        self.page = self.client.post(
            urljoin(self.address, str(form["action"])),
            content=body.encode(),
            headers={"content-type": "application/x-www-form-urlencoded"},
        )
        self.address = str(self.page.url)

    def _quoted(self, text: str) -> str:
        return quote_plus(text.replace("\n", "\r\n").encode(self.charset))

    def fill(self, **values: str) -> Pairs:
        """The page's form with some controls changed; each is named by the end of its name."""
        pairs = self.form()
        for word, value in values.items():
            names = [name for name, _ in pairs if name.rstrip("]").endswith(word)]
            assert names, f"no control for {word}"
            pairs = [(name, value if name == names[0] else old) for name, old in pairs]
        return pairs

    def sign_in(self, account: Account) -> "Visitor":
        self.go(self.school.sign_in_url)
        options = self.soup.find_all("option")
        site = next(o["value"] for o in options if o.get_text().strip().startswith(account.site))
        self.post(self.fill(site=str(site), identifiant=account.identifier, passe=account.password))
        return self

    def family(self) -> "Visitor":
        self.follow("Famille")
        return self

    def modify(self, **values: str) -> None:
        self.post(self.fill(**values))


CONTROLS = ["input", "select", "textarea", "button"]


def _sent(control: Tag) -> Pairs:
    name = control.get("name")
    if not isinstance(name, str):
        return []
    if control.name == "select":
        chosen = control.find("option", selected=True) or control.find("option")
        assert isinstance(chosen, Tag)
        return [(name, str(chosen["value"]))]
    if control.name == "textarea":
        return [(name, control.get_text().removeprefix("\n"))]
    if control.get("type") == "checkbox" and not control.has_attr("checked"):
        return []
    return [(name, str(control.get("value", "")))]
