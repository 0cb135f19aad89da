"""Deciding: one press, the next request opens; what is refused keeps what was typed; 409."""

from datetime import timedelta

import pytest
from httpx import AsyncClient, Response
from msgspec.structs import replace

from gateway.office import NotAllowed, NotPossible, OfficeError, Taken
from gateway.pending.states import State
from gateway.views.office import Decision
from tests.unit.desk.stand_ins import NEXT, NUMBER, PHRASES, StandInOffice, case
from tests.unit.pages.reading import one, page, words
from tests.unit.pages.stand_ins import WHEN

ADDRESS = f"/bureau/demandes/{NUMBER}"
REASON = "Lœïza n’a pas l’âge <b>."


async def press(clerk: AsyncClient, decided: str, query: str = "", **typed: str) -> Response:
    """Send the form of that decision as the page has it, with what is `typed` in it."""
    shown = await clerk.get(f"{ADDRESS}{query}")
    form = one(shown, f'form:has(input[name=decision][value="{decided}"])')
    sent = {str(field["name"]): str(field["value"]) for field in form("input")}
    return await clerk.post(str(form["action"]), data=sent | typed)


async def test_one_press_approves_as_it_was_seen_and_opens_the_next(
    clerk: AsyncClient, office: StandInOffice
) -> None:
    answer = await press(clerk, "approuver", "?groupe=toutes&page=2")

    assert office.decided == [(NUMBER, 7, Decision.APPROVE, "")]
    assert answer.status_code == 303
    onward = f"/bureau/demandes/{NEXT}?groupe=toutes&page=2&fait=approuver&a={NUMBER}"
    assert answer.headers["location"] == onward


async def test_after_the_last_of_the_list_comes_the_list(
    clerk: AsyncClient, office: StandInOffice
) -> None:
    office.one = replace(office.one, next="")
    answer = await press(clerk, "approuver")

    assert answer.headers["location"] == f"/bureau?fait=approuver&a={NUMBER}"


async def test_what_is_tried_again_stays_in_sight(
    clerk: AsyncClient, office: StandInOffice
) -> None:
    office.one = case(State.RECEIVED)
    answer = await press(clerk, "reessayer")

    assert answer.headers["location"] == f"{ADDRESS}?fait=reessayer&a={NUMBER}"


async def test_where_to_go_on_is_only_ever_a_request(clerk: AsyncClient) -> None:
    answer = await press(clerk, "approuver", suite="//ailleurs.example")

    assert answer.headers["location"].startswith("/bureau?")


async def test_a_reason_is_the_schools_sentence_and_ones_own_words(
    clerk: AsyncClient, office: StandInOffice
) -> None:
    await press(clerk, "refuser", phrase=PHRASES.refusals[0], mots=REASON)

    assert office.decided == [(NUMBER, 7, Decision.REFUSE, f"{PHRASES.refusals[0]}\n{REASON}")]


async def test_a_refusal_without_a_word_is_not_taken_and_says_so(
    clerk: AsyncClient, office: StandInOffice
) -> None:
    answer = await press(clerk, "refuser", mots="  ")

    assert answer.status_code == 422
    assert office.decided == []
    assert "Il manque des mots" in words(answer)
    assert page(answer).select("details[open] textarea[aria-invalid=true]")


@pytest.mark.parametrize(
    ("taken", "said"),
    [
        (Taken("Anaïs <b>", WHEN), "Décidée par Anaïs <b>, à 14 h 05"),
        (Taken("", WHEN, "family"), "La famille l’a retirée ou remplacée, à 14 h 05"),
        (Taken("", WHEN, "gateway"), "Le portail l’a fait avancer, à 14 h 05"),
        (Taken("", None, "gateway"), "a changé entre-temps"),
        (Taken("Anaïs", WHEN - timedelta(days=1)), "Anaïs, le mardi 8 septembre 2026 à 14 h 05"),
    ],
)
async def test_whoever_comes_second_gets_409_with_who_when_and_what_stands_now(
    clerk: AsyncClient, office: StandInOffice, taken: Taken, said: str
) -> None:
    opened = await clerk.get(ADDRESS)
    assert opened.status_code == 200
    office.fails = taken
    form = one(opened, 'form:has(input[value="refuser"])')
    sent = {str(field["name"]): str(field["value"]) for field in form("input")}
    office.one = case(State.DELIVERING)
    answer = await clerk.post(f"{ADDRESS}/decider", data=sent | {"mots": REASON})

    assert answer.status_code == 409
    assert "Rien n’a été fait" in words(answer)
    assert said in words(answer)
    assert "En cours d’envoi" in words(answer)
    assert REASON in words(answer)
    assert "<b>" not in answer.text


async def test_what_was_typed_stands_in_its_field_where_it_can_still_be_sent(
    clerk: AsyncClient, office: StandInOffice
) -> None:
    office.fails = Taken("Anaïs", WHEN)
    answer = await press(clerk, "refuser", phrase=PHRASES.refusals[0], mots=REASON)

    assert answer.status_code == 409
    assert one(answer, "details[open] #mots-refuser").get_text() == REASON
    assert one(answer, "#phrase-refuser option[selected]")["value"] == PHRASES.refusals[0]


@pytest.mark.parametrize(
    ("error", "status", "said"),
    [
        (NotPossible(), 409, "ce n’est pas possible là où en est la demande"),
        (NotAllowed(), 403, "Votre rôle ne le permet pas"),
    ],
)
async def test_what_cannot_be_decided_says_why(
    clerk: AsyncClient, office: StandInOffice, error: OfficeError, status: int, said: str
) -> None:
    office.fails = error
    answer = await press(clerk, "approuver")

    assert answer.status_code == status
    assert said in words(answer)


@pytest.mark.parametrize(
    "typed",
    [
        {"decision": "x"},
        {"garde": ""},
        {"garde": "7a"},
        {"garde": "9" * 5000},
        {"garde": "-1"},
        {"garde": "٧"},
    ],
)
async def test_a_form_that_no_page_gave_out_is_refused(
    clerk: AsyncClient, office: StandInOffice, typed: dict[str, str]
) -> None:
    answer = await press(clerk, "approuver", **typed)

    assert answer.status_code == 400
    assert office.decided == []


async def test_an_unforeseen_error_is_told_in_the_desks_frame_without_its_message(
    clerk: AsyncClient, office: StandInOffice, caplog: pytest.LogCaptureFixture
) -> None:
    office.fails = RuntimeError("canari-Lœïza")  # type: ignore[assignment]
    answer = await press(clerk, "approuver")

    assert answer.status_code == 500
    assert "Numéro d’incident" in words(answer)
    assert "canari" not in answer.text + caplog.text
