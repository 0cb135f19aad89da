"""The arrows of a sheet lead to other sheets: they are no pager of the lists that are on it."""

# ruff: noqa: E501 - markup keeps to its line

import pytest

from adapters.model import ListName, Step
from tests.unit.imuse.dossier_site import dossier, fields, known, refs, two_students
from tests.unit.imuse.small_extranet import Asked
from tests.unit.imuse.visited import table, visit

YEARS = ["2025", "2024", "2023"]
NOTES = {"1": ["02/10/2025|12"], "2": ["05/11/2024|14", "06/02/2025|15"], "3": ["07/12/2023|16"]}


def _link(number: int, words: str) -> str:
    inside = 1 <= number <= len(YEARS)
    return f"<a href='passe.php?e=7&amp;n={number}'>{words}</a>" if inside else words


def _words(now: int) -> str:
    return f"{_link(1, 'Première')} {_link(now - 1, 'Précédente')} {_link(now + 1, 'Suivante')} {_link(3, 'Dernière')}"


def _signs(now: int) -> str:
    return (
        f"{_link(1, '|&lt;')} {_link(now - 1, '&lt;')} {_link(now + 1, '&gt;')} {_link(3, '&gt;|')}"
    )


def _pictures(now: int) -> str:
    names = (
        (1, "Première fiche"),
        (now - 1, "Précédent"),
        (now + 1, "Suivant"),
        (3, "Dernière fiche"),
    )
    return "".join(_link(n, f"<img src=f.gif alt='{words}' border=0>") for n, words in names)


def _buttons(now: int) -> str:
    if now == len(YEARS):
        return "<input type=button value='>' disabled>"
    return f"""<form method=get action=passe.php><input type=hidden name=e value=7><input type=hidden name=n value={now + 1}>
        <input type=submit value='&gt;'></form>"""


ARROWS = {"words": _words, "signs": _signs, "pictures": _pictures, "buttons": _buttons}


def _history(asked: Asked) -> str:
    opens = "ondblclick=\"location='passe.php?e=7&n={}'\""
    lines = [f"{year}|Piano|Mme Le Goff" for year in YEARS]
    return dossier(asked.form["e"], table("Année|Classe|Enseignant", *lines, more=opens))


@pytest.mark.parametrize("way", ARROWS)
@pytest.mark.parametrize("below", [True, False])
@pytest.mark.parametrize("named", ["<p>Année : {}</p>", "<h2>Fiche {}</h2>", "<p>Piano, {}</p>"])
async def test_a_sheets_list_does_not_go_on_with_the_next_sheets(
    way: str, named: str, *, below: bool
) -> None:
    def past(asked: Asked) -> str:
        number = asked.form["n"]
        arrows = f"<div align=center>{ARROWS[way](int(number))}</div>"
        notes = f"<h3>Évaluations</h3>{table('Date|Note', *NOTES[number])}"
        year = named.format(YEARS[int(number) - 1])
        return dossier("7", f"{year}{notes}{arrows}" if below else f"{year}{arrows}{notes}")

    async with visit(two_students(historique=known(_history), passe=known(past))) as session:
        anne, _ = await refs(session)
        history = await session.history(anne)
        assert [line.cells[0] for line in history.lines] == YEARS
        for number, line in enumerate(history.lines, 1):
            record = await session.record(anne, (Step(list="history", line=line.ref or ""),))
            notes = record.listing(ListName.EVALUATIONS)
            assert fields(record) == ([("Année", YEARS[number - 1])] if "Année" in named else [])
            assert notes is not None
            assert ["|".join(one.cells) for one in notes.lines] == NOTES[str(number)]


COUNTS = [
    "<p>{0} à {1} sur 7</p><p>{2} | {3}</p>",
    "<p>7 éléments trouvés, affichage de {0} à {1}.<br>[Premier/{2}] {4} [{3}/Dernier]</p>",
    "<p>{2} {4} {3}</p>",
]


@pytest.mark.parametrize("count", COUNTS)
async def test_a_sheets_list_with_pages_of_its_own_is_read_whole(count: str) -> None:
    """Its pages say the same of the sheet: the arrows are the list's."""
    notes = [f"{n:02}/10/2025|{n}" for n in range(1, 8)]

    def past(asked: Asked) -> str:
        now = int(asked.form.get("page", "1"))
        shown = table("Date|Note", *notes[3 * (now - 1) : 3 * now])
        before = (
            f"<a href='passe.php?n=1&amp;page={now - 1}'>Précédent</a>" if now > 1 else "Précédent"
        )
        after = f"<a href='passe.php?n=1&amp;page={now + 1}'>Suivant</a>" if now < 3 else "Suivant"
        pager = count.format(3 * now - 2, min(3 * now, 7), before, after, now)
        return dossier("7", f"<h2>Piano, 2025</h2><h3>Évaluations</h3>{shown}{pager}")

    async with visit(two_students(historique=known(_history), passe=known(past))) as session:
        anne, _ = await refs(session)
        line = (await session.history(anne)).lines[0]
        record = await session.record(anne, (Step(list="history", line=line.ref or ""),))
    read = record.listing(ListName.EVALUATIONS)
    assert read is not None
    assert ["|".join(one.cells) for one in read.lines] == notes
