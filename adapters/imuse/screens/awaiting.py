"""The old site's own sentence that a re-enrolment awaits validation, wherever it stands."""

import re

from adapters.imuse.profile import Profile
from adapters.imuse.reading.page import Block, Page
from adapters.imuse.reading.words import fold, says
from adapters.imuse.screens import pieces
from adapters.imuse.screens.area import Area
from adapters.re_enrolment import Imported

_SENTENCE_END = re.compile(r"(?<=[.!?])\s+")
_TO_COME = ("sera", "seront", "restera", "apparaîtra", "s'affichera", "s'affiche", "jusqu'à")
_ABOUT = ("réinscrit", "réinscrite", "inscription", "demande")
_ELSE = ("fiche", "modification", "modifications", "coordonnées", "document", "documents",
         "pièce", "pièces", "fichier", "fichiers", "justificatif", "justificatifs")  # fmt: skip
"""What such a sentence may be about instead: a sheet, a document."""


_BARE = frozenset(
    """
    a au aux ce cet cette de des du en est et l la le les par sa ses son un une vos votre
    actuellement toujours encore administratif administrative administration dossier ecole
    etablissement equipe etat personnel secretariat statut scolarite service validation
    """.split()  # noqa: SIM905
)
"""All that such a sentence may say besides, where it does not say what it is about."""


def sentence(
    own: Area, after: int, listed: tuple[Imported, ...] | None, profile: Profile
) -> str | None:
    """The sentence; about a re-enrolment, or bare below the text area, which stands at `after`.

    What is `listed` as imported may await validation too, each by itself: that is another matter.
    """
    of_documents = " ".join(fold(one.words) for one in listed or ())
    for page in own.pages:
        for block in own.blocks(page):
            if not block.shown or _is_in_list(page, block, profile):
                continue
            for line in block.lines:
                if pieces.names_file(line) or (of_documents and fold(line) in of_documents):
                    continue
                below = 0 <= after < block.place
                if any(_awaits(one, profile, below=below) for one in _SENTENCE_END.split(line)):
                    return line
    return None


def _is_in_list(page: Page, block: Block, profile: Profile) -> bool:
    tables = pieces.tables(page, profile)
    return any(table.place <= block.place < table.end for table in tables)


def _awaits(words: str, profile: Profile, *, below: bool) -> bool:
    reading = profile.reading
    if not says(words, reading.waiting) or says(words, (*reading.not_waiting, *_TO_COME)):
        return False
    if says(words, (*profile.words.re_enrolment, "réinscrit", "réinscrite")):
        return not says(words, ("fiche",))
    if says(words, _ELSE):
        return False
    return says(words, _ABOUT) or (below and _is_bare(words, reading.waiting))


def _is_bare(words: str, waiting: tuple[str, ...]) -> bool:
    """Whether it says nothing but that something waits: « RIB : en attente » says what."""
    rest = f" {fold(words)} "
    for phrase in sorted(map(fold, waiting), key=len, reverse=True):
        rest = rest.replace(f" {phrase} ", " ")
    return _BARE.issuperset(rest.split())
