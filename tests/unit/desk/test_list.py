"""The list: what it is narrowed to, its search, its pages, and the way to a request."""

import httpx
from bs4 import Tag
from httpx import AsyncClient
from msgspec.structs import replace

from gateway.desk.frame.wishes import Searches
from gateway.keys import Keys
from gateway.pending.states import State
from gateway.vault import Vault
from gateway.views.office import Group, Role, Wanted
from tests.unit.desk.stand_ins import (
    CLERKS,
    COOKIES,
    NEXT,
    NUMBER,
    StandInOffice,
    line,
    lines,
)
from tests.unit.pages.reading import filled, one, page, words

CLERK = CLERKS[COOKIES[Role.DECIDE]]


def links(answer: httpx.Response, label: str) -> dict[str, str]:
    """Of the menu of that name: what each link says, and where it leads."""
    menu = page(answer).select_one(f'nav[aria-label="{label}"]')
    assert isinstance(menu, Tag)
    return {" ".join(link.get_text().split()): str(link["href"]) for link in menu("a")}


async def test_a_line_says_what_it_is_about_and_opens_the_request(clerk: AsyncClient) -> None:
    answer = await clerk.get("/bureau")
    row = one(answer, "tbody tr")

    said = " ".join(row.get_text(" ").split())
    for word in (
        NUMBER,
        "D’AOÛT Lœïza <b>",
        "D’AOÛT Maëlle",
        "Identité",
        "À relire",
        "9 sept. 2026 à 14 h 05",
        "9 sept. 2026 à 14 h 08",
    ):
        assert word in said  # fmt: skip
    assert one(answer, "tbody tr a")["href"] == f"/bureau/demandes/{NUMBER}"
    assert "urgent" in row["class"]


async def test_a_request_whose_contents_are_erased_is_still_a_line(
    clerk: AsyncClient, office: StandInOffice
) -> None:
    nameless = line(student="", family="", seen_at=None)
    office.shown = lines(replace(nameless, state=State.VALIDATED, erased=True))
    assert "(contenu effacé)" in words(await clerk.get("/bureau"))

    # A name that the sheet never said is no loss.
    office.shown = lines(nameless)
    shown = words(await clerk.get("/bureau"))
    assert "(nom non connu)" in shown
    assert "effacé" not in shown


async def test_every_group_is_a_link_with_its_count(
    clerk: AsyncClient, office: StandInOffice
) -> None:
    counts = {group: number for number, group in enumerate(Group, 3)}
    office.shown = replace(office.shown, counts=counts)
    answer = await clerk.get("/bureau?genre=student")

    found = links(answer, "Groupes")
    assert next(iter(found)) == f"À traiter {counts[Group.URGENT]}"
    assert found[f"Closes {counts[Group.ENDED]}"] == "/bureau?groupe=terminees&genre=student"
    assert len(found) == len(Group)


async def test_the_address_says_what_is_wanted_and_nonsense_is_left_out(
    clerk: AsyncClient, office: StandInOffice
) -> None:
    await clerk.get("/bureau?groupe=bloquees&genre=re_enrolment&page=3")
    await clerk.get("/bureau?groupe=x&genre=y&page=-1&q=zzz")

    assert office.wanted == [
        Wanted(group=Group.BLOCKED, kind="re_enrolment", page=3),
        Wanted(),
    ]


async def test_a_name_that_is_searched_for_is_in_no_address(
    clerk: AsyncClient, office: StandInOffice
) -> None:
    form = filled(await clerk.get("/bureau?groupe=toutes&page=2"), "/bureau/chercher")
    answer = await clerk.post("/bureau/chercher", data=form | {"mots": "  Lœïza   D’Août "})
    where = answer.headers["location"]
    found = await clerk.get(where)

    assert office.wanted[-1] == Wanted(group=Group.ALL, search="Lœïza D’Août", page=1)
    assert one(found, "#mots")["value"] == "Lœïza D’Août"
    for address in [where, *(str(link["href"]) for link in page(found)("a"))]:
        assert "œ" not in address
        assert "%C5%93" not in address
    opened = one(found, ".line-link")
    await clerk.get(str(opened["href"]).replace(NEXT, NUMBER))
    assert office.wanted[-1] == Wanted(group=Group.ALL, search="Lœïza D’Août")


def test_a_search_opens_for_nobody_else() -> None:
    searches = Searches(Vault(Keys(accounts=b"a" * 32, versions={1: b"k" * 32})))
    sealed = searches.search(CLERK, searches.read(CLERK, {}), "Lœïza").sealed

    assert searches.read(CLERK, {"q": sealed}).wanted.search == "Lœïza"
    for other in (replace(CLERK, id="autre"), replace(CLERK, school="ailleurs")):
        assert searches.read(other, {"q": sealed}).wanted.search == ""


async def test_a_long_list_has_links_to_its_pages(
    clerk: AsyncClient, office: StandInOffice
) -> None:
    office.shown = replace(office.shown, pages=12, page=6, total=600)
    answer = await clerk.get("/bureau?groupe=toutes&page=6")

    found = links(answer, "Pages")
    assert list(found) == ["Page 1", "Page 4", "Page 5", "Page 7", "Page 8", "Page 12"]
    assert found["Page 7"] == "/bureau?groupe=toutes&page=7"
    assert "Demandes de cette liste : 600." in words(answer)


async def test_an_empty_list_says_so(clerk: AsyncClient, office: StandInOffice) -> None:
    office.shown = lines()

    assert "Rien dans ce groupe" in words(await clerk.get("/bureau"))
    assert "Aucune demande ne correspond" in words(await clerk.get("/bureau?genre=family"))


async def test_what_a_search_finds_elsewhere_is_said_and_led_to(
    clerk: AsyncClient, office: StandInOffice
) -> None:
    """Somebody on the telephone is not told that the school has nothing of theirs."""
    office.shown = replace(lines(), counts={Group.ALL: 2, Group.WAITING: 2})
    answer = await clerk.get("/bureau?genre=family")

    assert "Rien ici ; dans toutes les demandes : 2." in words(answer).replace("\u00a0", " ")
    link = one(answer, ".list-empty a")
    assert link["href"] == "/bureau?groupe=toutes&genre=family"


async def test_what_was_just_done_is_said_once_and_nothing_else_can_be_put_there(
    clerk: AsyncClient,
) -> None:
    done = await clerk.get(f"/bureau?fait=refuser&a={NUMBER}")

    assert f"Demande {NUMBER} : refusée" in words(done)
    for address in (f"/bureau?fait=x&a={NUMBER}", "/bureau?fait=refuser&a=<b>", "/bureau?fait=ask"):
        assert page(await clerk.get(address)).select_one(".notice") is None


async def test_the_day_says_what_the_old_site_gets_nothing_of_for_now(
    clerk: AsyncClient, office: StandInOffice
) -> None:
    office.today = replace(office.today, halted=("", "re_enrolment"))
    said = words(await clerk.get("/bureau/jour")).replace("\N{NO-BREAK SPACE}", " ")

    assert "Il ne répond pas : rien n’y est envoyé pour le moment." in said
    assert "Réinscription : sa page n’est plus comme avant" in said
    assert "Rien d’anormal" not in said


async def test_one_state_is_an_address_and_stays_in_every_link(
    clerk: AsyncClient, office: StandInOffice
) -> None:
    links = page(await clerk.get("/bureau?genre=student")).select(".sieve-states a")
    found = {link.get_text(): str(link["href"]) for link in links}
    address = found["Conflit"]
    assert address == "/bureau?groupe=toutes&genre=student&etat=blocked_conflict"
    answer = await clerk.get(address)
    assert office.wanted[-1] == Wanted(
        group=Group.ALL, kind="student", state=State.BLOCKED_CONFLICT
    )
    assert one(answer, ".sieve-states [aria-current]").get_text() == "Conflit"
    opened = {str(link["href"]) for link in page(answer).select(".line-link")}
    assert all("etat=blocked_conflict" in href for href in opened)
    assert opened
    await clerk.get("/bureau?etat=zzz")
    assert office.wanted[-1] == Wanted()
