"""The control side as JSON under `/_controle/`, for a school that runs as its own process.

    GET  ledger                  every effect
    GET  posts                   every form received, whatever became of it (bytes in base 64)
    GET  famille?identifiant=…   a family's record, what waits, what Famille shows
    GET  eleve?identifiant=…&eleve=…  the same of a student and of Identité
    GET  eleves?identifiant=…    what a person reads of each student, behind every line too
    GET  facturation?identifiant=…  what a person reads of the invoices (PDF in base 64)
    GET  reinscription?identifiant=…&eleve=…  what a person reads on that tab; null without one
    GET  reinscriptions          every press of « Valider », with its documents (in base 64)
    GET  documents               every document that came
    GET  courriels               every mail that the school would have sent
    POST valider, refuser        {"identifiant", "eleve"}
    POST modifier                {"identifiant", "eleve", "champ", "valeur"}
    POST activer_reinscriptions  {"ouvertes": true | false}
    POST valider_reinscription   {"identifiant", "eleve"}
    POST faults                  {"kind", "screen", "method", "times", "seconds", …}
    POST clear_faults            {}
    POST release                 {}
    POST end_sessions            {}
    POST down                    {"down": true | false}

`kind` and what goes with it: `adapters.school.faults`. `eleve` is a student's number, or a label
that no sibling shares; without it, Famille is meant. An unknown family, student or field is 404, a
body that is not as above 400; what is done answers 204.
"""

from collections.abc import Callable
from typing import TypeVar

import msgspec
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Mount, Route

from adapters.school.control import Control
from adapters.school.faults import Fault

Body = TypeVar("Body", bound=msgspec.Struct)


class _Sheet(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    identifiant: str
    eleve: str | None = None


class _Edit(_Sheet, kw_only=True):
    champ: str
    valeur: str


class _Student(msgspec.Struct, forbid_unknown_fields=True):
    identifiant: str
    eleve: str


class _Open(msgspec.Struct, forbid_unknown_fields=True):
    ouvertes: bool


class _Down(msgspec.Struct, forbid_unknown_fields=True):
    down: bool


class _Nothing(msgspec.Struct, forbid_unknown_fields=True):
    pass


def control_routes(control: Control) -> list[BaseRoute]:
    """Every address of the control side."""
    routes = [
        _read("ledger", lambda _: control.ledger()),
        _read("posts", lambda _: control.posts()),
        _read("famille", lambda request: control.record(request.query_params["identifiant"])),
        _read(
            "eleve",
            lambda request: control.record(
                request.query_params["identifiant"], request.query_params["eleve"]
            ),
        ),
        _read("eleves", lambda request: control.eleves(request.query_params["identifiant"])),
        _read(
            "facturation", lambda request: control.facturation(request.query_params["identifiant"])
        ),
        _read(
            "reinscription",
            lambda request: control.re_enrolment(
                request.query_params["identifiant"], request.query_params["eleve"]
            ),
        ),
        _read("reinscriptions", lambda _: control.re_enrolments()),
        _read("documents", lambda _: control.imports()),
        _read("courriels", lambda _: control.mailed()),
        _act(
            "activer_reinscriptions",
            _Open,
            lambda said: control.activate_re_enrolments(said.ouvertes),
        ),
        _act(
            "valider_reinscription",
            _Student,
            lambda said: control.validate_re_enrolment(said.identifiant, said.eleve),
        ),
        _act("valider", _Sheet, lambda said: control.validate(said.identifiant, said.eleve)),
        _act("refuser", _Sheet, lambda said: control.refuse(said.identifiant, said.eleve)),
        _act(
            "modifier",
            _Edit,
            lambda said: control.edit(said.identifiant, said.champ, said.valeur, said.eleve),
        ),
        _act("faults", Fault, control.plan),
        _act("clear_faults", _Nothing, lambda _: control.clear_faults()),
        _act("release", _Nothing, lambda _: control.release()),
        _act("end_sessions", _Nothing, lambda _: control.end_sessions()),
        _act("down", _Down, lambda said: control.down(said.down)),
    ]
    return [Mount("/_controle", routes=routes)]


def _read(name: str, what: Callable[[Request], object]) -> BaseRoute:
    async def answer(request: Request) -> Response:
        try:
            body = msgspec.json.encode(what(request))
        except KeyError:
            return Response(status_code=404)
        return Response(body, media_type="application/json")

    return Route(f"/{name}", answer, methods=["GET"])


def _act(name: str, body: type[Body], act: Callable[[Body], None]) -> BaseRoute:
    async def answer(request: Request) -> Response:
        try:
            act(msgspec.json.decode(await request.body() or b"{}", type=body))
        except KeyError:
            return Response(status_code=404)
        except msgspec.MsgspecError:
            return Response(status_code=400)
        return Response(status_code=204)

    return Route(f"/{name}", answer, methods=["POST"])
