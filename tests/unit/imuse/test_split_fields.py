"""One field in several controls, and one control with several values."""

# ruff: noqa: E501 - markup keeps to its line

import pytest

from adapters.model import Kind
from tests.unit.imuse.reader import field, opened, rows, sent, sheet, whole

VILLE = "<br>Ville <input name=v value=Vannes>"
DAYS = "".join(f"<option{' selected' if n == 7 else ''}>{n}" for n in range(1, 32))
MONTHS = "".join(
    f"<option value={n}{' selected' if n == 3 else ''}>{name}"
    for n, name in enumerate(
        [
            "janvier",
            "février",
            "mars",
            "avril",
            "mai",
            "juin",
            "juillet",
            "août",
            "septembre",
            "octobre",
            "novembre",
            "décembre",
        ],
        start=1,
    )
)
YEARS = "".join(f"<option{' selected' if n == 1979 else ''}>{n}" for n in range(1940, 2027))
DAY, MONTH, YEAR = (
    f"<select name=j>{DAYS}</select>",
    f"<select name=m>{MONTHS}</select>",
    "<input name=a size=4 value=1979>",
)
CAPTION = "Date de naissance "

DATES = {
    "lists": f"{DAY} {MONTH} <select name=a>{YEARS}</select>",
    "the year in a text": f"{DAY} {MONTH} {YEAR}",
    "the month in a list": f"<input name=j size=2 value=7> {MONTH} {YEAR}",
    "texts": f"<input name=j size=2 value=07> / <input name=m size=2 value=03> / {YEAR}",
    "hidden controls between": f"{DAY} <input type=hidden name=h value=1> {MONTH} {YEAR}",
}


@pytest.mark.parametrize("layout", DATES)
def test_a_day_a_month_and_a_year_are_one_date(layout: str) -> None:
    inside = CAPTION + DATES[layout] + VILLE
    read = field(inside, "Date de naissance")
    assert [(f.caption, f.kind) for f in sheet(inside).fields()] == [
        ("Date de naissance", Kind.DATE), ("Ville", Kind.TEXT)]  # fmt: skip
    assert read.value.lstrip("0") == "7/03/1979"
    assert read.editable


@pytest.mark.parametrize("layout", DATES)
def test_a_date_is_filled_back_part_by_part(layout: str) -> None:
    html = whole(CAPTION + DATES[layout] + VILLE)
    body = sent(html, opened(html).fills("date-de-naissance", "28/12/1980")).body
    assert body.replace(b"&h=1", b"") == b"j=28&m=12&a=1980&v=Vannes&ok=Modifier"


def test_lists_that_are_no_date_stay_apart() -> None:
    inside = f"Classe <select name=a><option>1<option>2</select> {MONTH} {YEAR}{VILLE}"
    assert [f.caption for f in sheet(inside).fields()][:2] == ["Classe", "Classe"]


def _boxes(values: str, more: str = "maxlength=2") -> str:
    return " ".join(
        f"<input name=t{n} size=2 {more} value='{value}'>"
        for n, value in enumerate(values.split("|"))
    )


def test_a_telephone_number_in_five_boxes_is_one_field() -> None:
    read = field(f"Portable {_boxes('06|39|98|00|01')}{VILLE}", "Portable")
    assert (read.value, read.kind, read.editable) == ("06 39 98 00 01", Kind.PHONE, True)
    assert (read.name, read.max_length) == ("mobile_phone", None)


@pytest.mark.parametrize(
    "typed", ["07 39 98 00 02", "0739980002", "07.39.98.00.02", "07-39 98-00 02"]
)
def test_a_number_is_filled_back_box_by_box(typed: str) -> None:
    html = whole(f"Portable {_boxes('06|39|98|00|01')}{VILLE}")
    body = sent(html, opened(html).fills("portable", typed)).body
    assert body == b"t0=07&t1=39&t2=98&t3=00&t4=02&v=Vannes&ok=Modifier"


def test_a_number_is_emptied_box_by_box() -> None:
    html = whole(f"Portable {_boxes('06|39|98|00|01')}{VILLE}")
    assert set(opened(html).fills("portable", "").values()) == {""}


@pytest.mark.parametrize("typed", ["07 39", "+33 7 39 98 00 02", "07 39 98 00 02 03"])
def test_a_number_that_does_not_fit_its_boxes_fills_none(typed: str) -> None:
    html = whole(f"Portable {_boxes('06|39|98|00|01')}{VILLE}")
    assert set(opened(html).fills("portable", typed).values()) == {""}


def test_the_boxes_of_a_number_tell_their_lengths_by_what_they_hold() -> None:
    html = whole(f"Portable {_boxes('06|39|98|00|01', '')}{VILLE}")
    assert opened(html).fills("portable", "0739980002") == {
        0: "07",
        1: "39",
        2: "98",
        3: "00",
        4: "02",
    }
    assert field(f"Portable {_boxes('06|39|98|00|01', '')}{VILLE}", "Portable").editable


def test_a_number_in_boxes_of_unknown_lengths_is_only_read() -> None:
    inside = f"Portable {_boxes('||||', '')}{VILLE}"
    assert [(f.caption, f.value, f.editable) for f in sheet(inside).fields()] == [
        ("Portable", "", False), ("Ville", "Vannes", True)]  # fmt: skip
    assert sheet(inside).writable


def test_any_value_in_full_boxes_is_one_field() -> None:
    inside = f"N° allocataire {_boxes('1234|5678|9012', 'maxlength=4')}{VILLE}"
    read = field(inside, "N° allocataire")
    assert (read.value, read.kind, read.editable) == ("1234 5678 9012", Kind.TEXT, True)


APART = {
    "two telephones": "Téléphones <input name=a maxlength=14 value='06 39 98 00 01'> <input name=b maxlength=14 value=''>",
    "boxes half full": "Bâtiment " + _boxes("B|2|", "maxlength=3"),
    "two lines of an address": "Adresse <input name=a value='1, rue Haute'> <input name=b value='Bât. B'>",
}


@pytest.mark.parametrize("layout", APART)
def test_values_that_may_be_several_stay_apart(layout: str) -> None:
    read = sheet(APART[layout] + VILLE).fields()
    assert len(read) > 2
    assert all(f.editable for f in read)


MULTIPLE = (
    """Instruments <select multiple name="i[]" size=4><option value=1 selected>Piano<option value=2>Violon
    <option value=3 selected>Flûte</select>"""
    + VILLE
)


def test_a_list_of_several_choices_shows_what_is_chosen_and_is_only_read() -> None:
    assert rows(MULTIPLE) == [("Instruments", "Piano, Flûte"), ("Ville", "Vannes")]
    assert [f.editable for f in sheet(MULTIPLE).fields()] == [False, True]
    assert sheet(MULTIPLE).writable


def test_a_list_of_several_choices_is_sent_back_as_it_is() -> None:
    html = whole(MULTIPLE)
    body = sent(html, opened(html).fills("ville", "Auray")).body
    assert body == b"i%5B%5D=1&i%5B%5D=3&v=Auray&ok=Modifier"
