"""The import of a document on Réinscription: its window opened, its file put into the form."""

from collections.abc import Callable

import msgspec

from adapters.errors import FormChanged, NotUnderstood
from adapters.imuse import charset
from adapters.imuse.client import Ask
from adapters.imuse.reading.page import Page
from adapters.imuse.reading.screen import Found, Screen
from adapters.imuse.reading.words import says, slug
from adapters.imuse.screens import pieces, window, windows
from adapters.imuse.screens.area import area
from adapters.imuse.screens.reinscription import OpenTab
from adapters.imuse.screens.window import Window
from adapters.imuse.submission import Attached
from adapters.imuse.walk import Walk
from adapters.model import Option
from adapters.re_enrolment import Document

Way = tuple[str, Found]
"""What opens a window, with the words of the document that it is for."""


class Opened(msgspec.Struct, frozen=True):
    """The tab, open on its screen, with the windows that take documents if it has any."""

    screen: Screen
    tab: OpenTab
    is_another: Callable[[Screen], bool]
    """Whether a screen is another student's."""
    windows: tuple[Window, ...] = ()
    around: Screen | None = None
    """The screen of the windows, where it is another."""
    ways: tuple[Way, ...] = ()
    """What opens the window of each document, where each has one of its own."""


class Ready(msgspec.Struct, frozen=True):
    """A document ready to be sent."""

    ask: Ask
    page: Page
    """Its window's."""
    before: Screen
    """All that was there before: what is said already is no answer."""


async def with_windows(walk: Walk, opened: Opened) -> Opened:
    """The same with what takes documents: in the page, behind a button, in a pop-up.

    Where something says that it imports and it is not certain how, the tab is not to be written.
    """
    if opened.tab.windows or not opened.tab.certain:
        return msgspec.structs.replace(opened, windows=opened.tab.windows)
    own = area(opened.screen, walk.profile.words.re_enrolment)
    ways = tuple(one for one in windows.ways(own, walk.profile) if not _is_else(one, walk, opened))
    if not ways:
        return opened
    try:
        return await _behind(walk, opened, ways)
    except NotUnderstood:
        tab = msgspec.structs.replace(opened.tab.tab, writable=False)
        return msgspec.structs.replace(
            opened, tab=msgspec.structs.replace(opened.tab, tab=tab, press=None)
        )


async def ready(walk: Walk, opened: Opened, document: Document) -> Ready:
    """The request that sends a document.

    Raises:
        FormChanged: nothing takes documents, or none of that name.
        NotUnderstood: what takes it cannot be told for certain.
    """
    imports = opened.tab.tab.imports
    if imports is None or not opened.windows:
        raise FormChanged("nothing takes documents")
    offered = {one.value for one in imports.names}
    if offered and document.name not in offered:
        raise FormChanged("that name is no longer offered")
    around = opened.around or opened.screen
    found = opened.windows
    way = next((one for label, one in opened.ways if slug(label) == document.name), None)
    if way is not None:
        around, found = await _press(walk, opened, way)
    taking = window.of_name(found, document.name)
    if taking is not None and taking.file is None:
        around, taking = await _next_step(walk, opened, taking, document.name)
    if taking is None or taking.file is None or taking.press is None:
        raise FormChanged("nothing takes a document of that name")
    fills = taking.fills(document.name)
    _check(taking, fills)
    attached = Attached(
        control=taking.file,
        file_name=document.file_name,
        media_type=document.media_type,
        body=document.body,
    )
    before = Screen((*opened.screen.pages, *around.pages))
    return Ready(walk.browser.ask(taking.page, taking.press, fills, attached), taking.page, before)


def _is_else(way: Way, walk: Walk, opened: Opened) -> bool:
    """Whether it does something else: sends all of the tab's form, say, or adds a course."""
    words, press = walk.profile.words, way[1].pressable.press
    if opened.tab.form is not None and press == opened.tab.press:
        return True
    # Only what speaks of documents opens a window for them, where that cannot be read off it.
    speaks = any(says(one, ("importer", *words.document_name)) for one in way[1].pressable.words)
    return not speaks and (press.form is not None or not press.leads)


async def _behind(walk: Walk, opened: Opened, ways: tuple[Way, ...]) -> Opened:
    """The windows behind the buttons that open them."""
    profile = walk.profile
    own = area(opened.screen, profile.words.re_enrolment)
    around, found = await _press(walk, opened, ways[0][1])
    # Several buttons may open one window that asks for the name.
    several = () if found[0].names or len(ways) < 2 else ways
    keys = [slug(label) if label else "" for label, _ in several]
    if "" in keys or len(set(keys)) < len(keys):
        raise NotUnderstood("several buttons import, and nothing says what each is for")
    imports = window.imports(found, own.texts())
    if several:
        names = tuple(Option(slug(label), label) for label, _ in several)
        imports = msgspec.structs.replace(imports, names=names)
    labels = tuple(one.label for one in imports.names)
    listed = pieces.imported(own, labels, profile)
    if listed is None:
        listed = pieces.imported(area(around, ()), labels, profile)
    tab = msgspec.structs.replace(opened.tab.tab, imports=imports, imported=listed)
    return msgspec.structs.replace(
        opened,
        tab=msgspec.structs.replace(opened.tab, tab=tab),
        windows=found,
        around=around,
        ways=several,
    )


async def _press(walk: Walk, opened: Opened, way: Found) -> tuple[Screen, tuple[Window, ...]]:
    """What opens: its screen, and the windows on it."""
    if not way.pressable.press.leads:
        raise NotUnderstood("nothing says what « Importer » does")
    around = walk.certain(await walk.browser.press(way))
    return around, await _windows(walk, opened, around)


async def _windows(walk: Walk, opened: Opened, around: Screen) -> tuple[Window, ...]:
    if opened.is_another(around):
        raise NotUnderstood("the window names another student than the one that was chosen")
    found = windows.opened(around, walk.profile)
    if not found:
        await walk.confirm(around)
        raise NotUnderstood("the window takes no file")
    return found


async def _next_step(
    walk: Walk, opened: Opened, step: Window, name: str
) -> tuple[Screen, Window | None]:
    """Where the file of that name is taken, once its name is chosen."""
    if step.press is None:
        raise NotUnderstood("nothing leads on from the document's name")
    ask = walk.browser.ask(step.page, step.press, step.fills(name))
    screen = walk.certain(await walk.browser.see(ask, step.page))
    found = await _windows(walk, opened, screen)
    taking = window.of_name(found, name)
    if taking is None or (taking.names and name not in {one.value for one in taking.names}):
        raise FormChanged("that name is no longer offered")
    return screen, taking


def _check(taking: Window, fills: dict[int, str]) -> None:
    """Refuse before sending a name that the window cannot write."""
    by_script = taking.press is not None and taking.press.by_script
    for number, value in fills.items():
        limit = taking.form.controls[number].max_length
        lacking = "" if by_script else charset.missing(value, taking.form.charset)
        if lacking or (limit is not None and len(value) > limit):
            raise FormChanged("the window cannot write that name")
