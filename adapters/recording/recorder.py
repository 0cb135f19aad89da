"""Recording: a transport that passes requests on and keeps what came back."""

from pathlib import Path

import httpx
import msgspec

from adapters.model import Outcome, Proposal
from adapters.recording.errors import RecordingError
from adapters.recording.expected import Expected, Model, Reads
from adapters.recording.folder import save
from adapters.recording.format import Head, Headers, RequestHead, ResponseHead, Scenario, Step
from adapters.recording.matching import Asked, differences
from adapters.recording.replay import as_asked
from adapters.recording.volatile import blanked

REQUEST_HEADERS = {"content-type", "x-requested-with"}
RESPONSE_HEADERS = {"content-type", "location", "refresh", "set-cookie", "content-disposition"}


class Recorder(httpx.AsyncBaseTransport):
    """Keeps every request and answer as a step, once for each state of the old site."""

    def __init__(self, inner: httpx.AsyncBaseTransport, head: Head, real_sign_in: str) -> None:
        """Record what `inner` answers, as if `real_sign_in` were the head's sign-in address.

        Raises:
            RecordingError: a recording of a real extranet, which nothing here redacts yet.
        """
        if head.origin != "synthetic":
            raise RecordingError(
                "Only a fictional school is recorded: there is no redaction yet, and a real "
                "family's pages must not touch the disk without it."
            )
        self._inner = inner
        self._head = head
        self._real, self._told = _origin(real_sign_in), _origin(head.sign_in)
        self._steps: list[Step] = []
        self._latest = 0
        self._scenes = ["step"]
        self._state: str | None = None
        self._moves: list[str] = []

    def scene(self, *names: str, state: str | None = None) -> None:
        """Name the steps kept from now on, one each and the last for all that follow.

        They answer in `state`, or in every state.
        """
        self._scenes, self._state = list(names), state

    def will_lead_to(self, *states: str) -> None:
        """The next requests lead to these states, one each."""
        self._moves = list(states)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Pass the request on and keep what came back."""
        await request.aread()
        asked = as_asked(request)
        response = await self._inner.handle_async_request(request)
        await response.aread()
        self._keep(asked, response)
        kept = [
            (name, value)
            for name, value in response.headers.multi_items()
            if name not in ("content-encoding", "content-length", "transfer-encoding")
        ]
        return httpx.Response(response.status_code, headers=kept, content=response.content)

    async def aclose(self) -> None:
        """Close the transport behind."""
        await self._inner.aclose()

    def expect(self, reads: Reads, model: Model) -> None:
        """What was just read, as the expected model of the latest step."""
        self._expect(self._latest, Expected(reads=reads, model=model))

    def expect_outcome(self, asked: Proposal, outcome: Outcome) -> None:
        """What a write answered, as the expected model of the step that sent it.

        The sheet read back is left out: the step that shows it expects it.
        """
        number = max(n for n, step in enumerate(self._steps) if step.request.leads_to is not None)
        bare = msgspec.structs.replace(outcome, sheet=None)
        self._expect(number, Expected(reads="outcome", model=bare, asked=asked))

    def scenario(self) -> Scenario:
        """All that was recorded until now."""
        return Scenario(head=self._head, steps=tuple(self._steps))

    def save(self, folder: Path) -> None:
        """Write the scenario into a folder that is empty or not there yet.

        Raises:
            ScenarioError: the folder is not empty, or the steps contradict each other.
        """
        save(self.scenario(), folder)

    def _keep(self, asked: Asked, response: httpx.Response) -> None:
        step = Step(
            name=f"{len(self._steps) + 1:02}-{self._scenes[0]}",
            request=RequestHead(
                method=asked.method,
                target=asked.target,
                headers=tuple(pair for pair in asked.headers if pair[0] in REQUEST_HEADERS),
                cookies=asked.cookies,
                states=() if self._state is None else (self._state,),
                leads_to=self._moves.pop(0) if self._moves else None,
            ),
            request_body=asked.body,
            response=ResponseHead(
                status=response.status_code, headers=self._headers(response.headers)
            ),
            response_body=self._retold(response.content),
        )
        self._latest = self._known(step)
        if self._latest == len(self._steps):
            self._steps.append(step)
            self._scenes = self._scenes[1:] or self._scenes
        self._state = step.request.leads_to or self._state

    def _known(self, step: Step) -> int:
        """The number of the step that this one repeats, or of a new one."""
        for number, other in enumerate(self._steps):
            if not self._same_request(other, step):
                continue
            if self._answer(other) == self._answer(step):
                return number
            if other.request.states == step.request.states:
                raise RecordingError(
                    f"{other.name} was answered otherwise before: let the request that changes "
                    "the answer lead to another state, or name what is volatile."
                )
        return len(self._steps)

    def _same_request(self, other: Step, step: Step) -> bool:
        return (
            other.request.states in ((), step.request.states)
            and other.request.cookies == step.request.cookies
            and not differences(other, Asked.of(step), self._head.volatile)
        )

    def _answer(self, step: Step) -> tuple[int, str | None, str]:
        return (
            step.response.status,
            step.request.leads_to,
            blanked(step.response_body, self._head.volatile),
        )

    def _expect(self, number: int, expected: Expected) -> None:
        known = self._steps[number].expected
        if known is not None and known != expected:
            raise RecordingError(f"{self._steps[number].name} was read otherwise before.")
        self._steps[number] = msgspec.structs.replace(self._steps[number], expected=expected)

    def _headers(self, headers: httpx.Headers) -> Headers:
        return tuple(
            (name, value.replace(self._real, self._told))
            for name, value in headers.multi_items()
            if name in RESPONSE_HEADERS
        )

    def _retold(self, body: bytes) -> bytes:
        for real, told in (
            (self._real, self._told),
            (self._real.replace("/", "\\/"), self._told.replace("/", "\\/")),
        ):
            body = body.replace(real.encode(), told.encode())
        return body


def _origin(address: str) -> str:
    url = httpx.URL(address)
    return f"{url.scheme}://{url.netloc.decode('ascii')}"
