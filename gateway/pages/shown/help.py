"""Aide: the screens that have their help, each at the screen's foot and all of them on /aide."""

from gateway.language import mark

SCREENS = {
    "connexion": mark("Se connecter"),
    "mot-de-passe-perdu": mark("Mot de passe perdu"),
    "accueil": mark("Accueil"),
    "famille": mark("Famille"),
    "eleves": mark("Élèves"),
    "identite": mark("Identité de l’élève"),
    "cours": mark("Cours"),
    "semaine": mark("La semaine"),
    "fiche": mark("La fiche d’un cours, d’une année ou d’un événement"),
    "historique": mark("Historique"),
    "repertoire": mark("Répertoire"),
    "reinscription": mark("Réinscription"),
    "facturation": mark("Facturation"),
    "demandes": mark("Mes demandes"),
    "mot-de-passe": mark("Mot de passe"),
    "accessibilite": mark("Accessibilité"),
    "mots": mark("Les mots du portail"),
}
"""A screen's anchor → its name; its words are the template `help/_<anchor>.html`."""
