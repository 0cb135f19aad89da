"""Somebody at the portal of a real gateway, without a browser's weight."""

import asyncio
from collections.abc import Mapping

import httpx
from bs4 import BeautifulSoup, Tag

from tests.journeys.gateway import Installation
from tests.strangers.stage import Account
from tests.unit.pages.reading import filled, words


class Parent:
    """Keeps the session's cookie itself: it is Secure, and a browser sends it to this machine."""

    def __init__(self, gateway: Installation) -> None:
        limits = httpx.Limits(max_connections=100)
        self.client = httpx.AsyncClient(
            base_url=gateway.url, timeout=60, trust_env=False, limits=limits
        )
        self.cookie = ""

    async def get(self, path: str) -> httpx.Response:
        return await self.client.get(path, headers={"Cookie": self.cookie})

    async def post(
        self,
        path: str,
        data: Mapping[str, str | list[str]],
        files: Mapping[str, tuple[str, bytes, str]] | None = None,
    ) -> httpx.Response:
        origin = str(self.client.base_url).rstrip("/")
        headers = {"Cookie": self.cookie, "Origin": origin}
        return await self.client.post(path, headers=headers, data=data, files=files)

    async def signs_in(self, account: Account) -> None:
        page = await self.get("/connexion")
        form = filled(page, "/connexion")
        labels = {o.get_text(): str(o["value"]) for o in BeautifulSoup(page.text, "lxml")("option")}
        form |= {"identifiant": account.identifier, "mot-de-passe": account.password}
        answer = await self.post("/connexion", form | {"site": labels[account.site or ""]})
        assert answer.status_code == 303, words(answer)
        self.cookie = answer.headers["set-cookie"].split(";")[0]

    def field(self, page: httpx.Response, caption: str) -> str:
        """The name of the control with that caption."""
        found = BeautifulSoup(page.text, "lxml")
        label = next(each for each in found("label") if caption in each.get_text())
        control = found.find(id=str(label["for"]))
        assert isinstance(control, Tag)
        return str(control["name"])

    async def sees(self, address: str, said: str) -> None:
        """Looks again until the request's page says so."""
        for _ in range(80):
            answer = await self.get(address)
            if said in words(answer).replace("\N{NO-BREAK SPACE}", " "):
                return
            await asyncio.sleep(0.25)
        assert said in words(answer)
