"""What the lines of Réinscription say besides: other boxes, closed courses, documents, limits."""

import pytest

from adapters.imuse.screens import limits
from tests.unit.imuse.test_re_enrolment import BOXES, lines, opened

IMPORTER = "<input type=submit name=importer value=Importer>"


def box(name: str, more: str = "") -> str:
    return f"<input type=checkbox name={name} value=1 {more}>"


def test_what_stands_in_a_row_of_boxes_is_the_first_words_name_and_the_rest_detail() -> None:
    tab = opened(
        f"<div class=r><div>{box('a')}</div><div>Piano</div><div>Mme Aubry</div></div>"
        f"<div class=r><div>{box('b')}</div><div>Chœur</div><div>M. Le Dû</div></div>"
    ).tab
    assert [(one.caption, one.details) for one in tab.disciplines] == [
        ("Piano", (("", "Mme Aubry"),)),
        ("Chœur", (("", "M. Le Dû"),)),
    ]


def test_small_print_on_a_line_is_detail_and_an_hour_no_caption() -> None:
    tab = opened(
        f"<ul><li><label>{box('a')} Flûte <small>Cycle 2 · mercredi 14:00</small></label></li>"
        f"<li><label>{box('b')} Chœur</label> <span class=text-muted>Chœur mixte, 18:30</span></li>"
        "<li class=disabled>Orgue <small>complet</small></li></ul>"
    ).tab
    assert [(one.caption, one.details) for one in tab.disciplines] == [
        ("Flûte", (("", "Cycle 2 · mercredi 14:00"),)),
        ("Chœur", (("", "Chœur mixte, 18:30"),)),
        ("Orgue", (("", "complet"),)),
    ]
    alone = opened(f"<p><label>{box('a')} Piano 17:30</label></p>{BOXES['labels after']}").tab
    assert alone.disciplines[0].caption == "Piano 17:30"


def test_a_line_of_the_list_without_a_box_is_shown_in_its_place() -> None:
    tab = opened(
        f"<ul><li><label>{box('a')} Piano</label><li>Orgue <i>complet</i>"
        f"<li><label>{box('b')} Chœur</label></ul>"
    )
    assert lines(tab) == [
        ("Piano", False, True),
        ("Orgue complet", False, False),
        ("Chœur", False, True),
    ]


def test_two_courses_of_one_name_are_told_apart_by_the_rest_of_their_lines() -> None:
    def keys(*teachers: str) -> dict[str, str]:
        rows = "".join(
            f"<tr><td>{box(name)}</td><td>Piano</td><td>{name}</td></tr>" for name in teachers
        )
        head = "<tr><th></th><th>Cours</th><th>Professeur</th></tr>"
        tab = opened(f"<table>{head}{rows}</table>").tab
        return {one.details[0][1]: one.key for one in tab.disciplines}

    assert keys("Aubry", "Le-Du") == keys("Le-Du", "Aubry")
    assert len(set(keys("Aubry", "Le-Du").values())) == 2


def test_two_boxes_of_a_line_are_told_apart_by_their_columns() -> None:
    tab = opened(
        "<table><tr><th>Discipline</th><th>Cursus</th><th>Loisir</th></tr>"
        f"<tr><td>Piano</td><td>{box('a')}</td><td>{box('b')}</td></tr>"
        f"<tr><td>Orgue</td><td>{box('c')}</td><td>{box('d')}</td></tr></table>"
    )
    assert [caption for caption, _, _ in lines(tab)] == [
        "Piano – Cursus",
        "Piano – Loisir",
        "Orgue – Cursus",
        "Orgue – Loisir",
    ]


def test_boxes_that_nothing_tells_apart_are_not_to_be_written() -> None:
    tab = opened(f"<p><label>{box('a')} Oui</label></p><p><label>{box('b')} Oui</label></p>").tab
    assert not tab.writable


def test_tout_cocher_is_neither_a_course_nor_a_question() -> None:
    tab = opened(f"<p>{box('tous')} Tout cocher</p>{BOXES['labels after']}")
    assert [caption for caption, _, _ in lines(tab)] == ["Piano", "Chœur d’enfants"]
    assert tab.tab.questions == ()


def test_an_agreement_in_the_same_table_is_a_question() -> None:
    tab = opened(
        f"<table><tr><td>{box('a')}</td><td>Piano</td></tr><tr><td>{box('b')}</td><td>Chœur</td>"
        f"</tr><tr><td>{box('r')}</td><td>J’accepte le règlement intérieur</td></tr></table>"
    )
    assert [caption for caption, _, _ in lines(tab)] == ["Piano", "Chœur"]
    assert [one.caption for one in tab.tab.questions] == ["J’accepte le règlement intérieur"]


@pytest.mark.parametrize(
    "markup",
    [
        "<table><tr><th>Document</th><th>Fichier</th><th>Supprimer</th></tr>"
        f"<tr><td>RIB</td><td>rib.pdf</td><td>{box('s1')}</td></tr></table>",
        f"<ul><li>RIB (rib.pdf) <label>{box('s1')} Supprimer</label></li></ul>",
    ],
)
def test_a_box_that_removes_a_document_is_no_course_and_changes_no_form(markup: str) -> None:
    heading = "<h3>Documents importés</h3>"
    tab = opened(f"{BOXES['labels after']}{heading}{markup}")
    assert [caption for caption, _, _ in lines(tab)] == ["Piano", "Chœur d’enfants"]
    assert tab.tab.questions == ()
    assert [one.file for one in tab.tab.imported or ()] == ["rib.pdf"]
    assert tab.tab.shape == opened(BOXES["labels after"]).tab.shape


def test_hidden_fields_of_what_was_imported_change_no_form() -> None:
    hidden = "<input type=hidden name=piece_12 value=rib.pdf>"
    assert opened(f"{BOXES['labels after']}{hidden}").tab.shape == (
        opened(BOXES["labels after"]).tab.shape
    )


def test_a_document_that_is_asked_for_is_imported_once_it_has_a_file() -> None:
    table = (
        "<table><tr><th>Document</th><th>Fichier</th></tr><tr><td>RIB</td><td>à fournir</td></tr>"
        "<tr><td>Photo</td><td>photo.png</td></tr><tr><td>Attestation</td><td></td></tr></table>"
    )
    tab = opened(BOXES["labels after"], around=table).tab
    assert [one.name for one in tab.imported or ()] == ["Photo"]


def test_a_list_beside_the_file_is_no_list_of_names_where_it_asks_something_else() -> None:
    tab = opened(
        f"{BOXES['labels after']}<p>Paiement <select name=p><option value=1>Chèque"
        f"<option value=2>Virement</select></p><p>Fichier <input type=file name=f></p>{IMPORTER}"
    ).tab
    assert tab.imports is not None
    assert tab.imports.names == ()
    assert [one.caption for one in tab.questions] == ["Paiement"]


@pytest.mark.parametrize(
    ("said", "size"),
    [
        ("Taille maximale : 2 000 Ko", 2_000_000),
        ("Taille maximale : 2\u202f000 Ko", 2_000_000),
        ("2.000 Ko au plus", 2_000_000),
        ("2 000 000 octets au maximum", 2_000_000),
        ("Limite : 2\u00a0Mo", 2_000_000),
        ("(2Mo)", 2_000_000),
        ("RIB rib.pdf – 35 Ko", None),
        ("Taille : 35 Ko", None),
        ("Photo (35 Ko)", None),
    ],
)
def test_a_limit_is_no_size_of_a_document(said: str, size: int | None) -> None:
    assert limits.max_bytes(limits.sentences((said,)), None) == size


def test_a_file_that_is_listed_with_its_size_is_no_limit() -> None:
    file = f"<p>2 Mo au plus</p><p>Fichier <input type=file name=f></p>{IMPORTER}"
    listed = "<h3>Documents importés</h3><ul><li>RIB rib.pdf – 35 Ko</ul>"
    tab = opened(BOXES["labels after"] + file, around=listed).tab
    assert tab.imports is not None
    assert tab.imports.max_bytes == 2_000_000


@pytest.mark.parametrize(
    ("control", "size", "formats"),
    [
        ("<input type=file name=f accept='.pdf, .JPG,image/png'>", None, ("pdf", "jpg", "png")),
        ("<input type=hidden name=MAX_FILE_SIZE value=2097152><input type=file name=f>",
         2_097_152, ()),
        ("<input type=file name=f>", None, ()),
    ],
)  # fmt: skip
def test_the_controls_themselves_state_limits(
    control: str, size: int | None, formats: tuple[str, ...]
) -> None:
    tab = opened(f"{BOXES['labels after']}<p>Fichier {control}</p>{IMPORTER}").tab
    assert tab.imports is not None
    assert (tab.imports.max_bytes, tab.imports.formats) == (size, formats)


def test_of_one_form_for_all_tabs_only_what_is_behind_its_own_counts() -> None:
    tabs = "<ul><li><a href='#i'>Identité</a><li><a href='#r'>Réinscription</a></ul>"
    identity = (
        "<div id=i class=tab-pane><p>Ville <input name=v value=Auray></p>"
        "<p>Observations <textarea name=o>x</textarea></p>"
        "<input type=submit name=un value=Valider></div>"
    )
    read = opened(
        f"{tabs}{identity}<div id=r class=tab-pane>{BOXES['labels after']}"
        "<p>Demandes <textarea name=d></textarea></p>"
        "<input type=submit name=deux value=Valider></div><div>"
    )
    assert [caption for caption, _, _ in lines(read)] == ["Piano", "Chœur d’enfants"]
    assert read.tab.questions == ()
    assert read.form is not None
    assert read.press is not None
    assert read.note is not None
    assert read.press.button is not None
    assert read.form.controls[read.note].name == "d"
    assert read.form.controls[read.press.button].name == "deux"
