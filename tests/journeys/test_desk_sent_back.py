"""A re-enrolment with a bad document: sent back by a clerk, mended by its parent, sent once."""

from pathlib import Path

import pytest
from playwright.async_api import Browser, Page, expect

from tests.contract.stands.requests import REQUEST_STANDS, RequestStand
from tests.journeys.gateway import Gateway
from tests.journeys.keys import hears, leads
from tests.journeys.parent import Parent
from tests.journeys.post import PostOffice
from tests.journeys.test_desk import looks_first, signed_in, stands
from tests.journeys.test_re_enrolment import (
    NOTE,
    goes_on,
    imports,
    of_child,
    opens_the_tab,
    paper,
    ticks_every_box,
)

pytestmark = pytest.mark.asyncio(loop_scope="session")

ILLEGIBLE = "Le justificatif de domicile est illisible : photographiez-le à plat, s’il vous plaît."


async def test_a_bad_document_goes_back_to_its_parent_and_the_right_one_arrives(
    browser: Browser, post: PostOffice, tmp_path: Path
) -> None:
    with REQUEST_STANDS["school-refreshed"]() as old_side:
        built = Gateway(tmp_path, old_side.sign_in_url, post.port)
        async with looks_first(built) as gateway:
            await sent_back_and_mended(browser, gateway, old_side, post)


async def sent_back_and_mended(
    browser: Browser, gateway: Gateway, old_side: RequestStand, post: PostOffice
) -> None:
    account = old_side.accounts[0]
    child, *_ = old_side.labels(account.identifier)
    name, *_ = old_side.tab(account.identifier, child).names
    parent = await Parent.arrives(browser, gateway.url, javascript=False)
    await parent.opens("/eleves")
    await parent.signs_in(account)
    await parent.follows(parent.page.locator(".child h3 a").first)
    await opens_the_tab(parent)
    ticked = await ticks_every_box(parent)
    await goes_on(parent)
    await imports(parent, name, paper(1))
    await goes_on(parent)
    await parent.page.locator("#demande").fill(NOTE)
    await goes_on(parent)
    await parent.presses("Valider")
    await parent.sees("relecture")
    former = await parent.number()
    await post.wait_for(1)

    clerk = await signed_in(browser, gateway)
    await sends_back(clerk, former)
    letters = await post.wait_for(2)
    body = letters[1][1].get_body(("plain",))
    assert body is not None
    assert ILLEGIBLE in body.get_content()
    assert old_side.imports == []

    await parent.opens(f"/demandes/{former}")
    await parent.sees("À compléter")
    await parent.sees(ILLEGIBLE)
    await parent.presses("Reprendre cette réinscription")
    assert await parent.page.locator("input[name=cours]:checked").count() == len(ticked)
    await goes_on(parent)
    await parent.sees(ILLEGIBLE)
    await parent.presses(f"Retirer {name} (justificatif 1.pdf)")
    await imports(parent, name, paper(2))
    await goes_on(parent)
    await expect(parent.page.locator("#demande")).to_have_value(NOTE)
    await goes_on(parent)
    await parent.sees("remplacera votre demande en attente")
    await parent.presses("Valider")
    await parent.sees("relecture")
    new = await parent.number()
    assert new != former

    await clerk.goto(f"{gateway.url}/bureau")
    await expect(clerk.locator("[data-line]")).to_have_count(1)
    await clerk.goto(f"{gateway.url}/bureau/demandes/{new}")
    await expect(clerk.locator(".standing")).to_contain_text(f"Elle remplace la demande {former}")
    await leads(clerk, "a")
    await stands(clerk, gateway, new, "À valider dans iMuse")
    await stands(clerk, gateway, former, "Retirée ou remplacée")
    (enrolled,) = old_side.enrolled
    assert (enrolled.label, enrolled.note) == (child, NOTE)
    assert [(one.name, one.body) for one in of_child(old_side, child)] == [
        (name, paper(2)["buffer"])
    ]
    await parent.opens(f"/demandes/{former}")
    await parent.sees(f"Voir la demande {new}, qui la remplace")


async def sends_back(clerk: Page, number: str) -> None:
    """With the document before their eyes, by the keyboard."""
    await clerk.keyboard.press("j")
    await leads(clerk, "Enter")
    await expect(clerk.locator(".case-about")).to_contain_text(number)
    link = clerk.locator(".case-asked .asked-document a").first
    await expect(clerk.locator(".look iframe")).to_be_hidden()
    async with clerk.expect_response(lambda came: "/documents/0" in came.url) as opened:
        await clerk.keyboard.press("d")
    assert (await opened.value).status == 200
    await expect(clerk.locator(".look iframe")).to_be_visible()
    answer = await clerk.context.request.get(
        clerk.url.partition("/bureau")[0] + str(await link.get_attribute("href"))
    )
    assert await answer.body() == paper(1)["buffer"]
    await hears(clerk)
    await clerk.keyboard.press("m")
    field = clerk.get_by_label("Message à la famille")
    await field.fill(ILLEGIBLE)
    await clerk.keyboard.press("Tab")
    await leads(clerk, "Enter")
    await expect(clerk.get_by_role("status")).to_contain_text("message écrit")
