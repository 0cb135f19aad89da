"""The portal's languages: French as it stands in templates and code, English from its catalogue."""

from functools import cache
from io import BytesIO

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations

from gateway import resources

SOURCE = "fr"
"""The language of the message ids themselves."""

LANGUAGES = {"fr": "Français", "en": "English"}
"""Code → the language's name for itself, in the order of the switch."""


def mark(text: str) -> str:
    """Return `text` as it is: says to the extraction that it is to be translated where shown."""
    return text


@cache
def catalogue(language: str) -> NullTranslations:
    """The translations of one of `LANGUAGES`, compiled in memory from its `gateway.po`."""
    if language == SOURCE:
        return NullTranslations()
    compiled = BytesIO()
    with (resources.locale() / language / "LC_MESSAGES" / "gateway.po").open("rb") as source:
        write_mo(compiled, read_po(source, locale=language))
    compiled.seek(0)
    return Translations(compiled, domain="gateway")
