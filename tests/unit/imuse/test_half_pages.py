"""A page cut anywhere is never a sheet with fields missing."""

# ruff: noqa: E501 - markup keeps to its line

import httpx
import pytest

from adapters.errors import NotUnderstood
from adapters.imuse.browsing import Browser, parts
from adapters.imuse.client import Lines
from adapters.imuse.screens import fiche
from adapters.model import Sheet
from adapters.registry import ExtranetSettings
from tests.unit.imuse.reader import BASE, URL

ROWS = "".join(
    f"<tr><td>Champ {n} :</td><td><input name=c{n} value='v{n}'></td></tr>" for n in range(12)
)
OLD = ROWS.replace("</td>", "").replace("</tr>", "")
BUTTON = "<input type=submit name=ok value=Modifier>"
FOOT = "<p>École de musique, 1 rue Haute, 56999 Kerlann. Tél. 01 99 00 12 34.</p>" * 4

PAGES = {
    "whole": f"<html><body><form method=post><table>{ROWS}</table>{BUTTON}</form>{FOOT}</body></html>",
    "button above": f"<html><body><form method=post>{BUTTON}<table>{ROWS}</table></form>{FOOT}</body></html>",
    "open cells": f"<html><body><form method=post><table>{OLD}</table>{BUTTON}</form>{FOOT}</body></html>",
    "no end": f"<html><body><form method=post>{BUTTON}<table>{ROWS}</table></form>{FOOT}",
    "no head": f"<form method=post>{BUTTON}<table>{ROWS}</table></form>{FOOT}",
    "fieldsets": f"<html><body><form method=post>{BUTTON}" + "".join(
        f"<fieldset><p>Champ {n} <input name=c{n} value=v{n}></p></fieldset>" for n in range(12)
    ) + "</form></body></html>",
}  # fmt: skip


async def _sheet(body: bytes) -> Sheet:
    settings = ExtranetSettings(sign_in_url=URL, pages_per_second=500)
    answer = httpx.MockTransport(
        lambda request: httpx.Response(200, headers={"content-type": "text/html"}, content=body)
    )
    lines = Lines(settings, answer)
    browser = Browser(lines.client(), BASE, parts())
    try:
        return fiche.read(await browser.open(URL), BASE).sheet
    finally:
        await browser.client.close()
        await lines.close()


@pytest.mark.parametrize("kind", PAGES)
async def test_a_page_cut_anywhere_is_whole_or_not_understood(kind: str) -> None:
    body = PAGES[kind].encode()
    full = len((await _sheet(body)).fields())
    assert full == 12
    for part in range(1, 40):
        cut = body[: len(body) * part // 40]
        try:
            read = await _sheet(cut)
        except NotUnderstood:
            continue
        assert len(read.fields()) == full, part


async def test_a_page_cut_within_a_value_is_not_understood() -> None:
    body = PAGES["no head"].encode()
    with pytest.raises(NotUnderstood):
        await _sheet(body[: body.index(b"'v7'") + 2])
