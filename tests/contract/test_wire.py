"""What goes over the wire: to the byte what a browser would have sent."""

from collections.abc import AsyncIterator

import pytest

from adapters.errors import Conflict
from adapters.model import Kind, Verdict
from adapters.port import Session
from tests.contract.stands.stand import Pairs, WireStand
from tests.contract.visit import (
    another_number,
    asking,
    field_called,
    nothing_to_do,
    plain,
    signed_in,
    telephone,
    written,
)
from tests.strangers.stage import Account


@pytest.fixture
def account(wire: WireStand) -> Account:
    return wire.accounts[0]


@pytest.fixture
async def session(wire: WireStand, account: Account) -> AsyncIterator[Session]:
    extranet = wire.extranet()
    opened = await signed_in(extranet, account)
    yield opened
    await opened.close()
    await extranet.close()


class Browser:
    """Asks the site, at the last moment before sending, what a browser would send now."""

    def __init__(self, wire: WireStand, account: Account, edits: dict[str, str]) -> None:
        self._wire, self._account, self._edits = wire, account, edits
        self.pairs: Pairs = []

    async def __call__(self) -> None:
        assert list(self._wire.posts) == []
        self.pairs = self._wire.browser_post(self._account.identifier, self._edits)


async def test_a_telephone_number_is_sent_as_a_browser_would(
    wire: WireStand, session: Session, account: Account
) -> None:
    field = telephone(wire, account)
    edits = {field.caption: another_number(field.value)}
    browser = Browser(wire, account, edits)

    await session.propose_family(asking(await session.family(), edits), browser)

    assert [*wire.posts] == [browser.pairs]


async def test_the_other_familys_form_is_sent_as_a_browser_would(wire: WireStand) -> None:
    account = wire.accounts[1]
    extranet = wire.extranet()
    session = await signed_in(extranet, account)
    field = telephone(wire, account)
    edits = {field.caption: another_number(field.value)}
    browser = Browser(wire, account, edits)

    await session.propose_family(asking(await session.family(), edits), browser)

    assert [*wire.posts] == [browser.pairs]
    await session.close()
    await extranet.close()


async def test_several_lines_with_accents_and_signs_are_sent_as_a_browser_would(
    wire: WireStand, session: Session, account: Account
) -> None:
    sheet = await session.family()
    field = next(f for f in sheet.fields() if f.kind is Kind.LONG_TEXT and f.editable)
    caption = written(wire, account, field)
    edits = {caption: """Rés. « L'Été » & Cie < 3 km\n7 bis, rue d'Ÿser + 100 % = "Œuvre\""""}
    browser = Browser(wire, account, edits)

    outcome = await session.propose_family(asking(sheet, edits), browser)

    assert [*wire.posts] == [browser.pairs]
    assert outcome.verdict is Verdict.PENDING_VALIDATION


async def test_another_choice_is_sent_as_a_browser_would(
    wire: WireStand, session: Session, account: Account
) -> None:
    sheet = await session.family()
    field = next(f for f in sheet.fields() if f.kind is Kind.CHOICE and f.editable)
    other = next(o for o in field.options if o.value and o.value != field.value)
    browser = Browser(wire, account, {written(wire, account, field): other.label})

    outcome = await session.propose_family(asking(sheet, {field.caption: other.value}), browser)

    assert [*wire.posts] == [browser.pairs]
    assert outcome.verdict is Verdict.PENDING_VALIDATION


async def test_a_check_box_is_ticked_and_unticked_as_a_browser_would(wire: WireStand) -> None:
    extranet = wire.extranet()
    labels = {}
    sessions = []
    for account in wire.accounts[:2]:
        session = await signed_in(extranet, account)
        sessions.append(session)
        check = next(f for f in (await session.family()).fields() if f.kind is Kind.CHECK)
        shown = next(
            s for s in wire.famille(account.identifier) if plain(s.caption) == plain(check.caption)
        )
        labels[check.value] = shown.value
    assert set(labels) == {"", "1"}

    for account, session in zip(wire.accounts[:2], sessions, strict=True):
        sheet = await session.family()
        check = next(f for f in sheet.fields() if f.kind is Kind.CHECK)
        wanted = "" if check.value else "1"
        expected: list[Pairs] = []

        async def look(
            account: Account = account,
            caption: str = written(wire, account, check),
            label: str = labels[wanted],
            expected: list[Pairs] = expected,
        ) -> None:
            expected.append(wire.browser_post(account.identifier, {caption: label}))

        outcome = await session.propose_family(asking(sheet, {check.caption: wanted}), look)

        assert wire.posts[-1] == expected[0]
        assert outcome.verdict is Verdict.PENDING_VALIDATION
        await session.close()
    assert len(wire.posts) == 2
    await extranet.close()


async def test_a_second_change_while_the_first_waits_is_sent_as_a_browser_would(
    wire: WireStand, session: Session, account: Account
) -> None:
    field = telephone(wire, account)
    first = {field.caption: another_number(field.value)}
    await session.propose_family(asking(await session.family(), first), nothing_to_do)
    expected: list[Pairs] = []

    async def look() -> None:
        expected.append(wire.browser_post(account.identifier, {"Ville": "Montreuil-les-Ormes"}))

    outcome = await session.propose_family(
        asking(await session.family(), {"Ville": "Montreuil-les-Ormes"}), look
    )

    assert wire.posts[-1] == expected[0]
    assert outcome.verdict is Verdict.PENDING_VALIDATION
    assert wire.waiting(account.identifier)["Ville"] == "Montreuil-les-Ormes"


async def test_a_conflict_sends_no_form_at_all(
    wire: WireStand, session: Session, account: Account
) -> None:
    field = telephone(wire, account)
    proposal = asking(await session.family(), {field.caption: another_number(field.value)})
    wire.edit(account.identifier, field.caption, "06 39 98 55 55")

    with pytest.raises(Conflict):
        await session.propose_family(proposal, nothing_to_do)

    assert list(wire.posts) == []


async def test_reading_and_signing_out_send_no_form_at_all(
    wire: WireStand, session: Session
) -> None:
    await session.home()
    await session.family()
    await session.sign_out()

    assert list(wire.posts) == []


async def test_a_form_whose_session_ended_under_way_leaves_once_at_most(
    wire: WireStand, session: Session, account: Account
) -> None:
    field = telephone(wire, account)
    proposal = asking(await session.family(), {field.caption: another_number(field.value)})

    async def the_old_server_restarts() -> None:
        wire.end_sessions()

    await session.propose_family(proposal, the_old_server_restarts)

    assert len(wire.posts) <= 1


async def test_what_a_proposal_does_not_name_is_sent_back_as_it_stood(
    wire: WireStand, session: Session, account: Account
) -> None:
    sheet = await session.family()
    field = telephone(wire, account)
    before = {f.key: f.value for f in sheet.fields()}

    await session.propose_family(
        asking(sheet, {field.caption: another_number(field.value)}), nothing_to_do
    )
    wire.validate(account.identifier)

    after = {f.key: f.value for f in (await session.family()).fields()}
    changed = field_called(sheet, field.caption).key
    assert {key for key in before if before[key] != after[key]} == {changed}
