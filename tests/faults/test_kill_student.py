"""kill -9 of a real gateway in the midst of a student's change (Famille and Réinscription have
theirs beside this one)."""

import re
from pathlib import Path

from bs4 import BeautifulSoup, Tag

from tests.contract.stands.school import school
from tests.faults.parent import Parent
from tests.journeys.gateway import Process
from tests.journeys.post import post_office
from tests.unit.pages.reading import filled

CAPTION, NEW = "Date de naissance", "12/05/2012"


async def test_killed_while_the_old_site_was_at_it_a_students_change_takes_effect_once(
    tmp_path: Path,
) -> None:
    async with post_office() as post:
        with school("refreshed") as old_side:
            gateway = Process(tmp_path, old_side.sign_in_url, post.port)
            await gateway.start()
            parent = Parent(gateway)
            await parent.signs_in(old_side.accounts[0])
            link = BeautifulSoup((await parent.get("/eleves")).text, "lxml").select_one(
                ".child h3 a"
            )
            assert isinstance(link, Tag)
            sheet = re.sub(r"/identite$", "", str(link["href"])) + "/identite"
            page = await parent.get(sheet)
            form = filled(page, sheet) | {parent.field(page, CAPTION): NEW, "garder": "1"}
            old_side.control.fault("late_effect", screen="identity", method="POST", seconds=0.5)

            asked = await parent.post(sheet, form)
            address = str(asked.headers["location"])
            await parent.sees(address, "En cours de vérification")
            await gateway.kill()
            await gateway.start()

            await parent.sees(address, "En attente de validation")
            assert [effect.changes for effect in old_side.ledger] == [{CAPTION: NEW}]
            await parent.client.aclose()
            await gateway.stop()
