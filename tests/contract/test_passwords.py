"""Passwords on every stand: changed at once or not at all, and asked for anew only once."""

import asyncio
from collections.abc import AsyncIterator, Iterator

import pytest

from adapters.errors import BadCredentials
from adapters.model import Credentials, Verdict
from adapters.passwords import PasswordRequest
from adapters.port import Extranet, Session
from tests.contract.stands.requests import IN_CONTRACT, REQUEST_STANDS, RequestStand
from tests.contract.visit import credentials, nothing_to_do
from tests.strangers.stage import Account


@pytest.fixture(params=IN_CONTRACT)
def place(request: pytest.FixtureRequest) -> Iterator[RequestStand]:
    with REQUEST_STANDS[request.param]() as built:
        yield built


@pytest.fixture
async def door(place: RequestStand) -> AsyncIterator[Extranet]:
    built = place.extranet()
    yield built
    await built.close()


@pytest.fixture
def family(place: RequestStand) -> Account:
    return place.accounts[0]


@pytest.fixture
async def known(door: Extranet, family: Account) -> Credentials:
    return await credentials(door, family)


@pytest.fixture
async def inside(door: Extranet, known: Credentials) -> AsyncIterator[Session]:
    opened = await door.sign_in(known)
    yield opened
    await opened.close()


async def test_the_rules_are_told_before_anything_is_typed(inside: Session) -> None:
    terms = await inside.password_terms()

    assert terms.rules
    assert terms.min_length is None or terms.min_length > 1


async def test_a_password_is_changed_at_once(
    place: RequestStand, door: Extranet, family: Account, known: Credentials, inside: Session
) -> None:
    new = place.good_password()

    outcome = await inside.change_password(family.password, new, nothing_to_do)

    assert outcome.verdict is Verdict.APPLIED
    assert place.password(family.identifier) == new
    with pytest.raises(BadCredentials):
        await door.sign_in(known)
    place.end_sessions()
    assert (await inside.family()).fields()


async def test_one_that_breaks_the_rules_is_refused_in_the_schools_words(
    place: RequestStand, family: Account, inside: Session
) -> None:
    outcome = await inside.change_password(family.password, place.bad_password(), nothing_to_do)

    assert outcome.verdict is Verdict.REFUSED
    assert outcome.words
    assert place.password(family.identifier) == family.password


async def test_with_a_wrong_former_one_nothing_changes(
    place: RequestStand, family: Account, inside: Session
) -> None:
    outcome = await inside.change_password("wrong-0", place.good_password(), nothing_to_do)

    assert outcome.verdict is Verdict.REFUSED
    assert place.password(family.identifier) == family.password


async def test_a_lost_answer_is_unknown_and_signing_in_tells(
    place: RequestStand, door: Extranet, family: Account, inside: Session
) -> None:
    new = place.good_password()
    place.lose_next_answer("mot_de_passe")

    outcome = await inside.change_password(family.password, new, nothing_to_do)

    assert (outcome.verdict, outcome.settled) == (Verdict.UNKNOWN, False)
    again = await door.sign_in(
        await credentials(door, Account(family.site, family.identifier, new))
    )
    assert (await again.family()).fields()
    await again.close()


async def test_where_the_session_has_ended_it_is_signed_in_before_the_change(
    place: RequestStand, family: Account, inside: Session
) -> None:
    await inside.family()
    place.end_sessions()

    outcome = await inside.change_password(family.password, place.good_password(), nothing_to_do)

    assert outcome.verdict is Verdict.APPLIED


async def test_a_new_password_comes_by_mail_and_ends_the_former_one(
    place: RequestStand, door: Extranet, family: Account, known: Credentials
) -> None:
    asking = PasswordRequest(
        site=known.site, identifier=family.identifier, email=place.email(family.identifier)
    )

    outcome = await door.request_password(asking, nothing_to_do)

    assert outcome.verdict is Verdict.APPLIED
    assert outcome.words
    (mail,) = place.mailed
    assert (mail.identifier, mail.email) == (family.identifier, asking.email)
    assert place.password(family.identifier) == mail.password != family.password
    with pytest.raises(BadCredentials):
        await door.sign_in(known)


async def test_with_another_address_nothing_is_sent_and_the_password_stays(
    place: RequestStand, door: Extranet, family: Account, known: Credentials
) -> None:
    asking = PasswordRequest(
        site=known.site, identifier=family.identifier, email="quelquun@example.org"
    )

    await door.request_password(asking, nothing_to_do)

    assert list(place.mailed) == []
    assert place.password(family.identifier) == family.password


async def test_two_requests_are_two_passwords_and_only_the_last_one_works(
    place: RequestStand, door: Extranet, family: Account, known: Credentials
) -> None:
    asking = PasswordRequest(
        site=known.site, identifier=family.identifier, email=place.email(family.identifier)
    )

    await asyncio.gather(*(door.request_password(asking, nothing_to_do) for _ in range(2)))

    first, last = place.mailed
    assert first.password != last.password == place.password(family.identifier)
