"""Every key of the configuration, table by table, with its default and what it is for.

The descriptions are French, as are `config.toml` and what is said of its mistakes: whoever runs a
school's gateway reads them.
"""

from pathlib import Path
from typing import Annotated, Literal

from msgspec import Meta, Struct


class Gateway(Struct, frozen=True, kw_only=True):
    """`[gateway]`: where the gateway listens and keeps its data."""

    host: Annotated[str, Meta(description="Adresse d’écoute de la passerelle.")] = "127.0.0.1"
    port: Annotated[int, Meta(ge=0, le=65535, description="Port d’écoute.")] = 8000
    data: Annotated[
        Path, Meta(description="Dossier des données (base SQLite) ; créé s’il manque.")
    ] = Path("data")
    key_file: Annotated[
        Path,
        Meta(
            description="Fichier de la clé de chiffrement, lisible de son seul propriétaire. "
            "La variable d’environnement IMUSE_GATEWAY_KEY en tient lieu si elle est définie."
        ),
    ] = Path("data/key")
    trusted_proxies: Annotated[
        tuple[str, ...],
        Meta(
            description="Adresses des mandataires (proxys) dont les en-têtes X-Forwarded font foi."
        ),
    ] = ()
    tls_certificate: Annotated[
        Path | None, Meta(description="Certificat TLS (PEM), si la passerelle fait TLS elle-même.")
    ] = None
    tls_key: Annotated[Path | None, Meta(description="Clé privée de ce certificat (PEM).")] = None
    language: Annotated[
        Literal["fr", "en"], Meta(description="Langue des courriels : « fr » ou « en ».")
    ] = "fr"
    log: Annotated[
        Literal["plain", "json"],
        Meta(description="Forme du journal technique : « plain » (lignes) ou « json »."),
    ] = "plain"


class Mail(Struct, frozen=True, kw_only=True):
    """`[mail]`: how receipts are sent."""

    kind: Annotated[
        Literal["smtp", "folder"],
        Meta(
            description="Envoi par un serveur (« smtp »), ou dépôt en fichiers .eml dans un "
            "dossier (« folder », pour la démonstration seulement)."
        ),
    ] = "smtp"
    sender: Annotated[str, Meta(description="Adresse d’expédition des courriels.")]
    host: Annotated[str, Meta(description="Serveur SMTP.")] = "localhost"
    port: Annotated[int, Meta(ge=1, le=65535, description="Port du serveur SMTP.")] = 587
    tls: Annotated[
        Literal["starttls", "tls", "none"],
        Meta(
            description="Chiffrement vers le serveur : « starttls », « tls » (dès la connexion), "
            "ou « none » (machine locale seulement)."
        ),
    ] = "starttls"
    username: Annotated[
        str | None, Meta(description="Compte SMTP, si le serveur en demande un.")
    ] = None
    password_file: Annotated[
        Path | None, Meta(description="Fichier qui contient le mot de passe SMTP, seul.")
    ] = None
    folder: Annotated[
        Path | None, Meta(description='Dossier des fichiers .eml, pour kind = "folder".')
    ] = None


class Limits(Struct, frozen=True, kw_only=True):
    """`[limits]`: sign-in attempts let through to the old site."""

    per_account: Annotated[
        int, Meta(ge=1, description="Essais de connexion par compte, dans la fenêtre de temps.")
    ] = 5
    per_address: Annotated[
        int,
        Meta(ge=1, description="Essais par adresse du réseau (par /64 en IPv6), dans la fenêtre."),
    ] = 30
    in_all: Annotated[
        int, Meta(ge=1, description="Essais en tout, pour une école, dans la fenêtre.")
    ] = 600
    window_seconds: Annotated[int, Meta(ge=1, description="Durée de la fenêtre, en secondes.")] = (
        900
    )


class LostPasswords(Struct, frozen=True, kw_only=True):
    """`[lost_passwords]`: how often « Mot de passe perdu » is let through to the old site."""

    per_account: Annotated[
        int,
        Meta(
            ge=1,
            description="Demandes de mot de passe par compte, dans la fenêtre : chacune rend le "
            "précédent inutilisable.",
        ),
    ] = 2
    per_address: Annotated[
        int, Meta(ge=1, description="Demandes par adresse du réseau, dans la fenêtre.")
    ] = 5
    in_all: Annotated[
        int, Meta(ge=1, description="Demandes en tout, pour une école, dans la fenêtre.")
    ] = 100
    window_hours: Annotated[float, Meta(gt=0, description="Durée de la fenêtre, en heures.")] = 24


class Sessions(Struct, frozen=True, kw_only=True):
    """`[sessions]`: how long a family stays signed in."""

    idle_minutes: Annotated[
        float, Meta(gt=0, description="Fin de session après ce temps sans rien faire, en minutes.")
    ] = 30
    absolute_minutes: Annotated[
        float, Meta(gt=0, description="Fin de session dans tous les cas, en minutes.")
    ] = 480


class DeskAccess(Struct, frozen=True, kw_only=True):
    """`[desk]`: how the school's staff sign in, and for how long."""

    idle_minutes: Annotated[
        float,
        Meta(
            gt=0,
            description="Fin de session au bureau après ce temps sans rien faire, en minutes.",
        ),
    ] = 30
    absolute_hours: Annotated[
        float, Meta(gt=0, description="Fin de session au bureau dans tous les cas, en heures.")
    ] = 10
    per_account: Annotated[
        int,
        Meta(
            ge=1,
            description="Essais de connexion au bureau par compte, et codes par personne, dans la "
            "fenêtre de temps.",
        ),
    ] = 5
    per_address: Annotated[
        int, Meta(ge=1, description="Essais au bureau par adresse du réseau, dans la fenêtre.")
    ] = 60
    in_all: Annotated[
        int, Meta(ge=1, description="Essais au bureau en tout, pour une école, dans la fenêtre.")
    ] = 200
    window_seconds: Annotated[int, Meta(ge=1, description="Durée de la fenêtre, en secondes.")] = (
        900
    )


class Kept(Struct, frozen=True, kw_only=True):
    """`[kept]`: what was read, kept in memory."""

    fresh_minutes: Annotated[
        float,
        Meta(
            ge=0,
            description="Durée pendant laquelle ce qui a été lu est montré sans être relu, en "
            "minutes ; passé ce temps, c’est montré aussitôt avec son heure et relu à côté.",
        ),
    ] = 5
    most: Annotated[
        int,
        Meta(ge=1, description="Nombre de lectures gardées en mémoire, au plus, toutes familles."),
    ] = 5000


class Documents(Struct, frozen=True, kw_only=True):
    """`[documents]`: what a family may import for a re-enrolment."""

    image_megabytes: Annotated[
        float,
        Meta(
            gt=0,
            le=100,
            description="Taille d’une photo acceptée, en millions d’octets ; elle est réduite ici "
            "sous la limite de l’extranet.",
        ),
    ] = 15
    per_family: Annotated[
        int, Meta(ge=1, description="Documents gardés en même temps pour une famille, au plus.")
    ] = 60
    family_megabytes: Annotated[
        float,
        Meta(gt=0, description="Leur taille en tout, au plus, en millions d’octets."),
    ] = 80
    draft_days: Annotated[
        float,
        Meta(gt=0, description="Durée pendant laquelle une réinscription commencée est gardée."),
    ] = 30


class Delivery(Struct, frozen=True, kw_only=True):
    """`[delivery]`: how requests reach the old site, and letters the mail server."""

    first_pause_seconds: Annotated[
        float,
        Meta(gt=0, description="Pause après un premier envoi empêché ; elle double à chaque fois."),
    ] = 30
    longest_pause_seconds: Annotated[
        float, Meta(gt=0, description="Pause la plus longue entre deux essais.")
    ] = 1800
    at_once: Annotated[
        int,
        Meta(
            ge=1,
            description="Familles d’une école dont les demandes sont transmises en même temps.",
        ),
    ] = 4
    lease_seconds: Annotated[
        float,
        Meta(
            gt=0,
            description="Durée pendant laquelle une demande est réservée à la passerelle qui la "
            "transmet, renouvelée tant qu’elle y travaille ; un envoi resté sans réponse est coupé "
            "à la moitié de cette durée.",
        ),
    ] = 180
    breaker_failures: Annotated[
        int,
        Meta(
            ge=1,
            description="Familles dont la transmission échoue de suite avant que l’ancien site, ou "
            "la page en cause, soit laissé en paix pendant une pause de plus en plus longue.",
        ),
    ] = 3
    keep_hours: Annotated[
        float,
        Meta(
            gt=0,
            description="Durée pendant laquelle une demande garde au plus l’identifiant et le mot "
            "de passe, et au bout de laquelle un envoi invérifiable est signalé à l’école.",
        ),
    ] = 72
    answer_days: Annotated[
        float,
        Meta(
            ge=0,
            description="Durée pendant laquelle une demande attend sa famille (renvoyée par "
            "l’école, ou arrêtée par un conflit) ; sans réponse elle prend fin, et un courriel le "
            "lui dit. En jours ; 0 : sans limite.",
        ),
    ] = 60
    away_minutes: Annotated[
        float,
        Meta(
            ge=0,
            description="Temps laissé à une famille connectée pour voir sur le portail comment sa "
            "demande s’est terminée, en minutes depuis sa dernière page ; sans nouvelle page, un "
            "courriel le lui dit.",
        ),
    ] = 5


class Reconciliation(Struct, frozen=True, kw_only=True):
    """`[reconciliation]`: how the staff's decisions are looked for beside the family's readings."""

    first_pause_minutes: Annotated[
        float,
        Meta(
            gt=0,
            description="Attente la plus longue avant de relire une première fois, sans la "
            "famille, la fiche d’une demande qui attend l’école ; elle double à chaque relecture.",
        ),
    ] = 15
    longest_pause_minutes: Annotated[
        float, Meta(gt=0, description="Attente la plus longue entre deux relectures, en minutes.")
    ] = 360
    days: Annotated[
        float,
        Meta(
            ge=0,
            description="Âge d’une demande au-delà duquel elle n’est plus relue qu’avec la "
            "famille, en jours ; 0 pour ne jamais relire sans elle.",
        ),
    ] = 60


class Retention(Struct, frozen=True, kw_only=True):
    """`[retention]`: after how long the gateway erases its own copies; open requests stay."""

    request_days: Annotated[
        float,
        Meta(
            ge=7,
            description="Durée pendant laquelle le contenu d’une demande terminée et son accusé de "
            "réception sont gardés, depuis sa fin, en jours.",
        ),
    ] = 400
    trace_days: Annotated[
        float,
        Meta(
            ge=7,
            description="Durée pendant laquelle la trace sans contenu d’une demande (son numéro, "
            "ses dates, ses états) est gardée après l’effacement de ce contenu, en jours.",
        ),
    ] = 365
    reading_days: Annotated[
        float,
        Meta(
            ge=1,
            description="Durée pendant laquelle ce qui a été lu reste gardé pour les pannes de "
            "l’extranet sans être relu, en jours.",
        ),
    ] = 180
    letter_days: Annotated[
        float,
        Meta(
            ge=1,
            description="Durée pendant laquelle un courriel qu’aucun serveur n’a pris est proposé "
            "de nouveau avant d’être effacé, en jours.",
        ),
    ] = 30
    journal_days: Annotated[
        float,
        Meta(
            ge=7,
            description="Durée pendant laquelle le journal des effacements est gardé, en jours ; "
            "il ne dit rien de personne.",
        ),
    ] = 1095
    act_days: Annotated[
        float,
        Meta(
            ge=180,
            description="Durée pendant laquelle le journal du bureau (qui de l’école a vu et fait "
            "quoi) est gardé, en jours.",
        ),
    ] = 730


class Contact(Struct, frozen=True, kw_only=True):
    """`[schools.<id>.contact]`: the service that receives requests, as receipts name it."""

    service: Annotated[str, Meta(min_length=1, description="Service qui reçoit les demandes.")]
    postal: Annotated[str, Meta(min_length=1, description="Son adresse postale.")]
    email: Annotated[str, Meta(min_length=1, description="Son adresse électronique.")]
    phone: Annotated[str, Meta(min_length=1, description="Son téléphone.")]


class ReEnrolment(Struct, frozen=True, kw_only=True):
    """`[schools.<id>.re_enrolment]`: the school's own wording; closed for sending without it."""

    receipt: Annotated[
        str,
        Meta(
            min_length=1,
            description="Texte de l’école pour l’accusé de réception d’une réinscription.",
        ),
    ]
    silence: Annotated[
        Literal["accepts", "refuses"],
        Meta(
            description="Ce que vaut le silence de l’école : « accepts » (acceptation) ou "
            "« refuses » (refus)."
        ),
    ]
    silence_months: Annotated[
        int, Meta(ge=1, description="Au bout de combien de mois ce silence vaut décision.")
    ] = 2
    remedies: Annotated[
        str, Meta(min_length=1, description="Voies et délais de recours, dans les mots de l’école.")
    ]
    indispensable: Annotated[
        tuple[str, ...],
        Meta(
            description="Documents indispensables, par leur nom dans la liste de l’extranet ; "
            "leur absence est signalée comme telle, sans empêcher l’envoi."
        ),
    ] = ()
    missing_days: Annotated[
        int,
        Meta(ge=1, description="Délai laissé pour fournir les documents manquants, en jours."),
    ] = 30


class Notices(Struct, frozen=True, kw_only=True):
    """`[schools.<id>.notices]`: who answers for the portal, and for the data."""

    publisher: Annotated[
        str, Meta(min_length=1, description="Éditeur du portail : nom et adresse.")
    ]
    director: Annotated[str, Meta(min_length=1, description="Directeur de la publication.")]
    host: Annotated[str, Meta(min_length=1, description="Hébergeur : nom, adresse et téléphone.")]
    controller: Annotated[
        str, Meta(min_length=1, description="Responsable du traitement des données.")
    ]
    dpo: Annotated[
        str,
        Meta(min_length=1, description="Délégué à la protection des données : où lui écrire."),
    ]
    retention: Annotated[
        str,
        Meta(description="Ce que l’école dit de ses propres durées de conservation."),
    ] = ""


class Accessibility(Struct, frozen=True, kw_only=True):
    """`[schools.<id>.accessibility]`: the school's declaration of accessibility (RGAA)."""

    declared_on: Annotated[
        str,
        Meta(pattern=r"^\d{4}-\d{2}-\d{2}$", description="Date de la déclaration (AAAA-MM-JJ)."),
    ]
    contact: Annotated[
        str,
        Meta(
            min_length=1,
            description="À qui signaler une difficulté : adresse électronique, ou page https.",
        ),
    ]
    plan_url: Annotated[
        str | None, Meta(description="Schéma pluriannuel et plan d’action (https).")
    ] = None


class Sentences(Struct, frozen=True, kw_only=True):
    """The school's own sentences, offered to its staff."""

    refusals: Annotated[
        tuple[str, ...],
        Meta(description="Motifs de refus proposés au secrétariat, dans les mots de l’école."),
    ] = ()
    missing: Annotated[
        tuple[str, ...],
        Meta(
            description="Phrases proposées au secrétariat pour demander une pièce ou une précision "
            "à une famille."
        ),
    ] = ()


class SchoolDesk(Sentences, frozen=True, kw_only=True):
    """`[schools.<id>.desk]`: what the school's staff is offered, and told once a day."""

    digest_to: Annotated[
        tuple[str, ...],
        Meta(
            description="Adresses qui reçoivent une fois par jour, en nombres seulement, où en est "
            "la file des demandes ; aucune : rien n’est envoyé."
        ),
    ] = ()
    digest_hour: Annotated[
        int,
        Meta(ge=0, le=23, description="Heure de ce courriel, de 0 à 23, à l’heure de Paris."),
    ] = 7
    digest_when_quiet: Annotated[
        bool,
        Meta(
            description="L’envoyer aussi les jours où il n’y a rien à dire : rien de reçu ni "
            "d’envoyé, toutes les demandes closes, l’extranet comme avant."
        ),
    ] = False


class School(Struct, frozen=True, kw_only=True):
    """`[schools.<id>]`: one school and its old site."""

    id: str = ""
    """The name of its table: no key of its own."""
    name: Annotated[str, Meta(min_length=1, description="Nom de l’école, montré partout.")]
    public_url: Annotated[
        str,
        Meta(description="Adresse du portail pour les familles : https, sauf sur cette machine."),
    ]
    adapter: Annotated[str, Meta(min_length=1, description="Adaptateur de l’ancien extranet.")] = (
        "imuse"
    )
    sign_in_url: Annotated[str, Meta(description="Adresse de connexion de l’ancien extranet.")]
    profile: Annotated[
        str,
        Meta(min_length=1, description="Profil de lecture : un nom fourni, ou un fichier .toml."),
    ] = "base"
    ca_file: Annotated[
        Path | None,
        Meta(description="Autorités de certification (PEM) à accepter en plus des habituelles."),
    ] = None
    pages_per_second: Annotated[
        float, Meta(gt=0, description="Pages demandées par seconde à l’ancien site, au plus.")
    ] = 5
    at_once: Annotated[
        int, Meta(ge=1, description="Pages demandées en même temps à l’ancien site, au plus.")
    ] = 3
    timeout: Annotated[
        float, Meta(gt=0, description="Attente d’une réponse de l’ancien site, en secondes.")
    ] = 20
    longest_run: Annotated[
        float,
        Meta(
            ge=0,
            description="Temps après lequel un envoi resté sans réponse ne peut plus prendre "
            "effet, en secondes.",
        ),
    ] = 60
    keep_credentials: Annotated[
        bool,
        Meta(
            description="Proposer aux familles de garder, chiffrés, de quoi se "
            "connecter jusqu’à la transmission de leur demande."
        ),
    ] = True
    imuse_mails: Annotated[
        tuple[Literal["family", "student", "re_enrolment"], ...],
        Meta(
            description="Demandes dont l’extranet annonce lui-même la validation par courriel : "
            "« family » (Famille), « student » (Identité), « re_enrolment » (Réinscription) ; la "
            "passerelle ne l’annonce pas une seconde fois."
        ),
    ] = ()
    review: Annotated[
        bool,
        Meta(
            description="Retenir chaque demande jusqu’à ce que le secrétariat l’approuve ; sans "
            "cela, elle part d’elle-même et l’école la valide dans iMuse."
        ),
    ] = False
    payment_url: Annotated[
        str | None,
        Meta(description="Page de paiement en ligne de l’école (https), si elle en a une."),
    ] = None
    contact: Annotated[Contact, Meta(description="Coordonnées du service.")]
    re_enrolment: ReEnrolment | None = None
    """Without it re-enrolments are closed for sending."""
    notices: Notices | None = None
    accessibility: Accessibility | None = None
    desk: SchoolDesk = SchoolDesk()


class Demo(Struct, frozen=True, kw_only=True):
    """`[demo]`: the fictional school of the demonstration; no such table elsewhere."""

    markup: Annotated[
        Literal["old", "refreshed"],
        Meta(description="Aspect de l’extranet fictif : « old » ou « refreshed »."),
    ] = "old"
    school_port: Annotated[
        int, Meta(ge=0, le=65535, description="Port de l’extranet fictif, sur cette machine.")
    ] = 8081


class Config(Struct, frozen=True, kw_only=True):
    """The whole configuration."""

    gateway: Gateway = Gateway()
    mail: Mail
    limits: Limits = Limits()
    lost_passwords: LostPasswords = LostPasswords()
    sessions: Sessions = Sessions()
    desk: DeskAccess = DeskAccess()
    kept: Kept = Kept()
    documents: Documents = Documents()
    delivery: Delivery = Delivery()
    reconciliation: Reconciliation = Reconciliation()
    retention: Retention = Retention()
    schools: dict[str, School]
    """By their ids."""
    demo: Demo | None = None
