"""The receipt of a re-enrolment on screen, and where it stands (CRPA L112-11, R112-5, L114-5)."""

from datetime import UTC, datetime, timedelta

import msgspec
import pytest
from httpx import AsyncClient

from gateway.pages.shown.progress import standing, steps
from gateway.pending.states import State
from gateway.views import AskedChange, AskedDocument, AskedReEnrolment, RequestView
from tests.unit.pages.files import LOEIZA
from tests.unit.pages.reading import page, words
from tests.unit.pages.stand_ins import WHEN, StandInPortal, asked

ADDRESS = "/demandes/2026-000042"
ENROLMENT = AskedReEnrolment(
    goes_on=("Piano", "Formation musicale"),
    stops=("Chœur d’enfants",),
    note="Plutôt le mercredi,\nsi possible.",
    answers=(AskedChange(key="t", caption="Taille", old="", new="Entier"),),
    documents=(
        AskedDocument(label="Photo d’identité", file_name="zoe.jpg", state="sent"),
        AskedDocument(label="Attestation d’assurance", file_name="a.pdf", state="waiting"),
    ),
    missing=("Justificatif de domicile", "Quotient familial"),
    indispensable=("Justificatif de domicile",),
    missing_by=WHEN + timedelta(days=30),
    receipt="Votre demande est parvenue au conservatoire.",
    silence="refuses",
    silence_from=datetime(2026, 11, 9, 12, 5, tzinfo=UTC),
    remedies="Devant le tribunal administratif, dans les deux mois.",
    pressed=True,
)


def enrolling(state: State = State.AWAITING_STAFF, **changed: object) -> RequestView:
    """A request of family A's for Loeiza."""
    of_request = {name: changed.pop(name) for name in ("words", "seen_at") if name in changed}
    return asked(
        state,
        kind="re_enrolment",
        student=LOEIZA,
        changes=(),
        re_enrolment=msgspec.structs.replace(ENROLMENT, **changed),
        **of_request,
    )


async def text(family: AsyncClient, portal: StandInPortal, request: RequestView) -> str:
    portal.answers["request"] = request
    answer = await family.get(ADDRESS)
    assert answer.status_code == 200
    return words(answer)


async def test_the_receipt_says_all_that_the_law_asks(
    family: AsyncClient, portal: StandInPortal
) -> None:
    said = await text(family, portal, enrolling())
    for part in (
        "Numéro 2026-000042",
        "Reçu le mercredi 9 septembre 2026 à 14 h 05",
        "Reçu par Scolarité 2 place de la Halle 56999 Saint-Aubin-les-Tilleuls",
        "scolarite@tilleuls.example",
        "01 99 00 10 20",
        f"Réinscription de l’élève {LOEIZA.name}",
        "Votre demande est parvenue au conservatoire.",
        "Se réinscrit à Piano Formation musicale",
        "Ne se réinscrit pas à Chœur d’enfants",
        "Taille Entier",
        "Plutôt le mercredi, si possible.",
        "Photo d’identité zoe.jpg transmis",
        "Attestation d’assurance a.pdf pas encore transmis",
        "Justificatif de domicile indispensable",
        "Quotient familial À fournir à l’école au plus tard le vendredi 9 octobre 2026.",
        "le lundi 9 novembre 2026, votre demande sera considérée comme refusée",
        "Devant le tribunal administratif, dans les deux mois.",
        "non de sa validation",
    ):
        assert part in said


async def test_silence_that_accepts_comes_with_the_right_to_a_certificate(
    family: AsyncClient, portal: StandInPortal
) -> None:
    said = await text(family, portal, enrolling(silence="accepts"))
    assert "sera considérée comme acceptée" in said
    assert "attestation qui le dit" in said
    assert "ne court qu’une fois les documents indispensables reçus" in said


async def test_where_nothing_is_missing_nothing_is_asked_for(
    family: AsyncClient, portal: StandInPortal
) -> None:
    said = await text(family, portal, enrolling(missing=(), indispensable=(), missing_by=None))
    assert "manquant" not in said
    assert "suspendu" not in said


async def test_what_waits_bears_the_guides_words_and_is_never_said_to_be_validated(
    family: AsyncClient, portal: StandInPortal
) -> None:
    portal.answers["request"] = enrolling()
    shown = page(await family.get(ADDRESS))
    assert shown.select_one(".badge") is not None
    assert "Réinscription en attente de validation" in words(await family.get(ADDRESS))
    reached = [tag.get_text() for tag in shown.select("li:not(.progress-ahead) .progress-label")]
    assert reached == ["Reçue", "Transmise", "Réinscription en attente de validation"]


async def test_the_list_of_requests_says_whose_re_enrolment_it_is(
    family: AsyncClient, portal: StandInPortal
) -> None:
    portal.answers["requests"] = (enrolling(),)
    said = words(await family.get("/demandes"))
    assert f"Réinscription de l’élève {LOEIZA.name}, le mercredi 9 septembre 2026" in said
    assert "Se réinscrit à Piano, Formation musicale" in said
    assert "Documents manquants Justificatif de domicile, Quotient familial" in said


@pytest.mark.parametrize("state", list(State))
async def test_every_state_has_its_words_and_what_happens_next(
    family: AsyncClient, portal: StandInPortal, state: State
) -> None:
    request = enrolling(state)
    said = await text(family, portal, request)
    stands = standing(request)
    assert stands.label in said
    assert " ".join(stands.then.split()) in said
    assert "l’ancienne valeur" not in said, "there is none"
    assert "La fiche a changé" not in said, "it is no sheet"


@pytest.mark.parametrize(
    ("hindrance", "said"),
    [
        ("closed", "n’était plus ouvert"),
        ("waiting", "attend déjà une validation"),
        ("changed", "a changé entre-temps"),
        ("documents", "n’est plus lisible sur le portail"),
    ],
)
async def test_what_has_stopped_says_why_and_leads_to_the_tab(
    family: AsyncClient, portal: StandInPortal, hindrance: str, said: str
) -> None:
    request = enrolling(State.BLOCKED_CONFLICT, hindrance=hindrance, pressed=False)
    assert said in await text(family, portal, request)
    shown = page(await family.get(ADDRESS))
    assert shown.select(f'main a[href="/eleves/{LOEIZA.ref}/reinscription"]')


async def test_a_refused_document_is_named_and_nothing_is_said_to_be_sent(
    family: AsyncClient, portal: StandInPortal
) -> None:
    refused = (AskedDocument(label="Photo d’identité", file_name="zoe.jpg", state="refused"),)
    request = enrolling(
        State.REFUSED, documents=refused, pressed=False, words="Ce fichier ne peut pas être lu."
    )
    said = await text(family, portal, request)
    assert "a refusé un document" in said
    assert "Photo d’identité zoe.jpg refusé" in said
    assert "Ce fichier ne peut pas être lu." in said
    assert [step.label for step in steps(request)] == ["Reçue", "Refusée"]


async def test_a_document_of_which_nobody_knows_is_named(
    family: AsyncClient, portal: StandInPortal
) -> None:
    unclear = (AskedDocument(label="Photo d’identité", file_name="zoe.jpg", state="unclear"),)
    request = enrolling(State.NEEDS_ATTENTION, documents=unclear, pressed=False)
    said = await text(family, portal, request)
    assert "n’est pas encore demandée" in said
    assert "zoe.jpg à vérifier avec l’école" in said
    under_way = enrolling(State.VERIFYING, documents=unclear, pressed=False)
    assert "zoe.jpg en cours de vérification" in await text(family, portal, under_way)


async def test_it_links_to_the_request_that_it_adds_to(
    family: AsyncClient, portal: StandInPortal
) -> None:
    portal.answers["request"] = enrolling(follows=("2026-000041",))
    shown = page(await family.get(ADDRESS))
    assert shown.select('main a[href="/demandes/2026-000041"]')


async def test_what_the_school_and_the_family_write_is_inert(
    family: AsyncClient, portal: StandInPortal
) -> None:
    hostile = "<script>alert(1)</script>"
    portal.answers["request"] = enrolling(
        goes_on=(hostile,), note=hostile, receipt=hostile, remedies=hostile, missing=(hostile,)
    )
    answer = await family.get(ADDRESS)
    assert hostile not in answer.text
    assert words(answer).count(hostile) == 5
