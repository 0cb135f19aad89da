"""The button that sends a form, by what it says or because there is no other."""

from adapters.imuse.reading.page import Form, Page, Press, Pressable
from adapters.imuse.reading.words import fold, says


def button(
    page: Page, number: int, form: Form, phrases: tuple[str, ...], never: tuple[str, ...] = ()
) -> Press | None:
    """What sends the form of that number: the first phrase first, else its only button.

    None where nothing says which of several it is, or where the only one says one of `never`.
    """
    of_form = [one for one in page.pressables if one.press.form == number]
    for phrase in phrases:
        for one in of_form:
            if any(fold(words) == fold(phrase) for words in one.words):
                return one.press
    submits = [one for one in of_form if _submits(one, form)]
    if any(says(words, never) for one in submits[:1] for words in one.words):
        return None
    if not of_form:
        # A picture without words still sends its form.
        wordless = [n for n, c in enumerate(form.controls) if c.type in ("submit", "image")]
        return Press(form=number, button=wordless[0]) if len(wordless) == 1 else None
    return submits[0].press if len(submits) == 1 else None


def _submits(pressable: Pressable, form: Form) -> bool:
    button = pressable.press.button
    return button is not None and form.controls[button].type in ("submit", "image")
