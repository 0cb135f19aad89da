"""Réinscription on the old site: the tab read, documents imported, « Valider » pressed once.

What was sent is never sent again here: what is not proven is told as unknown.
"""

from collections.abc import Awaitable, Callable

import msgspec

from adapters import re_enrolment_signs as signs
from adapters.errors import ExtranetError, FormChanged, NotListed, Unstorable
from adapters.imuse import charset
from adapters.imuse.client import AnswerLost, Ask
from adapters.imuse.importing import Opened, Ready, ready, with_windows
from adapters.imuse.profile import Profile
from adapters.imuse.reading.page import Form, Press
from adapters.imuse.reading.screen import Screen
from adapters.imuse.reading.words import says
from adapters.imuse.screens import answer
from adapters.imuse.screens.fields import Bound
from adapters.imuse.screens.reinscription import OpenTab
from adapters.imuse.walk import Walk
from adapters.model import Kind, Verdict
from adapters.port import BeforeSending
from adapters.re_enrolment import Document, Filed, ReEnrolment, Wish

OpenReEnrolment = Callable[[], Awaitable[Opened | None]]
"""Reads the tab anew, from the menu; None where the student has no such tab."""


class Spoken(msgspec.Struct, frozen=True):
    """What the old site said to a write."""

    words: str = ""
    refusal: bool = False
    taken: bool = False


async def read(walk: Walk, open_tab: OpenReEnrolment) -> ReEnrolment | None:
    """The tab, with what its window asks for."""

    async def whole() -> ReEnrolment | None:
        opened = await open_tab()
        return None if opened is None else (await with_windows(walk, opened)).tab.tab

    return await walk.reading(whole)


async def upload(
    walk: Walk, open_tab: OpenReEnrolment, document: Document, before_sending: BeforeSending
) -> Filed:
    """Import one document; see `adapters.port.Session.upload`."""

    async def whole() -> tuple[Opened, Ready | None]:
        opened = await with_windows(walk, await _listed(open_tab))
        known = signs.listed(document, opened.tab.tab)
        return opened, None if known else await ready(walk, opened, document)

    opened, made = await walk.reading(whole)
    before = opened.tab.tab
    if made is None:
        return Filed(verdict=Verdict.APPLIED, already=True, screen=before)
    messages = walk.profile.messages
    phrases = (messages.imported, messages.import_refused)
    spoken = await _send(walk, made, phrases, before_sending)
    if spoken is None:
        return Filed(verdict=Verdict.UNKNOWN, settled=False)
    again = await _again(walk, open_tab)
    if again is None:
        verdict = Verdict.REFUSED if spoken.refusal else Verdict.UNKNOWN
        return Filed(verdict=Verdict.APPLIED if spoken.taken else verdict, words=spoken.words)
    return signs.imported(
        document,
        before,
        again,
        words=spoken.words,
        refusal=spoken.refusal,
        taken=spoken.taken,
    )


async def submit(
    walk: Walk, open_tab: OpenReEnrolment, wish: Wish, before_sending: BeforeSending
) -> Filed:
    """Press « Valider », once; see `adapters.port.Session.submit_re_enrolment`."""
    opened = await walk.reading(lambda: _listed(open_tab))
    before = opened.tab.tab
    signs.check(wish, before)
    made = Ready(_filled(walk, opened.tab, wish), opened.tab.page, opened.screen)
    messages = walk.profile.messages
    phrases = (messages.re_enrolment_taken, messages.refused)
    spoken = await _send(walk, made, phrases, before_sending)
    if spoken is None:
        return Filed(verdict=Verdict.UNKNOWN, settled=False)
    again = await _again(walk, open_tab)
    if again is None:
        verdict = Verdict.PENDING_VALIDATION if spoken.taken else Verdict.UNKNOWN
        return Filed(verdict=verdict, words=spoken.words)
    return signs.filed(
        before, again, words=spoken.words, refusal=spoken.refusal, taken=spoken.taken
    )


async def _listed(open_tab: OpenReEnrolment) -> Opened:
    opened = await open_tab()
    if opened is None:
        raise NotListed
    return opened


async def _again(walk: Walk, open_tab: OpenReEnrolment) -> ReEnrolment | None:
    try:
        return await read(walk, open_tab)
    except ExtranetError:
        return None


async def _send(
    walk: Walk,
    made: Ready,
    phrases: tuple[tuple[str, ...], tuple[str, ...]],
    before_sending: BeforeSending,
) -> Spoken | None:
    """What the answer says; None where no answer came at all."""
    await before_sending()
    try:
        reply = await walk.browser.client.send(made.ask)
    except AnswerLost:
        return None
    try:
        reply = await walk.browser.client.onward(reply, made.ask)
        came = await walk.browser.answered(reply, made.ask, made.page, heard=True)
    except ExtranetError:
        return Spoken()  # An answer that cannot be read proves nothing.
    if walk.is_over(came):
        return Spoken()
    front = walk.front.pages if walk.front is not None else ()
    return _meaning(came, Screen((*made.before.pages, *front)), *phrases, walk.profile)


def _meaning(
    came: Screen,
    before: Screen,
    done: tuple[str, ...],
    refusals: tuple[str, ...],
    profile: Profile,
) -> Spoken:
    """What an answer says that stood nowhere before: that it is done, or refused."""
    said = answer.new_words(came, before, (*done, *refusals))
    sentences = answer.sentences_of(said)
    refusing = [one for one in sentences if answer.refuses(one, refusals, profile)]
    is_done = any(says(one, done) for one in sentences if one not in refusing)
    failed = any(page.failed for page in came.pages)
    return Spoken(
        words=" ".join(said),
        refusal=failed or (bool(refusing) and not is_done),
        taken=is_done and not failed,
    )


def _filled(walk: Walk, opened: OpenTab, wish: Wish) -> Ask:
    form, press = opened.form, opened.press
    if form is None or press is None:
        raise FormChanged("no button « Valider »")
    if not set(wish.ticked) <= set(wish.offered):
        raise FormChanged("a course is to be ticked that was not offered")
    fills: dict[int, str] = {}
    for one in opened.ticks:
        if one.discipline.key in wish.offered and one.discipline.editable:
            fills.update(one.fills(ticked=one.discipline.key in wish.ticked))
    fills.update(_noted(opened, form, press, wish.note))
    for change in wish.answers:
        bound = next(one for one in opened.questions if one.field.key == change.key)
        filled = bound.fills(change.new, form)
        _check_answer(bound, form, press, change.new, filled)
        fills.update(filled)
    return walk.browser.ask(opened.page, press, fills)


def _noted(opened: OpenTab, form: Form, press: Press, note: str) -> dict[int, str]:
    """The text area, filled."""
    field = opened.tab.note
    if opened.note is None or field is None or not field.editable:
        if note and (field is None or note != field.value):
            raise FormChanged("no text is asked for")
        return {}
    _check_text(form, press, opened.note, "note", note)
    return {opened.note: note}


def _check_answer(
    bound: Bound, form: Form, press: Press, value: str, filled: dict[int, str]
) -> None:
    """Refuse before sending what the form cannot say."""
    key = bound.field.key
    if value and len(bound.controls) > 1 and not all(filled.values()):
        raise Unstorable(key, value)
    if bound.field.options and value not in {option.value for option in bound.field.options}:
        raise Unstorable(key, value)
    for number, text in filled.items() if bound.field.kind is not Kind.CHECK else ():
        _check_text(form, press, number, key, text)


def _check_text(form: Form, press: Press, number: int, key: str, text: str) -> None:
    limit = form.controls[number].max_length
    if limit is not None and len(text) > limit:
        raise Unstorable(key, "")
    lacking = "" if press.by_script else charset.missing(text, form.charset)
    if lacking:
        raise Unstorable(key, lacking)
