"""Identité: the same road as Famille, and no form of one sheet ever lands in another."""

from httpx import AsyncClient, Response

from adapters.errors import FormChanged, NotListed, SessionEnded
from gateway.pending.errors import InvalidFields
from tests.unit.pages import files
from tests.unit.pages.files import LOEIZA, NOE
from tests.unit.pages.reading import filled, page, words
from tests.unit.pages.stand_ins import COOKIE, CSRF, PASSWORD, StandInPortal, asked, sheet

ADDRESS = f"/eleves/{LOEIZA.ref}/identite"
OTHER = f"/eleves/{NOE.ref}/identite"
BORN = "champ:naissance"


async def identity(client: AsyncClient) -> dict[str, str]:
    return filled(await client.get(ADDRESS), ADDRESS)


def asked_with(portal: StandInPortal, name: str) -> tuple[object, ...]:
    return next(asked_with for called, asked_with in portal.calls if called == name)


async def test_every_field_is_shown_with_its_age_and_its_student(family: AsyncClient) -> None:
    answer = await family.get(ADDRESS)
    captions = [
        tag.get_text().split(" (")[0] for tag in page(answer).select(".sheet label, .field-caption")
    ]

    assert captions == [field.caption for field in sheet().fields()]
    assert "à jour à 14 h 05" in words(answer)
    assert page(answer).select_one("h1").get_text() == LOEIZA.name  # type: ignore[union-attr]


async def test_a_change_is_asked_of_that_very_student(
    family: AsyncClient, portal: StandInPortal
) -> None:
    answer = await family.post(ADDRESS, data=await identity(family) | {BORN: "10/04/2012"})

    visit, student, seen, press, typed, keep = asked_with(portal, "ask_student")
    assert (visit, student) == (portal.visits[COOKIE], LOEIZA.ref)
    assert (seen, press, keep) == ("scellé-élève", "appui-élève", False)
    assert isinstance(typed, dict)
    assert typed["naissance"] == "10/04/2012"
    assert answer.headers["location"] == "/demandes/2026-000042"


async def test_what_waits_shows_the_value_in_force_and_the_one_asked_for(
    family: AsyncClient, portal: StandInPortal
) -> None:
    waiting = {"portable": asked(kind="student", student=LOEIZA)}
    portal.answers["student"] = files.identity(sheet(), waiting=waiting)
    text = words(await family.get(ADDRESS))

    assert "06 39 98 00 01 → 06 39 98 00 02" in text
    assert "en attente de validation par le personnel administratif" in text


async def test_errors_keep_what_was_typed_among_siblings_and_tabs(
    family: AsyncClient, portal: StandInPortal
) -> None:
    form = await identity(family) | {"champ:nom": "", "champ:ville": "Kerlan"}
    portal.answers["ask_student"] = InvalidFields({"nom": "required"}, sheet())
    answer = await family.post(ADDRESS, data=form)

    assert answer.status_code == 422
    assert filled(answer, ADDRESS)["champ:ville"] == "Kerlan"
    assert page(answer).select("[role=alert] a")
    assert [link.get_text() for link in page(answer).select(".siblings a")] == [
        "Lœïza <b>", "Noé"
    ]  # fmt: skip


async def test_errors_keep_what_was_typed_even_where_the_siblings_cannot_be_read(
    family: AsyncClient, portal: StandInPortal
) -> None:
    form = await identity(family) | {"champ:nom": "", "champ:ville": "Kerlan"}
    portal.answers["ask_student"] = InvalidFields({"nom": "required"}, sheet())
    portal.answers["students"] = SessionEnded()
    answer = await family.post(ADDRESS, data=form)

    assert answer.status_code == 422
    assert filled(answer, ADDRESS)["champ:ville"] == "Kerlan"


async def test_an_unreadable_sheet_closes_writing_and_says_why_among_its_siblings(
    family: AsyncClient, portal: StandInPortal
) -> None:
    portal.answers["student"] = files.identity(
        None, read_at=None, trouble="half_page", incident="ABCD2345"
    )
    answer = await family.get(ADDRESS)

    assert answer.status_code == 502
    assert "n’a envoyé qu’une partie de la page" in words(answer)
    assert "Numéro d’incident : ABCD2345" in words(answer)
    assert "champ:" not in answer.text
    assert page(answer).select(".siblings a")
    assert page(answer).select(".tabs a")


async def expired(client: AsyncClient, portal: StandInPortal, address: str) -> Response:
    """Open the sheet, let the session end, and send it to `address`."""
    form = await identity(client) | {BORN: "10/04/2012"}
    visits, portal.visits = portal.visits, {}
    answer = await client.post(address, data=form)
    portal.visits = visits
    return answer


async def signed_in_again(client: AsyncClient, answer: Response) -> Response:
    form = filled(answer, "/connexion")
    form |= {"site": "1", "identifiant": "F-1042", "mot-de-passe": PASSWORD}
    client.cookies.clear()
    return await client.post("/connexion", data=form)


async def test_what_was_typed_comes_back_to_the_same_students_sheet(
    family: AsyncClient, portal: StandInPortal
) -> None:
    sent = await expired(family, portal, ADDRESS)
    back = await signed_in_again(family, sent)

    assert "n’est pas perdu" in words(sent)
    assert filled(back, ADDRESS)[BORN] == "10/04/2012"
    assert filled(back, ADDRESS)["jeton"] == CSRF
    assert asked_with(portal, "student")[1] == LOEIZA.ref


async def test_a_form_of_one_student_never_lands_in_anothers(
    family: AsyncClient, portal: StandInPortal
) -> None:
    for other in (OTHER, "/famille"):
        sent = await expired(family, portal, other)

        assert sent.status_code == 303
        assert sent.headers["location"].startswith("/connexion?retour=")
        form = await identity(family) | {BORN: "10/04/2012"}
        portal.answers |= {"ask_student": FormChanged(), "ask_family": FormChanged()}
        answer = await family.post(other, data=form)
        assert answer.headers["location"] == other


async def test_what_was_typed_waits_while_that_sheet_cannot_be_read(
    family: AsyncClient, portal: StandInPortal
) -> None:
    sent = await expired(family, portal, ADDRESS)
    portal.answers["student"] = files.identity(None, read_at=None, trouble="too_slow")
    kept = await signed_in_again(family, sent)
    del portal.answers["student"]
    family.cookies.set("__Host-imuse", COOKIE)
    back = await family.post("/reprise", data=filled(kept, "/reprise"))

    assert kept.status_code == 504
    assert "reste gardée dans cette page" in words(kept)
    assert filled(back, ADDRESS)[BORN] == "10/04/2012"


async def test_signing_in_again_holds_even_where_that_student_is_there_no_more(
    family: AsyncClient, portal: StandInPortal
) -> None:
    sent = await expired(family, portal, ADDRESS)
    portal.answers["student"] = NotListed()
    answer = await signed_in_again(family, sent)

    assert answer.headers["set-cookie"].startswith("__Host-imuse=")
    assert answer.headers["location"] == ADDRESS


async def test_another_familys_form_of_a_student_is_refused(
    family: AsyncClient, portal: StandInPortal
) -> None:
    portal.answers["ask_student"] = NotListed()
    answer = await family.post(ADDRESS, data=await identity(family))

    assert answer.status_code == 404


async def test_requests_say_whose_sheet_they_are_about(
    family: AsyncClient, portal: StandInPortal
) -> None:
    request = asked(kind="student", student=LOEIZA)
    portal.answers |= {"request": request, "requests": (request,)}

    said = f"l’identité de l’élève {LOEIZA.name}"
    assert said in words(await family.get("/demandes/2026-000042"))
    assert f"Identité de l’élève {LOEIZA.name}" in words(await family.get("/demandes"))
