"""The extranet in memory, where every student has a tab Réinscription of their own."""

import asyncio
from copy import deepcopy

from adapters.model import Credentials
from adapters.port import BeforeSending
from adapters.re_enrolment import Document, Filed, ReEnrolment, Wish
from tests.unit.pending.old_tab import OldTab, TabExtranet, TabSession


class TabsExtranet(TabExtranet):
    """`tab` is what each student's looks like at first."""

    def __init__(self, tab: OldTab | None = None) -> None:
        super().__init__(tab or OldTab())
        self.tabs: dict[str, OldTab] = {}
        """By the student's reference, those that were asked for."""

    def of(self, student: str) -> OldTab:
        """That student's."""
        return self.tabs.setdefault(student, deepcopy(self.tab))

    async def sign_in(self, credentials: Credentials) -> "TabsSession":
        return TabsSession(self, credentials, await self.open_session(credentials))

    async def resume(self, credentials: Credentials, state: bytes) -> "TabsSession":
        return TabsSession(self, credentials, state.decode("ascii"))


class TabsSession(TabSession):
    """One family, signed in there."""

    def __init__(self, extranet: TabsExtranet, credentials: Credentials, token: str) -> None:
        super().__init__(extranet, credentials, token)
        self._tabs = extranet
        # The tab that is open: nobody else opens another meanwhile.
        self._open = asyncio.Lock()

    async def re_enrolment(self, student: str) -> ReEnrolment | None:
        async with self._open:
            self._tab = self._tabs.of(student)
            return await super().re_enrolment(student)

    async def upload(
        self, student: str, document: Document, before_sending: BeforeSending
    ) -> Filed:
        async with self._open:
            self._tab = self._tabs.of(student)
            return await super().upload(student, document, before_sending)

    async def submit_re_enrolment(
        self, student: str, wish: Wish, before_sending: BeforeSending
    ) -> Filed:
        async with self._open:
            self._tab = self._tabs.of(student)
            return await super().submit_re_enrolment(student, wish, before_sending)
