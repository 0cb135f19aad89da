"""Styles, scripts and images, each under an address that changes with its content."""

import hashlib
import mimetypes
from dataclasses import dataclass
from pathlib import Path

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

_FOR_EVER = "public, max-age=31536000, immutable"


@dataclass(frozen=True)
class _Asset:
    body: bytes
    media_type: str
    digest: str


class Assets:
    """The files of one folder, read once: they are few and small."""

    def __init__(self, folder: Path) -> None:
        """Read every file below `folder`."""
        self._assets = {
            path.relative_to(folder).as_posix(): _read(path)
            for path in sorted(folder.rglob("*"))
            if path.is_file()
        }

    def address(self, path: str) -> str:
        """Where the browser finds `path`; KeyError if there is no such file."""
        return f"/static/{self._assets[path].digest}/{path}"

    async def answer(self, request: Request) -> Response:
        """Send a file: for ever under its own digest, unkept under that of another version."""
        asset = self._assets.get(request.path_params["path"])
        if asset is None:
            raise HTTPException(404)
        same = request.path_params["digest"] == asset.digest
        headers = {"Cache-Control": _FOR_EVER if same else "no-cache"}
        return Response(asset.body, media_type=asset.media_type, headers=headers)


def _read(path: Path) -> _Asset:
    body = path.read_bytes()
    media_type = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    return _Asset(body, media_type, hashlib.sha256(body).hexdigest()[:16])
