"""What the school says on Accueil, kept piece by piece."""

from collections.abc import Iterator
from typing import get_args

import pytest

from adapters.port import Session
from adapters.school.families import NEWS
from adapters.school.markup import MarkupName
from tests.contract.stands.school import SchoolStand, school


@pytest.fixture(params=get_args(MarkupName))
def stand(request: pytest.FixtureRequest) -> Iterator[SchoolStand]:
    with school(request.param) as built:
        yield built


async def test_each_piece_of_news_is_kept_apart_from_its_heading(session: Session) -> None:
    paragraphs = [" ".join(p.text.split()) for p in (await session.home()).paragraphs]

    for heading, text in NEWS:
        assert heading in paragraphs
        assert text in paragraphs
        assert paragraphs.index(text) == paragraphs.index(heading) + 1


@pytest.mark.parametrize("stand", ["refreshed"], indirect=True)
async def test_what_the_page_marks_as_a_heading_is_one(session: Session) -> None:
    headings = [p.text for p in (await session.home()).paragraphs if p.heading]

    assert {heading for heading, _ in NEWS} <= set(headings)


async def test_the_menus_words_are_no_paragraphs(session: Session) -> None:
    home = await session.home()

    assert set(home.menu).isdisjoint(paragraph.text for paragraph in home.paragraphs)
