"""A text that carries its request's number, from the form to the school's ledger."""

from adapters.model import Field, Kind
from gateway.pending.states import State
from tests.unit.portal.stage import HELENE, Stage
from tests.unit.portal.test_receipts import letters, text

KEY = "commentaire"


def comment(stage: Stage) -> None:
    """The school adds a free text that it shows back."""
    field = Field(key=KEY, caption="Commentaire", value="", kind=Kind.LONG_TEXT, refers=True)
    stage.extranet.add_field(field)


async def test_the_family_and_the_school_see_the_same_text_with_the_number(stage: Stage) -> None:
    comment(stage)
    visit = await stage.sign_in()
    asked = await stage.ask(visit, {KEY: "Nous déménageons."})
    sent = f"Nous déménageons. (réf. {asked.number})"
    assert asked.changes[0].new == sent
    (letter,) = await letters(stage)
    assert sent in text(letter)
    assert "Le numéro de votre demande est ajouté" in text(letter)
    await stage.work()
    (effect,) = stage.extranet.ledger
    assert dict(effect.changes) == {KEY: sent}
    stage.extranet.validate(HELENE)
    assert (await stage.now_of(visit, asked)).state is State.VALIDATED


async def test_what_is_written_next_carries_its_own_number_only(stage: Stage) -> None:
    comment(stage)
    visit = await stage.sign_in()
    first = await stage.ask(visit, {KEY: "Nous déménageons."})
    await stage.work()
    stage.extranet.validate(HELENE)
    asked = await stage.ask(visit, {KEY: f"Nous restons. (réf. {first.number})"})
    assert asked.changes[0].new == f"Nous restons. (réf. {asked.number})"


async def test_a_text_that_shows_nothing_back_carries_none(stage: Stage) -> None:
    visit = await stage.sign_in()
    asked = await stage.ask(visit)
    assert "réf." not in asked.changes[0].new
    (letter,) = await letters(stage)
    assert "Le numéro de votre demande est ajouté" not in text(letter)
