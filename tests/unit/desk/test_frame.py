"""What is around every page of the desk, and what a person without scripts or sight finds."""

from itertools import pairwise

import pytest
from httpx import AsyncClient
from msgspec.structs import replace

from gateway.pending.states import State
from tests.unit.desk.stand_ins import NUMBER, StandInOffice, case, enrolment, line, request
from tests.unit.pages.reading import filled, page, words

PAGES = [
    "/bureau", f"/bureau?fait=approuver&a={NUMBER}", f"/bureau/demandes/{NUMBER}",
    "/bureau/demandes/inconnue", "/bureau/jour", "/bureau/annonces", "/bureau/touches",
]  # fmt: skip


@pytest.mark.parametrize("path", PAGES)
async def test_every_page_has_its_frame(clerk: AsyncClient, path: str) -> None:
    answer = await clerk.get(path)
    shown = page(answer)
    first = shown.find("a")

    assert shown.html is not None
    assert shown.html["lang"] == "fr"
    assert len(shown("h1")) == 1
    assert len(shown("main")) == len(shown("header")) == len(shown("footer")) == 1
    assert first is not None
    assert first["href"] == "#contenu"
    assert shown.title is not None
    assert shown.title.get_text().endswith(" – Bureau – École de musique des Tilleuls")
    assert "Maud Œuvrard décision" in words(answer)
    leave = next(form for form in shown("form") if form["action"] == "/bureau/deconnexion")
    assert leave["method"] == "post"


@pytest.mark.parametrize("path", PAGES)
async def test_every_control_has_a_label_and_every_id_is_one(
    clerk: AsyncClient, office: StandInOffice, path: str
) -> None:
    for state in (State.REVIEW, State.NEEDS_ATTENTION):
        office.one = case(state)
        shown = page(await clerk.get(path))
        ids = [str(tag["id"]) for tag in shown.select("[id]")]
        assert len(ids) == len(set(ids))
        labelled = {str(label["for"]) for label in shown("label")}
        for control in shown.select("input:not([type=hidden]), select, textarea"):
            assert control["id"] in labelled
        for tag in shown.select("[aria-describedby], [aria-labelledby]"):
            for name in ("aria-describedby", "aria-labelledby"):
                assert set(str(tag.get(name, "")).split()) <= set(ids)


async def test_headings_leave_no_level_out(clerk: AsyncClient, office: StandInOffice) -> None:
    office.one = case(request=request(kind="re_enrolment", changes=(), re_enrolment=enrolment()))
    for path in PAGES:
        levels = [int(tag.name[1]) for tag in page(await clerk.get(path))(["h1", "h2", "h3"])]
        for before, after in pairwise(levels):
            assert after <= before + 1, path


@pytest.mark.parametrize("path", PAGES)
async def test_everything_is_links_and_forms_and_no_script_stands_in_a_page(
    clerk: AsyncClient, path: str
) -> None:
    shown = page(await clerk.get(path))

    assert all(script["src"] and not script.get_text() for script in shown("script"))
    assert not shown.select("[onclick], [style], [href^=javascript]")
    for button in shown.select("main button, header button"):
        assert button["type"] == "submit"
        assert button.find_parent("form")
    for form in shown("form"):
        assert form["method"] == "post"
        assert form.select_one("input[name=jeton]")


@pytest.mark.parametrize("path", PAGES)
async def test_a_key_is_said_to_whoever_asks_for_it_and_presses_one_thing(
    clerk: AsyncClient, path: str
) -> None:
    keyed = page(await clerk.get(path)).select("[data-key]")
    pressed = [str(tag["data-key"]) for tag in keyed]

    assert pressed
    assert len(pressed) == len(set(pressed)), pressed
    for tag in keyed:
        assert tag["aria-keyshortcuts"] == tag["data-key"]


async def test_whatever_a_family_or_a_school_wrote_is_text(
    clerk: AsyncClient, office: StandInOffice
) -> None:
    enrolled = request(kind="re_enrolment", changes=(), re_enrolment=enrolment())
    conflict = replace(request(State.BLOCKED_CONFLICT), conflict={"prenom": "<i>Loïza"})
    office.shown = replace(office.shown, lines=(line(student="Lœïza D’Août <b>", family="<i>"),))
    texts = [(await clerk.get("/bureau")).text]
    for one in (request(), enrolled, conflict):
        office.one = case(one.state, request=one)
        texts.append((await clerk.get(f"/bureau/demandes/{NUMBER}")).text)

    for text in texts:
        assert "&lt;b&gt;" in text
        assert "<b>" not in text
        assert "<i>" not in text


async def test_the_desk_speaks_english_too(clerk: AsyncClient) -> None:
    clerk.cookies.set("__Host-langue", "en")

    assert "Held for you to look at" in words(await clerk.get(f"/bureau/demandes/{NUMBER}"))


async def test_the_language_is_chosen_at_the_foot_of_each_page_and_leads_back_to_it(
    clerk: AsyncClient, stranger: AsyncClient
) -> None:
    one = f"/bureau/demandes/{NUMBER}"
    pages = {
        "/bureau/jour": await clerk.get("/bureau/jour"),
        "/bureau/connexion": await stranger.get("/bureau/connexion?retour=%2Fbureau%2Fjour"),
        "/bureau/demandes/inconnue": await clerk.get("/bureau/demandes/inconnue"),
    }
    for address, shown in pages.items():
        assert filled(shown, "/langue")["retour"] == address
    token = filled(await clerk.get(one), f"{one}/decider") | {"decision": "refuser", "mots": ""}
    answered = await clerk.post(f"{one}/decider", data=token)
    chosen = filled(answered, "/langue") | {"langue": "en"}
    assert (answered.status_code, chosen["retour"]) == (422, one)

    back = await clerk.post("/langue", data=chosen)

    assert back.headers["location"] == one
    clerk.cookies.set("__Host-langue", "en")
    assert "Held for you to look at" in words(await clerk.get(one))
    for elsewhere in ("/bureau//exemple.org", "//exemple.org/bureau", "/bureau?x=1"):
        away = await clerk.post("/langue", data=chosen | {"retour": elsewhere})
        assert away.headers["location"] == "/accueil"


async def test_whoever_is_disturbed_by_the_keys_does_without_them(clerk: AsyncClient) -> None:
    shown = page(await clerk.get("/bureau/touches"))
    token = shown.select_one("input[name=jeton]")
    assert token is not None
    assert shown.select("script[src*=desk-keys]")
    off = await clerk.post("/bureau/touches", data={"jeton": token["value"], "touches": "non"})

    assert off.headers["location"] == "/bureau/touches"
    assert "Secure" in off.headers["set-cookie"]
    assert not page(await clerk.get("/bureau")).select("script[src*=desk-keys]")
    await clerk.post("/bureau/touches", data={"jeton": token["value"], "touches": "oui"})
    assert page(await clerk.get("/bureau")).select("script[src*=desk-keys]")
