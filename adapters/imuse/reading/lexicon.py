"""The words that reading needs to know: data, which a profile may add to."""

import msgspec


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
