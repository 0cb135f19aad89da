"""How a write fares on its way to the extranet in memory, whatever it does there."""

import dataclasses
from collections.abc import Callable

from adapters.errors import ExtranetError, Maintenance, Unavailable, Unstorable
from adapters.memory.faults import NextWrite
from adapters.memory.old_side import OldSide

Act = Callable[[str], str | None]
"""Takes effect for the family of that identifier; returns why not, in the site's words."""


@dataclasses.dataclass(frozen=True)
class Unanswered:
    """Nobody knows what became of it; `settled` is whether it can still take effect."""

    settled: bool


@dataclasses.dataclass(frozen=True)
class Answered:
    """The site took it, or said why not."""

    identifier: str
    objection: str | None


async def send(extranet: OldSide, token: str, act: Act) -> Unanswered | Answered:
    """Send a write of the family that is signed in under `token`."""
    try:
        await extranet.arrive("write")
    except Maintenance:
        return Unanswered(settled=True)
    except Unavailable:
        return Unanswered(settled=False)
    fate = extranet.faults.take_next_write()
    identifier = extranet.live.get(token)
    if fate is NextWrite.REQUEST_LOST:
        return Unanswered(settled=False)
    if identifier is None:
        return Unanswered(settled=True)
    if fate is NextWrite.LANDS_LATE:
        extranet.late.append((token, lambda: act(identifier)))
        return Unanswered(settled=False)
    objection = act(identifier)
    if fate is NextWrite.ANSWER_LOST:
        return Unanswered(settled=False)
    try:
        extranet.faults.show("write")
    except ExtranetError:
        return Unanswered(settled=True)
    return Answered(identifier, objection)


def check_storable(key: str, value: str, charset: str) -> None:
    """Refuse what the site's charset lacks.

    Raises:
        Unstorable: by the key of what was typed.
    """
    lacking = [character for character in value if not _fits(character, charset)]
    if lacking:
        raise Unstorable(key, "".join(dict.fromkeys(lacking)))


def _fits(character: str, charset: str) -> bool:
    try:
        character.encode(charset)
    except UnicodeEncodeError:
        return False
    return True
