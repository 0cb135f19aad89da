"""What a family sees and does on the old pages, the same in both markups."""

import pytest

from adapters.school import Running
from tests.unit.school.visitor import Visitor

MENU = [
    "Accueil",
    "Famille",
    "Élèves",
    "Facturation",
    "Accessibilité",
    "Mot de passe",
    "Déconnexion",
]


def words_of_menu(visitor: Visitor) -> list[str]:
    found = visitor.soup.find_all("a")
    return [str(a.img["alt"]) if a.img else a.get_text(strip=True) for a in found][:7]


def test_the_sign_in_page_offers_every_site(school: Running) -> None:
    visitor = Visitor(school)
    with visitor.client:
        page = visitor.go(school.sign_in_url).get_text()

    for words in ("Connexion", "Site", "Identifiant", "Mot de passe", "Antenne de Kerlann"):
        assert words in page
    assert "Maison des Arts de l’Île-aux-Œillets" in page
    assert "Mot de passe perdu" in page
    assert "Aide - Accessibilité" in page


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("Mot de passe perdu", "E-mail"),
        ("Aide - Accessibilité", "Double-cliquez sur une ligne pour ouvrir sa fiche"),
    ],
)
def test_the_sign_in_page_s_links_lead_somewhere_and_back(
    school: Running, words: str, said: str
) -> None:
    visitor = Visitor(school)
    with visitor.client:
        visitor.go(school.sign_in_url)
        visitor.follow(words)
        assert said in visitor.soup.get_text()
        visitor.follow("Retour")

    assert "Se connecter" in visitor.text


def test_accueil_greets_and_has_the_seven_words(anne: Visitor) -> None:
    assert "Bonjour Mme Anne Dupré" in anne.text
    assert "Concert d’automne" in anne.text
    assert words_of_menu(anne) == MENU


def test_every_page_says_that_it_is_not_imuse(anne: Visitor) -> None:
    for words in MENU:
        anne.follow(words)
        assert "ce n’est pas iMuse" in anne.soup.get_text()


def test_a_wrong_password_shows_the_form_again(school: Running) -> None:
    visitor = Visitor(school)
    with visitor.client:
        visitor.go(school.sign_in_url)
        visitor.post(visitor.fill(site="1", identifiant="dupre.anne", passe="faux"))

    assert visitor.page.status_code == 200
    assert "Identifiant ou mot de passe incorrect." in visitor.text
    assert "Se connecter" in visitor.text


def test_another_site_does_not_let_in(school: Running) -> None:
    visitor = Visitor(school)
    with visitor.client:
        visitor.go(school.sign_in_url)
        visitor.post(visitor.fill(site="2", identifiant="dupre.anne", passe="clarinette"))

    assert "Se connecter" in visitor.text


def test_two_families_see_their_own(school: Running, anne: Visitor) -> None:
    loeiza = Visitor(school)
    with loeiza.client:
        loeiza.sign_in(school.accounts[1]).family()
        anne.family().modify(ville="Port-Tudy")
        loeiza.family()

    assert "Lœïza" in loeiza.text
    assert "Port-Tudy" not in loeiza.text


def test_signing_out_leads_back_and_ends_the_session(anne: Visitor) -> None:
    address = anne.family().address
    anne.follow("Déconnexion")
    assert "Se connecter" in anne.text
    anne.go(address)

    assert "Se connecter" in anne.text
    assert "Déconnexion" not in anne.text


def test_without_a_session_the_sign_in_page_answers_200(
    school: Running, anne: Visitor, markup: str
) -> None:
    anne.family()
    school.control.end_sessions()
    anne.modify(ville="Kerlann")

    assert anne.page.status_code == 200
    assert "Se connecter" in anne.text
    assert ("Votre session a expiré" in anne.text) == (markup == "refreshed")
    assert school.control.ledger() == ()


def test_nobody_s_requests_are_logged(anne: Visitor, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level("DEBUG"):
        anne.go(f"{anne.school.base}/_controle/famille?identifiant=dupre.anne")

    assert not [r for r in caplog.records if r.name.startswith(("uvicorn", "adapters"))]
