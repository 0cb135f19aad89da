"""The digest that a review stamp is tied to."""

import hashlib

import msgspec

from adapters.recording.format import Scenario


def digest(scenario: Scenario) -> str:
    """SHA-256, in hexadecimal, over all that the scenario holds but its review stamp."""
    bare = msgspec.structs.replace(
        scenario, head=msgspec.structs.replace(scenario.head, review=None)
    )
    return hashlib.sha256(msgspec.json.encode(bare, order="deterministic")).hexdigest()
