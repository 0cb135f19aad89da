"""Every address of the desk, grouped by screen."""

from starlette.routing import Route

from gateway.desk.front import DeskFront


def routes(front: DeskFront) -> list[Route]:
    """The desk's routing table."""
    return []
