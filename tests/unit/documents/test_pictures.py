"""Pictures are made anew: straight, bare, and small enough (TRUST 14, 15)."""

import io
import struct
import zlib

import pytest
from PIL import Image

from gateway.documents import MAX_SENT, DocumentRefused, refusals
from gateway.documents.kinds import Kind
from gateway.documents.pictures import made_anew
from tests.unit.documents.memory import forget_the_peak, memory
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


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "CMYK", "I;16"])
def test_every_kind_of_picture_looks_the_same_afterwards(mode: str) -> None:
    steps = [(20, 0), (90, 30), (160, 60), (235, 90)]
    source = Image.new("L", (120, 40))
    for grey, left in steps:
        source.paste(255 * (grey > 128) if mode == "1" else grey, (left, 0, left + 30, 40))
    out = io.BytesIO()
    kind = Kind.JPEG if mode == "CMYK" else Kind.PNG
    deep = source.convert("I").point(lambda grey: grey * 257).convert("I;16")
    made_so = {"I;16": deep, "P": source.convert("RGB").quantize()}
    made_so.get(mode, source.convert("RGB").convert(mode)).save(out, kind.name)
    assert opened(out.getvalue()).mode == mode

    made = opened(made_anew(out.getvalue(), kind).body)

    assert made.size == (120, 40)
    for _, left in steps:
        before, after = (each.convert("L").getpixel((left + 15, 20)) for each in (source, made))
        assert abs(before - after) < 12  # type: ignore[operator]


def test_a_photo_that_a_telephone_keeps_with_a_second_one_comes_through() -> None:
    out = io.BytesIO()
    noisy(300, 200).save(out, "MPO", save_all=True, append_images=[noisy(80, 60)])

    assert opened(made_anew(out.getvalue(), Kind.JPEG).body).size == (300, 200)


def test_a_very_large_photo_is_opened_in_little_memory() -> None:
    body = photograph_of(8_900, 6_700)
    before = memory()
    forget_the_peak()

    made = made_anew(body, Kind.JPEG)

    assert memory("VmHWM") - before < 250_000
    assert made.reduced
    width, height = opened(made.body).size
    assert width >= 1200
    assert abs(width / height - 89 / 67) < 0.01


def photograph_of(width: int, height: int) -> bytes:
    """A JPEG of that size with shapes of many pixels, as photographs have."""
    out = io.BytesIO()
    noisy(width // 20, height // 20).resize((width, height)).save(out, "JPEG", quality=85)
    return out.getvalue()


@pytest.mark.parametrize(("width", "height"), [(60_000, 60_000), (6_500, 6_500)])
def test_a_picture_of_giant_size_is_never_decoded(width: int, height: int) -> None:
    def chunk(kind: bytes, body: bytes) -> bytes:
        crc = struct.pack(">I", zlib.crc32(kind + body))
        return struct.pack(">I", len(body)) + kind + body + crc

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
    bomb = (
        b"\x89PNG\r\n\x1a\n"
        + head
        + chunk(b"IDAT", zlib.compress(bytes(1000)))
        + chunk(b"IEND", b"")
    )

    with pytest.raises(DocumentRefused) as refusal:
        made_anew(bomb, Kind.PNG)

    assert refusal.value.key == refusals.PIXELS


def test_a_photo_of_giant_size_is_never_decoded() -> None:
    body = bytearray(photo(300, 200))
    size = body.index(struct.pack(">HH", 200, 300))
    body[size : size + 4] = struct.pack(">HH", 7_000, 9_000)

    with pytest.raises(DocumentRefused) as refusal:
        made_anew(bytes(body), Kind.JPEG)

    assert refusal.value.key == refusals.PIXELS


@pytest.mark.parametrize("share", [0.1, 0.5, 0.95])
def test_a_picture_that_ends_early_is_not_taken(share: float) -> None:
    body = photo(300, 200)

    with pytest.raises(DocumentRefused) as refusal:
        made_anew(body[: int(len(body) * share)], Kind.JPEG)

    assert refusal.value.key == refusals.BROKEN
