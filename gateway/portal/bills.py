"""Facturation: the lists, what they amount to, and an invoice's duplicate."""

from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager

from adapters.errors import NoDocument, NotListed, NotUnderstood
from adapters.model import Billing, Step
from gateway import config
from gateway.billing import Bill, account, bills, file_name
from gateway.cache import Reading
from gateway.clock import Clock
from gateway.drift import Drift
from gateway.pending.letters.paris import PARIS
from gateway.portal.old_side import OldSide
from gateway.portal.told import told
from gateway.views import BillingView, Duplicate, Visit

_PDF = b"%PDF-"


class Bills:
    """Reads a family's invoices and payments."""

    def __init__(
        self,
        old_side: OldSide,
        schools: Mapping[str, config.School],
        drift: Drift,
        clock: Clock,
    ) -> None:
        """`schools` by their ids."""
        self._old_side = old_side
        self._schools = schools
        self._drift = drift
        self._clock = clock

    async def billing(self, visit: Visit, *, refresh: bool = False) -> BillingView:
        """Invoices and payments; see `Cache.read`."""
        return self._view(visit, await self._billing(visit, refresh=refresh))

    async def kept_billing(self, visit: Visit) -> BillingView | None:
        """Invoices and payments as they were last read."""
        reading = await self._old_side.kept(visit, "billing", Billing)
        return None if reading is None else self._view(visit, reading)

    @asynccontextmanager
    async def invoice(self, visit: Visit, step: Step) -> AsyncIterator[Duplicate]:
        """An invoice's duplicate; the old session is held until the context is left.

        Raises:
            NotListed: the family has no such invoice, or there is no document behind it.
            NoDocument: what came is no PDF.
            ExtranetError: it cannot be had now.
        """
        bill = await self._bill(visit, step)
        async with AsyncExitStack() as stack:
            try:
                session = await stack.enter_async_context(self._old_side.session(visit))
                pieces = await stack.enter_async_context(session.invoice(step))
                start = await _start(pieces)
            except NotUnderstood as error:
                self._drift.report(visit.school, visit.account, "invoice", error)
                raise
            yield Duplicate(file_name=file_name(bill), pieces=_after(start, pieces))

    async def _bill(self, visit: Visit, step: Step) -> Bill:
        reading, bill = await self._old_side.seek(
            lambda refresh: self._billing(visit, refresh=refresh),
            lambda billing: _of(billing, step),
        )
        if bill is None and reading.value is None:
            # Asked once more, for the error itself.
            async with self._old_side.session(visit) as session:
                bill = _of(await session.billing(), step)
        if bill is None:
            raise NotListed
        return bill

    async def _billing(self, visit: Visit, *, refresh: bool) -> Reading[Billing]:
        return await self._old_side.read(
            visit, "billing", Billing, lambda session: session.billing(), refresh=refresh
        )

    def _view(self, visit: Visit, reading: Reading[Billing]) -> BillingView:
        today = self._clock().astimezone(PARIS).date()
        return BillingView(
            billing=reading.value,
            account=None if reading.value is None else account(reading.value, today),
            payment_url=self._schools[visit.school].payment_url,
            **told(reading),
        )


def _of(billing: Billing, step: Step) -> Bill | None:
    return next(
        (bill for bill in bills(billing) if (bill.list, bill.line.ref) == (step.list, step.line)),
        None,
    )


async def _start(pieces: AsyncIterator[bytes]) -> bytes:
    """The first bytes, enough to tell a PDF: HTML in its place is an ended session (TRUST 17)."""
    start = b""
    async for piece in pieces:
        start += piece
        if len(start) >= len(_PDF):
            break
    if not start.startswith(_PDF):
        raise NoDocument
    return start


async def _after(start: bytes, pieces: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    yield start
    async for piece in pieces:
        yield piece
