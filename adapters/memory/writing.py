"""A write on the extranet in memory, on Famille or on a student's Identité."""

from typing import TYPE_CHECKING

from adapters.errors import ExtranetError, Maintenance, Unavailable, Unstorable
from adapters.memory.faults import NextWrite
from adapters.memory.on_file import UPDATED_WORDS
from adapters.memory.record import Effect
from adapters.model import Outcome, Proposal, Sheet, Verdict
from adapters.port import BeforeSending
from adapters.proposals import Signs, already_so, evidence, waits

if TYPE_CHECKING:
    from adapters.memory.extranet import MemoryExtranet


async def propose(
    extranet: "MemoryExtranet",
    token: str,
    student: str | None,
    sheet: Sheet,
    proposal: Proposal,
    before_sending: BeforeSending,
) -> Outcome:
    """Ask for changes on the `sheet` just read: that student's, or the family's own for None."""
    if already_so(proposal, sheet):
        waiting = waits(proposal.changes, sheet)
        verdict = Verdict.PENDING_VALIDATION if waiting else Verdict.APPLIED
        return Outcome(verdict=verdict, already=True, sheet=sheet)
    _check_storable(proposal, extranet.charset)
    await before_sending()
    return await _send(extranet, token, student, proposal, Signs.of(sheet))


def _check_storable(proposal: Proposal, charset: str) -> None:
    for change in proposal.changes:
        lacking = [c for c in change.new if not _fits(c, charset)]
        if lacking:
            raise Unstorable(change.key, "".join(dict.fromkeys(lacking)))


def _fits(character: str, charset: str) -> bool:
    try:
        character.encode(charset)
    except UnicodeEncodeError:
        return False
    return True


async def _send(
    extranet: "MemoryExtranet",
    token: str,
    student: str | None,
    proposal: Proposal,
    before: Signs,
) -> Outcome:
    try:
        await extranet.arrive("write")
    except Maintenance:
        return Outcome(verdict=Verdict.UNKNOWN)
    except Unavailable:
        return Outcome(verdict=Verdict.UNKNOWN, settled=False)
    fate = extranet.faults.take_next_write()
    identifier = extranet.live.get(token)
    if fate is NextWrite.REQUEST_LOST:
        return Outcome(verdict=Verdict.UNKNOWN, settled=False)
    if identifier is None:
        return Outcome(verdict=Verdict.UNKNOWN)
    effect = Effect(identifier, {change.key: change.new for change in proposal.changes}, student)
    if fate is NextWrite.LANDS_LATE:
        extranet.late.append((token, effect))
        return Outcome(verdict=Verdict.UNKNOWN, settled=False)
    objection = extranet.families[identifier].on_file(student).objection(effect.changes)
    if objection is None:
        extranet.apply(effect)
    if fate is NextWrite.ANSWER_LOST:
        return Outcome(verdict=Verdict.UNKNOWN, settled=False)
    try:
        extranet.faults.show("write")
    except ExtranetError:
        return Outcome(verdict=Verdict.UNKNOWN)
    sheet = extranet.sheet(identifier, student)
    words = UPDATED_WORDS if objection is None else objection
    return evidence(proposal, sheet, before=before, words=words, refusal=objection is not None)
