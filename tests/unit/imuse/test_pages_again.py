"""A page that comes again byte for byte is read once; one that changed is read anew."""

from typing import Any

import pytest

from adapters.imuse import browsing
from adapters.imuse.reading.page import Page
from adapters.imuse.reading.read import Source, read_page
from tests.unit.imuse.small_extranet import Asked
from tests.unit.imuse.visited import screen, site, table, visit


async def test_only_what_changed_is_read_again(monkeypatch: pytest.MonkeyPatch) -> None:
    amounts = ["120,00 €"]
    read: list[str] = []

    async def counting(source: Source, *rest: Any) -> Page:
        read.append(source.url.rsplit("/", 1)[-1])
        return await read_page(source, *rest)

    def bills(asked: Asked) -> str:
        return screen(table("N°|Date|Montant", f"F-1|01/09/2026|{amounts[-1]}"))

    monkeypatch.setattr(browsing, "read_page", counting)
    async with visit(site({"factures.php": bills})) as session:
        first = await session.billing()
        before = list(read)
        assert await session.billing() == first
        assert read == before
        amounts.append("80,00 €")
        changed = (await session.billing()).lists[0].lines[0]
        assert changed.cells[-1] == "80,00 €"
        assert read[len(before) :] == ["factures.php"]
