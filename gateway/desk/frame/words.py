"""The tables of words that every page of the desk is given, by the name that templates use."""

from collections.abc import Mapping

from gateway.desk.frame.deeds import DEEDS
from gateway.desk.frame.standings import SHORT, TONES
from gateway.desk.frame.wishes import GROUPS, KINDS

WORDS: Mapping[str, object] = {
    "kinds": KINDS,
    "groups": GROUPS,
    "short": SHORT,
    "tones": TONES,
    "deeds": DEEDS,
}
