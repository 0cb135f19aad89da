"""A change brought into an old form: read, compare, send once, read back."""

from collections.abc import Awaitable, Callable

import msgspec

from adapters import proposals
from adapters.errors import ExtranetError, NotUnderstood, Unstorable
from adapters.imuse import charset
from adapters.imuse.client import AnswerLost, Ask
from adapters.imuse.reading.page import Page
from adapters.imuse.reading.screen import Screen
from adapters.imuse.screens import answer
from adapters.imuse.screens.fiche import OpenSheet
from adapters.imuse.walk import Walk
from adapters.model import Change, Kind, Outcome, Proposal, Verdict
from adapters.port import BeforeSending


class Opened(msgspec.Struct, frozen=True):
    """A sheet open to be changed, with the screen that it is on."""

    screen: Screen
    sheet: OpenSheet


Open = Callable[[], Awaitable[Opened]]
"""Reads the sheet anew, from the menu."""


async def propose(
    walk: Walk, open_sheet: Open, proposal: Proposal, before_sending: BeforeSending
) -> Outcome:
    """See `adapters.port.Session.propose_family`: any sheet takes the same road."""
    opened = await walk.reading(open_sheet)
    sheet = opened.sheet.sheet
    if proposals.already_so(proposal, sheet):
        waiting = proposals.waits(proposal.changes, sheet)
        verdict = Verdict.PENDING_VALIDATION if waiting else Verdict.APPLIED
        return Outcome(verdict=verdict, already=True, sheet=sheet)
    ask = _filled(walk, opened.sheet, proposal)
    await before_sending()
    try:
        reply = await walk.browser.client.send(ask)
    except AnswerLost:
        return Outcome(verdict=Verdict.UNKNOWN, settled=False)
    said, refusal = "", False
    try:
        reply = await walk.browser.client.onward(reply, ask)
        screen = await walk.browser.screen(reply, _page(opened))
        if not walk.is_over(screen):
            said, refusal = answer.words(screen, opened.screen, walk.profile)
    except ExtranetError:
        pass  # An answer that cannot be read proves nothing: the reading back decides.
    try:
        again = await walk.reading(open_sheet)
    except ExtranetError:
        return Outcome(verdict=Verdict.UNKNOWN, words=said)
    return proposals.evidence(
        proposal,
        again.sheet.sheet,
        before=proposals.Signs.of(sheet),
        words=said,
        refusal=refusal,
    )


def _page(opened: Opened) -> Page:
    return opened.sheet.page


def _filled(walk: Walk, opened: OpenSheet, proposal: Proposal) -> Ask:
    if opened.press is None:
        raise NotUnderstood("no button « Modifier »")
    fills: dict[int, str] = {}
    for change in proposal.changes:
        filled = opened.fills(change.key, change.new)
        _check(opened, change, filled)
        fills.update(filled)
    return walk.browser.ask(opened.page, opened.press, fills)


def _check(opened: OpenSheet, change: Change, filled: dict[int, str]) -> None:
    """Refuse before sending what the form cannot say.

    Raises:
        Unstorable: characters that its charset lacks, a value that a list does not offer, or one
            that does not divide into the parts that stand for it.
    """
    bound = next(one for one in opened.bound if one.field.key == change.key)
    if change.new and len(bound.controls) > 1 and not all(filled.values()):
        raise Unstorable(change.key, change.new)
    for number, value in filled.items():
        control = opened.form.controls[number]
        if control.type == "select" and value not in [choice.value for choice in control.choices]:
            raise Unstorable(change.key, value)
        by_script = opened.press is not None and opened.press.by_script
        lacking = "" if by_script else charset.missing(value, opened.form.charset)
        if lacking and bound.field.kind is not Kind.CHECK:
            raise Unstorable(change.key, lacking)
