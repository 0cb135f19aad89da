"""The configuration: a TOML file, read strictly, checked whole before anything starts."""

import ssl
import tomllib
from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import msgspec
from msgspec import Struct

from gateway.addresses import deliverable, host, loopback, mail_address, network, web_address
from gateway.settings import (
    Accessibility,
    Config,
    Contact,
    Delivery,
    Demo,
    DeskAccess,
    Documents,
    Gateway,
    Kept,
    Limits,
    LostPasswords,
    Mail,
    Notices,
    Reconciliation,
    ReEnrolment,
    Retention,
    School,
    SchoolDesk,
    Sessions,
)
from gateway.strict_toml import Reading, bare, description, keys

__all__ = [
    "Accessibility",
    "Config",
    "ConfigError",
    "Contact",
    "Delivery",
    "Demo",
    "DeskAccess",
    "Documents",
    "Gateway",
    "Kept",
    "Limits",
    "LostPasswords",
    "Mail",
    "Notices",
    "ReEnrolment",
    "Reconciliation",
    "Retention",
    "School",
    "SchoolDesk",
    "Sessions",
    "check_files",
    "descriptions",
    "load",
    "parse",
    "warnings",
]

_ID = frozenset("abcdefghijklmnopqrstuvwxyz0123456789-")


class ConfigError(Exception):
    """The configuration cannot be used; `problems` says why, a French sentence each."""

    def __init__(self, problems: list[str]) -> None:
        """At least one problem."""
        super().__init__("\n".join(problems))
        self.problems = tuple(problems)


def load(path: Path) -> Config:
    """The configuration in a file; its relative paths start at the file's folder.

    Raises:
        ConfigError: the file cannot be read or used.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise ConfigError([f"{path} : fichier illisible ({error.strerror})."]) from error
    except UnicodeDecodeError as error:
        raise ConfigError([f"{path} : enregistrez ce fichier en UTF-8."]) from error
    config: Config = _anchored(parse(text), path.resolve().parent)
    return config


def parse(text: str) -> Config:
    """The configuration in a text.

    Raises:
        ConfigError: it cannot be used.
    """
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ConfigError([f"Ce n’est pas du TOML correct : {error}."]) from error
    reading = Reading(text)
    config = reading.struct(Config, tables)
    if config is None:
        raise ConfigError(reading.problems)
    named = {id: msgspec.structs.replace(school, id=id) for id, school in config.schools.items()}
    config = msgspec.structs.replace(config, schools=named)
    _check(config, reading)
    if reading.problems:
        raise ConfigError(reading.problems)
    return config


def check_files(config: Config) -> None:
    """Look into the files that the configuration names, the key's apart.

    Raises:
        ConfigError: some cannot be read, or are not what they should be.
    """
    problems: list[str] = []
    for name, what, look in _files(config):
        try:
            look()
        except OSError as error:
            problems.append(f"{name} : {what} inutilisable ({error.strerror}).")
        except UnicodeDecodeError:
            problems.append(f"{name} : enregistrez ce fichier en UTF-8.")
    if problems:
        raise ConfigError(problems)


def _files(config: Config) -> Iterator[tuple[str, str, Callable[[], object]]]:
    """Key, what its file holds, and a look into it that raises where it cannot be used."""
    certificate, key = config.gateway.tls_certificate, config.gateway.tls_key
    if certificate is not None:
        server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        look = partial(server.load_cert_chain, certificate, key)
        yield "gateway.tls_certificate", "ce certificat, ou sa clé, est", look
    if config.mail.password_file is not None:
        read = partial(config.mail.password_file.read_text, "utf-8")
        yield "mail.password_file", "ce fichier est", read
    for id, school in config.schools.items():
        if school.ca_file is not None:
            trust = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT).load_verify_locations
            yield f"schools.{id}.ca_file", "ce fichier est", partial(trust, school.ca_file)


def warnings(config: Config) -> tuple[str, ...]:
    """What works but should be known, a French sentence each."""
    return tuple(
        warning for id, school in config.schools.items() for warning in _warnings(id, school)
    )


def _warnings(id: str, school: School) -> Iterator[str]:
    old_site = urlsplit(school.sign_in_url)
    if old_site.scheme == "http" and not loopback(old_site.hostname):
        yield (
            f"schools.{id}.sign_in_url : l’ancien extranet est en http : mots de passe et données "
            "des familles circulent en clair entre la passerelle et lui. Demandez une adresse "
            "https."
        )
    if school.re_enrolment is None:
        yield (
            f"schools.{id}.re_enrolment : sans cette table, les réinscriptions se préparent mais "
            "ne s’envoient pas. Décrivez-y l’accusé de réception de l’école : texte, valeur du "
            "silence, recours."
        )
    if school.notices is None:
        yield (
            f"schools.{id}.notices : sans cette table, « Mentions légales » et « Données "
            "personnelles » renvoient à l’école. Donnez-y l’éditeur, l’hébergeur et le délégué à "
            "la protection des données."
        )
    if school.accessibility is None:
        yield (
            f"schools.{id}.accessibility : sans cette table, la déclaration d’accessibilité n’est "
            "pas datée et n’a pas de contact propre. Donnez-y la date et le contact."
        )


def descriptions(kind: type[Struct] = Config, path: str = "") -> dict[str, str]:
    """Every key's dotted path → what it is for; a school's id stands as `<id>`."""
    found: dict[str, str] = {}
    for field in keys(kind):
        place = f"{path}.{field.name}" if path else field.name
        inner = bare(field.type)
        if not isinstance(inner, type) and field.name == "schools":
            found |= descriptions(School, f"{place}.<id>")
        elif isinstance(inner, type) and issubclass(inner, Struct):
            found |= descriptions(inner, place)
        else:
            found[place] = description(field)
    return found


def _anchored(value: Any, folder: Path) -> Any:
    if isinstance(value, Path):
        return folder / value
    if isinstance(value, dict):
        return {key: _anchored(inner, folder) for key, inner in value.items()}
    if isinstance(value, School) and value.profile.endswith(".toml"):
        value = msgspec.structs.replace(value, profile=str(folder / value.profile))
    if isinstance(value, Struct):
        inner = {name: _anchored(getattr(value, name), folder) for name in value.__struct_fields__}
        return msgspec.structs.replace(value, **inner)
    return value


def _check(config: Config, reading: Reading) -> None:
    _check_gateway(config.gateway, reading)
    _check_mail(config, reading)
    if not config.schools:
        reading.say("schools", "décrivez au moins une école, sous [schools.nom].")
    for id, school in config.schools.items():
        _check_school(school, f"schools.{id}", reading)
    addresses = [host(school.public_url) for school in config.schools.values()]
    if len(set(addresses)) < len(addresses):
        reading.say("schools", "deux écoles ont la même public_url ; donnez un nom à chacune.")


def _check_gateway(gateway: Gateway, reading: Reading) -> None:
    if (gateway.tls_certificate is None) != (gateway.tls_key is None):
        reading.say(
            "gateway.tls_certificate", "tls_certificate et tls_key vont ensemble : il en manque un."
        )
    protected = gateway.tls_certificate is not None or gateway.trusted_proxies
    if not protected and not loopback(gateway.host):
        reading.say(
            "gateway.host",
            "la passerelle ne sert en http que sur cette machine (127.0.0.1). Donnez "
            "tls_certificate et tls_key, ou placez-la derrière un mandataire (proxy) qui fait TLS "
            "et nommez-le dans trusted_proxies.",
        )
    for proxy in gateway.trusted_proxies:
        if not network(proxy):
            reading.say(
                "gateway.trusted_proxies",
                "donnez des adresses IP ou des réseaux, ceux de vos mandataires seulement.",
            )


def _check_mail(config: Config, reading: Reading) -> None:
    mail = config.mail
    if not mail_address(mail.sender):
        reading.say("mail.sender", "une adresse électronique est attendue ici.")
    if mail.kind == "folder" and config.demo is None:
        reading.say(
            "mail.kind",
            "« folder » n’envoie aucun courriel : réservé à la démonstration (table [demo]). "
            'Écrivez kind = "smtp" et donnez le serveur.',
        )
    if mail.kind == "folder" and mail.folder is None:
        reading.say("mail.folder", "cette clé manque : « folder » demande un dossier.")
    if (mail.username is None) != (mail.password_file is None):
        reading.say("mail.username", "username et password_file vont ensemble : il en manque un.")
    if mail.kind == "smtp" and mail.tls == "none" and not loopback(mail.host):
        reading.say(
            "mail.tls", "« none » n’est permis que vers cette machine ; prenez « starttls »."
        )


def _check_school(school: School, path: str, reading: Reading) -> None:
    if not school.id or not set(school.id) <= _ID:
        reading.say(path, "ce nom s’écrit en minuscules sans accent, chiffres et tirets.")
    public = web_address(school.public_url)
    if public is None:
        reading.say(
            f"{path}.public_url", "une adresse https://… sans mot de passe est attendue ici."
        )
    elif public[0] == "http" and not loopback(public[1]):
        reading.say(
            f"{path}.public_url",
            "les familles n’accèdent au portail en http que sur cette machine ; donnez une adresse "
            "https.",
        )
    elif urlsplit(school.public_url).path.strip("/"):
        reading.say(f"{path}.public_url", "donnez l’adresse sans chemin : https://nom.example.")
    if web_address(school.sign_in_url) is None:
        reading.say(
            f"{path}.sign_in_url",
            "l’adresse complète de la page de connexion est attendue ici (https://…), sans mot de "
            "passe.",
        )
    if school.payment_url is not None and not _https(school.payment_url):
        reading.say(f"{path}.payment_url", "une adresse https://… sans mot de passe est attendue.")
    if not mail_address(school.contact.email):
        reading.say(f"{path}.contact.email", "une adresse électronique est attendue ici.")
    for address in school.desk.digest_to:
        if not deliverable(address):
            reading.say(
                f"{path}.desk.digest_to", f"« {address} » n’est pas une adresse électronique."
            )
    if school.accessibility is not None:
        _check_accessibility(school.accessibility, f"{path}.accessibility", reading)


def _check_accessibility(stated: Accessibility, path: str, reading: Reading) -> None:
    try:
        date.fromisoformat(stated.declared_on)
    except ValueError:
        reading.say(f"{path}.declared_on", "ce jour n’existe pas ; écrivez-le AAAA-MM-JJ.")
    if not mail_address(stated.contact) and not _https(stated.contact):
        reading.say(
            f"{path}.contact",
            "une adresse électronique, ou une adresse https://… sans mot de passe, est attendue.",
        )
    if stated.plan_url is not None and not _https(stated.plan_url):
        reading.say(f"{path}.plan_url", "une adresse https://… sans mot de passe est attendue.")


def _https(url: str) -> bool:
    return (web_address(url) or ("",))[0] == "https"
