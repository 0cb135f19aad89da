"""Every address of the portal, grouped by screen."""

from starlette.routing import Route

from gateway.pages import (
    elsewhere,
    family,
    home,
    letters,
    patterns,
    plain,
    requests,
    sign_in,
    sign_out,
)
from gateway.pages import guards as for_
from gateway.pages.front import Front


def routes(front: Front) -> list[Route]:
    """The routing table; the demo's own pages are in it only for the demo."""
    return [
        # Connexion
        Route("/", for_.anyone(front, home.arrive)),
        Route("/connexion", for_.anyone(front, sign_in.show), methods=["GET"]),
        Route("/connexion", for_.anyone(front, sign_in.submit), methods=["POST"]),
        Route("/premiere-connexion", for_.anyone(front, plain.first_time)),
        # Accueil
        Route("/accueil", for_.family(front, home.show)),
        # Famille
        Route("/famille", for_.family(front, family.show), methods=["GET"]),
        Route("/famille", for_.anyone(front, family.ask), methods=["POST"]),
        Route("/famille/reprise", for_.anyone(front, family.resume), methods=["POST"]),
        # Demandes
        Route("/demandes", for_.family(front, requests.show_all)),
        Route("/demandes/{number}", for_.family(front, requests.show_one)),
        # Still on the old extranet
        Route("/eleves", for_.family(front, elsewhere.elsewhere(elsewhere.STUDENTS))),
        Route("/facturation", for_.family(front, elsewhere.elsewhere(elsewhere.BILLING))),
        Route("/mot-de-passe", for_.family(front, elsewhere.elsewhere(elsewhere.PASSWORD))),
        # Accessibilité, language
        Route("/accessibilite", for_.anyone(front, plain.accessibility)),
        Route("/langue", for_.anyones_form(front, plain.choose_language), methods=["POST"]),
        # Déconnexion
        Route("/deconnexion", for_.family(front, sign_out.confirm), methods=["GET"]),
        Route("/deconnexion", for_.familys_form(front, sign_out.leave), methods=["POST"]),
        # For browsers and machines
        Route("/static/{digest}/{path:path}", front.assets.answer),
        Route("/sante", plain.health),
        Route("/robots.txt", plain.robots),
        *(_demo(front) if front.letters is not None else []),
    ]


def _demo(front: Front) -> list[Route]:
    return [
        Route("/demo/courrier", for_.anyone(front, letters.show)),
        Route("/motifs", for_.anyone(front, patterns.show)),
    ]
