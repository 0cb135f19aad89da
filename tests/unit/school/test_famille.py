"""Famille: what a family reads there, changes there and is told, the same in both markups."""

from adapters.school import Running
from adapters.school.screens.family import AWAITING, UPDATED
from tests.unit.school.visitor import Visitor


def test_famille_shows_every_value(school: Running, anne: Visitor) -> None:
    anne.family()
    shown = dict(anne.form())
    values = [shown[name] for name in shown]

    for field, value in school.control.record("dupre.anne").values.items():
        assert value in values, field
    for truth in school.control.famille("dupre.anne"):
        assert truth.caption in anne.soup.get_text()
        assert truth.section in anne.soup.get_text()


def test_a_change_is_told_marked_and_written_down(school: Running, anne: Visitor) -> None:
    anne.family().modify(tel_portable="06 39 98 00 01")

    assert UPDATED in anne.text
    assert AWAITING in anne.text
    assert "06 39 98 00 01" in anne.text
    [effect] = school.control.ledger()
    assert (effect.screen, effect.identifier) == ("family", "dupre.anne")
    assert [(c.field, c.old, c.new) for c in effect.changes] == [
        ("tel_portable", "06 39 98 12 34", "06 39 98 00 01")
    ]
    assert [s.caption for s in school.control.famille("dupre.anne") if s.marked] == [
        "Téléphone portable"
    ]


def test_the_message_shows_once(anne: Visitor) -> None:
    anne.family().modify(ville="Kerlann")
    anne.family()

    assert UPDATED not in anne.text
    assert AWAITING in anne.text


def test_old_markers_tell_the_value_in_force_and_refreshed_ones_only_that_it_waits(
    markup: str, anne: Visitor
) -> None:
    anne.family()
    before = anne.text.count("▲")
    anne.modify(ville="Kerlann")

    if markup == "old":
        [marker] = anne.soup.find_all("img", alt="Modifié")
        assert marker["title"] == "Valeur en vigueur : Trois-Rivières"
    else:
        assert (before, anne.text.count("▲")) == (0, 2)
        assert "Trois-Rivières" not in [value for _, value in anne.form()]


def test_validated_and_refused_both_take_the_marker_away(school: Running, anne: Visitor) -> None:
    anne.family().modify(ville="Kerlann")
    school.control.validate("dupre.anne")
    anne.family()
    assert AWAITING not in anne.text
    assert "Kerlann" in [value for _, value in anne.form()]

    anne.modify(ville="Port-Tudy")
    school.control.refuse("dupre.anne")
    anne.family()
    assert AWAITING not in anne.text
    assert "Kerlann" in [value for _, value in anne.form()]


def test_a_form_without_a_change_is_an_effect_too(school: Running, anne: Visitor) -> None:
    anne.family().modify()

    assert [effect.changes for effect in school.control.ledger()] == [()]
    assert AWAITING not in anne.text


def test_rare_letters_go_both_ways(school: Running, anne: Visitor) -> None:
    anne.family().modify(adresse="3, place de l’Œuvre", remarques="Çà & là : 12 € < 15 €\n« ok »")

    waiting = school.control.record("dupre.anne").waiting
    assert waiting == {
        "adresse": "3, place de l’Œuvre",
        "remarques": "Çà & là : 12 € < 15 €\n« ok »",
    }
    assert "Çà & là : 12 € < 15 €\n« ok »" in [value for _, value in anne.form()]


def test_a_bad_value_is_refused_with_words(school: Running, anne: Visitor) -> None:
    anne.family().modify(nom="")

    assert "Le champ « Nom » est obligatoire. La fiche n’a pas été modifiée." in anne.text
    assert school.control.ledger() == ()


def test_a_stale_form_is_refused(school: Running, anne: Visitor) -> None:
    stale = anne.family().form()
    anne.family()
    anne.post(stale)

    assert "Ce formulaire a expiré" in anne.text
    assert school.control.ledger() == ()


def test_the_same_form_twice_takes_effect_once(school: Running, anne: Visitor) -> None:
    form = anne.family().fill(ville="Kerlann")
    anne.post(form)
    anne.family()
    anne.post(form)

    assert len(school.control.ledger()) == 1


def test_without_its_button_a_form_does_nothing(school: Running, anne: Visitor) -> None:
    form = anne.family().fill(ville="Kerlann")
    anne.post([pair for pair in form if pair[1].lower() != "modifier"])

    assert school.control.ledger() == ()


def test_a_control_left_out_empties_its_field(school: Running, anne: Visitor) -> None:
    form = anne.family().form()
    anne.post([pair for pair in form if "profession" not in pair[0]])

    assert school.control.record("dupre.anne").waiting == {"profession": ""}


def test_every_form_received_is_kept_as_it_came(
    school: Running, anne: Visitor, markup: str
) -> None:
    anne.family().modify(ville="Trois-Œuvres")

    post = school.control.posts()[-1]
    name, charset = {
        "old": (b"resp_ville", "windows-1252"),
        "refreshed": (b"resp[ville]", "utf-8"),
    }[markup]
    assert post.screen == "family"
    assert (name, "Trois-Œuvres".encode(charset)) in post.pairs
