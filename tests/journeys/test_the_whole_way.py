"""The first line through everything: a family changes its telephone number, for real."""

from pathlib import Path

import pytest
from playwright.async_api import Browser

from tests.contract.stands.school import SchoolStand
from tests.contract.stands.stranger import stranger
from tests.journeys.gateway import Gateway
from tests.journeys.parent import Parent
from tests.journeys.plain_parent import PlainParent
from tests.journeys.post import PostOffice
from tests.journeys.walker import link
from tests.strangers.stage import Shown

pytestmark = pytest.mark.asyncio(loop_scope="session")

NEW = "06 39 98 70 07"
WAITING = "en attente de validation par le personnel administratif"


def shown(fields: list[Shown], caption: str) -> str:
    return next(field.value for field in fields if field.caption == caption)


async def test_a_family_changes_its_telephone_number_the_whole_way(
    browser: Browser, old_side: SchoolStand, gateway: Gateway, post: PostOffice
) -> None:
    account = old_side.accounts[0]
    before = shown(old_side.famille(account.identifier), "Téléphone portable")
    parent = await Parent.arrives(browser, gateway.url)
    await parent.opens("/famille")
    await parent.sees_heading("Connexion")
    await parent.signs_in(account)
    await parent.sees_heading("Famille")
    await parent.types("Téléphone portable", NEW)
    await parent.presses("Modifier")

    await parent.sees(f"{before} → {NEW}")
    number = await parent.number()
    await parent.waits_until_it_stands("En attente de validation")
    assert [effect.changes for effect in old_side.ledger] == [{"Téléphone portable": NEW}]
    assert old_side.waiting(account.identifier) == {"Téléphone portable": NEW}
    (recipients, letter), *_ = await post.wait_for(1)
    assert number in letter["Subject"] + str(letter.get_body(("plain",)))
    assert recipients == (shown(old_side.famille(account.identifier), "E-mail"),)

    await parent.chooses("Famille")
    await parent.sees(WAITING)
    await parent.sees(f"{before} → {NEW}")

    old_side.validate(account.identifier)
    await parent.follows(parent.page.get_by_role("link", name="Mes demandes"))
    await parent.looks_again_until("Validée")
    await parent.chooses("Famille")
    assert WAITING not in await parent.text()
    assert await parent.field("Téléphone portable").input_value() == NEW
    await parent.chooses("Déconnexion")
    await parent.sees_heading("Connexion")
    assert len(old_side.ledger) == 1


@pytest.mark.parametrize("name", ["frames", "spa", "webforms"])
async def test_the_same_way_leads_through_an_extranet_never_seen_before(
    post: PostOffice, tmp_path: Path, name: str
) -> None:
    with stranger(name) as old_side:
        account = old_side.accounts[0]
        gateway = Gateway(tmp_path, old_side.sign_in_url, post.port)
        await gateway.start()
        try:
            async with PlainParent.arrives(gateway.url) as parent:
                await parent.opens("/connexion")
                await parent.signs_in(account)
                await parent.opens(link(await parent.page_read(), "Famille", "Menu principal"))
                caption = next(
                    field.caption
                    for field in old_side.famille(account.identifier)
                    if "portable" in field.caption.lower()
                )
                await parent.sends("/famille", **{caption: NEW})
                await parent.waits_until_it_stands("En attente de validation")
                assert old_side.waiting(account.identifier) == {caption: NEW}
                assert len(old_side.ledger) == 1
                await parent.opens("/famille")
                assert WAITING in (await parent.page_read()).get_text()
                old_side.validate(account.identifier)
                await parent.opens("/demandes")
                await parent.looks_again_until("Validée")
        finally:
            await gateway.stop()
