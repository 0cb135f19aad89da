"""Every screen of the guide to read, in a browser, value for value with the old side."""

from importlib import import_module
from pathlib import Path

import pytest
from playwright.async_api import Browser

from tests.contract.stands.dossiers import STRANGERS, WHOLE
from tests.contract.stands.school import SchoolStand
from tests.journeys.gateway import Gateway
from tests.journeys.markups import OLD, REFRESHED
from tests.journeys.parent import Parent
from tests.journeys.plain_parent import PlainParent
from tests.journeys.post import PostOffice
from tests.journeys.walker import (
    link,
    opens_lines,
    opens_tab,
    plain,
    reads_a_student,
    reads_the_bills,
    sees_list,
)
from tests.strangers.dossiers.stage import Dossiers

pytestmark = pytest.mark.asyncio(loop_scope="session")


def stranger(name: str) -> Dossiers:
    """The old side of that module, not served yet."""
    site: Dossiers = import_module(f"tests.strangers.dossiers.{name}").Site()
    return site


@REFRESHED
async def test_a_parent_reads_all_of_two_children_and_the_bills(
    browser: Browser, old_side: SchoolStand, gateway: Gateway
) -> None:
    account = next(one for one in old_side.accounts if len(old_side.eleves(one.identifier)) == 3)
    parent = await Parent.arrives(browser, gateway.url)
    await parent.opens()
    await parent.signs_in(account)
    await parent.sees_heading("Accueil")
    await parent.chooses("Élèves")
    one, two, _ = old_side.eleves(account.identifier)
    await parent.follows(parent.page.get_by_role("link", name=one.label).first)
    await reads_a_student(parent, one)
    siblings = parent.page.get_by_role("navigation", name="Choisir un élève")
    await parent.follows(siblings.get_by_text(two.label.split()[-1]))
    await reads_a_student(parent, two)
    await reads_the_bills(parent, old_side.facturation(account.identifier))


@pytest.mark.parametrize("name", [one for one in STRANGERS if one not in WHOLE])
async def test_an_extranet_never_seen_before_is_read_by_its_address_alone(
    post: PostOffice, tmp_path: Path, name: str
) -> None:
    """By a parent without scripts or styles: what they get needs no browser to be read."""
    site = stranger(name)
    gateway = Gateway(tmp_path, site.start(), post.port)
    await gateway.start()
    try:
        account = site.accounts[1]
        (student,) = site.eleves(account.identifier)
        async with PlainParent.arrives(gateway.url) as parent:
            await parent.opens("/connexion")
            await parent.signs_in(account)
            await parent.opens(link(await parent.page_read(), "Élèves", "Menu principal"))
            assert plain(student.label) in plain((await parent.page_read()).get_text())
            await reads_a_student(parent, student)
            await reads_the_bills(parent, site.facturation(account.identifier))
    finally:
        await gateway.stop()
        site.stop()


@OLD
async def test_a_wrong_birth_date_is_put_right(
    browser: Browser, old_side: SchoolStand, gateway: Gateway, post: PostOffice
) -> None:
    account = next(one for one in old_side.accounts if len(old_side.eleves(one.identifier)) == 3)
    student = old_side.eleves(account.identifier)[1]
    before = next(seen.value for seen in student.identite if seen.caption == "Date de naissance")
    after = "17/06/2013"
    parent = await Parent.arrives(browser, gateway.url)
    await parent.opens("/eleves")
    await parent.signs_in(account)
    await parent.follows(parent.page.get_by_role("link", name=student.label).first)
    await opens_tab(parent, "Identité")
    await parent.types("Date de naissance", after)
    await parent.presses("Modifier")

    await parent.sees(f"{before} → {after}")
    await parent.sees(student.label)
    await parent.waits_until_it_stands("En attente de validation")
    (effect,) = old_side.ledger
    assert effect.changes == {"Date de naissance": after}
    (_, letter), *_ = await post.wait_for(1)
    body = letter.get_body(("plain",))
    assert body is not None
    assert student.label in body.get_content()

    old_side.validate_student(account.identifier, student.label)
    banner = parent.page.get_by_role("banner")
    await parent.follows(banner.get_by_role("link", name="Mes demandes"))
    await parent.looks_again_until("Validée")
    assert len(old_side.ledger) == 1


@REFRESHED
async def test_no_line_of_one_family_shows_to_another(
    browser: Browser, old_side: SchoolStand, gateway: Gateway
) -> None:
    first, second = (
        next(one for one in old_side.accounts if len(old_side.eleves(one.identifier)) == count)
        for count in (3, 1)
    )
    mine = await Parent.arrives(browser, gateway.url)
    await mine.opens("/eleves")
    await mine.signs_in(first)
    student = old_side.eleves(first.identifier)[0]
    await mine.follows(mine.page.get_by_role("link", name=student.label).first)
    await opens_tab(mine, "Cours")
    line = await mine.page.locator("a.line-link").first.get_attribute("href")
    sees_list(await mine.page_read(), student.cours)
    await mine.chooses("Facturation")
    bill = await mine.page.get_by_role("link", name="Duplicata").first.get_attribute("href")

    theirs = await Parent.arrives(browser, gateway.url)
    await theirs.opens("/eleves")
    await theirs.signs_in(second)
    for address in (mine.page.url.removeprefix(gateway.url), line, bill):
        if address == "/facturation":
            continue
        answer = await theirs.context.request.get(f"{gateway.url}{address}")
        assert answer.status == 404
        assert student.label not in await answer.text()


@OLD
async def test_the_arrows_of_a_sheet_lead_through_the_list(
    browser: Browser, old_side: SchoolStand, gateway: Gateway
) -> None:
    account = next(one for one in old_side.accounts if len(old_side.eleves(one.identifier)) == 3)
    student = old_side.eleves(account.identifier)[0]
    parent = await Parent.arrives(browser, gateway.url)
    await parent.opens("/eleves")
    await parent.signs_in(account)
    await parent.follows(parent.page.get_by_role("link", name=student.label).first)
    await opens_tab(parent, "Historique")
    await opens_lines(parent, student.historique)
    await parent.follows(parent.page.locator("a.line-link").first)
    count = len(student.historique.lines)
    await parent.sees(f"1 sur {count}")
    await parent.follows(parent.page.locator("a[rel=next]"))
    await parent.sees(f"2 sur {count}")
    await parent.page.keyboard.press("End")
    await parent.sees(f"{count} sur {count}")
    await parent.follows(parent.page.locator("a[rel=first]"))
    await parent.sees(f"1 sur {count}")
