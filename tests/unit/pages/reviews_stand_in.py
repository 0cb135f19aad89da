"""What the pages see of stopped requests in the stand-in portal; nobody here exists."""

from collections.abc import Callable
from dataclasses import dataclass

from adapters.model import Field, Kind, Option, Section, Sheet
from gateway.views import RequestView, ReviewView, Visit
from tests.unit.pages.files import LOEIZA, WHEN

CHOICES = (Option("garder", ""), Option("demander", ""))


def reviewed(asked: RequestView, sheet: Sheet) -> ReviewView:
    """The request's fields on that sheet, each after its choice."""
    fields = [
        each
        for change in asked.changes
        if (field := sheet.field(change.key)) is not None
        for each in (
            Field(
                key=f"choix:{field.key}",
                caption=field.caption,
                value="",
                kind=Kind.CHOICE,
                options=CHOICES,
            ),
            field,
        )
    ]
    return ReviewView(
        asked=asked,
        sheet=Sheet(title="", sections=(Section(title="", fields=tuple(fields)),), shape="f"),
        begun={change.key: change.new for change in asked.changes},
        seen="scellé",
        press="appui",
        offers_keeping=True,
        read_at=WHEN,
    )


@dataclass
class StandInReviews:
    """Asks the stand-in portal for its answers, and is noted by it."""

    answer: Callable[..., object]
    view: Callable[[], ReviewView]

    async def show(self, visit: Visit, number: str) -> object:
        return self.answer("review", self.view(), visit, number)

    async def take_up(self, visit: Visit, number: str) -> object:
        return self.answer("take_up", LOEIZA.ref, visit, number)
