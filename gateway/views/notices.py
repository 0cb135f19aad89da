"""What « Données personnelles » says of the gateway itself."""

import msgspec


class KeptFor(msgspec.Struct, frozen=True, kw_only=True):
    """How long the gateway keeps what it keeps, as the configuration has it; in seconds."""

    session_idle: float
    session_at_most: float
    reading_fresh: float
    """After which what was read is read again."""
    draft: float
    credentials: float
    """At most, for a request that waits for its delivery."""
    answer: float
    """How long a request waits for its family's answer; 0 where there is no limit."""
    attempts: float
    """The longest of the windows in which attempts to sign in, or to get a password, count."""
    request: float
    """The contents of a request, from its end."""
    trace: float
    """Its bare row, from when its contents were erased."""
    reading: float
    """What is kept for outages and not read again."""
    letter: float
    """At most, where no mail server takes it."""
    journal: float
    """The journal of what was erased."""
    act: float
    """The journal of what the school's staff saw and did."""
