"""Pictures are made anew: straight, bare, and small enough (TRUST 14, 15)."""

import struct
import zlib

import pytest
from PIL import Image

from gateway.documents import MAX_SENT, DocumentRefused, refusals
from gateway.documents.kinds import Kind
from gateway.documents.pictures import made_anew
from tests.unit.documents.samples import noisy, opened, photo, png


def test_a_small_photo_keeps_its_size() -> None:
    made = made_anew(photo(640, 480), Kind.JPEG)

    assert (made.kind, made.reduced) == (Kind.JPEG, False)
    assert opened(made.body).size == (640, 480)


def test_a_photo_that_is_too_large_is_reduced() -> None:
    body = photo(3000, 2200)
    assert len(body) > MAX_SENT

    made = made_anew(body, Kind.JPEG)

    assert made.reduced
    assert len(made.body) <= MAX_SENT
    width, height = opened(made.body).size
    assert width >= 1200
    assert abs(width / height - 3000 / 2200) < 0.01


def test_a_photo_that_lies_on_its_side_is_straightened() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # turned a quarter to the right when it is shown
    made = opened(made_anew(photo(400, 200, exif=exif), Kind.JPEG).body)

    assert made.size == (200, 400)
    red, green, _ = made.convert("RGB").getpixel((190, 10))  # type: ignore[misc]
    assert red > 200 > green


def test_nothing_of_the_telephone_or_the_place_stays() -> None:
    exif = Image.Exif()
    exif[0x010F] = "CANARI-MAKER"
    exif.get_ifd(0x8825)[29] = "2026:01:01 CANARI"
    body = photo(200, 200, exif=exif, comment=b"CANARI-COMMENT", xmp=b"<x>CANARI-XMP</x>")
    assert body.count(b"CANARI") >= 3

    made = made_anew(body + b"<?php CANARI-TAIL", Kind.JPEG)

    assert b"CANARI" not in made.body
    assert not opened(made.body).getexif()


def test_what_a_png_says_of_itself_does_not_stay() -> None:
    text = b"Comment\0CANARI"
    chunk = struct.pack(">I", len(text)) + b"tEXt" + text
    chunk += struct.pack(">I", zlib.crc32(b"tEXt" + text))
    body = png(noisy(30, 30))
    body = body[:33] + chunk + body[33:]
    assert opened(body).info["Comment"] == "CANARI"

    made = made_anew(body, Kind.PNG)

    assert (made.kind, b"CANARI" in made.body) == (Kind.PNG, False)


def test_a_png_that_is_too_large_becomes_a_photo_on_white() -> None:
    picture = noisy(1600, 1200).convert("RGBA")
    picture.paste((0, 0, 0, 0), (0, 0, 400, 300))
    body = png(picture)
    assert len(body) > MAX_SENT

    made = made_anew(body, Kind.PNG)

    assert (made.kind, made.reduced) == (Kind.JPEG, True)
    assert len(made.body) <= MAX_SENT
    white = opened(made.body).getpixel((20, 20))
    assert min(white) > 240  # type: ignore[arg-type]


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "CMYK", "I;16"])
def test_every_kind_of_picture_comes_through(mode: str) -> None:
    kind = Kind.JPEG if mode == "CMYK" else Kind.PNG
    source = noisy(60, 40).convert("I").convert(mode) if mode == "I;16" else noisy(60, 40)
    body = (
        photo(60, 40) if mode == "CMYK" else png(source if mode == "I;16" else source.convert(mode))
    )

    assert opened(made_anew(body, kind).body).size == (60, 40)


def test_a_picture_of_giant_size_is_never_decoded() -> None:
    def chunk(kind: bytes, body: bytes) -> bytes:
        crc = struct.pack(">I", zlib.crc32(kind + body))
        return struct.pack(">I", len(body)) + kind + body + crc

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", 60_000, 60_000, 8, 0, 0, 0, 0))
    bomb = (
        b"\x89PNG\r\n\x1a\n"
        + head
        + chunk(b"IDAT", zlib.compress(bytes(1000)))
        + chunk(b"IEND", b"")
    )

    with pytest.raises(DocumentRefused) as refusal:
        made_anew(bomb, Kind.PNG)

    assert refusal.value.key == refusals.PIXELS


@pytest.mark.parametrize("share", [0.1, 0.5, 0.95])
def test_a_picture_that_ends_early_is_not_taken(share: float) -> None:
    body = photo(300, 200)

    with pytest.raises(DocumentRefused) as refusal:
        made_anew(body[: int(len(body) * share)], Kind.JPEG)

    assert refusal.value.key == refusals.BROKEN
