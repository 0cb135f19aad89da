"""Whether an answer in JSON says of itself that it failed."""

from collections.abc import Mapping

from adapters.imuse.reading.lexicon import Lexicon
from adapters.imuse.reading.words import fold


def failed(data: object, lexicon: Lexicon) -> bool:
    """Whether an answer says so, in a member of its own."""
    if not isinstance(data, Mapping):
        return False
    return any(
        fails(fold(str(key)), value, lexicon)
        for key, value in data.items()
        if not isinstance(value, list | Mapping)
    )


def fails(key: str, value: object, lexicon: Lexicon) -> bool:
    """Whether one member says so; `key` is folded."""
    failing = not value or fold(str(value)) in map(fold, lexicon.failed_values)
    if key in lexicon.failed_keys:
        return failing
    # « erreur: 0 » says that there is none; a list of errors is read by its items.
    return (
        key in lexicon.error_keys and bool(value) and fold(str(value)) not in ("0", "false", "non")
    )
