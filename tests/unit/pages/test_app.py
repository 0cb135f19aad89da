"""The gateway put together: one change's whole way over the extranet in memory."""

import base64
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from httpx import ASGITransport, AsyncClient
from starlette.applications import Starlette

from adapters.memory import MemoryExtranet
from gateway.app import create_app
from gateway.config import Config, Gateway, Mail, School
from gateway.keys import VARIABLE
from tests.unit.pages.conftest import ORIGIN
from tests.unit.pages.reading import filled, sign_in, words

NEW = "06 39 98 00 77"


@pytest.fixture
def extranet() -> MemoryExtranet:
    return MemoryExtranet()


@pytest.fixture
async def whole(
    school: School, extranet: MemoryExtranet, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Starlette]:
    """A gateway at work, on keys from the environment."""
    key = base64.b64encode(b"0123456789abcdef0123456789abcdef").decode()
    monkeypatch.setenv(VARIABLE, f"accounts {key}\n1 {key}\n")
    config = Config(
        gateway=Gateway(data=tmp_path),
        mail=Mail(kind="folder", sender="portail@example.org", folder=tmp_path / "courrier"),
        schools={"ecole": school},
    )
    app = create_app(config, {"ecole": extranet})
    async with app.router.lifespan_context(app):
        yield app


async def test_a_change_goes_its_whole_way(whole: Starlette, extranet: MemoryExtranet) -> None:
    async with AsyncClient(
        transport=ASGITransport(whole), base_url=ORIGIN, follow_redirects=True
    ) as client:
        await sign_in(client, site="1", identifiant="F-1042", mot_de_passe="tilleul-29")
        form = filled(await client.get("/famille"), "/famille")
        receipt = await client.post("/famille", data=form | {"champ:portable": NEW})

        assert "Accusé de réception" in words(receipt)
        assert f"06 39 98 12 34 → {NEW}" in words(receipt)
        again = await client.post("/famille", data=form | {"champ:portable": NEW})
        assert again.url == receipt.url


async def test_without_the_demo_no_letter_is_shown(whole: Starlette) -> None:
    async with AsyncClient(transport=ASGITransport(whole), base_url=ORIGIN) as client:
        assert (await client.get("/demo/courrier")).status_code == 404
