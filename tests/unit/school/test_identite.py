"""Identité: a student's sheet goes the same road as Famille, and only that student's changes."""

import pytest

from adapters.school import Running
from adapters.school.screens.identity import AWAITING
from adapters.school.screens.sheet import STALE, UPDATED
from tests.unit.school.visitor import Visitor

MAEL, ELOISE = "E-002311", "E-002098"


@pytest.fixture
def mael(anne: Visitor) -> Visitor:
    """A parent, with Identité of one of three students open."""
    return anne.choose(MAEL)


def waiting(school: Running, number: str) -> dict[str, str]:
    return school.control.record("dupre.anne", number).waiting


def test_identite_shows_every_value(school: Running, mael: Visitor) -> None:
    sent = [value for _, value in mael.form()]
    page = mael.soup.get_text()
    state = school.control.record("dupre.anne", MAEL)

    for field, value in state.values.items():
        assert value in sent or value in page, field
    for truth in state.shown:
        assert truth.caption in page
        assert truth.section in page


def test_a_birth_date_waits_and_is_marked_until_the_staff_validates_it(
    school: Running, mael: Visitor
) -> None:
    mael.modify(date_naissance="03/05/2014")

    assert UPDATED in mael.text
    assert AWAITING in mael.text
    assert waiting(school, MAEL) == {"date_naissance": "03/05/2014"}
    assert [s.caption for s in school.control.eleves("dupre.anne")[0].identite if s.marked] == [
        "Date de naissance"
    ]
    mael.choose(MAEL)
    assert UPDATED not in mael.text
    assert AWAITING in mael.text

    school.control.validate("dupre.anne", MAEL)
    mael.choose(MAEL)
    assert AWAITING not in mael.text
    assert "03/05/2014" in [value for _, value in mael.form()]


def test_refused_by_the_staff_the_old_value_is_back(school: Running, mael: Visitor) -> None:
    mael.modify(date_naissance="03/05/2014")
    school.control.refuse("dupre.anne", MAEL)
    mael.choose(MAEL)

    assert AWAITING not in mael.text
    assert "02/05/2014" in [value for _, value in mael.form()]


def test_the_marker_is_that_of_the_markup(mael: Visitor, markup: str) -> None:
    mael.modify(date_naissance="03/05/2014")

    if markup == "old":
        [marker] = mael.soup.find_all("img", alt="Modifié")
        assert marker["title"] == "Valeur en vigueur : 02/05/2014"
    else:
        assert mael.text.count("▲") == 2


def test_the_ledger_says_whose_sheet_and_which_students(school: Running, mael: Visitor) -> None:
    mael.modify(date_naissance="03/05/2014")
    mael.family().modify(ville="Kerlann")

    student, family = school.control.ledger()
    assert (student.screen, student.identifier, student.student) == ("identity", "dupre.anne", MAEL)
    assert [(c.field, c.old, c.new) for c in student.changes] == [
        ("date_naissance", "02/05/2014", "03/05/2014")
    ]
    assert (family.screen, family.student) == ("family", None)


def test_no_sibling_and_not_the_family_is_touched(school: Running, mael: Visitor) -> None:
    mael.modify(date_naissance="03/05/2014")
    mael.choose(ELOISE)

    assert AWAITING not in mael.text
    assert waiting(school, ELOISE) == {}
    assert school.control.record("dupre.anne").waiting == {}


def test_once_a_siblings_sheet_was_opened_the_form_of_the_first_is_stale(
    school: Running, mael: Visitor
) -> None:
    form, here, page = mael.fill(observations="Bonjour"), mael.address, mael.page
    mael.choose(ELOISE)
    mael.address, mael.page = here, page
    mael.post(form)

    assert STALE in mael.text
    assert school.control.ledger() == ()


def test_a_stale_form_is_refused(school: Running, mael: Visitor) -> None:
    stale = mael.fill(date_naissance="03/05/2014")
    mael.choose(MAEL)
    mael.post(stale)

    assert STALE in mael.text
    assert school.control.ledger() == ()


def test_without_its_button_a_form_does_nothing(school: Running, mael: Visitor) -> None:
    form = mael.fill(date_naissance="03/05/2014")
    mael.post([pair for pair in form if pair[1].lower() != "modifier"])

    assert "Date de naissance" in mael.text
    assert school.control.ledger() == ()


@pytest.mark.parametrize(("name", "value"), [("date_naissance", "2014"), ("nom", "")])
def test_a_bad_value_is_refused_with_words(
    school: Running, mael: Visitor, name: str, value: str
) -> None:
    mael.modify(**{name: value})

    assert "La fiche n’a pas été modifiée." in mael.text
    assert school.control.ledger() == ()


def test_rare_letters_go_both_ways(school: Running, mael: Visitor) -> None:
    mael.modify(prenom="Maël-Œdipe", observations="Ÿ & <b>\n« ok »")

    assert waiting(school, MAEL) == {"prenom": "Maël-Œdipe", "observations": "Ÿ & <b>\n« ok »"}
    assert "Ÿ & <b>\n« ok »" in [value for _, value in mael.form()]


def test_a_new_name_is_in_the_choice_once_validated(school: Running, mael: Visitor) -> None:
    mael.modify(prenom="Mahé")
    assert (MAEL, "Dupré Maël") in _choice(mael)

    school.control.validate("dupre.anne", MAEL)
    assert (MAEL, "Dupré Mahé") in _choice(mael)


def _choice(visitor: Visitor) -> list[tuple[str, str]]:
    return visitor.students()


def test_the_staff_edits_one_homonym_by_its_number(school: Running) -> None:
    school.control.edit("kerdreux.soazig", "Date de naissance", "10/08/2014", "E-002050")

    births = {
        one.number: {s.caption: s.value for s in one.identite}["Date de naissance"]
        for one in school.control.eleves("kerdreux.soazig")
        if one.label == "Kerdreux Jeanne"
    }
    assert births == {"E-001641": "08/04/2009", "E-002050": "10/08/2014"}
    with pytest.raises(KeyError):
        school.control.edit("kerdreux.soazig", "Prénom", "Jeannette", "Kerdreux Jeanne")
