"""Adapters by name: ours, and any that another package registers under `imuse_gateway.adapters`."""

from collections.abc import Callable
from importlib.metadata import entry_points
from pathlib import Path

import msgspec

from adapters.port import Extranet

GROUP = "imuse_gateway.adapters"


class ExtranetSettings(msgspec.Struct, frozen=True, kw_only=True):
    """How to reach one school's old site."""

    sign_in_url: str
    profile: str = "base"
    """A built-in profile's name, or the path of a TOML file."""
    ca_file: Path | None = None
    """A PEM file of certificate authorities to trust besides the usual ones."""
    pages_per_second: float = 5
    at_once: int = 3
    """How many requests may be under way on the old site, all families together."""
    timeout: float = 20
    """Seconds to wait for an answer."""
    longest_run: float = 60
    """Seconds after which a request of ours can no longer take effect on the old server."""
    contact: str = ""
    """Whom the old site's administrators may ask: told in the User-Agent."""


Factory = Callable[[ExtranetSettings], Extranet]


class UnknownAdapter(LookupError):
    """No adapter of that name is installed."""


def extranet(name: str, settings: ExtranetSettings) -> Extranet:
    """The extranet behind `settings`, through the adapter called `name`.

    Raises:
        UnknownAdapter: no such adapter; the message names those there are.
    """
    found = entry_points(group=GROUP)
    if name not in found.names:
        raise UnknownAdapter(f"{name} (installed: {', '.join(sorted(found.names))})")
    factory: Factory = found[name].load()
    return factory(settings)
