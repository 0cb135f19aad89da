"""A request at the desk: what it shows in each state, and what each of its buttons does."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup, Tag
from httpx import AsyncClient
from msgspec.structs import replace

from gateway.desk.frame.deeds import BY_HAND, DEEDS, words_for
from gateway.desk.frame.standings import KNOWN, SHORT
from gateway.desk.requests.history import ACTS, HAPPENED
from gateway.office.office import SAW, SAW_DOCUMENT
from gateway.pending.states import FINAL, State
from gateway.views.office import Act, Attachment, Decision
from tests.unit.desk.stand_ins import (
    CHOICES,
    NEXT,
    NUMBER,
    StandInOffice,
    case,
    enrolment,
    request,
)
from tests.unit.pages.files import PDF
from tests.unit.pages.reading import one, page, words
from tests.unit.pages.stand_ins import WHEN

ADDRESS = f"/bureau/demandes/{NUMBER}"


def buttons(shown: BeautifulSoup) -> list[str]:
    """What can be decided: the buttons that are pressed, or that open a field for words."""
    pressed = shown.select(":is(.decide, .field-by-field) button.button-main")
    return [tag.get_text().strip().rstrip("…") for tag in pressed]


@pytest.mark.parametrize("state", list(State))
async def test_each_state_says_what_is_known_and_what_each_button_does(
    clerk: AsyncClient, office: StandInOffice, state: State
) -> None:
    office.one = case(state)
    answer = await clerk.get(ADDRESS)

    said = words(answer)
    assert SHORT[state] in said
    assert " ".join(KNOWN[state].split()) in said
    assert " ".join(HAPPENED[state].split()) in said
    offered = set(CHOICES.get(state, ()))
    if Decision.FIELD_BY_FIELD in offered:
        offered -= {Decision.SEND_ANYWAY, Decision.KEEP}
    assert sorted(buttons(page(answer))) == sorted(DEEDS[each].label for each in offered)
    for decision in offered:
        assert " ".join(DEEDS[decision].does.split()) in said
    if not offered:
        assert "Rien n’est à décider ici" in said


async def test_old_and_new_stand_side_by_side(clerk: AsyncClient) -> None:
    table = page(await clerk.get(ADDRESS)).select_one(".compared")

    assert table is not None
    rows = [[cell.get_text() for cell in row(["th", "td"])] for row in table("tr")]
    assert rows == [
        ["Information", "Avant", "Demandé"],
        ["Téléphone portable", "06 39 98 00 01", "06 39 98 00 02"],
        ["Prénom", "Loeiza", "Lœïza D’Août <b>"],
    ]


async def test_a_conflict_shows_what_imuse_has_now(
    clerk: AsyncClient, office: StandInOffice
) -> None:
    conflict = request(State.BLOCKED_CONFLICT, conflict={"portable": "06 39 98 77 77"})
    office.one = case(State.BLOCKED_CONFLICT, request=conflict)
    table = page(await clerk.get(ADDRESS)).select_one(".compared")

    assert table is not None
    assert [cell.get_text() for cell in table.select("thead th")] == [
        "Information",
        "La famille a vu",
        "iMuse montre maintenant",
        "Demandé",
    ]
    assert [cell.get_text() for cell in table.select("tr:has(ins) td:nth-of-type(2)")] == [
        "06 39 98 77 77",
        "comme avant",
    ]


async def test_a_re_enrolment_shows_its_courses_documents_and_what_is_missing(
    clerk: AsyncClient, office: StandInOffice
) -> None:
    enrolled = request(kind="re_enrolment", changes=(), re_enrolment=enrolment())
    office.one = case(request=enrolled)
    answer = await clerk.get(ADDRESS)

    for said in (
        "Flûte <b>traversière</b>",
        "Éveil",
        "Le mardi si possible",
        "Instrument loué",
        "Justificatif de domicile indispensable",
        "attestation.pdf (4 ko)",
        "est considérée comme acceptée",
    ):
        assert said in words(answer)  # fmt: skip
    opened = page(answer).select(f'a[href^="{ADDRESS}/documents/"]')
    assert [link["href"] for link in opened] == [f"{ADDRESS}/documents/{n}" for n in (0, 1)]
    assert all(link["rel"] == ["noopener"] for link in opened)


async def test_a_closed_request_opens_no_document_any_more(
    clerk: AsyncClient, office: StandInOffice
) -> None:
    for state in FINAL:
        enrolled = request(state, kind="re_enrolment", changes=(), re_enrolment=enrolment())
        office.one = case(state, request=enrolled)
        answer = await clerk.get(ADDRESS)
        assert "/documents/" not in answer.text
        assert "sont effacés d’ici" in words(answer)


async def test_the_history_tells_events_and_acts_in_their_order(
    clerk: AsyncClient, office: StandInOffice
) -> None:
    act = Act(at=WHEN + timedelta(minutes=2), who="Maud Œuvrard", what="approuver", note="Vu.")
    office.one = case(State.REVIEW, acts=(*office.one.acts, act))
    lists = page(await clerk.get(ADDRESS)).select(".history")

    told, looked = ([" ".join(item.get_text(" ").split()) for item in each("li")] for each in lists)
    assert told == [
        "9 sept. 2026 à 14 h 05 Reçue de la famille",
        "9 sept. 2026 à 14 h 06 Envoi vers iMuse commencé",
        "9 sept. 2026 à 14 h 07 Maud Œuvrard a approuvé Vu.",
        "9 sept. 2026 à 14 h 07 Retenue pour la relecture de l’école",
        "9 sept. 2026 à 14 h 11 Anaïs <b> a demandé une pièce Il manque l’attestation <i>.",
    ]
    assert looked == ["9 sept. 2026 à 14 h 10 Anaïs <b> a ouvert la demande"]


async def test_it_says_when_imuse_was_seen_and_to_whom_the_family_is_written(
    clerk: AsyncClient, office: StandInOffice
) -> None:
    said = words(await clerk.get(ADDRESS))
    office.one = case(request=request(seen_at=None, mailed_to=()))
    other = words(await clerk.get(ADDRESS))

    assert "vue dans iMuse le 9 sept. 2026 à 14 h 08" in said
    assert "par courriel à l•••a@example.org" in said
    assert "pas encore relue dans iMuse" in other
    assert "Aucune adresse de courriel n’est connue" in other


async def test_the_familys_other_requests_are_links_beside_it(clerk: AsyncClient) -> None:
    shown = await clerk.get(f"{ADDRESS}?groupe=toutes")

    other = one(shown, 'section[aria-labelledby="autres"] .line-link')
    # It leads back to the list that one came from.
    assert other["href"] == "/bureau/demandes/2026-000007?groupe=toutes"
    assert one(shown, "a[rel=next]")["href"] == f"/bureau/demandes/{NEXT}?groupe=toutes"


async def test_erased_contents_are_said_to_be(clerk: AsyncClient, office: StandInOffice) -> None:
    gone = request(State.VALIDATED, changes=(), student=None, erased_at=WHEN, mailed_to=())
    office.one = case(State.VALIDATED, request=gone, family="")

    assert "Le contenu a été effacé le mercredi 9 septembre" in words(await clerk.get(ADDRESS))


@pytest.mark.parametrize(
    "path", ["/bureau/demandes/2026-999999", "/bureau/demandes/2026-<b>", "/bureau/inconnue"]
)
async def test_what_is_not_there_is_404_in_the_desks_frame(clerk: AsyncClient, path: str) -> None:
    answer = await clerk.get(path)

    assert answer.status_code == 404
    assert "Il n’y a rien à cette adresse du bureau" in words(answer)
    assert "Maud Œuvrard" in words(answer)


@pytest.mark.parametrize("media_type", ["application/pdf", "image/jpeg", "image/png"])
async def test_a_document_shows_in_a_sandbox_under_a_made_up_name(
    clerk: AsyncClient, office: StandInOffice, media_type: str
) -> None:
    name = f"{NUMBER}-01.pdf"
    office.attachment = Attachment(body=PDF, media_type=media_type, file_name=name)
    answer = await clerk.get(f"{ADDRESS}/documents/0")

    assert answer.content == PDF
    assert answer.headers["content-type"] == media_type
    assert answer.headers["content-disposition"] == f'inline; filename="{name}"'
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["cache-control"] == "no-store"
    policy = answer.headers["content-security-policy"].split("; ")
    assert {"default-src 'none'", "sandbox"} <= set(policy)
    assert [rule for rule in policy if "self" in rule] == ["frame-ancestors 'self'"]


async def test_documents_are_looked_at_beside_the_decision_each_when_it_is_opened(
    clerk: AsyncClient, office: StandInOffice
) -> None:
    office.one = case(
        State.REVIEW, request=request(State.REVIEW, re_enrolment=enrolment(), changes=())
    )
    answer = await clerk.get(ADDRESS)
    frame, picture = page(answer).select(".look")
    for shown, tag, place, name in (
        (frame, "iframe", 0, "title"), (picture, "img", 1, "alt")
    ):  # fmt: skip
        assert shown.template is not None
        viewer = shown.template.find(tag)
        assert isinstance(viewer, Tag), "what nobody has opened was not seen, be it without scripts"
        assert str(viewer["src"]).partition("#")[0] == f"{ADDRESS}/documents/{place}"
        assert viewer[name]
        assert not shown.has_attr("open")
        assert shown.has_attr("hidden"), "without scripts nothing would open"
        assert "Rien ne s’affiche" in shown.get_text(), (
            "a frame shows no page of ours, not to sign in"
        )
    assert page(answer).select_one("script[src*=desk-look]") is not None
    policy = answer.headers["content-security-policy"].split("; ")
    assert {"frame-src 'self'", "frame-ancestors 'none'"} <= set(policy)

    office.one = case(
        State.REFUSED, request=request(State.REFUSED, re_enrolment=enrolment(), changes=())
    )
    assert page(await clerk.get(ADDRESS)).select(".look") == [], "they are erased"


@pytest.mark.parametrize("place", ["1", "x", "-1", "９", "99999"])
async def test_a_document_that_is_not_there_is_404(
    clerk: AsyncClient, office: StandInOffice, place: str
) -> None:
    office.attachment = Attachment(body=PDF, media_type="application/pdf", file_name="a.pdf")

    assert (await clerk.get(f"{ADDRESS}/documents/{place}")).status_code == 404


@pytest.mark.parametrize("media_type", ["text/html", "image/svg+xml", "application/octet-stream"])
async def test_what_is_no_known_kind_of_document_is_not_shown(
    clerk: AsyncClient, office: StandInOffice, media_type: str
) -> None:
    office.attachment = Attachment(body=b"<script>", media_type=media_type, file_name="a.html")
    answer = await clerk.get(f"{ADDRESS}/documents/0")

    assert answer.status_code == 404
    assert "<script>" not in answer.text


def test_every_state_decision_and_act_has_its_words() -> None:
    assert set(KNOWN) == set(SHORT) == set(HAPPENED) == set(State)
    assert set(DEEDS) == set(Decision)
    assert {SAW, SAW_DOCUMENT, *Decision} <= set(ACTS)


def test_what_nobody_could_know_is_not_set_by_hand_without_a_note() -> None:
    assert words_for(Decision.VALIDATED_THERE, State.NEEDS_ATTENTION) == BY_HAND
    assert words_for(Decision.VALIDATED_THERE, State.AWAITING_STAFF) == ""
    assert words_for(Decision.APPROVE, State.REVIEW) == ""


async def test_an_act_that_nobody_knows_is_still_told(
    clerk: AsyncClient, office: StandInOffice
) -> None:
    office.one = replace(office.one, acts=(Act(at=WHEN, who="Maud", what="autre"),))

    assert "Maud a agi sur la demande" in words(await clerk.get(ADDRESS))
