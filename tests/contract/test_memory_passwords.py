"""The extranet in memory: passwords, and what can go wrong with them on demand."""

import pytest

from adapters.errors import BadCredentials, Unreachable, Unstorable
from adapters.memory import MemoryExtranet, NextWrite
from adapters.model import Outcome, Verdict
from adapters.passwords import PasswordRequest
from adapters.port import Session
from tests.contract.visit import nothing_to_do

NEW = "bonne-saison-7"
MAIL = "helene.lemarchand@example.org"


@pytest.fixture
def extranet() -> MemoryExtranet:
    return MemoryExtranet()


@pytest.fixture
def former(extranet: MemoryExtranet) -> str:
    return extranet.families["F-1042"].password


@pytest.fixture
async def session(extranet: MemoryExtranet) -> Session:
    return await extranet.sign_in(extranet.credentials("F-1042"))


async def ask(extranet: MemoryExtranet, email: str = MAIL, identifier: str = "F-1042") -> Outcome:
    asking = PasswordRequest(site="1", identifier=identifier, email=email)
    return await extranet.request_password(asking, nothing_to_do)


@pytest.mark.parametrize(
    ("new", "taken"),
    [("court-7", False), ("sans-chiffre", False), ("huit-789", True), ("x" * 19 + "7", True)],
)
async def test_a_password_has_eight_characters_and_a_digit(
    extranet: MemoryExtranet, session: Session, former: str, new: str, taken: bool
) -> None:
    terms = await session.password_terms()

    outcome = await session.change_password(former, new, nothing_to_do)

    assert (outcome.verdict is Verdict.APPLIED) is taken
    assert (outcome.words in terms.rules) is not taken
    assert extranet.families["F-1042"].password == (new if taken else former)


@pytest.mark.parametrize("new", ["日本の音楽-7", "x" * 20 + "7"])
async def test_one_that_the_form_cannot_say_is_not_sent(
    extranet: MemoryExtranet, session: Session, former: str, new: str
) -> None:
    with pytest.raises(Unstorable):
        await session.change_password(former, new, nothing_to_do)

    assert extranet.asked["write"] == 0


@pytest.mark.parametrize(
    ("fate", "at_once", "later"),
    [
        (NextWrite.ANSWER_LOST, True, True),
        (NextWrite.REQUEST_LOST, False, False),
        (NextWrite.LANDS_LATE, False, True),
    ],
)
async def test_what_is_lost_is_unknown_whatever_became_of_it(
    extranet: MemoryExtranet,
    session: Session,
    former: str,
    fate: NextWrite,
    at_once: bool,
    later: bool,
) -> None:
    extranet.faults.next_write = fate

    outcome = await session.change_password(former, NEW, nothing_to_do)

    assert (outcome.verdict, outcome.settled) == (Verdict.UNKNOWN, False)
    assert (extranet.families["F-1042"].password == NEW) is at_once
    extranet.land()
    assert (extranet.families["F-1042"].password == NEW) is later


async def test_another_session_of_the_family_has_to_sign_in_with_the_new_one(
    extranet: MemoryExtranet, session: Session, former: str
) -> None:
    other = await extranet.sign_in(extranet.credentials("F-1042"))
    await session.change_password(former, NEW, nothing_to_do)
    extranet.end_sessions()

    assert (await session.family()).fields()
    with pytest.raises(BadCredentials):
        await other.family()


@pytest.mark.parametrize(
    ("fate", "mailed"),
    [(NextWrite.ANSWER_LOST, 1), (NextWrite.REQUEST_LOST, 0), (NextWrite.LANDS_LATE, 0)],
)
async def test_a_lost_answer_to_mot_de_passe_perdu_is_unknown(
    extranet: MemoryExtranet, former: str, fate: NextWrite, mailed: int
) -> None:
    extranet.faults.next_write = fate

    outcome = await ask(extranet)

    assert outcome.verdict is Verdict.UNKNOWN
    assert len(extranet.mailed) == mailed
    assert (extranet.families["F-1042"].password != former) is bool(mailed)
    extranet.land()
    assert len(extranet.mailed) == (0 if fate is NextWrite.REQUEST_LOST else 1)


async def test_a_neutral_site_says_the_same_of_a_pair_that_it_does_not_know(
    extranet: MemoryExtranet,
) -> None:
    extranet.neutral = True

    known = await ask(extranet)
    others = [await ask(extranet, email="autre@example.org"), await ask(extranet, identifier="F-0")]

    assert others == [known, known]
    assert len(extranet.mailed) == 1


async def test_another_site_says_which_pair_it_does_not_know(extranet: MemoryExtranet) -> None:
    outcome = await ask(extranet, identifier="F-0")

    assert (outcome.verdict, outcome.words) == (Verdict.REFUSED, "Identifiant ou e-mail inconnu.")


async def test_a_live_session_goes_on_until_it_has_to_sign_in_again(
    extranet: MemoryExtranet, session: Session
) -> None:
    await ask(extranet)
    assert (await session.family()).fields()
    extranet.end_sessions()

    with pytest.raises(BadCredentials):
        await session.family()
    (mail,) = extranet.mailed
    assert mail.password not in repr(mail)
    again = await extranet.sign_in(extranet.credentials("F-1042"))
    assert extranet.credentials("F-1042").password == mail.password
    assert (await again.family()).fields()


async def test_where_it_cannot_be_reached_nothing_is_begun_and_it_raises(
    extranet: MemoryExtranet,
) -> None:
    begun = []

    async def begin() -> None:
        begun.append(True)

    extranet.faults.down = True
    with pytest.raises(Unreachable):
        await extranet.request_password(
            PasswordRequest(site="1", identifier="F-1042", email=MAIL), begin
        )

    assert (begun, extranet.mailed) == ([], [])


async def test_it_counts_what_it_was_asked(
    extranet: MemoryExtranet, session: Session, former: str
) -> None:
    await session.password_terms()
    await session.change_password(former, NEW, nothing_to_do)
    await ask(extranet)

    assert extranet.asked == {"sign_in": 1, "password_terms": 2, "request_password": 1, "write": 2}
