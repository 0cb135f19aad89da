"""Mot de passe and Mot de passe perdu: changed, refused, sent by mail, in both markups."""

import pytest

from adapters.school import Running, School
from adapters.school.passwords import RULES, check, made_up
from adapters.school.screens.lost_password import CHECK, SENT, UNKNOWN
from adapters.school.screens.password import CHANGED
from tests.unit.school.enrolling import spoken
from tests.unit.school.reader import folded
from tests.unit.school.visitor import Visitor

NEW = "hautbois-21"


def change(visitor: Visitor, former: str, new: str, again: str | None = None) -> str:
    visitor.follow("Mot de passe")
    visitor.post(
        visitor.fill(ancien=former, nouveau=new, confirmation=new if again is None else again)
    )
    return spoken(visitor)


def ask(school: Running, identifier: str, mail: str) -> tuple[str, str]:
    """Ask for a new one; returns what the site says, and the page's text."""
    visitor = Visitor(school)
    with visitor.client:
        visitor.go(school.sign_in_url)
        visitor.follow("Mot de passe perdu")
        visitor.post(visitor.fill(identifiant=identifier, mail=mail))
        return spoken(visitor), visitor.text


def lets_in(school: Running, password: str) -> bool:
    visitor = Visitor(school)
    with visitor.client:
        visitor.go(school.sign_in_url)
        visitor.post(visitor.fill(site="1", identifiant="dupre.anne", passe=password))
        return "Bonjour Mme Anne Dupré" in visitor.text


def test_the_rules_are_told_on_the_form(anne: Visitor) -> None:
    anne.follow("Mot de passe")

    assert RULES in anne.soup.get_text()
    assert spoken(anne) == ""


def test_the_new_password_lets_in_and_the_former_one_no_longer(
    school: Running, anne: Visitor
) -> None:
    assert change(anne, "clarinette", NEW) == CHANGED

    assert school.control.password("dupre.anne") == NEW
    assert (lets_in(school, NEW), lets_in(school, "clarinette")) == (True, False)


def test_sessions_that_were_open_go_on(school: Running, anne: Visitor) -> None:
    other = Visitor(school)
    with other.client:
        other.sign_in(school.accounts[0])
        change(anne, "clarinette", NEW)
        other.family()
        anne.family()

    assert "Fiche du responsable" in other.text
    assert "Fiche du responsable" in anne.text


@pytest.mark.parametrize(
    ("former", "new", "again", "said"),
    [
        ("clarinet", NEW, NEW, "L’ancien mot de passe est incorrect."),
        ("clarinette", NEW, "hautbois-22", "ne sont pas identiques"),
        ("clarinette", "court-1", "court-1", RULES),
        ("clarinette", "sans chiffre", "sans chiffre", RULES),
        ("clarinette", "1234567890", "1234567890", RULES),
        ("clarinette", "x1" * 11, "x1" * 11, RULES),
        ("clarinette", "", "", RULES),
    ],
)
def test_what_breaks_the_rules_is_refused_in_words_and_nothing_changes(
    school: Running, anne: Visitor, former: str, new: str, again: str, said: str
) -> None:
    assert said in change(anne, former, new, again)

    assert school.control.password("dupre.anne") == "clarinette"
    assert school.control.ledger() == ()


def test_a_form_sent_twice_is_out_of_date_the_second_time(anne: Visitor) -> None:
    anne.follow("Mot de passe")
    form = anne.fill(ancien="clarinette", nouveau=NEW, confirmation=NEW)
    here = anne.address
    anne.post(form)
    anne._post(here, form)

    assert "Ce formulaire a expiré" in spoken(anne)


def test_a_new_password_is_mailed_and_makes_the_former_one_obsolete(school: Running) -> None:
    said, page = ask(school, " dupre.anne ", "Anne.Dupre@example.org")

    assert said == SENT
    [mail] = school.control.mailed()
    assert (mail.identifier, mail.email) == ("dupre.anne", "anne.dupre@example.org")
    assert mail.password in mail.text
    assert mail.password not in page
    assert school.control.password("dupre.anne") == mail.password
    assert (lets_in(school, mail.password), lets_in(school, "clarinette")) == (True, False)


def test_each_request_makes_another_one(school: Running) -> None:
    for _ in range(2):
        ask(school, "dupre.anne", "anne.dupre@example.org")

    first, second = school.control.mailed()
    assert first.password != second.password
    assert school.control.password("dupre.anne") == second.password
    assert [effect.screen for effect in school.control.ledger()] == ["lost_password"] * 2


@pytest.mark.parametrize(
    ("identifier", "mail"),
    [("dupre.anne", "autre@example.org"), ("personne", "anne.dupre@example.org")],
)
def test_an_unknown_pair_is_told_in_one_markup_and_kept_quiet_in_the_other(
    school: Running, markup: str, identifier: str, mail: str
) -> None:
    said, _ = ask(school, identifier, mail)

    assert said == (UNKNOWN if markup == "old" else SENT)
    assert school.control.mailed() == ()
    assert school.control.password("dupre.anne") == "clarinette"


@pytest.mark.parametrize(("identifier", "mail"), [("dupre.anne", " "), ("", "a@example.org")])
def test_an_empty_field_is_to_be_checked(school: Running, identifier: str, mail: str) -> None:
    said, page = ask(school, identifier, mail)

    assert said == folded(CHECK)
    assert "Mot de passe perdu" in page
    assert school.control.ledger() == ()


def test_the_address_is_the_one_in_force_not_the_one_that_waits(
    school: Running, anne: Visitor
) -> None:
    anne.family().modify(mail="nouvelle@example.org")
    ask(school, "dupre.anne", "nouvelle@example.org")
    assert school.control.mailed() == ()

    school.control.validate("dupre.anne")
    ask(school, "dupre.anne", "nouvelle@example.org")
    assert len(school.control.mailed()) == 1


def test_a_family_without_an_address_gets_none(school: Running) -> None:
    school.control.edit("dupre.anne", "E-mail", "")
    ask(school, "dupre.anne", "anne.dupre@example.org")

    assert school.control.mailed() == ()
    assert not School().office.send_password("dupre.anne", "")


def test_the_page_leads_back_and_to_help(school: Running) -> None:
    visitor = Visitor(school)
    with visitor.client:
        visitor.go(school.sign_in_url)
        visitor.follow("Mot de passe perdu")
        visitor.follow("Aide - Accessibilité")
        visitor.follow("Retour")
        visitor.follow("Mot de passe perdu")
        visitor.follow("Retour")

    assert "Se connecter" in visitor.text


def test_what_is_made_up_keeps_the_rules() -> None:
    made = {made_up() for _ in range(200)}

    assert len(made) == 200
    for one in made:
        check(one, one)
