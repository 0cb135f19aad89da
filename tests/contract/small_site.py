"""A site of three addresses, small enough to see whole, and a visit of it to record."""

from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlencode

import httpx
import msgspec

from adapters.model import Change, Outcome, Proposal, Section, Sheet, Verdict
from adapters.recording.format import Account, Head, State, Volatile
from adapters.recording.recorder import Recorder

REAL = "http://127.0.0.1:8123"
TOLD = "https://extranet.example"

HEAD = Head(
    format=1,
    title="A city changes",
    profile="base",
    origin="synthetic",
    frozen=datetime(2026, 9, 9, 10, tzinfo=UTC),
    sign_in=f"{TOLD}/form?lang=fr",
    account=Account(site=None, identifier="F-1042", password="tilleul-29"),
    states=(
        State(name="before", meaning="Nothing waits."),
        State(name="pending", meaning="The city waits."),
    ),
    volatile=Volatile(names=("token",)),
)
SHEET = Sheet(title="Fiche « é »", sections=(Section(title="", fields=()),), shape="abc")
PROPOSAL = Proposal(
    changes=(Change(key="city", caption="Ville", old="Vannes", new="Auray"),), shape="abc"
)
OUTCOME = Outcome(verdict=Verdict.PENDING_VALIDATION, words="mise à jour", sheet=SHEET)


class SmallSite(httpx.AsyncBaseTransport):
    """Gives a new token at each display, two cookies, and absolute addresses in its page."""

    def __init__(self) -> None:
        self.city = "Vannes"
        self.displays = 0

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        if request.method == "POST":
            self.city = "Auray"
            return httpx.Response(302, headers={"location": f"{REAL}/form?lang=fr"})
        self.displays += 1
        page = (
            f'<form action="{REAL}/save"><input name="city" value="{self.city}"> <b>é</b>\r\n'
            f'<input type="hidden" name="token" value="t0k-{self.displays:04}"></form>'
        )
        return httpx.Response(
            200,
            headers=[
                ("content-type", "text/html; charset=windows-1252"),
                ("set-cookie", "a=1; path=/"),
                ("set-cookie", "b=2; path=/"),
                ("server", "Old/1.0"),
            ],
            content=page.encode("windows-1252"),
        )


def recorder() -> Recorder:
    """One before the small site."""
    return Recorder(SmallSite(), HEAD, f"{REAL}/form?lang=fr")


def client(transport: httpx.AsyncBaseTransport, base: str) -> httpx.AsyncClient:
    """A browser, nearly."""
    return httpx.AsyncClient(transport=transport, base_url=base, trust_env=False)


def form(*pairs: tuple[str, str]) -> bytes:
    """An encoded form, in this order."""
    return urlencode(pairs).encode()


async def send(asking: httpx.AsyncClient, body: bytes) -> httpx.Response:
    """POST the form as a browser does."""
    headers = {"content-type": "application/x-www-form-urlencoded; charset=windows-1252"}
    return await asking.post("/save", content=body, headers=headers)


async def record_visit(folder: Path) -> None:
    """Look twice, save, look again; into a scenario in `folder`."""
    recording = recorder()
    async with client(recording, REAL) as browser:
        recording.scene("form", state="before")
        await browser.get("/form?lang=fr")
        await browser.get("/form?lang=fr")
        await browser.get("/form?lang=fr")
        recording.expect("family", SHEET)
        recording.will_lead_to("pending")
        recording.scene("save", state="before")
        await send(browser, form(("city", "Auray"), ("token", "t0k-0003"), ("city", "")))
        await browser.get("/form?lang=fr")
        recording.expect("family", msgspec.structs.replace(SHEET, waiting="attente"))
        recording.expect_outcome(PROPOSAL, OUTCOME)
    recording.save(folder)
