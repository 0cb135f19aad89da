"""Where words do not lead, a line of the profile does."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import msgspec
import pytest

from adapters.errors import NotUnderstood
from adapters.port import Session
from adapters.registry import extranet
from tests.contract.stands.school import school
from tests.contract.stands.stranger import live
from tests.contract.visit import signed_in


@asynccontextmanager
async def family_signed_in(folder: Path, routes: str) -> AsyncIterator[Session]:
    """A family of the refreshed school, read with these routes."""
    profile = folder / "ecole.toml"
    profile.write_text(f"[routes]\n{routes}\n", encoding="utf-8")
    with school("refreshed") as stand:
        settings = live(stand.sign_in_url)
        old_site = extranet("imuse", msgspec.structs.replace(settings, profile=str(profile)))
        session = await signed_in(old_site, stand.accounts[0])
        yield session
        await session.close()
        await old_site.close()


async def test_a_pinned_address_leads_to_famille(tmp_path: Path) -> None:
    async with family_signed_in(tmp_path, 'family = "../usager/famille"') as session:
        assert (await session.family()).named("mobile_phone") is not None


async def test_a_pinned_address_counts_more_than_the_menus_words(tmp_path: Path) -> None:
    async with family_signed_in(tmp_path, 'family = "../usager/accueil"') as session:
        with pytest.raises(NotUnderstood):
            await session.family()


async def test_accueil_may_be_pinned_too(tmp_path: Path) -> None:
    async with family_signed_in(tmp_path, 'home = "../usager/famille"') as session:
        said = [paragraph.text for paragraph in (await session.home()).paragraphs]
    assert "Fiche du responsable" in said
