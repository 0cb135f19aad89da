"""The daily digest as it would be now, for whoever types the command: nothing is sent."""

import argparse
import asyncio

from msgspec.structs import replace

from gateway import clock, resources
from gateway import config as configuration
from gateway.commands.arguments import Group, configured, of_school
from gateway.commands.opened import opened, school_of
from gateway.config import Config
from gateway.mail import Stationery
from gateway.office.digest_letters import DigestLetters
from gateway.pending.records import Records

_QUIET = "Pour le moment il n’y a rien à dire : il ne partirait que si l’extranet va mal."


def offer(commands: Group) -> None:
    """`digest`."""
    one = commands.add_parser("digest", help="montre le courriel du jour du bureau, sans l’envoyer")
    of_school(one)
    configured(one, _digest)


def shown(config: Config, id: str) -> list[str]:
    """To whom the school's letter goes, when, and whether today; the letter, its subject first.

    Raises:
        SchoolUnknown, KeyUnusable, StoreUnusable: it cannot be had.
    """
    school = school_of(config, id)
    language = config.gateway.language
    stationery = Stationery(resources.templates(), language)
    with opened(config) as (store, vault):
        letters = DigestLetters(Records(vault), stationery, language)
        now = clock.now()
        found = asyncio.run(store.read(lambda c: letters.digest(c, school, now)))
    # What is read of the old site is in the memory of the gateway that serves.
    written = letters.write(school, replace(found, watched=False))
    to, hour = school.desk.digest_to, school.desk.digest_hour
    said = (
        f"À {', '.join(to)}, chaque jour à {hour} h (heure de Paris)."
        if to
        else f"Personne ne reçoit ce courriel : schools.{id}.desk.digest_to est vide."
    )
    kept_back = [_QUIET] if to and found.quiet and not school.desk.digest_when_quiet else []
    return [said, *kept_back, "", written.subject, "", written.text]


def _digest(chosen: argparse.Namespace) -> None:
    print(*shown(configuration.load(chosen.config), chosen.school), sep="\n")
