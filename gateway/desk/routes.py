"""Every address of the desk, grouped by screen."""

from starlette.routing import Route

from gateway.desk import announcements, days, touches
from gateway.desk.frame import guards as for_
from gateway.desk.frame.front import DeskFront
from gateway.desk.missing import missing
from gateway.desk.requests import attachments, cases, listing, taken_away, together
from gateway.desk.staff import people
from gateway.views.office import Role


def routes(front: DeskFront) -> list[Route]:
    """The desk's routing table."""
    return [
        # The list
        Route("/bureau", for_.clerk(front, listing.show)),
        Route(
            "/bureau/chercher",
            for_.clerks_form(front, listing.search, least=Role.READ),
            methods=["POST"],
        ),
        # Several at once, and all of them as a table: before {number}
        Route(
            "/bureau/demandes/plusieurs",
            for_.clerks_form(front, together.decide, ended=together.ended),
            methods=["POST"],
        ),
        Route("/bureau/demandes/export", for_.clerk(front, taken_away.export)),
        # A request
        Route("/bureau/demandes/{number}", for_.clerk(front, cases.show), methods=["GET"]),
        Route(
            "/bureau/demandes/{number}/decider",
            for_.clerks_form(front, cases.decide, ended=cases.ended),
            methods=["POST"],
        ),
        Route("/bureau/demandes/{number}/documents/{place}", for_.clerk(front, attachments.show)),
        # What all families are told
        Route(
            "/bureau/annonces",
            for_.clerk(front, announcements.show, least=Role.DECIDE),
            methods=["GET"],
        ),
        Route(
            "/bureau/annonces",
            for_.clerks_form(front, announcements.change, ended=announcements.ended),
            methods=["POST"],
        ),
        # What requests lack
        Route("/bureau/pieces", for_.clerk(front, missing.show), methods=["GET"]),
        Route(
            "/bureau/pieces",
            for_.clerks_form(front, missing.remind, ended=missing.ended),
            methods=["POST"],
        ),
        Route(
            "/bureau/pieces/chercher",
            for_.clerks_form(front, missing.search, least=Role.READ),
            methods=["POST"],
        ),
        Route("/bureau/pieces/imprimer", for_.clerk(front, missing.on_paper)),
        # The day, the keys
        Route("/bureau/jour", for_.clerk(front, days.show)),
        Route("/bureau/touches", for_.clerk(front, touches.show), methods=["GET"]),
        Route(
            "/bureau/touches",
            for_.clerks_form(front, touches.choose, least=Role.READ),
            methods=["POST"],
        ),
        # The way in and out, the second factor, the journal
        *people.routes(front),
    ]
