"""Réinscription, steps 2 to 4: documents, further requests, the summary and « Valider »."""

import asyncio
import io
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from httpx import Response
from msgspec.structs import replace
from PIL import Image
from starlette.applications import Starlette

from adapters.re_enrolment import Imports, ReEnrolment
from gateway.config import School
from tests.unit.old_tabs import TabsExtranet
from tests.unit.pages.re_enrolling import (
    CHIDI,
    HELENE,
    PDF,
    WORDING,
    Parent,
    browser,
    children,
    hidden,
    number,
    photo,
    served,
    with_wording,
)
from tests.unit.pages.reading import filled, page, words
from tests.unit.pending.old_tab import NAMES, WAITING, Fate, OldTab

HOME, INSURANCE, PICTURE = (each.value for each in NAMES)


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


async def sibling(parent: Parent) -> Parent:
    """The second student of the same family, something ticked."""
    other = Parent(parent.client, (await children(parent.client))[1])
    await other.chooses("piano")
    return other


async def settled(tab: OldTab, presses: int = 1) -> None:
    """Wait until the old site has taken that many presses."""
    for _ in range(500):
        if len(tab.enrolled) >= presses:
            return
        await asyncio.sleep(0.02)
    raise AssertionError("nothing was taken")


def given(answer: Response) -> list[str]:
    """The documents given, as step 2 lists them."""
    lines = page(answer).select("#donnes .given-words")
    return [" ".join(line.get_text(" ").split()) for line in lines]


async def test_limits_and_names_are_told_before_anything_is_chosen(helene: Parent) -> None:
    answer = await helene.opens("documents")
    control = page(answer).select_one("input[type=file]")

    assert control is not None
    assert control["accept"] == "image/jpeg,image/png,application/pdf"
    assert not control.has_attr("capture")
    assert "jusqu’à 15 Mo" in words(answer)
    assert "PDF : jusqu’à 2 Mo" in words(answer)
    assert "Étape 2 sur 4" in words(answer)
    assert "Justificatif de domicile manquant, indispensable" in words(answer)
    assert [option.get_text() for option in page(answer).select("#nom option")][1:] == [
        "Justificatif de domicile (manquant, indispensable)",
        "Attestation d’assurance (manquant)",
        "Photo d’identité (manquant)",
    ]


async def test_a_link_beside_a_missing_document_chooses_its_name(helene: Parent) -> None:
    links = page(await helene.opens("documents")).select(".wanted a")
    answer = await helene.client.get(str(links[1]["href"]))
    chosen = page(answer).select("#nom option[selected]")

    assert [str(option["value"]) for option in chosen] == [INSURANCE]


async def test_a_document_is_given_listed_with_its_size_and_taken_back(helene: Parent) -> None:
    added = await helene.gives(HOME, PDF, "facture.pdf", "application/pdf")
    assert "« facture.pdf » est ajouté (1 ko)." in words(added)
    assert given(added) == ["Justificatif de domicile facture.pdf 1 ko"]
    assert "Justificatif de domicile donné" in words(added)
    form = page(added).select_one("#donnes form")
    assert form is not None
    token = hidden(added, str(form["action"]))
    after = await helene.client.post(str(form["action"]), data=token)

    assert given(after) == []
    assert (await helene.client.post(str(form["action"]), data=token)).status_code == 404


async def test_a_photo_that_is_too_large_is_reduced_and_said_to_be(helene: Parent) -> None:
    large = photo(2600, 1900)
    assert len(large) > 2_000_000
    answer = await helene.gives(PICTURE, large, "IMG_0001.JPG")

    assert "La photo a été réduite" in words(answer)
    assert given(answer)[0].endswith("Mo, réduite")


@pytest.mark.parametrize(
    ("name", "file", "body", "declared", "said"),
    [
        ("", "a.jpg", b"x", "image/jpeg", "Choisissez le nom du document dans la liste."),
        ("99", "a.jpg", b"x", "image/jpeg", "Choisissez le nom du document dans la liste."),
        (HOME, "", b"", "application/octet-stream", "Choisissez un fichier"),
        (HOME, "a.svg", b"<svg/>", "image/svg+xml", "n’a pas été ajouté"),
        (HOME, "a.php.jpg", b"<?php", "image/jpeg", "n’a pas été ajouté"),
    ],
)
async def test_a_document_that_cannot_be_taken_is_said_and_nothing_else_is_lost(
    helene: Parent, name: str, file: str, body: bytes, declared: str, said: str
) -> None:
    await helene.gives(INSURANCE, PDF, "assurance.pdf", "application/pdf")
    answer = await helene.gives(name, body, file, declared)

    assert answer.status_code == 422
    assert said in words(answer)
    assert given(answer) == ["Attestation d’assurance assurance.pdf 1 ko"]


async def test_what_the_school_itself_does_not_take_is_not_taken_here(
    helene: Parent, extranet: TabsExtranet, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = OldTab.screen
    imports = Imports(
        names=NAMES, max_bytes=10_000, formats=("pdf", "jpg"), words="10 000 octets au plus"
    )

    def screen(tab: OldTab, session: str) -> ReEnrolment:
        return replace(whole(tab, session), imports=imports)

    monkeypatch.setattr(OldTab, "screen", screen)
    await helene.chooses("piano")
    heavy = PDF.replace(b"obj", b"obj\n%" + b"x" * 10_000, 1)
    large = await helene.gives(HOME, heavy, "a.pdf", "application/pdf")
    format = await helene.gives(HOME, dot(), "a.png", "image/png")

    assert "dépasse la taille que l’extranet de l’école accepte" in words(large)
    assert "10 000 octets au plus" in words(large)
    assert "ne prend pas les documents de ce format" in words(format)
    assert given(format) == []
    control = page(format).select_one("input[type=file]")
    assert control is not None
    assert control["accept"] == "application/pdf,image/jpeg"


def dot() -> bytes:
    """A picture of one point."""
    picture = io.BytesIO()
    Image.new("RGB", (1, 1)).save(picture, "PNG")
    return picture.getvalue()


async def test_a_double_press_of_importer_keeps_one(helene: Parent) -> None:
    address = f"{helene.base}/documents"
    form = hidden(await helene.client.get(address), address) | {"nom": HOME}
    files = {"fichier": ("a.pdf", PDF, "application/pdf")}
    await asyncio.gather(*(helene.client.post(address, data=form, files=files) for _ in range(3)))

    assert given(await helene.opens("documents")) == ["Justificatif de domicile a.pdf 1 ko"]


async def test_a_siblings_documents_and_text_are_taken_over(helene: Parent) -> None:
    await helene.gives(HOME, PDF, "domicile.pdf", "application/pdf")
    await helene.gives(PICTURE, photo(), "zoe.jpg")
    await helene.writes("Plutôt le mercredi.")
    second = await sibling(helene)
    address = f"{second.base}/documents/reprendre"
    offered = await second.opens("documents")
    form = hidden(offered, address)

    assert page(offered).find("button", string="Reprendre les documents de Zoé")
    one = page(offered).select(f"form[action='{address}'] button[name=piece]")[1]
    taken = await second.client.post(address, data={**form, "piece": str(one["value"])})
    assert given(taken) == ["Justificatif de domicile domicile.pdf 1 ko"]
    every = await second.client.post(address, data={**form, "piece": ""})
    assert [line.split(" 1 ko")[0] for line in given(every)][:1] == [
        "Justificatif de domicile domicile.pdf"
    ]
    assert len(given(every)) == 2
    assert not page(every).find("button", string="Reprendre les documents de Zoé")

    note = await second.opens("demande")
    tokens = hidden(note, f"{second.base}/demande")
    both = await second.client.post(
        f"{second.base}/demande", data={**tokens, "demande": "Bonjour.", "reprendre": helene.ref}
    )
    written = filled(both, f"{second.base}/demande")["demande"]
    assert written == "Bonjour.\nPlutôt le mercredi."


async def test_nothing_of_another_familys_is_ever_lent(app: Starlette, helene: Parent) -> None:
    shown = await helene.gives(HOME, PDF, "domicile.pdf", "application/pdf")
    document = str(page(shown).select_one("#donnes form")["action"]).split("/")[-2]  # type: ignore[index]
    async with browser(app) as client:
        other = await Parent.signed_in(client, CHIDI)
        await other.chooses("piano")
        answer = await other.opens("documents")
        tokens = {"jeton": str(page(answer).select_one("[name=jeton]")["value"])}  # type: ignore[index]
        assert "domicile.pdf" not in answer.text
        for de, piece in ((helene.ref, ""), (helene.ref, document), (other.ref, document)):
            refused = await client.post(
                f"{other.base}/documents/reprendre", data={**tokens, "de": de, "piece": piece}
            )
            assert refused.status_code == 404
        taken = await client.post(f"{other.base}/documents/{document}/retirer", data=tokens)
        assert taken.status_code == 404
    assert given(await helene.opens("documents")) == ["Justificatif de domicile domicile.pdf 1 ko"]


async def test_a_text_that_is_too_long_is_said_and_kept(helene: Parent) -> None:
    answer = await helene.writes("x" * 501)

    assert answer.status_code == 422
    assert "trop long" in words(answer)
    assert "500 caractères au plus" in words(answer)
    address = f"{helene.base}/demande"
    assert filled(await helene.opens("demande"), address)["demande"] == "x" * 501
    assert not page(await helene.opens("recapitulatif")).find("button", string="Valider")


async def test_characters_that_the_old_site_cannot_store_are_named(helene: Parent) -> None:
    answer = await helene.writes("Merci ☺ beaucoup ☺ 🎻 ’")

    assert answer.status_code == 422
    assert "À remplacer : ☺ 🎻" in words(answer)


async def test_the_whole_way_asks_once_for_exactly_what_was_shown(
    helene: Parent, extranet: TabsExtranet
) -> None:
    picture = photo()
    await helene.gives(HOME, PDF, "domicile.pdf", "application/pdf")
    await helene.gives(PICTURE, picture, "zoe.jpg")
    await helene.writes("Plutôt le mercredi.\nMerci !")
    summary = await helene.opens("recapitulatif")
    receipt = await helene.sends()
    await settled(tab := extranet.of(helene.ref))

    assert "Ce qui manque Attestation d’assurance manquant" in words(summary)
    assert "Accusé de réception" in words(receipt)
    assert [(taken.ticked, taken.note) for taken in tab.enrolled] == [
        (("piano", "fm"), "Plutôt le mercredi.\nMerci !")
    ]
    assert [(label, body[:4]) for _, label, _, body in tab.imports] == [
        ("Justificatif de domicile", b"%PDF"), ("Photo d’identité", picture[:4])
    ]  # fmt: skip
    assert tab.imports[0][3] == PDF
    assert (await helene.opens("recapitulatif")).url.path == helene.base
    shown = await helene.opens()
    assert WAITING in words(shown)
    assert number(receipt) in words(shown)
    assert "domicile.pdf" in words(shown)


async def test_a_double_press_of_valider_is_one_request(
    helene: Parent, extranet: TabsExtranet
) -> None:
    await helene.gives(HOME, PDF, "domicile.pdf", "application/pdf")
    address = f"{helene.base}/recapitulatif"
    form = hidden(await helene.client.get(address), address)
    answers = await asyncio.gather(*(helene.client.post(address, data=form) for _ in range(5)))
    again = await helene.client.post(address, data=form)
    await settled(tab := extranet.of(helene.ref))
    await asyncio.sleep(0.1)

    assert len({number(answer) for answer in (*answers, again)}) == 1
    assert len(tab.enrolled) == 1
    assert len(tab.imports) == 1


async def test_a_draft_that_has_changed_since_it_was_shown_is_not_sent(
    app: Starlette, helene: Parent, extranet: TabsExtranet
) -> None:
    address = f"{helene.base}/recapitulatif"
    form = hidden(await helene.client.get(address), address)
    async with browser(app) as client:
        other = await Parent.signed_in(client, HELENE)
        await other.chooses("fm")
    answer = await helene.client.post(address, data=form)

    assert answer.status_code == 422
    assert "a changé entre-temps" in words(answer)
    assert extranet.of(helene.ref).enrolled == []
    assert number(await helene.sends())
    await settled(tab := extranet.of(helene.ref))
    assert [taken.ticked for taken in tab.enrolled] == [("fm",)]


async def test_what_was_to_be_replaced_and_no_longer_waits_for_its_family_is_said(
    helene: Parent, extranet: TabsExtranet
) -> None:
    address = f"{helene.base}/recapitulatif"
    form = hidden(await helene.client.get(address), address)
    stale = form | {"version": f"{form['version']}+2026-AAAAAA"}
    answer = await helene.client.post(address, data=stale)

    assert answer.status_code == 422
    assert "Une demande de cet élève a changé d’état entre-temps." in words(answer)
    assert extranet.of(helene.ref).enrolled == []
    assert number(await helene.sends())


async def test_valider_works_while_the_old_site_is_down(
    helene: Parent, extranet: TabsExtranet
) -> None:
    await helene.client.get("/famille")
    extranet.faults.down = True
    for step in ("documents", "demande", "recapitulatif"):
        assert (await helene.opens(step)).status_code == 200
    await helene.gives(HOME, PDF, "domicile.pdf", "application/pdf")
    await helene.writes("Merci.")
    receipt = await helene.sends()

    assert "Accusé de réception" in words(receipt)
    assert extranet.of(helene.ref).enrolled == []


async def test_after_the_receipt_the_next_child_is_one_tap_away(helene: Parent) -> None:
    await helene.opens()
    receipt = await helene.sends()
    links = page(receipt).select(".next-child a")
    _, second, third = await children(helene.client)

    assert [(str(link["href"]), link.get_text()) for link in links] == [
        (second, "Réinscrire D’AOÛT <b> Lœïza"), (third, "Réinscrire Ulysse")
    ]  # fmt: skip


async def test_a_request_that_was_sent_lends_its_documents_to_the_next_child(
    helene: Parent, extranet: TabsExtranet
) -> None:
    await helene.gives(HOME, PDF, "domicile.pdf", "application/pdf")
    await helene.writes("Merci.")
    await helene.sends()
    second = await sibling(helene)
    address = f"{second.base}/documents/reprendre"
    form = hidden(await second.opens("documents"), address)
    await second.client.post(address, data={**form, "piece": ""})
    await second.sends()
    await settled(tab := extranet.of(second.ref))

    assert [(label, body) for _, label, _, body in tab.imports] == [
        ("Justificatif de domicile", PDF)
    ]


async def test_a_modified_request_begins_with_what_was_sent_and_is_sent_on_purpose(
    helene: Parent, extranet: TabsExtranet
) -> None:
    extranet.of(helene.ref).fates = [Fate.REQUEST_LOST]
    await helene.sends()
    answer = await helene.opens()

    assert page(answer).find("a", string="Modifier ma demande")
    form = await helene.client.get(helene.base, params={"modifier": "1"})
    boxes = page(form).select("input[name=cours][checked]")
    assert [str(box["value"]) for box in boxes] == ["piano", "fm"]


async def test_where_the_school_has_no_wording_all_can_be_prepared_and_sending_is_closed(
    school: School, extranet: TabsExtranet, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "autre").mkdir()
    async with (
        served(school, extranet, tmp_path / "autre", monkeypatch) as app,
        browser(app) as client,
    ):
        parent = await Parent.signed_in(client, HELENE)
        first = await parent.opens()
        await parent.chooses("piano")
        await parent.gives(HOME, PDF, "domicile.pdf", "application/pdf")
        summary = await parent.opens("recapitulatif")
        form = hidden(summary, f"{parent.base}/effacer")
        forced = await client.post(f"{parent.base}/recapitulatif", data=form)

    for answer in (first, summary, forced):
        assert "L’envoi depuis ce portail n’est pas ouvert" in words(answer)
        assert not page(answer).find("button", string="Valider")
    assert page(summary).find("a", {"href": school.sign_in_url})
    assert extranet.of(parent.ref).enrolled == []


async def test_what_was_taken_out_of_the_old_sites_list_since_is_not_sent(
    helene: Parent, extranet: TabsExtranet
) -> None:
    await helene.gives(HOME, PDF, "domicile.pdf", "application/pdf")
    extranet.of(helene.ref).names = NAMES[1:]
    said = words(await helene.opens())
    await helene.chooses("piano")

    assert "N’est plus proposé : Justificatif de domicile (domicile.pdf)" in said
    assert given(await helene.opens("documents")) == []


def test_the_wording_names_a_document_of_the_list() -> None:
    assert WORDING.indispensable == (NAMES[0].label,)
