"""What a gateway keeps, opened for a command: whether it serves meanwhile or not."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

from gateway.app import DATABASE
from gateway.config import Config, School
from gateway.keys import load_keys
from gateway.store.epochs import check_whole
from gateway.store.store import Store
from gateway.vault import Vault


class SchoolUnknown(Exception):
    """The configuration has no such school; the message says which it has, in French."""


@contextmanager
def opened(config: Config) -> Iterator[tuple[Store, Vault]]:
    """The store, and the vault that opens what is sealed in it.

    Raises:
        KeyUnusable, StoreUnusable: without its key this is not the folder of a gateway.
    """
    vault = Vault(load_keys(config.gateway.key_file, os.environ))
    check_whole(config.gateway.data)
    store = Store(config.gateway.data / DATABASE)
    try:
        yield store, vault
    finally:
        store.close()


def school_of(config: Config, id: str) -> School:
    """The school of that id.

    Raises:
        SchoolUnknown: there is none.
    """
    if id not in config.schools:
        known = ", ".join(config.schools)
        raise SchoolUnknown(f"École inconnue : « {id} ». Celles de ce fichier : {known}.")
    return config.schools[id]
