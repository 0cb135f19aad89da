"""The accounts of the desk, for whoever types the commands. In French."""

import argparse
import asyncio
from collections.abc import Awaitable, Callable
from getpass import getpass
from typing import TypeVar

from gateway import clock
from gateway import config as configuration
from gateway.commands.arguments import Group, configured, of_school
from gateway.commands.opened import opened, school_of
from gateway.config import Config
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


def offer(commands: Group) -> None:
    """`staff` and what is done with accounts."""
    group = commands.add_parser("staff", help="gère les comptes du bureau (secrétariat)")
    several = group.add_subparsers(title="commandes", metavar="COMMANDE", required=True)
    roles = [role.value for role in Role]
    for name, help, wants, command in (
        ("add", "crée un compte", "login name role password", _add),
        ("list", "montre les comptes", "", _list),
        ("role", "change un rôle, et termine les sessions", "login role", _role),
        (
            "reset",
            "rend un mot de passe ; second facteur à refaire",
            "login password",
            _reset,
        ),
        ("disable", "ferme un compte, et termine les sessions", "login", _disable),
    ):
        one = several.add_parser(name, help=help)
        of_school(one)
        if "login" in wants:
            one.add_argument("login", metavar="IDENTIFIANT")
        if "name" in wants:
            one.add_argument("--name", required=True, metavar="NOM", help="lu dans le journal")
        if "role" in wants:
            one.add_argument("--role", required=True, choices=roles, help="ce qui lui est permis")
        if "password" in wants:
            one.add_argument(
                "--typed", action="store_true", help="demande le mot de passe au lieu d’en créer un"
            )
        configured(one, command)


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


def _add(chosen: argparse.Namespace) -> None:
    config, role = configuration.load(chosen.config), Role(chosen.role)
    said = add(config, chosen.school, chosen.login, chosen.name, role, typed=chosen.typed)
    print(*said, sep="\n")


def _list(chosen: argparse.Namespace) -> None:
    print(*listed(configuration.load(chosen.config), chosen.school), sep="\n")


def _role(chosen: argparse.Namespace) -> None:
    config, role = configuration.load(chosen.config), Role(chosen.role)
    print(*give_role(config, chosen.school, chosen.login, role), sep="\n")


def _reset(chosen: argparse.Namespace) -> None:
    config = configuration.load(chosen.config)
    print(*reset(config, chosen.school, chosen.login, typed=chosen.typed), sep="\n")


def _disable(chosen: argparse.Namespace) -> None:
    config = configuration.load(chosen.config)
    print(*disable(config, chosen.school, chosen.login), sep="\n")
