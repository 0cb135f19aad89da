"""An old site or a page that fails is left alone for a while; every other goes on."""

from pathlib import Path

import pytest
import pytest_asyncio
from msgspec.structs import replace

from adapters.errors import (
    BadCredentials,
    Conflict,
    ForeignAddress,
    HalfPage,
    NotUnderstood,
    SessionEnded,
    TooSlow,
    Unreachable,
)
from gateway.pending.sending.breaker import Breaker
from gateway.pending.subjects import Kind
from gateway.settings import Delivery
from gateway.store.requests import RequestRow
from gateway.store.store import Store
from tests.unit.pending.test_journal import received

FAMILIES = ("a", "b", "c")


class Site:
    """A breaker, the time beside it and a request."""

    def __init__(self, row: RequestRow) -> None:
        self.now = 0.0
        settings = Delivery(first_pause_seconds=30, longest_pause_seconds=120)
        self.breaker = Breaker(settings, lambda: self.now)
        self._row = row

    def hears(self, error: Exception | None, account: str = "a", kind: Kind = Kind.FAMILY) -> None:
        self.breaker.heard(replace(self._row, account=account, kind=kind), error)

    def left(self, kind: Kind = Kind.FAMILY, school: str = "e") -> float:
        return self.breaker.left(school, kind)

    def fails(self, error: Exception) -> None:
        for family in FAMILIES:
            self.hears(error, family)


@pytest_asyncio.fixture
async def site(tmp_path: Path) -> Site:
    store = Store(tmp_path / "s.sqlite")
    row = await received(store)
    store.close()
    return Site(row)


async def test_it_says_what_is_left_alone_now(site: Site) -> None:
    assert site.breaker.halted("e") == ()
    site.fails(NotUnderstood())
    assert site.breaker.halted("e") == ("family",)
    site.fails(Unreachable())
    site.now = 1000
    assert site.breaker.halted("e") == ("", "family"), "one that is about to try proves nothing"
    assert site.breaker.halted("another") == ()
    site.hears(None)
    assert site.breaker.halted("e") == ()


async def test_a_site_that_answers_nobody_is_left_alone_with_all_its_pages(site: Site) -> None:
    site.hears(Unreachable(), "a")
    site.hears(TooSlow(), "b")
    assert site.left() == 0
    site.hears(Unreachable(), "c", Kind.STUDENT)
    assert 0 < site.left() <= 30
    assert site.left(Kind.STUDENT) == site.left(Kind.RE_ENROLMENT) == site.left()
    assert site.left(school="another") == 0


@pytest.mark.parametrize("error", [NotUnderstood(), HalfPage(), ForeignAddress()])
async def test_a_page_that_nobody_can_read_is_left_alone_and_no_other(
    site: Site, error: Exception
) -> None:
    site.fails(error)
    assert 0 < site.left() <= 30
    assert site.left(Kind.STUDENT) == 0
    assert site.left(school="another") == 0


async def test_one_family_alone_opens_nothing(site: Site) -> None:
    for _ in range(20):
        site.hears(NotUnderstood(), "a")
        site.hears(Unreachable(), "a")
    assert site.left() == 0


async def test_failures_count_in_a_row_only(site: Site) -> None:
    site.hears(Unreachable(), "a")
    site.hears(Unreachable(), "b")
    site.hears(None, "d")
    site.hears(Unreachable(), "c")
    assert site.left() == 0


@pytest.mark.parametrize("error", [Conflict({}), BadCredentials()])
async def test_what_the_old_site_says_no_to_it_has_answered(site: Site, error: Exception) -> None:
    site.hears(Unreachable(), "a")
    site.hears(Unreachable(), "b")
    site.hears(error, "d")
    site.hears(Unreachable(), "c")
    assert site.left() == 0


async def test_a_session_that_has_ended_tells_nothing(site: Site) -> None:
    site.fails(SessionEnded())
    assert site.left() == 0
    site.fails(Unreachable())
    site.hears(SessionEnded())
    assert site.left() > 0


async def test_after_the_pause_one_tries_and_the_others_wait_for_it(site: Site) -> None:
    site.fails(Unreachable())
    site.now += site.left()
    assert site.left() == 0
    with site.breaker.trying("e", Kind.FAMILY):
        assert site.left(Kind.STUDENT) == float("inf")
        assert site.left(school="another") == 0
    assert site.left(Kind.STUDENT) == 0, "it came to nothing: the next one tries"


async def test_it_closes_as_soon_as_one_gets_through(site: Site) -> None:
    site.fails(Unreachable())
    site.now += site.left()
    with site.breaker.trying("e", Kind.FAMILY):
        site.hears(None, "b")
        assert site.left(Kind.STUDENT) == 0
    site.hears(Unreachable(), "a")
    assert site.left() == 0, "counted from the beginning"


async def test_a_family_that_reads_the_page_closes_it(site: Site) -> None:
    site.fails(HalfPage())
    site.fails(Unreachable())
    site.breaker.works("e", Kind.STUDENT)
    assert site.left() > 0
    site.breaker.works("e", Kind.FAMILY)
    assert site.left() == 0


async def test_its_pauses_grow_up_to_the_longest_and_are_never_the_same(site: Site) -> None:
    site.fails(Unreachable())
    pauses = []
    for _ in range(30):
        pauses.append(site.left())
        site.now += site.left()
        with site.breaker.trying("e", Kind.FAMILY):
            site.hears(Unreachable(), "a")
    assert pauses[0] <= 30
    assert pauses[1] <= 60 < max(pauses) <= 120
    assert len(set(pauses)) == len(pauses)


async def test_what_was_begun_before_it_opened_makes_no_pause_longer(site: Site) -> None:
    site.fails(Unreachable())
    left = site.left()
    for _ in range(10):
        site.hears(Unreachable(), "z")
    assert site.left() == left
