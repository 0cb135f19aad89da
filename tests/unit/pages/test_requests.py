"""Demandes: the receipt, and where each request stands."""

from datetime import UTC, datetime

import pytest
from httpx import AsyncClient
from msgspec.structs import replace

from gateway.pages.shown.progress import STANDINGS, steps
from gateway.pending.errors import NotFound
from gateway.pending.states import State
from gateway.views import SaidBySchool
from tests.unit.pages.reading import one, page, words
from tests.unit.pages.stand_ins import WHEN, StandInPortal, asked


async def test_the_receipt_says_who_received_what_and_when(family: AsyncClient) -> None:
    text = words(await family.get("/demandes/2026-000042"))

    assert "Accusé de réception" in text
    assert "Numéro 2026-000042" in text
    assert "mercredi 9 septembre 2026 à 14 h 05" in text
    assert "Reçu par Scolarité 2 place de la Halle 56999 Saint-Aubin-les-Tilleuls" in text
    assert "scolarite@tilleuls.example" in text
    assert "01 99 00 10 20" in text
    assert "06 39 98 00 01 → 06 39 98 00 02" in text
    assert "l•••a@example.org" in text


async def test_a_request_that_waits_is_never_said_to_be_validated(
    family: AsyncClient, portal: StandInPortal
) -> None:
    portal.answers["request"] = asked(State.RECEIVED, seen_at=None)
    shown = page(await family.get("/demandes/2026-000042"))

    reached = [tag.get_text() for tag in shown.select("li:not(.progress-ahead) .progress-label")]
    assert reached == ["Reçue"]


async def test_the_status_carries_when_it_was_last_seen(family: AsyncClient) -> None:
    text = words(await family.get("/demandes/2026-000042"))

    assert "Extranet vu le mercredi 9 septembre 2026 à 14 h 08" in text


async def test_a_conflict_shows_seen_asked_and_current(
    family: AsyncClient, portal: StandInPortal
) -> None:
    portal.answers["request"] = asked(
        State.BLOCKED_CONFLICT, conflict={"portable": "06 39 98 00 99"}
    )
    answer = await family.get("/demandes/2026-000042")

    assert "L’extranet affiche maintenant 06 39 98 00 99" in words(answer)
    assert "Vous avez demandé 06 39 98 00 02" in words(answer)
    assert page(answer).select('main a[href="/famille"]')


async def test_what_the_school_has_kept_of_it_is_said_with_its_words(
    family: AsyncClient, portal: StandInPortal
) -> None:
    said = SaidBySchool(at=WHEN, about="sent_in_part", words="Vu au téléphone <b>.")
    portal.answers["request"] = asked(
        State.AWAITING_STAFF, said=(said,), kept={"portable": "06 39 98 00 99 <i>"}
    )
    shown = await family.get("/demandes/2026-000042")
    assert "l’école a décidé d’envoyer une partie de votre demande" in words(shown)
    assert one(shown, ".said q").get_text() == "Vu au téléphone <b>."
    kept = " ".join(one(shown, ".kept-by-school").get_text(" ").split())
    change = asked(State.RECEIVED).changes[0]
    assert kept.startswith("L’école a gardé :")
    assert f"{change.caption} : 06 39 98 00 99 <i> – vous aviez demandé : {change.new}" in kept
    receipt = one(shown, ".receipt").get_text()
    assert change.old in receipt
    assert "06 39 98 00 99" not in receipt


async def test_of_a_second_conflict_only_what_is_still_asked_is_shown(
    family: AsyncClient, portal: StandInPortal
) -> None:
    change = asked(State.RECEIVED).changes[0]
    portal.answers["request"] = asked(
        State.BLOCKED_CONFLICT,
        changes=(change, replace(change, key="ville", caption="Ville")),
        conflict={"portable": "06 39 98 00 98", "ville": "Ailleurs"},
        kept={"portable": "06 39 98 00 99"},
    )
    shown = await family.get("/demandes/2026-000042")
    titles = [each.get_text() for each in page(shown).select(".conflict .pairs-title")]
    assert titles == ["Ville"]


async def test_what_the_school_has_written_about_it_is_shown_and_inert(
    family: AsyncClient, portal: StandInPortal
) -> None:
    at = datetime(2026, 9, 9, 12, 5, tzinfo=UTC)
    missing = SaidBySchool(at=at, about="asked", words="Il manque <b>une pièce</b>.")
    portal.answers["request"] = asked(State.AWAITING_STAFF, said=(missing,))
    answer = await family.get("/demandes/2026-000042")
    text = words(answer)
    assert "Le mercredi 9 septembre 2026 à 14 h 05, l’école vous demande : Il manque" in text
    assert "&lt;b&gt;une pièce" in answer.text

    refused = SaidBySchool(at=at, about="refused", words="Le cours est complet.")
    portal.answers["request"] = asked(State.REFUSED, said=(missing, refused))
    text = words(await family.get("/demandes/2026-000042"))
    assert "l’école a refusé cette demande : Le cours est complet." in text
    assert "l’ancienne valeur" not in text


async def test_another_familys_request_is_not_found(
    family: AsyncClient, portal: StandInPortal
) -> None:
    portal.answers["request"] = NotFound()
    answer = await family.get("/demandes/2026-000001")

    assert answer.status_code == 404
    assert "2026-000001" not in words(answer)


async def test_a_request_that_moves_can_be_refreshed_without_script(
    family: AsyncClient, portal: StandInPortal
) -> None:
    portal.answers["request"] = asked(State.DELIVERING)
    shown = page(await family.get("/demandes/2026-000042"))

    assert shown.select("section[data-moves]")
    assert shown.find("a", {"href": "/demandes/2026-000042"}, string="Actualiser")


async def test_a_settled_request_is_not_followed(family: AsyncClient) -> None:
    shown = page(await family.get("/demandes/2026-000042"))

    assert not shown.select("[data-moves]")


async def test_requests_are_listed_the_newest_first(
    family: AsyncClient, portal: StandInPortal
) -> None:
    older, newer = asked(number="1"), asked(number="2")
    later = newer.asked_at.replace(hour=20)
    portal.answers["requests"] = (older, asked(number="2", asked_at=later))
    shown = page(await family.get("/demandes"))

    assert [tag["href"] for tag in shown.select("main h3 a")] == ["/demandes/2", "/demandes/1"]


async def test_what_the_school_has_kept_is_not_listed_as_if_it_had_been_validated(
    family: AsyncClient, portal: StandInPortal
) -> None:
    portal.answers["requests"] = (asked(State.VALIDATED, kept={"portable": "06 39 98 77 77"}),)
    assert "L’école a gardé : 06 39 98 77 77" in words(await family.get("/demandes"))
    portal.answers["requests"] = (asked(State.VALIDATED),)
    assert "L’école a gardé" not in words(await family.get("/demandes"))


@pytest.mark.parametrize("state", list(State))
async def test_every_state_has_its_words_and_what_happens_next(
    family: AsyncClient, portal: StandInPortal, state: State
) -> None:
    portal.answers["request"] = asked(state)
    text = words(await family.get("/demandes/2026-000042"))

    assert STANDINGS[state].label in text
    assert " ".join(STANDINGS[state].then.split()) in text


def test_the_main_road_has_four_steps() -> None:
    assert [(step.label, step.mark) for step in steps(asked(State.AWAITING_STAFF))] == [
        ("Reçue", "done"),
        ("Transmise", "done"),
        ("En attente de validation", "here"),
        ("Validée", "ahead"),
    ]


def test_what_was_so_already_is_never_said_to_have_been_sent() -> None:
    labels = [step.label for step in steps(asked(State.VALIDATED, applied_at_once=True))]
    assert labels == ["Reçue", "Validée"]


def test_a_request_that_a_later_one_replaced_is_said_to_be_replaced() -> None:
    assert "plus récente" in STANDINGS[State.WITHDRAWN].then
    assert "ne sera pas transmise" not in STANDINGS[State.WITHDRAWN].then
