"""The tables of words that every page of the desk is given, by the name that templates use."""

from collections.abc import Mapping

from gateway.desk.deeds import DEEDS
from gateway.desk.standings import SHORT, TONES
from gateway.desk.wishes import GROUPS, KINDS

WORDS: Mapping[str, object] = {
    "kinds": KINDS,
    "groups": GROUPS,
    "short": SHORT,
    "tones": TONES,
    "deeds": DEEDS,
}
