"""What goes wrong on the way, as the family sees it, and as the old side's ledger tells it."""

import pytest
from playwright.async_api import Browser, expect

from tests.contract.stands.school import SchoolStand
from tests.journeys.gateway import Gateway
from tests.journeys.markups import OLD, REFRESHED
from tests.journeys.parent import Parent
from tests.journeys.test_the_whole_way import NEW, shown

pytestmark = pytest.mark.asyncio(loop_scope="session")

TELEPHONE = "Téléphone portable"


async def at_famille(browser: Browser, gateway: Gateway, old_side: SchoolStand) -> Parent:
    """The first family, with its new number typed and nothing sent yet."""
    parent = await Parent.arrives(browser, gateway.url)
    await parent.opens("/famille")
    await parent.signs_in(old_side.accounts[0])
    await parent.types(TELEPHONE, NEW)
    return parent


def changes(old_side: SchoolStand) -> list[dict[str, str]]:
    return [effect.changes for effect in old_side.ledger]


@OLD
async def test_a_wrong_password_is_said_and_the_rest_is_kept(
    browser: Browser, old_side: SchoolStand, gateway: Gateway
) -> None:
    account = old_side.accounts[0]
    parent = await Parent.arrives(browser, gateway.url)
    await parent.opens("/famille")
    await parent.signs_in(account, password="faux")
    await parent.sees("Identifiant ou mot de passe incorrect.")
    await expect(parent.page.get_by_label("Identifiant")).to_have_value(account.identifier)
    await expect(parent.page.get_by_label("Mot de passe", exact=True)).to_have_value("")
    await parent.signs_in(account)
    await parent.sees_heading("Famille")


@REFRESHED
async def test_the_sites_are_still_offered_while_the_old_site_is_down(
    browser: Browser, old_side: SchoolStand, gateway: Gateway
) -> None:
    parent = await Parent.arrives(browser, gateway.url)
    await parent.opens("/connexion")
    old_side.control.down()
    await parent.opens("/connexion")
    account = old_side.accounts[0]
    await parent.signs_in(account)
    await parent.sees("L’extranet de l’école ne répond pas")
    await expect(parent.page.get_by_label("Identifiant")).to_have_value(account.identifier)


@OLD
async def test_what_is_asked_while_the_old_site_is_down_is_delivered_when_it_is_back(
    browser: Browser, old_side: SchoolStand, gateway: Gateway
) -> None:
    parent = await at_famille(browser, gateway, old_side)
    old_side.control.down()
    await parent.presses("Modifier")
    await parent.sees("Accusé de réception")
    await parent.waits_until_it_stands("Reçue")
    assert changes(old_side) == []
    old_side.control.down(False)
    await parent.waits_until_it_stands("En attente de validation")
    assert changes(old_side) == [{TELEPHONE: NEW}]


@REFRESHED
async def test_a_session_that_the_old_site_ended_loses_nothing_that_was_typed(
    browser: Browser, old_side: SchoolStand, gateway: Gateway
) -> None:
    parent = await at_famille(browser, gateway, old_side)
    old_side.end_sessions()
    await parent.presses("Modifier")
    await parent.waits_until_it_stands("En attente de validation")
    assert changes(old_side) == [{TELEPHONE: NEW}]


@OLD
async def test_an_answer_that_was_lost_is_read_back_and_nothing_is_sent_again(
    browser: Browser, old_side: SchoolStand, gateway: Gateway
) -> None:
    parent = await at_famille(browser, gateway, old_side)
    old_side.control.fault("answer_lost", screen="family", method="POST")
    await parent.presses("Modifier")
    await parent.waits_until_it_stands("En attente de validation")
    assert changes(old_side) == [{TELEPHONE: NEW}]


@REFRESHED
async def test_an_effect_that_lands_late_is_waited_for(
    browser: Browser, old_side: SchoolStand, gateway: Gateway
) -> None:
    parent = await at_famille(browser, gateway, old_side)
    old_side.control.fault("late_effect", screen="family", method="POST", seconds=0.6)
    await parent.presses("Modifier")
    await parent.waits_until_it_stands("En attente de validation")
    assert changes(old_side) == [{TELEPHONE: NEW}]


@OLD
async def test_what_the_staff_changed_meanwhile_is_shown_and_not_overwritten(
    browser: Browser, old_side: SchoolStand, gateway: Gateway
) -> None:
    account = old_side.accounts[0]
    parent = await at_famille(browser, gateway, old_side)
    old_side.edit(account.identifier, TELEPHONE, "06 39 98 55 55")
    await parent.presses("Modifier")
    await parent.waits_until_it_stands("À revoir")
    await parent.sees("06 39 98 55 55")
    assert changes(old_side) == []
    assert shown(old_side.famille(account.identifier), TELEPHONE) == "06 39 98 55 55"


@REFRESHED
async def test_what_the_staff_refuses_is_found_out(
    browser: Browser, old_side: SchoolStand, gateway: Gateway
) -> None:
    account = old_side.accounts[0]
    parent = await at_famille(browser, gateway, old_side)
    await parent.presses("Modifier")
    await parent.waits_until_it_stands("En attente de validation")
    old_side.refuse(account.identifier)
    await parent.waits_until_it_stands("Refusée")


@OLD
async def test_a_second_change_waits_for_the_first_and_both_arrive_in_order(
    browser: Browser, old_side: SchoolStand, gateway: Gateway
) -> None:
    parent = await at_famille(browser, gateway, old_side)
    elsewhere = Parent(parent.context, await parent.context.new_page(), gateway.url)
    await elsewhere.opens("/famille")
    await elsewhere.types(TELEPHONE, "06 39 98 80 08")
    old_side.control.down()
    await parent.presses("Modifier")
    await parent.sees("Accusé de réception")
    await elsewhere.presses("Modifier")
    await elsewhere.sees("Accusé de réception")
    old_side.control.down(False)
    await elsewhere.waits_until_it_stands("En attente de validation")
    assert changes(old_side) == [{TELEPHONE: NEW}, {TELEPHONE: "06 39 98 80 08"}]


@REFRESHED
async def test_modifier_pressed_twice_is_one_request(
    browser: Browser, old_side: SchoolStand, gateway: Gateway
) -> None:
    parent = await at_famille(browser, gateway, old_side)
    await parent.page.get_by_role("button", name="Modifier").dblclick()
    await parent.waits_until_it_stands("En attente de validation")
    await parent.opens("/demandes")
    await expect(parent.page.get_by_role("main").get_by_role("heading", level=3)).to_have_count(1)
    assert changes(old_side) == [{TELEPHONE: NEW}]


@OLD
async def test_everything_works_without_javascript(
    browser: Browser, old_side: SchoolStand, gateway: Gateway
) -> None:
    parent = await Parent.arrives(browser, gateway.url, javascript=False)
    await parent.opens("/famille")
    await parent.signs_in(old_side.accounts[0])
    await parent.types(TELEPHONE, NEW)
    await parent.presses("Modifier")
    await parent.waits_until_it_stands("En attente de validation")
    await parent.chooses("Déconnexion")
    await parent.sees_heading("Connexion")


@REFRESHED
async def test_two_families_at_once_never_see_a_field_of_the_other(
    browser: Browser, old_side: SchoolStand, gateway: Gateway
) -> None:
    parents = [await Parent.arrives(browser, gateway.url) for _ in range(2)]
    accounts = old_side.accounts[:2]
    own = [
        {field.value for field in old_side.famille(account.identifier) if len(field.value) > 5}
        for account in accounts
    ]
    pages: list[list[str]] = [[], []]
    await parents[0].opens("/connexion")
    anybodys = await parents[0].page.content()
    for parent, account in zip(parents, accounts, strict=True):
        await parent.opens("/accueil")
        await parent.signs_in(account)
    for path in ("/accueil", "/famille", "/demandes"):
        for number, parent in enumerate(parents):
            await parent.opens(path)
            pages[number].append(await parent.page.content())
    for number, foreign in ((0, own[1] - own[0]), (1, own[0] - own[1])):
        personal = {value for value in foreign if value not in anybodys}
        assert len(personal) > 5
        for page in pages[number]:
            assert not [value for value in personal if value in page]
