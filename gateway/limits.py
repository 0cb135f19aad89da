"""Attempts, limited before the old site is asked: by account, by address and in all.

Typing errors of many must not have the old site close an account or ban the gateway. A window
slides over the attempts that were let through: nobody is locked out for good.
"""

import ipaddress
from datetime import datetime, timedelta

from sqlalchemy import Connection

from gateway import config
from gateway.clock import Clock
from gateway.store import attempts
from gateway.store.store import Store
from gateway.vault import Vault


class TooManyAttempts(Exception):
    """Nothing was asked of the old site; `seconds` is how long to wait."""

    def __init__(self, seconds: float) -> None:
        """More than 0."""
        super().__init__()
        self.seconds = seconds


class Limits:
    """Counts attempts in the store, so that a restart forgets none."""

    def __init__(
        self,
        store: Store,
        vault: Vault,
        settings: config.Limits | config.LostPasswords | config.DeskAccess,
        clock: Clock,
    ) -> None:
        """`settings` is the configuration's `[limits]`, `[lost_passwords]` or `[desk]`."""
        lost = isinstance(settings, config.LostPasswords)
        self._store = store
        self._vault = vault
        self._clock = clock
        self._window = (
            timedelta(hours=settings.window_hours)
            if isinstance(settings, config.LostPasswords)
            else timedelta(seconds=settings.window_seconds)
        )
        self._kind = "lost-" if lost else "desk-" if isinstance(settings, config.DeskAccess) else ""
        self._most = {
            f"{self._kind}account": settings.per_account,
            f"{self._kind}address": settings.per_address,
            f"{self._kind}all": settings.in_all,
        }

    async def count(self, school: str, identifier: str, address: str) -> None:
        """Count an attempt and let it through.

        Raises:
            TooManyAttempts: it is one too many, and is not counted.
        """
        subjects = self._subjects(school, identifier, address)
        await self._store.write(lambda c: self._count(c, school, subjects, self._clock()))

    async def forgive(self, school: str, identifier: str) -> None:
        """After a success the account's attempts no longer count; the address's still do."""
        subject = self._account(school, identifier)
        scope = f"{self._kind}account"
        await self._store.write(lambda c: attempts.clear(c, school, scope, subject))

    async def take_back(self, school: str, identifier: str) -> None:
        """The account's latest attempt came to nothing: it counts for the address and in all."""
        subject = self._account(school, identifier)
        scope = f"{self._kind}account"
        await self._store.write(lambda c: attempts.take_back(c, school, scope, subject))

    async def counted(self, school: str, identifier: str) -> int:
        """How many of the account's attempts are counted now."""
        subject, scopes = self._account(school, identifier), (f"{self._kind}account",)
        return await self._store.read(lambda c: attempts.counted(c, school, scopes, subject))

    def _subjects(self, school: str, identifier: str, address: str) -> dict[str, str]:
        network = self._vault.digest("address", _network(address))
        account = self._account(school, identifier)
        return dict(zip(self._most, (account, network, ""), strict=True))

    def _account(self, school: str, identifier: str) -> str:
        """Here case and site make no difference: they would be ways round the limit."""
        return self._vault.digest("attempts", school, identifier.strip().casefold())

    def _count(
        self, connection: Connection, school: str, subjects: dict[str, str], now: datetime
    ) -> None:
        attempts.remove_before(connection, school, list(self._most), now - self._window)
        waits = [
            wait
            for scope, subject in subjects.items()
            if (wait := self._wait(connection, school, scope, subject, now)) > timedelta()
        ]
        if waits:
            raise TooManyAttempts(max(waits).total_seconds())
        for scope, subject in subjects.items():
            attempts.add(connection, school, scope, subject, now)

    def _wait(
        self, connection: Connection, school: str, scope: str, subject: str, now: datetime
    ) -> timedelta:
        earliest = attempts.nth_latest(connection, school, scope, subject, self._most[scope])
        return timedelta() if earliest is None else earliest + self._window - now


def _network(address: str) -> str:
    """An address as it counts: IPv6 by its /64, which is one household's (RFC 6177)."""
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return address
    if isinstance(ip, ipaddress.IPv4Address):
        return str(ip)
    if ip.ipv4_mapped:
        return str(ip.ipv4_mapped)
    return str(ipaddress.ip_network((ip, 64), strict=False))
