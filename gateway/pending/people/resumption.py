"""What a request asks, bound to the values that stood in its way. Pure."""

from collections.abc import Mapping

from msgspec.structs import replace

from gateway.pending.records import Body, Wanted


def bound_anew(body: Body, shown: Mapping[str, str]) -> Body:
    """The same wishes, on a sheet that shows `shown` (field key → value, as stored).

    Whatever put those values there may wait for the staff itself: from now on a marker proves
    nothing of this request.
    """
    wanted = tuple(_anew(each, shown.get(each.change.key)) for each in body.wanted)
    return replace(body, wanted=wanted, waited=True)


def _anew(wanted: Wanted, shown: str | None) -> Wanted:
    if shown is None:
        return wanted
    return replace(
        wanted,
        change=replace(wanted.change, old=shown),
        # A refusal brings back what is in force now; what was before may come back as well.
        formerly=tuple(dict.fromkeys((shown, *wanted.formerly))),
    )
