"""What a screen answers with where something could not be read now."""

from gateway.pages.frame.sentences import sentence
from gateway.views.currency import Told


def status(view: Told, shown: object) -> int:
    """200 where something is shown, be it from before; else what the trouble is answered with."""
    if shown is not None or view.trouble is None:
        return 200
    return sentence(view.trouble).status
