"""Where the files that are not code lie: in a checkout, and in an installed wheel.

A wheel carries the top-level `templates/` and `config.toml` inside the package, under names that a
checkout does not have (`pyproject.toml`, force-include).
"""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent
_CHECKOUT = _PACKAGE.parent


def templates() -> Path:
    """The folder of the Jinja2 templates."""
    return _either(_PACKAGE / "_templates", _CHECKOUT / "templates")


def demo_config() -> Path:
    """The annotated configuration; as it stands it runs the demo."""
    return _either(_PACKAGE / "_config.toml", _CHECKOUT / "config.toml")


def static() -> Path:
    """The folder of the style sheets, pictures and scripts that browsers fetch."""
    return _PACKAGE / "static"


def locale() -> Path:
    """The folder of the gettext catalogues."""
    return _PACKAGE / "locale"


def _either(installed: Path, checked_out: Path) -> Path:
    return installed if installed.exists() else checked_out
