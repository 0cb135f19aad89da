"""What the old site's page cannot hold is refused before it is sent, by the field's name."""

import codecs
from collections.abc import AsyncIterator, Iterator

import pytest

from adapters.errors import Unstorable
from adapters.model import Verdict
from adapters.port import Session
from tests.contract.stands import STANDS
from tests.contract.stands.stand import Stand
from tests.contract.visit import asking, field_called, nothing_to_do, signed_in
from tests.strangers.stage import Account

WINDOWS_1252 = (
    "memory",
    "memory-showing-current",
    "school-old",
    *sorted({"frames", "homemade"} & STANDS.keys()),
)
"""The stands whose pages are in windows-1252, whether they say so or call it latin-1."""

LATIN_9 = tuple({"faces"} & STANDS.keys())
"""Those in ISO-8859-15."""


@pytest.fixture(params=(*WINDOWS_1252, *LATIN_9))
def narrow(request: pytest.FixtureRequest) -> Iterator[Stand]:
    with STANDS[request.param]() as built:
        yield built


@pytest.fixture
def account(narrow: Stand) -> Account:
    return narrow.accounts[0]


@pytest.fixture
async def session(narrow: Stand, account: Account) -> AsyncIterator[Session]:
    extranet = narrow.extranet()
    opened = await signed_in(extranet, account)
    yield opened
    await opened.close()
    await extranet.close()


async def test_characters_that_the_page_lacks_name_their_field_and_nothing_is_sent(
    narrow: Stand, session: Session
) -> None:
    sheet = await session.family()
    called: list[bool] = []

    async def look() -> None:
        called.append(True)

    with pytest.raises(Unstorable) as refusal:
        await session.propose_family(asking(sheet, {"Ville": "Łódź-sur-Mer"}), look)

    assert refusal.value.field_key == field_called(sheet, "Ville").key
    assert refusal.value.characters == "Łź"
    assert called == []
    assert list(narrow.ledger) == []


@pytest.mark.parametrize("narrow", WINDOWS_1252, indirect=True)
async def test_the_sheet_says_what_its_form_is_sent_in(session: Session) -> None:
    assert codecs.lookup((await session.family()).charset).name == "cp1252"


@pytest.mark.parametrize("narrow", WINDOWS_1252, indirect=True)
async def test_what_only_windows_1252_holds_arrives_unharmed(
    narrow: Stand, session: Session, account: Account
) -> None:
    sheet = await session.family()

    outcome = await session.propose_family(
        asking(sheet, {"Ville": "L’Œil – « Šum » €"}), nothing_to_do
    )

    assert outcome.verdict is Verdict.PENDING_VALIDATION
    assert narrow.waiting(account.identifier) == {"Ville": "L’Œil – « Šum » €"}
