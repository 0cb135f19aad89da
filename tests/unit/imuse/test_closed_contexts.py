"""A page that says in words of its own that the session is over is never read as anything else."""

import pytest

from adapters.errors import NoDocument, NotUnderstood
from adapters.imuse.session import ImuseSession
from adapters.model import ListName
from tests.unit.imuse.dossier_site import (
    PAGES,
    cells,
    fields,
    known,
    refs,
    step_of,
    two_students,
)
from tests.unit.imuse.small_extranet import Asked, PageOf, SmallExtranet, html
from tests.unit.imuse.visited import ANNE, LEO, screen, site, table, visit

SCHOOL = "Conservatoire du Pays de Brocéane"
CLOSED = html(
    f"<b>{SCHOOL}</b><table><tr><td>Vous êtes resté trop longtemps inactif : le contexte est fermé."
    "</td></tr><tr><td><a href=index.php>OK</a></td></tr></table>"
)


def _closes(built: SmallExtranet) -> SmallExtranet:
    """The site, whose pages for others than those who are signed in say no more than that."""

    def guarded(page: str | PageOf) -> PageOf:
        return lambda asked: CLOSED if not asked.known else page(asked) if callable(page) else page

    pages = {
        name: page if name in ("index.php", "verif.php") else guarded(page)
        for name, page in {**built.pages, "accueil.php": screen(f"<b>{SCHOOL}</b>")}.items()
        if isinstance(page, str) or callable(page)
    }
    return SmallExtranet(pages)


@pytest.mark.parametrize("ended", ["before Élèves", "before a tab"])
async def test_every_reading_signs_in_again(ended: str) -> None:
    built = _closes(two_students())
    async with visit(built) as session:
        anne, _ = await refs(session)
        courses = await session.courses(anne)
        built.end_sessions()
        if ended == "before Élèves":
            assert [one.name for one in await session.students()] == [ANNE, LEO]
        assert await session.courses(anne) == courses


async def test_a_sheet_in_a_window_is_read_anew() -> None:
    built = _closes(two_students())
    async with visit(built) as session:
        anne, _ = await refs(session)
        step = step_of(await session.courses(anne))
        before = await session.record(anne, (step,))
        built.end_sessions()
        assert await session.record(anne, (step,)) == before


async def test_a_detail_that_says_nothing_of_its_line_is_read_where_the_session_goes_on() -> None:
    built = two_students()
    async with visit(built) as session:
        anne, _ = await refs(session)
        step = step_of(await session.courses(anne))
        sheet = await session.record(anne, (step,))
        notes = sheet.lists[0]
        detail = await session.record(anne, (step, step_of(notes)))
        assert fields(detail)[0] == ("Date", "x1")


async def test_bills_and_their_duplicates_are_asked_for_again() -> None:
    more = "ondblclick=\"window.open('pdf.php?n={}')\""
    pages = {
        "factures.php": screen(table("N°|Date|Montant", "F-1|01/10/2026|10 €", more=more)),
        "pdf.php": "%PDF-1.4 F-1",
    }
    built = _closes(site(pages))
    async with visit(built) as session:
        bills = await session.billing()
        built.end_sessions()
        assert await session.billing() == bills
        built.end_sessions()
        assert await _duplicate(session) == b"%PDF-1.4 F-1"


async def test_a_list_whose_session_ends_between_two_pages_is_read_whole() -> None:
    ended: list[bool] = []

    def bills(asked: Asked) -> str:
        number = int(asked.form.get("page", "1"))
        if number == 2 and not ended:
            ended.append(True)
            built.end_sessions()
            return CLOSED
        more = "<a href='factures.php?page=2'>Suivante</a>" if number == 1 else ""
        return screen(table("N°|Date|Montant", f"F-{number}|01/10/2026|10 €") + more)

    built = _closes(site({"factures.php": bills}))
    async with visit(built) as session:
        found = (await session.billing()).listing(ListName.INVOICES)
        assert found is not None
        assert cells(found) == ["F-1|01/10/2026|10 €", "F-2|01/10/2026|10 €"]
    assert ended


async def test_a_page_in_a_duplicates_place_is_none_while_the_session_goes_on() -> None:
    more = "ondblclick=\"window.open('pdf.php?n={}')\""
    lines = screen(table("N°|Date|Montant", "F-1|01/10/2026|10 €", more=more))
    built = site({"factures.php": lines, "pdf.php": html("<p>Document en préparation</p>")})
    async with visit(built) as session:
        with pytest.raises(NoDocument):
            await _duplicate(session)


async def _duplicate(session: ImuseSession) -> bytes:
    bills = (await session.billing()).listing(ListName.INVOICES)
    assert bills is not None
    async with session.invoice(step_of(bills)) as stream:
        return b"".join([piece async for piece in stream])


async def test_the_schools_own_name_over_a_button_is_no_student() -> None:
    notice = f"<h1>{SCHOOL}</h1><p>Service en travaux.</p><a href=x.php>OK</a>"
    pages = {**PAGES, "accueil.php": known(lambda asked: screen(f"<h1>{SCHOOL}</h1>"))}
    built = site({**pages, "eleves.php": screen(notice)})
    async with visit(built) as session:
        with pytest.raises(NotUnderstood):
            await session.students()


async def test_lists_stay_what_they_are() -> None:
    async with visit(_closes(two_students())) as session:
        _, leo = await refs(session)
        assert cells(await session.courses(leo)) == ["Éveil|Mme Le Goff|Mercredi"]
