"""Mot de passe perdu: the page, over the whole gateway and the extranet in memory (guide, § 2)."""

import pytest
from httpx import ASGITransport, AsyncClient, Response
from starlette.applications import Starlette

from adapters.memory import MemoryExtranet, NextWrite
from tests.unit.pages.conftest import ORIGIN
from tests.unit.pages.reading import filled, page, sign_in, words
from tests.unit.pages.test_password import extranet, whole

__all__ = ["extranet", "whole"]

ADDRESS = "/mot-de-passe-perdu"
RIGHT = {"site": "1", "identifiant": "F-1042", "courriel": "helene.lemarchand@example.org"}


@pytest.fixture
async def anyone(whole: Starlette) -> AsyncClient:
    return AsyncClient(transport=ASGITransport(whole), base_url=ORIGIN)


async def send(client: AsyncClient, **typed: str) -> Response:
    form = filled(await client.get(ADDRESS), ADDRESS)
    return await client.post(ADDRESS, data=form | RIGHT | typed)


async def test_the_sign_in_page_and_the_first_time_lead_there_in_the_guides_words(
    anyone: AsyncClient,
) -> None:
    for path in ("/connexion", "/premiere-connexion"):
        link = page(await anyone.get(path)).select_one(f'main a[href="{ADDRESS}"]')
        assert link is not None
        assert link.get_text() == "Mot de passe perdu"
    first = words(await anyone.get("/premiere-connexion"))
    for said in ("par courriel ou par courrier", "l’identifiant reçu", "chaque demande crée"):
        assert said in first


async def test_it_asks_for_what_the_guide_says_and_warns_beforehand(anyone: AsyncClient) -> None:
    answer = await anyone.get(ADDRESS)

    labels = [one.get_text(strip=True) for one in page(answer).select("form.card label")]
    assert labels == ["Site", "Identifiant", "E-mail"]
    assert page(answer).select("form.card button")[-1].get_text(strip=True) == "Valider"
    assert page(answer).select_one('main a[href="/connexion"]') is not None
    assert "Chaque demande remplace le mot de passe précédent" in words(answer)


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"identifiant": " "}, "identifiant"),
        ({"courriel": ""}, "courriel"),
        ({"courriel": "helene"}, "courriel"),
        ({"site": ""}, "site"),
    ],
)
async def test_a_field_left_empty_is_named_and_the_rest_is_kept(
    anyone: AsyncClient, extranet: MemoryExtranet, typed: dict[str, str], field: str
) -> None:
    answer = await send(anyone, **typed)

    assert answer.status_code == 422
    assert "Vérifiez les renseignements saisis" in words(answer)
    assert page(answer).select_one(f'#erreurs a[href="#{field}"]') is not None
    for name, value in RIGHT.items():
        box = page(answer).select_one(f"#{name}")
        assert box is not None
        shown = box.get("value") or next((o["value"] for o in box.select("option[selected]")), "")
        assert shown == (typed.get(name, value)).strip()
    assert extranet.asked["request_password"] == 0


async def test_a_message_says_that_it_was_sent_by_mail(
    anyone: AsyncClient, extranet: MemoryExtranet
) -> None:
    answer = await send(anyone)

    assert answer.status_code == 200
    assert "Regardez votre messagerie" in words(answer)
    assert "Un nouveau mot de passe vous a été envoyé par mail." in words(answer)
    assert len(extranet.mailed) == 1


async def test_whether_the_pair_exists_makes_no_difference_where_the_old_site_makes_none(
    anyone: AsyncClient, extranet: MemoryExtranet
) -> None:
    extranet.neutral = True
    right = await send(anyone)
    wrong = await send(anyone, identifiant="F-9999", courriel="quelquun@example.org")

    def neutral(answer: Response) -> str:
        text = answer.text
        for control in page(answer).select("input[type=hidden]"):
            text = text.replace(str(control["value"]), "")
        return text

    assert right.status_code == wrong.status_code == 200
    assert neutral(right) == neutral(wrong)


async def test_where_the_old_site_says_that_it_is_unknown_its_words_are_told(
    anyone: AsyncClient,
) -> None:
    answer = await send(anyone, courriel="quelquun@example.org")

    assert answer.status_code == 422
    assert "Identifiant ou e-mail inconnu." in words(answer)
    assert "Aucun mot de passe n’a été envoyé" in words(answer)


async def test_a_second_press_and_a_reload_send_nothing_more(
    anyone: AsyncClient, extranet: MemoryExtranet
) -> None:
    form = filled(await anyone.get(ADDRESS), ADDRESS) | RIGHT
    answers = [await anyone.post(ADDRESS, data=form) for _ in range(3)]

    assert [one.status_code for one in answers] == [200, 200, 200]
    assert len(extranet.mailed) == 1


async def test_who_was_signed_in_to_that_account_is_no_longer(anyone: AsyncClient) -> None:
    await sign_in(anyone, site="1", identifiant="F-1042", mot_de_passe="tilleul-29")
    assert page(await anyone.get(ADDRESS)).select_one('a[href="/facturation"]') is not None

    answer = await send(anyone)

    assert page(answer).select_one('a[href="/facturation"]') is None
    assert (await anyone.get("/famille")).headers["location"].startswith("/connexion")


async def test_a_lost_answer_says_to_look_at_the_mailbox_first(
    anyone: AsyncClient, extranet: MemoryExtranet
) -> None:
    extranet.faults.next_write = NextWrite.ANSWER_LOST

    answer = await send(anyone)

    assert "Votre demande est partie" in words(answer)
    assert "Regardez d’abord votre messagerie" in words(answer)


async def test_too_many_are_told_when_to_come_back(anyone: AsyncClient) -> None:
    for _ in range(2):
        await send(anyone)

    answer = await send(anyone)

    assert answer.status_code == 429
    assert int(answer.headers["retry-after"]) > 80_000
    assert "Trop de demandes" in words(answer)


async def test_while_the_old_site_is_down_nothing_is_sent_and_what_was_typed_stays(
    anyone: AsyncClient, extranet: MemoryExtranet
) -> None:
    form = filled(await anyone.get(ADDRESS), ADDRESS) | RIGHT
    extranet.faults.down = True

    answer = await anyone.post(ADDRESS, data=form)

    assert answer.status_code == 503
    box = page(answer).select_one("#courriel")
    assert box is not None
    assert box["value"] == RIGHT["courriel"]
    assert extranet.mailed == []


async def test_a_form_that_is_not_ours_sends_nothing(
    anyone: AsyncClient, extranet: MemoryExtranet
) -> None:
    assert (await anyone.post(ADDRESS, data=RIGHT)).status_code == 403
    form = filled(await anyone.get(ADDRESS), ADDRESS) | RIGHT
    assert (await anyone.post(ADDRESS, data=form | {"appui": "x"})).status_code == 422
    assert extranet.mailed == []
