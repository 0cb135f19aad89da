"""What reading an extranet is told, and which version tells it."""

import argparse
from importlib.metadata import version

from adapters.imuse.profile import explain
from gateway.commands.arguments import Group


def offer(commands: Group) -> None:
    """`profile` and `version`."""
    one = commands.add_parser("profile", help="montre les profils de lecture")
    profiles = one.add_subparsers(title="commandes", metavar="COMMANDE", required=True)
    one = profiles.add_parser("explain", help="dit chaque valeur d’un profil et d’où elle vient")
    one.add_argument("name", metavar="PROFIL", help="un nom fourni, ou un fichier .toml")
    one.set_defaults(command=_profile_explain)

    one = commands.add_parser("version", help="dit la version installée")
    one.set_defaults(command=_version)


def _profile_explain(chosen: argparse.Namespace) -> None:
    for key, value, where in explain(chosen.name):
        print(f"{key} = {value}    [{where}]")


def _version(_: argparse.Namespace) -> None:
    print(version("imuse-gateway"))
