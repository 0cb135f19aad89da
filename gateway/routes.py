"""Every address of the portal, grouped by screen."""

from starlette.routing import Route

from gateway.pages import (
    bills,
    devices,
    display,
    duplicates,
    family,
    home,
    identity,
    letters,
    lists,
    my_data,
    notices,
    patterns,
    plain,
    records,
    students,
    weeks,
)
from gateway.pages.entrance import lost_password, password, resumption, session, sign_in, sign_out
from gateway.pages.frame import guards as for_
from gateway.pages.frame.front import Front
from gateway.pages.re_enrolment import courses, documents, note, summary
from gateway.pages.requests import receipt, requests, review, withdrawal


def routes(front: Front) -> list[Route]:
    """The routing table; the demo's own pages are in it only for the demo."""
    return [
        # Connexion
        Route("/", for_.anyone(front, home.arrive)),
        Route("/connexion", for_.anyone(front, sign_in.show), methods=["GET"]),
        Route("/connexion", for_.anyone(front, sign_in.submit), methods=["POST"]),
        Route("/premiere-connexion", for_.anyone(front, plain.first_time)),
        Route("/mot-de-passe-perdu", for_.anyone(front, lost_password.show), methods=["GET"]),
        Route("/mot-de-passe-perdu", for_.anyone(front, lost_password.submit), methods=["POST"]),
        # Accueil
        Route("/accueil", for_.family(front, home.show)),
        # Famille
        Route("/famille", for_.family(front, family.show), methods=["GET"]),
        Route("/famille", for_.anyone(front, family.ask), methods=["POST"]),
        # Élèves
        Route("/eleves", for_.family(front, students.choose)),
        Route("/eleves/{eleve}", for_.family(front, students.enter)),
        Route("/eleves/{eleve}/identite", for_.family(front, identity.show), methods=["GET"]),
        Route("/eleves/{eleve}/identite", for_.anyone(front, identity.ask), methods=["POST"]),
        Route("/eleves/{eleve}/cours", for_.family(front, lists.courses)),
        Route("/eleves/{eleve}/semaine", for_.family(front, weeks.show)),
        Route("/eleves/{eleve}/historique", for_.family(front, lists.history)),
        Route("/eleves/{eleve}/repertoire", for_.family(front, lists.repertoire)),
        *_re_enrolment(front),
        # … and what a line of these lists opens: line, or line/list/line
        Route("/eleves/{eleve}/{onglet}/{lignes:path}", for_.family(front, records.show)),
        # Facturation
        Route("/facturation", for_.family(front, bills.show)),
        Route("/facturation/{liste}/{ligne}/duplicata", for_.family(front, duplicates.show)),
        # Demandes
        Route("/demandes", for_.family(front, requests.show_all)),
        Route("/demandes/{number}", for_.family(front, requests.show_one)),
        Route("/demandes/{number}/accuse", for_.family(front, receipt.show)),
        *_of_a_request(front),
        # Famille and Identité, once a session has ended
        Route("/reprise", for_.anyone(front, resumption.resume), methods=["POST"]),
        # Mot de passe
        Route("/mot-de-passe", for_.family(front, password.show), methods=["GET"]),
        Route("/mot-de-passe", for_.familys_form(front, password.submit), methods=["POST"]),
        # Aide, Accessibilité, language
        Route("/aide", for_.anyone(front, plain.help_for_all)),
        Route("/accessibilite", for_.anyone(front, display.show), methods=["GET"]),
        Route("/accessibilite", for_.anyones_form(front, display.choose), methods=["POST"]),
        Route("/accessibilite/declaration", for_.anyone(front, notices.declaration)),
        Route("/langue", for_.anyones_form(front, plain.choose_language), methods=["POST"]),
        # What the school has to say of it
        Route("/mentions-legales", for_.anyone(front, notices.legal)),
        Route("/donnees-personnelles", for_.anyone(front, notices.privacy)),
        # … and what the portal holds on a family
        Route("/mes-donnees", for_.family(front, my_data.show)),
        Route("/mes-donnees/telecharger", for_.family(front, my_data.download)),
        Route("/mes-donnees/connexions", for_.family(front, devices.show), methods=["GET"]),
        Route("/mes-donnees/connexions", for_.familys_form(front, devices.close), methods=["POST"]),
        Route("/mes-donnees/effacer", for_.family(front, my_data.confirm), methods=["GET"]),
        Route("/mes-donnees/effacer", for_.familys_form(front, my_data.erase), methods=["POST"]),
        Route("/mes-donnees/effacees", for_.anyone(front, my_data.erased)),
        # A session's end, for the script of the page that is open
        Route("/session/reste", for_.unnoticed(front, session.left)),
        Route("/session/prolonger", for_.familys_form(front, session.prolong), methods=["POST"]),
        # Déconnexion
        Route("/deconnexion", for_.family(front, sign_out.confirm), methods=["GET"]),
        Route("/deconnexion", for_.familys_form(front, sign_out.leave), methods=["POST"]),
        # For browsers and machines
        Route("/static/{digest}/{path:path}", front.assets.answer),
        Route("/sante", plain.health),
        Route("/robots.txt", plain.robots),
        *(_demo(front) if front.letters is not None else []),
    ]


def _of_a_request(front: Front) -> list[Route]:
    """Demandes: taking one back, and what a conflict has stopped."""
    return [
        Route(
            "/demandes/{number}/retirer",
            for_.family(front, withdrawal.confirm),
            methods=["GET"],
        ),
        Route(
            "/demandes/{number}/retirer",
            for_.familys_form(front, withdrawal.withdraw),
            methods=["POST"],
        ),
        Route(
            "/demandes/{number}/revoir",
            for_.family(front, review.show),
            methods=["GET"],
        ),
        Route(
            "/demandes/{number}/revoir",
            for_.anyone(front, review.answer),
            methods=["POST"],
        ),
        Route(
            "/demandes/{number}/reprendre",
            for_.familys_form(front, review.take_up),
            methods=["POST"],
        ),
    ]


def _re_enrolment(front: Front) -> list[Route]:
    """Élèves › Réinscription, step by step; each form is kept even where the session has ended."""
    return [
        Route("/eleves/{eleve}/reinscription", for_.family(front, courses.show), methods=["GET"]),
        Route("/eleves/{eleve}/reinscription", for_.anyone(front, courses.keep), methods=["POST"]),
        Route(
            "/eleves/{eleve}/reinscription/effacer",
            for_.familys_form(front, courses.erase),
            methods=["POST"],
        ),
        Route(
            "/eleves/{eleve}/reinscription/documents",
            for_.family(front, documents.show),
            methods=["GET"],
        ),
        Route(
            "/eleves/{eleve}/reinscription/documents",
            for_.anyone(front, documents.give),
            methods=["POST"],
        ),
        Route(
            "/eleves/{eleve}/reinscription/documents/reprendre",
            for_.familys_form(front, documents.borrow),
            methods=["POST"],
        ),
        Route(
            "/eleves/{eleve}/reinscription/documents/{piece}/retirer",
            for_.familys_form(front, documents.take_back),
            methods=["POST"],
        ),
        Route(
            "/eleves/{eleve}/reinscription/demande",
            for_.family(front, note.show),
            methods=["GET"],
        ),
        Route(
            "/eleves/{eleve}/reinscription/demande",
            for_.anyone(front, note.keep),
            methods=["POST"],
        ),
        Route(
            "/eleves/{eleve}/reinscription/recapitulatif",
            for_.family(front, summary.show),
            methods=["GET"],
        ),
        Route(
            "/eleves/{eleve}/reinscription/recapitulatif",
            for_.anyone(front, summary.send),
            methods=["POST"],
        ),
    ]


def _demo(front: Front) -> list[Route]:
    return [
        Route("/demo/courrier", for_.anyone(front, letters.show)),
        Route("/motifs", for_.anyone(front, patterns.show)),
    ]
