"""Where a line stands in its list, for the arrows first, previous, next, last (guide)."""

from adapters.model import Listing
from gateway.views import Place


def place_of(listing: Listing, ref: str) -> Place | None:
    """Among the lines that open something, in the list's order; None where it is none of them."""
    refs = [line.ref for line in listing.lines if line.ref is not None]
    if ref not in refs:
        return None
    position = refs.index(ref)
    return Place(
        first=refs[0],
        previous=refs[position - 1] if position > 0 else None,
        next=refs[position + 1] if position + 1 < len(refs) else None,
        last=refs[-1],
        position=position + 1,
        count=len(refs),
    )
