"""Old sessions in memory: let go of in time, and never while somebody uses them."""

from adapters.memory import MemoryExtranet
from adapters.memory.session import MemorySession
from adapters.model import Credentials
from gateway.live import Live, LiveSessions

CREDENTIALS = Credentials(site=None, identifier="A", password="mot de passe")


class Closing(MemorySession):
    """Remembers whether it was closed."""

    closed = False

    async def close(self) -> None:
        self.closed = True


def live(handle: str, account: str = "a", school: str = "e") -> tuple[Live, Closing]:
    session = Closing(MemoryExtranet(), CREDENTIALS, handle)
    made = Live((school, handle), account, CREDENTIALS, session, b"cookie", session.state)
    return made, session


async def test_the_least_recently_used_makes_room_and_is_closed() -> None:
    sessions = LiveSessions(2, 100, lambda: 0.0)
    made = [live(handle) for handle in "abc"]
    await sessions.put(made[0][0])
    await sessions.put(made[1][0])
    sessions.get(made[0][0].key)
    await sessions.put(made[0][0])
    await sessions.put(made[2][0])
    assert [session.closed for _, session in made] == [False, True, False]
    assert sessions.get(made[1][0].key) is None


async def test_an_idle_one_is_closed_and_a_used_one_stays() -> None:
    now = 0.0
    sessions = LiveSessions(9, 100, lambda: now)
    (idle, idle_session), (used, used_session), (other, _) = live("a"), live("b"), live("c")
    await sessions.put(idle)
    await sessions.put(used)
    now = 60.0
    await sessions.put(used)
    now = 120.0
    await sessions.put(other)
    assert (idle_session.closed, used_session.closed) == (True, False)


async def test_one_in_use_is_closed_only_afterwards() -> None:
    sessions = LiveSessions(1, 100, lambda: 0.0)
    made, session = live("a")
    await sessions.put(made)
    async with sessions.hold(made):
        await sessions.put(live("b")[0])
        assert not session.closed
    assert session.closed


async def test_an_accounts_session_is_its_own_and_its_schools() -> None:
    sessions = LiveSessions(9, 100, lambda: 0.0)
    mine, other = live("a", "mine"), live("b", "other")
    await sessions.put(mine[0])
    await sessions.put(other[0])
    assert sessions.of_account("e", "mine") is mine[0]
    assert sessions.of_account("f", "mine") is None
    assert sessions.of_account("e", "nobody") is None


def test_no_repr_shows_what_a_session_holds() -> None:
    assert "mot de passe" not in repr(live("a")[0])
    assert "cookie" not in repr(live("a")[0])
