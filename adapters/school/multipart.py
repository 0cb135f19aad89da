"""Forms with files, taken apart as PHP does (RFC 7578)."""

import re

import msgspec

_BOUNDARY = re.compile(r'multipart/form-data\s*;.*?boundary=(?:"([^"]+)"|([^\s;]+))', re.IGNORECASE)


class File(msgspec.Struct, frozen=True):
    """A file as it came, before any charset."""

    control: bytes
    file_name: bytes
    """Without the folders that some browsers send before it."""
    type: str
    """What the browser takes it for."""
    body: bytes


def boundary(content_type: str) -> bytes | None:
    """What parts the form, None where the body is no such form."""
    found = _BOUNDARY.match(content_type)
    return None if found is None else (found[1] or found[2]).encode("latin-1")


def taken_apart(body: bytes, boundary: bytes) -> tuple[list[tuple[bytes, bytes]], tuple[File, ...]]:
    """Name and value of each control in their order, and the files.

    A file's value is its name; one that was not chosen is no file. What is malformed is left out.
    """
    pairs: list[tuple[bytes, bytes]] = []
    files: list[File] = []
    for part in (b"\r\n" + body).split(b"\r\n--" + boundary)[1:-1]:
        head, found, content = part.removeprefix(b"\r\n").partition(b"\r\n\r\n")
        control = _said(head, rb'[^e]name="([^"]*)"')
        if not found or control is None:
            continue
        path = _said(head, rb'filename="([^"]*)"')
        if path is None:
            pairs.append((control, content))
            continue
        file_name = re.split(rb"[\\/]", path)[-1]
        pairs.append((control, file_name))
        if file_name:
            type = _said(head, rb"(?im)^content-type:[ \t]*([^\r;]+)") or b""
            files.append(File(control, file_name, type.decode("latin-1"), content))
    return pairs, tuple(files)


def _said(head: bytes, pattern: bytes) -> bytes | None:
    """What a part's head says; browsers write a quotation mark in a name as %22."""
    found = re.search(pattern, head)
    return None if found is None else found[1].replace(b"%22", b'"')
