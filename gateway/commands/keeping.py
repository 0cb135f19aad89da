"""What keeps the data, for whoever types the commands: backups, restoring, keys. In French."""

import argparse
import os
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from gateway import backup as backups
from gateway import clock
from gateway import config as configuration
from gateway import rotation as rotations
from gateway.commands.arguments import Complaint, Group, configured
from gateway.config import Config
from gateway.keys import Keys, create_key_file, load_keys
from gateway.vault import Vault


def offer(commands: Group) -> None:
    """`key`, `backup` and `restore`."""
    one = commands.add_parser("key", help="gère les clés de chiffrement")
    keys = one.add_subparsers(title="commandes", metavar="COMMANDE", required=True)
    one = keys.add_parser("create", help="crée le fichier de clés, lisible de vous seul")
    one.add_argument("file", type=Path, metavar="FICHIER")
    one.set_defaults(command=_key_create)
    one = keys.add_parser("rotate", help="change la clé : tout est scellé à nouveau")
    one.add_argument(
        "--now", action="store_true", help="sans attendre la fin des sessions : elles se terminent"
    )
    configured(one, _key_rotate)

    one = commands.add_parser("backup", help="sauvegarde les données, passerelle en marche ou non")
    one.add_argument("folder", type=Path, metavar="DOSSIER", help="où ranger la sauvegarde")
    configured(one, _backup)

    one = commands.add_parser("restore", help="remet une sauvegarde en place, passerelle arrêtée")
    one.add_argument("backup", type=Path, metavar="SAUVEGARDE")
    one.add_argument(
        "--replace", action="store_true", help="met d’abord de côté les données qui y sont"
    )
    configured(one, _restore)


def backup(config: Config, folder: Path) -> tuple[list[str], bool]:
    """Take a backup; what to say of it, and whether nothing is missing in it.

    Raises:
        BackupFailed, StoreUnusable: it cannot be taken.
    """
    taken = backups.take(config.gateway.data, folder, clock.now())
    said = [
        f"Sauvegarde faite et relue : {taken.path}",
        f"Elle contient la base et {_count(taken.documents, 'document')} ({_size(taken.size)}).",
        "Elle ne contient pas la clé, sans laquelle elle ne s’ouvre pas : gardez une copie de "
        f"{config.gateway.key_file} ailleurs, à part des sauvegardes.",
    ]
    if taken.missing:
        said.append(
            f"{_count(taken.missing, 'document')} que la base nomme manquent dans "
            f"{config.gateway.data} : ils manquent donc ici aussi."
        )
    return said, not taken.missing


def restore(
    config: Config, environment: Mapping[str, str], path: Path, *, replace: bool
) -> list[str]:
    """Put a backup back; what to say of it.

    Raises:
        BackupFailed, KeyUnusable, StoreUnusable: it cannot be put back.
    """
    vault = Vault(load_keys(config.gateway.key_file, environment))
    back = backups.put_back(
        path, config.gateway.data, vault, config.schools, clock.now, replace=replace
    )
    found = back.found
    said = [
        f"Sauvegarde du {_moment(back.taken_at)} remise en place dans {config.gateway.data}.",
        f"Demandes à vérifier sur l’extranet avant tout envoi : {found.verified}. "
        f"Déjà transmises, à suivre comme avant : {found.followed}.",
        "Les familles se reconnecteront. Ce qu’elles ont demandé après cette date n’est pas dans "
        "la sauvegarde : prévenez le secrétariat, qui peut le retrouver dans iMuse.",
    ]
    if found.letters:
        said.append(
            f"Courriels qui attendaient, peut-être partis depuis, et qui ne seront pas envoyés : "
            f"{found.letters}."
        )
    if back.aside is not None:
        said.append(
            f"Les données d’avant sont dans {back.aside} ; effacez-les quand elles ne servent plus."
        )
    return said


def rotate(config: Config, environment: Mapping[str, str], *, end_sessions: bool) -> list[str]:
    """Change the key; what to say of it.

    Raises:
        KeyUnusable, StoreUnusable, OSError: see `rotation.rotate`.
    """
    rotated = rotations.rotate(config, environment, clock.now(), end_sessions=end_sessions)
    done = rotated.sealed
    said = [f"Scellés à nouveau sous la version {rotated.versions[-1]} : {done.anew}."]
    if done.damaged:
        said.append(
            f"Ne s’ouvrent pas, et gardés tels quels : {done.damaged}. L’ancienne version reste."
        )
    elif done.left:
        said.append(
            f"Sessions et envois récents encore sous l’ancienne version : {done.left}. Elle reste "
            "jusqu’à leur fin : relancez cette commande dans deux jours, ou avec --now."
        )
    elif rotated.dropped in rotated.versions:
        said.append(
            f"Plus rien n’est scellé sous la version {rotated.dropped} : retirez sa ligne de la "
            "variable d’environnement."
        )
    else:
        said.append(f"Plus rien n’est scellé sous la version {rotated.dropped} : elle est retirée.")
    said.append(
        "Les sauvegardes d’avant ne s’ouvrent qu’avec la clé d’avant : gardez-en la copie aussi "
        "longtemps qu’elles, et faites dès maintenant une copie de la nouvelle."
    )
    return said


def said_of_versions(keys: Keys) -> str:
    """Which versions of the key live."""
    current, *former = sorted(keys.versions, reverse=True)
    if not former:
        return f"Clé : version {current}."
    return (
        f"Clé : la version {current} scelle, la version {former[0]} ouvre encore. Pour retirer "
        "celle-ci : imuse-gateway key rotate."
    )


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'s' if number > 1 else ''}"


def _size(size: int) -> str:
    return f"{size / 1_000_000:.1f} Mo".replace(".", ",")


def _moment(at: datetime) -> str:
    return f"{at.astimezone():%d/%m/%Y à %H:%M}"


def _key_create(chosen: argparse.Namespace) -> None:
    try:
        create_key_file(chosen.file)
    except FileExistsError as error:
        raise Complaint(
            f"{chosen.file} existe déjà, et n’est pas remplacé : ce qui est scellé ne s’ouvrirait "
            "plus."
        ) from error
    except OSError as error:
        raise Complaint(f"{chosen.file} : écriture impossible ({error.strerror}).") from error
    print(f"Clés créées dans {chosen.file}. Gardez-en une copie, à part des sauvegardes.")


def _key_rotate(chosen: argparse.Namespace) -> None:
    config = configuration.load(chosen.config)
    try:
        print(*rotate(config, os.environ, end_sessions=chosen.now), sep="\n")
    except OSError as error:
        raise Complaint(
            f"{error.filename or config.gateway.data} : écriture impossible ({error.strerror}). "
            "Relancez la commande : elle reprend où elle en était."
        ) from error


def _backup(chosen: argparse.Namespace) -> None:
    lines, whole = backup(configuration.load(chosen.config), chosen.folder)
    print(*lines, sep="\n")
    if not whole:
        raise Complaint("Cette sauvegarde a été gardée, mais il y manque des documents.")


def _restore(chosen: argparse.Namespace) -> None:
    config = configuration.load(chosen.config)
    lines = restore(config, os.environ, chosen.backup, replace=chosen.replace)
    print(*lines, sep="\n")
