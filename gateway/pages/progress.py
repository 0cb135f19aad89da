"""Where a request stands, in words: its label, what happens next, and the steps behind it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from gateway.language import mark
from gateway.pending.states import State
from gateway.views import RequestView


class Tone(StrEnum):
    """How a state is to be taken."""

    WAITING = "waiting"
    GOOD = "good"
    STOPPED = "stopped"


@dataclass(frozen=True)
class Standing:
    """A state as a family reads it. `moves` says that it may change within seconds."""

    label: str
    then: str
    tone: Tone
    moves: bool = False


@dataclass(frozen=True)
class Step:
    """One step of the way: `mark` is done, here, stopped or ahead."""

    label: str
    mark: str
    at: datetime | None = None


STANDINGS = {
    State.RECEIVED: Standing(
        mark("Reçue"),
        mark(
            "Votre demande est enregistrée. Le portail la transmet à l’extranet de l’école, "
            "dès maintenant ou dès qu’il répondra : vous n’avez rien d’autre à faire."
        ),
        Tone.WAITING,
        moves=True,
    ),
    State.REVIEW: Standing(
        mark("En relecture à l’école"),
        mark("L’école relit votre demande avant de la transmettre : vous n’avez rien à faire."),
        Tone.WAITING,
    ),
    State.DELIVERING: Standing(
        mark("En cours de transmission"),
        mark("Votre demande est en train d’être transmise à l’extranet de l’école."),
        Tone.WAITING,
        moves=True,
    ),
    State.UNKNOWN: Standing(
        mark("En cours de vérification"),
        mark(
            "L’extranet de l’école n’a pas confirmé. Le portail vérifie ce qui est enregistré "
            "avant toute autre chose : rien n’est envoyé deux fois."
        ),
        Tone.WAITING,
        moves=True,
    ),
    State.VERIFYING: Standing(
        mark("En cours de vérification"),
        mark(
            "Le portail relit l’extranet de l’école pour savoir si votre demande y est arrivée : "
            "rien n’est envoyé deux fois."
        ),
        Tone.WAITING,
        moves=True,
    ),
    State.AWAITING_STAFF: Standing(
        mark("En attente de validation"),
        mark(
            "Votre demande est arrivée. Le personnel administratif doit maintenant la valider : "
            "vous n’avez rien à faire."
        ),
        Tone.WAITING,
    ),
    State.VALIDATED: Standing(
        mark("Validée"),
        mark("L’extranet de l’école affiche la valeur demandée : il n’y a plus rien à faire."),
        Tone.GOOD,
    ),
    State.REFUSED: Standing(
        mark("Refusée"),
        mark(
            "L’école n’a pas retenu votre demande : l’ancienne valeur reste en vigueur. "
            "Pour en connaître la raison, adressez-vous à l’école."
        ),
        Tone.STOPPED,
    ),
    State.CHANGED_BY_STAFF: Standing(
        mark("Modifiée par l’école"),
        mark(
            "L’école a enregistré une autre valeur que celle que vous demandiez. "
            "Vérifiez la fiche ; en cas de doute, adressez-vous à l’école."
        ),
        Tone.STOPPED,
    ),
    State.NEEDS_ATTENTION: Standing(
        mark("À vérifier avec l’école"),
        mark(
            "Le portail ne peut pas savoir avec certitude si votre demande a pris effet, et ne la "
            "renvoie donc pas. Adressez-vous à l’école en donnant le numéro de la demande."
        ),
        Tone.STOPPED,
    ),
    State.BLOCKED_CONFLICT: Standing(
        mark("À revoir"),
        mark(
            "La fiche a changé entre-temps sur l’extranet de l’école : rien n’a été écrasé. "
            "Ouvrez-la, vérifiez, et demandez de nouveau ce qui doit l’être."
        ),
        Tone.STOPPED,
    ),
    State.BLOCKED_CREDENTIALS: Standing(
        mark("À reprendre"),
        mark(
            "Votre demande est gardée, mais le portail n’a plus de quoi se connecter à l’extranet "
            "de l’école en votre nom. Elle sera transmise d’elle-même à votre prochaine connexion."
        ),
        Tone.STOPPED,
    ),
    State.WITHDRAWN: Standing(
        mark("Remplacée ou retirée"),
        mark(
            "Cette demande n’est plus à traiter : elle a été retirée, ou une demande plus récente "
            "l’a remplacée."
        ),
        Tone.STOPPED,
    ),
    State.EXPIRED: Standing(
        mark("Expirée"),
        mark(
            "Cette demande n’a pas pu être transmise à temps et ne le sera plus. "
            "Si elle est toujours utile, demandez de nouveau la modification."
        ),
        Tone.STOPPED,
    ),
}

_ON_THE_WAY = {State.DELIVERING, State.UNKNOWN, State.VERIFYING}
_DECIDED = {State.VALIDATED, State.REFUSED, State.CHANGED_BY_STAFF}


def standing(state: State) -> Standing:
    """What to say of a request in that state."""
    return STANDINGS[state]


def steps(request: RequestView) -> tuple[Step, ...]:
    """The way of a request from « Reçue » to its end, with the time of each step reached."""
    state = request.state
    received = Step(mark("Reçue"), "done", request.asked_at)
    if state in (State.RECEIVED, State.REVIEW):
        here = Step(STANDINGS[state].label, "here", request.asked_at)
        return (here, *_ahead("Transmise", "En attente de validation", "Validée"))
    if state in _ON_THE_WAY:
        here = Step(STANDINGS[state].label, "here", _reached(request, state))
        return (received, here, *_ahead("En attente de validation", "Validée"))
    sent = Step(mark("Transmise"), "done", _sent(request))
    if state is State.AWAITING_STAFF:
        here = Step(STANDINGS[state].label, "here", _reached(request, state))
        return (received, sent, here, *_ahead("Validée"))
    final = "stopped" if STANDINGS[state].tone is Tone.STOPPED else "done"
    end = Step(STANDINGS[state].label, final, _reached(request, state))
    # What the old site shows at once may have been so already: then nothing was sent.
    was_sent = state in _DECIDED and not request.applied_at_once
    return (received, sent, end) if was_sent else (received, end)


def _ahead(*labels: str) -> tuple[Step, ...]:
    return tuple(Step(label, "ahead") for label in labels)


def _reached(request: RequestView, state: State) -> datetime | None:
    return next((step.at for step in reversed(request.history) if step.state is state), None)


def _sent(request: RequestView) -> datetime | None:
    return next(
        (step.at for step in request.history if step.state in (State.AWAITING_STAFF, *_DECIDED)),
        None,
    )
