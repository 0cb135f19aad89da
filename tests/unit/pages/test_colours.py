"""The contrast of every pair of colours that meet, in both themes and both contrasts (WCAG 1.4)."""

import re
from itertools import product

import pytest

from gateway import resources

CSS = resources.static() / "css"
_COLOUR = re.compile(
    r"--(?P<name>[\w-]+): (?:var\(--light, (?P<light>[^)]+\)?)\) var\(--dark, (?P<dark>[^)]+\)?)\)"
    r"|(?P<both>#\w+|transparent));"
)
_TONES = ("waiting", "good", "stopped")

TEXT = (
    *product(("ink", "ink-soft", "accent", "accent-strong", "stopped"), ("paper", "card")),
    *product(("ink", "accent-strong"), ("accent-soft",)),
    *((tone, f"{tone}-soft") for tone in _TONES),
    *(("ink", f"{tone}-soft") for tone in _TONES),
    ("accent", "waiting-soft"),
    ("accent", "good-soft"),
    ("accent-ink", "accent"),
    ("accent-ink", "accent-strong"),
    ("masthead-ink", "masthead"),
    ("masthead-soft", "masthead"),
)
"""Text and what is behind it."""

EDGES = (
    *product(("control-line", "accent", "focus", *(f"{tone}-line" for tone in _TONES)),
             ("paper", "card")),
    ("focus", "accent-soft"),
    ("focus", "waiting-soft"),
    ("masthead-ink", "masthead"),
)  # fmt: skip
"""What a control, or the mark of the focus, is seen by."""


def colours(theme: str, contrast: str) -> dict[str, str]:
    """Name → colour, as the styles give them."""
    sources = ["tokens.css"] if contrast == "normal" else ["tokens.css", "display.css"]
    return {
        found["name"]: found["both"] or found[theme]
        for source in sources
        for found in _COLOUR.finditer((CSS / source).read_text(encoding="utf-8"))
    }


def luminance(colour: str) -> float:
    """Relative luminance (WCAG 2.2) of « #rgb » or « #rrggbb »."""
    digits = colour.removeprefix("#")
    digits = digits if len(digits) == 6 else "".join(2 * each for each in digits)
    parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def ratio(one: str, other: str) -> float:
    """Their contrast, from 1 to 21."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def test_black_on_white_is_the_whole_scale() -> None:
    assert ratio("#000", "#ffffff") == pytest.approx(21)
    assert ratio("#777777", "#fff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("contrast", "text", "edges"), [("normal", 4.5, 3), ("renforce", 7, 4.5)])
def test_every_pair_has_the_contrast_that_it_needs(
    theme: str, contrast: str, text: float, edges: float
) -> None:
    found = colours(theme, contrast)
    short = [
        f"{one} on {other}: {reached:.2f}"
        for pairs, least in ((TEXT, text), (EDGES, edges))
        for one, other in pairs
        if (reached := ratio(found[one], found[other])) < least
    ]
    assert short == []


def test_the_higher_contrast_gives_every_colour_anew() -> None:
    anew = _COLOUR.findall((CSS / "display.css").read_text(encoding="utf-8"))

    assert {name for name, *_ in anew} == colours("light", "normal").keys()


def test_no_style_names_a_colour_but_the_tokens_the_higher_contrast_and_paper() -> None:
    own = {"tokens.css", "display.css", "print.css"}
    for style in CSS.glob("*.css"):
        if style.name not in own:
            assert not re.findall(r":[^;{]*(#[0-9a-f]{3,8}\b|rgb\()", style.read_text()), style.name
