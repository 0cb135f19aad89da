"""Several at once: nothing is done before the summary, and each one is accounted for after it."""

from httpx import AsyncClient, Response
from msgspec.structs import replace

from gateway.office import NotPossible, Taken
from gateway.pending.states import State
from gateway.views.office import Decision
from tests.unit.desk.stand_ins import NEXT, NUMBER, StandInOffice, line
from tests.unit.pages.reading import filled, one, page, words
from tests.unit.pages.stand_ins import WHEN

ADDRESS = "/bureau/demandes/plusieurs"
THIRD = "2026-000044"


async def tick(clerk: AsyncClient, decision: str, *numbers: str) -> Response:
    """Tick these in the list and press the button."""
    listed = await clerk.get("/bureau?groupe=toutes")
    boxes = page(listed).select("input[name=demande]")
    values = [str(box["value"]) for box in boxes if str(box["value"]).split(":")[0] in numbers]
    sent: dict[str, object] = dict(filled(listed, ADDRESS))
    return await clerk.post(ADDRESS, data=sent | {"demande": values, "decision": decision})


async def confirm(clerk: AsyncClient, summary: Response, **typed: str) -> Response:
    """Press the summary's button."""
    form = one(summary, f'form[action="{ADDRESS}"]')
    fields = [(str(field["name"]), str(field.get("value", ""))) for field in form("input")]
    sent: dict[str, object] = dict(fields)
    sent["demande"] = [value for name, value in fields if name == "demande"]
    return await clerk.post(ADDRESS, data=sent | {"confirmer": "1"} | typed)


async def test_the_summary_says_what_will_be_done_to_whom_and_does_nothing(
    clerk: AsyncClient, office: StandInOffice
) -> None:
    answer = await tick(clerk, "approuver", NUMBER, NEXT)

    assert office.decided == []
    said = words(answer)
    assert "Demandes concernées : 1" in said
    assert f"D’AOÛT Lœïza <b> · Identité · {NUMBER}" in said
    assert f"{NEXT} – cela ne peut pas se décider là où elle en est" in said
    assert "<b>" not in answer.text


async def test_confirmed_it_is_done_to_those_it_was_said_of(
    clerk: AsyncClient, office: StandInOffice
) -> None:
    answer = await confirm(clerk, await tick(clerk, "approuver", NUMBER, NEXT))

    assert office.decided == [({NUMBER: 7}, Decision.APPROVE, "")]
    assert "Fait : 1 sur 1" in words(answer)
    assert one(answer, "a[data-key=u]")["href"] == "/bureau?groupe=toutes"


async def test_each_one_that_was_lost_names_who_was_faster_and_when(
    clerk: AsyncClient, office: StandInOffice
) -> None:
    office.shown = replace(
        office.shown, lines=tuple(line(number) for number in (NUMBER, NEXT, THIRD))
    )
    office.came_of_it = {NEXT: Taken("Anaïs <i>", WHEN), THIRD: NotPossible()}
    answer = await confirm(clerk, await tick(clerk, "approuver", NUMBER, NEXT, THIRD))

    said = words(answer)
    assert "Fait : 1 sur 3" in said
    assert f"{NEXT} – rien n’a été fait : traitée par Anaïs <i>, à 14 h 05" in said
    assert f"{THIRD} – rien n’a été fait : ce n’est pas possible" in said


async def test_one_that_changed_since_it_was_ticked_is_left_alone(
    clerk: AsyncClient, office: StandInOffice
) -> None:
    listed = await tick(clerk, "approuver", NUMBER)
    office.shown = replace(office.shown, lines=(line(fence=8),))
    office.came_of_it = {NUMBER: Taken("Anaïs", WHEN)}
    answer = await confirm(clerk, listed)

    assert "elle a changé depuis que vous l’avez cochée" in words(answer)


async def test_words_are_asked_for_once_for_all(clerk: AsyncClient, office: StandInOffice) -> None:
    summary = await tick(clerk, "refuser", NUMBER)
    without = await confirm(clerk, summary)
    await confirm(clerk, summary, phrase="La pièce n’est pas lisible.", mots="Merci.")

    assert page(summary).select_one("label[for=mots-ensemble]") is not None
    assert without.status_code == 422
    assert "Il manque des mots" in words(without)
    note = "La pièce n’est pas lisible.\nMerci."
    assert office.decided == [({NUMBER: 7}, Decision.REFUSE, note)]


async def test_set_by_hand_needs_a_note_if_one_of_them_does(
    clerk: AsyncClient, office: StandInOffice
) -> None:
    plain = line(NUMBER, State.AWAITING_STAFF)
    office.shown = replace(office.shown, lines=(plain, line(NEXT, State.NEEDS_ATTENTION)))
    alone = await tick(clerk, "validee", NUMBER)
    both = await tick(clerk, "validee", NUMBER, NEXT)
    answer = await confirm(clerk, both)

    assert page(alone).select("textarea") == []
    assert answer.status_code == 422
    assert office.decided == []


async def test_with_nothing_ticked_the_list_says_so(
    clerk: AsyncClient, office: StandInOffice
) -> None:
    answer = await tick(clerk, "approuver")
    back = await clerk.get(answer.headers["location"])

    assert answer.headers["location"] == "/bureau?groupe=toutes&cochez=1"
    assert "Aucune demande n’était cochée" in words(back)
    assert office.decided == []


async def test_the_day_is_in_figures(clerk: AsyncClient) -> None:
    answer = await clerk.get("/bureau/jour")

    captions = [each.get_text() for each in page(answer).select(".figure dt")]
    figures = dict(
        zip(captions, (each.get_text() for each in page(answer).select(".figure dd")), strict=True)
    )
    assert figures == {
        "Demandes reçues aujourd’hui": "12",
        "Demandes envoyées à iMuse aujourd’hui": "9",
        "À traiter d’abord": "3",
        "À valider dans iMuse": "4",
        "Bloquées": "2",
        "Chez la famille": "5",
    }
    assert "demandée le mercredi 9 septembre 2026 à 14 h 05" in words(answer)
