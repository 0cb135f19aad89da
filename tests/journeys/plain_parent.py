"""A parent without a browser: what one without scripts and styles gets, at a fraction of it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from urllib.parse import urlsplit

import httpx
from bs4 import BeautifulSoup

from tests.journeys.walker import caption_of
from tests.strangers.stage import Account
from tests.unit.pages.reading import filled
from tests.unit.school.visitor import TRUSTED


class PlainParent:
    """One visitor's cookies; a page is read as the text that came."""

    def __init__(self, client: httpx.AsyncClient) -> None:
        self._client = client
        self._shown = httpx.Response(204)

    @classmethod
    @asynccontextmanager
    async def arrives(cls, url: str) -> AsyncIterator["PlainParent"]:
        """Somebody with cookies of their own."""
        async with httpx.AsyncClient(
            base_url=url.replace("http://", "https://"),
            transport=_Loopback(verify=TRUSTED),
            follow_redirects=True,
            timeout=30,
        ) as client:
            yield cls(client)

    @property
    def address(self) -> str:
        return urlsplit(str(self._shown.url)).path

    async def opens(self, path: str) -> None:
        self._shown = await self._client.get(path)
        assert self._shown.status_code == 200, path

    async def page_read(self) -> BeautifulSoup:
        return BeautifulSoup(self._shown.text, "lxml")

    async def fetches(self, path: str) -> tuple[str, bytes]:
        answer = await self._client.get(path)
        return answer.headers["content-type"], answer.content

    async def signs_in(self, account: Account) -> None:
        """Through the sign-in page that is shown: its words, and what it holds already."""
        page = await self.page_read()
        form = filled(self._shown, "/connexion")
        if account.site is not None:
            sites = page.select("select[name=site] option")
            chosen = next(one for one in sites if one.get_text(strip=True) == account.site)
            form["site"] = str(chosen["value"])
        form |= {"identifiant": account.identifier, "mot-de-passe": account.password}
        self._shown = await self._client.post("/connexion", data=form)

    async def sends(self, action: str, **typed: str) -> None:
        """The form that leads there, with these values under the captions that a person reads."""
        page, form = await self.page_read(), filled(self._shown, action)
        for caption, value in typed.items():
            label = next(one for one in page("label") if caption_of(one) == caption.casefold())
            control = page.find(id=str(label["for"]))
            assert control is not None, caption
            form[str(control["name"])] = value
        self._shown = await self._client.post(action, data=form)
        assert self._shown.status_code == 200, action

    async def waits_until_it_stands(self, label: str) -> None:
        """Looks at the open request again until it stands so."""
        for _ in range(60):
            badge = (await self.page_read()).select_one("#ou-en-est-elle .badge")
            assert badge is not None, self.address
            if badge.get_text(strip=True) == label:
                return
            await asyncio.sleep(0.15)
            await self.opens(self.address)
        raise AssertionError(f"{self.address} never stood « {label} »")

    async def looks_again_until(self, words: str) -> None:
        """Opens the page again until it says so: the old site may be read slowly."""
        for _ in range(30):
            if words in (await self.page_read()).get_text():
                return
            await self.opens(self.address)
        raise AssertionError(f"{self.address} never said « {words} »")


class _Loopback(httpx.AsyncHTTPTransport):
    """Trusts this machine's own network as a browser does: secure cookies are sent there."""

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        plain = request.url.copy_with(scheme="http")
        return await super().handle_async_request(
            httpx.Request(request.method, plain, headers=request.headers, stream=request.stream)
        )
