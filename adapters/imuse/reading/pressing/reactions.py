"""What a page's script makes of the answer to its own request: words, or another page.

Its call-backs are followed with that answer in hand, as the browser would run them.
"""

import re
from collections.abc import Iterator

import msgspec
from bs4 import BeautifulSoup
from tree_sitter import Node

from adapters.imuse.origin import resolve
from adapters.imuse.reading.page import Page
from adapters.imuse.reading.pressing.answered import Answered, data_of
from adapters.imuse.reading.pressing.bindings import function_of
from adapters.imuse.reading.scripts.scripts import Program, string, text, walk
from adapters.imuse.reading.scripts.values import arguments
from adapters.imuse.reading.words import tidy

_ASKING = ("ajax", "post", "get", "getJSON", "request", "then", "done", "success", "complete")
"""Calls that are given what to do with an answer."""
_KEYS = ("success", "complete", "done", "callback", "onSuccess", "onComplete")
"""Options that say what to do with an answer."""
_HEARING = ("onreadystatechange", "onload", "onloadend")
_WINDOWS = ("", "window", "self", "document")
_FUNCTIONS = ("function_expression", "arrow_function", "function_declaration")
_ASSIGNING = ("assignment_expression",)
_LONGEST = 300
"""Characters of a message; what a script shows that is longer is a part of a page."""
_LEADS = re.compile(r"(^|\.)location(\.href|\.assign|\.replace|\.reload)?$")


class Reaction(msgspec.Struct, frozen=True, kw_only=True):
    """What becomes of an answer."""

    onward: str | None = None
    """Where the script certainly leads (absolute)."""
    perhaps: str | None = None
    """The only place where it may lead, where its conditions cannot be known."""
    stays: bool = False
    """Whether another answer would have led somewhere, and this one certainly does not."""
    said: tuple[str, ...] = ()
    """What it certainly shows."""


def reaction(page: Page, asked: str, answer: str) -> Reaction:
    """What the scripts of `page` do once the address `asked` has answered them so."""
    program = Program(list(page.code))
    said: list[str] = []
    certain: list[str] = []
    possible: list[str] = []
    callbacks = _of_request(program, page, asked)
    for callback in callbacks:
        body = callback.child_by_field_name("body")
        follower = Answered(program, data_of(answer))
        if body is not None:
            follower.answered(body, _parameter(callback))
        said += follower.effects.said
        for reference, method, by_script, sure in follower.effects.opened:
            if not by_script and method == "GET":
                (certain if sure else possible).append(_absolute(page, reference))
        if follower.reloads is not None:
            (certain if follower.reloads else possible).append(page.url)
    only = set(possible)
    return Reaction(
        onward=certain[-1] if certain else None,
        perhaps=only.pop() if len(only) == 1 and not certain else None,
        stays=not certain and not possible and any(_may_lead(one, program) for one in callbacks),
        said=tuple(dict.fromkeys(one for one in map(_plain, said) if 0 < len(one) <= _LONGEST)),
    )


def _of_request(program: Program, page: Page, asked: str) -> list[Node]:
    """The functions that are called with the answer of that address."""
    found = list(_callbacks(program, page, asked))
    named = [one for where, one in found if _names(where, page, asked)]
    # Without its address in the script, it must be the only request that there is.
    return named or ([one for _, one in found] if len({w.id for w, _ in found}) == 1 else [])


def _callbacks(program: Program, page: Page, asked: str) -> Iterator[tuple[Node, Node]]:
    """(the function around it, the call-back) of whatever is called with an answer."""
    for node in walk(program.root):
        given: list[Node | None] = []
        if node.type == "call_expression":
            name = text(node.child_by_field_name("function")).rpartition(".")[2]
            nodes = arguments(node)
            asks = name in _ASKING or any(_is(one, page, asked) for one in nodes)
            given = [*nodes] if asks else []
        elif node.type == "pair":
            named = text(node.child_by_field_name("key")).strip("'\"") in _KEYS
            given = [node.child_by_field_name("value")] if named else []
        elif node.type == "assignment_expression":
            given = [node.child_by_field_name("right")] if _hears(node) else []
        for one in given:
            if (callback := function_of(one, program)) is not None:
                yield _around(node), callback


def _hears(node: Node) -> bool:
    """Whether a request's own handler is set: a window's is something else."""
    owner, _, key = text(node.child_by_field_name("left")).rpartition(".")
    return key in _HEARING and owner not in _WINDOWS


def _around(node: Node) -> Node:
    """The function that a place is in, or the whole script."""
    around = node
    while around.parent is not None and (around is node or around.type not in _FUNCTIONS):
        around = around.parent
    return around


def _names(where: Node, page: Page, asked: str) -> bool:
    return any(_is(node, page, asked) for node in walk(where))


def _is(node: Node, page: Page, asked: str) -> bool:
    """Whether an expression is that very address."""
    if node.type != "string":
        return False
    literal = string(node)
    return bool(literal) and _absolute(page, literal or "") == asked


def _absolute(page: Page, reference: str) -> str:
    return resolve(page.base or page.url, reference, page.charset)


def _parameter(function: Node) -> str:
    single = function.child_by_field_name("parameter")
    parameters = function.child_by_field_name("parameters")
    named = parameters.named_children[:1] if parameters is not None else []
    return text(single if single is not None else next(iter(named), None))


def _may_lead(function: Node, program: Program, deeper: int = 3) -> bool:
    """Whether anything in it, or in what it calls, replaces the page."""
    for node in walk(function):
        target = node.child_by_field_name("left" if node.type in _ASSIGNING else "function")
        if target is None or node.type not in (*_ASSIGNING, "call_expression"):
            continue
        called = program.functions.get(text(target)) if deeper else None
        if _LEADS.search(text(target)) or (called and _may_lead(called, program, deeper - 1)):
            return True
    return False


def _plain(words: str) -> str:
    return tidy(BeautifulSoup(words, "lxml").get_text(" ") if "<" in words else words)
