"""Aide, and the mode Accessibilité: on every screen, before sign-in too."""

from adapters.school import Running
from tests.unit.school.reader import grids, soup_of
from tests.unit.school.visitor import Visitor

ACTIVATE = "Activer le mode Accessibilité"
DEACTIVATE = "Désactiver le mode Accessibilité"


def is_plain(visitor: Visitor, content: bytes | None = None) -> bool:
    page = (content or visitor.page.content).decode(visitor.charset)
    return ("font-size: 20px" if visitor.old else "accessible.css") in page


def test_the_mode_is_switched_on_before_sign_in_and_goes_on_after_it(school: Running) -> None:
    visitor = Visitor(school)
    with visitor.client:
        visitor.go(school.sign_in_url)
        visitor.follow("Aide - Accessibilité")
        assert not is_plain(visitor)
        visitor.follow(ACTIVATE)
        assert is_plain(visitor)
        visitor.follow("Retour")
        assert is_plain(visitor)

        visitor.sign_in(school.accounts[0])
        for words in ("Accueil", "Famille", "Élèves", "Facturation", "Mot de passe"):
            visitor.follow(words)
            assert is_plain(visitor), words


def test_the_mode_is_on_the_menu_and_can_be_left(anne: Visitor) -> None:
    anne.follow("Accessibilité")
    assert "désactivé" in anne.soup.get_text()
    anne.follow(ACTIVATE)
    assert "est activé" in anne.soup.get_text()
    anne.follow("Accueil")
    assert is_plain(anne)
    anne.follow("Accessibilité")
    anne.follow(DEACTIVATE)
    anne.follow("Accueil")
    assert not is_plain(anne)


def test_a_cookie_keeps_the_mode_beyond_the_session(school: Running, anne: Visitor) -> None:
    anne.follow("Accessibilité")
    anne.follow(ACTIVATE)
    school.control.end_sessions()
    anne.go(school.sign_in_url)

    assert is_plain(anne)
    assert anne.client.cookies["mode_accessibilite"] == "1"


def test_in_the_mode_lines_are_links_and_nothing_needs_a_double_click(
    school: Running, anne: Visitor, markup: str
) -> None:
    anne.follow("Accessibilité")
    anne.follow(ACTIVATE)
    anne.choose("E-002311")
    for words, cell in (("Historique", "2025-2026"), ("Répertoire", "Concert d’automne")):
        anne.follow(words)
        [link, *_] = [
            a for a in soup_of(anne, anne.page.content).find_all("a") if a.get_text() == cell
        ]
        window = anne.look(str(link["href"])).content
        assert cell in window.decode(anne.charset)
        if markup == "old":
            assert is_plain(anne, window)
            assert "ondblclick" not in anne.text.lower()


def test_in_the_mode_the_lists_say_the_same(school: Running, anne: Visitor) -> None:
    anne.follow("Accessibilité")
    anne.follow(ACTIVATE)
    anne.choose("E-002311")
    anne.follow("Cours")

    truth = school.control.eleves("dupre.anne")[0].cours
    assert (grids(anne)[0].columns, grids(anne)[0].lines) == (truth.columns, truth.lines)


def test_help_is_there_signed_in_or_not(school: Running) -> None:
    visitor = Visitor(school)
    with visitor.client:
        visitor.go(school.sign_in_url)
        visitor.follow("Aide - Accessibilité")
        page = visitor.soup.get_text()

    for words in ("Modifier une fiche", "Obtenir le duplicata d’une facture", ACTIVATE):
        assert words in page
