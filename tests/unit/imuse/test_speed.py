"""Reading stays quick: a page twice as long may not take four times as long."""

# ruff: noqa: E501 - markup keeps to its line

from time import process_time

from tests.unit.imuse.reader import opened, page


def _sheet(rows: int) -> str:
    fields = "".join(
        f"<tr class=ligne><td nowrap><label for=i{n}>Champ numéro {n} :</label></td>"
        f"<td><input id=i{n} name=c{n} value='valeur {n}' size=30> <small>(aide {n})</small></td></tr>"
        for n in range(rows)
    )
    script = "".join(
        f"$('#i{n}').click(function () {{ $('#i{n}').val('x'); }});" for n in range(rows)
    )
    return (
        "<html><head><style>.x { display: none } .y td { color: red }</style></head><body>"
        f"<form method=post><table>{fields}</table><input type=submit value=Modifier></form>"
        f"<script>{script}</script></body></html>"
    )


def _took(rows: int) -> float:
    html = _sheet(rows)
    times = []
    for _ in range(3):
        start = process_time()
        page(html)
        times.append(process_time() - start)
    return min(times)


def test_a_page_twice_as_long_takes_about_twice_as_long() -> None:
    assert len(opened(_sheet(40)).sheet.fields()) == 40
    assert _took(240) < 3.2 * _took(120)
