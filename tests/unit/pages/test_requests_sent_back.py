"""What a school asks of a request: said on its page, with where to answer it."""

from httpx import AsyncClient
from msgspec.structs import replace

from gateway.pending.states import State
from gateway.views import RequestView, SaidBySchool
from tests.unit.pages.files import LOEIZA, WHEN
from tests.unit.pages.re_enrolment_stand_in import VIEW
from tests.unit.pages.reading import page, words
from tests.unit.pages.reviews_stand_in import reviewed
from tests.unit.pages.stand_ins import StandInPortal, asked, sheet
from tests.unit.pages.test_re_enrolment_dates import CLOSED
from tests.unit.pages.test_re_enrolment_receipt import enrolling
from tests.unit.pages.test_requests_review import ADDRESS, REVIEW

WORDS = "Il manque <b>un chiffre</b>."
SAID = (SaidBySchool(at=WHEN, about="asked", words=WORDS),)
TAB = f"/eleves/{LOEIZA.ref}/reinscription"


async def shown(family: AsyncClient, portal: StandInPortal, request: RequestView) -> str:
    portal.answers["request"] = request
    answer = await family.get(ADDRESS)
    assert answer.status_code == 200
    assert WORDS in words(answer)
    return answer.text


async def test_a_sheets_request_that_was_sent_back_leads_to_its_fields(
    family: AsyncClient, portal: StandInPortal
) -> None:
    request = asked(State.SENT_BACK, said=SAID, may_withdraw=True)
    text = await shown(family, portal, request)
    assert f'href="{REVIEW}"' in text
    assert "vous n’avez rien" not in text
    portal.answers["review"] = reviewed(request, sheet())
    answer = await family.get(REVIEW)
    said = words(answer)
    assert "L’école vous a renvoyé cette demande." in said
    assert WORDS in said
    assert "Ne plus demander ce changement" in said
    assert "a changé sur l’extranet" not in said


async def test_a_re_enrolment_that_was_sent_back_is_taken_up(
    family: AsyncClient, portal: StandInPortal
) -> None:
    request = replace(enrolling(State.SENT_BACK), said=SAID)
    text = await shown(family, portal, request)
    assert f'action="{ADDRESS}/reprendre"' in text
    assert f'href="{TAB}"' not in text


async def test_what_the_old_site_has_already_is_completed_on_its_tab(
    family: AsyncClient, portal: StandInPortal
) -> None:
    text = await shown(family, portal, replace(enrolling(), said=SAID))
    assert f'href="{TAB}"' in text
    assert "Un document se donne ici" in text
    assert "vous n’avez rien à faire" not in text
    assert f'action="{ADDRESS}/reprendre"' not in text


async def test_once_it_has_ended_nothing_more_is_asked(
    family: AsyncClient, portal: StandInPortal
) -> None:
    ended = replace(enrolling(State.VALIDATED), said=SAID)
    text = await shown(family, portal, ended)
    assert "L’école a besoin" not in text
    assert "Un document se donne ici" not in text


async def test_all_that_would_be_replaced_is_named_before_it_is_sent(
    family: AsyncClient, portal: StandInPortal
) -> None:
    asked_later = enrolling(State.AWAITING_STAFF)
    portal.answers["prepared"] = replace(
        VIEW,
        asked=asked_later,
        done=True,
        begun=True,
        replaces=("2026-AAAAAA", "2026-BBBBBB"),
        not_taken_up=("2026-BBBBBB",),
    )
    answer = await family.get(f"{TAB}/recapitulatif")
    assert "Ce que vous enverrez remplacera votre demande en attente" in words(answer)
    links = {str(link["href"]) for link in page(answer).select("main .notice a")}
    assert {"/demandes/2026-AAAAAA", "/demandes/2026-BBBBBB"} <= links
    assert "ne sont pas dans ce brouillon. Reprendre la demande 2026-BBBBBB" in words(answer)


async def test_each_step_of_a_re_enrolment_says_what_the_school_asks(
    family: AsyncClient, portal: StandInPortal
) -> None:
    request = replace(enrolling(State.SENT_BACK), said=SAID)
    portal.answers["re_enrolment"] = replace(VIEW, asked=request, not_taken_up=(request.number,))
    answer = await family.get(TAB)
    assert WORDS in words(answer)
    assert f"Reprendre la demande {request.number}" in words(answer)
    assert page(answer).select_one(f'main a[href="{ADDRESS}"]') is not None
    portal.answers["re_enrolment"] = replace(VIEW, asked=request)
    answer = await family.get(TAB)
    assert WORDS in words(answer)
    assert "Reprendre la demande" not in words(answer), "it is taken up"


async def test_outside_the_schools_dates_it_is_answered_some_other_way(
    family: AsyncClient, portal: StandInPortal
) -> None:
    portal.announcements.dates = CLOSED
    text = await shown(family, portal, replace(enrolling(), said=SAID))
    assert f'href="{TAB}"' not in text
    assert "l’école ne prend pas de réinscription depuis ce portail" in text
    # What it has sent back came in time.
    text = await shown(family, portal, replace(enrolling(State.SENT_BACK), said=SAID))
    assert f'action="{ADDRESS}/reprendre"' in text


async def test_the_steps_of_an_answer_open_outside_the_schools_dates_and_no_others(
    family: AsyncClient, portal: StandInPortal
) -> None:
    portal.announcements.dates = CLOSED
    for step in ("", "/documents", "/demande", "/recapitulatif"):
        for replaces in ((), ("2026-000042",)):
            view = replace(VIEW, replaces=replaces)
            portal.answers |= {"re_enrolment": view, "prepared": view}
            answer = await family.get(f"{TAB}{step}")
            opens = answer.status_code == 200 and "Étape" in words(answer)
            assert opens is bool(replaces), step


async def test_where_the_tab_is_gone_the_way_to_what_was_prepared_stays(
    family: AsyncClient, portal: StandInPortal
) -> None:
    for begun in (True, False):
        portal.answers["re_enrolment"] = replace(VIEW, screen=None, begun=begun)
        answer = await family.get(TAB)
        assert "ne sont pas ouvertes en ce moment" in words(answer)
        assert bool(page(answer).select(f'main a[href="{TAB}/recapitulatif"]')) is begun
