"""The screens of a request that no journey passes by: axe-core, and text in every size."""

import pytest
from httpx import ASGITransport, AsyncClient
from playwright.async_api import Browser, Route
from starlette.applications import Starlette

from gateway.pages.frame.front import SESSION_COOKIE
from gateway.pending.errors import InvalidFields
from gateway.pending.states import State
from tests.journeys.display import choose, lost, modes
from tests.journeys.test_accessibility import faults
from tests.unit.pages.conftest import ORIGIN
from tests.unit.pages.reading import filled
from tests.unit.pages.reviews_stand_in import reviewed
from tests.unit.pages.stand_ins import COOKIE, StandInPortal, asked, sheet
from tests.unit.pages.test_re_enrolment_receipt import enrolling
from tests.unit.pages.test_requests_review import ADDRESS, REVIEW

pytestmark = pytest.mark.asyncio(loop_scope="session")

STOPPED = asked(State.BLOCKED_CONFLICT, may_withdraw=True, conflict={"portable": "06 39 98 00 99"})


async def test_no_screen_of_a_request_has_an_accessibility_fault_or_loses_text(
    browser: Browser, app: Starlette, portal: StandInPortal
) -> None:
    found: list[str] = []
    context = await browser.new_context(locale="fr-FR")
    async with AsyncClient(
        transport=ASGITransport(app), base_url=ORIGIN, cookies={SESSION_COOKIE: COOKIE}
    ) as client:
        form = filled(await client.get(REVIEW), REVIEW)

        async def answer(route: Route) -> None:
            path = route.request.url.removeprefix(ORIGIN)
            refused = path == "/refus"
            came = await (client.post(REVIEW, data=form) if refused else client.get(path))
            await route.fulfill(
                status=came.status_code, headers=dict(came.headers), body=came.content
            )

        await context.route("**/*", answer)
        page = await context.new_page()
        portal.answers["answer_review"] = InvalidFields(
            {"choix:portable": "not_chosen", "portable": "invalid"},
            reviewed(STOPPED, sheet()).sheet,
        )
        for path, request in (
            (ADDRESS, STOPPED),
            (f"{ADDRESS}/retirer", STOPPED),
            ("/refus", STOPPED),
            (f"{ADDRESS}/accuse", enrolling()),
        ):
            portal.answers["request"] = request
            await page.goto(ORIGIN + path)
            found += await faults(page)
            await page.set_viewport_size({"width": 320, "height": 844})
            for mode in modes("texte"):
                await choose(page, mode)
                found += [f"{path} {mode}: {each}" for each in await lost(page)]
    await context.close()
    assert found == []
