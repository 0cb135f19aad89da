"""The demonstration's account at the desk: made once, then whoever tries it makes it their own."""

import msgspec

from gateway import clock
from gateway.app import DATABASE
from gateway.settings import Config
from gateway.staff import Accounts, Passwords
from gateway.store.store import Store
from gateway.views.office import Role


class DeskAccount(msgspec.Struct, frozen=True, kw_only=True):
    """What to sign in with the first time; made up, and good on this machine alone."""

    login: str = "camille"
    name: str = "Camille Aubépine"
    password: str = "partition-ouverte-7"  # noqa: S105, said by the demonstration itself


ONE = DeskAccount()


async def make(config: Config) -> None:
    """Make it, who may do everything, in each school of the demonstration that has no account.

    Raises:
        StoreUnusable: the data cannot be used.
    """
    store = Store(config.gateway.data / DATABASE)
    try:
        accounts = Accounts(store, Passwords(), clock.now)
        for school in config.schools:
            if not await accounts.all(school):
                await accounts.add(school, ONE.login, ONE.name, Role.ADMINISTER, ONE.password)
    finally:
        store.close()
