"""What each button of the desk says and does, and which of them need words."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from gateway.desk.frame import keys
from gateway.language import mark
from gateway.office.choices import needs_words
from gateway.pending.states import State
from gateway.views.office import Decision


@dataclass(frozen=True)
class Deed:
    """A decision on the screen: what its button says, and what it does."""

    label: str
    does: str
    done: str
    """What is said of a request that it was done to."""
    key: str
    words: str = ""
    """What the field for its words is called; "" where a press is enough."""
    sentences: Literal["", "refusals", "missing"] = ""
    """Which of the school's own are offered for them."""


_REASON = mark("Motif, que la famille lira")

DEEDS: Mapping[Decision, Deed] = {
    Decision.APPROVE: Deed(
        label=mark("Approuver"),
        does=mark("La demande part vers iMuse au nom de la famille."),
        done=mark("approuvée, elle part vers iMuse"),
        key=keys.APPROVE,
    ),
    Decision.VALIDATED_THERE: Deed(
        label=mark("Validée dans iMuse"),
        does=mark(
            "Vous dites que c’est fait dans iMuse : la demande est close comme validée, sans "
            "relire l’extranet. La famille en est informée."
        ),
        done=mark("close comme validée dans iMuse"),
        key=keys.VALIDATED,
    ),
    Decision.FIELD_BY_FIELD: Deed(
        label=mark("Décider champ par champ"),
        does=mark(
            "Ce que vous envoyez part vers iMuse, à la place de ce qu’il montre maintenant ; ce "
            "que vous gardez y reste. Si la fiche change encore d’ici là, la demande s’arrête de "
            "nouveau. La famille lit ce qui a été décidé."
        ),
        done=mark("décidée champ par champ, la famille en est informée"),
        key=keys.APPROVE,
        words=mark("Motif, que la famille lira : il en faut un si vous gardez une valeur d’iMuse"),
        sentences="refusals",
    ),
    Decision.SEND_ANYWAY: Deed(
        label=mark("Envoyer quand même la demande de la famille"),
        does=mark(
            "La demande part vers iMuse, à la place de ce qu’il montre maintenant. Si la fiche "
            "change encore d’ici là, elle s’arrête de nouveau. La famille en est informée."
        ),
        done=mark("elle part vers iMuse, la famille en est informée"),
        key=keys.APPROVE,
    ),
    Decision.RETRY: Deed(
        label=mark("Réessayer tout de suite"),
        does=mark(
            "Le portail essaie, ou relit, sans attendre son tour. Rien n’est envoyé deux fois."
        ),
        done=mark("reprise tout de suite"),
        key=keys.RETRY,
    ),
    Decision.REFUSE: Deed(
        label=mark("Refuser"),
        does=mark("iMuse ne reçoit rien. La demande est close, et la famille lit votre motif."),
        done=mark("refusée, la famille en est informée"),
        key=keys.REFUSE,
        words=_REASON,
        sentences="refusals",
    ),
    Decision.KEEP: Deed(
        label=mark("Garder ce que dit iMuse"),
        does=mark(
            "Rien n’est envoyé : iMuse garde ce qu’il montre maintenant. La demande est close, et "
            "la famille lit votre motif."
        ),
        done=mark("close, iMuse garde ce qu’il montre ; la famille en est informée"),
        key=keys.REFUSE,
        words=_REASON,
        sentences="refusals",
    ),
    Decision.REFUSED_THERE: Deed(
        label=mark("Refusée dans iMuse"),
        does=mark(
            "Vous dites qu’elle est refusée dans iMuse : la demande est close, sans relire "
            "l’extranet. La famille lit votre motif."
        ),
        done=mark("close comme refusée dans iMuse"),
        key=keys.REFUSE,
        words=_REASON,
        sentences="refusals",
    ),
    Decision.ASK: Deed(
        label=mark("Demander une pièce"),
        does=mark(
            "La famille lit votre message sur le portail, et le reçoit par courriel si son adresse "
            "est connue. Une demande à relire lui est renvoyée jusqu’à sa réponse ; toute autre "
            "reste où elle est."
        ),
        done=mark("message écrit à la famille"),
        key=keys.ASK,
        words=mark("Message à la famille"),
        sentences="missing",
    ),
}
"""In the order of their buttons: what a press is enough for comes first."""

_ALL_AT_ONCE = frozenset({Decision.SEND_ANYWAY, Decision.KEEP})
"""Of a conflict: the same for all its fields."""

BY_HAND = mark("Note pour le journal, que la famille peut lire : ce que vous avez vu dans iMuse")
"""What is asked for where a state is set by hand, because nobody could know it."""


def words_for(decision: Decision, state: State) -> str:
    """What the field of that decision's words is called; "" where it needs none."""
    if not needs_words(decision, state):
        return ""
    return DEEDS[decision].words or BY_HAND


def in_order(may: tuple[Decision, ...]) -> list[Decision]:
    """These decisions as their buttons stand.

    Field by field says what the two others of a conflict say, and nobody says it unaware.
    """
    out = _ALL_AT_ONCE if Decision.FIELD_BY_FIELD in may else frozenset()
    return [decision for decision in DEEDS if decision in may and decision not in out]
