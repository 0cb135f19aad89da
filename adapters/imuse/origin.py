"""The one place that may be contacted, and addresses as browsers make them from a page's links."""

from urllib.parse import quote, urljoin, urlsplit, urlunsplit

import msgspec

from adapters.errors import ForeignAddress
from adapters.imuse.charset import encode

_PORTS = {"http": 80, "https": 443}
_PATH = "/%:@!$&'()*+,;=~-._"
_QUERY = _PATH + "?[]{}|^`\\"


class Origin(msgspec.Struct, frozen=True):
    """Scheme, host and port of the configured sign-in address."""

    scheme: str
    host: str
    port: int

    @classmethod
    def of(cls, url: str) -> "Origin":
        """The origin of an absolute address."""
        parts = urlsplit(url)
        scheme = parts.scheme.lower()
        try:
            port = parts.port or _PORTS.get(scheme, 0)
        except ValueError as error:
            raise ForeignAddress("unreadable port") from error
        return cls(scheme, (parts.hostname or "").lower(), port)

    def check(self, url: str) -> str:
        """`url` itself, if it may be asked for: our origin, or https on the same host.

        Raises:
            ForeignAddress: anything else, whoever pointed there.
        """
        parts = urlsplit(url)
        if parts.username is not None or parts.password is not None:
            raise ForeignAddress("credentials in an address")
        other = Origin.of(url)
        upgraded = self.scheme == "http" and other.scheme == "https" and other.host == self.host
        if other != self and not upgraded:
            raise ForeignAddress(f"{other.scheme}://{other.host}:{other.port}")
        return url


def resolve(base: str, reference: str, charset: str) -> str:
    """The absolute address of a link, its query encoded in its page's charset as browsers do.

    The fragment is left out: no server ever sees it.
    """
    parts = urlsplit(urljoin(base, reference.strip().replace("\n", "").replace("\t", "")))
    path = quote(parts.path, safe=_PATH, encoding="utf-8")
    query = quote(encode(parts.query, charset), safe=_QUERY)
    return urlunsplit((parts.scheme, parts.netloc, path or "/", query, ""))
