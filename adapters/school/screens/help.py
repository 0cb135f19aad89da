"""Aide (guide § 1): what the site says to whoever does not find the way, before sign-in too."""

from adapters.school.screens.screen import Answer, Page, Screen, Visit

_HELP = (
    (
        "Se connecter",
        "Choisissez votre site, saisissez l’identifiant et le mot de passe reçus de l’école, puis "
        "cliquez sur « Se connecter ». Si vous avez perdu votre mot de passe, cliquez sur « Mot de "
        "passe perdu ».",
    ),
    (
        "Modifier une fiche",
        "Dans « Famille », ou dans l’onglet « Identité » d’un élève, corrigez le champ puis "
        "cliquez sur « Modifier ». La modification est visible tout de suite ; l’école la "
        "valide ensuite.",
    ),
    (
        "Consulter le dossier d’un élève",
        "Dans « Élèves », choisissez un nom dans la liste déroulante. Double-cliquez sur une ligne "
        "pour ouvrir sa fiche.",
    ),
    (
        "Obtenir le duplicata d’une facture",
        "Dans « Facturation », double-cliquez sur la ligne de la facture : le document s’affiche "
        "au format PDF.",
    ),
    (
        "Réinscrire un élève",
        "Dans l’onglet « Réinscription » d’un élève, cochez les cursus ou les disciplines, "
        "importez les documents demandés, puis cliquez sur « Valider ». L’onglet ne s’affiche que "
        "pendant la période des réinscriptions.",
    ),
    (
        "Changer de mot de passe",
        "Dans « Mot de passe », saisissez l’ancien mot de passe, puis le nouveau deux fois.",
    ),
)


def _show(visit: Visit) -> Answer:
    return Page({"topics": _HELP, "signed_in": visit.family is not None})


SCREEN = Screen("help", "Aide - Accessibilité", "aide", _show, "help.html", public=True)
