"""A parent who thinks again: takes back what has not left, then settles a conflict; no script."""

import pytest
from playwright.async_api import Browser, expect

from tests.contract.stands.school import SchoolStand
from tests.journeys.gateway import Gateway
from tests.journeys.markups import REFRESHED
from tests.journeys.parent import Parent
from tests.journeys.test_what_goes_wrong import TELEPHONE, changes

pytestmark = pytest.mark.asyncio(loop_scope="session")

ASKED, SCHOOLS, ANEW = "06 39 98 00 21", "06 39 98 00 22", "06 39 98 00 23"


async def takes_it_back(parent: Parent) -> None:
    """Again where it is just being tried: the old site is down, and it is « Reçue » once more."""
    address = parent.page.url
    question = parent.page.get_by_role("button", name="Retirer la demande")
    for _ in range(60):
        link = parent.page.get_by_role("link", name="Retirer cette demande")
        if await link.count():
            await parent.follows(link)
            if await question.count():
                await parent.follows(question)
                if "a changé d’état entre-temps" not in await parent.text():
                    return
        await parent.page.goto(address)
    await expect(question).to_be_visible()


@REFRESHED
async def test_what_was_taken_back_never_arrives_and_what_was_settled_arrives_once(
    browser: Browser, old_side: SchoolStand, gateway: Gateway
) -> None:
    parent = await Parent.arrives(browser, gateway.url, javascript=False)
    await parent.opens("/famille")
    await parent.signs_in(old_side.accounts[0])
    await parent.types(TELEPHONE, ASKED)
    old_side.control.down()
    await parent.presses("Modifier")
    await parent.waits_until_it_stands("Reçue")
    await takes_it_back(parent)
    await parent.waits_until_it_stands("Retirée")
    old_side.control.down(False)

    await parent.opens("/famille")
    await parent.types(TELEPHONE, ASKED)
    old_side.edit(old_side.accounts[0].identifier, TELEPHONE, SCHOOLS)
    await parent.presses("Modifier")
    await parent.waits_until_it_stands("À revoir")
    former = await parent.number()
    await parent.follows(parent.page.get_by_role("link", name="Revoir, champ par champ"))
    await parent.sees(SCHOOLS)
    await parent.page.get_by_label("Demander quand même ma valeur").check()
    await parent.types(TELEPHONE, ANEW)
    await parent.presses("Envoyer mes choix")
    await parent.waits_until_it_stands("En attente de validation")
    await expect(parent.page.get_by_role("link", name=f"Demande {former}")).to_be_visible()
    assert changes(old_side) == [{TELEPHONE: ANEW}]
