"""Documents that families might give, made for the occasion."""

import io
import random

from PIL import Image

PDF = b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer << /Root 1 0 R >>\n%%EOF\n"


def pdf(size: int) -> bytes:
    """A PDF of that many bytes."""
    head, tail = b"%PDF-1.4\n%", b"\n%%EOF\n"
    return head + b"x" * (size - len(head) - len(tail)) + tail


def photo(width: int = 640, height: int = 480, *, seed: int = 1, **saving: object) -> bytes:
    """A JPEG with a different colour in each corner, and noise that does not compress."""
    picture = noisy(width, height, seed)
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=95, **saving)
    return out.getvalue()


def noisy(width: int, height: int, seed: int = 1) -> Image.Image:
    """A picture that no format makes small."""
    noise = random.Random(seed).randbytes(width * height * 3)  # noqa: S311
    picture = Image.frombytes("RGB", (width, height), noise)
    corner = (width // 4, height // 4)
    picture.paste((250, 10, 10), (0, 0, *corner))
    picture.paste((10, 10, 250), (width - corner[0], height - corner[1], width, height))
    return picture


def png(picture: Image.Image) -> bytes:
    """As PNG."""
    out = io.BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()


def opened(body: bytes) -> Image.Image:
    """A picture, decoded whole."""
    picture = Image.open(io.BytesIO(body))
    picture.load()
    return picture
