"""Killed in the midst of a re-enrolment: one request there, each document once (kill -9)."""

import asyncio
import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from bs4 import BeautifulSoup, Tag

from tests.contract.stands.school_requests import SchoolRequests, school_requests
from tests.faults.parent import Parent
from tests.journeys.gateway import Process
from tests.journeys.post import post_office
from tests.unit.documents.samples import pdf
from tests.unit.pages.reading import filled, words

WAITS = "Réinscription en attente de validation"
PAPERS = (pdf(40_000), pdf(60_000))


async def asks(parent: Parent) -> str:
    """Through the four steps with two documents; returns the request's address."""
    eleves = BeautifulSoup((await parent.get("/eleves")).text, "lxml")
    link = eleves.select_one(".child h3 a")
    assert isinstance(link, Tag)
    base = re.sub(r"/identite$", "", str(link["href"])) + "/reinscription"
    first = await parent.get(base)
    form = filled(first, base)
    boxes = BeautifulSoup(first.text, "lxml").select("input[type=checkbox][name=cours]")
    await parent.post(base, data=form | {"cours": [str(box["value"]) for box in boxes]})
    for number, body in enumerate(PAPERS):
        page = await parent.get(f"{base}/documents")
        form = filled(page, f"{base}/documents")
        names = BeautifulSoup(page.text, "lxml").select("#nom option[value]:not([value=''])")
        form |= {"nom": str(names[number]["value"])}
        form.pop("fichier", None)
        answer = await parent.post(
            f"{base}/documents",
            data=form,
            files={"fichier": (f"papier-{number}.pdf", body, "application/pdf")},
        )
        assert answer.status_code in (200, 303), words(answer)
    note = filled(await parent.get(f"{base}/demande"), f"{base}/demande")
    await parent.post(f"{base}/demande", data=note | {"demande": "Plutôt le mercredi."})
    page = await parent.get(f"{base}/recapitulatif")
    form = filled(page, f"{base}/recapitulatif") | {"garder": "1"}
    answer = await parent.post(f"{base}/recapitulatif", data=form)
    assert answer.status_code == 303, words(answer)
    return str(answer.headers["location"])


@pytest.fixture(params=["refreshed"])
async def place(
    request: pytest.FixtureRequest, tmp_path: Path
) -> AsyncIterator[tuple[SchoolRequests, Process, Parent]]:
    async with post_office() as post:
        with school_requests(request.param) as old_side:
            gateway = Process(tmp_path, old_side.sign_in_url, post.port)
            await gateway.start()
            parent = Parent(gateway)
            await parent.signs_in(old_side.accounts[0])
            yield old_side, gateway, parent
            await parent.client.aclose()
            await gateway.stop()


def proves(old_side: SchoolRequests) -> None:
    """One request there with both documents, each once and byte for byte."""
    assert sorted(one.body for _, _, one in old_side.imports) == sorted(PAPERS)
    (made,) = old_side.enrolled
    assert sorted(one.body for one in made.documents) == sorted(PAPERS)
    assert made.note == "Plutôt le mercredi."


@pytest.mark.parametrize(
    ("place", "kind", "screen"),
    [
        ("old", "late_effect", "import"),
        ("refreshed", "answer_lost", "re_enrolment"),
    ],
    indirect=["place"],
)
async def test_killed_at_any_step_it_goes_on_at_the_first_that_is_not_proven(
    place: tuple[SchoolRequests, Process, Parent], kind: str, screen: str
) -> None:
    old_side, gateway, parent = place
    old_side.control.fault(kind, screen=screen, method="POST", seconds=0.5)

    address = await asks(parent)
    # Any reading that comes before the kill would prove it: none does, from the effect on.
    for _ in range(2000):
        if old_side.imports if screen == "import" else old_side.enrolled:
            break
        await asyncio.sleep(0.01)
    old_side.control.down(True)
    await parent.sees(address, "En cours de vérification")
    await gateway.kill()
    old_side.control.down(False)
    await gateway.start()

    await parent.sees(address, WAITS)
    proves(old_side)


async def test_accepted_while_the_old_site_is_down_and_killed_it_is_delivered_once(
    place: tuple[SchoolRequests, Process, Parent],
) -> None:
    old_side, gateway, parent = place
    old_side.control.fault("error", screen="import", method="POST")

    address = await asks(parent)
    await gateway.kill()
    await gateway.start()

    await parent.sees(address, WAITS)
    proves(old_side)


async def test_a_document_refused_without_a_word_twice_is_left_to_a_person(
    place: tuple[SchoolRequests, Process, Parent],
) -> None:
    old_side, gateway, parent = place
    old_side.control.fault("error", screen="import", method="POST", times=2)

    address = await asks(parent)
    await gateway.kill()
    await gateway.start()

    await parent.sees(address, "À vérifier avec l’école")
    assert not old_side.imports
    assert not old_side.enrolled
