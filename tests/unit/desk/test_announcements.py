"""What the desk tells all families: seen before, put up, changed, taken down, written down."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import cast

import pytest
import pytest_asyncio
from httpx import ASGITransport, AsyncClient, Response
from msgspec.structs import replace

from gateway.app import wrap
from gateway.desk.frame.front import DESK_COOKIE, DeskFront
from gateway.desk.frame.unsent import Drawer
from gateway.desk.frame.wishes import Searches
from gateway.hosts import Hosts
from gateway.pages.frame.assets import Assets
from gateway.pages.frame.front import Front
from gateway.pages.frame.templates import Templates
from gateway.pages.frame.tokens import Tokens
from gateway.staff import Journal, Staff
from gateway.staff.diary import Diary
from gateway.store import acts
from gateway.views.office import Act
from tests.unit.desk.stand_ins import StandInStaff
from tests.unit.office.stage import ANNE, BRUNO, READER, made
from tests.unit.pages.reading import filled, one, page, words
from tests.unit.portal.stage import SCHOOL, Stage, staged

STAFF = {
    "anne": replace(ANNE, csrf="jeton-anne"),
    "bruno": replace(BRUNO, csrf="jeton-bruno"),
    "zoe": replace(READER, csrf="jeton-zoe"),
}
TEXT = "Fermé le jeudi 10 <b>& rentrée</b>\nle 14."
HERE, ELSEWHERE = "https://portail.tilleuls.example", "https://portail.ailleurs.example"


class School:
    """A desk and a portal over one store, with a second school beside."""

    def __init__(self, stage: Stage, assets: Assets, templates: Templates) -> None:
        self.stage = stage
        schools = dict(stage.settings.schools)
        schools["ailleurs"] = replace(schools[SCHOOL], id="ailleurs", public_url=ELSEWHERE)
        front = DeskFront(
            portal=Front(stage.portal, templates, Tokens([b"0" * 32]), assets, letters=None),
            staff=cast(Staff, StandInStaff(clerks=STAFF)),
            office=made(stage),
            journal=cast(Journal, None),
            searches=Searches(stage.vault),
            drawer=Drawer(stage.vault, stage.clock),
        )
        self.app = wrap(front.portal, Hosts(schools), desk=front)

    def browser(self, who: str = "", at: str = HERE) -> AsyncClient:
        cookies = {DESK_COOKIE: who} if who else {}
        return AsyncClient(transport=ASGITransport(self.app), base_url=at, cookies=cookies)

    async def post(self, who: str, kind: str, step: str, **typed: str) -> Response:
        """A form as the page that is shown now has it, with what is typed over it."""
        shown = page(await self.browser(who).get("/bureau/annonces"))
        version = shown.select_one(f'form:has([value="{kind}"]) [name=version]')
        assert version is not None
        sent = {"jeton": STAFF[who].csrf, "quoi": kind, "etape": step}
        sent["version"] = str(version["value"])
        return await self.browser(who).post("/bureau/annonces", data=sent | typed)

    async def put_up(self, who: str, kind: str, **typed: str) -> Response:
        """What is typed is seen as families will see it, then put up from there."""
        seen = await self.post(who, kind, "apercu", **typed)
        return await self.browser(who).post("/bureau/annonces", data=confirmed(seen))

    async def banner(self, path: str = "/connexion", at: str = HERE) -> str:
        """What stands on a family's page, a few seconds later."""
        await self.stage.portal.announcements.refresh()
        found = page(await self.browser(at=at).get(path)).select_one(".banner")
        return str(found) if found else ""

    async def acts(self) -> list[Act]:
        rows = await self.stage.store.read(lambda c: acts.latest(c, SCHOOL))
        return [Diary(self.stage.vault).opened(row) for row in reversed(rows)]


def confirmed(seen: Response) -> dict[str, str]:
    """What the button below a preview sends."""
    confirm = one(seen, 'form:has([value="publier"])')
    sent = {str(each["name"]): str(each["value"]) for each in confirm("input")}
    return sent | {"etape": "publier"}


@pytest_asyncio.fixture
async def school(tmp_path: Path, assets: Assets, templates: Templates) -> AsyncIterator[School]:
    async with staged(tmp_path) as stage:
        yield School(stage, assets, templates)


async def test_a_banner_is_seen_first_exactly_as_families_will_then_stands_on_every_page(
    school: School,
) -> None:
    seen = await school.post("anne", "banner", "apercu", texte=TEXT, du="", au="2026-09-14")
    preview = str(one(seen, ".banner"))
    assert await school.banner() == ""
    assert "Jusqu’au lundi 14 septembre 2026 inclus" in words(seen)
    done = await school.browser("anne").post("/bureau/annonces", data=confirmed(seen))

    assert done.headers["location"] == "/bureau/annonces?fait=banner-set"
    for path in ("/connexion", "/aide", "/page-inconnue"):
        assert await school.banner(path) == preview, path
    assert "&lt;b&gt;&amp; rentrée" in preview
    assert await school.banner(at=ELSEWHERE) == ""
    (act,) = await school.acts()
    assert (act.who, act.what) == (ANNE.name, "banner_set")
    assert act.note == f"{TEXT}\n… – 2026-09-14"


async def test_what_cannot_be_seen_is_left_out_and_no_two_words_become_one(school: School) -> None:
    await school.put_up("anne", "banner", texte="Fermé\u00a0:\tle\u202f10\u200b\x07\u2028à 8 h")
    assert "Fermé\u00a0: le\u202f10 à 8 h" in await school.banner()


async def test_it_stands_from_its_first_day_to_the_end_of_its_last_in_paris(
    school: School,
) -> None:
    await school.put_up("anne", "banner", texte="Oyez", du="10/09/2026", au="2026-09-10")
    clock = school.stage.clock
    stood = []
    # 9 September, 23 h 59 in Paris, then 10 September at 0 h 1 and 23 h 59, then the 11th.
    for hours in (9 + 54 / 60, 2 / 60, 23 + 58 / 60, 2 / 60):
        clock.turn(hours=hours)
        stood.append("Oyez" in await school.banner())
    assert stood == [False, True, True, False]


async def test_it_is_taken_down_and_outlives_a_restart_until_then(
    school: School, assets: Assets, templates: Templates
) -> None:
    await school.put_up("anne", "banner", texte="Oyez")
    await school.stage.restart()
    again = School(school.stage, assets, templates)
    assert "Oyez" in await again.banner()
    answer = await again.post("bruno", "banner", "retirer")

    assert answer.headers["location"] == "/bureau/annonces?fait=banner-removed"
    assert await again.banner() == ""
    assert [act.what for act in await again.acts()] == ["banner_set", "banner_removed"]


async def test_of_two_at_once_the_second_changes_nothing_and_keeps_its_words(
    school: School,
) -> None:
    seen = await school.post("bruno", "banner", "apercu", texte="Celle de Bruno")
    await school.put_up("anne", "banner", texte="Celle d’Anne")
    late = await school.browser("bruno").post("/bureau/annonces", data=confirmed(seen))

    assert late.status_code == 409
    assert f"{ANNE.name} l’a changé entre-temps" in words(late)
    assert one(late, "textarea").get_text().strip() == "Celle de Bruno"
    assert "Celle d’Anne" in await school.banner()
    assert len(await school.acts()) == 1


async def test_what_cannot_be_announced_is_said_and_kept(school: School) -> None:
    cases: tuple[tuple[str, dict[str, str], str], ...] = (
        ("banner", {"texte": " "}, "Écrivez ce que les familles"),
        ("banner", {"texte": "a" * 401}, "trop long"),
        ("banner", {"texte": "Oyez", "au": "2026-09-08"}, "déjà passé"),
        ("banner", {"texte": "Oyez", "du": "mardi prochain"}, "ne se comprend pas"),
        ("re_enrolment", {"du": "2026-10-02", "au": "2026-10-01"}, "La fin est avant le début"),
        ("re_enrolment", {}, "au moins une date"),
    )
    for kind, typed, problem in cases:
        answer = await school.post("anne", kind, "publier", **typed)
        assert answer.status_code == 422
        assert problem in words(answer)
        wrong = page(answer).select("[aria-invalid]")
        assert len(wrong) == 1
        assert str(wrong[0].get("value") or wrong[0].get_text()).strip() in typed.values() or not (
            "".join(typed.values()).strip()
        )
    assert await school.acts() == []


async def test_who_may_only_read_announces_nothing(school: School) -> None:
    looked = await school.browser("zoe").get("/bureau/annonces")
    sent = {"jeton": "jeton-zoe", "quoi": "banner", "etape": "publier", "texte": "Oyez"}
    tried = await school.browser("zoe").post("/bureau/annonces", data=sent | {"version": "0"})

    assert (looked.status_code, tried.status_code) == (403, 403)
    assert "Annonces" not in words(await school.browser("zoe").get("/bureau"))
    assert await school.banner() == ""


async def test_the_dates_of_re_enrolment_are_seen_before_during_and_after(school: School) -> None:
    seen = await school.post("anne", "re_enrolment", "apercu", du="2026-09-10", au="2026-10-01")
    told = words(seen)
    assert await school.acts() == []
    await school.browser("anne").post("/bureau/annonces", data=confirmed(seen))
    await school.post("anne", "re_enrolment", "retirer")

    assert "La réinscription ouvre le jeudi 10 septembre 2026. Elle ferme le jeudi 1er" in told
    assert "La réinscription est ouverte jusqu’au jeudi 1er octobre 2026 inclus." in told
    assert "La réinscription a fermé le jeudi 1er octobre 2026 au soir." in told
    done = [(act.what, act.note) for act in await school.acts()]
    assert done == [("opening_set", "2026-09-10 – 2026-10-01"), ("opening_removed", "")]


@pytest.mark.parametrize(
    "changed",
    [
        {"vu": ""}, {"vu": "forgé"}, {"texte": "Tout autre chose"}, {"au": "2026-09-30"},
        {"quoi": "re_enrolment"}, {"version": "3"},
    ],
)  # fmt: skip
async def test_nothing_is_put_up_but_what_was_shown_the_rest_is_shown_first(
    school: School, changed: dict[str, str]
) -> None:
    seen = await school.post("anne", "banner", "apercu", texte=TEXT, du="", au="2026-09-14")
    sent = confirmed(seen) | changed
    shown = await school.browser("anne").post("/bureau/annonces", data=sent)

    assert shown.status_code == 200
    assert "Rien n’est encore en place" in words(shown)
    again = confirmed(shown)
    assert again["texte"].replace("\r", "") == ("" if "quoi" in changed else sent["texte"])
    assert (again["du"], again["au"]) == (sent["du"], sent["au"])
    assert await school.banner() == ""
    assert await school.acts() == []
    if "version" not in changed:
        done = await school.browser("anne").post("/bureau/annonces", data=again)
        assert done.status_code == 303


async def test_what_a_colleague_was_shown_is_shown_to_oneself_first(school: School) -> None:
    seen = await school.post("anne", "banner", "apercu", texte=TEXT)
    sent = confirmed(seen) | {"jeton": "jeton-bruno"}
    shown = await school.browser("bruno").post("/bureau/annonces", data=sent)

    assert "Rien n’est encore en place" in words(shown)
    assert await school.banner() == ""


async def test_what_was_typed_comes_back_to_its_author_after_the_session_has_ended(
    school: School,
) -> None:
    form = filled(await school.browser("anne").get("/bureau/annonces"), "/bureau/annonces")
    sent = form | {"quoi": "banner", "etape": "apercu", "texte": TEXT, "au": "mardi"}
    late = await school.browser("nobody").post("/bureau/annonces", data=sent)
    assert late.headers["location"] == "/bureau/connexion?retour=%2Fbureau%2Fannonces"
    await school.put_up("bruno", "banner", texte="Celle de Bruno")
    shown = await school.browser("anne").get("/bureau/annonces")

    assert "Votre session avait pris fin" in words(shown)
    banner = one(shown, "form:has(textarea)")
    assert one(shown, "textarea").get_text() == TEXT
    assert [each["value"] for each in banner("input") if each["name"] == "au"] == ["mardi"]
    assert not page(shown).select('[value="publier"]')
    assert "Celle de Bruno" in await school.banner()
    assert TEXT.split("\n")[1] not in words(await school.browser("anne").get("/bureau/annonces"))
    done = await school.put_up("anne", "banner", texte=TEXT)
    assert done.status_code == 303
