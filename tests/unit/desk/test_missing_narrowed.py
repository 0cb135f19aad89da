"""What requests lack, narrowed: by a name or number and by a document, through the reminder too."""

import threading
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from httpx import AsyncClient, Response

from gateway.desk.missing import missing
from gateway.pages.frame.assets import Assets
from gateway.pages.frame.templates import Templates
from gateway.pending.states import State
from gateway.store import acts
from gateway.views.office import Decision
from tests.unit.desk.lacking import lacking
from tests.unit.desk.over_the_office import over
from tests.unit.office.stage import ANNE, Desk, at_the_desk
from tests.unit.pages.reading import filled, one, page, words

ADDRESS = "/bureau/pieces"
SEARCH, PAPER = f"{ADDRESS}/chercher", f"{ADDRESS}/imprimer"
HOME, PHOTO = "Justificatif de domicile", "Photo d’identité"
LEA, ANAIS, TOM, NAMESAKE = (f"2026-00004{place}" for place in range(4))


@pytest_asyncio.fixture
async def office(tmp_path: Path) -> AsyncIterator[Desk]:
    """A family with one child, one with two, and another family of the first one's name."""
    async with at_the_desk(tmp_path) as desk:
        le_goff, oeuvrard = "LE GOFF Maïwenn", "ŒUVRARD Gaël"
        for number, account, family, student, lacks in (
            (LEA, "a", le_goff, "LE GOFF Léa", (HOME, PHOTO)),
            (ANAIS, "b", oeuvrard, "ŒUVRARD Anaïs", (PHOTO,)),
            (TOM, "b", oeuvrard, "ŒUVRARD Tom", (HOME,)),
            (NAMESAKE, "c", le_goff, "LE GOFF Léa", (HOME,)),
        ):
            to = (f"{account}@example.org",)
            await lacking(
                desk, number, lacks, student=student, account=account, family=family, mailed_to=to
            )
        yield desk


@pytest.fixture
def anne(office: Desk, assets: Assets, templates: Templates) -> AsyncClient:
    return over(office, assets, templates)("anne")


async def look_for(clerk: AsyncClient, typed: str, at: str = ADDRESS) -> Response:
    """Where the search form of the list at `at` leads."""
    form = filled(await clerk.get(at), SEARCH) | {"mots": typed}
    return await clerk.get((await clerk.post(SEARCH, data=form)).headers["location"])


def numbers(shown: Response) -> list[str]:
    return [link.get_text() for link in page(shown).select(".lack a")]


def counts(shown: Response) -> list[str]:
    return [link.get_text() for link in page(shown).select(".sieve-kinds a")]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("oeuvrard", [ANAIS, TOM]), ("  anais  OEUVRARD ", [ANAIS]),
        ("le goff lea", [LEA, NAMESAKE]), ("maiwenn", [LEA, NAMESAKE]), (TOM[-6:], [TOM]),
        ("personne", []),
    ],
)  # fmt: skip
async def test_a_name_or_a_number_finds_them_as_it_does_in_the_list(
    anne: AsyncClient, typed: str, found: list[str]
) -> None:
    shown = await look_for(anne, typed)

    assert numbers(shown) == found
    listed = filled(await anne.get("/bureau?groupe=toutes"), "/bureau/chercher") | {"mots": typed}
    lines = await anne.get((await anne.post("/bureau/chercher", data=listed)).headers["location"])
    assert [each.get_text() for each in page(lines).select(".line-link")] == found


async def test_no_address_holds_the_name_and_its_field_is_labelled(anne: AsyncClient) -> None:
    shown = await look_for(anne, "Œuvrard")

    assert "uvrard" not in str(shown.url).casefold()
    field = one(shown, ".sieve-search input[type=search]")
    assert field["value"] == "Œuvrard"
    assert one(shown, f'label[for="{field["id"]}"]').get_text() == "Nom, élève ou numéro"


async def test_the_document_and_the_search_narrow_together_and_the_counts_follow(
    anne: AsyncClient,
) -> None:
    found = await look_for(anne, "œuvrard")
    assert counts(found) == ["Tous 2", f"{HOME} 1", f"{PHOTO} 1"]
    link = next(a for a in page(found).select(".sieve-kinds a") if PHOTO in a.get_text())
    both = await anne.get(str(link["href"]))
    assert numbers(both) == [ANAIS]
    kept = await look_for(anne, TOM, at=str(both.url))
    assert numbers(kept) == []
    assert counts(kept) == ["Tous 1", f"{HOME} 1", f"{PHOTO} 0"]


async def test_what_is_not_found_is_said_with_how_to_go_on(anne: AsyncClient) -> None:
    none = await look_for(anne, "tom", at=f"{ADDRESS}?piece={PHOTO}")

    said = one(none, ".list-empty")
    assert "ne correspond" in said.get_text()
    wider, everything = (str(link["href"]) for link in said("a"))
    assert numbers(await anne.get(wider)) == [TOM]
    assert len(numbers(await anne.get(everything))) == 4
    assert numbers(await anne.get(ADDRESS, params={"piece": "<b>Autre"})) == []
    assert "Autre" not in words(await anne.get(ADDRESS, params={"piece": "<b>Autre"}))


async def test_all_of_the_list_are_those_that_the_document_and_the_search_show(
    office: Desk, anne: AsyncClient
) -> None:
    shown = await look_for(anne, "oeuvrard", at=f"{ADDRESS}?piece={PHOTO}")
    summary = await anne.post(ADDRESS, data=filled(shown, ADDRESS) | {"toutes": "1"})
    assert "Courriels qui partiront : 1" in words(summary)
    done = await anne.post(ADDRESS, data=filled(summary, ADDRESS) | {"confirmer": "1"})

    assert "Rappels écrits : 1 sur 1" in words(done)
    (letter,) = await office.letters()
    assert letter.startswith("b@example.org")
    assert PHOTO in letter
    for step in (summary, done):
        back = await anne.get(str(one(step, ".crumb a")["href"]))
        assert numbers(back) == [ANAIS]


async def test_a_search_that_does_not_open_reminds_nobody(office: Desk, anne: AsyncClient) -> None:
    shown = filled(await look_for(anne, "oeuvrard"), ADDRESS)
    sent = shown | {"q": shown["q"][:-6] + "AAAAAA", "toutes": "1"}
    assert (await anne.post(ADDRESS, data=sent)).status_code == 400
    outside = shown | {"demande": f"{LEA}:0", "mots": "Il manque :", "confirmer": "1"}
    assert "Aucun rappel ne peut partir" in words(await anne.post(ADDRESS, data=outside))
    assert await office.letters() == []


async def test_of_a_list_too_long_for_one_form_the_rest_is_told_and_comes_next(
    office: Desk, anne: AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(missing, "_MOST", 3)
    fences = {each: (await office.row(each)).fence for each in (LEA, ANAIS)}
    await office.office.missing.remind(ANNE, fences, "Il manque :")
    form = filled(await anne.get(ADDRESS), ADDRESS) | {"toutes": "1"}
    summary = await anne.post(ADDRESS, data=form)

    # Of the two that were reminded today, one is left out: there is nothing to come back for.
    assert "laissées pour un second" not in words(summary)
    will = [link.get_text() for link in page(summary).select("form .lacks a")]
    assert will == [TOM, NAMESAKE]

    monkeypatch.setattr(missing, "_MOST", 1)
    second = await anne.post(ADDRESS, data=form)
    assert "Demandes laissées pour un second : 1" in words(second).replace("\u00a0", " ")


async def test_of_too_many_that_are_ticked_one_by_one_the_rest_is_told_too(
    anne: AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(missing, "_MOST", 3)
    form: dict[str, object] = dict(filled(await anne.get(ADDRESS), ADDRESS))
    form["demande"] = [f"{each}:0" for each in (LEA, ANAIS, TOM, NAMESAKE)]
    summary = await anne.post(ADDRESS, data=form)

    assert "Courriels qui partiront : 3" in words(summary)
    assert "Demandes laissées pour un second : 1" in words(summary)


@pytest.mark.parametrize("address", [ADDRESS, PAPER])
async def test_long_pages_are_written_beside_the_loop_that_everybody_waits_for(
    anne: AsyncClient, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    threads = []
    render = Templates.render

    def noted(self: Templates, name: str, language: str, shown: dict[str, object]) -> str:
        threads.append(threading.get_ident())
        return render(self, name, language, shown)

    monkeypatch.setattr(Templates, "render", noted)
    assert (await anne.get(address)).status_code == 200
    assert len(threads) == 1
    assert threading.get_ident() not in threads


async def test_who_may_only_look_searches_and_prints_as_well(
    office: Desk, assets: Assets, templates: Templates
) -> None:
    zoe = over(office, assets, templates)("zoe")
    assert numbers(await look_for(zoe, "oeuvrard")) == [ANAIS, TOM]
    assert TOM in words(await zoe.get(PAPER))


async def test_on_paper_each_family_stands_once_with_all_that_it_lacks(anne: AsyncClient) -> None:
    paper = await anne.get(PAPER)
    families = page(paper).select("section.lacks-family")

    assert [each.h2.get_text() for each in families if each.h2] == [
        "LE GOFF Maïwenn", "LE GOFF Maïwenn", "ŒUVRARD Gaël",
    ]  # fmt: skip
    assert (ANAIS in families[2].get_text(), TOM in families[2].get_text()) == (True, True)
    said = words(paper)
    for part in ("Conservatoire des Tilleuls", "Ce que le portail sait le", "Tous les documents"):
        assert part in said
    content = one(paper, "main")
    assert not content(["button", "input", "form"])


async def test_that_it_was_put_on_paper_is_an_act_and_a_look_at_the_screen_is_none(
    office: Desk, anne: AsyncClient
) -> None:
    await anne.get(ADDRESS)
    await anne.get(PAPER)
    done = await office.stage.store.read(lambda c: acts.latest(c, ANNE.school))
    assert [(act.name, act.what) for act in done] == [(ANNE.name, "missing_printed")]


async def test_on_paper_by_document_what_was_asked_in_words_comes_last(
    office: Desk, anne: AsyncClient
) -> None:
    await office.standing("2026-000050", State.AWAITING_STAFF, account="d", family="PETIT Jean")
    fence = (await office.row("2026-000050")).fence
    await office.office.decide(ANNE, "2026-000050", fence, Decision.ASK, "Votre <i>adresse ?")
    paper = await anne.get(PAPER, params={"par": "piece"})
    found = {
        each.h2.get_text(): [str(name.get_text()) for name in each("h3")]
        for each in page(paper).select(".lacks-piece")
        if each.h2
    }

    assert found == {
        f"{HOME} 3": ["LE GOFF Maïwenn", "LE GOFF Maïwenn", "ŒUVRARD Gaël"],
        f"{PHOTO} 2": ["LE GOFF Maïwenn", "ŒUVRARD Gaël"],
        "Demandé par l’école 1": ["PETIT Jean"],
    }
    assert "Votre <i>adresse ?" in words(paper).replace("\u00a0", " ")
    searched = await look_for(anne, "oeuvrard", at=f"{ADDRESS}?piece={PHOTO}")
    printed = next(a for a in page(searched).select("#liste a") if "document" in a.get_text())
    only = await anne.get(str(printed["href"]))
    assert [each.get_text() for each in page(only).select("h2")] == [f"{PHOTO} 1"]
    said = words(only).replace("\u00a0", " ")
    assert f"Document : {PHOTO}. Recherche : « oeuvrard »." in said
