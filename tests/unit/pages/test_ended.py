"""A request that has ended says nothing of what the old site answered on the way."""

import pytest
from httpx import AsyncClient

from gateway.pending.states import State
from tests.unit.pages.reading import words
from tests.unit.pages.stand_ins import StandInPortal, asked

SAID = "Fiche du responsable en attente de validation par le personnel administratif"


@pytest.mark.parametrize(
    ("state", "told"),
    [(State.AWAITING_STAFF, True), (State.REFUSED, True), (State.VALIDATED, False)],
)
async def test_words_that_it_waits_are_not_shown_of_what_is_validated(
    family: AsyncClient, portal: StandInPortal, state: State, told: bool
) -> None:
    portal.answers["request"] = asked(state, words=SAID)
    assert (SAID in words(await family.get("/demandes/2026-000042"))) is told
