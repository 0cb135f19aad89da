"""How a browser shows the portal: comforts that it chose, in one cookie.

What is shown without any already conforms (RGAA 4.1.2, WCAG 2.2); each makes the page's `<html>`
carry an attribute `data-…` that `css/display.css` looks at.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from gateway.language import mark

COOKIE = "__Host-affichage"

_LONGEST = 200
"""Characters of a cookie that are looked at."""


@dataclass(frozen=True)
class Setting:
    """One thing to choose; its first option is what is shown without a choice."""

    name: str
    label: str
    options: Mapping[str, str]
    """Value → its label."""
    hint: str = ""

    @property
    def default(self) -> str:
        """What is shown without a choice."""
        return next(iter(self.options))


SETTINGS = (
    Setting(
        "texte",
        mark("Taille du texte"),
        {
            "normal": mark("Normale"),
            "grand": mark("Grande"),
            "tres-grand": mark("Très grande"),
            "double": mark("Double"),
        },
        mark("Elle s’ajoute au réglage de votre navigateur."),
    ),
    Setting(
        "contraste",
        mark("Contraste"),
        {"normal": mark("Normal"), "renforce": mark("Renforcé")},
    ),
    Setting(
        "espacement",
        mark("Espacement"),
        {"normal": mark("Normal"), "aere": mark("Aéré")},
        mark("Plus d’air entre les lettres, les mots, les lignes et les paragraphes."),
    ),
    Setting(
        "theme",
        mark("Couleurs"),
        {
            "appareil": mark("Selon l’appareil"),
            "clair": mark("Claires"),
            "sombre": mark("Sombres"),
        },
    ),
    Setting(
        "mouvement",
        mark("Mouvement"),
        {"appareil": mark("Selon l’appareil"), "reduit": mark("Réduit")},
        mark("Réduit : rien ne bouge, et une demande ne s’actualise que si vous le demandez."),
    ),
)

_SCHEMES = {"clair": "light", "sombre": "dark"}


def appearance(chosen: Mapping[str, str]) -> dict[str, str]:
    """Of what was chosen, what is known and other than usual, in the order of `SETTINGS`."""
    return {
        setting.name: value
        for setting in SETTINGS
        if (value := chosen.get(setting.name, "")) in setting.options and value != setting.default
    }


def read(cookie: str) -> dict[str, str]:
    """What a cookie says; whatever is not known in it is ignored."""
    parts = (part.partition(":") for part in cookie[:_LONGEST].split("."))
    return appearance({name: value for name, _, value in parts})


def written(chosen: Mapping[str, str]) -> str:
    """The cookie that says it; "" where nothing is other than usual."""
    return ".".join(f"{name}:{value}" for name, value in appearance(chosen).items())


def color_scheme(chosen: Mapping[str, str]) -> str:
    """The schemes that a page is made for, before any style is read (HTML, `color-scheme`)."""
    return _SCHEMES.get(chosen.get("theme", ""), "light dark")
