"""A page in every display that a family may choose: no text of it is lost or hidden."""

from collections.abc import Iterator
from itertools import product

from playwright.async_api import Page

from gateway.pages.frame.appearance import SETTINGS

Mode = dict[str, str]
"""Setting → chosen option."""

_OPTIONS = {setting.name: tuple(setting.options) for setting in SETTINGS}

_CHOOSE = """mode => {
  for (const [name, value] of Object.entries(mode)) {
    document.documentElement.setAttribute(`data-${name}`, value);
  }
}"""

_LOST = """() => {
  const width = document.documentElement.clientWidth;
  const said = (text) => JSON.stringify(text.trim().slice(0, 40));
  const lost = [];
  if (document.documentElement.scrollWidth > width) {
    lost.push(`the page is ${document.documentElement.scrollWidth} wide`);
  }
  const unseen = (element) => {
    const box = element.getBoundingClientRect();
    return box.width <= 2 || box.height <= 2 || element.matches(".skip:not(:focus), option");
  };
  const cut = (style) => /hidden|clip/.test(style.overflowX + style.overflowY);
  const rolls = (style) => /auto|scroll/.test(style.overflowX);
  const lines = [];
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = texts.nextNode(); node; node = texts.nextNode()) {
    const parent = node.parentElement;
    if (!node.data.trim() || !parent.checkVisibility()) continue;
    const around = [];
    for (let one = parent; one !== document.body; one = one.parentElement) around.push(one);
    if (around.some(unseen)) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    const styles = around.map((one) => getComputedStyle(one));
    for (const line of range.getClientRects()) {
      if (line.width < 2) continue;
      if ((line.right > width + 1 || line.left < -1) && !styles.some(rolls)) {
        lost.push(`${said(node.data)} leaves the page`);
      }
      around.forEach((one, place) => {
        const control = one.matches("button, .button, .badge, .masthead-link");
        if (!cut(styles[place]) && !control) return;
        const box = one.getBoundingClientRect();
        const beside = line.right > box.right + 1 || line.left < box.left - 1;
        const beyond = line.bottom > box.bottom + 3 || line.top < box.top - 3;
        const name = one.className || one.tagName;
        if (beside || beyond) lost.push(`${said(node.data)} leaves its ${name}`);
      });
      // The box of a line is higher than its letters: a quarter of it on each side is air.
      lines.push({ node, left: line.left, right: line.right, top: line.top + line.height / 4,
                   bottom: line.bottom - line.height / 4 });
    }
  }
  lines.sort((one, other) => one.top - other.top);
  lines.forEach((one, place) => {
    for (const other of lines.slice(place + 1)) {
      if (other.top >= one.bottom) break;
      const across = Math.min(one.right, other.right) - Math.max(one.left, other.left);
      if (one.node !== other.node && across > 2) {
        lost.push(`${said(one.node.data)} lies on ${said(other.node.data)}`);
      }
    }
  });
  return [...new Set(lost)];
}"""


def modes(*names: str) -> Iterator[Mode]:
    """Every combination of these settings' options."""
    for options in product(*(_OPTIONS[name] for name in names)):
        yield dict(zip(names, options, strict=True))


async def choose(page: Page, mode: Mode) -> None:
    """Show the open page as if that had been chosen."""
    await page.evaluate(_CHOOSE, mode)


async def lost(page: Page) -> list[str]:
    """Text of the open page that is cut, covered, or beside the page; « » without."""
    found: list[str] = await page.evaluate(_LOST)
    return found
