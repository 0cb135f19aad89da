"""A session that ends while words are typed: they come back to their author, and do nothing."""

from datetime import timedelta

import pytest
from httpx import ASGITransport, AsyncClient
from msgspec.structs import replace
from starlette.applications import Starlette

from gateway.desk.frame.front import DESK_COOKIE, DeskFront
from gateway.desk.frame.unsent import Drawer
from gateway.desk.requests import undecided
from gateway.pending.states import State
from gateway.views.office import Decision, Role
from tests.unit.desk.stand_ins import CLERKS, COOKIES, NUMBER, StandInOffice, case, request
from tests.unit.pages.reading import filled, page, words
from tests.unit.pages.stand_ins import WHEN

CASE = f"/bureau/demandes/{NUMBER}"
DECIDE = f"{CASE}/decider"
TYPED = "Il manque <b>la signature</b> du père."
REFUSAL = {"decision": "refuser", "mots": TYPED}


def browser(app: Starlette, cookie: str) -> AsyncClient:
    cookies = {DESK_COOKIE: cookie}
    return AsyncClient(
        transport=ASGITransport(app), base_url="https://portail.example", cookies=cookies
    )


async def ended(app: Starlette, clerk: AsyncClient, **changed: str) -> str:
    """What the clerk typed is sent once the session has ended; where that leads."""
    form = filled(await clerk.get(CASE), DECIDE) | REFUSAL | changed
    async with browser(app, "finie") as late:
        answer = await late.post(DECIDE, data=form)
    assert answer.status_code == 303
    return answer.headers["location"]


async def test_it_comes_back_to_its_field_once_and_is_not_sent_by_itself(
    app: Starlette, clerk: AsyncClient, office: StandInOffice
) -> None:
    onward = await ended(app, clerk)
    assert onward == f"/bureau/connexion?retour=%2Fbureau%2Fdemandes%2F{NUMBER}"
    shown = await clerk.get(CASE)

    assert shown.status_code == 200
    assert "Votre session avait pris fin" in words(shown)
    field = page(shown).select_one("details[open] #mots-refuser")
    assert field is not None
    assert field.get_text() == TYPED
    assert not page(shown).select("[aria-invalid]")
    assert office.decided == []
    assert TYPED not in words(await clerk.get(CASE))


async def test_it_comes_back_too_when_its_author_has_signed_in_again_beside_it(
    clerk: AsyncClient, office: StandInOffice
) -> None:
    form = filled(await clerk.get(CASE), DECIDE) | REFUSAL
    refused = await clerk.post(DECIDE, data=form | {"jeton": "session-d-avant"})

    assert refused.status_code == 403
    assert "Rouvrez la page" in words(refused)
    field = page(await clerk.get(CASE)).select_one("#mots-refuser")
    assert field is not None
    assert field.get_text() == TYPED
    assert office.decided == []


async def test_a_colleague_who_signs_in_there_never_sees_it(
    app: Starlette, clerk: AsyncClient
) -> None:
    await ended(app, clerk)
    async with browser(app, COOKIES[Role.ADMINISTER]) as colleague:
        assert "Votre session" not in words(await colleague.get(CASE))

    assert "Votre session" in words(await clerk.get(CASE))


@pytest.mark.parametrize(
    "changed",
    [
        {"auteur": ""}, {"auteur": f"p{Role.DECIDE.value}.faux"}, {"decision": "tout"},
        {"mots": "x" * 5000}, {"mots": " "},
    ],
)  # fmt: skip
async def test_what_is_no_form_of_ours_or_holds_no_words_is_not_kept(
    app: Starlette, clerk: AsyncClient, changed: dict[str, str]
) -> None:
    assert (await ended(app, clerk, **changed)).startswith("/bureau/connexion")

    assert "Votre session" not in words(await clerk.get(CASE))


async def test_what_was_chosen_field_by_field_comes_back_too(
    app: Starlette, clerk: AsyncClient, office: StandInOffice
) -> None:
    asked = request(State.BLOCKED_CONFLICT, conflict={"portable": "06 39 98 77 77"})
    office.one = case(State.BLOCKED_CONFLICT, request=asked)
    typed = {"decision": "champs", "champ-portable": "garder", "champ-prenom": "garder"}
    await ended(app, clerk, **typed)
    shown = page(await clerk.get(CASE))

    chosen = {
        str(each["name"]): str(each["value"]) for each in shown.select("input[type=radio][checked]")
    }
    assert chosen == {"champ-portable": "garder", "champ-prenom": "garder"}
    words_typed = shown.select_one("#mots-champs")
    assert words_typed is not None
    assert words_typed.get_text() == TYPED
    assert office.decided == []


async def test_what_was_chosen_before_imuse_changed_once_more_is_chosen_again(
    app: Starlette, clerk: AsyncClient, office: StandInOffice
) -> None:
    asked = request(State.BLOCKED_CONFLICT, conflict={"portable": "06 39 98 77 77"})
    office.one = case(State.BLOCKED_CONFLICT, request=asked)
    seen = filled(await clerk.get(CASE), DECIDE)["vu"]
    typed = {"decision": "champs", "vu": seen, "champ-portable": "garder"}
    await ended(app, clerk, **typed)
    changed = request(State.BLOCKED_CONFLICT, conflict={"portable": "06 39 98 88 88"})
    office.one = case(State.BLOCKED_CONFLICT, request=changed)
    shown = await clerk.get(CASE)

    assert not page(shown).select("input[type=radio][checked]")
    assert "choisissez de nouveau" in words(shown)
    assert TYPED in words(shown)


async def test_what_cannot_be_decided_any_more_is_shown_all_the_same(
    app: Starlette, clerk: AsyncClient, office: StandInOffice
) -> None:
    await ended(app, clerk)
    office.one = case(State.VALIDATED)
    shown = await clerk.get(CASE)

    assert f"Vous aviez écrit : {TYPED}" in words(shown).replace("\u00a0", " ")
    assert "<b>la signature" not in shown.text


async def test_words_for_several_at_once_are_shown_on_the_list_and_nothing_is_done(
    app: Starlette, clerk: AsyncClient, office: StandInOffice
) -> None:
    together = "/bureau/demandes/plusieurs"
    ticked = filled(await clerk.get("/bureau"), together)
    ticked |= {"decision": "refuser", "demande": f"{NUMBER}:7"}
    summary = await clerk.post(together, data=ticked)
    form = filled(summary, together) | {"mots": TYPED, "confirmer": "1"}
    async with browser(app, "finie") as late:
        answer = await late.post(together, data=form)
    shown = words(await clerk.get("/bureau"))

    assert answer.headers["location"] == "/bureau/connexion?retour=%2Fbureau"
    assert "Refuser, pour plusieurs demandes" in shown
    assert TYPED in shown
    assert office.decided == []
    assert TYPED not in words(await clerk.get("/bureau"))


def test_it_waits_for_an_hour_sealed_and_for_that_request_alone(desk: DeskFront) -> None:
    now = [WHEN]
    drawer = Drawer(desk.drawer._vault, lambda: now[0])
    clerk = CLERKS[COOKIES[Role.DECIDE]]
    typed = {"decision": "refuser", "phrase": "", "mots": TYPED}
    for number in ("A", "B"):
        drawer.keep("ecole", drawer.author(clerk), number, typed)
    drawer.keep("autre", drawer.author(clerk), "A", typed)

    assert TYPED.encode() not in b"".join(drawer._kept.values())
    assert undecided.take(drawer, replace(clerk, school="autre"), "A") is None
    kept = undecided.take(drawer, clerk, "A")
    assert kept is not None
    assert (kept.decision, kept.words) == (Decision.REFUSE, TYPED)
    assert TYPED not in repr(kept)
    assert undecided.take(drawer, clerk, "A") is None
    now[0] += timedelta(hours=1, seconds=1)
    assert undecided.take(drawer, clerk, "B") is None
