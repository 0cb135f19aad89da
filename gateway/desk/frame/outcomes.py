"""What came of a decision or a letter for one of several requests, in words."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from gateway.language import mark
from gateway.office import NotReminded, OfficeError, Taken, Unreadable, Unwritten
from gateway.views.office import Hindrance

T = TypeVar("T")

HINDRANCES: Mapping[Hindrance, str] = {
    "address": mark("aucune adresse de courriel n’est connue, téléphonez ou écrivez"),
    "today": mark("on lui a déjà écrit aujourd’hui"),
    "moving": mark("la demande est en train de partir vers iMuse, réessayez dans un moment"),
    "nothing": mark("elle est close, ou rien n’y manque plus"),
}
"""Why no reminder goes out."""

_WHY: Mapping[type[OfficeError], str] = {
    Taken: mark("elle a changé entre-temps"),
    Unreadable: mark("elle ne peut pas être lue d’ici, dites-le à qui exploite le portail"),
    Unwritten: mark("cela n’a pas pu être enregistré, réessayez dans un moment"),
}
_NOT_POSSIBLE = mark("ce n’est pas possible là où elle en est")


@dataclass(frozen=True)
class Outcome(Generic[T]):
    """What came of one of them; `error` is None where it was done."""

    about: T
    error: OfficeError | None

    @property
    def taken(self) -> Taken | None:
        """Who was faster, where a colleague was."""
        return self.error if isinstance(self.error, Taken) and self.error.who else None

    @property
    def why(self) -> str:
        """Why nothing was done, where it was not."""
        if isinstance(self.error, NotReminded):
            return HINDRANCES[self.error.why]
        return _WHY.get(type(self.error), _NOT_POSSIBLE) if self.error else ""
