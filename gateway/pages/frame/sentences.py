"""One table from what went wrong to what a person is told. Keys are those of `adapters.errors`."""

from dataclasses import dataclass

from gateway.language import mark


@dataclass(frozen=True)
class Sentence:
    """What a page says of a mishap: `then` is what to do next, `status` the HTTP answer."""

    title: str
    says: str
    then: str
    status: int


_LATER = mark("Réessayez dans quelques minutes. Tout le reste du portail continue de fonctionner.")
_TELL = mark(
    "Ce n’est pas de votre fait. Si cela dure, signalez le numéro d’incident à l’école, "
    "dont les coordonnées sont au bas de la page."
)
_BACK = mark("Revenez à la page d’accueil.")
_SIGN_IN = mark("Connectez-vous de nouveau pour continuer.")
_UNREADABLE = mark("Page illisible pour le moment")
_CLOSED = mark(
    "Par prudence, rien n’est affiché ni modifié sur cette page tant que cela n’est pas vérifié."
)

_SILENT = Sentence(
    mark("L’extranet de l’école ne répond pas"),
    mark("L’extranet de l’école ne répond pas pour le moment."),
    _LATER,
    503,
)
_NOT_UNDERSTOOD = Sentence(_UNREADABLE, _CLOSED, _TELL, 502)
_NOT_FOUND = Sentence(
    mark("Page introuvable"),
    mark("Il n’y a rien à cette adresse, ou rien qui vous soit destiné."),
    _BACK,
    404,
)

SENTENCES = {
    # The old site
    "extranet": Sentence(
        mark("Difficulté avec l’extranet de l’école"),
        mark("L’extranet de l’école n’a pas permis de faire ce que vous demandiez."),
        _TELL,
        502,
    ),
    "unavailable": _SILENT,
    "unreachable": _SILENT,
    "too_slow": Sentence(
        mark("L’extranet de l’école est trop lent"),
        mark("L’extranet de l’école n’a pas répondu à temps."),
        _LATER,
        504,
    ),
    "server_fault": Sentence(
        mark("L’extranet de l’école est en panne"),
        mark("L’extranet de l’école signale une erreur de son côté."),
        _LATER,
        502,
    ),
    "maintenance": Sentence(
        mark("L’extranet de l’école est en maintenance"),
        mark("L’extranet de l’école annonce qu’il est fermé pour maintenance."),
        _LATER,
        503,
    ),
    "not_understood": _NOT_UNDERSTOOD,
    "half_page": Sentence(
        _UNREADABLE,
        mark("L’extranet de l’école n’a envoyé qu’une partie de la page : elle n’est pas montrée."),
        _TELL,
        502,
    ),
    "wrong_charset": _NOT_UNDERSTOOD,
    "screen_missing": Sentence(
        mark("Page absente de l’extranet"),
        mark("L’extranet de l’école ne propose pas cette page en ce moment."),
        _TELL,
        502,
    ),
    "form_changed": Sentence(
        mark("Le formulaire de l’école a changé"),
        mark(
            "Le formulaire de l’extranet n’est plus celui que vous aviez ouvert. "
            "Rien n’a été modifié."
        ),
        mark("Ouvrez de nouveau la page et vérifiez votre saisie."),
        409,
    ),
    "columns_lost": Sentence(
        mark("Liste fermée par prudence"),
        mark(
            "L’extranet de l’école ne présente plus cette liste comme prévu : elle est fermée, "
            "pour ne rien vous montrer de faux."
        ),
        mark(
            "Les autres pages continuent de fonctionner. Si cela dure, signalez le numéro "
            "d’incident à l’école, dont les coordonnées sont au bas de la page."
        ),
        502,
    ),
    "no_document": Sentence(
        mark("Duplicata indisponible"),
        mark(
            "Ce que l’extranet de l’école a envoyé n’est pas un document PDF, ou il est trop "
            "volumineux : il n’est pas ouvert."
        ),
        _TELL,
        502,
    ),
    "not_listed": _NOT_FOUND,
    "foreign_address": Sentence(
        _UNREADABLE,
        mark(
            "L’extranet de l’école renvoie vers une adresse qui n’est pas la sienne : "
            "elle n’a pas été suivie."
        ),
        _TELL,
        502,
    ),
    # Signing in
    "sign_in_refused": Sentence(
        mark("Connexion refusée"),
        mark("L’extranet de l’école n’a pas accepté la connexion."),
        _SIGN_IN,
        422,
    ),
    "bad_credentials": Sentence(
        mark("Connexion refusée"),
        mark("Identifiant ou mot de passe incorrect."),
        mark("Vérifiez le site, l’identifiant et le mot de passe, puis recommencez."),
        422,
    ),
    "account_closed": Sentence(
        mark("Connexion refusée"),
        mark("L’extranet de l’école n’ouvre pas ce compte."),
        mark("Adressez-vous à l’école, dont les coordonnées sont au bas de la page."),
        422,
    ),
    "session_ended": Sentence(
        mark("Votre session est terminée"),
        mark("Votre session a pris fin."),
        _SIGN_IN,
        403,
    ),
    "form_too_old": Sentence(
        mark("Page ouverte depuis trop longtemps"),
        mark("Cette page était ouverte depuis trop longtemps. Rien n’a été envoyé à l’école."),
        mark("Saisissez de nouveau votre mot de passe."),
        422,
    ),
    "too_many_attempts": Sentence(
        mark("Trop d’essais"),
        mark("Il y a eu trop d’essais de connexion."),
        mark("Votre compte n’est pas bloqué : patientez, puis recommencez."),
        429,
    ),
    # Passwords
    "password_refused": Sentence(
        mark("Votre mot de passe n’a pas changé"),
        mark(
            "L’extranet de l’école n’a pas accepté ce changement : l’ancien mot de passe reste bon."
        ),
        mark("Corrigez, puis recommencez."),
        422,
    ),
    "password_unknown": Sentence(
        mark("Changement incertain"),
        mark(
            "L’extranet de l’école n’a pas répondu : nul ne sait encore si le mot de passe a "
            "changé. Rien ne sera renvoyé."
        ),
        mark(
            "Attendez quelques minutes, puis reconnectez-vous avec le nouveau mot de passe ; s’il "
            "est refusé, avec l’ancien. En dernier recours, ouvrez « Mot de passe perdu »."
        ),
        504,
    ),
    "pressed_twice": Sentence(
        mark("Déjà en cours"),
        mark("Vous avez cliqué deux fois : le premier envoi est en cours, et il est seul."),
        mark("Attendez un instant, puis ouvrez de nouveau la page."),
        409,
    ),
    "password_not_sent": Sentence(
        mark("Aucun mot de passe n’a été envoyé"),
        mark("L’extranet de l’école n’a pas donné suite à cette demande."),
        mark(
            "Vérifiez l’identifiant et l’adresse, ou demandez à l’école, dont les coordonnées sont "
            "au bas de la page, celle qu’elle connaît."
        ),
        422,
    ),
    "too_many_requests": Sentence(
        mark("Trop de demandes"),
        mark(
            "Il y a déjà eu plusieurs demandes de mot de passe. Celle-ci n’a pas été envoyée et ne "
            "change rien."
        ),
        mark(
            "Regardez votre messagerie : si vous y trouvez plusieurs mots de passe, seul le "
            "dernier fonctionne. Sinon, adressez-vous à l’école, dont les coordonnées sont au bas "
            "de la page."
        ),
        429,
    ),
    "lost_form_too_old": Sentence(
        mark("Page ouverte depuis trop longtemps"),
        mark("Cette page était ouverte depuis trop longtemps. Rien n’a été envoyé à l’école."),
        mark("Cliquez de nouveau sur « Valider »."),
        422,
    ),
    # Asking for a change
    "proposal": Sentence(
        mark("Demande impossible en l’état"),
        mark("Votre demande ne peut pas être transmise telle quelle. Rien n’a été modifié."),
        mark("Ouvrez de nouveau la page et vérifiez votre saisie."),
        409,
    ),
    "unstorable": Sentence(
        mark("Caractère impossible à enregistrer"),
        mark("L’extranet de l’école ne sait pas enregistrer certains des caractères saisis."),
        mark("Écrivez autrement le champ indiqué."),
        422,
    ),
    "conflict": Sentence(
        mark("La fiche a changé entre-temps"),
        mark("L’école a modifié cette donnée depuis que vous l’avez vue. Rien n’a été écrasé."),
        mark("Ouvrez de nouveau la page et vérifiez votre saisie."),
        409,
    ),
    # The portal's own
    "400": Sentence(
        mark("Demande incomprise"),
        mark("Le portail n’a pas compris ce que le navigateur a envoyé."),
        _BACK,
        400,
    ),
    "403": Sentence(
        mark("Envoi refusé"),
        mark(
            "Le portail n’a pas pu vérifier que cet envoi venait bien d’une de ses pages. "
            "Rien n’a été modifié."
        ),
        mark("Ouvrez de nouveau la page, puis recommencez."),
        403,
    ),
    "404": _NOT_FOUND,
    "405": Sentence(
        mark("Demande incomprise"),
        mark("Cette adresse ne s’ouvre pas de cette façon."),
        _BACK,
        405,
    ),
    "408": Sentence(
        mark("Envoi interrompu"),
        mark("Ce que le navigateur envoyait a cessé d’arriver. Rien n’a été enregistré."),
        mark("Vérifiez votre connexion à Internet, puis recommencez."),
        408,
    ),
    "413": Sentence(
        mark("Envoi trop volumineux"),
        mark("Ce que le navigateur a envoyé dépasse la taille permise. Rien n’a été enregistré."),
        mark("Raccourcissez votre saisie, puis recommencez."),
        413,
    ),
    "421": Sentence(
        mark("Adresse inconnue"),
        mark("Aucune école n’est servie à cette adresse."),
        mark("Vérifiez l’adresse que votre école vous a donnée."),
        421,
    ),
    "not_written": Sentence(
        mark("Le portail ne peut rien enregistrer pour le moment"),
        mark(
            "La place manque sur le serveur du portail : rien n’a été enregistré, et rien n’a été "
            "envoyé à l’école."
        ),
        mark(
            "Réessayez dans quelques minutes. Si cela dure, signalez le numéro d’incident à "
            "l’école, dont les coordonnées sont au bas de la page."
        ),
        507,
    ),
    "500": Sentence(
        mark("Erreur du portail"),
        mark("Le portail a rencontré une erreur. Ce que vous aviez déjà envoyé reste enregistré."),
        _TELL,
        500,
    ),
}

PROBLEMS = {
    "required": mark("Ce champ est obligatoire."),
    "too_long": mark("Ce champ est trop long pour l’extranet de l’école."),
    "not_offered": mark("Choisissez une des possibilités proposées."),
    "unstorable": mark("L’extranet de l’école ne sait pas enregistrer certains de ces caractères."),
    "nothing_changed": mark("Vous n’avez rien changé : il n’y a rien à transmettre."),
    "closed": mark("L’extranet de l’école ne permet plus de modifier cette fiche."),
    "not_chosen": mark("Choisissez ce que vous voulez faire de cette information."),
    "nothing_ticked": mark("Cochez au moins un cours."),
    "draft_changed": mark(
        "Votre brouillon a changé entre-temps, dans une autre page ou sur un autre appareil. "
        "Le voici tel qu’il est maintenant : relisez-le, puis cliquez sur « Valider »."
    ),
    "former_moved_on": mark(
        "Une demande de cet élève a changé d’état entre-temps. Voici ce que ferait maintenant "
        "votre envoi : relisez-le, puis cliquez sur « Valider »."
    ),
    "not_open": mark("L’école n’a pas encore ouvert l’envoi des réinscriptions depuis ce portail."),
    "documents_gone": mark(
        "Un des documents n’est plus gardé ici : retirez-le, puis donnez-le de nouveau."
    ),
    "document_empty": mark("Ce fichier est vide : choisissez-en un autre."),
    "document_too_large": mark(
        "Ce document dépasse 2 Mo, la limite de l’extranet. Photographiez ses pages une à une, ou "
        "numérisez-le de nouveau en plus léger."
    ),
    "picture_too_large": mark(
        "Cette photo est trop lourde, même réduite : reprenez-la avec une définition plus basse."
    ),
    "picture_too_many_pixels": mark(
        "Cette image est trop grande pour être ouverte ici : donnez-en une de moins de 40 millions "
        "de points."
    ),
    "picture_unreadable": mark(
        "Cette image est abîmée ou incomplète : ouvrez-la sur votre appareil pour vérifier, ou "
        "reprenez la photo."
    ),
    "document_kind": mark(
        "Ce fichier n’est pas une photo JPEG ou PNG, ni un PDF, ou son nom ne correspond pas à ce "
        "qu’il contient."
    ),
    "document_heic": mark(
        "Cette photo est au format HEIC, que l’extranet ne prend pas. Sur un iPhone : Réglages, "
        "Appareil photo, Formats, « Le plus compatible », puis reprenez la photo ; ou envoyez-en "
        "une capture d’écran."
    ),
    "document_cut": mark("Ce PDF est incomplet : téléchargez-le ou numérisez-le de nouveau."),
    "document_disguised": mark(
        "Ce fichier n’est pas un document : par prudence, il n’est pas accepté."
    ),
    "documents_too_many": mark(
        "Vous avez donné autant de documents que le portail peut en garder : retirez ceux qui ne "
        "servent plus."
    ),
    "documents_too_much": mark(
        "Vos documents pèsent trop lourd ensemble : retirez ceux qui ne servent plus."
    ),
    "document_without_name": mark("Choisissez le nom du document dans la liste."),
    "document_without_file": mark("Choisissez un fichier : une photo ou un PDF."),
    "document_larger_than_school": mark(
        "Ce document dépasse la taille que l’extranet de l’école accepte : donnez-en un plus léger."
    ),
    "document_format": mark(
        "L’extranet de l’école ne prend pas les documents de ce format : donnez-en un autre."
    ),
    "documents_not_taken": mark("L’extranet de l’école ne prend pas de documents pour cet élève."),
    "document_not_offered": mark(
        "L’extranet de l’école ne propose plus le nom d’un de vos documents : retirez ce document, "
        "puis donnez-le de nouveau."
    ),
    "note_not_taken": mark("L’extranet de l’école ne prend plus de texte ici : videz ce champ."),
    "already_asked": mark(
        "Vous avez déjà demandé exactement cela pour cet élève : rien n’est envoyé deux fois. "
        "Retrouvez votre demande dans « Mes demandes »."
    ),
    "same_password": mark("Choisissez un mot de passe différent de l’actuel."),
    "password_too_short": mark("Ce mot de passe est trop court pour l’école."),
    "password_too_long": mark("Ce mot de passe est trop long pour l’école."),
    "password_spaced": mark(
        "Ce mot de passe commence ou se termine par une espace, prise peut-être en le copiant. "
        "Retirez-la ; si vous la voulez, saisissez-le de nouveau tel quel."
    ),
    "passwords_differ": mark("Les deux saisies du nouveau mot de passe sont différentes."),
    "wrong_former": mark(
        "Ce n’est pas votre mot de passe actuel. S’il a changé depuis que vous vous êtes connecté, "
        "déconnectez-vous, puis reconnectez-vous avec le dernier."
    ),
    "invalid": mark("Vérifiez ce champ : il n’a pas la forme attendue."),
    "invalid_email": mark("Écrivez une adresse électronique, par exemple nom@exemple.fr."),
    "invalid_phone": mark("Écrivez un numéro de téléphone, par exemple 06 39 98 12 34."),
    "invalid_date": mark("Écrivez une date, par exemple 09/04/1981."),
    "invalid_number": mark("Écrivez un nombre, par exemple 612,50."),
}
"""What is the matter with a field that a family filled in; `invalid` by the field's kind."""


def sentence(key: str) -> Sentence:
    """What to say of that mishap; of an unknown key, what is said of the old site at large."""
    return SENTENCES.get(key, SENTENCES["extranet"])
