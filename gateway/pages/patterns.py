"""The demo's page of all components, with made-up values: to look at, and to check with eyes."""

from datetime import UTC, datetime, timedelta

from starlette.requests import Request
from starlette.responses import Response

from adapters.model import (
    Column,
    Field,
    Kind,
    Line,
    Listing,
    ListName,
    Option,
    Section,
    Sheet,
    Student,
    Waiting,
)
from gateway.pages.addresses import Tab
from gateway.pages.frame.front import Front
from gateway.pages.frame.sentences import sentence
from gateway.pages.records import Arrows
from gateway.pages.shown.controls import groups
from gateway.pages.shown.dossier import Dossier, dossier
from gateway.pages.shown.tables import Table, table
from gateway.pages.shown.wanted import Wanted
from gateway.pending.states import State
from gateway.views import AskedChange, Happened, RequestView

_WHEN = datetime(2026, 9, 9, 12, 5, tzinfo=UTC)


async def show(front: Front, request: Request) -> Response:
    """GET: every component in every state."""
    return front.page(
        request,
        "patterns.html",
        groups=groups(_sheet(), {}, {}, {"email": "invalid", "ville": "required"}),
        requests=[_request(state) for state in State],
        sentence=sentence("too_slow"),
        now=_WHEN,
        dossier=_dossier(),
        table=_table(request.url.path),
        arrows=Arrows(None, None, "/motifs", "/motifs", 1, 3),
    )


def _request(state: State) -> RequestView:
    return RequestView(
        number="2026-00042",
        kind="family",
        state=state,
        asked_at=_WHEN,
        seen_at=_WHEN + timedelta(minutes=2),
        changes=(
            AskedChange(
                key="portable", caption="Portable", old="06 39 98 00 01", new="06 39 98 00 02"
            ),
        ),
        history=(
            Happened(state=State.RECEIVED, at=_WHEN),
            Happened(state=State.AWAITING_STAFF, at=_WHEN + timedelta(minutes=1)),
            Happened(state=state, at=_WHEN + timedelta(minutes=2)),
        ),
    )


def _dossier() -> Dossier:
    names = ("TISSERAND Lœïza", "TISSERAND Noé", "TISSERAND Noé")
    students = tuple(
        Student(ref=f"{number:016}", name=name) for number, name in enumerate(names, 1)
    )
    return dossier(students, students[0], Tab.REPERTOIRE)


def _table(path: str) -> Table:
    listing = Listing(
        key=ListName.REPERTOIRE,
        caption="Répertoire",
        columns=(
            Column(caption="Morceau", name="piece"),
            Column(caption="Date", name="date"),
            Column(caption="Durée", name="duration"),
        ),
        lines=tuple(
            Line(cells=(f"Étude n°\u00a0{number}", f"{number:02}/03/2026", ""), ref=f"{number:016}")
            for number in range(1, 5)
        ),
    )
    return table(listing, Wanted(path, {"tri": "1"}), lambda line: "/motifs")


def _sheet() -> Sheet:
    return Sheet(
        title="Famille",
        shape="",
        sections=(
            Section(
                title="Tous les genres de champs",
                fields=(
                    Field(key="nom", caption="Nom", value="Tisserand", required=True),
                    Field(key="ville", caption="Ville", value="", required=True),
                    Field(key="email", caption="E-mail", value="t@exemple", kind=Kind.EMAIL),
                    Field(
                        key="portable",
                        caption="Portable",
                        value="06 39 98 00 01",
                        kind=Kind.PHONE,
                        waiting=Waiting(
                            words="", current="06 39 98 00 01", requested="06 39 98 00 02"
                        ),
                    ),
                    Field(
                        key="naissance",
                        caption="Date de naissance",
                        value="09/04/1981",
                        kind=Kind.DATE,
                        hint="jj/mm/aaaa",
                    ),
                    Field(
                        key="lien",
                        caption="Lien de parenté",
                        value="2",
                        kind=Kind.CHOICE,
                        options=(Option("1", "Mère"), Option("2", "Père")),
                    ),
                    Field(key="image", caption="Droit à l’image", value="1", kind=Kind.CHECK),
                    Field(key="note", caption="Remarques", value="", kind=Kind.LONG_TEXT),
                    Field(key="numero", caption="Numéro", value="1042", editable=False),
                ),
            ),
        ),
    )
