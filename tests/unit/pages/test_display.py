"""Affichage: chosen by a plain form, kept in one cookie, the same on every page (guide, RGAA)."""

import pytest
from httpx import AsyncClient, Response

from gateway.pages.frame.appearance import COOKIE, SETTINGS, appearance, read, written
from gateway.pages.frame.front import Front
from gateway.routes import routes
from tests.unit.pages.reading import filled, page, words

ORIGIN = "https://portail.example"
CHOSEN = {
    "texte": "double", "contraste": "renforce", "espacement": "aere", "theme": "sombre",
    "mouvement": "reduit",
}  # fmt: skip
WRITTEN = "texte:double.contraste:renforce.espacement:aere.theme:sombre.mouvement:reduit"


async def choose(client: AsyncClient, **chosen: str) -> Response:
    """Press « Appliquer » with that chosen."""
    form = untouched(await client.get("/accessibilite"))
    return await client.post("/accessibilite", data={**form, **chosen})


def untouched(answer: Response) -> dict[str, str]:
    """What a browser would send of the form: of each group the button that is pressed in."""
    hidden = filled(answer, "/accessibilite")
    form = {name: hidden[name] for name in ("jeton", "retour")}
    for radio in page(answer).select("input[type=radio][checked]"):
        form[str(radio["name"])] = str(radio["value"])
    return form


def attributes(answer: Response) -> dict[str, str]:
    """What `<html>` says of the display."""
    root = page(answer).html
    assert root is not None
    return {name[5:]: str(value) for name, value in root.attrs.items() if name.startswith("data-")}


async def test_it_is_chosen_before_sign_in_and_shown_at_once(stranger: AsyncClient) -> None:
    answer = await choose(stranger, **CHOSEN)
    shown = await stranger.get(answer.headers["location"])

    assert attributes(shown) == CHOSEN
    assert "Affichage enregistré" in words(shown)
    assert attributes(await stranger.get("/connexion")) == CHOSEN


async def test_the_cookie_holds_the_choice_and_nothing_else(stranger: AsyncClient) -> None:
    answer = await choose(stranger, texte="grand", theme="clair")
    value, *flags = answer.headers["set-cookie"].split("; ")

    assert value == f"{COOKIE}=texte:grand.theme:clair"
    assert COOKIE.startswith("__Host-")
    assert set(flags) == {"HttpOnly", "Max-Age=31536000", "Path=/", "SameSite=lax", "Secure"}


async def test_every_page_is_shown_so_errors_and_refusals_too(
    family: AsyncClient, front: Front
) -> None:
    family.cookies.set(COOKIE, WRITTEN)
    paths = {route.path for route in routes(front) if "{" not in route.path} - {"/static"}
    pages = [await family.get(path) for path in sorted(paths | {"/inconnu"})]
    pages.append(await family.post("/famille", data={}))
    pages.append(await family.get("/accueil", headers={"Host": "ailleurs.example"}))
    pages = [each for each in pages if "html" in each.headers.get("content-type", "")]

    assert {200, 403, 404, 421} <= {each.status_code for each in pages}
    for each in pages:
        assert attributes(each) == CHOSEN, each.request.url


async def test_what_is_chosen_is_pressed_in_the_next_time(stranger: AsyncClient) -> None:
    await choose(stranger, texte="tres-grand")
    form = untouched(await stranger.get("/accessibilite"))

    assert form["texte"] == "tres-grand"
    assert form["contraste"] == "normal"


async def test_without_a_choice_nothing_is_said_and_the_device_decides(
    stranger: AsyncClient,
) -> None:
    shown = await stranger.get("/connexion")
    scheme = page(shown).find("meta", {"name": "color-scheme"})

    assert attributes(shown) == {}
    assert scheme is not None
    assert scheme["content"] == "light dark"


@pytest.mark.parametrize(("theme", "scheme"), [("clair", "light"), ("sombre", "dark")])
async def test_a_theme_holds_before_any_style_is_read(
    stranger: AsyncClient, theme: str, scheme: str
) -> None:
    stranger.cookies.set(COOKIE, f"theme:{theme}")
    meta = page(await stranger.get("/connexion")).find("meta", {"name": "color-scheme"})

    assert meta is not None
    assert meta["content"] == scheme


async def test_retablir_erases_every_choice(stranger: AsyncClient) -> None:
    await choose(stranger, **CHOSEN)
    answer = await choose(stranger, **CHOSEN, retablir="1")

    assert "Max-Age=0" in answer.headers["set-cookie"]
    assert attributes(await stranger.get("/connexion")) == {}


async def test_the_usual_display_needs_no_cookie(stranger: AsyncClient) -> None:
    answer = await choose(stranger)

    assert "Max-Age=0" in answer.headers["set-cookie"]


@pytest.mark.parametrize(
    ("cookie", "chosen"),
    [
        ("", {}),
        ("texte:enorme.contraste:renforce", {"contraste": "renforce"}),
        ("TEXTE:double", {}),
        ("texte:double ", {}),
        ("texte=double", {}),
        ("texte:normal.theme:appareil", {}),
        ("autre:double.theme:sombre", {"theme": "sombre"}),
        ('texte:"><script>.theme:sombre', {"theme": "sombre"}),
        ("texte:grand.texte:double", {"texte": "double"}),
        ("x" * 300 + ".theme:sombre", {}),
    ],
)
async def test_what_a_cookie_says_that_is_not_known_is_ignored(
    stranger: AsyncClient, cookie: str, chosen: dict[str, str]
) -> None:
    assert read(cookie) == chosen
    answer = await stranger.get("/connexion", headers={"Cookie": f"{COOKIE}={cookie}"})
    assert answer.status_code == 200
    assert set(attributes(answer).items()) <= set(CHOSEN.items())
    assert not page(answer).select("html > script")


def test_every_choice_comes_back_from_its_cookie() -> None:
    for setting in SETTINGS:
        for value in setting.options:
            assert read(written({setting.name: value})) == appearance({setting.name: value})
    assert written(CHOSEN) == WRITTEN
    assert written(dict.fromkeys(CHOSEN, "inconnu")) == ""


async def test_the_way_back_is_the_page_that_one_came_from(family: AsyncClient) -> None:
    came = await family.get("/accessibilite", headers={"Referer": f"{ORIGIN}/famille?a=1"})
    form = untouched(came)
    kept = await family.get((await family.post("/accessibilite", data=form)).headers["location"])

    for answer in (came, kept):
        assert page(answer).select('main .way-back[href="/famille"]')
    assert "Affichage enregistré" in words(kept)


@pytest.mark.parametrize(
    "referrer",
    ["", "https://ailleurs.example/famille", f"{ORIGIN}.ailleurs.example/famille",
     f"{ORIGIN}/inconnu", f"{ORIGIN}/accessibilite", "famille"],
)  # fmt: skip
async def test_from_anywhere_else_it_is_accueil(family: AsyncClient, referrer: str) -> None:
    answer = await family.get("/accessibilite", headers={"Referer": referrer})

    assert page(answer).select('main .way-back[href="/accueil"]')


@pytest.mark.parametrize("wanted", ["https://ailleurs.example/", "//ailleurs.example", "/inconnu"])
async def test_no_form_leads_back_to_another_site(stranger: AsyncClient, wanted: str) -> None:
    answer = await choose(stranger, retour=wanted)

    assert answer.headers["location"] == "/accessibilite?retour=%2Faccueil&enregistre=1"
    shown = await stranger.get("/accessibilite", params={"retour": wanted})
    assert page(shown).select('main .way-back[href="/accueil"]')


async def test_the_menu_the_sign_in_page_and_every_footer_lead_there(
    family: AsyncClient, stranger: AsyncClient
) -> None:
    assert page(await family.get("/accueil")).select('nav .menu-word[href="/accessibilite"]')
    assert page(await stranger.get("/connexion")).select('main a[href="/accessibilite"]')
    for client, path in ((stranger, "/connexion"), (family, "/famille"), (family, "/inconnu")):
        assert page(await client.get(path)).select('footer a[href="/accessibilite"]')


async def test_it_is_in_english_too(stranger: AsyncClient) -> None:
    stranger.cookies.set("__Host-langue", "en")

    said = words(await stranger.get("/accessibilite"))
    for each in ("Text size", "Very large", "High", "Airy", "Restore the usual display"):
        assert each in said
