"""What goes wrong on demand with imports, « Valider » and passwords."""

import httpx
import pytest

from adapters.school import Running
from tests.unit.school.enrolling import PDF, Tab
from tests.unit.school.visitor import Visitor


def screens(school: Running) -> list[str]:
    return [effect.screen for effect in school.control.ledger()]


def act(visitor: Visitor, screen: str) -> None:
    """What makes one effect on that screen."""
    if screen == "import":
        Tab(visitor).upload("Autre document", "a.pdf", PDF)
    elif screen == "re_enrolment":
        Tab(visitor).press(["Clarinette"])
    elif screen == "password":
        visitor.follow("Mot de passe")
        new = "hautbois-21"
        visitor.post(visitor.fill(ancien="clarinette", nouveau=new, confirmation=new))
    else:
        visitor.follow("Déconnexion")
        visitor.follow("Mot de passe perdu")
        visitor.post(visitor.fill(identifiant="dupre.anne", mail="anne.dupre@example.org"))


SCREENS = ["import", "re_enrolment", "password", "lost_password"]


@pytest.mark.parametrize("screen", SCREENS)
def test_a_lost_answer_leaves_the_effect(school: Running, anne: Visitor, screen: str) -> None:
    school.control.fault("answer_lost", screen=screen, method="POST")
    with pytest.raises(httpx.RemoteProtocolError):
        act(anne, screen)

    assert screens(school) == [screen]


@pytest.mark.parametrize("screen", SCREENS)
def test_an_effect_that_is_given_up_leaves_none(
    school: Running, anne: Visitor, screen: str
) -> None:
    school.control.fault("error", screen=screen, method="POST")
    act(anne, screen)

    assert screens(school) == []
    sent = [post for post in school.control.posts() if post.screen == screen]
    assert len(sent) == 1


def test_a_late_import_lands_with_its_bytes(school: Running, anne: Visitor) -> None:
    school.control.fault("late_effect", screen="import", method="POST", seconds=60)
    with pytest.raises(httpx.RemoteProtocolError):
        act(anne, "import")
    assert screens(school) == []

    school.control.release()
    anne.follow("Réinscription")
    assert [come.document.body for come in school.control.imports()] == [PDF]


@pytest.mark.parametrize("screen", ["import", "re_enrolment", "password"])
def test_a_session_that_drops_gets_the_sign_in_page_and_no_effect(
    school: Running, anne: Visitor, screen: str
) -> None:
    school.control.fault("session_dropped", screen=screen, method="POST")
    act(anne, screen)

    assert "Se connecter" in anne.text
    assert screens(school) == []


def test_the_list_may_lose_its_headings(school: Running, anne: Visitor, markup: str) -> None:
    whole = Tab(anne).soup.get_text()
    school.control.fault("columns", screen="re_enrolment")
    bare = Tab(anne).soup.get_text()

    assert ("Enseignant" in whole, "Enseignant" in bare) == (markup == "old", False)
