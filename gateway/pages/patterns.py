"""The demo's page of all components, with made-up values: to look at, and to check with eyes."""

from datetime import UTC, datetime, timedelta

from starlette.requests import Request
from starlette.responses import Response

from adapters.model import Field, Kind, Option, Section, Sheet, Waiting
from gateway.pages.controls import groups
from gateway.pages.front import Front
from gateway.pages.sentences import sentence
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
