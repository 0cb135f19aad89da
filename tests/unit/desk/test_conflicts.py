"""A conflict on the screen: three values, and for each field what becomes of it; never ticked."""

import pytest
from httpx import AsyncClient, Response
from msgspec.structs import replace

from gateway.office import NoteMissing, Taken, Unchosen
from gateway.pending.states import State
from gateway.views.office import Decision
from tests.unit.desk.stand_ins import NEXT, NUMBER, StandInOffice, case, line, lines, request
from tests.unit.desk.test_deciding import ADDRESS, press
from tests.unit.pages.reading import one, page, words
from tests.unit.pages.stand_ins import WHEN

TODAY = "06 39 98 77 77"
ONE_FIELD = (Decision.SEND_ANYWAY, Decision.KEEP, Decision.ASK)
WORDS = "Vu au téléphone avec <b>Lœïza</b>."
FORM = 'form:has(input[name=decision][value="champs"])'


@pytest.fixture
def office() -> StandInOffice:
    asked = request(State.BLOCKED_CONFLICT, conflict={"portable": TODAY})
    return StandInOffice(one=case(State.BLOCKED_CONFLICT, request=asked))


async def test_the_three_values_stand_beside_each_other_field_by_field(
    clerk: AsyncClient,
) -> None:
    rows = page(await clerk.get(ADDRESS)).select(".compared tr:not(.choose-row)")
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


async def test_of_one_field_one_press_or_one_key_sends_it_all_the_same(
    clerk: AsyncClient, office: StandInOffice
) -> None:
    office.one = replace(office.one, may=ONE_FIELD)
    shown = await clerk.get(ADDRESS)
    button = one(shown, 'form:has(input[value="envoyer"]) button')
    assert (button.get_text(), button["data-key"]) == (
        "Envoyer quand même la demande de la famille", "a",
    )  # fmt: skip
    answer = await press(clerk, "envoyer")
    assert (answer.status_code, office.decided) == (
        303, [(NUMBER, 7, Decision.SEND_ANYWAY, "")],
    )  # fmt: skip


async def test_of_one_field_keeping_needs_a_reason_and_who_is_second_reads_who_and_when(
    clerk: AsyncClient, office: StandInOffice
) -> None:
    office.one = replace(office.one, may=ONE_FIELD)
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
    assert not shown.select('input[value="champs"], input[type=radio]')


def chosen(answer: Response) -> dict[str, str]:
    """By field, which of its two choices is made."""
    return {
        str(radio["name"]): str(radio["value"])
        for radio in page(answer).select("input[type=radio][checked]")
    }


async def decide(clerk: AsyncClient, **typed: str) -> Response:
    """Send the form as a browser would: what is checked, and what is `typed`."""
    shown = await clerk.get(ADDRESS)
    sent = {
        str(field["name"]): str(field["value"])
        for field in one(shown, FORM).select("input[type=hidden]")
    }
    return await clerk.post(f"{ADDRESS}/decider", data=sent | chosen(shown) | typed)


async def test_what_imuse_has_changed_is_a_question_and_the_rest_is_chosen_already(
    clerk: AsyncClient, office: StandInOffice
) -> None:
    shown = await clerk.get(ADDRESS)
    form = one(shown, FORM)
    assert [legend.get_text() for legend in form("legend")] == ["Téléphone portable", "Prénom"]
    labels = [label.get_text() for label in form.select(".choose label")]
    assert labels == ["Envoyer la valeur demandée", "Garder celle d’iMuse"] * 2
    assert chosen(shown) == {"champ-prenom": "envoyer"}
    button = one(shown, f"{FORM} button")
    assert (button.get_text(), button["data-key"]) == ("Décider champ par champ", "a")
    assert not page(shown).select('input[name=decision][value="envoyer"]')
    assert not page(shown).select('input[name=decision][value="garder"]')
    # Where one types: in a list of sentences, the first letter would choose one.
    assert one(shown, f"{FORM} [data-key=r]")["name"] == "mots"

    asked = request(State.BLOCKED_CONFLICT, conflict={"portable": "06 39 98 00 02"})
    office.one = case(State.BLOCKED_CONFLICT, request=asked)
    begun = {"champ-portable": "garder", "champ-prenom": "envoyer"}
    assert chosen(await clerk.get(ADDRESS)) == begun


async def test_the_choices_are_decided_with_the_words_and_the_next_request_opens(
    clerk: AsyncClient, office: StandInOffice
) -> None:
    answer = await decide(clerk, **{"champ-portable": "garder", "mots": WORDS})
    assert office.decided == [
        (
            NUMBER,
            7,
            Decision.FIELD_BY_FIELD,
            WORDS,
            {"portable": Decision.KEEP, "prenom": Decision.SEND_ANYWAY},
        )
    ]
    assert answer.headers["location"].endswith(f"fait=champs&a={NUMBER}")
    told = words(await clerk.get(answer.headers["location"].replace(NEXT, NUMBER)))
    assert "décidée champ par champ" in told


async def test_a_field_that_is_not_chosen_is_named_and_what_was_typed_stays(
    clerk: AsyncClient, office: StandInOffice
) -> None:
    office.fails = Unchosen(("portable",))
    answer = await decide(clerk, **{"champ-prenom": "garder", "mots": WORDS})
    assert answer.status_code == 422
    link = one(answer, ".summary a")
    assert link.get_text() == "Téléphone portable"
    assert one(answer, f"input{link['href']}")["name"] == "champ-portable"
    problem = one(answer, "fieldset[aria-describedby]")
    assert (
        one(answer, f"#{problem['aria-describedby']}").get_text() == "Choisissez l’un ou l’autre."
    )
    assert one(answer, "#mots-champs").get_text() == WORDS
    assert chosen(answer) == {"champ-prenom": "garder"}
    assert "ce n’est pas possible" not in words(answer)


async def test_words_that_lack_are_said_above_and_at_their_field_and_the_choices_stay(
    clerk: AsyncClient, office: StandInOffice
) -> None:
    office.fails = NoteMissing()
    answer = await decide(clerk, **{"champ-portable": "garder"})
    assert answer.status_code == 422
    assert one(answer, ".summary a")["href"] == "#mots-champs"
    assert one(answer, "#mots-champs[aria-invalid=true]")
    assert chosen(answer) == {"champ-portable": "garder", "champ-prenom": "envoyer"}


async def test_where_it_cannot_be_decided_so_any_more_that_is_said_and_the_words_stay(
    clerk: AsyncClient, office: StandInOffice
) -> None:
    """What the family asks later moves the fence of nothing that it has asked before."""
    form = one(await clerk.get(ADDRESS), FORM)
    sent = {str(each["name"]): str(each["value"]) for each in form.select("input[type=hidden]")}
    office.one = replace(office.one, may=(Decision.KEEP, Decision.ASK))
    office.fails = NoteMissing()
    answer = await clerk.post(f"{ADDRESS}/decider", data=sent | {"champ-prenom": "garder"})
    assert answer.status_code == 422
    assert "ce n’est pas possible là où en est la demande" in words(answer)


async def test_whoever_is_second_reads_who_and_when_with_the_choices_still_there(
    clerk: AsyncClient, office: StandInOffice
) -> None:
    office.fails = Taken("Anaïs", WHEN)
    answer = await decide(clerk, **{"champ-portable": "garder", "mots": WORDS})
    assert answer.status_code == 409
    assert "Décidée par Anaïs, à 14 h 05" in words(answer)
    assert one(answer, "#mots-champs").get_text() == WORDS
    assert chosen(answer) == {"champ-portable": "garder", "champ-prenom": "envoyer"}


async def test_what_was_chosen_on_other_values_is_chosen_again_and_the_words_stay(
    clerk: AsyncClient, office: StandInOffice
) -> None:
    form = one(await clerk.get(ADDRESS), FORM)
    sent = {str(each["name"]): str(each["value"]) for each in form.select("input[type=hidden]")}
    office.one = case(
        State.BLOCKED_CONFLICT,
        request=request(State.BLOCKED_CONFLICT, conflict={"portable": "06 39 98 00 77"}),
    )
    office.fails = Taken("Anaïs", WHEN)
    made = {"champ-portable": "envoyer", "champ-prenom": "envoyer"}
    answer = await clerk.post(f"{ADDRESS}/decider", data=sent | made | {"mots": WORDS})

    assert answer.status_code == 409
    assert "iMuse montre d’autres valeurs" in words(answer)
    assert chosen(answer) == {}
    assert one(answer, "#mots-champs").get_text() == WORDS


async def test_no_choice_but_the_two_is_taken(clerk: AsyncClient, office: StandInOffice) -> None:
    await decide(clerk, **{"champ-portable": "approuver", "champ-": "", "mots": WORDS})
    assert office.decided[0][4] == {"prenom": Decision.SEND_ANYWAY}


async def test_what_the_school_has_kept_before_is_said_and_is_no_question_any_more(
    clerk: AsyncClient, office: StandInOffice
) -> None:
    asked = request(State.BLOCKED_CONFLICT, conflict={"prenom": "Lo"}, kept={"portable": TODAY})
    office.one = case(State.BLOCKED_CONFLICT, request=asked)
    shown = await clerk.get(ADDRESS)
    assert [legend.get_text() for legend in one(shown, FORM)("legend")] == ["Prénom"]
    row = one(shown, '.compared tr:has(th:-soup-contains("Téléphone"))')
    assert f"L’école a gardé\u00a0: {TODAY}" in row.get_text()


async def test_who_may_only_look_sees_the_values_and_no_form(
    reader: AsyncClient, office: StandInOffice
) -> None:
    office.one = replace(office.one, may=())
    shown = await reader.get(ADDRESS)
    assert one(shown, ".compared").get_text().count(TODAY) == 1
    assert not page(shown).select('form[action$="/decider"], input[type=radio]')
    sent = {
        "decision": "champs",
        "garde": "7",
        "champ-portable": "envoyer",
        "jeton": "jeton-lecture",
    }
    assert (await reader.post(f"{ADDRESS}/decider", data=sent)).status_code == 403
    assert office.decided == []
