"""A document of a request, opened at the desk: it shows, and does nothing else."""

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from gateway.desk.frame.front import DeskFront
from gateway.documents.kinds import Kind
from gateway.office import NotFound
from gateway.shield import DOCUMENTS
from gateway.views.office import Clerk

_KNOWN = DOCUMENTS & {kind.media_type for kind in Kind}
"""What may be shown: each of them gets the shield's policy for documents, in a sandbox."""


async def show(front: DeskFront, request: Request, clerk: Clerk) -> Response:
    """GET: the document as it will be sent, under a made-up name (TRUST 16, 17)."""
    place = request.path_params["place"]
    if not (place.isascii() and place.isdecimal() and len(place) < 4):
        raise HTTPException(404)
    try:
        found = await front.office.document(clerk, request.path_params["number"], int(place))
    except NotFound as error:
        raise HTTPException(404) from error
    if found.media_type not in _KNOWN:
        raise HTTPException(404)
    return Response(
        found.body,
        media_type=found.media_type,
        headers={"Content-Disposition": f'inline; filename="{found.file_name}"'},
    )
