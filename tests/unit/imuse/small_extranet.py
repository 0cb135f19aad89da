"""An old site of a few pages, to sign in to in one way or another; no network is behind it."""

from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from urllib.parse import parse_qs

import httpx

from adapters.imuse.extranet import ImuseExtranet, create
from adapters.model import Credentials
from adapters.registry import ExtranetSettings

BASE = "http://saiga.example/ecole/"
WHO = Credentials(site=None, identifier="DUPRE", password="tilleul-29")
WRONG = Credentials(site=None, identifier="DUPRE", password="not-this-one")

SHEET = (
    "<form method=post action=maj.php><p>Nom <input name=nom value=Dupré></p>"
    "<p>Ville <input name=ville value=Auray></p><input type=submit value=Modifier></form>"
)
MENU = (
    "<ul><li><a href=accueil.php>Accueil</a><li><a href=famille.php>Famille</a>"
    "<li><a href=sortie.php>Déconnexion</a></ul>"
)


class Asked:
    """One request, as a page's author sees it."""

    def __init__(self, request: httpx.Request, *, known: bool) -> None:
        self.posted = request.method == "POST"
        body = request.content.decode() if self.posted else request.url.query.decode()
        self.form = {name: values[-1] for name, values in parse_qs(body).items()}
        self.known = known
        """Whether it comes from somebody signed in."""

    @property
    def right(self) -> bool:
        """Whether it brings the right password."""
        return (self.form.get("login"), self.form.get("pwd")) == ("DUPRE", "tilleul-29")


Answer = str | httpx.Response
PageOf = Callable[[Asked], Answer]


class SmallExtranet:
    """Pages by their names. Whoever brings the right password is signed in from then on."""

    def __init__(self, pages: Mapping[str, Answer | PageOf]) -> None:
        """`index.php` is where signing in begins."""
        self.pages = pages
        self._sessions: set[str] = set()
        self.asked: list[str] = []
        """Method and page of every request, in order."""
        self._made = 0

    def end_sessions(self) -> None:
        """Every session ends."""
        self._sessions.clear()

    def __call__(self, request: httpx.Request) -> httpx.Response:
        """Answer as the old server would."""
        name = request.url.path.removeprefix("/ecole/")
        self.asked.append(f"{request.method} {name}")
        cookie = request.headers.get("cookie", "").removeprefix("S=")
        asked = Asked(request, known=cookie in self._sessions)
        page = self.pages.get(name, httpx.Response(404))
        answer = page(asked) if callable(page) else page
        if isinstance(answer, str):
            kind = "text/javascript" if name.endswith(".js") else "text/html"
            kind = "application/json" if answer.startswith("{") else kind
            answer = httpx.Response(
                200, headers={"content-type": f"{kind}; charset=utf-8"}, content=answer.encode()
            )
        if asked.right:
            self._made += 1
            self._sessions.add(f"s{self._made}")
            answer.headers["set-cookie"] = f"S=s{self._made}; path=/"
        return answer

    @asynccontextmanager
    async def extranet(self) -> AsyncIterator[ImuseExtranet]:
        """The live adapter before it."""
        settings = ExtranetSettings(sign_in_url=f"{BASE}index.php", pages_per_second=500)
        extranet = create(settings, httpx.MockTransport(self))
        yield extranet
        await extranet.close()


def html(inside: str, script: str = "") -> str:
    """A whole page."""
    script = f"<script>{script}</script>" if script else ""
    return f"<html><head><title>Extranet</title>{script}</head><body>{inside}</body></html>"


def form(inside: str, action: str = "verif.php", more: str = "") -> str:
    """A form that is posted."""
    return f"<form method=post action={action} {more}>{inside}</form>"


def to(page: str) -> httpx.Response:
    """A redirect."""
    return httpx.Response(302, headers={"location": page})


def for_known(page: str, otherwise: str = "") -> PageOf:
    """A page for those who are signed in; others get another, or are sent to sign in."""
    return lambda asked: page if asked.known else otherwise or to("index.php")


HOME = html(f"{MENU}<h2>Bonjour</h2><p>Le secrétariat est ouvert.</p>")
INSIDE: Mapping[str, Answer | PageOf] = {
    "accueil.php": for_known(HOME),
    "famille.php": for_known(html(f"{MENU}{SHEET}")),
}
"""What a family finds once it is signed in."""

TYPED = "<p>Identifiant <input name=login></p><p>Mot de passe <input type=password name=pwd></p>"
BUTTON = "<input type=submit value='Se connecter'>"
