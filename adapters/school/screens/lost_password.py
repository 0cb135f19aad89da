"""Mot de passe perdu (guide § 2): a new one by mail, which ends the former one."""

from adapters.school.screens.screen import Answer, Page, Screen, Told, Visit

CHECK = (
    "Veuillez vérifier les renseignements saisis\N{NO-BREAK SPACE}: tous les champs sont à remplir."
)
SENT = "Votre mot de passe vous a été envoyé par mail."
UNKNOWN = "Identifiant ou e-mail inconnu."
STALE = "Ce formulaire a expiré, veuillez recommencer."

FORM = "perdu"


def _show(visit: Visit) -> Answer:
    return Page(
        {
            "form": FORM,
            "token": visit.session.new_token("lost_password"),
            "check": CHECK,
            "typed": {name: visit.sent(FORM, name) for name in ("identifiant", "mail")},
        }
    )


def _send(visit: Visit) -> Answer:
    if not visit.session.spend_token("lost_password", visit.token()):
        return Told(STALE, good=False, screen="lost_password")
    identifier, email = visit.sent(FORM, "identifiant"), visit.sent(FORM, "mail")
    if not identifier.strip() or not email.strip():
        return Told(CHECK, good=False, screen="lost_password")
    known = visit.office.send_password(identifier, email)
    if not known and visit.markup.tells_unknown_pairs:
        return Told(UNKNOWN, good=False, screen="lost_password")
    return Told(SENT, good=True, screen="sign_in")


SCREEN = Screen(
    "lost_password",
    "Mot de passe perdu",
    "mot_de_passe_perdu",
    _show,
    "lost_password.html",
    post=_send,
    public=True,
)
