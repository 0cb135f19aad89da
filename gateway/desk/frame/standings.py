"""Each state as the school's staff reads it: what is known of the request, what it waits for."""

from collections.abc import Mapping

from gateway.language import mark
from gateway.pending.states import State
from gateway.views import RequestView

KNOWN: Mapping[State, str] = {
    State.RECEIVED: mark(
        "Enregistrée ici ; iMuse n’a encore rien reçu. Le portail l’envoie de lui-même dès que "
        "l’extranet répond."
    ),
    State.REVIEW: mark(
        "Retenue pour votre relecture : iMuse n’a rien reçu. La famille sait que l’école relit sa "
        "demande."
    ),
    State.SENT_BACK: mark(
        "Renvoyée à la famille, qui lit votre message : iMuse n’a rien reçu. Dès qu’elle aura "
        "répondu, sa nouvelle demande remplacera celle-ci. Si elle vous répond autrement, vous "
        "pouvez décider ici."
    ),
    State.DELIVERING: mark(
        "En train d’être envoyée à iMuse, en ce moment même : rien ne peut être décidé avant que "
        "l’on sache ce qu’il a répondu."
    ),
    State.UNKNOWN: mark(
        "Envoyée, mais iMuse n’a pas confirmé. Rien n’est renvoyé : le portail attend que l’ancien "
        "serveur ne puisse plus agir, puis il relit."
    ),
    State.VERIFYING: mark(
        "Le portail relit iMuse pour savoir si la demande y est arrivée. Rien n’est envoyé deux "
        "fois."
    ),
    State.AWAITING_STAFF: mark(
        "Arrivée dans iMuse, où elle attend votre validation. Traitez-la là-bas : le portail le "
        "verra de lui-même à sa prochaine lecture. Si c’est déjà fait, vous pouvez le dire ici."
    ),
    State.VALIDATED: mark("Close : la demande est validée. La famille en est informée."),
    State.REFUSED: mark(
        "Close : la demande est refusée, ce qu’iMuse montre reste en vigueur. La famille en est "
        "informée."
    ),
    State.CHANGED_BY_STAFF: mark(
        "Close : iMuse montre une autre valeur que celle qui était demandée. La famille en est "
        "informée."
    ),
    State.NEEDS_ATTENTION: mark(
        "Envoyée, sans qu’on puisse savoir si elle a pris effet. Le portail ne la renvoie pas et "
        "ne devine pas : ouvrez la fiche dans iMuse, puis dites ici ce que vous y voyez."
    ),
    State.BLOCKED_CONFLICT: mark(
        "La fiche a changé dans iMuse depuis que la famille l’a vue : rien n’a été envoyé, rien "
        "n’a été écrasé. La famille est invitée à choisir, champ par champ ; vous pouvez aussi le "
        "décider ici avec elle, au téléphone."
    ),
    State.BLOCKED_CREDENTIALS: mark(
        "Rien n’a été envoyé : le portail n’a plus de quoi se connecter à iMuse au nom de la "
        "famille. La demande partira d’elle-même à sa prochaine connexion."
    ),
    State.WITHDRAWN: mark(
        "Close : la famille l’a retirée, ou une demande plus récente l’a remplacée. Il n’y a rien "
        "à faire."
    ),
    State.EXPIRED: mark(
        "Close : elle n’a pas pu être envoyée à temps et ne le sera plus. iMuse n’a rien reçu ; la "
        "famille en est informée."
    ),
}

_RE_ENROLMENT: Mapping[State, str] = {
    State.VALIDATED: mark(
        "Close : la réinscription est validée, ou n’attend plus de validation dans iMuse. La "
        "famille en est informée."
    ),
    State.REFUSED: mark("Close : la réinscription n’est pas prise. La famille en est informée."),
    State.NEEDS_ATTENTION: mark(
        "Une étape a été envoyée, sans qu’on puisse savoir si elle a pris effet. Le portail ne la "
        "renvoie pas : ouvrez Réinscription et les documents de l’élève dans iMuse, puis dites "
        "ici ce que vous y voyez."
    ),
    State.BLOCKED_CONFLICT: mark(
        "L’onglet Réinscription n’est plus celui que la famille a rempli, ou un document ne peut "
        "plus être lu : « Valider » n’a pas été envoyé. La famille est invitée à reprendre."
    ),
}
"""What a re-enrolment says otherwise."""

_UNANSWERED = mark(
    "Close : la famille n’a pas répondu à temps. iMuse n’a rien reçu ; la famille en est informée."
)

_OVERTAKEN = mark(
    "Retenue pour votre relecture, mais la famille a demandé depuis autre chose, qui est déjà "
    "parti vers iMuse : approuver celle-ci l’écraserait. iMuse n’a rien reçu de celle-ci ; vous "
    "pouvez la refuser, ou attendre que l’autre soit close."
)

SHORT: Mapping[State, str] = {
    State.RECEIVED: mark("Reçue"),
    State.REVIEW: mark("À relire"),
    State.SENT_BACK: mark("Chez la famille"),
    State.DELIVERING: mark("En cours d’envoi"),
    State.UNKNOWN: mark("Sans confirmation"),
    State.VERIFYING: mark("En vérification"),
    State.AWAITING_STAFF: mark("À valider dans iMuse"),
    State.VALIDATED: mark("Validée"),
    State.REFUSED: mark("Refusée"),
    State.CHANGED_BY_STAFF: mark("Modifiée par l’école"),
    State.NEEDS_ATTENTION: mark("À vérifier dans iMuse"),
    State.BLOCKED_CONFLICT: mark("Conflit"),
    State.BLOCKED_CREDENTIALS: mark("Connexion perdue"),
    State.WITHDRAWN: mark("Retirée ou remplacée"),
    State.EXPIRED: mark("Expirée"),
}
"""A state in two or three words."""

TONES: Mapping[State, str] = {
    State.VALIDATED: "good",
    **dict.fromkeys(
        (
            State.NEEDS_ATTENTION,
            State.BLOCKED_CONFLICT,
            State.BLOCKED_CREDENTIALS,
            State.REFUSED,
            State.CHANGED_BY_STAFF,
            State.EXPIRED,
        ),
        "stopped",
    ),
}
"""How a badge looks, where it is not that of what waits."""


def known(request: RequestView, *, overtaken: bool = False) -> str:
    """What is known of a request where it stands; held, it may be overtaken by a later one."""
    if overtaken:
        return _OVERTAKEN
    if request.unanswered:
        return _UNANSWERED
    if request.re_enrolment is not None and request.state in _RE_ENROLMENT:
        return _RE_ENROLMENT[request.state]
    return KNOWN[request.state]
