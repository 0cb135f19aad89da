"""The extranet in memory as a stand."""

from collections.abc import Iterator
from contextlib import contextmanager

from adapters.memory import MemoryExtranet, Showing
from adapters.model import Field
from tests.contract.stands.stand import Stand
from tests.strangers.stage import Account, Effect, Shown


class _Memory:
    def __init__(self, showing: Showing) -> None:
        self._extranet = MemoryExtranet(showing=showing)
        labels = {site.ref: site.label for site in self._extranet.site_list}
        self.accounts = [
            Account(labels.get(family.site or ""), family.identifier, family.password)
            for family in self._extranet.families.values()
            if family.closed is None
        ]

    @property
    def ledger(self) -> list[Effect]:
        return [
            Effect(effect.identifier, self._by_caption(effect.identifier, effect.changes))
            for effect in self._extranet.ledger
        ]

    def extranet(self) -> MemoryExtranet:
        return self._extranet

    def famille(self, identifier: str) -> list[Shown]:
        sheet = self._extranet.sheet(identifier)
        return [
            Shown(field.caption, field.shown(), section.title, field.editable)
            for section in sheet.sections
            for field in section.fields
        ]

    def waiting(self, identifier: str) -> dict[str, str]:
        return self._by_caption(identifier, self._extranet.families[identifier].waiting)

    def validate(self, identifier: str) -> None:
        self._extranet.validate(identifier)

    def refuse(self, identifier: str) -> None:
        self._extranet.refuse(identifier)

    def edit(self, identifier: str, caption: str, value: str) -> None:
        key = next(f.key for f in self._fields(identifier) if f.caption == caption)
        self._extranet.edit(identifier, key, value)

    def end_sessions(self) -> None:
        self._extranet.end_sessions()

    def _by_caption(self, identifier: str, values: dict[str, str]) -> dict[str, str]:
        return {f.caption: values[f.key] for f in self._fields(identifier) if f.key in values}

    def _fields(self, identifier: str) -> tuple[Field, ...]:
        return self._extranet.sheet(identifier).fields()


@contextmanager
def memory(showing: Showing) -> Iterator[Stand]:
    """The in-memory adapter, with its own fictional families."""
    yield _Memory(showing)
