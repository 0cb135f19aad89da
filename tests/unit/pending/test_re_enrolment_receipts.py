"""The receipt of a re-enrolment by mail (CRPA L112-11, R112-5, L114-5; TRUST 13)."""

from collections.abc import AsyncIterator
from email.message import EmailMessage
from pathlib import Path

import msgspec
import pytest
import pytest_asyncio

from adapters.model import Student
from gateway.pending.requests import Known
from tests.unit.pending.enrolling_stage import WORDING, EnrollingStage, enrolling
from tests.unit.pending.old_tab import PIANO, OldTab
from tests.unit.portal.stage import SCHOOL

HOME, PHOTO = "Justificatif de domicile", "Photo d’identité"


@pytest_asyncio.fixture
async def stage(tmp_path: Path) -> AsyncIterator[EnrollingStage]:
    async with enrolling(tmp_path) as ready:
        yield ready


def part(letter: EmailMessage, kind: str = "plain") -> str:
    body = letter.get_body((kind,))
    assert body is not None
    content: str = body.get_content()
    return content


async def receipt(stage: EnrollingStage) -> EmailMessage:
    await stage.outbox.send_due()
    return stage.letterbox.letters[-1]


async def ask(stage: EnrollingStage) -> Known:
    return await stage.ask(await stage.piece(PHOTO, file_name="zoe.pdf"))


@pytest.mark.parametrize("kind", ["plain", "html"])
async def test_it_says_who_received_what_and_when(stage: EnrollingStage, kind: str) -> None:
    asked = await ask(stage)
    letter = await receipt(stage)
    said = part(letter, kind)
    assert letter["To"] == "helene@example.org"
    assert letter["Subject"] == f"Demande {asked.row.number} reçue par Conservatoire des Tilleuls"
    for expected in (
        asked.row.number,
        "réinscription de l’élève LEMARCHAND Zoé a été reçue le mercredi 9 septembre 2026 "
        "à 14\u00a0h\u00a005 par Secrétariat",
        "Se réinscrit à\u00a0: Piano",
        "Ne se réinscrit pas à\u00a0: Formation musicale",
        "Ne se réinscrit pas à\u00a0: Chœur",
        "Plutôt le mercredi.",
        "Photo d’identité (zoe.pdf)",
        "1 place du Marché",
        "secretariat@tilleuls.example",
        "01 99 00 10 10",
        f"https://portail.tilleuls.example/demandes/{asked.row.number}",
    ):
        assert expected in said


async def test_it_bears_the_schools_own_wording(stage: EnrollingStage) -> None:
    await ask(stage)
    said = part(await receipt(stage))
    assert WORDING.receipt in said
    assert WORDING.remedies in said


async def test_it_lists_what_is_missing_what_is_indispensable_and_by_when(
    stage: EnrollingStage,
) -> None:
    await ask(stage)
    said = part(await receipt(stage))
    assert "- Justificatif de domicile – indispensable\n" in said
    assert "- Attestation d’assurance\n" in said
    assert "au plus tard le vendredi 9 octobre 2026" in said
    assert "suspendu" in said


async def test_where_nothing_is_missing_it_asks_for_nothing(stage: EnrollingStage) -> None:
    labels = [option.label for option in stage.tab.names]
    await stage.ask(*[await stage.piece(label) for label in labels])
    said = part(await receipt(stage))
    assert "manquants" not in said
    assert "suspendu" not in said


@pytest.mark.parametrize(
    ("silence", "said"),
    [
        ("refuses", "le lundi 9 novembre 2026, votre demande sera considérée comme refusée"),
        ("accepts", "le lundi 9 novembre 2026, votre demande sera considérée comme acceptée"),
    ],
)
async def test_it_says_what_silence_means_and_from_when(
    stage: EnrollingStage, silence: str, said: str
) -> None:
    school = stage.settings.schools[SCHOOL]
    wording = msgspec.structs.replace(WORDING, silence=silence)
    stage.settings.schools[SCHOOL] = msgspec.structs.replace(school, re_enrolment=wording)
    await ask(stage)
    letter = part(await receipt(stage))
    assert said in letter
    assert ("attestation qui le dit" in letter) is (silence == "accepts")


async def test_it_never_says_validated_and_agrees_with_the_extranets_own_mail(
    stage: EnrollingStage,
) -> None:
    await ask(stage)
    said = part(await receipt(stage))
    assert "validée" not in said
    assert "réception de votre demande, non de sa validation" in said
    assert "L’extranet de l’école vous écrira aussi" in said


async def test_it_stays_as_it_was_whatever_the_school_writes_later(stage: EnrollingStage) -> None:
    asked = await ask(stage)
    school = stage.settings.schools[SCHOOL]
    wording = msgspec.structs.replace(WORDING, receipt="Autre texte.", silence_months=4)
    stage.settings.schools[SCHOOL] = msgspec.structs.replace(school, re_enrolment=wording)
    now = (await stage.now_of(asked)).body.re_enrolment
    assert now is not None
    assert now.terms.receipt == WORDING.receipt
    assert now.terms.silence_from.date().isoformat() == "2026-11-09"


async def test_it_names_the_request_that_it_adds_to(stage: EnrollingStage) -> None:
    first = await ask(stage)
    await stage.ask(await stage.piece(HOME))
    said = part(await receipt(stage))
    assert f"s’ajoute à votre demande {first.row.number}." in said
    missing = said.partition("Documents manquants")[2]
    assert "Attestation d’assurance" in missing
    assert "Photo d’identité" not in missing, "it was given with the first"


async def test_what_comes_from_elsewhere_breaks_no_header_and_is_inert(tmp_path: Path) -> None:
    hostile = msgspec.structs.replace(PIANO, caption="<b>Piano</b>")
    async with enrolling(tmp_path, OldTab(disciplines=(hostile,))) as stage:
        await stage.ask(
            note="<script>x</script>\nBcc: c@example.org",
            student=Student(ref="zoe", name="Zoé\r\nBcc: b@example.org <i>"),
        )
        letter = await receipt(stage)
        assert letter["Bcc"] is None
        html = part(letter, "html")
        for inert in ("&lt;script&gt;", "&lt;b&gt;Piano", "&lt;i&gt;"):
            assert inert in html
        assert "<script>" not in html
        assert "<b>Piano" not in html


async def test_without_a_known_address_the_request_is_accepted_all_the_same(
    stage: EnrollingStage,
) -> None:
    await stage.ask(known_addresses=())
    await stage.outbox.send_due()
    assert stage.letterbox.letters == []
