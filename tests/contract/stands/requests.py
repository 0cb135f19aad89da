"""The stands that take re-enrolments and passwords, each with an adapter before it."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from functools import partial
from typing import Protocol

from adapters.port import Extranet
from tests.contract.stands.memory_requests import memory
from tests.contract.stands.school_requests import school_requests
from tests.contract.stands.stranger import modules, served
from tests.contract.stands.whole import WHOLE_SITES, whole
from tests.strangers.requests.stage import Requests


class RequestStand(Requests, Protocol):
    """An old site that takes both, and the adapter that reaches it."""

    sign_in_url: str

    def extranet(self) -> Extranet:
        """A new adapter for the site; whoever asks for it closes it."""


STRANGERS = modules("requests", "stage")


@contextmanager
def stranger(module: str) -> Iterator[RequestStand]:
    """The live adapter before the stranger of that module."""
    with served(f"requests.{module}") as site:
        yield site


REQUEST_STANDS: dict[str, Callable[[], AbstractContextManager[RequestStand]]] = {
    "memory": memory,
    "school-old": partial(school_requests, "old"),
    "school-refreshed": partial(school_requests, "refreshed"),
    **{name: partial(stranger, name) for name in STRANGERS},
    **{name: partial(whole, name) for name in WHOLE_SITES},
}

IN_CONTRACT = tuple(name for name in REQUEST_STANDS if name != "school-refreshed")
"""Those of the suite; the refreshed markup is a parent's in the journeys."""
