"""What a sign-in that failed says."""

from adapters.imuse.profile import Profile
from adapters.imuse.reading.screen import Screen
from adapters.imuse.reading.words import says

_CREDENTIALS = ("identifiants", "mots de passe", "authentification", "code d'accès",
                "compte inconnu", "compte inexistant", "compte n'existe")  # fmt: skip
"""What families give to sign in, beside the words that the sign-in page has for it."""
_WRONG = (
    "erroné", "erronée", "erronés", "incorrects", "incorrectes", "invalides", "inconnu", "inconnue",
    "mauvais", "mauvaise", "non reconnu", "pas reconnu", "ne correspond", "ne correspondent",
    "inexistant", "n'existe", "refusés", "échouée",
)  # fmt: skip
"""What is wrong with it, beside the words of any refusal."""
_CHANGING = ("changer", "changez", "changé", "modifier", "modifiez", "nouveau", "renouveler",
             "expiré", "expirée", "définir", "choisir", "choisissez")  # fmt: skip
"""Of a password that the school wants changed, which was right."""
_FAULTS = ("base de données", "mysql", "mysqli", "sql", "localhost", "warning", "fatal error",
           "erreur technique", "erreur interne", "erreur serveur", "erreur du serveur")  # fmt: skip
"""The old server's own troubles: they refuse nobody."""
_MOST_TEXTS = 12
"""A page that only refuses says little else."""


def refuses(screen: Screen, profile: Profile) -> bool:
    """Whether it is for the identifier or the password that nobody was signed in.

    Its words must name one of these and refuse it; or it is a script's answer which says of itself
    that it failed, and no word of it speaks of anything else.
    """
    spoken = screen.said()
    texts = spoken if len(screen.texts()) > _MOST_TEXTS else screen.texts()
    elsewhere = (*profile.messages.expired, *profile.messages.maintenance, *_FAULTS)
    if any(says(text, elsewhere) for text in screen.texts()):
        return False
    if any(_names_and_refuses(text, profile) for text in texts):
        return True
    return any(page.failed for page in screen.pages)


def _names_and_refuses(text: str, profile: Profile) -> bool:
    words = profile.words
    names = says(text, (*words.identifier, *words.password_change, *_CREDENTIALS))
    wrong = says(text, (*profile.messages.refused, *_WRONG))
    return names and wrong and not says(text, _CHANGING)
