"""What runs: the demonstration and the gateway itself, and looking its configuration over."""

import argparse
import asyncio
import errno
import logging
import os
import resource
import sys
from collections.abc import Callable, Coroutine
from importlib.metadata import entry_points
from pathlib import Path
from typing import get_args

from msgspec import DecodeError
from msgspec.structs import replace

from adapters.imuse.profile import explain
from adapters.registry import GROUP
from adapters.school.markup import MarkupName
from gateway import config as configuration
from gateway import resources, server, telemetry
from gateway.app import create_app
from gateway.commands import keeping
from gateway.commands.arguments import Complaint, Group, configured
from gateway.config import Config
from gateway.demo import showing
from gateway.keys import load_keys


def offer(commands: Group) -> None:
    """`demo`, `serve` and `check`."""
    one = commands.add_parser("demo", help="lance le portail devant une école fictive")
    one.add_argument("--port", type=_port, metavar="N", help="port du portail (0 : un port libre)")
    one.add_argument("--markup", choices=get_args(MarkupName), help="aspect de l’ancien extranet")
    one.add_argument(
        "--data", type=Path, metavar="DOSSIER", help="dossier des données (par défaut : ./data)"
    )
    one.set_defaults(command=_demo)

    one = commands.add_parser("serve", help="sert le portail d’une école")
    configured(one, _serve)

    one = commands.add_parser("check", help="vérifie une configuration, sans rien démarrer")
    configured(one, _check)


def _demo(chosen: argparse.Namespace) -> None:
    config = configuration.load(resources.demo_config())
    settings = config.demo or configuration.Demo()
    if chosen.markup is not None:
        settings = replace(settings, markup=chosen.markup)
    if chosen.port is not None:
        config = replace(config, gateway=replace(config.gateway, port=chosen.port))
    data = chosen.data or showing.data_folder(Path.cwd(), Path.home())
    try:
        _run(config, lambda: showing.run(config, settings, data))
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


def _port(typed: str) -> int:
    if typed.isdecimal() and int(typed) <= 65535:
        return int(typed)
    raise argparse.ArgumentTypeError("un port est un nombre de 0 à 65535")
