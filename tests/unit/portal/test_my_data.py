"""What the gateway holds on a family: handed over whole, erased on demand, never another's."""

import io
import json
import zipfile
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from sqlalchemy import Connection, select

from gateway.holdings.contents import erase_contents
from gateway.limits import TooManyAttempts
from gateway.pending.records import Records
from gateway.pending.states import State
from gateway.portal.passwords import WrongFormer
from gateway.store import purges, requests
from gateway.store.tables import document, draft, kept, letter, metadata, request, session
from gateway.views import Visit
from tests.unit.old_tabs import TabsExtranet
from tests.unit.pages.re_enrolling import PDF, WORDING
from tests.unit.portal.stage import CHIDI, HELENE, NEW_PHONE, SCHOOL, Stage, staged
from tests.unit.portal.test_re_enrolments import choose, give, send

HERE = "198.51.100.7"


@pytest_asyncio.fixture
async def stage(tmp_path: Path) -> AsyncIterator[Stage]:
    async with staged(tmp_path, TabsExtranet(), re_enrolment=WORDING) as ready:
        yield ready


async def filled(stage: Stage, identifier: str = HELENE) -> Visit:
    """A family with something of every kind; one of its requests has ended."""
    visit = await stage.sign_in(identifier)
    await stage.portal.home(visit)
    ended = await stage.ask(visit, keep=False)
    await stage.work()
    stage.extranet.validate(identifier)
    await stage.portal.request(visit, ended.number)
    student = await stage.student(visit)
    await choose(stage, visit, student, "piano")
    await give(stage, visit, student)
    return visit


def password(stage: Stage, identifier: str = HELENE) -> str:
    return stage.extranet.credentials(identifier).password


async def taken_away(stage: Stage, visit: Visit) -> zipfile.ZipFile:
    whole = b"".join([piece async for piece in await stage.portal.my_data.download(visit)])
    return zipfile.ZipFile(io.BytesIO(whole))


def told(archive: zipfile.ZipFile) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(archive.read("mes-donnees.json"))
    return found


async def rows(stage: Stage, account: str) -> dict[str, int]:
    """How many rows of each table are the account's."""

    def count(connection: Connection) -> dict[str, int]:
        return {
            table.name: len(
                connection.execute(select(table).where(table.c.account == account)).all()
            )
            for table in (document, draft, kept, letter, request, session)
        }

    return await stage.store.read(count)


def on_disk(stage: Stage) -> bytes:
    """All that lies in the data's folder, the log of the store included."""
    return b"".join(path.read_bytes() for path in stage.folder.rglob("*") if path.is_file())


async def sealed(stage: Stage, account: str) -> list[bytes]:
    """Whatever is sealed for the account."""

    def read(connection: Connection) -> list[bytes]:
        return [
            bytes(value)
            for table in metadata.sorted_tables
            if "account" in table.c
            for row in connection.execute(select(table).where(table.c.account == account))
            for value in row
            if isinstance(value, bytes)
        ]

    return await stage.store.read(read)


async def test_all_that_is_held_is_told(stage: Stage) -> None:
    visit = await filled(stage)
    held = await stage.portal.my_data.look(visit)

    assert held.identifier == HELENE
    assert [each.here for each in held.sessions] == [True]
    assert [each.state for each in held.requests] == [State.VALIDATED]
    assert held.open == ()
    assert [draft.goes_on for draft in held.drafts] == [("Piano",)]
    assert [(each.file_name, each.size) for each in held.documents] == [("domicile.pdf", len(PDF))]
    assert {"home", "students", "addresses"} <= {each.resource for each in held.readings}
    assert {each.resource for each in held.readings if each.lasting} >= {"home", "addresses"}
    found = await rows(stage, visit.account)
    assert len(held.letters) == found["letter"] > 0
    assert len([each for each in held.readings if each.lasting]) == found["kept"]


async def test_the_archive_holds_all_of_it_and_no_secret(stage: Stage) -> None:
    visit = await filled(stage)
    archive = await taken_away(stage, visit)
    everything = b"".join(archive.read(name) for name in archive.namelist())
    found = told(archive)

    assert archive.testzip() is None
    (asked,) = found["demandes"]
    assert asked["changements"][0]["demande"] == NEW_PHONE
    assert NEW_PHONE.encode() in archive.read(asked["accuse_de_reception"])
    assert archive.read(found["documents"][0]["fichier"]) == PDF
    assert found["brouillons"][0]["se_reinscrit_a"] == ["Piano"]
    assert found["courriels_en_attente_d_envoi"][0]["destinataire"]
    assert any(each["ecran"] == "Accueil" for each in found["lectures_de_l_extranet"])
    means = stage.portal._sessions.means(SCHOOL, visit.session)
    for secret in (means.credentials.password.encode(), means.state, visit.session.encode()):
        assert secret
        assert secret not in everything
    assert any("mot de passe" in each for each in found["a_propos"]["n_est_pas_dans_ce_fichier"])


async def test_nothing_of_another_familys_is_in_it(stage: Stage) -> None:
    helene, chidi = await filled(stage), await filled(stage, CHIDI)
    theirs = await stage.portal.my_data.look(chidi)
    archive = await taken_away(stage, helene)
    everything = b"".join(archive.read(name) for name in archive.namelist())

    assert len(told(archive)["demandes"]) == 1
    for secret in (
        CHIDI,
        theirs.requests[0].number,
        theirs.letters[0].to,
        theirs.drafts[0].student,
    ):
        assert secret.encode() not in everything


async def test_a_document_that_goes_meanwhile_is_named_and_the_archive_is_whole(
    stage: Stage,
) -> None:
    visit = await filled(stage)
    pieces = await stage.portal.my_data.download(visit)
    for file in (stage.folder / "documents").iterdir():
        file.unlink()
    archive = zipfile.ZipFile(io.BytesIO(b"".join([piece async for piece in pieces])))

    assert archive.testzip() is None
    assert archive.read("documents-absents.txt") == b"documents/01-domicile.pdf"


async def test_erasing_leaves_a_bare_row_and_nothing_of_it_in_any_file(stage: Stage) -> None:
    visit = await filled(stage)
    other = await filled(stage, CHIDI)
    before, theirs = await sealed(stage, visit.account), await rows(stage, other.account)
    pieces = [value[i : i + 24] for value in before for i in range(14, len(value) - 24, 512)]
    number = (await stage.portal.my_data.look(visit)).requests[0].number
    assert all(piece in on_disk(stage) for piece in pieces)

    assert await stage.portal.my_data.erase(visit, HERE, password(stage)) == 0

    left = on_disk(stage)
    assert [piece for piece in pieces if piece in left] == []
    assert await rows(stage, visit.account) == {
        "document": 0, "draft": 0, "kept": 0, "letter": 0, "request": 1, "session": 0,
    }  # fmt: skip
    assert await rows(stage, other.account) == theirs
    assert len(list((stage.folder / "documents").iterdir())) == 1
    again = await stage.sign_in()
    shown = await stage.portal.request(again, number)
    assert (shown.state, shown.changes, shown.mailed_to) == (State.VALIDATED, (), ())
    assert shown.erased_at is not None
    assert "changements" not in told(await taken_away(stage, again))["demandes"][0]


async def test_the_journal_says_what_was_erased_and_of_nobody(stage: Stage) -> None:
    visit = await filled(stage)
    await stage.portal.my_data.erase(visit, HERE, password(stage))
    lines = await stage.store.read(lambda c: purges.of_school(c, SCHOOL))

    assert {line.why for line in lines} == {"demand"}
    counted = {line.kind: line.count for line in lines}
    assert counted["request"] == counted["draft"] == counted["document"] == counted["session"] == 1
    assert visit.account not in repr(lines)


async def test_every_session_of_the_account_ends_with_it(stage: Stage) -> None:
    cookie, elsewhere = await stage.cookie(), await stage.cookie()
    other = await stage.cookie(CHIDI)
    await stage.portal.my_data.erase(await stage.visit(cookie), HERE, password(stage))

    assert await stage.portal.visit(SCHOOL, cookie) is None
    assert await stage.portal.visit(SCHOOL, elsewhere) is None
    assert await stage.portal.visit(SCHOOL, other) is not None
    assert len(stage.portal._sessions.signed_in(SCHOOL)) == 1, "nor is any left in memory"


async def test_open_requests_go_on_and_are_erased_by_themselves_at_their_end(stage: Stage) -> None:
    visit = await filled(stage)
    student = await stage.student(visit)
    sent = await send(stage, visit, student)
    open_one = await stage.ask(visit, {"profession": "Archetière"}, keep=True)

    assert await stage.portal.my_data.erase(visit, HERE, password(stage)) == 2
    assert (await rows(stage, visit.account))["document"] == 1, "what is still to be sent"
    await stage.portal.purging.purge()
    await stage.work()

    again = await stage.sign_in()
    await stage.work()
    kept_on = await stage.portal.request(again, open_one.number)
    assert kept_on.state is State.AWAITING_STAFF
    assert kept_on.changes
    assert kept_on.erased_at_its_end
    filed = [effect for effect in stage.extranet.ledger if effect.identifier == HELENE]
    stage.extranet.validate(HELENE)
    assert (await stage.portal.request(again, open_one.number)).state is State.VALIDATED
    await stage.portal.purging.purge()
    ended = await stage.portal.request(again, open_one.number)
    assert (ended.changes, ended.erased_at is None) == ((), False)
    enrolment = await stage.portal.request(again, sent.number)
    assert enrolment.re_enrolment is not None
    assert enrolment.state is not State.WITHDRAWN
    assert [e for e in stage.extranet.ledger if e.identifier == HELENE] == filed


async def test_with_a_wrong_password_nothing_is_erased_and_attempts_are_limited(
    stage: Stage,
) -> None:
    visit = await filled(stage)
    before = await rows(stage, visit.account)
    for _ in range(3):
        with pytest.raises(WrongFormer):
            await stage.portal.my_data.erase(visit, HERE, "un autre")
    with pytest.raises(TooManyAttempts):
        await stage.portal.my_data.erase(visit, HERE, password(stage))

    assert await rows(stage, visit.account) == before
    assert (await stage.portal.my_data.look(visit)).attempts == 3


async def test_the_contents_of_an_open_request_are_not_to_be_erased(stage: Stage) -> None:
    visit = await stage.sign_in()
    await stage.ask(visit)
    records = Records(stage.vault)

    def erase(connection: Connection) -> bool:
        (row,) = requests.of_account(connection, SCHOOL, visit.account)
        return erase_contents(connection, records, row, stage.clock())

    assert not await stage.store.write(erase)
    assert (await stage.portal.my_data.look(visit)).open[0].changes
