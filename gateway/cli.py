"""The command `imuse-gateway`."""

import argparse
import asyncio
import errno
import logging
import os
import resource
import sys
from collections.abc import Callable, Coroutine, Sequence
from importlib.metadata import entry_points, version
from pathlib import Path
from typing import get_args

from msgspec import DecodeError
from msgspec.structs import replace

from adapters.imuse.profile import ProfileError, explain
from adapters.registry import GROUP
from adapters.school.markup import MarkupName
from gateway import config as configuration
from gateway import demo, digesting, keeping, resources, server, staffing, telemetry
from gateway.app import create_app
from gateway.arguments import FrenchParser
from gateway.backup import BackupFailed
from gateway.config import Config, ConfigError
from gateway.keys import KeyUnusable, create_key_file, load_keys
from gateway.opened import SchoolUnknown
from gateway.staffing import StaffRefused
from gateway.store.errors import StoreUnusable
from gateway.views.office import Role

REFUSED = 2
"""The exit status where a command cannot do what it is asked."""

STOPS = (BackupFailed, ConfigError, KeyUnusable, SchoolUnknown, StaffRefused, StoreUnusable)
"""What says in French why a command cannot be done."""

Command = Callable[[argparse.Namespace], None]


class Complaint(Exception):
    """What stands in the way, in French, for whoever typed the command."""


def main(typed: Sequence[str] | None = None) -> int:
    """Run a command; 2 with a sentence on stderr where it cannot be done."""
    whole = parser()
    chosen = whole.parse_args(typed)
    if "command" not in chosen:
        whole.print_help(sys.stderr)
        return REFUSED
    command: Command = chosen.command
    try:
        command(chosen)
    except ProfileError as error:
        print(f"Ce profil de lecture n’est pas utilisable : {error}.", file=sys.stderr)
        return REFUSED
    except (Complaint, *STOPS) as complaint:
        print(complaint, file=sys.stderr)
        return REFUSED
    return 0


def parser() -> FrenchParser:
    """Every command with its options."""
    whole = FrenchParser("imuse-gateway", "Un portail moderne devant un extranet iMuse.")
    commands = whole.add_subparsers(title="commandes", metavar="COMMANDE")

    one = commands.add_parser("demo", help="lance le portail devant une école fictive")
    one.add_argument("--port", type=_port, metavar="N", help="port du portail (0 : un port libre)")
    one.add_argument("--markup", choices=get_args(MarkupName), help="aspect de l’ancien extranet")
    one.add_argument(
        "--data", type=Path, metavar="DOSSIER", help="dossier des données (par défaut : ./data)"
    )
    one.set_defaults(command=_demo)

    one = commands.add_parser("serve", help="sert le portail d’une école")
    _configured(one, _serve)

    one = commands.add_parser("check", help="vérifie une configuration, sans rien démarrer")
    _configured(one, _check)

    one = commands.add_parser("key", help="gère les clés de chiffrement")
    keys = one.add_subparsers(title="commandes", metavar="COMMANDE", required=True)
    one = keys.add_parser("create", help="crée le fichier de clés, lisible de vous seul")
    one.add_argument("file", type=Path, metavar="FICHIER")
    one.set_defaults(command=_key_create)
    one = keys.add_parser("rotate", help="change la clé : tout est scellé à nouveau")
    one.add_argument(
        "--now", action="store_true", help="sans attendre la fin des sessions : elles se terminent"
    )
    _configured(one, _key_rotate)

    _staff_parsers(commands.add_parser("staff", help="gère les comptes du bureau (secrétariat)"))

    one = commands.add_parser("digest", help="montre le courriel du jour du bureau, sans l’envoyer")
    one.add_argument("--school", required=True, metavar="ÉCOLE", help="son nom de table")
    _configured(one, _digest)

    one = commands.add_parser("backup", help="sauvegarde les données, passerelle en marche ou non")
    one.add_argument("folder", type=Path, metavar="DOSSIER", help="où ranger la sauvegarde")
    _configured(one, _backup)

    one = commands.add_parser("restore", help="remet une sauvegarde en place, passerelle arrêtée")
    one.add_argument("backup", type=Path, metavar="SAUVEGARDE")
    one.add_argument(
        "--replace", action="store_true", help="met d’abord de côté les données qui y sont"
    )
    _configured(one, _restore)

    one = commands.add_parser("profile", help="montre les profils de lecture")
    profiles = one.add_subparsers(title="commandes", metavar="COMMANDE", required=True)
    one = profiles.add_parser("explain", help="dit chaque valeur d’un profil et d’où elle vient")
    one.add_argument("name", metavar="PROFIL", help="un nom fourni, ou un fichier .toml")
    one.set_defaults(command=_profile_explain)

    one = commands.add_parser("version", help="dit la version installée")
    one.set_defaults(command=_version)
    return whole


def _staff_parsers(group: argparse.ArgumentParser) -> None:
    commands = group.add_subparsers(title="commandes", metavar="COMMANDE", required=True)
    roles = [role.value for role in Role]
    for name, help, wants, command in (
        ("add", "crée un compte", "login name role password", _staff_add),
        ("list", "montre les comptes", "", _staff_list),
        ("role", "change un rôle, et termine les sessions", "login role", _staff_role),
        (
            "reset",
            "rend un mot de passe ; second facteur à refaire",
            "login password",
            _staff_reset,
        ),
        ("disable", "ferme un compte, et termine les sessions", "login", _staff_disable),
    ):
        one = commands.add_parser(name, help=help)
        one.add_argument("--school", required=True, metavar="ÉCOLE", help="son nom de table")
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
        _configured(one, command)


def _port(typed: str) -> int:
    if typed.isdecimal() and int(typed) <= 65535:
        return int(typed)
    raise argparse.ArgumentTypeError("un port est un nombre de 0 à 65535")


def _configured(parser: argparse.ArgumentParser, command: Command) -> None:
    parser.add_argument("--config", type=Path, required=True, metavar="FICHIER")
    parser.set_defaults(command=command)


def _demo(chosen: argparse.Namespace) -> None:
    config = configuration.load(resources.demo_config())
    settings = config.demo or configuration.Demo()
    if chosen.markup is not None:
        settings = replace(settings, markup=chosen.markup)
    if chosen.port is not None:
        config = replace(config, gateway=replace(config.gateway, port=chosen.port))
    data = chosen.data or demo.data_folder(Path.cwd(), Path.home())
    try:
        _run(config, lambda: demo.run(config, settings, data))
    except OSError as error:
        raise Complaint(f"{data} : écriture impossible ({error.strerror}).") from error
    except DecodeError as error:
        raise Complaint(
            f"{data} : les données de la démonstration y sont abîmées. Supprimez ce dossier, ou "
            "donnez-en un autre avec --data."
        ) from error


def _serve(chosen: argparse.Namespace) -> None:
    config = _checked(chosen.config)
    where = config.gateway
    try:
        listening = server.bound(where.host, where.port)
    except OSError as error:
        reason = (
            "un autre programme s’en sert déjà"
            if error.errno == errno.EADDRINUSE
            else "cette adresse n’est pas à cette machine, ou ce port lui est réservé"
        )
        raise Complaint(
            f"Impossible d’écouter sur {where.host}:{where.port} : {reason}."
        ) from error

    def say() -> None:
        print(*(f"Le portail répond : {school.public_url}" for school in schools), sep="\n")

    schools = config.schools.values()
    with listening:
        app = create_app(config)
        _run(config, lambda: server.run(server.build(app, where), listening, say))


def _run(config: Config, serving: Callable[[], Coroutine[None, None, None]]) -> None:
    log = telemetry.set_up(config.gateway.log, sys.stderr)
    # What families are signed in with is in memory, and a core would put it on disk.
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        asyncio.run(serving())
    except server.NotStarted as stopped:
        raise Complaint("Le démarrage a échoué ; le journal ci-dessus dit où.") from stopped
    finally:
        logging.getLogger().removeHandler(log)


def _check(chosen: argparse.Namespace) -> None:
    config = _checked(chosen.config)
    for warning in configuration.warnings(config):
        print(f"À savoir : {warning}")
    print(keeping.said_of_versions(load_keys(config.gateway.key_file, os.environ)))
    print("La configuration est utilisable.")


def _checked(path: Path) -> Config:
    """The configuration, with all that it names at hand."""
    config = configuration.load(path)
    load_keys(config.gateway.key_file, os.environ)
    configuration.check_files(config)
    adapters = sorted(entry_points(group=GROUP).names)
    for school in config.schools.values():
        if school.adapter not in adapters:
            raise Complaint(
                f"schools.{school.id}.adapter : l’adaptateur « {school.adapter} » n’est pas "
                f"installé. Ceux qui le sont : {', '.join(adapters)}."
            )
        if school.adapter == "imuse":
            explain(school.profile)
    return config


def _key_create(chosen: argparse.Namespace) -> None:
    try:
        create_key_file(chosen.file)
    except FileExistsError as error:
        raise Complaint(
            f"{chosen.file} existe déjà, et n’est pas remplacé : ce qui est scellé ne s’ouvrirait "
            "plus."
        ) from error
    except OSError as error:
        raise Complaint(f"{chosen.file} : écriture impossible ({error.strerror}).") from error
    print(f"Clés créées dans {chosen.file}. Gardez-en une copie, à part des sauvegardes.")


def _key_rotate(chosen: argparse.Namespace) -> None:
    config = configuration.load(chosen.config)
    try:
        print(*keeping.rotate(config, os.environ, end_sessions=chosen.now), sep="\n")
    except OSError as error:
        raise Complaint(
            f"{error.filename or config.gateway.data} : écriture impossible ({error.strerror}). "
            "Relancez la commande : elle reprend où elle en était."
        ) from error


def _staff_add(chosen: argparse.Namespace) -> None:
    config, role = configuration.load(chosen.config), Role(chosen.role)
    said = staffing.add(config, chosen.school, chosen.login, chosen.name, role, typed=chosen.typed)
    print(*said, sep="\n")


def _staff_list(chosen: argparse.Namespace) -> None:
    print(*staffing.listed(configuration.load(chosen.config), chosen.school), sep="\n")


def _staff_role(chosen: argparse.Namespace) -> None:
    config, role = configuration.load(chosen.config), Role(chosen.role)
    print(*staffing.give_role(config, chosen.school, chosen.login, role), sep="\n")


def _staff_reset(chosen: argparse.Namespace) -> None:
    config = configuration.load(chosen.config)
    print(*staffing.reset(config, chosen.school, chosen.login, typed=chosen.typed), sep="\n")


def _staff_disable(chosen: argparse.Namespace) -> None:
    config = configuration.load(chosen.config)
    print(*staffing.disable(config, chosen.school, chosen.login), sep="\n")


def _digest(chosen: argparse.Namespace) -> None:
    print(*digesting.shown(configuration.load(chosen.config), chosen.school), sep="\n")


def _backup(chosen: argparse.Namespace) -> None:
    lines, whole = keeping.backup(configuration.load(chosen.config), chosen.folder)
    print(*lines, sep="\n")
    if not whole:
        raise Complaint("Cette sauvegarde a été gardée, mais il y manque des documents.")


def _restore(chosen: argparse.Namespace) -> None:
    config = configuration.load(chosen.config)
    lines = keeping.restore(config, os.environ, chosen.backup, replace=chosen.replace)
    print(*lines, sep="\n")


def _profile_explain(chosen: argparse.Namespace) -> None:
    for key, value, where in explain(chosen.name):
        print(f"{key} = {value}    [{where}]")


def _version(_: argparse.Namespace) -> None:
    print(version("imuse-gateway"))
