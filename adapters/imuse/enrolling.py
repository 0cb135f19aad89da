"""Réinscription on the old site: its window read, documents imported, « Valider » pressed once.

What was sent is never sent again here: what is not proven is told as unknown.
"""

from collections.abc import Awaitable, Callable

import msgspec

from adapters import re_enrolment_signs as signs
from adapters.errors import ExtranetError, FormChanged, NotListed, NotUnderstood, Unstorable
from adapters.imuse import charset
from adapters.imuse.client import AnswerLost, Ask
from adapters.imuse.reading.page import Form, Page, Press
from adapters.imuse.reading.screen import Found, Screen
from adapters.imuse.reading.words import says
from adapters.imuse.screens import answer, pieces, window
from adapters.imuse.screens.area import area
from adapters.imuse.screens.reinscription import OpenTab
from adapters.imuse.screens.window import Window
from adapters.imuse.submission import Attached
from adapters.imuse.walk import Walk
from adapters.model import Verdict
from adapters.port import BeforeSending
from adapters.re_enrolment import Document, Filed, Imports, ReEnrolment, Wish


class Opened(msgspec.Struct, frozen=True):
    """The tab, open on its screen, with the window that takes documents if it has one."""

    screen: Screen
    tab: OpenTab
    window: Window | None = None
    around: Screen | None = None
    """The window's own screen."""


OpenReEnrolment = Callable[[], Awaitable[Opened | None]]
"""Reads the tab anew, from the menu; None where the student has no such tab."""


async def read(walk: Walk, open_tab: OpenReEnrolment) -> ReEnrolment | None:
    """The tab, with what its window asks for."""

    async def whole() -> ReEnrolment | None:
        opened = await open_tab()
        return None if opened is None else (await _with_window(walk, opened)).tab.tab

    return await walk.reading(whole)


async def upload(
    walk: Walk, open_tab: OpenReEnrolment, document: Document, before_sending: BeforeSending
) -> Filed:
    """Import one document; see `adapters.port.Session.upload`."""

    async def whole() -> Opened:
        opened = await open_tab()
        if opened is None:
            raise NotListed
        return await _with_window(walk, opened)

    opened = await walk.reading(whole)
    before = opened.tab.tab
    if signs.listed(document, before):
        return Filed(verdict=Verdict.APPLIED, already=True, screen=before)
    ask, page = _import(walk, opened, document)
    spoken = await _send(walk, ask, page, opened.around or opened.screen, before_sending)
    if spoken is None:
        return Filed(verdict=Verdict.UNKNOWN, settled=False)
    messages = walk.profile.messages
    words, refusal, taken = _meaning(spoken, messages.imported, messages.import_refused)
    again = await _again(walk, open_tab, windowed=True)
    if again is None:
        verdict = Verdict.APPLIED if taken else Verdict.REFUSED if refusal else Verdict.UNKNOWN
        return Filed(verdict=verdict, words=words)
    return signs.imported(document, before, again, words=words, refusal=refusal, taken=taken)


async def submit(
    walk: Walk, open_tab: OpenReEnrolment, wish: Wish, before_sending: BeforeSending
) -> Filed:
    """Press « Valider », once; see `adapters.port.Session.submit_re_enrolment`."""

    async def whole() -> Opened:
        opened = await open_tab()
        if opened is None:
            raise NotListed
        return opened

    opened = await walk.reading(whole)
    before = opened.tab.tab
    signs.check(wish, before)
    ask = _filled(walk, opened.tab, wish)
    spoken = await _send(walk, ask, opened.tab.page, opened.screen, before_sending)
    if spoken is None:
        return Filed(verdict=Verdict.UNKNOWN, settled=False)
    messages = walk.profile.messages
    words, refusal, taken = _meaning(spoken, messages.re_enrolment_taken, messages.refused)
    again = await _again(walk, open_tab, windowed=False)
    if again is None:
        verdict = Verdict.PENDING_VALIDATION if taken else Verdict.UNKNOWN
        return Filed(verdict=verdict, words=words)
    return signs.filed(before, again, words=words, refusal=refusal, taken=taken)


async def _with_window(walk: Walk, opened: Opened) -> Opened:
    """The same with the window of « Importer »: in the page, behind a button, in a pop-up."""
    profile = walk.profile
    found = window.window(opened.screen, profile) or window.window(_parts(opened.screen), profile)
    around: Screen | None = None
    if found is None:
        way = _way(opened, profile.words.import_document)
        if way is None:
            return opened
        around = walk.certain(await walk.browser.press(way))
        found = window.window(around, profile)
        if found is None:
            await walk.confirm(around)
            raise NotUnderstood("the window takes no file")
    tab = opened.tab.tab
    names = tuple(one.label for one in found.names)
    own = area(opened.screen, profile.words.re_enrolment)
    listed = pieces.imported(own, names, profile)
    if listed is None and around is not None:
        listed = pieces.imported(area(around, ()), names, profile)
    with_it = msgspec.structs.replace(tab, imports=_imports(found, own.texts()), imported=listed)
    return Opened(
        screen=opened.screen,
        tab=msgspec.structs.replace(opened.tab, tab=with_it),
        window=found,
        around=around,
    )


def _imports(found: Window, around: tuple[str, ...]) -> Imports:
    return found.imports(around)


def _parts(screen: Screen) -> Screen:
    """What the page holds in windows of its own, each a page."""
    return Screen(tuple(part for page in screen.pages for _, part in page.parts))


def _way(opened: Opened, words: tuple[str, ...]) -> Found | None:
    """What opens the window: never what sends the tab's own form without asking for a file."""
    found = opened.screen.find(words)
    if found is None or not found.pressable.press.leads:
        return None
    press = found.pressable.press
    sends = opened.tab.form is not None and press == opened.tab.press
    return None if sends else found


def _import(walk: Walk, opened: Opened, document: Document) -> tuple[Ask, Page]:
    found = opened.window
    if found is None or found.press is None:
        raise FormChanged("nothing takes documents")
    offered = {one.value for one in found.names}
    if document.name and offered and document.name not in offered:
        raise FormChanged("that name is no longer offered")
    if offered and not document.name:
        raise FormChanged("a name is asked for")
    fills = found.fills(document.name)
    _check(found.form, found.press, {"name": document.name})
    attached = Attached(
        control=found.file,
        file_name=document.file_name,
        media_type=document.media_type,
        body=document.body,
    )
    return walk.browser.ask(found.page, found.press, fills, attached), found.page


def _filled(walk: Walk, opened: OpenTab, wish: Wish) -> Ask:
    form, press = opened.form, opened.press
    if form is None or press is None:
        raise FormChanged("no button « Valider »")
    fills: dict[int, str] = {}
    for one in opened.ticks:
        if one.discipline.key in wish.offered and one.discipline.editable:
            fills.update(one.fills(ticked=one.discipline.key in wish.ticked))
    if opened.note is not None:
        limit = form.controls[opened.note].max_length
        if limit is not None and len(wish.note) > limit:
            raise Unstorable("note", "")
        _check(form, press, {"note": wish.note})
        fills[opened.note] = wish.note
    elif wish.note:
        raise FormChanged("no text is asked for")
    for change in wish.answers:
        bound = next(one for one in opened.questions if one.field.key == change.key)
        _check(form, press, {change.key: change.new})
        fills.update(bound.fills(change.new, form))
    return walk.browser.ask(opened.page, press, fills)


def _check(form: Form, press: Press, typed: dict[str, str]) -> None:
    for key, value in typed.items():
        lacking = "" if press.by_script else charset.missing(value, form.charset)
        if lacking:
            raise Unstorable(key, lacking)


async def _send(
    walk: Walk, ask: Ask, page: Page, before: Screen, before_sending: BeforeSending
) -> tuple[Screen, Screen] | None:
    """(what came, what was there before), or None where no answer came at all."""
    await before_sending()
    try:
        reply = await walk.browser.client.send(ask)
    except AnswerLost:
        return None
    try:
        reply = await walk.browser.client.onward(reply, ask)
        came = await walk.browser.answered(reply, ask, page)
    except ExtranetError:
        return Screen(()), before  # An answer that cannot be read proves nothing.
    return (Screen(()) if walk.is_over(came) else came), before


def _meaning(
    spoken: tuple[Screen, Screen], done: tuple[str, ...], refusals: tuple[str, ...]
) -> tuple[str, bool, bool]:
    """(the words, whether they refuse, whether they say that it is done)."""
    came, before = spoken
    said = answer.new_words(came, before, (*done, *refusals))
    sentences = answer.sentences_of(said)
    refusing = [one for one in sentences if says(one, refusals)]
    is_done = any(says(one, done) for one in sentences if one not in refusing)
    failed = any(page.failed for page in came.pages)
    return " ".join(said), failed or (bool(refusing) and not is_done), is_done and not failed


async def _again(walk: Walk, open_tab: OpenReEnrolment, *, windowed: bool) -> ReEnrolment | None:
    async def whole() -> ReEnrolment | None:
        opened = await open_tab()
        if opened is None:
            return None
        return (await _with_window(walk, opened) if windowed else opened).tab.tab

    try:
        return await walk.reading(whole)
    except ExtranetError:
        return None
