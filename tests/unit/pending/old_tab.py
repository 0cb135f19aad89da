"""An old site whose tab Réinscription fails on demand, and that keeps count of all that it took."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum

from adapters.errors import NotListed, Unreachable
from adapters.memory import MemoryExtranet
from adapters.memory.session import MemorySession
from adapters.model import Credentials, Field, Kind, Option, Verdict
from adapters.port import BeforeSending
from adapters.re_enrolment import (
    Discipline,
    Document,
    Filed,
    Imported,
    Imports,
    ReEnrolment,
    Wish,
)
from adapters.re_enrolment_signs import check, filed, imported, listed

WAITING = "Réinscription en attente de validation"
NAMES = (
    Option("1", "Justificatif de domicile"),
    Option("2", "Attestation d’assurance"),
    Option("3", "Photo d’identité"),
)
PIANO = Discipline(key="piano", caption="Piano", details=(("Professeur", "M. Le Goff"),))
SOLFEGE = Discipline(key="fm", caption="Formation musicale")
CHOIR = Discipline(key="choeur", caption="Chœur", ticked=True)
PAST = Discipline(key="eveil", caption="Éveil", editable=False)


class Fate(StrEnum):
    """What becomes of a write."""

    ARRIVES = "arrives"
    ANSWER_LOST = "answer_lost"
    REQUEST_LOST = "request_lost"
    LANDS_LATE = "lands_late"
    """No answer; it takes effect at `land`."""
    REFUSED = "refused"
    MUMBLED = "mumbled"
    """It takes effect, and the site answers in words that say nothing."""
    BREAKS = "breaks"
    """It takes effect, and what reads the answer fails here."""
    KILLED_BEFORE = "killed_before"
    """The gateway dies as the bytes leave: nothing arrives."""
    KILLED_AFTER = "killed_after"
    """The gateway dies once it has arrived."""


@dataclass
class Taken:
    """One press of « Valider » that took effect."""

    ticked: tuple[str, ...]
    note: str
    answers: dict[str, str]
    files: tuple[str, ...]


@dataclass
class OldTab:
    """One student's tab, and the site around it."""

    lists: str = "files"
    """What its list of imports shows: "files", "names" or "nothing"."""
    held: str = "site"
    """Where imports are kept until « Valider »: by the "site", or by the "session"."""
    speaks: bool = True
    """Whether it says that it has taken something."""
    shows_waiting: bool = True
    disciplines: tuple[Discipline, ...] = (PIANO, SOLFEGE, CHOIR, PAST)
    questions: tuple[Field, ...] = ()
    names: tuple[Option, ...] = NAMES
    active: bool = True
    waiting: bool = False
    shape: str = "s"
    note: str = ""
    fates: list[Fate] = field(default_factory=list)
    """Of the next writes, in order."""
    imports: list[tuple[str, str, str, bytes]] = field(default_factory=list)
    """Every import that took effect: session, label, file's name, bytes."""
    enrolled: list[Taken] = field(default_factory=list)
    reads: int = 0
    late: list[Callable[[], None]] = field(default_factory=list)
    before_write: Callable[[], None] = lambda: None
    """Happens on the old site just before each write is read."""

    def land(self) -> None:
        """What was on its way takes effect now."""
        while self.late:
            self.late.pop(0)()

    def screen(self, session: str) -> ReEnrolment:
        """What a person sees, signed in by that session."""
        return ReEnrolment(
            title="Réinscription",
            disciplines=self.disciplines,
            note=Field(
                key="demande", caption="Demandes", value=self.note, kind=Kind.LONG_TEXT,
                max_length=500,
            ),
            questions=self.questions,
            imports=Imports(names=self.names),
            imported=self._listed(session),
            waiting=WAITING if self.waiting and self.shows_waiting else None,
            shape=self.shape,
            charset="windows-1252",
        )  # fmt: skip

    def _listed(self, session: str) -> tuple[Imported, ...] | None:
        if self.lists == "nothing":
            return None
        there = [each for each in self.imports if self.held == "site" or each[0] == session]
        if self.lists == "names":
            return tuple(Imported(words=label, name=label) for _, label, _, _ in there)
        return tuple(
            Imported(words=f"{label} {file}", name=label, file=file) for _, label, file, _ in there
        )

    def there(self, session: str) -> tuple[str, ...]:
        """The files' names that a press of « Valider » takes along."""
        return tuple(
            file for owner, _, file, _ in self.imports if self.held == "site" or owner == session
        )


class TabExtranet(MemoryExtranet):
    """The extranet in memory, with that tab for every student."""

    def __init__(self, tab: OldTab, longest_run: float = 30.0) -> None:
        super().__init__(longest_run=longest_run)
        self.tab = tab

    async def sign_in(self, credentials: Credentials) -> "TabSession":
        return TabSession(self, credentials, await self.open_session(credentials))

    async def resume(self, credentials: Credentials, state: bytes) -> "TabSession":
        return TabSession(self, credentials, state.decode("ascii"))


class TabSession(MemorySession):
    """One family, signed in there."""

    def __init__(self, extranet: TabExtranet, credentials: Credentials, token: str) -> None:
        super().__init__(extranet, credentials, token)
        self._site = extranet
        self._tab = extranet.tab

    async def re_enrolment(self, student: str) -> ReEnrolment | None:
        async with self._turn:
            return await self._read()

    async def upload(
        self, student: str, document: Document, before_sending: BeforeSending
    ) -> Filed:
        async with self._turn:
            before = await self._opened()
            if listed(document, before):
                return Filed(verdict=Verdict.APPLIED, already=True, screen=before)
            await before_sending()
            label = next((o.label for o in self._tab.names if o.value == document.name), "")
            session = self._token

            def effect() -> None:
                self._tab.imports.append((session, label, document.file_name, document.body))

            words = "Le document est importé." if self._tab.speaks else ""
            return await self._send(
                effect,
                lambda said, refused: imported(
                    document, before, self._tab.screen(self._token), words=said or words,
                    refusal=refused, taken=bool(words) and not said,
                ),
            )  # fmt: skip

    async def submit_re_enrolment(
        self, student: str, wish: Wish, before_sending: BeforeSending
    ) -> Filed:
        async with self._turn:
            before = await self._opened()
            check(wish, before)
            await before_sending()
            session = self._token

            def effect() -> None:
                answers = {change.key: change.new for change in wish.answers}
                files = self._tab.there(session)
                self._tab.enrolled.append(Taken(wish.ticked, wish.note, answers, files))
                self._tab.waiting = True

            words = "Votre demande de réinscription est prise en compte." * self._tab.speaks
            return await self._send(
                effect,
                lambda said, refused: filed(
                    before, self._tab.screen(self._token), words=said or words,
                    refusal=refused, taken=bool(words) and not said,
                ),
            )  # fmt: skip

    async def _send(
        self, effect: Callable[[], None], answer: Callable[[str, bool], Filed]
    ) -> Filed:
        fate = self._tab.fates.pop(0) if self._tab.fates else Fate.ARRIVES
        lost = Filed(verdict=Verdict.UNKNOWN, settled=False)
        match fate:
            case Fate.REFUSED:
                return answer("Ce fichier ne peut pas être lu.", True)
            case Fate.REQUEST_LOST:
                return lost
            case Fate.LANDS_LATE:
                self._tab.late.append(effect)
                return lost
            case Fate.KILLED_BEFORE:
                raise asyncio.CancelledError
        effect()
        match fate:
            case Fate.ANSWER_LOST:
                return lost
            case Fate.MUMBLED:
                return answer("Opération effectuée.", False)
            case Fate.BREAKS:
                raise RuntimeError
            case Fate.KILLED_AFTER:
                raise asyncio.CancelledError
        return answer("", False)

    async def _opened(self) -> ReEnrolment:
        self._tab.before_write()
        screen = await self._read()
        if screen is None:
            raise NotListed
        return screen

    async def _read(self) -> ReEnrolment | None:
        self._tab.reads += 1
        await self._reach("re_enrolment")
        if self._site.faults.down:
            raise Unreachable
        return self._tab.screen(self._token) if self._tab.active else None
