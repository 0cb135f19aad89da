"""The school in both markups, with somebody signed in where a test asks for it."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Literal

import pytest

from adapters.school import Running, running
from tests.unit.school.visitor import Visitor


@pytest.fixture(params=["old", "refreshed"])
def markup(request: pytest.FixtureRequest) -> Literal["old", "refreshed"]:
    name: Literal["old", "refreshed"] = request.param
    return name


@pytest.fixture
def school(markup: Literal["old", "refreshed"]) -> Iterator[Running]:
    with running(markup) as answering:
        yield answering


@pytest.fixture
def arrive(school: Running) -> Iterator[Callable[[str], Visitor]]:
    """Signs in the family of an identifier, in a browser of its own."""
    with ExitStack() as browsers:

        def sign_in(identifier: str) -> Visitor:
            account = next(one for one in school.accounts if one.identifier == identifier)
            visitor = Visitor(school)
            browsers.enter_context(visitor.client)
            return visitor.sign_in(account)

        yield sign_in


@pytest.fixture
def anne(arrive: Callable[[str], Visitor]) -> Visitor:
    return arrive("dupre.anne")
