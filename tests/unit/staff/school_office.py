"""A school's office: a store, a clock that is turned, accounts with cheap passwords."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pyotp
from argon2 import PasswordHasher
from sqlalchemy import select

from gateway import config
from gateway.keys import Keys
from gateway.staff import Accounts, Confirmed, Journal, Passwords, Staff
from gateway.store import acts
from gateway.store.acts import ActRow
from gateway.store.store import Store
from gateway.store.tables import staff_session
from gateway.vault import Vault
from gateway.views.office import Clerk, Role

SCHOOL, OTHER = "ecole", "autre"
ADDRESS = "192.0.2.7"
FIRST = "premier-mot-de-passe-canari"
OWN = "le canari chante à midi"
CHEAP = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1)


class Office:
    """What the gateway has of it, and what its people do."""

    def __init__(self, folder: Path, settings: config.DeskAccess | None = None) -> None:
        self.now = datetime(2026, 9, 9, 12, 5, tzinfo=UTC)
        self.store = Store(folder / "s.sqlite")
        self.vault = Vault(Keys(b"a" * 32, {1: b"b" * 32}))
        self.passwords = Passwords(CHEAP)
        self.staff = Staff(
            self.store,
            self.vault,
            settings or config.DeskAccess(),
            self.clock,
            self.passwords,
        )
        self.accounts = Accounts(self.store, self.passwords, self.clock)
        self.journal = Journal(self.store, self.vault, self.clock)
        self.secrets: dict[str, str] = {}

    def clock(self) -> datetime:
        return self.now

    def turn(self, **by: float) -> None:
        self.now += timedelta(**by)

    async def add(
        self, login: str = "claire", role: Role = Role.DECIDE, school: str = SCHOOL
    ) -> None:
        await self.accounts.add(school, login, login.title() + " Martin", role, FIRST)

    def code(self, login: str = "claire") -> str:
        return pyotp.TOTP(self.secrets[login]).at(self.now)

    async def password(self, login: str = "claire", password: str = OWN) -> str:
        """A session that still wants its second factor."""
        return await self.staff.sign_in(SCHOOL, ADDRESS, login, password)

    async def set_up(self, login: str = "claire") -> Confirmed:
        """The first time."""
        cookie = await self.password(login, FIRST)
        begun = await self.staff.begun(SCHOOL, cookie)
        assert begun is not None
        self.secrets[login] = begun.to_set_up
        return await self.staff.set_up(SCHOOL, cookie, ADDRESS, self.code(login), OWN)

    async def signed_in(self, login: str = "claire", role: Role = Role.DECIDE) -> str:
        """The cookie of somebody new who is signed in."""
        await self.add(login, role)
        return (await self.set_up(login)).cookie

    async def clerk(self, cookie: str) -> Clerk:
        found = await self.staff.find(SCHOOL, cookie)
        assert found is not None
        return found

    async def acts(self, school: str = SCHOOL) -> list[ActRow]:
        """The newest first."""
        return await self.store.read(lambda c: acts.latest(c, school))

    async def done(self) -> list[str]:
        return [row.what for row in await self.acts()]

    async def sessions(self) -> int:
        rows = await self.store.read(lambda c: c.execute(select(staff_session)).all())
        return len(rows)
