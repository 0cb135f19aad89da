"""A write on the extranet in memory, on Famille or on a student's Identité."""

from adapters.memory.old_side import OldSide
from adapters.memory.on_file import UPDATED_WORDS
from adapters.memory.record import Effect
from adapters.memory.sending import Unanswered, check_storable, send
from adapters.model import Outcome, Proposal, Sheet, Verdict
from adapters.port import BeforeSending
from adapters.proposals import Signs, already_so, evidence, waits


async def propose(
    extranet: OldSide,
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
    for change in proposal.changes:
        check_storable(change.key, change.new, extranet.charset)
    await before_sending()
    return await _send(extranet, token, student, proposal, Signs.of(sheet))


async def _send(
    extranet: OldSide,
    token: str,
    student: str | None,
    proposal: Proposal,
    before: Signs,
) -> Outcome:
    changes = {change.key: change.new for change in proposal.changes}

    def act(identifier: str) -> str | None:
        objection = extranet.families[identifier].on_file(student).objection(changes)
        if objection is None:
            extranet.apply(Effect(identifier, changes, student))
        return objection

    sent = await send(extranet, token, act)
    if isinstance(sent, Unanswered):
        return Outcome(verdict=Verdict.UNKNOWN, settled=sent.settled)
    sheet = extranet.sheet(sent.identifier, student)
    words = UPDATED_WORDS if sent.objection is None else sent.objection
    return evidence(proposal, sheet, before=before, words=words, refusal=sent.objection is not None)
