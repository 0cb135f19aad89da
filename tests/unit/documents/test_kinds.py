"""Bytes, name and declared type agree, or the document is not taken (TRUST 15)."""

import pytest

from gateway.documents import DocumentRefused, refusals
from gateway.documents.kinds import Kind, kind_of
from tests.unit.documents.samples import PDF, noisy, photo, png

JPEG = photo(40, 30)
PNG = png(noisy(20, 20))


@pytest.mark.parametrize(
    ("body", "name", "declared", "kind"),
    [
        (JPEG, "photo.jpg", "image/jpeg", Kind.JPEG),
        (JPEG, "PHOTO.JPEG", "image/jpeg", Kind.JPEG),
        (JPEG, "Lœïza d’Août.v2.jpg", "image/pjpeg", Kind.JPEG),
        (JPEG, "photo.jpg", "", Kind.JPEG),
        (JPEG, "facture orange.com.jpg", "image/jpeg", Kind.JPEG),
        (JPEG, "photo.jpg", "application/octet-stream", Kind.JPEG),
        (PNG, "scan.png", "image/png", Kind.PNG),
        (PDF, "domicile.pdf", "application/pdf", Kind.PDF),
    ],
)
def test_what_agrees_is_taken(body: bytes, name: str, declared: str, kind: Kind) -> None:
    assert kind_of(body[:1024], name, declared) is kind


@pytest.mark.parametrize(
    ("body", "name", "declared", "key"),
    [
        (JPEG, "photo.png", "image/png", refusals.KIND),
        (JPEG, "photo.png", "image/jpeg", refusals.KIND),
        (JPEG, "photo.jpg", "image/png", refusals.KIND),
        (JPEG, "photo.jpg", "text/html", refusals.KIND),
        (JPEG, "photo", "image/jpeg", refusals.KIND),
        (PDF, "photo.jpg", "image/jpeg", refusals.KIND),
        (b"GIF89a" + bytes(50), "photo.gif", "image/gif", refusals.KIND),
        (b"\x00\x01\x02\x03", "photo.jpg", "image/jpeg", refusals.KIND),
        (JPEG, "photo.php.jpg", "image/jpeg", refusals.DISGUISED),
        (JPEG, "photo.HTML.jpg", "image/jpeg", refusals.DISGUISED),
        (JPEG, "photo.php .jpg", "image/jpeg", refusals.DISGUISED),
        (JPEG, "photo.jpg.php", "image/jpeg", refusals.DISGUISED),
        (b"<svg xmlns='x'><script/></svg>", "photo.svg", "image/svg+xml", refusals.DISGUISED),
        (b"<!doctype html><p>", "page.pdf", "application/pdf", refusals.DISGUISED),
        (b"\n" + PDF, "page.pdf", "application/pdf", refusals.KIND),
        (b"<html>" + PDF, "page.pdf", "application/pdf", refusals.DISGUISED),
        (b"%PDF-1.4\n<html><script>", "page.pdf", "application/pdf", refusals.DISGUISED),
        (b"%PDF-1.4\n<?php echo 1", "page.pdf", "application/pdf", refusals.DISGUISED),
        (b"\0\0\0\x18ftypheic" + bytes(9), "IMG_1.HEIC", "image/heic", refusals.HEIC),
        (b"\0\0\0\x18ftypheic" + bytes(9), "IMG_1.jpg", "image/jpeg", refusals.HEIC),
    ],
)
def test_what_does_not_agree_is_not_taken(body: bytes, name: str, declared: str, key: str) -> None:
    with pytest.raises(DocumentRefused) as refusal:
        kind_of(body[:1024], name, declared)

    assert refusal.value.key == key
