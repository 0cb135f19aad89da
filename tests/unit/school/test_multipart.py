"""Forms with files, as the old server takes them apart."""

from adapters.school.form import Form
from adapters.school.multipart import boundary, taken_apart
from adapters.school.wire import post

BODY = (
    b'--x\r\nContent-Disposition: form-data; name="nom%22"\r\n\r\n\xc9t\xe9\r\n'
    b'--x\r\nContent-Disposition: form-data; name="f"; filename="C:\\photos\\a b.png"\r\n'
    b"Content-Type: image/png\r\n\r\n\x89PNG\r\n--y\r\n\r\n--\r\n"
    b'--x\r\nContent-Disposition: form-data; name="g"; filename=""\r\n'
    b"Content-Type: application/octet-stream\r\n\r\n\r\n"
    b'--x\r\ncontent-disposition: form-data; name="nom%22"\r\n\r\n\r\n'
    b"--x\r\nContent-Disposition: form-data\r\n\r\nof no name\r\n"
    b"--x--\r\n"
)


def test_controls_keep_their_order_and_files_their_bytes() -> None:
    pairs, files = taken_apart(BODY, b"x")

    assert pairs == [(b'nom"', b"\xc9t\xe9"), (b"f", b"a b.png"), (b"g", b""), (b'nom"', b"")]
    [file] = files
    assert (file.control, file.file_name, file.type) == (b"f", b"a b.png", "image/png")
    assert file.body == b"\x89PNG\r\n--y\r\n\r\n--"


def test_the_boundary_is_read_from_the_header_whatever_its_case_and_quotes() -> None:
    assert boundary("multipart/form-data; boundary=--Abc") == b"--Abc"
    assert boundary('Multipart/Form-Data; charset=utf-8; boundary="a b"') == b"a b"
    assert boundary("application/x-www-form-urlencoded") is None
    assert boundary("multipart/form-data") is None


def test_a_form_is_read_in_its_charset_and_the_last_of_a_name_counts() -> None:
    form = Form.of(post("import", "multipart/form-data; boundary=x", BODY), "windows-1252")

    assert form.values['nom"'] == ""
    assert form.pairs[0] == ('nom"', "Été")
    assert set(form.files) == {"f"}
    assert form.files["f"].file_name == "a b.png"


def test_a_body_cut_short_is_no_file() -> None:
    cut = BODY[: BODY.index(b"PNG")]

    assert taken_apart(cut, b"x") == ([(b'nom"', b"\xc9t\xe9")], ())


def test_forms_without_files_are_read_as_before() -> None:
    sent = post("family", "application/x-www-form-urlencoded", b"a=1+2&a=%E9")

    assert (sent.pairs, sent.files) == ([(b"a", b"1 2"), (b"a", b"\xe9")], ())
    assert Form.of(sent, "windows-1252").values == {"a": "é"}
    assert Form.of(None, "utf-8").values == {}
