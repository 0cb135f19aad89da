"""Lists of a school's requests: narrowed, counted, in order, and opened only where shown."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import Connection

from gateway.office.choices import choices
from gateway.office.groups import OPEN, counted, in_order, is_in, is_urgent, order
from gateway.office.names import NameBook, Names
from gateway.pending.states import FINAL, State
from gateway.store import desk
from gateway.store.desk import Outline
from gateway.views.office import Clerk, Group, Line, Lines, Wanted

A_PAGE = 50
_ENDED_ARE_SHOWN = frozenset({Group.ALL, Group.ENDED})


class Lists:
    """What a clerk's list shows; everything in a thread of the store's."""

    def __init__(self, names: NameBook) -> None:
        """`names` are whom requests are about."""
        self._names = names

    def page(self, connection: Connection, clerk: Clerk, wanted: Wanted, now: datetime) -> Lines:
        """A page of the list; one beyond its end is its last."""
        matching = self._matching(connection, clerk.school, wanted)
        counts = counted(matching)
        if wanted.state is None and not _searches_all(wanted):
            ended = desk.count(connection, clerk.school, FINAL, wanted.kind)
            counts[Group.ENDED] += ended
            counts[Group.ALL] += ended
        chosen = in_order(each for each in matching if is_in(each, wanted.group))
        pages = max(1, -(-len(chosen) // A_PAGE))
        page = min(max(1, wanted.page), pages)
        shown = chosen[(page - 1) * A_PAGE : page * A_PAGE]
        return Lines(
            lines=self.lines(connection, clerk, shown, now),
            counts=counts,
            total=len(chosen),
            pages=pages,
            page=page,
        )

    def whole(
        self, connection: Connection, clerk: Clerk, wanted: Wanted, now: datetime
    ) -> tuple[Line, ...]:
        """Every line of the list, whatever its page."""
        matching = self._matching(connection, clerk.school, wanted)
        chosen = in_order(each for each in matching if is_in(each, wanted.group))
        return self.lines(connection, clerk, chosen, now)

    def chosen(
        self, connection: Connection, clerk: Clerk, numbers: Collection[str], now: datetime
    ) -> tuple[Line, ...]:
        """The lines of these requests, wherever they stand."""
        return self.lines(connection, clerk, desk.numbered(connection, clerk.school, numbers), now)

    def lines(
        self, connection: Connection, clerk: Clerk, outlines: Sequence[Outline], now: datetime
    ) -> tuple[Line, ...]:
        """These requests as lines."""
        names = self._names.of(connection, clerk.school, outlines)
        return tuple(_line(clerk, each, names[each.number], now) for each in outlines)

    def searched(
        self, connection: Connection, school: str, outlines: Sequence[Outline], search: str
    ) -> list[Outline]:
        """Those of them that the list's search would find."""
        return self._names.searched(connection, school, outlines, search)

    def beside(
        self, connection: Connection, school: str, number: str, wanted: Wanted
    ) -> tuple[str, str]:
        """The numbers before and after a request in a list, "" where there is none.

        One that is no longer in the list has the neighbours that it would have there.
        """
        matching = self._matching(connection, school, wanted)
        chosen = in_order(each for each in matching if is_in(each, wanted.group))
        own = desk.outline(connection, school, number)
        if own is None:
            return "", ""
        # Of the urgent it was one, whatever it is now.
        at = (False, own.position) if wanted.group is Group.URGENT else order(own)
        earlier = [each.number for each in chosen if order(each) < at]
        later = [each.number for each in chosen if order(each) > at]
        return (earlier[-1] if earlier else "", later[0] if later else "")

    def onward(self, connection: Connection, school: str, number: str, wanted: Wanted) -> str:
        """That request, if it is in the list still; else the next one from its place on."""
        matching = self._matching(connection, school, wanted)
        if any(each.number == number and is_in(each, wanted.group) for each in matching):
            return number
        return self.beside(connection, school, number, wanted)[1]

    def _matching(self, connection: Connection, school: str, wanted: Wanted) -> list[Outline]:
        """Of the kind, state and search; the ended only where they are wanted, or searched."""
        states = frozenset(State) if _searches_all(wanted) else OPEN
        if wanted.state is not None:
            states = frozenset({wanted.state})
        found = desk.outlines(connection, school, states)
        if wanted.kind:
            found = [each for each in found if each.kind == wanted.kind]
        return self.searched(connection, school, found, wanted.search)


def _searches_all(wanted: Wanted) -> bool:
    return bool(wanted.search.strip()) or wanted.group in _ENDED_ARE_SHOWN


def _line(clerk: Clerk, outline: Outline, names: Names, now: datetime) -> Line:
    return Line(
        number=outline.number,
        kind=outline.kind,
        student=names.student,
        family=names.family,
        state=State(outline.state),
        asked_at=outline.asked_at,
        seen_at=outline.seen_at,
        urgent=is_urgent(outline),
        fence=outline.fence,
        may=choices(clerk, outline, now),
        erased=outline.erased_at is not None,
    )
