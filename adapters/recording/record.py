"""Recording the fictional school's scenario: `python -m adapters.recording.record FOLDER`."""

import argparse
import asyncio
from datetime import datetime
from pathlib import Path

import httpx

from adapters.imuse.extranet import create
from adapters.model import Change, Credentials, Proposal, Sheet
from adapters.port import Extranet
from adapters.recording.format import FORMAT, Account, Head, State, Volatile
from adapters.recording.recorder import Recorder
from adapters.registry import ExtranetSettings
from adapters.school import Running, running
from adapters.school.markup import MarkupName, markup_named

MARKUPS: tuple[MarkupName, ...] = ("old", "refreshed")
NEW_NUMBER = "06 39 98 47 11"


def main() -> None:
    """Record into the folder named on the command line, which must be empty or not there yet."""
    parser = argparse.ArgumentParser(prog="python -m adapters.recording.record")
    parser.add_argument("folder", type=Path, help="where the scenario goes: empty or not there yet")
    parser.add_argument("--markup", choices=MARKUPS, default="old", help="the school's markup")
    given = parser.parse_args()
    asyncio.run(change_telephone(given.markup, given.folder))


async def change_telephone(markup: MarkupName, folder: Path) -> None:
    """A family of the fictional school changes its telephone number.

    Raises:
        ScenarioError: the folder is not empty.
    """
    with running(markup) as school:
        network = httpx.AsyncHTTPTransport(trust_env=False)
        head = _head(school, markup)
        recorder = Recorder(network, head, school.sign_in_url)
        settings = ExtranetSettings(sign_in_url=school.sign_in_url, pages_per_second=100)
        extranet = create(settings, transport=recorder)
        try:
            await _visit(extranet, recorder, head)
        finally:
            await extranet.close()
            await network.aclose()
    recorder.save(folder)


def _head(school: Running, markup: MarkupName) -> Head:
    face = markup_named(markup)
    account = school.accounts[0]
    told = State(name="told", meaning="La page suivante dit que la fiche est mise à jour.")
    return Head(
        format=FORMAT,
        title="Une famille change son numéro de téléphone portable",
        profile="base",
        origin="synthetic",
        frozen=datetime.fromisoformat("2026-09-09T10:00:00+02:00"),
        sign_in=school.sign_in_url.replace(school.base, "https://extranet.example"),
        account=Account(
            site=account.site, identifier=account.identifier, password=account.password
        ),
        states=(
            State(name="before", meaning="Rien n’attend."),
            *(() if face.tells_in_place else (told,)),
            State(name="pending", meaning="Le nouveau numéro attend d’être validé."),
        ),
        volatile=Volatile(names=(face.token,)),
    )


async def _visit(extranet: Extranet, recorder: Recorder, head: Head) -> None:
    recorder.scene("sign-in-page")
    sites = await extranet.sites()
    recorder.expect("sites", sites)
    recorder.scene("sign-in", "home")
    session = await extranet.sign_in(
        Credentials(
            site=next(site.ref for site in sites if site.label == head.account.site),
            identifier=head.account.identifier,
            password=head.account.password,
        )
    )
    recorder.expect("home", await session.home())
    recorder.scene("family", state="before")
    sheet = await session.family()
    recorder.expect("family", sheet)

    async def mark() -> None:
        recorder.scene("change", "family", state="before")
        recorder.will_lead_to(*(state.name for state in head.states[1:]))

    proposal = _another_number(sheet)
    recorder.expect_outcome(proposal, await session.propose_family(proposal, mark))
    recorder.expect("family", await session.family())
    recorder.scene("sign-out", "sign-in-page")
    await session.sign_out()
    await session.close()


def _another_number(sheet: Sheet) -> Proposal:
    field = next(field for field in sheet.fields() if field.name == "mobile_phone")
    change = Change(key=field.key, caption=field.caption, old=field.value, new=NEW_NUMBER)
    return Proposal(changes=(change,), shape=sheet.shape)


if __name__ == "__main__":
    main()
