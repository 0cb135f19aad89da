"""A form sent as a browser would send it: everything in its order, only the fills changed."""

import re
import secrets
from collections.abc import Iterator, Mapping
from urllib.parse import quote_plus, urlsplit, urlunsplit

import msgspec

from adapters.errors import NotUnderstood
from adapters.imuse.charset import encode
from adapters.imuse.client import Ask
from adapters.imuse.reading.page import Control, Form, Press

URLENCODED = "application/x-www-form-urlencoded"
_NEWLINES = re.compile(r"\r\n|\r|\n")
_BUTTONS = ("submit", "image", "button", "reset")
Pair = tuple[str, str]


class Attached(msgspec.Struct, frozen=True, kw_only=True):
    """A file to send through a form's own control for it."""

    control: int
    file_name: str
    media_type: str
    body: bytes

    def __repr__(self) -> str:
        """Never shows what it holds."""
        return "Attached(…)"


def submission(
    form: Form,
    press: Press,
    fills: Mapping[int, str],
    referer: str,
    attached: Attached | None = None,
) -> Ask:
    """The request that pressing sends, with the controls of `fills` (by number) changed.

    A check box is filled with "1" or "", a group of radio buttons through any of its numbers with
    the value of the one to choose. A file goes only with a form that a browser sends it with.

    Raises:
        NotUnderstood: the form would send the file's name alone.
    """
    charset = "utf-8" if press.by_script else form.charset
    sent = list(_sent(form, press, fills))
    pairs = [pair for _, pair in sent]
    method = (press.method or form.method).upper()
    if attached is not None and press.by_script:
        method = "POST"
    action = press.action or form.action
    if method == "GET":
        parts = urlsplit(action)
        query = urlencoded(pairs, charset).decode("ascii")
        url = urlunsplit((parts.scheme, parts.netloc, parts.path, query, ""))
        return Ask(url=url, referer=referer, by_script=press.by_script)
    if attached is not None and not sends_files(form, press):
        raise NotUnderstood("this form sends no file")
    encoded = form.enctype == "multipart/form-data"
    multipart = attached is not None if press.by_script else encoded
    body, kind = _multipart(form, sent, charset, attached) if multipart else (b"", URLENCODED)
    return Ask(
        url=action,
        method="POST",
        body=body or urlencoded(pairs, charset),
        content_type=f"{kind}; charset=UTF-8" if press.by_script and not multipart else kind,
        referer=referer,
        by_script=press.by_script,
    )


def sends_files(form: Form, press: Press) -> bool:
    """Whether a browser sends the files of a form that is sent so, and not their names alone."""
    by_post = (press.method or form.method).upper() == "POST"
    encoded = form.enctype == "multipart/form-data"
    # A script's method is known only where it names one; what gathers files is no GET.
    return press.with_files if press.by_script else by_post and encoded


def pairs_of(form: Form, press: Press, fills: Mapping[int, str]) -> Iterator[Pair]:
    """The names and values sent, in the document's order."""
    return (pair for _, pair in _sent(form, press, fills))


def _sent(form: Form, press: Press, fills: Mapping[int, str]) -> Iterator[tuple[int, Pair]]:
    """What is sent, each pair with the number of its control."""
    assigned = dict(press.assigns)
    for number, control in enumerate(form.controls):
        if control.type in _BUTTONS:
            if number == press.button and not press.by_script and not control.disabled:
                yield from ((number, pair) for pair in _button(control))
        elif control.name and not control.disabled:
            by_script = assigned.get(control.ident, assigned.get(control.name))
            pairs = _control(form, number, control, fills, by_script)
            yield from ((number, pair) for pair in pairs)


def _button(control: Control) -> Iterator[Pair]:
    if control.type == "image":
        prefix = f"{control.name}." if control.name else ""
        yield f"{prefix}x", "0"
        yield f"{prefix}y", "0"
    elif control.name and control.type == "submit":
        yield control.name, control.value


def _control(
    form: Form, number: int, control: Control, fills: Mapping[int, str], by_script: str | None
) -> Iterator[Pair]:
    filled = fills.get(number)
    match control.type:
        case "checkbox":
            if control.checked if filled is None else filled:
                yield control.name, control.value
        case "radio":
            chosen = _chosen_radio(form, control, fills)
            if control.checked if chosen is None else control.value == chosen:
                yield control.name, control.value
        case "select" | "select-multiple":
            values = _selected(control) if filled is None else [filled]
            for value in values if by_script is None else [by_script]:
                yield control.name, value
        case "file":
            yield control.name, ""
        case "hidden" if control.name == "_charset_" and not control.value:
            yield control.name, form.charset
        case _:
            value = control.value if filled is None else filled
            value = value if by_script is None else by_script
            yield control.name, _NEWLINES.sub("\r\n", value)


def _chosen_radio(form: Form, control: Control, fills: Mapping[int, str]) -> str | None:
    for number, value in fills.items():
        other = form.controls[number]
        if other.type == "radio" and other.name == control.name:
            return value
    return None


def _selected(control: Control) -> list[str]:
    """What a browser sends of a list: a list for one value always shows one."""
    chosen = [c for c in control.choices if c.selected]
    if control.type == "select-multiple":
        return [c.value for c in chosen if not c.disabled]
    first = [c for c in control.choices if not c.disabled][:1]
    return [c.value for c in (chosen[-1:] or first) if not c.disabled]


def urlencoded(pairs: list[Pair], charset: str) -> bytes:
    """`application/x-www-form-urlencoded` (WHATWG URL): spaces as +, all but *-._ escaped."""
    return "&".join(
        f"{_escaped(name, charset)}={_escaped(value, charset)}" for name, value in pairs
    ).encode()


def _escaped(text: str, charset: str) -> str:
    return quote_plus(encode(text, charset), safe="*-._").replace("~", "%7E")


def _multipart(
    form: Form, sent: list[tuple[int, Pair]], charset: str, attached: Attached | None
) -> tuple[bytes, str]:
    """`multipart/form-data` (RFC 7578), names and file names as browsers write them."""
    written = [(number, name, encode(value, charset)) for number, (name, value) in sent]
    held = [content for _, _, content in written]
    boundary = _boundary([*held, attached.body] if attached is not None else held)
    body = bytearray()
    for number, name, value in written:
        head = f'Content-Disposition: form-data; name="{_quoted(name)}"'
        content = value
        if attached is not None and number == attached.control:
            head += f'; filename="{_quoted(attached.file_name)}"'
            head += f"\r\nContent-Type: {attached.media_type}"
            content = attached.body
        elif form.controls[number].type == "file":
            head += '; filename=""\r\nContent-Type: application/octet-stream'
        body += f"--{boundary}\r\n".encode() + encode(f"{head}\r\n\r\n", charset)
        body += content + b"\r\n"
    body += f"--{boundary}--\r\n".encode()
    return bytes(body), f"multipart/form-data; boundary={boundary}"


def _boundary(contents: list[bytes]) -> str:
    """One that none of the contents holds."""
    while True:
        boundary = f"----imuse{secrets.token_hex(12)}"
        if not any(boundary.encode() in content for content in contents):
            return boundary


def _quoted(name: str) -> str:
    return name.replace('"', "%22").replace("\r", "%0D").replace("\n", "%0A")
