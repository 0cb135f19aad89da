"""The receipt by mail: to whom, in what order, in what words (TRUST 13)."""

import asyncio
from email.message import EmailMessage

import msgspec
import pytest

from adapters.errors import Unreachable
from adapters.memory import MemoryExtranet, Showing
from adapters.memory.record import Record
from adapters.model import Field, Kind, Sheet, Waiting
from gateway.pending.states import State
from tests.unit.portal.stage import HELENE, NEW_PHONE, Stage


def text(letter: EmailMessage) -> str:
    body = letter.get_body(("plain",))
    assert body is not None
    content: str = body.get_content()
    return content


async def letters(stage: Stage) -> list[EmailMessage]:
    await stage.portal.outbox.send_due()
    return stage.letterbox.letters


async def test_it_says_what_was_asked_when_and_who_received_it(stage: Stage) -> None:
    visit = await stage.sign_in()
    asked = await stage.ask(visit)
    (letter,) = await letters(stage)
    assert letter["To"] == "helene.lemarchand@example.org"
    assert letter["Subject"] == f"Demande {asked.number} reçue par Conservatoire des Tilleuls"
    said = text(letter)
    for part in (
        asked.number,
        "mercredi 9 septembre 2026 à 14\u00a0h\u00a005",
        f"Téléphone portable\u00a0: 06 39 98 12 34 → {NEW_PHONE}",
        "Secrétariat",
        "1 place du Marché",
        "secretariat@tilleuls.example",
        "01 99 00 10 10",
    ):
        assert part in said
    assert "validée" not in said
    assert asked.mailed_to == ("h•••@example.org",)


async def test_when_the_address_itself_changes_both_get_it_the_old_one_first(
    stage: Stage,
) -> None:
    visit = await stage.sign_in()
    await stage.ask(visit, {"courriel": "h.lemarchand@example.org"})
    assert [letter["To"] for letter in await letters(stage)] == [
        "helene.lemarchand@example.org",
        "h.lemarchand@example.org",
    ]


@pytest.mark.parametrize("kind", [Kind.EMAIL, Kind.TEXT])
@pytest.mark.parametrize("former", ["pere@example.org", ""])
async def test_every_address_that_changes_gets_it_before_and_after(
    stage: Stage, kind: Kind, former: str
) -> None:
    """Two parents on one sheet: a form need not say that a text is an address."""
    field = Field(key="courriel-pere", caption="E-mail – Père", value=former, kind=kind)
    stage.extranet.add_field(field)
    visit = await stage.sign_in()
    await stage.ask(visit, {"courriel-pere": "papa@example.org"})
    first = ["helene.lemarchand@example.org", *filter(None, [former]), "papa@example.org"]
    assert [letter["To"] for letter in await letters(stage)] == first
    stage.letterbox.letters.clear()
    await stage.ask(visit, {"courriel": "h.l@example.org", "courriel-pere": "p.l@example.org"})
    addressed = [letter["To"] for letter in await letters(stage)]
    assert addressed[:2] == ["helene.lemarchand@example.org", "h.l@example.org"]
    assert addressed[2:] == [*filter(None, [former]), "p.l@example.org"]


async def test_where_no_field_is_simply_called_e_mail_the_first_that_holds_an_address_gets_it(
    stage: Stage,
) -> None:
    """« E-mail – Mère » and « E-mail – Père »: a family without a receipt would know of nothing."""
    stage.extranet.remove_field("courriel")
    for key, value in (("a", ""), ("b", "mere@example.org"), ("c", "pere@example.org")):
        stage.extranet.add_field(Field(key=key, caption=f"E-mail – {key}", value=value))
    visit = await stage.sign_in()
    await stage.ask(visit)
    assert [letter["To"] for letter in await letters(stage)] == ["mere@example.org"]
    stage.letterbox.letters.clear()
    await stage.ask(visit, {"c": "papa@example.org"})
    assert [letter["To"] for letter in await letters(stage)] == [
        "mere@example.org",
        "pere@example.org",
        "papa@example.org",
    ]


async def test_no_other_words_and_no_address_that_stays_get_it(stage: Stage) -> None:
    another = Field(key="autre", caption="E-mail – Père", value="pere@example.org", kind=Kind.EMAIL)
    stage.extranet.add_field(another)
    visit = await stage.sign_in()
    await stage.ask(visit, {"remarque": "mamie@example.org", "ville": "Pont-Aubry"})
    assert [letter["To"] for letter in await letters(stage)] == ["helene.lemarchand@example.org"]


async def test_while_a_new_address_waits_the_one_in_force_gets_it(stage: Stage) -> None:
    visit = await stage.sign_in()
    await stage.ask(visit, {"courriel": "h.lemarchand@example.org"})
    await stage.work()
    stage.letterbox.letters.clear()
    await letters(stage)
    stage.letterbox.letters.clear()
    await stage.ask(visit)
    assert [letter["To"] for letter in await letters(stage)] == ["helene.lemarchand@example.org"]


async def test_it_says_whose_sheet_it_is_about(stage: Stage) -> None:
    visit = await stage.sign_in()
    zoe = await stage.student(visit)
    await stage.ask(visit)
    await stage.ask_student(visit, zoe)
    family, student = map(text, await letters(stage))
    assert "fiche Famille" in family
    assert "Zoé" not in family
    assert "l’élève LEMARCHAND Zoé" in student
    assert "fiche Famille" not in student
    assert "Date de naissance\u00a0: 21/05/2012 → 12/05/2012" in student


async def test_of_a_students_sheet_it_goes_to_the_family_and_not_to_the_child(
    stage: Stage,
) -> None:
    visit = await stage.sign_in()
    zoe = await stage.student(visit)
    view = await stage.portal.student(visit, zoe)
    await stage.settle()
    assert view.sheet is not None
    assert (named := view.sheet.named("email")) is not None
    assert named.value == "zoe@example.org"
    typed = {"courriel": "zoe.l@example.org"}
    asked = await stage.ask_student(visit, zoe, typed, view=view)
    assert [letter["To"] for letter in await letters(stage)] == ["helene.lemarchand@example.org"]
    assert asked.mailed_to == ("h•••@example.org",)


async def test_of_a_students_sheet_it_goes_to_the_address_in_force_on_famille(
    stage: Stage,
) -> None:
    visit = await stage.sign_in()
    zoe = await stage.student(visit)
    await stage.ask(visit, {"courriel": "h.lemarchand@example.org"})
    await stage.work()
    await stage.portal.family(visit)
    await letters(stage)
    stage.letterbox.letters.clear()
    await stage.ask_student(visit, zoe)
    assert [letter["To"] for letter in await letters(stage)] == ["helene.lemarchand@example.org"]
    stage.extranet.validate(HELENE)
    await stage.portal.family(visit)
    await stage.ask_student(visit, zoe, {"ecole": "Lycée des Ormes"})
    assert [letter["To"] for letter in await letters(stage)][1:] == ["h.lemarchand@example.org"]


async def test_famille_is_looked_at_before_a_receipt_whose_address_is_unknown(
    stage: Stage,
) -> None:
    visit = await stage.sign_in()
    zoe = await stage.student(visit)
    gate = stage.extranet.faults.slow("family")
    view = await stage.portal.student(visit, zoe)
    asking = asyncio.create_task(stage.ask_student(visit, zoe, view=view))
    await gate.reached.wait()
    gate.open()
    assert (await asking).mailed_to == ("h•••@example.org",)
    assert stage.extranet.asked["family"] == 1


async def test_a_students_own_address_is_used_where_no_other_is_known(stage: Stage) -> None:
    visit = await stage.sign_in()
    zoe = await stage.student(visit)
    stage.extranet.faults.failing["family"] = Unreachable()
    view = await stage.portal.student(visit, zoe)
    await stage.settle()
    asked = await stage.ask_student(visit, zoe, {"courriel": "zoe.l@example.org"}, view=view)
    assert asked.mailed_to == ("z•••@example.org",)
    assert [letter["To"] for letter in await letters(stage)] == ["zoe@example.org"]


async def test_it_is_sent_after_a_restart(stage: Stage) -> None:
    visit = await stage.sign_in()
    await stage.ask(visit)
    await stage.restart()
    assert len(await letters(stage)) == 1


async def test_without_a_known_address_the_request_is_accepted_all_the_same(
    stage: Stage,
) -> None:
    stage.extranet.families[HELENE].store("courriel", "pas d’adresse")
    visit = await stage.sign_in()
    asked = await stage.ask(visit)
    assert (asked.state, asked.mailed_to) == (State.RECEIVED, ())
    assert await letters(stage) == []


async def test_line_ends_in_values_reach_no_header_and_markup_is_inert(stage: Stage) -> None:
    extranet: MemoryExtranet = stage.extranet
    extranet.families[HELENE].store("courriel", "a@example.org\r\nBcc: b@example.org")
    visit = await stage.sign_in()
    assert (await stage.ask(visit)).mailed_to == ()
    extranet.families[HELENE].store("courriel", "a@example.org")
    await stage.ask(visit, {"remarque": "<b>ligne 1</b>\nBcc: c@example.org"})
    (letter,) = await letters(stage)
    assert letter["Bcc"] is None
    html = letter.get_body(("html",))
    assert html is not None
    assert "&lt;b&gt;ligne 1" in html.get_content()


async def test_behind_a_mark_that_names_no_value_the_one_in_force_gets_it_too(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = Record.sheet

    def marked(self: Record, showing: Showing, charset: str) -> Sheet:
        whole = shown(self, showing, charset)
        sections = tuple(
            msgspec.structs.replace(
                section,
                fields=tuple(
                    msgspec.structs.replace(field, waiting=field.waiting and Waiting(words=""))
                    for field in section.fields
                ),
            )
            for section in whole.sections
        )
        return msgspec.structs.replace(whole, sections=sections)

    monkeypatch.setattr(Record, "sheet", marked)
    visit = await stage.sign_in()
    await stage.ask(visit, {"courriel": "h.lemarchand@example.org"})
    await stage.work()
    await letters(stage)
    stage.letterbox.letters.clear()
    await stage.ask(visit)
    assert [letter["To"] for letter in await letters(stage)] == ["helene.lemarchand@example.org"]
