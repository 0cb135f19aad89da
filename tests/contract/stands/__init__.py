"""What the contract suite is run against: each an adapter together with an old site."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from functools import partial

from adapters.memory import Showing
from tests.contract.stands.memory import memory
from tests.contract.stands.school import school
from tests.contract.stands.stand import Stand, WireStand
from tests.contract.stands.stranger import modules, stranger
from tests.contract.stands.whole import WHOLE_SITES, whole

STRANGERS = modules(".", "stage")

WIRE_STANDS: dict[str, Callable[[], AbstractContextManager[WireStand]]] = {
    **{name: partial(stranger, name) for name in STRANGERS},
    **{name: partial(whole, name) for name in WHOLE_SITES},
}
"""Those that keep every form they were sent, and know what a browser would have sent."""

STANDS: dict[str, Callable[[], AbstractContextManager[Stand]]] = {
    "memory": partial(memory, Showing.REQUESTED),
    "memory-showing-current": partial(memory, Showing.CURRENT),
    "school-old": partial(school, "old"),
    "school-refreshed": partial(school, "refreshed"),
    **WIRE_STANDS,
}
