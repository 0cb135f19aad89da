"""The addresses of the desk's people: the way in and out, the second factor, the journal."""

from starlette.routing import Route

from gateway.desk.frame import guards as for_
from gateway.desk.frame.front import DeskFront
from gateway.desk.staff import account, journal, second_factor, sign_in
from gateway.views.office import Role


def routes(front: DeskFront) -> list[Route]:
    """Their part of the routing table."""
    return [
        Route("/bureau/connexion", for_.anyone(front, sign_in.show), methods=["GET"]),
        Route(
            "/bureau/connexion",
            for_.anyone(front, sign_in.submit),
            methods=["POST"],
        ),
        Route(
            "/bureau/second-facteur",
            for_.anyone(front, second_factor.show),
            methods=["GET"],
        ),
        Route(
            "/bureau/second-facteur",
            for_.anyone(front, second_factor.submit),
            methods=["POST"],
        ),
        Route("/bureau/second-facteur/qr", for_.anyone(front, second_factor.picture)),
        Route(
            "/bureau/deconnexion",
            for_.clerks_form(front, sign_in.leave, least=Role.READ),
            methods=["POST"],
        ),
        # One's own account
        Route("/bureau/compte", for_.clerk(front, account.show)),
        Route(
            "/bureau/compte/mot-de-passe",
            for_.clerks_form(front, account.change_password, least=Role.READ),
            methods=["POST"],
        ),
        Route(
            "/bureau/compte/codes",
            for_.clerks_form(front, account.new_codes, least=Role.READ),
            methods=["POST"],
        ),
        Route(
            "/bureau/compte/sessions",
            for_.clerks_form(front, account.close, least=Role.READ),
            methods=["POST"],
        ),
        Route(
            "/bureau/journal",
            for_.clerk(front, journal.show, least=Role.ADMINISTER),
        ),
        Route(
            "/bureau/journal/export",
            for_.clerk(front, journal.export, least=Role.ADMINISTER),
        ),
    ]
