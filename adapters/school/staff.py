"""The staff's side: a small page where a person plays the secretariat (in the demo, say)."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, quote

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from adapters.school.enrolling import on_file
from adapters.school.families import NAME
from adapters.school.ledger import Effect
from adapters.school.office import Office
from adapters.school.re_enrolment import Document
from adapters.school.records import Record, Student

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
            re_enrolments_open=office.re_enrolments.open,
            mailed=office.mailed,
            effects=[_told(office, effect) for effect in office.ledger.effects()],
        )
        return Response(text, media_type="text/html")

    async def document(request: Request) -> Response:
        try:
            kept = _document(office, request.query_params)
        except KeyError:
            return Response("Ce document n’existe pas.", 404, media_type="text/plain")
        headers = {
            "content-disposition": f"attachment; filename*=UTF-8''{quote(kept.file_name)}",
            "x-content-type-options": "nosniff",
        }
        return Response(kept.body, headers=headers, media_type="application/octet-stream")

    def switch(form: dict[str, str]) -> None:
        office.re_enrolments.open = bool(form["ouvertes"])

    return [
        Route(PATH, page, methods=["GET"]),
        Route(f"{PATH}/document", document, methods=["GET"]),
        _button("reinscriptions", switch),
        _button(
            "valider_reinscription",
            lambda form: office.re_enrolments.validate(
                *office.student(form["identifiant"], form["eleve"])
            ),
        ),
        _button("valider", lambda form: office.validate(form["identifiant"], form.get("eleve"))),
        _button("refuser", lambda form: office.refuse(form["identifiant"], form.get("eleve"))),
        _button(
            "modifier",
            lambda form: office.edit(
                form["identifiant"], form["champ"], form["valeur"], form.get("eleve")
            ),
        ),
    ]


def _document(office: Office, asked: Mapping[str, str]) -> Document:
    _, student = office.student(asked["identifiant"], asked["eleve"])
    documents = on_file(student).documents
    place = asked["rang"]
    if not (place.isascii() and place.isdigit() and int(place) < len(documents)):
        raise KeyError("no such document")
    return documents[int(place)]


def _told(office: Office, effect: Effect) -> dict[str, Any]:
    """An effect in words: whose, of which student, and what it was."""
    record = office.record(effect.identifier, effect.student)
    return {
        "identifier": effect.identifier,
        "student": record.label if isinstance(record, Student) else "",
        "words": _words(record, effect),
    }


def _words(record: Record, effect: Effect) -> list[str]:
    papers = [f"{paper.name} ({paper.file_name})" for paper in effect.documents]
    match effect.screen:
        case "import":
            return [f"document importé, {paper}" for paper in papers]
        case "re_enrolment":
            return ["réinscription", *effect.ticked, *papers]
        case "password":
            return ["mot de passe changé"]
        case "lost_password":
            return ["nouveau mot de passe envoyé"]
        case _:
            called = record.sheet.field_called
            return [
                f"{change.caption} « {called(change.field).label(change.old)} »"
                f" → « {called(change.field).label(change.new)} »"
                for change in effect.changes
            ]


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
