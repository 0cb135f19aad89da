"""The journal of the desk: who saw and did what, to narrow and to take away as a table."""

import re
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from gateway.desk import spreadsheet
from gateway.desk.frame.front import ADDRESS, DeskFront
from gateway.desk.frame.wishes import NUMBER
from gateway.desk.requests.history import ACTS
from gateway.language import catalogue, mark
from gateway.pages.frame.front import language
from gateway.pages.shown.dates import PARIS
from gateway.store.acts import Sought
from gateway.views.office import Act, Clerk

JOURNAL = f"{ADDRESS}/journal"
EXPORT = f"{JOURNAL}/export"

OWN = {
    "signed_in": mark("a ouvert une session"),
    "signed_out": mark("a fermé sa session"),
    "sign_in_refused": mark("connexion refusée"),
    "code_refused": mark("second facteur refusé"),
    "second_factor_set": mark("a installé son second facteur"),
    "recovery_code_used": mark("a utilisé un code de secours"),
    "password_changed": mark("a changé son mot de passe"),
    "own_password_refused": mark("mot de passe refusé, dans son compte"),
    "recovery_codes_renewed": mark("a fait de nouveaux codes de secours"),
    "own_sessions_closed": mark("a fermé d’autres de ses sessions"),
    "journal_exported": mark("a exporté le journal"),
    "list_exported": mark("a exporté une liste de demandes"),
    "missing_printed": mark("a mis sur papier une liste de pièces manquantes"),
    "banner_set": mark("a mis en place une annonce aux familles"),
    "banner_removed": mark("a retiré l’annonce aux familles"),
    "opening_set": mark("a fixé les dates de la réinscription"),
    "opening_removed": mark("a retiré les dates de la réinscription"),
    "account_added": mark("compte créé, par commande"),
    "role_changed": mark("rôle changé, par commande"),
    "account_reset": mark("compte réinitialisé, par commande"),
    "account_disabled": mark("compte désactivé, par commande"),
}
"""What is about nobody's request."""

WORDS = ACTS | OWN
NOBODY = mark("compte inconnu")
COLUMNS = (
    mark("Date et heure"),
    mark("Personne"),
    mark("Action"),
    mark("Demande"),
    mark("Note"),
)

_ID = re.compile(r"[0-9a-z]{1,32}")
_PAGE = re.compile(r"[1-9][0-9]{0,4}")


@dataclass(frozen=True)
class Filters:
    """What an address narrows the journal to; what cannot be understood narrows nothing."""

    who: str = ""
    what: str = ""
    number: str = ""
    since: date | None = None
    until: date | None = None
    """That day too."""
    page: int = 1

    @property
    def sought(self) -> Sought:
        """The same, for the store; days are the school's."""
        return Sought(
            staff=self.who,
            what=self.what,
            number=self.number,
            since=_midnight(self.since) if self.since else None,
            before=_midnight(self.until + timedelta(days=1)) if self.until else None,
        )

    def query(self, page: int) -> str:
        """« ?… » for these filters, at that page."""
        said = {
            "qui": self.who,
            "quoi": self.what,
            "numero": self.number,
            "du": self.since.isoformat() if self.since else "",
            "au": self.until.isoformat() if self.until else "",
            "page": str(page) if page > 1 else "",
        }
        kept = {name: text for name, text in said.items() if text}
        return f"?{urlencode(kept)}" if kept else ""


def read(parameters: Mapping[str, str]) -> Filters:
    """The filters of an address."""
    who, what = parameters.get("qui", ""), parameters.get("quoi", "")
    number, page = parameters.get("numero", "").strip().upper(), parameters.get("page", "1")
    return Filters(
        who=who if _ID.fullmatch(who) else "",
        what=what if what in WORDS else "",
        number=number if NUMBER.fullmatch(number) else "",
        since=_day(parameters.get("du", "")),
        until=_day(parameters.get("au", "")),
        page=int(page) if _PAGE.fullmatch(page) else 1,
    )


async def show(front: DeskFront, request: Request, clerk: Clerk) -> Response:
    """GET: a page of it, the newest first."""
    filters = read(request.query_params)
    page = await front.journal.page(clerk, filters.sought, filters.page)
    return front.page(
        request,
        "journal.html",
        filters=filters,
        page=page,
        words=WORDS,
        nobody=NOBODY,
        columns=COLUMNS,
        export=EXPORT,
    )


async def export(front: DeskFront, request: Request, clerk: Clerk) -> Response:
    """GET: all that the filters let through, as CSV for a spreadsheet; itself an act."""
    sought = read(request.query_params).sought
    told = front.journal.export(clerk, sought)
    return StreamingResponse(
        _lines(told, language(request)),
        media_type=spreadsheet.MEDIA_TYPE,
        headers=spreadsheet.attached("journal-du-bureau.csv"),
    )


async def _lines(told: AsyncIterator[Act], spoken: str) -> AsyncIterator[bytes]:
    says = catalogue(spoken).gettext
    yield spreadsheet.head([says(name) for name in COLUMNS])
    async for act in told:
        at = act.at.astimezone(PARIS).isoformat(sep=" ", timespec="seconds")
        what = says(WORDS[act.what]) if act.what in WORDS else act.what
        yield spreadsheet.line([at, act.who or says(NOBODY), what, act.number, act.note])


def _day(written: str) -> date | None:
    try:
        found = date.fromisoformat(written)
    except ValueError:
        return None
    # Further away, a day more is no date.
    return found if 2000 <= found.year <= 2999 else None


def _midnight(on: date) -> datetime:
    return datetime.combine(on, time(), PARIS)
