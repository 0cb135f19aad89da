"""The command line in French, argparse's own sentences included."""

import argparse
import re
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import NoReturn, TypeAlias

Command = Callable[[argparse.Namespace], None]

Group: TypeAlias = "argparse._SubParsersAction[FrenchParser]"
"""Where commands are added; argparse names it in private only."""

_SENTENCES = (
    (r"the following arguments are required: (.+)", "il manque : {0}"),
    (r"unrecognized arguments: (.+)", "non reconnu : {0}"),
    (r"argument (\S+): invalid choice: (.+?) \(choose from .+\)", "{0} n’accepte pas {1}"),
    (r"argument (\S+): invalid \w+ value: (.+)", "{0} n’accepte pas {1}"),
    (r"argument (\S+): expected .+", "{0} demande une valeur"),
    (r"argument (\S+): ignored explicit argument (.+)", "{0} ne prend pas de valeur"),
    (r"argument (\S+): (.+)", "{0} : {1}"),
    (r"ambiguous option: (\S+) could match (.+)", "{0} peut vouloir dire {1}"),
)
"""argparse's English → ours. It has no other way to be asked for another language per parser."""


class FrenchParser(argparse.ArgumentParser):
    """An `ArgumentParser` that helps and complains in French; a complaint exits with 2."""

    def __init__(self, prog: str | None = None, description: str | None = None) -> None:
        """`prog` is the command's name, `description` what it does."""
        super().__init__(
            prog,
            description=description,
            add_help=False,
            allow_abbrev=False,
            formatter_class=_Formatter,
        )
        self._positionals.title = "arguments"
        self._optionals.title = "options"
        self.add_argument("-h", "--help", action="help", help="affiche cette aide")

    def error(self, message: str) -> NoReturn:
        """Say what is wrong in French, how the command is used, and exit with 2."""
        self.print_usage(sys.stderr)
        self.exit(2, f"Commande non comprise : {in_french(message)}.\n")


def in_french(message: str) -> str:
    """One of argparse's complaints in French; a general one where it is not known."""
    for pattern, sentence in _SENTENCES:
        if found := re.fullmatch(pattern, message):
            return sentence.format(*found.groups())
    return "voir l’aide avec --help"


class _Formatter(argparse.HelpFormatter):
    def add_usage(
        self,
        usage: str | None,
        actions: Iterable[argparse.Action],
        groups: Iterable[argparse._MutuallyExclusiveGroup],
        prefix: str | None = None,
    ) -> None:
        super().add_usage(usage, actions, groups, "usage : " if prefix is None else prefix)


class Complaint(Exception):
    """What stands in the way, in French, for whoever typed the command."""


def configured(parser: argparse.ArgumentParser, command: Command) -> None:
    """Have `command` run, with the configuration's file as `config`."""
    parser.add_argument("--config", type=Path, required=True, metavar="FICHIER")
    parser.set_defaults(command=command)


def of_school(parser: argparse.ArgumentParser) -> None:
    """Have it say which school, as `school`."""
    parser.add_argument("--school", required=True, metavar="ÉCOLE", help="son nom de table")
