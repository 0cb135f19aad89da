"""What was read beside what a person sees, difference by difference, in words."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from difflib import SequenceMatcher

from adapters.model import Field, Listing, Record
from tests.contract.visit import in_figures, plain
from tests.strangers.dossiers.stage import Fiche, Grid, Seen

_MANY = 20


def nothing_differs(differences: Iterable[str]) -> None:
    """Fails with the differences in words: the first of them, where there are many."""
    found = list(differences)
    shown = [*found[:_MANY], f"… and {len(found) - _MANY} more"] if len(found) > _MANY else found
    assert not found, "\n".join(("", *shown))


def fields_differ(where: str, truth: Sequence[Seen], read: Sequence[Field]) -> Iterator[str]:
    """Every caption with its value, in order, and no other."""
    pairs, words = _paired(where, [s.caption for s in truth], [f.caption for f in read])
    yield from words
    for seen, field in pairs:
        if folded(truth[seen].value) != folded(read[field].shown()):
            yield (
                f"{where} · {truth[seen].caption}: the site shows "
                f"« {truth[seen].value} », read was « {read[field].shown()} »"
            )


def grid_differs(where: str, truth: Grid, read: Listing) -> Iterator[str]:
    """Every column, every line and every cell, in order, and no other."""
    captions = [column.caption for column in read.columns]
    columns, words = _paired(f"{where} (columns)", truth.columns, captions)
    yield from words
    for number, line in enumerate(read.lines, start=1):
        if len(line.cells) != len(captions):
            yield f"{where} · line {number}: {len(line.cells)} cells, {len(captions)} columns"
            return
    seen, found = [seen for seen, _ in columns], [column for _, column in columns]
    left = [tuple(folded(cells[n]) for n in seen) for cells in truth.lines]
    right = [tuple(folded(line.cells[n]) for n in found) for line in read.lines]
    if len(left) != len(right):
        yield f"{where}: {len(left)} lines on the site, {len(right)} read"
        yield from _lines_differ(where, left, right)
        return
    for number, (true, told) in enumerate(zip(left, right, strict=True), start=1):
        yield from (
            f"{where} · line {number} · {truth.columns[n]}: the site shows « {one} », "
            f"read was « {other} »"
            for n, one, other in zip(seen, true, told, strict=True)
            if one != other
        )


def _lines_differ(
    where: str, truth: Sequence[tuple[str, ...]], read: Sequence[tuple[str, ...]]
) -> Iterator[str]:
    for kind, i, upto_i, j, upto_j in SequenceMatcher(None, truth, read, False).get_opcodes():
        if kind == "equal":
            continue
        for number in range(i, upto_i):
            yield f"{where} · line {number + 1}: not read: {' | '.join(truth[number])}"
        for number in range(j, upto_j):
            yield f"{where} · line {number + 1} read: not on the site: {' | '.join(read[number])}"


def openings_differ(where: str, truth: Grid, read: Listing) -> Iterator[str]:
    """A line has a reference where opening it shows something, and only there."""
    for number, (opens, line) in enumerate(zip(opened(truth), read.lines, strict=False), start=1):
        if opens is not None and line.ref is None:
            yield f"{where} · line {number}: opens something on the site, but has no reference"
        if opens is None and line.ref is not None:
            yield f"{where} · line {number}: opens nothing on the site, but has a reference"


def sheet_differs(where: str, truth: Fiche, read: Record) -> Iterator[str]:
    """Every value of a sheet, and every value of each of its lists."""
    yield from fields_differ(where, truth.fields, fields_of(read))
    yield from lists_differ(where, truth.lists, read.lists)


def lists_differ(where: str, truth: Mapping[str, Grid], read: Sequence[Listing]) -> Iterator[str]:
    """Every list under its caption, in order, and no other."""
    captions = list(truth)
    pairs, words = _paired(f"{where} (lists)", captions, [one.caption for one in read])
    yield from words
    for seen, listing in pairs:
        place = f"{where} · {captions[seen]}"
        yield from grid_differs(place, truth[captions[seen]], read[listing])
        yield from openings_differ(place, truth[captions[seen]], read[listing])


def paired_lists(
    truth: Mapping[str, Grid], read: Sequence[Listing]
) -> Iterator[tuple[str, Grid, Listing]]:
    """Each list beside what was read of it: by its place, or by its caption where one is missing.

    That no list is missing and each has its caption is for `lists_differ` to tell.
    """
    by_caption = {plain(listing.caption): listing for listing in read}
    for place, (caption, grid) in enumerate(truth.items()):
        found = read[place] if len(read) == len(truth) else by_caption.get(plain(caption))
        assert found is not None, f"no list is called {caption}"
        yield caption, grid, found


def opened(grid: Grid) -> tuple[Fiche | bytes | None, ...]:
    """What each line opens."""
    return grid.opens or (None,) * len(grid.lines)


def fields_of(record: Record) -> list[Field]:
    """All fields of a sheet, in its order."""
    return [field for section in record.sections for field in section.fields]


def folded(value: str) -> str:
    """A value without the accidents of white space, and a day in figures."""
    return in_figures(" ".join(value.split()))


def _paired(
    where: str, truth: Sequence[str], read: Sequence[str]
) -> tuple[list[tuple[int, int]], list[str]]:
    """The places of captions that are on both sides, and words for those on one side only."""
    pairs: list[tuple[int, int]] = []
    words: list[str] = []
    left, right = [plain(caption) for caption in truth], [plain(caption) for caption in read]
    for kind, i, upto_i, j, upto_j in SequenceMatcher(None, left, right, False).get_opcodes():
        if kind == "equal":
            pairs += zip(range(i, upto_i), range(j, upto_j), strict=True)
            continue
        words += [f"{where} · {each}: not read, or not there" for each in truth[i:upto_i]]
        words += [f"{where} · {each}: read, but not on the site there" for each in read[j:upto_j]]
    return pairs, words
