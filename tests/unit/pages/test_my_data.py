"""Mes données: what is held is said in words, taken away as a file, erased after a question."""

import io
import zipfile

import msgspec
from httpx import AsyncClient

from gateway.limits import TooManyAttempts
from gateway.pages.frame.front import SESSION_COOKIE
from gateway.pending.states import State
from gateway.portal.passwords import WrongFormer
from gateway.views import HeldAct
from tests.unit.pages.files import WHEN
from tests.unit.pages.my_data_stand_in import held
from tests.unit.pages.reading import filled, page, words
from tests.unit.pages.stand_ins import PASSWORD, StandInPortal, asked

ERASE = "/mes-donnees/effacer"


async def test_everything_that_is_held_is_said_with_its_end(
    family: AsyncClient, portal: StandInPortal
) -> None:
    erased = msgspec.structs.replace(
        asked(State.VALIDATED), number="EFFA-2222", changes=(), erased_at=WHEN
    )
    portal.answers["held"] = held(asked(), erased)
    said = words(await family.get("/mes-donnees"))

    for each in (
        "(celle-ci)", "au plus tard jusqu’au vendredi 11 septembre 2026",
        f"Demande {asked().number}", "Demande EFFA-2222",
        "contenu effacé le mercredi 9 septembre 2026", "D’AOÛT Zoé", "domicile.pdf (1,2 Mo)",
        "Accueil, lu le", "gardé pour les pannes", "Cours (2), lu le vendredi 11 septembre",
        "effacé 400 jours après sa fin", "365 jours plus tard", "30 jours après votre dernier",
        "Essais de connexion 3", "nouveau mot de passe 1", "ne garde pas",
    ):  # fmt: skip
        assert each in said, each
    assert "0123456789abcdef" not in said


async def test_what_the_school_saw_and_did_is_said_in_words_the_latest_first(
    family: AsyncClient, portal: StandInPortal
) -> None:
    acts = [
        HeldAct(at=WHEN, what=what, number="ABCD-2345", note="Une <b>note</b>.")
        for what in ["refuser", "un acte de demain", *["saw"] * 40]
    ]
    portal.answers["held"] = msgspec.structs.replace(held(), acts=tuple(acts))
    answer = await family.get("/mes-donnees")
    (section,) = page(answer).select("section[aria-labelledby=vues]")
    said = [" ".join(line.get_text().split()) for line in section("li")]

    assert said[0].startswith("Demande ABCD-2345, le mercredi 9 septembre 2026")
    assert said[0].endswith("Le secrétariat l’a refusée.")
    assert said[1].endswith("Le secrétariat a fait autre chose à son sujet.")
    assert "dans le fichier à télécharger : 12" in words(answer)
    assert "note</b>" not in answer.text


async def test_without_anything_nothing_is_listed_and_strangers_sign_in(
    family: AsyncClient, stranger: AsyncClient, portal: StandInPortal
) -> None:
    portal.answers["held"] = msgspec.structs.replace(
        held(), drafts=(), documents=(), letters=(), readings=(), means=(), acts=()
    )
    answer = await family.get("/mes-donnees")

    assert words(answer).count("Aucun.") == 2
    assert "Aucune de vos demandes n’a été ouverte" in words(answer)
    assert page(answer).select("li:empty") == []
    for path in ("/mes-donnees", "/mes-donnees/telecharger", ERASE):
        assert (await stranger.get(path)).headers["location"].startswith("/connexion?retour=")


async def test_the_file_is_saved_by_nobody_but_the_family(family: AsyncClient) -> None:
    answer = await family.get("/mes-donnees/telecharger")

    assert answer.headers["content-type"] == "application/zip"
    assert answer.headers["content-disposition"] == 'attachment; filename="mes-donnees.zip"'
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["x-content-type-options"] == "nosniff"
    archive = zipfile.ZipFile(io.BytesIO(answer.content))
    assert archive.read("documents/01-domicile.pdf") == b"%PDF-1.4"
    assert "mot de passe" in archive.read("LISEZ-MOI.txt").decode()


async def test_before_erasing_it_says_what_is_open_and_lets_it_be_withdrawn(
    family: AsyncClient, portal: StandInPortal
) -> None:
    waiting = msgspec.structs.replace(asked(State.RECEIVED), number="PART-3333", may_withdraw=True)
    portal.answers["held"] = held(asked(), waiting, still_open=(asked(), waiting))
    answer = await family.get(ERASE)
    links = [a["href"] for a in page(answer).select("main a[href$=retirer]")]

    assert links == ["/demandes/PART-3333/retirer"]
    for each in ("rien n’en est perdu", f"Demande {asked().number}", "deux fois"):
        assert each in words(answer), each
    assert "erase" not in [name for name, _ in portal.calls]


async def test_erasing_asks_for_the_password_and_a_yes_then_signs_out(
    family: AsyncClient, portal: StandInPortal
) -> None:
    form = filled(await family.get(ERASE), ERASE)
    neither = await family.post(ERASE, data=form)
    assert neither.status_code == 422
    assert {e["id"] for e in page(neither).select("[aria-invalid]")} == {"accord", "passe"}
    assert "erase" not in [name for name, _ in portal.calls]

    answer = await family.post(ERASE, data=form | {"accord": "oui", "passe": PASSWORD})

    assert answer.status_code == 303
    assert answer.headers["location"] == "/mes-donnees/effacees"
    assert f'{SESSION_COOKIE}=""' in answer.headers["set-cookie"]
    assert portal.calls[-1] == ("erase", ("A", "127.0.0.1", PASSWORD))
    assert PASSWORD not in neither.text


async def test_what_goes_wrong_is_said_and_nothing_typed_is_put_back(
    family: AsyncClient, portal: StandInPortal
) -> None:
    form = filled(await family.get(ERASE), ERASE) | {"accord": "oui", "passe": PASSWORD}
    portal.answers["erase"] = WrongFormer()
    wrong = await family.post(ERASE, data=form)
    portal.answers["erase"] = TooManyAttempts(90)
    many = await family.post(ERASE, data=form)

    assert (wrong.status_code, many.status_code) == (422, 429)
    assert "Ce n’est pas votre mot de passe actuel" in words(wrong)
    assert many.headers["retry-after"] == "91"
    assert "Attendez 2 minutes" in words(many)
    assert PASSWORD not in wrong.text + many.text


async def test_afterwards_it_says_what_goes_on(
    family: AsyncClient, stranger: AsyncClient, portal: StandInPortal
) -> None:
    portal.answers["erase"] = 2
    form = filled(await family.get(ERASE), ERASE) | {"accord": "oui", "passe": PASSWORD}
    onward = (await family.post(ERASE, data=form)).headers["location"]

    assert "continuent leur chemin" in words(await stranger.get(onward))
    assert "continuent" not in words(await stranger.get("/mes-donnees/effacees"))


async def test_an_erased_request_shows_that_it_was_and_no_contents(
    family: AsyncClient, portal: StandInPortal
) -> None:
    erased = msgspec.structs.replace(
        asked(State.REFUSED), kind="student", changes=(), mailed_to=(), erased_at=WHEN
    )
    portal.answers |= {"requests": (erased,), "request": erased}
    one = await family.get(f"/demandes/{erased.number}")
    every = words(await family.get("/demandes"))

    assert "Contenu effacé le mercredi 9 septembre 2026" in words(one)
    assert "Identité d’un élève" in words(one)
    assert "contenu effacé le mercredi 9 septembre 2026" in every
    assert "Ouvrir Famille" not in words(one)
    assert (await family.get(f"/demandes/{erased.number}/accuse")).status_code == 404
