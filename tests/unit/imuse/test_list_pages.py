"""A long list is read with all its pages, or not at all."""

# ruff: noqa: E501 - markup keeps to its line

from collections.abc import Callable

import pytest

from adapters.errors import NotUnderstood
from adapters.model import Listing, ListName
from tests.unit.imuse.small_extranet import Asked, PageOf, SmallExtranet
from tests.unit.imuse.visited import SIGN_IN, screen, site, table, visit

HEADS = "N°|Date|Montant"
NUMBERS = [f"F-{n}" for n in range(1, 24)]
EACH = 5
LAST = 5

Pager = Callable[[int], str]


def _page(number: int) -> str:
    return table(
        HEADS, *(f"{n}|01/10/2026|10 €" for n in NUMBERS[EACH * (number - 1) : EACH * number])
    )


def _all(page: str = "page") -> Callable[[Pager], PageOf]:
    def of(pager: Pager) -> PageOf:
        def answer(asked: Asked) -> str:
            if not asked.known:
                return SIGN_IN
            number = int(asked.form.get(page, "1"))
            return screen(f"<h1>Facturation</h1>{_page(number)}{pager(number)}")

        return answer

    return of


def _link(number: int, words: str | None = None) -> str:
    return f"<a href='factures.php?page={number}'>{words or number}</a>"


def _numbers(now: int) -> str:
    return " ".join(str(n) if n == now else _link(n) for n in range(1, LAST + 1))


def _window(now: int) -> str:
    first = (now - 1) // 2 * 2 + 1
    shown = [n for n in (first, first + 1) if n <= LAST]
    before = _link(first - 1, "...") if first > 1 else ""
    after = _link(shown[-1] + 1, "...") if shown[-1] < LAST else ""
    return " ".join([before, *(str(n) if n == now else _link(n) for n in shown), after])


def _words(now: int) -> str:
    before = _link(now - 1, "« Précédent") if now > 1 else "« Précédent"
    return f"{before} | {_link(now + 1, 'Suivant »') if now < LAST else 'Suivant »'}"


def _arrows(now: int) -> str:
    before = [_link(1, "&lt;&lt;"), _link(now - 1, "&lt;")] if now > 1 else ["&lt;&lt;", "&lt;"]
    after = (
        [_link(now + 1, "&gt;"), _link(LAST, "&gt;&gt;")] if now < LAST else ["&gt;", "&gt;&gt;"]
    )
    return " ".join(before + after)


def _pictures(now: int) -> str:
    shown = "<img src=d.gif alt='Page suivante' title='Page suivante'>"
    return f"<a href='factures.php?page={now + 1}'>{shown}</a>" if now < LAST else ""


def _loops(now: int) -> str:
    """The last page's « Suivant » leads to the last page."""
    return _link(min(now + 1, LAST), "Suivant")


def _begins_again(now: int) -> str:
    return _link(now % LAST + 1, "Suivant")


def _posted(now: int) -> str:
    button = f"<form method=post action=factures.php><input type=hidden name=page value={now + 1}><input type=submit value=Suivant></form>"
    return button if now < LAST else ""


def _posted_numbers(now: int) -> str:
    buttons = "".join(f"<input type=submit name=page value={n}>" for n in range(1, LAST + 1))
    return f"<form method=post action=factures.php>{buttons}</form>"


def _post_back(now: int) -> str:
    links = " ".join(
        str(n) if n == now else f"<a href=\"javascript:__doPostBack('page','{n}')\">{n}</a>"
        for n in range(1, LAST + 1)
    )
    return f"""<form name=f method=post action=factures.php><input type=hidden name=cible><input type=hidden name=page value={now}>{links}</form>
        <script>function __doPostBack(t, a) {{ document.f.cible.value = t; document.f.page.value = a; document.f.submit(); }}</script>"""


PAGERS: dict[str, Pager] = {
    "numbers": _numbers,
    "numbers in a window": _window,
    "words": _words,
    "arrows": _arrows,
    "pictures": _pictures,
    "words that end where they are": _loops,
    "words that begin again": _begins_again,
    "a form that is posted": _posted,
    "buttons of a form": _posted_numbers,
    "post backs": _post_back,
    "numbers, and how many there are": lambda now: f"<p>{EACH * (now - 1) + 1} à {min(EACH * now, 23)} sur 23</p>{_numbers(now)}",
    "words cut short, and the page's number": lambda now: f"<p>Page {now} / {LAST} {_link(now - 1, 'Préc.') if now > 1 else ''} {_link(now + 1, 'Suiv.') if now < LAST else ''}</p>",
    "words, and the page's number": lambda now: f"<p>Page {now} / {LAST}</p>{_words(now)}",
}  # fmt: skip


def _more(words: str) -> Pager:
    """A link of these words wherever there is more."""
    return lambda now: _link(now + 1, words) if now < LAST else ""


def _listed(attributes: str, button: str = "") -> Pager:
    """A list of all pages to choose from."""

    def of(now: int) -> str:
        options = "".join(
            f"<option value={n}{' selected' if n == now else ''}>{n}</option>"
            for n in range(1, LAST + 1)
        )
        return f"<form action=factures.php>Page <select name=page {attributes}>{options}</select>{button}</form>"

    return of


def _links(words: Callable[[int], str]) -> Pager:
    """A link for each page."""
    return lambda now: " ".join(_link(n, words(n)) for n in range(1, LAST + 1))


PAGERS |= {
    words: _more(words)
    for words in ("Voir plus", "Voir la suite", "Plus anciennes", "Factures plus anciennes",
                  "Résultats suivants", "Lignes suivantes", "5 suivants", "Suivants (5)", "&gt;&gt;")
}  # fmt: skip
PAGERS |= {
    "numbers with a word": _links(lambda n: f"Page {n}"),
    "numbers of lines": _links(lambda n: f"{EACH * (n - 1) + 1} - {min(EACH * n, 23)}"),
    "a list of pages": _listed("onchange='this.form.submit()'"),
    "a list of pages and a button": _listed("", "<input type=submit value=OK>"),
    "a list of pages that a script follows": _listed("onchange=\"location='factures.php?page='+this.value\""),
    "pictures named after what is drawn on them": _more("<img src=img/suivant.gif border=0>"),
    "pictures of an arrow": _more("<img src='img/fleche_droite.png'>"),
}  # fmt: skip


async def _billing(built: SmallExtranet) -> Listing:
    async with visit(built) as session:
        found = (await session.billing()).listing(ListName.INVOICES)
        assert found is not None
        return found


def _numbers_of(listing: Listing) -> list[str]:
    return [line.cells[0] for line in listing.lines]


@pytest.mark.parametrize("way", PAGERS)
async def test_every_page_is_read_in_order_and_once(way: str) -> None:
    built = site({"factures.php": _all()(PAGERS[way])})
    listing = await _billing(built)
    assert _numbers_of(listing) == NUMBERS
    assert len({line.cells for line in listing.lines}) == len(NUMBERS)
    assert sum("factures.php" in one for one in built.asked) <= LAST + 1


@pytest.mark.parametrize("way", PAGERS)
async def test_the_pager_above_the_list_is_followed_too(way: str) -> None:
    def answer(asked: Asked) -> str:
        if not asked.known:
            return SIGN_IN
        number = int(asked.form.get("page", "1"))
        return screen(
            f"<h1>Facturation</h1><p>Vos factures</p>{PAGERS[way](number)}{_page(number)}"
        )

    assert _numbers_of(await _billing(site({"factures.php": answer}))) == NUMBERS


async def test_a_pager_in_the_tables_foot_is_followed() -> None:
    def answer(asked: Asked) -> str:
        number = int(asked.form.get("page", "1"))
        foot = f"<tr><td colspan=3 align=center>{_numbers(number)}</td></tr></table>"
        return screen(_page(number).replace("</table>", foot))

    assert _numbers_of(await _billing(site({"factures.php": answer}))) == NUMBERS


COUNTS = [
    "1 à 5 sur 23", "Lignes 1 à 5 sur 23", "1-5 / 23", "Affichage de 1 à 5 sur 23 factures",
    "Résultats 1 – 5 sur 23", "Page 1 / 5", "Page 1 sur 5", "page n° 1 de 5",
]  # fmt: skip


@pytest.mark.parametrize("count", COUNTS)
async def test_a_list_that_counts_more_than_can_be_read_is_not_understood(count: str) -> None:
    page = screen(f"<h1>Facturation</h1>{_page(1)}<p>{count}</p>")
    with pytest.raises(NotUnderstood):
        await _billing(site({"factures.php": page}))


async def test_a_pager_that_nothing_can_follow_is_not_understood() -> None:
    pager = "<p>1 à 5 sur 23</p><a href=# onclick='grille.suivante()'>Suivant</a>"
    page = screen(f"<h1>Facturation</h1>{_page(1)}{pager}")
    with pytest.raises(NotUnderstood):
        await _billing(site({"factures.php": page}))


@pytest.mark.parametrize("count", ["1 à 5 sur 5", "Page 1 / 1", "Du 1 à 5 sur 23 de la gamme"])
async def test_a_count_that_agrees_or_is_about_something_else_is_no_obstacle(count: str) -> None:
    lines = table(HEADS, *(f"{n}|01/10/2026|10 €" for n in NUMBERS[:5]))
    heading = f"<p>{count}</p>" if "gamme" not in count else ""
    page = screen(f"<h1>Facturation</h1>{lines}{heading}")
    assert _numbers_of(await _billing(site({"factures.php": page}))) == NUMBERS[:5]


async def test_the_same_line_on_two_pages_is_two_lines() -> None:
    """Two contributions of one day and one sum are two contributions."""
    same = table("Date|Libellé|Montant", "01/10/2026|Cotisation|10 €", "01/10/2026|Cotisation|10 €")
    other = table("Date|Libellé|Montant", "01/10/2026|Cotisation|10 €", "02/11/2026|Avoir|10 €")

    def answer(asked: Asked) -> str:
        if asked.form.get("page") == "2":
            return screen(f"<h3>Factures</h3>{other}{_link(1)} 2")
        return screen(f"<h3>Factures</h3>{same}1 {_link(2)}")

    listing = await _billing(site({"factures.php": answer}))
    assert [line.cells[0] for line in listing.lines] == ["01/10/2026"] * 3 + ["02/11/2026"]


async def test_each_list_follows_its_own_pager() -> None:
    payments = [f"P-{n}|01/10/2026|Chèque|10 €" for n in range(1, 8)]

    def answer(asked: Asked) -> str:
        bills, paid = int(asked.form.get("page", "1")), int(asked.form.get("r", "1"))
        shown = table("Réf.|Date|Mode|Montant", *payments[4 * (paid - 1) : 4 * paid])
        pager = (
            "1 <a href='factures.php?r=2'>2</a>"
            if paid == 1
            else "<a href='factures.php?r=1'>1</a> 2"
        )
        return screen(
            f"<h3>Factures</h3>{_page(bills)}<p>{_numbers(bills)}</p><h3>Règlements</h3>{shown}<p>{pager}</p>"
        )

    async with visit(site({"factures.php": answer})) as session:
        bills, paid = (await session.billing()).lists
    assert _numbers_of(bills) == NUMBERS
    assert _numbers_of(paid) == [one.split("|")[0] for one in payments]


async def test_a_pager_that_leads_elsewhere_ends_the_list() -> None:
    def answer(asked: Asked) -> str:
        return screen(f"<h1>Facturation</h1>{_page(1)}<a href=aide.php>Suivant</a>")

    built = site({"factures.php": answer, "aide.php": screen("<h1>Aide</h1>")})
    assert _numbers_of(await _billing(built)) == NUMBERS[:5]


async def test_a_session_that_ends_between_two_pages_begins_the_list_again() -> None:
    built: SmallExtranet
    ended = False

    def answer(asked: Asked) -> str:
        nonlocal ended
        number = int(asked.form.get("page", "1"))
        if number == 3 and not ended:
            ended = True
            built.end_sessions()
            return SIGN_IN
        return (
            screen(f"<h1>Facturation</h1>{_page(number)}{_numbers(number)}")
            if asked.known
            else SIGN_IN
        )

    built = site({"factures.php": answer})
    assert _numbers_of(await _billing(built)) == NUMBERS
    assert ended


async def test_what_is_shown_with_all_before_it_is_read_once() -> None:
    def answer(asked: Asked) -> str:
        if not asked.known:
            return SIGN_IN
        upto = EACH * int(asked.form.get("page", "1"))
        lines = table(HEADS, *(f"{n}|01/10/2026|10 €" for n in NUMBERS[:upto]))
        more = _link(upto // EACH + 1, "Afficher plus") if upto < len(NUMBERS) else ""
        return screen(f"<h1>Facturation</h1>{lines}{more}")

    assert _numbers_of(await _billing(site({"factures.php": answer}))) == NUMBERS


@pytest.mark.parametrize(
    ("choice", "said"),
    [
        ("Exercice <select name=x onchange='this.form.submit()'>{}</select>", "Exercice\N{NO-BREAK SPACE}: 2026-2027"),
        ("Année scolaire : <select name=x>{}</select> <input type=submit value=OK>", "Année scolaire\N{NO-BREAK SPACE}: 2026-2027"),
        ("Trier par <select name=x onchange='this.form.submit()'>{}</select>", None),
    ],
)  # fmt: skip
async def test_a_list_of_one_year_says_which(choice: str, said: str | None) -> None:
    options = "<option>2027-2028<option selected>2026-2027<option>2025-2026"
    inside = f"<form action=factures.php>{choice.format(options)}</form>{_page(1)}"
    listing = await _billing(site({"factures.php": screen(inside)}))
    assert listing.notes == (() if said is None else (said,))
