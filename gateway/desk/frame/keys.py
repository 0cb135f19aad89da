"""The keys of the desk, in one table: pages put them on what they press, where the script looks."""

from dataclasses import dataclass

from gateway.language import mark

NEXT = "j"
PREVIOUS = "k"
OPEN = "Enter"
TICK = "x"
APPROVE = "a"
VALIDATED = "v"
REFUSE = "r"
ASK = "m"
LOOK = "d"
RETRY = "e"
NOTE = "n"
BACK = "u"
SEARCH = "/"
KEYS = "?"

NAMES = {
    "next": NEXT, "previous": PREVIOUS, "tick": TICK, "approve": APPROVE, "validated": VALIDATED,
    "refuse": REFUSE, "ask": ASK, "look": LOOK, "retry": RETRY, "note": NOTE, "back": BACK,
    "search": SEARCH, "keys": KEYS,
}  # fmt: skip
"""As templates name them."""

COOKIE = "__Host-touches"
"""Holds `OFF` where somebody does without them."""
OFF = "non"


@dataclass(frozen=True)
class Key:
    """A line of the page that lists them: `also` are other keys that do the same."""

    key: str
    does: str
    also: tuple[str, ...] = ()


LIST = (
    Key(NEXT, mark("La demande suivante"), ("↓",)),
    Key(PREVIOUS, mark("La demande précédente"), ("↑",)),
    Key(mark("Entrée"), mark("Ouvrir la demande")),
    Key(TICK, mark("Cocher ou décocher la demande")),
    Key(SEARCH, mark("Chercher")),
)
"""In the list."""

CASE = (
    Key(APPROVE, mark("Approuver : la demande part vers iMuse, puis la suivante s’ouvre")),
    Key(VALIDATED, mark("Validée dans iMuse, puis la suivante s’ouvre")),
    Key(REFUSE, mark("Refuser : le motif s’ouvre")),
    Key(ASK, mark("Demander une pièce manquante : le message s’ouvre")),
    Key(LOOK, mark("Regarder le document suivant, ici même")),
    Key(RETRY, mark("Réessayer, ou relire, tout de suite")),
    Key(NOTE, mark("Ajouter une note")),
)
"""On a request; in the list, for those that are ticked, or for the one that has the focus."""

EVERYWHERE = (
    Key(BACK, mark("Revenir à la liste")),
    Key(KEYS, mark("Cette page")),
)
