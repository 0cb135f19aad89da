"""Addresses of the web, of mail and of the network, as the configuration may hold them. Pure."""

import ipaddress
import re
from email.errors import MessageError
from email.headerregistry import Address
from urllib.parse import urlsplit

_DELIVERABLE = re.compile(
    r"[!#-'*+/-9=?A-Z^-~-]+(\.[!#-'*+/-9=?A-Z^-~-]+)*@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*"
)
"""An address that needs no quoting (RFC 5322, 3.4.1, dot-atom on both sides), ASCII only."""


def web_address(text: str) -> tuple[str, str] | None:
    """Scheme and host of a web address without a password; None where it is not one."""
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        return None
    whole = parts.scheme in ("http", "https") and parts.hostname and port != 0
    if not whole or "@" in parts.netloc or not text.isprintable() or " " in text:
        return None
    return parts.scheme, parts.hostname or ""


def host(url: str) -> str:
    """Host and port as a browser's Host header names them."""
    parts = urlsplit(url.lower())
    return parts.netloc.removesuffix({"https": ":443", "http": ":80"}.get(parts.scheme, ""))


def mail_address(text: str) -> bool:
    """Whether letters can go from or to it as it stands."""
    try:
        whole = Address(addr_spec=text).addr_spec == text
    except (MessageError, ValueError, IndexError):
        return False
    return whole and text.isascii() and text.isprintable() and "@" in text.strip("@")


def deliverable(address: str) -> bool:
    """Whether mail can be sent to this address as it stands."""
    return len(address) <= 254 and _DELIVERABLE.fullmatch(address) is not None


def loopback(host: str | None) -> bool:
    """Whether a host is this machine."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host or "").is_loopback
    except ValueError:
        return False


def network(text: str) -> bool:
    """Whether it is an IP address, or a network of them; not the whole Internet."""
    try:
        return ipaddress.ip_network(text, strict=False).prefixlen > 0
    except ValueError:
        return False


def as_peers(text: str) -> list[str]:
    """An IP address or network as the server compares its peers with it.

    « 10.0.0.1/24 » is the network around that address; a socket for both versions of IP names an
    IPv4 peer as « ::ffff:10.0.0.1 ».

    Raises:
        ValueError: it is neither.
    """
    found = ipaddress.ip_network(text, strict=False)
    if found.version == 6:
        return [str(found)]
    return [str(found), f"::ffff:{found.network_address}/{96 + found.prefixlen}"]
