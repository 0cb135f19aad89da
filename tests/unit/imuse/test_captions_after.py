"""Words that stand after their field name it, where none stand before the first."""

# ruff: noqa: E501 - markup keeps to its line

import pytest

from tests.unit.imuse.reader import field, opened, rows, sheet, whole

TWO = [("Nom", "Dupré"), ("Prénom", "Anne")]

AFTER = {
    "line by line": """<input name=n value=Dupré> Nom<br><input name=p value=Anne> Prénom<br>""",
    "the last line open": """<input name=n value=Dupré> Nom<br><input name=p value=Anne> Prénom""",
    "on one line": """<input name=n value=Dupré> Nom <input name=p value=Anne> Prénom<br>""",
    "paragraphs": """<p><input name=n value=Dupré> Nom</p><p><input name=p value=Anne> Prénom</p>""",
    "spans": """<div><span><input name=n value=Dupré></span> <span>Nom</span></div>
        <div><span><input name=p value=Anne></span> <span>Prénom</span></div>""",
    "cells": """<table><tr><td><input name=n value=Dupré></td><td>Nom</td></tr>
        <tr><td><input name=p value=Anne></td><td>Prénom</td></tr></table>""",
    "two pairs of cells": """<table><tr><td><input name=n value=Dupré></td><td>Nom</td>
        <td><input name=p value=Anne></td><td>Prénom</td></tr></table>""",
    "the cell itself": """<table><tr><td><input name=n value=Dupré> Nom</td></tr>
        <tr><td><input name=p value=Anne> Prénom</td></tr></table>""",
    "blocks of their own": """<div><input name=n value=Dupré></div><div>Nom</div>
        <div><input name=p value=Anne></div><div>Prénom</div>""",
    "in bold": """<input name=n value=Dupré> <b>Nom</b><br><input name=p value=Anne> <b>Prénom</b><br>""",
    "with a star": """<input name=n value=Dupré> Nom <sup>*</sup><br><input name=p value=Anne> Prénom *<br>""",
    "a bold heading": """<b>Identité</b><br><input name=n value=Dupré> Nom<br><input name=p value=Anne> Prénom<br>""",
    "a heading": """<h3>Identité</h3><input name=n value=Dupré> Nom<br><input name=p value=Anne> Prénom<br>""",
    "a remark above": """<p>Vérifiez vos coordonnées.</p><p><input name=n value=Dupré> Nom</p>
        <p><input name=p value=Anne> Prénom</p>""",
    "hidden controls between": """<input type=hidden name=h value=1><input name=n value=Dupré> Nom<br>
        <input type=hidden name=i value=1><input name=p value=Anne> Prénom<br>""",
}


@pytest.mark.parametrize("layout", AFTER)
def test_words_after_each_field_name_it(layout: str) -> None:
    assert rows(AFTER[layout]) == TWO
    assert sheet(AFTER[layout]).writable


def test_lists_and_long_texts_are_named_by_what_follows_as_well() -> None:
    inside = """<p><input name=n value=Dupré> Nom</p>
        <p><select name=s><option>Mariée<option selected>Autre</select> Situation</p>
        <p><input type=checkbox name=d checked> Droit à l'image</p>
        <p><textarea name=o>Rien</textarea> Observations</p>"""
    assert rows(inside) == [
        ("Nom", "Dupré"), ("Situation", "Autre"), ("Droit à l'image", "oui"), ("Observations", "Rien")]  # fmt: skip


def test_a_mark_after_such_words_marks_their_field() -> None:
    inside = (
        """<input name=n value=Dupré> Nom <i>modifié</i><br><input name=p value=Anne> Prénom<br>"""
    )
    assert field(inside, "Nom").waiting is not None
    assert field(inside, "Prénom").waiting is None


HINTS = {
    "captions above": """Nom<br><input name=n value=Dupré> en capitales<br>
        Prénom<br><input name=p value=Anne> usuel<br>""",
    "bold captions above": """<b>Nom</b><br><input name=n value=Dupré> en capitales<br>
        <b>Prénom</b><br><input name=p value=Anne> usuel<br>""",
    "captions before": """Nom : <input name=n value=Dupré> en capitales<br>
        Prénom : <input name=p value=Anne> usuel<br>""",
    "cells above": """<table><tr><td>Nom</td><td>Prénom</td></tr><tr><td><input name=n value=Dupré> en capitales</td>
        <td><input name=p value=Anne> usuel</td></tr></table>""",
    "titles": """<input title=Nom name=n value=Dupré> (en capitales)<br>
        <input title=Prénom name=p value=Anne> (usuel)<br>""",
}


@pytest.mark.parametrize("layout", HINTS)
def test_help_after_a_field_is_no_caption_where_one_stands_before(layout: str) -> None:
    assert rows(HINTS[layout]) == TWO


UNCERTAIN = {
    "a field before all words": """<div><select name=l><option>fr<option>br</select></div><div>Nom</div>
        <div><input name=n value=Dupré></div><div>Prénom</div><div><input name=p value=Anne></div>
        <div>Merci de tout vérifier</div>""",
    "a list before the captions": """<select name=l><option>fr<option>br</select><br>
        Nom <input name=n value=Dupré><br>Prénom <input name=p value=Anne><br>""",
    "words that may be help": """<input name=n value=Dupré> (obligatoire)<br><input name=p value=Anne> (obligatoire)<br>
        Ville <input name=v value=Vannes><br>Pays <input name=c value=FR><br>""",
}


@pytest.mark.parametrize("layout", UNCERTAIN)
def test_a_sheet_with_a_field_that_nothing_names_is_only_read(layout: str) -> None:
    assert not sheet(UNCERTAIN[layout]).writable


def test_words_on_the_line_of_one_field_never_name_the_next() -> None:
    inside = """Ville <input name=v value=Vannes> (sans cedex)<br><input name=x value=y><br>
        Pays <input name=c value=FR><br>"""
    assert "(sans cedex)" not in [caption for caption, _ in rows(inside)]


def test_the_second_line_of_an_address_does_not_close_writing() -> None:
    inside = """Adresse <input name=a1 value="1, rue Haute"><br><input name=a2 value="Bât. B"><br>
        Ville <input name=v value=Vannes><br>"""
    assert sheet(inside).writable
    assert rows(inside)[:2] == [("Adresse", "1, rue Haute"), ("Adresse", "Bât. B")]


def test_what_is_not_sent_needs_no_name() -> None:
    inside = """<input value="sans nom"> Nom <input name=n value=Dupré><br>Ville <input name=v value=Vannes>"""
    assert sheet(inside).writable


def test_what_no_person_sees_needs_no_name() -> None:
    trap = "<div style='display:none'><input name=url></div>"
    inside = f"{trap}Nom <input name=n value=Dupré><br>Ville <input name=v value=Vannes><br>"
    assert opened(whole(inside)).sheet.writable
