"""An old site written by somebody who had only the guide, as a stand for the live adapter."""

from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import Any

from adapters.port import Extranet
from adapters.registry import ExtranetSettings, extranet
from tests.contract.stands.stand import Pairs, WireStand
from tests.strangers.stage import Account, Effect, Shown, Stranger


class _Stranger:
    def __init__(self, site: Stranger, sign_in_url: str) -> None:
        self._site = site
        self.sign_in_url = sign_in_url

    @property
    def accounts(self) -> tuple[Account, ...]:
        return self._site.accounts

    @property
    def ledger(self) -> list[Effect]:
        return self._site.ledger

    @property
    def posts(self) -> list[Pairs]:
        return self._site.posts

    def extranet(self) -> Extranet:
        return extranet("imuse", live(self.sign_in_url))

    def famille(self, identifier: str) -> list[Shown]:
        return self._site.famille(identifier)

    def waiting(self, identifier: str) -> dict[str, str]:
        return self._site.waiting(identifier)

    def browser_post(self, identifier: str, changes: dict[str, str]) -> Pairs:
        return self._site.browser_post(identifier, changes)

    def validate(self, identifier: str) -> None:
        self._site.validate(identifier)

    def refuse(self, identifier: str) -> None:
        self._site.refuse(identifier)

    def edit(self, identifier: str, caption: str, value: str) -> None:
        self._site.edit(identifier, caption, value)

    def end_sessions(self) -> None:
        self._site.end_sessions()


def live(sign_in_url: str) -> ExtranetSettings:
    """Settings for a site on loopback, which needs no sparing."""
    return ExtranetSettings(sign_in_url=sign_in_url, pages_per_second=500, at_once=8, timeout=5)


def modules(folder: str, *besides: str) -> list[str]:
    """The sites of a folder of `tests/strangers`, less what is none of them."""
    found = (Path(__file__).parents[2] / "strangers" / folder).glob("*.py")
    return sorted(path.stem for path in found if path.stem not in ("__init__", *besides))


@contextmanager
def served(module: str) -> Iterator[Any]:
    """A site that is a stand by itself, with its address and the live adapter before it."""
    site = import_module(f"tests.strangers.{module}").Site()
    sign_in_url = site.start()
    site.sign_in_url = sign_in_url
    site.extranet = lambda: extranet("imuse", live(sign_in_url))
    try:
        yield site
    finally:
        site.stop()


@contextmanager
def stranger(module: str) -> Iterator[WireStand]:
    """The live adapter before the stranger of that module."""
    site: Stranger = import_module(f"tests.strangers.{module}").Site()
    sign_in_url = site.start()
    try:
        yield _Stranger(site, sign_in_url)
    finally:
        site.stop()
