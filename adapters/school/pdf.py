"""The duplicate of an invoice: a page of text as a PDF, no more than the format asks for."""

from adapters.school.billing import Invoice
from adapters.school.money import euros, figures
from adapters.school.records import Family


def duplicate(school: str, family: Family, invoice: Invoice) -> bytes:
    """The document of an invoice; the same invoice gives the same bytes."""
    values = family.values
    kind = "AVOIR" if invoice.cents < 0 else "FACTURE"
    return page(
        [
            school,
            "",
            f"{kind} {invoice.number} - DUPLICATA",
            f"Date : {figures(invoice.day)}",
            f"Échéance : {figures(invoice.due)}" if invoice.due else "",
            "",
            f"{values['prenom']} {values['nom']} ({values['numero']})",
            values.get("adresse", ""),
            f"{values.get('cp', '')} {values.get('ville', '')}",
            "",
            f"{invoice.label} {invoice.period}",
            f"Élève : {invoice.student}" if invoice.student else "",
            f"Montant : {euros(invoice.cents)}",
            "",
            "Document fictif : reconstitution d’après la notice d’utilisation, ce n’est pas iMuse.",
        ],
        title=f"{kind} {invoice.number}",
    )


def page(lines: list[str], title: str) -> bytes:
    """One A4 page of text in a PDF (ISO 32000-1, § 7.5): header, objects, table, trailer."""
    text = b"".join(b"(" + _escaped(line) + b") Tj T*\n" for line in lines)
    content = b"BT /F1 11 Tf 16 TL 60 780 Td\n" + text + b"ET\n"
    objects = (
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 5 0 R"
        b" /Resources << /Font << /F1 4 0 R >> >> >>",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        b"<< /Length %d >>\nstream\n%sendstream" % (len(content), content),
        b"<< /Title (%s) >>" % _escaped(title),
    )
    body = bytearray(b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n")
    table = bytearray(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    for number, content in enumerate(objects, 1):
        table += b"%010d 00000 n \n" % len(body)
        body += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    trailer = b"trailer\n<< /Size %d /Root 1 0 R /Info 6 0 R >>\n" % (len(objects) + 1)
    return bytes(body + table + trailer) + b"startxref\n%d\n%%%%EOF\n" % len(body)


def _escaped(text: str) -> bytes:
    plain = text.encode("windows-1252", "replace")
    for special in (b"\\", b"(", b")"):
        plain = plain.replace(special, b"\\" + special)
    return plain
