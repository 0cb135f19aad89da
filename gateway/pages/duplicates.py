"""An invoice's duplicate, passed on piece by piece: a PDF under our own headers (TRUST 17)."""

from contextlib import AsyncExitStack

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.types import Receive, Scope, Send

from adapters.errors import ExtranetError, NotListed, SessionEnded
from gateway.language import mark
from gateway.pages import addresses
from gateway.pages.frame.front import Front
from gateway.pages.frame.mishaps import report
from gateway.pages.frame.sentences import sentence
from gateway.pages.shown.dossier import Way
from gateway.views import Duplicate, Visit

SAVE = "enregistrer"
"""With this parameter the browser is told to save it rather than to open it."""


class Passed(StreamingResponse):
    """The PDF on its way; what holds the old session is let go of with the last byte."""

    def __init__(self, duplicate: Duplicate, held: AsyncExitStack, *, save: bool) -> None:
        """`held` has been entered already."""
        how = "attachment" if save else "inline"
        super().__init__(
            duplicate.pieces,
            media_type="application/pdf",
            headers={"Content-Disposition": f'{how}; filename="{duplicate.file_name}"'},
        )
        self._held = held

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send it; where it breaks off, so does the connection: half a PDF is never whole."""
        async with self._held:
            try:
                await super().__call__(scope, receive, send)
            except ExtranetError as error:
                report(error)
                raise


async def show(front: Front, request: Request, visit: Visit) -> Response:
    """GET: the duplicate; whatever goes wrong before its first byte is said on a plain page."""
    step = addresses.duplicate(request)
    held = AsyncExitStack()
    try:
        duplicate = await held.enter_async_context(front.portal.invoice(visit, step))
    except (NotListed, SessionEnded):
        raise
    except ExtranetError as error:
        said = sentence(error.key)
        return front.page(
            request,
            "error.html",
            status=said.status,
            sentence=said,
            incident=report(error),
            sign_in_again=False,
            back=Way(mark("Revenir à Facturation"), addresses.BILLING),
        )
    return Passed(duplicate, held, save=request.query_params.get(SAVE) == "1")
