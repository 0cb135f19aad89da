"""What is held, as plain values that say in French what they are: for a file that lasts. Pure."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import msgspec

from gateway.language import mark
from gateway.pending.letters.paris import PARIS
from gateway.pending.states import State
from gateway.views import Held, HeldAct, HeldDocument, RequestView
from gateway.views.office import REMINDED, Decision

KINDS = {
    "family": mark("Famille"),
    "student": mark("Identité d’un élève"),
    "re_enrolment": mark("Réinscription d’un élève"),
}

STATES = {
    State.RECEIVED: "reçue",
    State.REVIEW: "à l’examen de l’école",
    State.SENT_BACK: "renvoyée à la famille, à compléter",
    State.DELIVERING: "en cours de transmission",
    State.UNKNOWN: "transmise, réponse attendue",
    State.VERIFYING: "en cours de vérification",
    State.AWAITING_STAFF: "en attente de validation",
    State.VALIDATED: "validée",
    State.REFUSED: "refusée",
    State.CHANGED_BY_STAFF: "modifiée par l’école",
    State.NEEDS_ATTENTION: "à voir avec l’école",
    State.BLOCKED_CONFLICT: "à revoir",
    State.BLOCKED_CREDENTIALS: "à reprendre à la prochaine connexion",
    State.WITHDRAWN: "retirée ou remplacée",
    State.EXPIRED: "expirée",
}

SAID = {
    "asked": "ce que l’école demande",
    "reminded": "ce que l’école rappelle",
    "refused": "demande refusée",
    "validated": "demande validée",
    "sent": "demande envoyée malgré le conflit",
    "approved": "demande acceptée telle quelle",
    "sent_in_part": "demande envoyée en partie malgré le conflit, le reste gardé par l’école",
}

BY = "le secrétariat"
"""Whoever of them it was: a family may know when its data were looked at and why, not by which
employee (CJEU, 22 June 2023, C-579/21). The school's own journal names them."""

ACTS = {
    "saw": mark("l’a ouverte"),
    "saw document": mark("a ouvert un de ses documents"),
    Decision.APPROVE.value: mark("l’a approuvée"),
    Decision.REFUSE.value: mark("l’a refusée"),
    Decision.ASK.value: mark("vous a écrit à son sujet"),
    REMINDED: mark("vous a rappelé ce qui y manque"),
    Decision.SEND_ANYWAY.value: mark("l’a envoyée malgré ce que l’extranet montrait"),
    Decision.FIELD_BY_FIELD.value: mark(
        "en a envoyé une partie malgré ce que l’extranet montrait, et gardé le reste"
    ),
    Decision.KEEP.value: mark("l’a close : l’extranet garde ce qu’il montre"),
    Decision.RETRY.value: mark("l’a fait envoyer ou relire tout de suite"),
    Decision.VALIDATED_THERE.value: mark("a dit qu’elle est validée"),
    Decision.REFUSED_THERE.value: mark("a dit qu’elle est refusée"),
}
"""What the school's staff did about a request of the family's."""

OTHER_ACT = mark("a fait autre chose à son sujet")

SCREENS = {
    "home": mark("Accueil"),
    "addresses": mark("Adresses électroniques de la famille"),
    "family_name": mark("Nom de la personne responsable"),
    "students": mark("Liste des élèves"),
    "siblings": mark("Élèves qui ont un onglet Réinscription"),
    "courses": mark("Cours"),
    "history": mark("Historique"),
    "repertoire": mark("Répertoire"),
    "record": mark("Fiche de détail"),
    "billing": mark("Facturation"),
    "re_enrolment": mark("Réinscription"),
}
"""What is read of the old site, by the names it is kept under."""

NOT_IN_IT = (
    "le nom des personnes du secrétariat qui ont vu ou fait quelque chose (l’école le connaît)",
    "votre mot de passe (gardé chiffré le temps de vos sessions et des demandes qui l’ont demandé)",
    "les cookies de vos sessions, ici et sur l’extranet (gardés chiffrés)",
    "les clés et les jetons qui protègent ces données",
    "les compteurs d’essais par adresse du réseau, qui ne sont reliés à aucun compte",
)

_WORDS = {
    "answers": "reponses",
    "caption": "intitule",
    "cells": "cases",
    "columns": "colonnes",
    "current": "en_vigueur",
    "details": "details",
    "disciplines": "disciplines",
    "editable": "modifiable",
    "fields": "champs",
    "file": "fichier",
    "group": "groupe",
    "heading": "titre_de_paragraphe",
    "hint": "aide",
    "imported": "documents_importes",
    "imports": "fenetre_d_import",
    "key": "cle",
    "kind": "genre",
    "label": "libelle",
    "line": "ligne",
    "lines": "lignes",
    "list": "liste",
    "lists": "listes",
    "menu": "menu",
    "name": "nom",
    "names": "noms",
    "note": "remarque",
    "notes": "remarques",
    "options": "choix",
    "paragraphs": "paragraphes",
    "questions": "questions",
    "ref": "reference",
    "requested": "demande",
    "required": "obligatoire",
    "screen": "ecran",
    "sections": "rubriques",
    "text": "texte",
    "ticked": "coche",
    "title": "titre",
    "value": "valeur",
    "waiting": "en_attente",
    "words": "mots",
    "writable": "modifiable",
}
"""The model's names."""


def described(
    held: Held, school: str, at: datetime, files: Mapping[str, str], receipts: Mapping[str, str]
) -> dict[str, Any]:
    """Everything but the contents of documents and receipts.

    `files` and `receipts` give their names in the archive, by document and by request.
    """
    return {
        "a_propos": {
            "ecole": school,
            "identifiant": held.identifier,
            "etabli_le": _moment(at),
            "origine": "Copies gardées par le portail des familles. L’extranet de l’école reste la "
            "référence ; ce qu’il garde lui-même n’est pas ici.",
            "n_est_pas_dans_ce_fichier": list(NOT_IN_IT),
        },
        "sessions": [
            {
                "ouverte_le": _moment(session.opened_at),
                "utilisee_le": _moment(session.used_at),
                "celle_qui_demande_ce_fichier": session.here,
            }
            for session in held.sessions
        ],
        "identifiants_gardes_pour_une_demande": [
            {"demande": means.number, "au_plus_tard_jusqu_au": means.until and _moment(means.until)}
            for means in held.means
        ],
        "demandes": [_request(asked, receipts) for asked in held.requests],
        "vu_et_fait_par_l_ecole": [_act(act) for act in held.acts],
        "brouillons": [
            {
                "eleve": draft.student,
                "se_reinscrit_a": list(draft.goes_on),
                "reponses": draft.answers,
                "remarque": draft.note,
                "documents": list(draft.documents),
            }
            for draft in held.drafts
        ],
        "documents": [_document(document, files) for document in held.documents],
        "courriels_en_attente_d_envoi": [
            {
                "destinataire": letter.to,
                "objet": letter.subject,
                "ecrit_le": _moment(letter.written_at),
                "texte": letter.text,
            }
            for letter in held.letters
        ],
        "lectures_de_l_extranet": [
            {
                "ecran": SCREENS.get(reading.resource, reading.resource),
                "lu_le": _moment(reading.read_at),
                "garde_apres_vos_sessions": reading.lasting,
                "contenu": _translated(reading.value),
            }
            for reading in held.readings
        ],
        "compteurs_d_essais": {"connexion": held.attempts, "mot_de_passe_perdu": held.lost},
    }


def _request(asked: RequestView, receipts: Mapping[str, str]) -> dict[str, Any]:
    told: dict[str, Any] = {
        "numero": asked.number,
        "sur": KINDS[asked.kind],
        "eleve": asked.student and asked.student.name,
        "demandee_le": _moment(asked.asked_at),
        "etat": STATES[asked.state],
        "extranet_vu_le": asked.seen_at and _moment(asked.seen_at),
        "historique": [
            {"etat": STATES[step.state], "le": _moment(step.at)} for step in asked.history
        ],
        "contenu_efface_le": asked.erased_at and _moment(asked.erased_at),
    }
    if asked.erased_at is not None:
        return told
    enrolment = asked.re_enrolment
    return told | {
        "changements": [
            {**_change(change), "garde_par_l_ecole": asked.kept.get(change.key)}
            for change in asked.changes
        ],
        "reinscription": enrolment
        and {
            "se_reinscrit_a": list(enrolment.goes_on),
            "arrete": list(enrolment.stops),
            "remarque": enrolment.note,
            "reponses": [_change(answer) for answer in enrolment.answers],
            "documents": [
                {"nom": piece.label, "fichier": piece.file_name} for piece in enrolment.documents
            ],
            "documents_manquants": list(enrolment.missing),
        },
        "mots_de_l_extranet": asked.words,
        "responsable": asked.family,
        "mots_de_l_ecole": [
            {"le": _moment(each.at), "sur": SAID[each.about], "mots": each.words}
            for each in asked.said
        ],
        "accuse_envoye_a": list(asked.mailed_to),
        "accuse_de_reception": receipts.get(asked.number),
    }


def _act(act: HeldAct) -> dict[str, Any]:
    return {
        "le": _moment(act.at),
        "par": BY,
        "action": ACTS.get(act.what, OTHER_ACT),
        "demande": act.number,
        "note": act.note or None,
    }


def _change(change: Any) -> dict[str, str]:
    return {"intitule": change.caption, "avant": change.old, "demande": change.new}


def _document(document: HeldDocument, files: Mapping[str, str]) -> dict[str, Any]:
    return {
        "nom": document.file_name,
        "octets": document.size,
        "recu_le": _moment(document.kept_at),
        "demande": document.number or None,
        "efface_le": document.until and _moment(document.until),
        "fichier": files[document.id],
    }


def _translated(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {_WORDS.get(str(key), str(key)): _translated(each) for key, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [_translated(each) for each in value]
    return value


def _moment(at: datetime) -> str:
    """In Paris, with its zone."""
    return at.astimezone(PARIS).isoformat(timespec="seconds")


def as_json(told: dict[str, Any]) -> bytes:
    """To read and to keep: one value a line."""
    return msgspec.json.format(msgspec.json.encode(told), indent=2)
