"""What a family reads on an extranet and asks of it, in the field's own terms.

Everything here is frozen and says nothing of HTML, HTTP or any one site: the live adapter, the
in-memory one and a replayed scenario all return these same types.
"""

from enum import StrEnum

import msgspec


class Site(msgspec.Struct, frozen=True, kw_only=True):
    """A place of the school, as the sign-in page offers it (guide § 3)."""

    ref: str
    """Opaque; given back unchanged in `Credentials.site`."""
    label: str


class Credentials(msgspec.Struct, frozen=True, kw_only=True):
    """What a family signs in with. `site` is None where the old page offers no choice."""

    site: str | None
    identifier: str
    password: str

    def __repr__(self) -> str:
        """Never shows the password or the identifier: a repr ends in logs."""
        return "Credentials(…)"


class Kind(StrEnum):
    """How a field is filled in."""

    TEXT = "text"
    LONG_TEXT = "long_text"
    EMAIL = "email"
    PHONE = "phone"
    DATE = "date"
    NUMBER = "number"
    CHOICE = "choice"
    CHECK = "check"


class Option(msgspec.Struct, frozen=True):
    """One possibility of a choice: `value` is what the old site stores, `label` what it shows."""

    value: str
    label: str


class Waiting(msgspec.Struct, frozen=True, kw_only=True):
    """The old site's own marker on a field: a change that its staff has yet to validate."""

    words: str
    """What the marker says, or "" where it is only a sign."""
    current: str | None = None
    """The value still in force, where the old site shows it beside the requested one."""
    requested: str | None = None
    """The value asked for, where the old site shows it beside the one in force."""


class Field(msgspec.Struct, frozen=True, kw_only=True):
    """One field of a sheet, with the school's own caption."""

    key: str
    """Names the field on its sheet, steadily from one reading to the next."""
    caption: str
    name: str | None = None
    """The canonical name (`mobile_phone`, `email`…) where the caption is a known one."""
    value: str
    """As stored: text as it stands, a choice's option value, "1" or "" for a check."""
    kind: Kind = Kind.TEXT
    options: tuple[Option, ...] = ()
    editable: bool = True
    required: bool = False
    max_length: int | None = None
    """In characters; None where the old form sets no limit."""
    hint: str = ""
    """What the old form says beside the field (an expected format, say)."""
    waiting: Waiting | None = None
    refers: bool = False
    """Whether a profile lets its text carry a request's number: the site shows it back whole."""

    def shown(self, value: str | None = None) -> str:
        """`value` (by default the field's own) as a person reads it: a choice by its label."""
        wanted = self.value if value is None else value
        if self.kind is Kind.CHECK:
            return "oui" if wanted else "non"
        return next((option.label for option in self.options if option.value == wanted), wanted)


class Section(msgspec.Struct, frozen=True, kw_only=True):
    """Fields under one heading; `title` is "" where the old sheet has none."""

    title: str
    fields: tuple[Field, ...]


class Sheet(msgspec.Struct, frozen=True, kw_only=True):
    """A sheet to read and perhaps to change: Famille, or a student's Identité."""

    title: str
    sections: tuple[Section, ...]
    shape: str
    """A digest of the old form's controls; another digest means another form."""
    writable: bool = True
    """False where the old sheet offers no button « Modifier »."""
    charset: str = "utf-8"
    """What the old form is sent in: the old site cannot store what does not fit."""
    waiting: str | None = None
    """The old site's own sentence that the sheet awaits validation, if it shows one."""

    def fields(self) -> tuple[Field, ...]:
        """All fields, in the old sheet's order."""
        return tuple(field for section in self.sections for field in section.fields)

    def field(self, key: str) -> Field | None:
        """The field of that key, or None."""
        return next((field for field in self.fields() if field.key == key), None)

    def named(self, name: str) -> Field | None:
        """The first field of that canonical name, or None."""
        return next((field for field in self.fields() if field.name == name), None)


class Student(msgspec.Struct, frozen=True, kw_only=True):
    """A student of the family, as the old site offers it to be chosen."""

    ref: str
    """Opaque, and steady from one reading to the next."""
    name: str
    """As the choice of students shows it."""


class ListName(StrEnum):
    """The lists that the guide names."""

    COURSES = "courses"
    EVALUATIONS = "evaluations"
    ABSENCES = "absences"
    HISTORY = "history"
    REPERTOIRE = "repertoire"
    INVOICES = "invoices"
    PAYMENTS = "payments"


class Column(msgspec.Struct, frozen=True, kw_only=True):
    """A column of a list, with the school's own caption."""

    caption: str
    name: str | None = None
    """The canonical name (`teacher`, `amount`…) where the caption is a known one."""


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """One line of a list, cell by cell."""

    cells: tuple[str, ...]
    ref: str | None = None
    """Opens what is behind the line; None where nothing is. Opaque, and steady while the line is
    the same."""
    group: str = ""
    """The heading between lines that it stands under, "" where the list has none."""


class Listing(msgspec.Struct, frozen=True, kw_only=True):
    """A list, whole: all its pages, in the old site's order. Without lines it is proven empty."""

    key: str
    """Names the list on its screen: a `ListName`, or its place where it is none of these."""
    caption: str = ""
    """The tab or heading that it stands under, as the old site writes it."""
    columns: tuple[Column, ...]
    lines: tuple[Line, ...] = ()
    notes: tuple[str, ...] = ()
    """What the list says beside its lines: totals, or its own words for being empty."""

    def column(self, name: str) -> int | None:
        """The number of the first column of that canonical name, or None."""
        return next((n for n, column in enumerate(self.columns) if column.name == name), None)

    def cell(self, line: Line, name: str) -> str:
        """What a line says in the column of that name, "" where the list has none."""
        number = self.column(name)
        return "" if number is None or number >= len(line.cells) else line.cells[number]

    def line(self, ref: str) -> Line | None:
        """The line of that reference, or None."""
        return next((line for line in self.lines if line.ref == ref), None)


class Step(msgspec.Struct, frozen=True, kw_only=True):
    """One line of one list: what a double-click on it opens."""

    list: str
    """The list's `key`."""
    line: str
    """The line's `ref`."""


class Record(msgspec.Struct, frozen=True, kw_only=True):
    """A sheet to read, as its window shows it: a course with its tabs, a past year, an event."""

    title: str
    sections: tuple[Section, ...]
    lists: tuple[Listing, ...] = ()

    def listing(self, key: str) -> Listing | None:
        """The list of that key, or None."""
        return next((one for one in self.lists if one.key == key), None)


class Billing(msgspec.Struct, frozen=True, kw_only=True):
    """Invoices and payments: two lists, or one that holds both (its key is then `invoices`)."""

    lists: tuple[Listing, ...]
    notes: tuple[str, ...] = ()
    """What the screen says beside its lists: a balance, say."""

    def listing(self, key: str) -> Listing | None:
        """The list of that key, or None."""
        return next((one for one in self.lists if one.key == key), None)


class Paragraph(msgspec.Struct, frozen=True, kw_only=True):
    """A piece of what the old Accueil says."""

    text: str
    heading: bool = False


class Home(msgspec.Struct, frozen=True, kw_only=True):
    """The old Accueil: what it says, and the menu's words in their order."""

    paragraphs: tuple[Paragraph, ...]
    menu: tuple[str, ...]


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """One field that a family asks to change."""

    key: str
    caption: str
    old: str
    """The value that the family saw, as stored."""
    new: str
    also_seen: tuple[str, ...] = ()
    """Values that are no surprise at delivery: what the family's own earlier requests ask for."""


class Proposal(msgspec.Struct, frozen=True, kw_only=True):
    """What a family asks of a sheet, with the `shape` of the form that it had open."""

    changes: tuple[Change, ...]
    shape: str


class Verdict(StrEnum):
    """What is known of a write once it was sent."""

    APPLIED = "applied"
    PENDING_VALIDATION = "pending_validation"
    REFUSED = "refused"
    UNKNOWN = "unknown"


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """The answer to a write, on positive evidence only: a marker or the value read back."""

    verdict: Verdict
    words: str = ""
    """The old site's own words, where it said something."""
    already: bool = False
    """True where the page showed it so already: nothing was sent."""
    settled: bool = True
    """False where the old server never answered: the effect may still land."""
    sheet: Sheet | None = None
    """The sheet as read back, where it could be read."""
