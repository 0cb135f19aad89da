"""Demandes: taking one back, choosing what a conflict has stopped, and the receipt on paper."""

from itertools import pairwise

import pytest
from httpx import AsyncClient
from msgspec.structs import replace

from adapters.errors import SessionEnded
from adapters.model import Section
from gateway.pages.shown.progress import standing
from gateway.pending.errors import InvalidFields, NotFound, TooLate
from gateway.pending.states import State
from gateway.views import AskedDocument
from tests.unit.pages.files import LOEIZA
from tests.unit.pages.reading import filled, page, words
from tests.unit.pages.reviews_stand_in import reviewed
from tests.unit.pages.stand_ins import CSRF, PASSWORD, StandInPortal, asked, sheet
from tests.unit.pages.test_re_enrolment_receipt import ENROLMENT, enrolling

ADDRESS = "/demandes/2026-000042"
REVIEW = f"{ADDRESS}/revoir"
CHOICE, FIELD = "champ:choix:portable", "champ:portable"


def with_the_schools_phone(section: Section) -> Section:
    fields = (
        replace(field, value="06 39 98 00 99") if field.key == "portable" else field
        for field in section.fields
    )
    return replace(section, fields=tuple(fields))


def names(portal: StandInPortal) -> list[str]:
    return [name for name, _ in portal.calls]


async def test_only_what_may_be_taken_back_offers_it(
    family: AsyncClient, portal: StandInPortal
) -> None:
    assert not page(await family.get(ADDRESS)).select(f'a[href="{ADDRESS}/retirer"]')
    portal.answers["request"] = asked(State.RECEIVED, may_withdraw=True)
    assert page(await family.get(ADDRESS)).select(f'a[href="{ADDRESS}/retirer"]')


async def test_taking_it_back_asks_first_and_needs_no_script(
    family: AsyncClient, portal: StandInPortal
) -> None:
    portal.answers["request"] = asked(State.RECEIVED, may_withdraw=True)
    confirmation = await family.get(f"{ADDRESS}/retirer")
    assert "06 39 98 00 01 → 06 39 98 00 02" in words(confirmation)
    assert "withdraw" not in names(portal)
    answer = await family.post(
        f"{ADDRESS}/retirer", data=filled(confirmation, f"{ADDRESS}/retirer")
    )
    assert (answer.status_code, answer.headers["location"]) == (303, ADDRESS)
    assert names(portal).count("withdraw") == 1


async def test_who_comes_too_late_is_told_what_has_happened(
    family: AsyncClient, portal: StandInPortal
) -> None:
    portal.answers |= {"withdraw": TooLate(), "request": asked(State.DELIVERING)}
    answer = await family.post(f"{ADDRESS}/retirer", data={"jeton": CSRF})
    assert answer.status_code == 409
    assert "changé d’état entre-temps" in words(answer)
    assert "En cours de transmission" in words(answer)
    answer = await family.get(f"{ADDRESS}/retirer")
    assert answer.status_code == 409
    assert not page(answer).select(f'form[action="{ADDRESS}/retirer"]')


@pytest.mark.parametrize("what", ["retirer", "revoir", "accuse"])
async def test_of_another_familys_request_there_is_nothing(
    family: AsyncClient, portal: StandInPortal, what: str
) -> None:
    portal.answers |= dict.fromkeys(
        ("request", "withdraw", "review", "answer_review", "take_up"), NotFound()
    )
    assert (await family.get(f"{ADDRESS}/{what}")).status_code == 404
    for path in ("retirer", "revoir", "reprendre"):
        answer = await family.post(f"{ADDRESS}/{path}", data={"jeton": CSRF})
        assert answer.status_code == 404


async def test_each_field_shows_seen_asked_and_now_and_nothing_is_chosen_beforehand(
    family: AsyncClient, portal: StandInPortal
) -> None:
    now = sheet(sections=tuple(map(with_the_schools_phone, sheet().sections)))
    portal.answers["review"] = reviewed(asked(State.BLOCKED_CONFLICT), now)
    answer = await family.get(REVIEW)
    said = words(answer)
    assert "Vous aviez vu 06 39 98 00 01" in said
    assert "Vous avez demandé 06 39 98 00 02" in said
    assert "L’extranet affiche maintenant 06 39 98 00 99" in said
    shown = page(answer)
    assert [radio["value"] for radio in shown.select(f'input[name="{CHOICE}"]')] == [
        "garder",
        "demander",
    ]
    assert not shown.select("input[type=radio][checked]")
    entry = shown.select_one(f'input[name="{FIELD}"]')
    assert entry is not None
    assert entry["value"] == "06 39 98 00 02"
    assert "answer_review" not in names(portal)


async def test_one_press_sends_the_choices_and_leads_to_the_new_receipt(
    family: AsyncClient, portal: StandInPortal
) -> None:
    form = filled(await family.get(REVIEW), REVIEW)
    answer = await family.post(REVIEW, data={**form, CHOICE: "demander", FIELD: "06 39 98 00 03"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/demandes/2026-000043")
    ((_, sent),) = [call for call in portal.calls if call[0] == "answer_review"]
    assert sent[1:] == (
        "2026-000042",
        "scellé",
        "appui",
        {"choix:portable": "demander", "portable": "06 39 98 00 03"},
        False,
    )


async def test_what_was_typed_and_chosen_comes_back_with_what_is_the_matter(
    family: AsyncClient, portal: StandInPortal
) -> None:
    form = filled(await family.get(REVIEW), REVIEW)
    beside = reviewed(asked(), sheet()).sheet
    portal.answers["answer_review"] = InvalidFields({"portable": "invalid"}, beside)
    answer = await family.post(REVIEW, data={**form, CHOICE: "demander", FIELD: "zéro six"})
    assert answer.status_code == 422
    shown = page(answer)
    entry = shown.select_one(f'input[name="{FIELD}"]')
    chosen = shown.select_one("input[type=radio][checked]")
    assert entry is not None
    assert chosen is not None
    assert (entry["value"], chosen["value"]) == ("zéro six", "demander")
    assert "Écrivez un numéro de téléphone" in words(answer)


async def test_choices_outlast_the_session(family: AsyncClient, portal: StandInPortal) -> None:
    form = filled(await family.get(REVIEW), REVIEW)
    portal.answers["answer_review"] = SessionEnded()
    answer = await family.post(REVIEW, data={**form, CHOICE: "demander", FIELD: "06 39 98 00 03"})
    assert page(answer).select('form[action="/connexion"]')
    signing_in = filled(answer, "/connexion")
    signing_in |= {"site": "1", "identifiant": "F", "mot-de-passe": PASSWORD}
    family.cookies.clear()
    shown = page(await family.post("/connexion", data=signing_in))
    entry = shown.select_one(f'input[name="{FIELD}"]')
    chosen = shown.select_one("input[type=radio][checked]")
    assert entry is not None
    assert chosen is not None
    assert (entry["value"], chosen["value"]) == ("06 39 98 00 03", "demander")


async def test_choices_about_what_has_moved_on_lead_to_where_it_stands(
    family: AsyncClient, portal: StandInPortal
) -> None:
    form = filled(await family.get(REVIEW), REVIEW)
    portal.answers |= {"answer_review": SessionEnded(), "review": TooLate()}
    answer = await family.post(REVIEW, data={**form, CHOICE: "demander"})
    signing_in = filled(answer, "/connexion")
    signing_in |= {"site": "1", "identifiant": "F", "mot-de-passe": PASSWORD}
    family.cookies.clear()
    again = await family.post("/connexion", data=signing_in)
    assert (again.status_code, again.headers["location"]) == (303, REVIEW)


async def test_what_is_no_longer_in_conflict_is_shown_as_it_stands(
    family: AsyncClient, portal: StandInPortal
) -> None:
    portal.answers |= {"review": TooLate(), "answer_review": TooLate()}
    form = filled(await family.get(ADDRESS), "/langue")
    assert form
    for answer in (
        await family.get(REVIEW),
        await family.post(REVIEW, data={"jeton": CSRF}),
    ):
        assert answer.status_code == 409
        assert "En attente de validation" in words(answer)


async def test_what_cannot_be_asked_any_more_is_said_and_what_cannot_be_read_too(
    family: AsyncClient, portal: StandInPortal
) -> None:
    stopped = reviewed(asked(State.BLOCKED_CONFLICT), sheet(sections=()))
    portal.answers["review"] = stopped
    answer = await family.get(REVIEW)
    assert "ne peut plus être demandée ici" in words(answer)
    assert not page(answer).select(f'form[action="{REVIEW}"]')
    portal.answers["review"] = replace(stopped, sheet=None, trouble="unreachable", incident="AB12")
    answer = await family.get(REVIEW)
    assert answer.status_code == 503
    assert "Votre demande est gardée telle quelle" in words(answer)
    assert "AB12" in words(answer)


async def test_a_stopped_re_enrolment_leads_back_to_its_steps(
    family: AsyncClient, portal: StandInPortal
) -> None:
    portal.answers["request"] = enrolling(State.BLOCKED_CONFLICT, hindrance="changed")
    shown = await family.get(ADDRESS)
    answer = await family.post(f"{ADDRESS}/reprendre", data=filled(shown, f"{ADDRESS}/reprendre"))
    assert answer.headers["location"] == f"/eleves/{LOEIZA.ref}/reinscription"
    portal.answers["request"] = enrolling(State.BLOCKED_CONFLICT, hindrance="closed")
    assert not page(await family.get(ADDRESS)).select(f'form[action="{ADDRESS}/reprendre"]')


async def test_the_chain_is_shown_both_ways(family: AsyncClient, portal: StandInPortal) -> None:
    portal.answers["request"] = asked(State.WITHDRAWN, replaced_by="2026-000043", taken_back=True)
    shown = await family.get(ADDRESS)
    assert page(shown).select('main a[href="/demandes/2026-000043"]')
    assert "Remplacée par" in words(shown)
    portal.answers["request"] = asked(State.RECEIVED, replaces=("2026-000041",))
    shown = await family.get(ADDRESS)
    assert page(shown).select('main a[href="/demandes/2026-000041"]')
    assert "Remplace Demande 2026-000041" in words(shown)


def test_withdrawn_says_by_whose_doing() -> None:
    by_family = standing(asked(State.WITHDRAWN, taken_back=True))
    assert by_family.label == "Retirée"
    assert "n’a pas été transmise" in by_family.then
    assert standing(asked(State.WITHDRAWN, replaced_by="1")).label == "Remplacée"
    assert "plus récente" in standing(asked(State.WITHDRAWN)).then


def test_of_documents_that_have_left_it_is_never_said_that_nothing_was_sent() -> None:
    told = standing(replace(enrolling(State.WITHDRAWN), taken_back=True)).then
    assert "ils y restent" in told
    unsent = AskedDocument(label="a", file_name="a.pdf", state="waiting")
    asked_for = replace(ENROLMENT, documents=(unsent,))
    untouched = replace(enrolling(State.WITHDRAWN), taken_back=True, re_enrolment=asked_for)
    assert "n’a pas été transmise" in standing(untouched).then


async def test_the_paper_holds_the_whole_receipt_and_nothing_around_it(
    family: AsyncClient, portal: StandInPortal
) -> None:
    document = AskedDocument(label="Photo", file_name="zoe.jpg", size=350_000, state="sent")
    portal.answers["request"] = enrolling(documents=(document,))
    answer = await family.get(f"{ADDRESS}/accuse")
    said = words(answer)
    for text in (
        "École de musique des Tilleuls",
        "2026-000042",
        "mercredi 9 septembre 2026 à 14 h 05",
        "Réinscription de l’élève",
        "Piano",
        "zoe.jpg (350 ko)",
        ENROLMENT.receipt,
        "non de sa validation",
    ):
        assert text in said
    shown = page(answer)
    assert not shown.select("nav, header, footer")
    assert not shown.select("main form")
    headings = [int(tag.name[1]) for tag in shown.select("h1, h2, h3, h4")]
    assert all(after - before <= 1 for before, after in pairwise(headings))


async def test_every_line_of_the_list_says_when_the_extranet_was_seen(family: AsyncClient) -> None:
    assert "Extranet vu le mercredi 9 septembre 2026 à 14 h 08" in words(
        await family.get("/demandes")
    )
