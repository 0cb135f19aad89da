"""Where a request stands, in words: its label, what happens next, and the steps behind it."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from gateway.language import mark
from gateway.pending.letters.ending_words import (
    DOCUMENT_REFUSED,
    DOCUMENT_UNCLEAR,
    HINDRANCES,
    UNANSWERED,
)
from gateway.pending.states import WITH_FAMILY, State
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
    State.SENT_BACK: Standing(
        mark("À compléter"),
        mark(
            "L’école vous a renvoyé cette demande : elle n’est pas transmise. Lisez ci-dessous ce "
            "qui lui manque, puis reprenez-la : ce que vous enverrez la remplacera."
        ),
        Tone.STOPPED,
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
            "Pour chaque information, gardez ce que l’école a mis, ou demandez quand même votre "
            "valeur."
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

_RE_ENROLMENT = {
    State.AWAITING_STAFF: Standing(
        mark("Réinscription en attente de validation"),
        mark(
            "Votre demande de réinscription est arrivée. Le personnel administratif doit "
            "maintenant la valider : vous n’avez rien à faire."
        ),
        Tone.WAITING,
    ),
    State.VALIDATED: Standing(
        mark("Réinscription validée"),
        mark(
            "L’extranet de l’école n’indique plus que la réinscription attend une validation : "
            "le personnel administratif l’a validée. Il n’y a plus rien à faire."
        ),
        Tone.GOOD,
    ),
    State.REFUSED: Standing(
        STANDINGS[State.REFUSED].label,
        mark(
            "L’extranet de l’école n’a pas pris votre demande de réinscription : rien n’y est "
            "demandé. Corrigez ce qu’il indique, puis faites une nouvelle demande."
        ),
        Tone.STOPPED,
    ),
    State.NEEDS_ATTENTION: Standing(
        STANDINGS[State.NEEDS_ATTENTION].label,
        mark(
            "Le portail ne peut pas savoir avec certitude si votre demande de réinscription est "
            "arrivée, et ne la renvoie donc pas. Adressez-vous à l’école en donnant le numéro de "
            "la demande."
        ),
        Tone.STOPPED,
    ),
    State.EXPIRED: Standing(
        STANDINGS[State.EXPIRED].label,
        mark(
            "Cette demande n’a pas pu être transmise à temps et ne le sera plus : la réinscription "
            "n’est pas demandée. Si elle est toujours utile, faites une nouvelle demande."
        ),
        Tone.STOPPED,
    ),
}
"""What a re-enrolment says otherwise than a sheet's request."""

_TAKEN_BACK = Standing(
    mark("Retirée"),
    mark(
        "Vous avez retiré cette demande : elle n’a pas été transmise à l’école et ne le sera pas. "
        "Il n’y a plus rien à faire."
    ),
    Tone.STOPPED,
)
_TAKEN_BACK_WITH_DOCUMENTS = mark(
    "Vous avez retiré cette demande : la réinscription n’est pas demandée. Des documents avaient "
    "déjà été transmis à l’extranet de l’école ; ils y restent."
)
_REPLACED = Standing(
    mark("Remplacée"),
    mark("Vous avez revu cette demande : une nouvelle l’a remplacée, c’est elle qui compte."),
    Tone.STOPPED,
)

_BY_SCHOOL = {
    "validated": mark(
        "L’école indique qu’elle a validé votre demande : il n’y a plus rien à faire."
    ),
    "refused": mark(
        "L’école n’a pas retenu votre demande ; ce qu’elle vous en dit est ci-dessous."
    ),
}
"""Of what the school has decided here: the extranet was not asked."""

_LACKS = mark(
    "L’école a besoin de quelque chose de votre part pour traiter votre demande : lisez son "
    "message ci-dessous. Ce que vous avez demandé reste enregistré."
)
_NOTHING_TO_DO = {State.RECEIVED, State.REVIEW, State.AWAITING_STAFF}
"""Where a family has nothing to do, as long as the school asks nothing of it."""

_ON_THE_WAY = {State.DELIVERING, State.UNKNOWN, State.VERIFYING}
_HELD_BACK = WITH_FAMILY | {State.REVIEW}
_DECIDED = {State.VALIDATED, State.REFUSED, State.CHANGED_BY_STAFF}


def standing(request: RequestView) -> Standing:
    """What to say of a request in its state."""
    asked = request.re_enrolment
    if request.state is State.WITHDRAWN:
        return _withdrawn(request)
    said = STANDINGS[request.state]
    if asked is not None:
        said = _RE_ENROLMENT.get(request.state, said)
    if (words := _decided_here(request)) is not None:
        return replace(said, then=words)
    if request.unanswered:
        return replace(said, then=UNANSWERED)
    if request.lacks and request.state in _NOTHING_TO_DO:
        return replace(said, then=_LACKS)
    if asked is None:
        return said
    if request.state is State.BLOCKED_CONFLICT:
        return replace(said, then=HINDRANCES.get(asked.hindrance, HINDRANCES["changed"]))
    states = {document.state for document in asked.documents}
    if request.state is State.NEEDS_ATTENTION and not asked.pressed and "unclear" in states:
        return replace(said, then=DOCUMENT_UNCLEAR)
    if request.state is State.REFUSED and "refused" in states:
        return replace(said, then=DOCUMENT_REFUSED)
    return said


def _decided_here(request: RequestView) -> str | None:
    """What to say of a request that the school has ended at its desk."""
    if request.state not in (State.VALIDATED, State.REFUSED) or not request.said:
        return None
    return _BY_SCHOOL.get(request.said[-1].about)


def _withdrawn(request: RequestView) -> Standing:
    """By whose doing it is."""
    if request.replaced_by:
        return _REPLACED
    if not request.taken_back:
        return STANDINGS[State.WITHDRAWN]
    asked = request.re_enrolment
    if asked is not None and any(document.state != "waiting" for document in asked.documents):
        return replace(_TAKEN_BACK, then=_TAKEN_BACK_WITH_DOCUMENTS)
    return _TAKEN_BACK


def steps(request: RequestView) -> tuple[Step, ...]:
    """The way of a request from « Reçue » to its end, with the time of each step reached."""
    state, stands = request.state, standing(request)
    received = Step(mark("Reçue"), "done", request.asked_at)
    if state in (State.RECEIVED, State.REVIEW):
        here = Step(stands.label, "here", request.asked_at)
        return (here, *_ahead("Transmise", "En attente de validation", "Validée"))
    if state is State.SENT_BACK:
        here = Step(stands.label, "stopped", _reached(request, state))
        return (received, here, *_ahead("Transmise", "En attente de validation", "Validée"))
    if state in _ON_THE_WAY:
        here = Step(stands.label, "here", _reached(request, state))
        return (received, here, *_ahead("En attente de validation", "Validée"))
    sent = Step(mark("Transmise"), "done", _sent(request))
    if state is State.AWAITING_STAFF:
        here = Step(stands.label, "here", _reached(request, state))
        return (received, sent, here, *_ahead("Validée"))
    final = "stopped" if stands.tone is Tone.STOPPED else "done"
    end = Step(stands.label, final, _reached(request, state))
    return (received, sent, end) if _was_sent(request) else (received, end)


def _was_sent(request: RequestView) -> bool:
    """What the old site shows at once may have been so already: then nothing was sent."""
    pressed = request.re_enrolment is None or request.re_enrolment.pressed
    held_back = len(request.history) > 1 and request.history[-2].state in _HELD_BACK
    went = pressed and not request.applied_at_once and not held_back
    return request.state in _DECIDED and went


def _ahead(*labels: str) -> tuple[Step, ...]:
    return tuple(Step(label, "ahead") for label in labels)


def _reached(request: RequestView, state: State) -> datetime | None:
    return next((step.at for step in reversed(request.history) if step.state is state), None)


def _sent(request: RequestView) -> datetime | None:
    return next(
        (step.at for step in request.history if step.state in (State.AWAITING_STAFF, *_DECIDED)),
        None,
    )
