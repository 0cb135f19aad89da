"""A PDF of one page, small and valid (ISO 32000-1), for duplicates of invoices that nobody owes."""

_LEADING = 18


def page(*lines: str) -> bytes:
    """A page in A4 that says these lines; characters that windows-1252 lacks become « ? »."""
    shown = b" T* ".join(b"(" + _escaped(line) + b") Tj" for line in lines)
    content = b"BT /F1 12 Tf %d TL 56 770 Td %b ET" % (_LEADING, shown)
    objects = (
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
        b"/Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%b\nendstream" % (len(content), content),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    )
    return _file(objects)


def _escaped(line: str) -> bytes:
    encoded = line.encode("windows-1252", "replace")
    for special in (b"\\", b"(", b")"):
        encoded = encoded.replace(special, b"\\" + special)
    return encoded


def _file(objects: tuple[bytes, ...]) -> bytes:
    written = b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n"
    places = []
    for number, body in enumerate(objects, start=1):
        places.append(len(written))
        written += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    entries = b"".join(b"%010d 00000 n \n" % place for place in places)
    return written + (
        b"xref\n0 %d\n0000000000 65535 f \n%btrailer\n<< /Size %d /Root 1 0 R >>\n"
        b"startxref\n%d\n%%%%EOF\n" % (len(objects) + 1, entries, len(objects) + 1, len(written))
    )
