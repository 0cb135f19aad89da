"""Which step answers a request: what is compared, and what differs. Pure."""

import re
from collections import Counter
from urllib.parse import unquote_to_bytes

import msgspec

from adapters.recording.format import Headers, Scenario, Step, Volatile

FORM = "application/x-www-form-urlencoded"
Pairs = list[tuple[bytes, bytes]]


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """A request, as far as it is compared."""

    method: str
    target: str
    headers: Headers
    cookies: tuple[str, ...]
    body: bytes

    @classmethod
    def of(cls, step: Step) -> "Asked":
        """The request that this step was recorded from."""
        return cls(
            method=step.request.method,
            target=step.request.target,
            headers=step.request.headers,
            cookies=step.request.cookies,
            body=step.request_body,
        )


def answering(scenario: Scenario, state: str, asked: Asked) -> Step | None:
    """The step that answers in this state.

    One that names the state goes before one for every state, then one that demands more headers
    and cookies before one that demands fewer.
    """
    fitting = [
        step
        for step in scenario.steps
        if answers_in(step, state) and not differences(step, asked, scenario.head.volatile)
    ]
    return max(fitting, key=_precision, default=None)


def _precision(step: Step) -> tuple[bool, int]:
    return bool(step.request.states), len(step.request.headers) + len(step.request.cookies)


def answers_in(step: Step, state: str) -> bool:
    """Whether this step answers in that state."""
    return not step.request.states or state in step.request.states


def nearest(scenario: Scenario, state: str, asked: Asked) -> tuple[Step, list[str]] | None:
    """The step that is least unlike the request, and why it does not answer it."""
    candidates: list[tuple[Step, list[str]]] = []
    for step in scenario.steps:
        why = differences(step, asked, scenario.head.volatile)
        if not answers_in(step, state):
            why.append(f"it answers in state {' or '.join(step.request.states)}, not in {state}")
        candidates.append((step, why))
    return min(candidates, key=lambda found: _distance(found, asked), default=None)


def _distance(found: tuple[Step, list[str]], asked: Asked) -> tuple[bool, bool, int]:
    step, why = found
    path, wanted = step.request.target.split("?")[0], asked.target.split("?")[0]
    return path != wanted, step.request.method != asked.method, len(why)


def differences(step: Step, asked: Asked, volatile: Volatile) -> list[str]:
    """Why this step does not answer the request, whatever the state; empty where it does.

    Names are told, values never.
    """
    request = step.request
    why: list[str] = []
    if asked.method != request.method:
        why.append(f"the method is {asked.method}, not {request.method}")
    path, _, query = asked.target.partition("?")
    own_path, _, own_query = request.target.partition("?")
    if _steady(path, volatile) != _steady(own_path, volatile):
        why.append(f"the path is {path}, not {own_path}")
    names = {name.encode() for name in volatile.names}
    why += _compared(pairs(own_query.encode()), pairs(query.encode()), names, "query parameter")
    why += _headers(request.headers, asked.headers)
    missing = [name for name in request.cookies if name not in asked.cookies]
    why += [f"cookie {name} is not sent" for name in missing]
    return why + _bodies(step, asked, names)


def _steady(path: str, volatile: Volatile) -> str:
    for pattern in volatile.paths:
        path = re.sub(pattern, "…", path)
    return path


def pairs(encoded: bytes) -> Pairs:
    """A query's or form's pairs in their order, percent-decoded to bytes in no charset."""
    found: Pairs = []
    for part in encoded.split(b"&") if encoded else []:
        name, _, value = part.replace(b"+", b" ").partition(b"=")
        found.append((unquote_to_bytes(name), unquote_to_bytes(value)))
    return found


def _compared(own: Pairs, asked: Pairs, volatile: set[bytes], what: str) -> list[str]:
    own_names, names = [name for name, _ in own], [name for name, _ in asked]
    if own_names == names:
        return [
            f"{what} {_text(name)} has another value"
            for (name, value), (_, wanted) in zip(asked, own, strict=True)
            if value != wanted and name not in volatile
        ]
    if sorted(own_names) == sorted(names):
        return [f"each {what} is there, in another order"]
    lacking = (Counter(own_names) - Counter(names)).elements()
    more = (Counter(names) - Counter(own_names)).elements()
    return [f"{what} {_text(name)} is missing" for name in lacking] + [
        f"{what} {_text(name)} is one too many" for name in more
    ]


def _text(name: bytes) -> str:
    return repr(name.decode("latin-1"))


def _headers(own: Headers, asked: Headers) -> list[str]:
    sent = {(name, _header(name, value)) for name, value in asked}
    return [
        f"header {name} is missing or has another value"
        for name, value in own
        if (name, _header(name, value)) not in sent
    ]


def _header(name: str, value: str) -> str:
    return value.partition(";")[0].strip().lower() if name == "content-type" else value


def _bodies(step: Step, asked: Asked, volatile: set[bytes]) -> list[str]:
    if any(name == "content-type" and _header(name, v) == FORM for name, v in asked.headers):
        return _compared(pairs(step.request_body), pairs(asked.body), volatile, "control")
    return [] if step.request_body == asked.body else ["the body is another one"]
