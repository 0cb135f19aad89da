"""A stand, an adapter before it, and its families."""

from collections.abc import AsyncIterator, Iterator

import pytest
import pytest_asyncio

from adapters.port import Extranet, Session
from tests.contract.identite import household
from tests.contract.reader import Reader
from tests.contract.stands import STANDS, WIRE_STANDS
from tests.contract.stands.dossiers import DOSSIER_STANDS, STUDENT_STANDS, StudentStand
from tests.contract.stands.stand import Stand, WireStand
from tests.contract.visit import signed_in
from tests.strangers.stage import Account


@pytest.fixture(params=STANDS)
def stand(request: pytest.FixtureRequest) -> Iterator[Stand]:
    """Every stand in turn."""
    with STANDS[request.param]() as built:
        yield built


@pytest.fixture(params=WIRE_STANDS)
def wire(request: pytest.FixtureRequest) -> Iterator[WireStand]:
    """Every stand in turn that tells what went over the wire."""
    with WIRE_STANDS[request.param]() as built:
        yield built


@pytest.fixture(params=STUDENT_STANDS)
def school(request: pytest.FixtureRequest) -> Iterator[StudentStand]:
    """Every stand in turn whose staff decides on students' sheets."""
    with STUDENT_STANDS[request.param]() as built:
        yield built


@pytest.fixture
async def adapter(school: StudentStand) -> AsyncIterator[Extranet]:
    """An adapter before the school."""
    built = school.extranet()
    yield built
    await built.close()


@pytest.fixture
def three(school: StudentStand) -> Account:
    """The school's family with three students."""
    return household(school, 3)


@pytest.fixture
async def parent(adapter: Extranet, three: Account) -> AsyncIterator[Session]:
    """That family, signed in."""
    opened = await signed_in(adapter, three)
    yield opened
    await opened.close()


@pytest.fixture
async def refs(parent: Session) -> list[str]:
    """The three students' references, in the site's order."""
    return [student.ref for student in await parent.students()]


@pytest_asyncio.fixture(scope="module", loop_scope="module", params=DOSSIER_STANDS)
async def reader(request: pytest.FixtureRequest) -> AsyncIterator[Reader]:
    """Every stand in turn whose families can be read whole; read once for a whole module."""
    with DOSSIER_STANDS[request.param]() as built:
        reading = Reader(built)
        yield reading
        await reading.close()


@pytest.fixture
async def extranet(stand: Stand) -> AsyncIterator[Extranet]:
    """An adapter before the stand."""
    built = stand.extranet()
    yield built
    await built.close()


@pytest.fixture
def account(stand: Stand) -> Account:
    """The first family."""
    return stand.accounts[0]


@pytest.fixture
async def session(extranet: Extranet, account: Account) -> AsyncIterator[Session]:
    """The first family, signed in."""
    opened = await signed_in(extranet, account)
    yield opened
    await opened.close()
