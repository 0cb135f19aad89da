"""The old site in memory behind its door: families on file, open sessions, what took effect."""

import secrets
from collections import Counter
from collections.abc import Callable, Iterable

from adapters.errors import AccountClosed, BadCredentials
from adapters.memory.enrolling import Enrolled, Import
from adapters.memory.families import HOME, SITES, fictional_families
from adapters.memory.faults import Faults
from adapters.memory.on_file import SheetOnFile, Showing
from adapters.memory.passwords import Mailed
from adapters.memory.record import Effect, Record
from adapters.model import Credentials, Field, Home, Sheet, Site


class OldSide:
    """One school's: what its sessions write on, and what its staff does."""

    def __init__(
        self,
        families: Iterable[Record] | None = None,
        *,
        site_list: tuple[Site, ...] = SITES,
        front: Home = HOME,
        showing: Showing = Showing.REQUESTED,
        charset: str = "windows-1252",
        longest_run: float = 30.0,
    ) -> None:
        """A school with its `families`, by default the fictional ones.

        `showing` is what a field shows while its change waits, `charset` what the site can store,
        `longest_run` after how many seconds an unanswered request can no longer take effect.
        """
        self.families: dict[str, Record] = (
            fictional_families()
            if families is None
            else {family.identifier: family for family in families}
        )
        self.site_list = site_list
        self.front = front
        self.showing = showing
        self.charset = charset
        self.longest_run = longest_run
        self.faults = Faults()
        self.ledger: list[Effect] = []
        """Every effect that took place, in order."""
        self.asked: Counter[str] = Counter()
        """How often each was asked: "sites", "sign_in", "home", "family", "students", "student",
        "courses", "history", "repertoire", "record", "billing", "invoice", "re_enrolment",
        "password_terms", "request_password", "write" (whatever it does), "sign_out"."""
        self.live: dict[str, str] = {}
        """Open sessions: the token, and whose it is."""
        self.late: list[tuple[str, Callable[[], object]]] = []
        """Writes still on their way: the session's token, and what they will do."""
        self.re_enrolments_open = True
        """Whether the staff has activated re-enrolments: without it no tab shows."""
        self.imports: list[Import] = []
        """Every import that took effect, in order."""
        self.enrolled: list[Enrolled] = []
        """Every « Valider » that took effect, in order: pressed twice is two."""
        self.mailed: list[Mailed] = []
        """Every new password that was sent, in order."""
        self.neutral = False
        """Whether « Mot de passe perdu » says the same of a pair that it does not know."""

    def credentials(self, identifier: str) -> Credentials:
        """What this family signs in with."""
        family = self.families[identifier]
        return Credentials(site=family.site, identifier=identifier, password=family.password)

    def validate(self, identifier: str, student: str | None = None) -> None:
        """The staff accepts what waits on Famille, or on that student's Identité."""
        self.families[identifier].on_file(student).validate()

    def refuse(self, identifier: str, student: str | None = None) -> None:
        """The staff turns down what waits there: the old values stay."""
        self.families[identifier].on_file(student).refuse()

    def validate_re_enrolment(self, identifier: str, student: str) -> None:
        """The staff validates that student's re-enrolment: its sentence no longer shows."""
        enrolment = self.families[identifier].student(student).enrolment
        if enrolment is not None:
            enrolment.waiting = False

    def edit(self, identifier: str, key: str, value: str, student: str | None = None) -> None:
        """The staff changes a field itself, on either sheet: in force at once."""
        self.families[identifier].on_file(student).edit(key, value)

    def add_field(self, field: Field, *, of_students: bool = False) -> None:
        """The school adds a field to Famille everywhere, or to every student's Identité.

        A form that was open is no longer the one.
        """
        for sheet in self._every_sheet(of_students):
            sheet.add(field)

    def remove_field(self, key: str, *, of_students: bool = False) -> None:
        """The school takes a field off these sheets: a form that was open is no longer the one."""
        for sheet in self._every_sheet(of_students):
            sheet.remove(key)

    def _every_sheet(self, of_students: bool) -> list[SheetOnFile]:
        families = self.families.values()
        if of_students:
            return [student for family in families for student in family.students]
        return list(families)

    def end_sessions(self) -> None:
        """Every open session ends, as after a restart of the old server."""
        self.live.clear()

    def land(self) -> None:
        """Writes that were on their way (`NextWrite.LANDS_LATE`) take effect now."""
        while self.late:
            _, act = self.late.pop(0)
            act()

    async def arrive(self, what: str) -> None:
        """A request on its way to the site; `faults` decides whether it arrives."""
        self.asked[what] += 1
        await self.faults.let_in(what)

    async def open_session(self, credentials: Credentials) -> str:
        """Sign in and return the new session's token.

        Raises:
            BadCredentials, AccountClosed: as `sign_in`.
        """
        await self.arrive("sign_in")
        self.faults.show("sign_in")
        family = self.families.get(credentials.identifier)
        if family is None or (credentials.password, credentials.site) != (
            family.password,
            family.site,
        ):
            raise BadCredentials
        if family.closed is not None:
            raise AccountClosed(family.closed)
        token = secrets.token_hex(16)
        self.live[token] = family.identifier
        return token

    def sheet(self, identifier: str, student: str | None = None) -> Sheet:
        """Famille, or that student's Identité, as this family would see it now.

        Raises:
            NotListed: the family has no such student.
        """
        return self.families[identifier].on_file(student).sheet(self.showing, self.charset)

    def apply(self, effect: Effect) -> None:
        """A write takes effect: it is in the ledger, and its values wait for the staff."""
        self.families[effect.identifier].on_file(effect.student).request(effect.changes)
        self.ledger.append(effect)
