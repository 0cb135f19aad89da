"""« Mes données » without a portal: a family that has something of everything."""

from collections.abc import AsyncIterator, Callable
from datetime import timedelta

from gateway.holdings.archive import archive
from gateway.views import (
    Held,
    HeldAct,
    HeldDocument,
    HeldDraft,
    HeldLetter,
    HeldMeans,
    HeldReading,
    HeldSession,
    RequestView,
    Visit,
)
from tests.unit.pages import files

NUMBER = "ABCD-2345"
LATER = files.WHEN + timedelta(days=2)


def held(*requests: RequestView, still_open: tuple[RequestView, ...] = ()) -> Held:
    return Held(
        identifier="F-1042",
        sessions=(
            HeldSession(id="ici", opened_at=files.WHEN, used_at=LATER, here=True),
            HeldSession(id="ailleurs", opened_at=files.WHEN, used_at=LATER, here=False),
        ),
        means=(HeldMeans(number=NUMBER, until=LATER),),
        requests=requests,
        open=still_open,
        acts=(HeldAct(at=files.WHEN, what="saw", number=NUMBER, note=""),),
        drafts=(
            HeldDraft(student="D’AOÛT Zoé", goes_on=("Piano",), note="", answers={}, documents=()),
        ),
        documents=(
            HeldDocument(
                id="d1", file_name="domicile.pdf", size=1_200_000, kept_at=files.WHEN, until=LATER
            ),
        ),
        letters=(
            HeldLetter(to="a@example.org", subject="Accusé", text="…", written_at=files.WHEN),
        ),
        readings=(
            HeldReading(name="home", read_at=files.WHEN, lasting=True),
            HeldReading(name="courses/0123456789abcdef", read_at=files.WHEN, lasting=False),
            HeldReading(name="courses/fedcba9876543210", read_at=LATER, lasting=False),
        ),
        attempts=3,
        lost=1,
    )


class StandInMyData:
    """Says what was asked of it."""

    def __init__(self, answer: Callable[..., object]) -> None:
        self._answer = answer

    async def look(self, visit: Visit) -> object:
        return self._answer("held", held(), visit.account)

    async def download(self, visit: Visit) -> object:
        async def read(id: str) -> bytes:
            return b"%PDF-1.4"

        pieces: AsyncIterator[bytes] = archive(held(), "École", files.WHEN, {}, read)
        return self._answer("download", pieces, visit.account)

    async def erase(self, visit: Visit, address: str, password: str) -> object:
        return self._answer("erase", 0, visit.account, address, password)

    async def close(self, visit: Visit, address: str, password: str, id: str) -> object:
        return self._answer("close", 1, visit.account, address, password, id)
