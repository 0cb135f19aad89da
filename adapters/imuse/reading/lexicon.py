"""The words that reading needs to know: data, which a profile may add to."""

import msgspec


class Part(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A list whose lines a script fetches as JSON, where the script does not tell how."""

    address: str
    """Relative to the page; `{name}` is what the page calls so (a variable, a control)."""
    rows: str = ""
    """Where the records lie in the answer: keys with dots between; "" is the answer itself."""
    columns: dict[str, str]
    """Every heading of the list, and the record's key that it shows ("" for none)."""
    opens: str = ""
    """The address that a line opens, with `{key}` of its record."""


class Lexicon(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Phrases, compared folded and by whole words (see `words.says`)."""

    marks: tuple[str, ...]
    """Beside a field, say that it is changed and not validated yet."""
    not_marks: tuple[str, ...]
    """Turn such words into help: « peut être modifié à tout moment »."""
    waiting: tuple[str, ...]
    """Say of a whole sheet that it awaits validation."""
    sheets: tuple[str, ...]
    """Name a whole sheet: words with one of these are not about one field."""
    not_waiting: tuple[str, ...]
    """Turn such a sentence into a general remark: « toute modification sera… »."""
    remarks: tuple[str, ...]
    """Stand before a colon where a remark or a message follows, and no field's value."""
    mark_classes: tuple[str, ...]
    """Parts of class names that mark a field as waiting."""
    message_classes: tuple[str, ...]
    """Parts of class names and ids of places for messages."""
    heading_classes: tuple[str, ...]
    """Parts of class names of what serves as a heading."""
    failed_keys: tuple[str, ...]
    """Keys of a JSON answer that say, when false, that it failed."""
    failed_values: tuple[str, ...]
    """Values of such keys that mean a failure."""
    error_keys: tuple[str, ...]
    """Keys of a JSON answer that say, when set, that it failed."""
    message_keys: tuple[str, ...]
    """Keys of a JSON answer that hold its words."""
    action_heads: tuple[str, ...]
    """Headings of columns that hold only what is pressed."""
    total_words: tuple[str, ...]
    """First words of a line that sums up those above it."""
    parts: tuple[Part, ...] = ()
    """Lists that a profile says how to fetch; given by its `parts`."""
    column_groups: tuple[tuple[str, ...], ...] = ()
    """The headings that are known for each column of a list; given by the profile's columns."""
    caption_words: tuple[str, ...] = ()
    """The captions that are known of a sheet's fields; given by the profile's captions."""

    @property
    def column_words(self) -> tuple[str, ...]:
        """Every column heading that is known, of whatever list."""
        return tuple(word for group in self.column_groups for word in group)

    @property
    def fact_words(self) -> tuple[str, ...]:
        """Every caption that is known, of whatever sheet or list."""
        return (*self.caption_words, *self.column_words)
