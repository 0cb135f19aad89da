"""Follows a script that has an answer in hand: its conditions and addresses are known by it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

import msgspec
from tree_sitter import Node

from adapters.imuse.reading.pressing.follower import Follower
from adapters.imuse.reading.scripts.scripts import Program, text
from adapters.imuse.reading.scripts.values import Own, Ref, Value, Values, arguments

_PARSERS = ("parse", "parseJSON", "eval", "evalJSON", "json", "text", "trim")
"""What makes an answer's data of its text leaves it what it is here."""
_WHOLE = ("responseText", "responseJSON", "response")
_HTTP = {"readyState": "4", "status": "200"}
_SHOWS = ("html", "text", "append")
_SHOWN = ("innerHTML", "textContent", "innerText")
_RELOADS = re.compile(r"(^|\.)location\.reload$")
_NOTHING = ("", "null", "undefined")


@dataclass(frozen=True)
class Answer(Own):
    """An answer in JSON, or a part of one that has members."""

    members: Mapping[str, object]


def data_of(answer: str) -> object:
    """What an answer holds: the data of its JSON, or its own text."""
    try:
        return msgspec.json.decode(answer)
    except msgspec.DecodeError:
        return answer.strip()


class _Values(Values):
    """Values of a script that knows its answer."""

    def __init__(self, program: Program, answer: Value) -> None:
        super().__init__(program, lambda name: "")
        self._answer = answer

    def _property(self, owner: Value, key: str) -> Value:
        if isinstance(owner, Answer):
            if key in owner.members:
                return value_of(owner.members[key])
            return self._answer if key in _WHOLE else "undefined"
        if key in _WHOLE:
            return self._answer
        return _HTTP.get(key) or super()._property(owner, key)

    def _called(self, node: Node, known: Mapping[str, Value]) -> Value:
        function = node.child_by_field_name("function")
        if text(function).rpartition(".")[2] in _PARSERS:
            owner = function.child_by_field_name("object") if function is not None else None
            for one in (*arguments(node)[:1], owner):
                value = self.of(one, known)
                if isinstance(value, Answer | str):
                    return value
        return super()._called(node, known)


def value_of(data: object) -> Value:
    """A piece of an answer as a script's value; None for a list, which is never asked whole."""
    if isinstance(data, Mapping):
        return Answer({str(key): value for key, value in data.items()})
    if isinstance(data, bool):
        return "true" if data else "false"
    if data is None:
        return "null"
    return str(data) if isinstance(data, str | int | float) else None


class Answered(Follower):
    """Follows a call-back with the answer that it is called with."""

    def __init__(self, program: Program, answer: object) -> None:
        """`answer` as `data_of` gives it."""
        super().__init__(program, lambda name: "")
        self._given = value_of(answer)
        self._values = _Values(program, self._given)
        self.reloads: bool | None = None
        """Whether it asks for its page anew: True for certain, False perhaps, None not at all."""

    def answered(self, body: Node, parameter: str) -> None:
        """Follow a call-back's statements; `parameter` is what it calls the answer."""
        known: dict[str, Value] = {"this": Ref("")}
        if parameter:
            known[parameter] = self._given
        self._follow(body, known, depth=0, sure=True, load=False)
        opened = self.effects.opened
        opened[:] = [one for one in opened if one[0] not in _NOTHING]

    def _assign(
        self, node: Node, known: dict[str, Value], *, depth: int, sure: bool, load: bool
    ) -> None:
        super()._assign(node, known, depth=depth, sure=sure, load=load)
        left = node.child_by_field_name("left")
        key = text(left.child_by_field_name("property")) if left is not None else ""
        if key in _SHOWN and sure:
            self._say(self._values.of(node.child_by_field_name("right"), known))

    def _call(
        self, node: Node, known: dict[str, Value], *, depth: int, sure: bool, load: bool
    ) -> None:
        super()._call(node, known, depth=depth, sure=sure, load=load)
        function = text(node.child_by_field_name("function"))
        if _RELOADS.search(function):
            self.reloads = sure or bool(self.reloads)
        if function.rpartition(".")[2] in _SHOWS and sure:
            for one in arguments(node)[:1]:
                self._say(self._values.of(one, known))

    def _say(self, value: Value) -> None:
        if isinstance(value, str) and value not in _NOTHING:
            self.effects.said.append(value)
