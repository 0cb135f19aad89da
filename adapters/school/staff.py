"""The staff's side: a small page where a person plays the secretariat (in the demo, say)."""

from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from adapters.school.families import NAME
from adapters.school.ledger import Effect
from adapters.school.office import Office
from adapters.school.records import Student

PATH = "/personnel"


def staff_routes(office: Office) -> list[BaseRoute]:
    """The staff's page, and what its buttons do."""
    templates = Environment(
        loader=FileSystemLoader(Path(__file__).resolve().parent / "markup"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )

    async def page(_: Request) -> Response:
        text = templates.get_template("staff.html").render(
            school=NAME,
            families=office.families(),
            effects=[_told(office, effect) for effect in office.ledger.effects()],
        )
        return Response(text, media_type="text/html")

    return [
        Route(PATH, page, methods=["GET"]),
        _button("valider", lambda form: office.validate(form["identifiant"], form.get("eleve"))),
        _button("refuser", lambda form: office.refuse(form["identifiant"], form.get("eleve"))),
        _button(
            "modifier",
            lambda form: office.edit(
                form["identifiant"], form["champ"], form["valeur"], form.get("eleve")
            ),
        ),
    ]


def _told(office: Office, effect: Effect) -> dict[str, Any]:
    """An effect in words: whose, of which student, and what changed from what to what."""
    record = office.record(effect.identifier, effect.student)
    called = record.sheet.field_called
    return {
        "identifier": effect.identifier,
        "student": record.label if isinstance(record, Student) else "",
        "changes": [
            (
                change.caption,
                called(change.field).label(change.old),
                called(change.field).label(change.new),
            )
            for change in effect.changes
        ],
    }


def _button(name: str, act: Callable[[dict[str, str]], None]) -> BaseRoute:
    async def answer(request: Request) -> Response:
        fields = parse_qs((await request.body()).decode(), keep_blank_values=True)
        try:
            act({key: values[-1] for key, values in fields.items()})
        except KeyError:
            return Response(
                "Cette famille, cet élève ou ce champ n’existe pas.", 404, media_type="text/plain"
            )
        return RedirectResponse(PATH, 303)

    return Route(f"{PATH}/{name}", answer, methods=["POST"])
