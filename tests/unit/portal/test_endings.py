"""A letter at every end: once, only to a family that has not seen it, and nothing private in it."""

from collections.abc import Callable
from email.message import EmailMessage
from errno import ENOSPC
from pathlib import Path

import pytest

from adapters.memory import NextWrite
from adapters.memory.on_file import SheetOnFile
from gateway.pending.states import State
from gateway.store import outbox, requests
from gateway.views import RequestView
from tests.unit.portal.stage import (
    CHIDI,
    HELENE,
    LONGEST_RUN,
    NEW_PHONE,
    PHONE,
    SCHOOL,
    Stage,
    staged,
)
from tests.unit.portal.test_receipts import letters, text

OTHER_PHONE = "06 39 98 00 99"


async def endings(stage: Stage) -> list[EmailMessage]:
    """The letters sent since the receipts."""
    return [each for each in await letters(stage) if "reçue par" not in each["Subject"]]


def html(letter: EmailMessage) -> str:
    body = letter.get_body(("html",))
    assert body is not None
    content: str = body.get_content()
    return content


async def waiting(stage: Stage, identifier: str = HELENE) -> RequestView:
    """A request that the staff is to decide on; its family is gone."""
    visit = await stage.sign_in(identifier)
    asked = await stage.ask(visit)
    await stage.work()
    return asked


async def back(stage: Stage, identifier: str = HELENE) -> None:
    """The family's next visit, at which its requests are looked at; then it is away again."""
    stage.clock.turn(hours=1)
    await stage.portal.requests(await stage.sign_in(identifier))


async def gone(stage: Stage) -> None:
    """Long enough for the family to be away."""
    stage.clock.turn(minutes=6)


async def staff(stage: Stage, act: Callable[[], None]) -> tuple[RequestView, EmailMessage]:
    """What the staff does is found at the next visit: the request, and its one letter."""
    asked = await waiting(stage)
    act()
    await back(stage)
    await gone(stage)
    (letter,) = await endings(stage)
    return asked, letter


async def test_validated_is_what_the_extranet_says(stage: Stage) -> None:
    asked, letter = await staff(stage, lambda: stage.extranet.validate(HELENE))
    assert letter["To"] == "helene.lemarchand@example.org"
    assert letter["Subject"] == f"Demande {asked.number} : l’extranet l’indique validée"
    said = text(letter)
    assert "L’extranet de l’école l’indique validée" in said
    assert "les deux courriels portent sur la même demande" in said
    assert f"https://portail.tilleuls.example/demandes/{asked.number}" in said
    assert "mercredi 9 septembre 2026 à 14\u00a0h\u00a005" in said


async def test_refused_by_the_staff(stage: Stage) -> None:
    asked, letter = await staff(stage, lambda: stage.extranet.refuse(HELENE))
    assert letter["Subject"] == f"Demande {asked.number} : refusée"
    assert "affiche toujours l’ancienne valeur" in text(letter)


async def test_changed_by_the_staff_says_what_it_has_put_instead(stage: Stage) -> None:
    asked, letter = await staff(stage, lambda: stage.extranet.edit(HELENE, PHONE, OTHER_PHONE))
    assert letter["Subject"] == f"Demande {asked.number} : modifiée par l’école"
    said = text(letter)
    assert f"Vous avez demandé\u00a0: {NEW_PHONE}" in said
    assert f"L’extranet affiche\u00a0: {OTHER_PHONE}" in said


async def test_turned_down_by_the_old_site_in_its_own_words(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = "Numéro invalide\r\nBcc: tous@example.org <script>"
    monkeypatch.setattr(SheetOnFile, "objection", lambda *given: words)
    asked = await waiting(stage)
    await gone(stage)
    (letter,) = await endings(stage)
    assert letter["Subject"] == f"Demande {asked.number} : refusée"
    assert "n’a pas pris votre demande" in text(letter)
    assert "Numéro invalide" in text(letter)
    assert letter["Bcc"] is None
    assert "<script>" not in html(letter)


async def test_a_conflict_says_what_was_asked_and_what_is_there(stage: Stage) -> None:
    visit = await stage.sign_in()
    asked = await stage.ask(visit)
    stage.extranet.edit(HELENE, PHONE, OTHER_PHONE)
    await stage.work()
    await gone(stage)
    (letter,) = await endings(stage)
    assert letter["Subject"] == f"Demande {asked.number} : à revoir"
    assert OTHER_PHONE in text(letter)
    assert NEW_PHONE in text(letter)


async def test_what_waits_for_the_family_to_sign_in_asks_for_it_once(stage: Stage) -> None:
    visit = await stage.sign_in()
    asked = await stage.ask(visit)
    await stage.portal.sign_out(visit)
    await stage.work()
    await stage.work()
    (letter,) = await endings(stage)
    assert letter["Subject"].startswith(f"Demande {asked.number} : connectez-vous")
    assert "à votre prochaine connexion" in text(letter)
    again = await stage.sign_in()
    await stage.work()
    assert (await stage.now_of(again, asked)).state is State.AWAITING_STAFF
    assert len(await endings(stage)) == 1


async def test_what_nobody_can_know_is_told(stage: Stage) -> None:
    visit = await stage.sign_in()
    asked = await stage.ask(visit)
    for _ in range(2):
        stage.extranet.faults.next_write = NextWrite.REQUEST_LOST
        await stage.work()
        stage.clock.turn(seconds=LONGEST_RUN + 1)
    await stage.work()
    assert (await stage.now_of(visit, asked)).state is State.NEEDS_ATTENTION
    await gone(stage)
    (letter,) = await endings(stage)
    assert letter["Subject"] == f"Demande {asked.number} : à vérifier avec l’école"


async def test_what_could_not_be_sent_in_time_is_told(stage: Stage) -> None:
    asked = await stage.ask(await stage.sign_in())
    stage.clock.turn(hours=49)
    await stage.sign_in()
    stage.extranet.faults.not_understood = True
    for _ in range(4):
        await stage.work()
        stage.clock.turn(minutes=4)
    (letter,) = await endings(stage)
    assert letter["Subject"] == f"Demande {asked.number} : expirée"


async def test_a_value_that_shows_at_once_is_told_as_such(stage: Stage) -> None:
    visit = await stage.sign_in()
    await stage.ask(visit)
    stage.extranet.edit(HELENE, PHONE, NEW_PHONE)
    await stage.work()
    await gone(stage)
    (letter,) = await endings(stage)
    assert "sans attendre de validation" in text(letter)


async def test_there_are_no_personal_values_in_a_subject(stage: Stage) -> None:
    _, letter = await staff(stage, lambda: stage.extranet.edit(HELENE, PHONE, OTHER_PHONE))
    for value in (OTHER_PHONE, NEW_PHONE, "Lemarchand", "portable"):
        assert value.lower() not in letter["Subject"].lower()


async def test_who_has_opened_a_page_since_gets_none(stage: Stage) -> None:
    cookie = await stage.cookie()
    await stage.ask(await stage.visit(cookie))
    stage.extranet.edit(HELENE, PHONE, OTHER_PHONE)
    await stage.work()
    assert await endings(stage) == [], "it may be looking at the page"
    stage.clock.turn(minutes=4)
    await stage.visit(cookie)
    stage.clock.turn(hours=1)
    assert await endings(stage) == []


async def test_who_has_signed_out_at_once_gets_one(stage: Stage) -> None:
    visit = await stage.sign_in()
    await stage.ask(visit, keep=True)
    await stage.portal.sign_out(visit)
    stage.extranet.edit(HELENE, PHONE, OTHER_PHONE)
    await stage.work()
    assert len(await endings(stage)) == 1


async def test_a_restart_between_the_end_and_its_letter_neither_loses_nor_doubles_it(
    stage: Stage,
) -> None:
    await waiting(stage)
    stage.extranet.validate(HELENE)
    await back(stage)
    await stage.restart()
    await gone(stage)
    assert len(await endings(stage)) == 1
    await stage.restart()
    await back(stage)
    await gone(stage)
    assert len(await endings(stage)) == 1


async def test_an_end_and_its_letter_are_one_transaction(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = await waiting(stage)
    stage.extranet.validate(HELENE)

    def full(*given: object, **named: object) -> None:
        raise OSError(ENOSPC, "full")

    with monkeypatch.context() as broken:
        broken.setattr(outbox, "add", full)
        with pytest.raises(OSError, match="full"):
            await back(stage)
    assert await endings(stage) == []
    row = await stage.store.read(lambda c: requests.find(c, SCHOOL, asked.number))
    assert row is not None
    assert row.state == State.AWAITING_STAFF
    await back(stage)
    await gone(stage)
    assert len(await endings(stage)) == 1


async def test_where_imuse_mails_that_it_is_validated_we_do_not(tmp_path: Path) -> None:
    async with staged(tmp_path, imuse_mails=("family",)) as stage:
        await waiting(stage)
        stage.extranet.validate(HELENE)
        await back(stage)
        await gone(stage)
        assert await endings(stage) == []
        await stage.ask(await stage.sign_in(), {PHONE: "06 39 98 11 22"})
        await stage.work()
        stage.extranet.refuse(HELENE)
        await back(stage)
        await gone(stage)
        assert len(await endings(stage)) == 1, "it mails nothing of a refusal"


async def test_another_family_on_the_portal_has_not_seen_it_for_this_one(stage: Stage) -> None:
    visit = await stage.sign_in()
    await stage.ask(visit, keep=True)
    await stage.portal.sign_out(visit)
    stage.extranet.edit(HELENE, PHONE, OTHER_PHONE)
    await stage.work()
    stage.clock.turn(minutes=1)
    await stage.sign_in(CHIDI)
    (letter,) = await endings(stage)
    assert letter["To"] == "helene.lemarchand@example.org"


async def test_each_family_gets_its_own(stage: Stage) -> None:
    await waiting(stage)
    other = await waiting(stage, CHIDI)
    stage.extranet.validate(CHIDI)
    await back(stage)
    await back(stage, CHIDI)
    await gone(stage)
    (letter,) = await endings(stage)
    assert other.number in letter["Subject"]
    assert letter["To"] == "chidi@example.org"
