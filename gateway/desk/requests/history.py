"""What happened to a request, in words: its own way, and what colleagues did about it. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from gateway.language import mark
from gateway.pending.states import State
from gateway.views.office import REMINDED, Act, Case, Decision

HAPPENED = {
    State.RECEIVED: mark("Remise dans la file d’envoi"),
    State.REVIEW: mark("Retenue pour la relecture de l’école"),
    State.SENT_BACK: mark("Renvoyée à la famille"),
    State.DELIVERING: mark("Envoi vers iMuse commencé"),
    State.UNKNOWN: mark("Envoyée, sans confirmation d’iMuse"),
    State.VERIFYING: mark("Relecture d’iMuse commencée"),
    State.AWAITING_STAFF: mark("Lue dans iMuse, en attente de validation"),
    State.VALIDATED: mark("Validée"),
    State.REFUSED: mark("Refusée"),
    State.CHANGED_BY_STAFF: mark("Une autre valeur est lue dans iMuse"),
    State.NEEDS_ATTENTION: mark("L’issue ne peut pas être connue : une personne est demandée"),
    State.BLOCKED_CONFLICT: mark("Arrêtée : la fiche a changé dans iMuse"),
    State.BLOCKED_CREDENTIALS: mark("Arrêtée : plus de quoi se connecter pour la famille"),
    State.WITHDRAWN: mark("Retirée ou remplacée"),
    State.EXPIRED: mark("Trop ancienne pour être envoyée"),
}
"""That a request came to a state."""

UNANSWERED = mark("Close, restée sans réponse de la famille")
"""Of the last step of what its family has not answered."""

FIRST = mark("Reçue de la famille")

ACTS = {
    "saw": mark("a ouvert la demande"),
    "saw document": mark("a ouvert un document"),
    Decision.APPROVE.value: mark("a approuvé"),
    Decision.REFUSE.value: mark("a refusé"),
    Decision.ASK.value: mark("a demandé une pièce"),
    REMINDED: mark("a rappelé ce qui manque"),
    Decision.SEND_ANYWAY.value: mark("a envoyé quand même la demande, malgré le conflit"),
    Decision.FIELD_BY_FIELD.value: mark(
        "a décidé champ par champ : une partie envoyée, le reste gardé"
    ),
    Decision.KEEP.value: mark("a gardé ce que dit iMuse"),
    Decision.RETRY.value: mark("a fait réessayer"),
    Decision.VALIDATED_THERE.value: mark("a dit qu’elle est validée dans iMuse"),
    Decision.REFUSED_THERE.value: mark("a dit qu’elle est refusée dans iMuse"),
}
"""What somebody did, after their name."""

OTHER = mark("a agi sur la demande")

_LOOKS = frozenset({"saw", "saw document"})


@dataclass(frozen=True)
class Entry:
    """A line of the history; `who` is "" for what no colleague did."""

    at: datetime
    what: str
    who: str = ""
    note: str = ""


def history(case: Case) -> list[Entry]:
    """The request's way and what was decided, the oldest first; looks are apart."""
    steps = [
        Entry(step.at, FIRST if not number else HAPPENED[step.state])
        for number, step in enumerate(case.request.history)
    ]
    if case.request.unanswered:
        steps[-1] = replace(steps[-1], what=UNANSWERED)
    acts = [_entry(act) for act in case.acts if act.what not in _LOOKS]
    # What was decided stands before what it led to, at the same moment.
    return sorted([*acts, *steps], key=lambda entry: entry.at)


def looks(acts: Iterable[Act]) -> list[Entry]:
    """Who looked at it, the latest first."""
    return [_entry(act) for act in reversed(list(acts)) if act.what in _LOOKS]


def _entry(act: Act) -> Entry:
    return Entry(act.at, ACTS.get(act.what, OTHER), act.who, act.note)
