"""What a person sees on one page and can do there, without the markup that says it."""

import msgspec


class Choice(msgspec.Struct, frozen=True, kw_only=True):
    """An option of a list."""

    value: str
    label: str
    selected: bool
    disabled: bool


class Control(msgspec.Struct, frozen=True, kw_only=True):
    """A control of a form, buttons and hidden ones too, in the document's order."""

    name: str
    type: str
    """As HTML's `type`, or "select", "select-multiple", "textarea"."""
    value: str
    checked: bool = False
    choices: tuple[Choice, ...] = ()
    caption: str = ""
    """The words a person reads as its name; for a radio button, those of its group."""
    label: str = ""
    """The words of this very box or radio button."""
    section: str = ""
    hint: str = ""
    disabled: bool = False
    readonly: bool = False
    required: bool = False
    max_length: int | None = None
    marker: str | None = None
    """What marks it as waiting for validation: words, or "" for a mere sign."""
    seen: bool = True
    """False for what no person sees: hidden, or without any words."""
    ident: str = ""
    """Its `id`, for the page's scripts."""
    place: int = 0
    """Where it stands in the document."""
    accept: str = ""
    """Of a file's control: the kinds that it takes."""
    around: tuple[tuple[str, ...], ...] = ()
    """Of a box, a list or a file's control: the lines of each element around it alone."""


class LooseLine(msgspec.Struct, frozen=True, kw_only=True):
    """A line of a list whose other lines have a box each, without one."""

    lines: tuple[str, ...]
    place: int
    end: int
    boxes: tuple[int, ...]
    """Where the boxes of the other lines stand."""


class Label(msgspec.Struct, frozen=True, kw_only=True):
    """A caption with a value that is only text: a field to read."""

    caption: str
    value: str
    section: str
    place: int


class Press(msgspec.Struct, frozen=True, kw_only=True):
    """What pressing something does, as far as its markup and the page's scripts say literally."""

    url: str | None = None
    """An address to open (absolute)."""
    form: int | None = None
    """The form to submit, by its number on the page."""
    button: int | None = None
    """The button's number among the form's controls: it is submitted too."""
    assigns: tuple[tuple[str, str], ...] = ()
    """Control (by name or id) → value, set by script before submitting."""
    action: str | None = None
    """Where the script sends the form instead (absolute)."""
    method: str | None = None
    by_script: bool = False
    """The answer comes to the page's script: a fragment, or JSON."""
    with_files: bool = False
    """Whether the script gathers files too: `FormData` does, no other way does."""
    into: str = ""
    """The id of the element that the answer is put into."""
    unknown: tuple[str, ...] = ()
    """Functions it calls that the scripts read so far do not define."""

    @property
    def leads(self) -> bool:
        """Whether it is known to do anything."""
        return self.url is not None or self.form is not None


class TableLine(msgspec.Struct, frozen=True, kw_only=True):
    """One line of a table, a cell for each of its columns."""

    cells: tuple[str, ...]
    group: str = ""
    """What stands across the table above this line, if anything does."""
    place: int
    end: int
    """What can be pressed between these places belongs to the line."""


class Table(msgspec.Struct, frozen=True, kw_only=True):
    """A table of the kind that has column headings: a list, whatever its markup."""

    heads: tuple[str, ...]
    lines: tuple[TableLine, ...]
    whole: bool = False
    """Whether a script's own data is in it: without lines it is proven empty."""
    notes: tuple[str, ...] = ()
    """What stands across the table with no line below it: totals, words for being empty."""
    titles: tuple[str, ...] = ()
    """What it stands under, the nearest first: a caption, a tab, a heading."""
    seen: bool = True
    """False while it is in a part of the page that is not in front: behind a tab, say."""
    place: int
    end: int


class Pick(msgspec.Struct, frozen=True, kw_only=True):
    """One possibility of a list that leads somewhere once it is chosen."""

    caption: str
    label: str
    value: str
    form: int
    control: int
    selected: bool
    press: Press
    """What choosing it does; where nothing says so, the form must be sent by a button."""


class Form(msgspec.Struct, frozen=True, kw_only=True):
    """A form with its controls; `labels` are the read-only fields among them."""

    action: str
    """Absolute."""
    method: str
    enctype: str
    charset: str
    """The charset that a browser would send it in."""
    ident: str
    controls: tuple[Control, ...]
    labels: tuple[Label, ...]


class Pressable(msgspec.Struct, frozen=True, kw_only=True):
    """A link, button, tab, menu entry or image that a person can press."""

    words: tuple[str, ...]
    """All that it says: text, value, alt, title. () for a mere picture in a list's line."""
    press: Press
    place: int
    seen: bool = True
    """False while the page hides it: in a menu that is folded, say."""
    under: str = ""
    """What heads the list of links that it is one of: the entry above a submenu, say."""
    part: str = ""
    """The id of the part of this same page that it shows."""


class Block(msgspec.Struct, frozen=True, kw_only=True):
    """A piece of visible text; `level` is a heading's rank, 0 for plain text."""

    text: str
    lines: tuple[str, ...] = ()
    """The same, as line breaks divide it."""
    level: int = 0
    menu: bool = False
    """Made of links, buttons or captions only: it is no saying of its own."""
    shown: bool = True
    """False for what the styles hide: it may be there for another day."""
    loud: bool = False
    """In a place that pages keep for messages: an alert box, a status, red letters."""
    place: int = 0


class Panel(msgspec.Struct, frozen=True, kw_only=True):
    """A part of a page that a tab or an accordion's button brings to the front."""

    title: str
    place: int
    end: int


class Page(msgspec.Struct, frozen=True, kw_only=True):
    """One document, read."""

    url: str
    charset: str
    base: str = ""
    """What its references are relative to."""
    title: str = ""
    closed: bool = True
    """False where a whole document lacks its end."""
    fragment: bool = False
    """Not a document of its own: what a script puts into one."""
    blocks: tuple[Block, ...] = ()
    said: tuple[str, ...] = ()
    """What scripts show at once in a dialogue: `alert("…")`."""
    failed: bool = False
    """An answer in JSON that says of itself that it failed."""
    pressables: tuple[Pressable, ...] = ()
    forms: tuple[Form, ...] = ()
    facts: tuple[Label, ...] = ()
    """Captions with their values, in and outside forms: what a sheet to read says."""
    tables: tuple[Table, ...] = ()
    picks: tuple[Pick, ...] = ()
    parts: "tuple[tuple[str, Page], ...]" = ()
    """Parts of it that pressing shows, by their id, each read like a page of its own."""
    panels: tuple[Panel, ...] = ()
    """Parts of it behind tabs."""
    asks: tuple[str, ...] = ()
    """Addresses that its scripts ask at load, for what they put into it (absolute)."""
    unread: bool = False
    """Whether its scripts ask at load for more than these: what they put in is not known."""
    filled: tuple[str, ...] = ()
    """Those of them whose answers are read into it."""
    frames: tuple[str, ...] = ()
    loose: tuple[LooseLine, ...] = ()
    """Lines of lists of boxes that have no box."""
    embedded: tuple[str, ...] = ()
    """Addresses of the documents that it shows within itself, other than frames (absolute)."""
    scripts: tuple[str, ...] = ()
    """Addresses of the scripts that the page names."""
    styles: tuple[str, ...] = ()
    """Addresses of the style sheets that the page names."""
    code: tuple[str, ...] = ()
    """The sources of its scripts: what is put into the page later answers to them too."""
    onward: str | None = None
    """Where the page leads on by itself (absolute)."""
