"""The command `imuse-gateway`."""

import sys
from collections.abc import Sequence

from adapters.imuse.profile import ProfileError
from gateway.backup import BackupFailed
from gateway.commands import digesting, keeping, profiles, serving, staffing
from gateway.commands.arguments import Command, Complaint, FrenchParser
from gateway.commands.opened import SchoolUnknown
from gateway.commands.staffing import StaffRefused
from gateway.config import ConfigError
from gateway.keys import KeyUnusable
from gateway.store.errors import StoreUnusable

REFUSED = 2
"""The exit status where a command cannot do what it is asked."""

STOPS = (
    BackupFailed, Complaint, ConfigError, KeyUnusable, SchoolUnknown, StaffRefused, StoreUnusable
)  # fmt: skip
"""What says in French why a command cannot be done."""


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
    except STOPS as complaint:
        print(complaint, file=sys.stderr)
        return REFUSED
    return 0


def parser() -> FrenchParser:
    """Every command with its options."""
    whole = FrenchParser("imuse-gateway", "Un portail moderne devant un extranet iMuse.")
    commands = whole.add_subparsers(title="commandes", metavar="COMMANDE")
    for group in (serving, staffing, digesting, keeping, profiles):
        group.offer(commands)
    return whole
