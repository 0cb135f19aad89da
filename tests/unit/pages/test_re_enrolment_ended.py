"""Réinscription, in mid-work: whatever ends, what was typed and given is kept for its family."""

import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from httpx import AsyncClient, Response
from starlette.applications import Starlette

from gateway.config import School
from gateway.pages.frame.tokens import CARRY_LIFETIME, Tokens
from gateway.pages.re_enrolment.draft_forms import DRAFT
from tests.unit.old_tabs import TabsExtranet
from tests.unit.pages.re_enrolling import (
    CHIDI,
    HELENE,
    PDF,
    Parent,
    browser,
    hidden,
    served,
    ticked,
    with_wording,
)
from tests.unit.pages.reading import filled, words
from tests.unit.pending.old_tab import NAMES

HOME = NAMES[0].value


@pytest.fixture
def extranet() -> TabsExtranet:
    return TabsExtranet()


@pytest.fixture
async def app(
    school: School, extranet: TabsExtranet, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Starlette]:
    async with served(with_wording(school), extranet, tmp_path, monkeypatch) as app:
        yield app


@pytest.fixture
async def helene(app: Starlette) -> AsyncIterator[Parent]:
    """The first of three students, something ticked."""
    async with browser(app) as client:
        parent = await Parent.signed_in(client, HELENE)
        await parent.chooses("piano", "fm")
        yield parent


async def form_of(parent: Parent, step: str) -> tuple[str, dict[str, str]]:
    """The address of a step's form, and its hidden fields."""
    address = f"{parent.base}/{step}" if step else parent.base
    return address, hidden(await parent.client.get(address), address)


async def signs_in_again(client: AsyncClient, answer: Response, who: dict[str, str]) -> Response:
    """From the sign-in page that is shown."""
    form = filled(answer, "/connexion")
    form |= {name.replace("_", "-"): value for name, value in who.items()}
    return await client.post("/connexion", data=form)


async def test_ticks_of_an_ended_session_are_there_again_after_signing_in(helene: Parent) -> None:
    address, form = await form_of(helene, "")
    helene.client.cookies.clear()
    answer = await helene.client.post(address, data={**form, "cours": ["choeur"]})
    assert "Rien n’est perdu" in words(answer)
    assert "Chœur" not in answer.text
    back = await signs_in_again(helene.client, answer, HELENE)

    assert back.url.path == address
    assert ticked(back) == {"Piano": False, "Formation musicale": False, "Chœur": True}


async def test_a_document_given_in_an_ended_session_is_kept(helene: Parent) -> None:
    address, form = await form_of(helene, "documents")
    helene.client.cookies.clear()
    answer = await helene.client.post(
        address,
        data={**form, "nom": HOME},
        files={"fichier": ("domicile.pdf", PDF, "application/pdf")},
    )
    assert "Rien n’est perdu" in words(answer)
    assert "domicile.pdf" not in answer.text
    back = await signs_in_again(helene.client, answer, HELENE)

    assert back.url.path == address
    assert "domicile.pdf" in words(back)


async def test_a_document_refused_in_an_ended_session_is_said_to_be(helene: Parent) -> None:
    address, form = await form_of(helene, "documents")
    helene.client.cookies.clear()
    answer = await helene.client.post(
        address, data=form, files={"fichier": ("a.pdf", PDF, "application/pdf")}
    )

    assert "Rien n’est perdu" in words(answer)
    assert "n’a pas été ajouté : Choisissez le nom du document" in words(answer)


async def test_words_of_an_ended_session_are_there_again(helene: Parent) -> None:
    address, form = await form_of(helene, "demande")
    helene.client.cookies.clear()
    answer = await helene.client.post(address, data={**form, "demande": "Plutôt le mercredi."})
    assert "mercredi" not in answer.text
    back = await signs_in_again(helene.client, answer, HELENE)

    assert back.url.path == address
    assert "Plutôt le mercredi." in words(back)


async def test_valider_in_an_ended_session_sends_nothing_and_leads_back(
    helene: Parent, extranet: TabsExtranet
) -> None:
    address, form = await form_of(helene, "recapitulatif")
    helene.client.cookies.clear()
    answer = await helene.client.post(address, data=form)
    back = await signs_in_again(helene.client, answer, HELENE)

    assert "Rien n’est perdu" in words(answer)
    assert back.url.path == address
    assert "Piano" in words(back)
    assert extranet.of(helene.ref).enrolled == []
    assert (await helene.client.get("/demandes")).text.count("/demandes/20") == 0


async def test_a_form_opened_under_the_session_before_is_still_kept(helene: Parent) -> None:
    address, form = await form_of(helene, "demande")
    helene.client.cookies.clear()
    again = await Parent.signed_in(helene.client, HELENE)
    answer = await again.client.post(address, data={**form, "demande": "Merci."})

    assert answer.url.path == f"{helene.base}/recapitulatif"
    assert "Merci." in words(answer)


async def test_valider_is_only_for_the_session_that_showed_the_page(
    helene: Parent, extranet: TabsExtranet
) -> None:
    address, form = await form_of(helene, "recapitulatif")
    helene.client.cookies.clear()
    await Parent.signed_in(helene.client, HELENE)
    answer = await helene.client.post(address, data=form)

    assert answer.status_code == 403
    assert extranet.of(helene.ref).enrolled == []


@pytest.mark.parametrize("step", ["", "documents", "demande", "recapitulatif"])
async def test_a_token_that_is_missing_forged_too_old_or_anothers_is_refused(
    helene: Parent, app: Starlette, step: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    address, form = await form_of(helene, step)
    files = {"fichier": ("domicile.pdf", PDF, "application/pdf")}
    typed = {"demande": "CANARI", "cours": "choeur", "nom": HOME}

    async def post(client: AsyncClient, token: str) -> Response:
        data = {**form, **typed, DRAFT: token}
        return await client.post(address, data=data, files=files if step == "documents" else None)

    async with browser(app) as client:
        assert (await post(client, "")).status_code == 403
        assert (await post(client, form[DRAFT][:-1])).status_code == 403
        stranger = Tokens([b"une autre clef, de la bonne taille"])
        assert (await post(client, stranger.draft("ecole", "a", helene.ref))).status_code == 403
        await Parent.signed_in(client, CHIDI)
        assert (await post(client, form[DRAFT])).status_code == 403
        client.cookies.clear()
        later = time.time() + CARRY_LIFETIME + 5
        monkeypatch.setattr("itsdangerous.timed.time.time", lambda: later)
        assert (await post(client, form[DRAFT])).status_code == 403
        monkeypatch.undo()
    summary = words(await helene.opens("recapitulatif"))
    assert "CANARI" not in summary
    assert "domicile.pdf" not in summary
    assert "Se réinscrit à Piano M. Le Goff Formation musicale S’arrête Chœur" in summary


async def test_the_old_session_may_end_between_the_steps(
    helene: Parent, extranet: TabsExtranet
) -> None:
    extranet.end_sessions()
    for step in ("documents", "demande", "recapitulatif"):
        assert (await helene.opens(step)).status_code == 200
    answer = await helene.writes("Merci.")

    assert "Merci." in words(answer)
    assert answer.url.path == f"{helene.base}/recapitulatif"


async def test_a_slow_old_site_does_not_hold_up_the_steps_after_the_first(
    helene: Parent, extranet: TabsExtranet
) -> None:
    gate = extranet.faults.slow("re_enrolment")
    await helene.gives(HOME, PDF, "domicile.pdf", "application/pdf")
    await helene.writes("Merci.")
    summary = words(await helene.opens("recapitulatif"))
    gate.open()

    assert "domicile.pdf" in summary
    assert "Merci." in summary
