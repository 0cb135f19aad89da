"""The accounts of the desk, for whoever types the commands. In French."""

import asyncio
from collections.abc import Awaitable, Callable
from getpass import getpass
from typing import TypeVar

from gateway import clock
from gateway.config import Config
from gateway.opened import opened, school_of
from gateway.staff import (
    AccountUnknown,
    LoginTaken,
    Member,
    PasswordRefused,
    Passwords,
)
from gateway.staff.accounts import Accounts
from gateway.staff.passwords import LEAST, MOST, first_password
from gateway.views.office import Role

T = TypeVar("T")

_WEAK = {
    "short": f"Ce mot de passe est trop court : {LEAST} caractères au moins.",
    "long": f"Ce mot de passe est trop long : {MOST} caractères au plus.",
    "named": "Ce mot de passe contient l’identifiant ou le nom de la personne.",
}


class StaffRefused(Exception):
    """It cannot be done; the message says why, in French."""


def add(config: Config, school: str, login: str, name: str, role: Role, typed: bool) -> list[str]:
    """Add an account; what to say of it.

    Raises:
        StaffRefused, SchoolUnknown, KeyUnusable, StoreUnusable: it cannot be added.
    """
    if not login.strip() or not name.strip():
        raise StaffRefused("Donnez un identifiant et un nom.")
    password = _typed() if typed else first_password()
    _run(config, school, lambda accounts: accounts.add(school, login, name, role, password))
    return [f"Compte créé : {login.strip()} ({role}).", *_first(password, typed)]


def listed(config: Config, school: str) -> list[str]:
    """The school's accounts, one a line."""
    members = _run(config, school, lambda accounts: accounts.all(school))
    return [_line(member) for member in members] or ["Aucun compte du bureau pour cette école."]


def give_role(config: Config, school: str, login: str, role: Role) -> list[str]:
    """Give another role; raises as `add`."""
    _run(config, school, lambda accounts: accounts.give_role(school, login, role))
    return [f"Rôle de {login.strip()} : {role}. Ses sessions sont terminées."]


def reset(config: Config, school: str, login: str, typed: bool) -> list[str]:
    """Begin an account again; raises as `add`."""
    password = _typed() if typed else first_password()
    _run(config, school, lambda accounts: accounts.reset(school, login, password))
    return [
        f"Compte de {login.strip()} réinitialisé : son second facteur est à refaire, ses sessions "
        "sont terminées.",
        *_first(password, typed),
    ]


def disable(config: Config, school: str, login: str) -> list[str]:
    """Close an account; raises as `add`."""
    _run(config, school, lambda accounts: accounts.disable(school, login))
    return [f"Compte de {login.strip()} désactivé, sessions terminées. « reset » le rouvre."]


def _typed() -> str:
    """A password typed twice, without echo."""
    password = getpass("Mot de passe : ")
    if getpass("Encore une fois : ") != password:
        raise StaffRefused("Les deux saisies diffèrent : rien n’a été changé.")
    return password


def _first(password: str, typed: bool) -> list[str]:
    said = [] if typed else [f"Premier mot de passe, montré cette seule fois : {password}"]
    return [
        *said,
        "À la première connexion (/bureau), la personne choisit son propre mot de passe et "
        "installe son second facteur.",
    ]


def _line(member: Member) -> str:
    state = "second facteur en place" if member.set_up else "première connexion attendue"
    if member.disabled_at is not None:
        state = f"désactivé le {member.disabled_at.astimezone():%d/%m/%Y}"
    return f"{member.login} : {member.name}, {member.role}, {state}"


def _run(config: Config, school: str, do: Callable[[Accounts], Awaitable[T]]) -> T:
    """On the store, whether the gateway serves meanwhile or not."""
    school_of(config, school)
    try:
        with opened(config) as (store, _):
            return asyncio.run(_done(do(Accounts(store, Passwords(), clock.now))))
    except AccountUnknown as error:
        raise StaffRefused("Aucun compte de cette école n’a cet identifiant.") from error
    except LoginTaken as error:
        raise StaffRefused("Cet identifiant est déjà pris dans cette école.") from error
    except PasswordRefused as error:
        raise StaffRefused(_WEAK[error.key]) from error


async def _done(doing: Awaitable[T]) -> T:
    return await doing
