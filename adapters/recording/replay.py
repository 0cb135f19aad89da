"""A scenario in place of a network."""

import httpx

from adapters.recording.errors import NoStepAnswers
from adapters.recording.format import Scenario
from adapters.recording.matching import Asked, answering, nearest


class Replay(httpx.AsyncBaseTransport):
    """Answers from a scenario and nothing else; there is no network behind it."""

    def __init__(self, scenario: Scenario) -> None:
        """Starts in the scenario's first state."""
        self.scenario = scenario
        self.state = scenario.head.states[0].name
        self.answered: list[str] = []
        """The names of the steps that answered, in order."""

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Answer with the bytes of the step that fits, and move to the state it leads to.

        Raises:
            NoStepAnswers: none fits; the message names the nearest and every difference.
        """
        await request.aread()
        home = httpx.URL(self.scenario.head.sign_in)
        asked = as_asked(request)
        if (request.url.scheme, request.url.netloc) != (home.scheme, home.netloc):
            raise NoStepAnswers(f"{asked.method} goes to another host than the scenario's")
        step = answering(self.scenario, self.state, asked)
        if step is None:
            raise NoStepAnswers(self._why_not(asked))
        self.answered.append(step.name)
        self.state = step.request.leads_to or self.state
        return httpx.Response(
            step.response.status,
            headers=list(step.response.headers),
            content=step.response_body,
            request=request,
        )

    def _why_not(self, asked: Asked) -> str:
        path = asked.target.partition("?")[0]
        sentence = f"No step answers {asked.method} {path} in state {self.state}."
        found = nearest(self.scenario, self.state, asked)
        if found is None:
            return f"{sentence} The scenario has no steps."
        step, why = found
        return f"{sentence} The nearest is {step.name}, but {'; '.join(why)}."


def as_asked(request: httpx.Request) -> Asked:
    """A request whose body was read, as far as it is compared."""
    carried = request.headers.get("cookie", "")
    return Asked(
        method=request.method,
        target=request.url.raw_path.decode("ascii"),
        headers=tuple((name.lower(), value) for name, value in request.headers.multi_items()),
        cookies=tuple(part.partition("=")[0].strip() for part in carried.split(";") if part),
        body=request.content,
    )
