"""Pictures made anew: straight, without metadata, and within what the old site takes.

Always made anew, even a small one: what else a file holds (where it was taken, whose telephone it
was, a program behind the picture) does not pass.
"""

import io
from collections.abc import Iterator
from dataclasses import dataclass

from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError

from gateway.documents import refusals
from gateway.documents.kinds import Kind
from gateway.documents.refusals import DocumentRefused
from gateway.documents.stored import MAX_SENT

MOST_PIXELS = {Kind.JPEG: 60_000_000, Kind.PNG: 40_000_000}
"""Of a picture: what is larger is never decoded. A page of A4 at 600 dpi has 35 million."""

_DECODED = 20_000_000
"""Pixels of a JPEG that are decoded at the most: a larger one is halved while it is decoded, which
takes a quarter of the memory."""
_FINE = 90
_TRIES = (
    (4000, 88), (4000, 80), (3200, 82), (2600, 82), (2000, 82), (1600, 80), (1200, 80)
)  # fmt: skip
"""Longest side in pixels, and quality: a page of A4 is legible at 1600."""


@dataclass(frozen=True)
class Picture:
    """A picture made anew."""

    body: bytes
    kind: Kind
    reduced: bool
    """Whether it lost pixels or fineness to come within the limit."""


def made_anew(body: bytes, kind: Kind) -> Picture:
    """The same picture, straightened by its EXIF orientation and free of all metadata.

    Takes as long as decoding does; call it in a thread.

    Raises:
        DocumentRefused: it has too many pixels, or cannot be decoded whole.
    """
    try:
        with Image.open(io.BytesIO(body), formats=(kind.name,)) as opened:
            width, height = opened.size
            if width * height > MOST_PIXELS[kind]:
                raise DocumentRefused(refusals.PIXELS)
            halved = _halve(opened)
            opened.load()
            ImageOps.exif_transpose(opened, in_place=True)
            upright = _plain(opened, kind)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise DocumentRefused(refusals.PIXELS) from error
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError) as error:
        raise DocumentRefused(refusals.BROKEN) from error
    if kind is Kind.JPEG or len(body) <= MAX_SENT:
        whole = _encoded(upright, kind, _FINE)
        if len(whole) <= MAX_SENT:
            return Picture(whole, kind, reduced=halved)
    for smaller in _smaller(upright):
        if len(smaller) <= MAX_SENT:
            return Picture(smaller, Kind.JPEG, reduced=True)
    raise DocumentRefused(refusals.LARGE_PICTURE)


def _halve(opened: Image.Image) -> bool:
    """Have a very large JPEG decoded at a half or a quarter of its size; whether it will be."""
    width, height = whole = opened.size
    part = 1
    while width * height > _DECODED * part**2:
        part *= 2
    if part > 1:
        opened.draft(None, (width // part, height // part))
    return opened.size != whole


def _plain(picture: Image.Image, kind: Kind) -> Image.Image:
    """In the colours that every reader shows alike."""
    if picture.mode.startswith("I"):
        # Sixteen bits of grey: taken as they are, all but the darkest would come out white.
        picture = picture.convert("I").point(lambda grey: grey * (1 / 256)).convert("L")
    profile = picture.info.get("icc_profile")
    has_alpha = "A" in picture.getbands() or "transparency" in picture.info
    mode = "RGBA" if kind is Kind.PNG and has_alpha else "RGB"
    if profile and picture.mode in ("RGB", "RGBA"):
        picture = _standard(picture, profile)
    grey = picture.mode in ("1", "L") and not has_alpha
    wanted = "L" if grey else mode
    plain = picture if picture.mode == wanted else picture.convert(wanted)
    plain.info.clear()
    return plain


def _standard(picture: Image.Image, profile: bytes) -> Image.Image:
    try:
        own = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        converted = ImageCms.profileToProfile(picture, own, ImageCms.createProfile("sRGB"))
    except (ImageCms.PyCMSError, OSError, ValueError):
        return picture  # Colours a shade off are better than no document.
    return converted or picture


def _smaller(picture: Image.Image) -> Iterator[bytes]:
    flat = _on_white(picture)
    for side, quality in _TRIES:
        yield _encoded(_within(flat, side), Kind.JPEG, quality)


def _within(picture: Image.Image, side: int) -> Image.Image:
    """Not longer than `side` pixels on either side."""
    longest = max(picture.size)
    if longest <= side:
        return picture
    size = [max(1, round(each * side / longest)) for each in picture.size]
    return picture.resize((size[0], size[1]), Image.Resampling.LANCZOS)


def _on_white(picture: Image.Image) -> Image.Image:
    """Without transparency, which JPEG lacks."""
    if picture.mode != "RGBA":
        return picture
    page = Image.new("RGB", picture.size, "white")
    page.paste(picture, mask=picture.getchannel("A"))
    return page


def _encoded(picture: Image.Image, kind: Kind, quality: int) -> bytes:
    out = io.BytesIO()
    if kind is Kind.PNG:
        picture.save(out, "PNG", optimize=True)
    else:
        picture.save(out, "JPEG", quality=quality, optimize=True)
    return out.getvalue()
