"""What letters say at each end of a request: what is known, what it means, what to do. Pure.

What the old site's staff has done is said as « l’extranet l’indique »: the school's own mails and
its extranet have the last word.
"""

import msgspec

from gateway.language import mark
from gateway.pending.imports import Hindrance, Progress
from gateway.pending.records import Said
from gateway.pending.states import Event, State


class Ending(msgspec.Struct, frozen=True, kw_only=True):
    """A subject's end, which holds nothing personal, and a paragraph."""

    subject: str
    then: str
    both_write: bool = False
    """Whether the old site may write about the same."""


_VALIDATED = Ending(
    subject=mark("l’extranet l’indique validée"),
    then=mark(
        "L’extranet de l’école l’indique validée : il affiche la valeur demandée. Il n’y a plus "
        "rien à faire."
    ),
    both_write=True,
)
_REFUSED = Ending(
    subject=mark("refusée"),
    then=mark(
        "L’école n’a pas retenu votre demande : l’extranet affiche toujours l’ancienne valeur. "
        "Pour en connaître la raison, adressez-vous à l’école."
    ),
    both_write=True,
)
_TO_DO_AGAIN = mark("à revoir")
_TO_CHECK = mark("à vérifier avec l’école")

_OF_SHEETS = {
    State.VALIDATED: _VALIDATED,
    State.REFUSED: _REFUSED,
    State.CHANGED_BY_STAFF: Ending(
        subject=mark("modifiée par l’école"),
        then=mark(
            "L’école a enregistré une autre valeur que celle que vous demandiez. "
            "Vérifiez la fiche ; en cas de doute, adressez-vous à l’école."
        ),
        both_write=True,
    ),
    State.EXPIRED: Ending(
        subject=mark("expirée"),
        then=mark(
            "Cette demande n’a pas pu être transmise à temps et ne le sera plus. "
            "Si elle est toujours utile, demandez de nouveau la modification."
        ),
    ),
    State.NEEDS_ATTENTION: Ending(
        subject=_TO_CHECK,
        then=mark(
            "Le portail ne peut pas savoir avec certitude si votre demande a pris effet, et ne la "
            "renvoie donc pas. Adressez-vous à l’école en donnant le numéro de la demande."
        ),
    ),
    State.BLOCKED_CONFLICT: Ending(
        subject=_TO_DO_AGAIN,
        then=mark(
            "La fiche a changé entre-temps sur l’extranet de l’école : rien n’a été écrasé, et "
            "votre demande n’y est pas. Ouvrez votre demande, et choisissez ce qui doit être "
            "demandé."
        ),
    ),
    State.BLOCKED_CREDENTIALS: Ending(
        subject=mark("connectez-vous pour qu’elle soit transmise"),
        then=mark(
            "Votre demande est gardée, mais le portail n’a plus de quoi se connecter à l’extranet "
            "de l’école en votre nom. Elle sera transmise d’elle-même à votre prochaine connexion."
        ),
    ),
}
"""What is told of a sheet's request."""

_APPLIED_AT_ONCE = mark(
    "L’extranet de l’école affiche la valeur demandée, sans attendre de validation : il n’y a plus "
    "rien à faire."
)
_TURNED_DOWN = mark(
    "L’extranet de l’école n’a pas pris votre demande : l’ancienne valeur reste en vigueur."
)

_OF_RE_ENROLMENTS = {
    State.VALIDATED: mark(
        "L’extranet de l’école n’indique plus que la réinscription attend une validation : le "
        "personnel administratif l’a validée. Il n’y a plus rien à faire."
    ),
    State.REFUSED: mark(
        "L’extranet de l’école n’a pas pris votre demande de réinscription : rien n’y est "
        "demandé. Corrigez ce qu’il indique, puis faites une nouvelle demande."
    ),
    State.EXPIRED: mark(
        "Cette demande n’a pas pu être transmise à temps et ne le sera plus : la réinscription "
        "n’est pas demandée. Si elle est toujours utile, faites une nouvelle demande."
    ),
    State.NEEDS_ATTENTION: mark(
        "Le portail ne peut pas savoir avec certitude si votre demande de réinscription est "
        "arrivée, et ne la renvoie donc pas. Adressez-vous à l’école en donnant le numéro de "
        "la demande."
    ),
}
"""What a re-enrolment says otherwise."""

DOCUMENT_REFUSED = mark(
    "L’extranet de l’école a refusé un document : la réinscription n’est donc pas demandée. "
    "Choisissez un autre fichier, puis faites une nouvelle demande."
)
DOCUMENT_UNCLEAR = mark(
    "Le portail ne peut pas savoir avec certitude si l’extranet de l’école a reçu un document, et "
    "ne le renvoie donc pas. La réinscription elle-même n’est pas encore demandée : faites une "
    "nouvelle demande, ou adressez-vous à l’école en donnant le numéro de celle-ci."
)

HINDRANCES: dict[Hindrance, str] = {
    "closed": mark(
        "Quand votre demande a été transmise, l’onglet Réinscription n’était plus ouvert sur "
        "l’extranet de l’école : rien n’y est demandé. Adressez-vous à l’école."
    ),
    "waiting": mark(
        "Une réinscription de cet élève, faite autrement que par cette demande, attend déjà une "
        "validation sur l’extranet de l’école : rien n’y a été ajouté. Ouvrez Réinscription, "
        "vérifiez, et demandez de nouveau ce qui doit l’être."
    ),
    "changed": mark(
        "L’onglet Réinscription a changé entre-temps sur l’extranet de l’école : rien n’y est "
        "demandé. Ouvrez-le, vérifiez, et demandez de nouveau ce qui doit l’être."
    ),
    "documents": mark(
        "Un de vos documents n’est plus lisible sur le portail : la réinscription n’est donc pas "
        "demandée. Joignez-le de nouveau, et faites une nouvelle demande."
    ),
}
"""Why a re-enrolment has stopped before « Valider », on screens and in letters alike."""

_AT_THE_DESK: dict[Event, Ending] = {
    Event.TURNED_DOWN: Ending(
        subject=mark("refusée par l’école"),
        then=mark(
            "L’école n’a pas retenu votre demande : elle n’a pas été transmise à l’extranet, et "
            "rien n’y a changé."
        ),
    ),
    Event.SETTLED_VALIDATED: Ending(
        subject=mark("validée par l’école"),
        then=mark("L’école indique qu’elle a validé votre demande. Il n’y a plus rien à faire."),
        both_write=True,
    ),
    Event.SETTLED_REFUSED: Ending(
        subject=mark("refusée par l’école"),
        then=mark("L’école indique qu’elle n’a pas retenu votre demande."),
        both_write=True,
    ),
    Event.KEPT: Ending(
        subject=mark("l’école garde la fiche telle qu’elle est"),
        then=mark(
            "La fiche avait changé sur l’extranet de l’école depuis votre demande. L’école garde "
            "ce que l’extranet affiche : votre demande n’a pas été transmise, et elle est close."
        ),
    ),
    Event.SENT_ANYWAY: Ending(
        subject=mark("elle est transmise telle que vous l’avez faite"),
        then=mark(
            "La fiche avait changé sur l’extranet de l’école depuis votre demande. L’école l’a vu, "
            "et transmet tout de même ce que vous avez demandé. Vous n’avez rien à faire ; si ce "
            "n’est plus ce que vous voulez, adressez-vous à l’école."
        ),
    ),
}
"""What the staff has decided here: nothing is said of the extranet, which was not asked."""

_SENT_IN_PART = Ending(
    subject=mark("une partie est transmise, l’école garde le reste"),
    then=mark(
        "La fiche avait changé sur l’extranet de l’école depuis votre demande. L’école l’a vu, et "
        "a décidé information par information : elle transmet une partie de ce que vous avez "
        "demandé, et garde le reste tel que l’extranet l’affiche. Vous n’avez rien à faire ; si "
        "ce n’est pas ce que vous voulez, adressez-vous à l’école."
    ),
)

UNANSWERED = mark(
    "Cette demande attendait une réponse de votre part, et n’en a pas reçu : elle prend fin, et "
    "rien n’en est demandé sur l’extranet de l’école. Si elle est toujours utile, faites une "
    "nouvelle demande."
)

TOLD_OF = frozenset({Event.SENT_ANYWAY})
"""What a family is told of whatever it leads to."""

TOLD = frozenset(_OF_SHEETS)
"""The states that a family is told of by mail; what it has taken back itself it knows."""


def said(
    state: State, event: Event, progress: Progress | None, at_the_desk: Said | None = None
) -> Ending:
    """What to say of a request that `event` has brought to `state`, one of `TOLD`.

    `progress` is a re-enrolment's; None for a sheet's request. `at_the_desk` is what the school's
    staff has decided of it here, if that is why.
    """
    if at_the_desk is not None and event in _AT_THE_DESK:
        return _SENT_IN_PART if at_the_desk.about == "sent_in_part" else _AT_THE_DESK[event]
    ending = _OF_SHEETS[state]
    if event is Event.UNANSWERED:
        return msgspec.structs.replace(ending, then=UNANSWERED)
    if progress is None:
        return msgspec.structs.replace(ending, then=_of_sheet(ending, event))
    return msgspec.structs.replace(ending, then=_of_re_enrolment(ending, state, progress))


def _of_sheet(ending: Ending, event: Event) -> str:
    if event is Event.APPLIED:
        return _APPLIED_AT_ONCE
    if event is Event.TURNED_DOWN:
        return _TURNED_DOWN
    return ending.then


def _of_re_enrolment(ending: Ending, state: State, progress: Progress) -> str:
    documents = {one.state for one in progress.documents}
    if state is State.BLOCKED_CONFLICT:
        return HINDRANCES.get(progress.hindrance, HINDRANCES["changed"])
    if state is State.REFUSED and "refused" in documents:
        return DOCUMENT_REFUSED
    if state is State.NEEDS_ATTENTION and progress.pressed_on is None and "unclear" in documents:
        return DOCUMENT_UNCLEAR
    return _OF_RE_ENROLMENTS.get(state, ending.then)
