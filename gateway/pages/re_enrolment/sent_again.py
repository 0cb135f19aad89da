"""A form that could not be kept for want of room: its page holds it, to be sent again."""

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response

from gateway.pages.frame.front import Front
from gateway.pages.frame.mishaps import report
from gateway.pages.frame.sentences import sentence
from gateway.store.errors import NotWritten


def sent_again(front: Front, request: Request, form: FormData, error: NotWritten) -> Response:
    """507, and a button that sends the same form to the same address; files are not in it."""
    said = sentence(error.key)
    return front.page(
        request,
        "sent_again.html",
        status=said.status,
        sentence=said,
        incident=report(error),
        action=request.url.path,
        fields=[(name, value) for name, value in form.multi_items() if isinstance(value, str)],
    )
