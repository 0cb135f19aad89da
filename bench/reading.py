"""How long a Famille page takes to read, beside the parser alone, and beside a page half as long.

`make bench` prints ratios measured side by side in one run; nothing passes or fails by them.
"""

import asyncio
from collections.abc import Callable
from time import process_time

from bs4 import BeautifulSoup

from adapters.imuse import profile
from adapters.imuse.reading.read import Source, read_page

ROUNDS = 5


def sheet(fields: int) -> bytes:
    """A page of an old extranet with so many fields and as many lines of news."""
    rows = "".join(
        f"<tr><td nowrap><label for=i{n}>Champ numéro {n} :</label></td>"
        f"<td><input id=i{n} name=c{n} value='valeur {n}'> <small>(aide {n})</small></td></tr>"
        for n in range(fields)
    )
    news = "".join(f"<p>Nouvelle <b>{n}</b> : concert à 20 h.</p>" for n in range(fields))
    script = "".join(f"$('#i{n}').click(function () {{ voir({n}); }});" for n in range(fields))
    page = (
        f"<html><body>{news}<form method=post><table>{rows}</table>"
        f"<input type=submit value=Modifier></form><script>{script}</script></body></html>"
    )
    return page.encode("windows-1252")


def quickest(work: Callable[[], object]) -> float:
    """Seconds of processor time, the best of some rounds."""
    times = []
    for _ in range(ROUNDS):
        start = process_time()
        work()
        times.append(process_time() - start)
    return min(times)


def main() -> None:
    """Measure and print."""
    lexicon = profile.load("base").reading
    long, short = sheet(120), sheet(60)

    def read(body: bytes) -> None:
        source = Source(url="https://ecole.example/", body=body, charset="windows-1252")
        asyncio.run(read_page(source, lexicon))

    whole, half = quickest(lambda: read(long)), quickest(lambda: read(short))
    parser = quickest(lambda: BeautifulSoup(long.decode("windows-1252"), "lxml"))
    print(f"page of {len(long) / 1000:.0f} kB, 120 fields: {whole * 1000:.0f} ms")
    print(f"reading ÷ parser alone: {whole / parser:.1f}")
    print(f"page ÷ page half as long: {whole / half:.2f} (2 is linear)")


if __name__ == "__main__":
    main()
