"""A visitor with a browser's manners: sends back every control of a form, as the page had it."""

from urllib.parse import quote_plus, urljoin

import httpx
from bs4 import BeautifulSoup, Tag

from adapters.school import Account, Running

Pairs = list[tuple[str, str]]

TRUSTED = httpx.create_ssl_context()
"""Made once: each client would read all certificates again, which takes longer than its pages."""


class Visitor:
    """One browser; `page` is the answer that it shows."""

    def __init__(self, school: Running) -> None:
        self.school = school
        self.client = httpx.Client(
            follow_redirects=True, trust_env=False, timeout=20, verify=TRUSTED
        )
        self.page = httpx.Response(204)
        self.address = school.sign_in_url
        self._parsed: tuple[httpx.Response, BeautifulSoup] | None = None

    def go(self, address: str) -> BeautifulSoup:
        self.page = self.client.get(urljoin(self.address, address))
        self.address = str(self.page.url)
        return self.soup

    def look(self, address: str) -> httpx.Response:
        """What opens in another window: this page stays where it is."""
        return self.client.get(urljoin(self.address, address))

    @property
    def old(self) -> bool:
        return "portail_nc.php" in self.address

    @property
    def charset(self) -> str:
        return "windows-1252" if self.old else "utf-8"

    @property
    def text(self) -> str:
        return self.page.content.decode(self.charset)

    @property
    def soup(self) -> BeautifulSoup:
        if self._parsed is None or self._parsed[0] is not self.page:
            self._parsed = self.page, BeautifulSoup(self.text, "html.parser")
        return self._parsed[1]

    def follow(self, words: str) -> BeautifulSoup:
        for link in self.soup.find_all("a"):
            image = link.find("img")
            said = image["alt"] if image else link.get_text(strip=True)
            if said == words:
                return self.go(str(link["href"]))
        raise AssertionError(f"no link says {words}")

    def form(self) -> Pairs:
        return [pair for control in self._form().find_all(CONTROLS) for pair in _sent(control)]

    def _form(self) -> Tag:
        """The page's own form: the one with a token, where there are more."""
        forms = self.soup.find_all("form")
        own = [f for f in forms if f.find("input", attrs={"name": ["jeton", "_token"]})]
        return (own or forms)[0]

    def post(self, pairs: Pairs) -> None:
        self._post(str(self._form()["action"]), pairs)

    def _post(self, action: str, pairs: Pairs) -> None:
        body = "&".join(f"{self._quoted(name)}={self._quoted(value)}" for name, value in pairs)
        self.page = self.client.post(
            urljoin(self.address, action),
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

    def students(self) -> list[tuple[str, str]]:
        """The choice of students: number and label."""
        self.follow("Élèves")
        choice = self.soup.find("select")
        if choice is None:
            return []
        options = [(str(o["value"]), o.find(string=True) or "") for o in choice.find_all("option")]
        return [(value, label.strip()) for value, label in options if value]

    def choose(self, number: str) -> "Visitor":
        """Choose a student as the drop-down does; Identité opens."""
        self.follow("Élèves")
        choice = self.soup.find("select")
        assert choice is not None
        form = choice.find_parent("form")
        assert form is not None
        action, name = str(form["action"]), str(choice["name"])
        if str(form["method"]).lower() == "post":
            self._post(action, [(name, number)])
        else:
            self.go(f"{action}?{name}={number}")
        return self


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
