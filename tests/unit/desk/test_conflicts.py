"""A conflict on the screen: three values, two decisions, one press or a reason; never ticked."""

import pytest
from httpx import AsyncClient
from msgspec.structs import replace

from gateway.office import Taken
from gateway.pending.states import State
from gateway.views.office import Decision
from tests.unit.desk.stand_ins import NUMBER, StandInOffice, case, line, lines, request
from tests.unit.desk.test_deciding import ADDRESS, press
from tests.unit.pages.reading import one, page, words
from tests.unit.pages.stand_ins import WHEN

TODAY = "06 39 98 77 77"


@pytest.fixture
def office() -> StandInOffice:
    asked = request(State.BLOCKED_CONFLICT, conflict={"portable": TODAY})
    return StandInOffice(one=case(State.BLOCKED_CONFLICT, request=asked))


async def test_the_three_values_stand_beside_each_other_field_by_field(
    clerk: AsyncClient,
) -> None:
    rows = page(await clerk.get(ADDRESS)).select(".compared tr")
    assert [[cell.get_text() for cell in row(["th", "td"])] for row in rows] == [
        ["Information", "La famille a vu", "iMuse montre maintenant", "Demandé"],
        ["Téléphone portable", "06 39 98 00 01", TODAY, "06 39 98 00 02"],
        ["Prénom", "Loeiza", "comme avant", "Lœïza D’Août <b>"],
    ]


async def test_once_it_has_ended_the_values_are_those_of_that_moment(
    clerk: AsyncClient, office: StandInOffice
) -> None:
    asked = request(State.REFUSED, conflict={"portable": TODAY})
    office.one = case(State.REFUSED, request=asked)
    shown = words(await clerk.get(ADDRESS))
    assert "iMuse montrait alors" in shown
    assert "iMuse montre maintenant" not in shown


async def test_one_press_or_one_key_sends_it_all_the_same(
    clerk: AsyncClient, office: StandInOffice
) -> None:
    shown = await clerk.get(ADDRESS)
    button = one(shown, 'form:has(input[value="envoyer"]) button')
    assert (button.get_text(), button["data-key"]) == (
        "Envoyer quand même la demande de la famille", "a",
    )  # fmt: skip
    answer = await press(clerk, "envoyer")
    assert (answer.status_code, office.decided) == (
        303, [(NUMBER, 7, Decision.SEND_ANYWAY, "")],
    )  # fmt: skip


async def test_keeping_needs_a_reason_and_who_is_second_reads_who_and_when(
    clerk: AsyncClient, office: StandInOffice
) -> None:
    assert (await press(clerk, "garder", mots=" ")).status_code == 422
    office.fails = Taken("Anaïs", WHEN)
    answer = await press(clerk, "garder", mots="Vu avec Lœïza.")
    assert answer.status_code == 409
    assert "Décidée par Anaïs, à 14 h 05" in words(answer)
    assert one(answer, "details[open] #mots-garder").get_text() == "Vu avec Lœïza."
    assert office.decided == []


async def test_conflicts_are_not_decided_by_the_dozen(
    clerk: AsyncClient, office: StandInOffice
) -> None:
    stopped = line(state=State.BLOCKED_CONFLICT)
    office.shown = lines(stopped)
    bar = page(await clerk.get("/bureau")).select(".together-bar button")
    assert [button["value"] for button in bar] == ["demander"]
    one_sent = {"demande": f"{stopped.number}:{stopped.fence}", "decision": "envoyer",
                "confirmer": "1", "jeton": "jeton-decision"}  # fmt: skip
    answer = await clerk.post("/bureau/demandes/plusieurs", data=one_sent)
    assert answer.status_code == 200
    assert office.decided == []


async def test_where_no_value_is_known_it_is_not_offered_to_send_it(
    clerk: AsyncClient, office: StandInOffice
) -> None:
    office.one = replace(office.one, may=(Decision.KEEP, Decision.ASK))
    shown = page(await clerk.get(ADDRESS))
    assert shown.select('input[value="garder"]')
    assert not shown.select('input[value="envoyer"]')
