"""The model's names of fields, by the captions that the profile knows."""

from collections import Counter

from adapters.imuse.profile import Profile
from adapters.imuse.reading.page import Form
from adapters.imuse.reading.words import fold

_BETWEEN = " – "
"""Between the words of a row and those of a column (see `reading.crosses`)."""


class Names:
    """The names on one form; of fields in several columns the first one has it."""

    def __init__(self, form: Form, profile: Profile) -> None:
        """No field is named yet."""
        self._known = {
            fold(synonym): name
            for name, synonyms in reversed(profile.captions.items())
            for synonym in synonyms
        }
        captions = {one.caption for one in form.controls} | {one.caption for one in form.labels}
        self._rows = Counter(
            caption.partition(_BETWEEN)[0] for caption in captions if _BETWEEN in caption
        )
        self._given: set[str] = set()

    def of(self, caption: str) -> tuple[str | None, str | None]:
        """(a field's name if it has one, the name of what fields of such a caption hold)."""
        name = self._known.get(fold(caption))
        row, _, column = caption.partition(_BETWEEN)
        if name is None and column and self._rows[row] > 1:
            known = self._known.get(fold(row)) or self._known.get(fold(column))
            name = None if known in self._given else known
            self._given.update(filter(None, [name]))
            return name, known
        return name, name
