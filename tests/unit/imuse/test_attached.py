"""A file goes with its form as a browser sends it (RFC 7578), and with no other form."""

import secrets
from email import policy
from email.parser import BytesParser

import pytest

from adapters.errors import NotUnderstood
from adapters.imuse import submission
from adapters.imuse.client import Ask
from adapters.imuse.reading.page import Press
from adapters.imuse.submission import Attached
from tests.unit.imuse.reader import page

FILE = Attached(
    control=1,
    file_name="2026-AA-1-piece.pdf",
    media_type="application/pdf",
    body=b"%PDF-\r\n\0\xff--",
)
INSIDE = (
    "<input type=hidden name=MAX_FILE_SIZE value=2000000><input type=file name='fich[0]'>"
    "<select name=nature><option value=1>Pièce<option value='é'>Reçu</select>"
    "<input type=file name=autre><input type=submit name=ok value=Importer>"
)


def asked(
    more: str = "enctype=multipart/form-data",
    *,
    charset: str = "windows-1252",
    by_script: bool = False,
    with_files: bool = True,
    attached: Attached = FILE,
) -> Ask:
    read = page(
        "<html><head><meta charset=utf-8></head><body>"
        f"<form method=post accept-charset={charset} action=import.php {more}>{INSIDE}</form>"
        "</body></html>"
    )
    press = Press(form=0, button=4, by_script=by_script, with_files=with_files)
    return submission.submission(read.forms[0], press, {2: "é"}, read.url, attached)


def parts(ask: Ask) -> list[tuple[str, str | None, str | None, bytes]]:
    """Name, file name, type and content of each part, as any server reads them."""
    head = f"Content-Type: {ask.content_type}\r\n\r\n".encode()
    message = BytesParser(policy=policy.HTTP).parsebytes(head + ask.body)
    return [
        (
            str(part.get_param("name", header="content-disposition")),
            part.get_filename(),
            part.get_content_type() if part["content-type"] else None,
            _content(part.get_payload(decode=True)),
        )
        for part in message.iter_parts()
    ]


def _content(payload: object) -> bytes:
    assert isinstance(payload, bytes)
    return payload


def test_everything_goes_in_its_order_and_the_file_byte_for_byte() -> None:
    assert parts(asked()) == [
        ("MAX_FILE_SIZE", None, None, b"2000000"),
        ("fich[0]", "2026-AA-1-piece.pdf", "application/pdf", FILE.body),
        ("nature", None, None, "é".encode("windows-1252")),
        ("autre", "", "application/octet-stream", b""),
        ("ok", None, None, b"Importer"),
    ]


def test_of_two_controls_of_one_name_only_its_own_has_the_file() -> None:
    read = page(
        "<html><body><form method=post action=i.php enctype=multipart/form-data>"
        "<input type=file name='d[]'><input type=file name='d[]'>"
        "<input type=hidden name='d[]' value=x>"
        "</form></body></html>"
    )
    sent = submission.submission(read.forms[0], Press(form=0), {}, read.url, FILE)
    assert [(name, file) for name, file, _, _ in parts(sent)] == [
        ("d[]", ""),
        ("d[]", "2026-AA-1-piece.pdf"),
        ("d[]", None),
    ]


def test_a_script_that_gathers_only_words_sends_no_file() -> None:
    with pytest.raises(NotUnderstood):
        asked("", by_script=True, with_files=False)


def test_a_script_sends_it_as_form_data_in_utf_8_without_the_button() -> None:
    sent = asked("", by_script=True)

    assert sent.content_type.startswith("multipart/form-data; boundary=")
    assert "charset" not in sent.content_type
    names = [(name, content) for name, _, _, content in parts(sent)]
    assert ("nature", "é".encode()) in names
    assert "ok" not in [name for name, _ in names]


def test_the_boundary_is_nowhere_in_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    tokens = iter(["aa" * 12, "bb" * 12])
    monkeypatch.setattr(secrets, "token_hex", lambda _: next(tokens))
    hostile = Attached(
        control=1, file_name="a.pdf", media_type="application/pdf", body=b"------imuse" + b"aa" * 12
    )

    sent = asked(attached=hostile)

    assert sent.content_type.endswith("bb" * 12)


@pytest.mark.parametrize("more", ["", "enctype=text/plain"])
def test_a_form_that_would_send_only_its_name_sends_nothing(more: str) -> None:
    with pytest.raises(NotUnderstood):
        asked(more)


def test_no_repr_shows_what_is_in_it() -> None:
    assert "PDF" not in repr(FILE)
