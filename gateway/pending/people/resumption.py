"""What a request asks, bound to the values that stood in its way. Pure."""

from collections.abc import Collection, Mapping

from msgspec.structs import replace

from gateway.pending.records import Body, Kept, Wanted


def bound_anew(body: Body, shown: Mapping[str, str], kept: Collection[str] = ()) -> Body:
    """The same wishes, on a sheet that shows `shown` (field key → value, as stored).

    Those of `kept` (field keys) are asked no more, and remembered as what they were. Whatever put
    those values there may wait for the staff itself: from now on a marker proves nothing of this
    request.
    """
    wanted = tuple(
        _anew(each, shown.get(each.change.key))
        for each in body.wanted
        if each.change.key not in kept
    )
    dropped = (
        Kept(wanted=each, shown=shown.get(each.change.key, each.change.old), place=place)
        for place, each in enumerate(body.asked)
        if each in body.wanted and each.change.key in kept
    )
    in_order = sorted((*body.kept, *dropped), key=lambda each: each.place)
    return replace(body, wanted=wanted, kept=tuple(in_order), waited=True)


def _anew(wanted: Wanted, shown: str | None) -> Wanted:
    if shown is None or shown == wanted.change.new:
        # What is there already as it was asked is no change to be compared with itself.
        return wanted
    return replace(
        wanted,
        change=replace(wanted.change, old=shown),
        # A refusal brings back what is in force now; what was before may come back as well.
        formerly=tuple(dict.fromkeys((shown, *wanted.formerly))),
    )
