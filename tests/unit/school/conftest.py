"""The school in both markups, with somebody signed in where a test asks for it."""

from collections.abc import Iterator
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
def anne(school: Running) -> Iterator[Visitor]:
    visitor = Visitor(school)
    with visitor.client:
        yield visitor.sign_in(school.accounts[0])
