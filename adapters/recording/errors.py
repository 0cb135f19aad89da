"""What can be wrong with a scenario, and with a request that it has no answer to."""


class ScenarioError(ValueError):
    """The folder is not a scenario as the format has it; the message names the place."""


class NoStepAnswers(LookupError):
    """No step of the scenario answers this request; the message names the nearest and why not.

    Deliberately no `httpx` error: an adapter that handles a failing network must not swallow it.
    Its message names controls and cookies, never their values.
    """


class RecordingError(RuntimeError):
    """What was to be recorded cannot be; the message says what to do."""
