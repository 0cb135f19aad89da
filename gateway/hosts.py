"""Which school a request came to, by the name that its Host header gives."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from gateway.config import School

_LOOPBACK = ("localhost", "127.0.0.1", "[::1]")
_DEFAULT_PORTS = {"https": ":443", "http": ":80"}


@dataclass(frozen=True)
class Place:
    """The school that a request came to, and the origin of the portal's pages there."""

    id: str
    school: School
    origin: str

    @property
    def secure(self) -> bool:
        """Whether families reach it over TLS."""
        return self.origin.startswith("https:")


class Hosts:
    """The schools by host; one alone on a loopback port answers under every loopback name."""

    def __init__(self, schools: Mapping[str, School]) -> None:
        """`schools` by their ids; each is reached at its `public_url`."""
        places = [Place(id, school, _origin(school.public_url)) for id, school in schools.items()]
        self._places = {_host(place.origin): place for place in places}
        neighbours = Counter(_port(place.origin) for place in places if _on_loopback(place.origin))
        for place in places:
            if _on_loopback(place.origin) and neighbours[_port(place.origin)] == 1:
                self._places |= {_host(alias.origin): alias for alias in _aliases(place)}

    def find(self, host: str) -> Place | None:
        """The place of a Host header's value, or None."""
        host = host.lower()
        return self._places.get(host) or next(
            (
                place
                for scheme, port in _DEFAULT_PORTS.items()
                if host.endswith(port)
                and (place := self._places.get(host.removesuffix(port)))
                and place.origin.startswith(f"{scheme}:")
            ),
            None,
        )


def _origin(url: str) -> str:
    parts = urlsplit(url.lower())
    netloc = parts.netloc.removesuffix(_DEFAULT_PORTS.get(parts.scheme, ""))
    return f"{parts.scheme}://{netloc}"


def _host(origin: str) -> str:
    return origin.partition("://")[2]


def _port(origin: str) -> int | None:
    return urlsplit(origin).port


def _on_loopback(origin: str) -> bool:
    return _host(origin).startswith(_LOOPBACK) and urlsplit(origin).hostname in (
        "localhost",
        "127.0.0.1",
        "::1",
    )


def _aliases(place: Place) -> list[Place]:
    scheme, port = urlsplit(place.origin).scheme, _port(place.origin)
    tail = f":{port}" if port else ""
    return [Place(place.id, place.school, f"{scheme}://{name}{tail}") for name in _LOOPBACK]
