"""Réinscription, step 1: the tab, its boxes, and what is told of it."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from msgspec.structs import replace
from starlette.applications import Starlette

from adapters.errors import HalfPage
from adapters.model import Option
from adapters.re_enrolment import Discipline
from gateway.config import School
from tests.unit.old_tabs import TabsExtranet
from tests.unit.pages.re_enrolling import (
    CHIDI,
    HELENE,
    QUESTION,
    Parent,
    browser,
    children,
    served,
    ticked,
    with_wording,
)
from tests.unit.pages.reading import page, sign_in, words
from tests.unit.pending.old_tab import CHOIR, PAST, PIANO, WAITING

NAME = "Chœur <b>\"'&amp;{{ 7*7 }}</script>"


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
    """On the first of three students."""
    async with browser(app) as client:
        yield await Parent.signed_in(client, HELENE)


async def tabs(parent: Parent, tab: str = "historique") -> list[str]:
    """The tabs of the student's file, as another tab shows them, once all is read."""
    answer = await parent.client.get(parent.base.replace("reinscription", tab))
    await asyncio.sleep(0.05)
    return [link.get_text() for link in page(answer).select(".tabs a")]


async def test_the_tab_shows_from_the_next_page_on_where_the_school_has_activated_it(
    helene: Parent,
) -> None:
    assert "Réinscription" not in await tabs(helene)
    assert (await tabs(helene))[-1] == "Réinscription"
    for tab in ("identite", "cours", "semaine", "repertoire"):
        assert "Réinscription" in await tabs(helene, tab)


async def test_the_tab_never_shows_where_the_school_has_not_activated_it(
    helene: Parent, extranet: TabsExtranet
) -> None:
    extranet.tab.active = False
    for _ in range(3):
        assert "Réinscription" not in await tabs(helene)
    answer = await helene.opens()

    assert answer.status_code == 200
    assert "ne sont pas ouvertes en ce moment" in words(answer)
    assert not page(answer).select("input[type=checkbox][name=cours]")


async def test_its_own_address_always_reads_and_other_tabs_ask_once(
    helene: Parent, extranet: TabsExtranet
) -> None:
    await tabs(helene)
    for _ in range(4):
        await tabs(helene)
    asked = extranet.of(helene.ref).reads
    await helene.opens()

    assert asked == 1
    assert extranet.of(helene.ref).reads == 2


async def test_boxes_are_as_the_old_form_has_them_and_lines_without_one_are_not_concerned(
    helene: Parent,
) -> None:
    answer = await helene.opens()

    assert ticked(answer) == {"Piano": False, "Formation musicale": False, "Chœur": True}
    assert "Éveil non concerné" in words(answer)
    assert "Professeur : M. Le Goff" in words(answer)
    assert "auxquels l’élève se réinscrit" in words(answer)
    assert "Étape 1 sur 4" in words(answer)
    assert "à jour" in words(answer)


async def test_only_what_the_form_offered_is_kept(helene: Parent) -> None:
    answer = await helene.chooses("piano", PAST.key, "inconnu")
    assert answer.url.path == f"{helene.base}/documents"
    summary = words(await helene.opens("recapitulatif"))

    assert "Se réinscrit à Piano M. Le Goff S’arrête Formation musicale Chœur" in summary
    assert "Éveil" not in summary


async def test_nothing_ticked_is_said_and_the_rest_is_kept(helene: Parent) -> None:
    await helene.chooses("piano")
    answer = await helene.chooses()

    assert answer.status_code == 422
    assert "Cochez au moins un cours." in words(answer)
    assert ticked(answer) == {"Piano": False, "Formation musicale": False, "Chœur": False}
    assert not page(await helene.opens("recapitulatif")).find("button", string="Valider")


async def test_the_schools_questions_are_asked_and_a_needed_one_must_be_answered(
    helene: Parent, extranet: TabsExtranet
) -> None:
    extranet.tab.questions = (QUESTION,)
    open_question = await helene.opens()
    missing = await helene.chooses("piano", loc="")
    answered = await helene.chooses("piano", loc="2")

    assert "Location d’un instrument" in words(open_question)
    assert missing.status_code == 422
    assert "Location d’un instrument – " in words(missing)
    assert ticked(missing)["Piano"]
    assert answered.url.path == f"{helene.base}/documents"
    assert "Location d’un instrument Non" in words(await helene.opens("recapitulatif"))


async def test_while_the_old_site_is_down_what_was_read_before_is_served_with_its_age(
    helene: Parent, extranet: TabsExtranet
) -> None:
    await helene.opens()
    extranet.faults.down = True
    answer = await helene.opens()

    assert answer.status_code == 200
    assert "lu auparavant" in words(answer)
    assert "ne répond pas" in words(answer)
    assert (await helene.chooses("piano")).url.path == f"{helene.base}/documents"
    assert "Piano" in words(await helene.opens("recapitulatif"))


async def test_half_a_page_shows_no_boxes_and_says_what_to_do(
    helene: Parent, extranet: TabsExtranet
) -> None:
    extranet.faults.failing["re_enrolment"] = HalfPage()
    answer = await helene.opens()

    assert answer.status_code == 502
    assert "qu’une partie de la page" in words(answer)
    assert "Numéro d’incident" in words(answer)
    assert not page(answer).select("input[type=checkbox][name=cours]")


async def test_another_familys_student_is_nowhere(app: Starlette, helene: Parent) -> None:
    await helene.chooses("piano")
    async with browser(app) as client:
        await sign_in(client, **CHIDI)
        other = Parent(client, helene.base)
        for step in ("", "documents", "demande", "recapitulatif"):
            answer = await other.opens(step)
            assert answer.status_code == 404, step
            assert "Piano" not in answer.text
        own = Parent(client, (await children(client))[0])
        await own.chooses("piano")
        form = {"jeton": str(page(await own.opens("demande")).select_one("[name=jeton]")["value"])}  # type: ignore[index]
        for action in ("effacer", "documents/reprendre", "documents/0/retirer"):
            answer = await client.post(f"{helene.base}/{action}", data={**form, "de": own.ref})
            assert answer.status_code == 404, action
    assert "Piano" in words(await helene.opens("recapitulatif"))


async def test_a_form_of_one_student_never_lands_in_anothers_draft(helene: Parent) -> None:
    first, second, _ = await children(helene.client)
    form = page(await helene.opens()).select("form[method=post] input[type=hidden]")
    fields = {str(each["name"]): str(each["value"]) for each in form}
    answer = await helene.client.post(second, data={**fields, "cours": ["piano"]})

    assert first == helene.base
    assert answer.url.path == second
    assert (await helene.client.get(f"{second}/recapitulatif")).url.path == second


async def test_what_the_old_site_says_is_inert(helene: Parent, extranet: TabsExtranet) -> None:
    extranet.tab.disciplines = (
        Discipline(key="x", caption=NAME, group=NAME, details=((NAME, NAME),)),
    )
    extranet.tab.names = (Option("1", NAME),)
    extranet.tab.questions = (replace(QUESTION, required=False, caption=NAME),)
    answers = [await helene.opens(), await helene.chooses("x")]
    answers += [await helene.opens(step) for step in ("documents", "demande", "recapitulatif")]

    for answer in answers:
        assert answer.status_code == 200
        assert not page(answer).select("main b, main script")
        assert "49" not in words(answer)


async def test_where_the_tab_has_changed_what_fits_is_kept_and_the_rest_is_said(
    helene: Parent, extranet: TabsExtranet
) -> None:
    await helene.chooses("piano", "fm")
    await helene.writes("Plutôt le mercredi.")
    tab = extranet.of(helene.ref)
    tab.shape, tab.disciplines = "t", (PIANO, CHOIR, Discipline(key="luth", caption="Luth"))
    answer = await helene.opens()

    assert "N’est plus proposé : Formation musicale" in words(answer)
    assert "Est proposé en plus : Luth" in words(answer)
    assert ticked(answer) == {"Piano": True, "Chœur": False, "Luth": False}
    summary = await helene.opens("recapitulatif")
    assert "Revoir la première étape" in words(summary)
    assert not page(summary).find("button", string="Valider")
    await helene.chooses("piano")
    summary = await helene.opens("recapitulatif")
    assert page(summary).find("button", string="Valider")
    assert "Plutôt le mercredi." in words(summary)


async def test_what_waits_on_the_old_site_is_told_and_modified_only_on_purpose(
    helene: Parent, extranet: TabsExtranet
) -> None:
    extranet.of(helene.ref).waiting = True
    answer = await helene.opens()

    assert WAITING in words(answer)
    assert not page(answer).select("input[type=checkbox][name=cours]")
    link = page(answer).find("a", string="Modifier ma demande")
    assert link is not None
    form = await helene.client.get(str(link["href"]))
    assert ticked(form) == {"Piano": False, "Formation musicale": False, "Chœur": True}
    assert WAITING in words(form)


async def test_a_draft_is_taken_up_again_after_signing_out_and_erased_when_asked(
    app: Starlette, helene: Parent
) -> None:
    await helene.chooses("piano", "fm")
    await helene.writes("Merci.")
    async with browser(app) as client:
        later = await Parent.signed_in(client, HELENE)
        assert ticked(await later.opens()) == {
            "Piano": True, "Formation musicale": True, "Chœur": False
        }  # fmt: skip
        assert "Merci." in words(await later.opens("recapitulatif"))
        form = page(await later.opens()).select_one(f"form[action='{later.base}/effacer']")
        assert form is not None
        token = str(form.select_one("[name=jeton]")["value"])  # type: ignore[index]
        await client.post(f"{later.base}/effacer", data={"jeton": token})

        assert ticked(await later.opens())["Chœur"]
        assert (await later.opens("recapitulatif")).url.path == later.base


async def test_accueil_says_that_re_enrolment_is_open_with_a_link_for_each_child_where_known(
    helene: Parent,
) -> None:
    before = words(await helene.client.get("/accueil"))
    await helene.opens()
    second = Parent(helene.client, (await children(helene.client))[1])
    await second.chooses("piano")
    shown = page(await helene.client.get("/accueil")).select_one(".enrolling")

    assert "Les réinscriptions sont ouvertes" not in before
    assert shown is not None
    assert [(str(link["href"]), link.get_text()) for link in shown.select("a")] == [
        (helene.base, "Réinscrire Zoé"),
        (second.base, "Reprendre la réinscription de D’AOÛT <b> Lœïza"),
    ]


async def test_a_tab_without_documents_or_words_has_fewer_steps(
    helene: Parent, extranet: TabsExtranet, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = type(extranet.tab).screen
    monkeypatch.setattr(
        type(extranet.tab),
        "screen",
        lambda tab, session: replace(whole(tab, session), imports=None, note=None),
    )
    assert "Étape 1 sur 2" in words(await helene.opens())
    answer = await helene.chooses("piano")

    assert answer.url.path == f"{helene.base}/recapitulatif"
    for step in ("documents", "demande"):
        assert (await helene.opens(step)).url.path == f"{helene.base}/recapitulatif"
