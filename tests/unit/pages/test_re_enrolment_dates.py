"""Réinscription between the dates that the school has set, before them and after."""

from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path

import pytest
import pytest_asyncio
from httpx import AsyncClient
from msgspec.structs import replace

from gateway.announcements import Kind, Opening, Period, Phase
from gateway.documents import Owner
from gateway.office.announcing import Announcing
from gateway.pending.errors import OutsideDates
from gateway.staff.diary import Diary
from gateway.views import Visit
from tests.unit.office.stage import ANNE
from tests.unit.old_tabs import TabsExtranet
from tests.unit.pages.files import LOEIZA
from tests.unit.pages.re_enrolling import WORDING
from tests.unit.pages.reading import filled, page, words
from tests.unit.pages.stand_ins import StandInPortal
from tests.unit.portal.stage import HELENE, Stage, staged


@pytest_asyncio.fixture
async def stage(tmp_path: Path) -> AsyncIterator[Stage]:
    async with staged(tmp_path, TabsExtranet(), re_enrolment=WORDING) as ready:
        yield ready


async def opens(stage: Stage, since: date | None, until: date | None = None) -> None:
    announcing = Announcing(stage.store, Diary(stage.vault), stage.clock)
    before = await announcing.standing(ANNE, Kind.RE_ENROLMENT)
    days = Period(since=since, until=until)
    await announcing.put(ANNE, Kind.RE_ENROLMENT, "", days, before.version)


async def prepare(stage: Stage, visit: Visit) -> tuple[str, str]:
    """A student with a draft, and its version."""
    student = await stage.student(visit)
    portal = stage.portal.re_enrolments
    view = await portal.show(visit, student)
    owner = Owner(school=visit.school, account=visit.account)
    await portal.preparing.choose(owner, student, view.seen, ("piano",), {})
    return student, (await portal.prepared(visit, student)).version


async def test_outside_the_dates_nothing_is_accepted_and_the_draft_is_kept(stage: Stage) -> None:
    visit = await stage.sign_in(HELENE)
    student, version = await prepare(stage, visit)
    # Noon on 9 September in Paris; no page has read the dates: the acceptance itself has.
    for since, until in ((date(2026, 9, 10), None), (None, date(2026, 9, 8))):
        await opens(stage, since, until)
        with pytest.raises(OutsideDates) as refused:
            await stage.portal.send_re_enrolment(visit, student, version, False)
        assert refused.value.opening.period == Period(since=since, until=until)
    assert await stage.portal.requests(visit) == ()
    kept = await stage.portal.re_enrolments.prepared(visit, student)
    assert kept.ticked == frozenset({"piano"})


async def test_within_them_or_without_any_it_is_as_the_old_site_says(stage: Stage) -> None:
    visit = await stage.sign_in(HELENE)
    student, version = await prepare(stage, visit)
    await opens(stage, date(2026, 9, 9), date(2026, 9, 9))
    sent = await stage.portal.send_re_enrolment(visit, student, version, False)
    await opens(stage, None, date(2026, 9, 8))
    again = await stage.portal.send_re_enrolment(visit, student, version, False)

    assert again.number == sent.number, "a second press, after they have closed, is the first one's"


OPENS = Opening(period=Period(since=date(2026, 9, 10), until=date(2026, 10, 1)), phase=Phase.BEFORE)
CLOSED = Opening(period=Period(until=date(2026, 9, 8)), phase=Phase.AFTER)
BASE = f"/eleves/{LOEIZA.ref}/reinscription"


async def test_before_them_the_sentence_stands_in_the_forms_place_on_every_step(
    family: AsyncClient, portal: StandInPortal
) -> None:
    portal.announcements.dates = OPENS
    told = await family.get(BASE)

    assert "La réinscription ouvre le jeudi 10 septembre 2026. Elle ferme le" in words(told)
    assert "Ce que vous avez commencé est gardé" in words(told)
    assert not page(told).select("main form")
    for step in ("documents", "demande", "recapitulatif"):
        answer = await family.get(f"{BASE}/{step}")
        assert (answer.status_code, answer.headers["location"]) == (303, BASE)


async def test_what_is_sent_after_them_is_refused_with_the_sentence(
    family: AsyncClient, portal: StandInPortal
) -> None:
    summary = filled(await family.get(f"{BASE}/recapitulatif"), f"{BASE}/recapitulatif")
    portal.answers["send_re_enrolment"] = OutsideDates(CLOSED)
    refused = await family.post(f"{BASE}/recapitulatif", data=summary)

    assert refused.status_code == 409
    assert "Votre demande n’a pas été envoyée." in words(refused)
    assert "La réinscription a fermé le mardi 8 septembre 2026 au soir." in words(refused)


async def test_between_them_the_form_is_there_with_its_last_day(
    family: AsyncClient, portal: StandInPortal
) -> None:
    portal.announcements.dates = replace(OPENS, phase=Phase.DURING)
    shown = await family.get(BASE)

    assert "La réinscription est ouverte jusqu’au jeudi 1er octobre 2026 inclus." in words(shown)
    assert page(shown).select("main form [name=cours]")
