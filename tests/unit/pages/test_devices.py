"""Mes données › Connexions: where the family is signed in, and ending it elsewhere."""

import msgspec
from httpx import AsyncClient

from gateway.limits import TooManyAttempts
from gateway.portal.passwords import WrongFormer
from tests.unit.pages.my_data_stand_in import held
from tests.unit.pages.reading import filled, page, words
from tests.unit.pages.stand_ins import PASSWORD, StandInPortal

CLOSE = "/mes-donnees/connexions"


async def test_one_elsewhere_is_closed_with_the_password_and_this_one_is_not_offered(
    family: AsyncClient, stranger: AsyncClient, portal: StandInPortal
) -> None:
    assert CLOSE in [a["href"] for a in page(await family.get("/mes-donnees")).select("main a")]
    shown = await family.get(CLOSE)
    form = filled(shown, CLOSE)

    assert [each["value"] for each in page(shown).select("[name=connexion]")] == ["ailleurs"]
    assert form["connexion"] == "ailleurs"
    answer = await family.post(CLOSE, data=form | {"passe": PASSWORD})
    assert portal.calls[-1] == ("close", ("A", "127.0.0.1", PASSWORD, "ailleurs"))
    assert "C’est fermé" in words(await family.get(answer.headers["location"]))
    assert (await stranger.get(CLOSE)).headers["location"].startswith("/connexion?retour=")


async def test_all_others_are_closed_at_once(family: AsyncClient, portal: StandInPortal) -> None:
    here, there = held().sessions
    more = msgspec.structs.replace(there, id="encore")
    portal.answers["held"] = msgspec.structs.replace(held(), sessions=(here, there, more))
    shown = await family.get(CLOSE)
    (chosen,) = page(shown).select("[name=connexion][checked]")
    typed = {"connexion": chosen["value"], "passe": PASSWORD}
    await family.post(CLOSE, data=filled(shown, CLOSE) | typed)

    assert len(page(shown).select("[name=connexion]")) == 3
    assert portal.calls[-1] == ("close", ("A", "127.0.0.1", PASSWORD, ""))


async def test_what_goes_wrong_is_said_and_the_choice_is_kept(
    family: AsyncClient, portal: StandInPortal
) -> None:
    form = filled(await family.get(CLOSE), CLOSE)
    forged = await family.post(CLOSE, data=form | {"passe": PASSWORD, "jeton": "x"})
    empty = await family.post(CLOSE, data=form)
    assert "close" not in [name for name, _ in portal.calls]
    portal.answers["close"] = WrongFormer()
    wrong = await family.post(CLOSE, data=form | {"passe": PASSWORD})
    portal.answers["close"] = TooManyAttempts(90)
    many = await family.post(CLOSE, data=form | {"passe": PASSWORD})

    statuses = [each.status_code for each in (forged, empty, wrong, many)]
    assert statuses == [403, 422, 422, 429]
    assert "Ce n’est pas votre mot de passe actuel" in words(wrong)
    assert filled(wrong, CLOSE)["connexion"] == "ailleurs"
    assert many.headers["retry-after"] == "91"
    assert PASSWORD not in wrong.text + many.text


async def test_signed_in_nowhere_else_there_is_nothing_to_close(
    family: AsyncClient, portal: StandInPortal
) -> None:
    portal.answers["held"] = msgspec.structs.replace(held(), sessions=held().sessions[:1])

    assert "nulle part ailleurs" in words(await family.get(CLOSE))
    assert CLOSE not in [a["href"] for a in page(await family.get("/mes-donnees")).select("a")]
