"""How long the gateway keeps what it keeps, told to families as the configuration has it."""

from gateway.config import Config
from gateway.views import KeptFor

_MINUTE = 60.0
_HOUR = 60 * _MINUTE
_DAY = 24 * _HOUR


def kept_for(config: Config) -> KeptFor:
    """Every duration that « Données personnelles » tells, in seconds."""
    lost = config.lost_passwords.window_hours * _HOUR
    return KeptFor(
        session_idle=config.sessions.idle_minutes * _MINUTE,
        session_at_most=config.sessions.absolute_minutes * _MINUTE,
        reading_fresh=config.kept.fresh_minutes * _MINUTE,
        draft=config.documents.draft_days * _DAY,
        credentials=config.delivery.keep_hours * _HOUR,
        answer=config.delivery.answer_days * _DAY,
        attempts=max(config.limits.window_seconds, config.desk.window_seconds, lost),
        request=config.retention.request_days * _DAY,
        trace=config.retention.trace_days * _DAY,
        reading=config.retention.reading_days * _DAY,
        letter=config.retention.letter_days * _DAY,
        journal=config.retention.journal_days * _DAY,
        act=config.retention.act_days * _DAY,
    )
